"""Towns in notes written without capitals, with what makes one name with them: "seen at gartnavel", "bath rd"."""

from __future__ import annotations

from pipnotes.pseudonymise import lower_heads, spelling, stranger_places, words
from pipnotes.pseudonymise.claims import ASK_PLACE, Claims
from pipnotes.pseudonymise.tokens import Note
from pipnotes.pseudonymise.words import set_of

# What may follow a town and make one name with it.
_AFTER_TOWN = set_of(
    """jail fair show races bridge lighthouse road rd street lane avenue park wood woods cross green end common
        infirmary
        royal general hosp hospital school primary academy high nursery college uni university library market
        docks harbour bay sands mosque church centre leisure arms chapel court magistrates crown county prison
        nick station sch hos road medical centre surgery depot"""
)
_BEFORE_TOWN = set_of("great little royal upper lower nether north south east west new old port st king queen")
_PLACING = _BEFORE_TOWN | set_of("at in near")
_VOWELS = frozenset("aeiouy")
AT = set_of("at in from near to via outside into")
# Towns spelled like words that nobody writes in a note.
_HARDLY_WORDS = set_of(
    "slough hull barking cheddar stoke crewe goole lancing derby maidenhead epping dorking woking tring diss nelson"
)
_LIVING = set_of("move moved moving moves live lives lived living back born up house flat home family")


def lower_place(claims: Claims, index: int) -> bool:
    """Claim a town without a capital, with the "school" or "rd" behind it; say whether there was one.

    In a note that has no capitals at all, a strange word after "at" is taken for a place too, for nothing else in such
    a note would tell "seen at gartnavel" from an ordinary word.
    """
    note = claims.note
    low, before = note.lows[index], note.low(index - 1)
    if before in ("the", "of"):
        before = "from" if note.low(index - 2) == "out" else note.low(index - 2)
    place = stranger_places.place_end(claims, index)
    plain, listed = not note.hurried, low in words.given_names()
    if place and (not listed or place > index + 1 or (before in _PLACING and not plain)):
        first, end, label = stretched(note, claims.taken, index, place)
        if (
            label
            or place > index + 1
            or before in stranger_places.IN
            or (not plain and len(low) > 4 and (not spelling.is_slip(low) or _set_apart(note, index, place)))
        ):
            role = "country" if stranger_places.is_country(claims, index, place) else "town"
            return claims.add(first, end, "organisation" if label else "place", label or role)
    strange = not listed and not spelling.derived(low) and not (low.endswith("s") and low[:-1] in words.ordinary())
    ends_so = len(low) > 5 and low.endswith(stranger_places.PLACE_ENDS)
    if strange and ends_so and not plain and _set_apart(note, index, index + 1):
        return claims.add(index, index + 1, "place", "town", ASK_PLACE)
    shaped = ends_so or (len(low) > 3 and not spelling.is_slip(low)) or (len(low) > 2 and not _VOWELS.intersection(low))
    if (
        plain
        or not (before in AT or before in ("on", "since"))
        or not note.joined(index)
        or not strange
        or not shaped
        or low in words.rarer()
    ):
        return False
    return claims.add(index, index + 1, "place", "place", ASK_PLACE)


def _set_apart(note: Note, index: int, place: int) -> bool:
    """Say whether commas stand around a stretch, as around the name of a town: "my da at sea, bootle, me"."""
    return note.gap(index) == ", " and note.after(place - 1)[:1] in (",", ".", ";", ")")


def stretched(note: Note, taken: bytearray, index: int, place: int) -> tuple[int, int, str]:
    """Lengthen a town by what makes one name with it, "great yarmouth", "bath rd", "leeds general"; say what it is."""
    first, end, label = index, place, ""
    if note.hurried:
        after = end
        while after < min(note.size, place + 4) and note.joined(after) and not taken[after]:
            low = note.lows[after]
            if low in _AFTER_TOWN:
                label, end = lower_heads.HEADS.get(low, label or "place"), after + 1
            elif low not in lower_heads.PLAIN_BEFORE:
                break
            after += 1
        if first and note.joined(first) and note.lows[first - 1] in _BEFORE_TOWN and not taken[first - 1]:
            first -= 1
            label = label or ("hospital" if note.lows[first] == "royal" else "")
    elif (
        end < note.size
        and note.gap(end) == " "
        and note.lows[end] in lower_heads.HEADS
        and note.lows[end] in lower_heads.SURE
    ):
        label, end = lower_heads.HEADS[note.lows[end]], end + 1
    return first, end, label


def moved_to(claims: Claims, index: int) -> bool:
    """Say whether a word all in lower case is a town spelled like it: "moved back to hull"."""
    note = claims.note
    low = note.lows[index]
    if (low,) not in words.places().get(low, ()) or note.low(index - 1) not in ("to", "in", "from", "lives"):
        return False
    if low in _HARDLY_WORDS:
        return True
    return bool(_LIVING.intersection(note.lows[max(0, index - 3) : index]))
