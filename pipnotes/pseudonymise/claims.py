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
    "abu abou umm oum bin bint ibn al el ul van von der den ter ap ferch mac mc nic della dos du da de di".split()
)


# What stands before the name of a place or house and belongs to it: "Royal Cornhill", "West Cumberland".
_OPENING = frozenset(
    """royal west east north south upper lower great new old port mount king queen prince lake loch glen castle fort
        isle bay western eastern northern southern central""".split()
)
_OF = frozenset("university isle bay bank house hospital college church city county borough".split())
# What stands behind one, without being looked for alone: "Eildon Housing", "Harbour Energy".
_CLOSING = frozenset(
    """housing homes energy foods motors logistics bar grill kitchen kebab pizza stores tearoom bakers farms garage cars
        taxis coffee cafe care cleaning security scaffolding roofing building builders joinery plumbing electrical
        nurseries surgery street road lane house court hall park school hospital centre church club hotel inn
        arms""".split()
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
        if self.note.plain_capitals:
            first, until, kind, role = self._whole(first, until, kind, role)
        while until > first and self.taken[until - 1]:
            until -= 1
        while first < until and self.taken[first]:
            first += 1
        if first == until:
            return False
        self.taken[first:until] = b"\1" * (until - first)
        self.found.append(Found(first, until, kind, role, ask))
        return True

    def _whole(self, first: int, until: int, kind: str, role: str) -> tuple[int, int, str, str]:
        """Take in the capitals that make one name with a strange one: "Royal Cornhill", "Eildon Housing"."""
        note, start, end = self.note, first, until
        if start and note.gap(start) == " " and self._opens(start - 1):
            start -= 1
        elif start > 1 and note.words[start - 1] == "of" and note.words[start - 2].istitle():
            start -= 2 * (note.lows[start - 2] in _OF and not self.taken[start - 2])
        while end < note.size and note.gap(end) == " " and note.words[end].istitle() and not self.taken[end]:
            if note.lows[end] not in _CLOSING:
                break
            end += 1
        if (start, end) == (first, until) or kind not in ("person", "place"):
            return start, end, kind, role
        return (start, end, "place", "place") if end == until else (start, end, "organisation", "place")

    def _opens(self, place: int) -> bool:
        note = self.note
        shown = note.words[place].istitle() and note.lows[place] in _OPENING and not self.taken[place]
        return shown and not (note.starts_sentence(place) and note.lows[place] in ("new", "old", "great"))

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

    def reach(self, found: Found, first: int, until: int, ask: str) -> None:
        """Let a stretch found before begin and end where it should; a question about a word of it is one about it."""
        self.taken[first:until] = b"\1" * (until - first)
        found.first, found.until, found.ask = first, until, found.ask or ask
