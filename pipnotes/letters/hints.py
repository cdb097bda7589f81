"""Reading the letter as a parent: small remarks beside the text, which the author may take up or leave.

Nothing here changes a word. What is left out of the parents' copy is not read, since they will not read it either.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import cache
from typing import Any

from pipnotes.domain.codes import Recipient
from pipnotes.domain.ending import LetterSection
from pipnotes.letters.reading import LONG_SENTENCE, sentences, words
from pipnotes.paths import resource


class HintKind(Enum):
    """What a remark is about, in the order in which remarks are shown."""

    BLAME = "blame"
    HAS = "has"
    LONG = "long"
    JARGON = "jargon"
    NAMES = "names"


@dataclass(frozen=True, kw_only=True, slots=True)
class Hint:
    """One remark, where it is, and words to try instead if there are any.

    `start` and `end` are places in the text of the section; a remark on the whole letter has no section, and 0 to 0.
    """

    kind: HintKind
    message: str
    section: str = ""
    start: int = 0
    end: int = 0
    suggestion: str | None = None
    quote: str = ""

    @property
    def key(self) -> str:
        """Return what `Letter.hints_left` keeps when the author leaves the words as they are."""
        return f"{self.kind.value}:{self.section}:{self.quote.casefold()}"


@dataclass(frozen=True, kw_only=True, slots=True)
class Named:
    """A parent as the letter names them, with the pronoun that is theirs: he, she, they, or nothing if not known."""

    name: str
    pronoun: str = ""


def read_as_parent(
    sections: Sequence[LetterSection],
    *,
    parents: Sequence[Named],
    greeting: str = "",
    left: Sequence[str] = (),
) -> tuple[Hint, ...]:
    """Return the remarks on the parents' copy, gravest kind first, without those that the author has left."""
    theirs = [section for section in sections if Recipient.PARENT not in section.left_out_for]
    found: list[Hint] = []
    explained = " ".join(section.text for section in theirs)
    seen_forms: set[str] = set()
    for section in theirs:
        spans = [*_kinder(section)]
        spans += _is_not_has(section)
        spans += _long(section)
        spans += _short_forms(section, explained, seen_forms, taken=[(hint.start, hint.end) for hint in spans])
        found += sorted(spans, key=_place)
    found += _names(theirs, parents, greeting)
    order = list(HintKind)
    kept = [hint for hint in found if hint.key not in left]
    return tuple(sorted(kept, key=lambda hint: order.index(hint.kind)))


def _kinder(section: LetterSection) -> Iterator[Hint]:
    taken: list[tuple[int, int]] = []
    for kind, pattern, instead in _patterns():
        for match in pattern.finditer(section.text):
            if any(match.start() < end and start < match.end() for start, end in taken):
                continue
            taken.append(match.span())
            suggestion = _cased(instead, match.group())
            fault = "can sound like blame" if kind is HintKind.BLAME else "may be a word that only we use"
            yield Hint(
                kind=kind,
                message=f"“{match.group()}” {fault}. Try “{suggestion}”.",
                section=section.key,
                start=match.start(),
                end=match.end(),
                suggestion=suggestion,
                quote=match.group(),
            )


def _is_not_has(section: LetterSection) -> Iterator[Hint]:
    pattern, illnesses = _has_pattern()
    for match in pattern.finditer(section.text):
        verb = match.group("verb").replace("’", "'").casefold()
        has = {"is": "has", "'s": " has", "was": "had", "were": "had", "are": "have", "am": "have"}.get(verb, " have")
        suggestion = f"{has} {illnesses[match.group('what').casefold()]}"
        yield Hint(
            kind=HintKind.HAS,
            message=f"A person has an illness and is not one. Try “{suggestion.strip()}”.",
            section=section.key,
            start=match.start(),
            end=match.end(),
            suggestion=suggestion,
            quote=match.group(),
        )


def _long(section: LetterSection) -> Iterator[Hint]:
    for start, end in sentences(section.text):
        count = len(words(section.text[start:end]))
        if count > LONG_SENTENCE:
            yield Hint(
                kind=HintKind.LONG,
                message=f"This sentence has {count} words. Two shorter ones are easier to read.",
                section=section.key,
                start=start,
                end=end,
                quote=section.text[start:end],
            )


def _short_forms(
    section: LetterSection, whole: str, seen: set[str], taken: Sequence[tuple[int, int]]
) -> Iterator[Hint]:
    for match in re.finditer(r"\b[A-Z][A-Z0-9]*[A-Z][A-Z0-9]*(?:-\d+)?(?=s?\b)", section.text):
        form = match.group()
        overlaps = any(match.start() < end and start < match.end() for start, end in taken)
        if form in _facts()["known"]["words"] or form in seen or overlaps or _explained(form, whole):
            continue
        seen.add(form)
        yield Hint(
            kind=HintKind.JARGON,
            message=f"“{form}” is a short form that not everybody knows. Say it in full the first time.",
            section=section.key,
            start=match.start(),
            end=match.end(),
            quote=form,
        )


def _explained(form: str, whole: str) -> bool:
    return f"({form})" in whole or re.search(rf"\b{re.escape(form)} \([a-z]", whole) is not None


def _names(sections: Sequence[LetterSection], parents: Sequence[Named], greeting: str) -> Iterator[Hint]:
    text = "\n".join([greeting, *(section.text for section in sections)])
    counts = [(len(re.findall(rf"(?<!\w){re.escape(one.name)}(?!\w)", text)), one) for one in parents if one.name]
    if not counts or not text.strip():
        return
    most, least = max(counts, key=_first), min(counts, key=_first)
    if least[0] == most[0] and least[0] > 0:
        return
    short = all(count for count, _ in counts)
    told = [
        f"{one.name} {_times(count)}" if short and place else f"{one.name} is {_named(count)}"
        for place, (count, one) in enumerate(counts)
    ]
    yield Hint(kind=HintKind.NAMES, message=f"{', '.join(told)}. {_question(least[1])}", quote=least[1].name)


def _question(least: Named) -> str:
    asks = {"he": "Does he see himself here?", "she": "Does she see herself here?"}
    return asks.get(least.pronoun.casefold(), f"Is there enough of {least.name} here?")


def _named(count: int) -> str:
    return f"named {_times(count)}" if count else "not named"


def _times(count: int) -> str:
    return {1: "once", 2: "twice"}.get(count, f"{count} times")


def _first(counted: tuple[int, Named]) -> int:
    return counted[0]


def _place(hint: Hint) -> int:
    return hint.start


def _cased(instead: str, found: str) -> str:
    return instead[0].upper() + instead[1:] if found[0].isupper() and not found.isupper() else instead


@cache
def _facts() -> dict[str, Any]:
    return tomllib.loads(resource("letters/kinder-words.toml").read_text(encoding="utf-8"))


@cache
def _patterns() -> tuple[tuple[HintKind, re.Pattern[str], str], ...]:
    forms = [
        (kind, form, entry["try"])
        for kind, key in ((HintKind.BLAME, "blame"), (HintKind.JARGON, "jargon"))
        for entry in _facts()[key]
        for form in entry["find"]
    ]
    # The longest first, so that "failed to attend" is not taken for "failed to".
    forms.sort(key=lambda form: -len(form[1]))
    return tuple(
        (kind, re.compile(_whole(form), 0 if form.isupper() else re.IGNORECASE), instead)
        for kind, form, instead in forms
    )


@cache
def _has_pattern() -> tuple[re.Pattern[str], dict[str, str]]:
    illnesses = {form: entry["try"] for entry in _facts()["has"] for form in entry["find"]}
    what = "|".join(re.escape(form) for form in sorted(illnesses, key=len, reverse=True))
    return re.compile(
        rf"(?P<verb>\b(?:is|was|are|were|am)|['’](?:s|re|m))\s+(?P<what>{what})\b", re.IGNORECASE
    ), illnesses


def _whole(form: str) -> str:
    loose = re.escape(form).replace("’", "['’]").replace(r"\ ", r"\s+")
    return rf"(?<![\w-]){loose}(?![\w-])"
