"""Find institutions that carry no word of their kind, by the town, the saint or the small word before them."""

from __future__ import annotations

from pipnotes.pseudonymise import people, words
from pipnotes.pseudonymise.organisations import HEADS, LOOSE, STREETS, is_general
from pipnotes.pseudonymise.tokens import Note

# What a hospital or school is called after its town without the word itself: "Leeds General", "Willows High".
_CALLED = {
    "general": "hospital", "royal": "hospital", "memorial": "hospital", "victoria": "hospital", "high": "school",
    "first": "school", "middle": "school", "juniors": "school", "park": "park",
}  # fmt: skip
# Capitals that follow a town's name and begin something of their own.
_NO_PART = frozenset(
    """monday tuesday wednesday thursday friday saturday sunday january february march april may june july august
        september october november december mum dad mam mummy daddy mother father parents baby infant nan nana gran
        granny grandma grandad plan the i he she they we it her his their my our and but when then after before
        session visit today""".split()
)
# What inns are called, though the words be general ones.
_INNS = frozenset(
    """crown swan plough lion hart oak bull ship anchor fox railway beehive bell star sun wheatsheaf greyhound lamb
        feathers punchbowl bridge royal""".split()
)
_PLACING = frozenset("in on by with under".split())


def after_town(note: Note, until: int, taken: bytearray) -> tuple[int, str]:
    """Follow a town's name over the capitals that make it an institution's, as in "Leeds General"; say what it is.

    A team or service called after its town keeps its own words, since "[town] Perinatal Team" tells more and no name.
    """
    end, label = until, ""
    while end < note.size and end < until + 5 and not taken[end]:
        low, word = note.lows[end], note.words[end]
        if (
            low == "s"
            and note.gap(end) in ("'", "’")
            and end > until
            and end + 1 < note.size
            and note.gap(end + 1) == " "
        ):
            end += 1
            continue
        if note.gap(end) != " ":
            break
        if not word[0].isupper() or (word.isupper() and len(word) > 1) or low in _NO_PART or low in words.given_names():
            break
        label = HEADS.get(low) or _CALLED.get(low) or label
        end += 1
    if end == until or note.lows[end - 1] in LOOSE:
        return until, ""
    named_so = label or any(note.lows[place] not in words.clinical() for place in range(until, end))
    return (end, label or "place") if named_so else (until, "")


def of_a_saint(note: Note, index: int, until: int, taken: bytearray) -> tuple[int, str]:
    """Follow a saint's name, "St James' Park", though somebody of the case be called James; say what it is."""
    end = until
    if end < note.size and note.gap(end) in ("'", "’") and note.lows[end] == "s":
        end += 1
    label = "place"
    while end < note.size and end < until + 4 and not taken[end] and note.gap(end) in (" ", "' ", "’ "):
        low = note.lows[end]
        if low not in HEADS and low not in STREETS and not (note.words[end].istitle() and low in _CALLED):
            break
        label = HEADS.get(low) or _CALLED.get(low) or ("street" if low in STREETS else "place")
        end += 1
    return end, label


def without_joiner(note: Note, index: int, until: int) -> int:
    """Return where a run of capitals ends before "in" or "on", which join names only: "Turnaround in Paisley"."""
    return next((place for place in range(index, until) if note.words[place] in _PLACING), until)


def workplace(note: Note, index: int) -> bool:
    """Say whether one ordinary word with a capital is where somebody works: "a permanent job with Stagecoach"."""
    if note.words[index - 1] not in ("with", "for", "at") or not _titled(note, index):
        return False
    near = note.lows[max(0, index - 4) : index - 1]
    return (
        not (_of_an_office(note.lows[index]) or words.WORKING.isdisjoint(near)) and note.lows[index] in words.ordinary()
    )


def has_article(note: Note, index: int) -> bool:
    """Say whether "The" stands before a word and belongs to its name, as in "drank at The Swan"."""
    return note.words[index - 1] == "The" and not note.starts_sentence(index - 1)


def of_plain_words(note: Note, index: int, until: int) -> bool:
    """Say whether ordinary words name something by their capitals alone: "with Harbour Energy", "drank at The Swan"."""
    if not note.plain_capitals or note.starts_sentence(index):
        return False
    run = range(index, until)
    if not all(
        (_titled(note, place) and note.lows[place] in words.ordinary()) or note.lows[place] in ("and", "of", "the")
        for place in run
    ):
        return False
    telling = [low for low in note.lows[index:until] if low in _INNS or not _of_an_office(low)]
    if until > index + 1:
        return bool(telling) and note.lows[index] not in people.RELATIONS
    return bool(telling) and (
        has_article(note, index) or note.following(index) in ("office", "site", "depot", "branch", "posse")
    )


def _of_an_office(low: str) -> bool:
    return low in words.office() or is_general(low) or low in people.RELATIONS or low in _NO_PART or low in HEADS


def _titled(note: Note, place: int) -> bool:
    word = note.words[place]
    return word == "s" or (word.istitle() and word.isalpha())
