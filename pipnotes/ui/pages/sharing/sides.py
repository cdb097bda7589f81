"""The two texts of a wording as the panes show them, and the way back from a selection to the author's words.

sides = Sides.of(wording, names_hidden=False)
sides.left, sides.right, sides.left_marks, sides.right_marks
sides.span("right", start, end)        what was selected there, as (start, end) in the author's text
sides.place("left", start)             where a place of the author's text stands in a pane

Qt counts in UTF-16 units and Python in letters, which differ from the first emoji on; here is the one place that turns
one into the other.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pipnotes.casebook.wording import Mark as Was
from pipnotes.casebook.wording import Piece, Wording
from pipnotes.ui.widgets.marks import Mark

_LEFT = {Was.REPLACED: "struck", Was.TAKEN_OUT: "struck", Was.CHECK: "check"}
_RIGHT = {Was.REPLACED: "replaced", Was.TAKEN_OUT: "removed", Was.CHECK: "check"}


@dataclass(frozen=True, kw_only=True, slots=True)
class _Shown:
    """One piece in one pane, in Qt's count."""

    start: int
    end: int
    piece: Piece
    words: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Sides:
    """What stands at the left and at the right, with the marks."""

    left: str
    right: str
    left_marks: tuple[Mark, ...]
    right_marks: tuple[Mark, ...]
    _panes: dict[str, tuple[_Shown, ...]]

    @classmethod
    def of(cls, wording: Wording, *, names_hidden: bool = False) -> Sides:
        """Lay the pieces out; with names hidden the left pane shows the replacements as well."""
        open_places = {(check.start, check.end) for check in wording.open_checks}
        hide = {Was.REPLACED} if names_hidden else set()
        left = _lay_out([(p, p.goes if p.mark in hide else p.stays) for p in wording.pieces])
        right = _lay_out([(p, p.goes) for p in wording.pieces])
        return cls(
            left="".join(shown.words for shown in left),
            right="".join(shown.words for shown in right),
            left_marks=_marks(left, _LEFT, open_places),
            right_marks=_marks(right, _RIGHT, open_places),
            _panes={"left": left, "right": right},
        )

    def span(self, side: str, start: int, end: int) -> tuple[int, int]:
        """Return the author's words behind a selection, without the white space at its ends; replaced ones whole."""
        found = [shown for shown in self._panes[side] if shown.start < end and start < shown.end]
        if start >= end or not found:
            return (0, 0)
        first, last = found[0], found[-1]
        begin, until = first.piece.start, last.piece.end
        if first.words == first.piece.stays and start > first.start:
            begin += _letters(first.words, start - first.start)
        if last.words == last.piece.stays and end < last.end:
            until = last.piece.start + _letters(last.words, end - last.start)
        words = "".join(shown.piece.stays for shown in found)[begin - first.piece.start : until - first.piece.start]
        bare = words.strip()
        if not bare:
            return (0, 0)
        begin += len(words) - len(words.lstrip())
        return (begin, begin + len(bare))

    def place(self, side: str, at: int) -> int:
        """Return where a place of the author's text stands in a pane."""
        for shown in self._panes[side]:
            if at < shown.piece.end:
                inside = at - shown.piece.start
                same = shown.words == shown.piece.stays
                return shown.start + (_units(shown.words[:inside]) if same and inside > 0 else 0)
        return self._panes[side][-1].end if self._panes[side] else 0


def key_of(start: int, end: int) -> str:
    """Return the key of a mark, which is its place in the author's text."""
    return f"{start}-{end}"


def place_of(key: str) -> tuple[int, int]:
    """Return the place that a mark's key names."""
    start, _, end = key.partition("-")
    return int(start), int(end)


def _lay_out(pieces: Sequence[tuple[Piece, str]]) -> tuple[_Shown, ...]:
    at = 0
    shown = []
    for piece, words in pieces:
        until = at + _units(words)
        shown.append(_Shown(start=at, end=until, piece=piece, words=words))
        at = until
    return tuple(shown)


def _marks(shown: Sequence[_Shown], kinds: dict[Was, str], asked: set[tuple[int, int]]) -> tuple[Mark, ...]:
    found = []
    for one in shown:
        piece = one.piece
        if piece.mark is not Was.PLAIN:
            # A replacement that is still a question is shown as the question, so that nobody reads past it.
            kind = "check" if (piece.start, piece.end) in asked else kinds[piece.mark]
            found.append(Mark(one.start, one.end, kind, key_of(piece.start, piece.end)))
    return tuple(found)


def _units(words: str) -> int:
    return len(words) + sum(letter > "\uffff" for letter in words)


def _letters(words: str, units: int) -> int:
    """Return how many letters the first so many units of the words are."""
    passed = 0
    for at, letter in enumerate(words):
        if passed >= units:
            return at
        passed += 2 if letter > "\uffff" else 1
    return len(words)
