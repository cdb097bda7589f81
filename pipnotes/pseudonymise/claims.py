"""What the search for strangers has claimed so far: no word is taken twice, and none that another rule took first."""

from __future__ import annotations

from dataclasses import dataclass

from pipnotes.pseudonymise.tokens import Note

ASK_PERSON = "Is this a person's name? Nobody of that name is in the case."
ASK_PLACE = "Is this the name of a place? It is not in the case."
ASK_WORD = "Is this a name here, or an ordinary word?"


@dataclass(slots=True)
class Found:
    """A stretch of words taken for a person, place or organisation outside the case."""

    first: int
    until: int
    kind: str
    role: str
    ask: str


# What stands before a name and belongs to it: "abu Hassan", "van der Berg", "ap Rhys".
_PARTICLES = frozenset(
    "abu abou umm oum bin bint ibn al el van von der den ter ap ferch mac mc nic della dos du".split()
)


class Claims:
    """The words of one note with what was found in them; `taken` marks the claimed, `kept` those that stay."""

    def __init__(self, note: Note, taken: bytearray, kept: bytearray) -> None:
        self.note = note
        self.taken = taken
        self.kept = kept
        self.found: list[Found] = []

    def add(self, first: int, until: int, kind: str, role: str, ask: str = "") -> bool:
        """Claim a stretch, without the words at its ends that are taken; say whether anything was left of it."""
        if kind == "person":
            first = self._with_particle(first)
        while until > first and self.taken[until - 1]:
            until -= 1
        while first < until and self.taken[first]:
            first += 1
        if first == until:
            return False
        self.taken[first:until] = b"\1" * (until - first)
        self.found.append(Found(first, until, kind, role, ask))
        return True

    def _with_particle(self, first: int) -> int:
        """Begin a name at the particles before it; "the van Martin drove" is no such name."""
        note, start = self.note, first
        while (
            start and note.lows[start - 1] in _PARTICLES and note.gap(start) in (" ", "-") and not self.taken[start - 1]
        ):
            start -= 1
        article = (
            start < first and note.lows[start] == "van" and note.low(start - 1) in ("the", "a", "her", "his", "their")
        )
        return first if article else start

    def lengthen(self, found: Found) -> None:
        """Begin a stretch one word earlier: the first name of a surname found before."""
        found.first -= 1
        self.taken[found.first] = 1
