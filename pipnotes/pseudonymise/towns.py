"""Towns in notes written without capitals, with what makes one name with them: "great yarmouth", "bath rd"."""

from __future__ import annotations

from pipnotes.pseudonymise import heads, organisations, stranger_places, words
from pipnotes.pseudonymise.claims import ASK_PLACE, Claims
from pipnotes.pseudonymise.tokens import Note
from pipnotes.pseudonymise.words import set_of

# What may follow a town and make one name with it.
_AFTER_TOWN = set_of(
    """jail fair show races bridge lighthouse road rd street lane avenue park wood woods cross green end common
        infirmary
        royal general hosp hospital school primary academy high nursery college uni university library market
        docks harbour bay sands mosque church centre leisure arms chapel court magistrates crown county prison
        nick station sch hos medical surgery depot"""
)
_BEFORE_TOWN = set_of("great little royal upper lower nether north south east west new old port st king queen")
# What stands before one, and what makes a thing of it: "a bath", "every reading".
_TOWARDS = set_of(
    "at in from near to via outside into on off by past through round around behind opposite down up along for with w @"
)
_OF_A_THING = set_of("a an his her their my our your this that these those another every each any no some same which")


def of_several_words(claims: Claims) -> None:
    """Claim the listed places of several words, though each of them be an ordinary one: "west ham", "custom house"."""
    note = claims.note
    for index, low in enumerate(note.lows):
        if low not in words.places() or low in organisations.SAINTS or claims.taken[index]:
            continue
        if note.low(index - 1) in _OF_A_THING:
            continue
        place = stranger_places.place_end(claims, index)
        if place < index + 2:
            continue
        telling = any(low not in words.ordinary() for low in note.lows[index:place])
        if telling or low not in heads.PLAIN_BEFORE or note.low(index - 1) in _TOWARDS:
            first, end, label = stretched(note, claims.taken, index, place)
            kind = "organisation" if label else "place"
            claims.add(first, end, kind, label or "town", "" if telling else ASK_PLACE)


def stretched(note: Note, taken: bytearray, index: int, place: int) -> tuple[int, int, str]:
    """Lengthen a town by what makes one name with it, "great yarmouth", "bath rd", "leeds general"; say what it is."""
    first, end, label = index, place, ""
    after = end
    while after < min(note.size, place + 4) and note.joined(after) and not taken[after]:
        low = note.lows[after]
        if low in _AFTER_TOWN:
            label, end = heads.HEADS.get(low, label or "place"), after + 1
        elif low not in heads.PLAIN_BEFORE:
            break
        after += 1
    if first and note.joined(first) and note.lows[first - 1] in _BEFORE_TOWN and not taken[first - 1]:
        first -= 1
        label = label or ("hospital" if note.lows[first] == "royal" else "")
    return first, end, label
