"""How old a reader must be to read a text with ease, by a published formula.

Flesch-Kincaid grade = 0.39 x words per sentence + 11.8 x syllables per word - 15.59 (Kincaid, Fishburne, Rogers and
Chissom, Research Branch Report 8-75, US Navy, 1975); a school grade is about five years less than an age.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from pyphen import Pyphen

# The longest sentence, in words, that is not remarked upon: the GOV.UK style guide asks for 25 at most.
LONG_SENTENCE = 25
# Below this many words the formula says more about chance than about the text.
ENOUGH_WORDS = 30

_WORD = re.compile(r"[^\W_]+(?:['’\-][^\W_]+)*")
# A stop ends a sentence only before white space or the end; after Dr and the like it does not.
_END = re.compile(r"(?<!\bDr)(?<!\bMr)(?<!\bMs)(?<!\bMrs)(?<!\bSt)[.?!…]+[”’\")]*(?=\s|$)|\n+")


def reading_age(text: str) -> int | None:
    """Return the age in whole years at which the text reads easily, or None for fewer than 30 words."""
    found = words(text)
    if len(found) < ENOUGH_WORDS:
        return None
    count = max(sum(1 for _ in sentences(text)), 1)
    grade = 0.39 * len(found) / count + 11.8 * sum(map(syllables, found)) / len(found) - 15.59
    return max(round(grade + 5), 5)


def words(text: str) -> list[str]:
    """Return the words of a text, figures among them; "eleven-week" and "Sami’s" are one word each."""
    return _WORD.findall(text)


def sentences(text: str) -> Iterator[tuple[int, int]]:
    """Yield where each sentence with a word in it begins and ends, its stop included."""
    start = 0
    for match in _END.finditer(text):
        yield from _trimmed(text, start, match.end())
        start = match.end()
    yield from _trimmed(text, start, len(text))


def syllables(word: str) -> int:
    """Return how many syllables a word has, at least one.

    A word may have more syllables than places to break it ("ba-by" is never broken), so the larger of the breaks
    that the en_GB patterns give and the groups of vowels counts.
    """
    return max(sum(_part(part) for part in re.split(r"['’\-]", word.casefold()) if part), 1)


def _part(part: str) -> int:
    if not part.isalpha():
        return 1
    if len(part) <= 2:
        return int(bool(re.search(r"[aeiouy]", part)))
    breaks = len(_breaks().positions(part)) + 1
    groups = len(re.findall(r"[aeiou]+|y(?![aeiou])", part))
    # A last silent e, and the e of -ed and -es where it is not heard.
    if groups > 1 and re.search(r"[^aeiouyl]e$|[^aeiouytd]ed$|[^aeiouysxzcgh]es$", part):
        groups -= 1
    groups += re.search(r"(?:[^aeiou]y|e)ing$", part) is not None
    return max(breaks, groups, 1)


def _trimmed(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    piece = text[start:end]
    if _WORD.search(piece):
        yield start + len(piece) - len(piece.lstrip()), end - (len(piece) - len(piece.rstrip()))


@cache
def _breaks() -> Pyphen:
    return Pyphen(lang="en_GB")
