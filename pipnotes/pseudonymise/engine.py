"""Put the parts together: known people, shapes, unknown people, in that order of trust, and write the new text."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import replace

from pipnotes.pseudonymise import keeping, naming, patterns, people, rare, unknown, words
from pipnotes.pseudonymise.bearers import Hit
from pipnotes.pseudonymise.dates import Calendar
from pipnotes.pseudonymise.matcher import Matcher
from pipnotes.pseudonymise.model import CaseIdentities, Check, Pseudonymised, Replacement
from pipnotes.pseudonymise.names import build
from pipnotes.pseudonymise.spans import Span
from pipnotes.pseudonymise.tokens import Note

# Raised whenever the rules change, so that approvals given under the old rules go stale.
RULES = 7


class Pseudonymiser:
    """Replace the names of one case in any of its texts.

    Building one is cheap, so each summary builds its own and no stale case is ever used.
    """

    def __init__(self, case: CaseIdentities) -> None:
        self._case = case
        self._known = build(case)
        self._matcher = Matcher(self._known)
        self._written = self._known.words_as_written()
        births = frozenset(person.born for person in case.people if person.born)
        expected = frozenset(person.due for person in case.people if person.due)
        self._calendar = Calendar(case.service_start, births, expected)

    @property
    def digest(self) -> str:
        """Return a hash over the people, the rules and every word list; it changes when any of them does."""
        return hashlib.sha256(repr((RULES, words.version(), self._case)).encode()).hexdigest()

    def run(self, text: str, *, keep: frozenset[str] = frozenset()) -> Pseudonymised:
        """Return the text with roles for names, weeks for dates, and questions about what is unsure.

        `keep` holds stretches, exactly as written, that the therapist has looked at and wants left. What is certain
        about the case's own people goes all the same, since no name leaves at all.
        """
        note = Note(text)
        written, plain = self._written, words.plain()
        beside = {place + 1 for place, low in enumerate(note.lows) if low in people.TITLES}
        beside |= note.spelled_out()
        candidates = [
            place for place, word in enumerate(note.words) if word not in plain or word in written or place in beside
        ]
        spans = _in_order((*self._calendar.find(note), *patterns.find(note), *self._told(text)), text)
        taken = _taken(note, spans)
        kept = keeping.mark(note, keeping.openings(note, candidates), written)
        hits = self._hits(note, candidates, taken, kept)
        for place in candidates:
            if kept[place]:
                taken[place] = 1
        strangers = unknown.find(note, taken, kept, [place for place in candidates if not taken[place]])
        found = [_from_span(span) for span in spans]
        found += [_from_hit(note, hit) for hit in hits]
        found += naming.replacements(
            note, strangers, frozenset(hit.label for hit in hits) | frozenset(self._known.labels)
        )
        asks = {(item.start, item.end): ask for item, ask in found}
        chosen = [item for item, _ in found if not _left(text, item, keep)]
        chosen.sort(key=_start)
        checks = [
            Check(start=item.start, end=item.end, why=asks[item.start, item.end])
            for item in chosen
            if asks[item.start, item.end]
        ]
        checks += [check for check in rare.find(note) if text[check.start : check.end] not in keep]
        return Pseudonymised(text=_written_anew(text, chosen), replacements=tuple(chosen), checks=tuple(_apart(checks)))

    def _hits(self, note: Note, candidates: list[int], taken: bytearray, kept: bytearray) -> list[Hit]:
        hits: list[Hit] = []
        for place in candidates:
            if taken[place] or kept[place]:
                continue
            hit = self._matcher.at(note, place, taken)
            if (
                hit
                and any(kept[hit.first : hit.until])
                and ((hit.until < note.size and kept[hit.until]) or hit.kind == "person")
            ):
                hit = self._within(place, hit, kept)
            if hit and any(taken[hit.first : hit.until]):
                hit = self._within(place, hit, taken)
            if hit:
                taken[hit.first : hit.until] = b"\1" * (hit.until - hit.first)
                hits.append(hit)
        return hits

    @staticmethod
    def _within(place: int, hit: Hit, claimed: bytearray) -> Hit:
        """Shorten a reading that runs into words already claimed, rather than let the name stay."""
        first, until = max(hit.first, place), place + 1
        while until < hit.until and not claimed[until]:
            until += 1
        return replace(hit, first=first, until=until)

    def _told(self, text: str) -> Iterable[Span]:
        """Yield the case's own numbers and mail addresses that no general shape has to know."""
        for person in self._case.people:
            for kind, value in (("email", person.email), ("phone", person.phone), ("nhs_number", person.nhs_number)):
                if len(value) > 4:
                    start = text.find(value)
                    while start >= 0:
                        label = {"email": "[email]", "phone": "[phone]"}.get(kind, "[NHS number]")
                        yield Span(start, start + len(value), kind, label, "It is written in this case")
                        start = text.find(value, start + len(value))


def _in_order(spans: Iterable[Span], text: str) -> list[Span]:
    """Return the spans that do not overlap, the longer one first claimed, in the order of the text."""
    chosen: list[Span] = []
    claimed = bytearray(len(text))
    for span in sorted(spans, key=_longest):
        if span.end > span.start and not any(claimed[span.start : span.end]):
            claimed[span.start : span.end] = b"\1" * (span.end - span.start)
            chosen.append(span)
    chosen.sort(key=_span_start)
    return chosen


def _longest(span: Span) -> tuple[int, int]:
    return (span.start - span.end, span.start)


def _span_start(span: Span) -> int:
    return span.start


def _start(item: Replacement) -> int:
    return item.start


def _taken(note: Note, spans: list[Span]) -> bytearray:
    taken = bytearray(note.size)
    place = 0
    for span in spans:
        while place < note.size and note.ends[place] <= span.start:
            place += 1
        while place < note.size and note.starts[place] < span.end:
            taken[place] = 1
            place += 1
    return taken


def _from_span(span: Span) -> tuple[Replacement, str]:
    source = "case" if span.reason == "It is written in this case" else "pattern"
    made = Replacement(
        start=span.start, end=span.end, kind=span.kind, replacement=span.label, source=source,  # type: ignore[arg-type]
        certain=not span.ask, reason=span.reason,
    )  # fmt: skip
    return made, span.ask


def _from_hit(note: Note, hit: Hit) -> tuple[Replacement, str]:
    end = note.ends[hit.until - 1]
    # The stop behind a single letter is the initial's own; behind two letters it ends the sentence.
    initial = hit.reason.startswith("Initials") and len(note.words[hit.until - 1]) == 1
    if initial and note.text[end : end + 2] == ". " and note.text[end + 2 : end + 3].islower():
        end += 1
    made = Replacement(
        start=note.starts[hit.first], end=end, kind=hit.kind, replacement=hit.label + hit.tail,
        source="case", certain=hit.certain, reason=hit.reason,
    )  # fmt: skip
    return made, hit.ask


def _left(text: str, item: Replacement, keep: frozenset[str]) -> bool:
    return text[item.start : item.end] in keep and not (item.certain and item.source != "unknown")


def _written_anew(text: str, chosen: list[Replacement]) -> str:
    pieces: list[str] = []
    at = 0
    for item in chosen:
        pieces += (text[at : item.start], item.replacement)
        at = item.end
    pieces.append(text[at:])
    return "".join(pieces)


def _apart(checks: list[Check]) -> list[Check]:
    """Return the checks in order, without those that overlap an earlier one."""
    apart: list[Check] = []
    for check in sorted(checks, key=_check_start):
        if not apart or check.start >= apart[-1].end:
            apart.append(check)
    return apart


def _check_start(check: Check) -> tuple[int, int]:
    return (check.start, -check.end)
