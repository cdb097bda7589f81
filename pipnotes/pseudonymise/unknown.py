"""Find people and places that nobody put in the case: capitals by rules and lists, the other words by weights.

What is found is replaced. What is doubtful is replaced too, and asked about, for leaving a name in is the worse fault.
"""

from __future__ import annotations

from pipnotes.pseudonymise import (
    institutions,
    organisations,
    people,
    stranger_people,
    stranger_places,
    towns,
    weighed,
    words,
)
from pipnotes.pseudonymise.claims import ASK_PERSON, ASK_PLACE, Claims, Found
from pipnotes.pseudonymise.tokens import Note

_OF_A_CLUB = frozenset("game match fan fans supporter supporters shirt strip scarf top kit".split())
# What stands before a hospital's short form: "in to RVI", "from the RVI", "@ RVI".
_TOWARDS = frozenset("at in to from near into via".split())


def find(note: Note, taken: bytearray, kept: bytearray, candidates: list[int]) -> list[Found]:
    """Return what was found, in the order of the text; `candidates` are the words worth a look."""
    claims = Claims(note, taken, kept)
    if note.hurried:
        towns.of_several_words(claims)
    for index in candidates:
        if not taken[index]:
            _look(claims, index)
    stranger_people.listed(claims, candidates)
    weighed.claim(claims)
    stranger_people.again(claims, candidates)
    claims.found.sort(key=_first)
    return claims.found


def _look(claims: Claims, index: int) -> None:
    note = claims.note
    low, word = note.lows[index], note.words[index]
    if low == "lady" and note.low(index - 1) == "our" and note.low(index + 1) == "of":
        claims.add(index - 1, organisations.capital_run(note, index, claims.taken), "organisation", "church")
    elif low in ("hmp", "hmyoi", "yoi", "hmpyoi"):
        stranger_places.prison(claims, index)
    elif (
        not low.isalpha()
        or low in people.TITLES
        or (len(low) < 2 and not stranger_people.has_title(claims, index))
        or (word.isupper() and len(word) > 1 and _short_form(claims, index))
    ):
        return
    elif word[0].isupper():
        _capitalised(claims, index)
    elif low in organisations.SAINTS:
        stranger_places.small_saint(claims, index)
    else:
        stranger_people.small(claims, index)


def _short_form(claims: Claims, index: int) -> bool:
    """Settle a word all in capitals; false leaves it to the rules for names."""
    note = claims.note
    low, word = note.lows[index], note.words[index]
    if stranger_people.has_title(claims, index):
        return False
    if low in words.acronyms() or low in words.clinical():
        return True
    if len(low) > 5 or not note.plain_capitals:
        return not (low in words.given_names() or low in words.places() or low not in words.ordinary())
    if low in words.given_names() and len(low) > 2:
        return False
    before, second = note.low(index - 1), note.low(index - 2)
    at = before in _TOWARDS or (before == "the" and second in _TOWARDS)
    role = people.role_before(note, index)
    if at and low not in words.ordinary() and word.isalpha():
        claims.add(index, index + 1, "organisation", "place", ASK_PLACE)
    elif role and low not in words.ordinary() and len(low) < 4 and role not in ("worker", "visitor"):
        claims.add(index, index + 1, "person", role, ASK_PERSON)
    return True


def _capitalised(claims: Claims, index: int) -> None:
    note = claims.note
    low = note.lows[index]
    until = organisations.capital_run(note, index, claims.taken)
    if low in organisations.SAINTS and until > index + 1:
        stranger_places.saint(claims, index, until)
        return
    named = organisations.named(note, index, until, claims.taken)
    if named:
        first, end, kind, label = named
        claimed = claims.add(first, end, kind, label.strip("[]"))
        if claimed and first > index and not claims.taken[index]:
            _capitalised(claims, index)
        return
    if until > index + 2 and note.low(index - 1) == "the" and _of_plain_words(claims, index, until):
        return
    place = stranger_places.place_end(claims, index)
    if place and not stranger_people.person_sign(claims, index) and stranger_places.is_place(claims, index, place):
        doubt = note.lows[index] in words.ordinary() and place == index + 1
        role = "country" if stranger_places.is_country(claims, index, place) else "town"
        end, label = institutions.after_town(note, place, claims.taken) if role == "town" else (place, "")
        if label:
            claims.add(index, end, "organisation", label)
        else:
            claims.add(index, place, "place", role, ASK_PLACE if doubt else "")
        return
    if until == index + 1 and note.following(index) in _OF_A_CLUB and not note.starts_sentence(index):
        doubt = low in words.ordinary()
        if note.plain_capitals and low not in words.clinical() and not words.countries().get(low):
            claims.add(index, until, "organisation", "club", ASK_PLACE if doubt else "")
            return
    short = institutions.without_joiner(note, index, until)
    if until == index + 1 and institutions.workplace(note, index):
        claims.add(index, until, "organisation", "workplace", ASK_PLACE)
    elif not _of_plain_words(claims, index, short):
        stranger_people.person(claims, index, until)


def _of_plain_words(claims: Claims, index: int, until: int) -> bool:
    """Claim what is called by ordinary words with capitals, "The Swan"; say whether it was one."""
    note = claims.note
    if not institutions.of_plain_words(note, index, until) or stranger_people.person_sign(claims, index):
        return False
    return claims.add(index - institutions.has_article(note, index), until, "organisation", "place", ASK_PLACE)


def _first(found: Found) -> int:
    return found.first
