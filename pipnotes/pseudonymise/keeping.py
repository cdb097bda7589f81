"""Guard the names that stay: measures, theorists, approaches, books and songs, even with a name of the case in them."""

from __future__ import annotations

import re
from bisect import bisect_left
from functools import cache

from pipnotes.pseudonymise import people, words
from pipnotes.pseudonymise.tokens import Note

_CUES = frozenset(
    """theory theories attachment concept concepts paper papers book books reading read story stories video film song
        songs sang sing sings singing watched watching watch cartoon toy toys doll teddy tv telly chapter wrote
        writes idea ideas notion model approach scale measure measures score scored scores items term phrase
        framework work al holding good enough questionnaire test tests signs reflex bottle bottles brand
        syndrome disease palsy harness methods method routine classes technique programme supervision literature
        describes described containment secure base formulation page rhyme rhymes episode show dvd lullaby
        characters character costume pyjamas puppet reader transitional projective object constellation position
        inventory reference referenced says quoted theorist theorists depressive mirror""".split()
)
_SURE_CUES = frozenset(
    "theory theories concept paper wrote writes attachment al syndrome reflex scale score questionnaire".split()
)
_TOWARDS_PEOPLE = frozenset("to with for and hugged kissed fed told asked met saw baby".split())
_SCORED = frozenset(
    "score scores scored scale questionnaire today at of was is repeated repeat measure again item items "
    "result results done completed".split()
)
_ARTS = frozenset(
    """sang sing sings singing sung song songs whistles whistled whistling hums hummed humming read reads reading book
        books story stories poem rhyme lullaby film video watch watched watching tune hymn dances danced""".split()
)
_QUOTED_TITLE = re.compile(
    rf"\b(?:{'|'.join(sorted(_ARTS))})\b[^\"“”‘.!?;:\n]{{0,40}}[\"“‘]([A-ZÀ-Þ][^\"“”’\n]{{2,60}})[\"”’]", re.I
)
_BUILDINGS = frozenset(
    "street road lane avenue church chapel school primary academy centre mosque temple hall college nursery".split()
)
_WORKING = frozenset(
    "work works worked working job jobs shift shifts boss manager supervisor cleaner cleans driver employed".split()
)
# Languages that are first names too, where a kin word stands before them: "her cousin Shona".
_PEOPLES = frozenset("shona paris roman christian welsh english french".split())
# What stands beside the language, which is as often somebody's name.
_SPOKEN = frozenset("in speak speaks spoke speaking spoken fluent speaker interpreter language and or english".split())
_KIN = frozenset("cousin friend sister brother aunt uncle niece nephew neighbour daughter son partner".split())
_WORKPLACES = frozenset("warehouse depot factory plant dealership distribution".split())
_BEFORE_SCALE = frozenset(
    "the an on her his repeat repeated this completed did scored using use administered with each another".split()
)


@cache
def _doubtful() -> frozenset[str]:
    """Single words to keep that are as often the name of a person or a town; they need a word beside them."""
    alone = {entry[0] for entries in words.kept().values() for entry in entries if len(entry) == 1}
    towns = {first for first, entries in words.places().items() if (first,) in entries}
    names = words.given_names() | words.names_sought_alone()
    return frozenset(word for word in alone if word in towns or word in names) - _NEVER_PEOPLE


_NEVER_PEOPLE = frozenset(
    """alexa bambi batman cinderella costa dari geordie gerhardt guthrie rudolph shona tavistock teddy barbie elvie
        rustin winnicott bowlby ainsworth freud klein bion fraiberg tronick brazelton piaget vygotsky erikson
        maslow apgar christmas easter ramadan eid diwali god jesus allah english welsh scottish irish british
        polish french german spanish italian greek dutch russian asian african indian chinese japanese roma lent
        santa paddington gruffalo bluey peppa lego calpol facebook google amazon zoom boots mind mam sma rio
        epic bliss sands black white wales england britain traveller latin hipp european american caribbean
        brockington solihull islam christian moro disney frozen teams relate pandas condon trevarthen fonagy
        stern bick rutter jung britton dozier byng""".split()
) - frozenset(("solihull", "rio", "condon", "christian", "stern", "paddington"))


def openings(note: Note, candidates: list[int]) -> list[int]:
    """Return the words at which a name that stays may begin: also a plain one with a capital, "The Colour Monster"."""
    table, known = words.kept(), set(candidates)
    more = [p for p, word in enumerate(note.words) if p not in known and word[0].isupper() and note.lows[p] in table]
    return sorted((*candidates, *more)) if more else candidates


def mark(note: Note, candidates: list[int], names: frozenset[str]) -> bytearray:
    """Return a byte a word: 1 where the word belongs to a name that stays.

    `names` are the names of the case; none of them is kept, alone or as a whole, for Elsa of the case also has an
    attachment and a score. `beside_the_field` tells where to ask.
    """
    kept = bytearray(note.size)
    table = words.kept()
    for index in candidates:
        entries = table.get(note.lows[index])
        if not entries or kept[index]:
            continue
        for entry in entries:
            until = index + len(entry)
            if until > note.size or tuple(note.lows[index:until]) != entry or not _close(note, index, until):
                continue
            if _stays(note, index, names) if len(entry) == 1 else not _all_of_the_case(entry, names):
                kept[index:until] = b"\1" * len(entry)
                break
    for match in _QUOTED_TITLE.finditer(note.text) if not _ARTS.isdisjoint(note.vocabulary) else ():
        quoted = range(bisect_left(note.starts, match.start(1)), bisect_left(note.starts, match.end(1)))
        long = [note.words[index] for index in quoted if len(note.words[index]) > 3]
        if len(quoted) < 9 and sum(word[0].isupper() for word in long) * 2 >= len(long):
            for index in quoted:
                if note.lows[index] not in names and note.lows[index] not in words.any_names():
                    kept[index] = 1
    return kept


def _close(note: Note, index: int, until: int) -> bool:
    if (
        not any(note.words[place][0].isupper() for place in range(index, until))
        and note.plain_capitals
        and until == index + 1
    ):
        return False
    return all(len(note.gap(place)) <= 2 for place in range(index + 1, until))


def _stays(note: Note, index: int, names: frozenset[str]) -> bool:
    low = note.lows[index]
    before = note.low(index - 1)
    if _is_workplace(note, index) or _in_a_building(note, index):
        return False
    if low in _PEOPLES and people.role_before(note, index) in _KIN:
        return False
    if low == "shona" and not (before in _SPOKEN or note.low(index + 1) in _SPOKEN):
        return False
    if low in names:
        return False
    if low not in _doubtful():
        return not (before in people.TITLES and before != "dr") and not _given_before(note, index)
    if before in people.TITLES or people.role_before(note, index) or _given_before(note, index):
        return False
    if before in _TOWARDS_PEOPLE and low in words.given_names():
        return False
    first_place = (low,) in words.places().get(low, ())
    if first_place:
        following = note.low(index + 1)
        return (
            before in _BEFORE_SCALE
            or following[:1].isdigit()
            or (following in _SCORED and before not in ("in", "from", "to"))
        )
    return any(
        note.lows[place] in _CUES for place in range(max(0, index - 6), min(note.size, index + 7)) if place != index
    )


def _all_of_the_case(entry: tuple[str, ...], names: frozenset[str]) -> bool:
    """Say whether an entry to keep is the whole name of one of the case, or "Elsa and Anna" are sisters in it."""
    return "".join(entry) in names or ("and" in entry and names.issuperset(set(entry) - {"and"}))


def beside_the_field(note: Note, index: int) -> bool:
    """Say whether a name of the case may be a theorist's or a film's here: it is to keep, and a cue stands near."""
    if (note.lows[index],) not in words.kept().get(note.lows[index], ()):
        return False
    near = range(max(0, index - 3), min(note.size, index + 4))
    return any(note.lows[place] in _SURE_CUES for place in near if place != index)


def _is_workplace(note: Note, index: int) -> bool:
    """Say whether a shop or firm is named as where somebody works, which tells more of them than a brand does."""
    before = note.low(index - 1)
    if before == "employer" or note.following(index) in _WORKPLACES:
        return True
    if before in ("works", "working", "worked", "@"):
        return True
    return before in ("at", "for") and not _WORKING.isdisjoint(note.lows[max(0, index - 5) : index - 1])


def _in_a_building(note: Note, index: int) -> bool:
    """Say whether a faith or a language is part of a building's name, as in "Ryton Methodist Church"."""
    after = index + 1
    head = (
        after < note.size and note.joined(after) and note.words[after][0].isupper() and note.lows[after] in _BUILDINGS
    )
    return head and note.words[index][0].isupper() and note.joined(index) and note.words[index - 1][0].isupper()


def _given_before(note: Note, index: int) -> bool:
    if index == 0 or note.gap(index) != " " or not note.words[index - 1][0].isupper():
        return False
    return note.lows[index - 1] in words.given_names()
