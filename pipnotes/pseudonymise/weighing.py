"""Weigh a word by its look and its neighbours against what names and words do in the corpus.

"walked round the level", "works sats at warrens": in a hurried note a name may be an ordinary word, and no rule that
says when it is one stays short. So the signs are counted instead. Each word gets a weight for what it is and one for
each sign around it; the sums that lie over a bound are taken for names, and asked about unless they lie far over it.
The weights are those of a logistic regression over the marked words of the corpus, also those that rules know
(``tests/pseudonymise/learn.py``): a plain table that can be read, with a sign, what it was, and how far it speaks for a
name.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache, lru_cache

from pipnotes.pseudonymise import ambiguous, months, people, spelling, verbs, words
from pipnotes.pseudonymise.tokens import Note

Key = tuple[str, ...]
# The signs, in the order in which `keys` gives them.
SIGNS = (
    "look", "word", "ending", "before", "second before", "third before", "after", "second after", "third after",
    "before one such", "after one such", "gaps",
)  # fmt: skip
# How high a sum must be, chosen on sets of notes whose own weights were left out. In print a capital has told most
# names before; in a hurried note a strange word that every rule left is as often a word of the field as a name.
_IN_PRINT = 1.0
_STRANGE = 0.0
_NO_THING = 1.0  # hope, young, will: names that are words for no thing that a pub could be called by
_ORDINARY = -1.0
# How far under its bound the other half of a name may lie, and a word that is a name of the case.
_BESIDE_A_NAME = 3.0
_OF_THE_CASE = 3.0
# From here on, of 680 words of such notes one was no name: nobody need be asked.
_SURE = 4.0
_FAMILIAR = frozenset("ocaRV")
_SETTLED = frozenset("caRT")


def find(note: Note, taken: bytearray, kept: bytearray, strangers: Iterable[int]) -> dict[int, bool]:
    """Return the places of the words that look more like names than not, in order, and whether each surely does.

    `strangers` are the places at which other rules found a name outside the case: a word beside one, or beside a word
    found here, needs less to be its other half, as "housing" does in "anchor housing".
    """
    never = _weights()[0]
    over = {
        place: _over(note, place)
        for place, low in enumerate(note.lows)
        if low not in never and not taken[place] and not kept[place] and weighed(note, place)
    }
    found = {place for place, weight in over.items() if weight > 0}
    for name in (*found, *strangers):
        for step in (1, -1):
            place = name + step
            while 0 <= place < note.size and place not in found and not taken[place] and not kept[place]:
                if not _goes_with(note, place, place - step, over):
                    break
                found.add(place)
                place += step
    return {place: over.get(place, 0.0) > _SURE for place in sorted(found)}


def _goes_with(note: Note, place: int, name: int, over: dict[int, float]) -> bool:
    """Say whether a word beside a name belongs to it: behind a hyphen always, behind a blank if it is nearly one."""
    if not side_by_side(note, max(place, name)):
        return False
    if place not in over:
        return note.gap(max(place, name)) == "-" and weighed(note, place, half=True)
    return over[place] > -_BESIDE_A_NAME or note.gap(max(place, name)) == "-"


def is_everyday(low: str) -> bool:
    """Say whether a word is so common in notes, or so surely one of the field, that it is no name."""
    return low in _weights()[0]


def side_by_side(note: Note, place: int) -> bool:
    """Say whether only a blank or a hyphen parts a word from the one before, as in "wei-ting"."""
    return note.joined(place) or (0 < place < note.size and note.gap(place) == "-")


def may_be_of_the_case(note: Note, place: int) -> bool:
    """Say whether a word that is also a name of the case may be one here: "asleep on comfort the whole time"."""
    least = 0.0 if ambiguous.surely_a_word(note, place) else -_OF_THE_CASE
    return weighed(note, place) and _over(note, place) > least


def weighed(note: Note, place: int, *, half: bool = False) -> bool:
    """Say whether a word is weighed at all: numbers, single letters, kin words and the words of the field are not.

    `half` asks it of one half of a word with a hyphen, which may be an ordinary word: "wei-ting".
    """
    word, low = note.words[place], note.lows[place]
    if len(word) < 2 or not word.isalpha() or not _SETTLED.isdisjoint(kind(low)):
        return False
    if months.counted(note, place):
        return False
    if low in words.office() and word[0].isupper():
        return not (_of_an_office(note, place - 1, place) or _of_an_office(note, place + 1, place + 1))
    return half or not (ambiguous.compounded(note, place) or ambiguous.of_a_feeling(note, place))


def _of_an_office(note: Note, place: int, joint: int) -> bool:
    """Say whether a neighbour makes an office's term of a word with a capital: "Core Group", "Health Visitor"."""
    if not 0 <= place < note.size or not note.joined(joint) or not note.words[place][0].isupper():
        return False
    return note.lows[place] in words.office() or note.lows[place] in words.clinical()


def _over(note: Note, place: int) -> float:
    """Return how far a word lies over its bound."""
    _, total, tables = _weights()
    for table, key in zip(tables, keys(note, place), strict=True):
        total += table.get(key, 0.0)
    known = kind(note.lows[place])
    if words.names_that_are_words().get(note.lows[place], "count") != "count":
        return total - _NO_THING
    if not note.hurried:
        return total - _IN_PRINT
    return total - (_ORDINARY if "o" in known else _STRANGE)


@lru_cache(maxsize=20_000)
def kind(low: str) -> str:
    """Return what the lists know of a word, a letter for each.

    Given name, name of any kind, clinical, ordinary, derived, slip, word that is also a name, place, country (P),
    acronym, relation, title, verb of people.
    """
    found = "g" if low in words.given_names() else "n" if low in words.any_names() else ""
    if low in words.clinical() or (not found and spelling.medical(low)):
        found += "c"
    elif low in words.ordinary():
        found += "o"
    elif spelling.derived(low):
        found += "d"
    elif spelling.is_slip(low):
        found += "s"
    for letter, listed in _lists():
        if low in listed:
            found += letter
    return found


def keys(note: Note, place: int) -> tuple[Key, ...]:
    """Return one key for each sign of `SIGNS` at a word."""
    low = note.lows[place]
    kind_of = kind(low)
    manner = "small" if not note.plain_capitals else "hurried" if note.hurried else "print"
    familiar = "word" if "o" in kind_of or "c" in kind_of else "strange"
    shape = _shape(note.words[place])
    such = f"{familiar} {shape}"
    before, after = _neighbour(note, place - 1), _neighbour(note, place + 1)
    return (
        (kind_of, shape, "opens" if note.starts_sentence(place) else "inside", manner),
        (low if familiar == "word" else "?", shape),
        (low[-3:], familiar),
        (before,),
        (_neighbour(note, place - 2),),
        (_neighbour(note, place - 3),),
        (after,),
        (_neighbour(note, place + 2),),
        (_neighbour(note, place + 3),),
        (before, such, manner),
        (after, such, manner),
        (_gap(note.gap(place)), _gap(note.after(place)), such),
    )


def _neighbour(note: Note, place: int) -> str:
    if not 0 <= place < note.size:
        return "^" if place < 0 else "$"
    low = note.lows[place]
    if low[:1].isdigit():
        return "9"
    kind_of = kind(low)
    return low if not _FAMILIAR.isdisjoint(kind_of) else "?" + kind_of


def _gap(gap: str) -> str:
    if "\n" in gap:
        return "line"
    return gap.strip()[:2] or ("blank" if gap else "none")


def _shape(word: str) -> str:
    if word.islower():
        return "small"
    if word.isupper() and len(word) > 1:
        return "capitals"
    return "capital" if word[0].isupper() else "mixed"


@cache
def _lists() -> tuple[tuple[str, frozenset[str]], ...]:
    return (
        ("w", frozenset(words.names_that_are_words())),
        ("p", frozenset(words.places())),
        ("P", frozenset(words.countries())),
        ("a", words.acronyms()),
        ("R", frozenset(people.RELATIONS)),
        ("T", frozenset(people.TITLES)),
        ("V", verbs.DOES),
    )


@cache
def _weights() -> tuple[frozenset[str], float, tuple[dict[Key, float], ...]]:
    """Return the words that need no look, the weight of every word, and a table for each sign."""
    tables: dict[str, dict[Key, float]] = {sign: {} for sign in SIGNS}
    never, bias = frozenset[str](), 0.0
    for line in words.lines("weights.tsv"):
        sign, key, weight = line.split("\t")
        if sign == "never":
            never = frozenset(key.split()).union(words.clinical(), words.acronyms(), people.RELATIONS, people.TITLES)
        elif sign == "every":
            bias = float(weight)
        else:
            tables[sign][tuple(key.split(" / "))] = float(weight)
    return never, bias, tuple(tables.values())
