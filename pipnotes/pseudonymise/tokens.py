"""Cut a note into words once, so that every later rule looks at whole words and their neighbours."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import accumulate

from pipnotes.pseudonymise.fold import fold

# Combining accents and invisible characters stay inside a word; otherwise a soft hyphen would hide a name.
_HIDDEN = "\u0300-\u036f\u00ad\u200b-\u200d\u2060\ufeff"
_WORD = re.compile(rf"([^\W_]+(?:[{_HIDDEN}]+[^\W_]*)*)")
_LETTERS_APART = re.compile(r"(?<![^\W_])[^\W\d_][ .,-]{1,3}[^\W\d_][ .,-]{1,3}[^\W\d_](?![^\W_])")
_BEGINS_SMALL = re.compile(r"(?:[.!?]\s+|\n\s*(?:[-*•–]\s*)?)[a-z]")
_BEGINS_LARGE = re.compile(r"(?:[.!?]\s+|\n\s*(?:[-*•–]\s*)?)[A-Z]")
_SENTENCE_END = re.compile(r"[.!?;:\n\r•*|>=\u2022]|(?:^|\s)[-–—](?:\s|$)|[\"“(\[]")
# A point after these ends no sentence; those that are titles go on being titles with it.
ABBREVIATIONS = frozenset(
    """mr mrs ms miss mx dr st prof rev revd fr sr capt supt insp lt cpl sgt dci dc ds pc pcso cllr hon messrs no tel re
        inc esp approx vs ref""".split()
)


class Note:
    """A text with its words, their places, and their folded forms, all by one index."""

    __slots__ = (
        "ends",
        "hurried",
        "lows",
        "plain_capitals",
        "shouted",
        "size",
        "starts",
        "text",
        "vocabulary",
        "words",
    )

    def __init__(self, text: str) -> None:
        self.text = text
        pieces = _WORD.split(text)  # a gap, a word, a gap, and so on, which is faster than a match for each word
        places = list(accumulate(map(len, pieces)))
        self.starts, self.ends = places[:-1:2], places[1::2]
        self.words = pieces[1::2]
        if text.isascii():
            self.lows = list(map(str.lower, self.words))
        else:
            self.lows = [word.lower() if word.isascii() else fold(word) for word in self.words]
        self.size = len(self.words)
        self.vocabulary = frozenset(self.lows)
        self.plain_capitals = self._capitals_mean_something()
        self.hurried = not self.plain_capitals or self._sentences_begin_small()

    def _capitals_mean_something(self) -> bool:
        """Say whether the writer uses capitals as print does; not in a note all in lower or all in upper case."""
        titled = sum(map(str.istitle, self.words)) - self.words.count("I")
        shouted = sum(len(word) > 1 for word in filter(str.isupper, self.words))
        self.shouted = shouted * 2 > self.size and self.size > 2
        if self.shouted:
            return False
        begins = bool(self.words) and self.words[0][0].isupper()
        return titled >= (1 if begins else 2) and titled * 40 >= self.size

    def spelled_out(self) -> set[int]:
        """Return the first letters of the words whose letters stand apart, as in "A n n a"."""
        if not _LETTERS_APART.search(self.text):
            return set()
        single = [len(word) == 1 and word.isalpha() for word in self.words]
        return {place for place in range(self.size - 2) if single[place] and single[place + 1] and single[place + 2]}

    def _sentences_begin_small(self) -> bool:
        """Say whether most sentences lack their capital, so that a small letter tells nothing about a name."""
        small = len(_BEGINS_SMALL.findall(self.text))
        return small > 0 and small >= len(_BEGINS_LARGE.findall(self.text)) + self.text[:1].isupper()

    def windows(self, places: Iterable[tuple[int, int]], reach: int) -> list[tuple[int, int]]:
        """Return the stretches within reach of some places, joined where they touch and ending at a blank.

        Slow expressions are tried only there, which keeps the time for a long note in step with its length.
        """
        found: list[tuple[int, int]] = []
        until = -1
        for start, end in places:
            if end + reach <= until:
                continue
            begin = max(0, start - reach)
            if begin <= until:
                begin = found.pop()[0]
            blank = self.text.find(" ", end + reach)
            until = len(self.text) if blank < 0 else min(blank, end + reach + 400)
            found.append((begin, until))
        return found

    def gap(self, index: int) -> str:
        """Return the characters between the word before and this one (all before it for the first)."""
        return self.text[self.ends[index - 1] if index else 0 : self.starts[index]]

    def after(self, index: int) -> str:
        """Return the characters between this word and the next (all after it for the last)."""
        return self.text[self.ends[index] : self.starts[index + 1] if index + 1 < self.size else len(self.text)]

    def low(self, index: int) -> str:
        """Return the folded word at an index, or nothing beyond either end."""
        return self.lows[index] if 0 <= index < self.size else ""

    def joined(self, index: int) -> bool:
        """Say whether only a blank parts this word from the one before."""
        return index > 0 and index < self.size and self.gap(index).isspace()

    def starts_sentence(self, index: int) -> bool:
        """Say whether a capital here may only be the capital of a sentence, a bullet, a heading or a quotation."""
        if index == 0:
            return True
        gap = self.gap(index)
        if gap == " ":
            return False
        if not _SENTENCE_END.search(gap):
            return False
        before = self.lows[index - 1]
        dotted_only = gap.strip() == "."
        return not (dotted_only and (before in ABBREVIATIONS or (len(before) == 1 and before.isalpha())))

    def capital(self, index: int) -> bool:
        """Say whether the word wears a capital that means something in this note."""
        return not self.shouted and self.words[index][:1].isupper()

    def previous(self, index: int) -> str:
        """Return the folded word before, within the sentence; nothing at its start."""
        return "" if index == 0 or self.starts_sentence(index) else self.lows[index - 1]

    def following(self, index: int) -> str:
        """Return the folded word after, if only a blank or an apostrophe parts them."""
        if index + 1 >= self.size:
            return ""
        gap = self.text[self.ends[index] : self.starts[index + 1]]
        return self.lows[index + 1] if gap.isspace() or gap in ("'", "’", "") else ""
