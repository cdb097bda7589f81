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
    valid = tuple(r for r in rulings if text[r.start : r.end] == r.quote)
    removed = [(r.start, r.end) for r in valid if r.word is Word.TAKEN_OUT]
    kept = [(r.start, r.end) for r in valid if r.word is Word.STAYS]
    replacements = tuple(r for r in found.replacements if not (can_stay(r) and (r.start, r.end) in kept))
    answered = {(r.start, r.end) for r in valid}
    unanswered = tuple(
        c for c in found.checks if (c.start, c.end) not in answered and not _inside(c.start, c.end, removed)
    )
    marks: list[tuple[int, int, Mark, str]] = [(s, e, Mark.TAKEN_OUT, TAKEN_OUT) for s, e in _merged(removed)]
    marks += [
        (r.start, r.end, Mark.REPLACED, r.replacement) for r in replacements if not _touches(r.start, r.end, removed)
    ]
    taken = [(s, e) for s, e, _, _ in marks]
    marks += [
        (c.start, c.end, Mark.CHECK, text[c.start : c.end]) for c in unanswered if not _touches(c.start, c.end, taken)
    ]
    return Wording(
        pieces=_pieces(text, sorted(_widened(marks, replacements))),
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


def _pieces(text: str, marks: Sequence[tuple[int, int, Mark, str]]) -> tuple[Piece, ...]:
    pieces: list[Piece] = []
    at = 0
    for start, end, mark, goes in marks:
        if start < at:
            continue
        if at < start:
            pieces.append(Piece(start=at, end=start, mark=Mark.PLAIN, stays=text[at:start], goes=text[at:start]))
        pieces.append(Piece(start=start, end=end, mark=mark, stays=text[start:end], goes=goes))
        at = end
    if at < len(text):
        pieces.append(Piece(start=at, end=len(text), mark=Mark.PLAIN, stays=text[at:], goes=text[at:]))
    return tuple(pieces)


def _widened(
    marks: Sequence[tuple[int, int, Mark, str]], replacements: Sequence[Replacement]
) -> list[tuple[int, int, Mark, str]]:
    """Widen what is taken out over any replacement it cuts through, so that half a name never stays behind."""
    wide = []
    for start, end, mark, goes in marks:
        if mark is Mark.TAKEN_OUT:
            for replacement in replacements:
                if replacement.start < end and start < replacement.end:
                    start, end = min(start, replacement.start), max(end, replacement.end)
        wide.append((start, end, mark, goes))
    return wide


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
