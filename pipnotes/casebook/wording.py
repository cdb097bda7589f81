"""What the author and the pseudonymiser together make of a text: the words that stay here beside those that go."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import Enum

from pipnotes.domain.codes import Word
from pipnotes.domain.sharing import Ruling
from pipnotes.pseudonymise import Check, Pseudonymised, Replacement

TAKEN_OUT = "[taken out]"


class Mark(Enum):
    """How a piece of the text is shown on the two sides."""

    PLAIN = "plain"
    REPLACED = "replaced"
    CHECK = "check"
    TAKEN_OUT = "taken-out"


_Mark = tuple[int, int, Mark, str]


@dataclass(frozen=True, kw_only=True, slots=True)
class Piece:
    """A run of the author's text and what becomes of it."""

    start: int
    end: int
    mark: Mark
    stays: str
    goes: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Wording:
    """The whole text in pieces, what was replaced, and the checks with those still to be answered."""

    pieces: tuple[Piece, ...]
    replacements: tuple[Replacement, ...]
    checks: tuple[Check, ...]
    open_checks: tuple[Check, ...]
    rulings: tuple[Ruling, ...]

    @property
    def text(self) -> str:
        """Return the text that goes out."""
        return "".join(piece.goes for piece in self.pieces)


def compose(text: str, found: Pseudonymised, rulings: Sequence[Ruling]) -> Wording:
    """Return the text with the pseudonymiser's replacements and the author's rulings in place.

    A ruling counts only while its words still stand where they stood. Words taken out win over everything; a
    replacement that the case itself asked for cannot be put back, so that no known name leaves.
    """
    valid = tuple(r for r in rulings if 0 <= r.start < r.end and text[r.start : r.end] == r.quote)
    kept = [(r.start, r.end) for r in valid if r.word is Word.STAYS]
    replacements = tuple(r for r in found.replacements if not (can_stay(r) and (r.start, r.end) in kept))
    removed = _whole([(r.start, r.end) for r in valid if r.word is Word.TAKEN_OUT], replacements)
    answered = {(r.start, r.end) for r in valid}
    unanswered = tuple(
        c for c in found.checks if (c.start, c.end) not in answered and not _inside(c.start, c.end, removed)
    )
    marks: list[_Mark] = [(s, e, Mark.TAKEN_OUT, TAKEN_OUT) for s, e in removed]
    marks += _apart([(r.start, r.end, Mark.REPLACED, r.replacement) for r in replacements], removed)
    taken = [(s, e) for s, e, _, _ in marks]
    asked = [(c.start, c.end) for c in unanswered if not _touches(c.start, c.end, taken)]
    marks += _apart([(s, e, Mark.CHECK, text[s:e]) for s, e in asked], [], whole=True)
    return Wording(
        pieces=_pieces(text, sorted(marks, key=_start)),
        replacements=replacements,
        checks=found.checks,
        open_checks=unanswered,
        rulings=valid,
    )


def carried(rulings: Sequence[Ruling], before: str, after: str) -> tuple[Ruling, ...]:
    """Return the rulings moved along with their words from one state of a text to the next.

    A ruling about words that were changed themselves is let go, so that the question is asked again.
    """
    head = _alike(before, after)
    tail = _alike(before[head:][::-1], after[head:][::-1])
    by = len(after) - len(before)
    kept = [ruling for ruling in rulings if ruling.end <= head]
    moved = [ruling for ruling in rulings if ruling.end > head and ruling.start >= len(before) - tail]
    return (*kept, *(replace(ruling, start=ruling.start + by, end=ruling.end + by) for ruling in moved))


def can_stay(replacement: Replacement) -> bool:
    """Return whether the author may put the original words back: never those of a person the case knows."""
    return not (replacement.source == "case" and replacement.certain)


def _pieces(text: str, marks: Sequence[_Mark]) -> tuple[Piece, ...]:
    """Return the whole text in pieces; the marks are in order and none touches another."""
    pieces: list[Piece] = []
    at = 0
    for start, end, mark, goes in marks:
        if at < start:
            pieces.append(Piece(start=at, end=start, mark=Mark.PLAIN, stays=text[at:start], goes=text[at:start]))
        pieces.append(Piece(start=start, end=end, mark=mark, stays=text[start:end], goes=goes))
        at = end
    if at < len(text):
        pieces.append(Piece(start=at, end=len(text), mark=Mark.PLAIN, stays=text[at:], goes=text[at:]))
    return tuple(pieces)


def _whole(spans: Sequence[tuple[int, int]], replacements: Sequence[Replacement]) -> list[tuple[int, int]]:
    """Return what is taken out, widened over any replacement it cuts through: half a name never stays behind.

    Two that are widened over the same name become one.
    """
    wide, before = _merged(spans), None
    while wide != before:
        before = wide
        cut = [(r.start, r.end) for r in replacements if _touches(r.start, r.end, wide)]
        wide = _merged([*wide, *cut])
    return wide


def _apart(marks: Sequence[_Mark], removed: Sequence[tuple[int, int]], *, whole: bool = False) -> list[_Mark]:
    """Return the marks outside what is taken out; of two that meet, the later one begins where the first ends.

    With `whole`, the later one is left out instead.
    """
    apart: list[_Mark] = []
    at = 0
    for start, end, mark, goes in sorted(marks, key=_start):
        if end > max(start, at) and not (whole and start < at) and not _touches(start, end, removed):
            apart.append((max(start, at), end, mark, goes))
            at = end
    return apart


def _start(mark: _Mark) -> int:
    return mark[0]


def _merged(spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _alike(one: str, other: str) -> int:
    """Return how many letters two texts have in common from their start."""
    most = min(len(one), len(other))
    return next((at for at in range(most) if one[at] != other[at]), most)


def _touches(start: int, end: int, spans: Sequence[tuple[int, int]]) -> bool:
    return any(s < end and start < e for s, e in spans)


def _inside(start: int, end: int, spans: Sequence[tuple[int, int]]) -> bool:
    return any(s <= start and end <= e for s, e in spans)
