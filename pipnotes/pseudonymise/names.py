"""All the forms under which a case's own people, addresses and organisations may turn up in a note.

Persons are bits of one number, so that "which persons could these two words mean together" is one `&`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import product

from pipnotes.pseudonymise import roles, words
from pipnotes.pseudonymise.codes import POSTCODE_ONLY
from pipnotes.pseudonymise.fold import fold, spelled_out
from pipnotes.pseudonymise.model import CaseIdentities, Identity

_PIECE = re.compile(r"[^\W\d_]+(?:[\u0300-\u036f]+[^\W\d_]*)*")
_PARTICLES = frozenset(
    """van von der den de del della di da dos das do du la le el al bin bint ibn abu ap ab ferch mac mc o ni nic san st
        ter ten te und y e the of""".split()
)
# A word that may stand in a name field and yet says nothing about who somebody is.
_NOT_NAMES = roles.TITLES | frozenset(
    """baby infant unborn bump twin mum mummy mam mom mother dad daddy father nan nana nanny gran granny grandma
        grandad grandpa auntie aunty aunt uncle nee aka known as unknown none na jr sr jnr
        snr ii iii and or junior senior sister brother""".split()
)
_NOT_ALIASES = frozenset("little big old young lady man boy girl".split())
STREET_TYPES = {
    "street": "street", "st": "street", "str": "street", "road": "road", "rd": "road", "lane": "lane", "ln": "lane",
    "la": "lane", "avenue": "avenue", "ave": "avenue", "av": "avenue", "close": "close", "cl": "close",
    "clo": "close", "drive": "drive", "dr": "drive", "drv": "drive", "court": "court", "ct": "court", "crt": "court",
    "crescent": "crescent", "cres": "crescent", "cresc": "crescent", "place": "place", "pl": "place",
    "terrace": "terrace", "terr": "terrace", "tce": "terrace", "ter": "terrace", "gardens": "gardens",
    "gdns": "gardens", "gdn": "gardens", "garden": "gardens", "grove": "grove", "gr": "grove", "grv": "grove",
    "way": "way", "wy": "way", "square": "square", "sq": "square", "walk": "walk", "wk": "walk", "hill": "hill",
    "park": "park", "pk": "park", "mews": "mews", "row": "row", "rise": "rise", "view": "view", "parade": "parade",
    "green": "green", "gate": "gate", "wynd": "wynd", "quay": "quay", "bank": "bank", "garth": "garth",
    "villas": "villas", "cottages": "cottages", "cottage": "cottage", "house": "house", "buildings": "buildings",
    "heights": "heights", "fold": "fold", "croft": "croft", "dene": "dene", "broadway": "broadway", "flat": "flat",
    "apartment": "flat", "apt": "flat", "mount": "mount", "saint": "street", "lodge": "lodge", "tower": "tower",
    "farm": "farm", "bridge": "bridge",
}  # fmt: skip
_STREET_NAMES = frozenset(STREET_TYPES.values())
_ORGANISATION_HEADS = frozenset(
    """surgery practice clinic centre center hospital infirmary school academy nursery college church chapel mosque
        temple university playgroup preschool hub prison house group service team trust council medical health
        primary secondary high junior first middle community the of and children s infant infants day care
        family general royal medical nhs library centre's ward unit""".split()
)
_RIVER_WORDS = frozenset("upon on under le by in next super".split())
_COUNTRYWIDE = frozenset("uk england united kingdom britain great".split())


@dataclass(frozen=True, kw_only=True, slots=True)
class Phrase:
    """A run of words that stands for an address, an organisation or a nickname of several words."""

    pieces: tuple[str, ...]
    kind: str
    label: str


@dataclass(slots=True)
class Known:
    """What one case knows, ready to be looked up word by word."""

    labels: list[str] = field(default_factory=list)
    roles: list[str] = field(default_factory=list)
    parts: dict[str, int] = field(default_factory=dict)
    surnames: dict[str, int] = field(default_factory=dict)
    within: dict[str, int] = field(default_factory=dict)
    initials: dict[str, int] = field(default_factory=dict)
    middles: dict[str, int] = field(default_factory=dict)
    phrases: dict[str, list[Phrase]] = field(default_factory=dict)
    spellings: dict[int, list[str]] = field(default_factory=dict)

    def words_as_written(self) -> frozenset[str]:
        """Return the words of the case that would else be passed over as ordinary ones."""
        found = {*self.parts, *self.phrases, *self.initials}
        found.update([word + "s" for word in self.parts])
        found.update([word.capitalize() for word in found])
        found.update([word.upper() for word in self.initials])
        return frozenset(found)


def build(case: CaseIdentities) -> Known:
    """Work out every form of every name of a case; done once for each summary, so it is kept cheap."""
    known = Known()
    known.roles = [person.role for person in case.people]
    for bit, person in enumerate(case.people):
        for place, name in enumerate((person.name, *person.aliases)):
            _add_name(known, 1 << bit, name, alias=place > 0)
    known.labels = roles.labels(known.roles, frozenset(known.parts))
    for bit, person in enumerate(case.people):
        _add_long_aliases(known, person, known.labels[bit])
    for address in case.addresses:
        _add_address(known, address)
    for organisation in case.organisations:
        _add_organisation(known, organisation)
    for letter, mask in known.middles.items():
        known.initials.setdefault(letter, mask)
    _add_glued(known, case)
    _finish(known)
    return known


def _add_glued(known: Known, case: CaseIdentities) -> None:
    """Add a nickname run together with the family name, as in account names."""
    for bit, person in enumerate(case.people):
        families = [family for family, mask in known.surnames.items() if mask >> bit & 1]
        for alias in person.aliases:
            short = "".join(words.pieces(alias))
            for family in families:
                _put(known.parts, short + family, 1 << bit)


def _put(table: dict[str, int], word: str, mask: int) -> None:
    table[word] = table.get(word, 0) | mask


def _add_name(known: Known, mask: int, name: str, *, alias: bool) -> None:
    if "," in name:
        family, _, first = name.partition(",")
        name = f"{first} {family}"
    runs = [[fold(p) for p in _PIECE.findall(run)] for run in name.replace(".", " ").split()]
    runs = [run for run in runs if run and not (len(run) == 1 and run[0] in _NOT_NAMES)]
    if not runs:
        return
    flat = [piece for run in runs for piece in run]
    several_words = alias and len(flat) > 1
    for place, run in enumerate(runs):
        within = 0 < place < len(runs) - 1
        _add_run(known, mask, run, only_rare=several_words, within=within)
    hyphened = [[fold(p) for p in _PIECE.findall(part)] for part in re.split(r"[\s.\-‐‑–]+", name)]
    hyphened = [part for part in hyphened if part]
    for part in hyphened:
        if len(part) > 1:
            _put(known.parts, "".join(part), mask)
    if len(hyphened) > 1 and not alias and len(runs[0]) > 1 and len(hyphened[0]) == 1:
        _put(known.initials, "".join(piece[0] for piece in runs[0]), mask)
    if not alias and len(hyphened) > 2:
        _put(known.initials, "".join(part[0][0] for part in hyphened), mask)
    if not name.isascii():
        for piece in _PIECE.findall(name):
            other = spelled_out(piece)
            if len(other) > 1:
                _put(known.parts, other, mask)
    if len(runs) > 1 and not alias:
        _add_family_name(known, mask, runs)
        _put(known.parts, "".join(flat), mask)
        _put(known.parts, "".join(runs[0]) + "".join(runs[-1]), mask)
        _put(known.parts, flat[0][0] + "".join(runs[-1]), mask)
    _add_initials(known, mask, runs, alias=alias)


def _add_run(known: Known, mask: int, run: list[str], *, only_rare: bool, within: bool) -> None:
    ordinary = words.ordinary()
    if len(run) > 1:
        _put(known.parts, "".join(run), mask)
    for piece in run:
        if len(piece) < 2 or piece in _NOT_NAMES or (only_rare and piece in _NOT_ALIASES):
            _put(known.within, piece, mask)
        elif piece in _PARTICLES:
            _put(known.within, piece, mask)
            if len(run) == 1 and not only_rare and not within:
                _put(known.parts, piece, mask)
        elif not (only_rare and piece in ordinary):
            _put(known.parts, piece, mask)


def _add_family_name(known: Known, mask: int, runs: list[list[str]]) -> None:
    start = len(runs) - 1
    while start > 1 and len(runs[start - 1]) == 1 and runs[start - 1][0] in _PARTICLES:
        start -= 1
    for run in runs[start:]:
        for piece in run:
            if piece not in _PARTICLES:
                _put(known.surnames, piece, mask)
        _put(known.surnames, "".join(run), mask)


def _add_initials(known: Known, mask: int, runs: list[list[str]], *, alias: bool) -> None:
    letters = [run[0][0] for run in runs]
    if alias and len(runs) > 1:
        return
    _put(known.initials, letters[0], mask)
    for letter in letters[1:-1]:
        _put(known.middles, letter, mask)
    for letter in (piece[0] for run in runs for piece in run):
        _put(known.within, letter, mask)
    if len(letters) > 1:
        for group in {"".join(letters), letters[0] + letters[-1], "".join(piece[0] for run in runs for piece in run)}:
            _put(known.initials, group, mask)


def _add_long_aliases(known: Known, person: Identity, label: str) -> None:
    for alias in person.aliases:
        found = words.pieces(alias)
        if len(found) > 1:
            _add_phrase(known, found, "person", label)


def _add_phrase(known: Known, pieces: tuple[str, ...], kind: str, label: str) -> None:
    entries = known.phrases.setdefault(pieces[0], [])
    if all(entry.pieces != pieces for entry in entries):
        entries.append(Phrase(pieces=pieces, kind=kind, label=label))


def _length(phrase: Phrase) -> int:
    return len(phrase.pieces)


def _add_address(known: Known, address: str) -> None:
    for part in re.split(r"[,;\n]+", address):
        for postcode in POSTCODE_ONLY.findall(part):
            outward, inward = postcode[:-3].strip().lower(), postcode[-3:].lower()
            _add_phrase(known, (outward, inward), "postcode", "[postcode]")
            _add_phrase(known, (outward + inward,), "postcode", "[postcode]")
            _add_phrase(known, (outward,), "postcode", "[area]")
        found = tuple(STREET_TYPES.get(p, p) for p in words.pieces(POSTCODE_ONLY.sub(" ", part)))
        if not found or set(found) <= _COUNTRYWIDE or all(piece.isdigit() for piece in found):
            continue
        street = len(found) > 1 and (found[0][:1].isdigit() or found[-1] in _STREET_NAMES)
        kind, label = ("address", "[address]") if street else ("place", "[town]")
        _add_phrase(known, found, kind, label)
        nameless = found[1:] if found[0][:1].isdigit() else found
        if len(nameless) > 2 and nameless[1] in _RIVER_WORDS and nameless[0] not in words.ordinary():
            _add_phrase(known, nameless[:1], "place", "[town]")
        if len(nameless) > 1 or (nameless and not street):
            _add_phrase(known, nameless, kind, "[street]" if street else label)
        if street and len(nameless) > 1:
            _add_phrase(known, ("".join(nameless),), kind, "[street]")


def _add_organisation(known: Known, organisation: str) -> None:
    found = words.pieces(organisation)
    if not found:
        return
    head = next((piece for piece in reversed(found) if piece in _HEAD_LABELS), "")
    label = f"[{_HEAD_LABELS[head]}]" if head else "[organisation]"
    forms = [found]
    while len(found) > 1 and found[-1] in _ORGANISATION_HEADS:
        found = found[:-1]
        forms.append(found)
    for form in forms:
        if all(piece in _ORGANISATION_HEADS for piece in form):
            continue
        if form[0] == "the" and len(form) > 1:
            _add_phrase(known, form[1:], "organisation", label)
        elif len(form) == 1 and len(form[0]) < 4:
            continue
        for variant in _without_s(form):
            _add_phrase(known, variant, "organisation", label)
    short = "".join(piece[0] for piece in forms[0] if piece not in ("of", "and", "the", "s"))
    if len(short) > 2 and short not in words.acronyms():
        known.phrases.setdefault(short, []).append(Phrase(pieces=(short,), kind="acronym", label=label))


_HEAD_LABELS = {
    "surgery": "surgery", "practice": "surgery", "hospital": "hospital", "infirmary": "hospital", "clinic": "clinic",
    "school": "school", "academy": "school", "primary": "school", "nursery": "nursery", "playgroup": "playgroup",
    "preschool": "nursery", "church": "church", "chapel": "church", "mosque": "mosque", "temple": "temple",
    "college": "college", "university": "university", "prison": "prison", "hmp": "prison", "centre": "centre",
    "hub": "centre", "library": "library",
}  # fmt: skip


def _without_s(form: tuple[str, ...]) -> set[tuple[str, ...]]:
    variants = {form}
    if "s" in form[1:]:
        place = form.index("s", 1)
        variants.add(form[:place] + form[place + 1 :])
        variants.add((*form[: place - 1], form[place - 1] + "s", *form[place + 1 :]))
    if form[0] in ("st", "saint"):
        variants |= {(other, *rest[1:]) for other, rest in product(("st", "saint", "street"), tuple(variants))}
    return variants


def _finish(known: Known) -> None:
    """Sort what is to be tried longest first, and lay the words out by length for the search for slips."""
    single = []
    for first, entries in known.phrases.items():
        if len(entries) > 1:
            entries.sort(key=_length, reverse=True)
        if len(entries[-1].pieces) == 1 and entries[-1].kind != "acronym":
            single.append(first)
    for word in (*known.parts, *single):
        if len(word) >= 4:
            known.spellings.setdefault(len(word), []).append(word)
