"""Words that might be somebody's name, in a text of which no case is known and nobody but its writer can judge.

A comment is short, so it may ask about more words than a long summary could: a question costs its writer one look, and
a name that leaves cannot be called back.
"""

from __future__ import annotations

from pipnotes.pseudonymise import keeping, people, spelling, verbs, words
from pipnotes.pseudonymise.tokens import Note

_IS = frozenset("is was isn wasn has had hasn s does did can could might must should may will would won wouldn".split())
# What an apostrophe leaves of a word: he'll, they've, we're, don't.
_ENDS = frozenset("t ll ve re d m s".split())
_SHORTEST = 3  # letters


def doubtful(text: str) -> tuple[tuple[int, int], ...]:
    """Return the places of the words that could name somebody, in order: strange ones, and ordinary ones used so."""
    note = Note(text)
    kept = keeping.mark(note, list(range(note.size)), frozenset())
    return tuple(
        (note.starts[place], note.ends[place])
        for place in range(note.size)
        if not kept[place] and _could_be_a_name(note, place)
    )


def _could_be_a_name(note: Note, place: int) -> bool:
    low = note.lows[place]
    if low in words.acronyms() or low in people.RELATIONS or not any(map(str.isalpha, low)):
        return False
    if low in words.names_that_are_words():
        return _used_as_a_name(note, place)
    if low in words.ordinary() or (low in _ENDS and note.gap(place) in ("'", "’")):
        return False
    if place + 1 < note.size and note.gap(place + 1) in ("'", "’") and note.lows[place + 1] == "t":
        return False
    return low in words.any_names() or (len(low) >= _SHORTEST and not spelling.derived(low))


def _used_as_a_name(note: Note, place: int) -> bool:
    """Say whether a word such as Hope or Mark stands where a name would, going by its capital and its neighbours."""
    if not note.words[place][0].isupper():
        return False
    following = note.following(place)
    return not note.starts_sentence(place) or following in verbs.DOES or following in _IS
