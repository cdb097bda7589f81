"""Numbers, codes and homes that point at somebody by their shape alone, each kind found by a module of its own.

Every expression there is bounded: no part that repeats holds another that repeats over the same characters, so the
time grows with the length of the note and no note can make it hang.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipnotes.pseudonymise import codes, numbers, online, words
from pipnotes.pseudonymise.spans import Span
from pipnotes.pseudonymise.tokens import Note

_RUN_OF_DIGITS = re.compile(r"\d+")
_STREET = re.compile(
    r"(?<![\w/.])\d{1,4}[A-Za-z]?(?:\s?[-/]\s?\d{1,4}[A-Za-z]?)?,?\s(?:([A-Za-z'’]{2,20})\s){1,3}"
    r"(?:street|st|road|rd|lane|ln|avenue|ave|crescent|cres|terrace|terr|tce|gardens|gdns|mews|close|drive|grove"
    r"|way|square|place|walk|wynd)\b(?!\s(?:friends?|to|by|the)\b)",
    re.I,
)
_NOT_STREET = frozenset(
    """way min mins minute minutes hour hours hr hrs week weeks wk wks day days month months mth year years yr of and
        or the a is was very times long car bus more other people families mothers babies children visits
        sessions am pm ml oz kg on to at for by in with from per cent out old that which she he""".split()
)
_FLAT = re.compile(
    r"\b(?:flats?|apartment|apt|maisonette|caravan|plots?|room|rm"
    r"|(?:(?<=at )|(?<=from )|(?<=to ))(?:number|no\.?))[ \t]?(?:no\.?[ \t]?|number[ \t])?"
    r"\d{1,4}(?:/\d{1,2}|[A-Za-z])?(?:[ \t](?:and|&)[ \t]\d{1,4}[A-Za-z]?)?\b(?!\s?(?:%|days|weeks))",
    re.I,
)


def find(note: Note) -> Iterator[Span]:
    """Yield every stretch that a shape gives away, the most telling shapes first; stretches may overlap."""
    text = note.text
    yield from online.find(text)
    for start, end in note.windows((match.span() for match in _RUN_OF_DIGITS.finditer(text)), 48):
        yield from numbers.find(text, start, end)
        yield from codes.find(note, start, end)
        yield from _homes(text, start, end)
        yield from codes.mixed(text, start, end)


def _homes(text: str, begin: int, stop: int) -> Iterator[Span]:
    for match in _FLAT.finditer(text, begin, stop):
        yield Span(*match.span(), "address", "[address]", "The number of a flat")
    for match in _STREET.finditer(text, begin, stop):
        inner = match[0].replace(" The ", " ").lower().replace(",", " ").split()[1:-1]
        if not _NOT_STREET.intersection(inner):
            plain = all(word in words.ordinary() for word in inner) and inner and match[0].islower()
            yield Span(
                *match.span(),
                "address",
                "[address]",
                "A number and the name of a street",
                "Is this an address?" if plain else "",
            )
