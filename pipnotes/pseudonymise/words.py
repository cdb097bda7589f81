"""The word lists, each read once when first needed: they are large, and most screens never need them.

Every list is plain text in ``resources/words``; where each came from is told in ``LICENCES.md`` there.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from functools import cache

from pipnotes import paths
from pipnotes.pseudonymise.fold import fold

# Words that are a town's name somewhere and yet so common that a look at each would cost more than it finds.
_COMMON = frozenset("bath street over hope broad home ford house lane hall wells park green hill church bridge".split())
Phrases = dict[str, tuple[tuple[str, ...], ...]]
LISTS = (
    "ordinary-words.txt",
    "rarer-words.txt",
    "clinical-words.txt",
    "names-that-are-words.txt",
    "given-names.txt",
    "given-names-more.txt",
    "nicknames.txt",
    "surnames.txt",
    "places.txt",
    "places-by-hand.txt",
    "countries.txt",
    "keep.txt",
    "acronyms.txt",
    "office-words.txt",
    "hurried-words.txt",
    "weights.tsv",
)
# What somebody does where they work, before the name of it: "nights at walkers".
WORKING = frozenset(
    "work works working worked job jobs shift shifts nights employed contract cleaner porter chef driver".split()
)
_PIECE = re.compile(r"[^\W_]+")
# Words that open sentences all day long; reading them as candidates would cost time and find nobody.
_OPENERS = """
    the she he they i we it her his this that these those there then when while after before and but so if as at in
    on no not yes what who how why for from with to by mum mother dad father baby infant parents parent a an our
    my you also once both all today discussed plan visit session during again some is was has did does
""".split()


def set_of(text: str) -> frozenset[str]:
    """Return the words of a text, for the short lists that stand beside their rules."""
    return frozenset(text.split())


def lines(name: str) -> list[str]:
    """Return the entries of a list, without its remarks."""
    text = (paths.resource("words") / name).read_text(encoding="utf-8")
    return [line.strip(" ") for line in text.splitlines() if line.strip() and not line.startswith("#")]


def pieces(text: str) -> tuple[str, ...]:
    """Return the folded words of a phrase."""
    return tuple(fold(piece) for piece in _PIECE.findall(text))


@cache
def clinical() -> frozenset[str]:
    """Words of the field, which are never taken for a name that nobody put in the case."""
    return frozenset(word for line in lines("clinical-words.txt") for word in line.split())


@cache
def office() -> frozenset[str]:
    """Words that offices and clinicians write with capitals, and that name nobody."""
    return frozenset(word for line in lines("office-words.txt") for word in line.split())


@cache
def ordinary() -> frozenset[str]:
    """Words that a British writer uses in lower case, the short forms of hurried notes and dialect among them."""
    hurried = frozenset(word for line in lines("hurried-words.txt") for word in line.split())
    return frozenset(fold(word) for word in lines("ordinary-words.txt")) | hurried | clinical()


@cache
def accented() -> frozenset[str]:
    """Ordinary words that are written with an accent: café, naïve."""
    return frozenset(word for word in lines("ordinary-words.txt") if not word.isascii())


@cache
def rarer() -> frozenset[str]:
    """Words so rare that nobody mistypes them, and which are no names; they stay."""
    return frozenset(lines("rarer-words.txt"))


@cache
def names_that_are_words() -> dict[str, str]:
    """Ordinary words that are also names, each with how the word is used: mass, count, verb, month and so on."""
    return {entry.split()[0]: entry.split()[1] for entry in lines("names-that-are-words.txt")}


@cache
def names_sought_alone() -> frozenset[str]:
    """Ordinary words that are such common given names that they are looked for beyond the case."""
    return frozenset(e.split()[0] for e in lines("names-that-are-words.txt") if e.endswith(" alone"))


@cache
def given_names() -> frozenset[str]:
    """Given names common in the United Kingdom, and short forms, none of them an ordinary word."""
    nicknames = {word for line in lines("nicknames.txt") for word in line.split()}
    return frozenset(lines("given-names.txt")) | (nicknames - ordinary())


@cache
def any_names() -> frozenset[str]:
    """Given names of many countries and surnames, which count only with a capital."""
    return given_names() | frozenset(lines("given-names-more.txt")) | frozenset(lines("surnames.txt"))


@cache
def plain() -> frozenset[str]:
    """Words as written that need no second look in any note, unless the case holds them as a name."""
    openers = {word.capitalize() for word in _OPENERS}
    numerals = {str(number) for number in range(100)}
    towns = {first for first, entries in places().items() if (first,) in entries and len(first) > 3}
    return (ordinary() - names_sought_alone() - (towns - clinical() - _COMMON)) | openers | numerals


def _by_first(entries: Iterable[tuple[str, ...]]) -> Phrases:
    found: dict[str, list[tuple[str, ...]]] = {}
    for entry in entries:
        found.setdefault(entry[0], []).append(entry)
    return {first: tuple(sorted(set(rest), key=len, reverse=True)) for first, rest in found.items()}


@cache
def places() -> Phrases:
    """Towns and villages by their first word, the longest name first."""
    return _by_first(pieces(line) for name in ("places.txt", "places-by-hand.txt") for line in lines(name))


@cache
def countries() -> Phrases:
    """Countries by their first word."""
    return _by_first(pieces(line) for line in lines("countries.txt"))


@cache
def kept() -> Phrases:
    """Measures, theorists, approaches, books and the like, by their first word: they stay in a summary."""
    return _by_first(pieces(line) for line in lines("keep.txt"))


@cache
def acronyms() -> frozenset[str]:
    """Short forms that are nobody's initials."""
    return frozenset(word for line in lines("acronyms.txt") for word in line.split())


@cache
def version() -> str:
    """Return a digest of every list, so that an approval goes stale when a list changes."""
    total = hashlib.sha256()
    for name in LISTS:
        total.update(name.encode() + b"\0" + (paths.resource("words") / name).read_bytes() + b"\0")
    return total.hexdigest()
