"""People whom nobody put in the case, told by titles, kin words, lists of names, and shape."""

from __future__ import annotations

from pipnotes.pseudonymise import ambiguous, people, spelling, stranger_places, verbs, words
from pipnotes.pseudonymise.ambiguous import Verdict
from pipnotes.pseudonymise.claims import ASK_PERSON, ASK_PLACE, ASK_WORD, Claims
from pipnotes.pseudonymise.tokens import ABBREVIATIONS, Note

_MISSING = frozenset("will would to not i you they we ll d might may could can did do does really".split())
# Titles that go with a surname, and what follows one when no name does.
_FORMAL = frozenset("mr mrs ms miss mx dr prof rev cllr pc sgt dc ds".split())
_NO_NAME = frozenset(
    """the a an and or but to in on at of for with from by is was has had will would who that this her his my our their
        she he they we i it not also then there here said came no so if as when where did does do can could about
        after before out off up down back home today yesterday tonight w re visit rang ref number""".split()
)
_WEEKDAYS = frozenset("monday tuesday wednesday thursday friday saturday sunday".split())
_FONDLY = frozenset("our my dear poor sr mama ya big little old young wee mad ginger fat long lanky tall".split())
_MONTH_NAMES = frozenset("jan jun may june april august julie".split())


def has_title(claims: Claims, index: int) -> bool:
    """Say whether a title such as Mrs or Dr stands before a word."""
    note = claims.note
    if index == 0 or note.gap(index) not in (" ", ". ", "."):
        return False
    before = note.lows[index - 1]
    if note.gap(index) != " " and before not in ABBREVIATIONS:
        return False
    if before == "miss" and note.words[index - 1] == "miss" and (not note.hurried or note.low(index - 2) in _MISSING):
        return False
    return before in people.TITLES and (note.words[index - 1][0].isupper() or len(before) < 5 or note.hurried)


def person_sign(claims: Claims, index: int) -> bool:
    """Say whether a neighbour shows that a name is a person's."""
    if has_title(claims, index) or people.role_before(claims.note, index):
        return True
    return (
        claims.note.following(index) in verbs.DOES and claims.note.previous(index) not in stranger_places.TOWARDS_PLACES
    )


def person(claims: Claims, index: int, until: int) -> None:
    """Claim a name with a capital, its title and surname included, unless it is only a word."""
    note = claims.note
    titled = has_title(claims, index)
    role = (titled and people.role_before(note, index - 1)) or people.role_before(note, index)
    verdict = _name_verdict(claims, index, titled, role)
    if verdict is Verdict.WORD:
        return
    end = _name_end(claims, index, until)
    before = note.low(index - 1)
    doubtful = verdict is Verdict.UNSURE and not role and not titled
    if doubtful and stranger_places.like_a_place(claims, index):
        claims.add(index, end, "place", "place", ASK_PLACE)
        return
    first = index - 1 if titled and before not in ("sister", "auntie", "aunty", "uncle", "nurse") else index
    if index and note.gap(index) in ("'", "’") and len(before) == 1:
        first = index - 1
    if titled and first > 1 and note.lows[first - 1] == "and" and note.lows[first - 2] in people.TITLES:
        first -= 2
    role = role or people.role_after(note, end) or (people.TITLED.get(before, "person") if titled else "person")
    if before in people.RELATIONS and titled and first == index:
        role = people.RELATIONS[before]
    claims.add(first, end, "person", role, ASK_PERSON if verdict is Verdict.UNSURE else "")


def _name_verdict(claims: Claims, index: int, titled: bool, role: str) -> Verdict:
    note = claims.note
    low = note.lows[index]
    opens = note.starts_sentence(index)
    if low in _WEEKDAYS:
        return Verdict.WORD
    if titled or (index and note.gap(index) in ("'", "’") and note.words[index - 1] in ("O", "D")):
        return Verdict.NAME
    if low in _MONTH_NAMES and role and not opens:
        return Verdict.UNSURE
    if low in words.clinical() or low in words.acronyms():
        return Verdict.WORD
    if not note.words[index].isascii() and note.words[index].lower() not in words.accented():
        return Verdict.NAME if not opens or role else Verdict.UNSURE
    if low in words.ordinary() and ambiguous.compounded(note, index):
        return Verdict.WORD
    if low in words.given_names():
        return Verdict.NAME
    if low in words.ordinary():
        if role and low in words.names_sought_alone() and note.gap(index) != ", ":
            return Verdict.UNSURE
        if note.words[index - 1] == "Baby" and note.gap(index) == " " and _does_something(claims, index):
            return Verdict.UNSURE
        if role and not opens and note.gap(index) == " " and note.plain_capitals and _stands_alone(claims, index):
            return Verdict.UNSURE
        if not role and _in_a_title(claims, index):
            return Verdict.WORD
        if not opens and note.plain_capitals and people.role_after(note, index + 1):
            return Verdict.UNSURE
        if low in words.names_sought_alone():
            found = ambiguous.judge(note, index, known=False)
            return found if found is Verdict.WORD else Verdict.UNSURE
        return Verdict.WORD
    if low in words.any_names():
        return Verdict.NAME if role or not opens else Verdict.UNSURE
    if not role and spelling.derived(low) and (opens or not note.plain_capitals or _beside_capitals(claims, index)):
        return Verdict.WORD
    if (
        opens
        and not role
        and note.following(index) not in verbs.DOES
        and spelling.is_slip(low)
        and not _goes_on(note, index)
    ):
        return Verdict.WORD
    if (low.endswith("s") and low[:-1] in words.ordinary()) or len(low) < 3:
        return Verdict.WORD
    return Verdict.UNSURE


def _in_a_title(claims: Claims, index: int) -> bool:
    """Say whether a word such as Grant follows other plain words with capitals, as in "Sure Start Maternity Grant"."""
    note = claims.note
    if index < 2 or note.gap(index) != " " or not note.words[index - 1].istitle() or note.starts_sentence(index - 1):
        return False
    before = note.lows[index - 1]
    if before in _FONDLY:
        return False
    return (before in words.ordinary() or claims.kept[index - 1] == 1) and before not in words.names_that_are_words()


def _beside_capitals(claims: Claims, index: int) -> bool:
    note = claims.note
    before = index > 0 and note.gap(index) == " " and note.words[index - 1][0].isupper()
    return before or (index + 1 < note.size and note.gap(index + 1) == " " and note.words[index + 1][0].isupper())


def _goes_on(note: Note, index: int) -> bool:
    """Say whether a strange word opens a run of strange words with capitals, which is no slip: "(Tros Gynnal)"."""
    after = index + 1
    return note.joined(after) and note.words[after].istitle() and note.lows[after] not in words.ordinary()


def _does_something(claims: Claims, index: int) -> bool:
    following = claims.note.following(index)
    return following in verbs.DOES or following in ("is", "was", "asleep", "awake", "has")


def _stands_alone(claims: Claims, index: int) -> bool:
    """Say whether a capitalised word after a kin word is a name, not the next word of a title or heading."""
    note = claims.note
    if not note.words[index - 1].islower():
        return False
    after = index + 1 < note.size and note.gap(index + 1) == " " and note.words[index + 1][0].isupper()
    return not after or note.lows[index + 1] in words.any_names()


def _name_end(claims: Claims, index: int, until: int) -> int:
    """Follow a name over its surname: words with a capital that are no heading of their own."""
    note, end = claims.note, index + 1
    while end < until:
        low, gap = note.lows[end], note.gap(end)
        if low in words.clinical() or low in words.acronyms() or note.lows[end] == "s" or gap == " & ":
            break
        if low in verbs.DOES or claims.kept[end] or low in ("and", "with", "in", "on", "of", "the", "by"):
            break
        end += 1
    return end


def small(claims: Claims, index: int) -> None:
    """Claim a word without a capital that a title or a kin word makes a name, whatever else it is: "mrs white"."""
    note = claims.note
    low, before = note.lows[index], note.low(index - 1)
    if claims.kept[index] or low in _NO_NAME or low in words.clinical():
        return
    if before in _FORMAL and has_title(claims, index):
        role = people.role_before(note, index - 1) or people.TITLED.get(before, "person")
        claims.add(index - 1, index + 1, "person", role, ASK_PERSON)
    elif low in words.names_sought_alone() and note.gap(index) == " ":
        role = people.role_before(note, index)
        use = words.names_that_are_words().get(low)
        named = use in ("count", "month", "verb") and not note.low(index + 1)[:1].isdigit()
        sure = ambiguous.judge(note, index, known=False) is Verdict.NAME
        if sure or (named and role not in ("", "person", "baby", "child")):
            claims.add(index, index + 1, "person", role or "person", ASK_WORD)


def listed(claims: Claims, candidates: list[int]) -> None:
    """Claim a word with a capital that stands in a row with a name, as "April" does in "with Tom, April and Winnie"."""
    note = claims.note
    people_at = {place for found in claims.found if found.kind == "person" for place in range(found.first, found.until)}
    for index in reversed(candidates) if people_at else ():
        low = note.lows[index]
        if claims.taken[index] or claims.kept[index] or not note.words[index][0].isupper() or not note.plain_capitals:
            continue
        if (low in words.ordinary() and low not in words.names_sought_alone()) or low in words.acronyms():
            continue
        commas = (index + 1 in people_at and note.gap(index + 1) == ", ") or (
            index - 1 in people_at and note.gap(index) == ", "
        )
        ands = (index + 2 in people_at and note.low(index + 1) == "and") or (
            index - 2 in people_at and note.low(index - 1) == "and"
        )
        if commas or ands:
            people_at.add(index)
            claims.add(index, index + 1, "person", "person", ASK_WORD)


def again(claims: Claims, candidates: list[int]) -> None:
    """Take the same names elsewhere in the note, where alone they looked like nothing or like a word."""
    note = claims.note
    names: dict[str, str] = {}
    for found in claims.found:
        if found.kind == "person":
            for place in range(found.first, found.until):
                if len(note.lows[place]) > 2 and note.lows[place] not in people.TITLES:
                    names.setdefault(note.lows[place], found.role)
    for index in candidates:
        low = note.lows[index]
        if low not in names or claims.taken[index]:
            continue
        if low in words.ordinary() and not (
            note.words[index][0].isupper() and ambiguous.judge(note, index, known=True) is not Verdict.WORD
        ):
            continue
        claims.add(index, index + 1, "person", names[low], ASK_WORD if low in words.ordinary() else "")
