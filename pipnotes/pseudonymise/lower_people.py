"""People whom nobody put in the case, in words without a capital: told by lists, titles, kin words and place."""

from __future__ import annotations

from pipnotes.pseudonymise import ambiguous, people, spelling, words
from pipnotes.pseudonymise.claims import ASK_PERSON, ASK_PLACE, ASK_WORD, Claims
from pipnotes.pseudonymise.stranger_people import has_title
from pipnotes.pseudonymise.tokens import Note

_ROYAL = frozenset("queen king prince princess lady".split())
_SPOKEN_OF = frozenset("with w told asked rang met saw phoned texted seeing called named by and re about".split())
_KIN_TITLES = frozenset(
    """auntie aunty aunt uncle sister nurse chacha khala tia tio pani dona nanny mama granny nan nana gran grandma nain
        anti""".split()
)
_FRIENDS = frozenset("mate friend pal bestie neighbour cousin nephew niece ex boyfriend girlfriend landlord".split())
# What "uncle" or "nurse" is followed by when no name follows.
NO_NAME = frozenset(
    """the a an and or but to in on at of for with from by is was has had will would who that this her his my our their
        she he they we i it not also then there here said came not no so if as when where did does do can could
        about after before out off up down back home today yesterday tonight w""".split()
)
# Relations and callings that are followed by a name far more often than by a strange word of another kind.
_LOOSE_ROLES = frozenset(("person", "baby", "child", "worker", "visitor", ""))
_SAYS = frozenset("says said rang texted told thinks thought asked phoned came wants wanted cried lives".split())
_INITIALS = frozenset("bdfghjlmnpqtvyz")


def lower_person(claims: Claims, index: int, role: str, titled: bool) -> None:
    """Claim a name without a capital, where a list, a title or a kin word vouches for it."""
    note = claims.note
    low = note.lows[index]
    acts = note.following(index) in ambiguous.DOES or note.following(index) == "s"
    listed = low in words.given_names()
    if listed and len(low) < 4 and not (role or titled or acts or note.hurried):
        return
    if not (listed or _vouched_for(claims, index, role, titled=titled, acts=acts)):
        return
    if (
        note.low(index - 1) in _ROYAL
        and note.joined(index)
        and note.low(index - 2) in ("at", "in", "to", "from", "the")
    ):
        claims.add(index - 1, index + 1, "organisation", "place", ASK_PLACE)
        return
    first = index - 1 if titled and note.lows[index - 1] not in _KIN_TITLES else index
    end = lower_end(claims, index)
    if index > 1 and note.gap(index) in ("'", "’") and len(note.lows[index - 1]) == 1:
        first, titled, role = index - 1, has_title(claims, index - 1), people.role_before(note, index - 1)
        first -= titled
    role = (
        role
        or people.role_after(note, end)
        or (people.TITLED.get(note.lows[index - 1], "person") if titled else "person")
    )
    claims.add(first, end, "person", role, "" if listed and (acts or role or titled) else ASK_PERSON)


def _vouched_for(claims: Claims, index: int, role: str, *, titled: bool, acts: bool) -> bool:
    """Say whether a word outside the list of common first names is somebody's all the same."""
    note = claims.note
    low, close = note.lows[index], note.gap(index) in (" ", ". ")
    plural = low[-1:] == "s" and low[:-1] in words.ordinary()
    if titled and close:
        return True
    if len(low) < 3 or plural:
        return False
    slip = spelling.is_slip(low) and not (note.starts_sentence(index) and note.following(index) in _SAYS)
    if role and close and (not slip or low in words.any_names() or role not in _LOOSE_ROLES):
        return True
    if not note.hurried or len(low) < 4 or spelling.derived(low):
        return False
    if low in words.any_names():
        return not slip or len(low) > 4 or acts or _spoken_of(note, index)
    return not slip and low not in words.places() and (acts or _spoken_of(note, index))


def _spoken_of(note: Note, index: int) -> bool:
    """Say whether a word stands where a person would: "told binita", "w/ nasima", "priyanka from the hub"."""
    before, following = note.low(index - 1), note.low(index + 1)
    if note.starts_sentence(index) and following.endswith("ing"):
        return True
    if before in ("for", "after") and note.low(index - 2) in ("asked", "asking", "rang", "called", "looks"):
        return True
    if note.gap(index).strip() in ("&", "@", "+") or (before in _SPOKEN_OF and note.gap(index) in (" ", "/ ", "/")):
        return True
    return note.joined(index + 1) and (
        following == "from" or (following == "the" and note.low(index + 2) in people.RELATIONS)
    )


def find(claims: Claims) -> None:
    """Find those who go by an ordinary word, which no single word gives away."""
    note = claims.note
    for place in range(1, note.size):
        if not claims.taken[place] and note.lows[place] in words.ordinary() and called(note, place):
            claims.add(place, place + 1, "person", people.role_before(note, place) or "person", ASK_WORD)


def called(note: Note, index: int) -> bool:
    """Say whether an ordinary word is what somebody goes by: "a lad called spanner", "uncle righteous"."""
    low, before = note.lows[index], note.low(index - 1)
    if not note.joined(index) or len(low) < 3 or low in NO_NAME or low in ambiguous.DOES or low in words.clinical():
        return False
    if before in ("big", "wee", "old", "young", "little") and note.low(index - 2) in _FRIENDS:
        return True
    fond = before in ("big", "wee", "old", "young") and note.low(index - 2) not in (
        "a",
        "the",
        "his",
        "her",
        "my",
        "that",
    )
    if fond and low in words.names_sought_alone() and note.following(index) != "of":
        return True
    if before in ("called", "named", "nicknamed"):
        return note.low(index - 2) in people.RELATIONS
    if before in ("uncle", "auntie", "aunty"):
        return not low.endswith(("ed", "ing"))
    if before in _FRIENDS and note.following(index) == "s" and note.after(index) in ("'", "’"):
        return True
    return before in _KIN_TITLES and low in words.names_that_are_words()


def lower_end(claims: Claims, index: int) -> int:
    """Return where a name without capitals ends: after the surname, if a list has it."""
    note, end = claims.note, index + 1
    if end < note.size and note.gap(end) in (" ", "-") and not claims.taken[end]:
        low = note.lows[end]
        if len(low) == 1 and low in _INITIALS and note.gap(end) == " " and note.hurried:
            return end + 1
        if len(note.lows[index]) == 1 and len(low) > 2 and low not in words.plain() and low not in words.acronyms():
            return end + 1
        named = note.lows[index] in words.given_names() and words.names_that_are_words().get(low) == "count"
        if named and note.hurried and note.following(end) not in ambiguous.DOES:
            return end + 1
        strange = low not in words.ordinary() and low not in words.acronyms()
        if strange and (low in words.any_names() or (note.hurried and len(low) > 5 and not spelling.derived(low))):
            return end + 1
        if note.gap(end) == "-" and low not in words.clinical():
            return end + 1
    return end


def introduced(note: Note, index: int, role: str) -> bool:
    """Say whether a word in a note without capitals is a name by its place: "hv jan to call", "grace from church"."""
    if not note.hurried:
        return False
    after = note.low(index + 1)
    if note.joined(index + 1) and len(after) > 4 and after not in words.ordinary() and not spelling.derived(after):
        return after not in words.clinical() and (after in words.any_names() or not spelling.is_slip(after))
    use = words.names_that_are_words().get(note.lows[index], "count")
    if role not in ("", "person", "baby", "child") and note.gap(index) == " " and use in ("count", "month"):
        return not (use == "month" and note.following(index)[:1].isdigit())
    return note.starts_sentence(index) and note.following(index) == "from" and use in ("count", "mass")
