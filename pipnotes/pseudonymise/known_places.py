"""All the forms of a case's addresses and organisations: "Mill Lane", "Mill Ln", "St Bedes", "NE66"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import product

from pipnotes.pseudonymise import words
from pipnotes.pseudonymise.codes import POSTCODE_ONLY

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
    "farm": "farm", "bridge": "bridge", "yard": "yard", "yd": "yard", "hse": "house", "cotts": "cottages",
    "bldgs": "buildings",
}  # fmt: skip
_STREET_NAMES = frozenset(STREET_TYPES.values())
ORGANISATION_HEADS = frozenset(
    """surgery practice clinic centre center hospital infirmary school academy nursery college church chapel mosque
        temple university playgroup preschool hub prison house group service team trust council medical health
        primary secondary high junior first middle community the of and children s infant infants day care
        family general royal medical nhs library centre's ward unit project charity foundation baby babies toddler
        play hc surg hosp med ctr""".split()
)
_RIVER_WORDS = frozenset("upon on under le by in next super".split())
# What a home is, said before what it is called: "Narrowboat Second Wind".
_HOMES = frozenset("narrowboat boat barge nb caravan trailer chalet cottage house lodge hostel hotel the".split())
# What a place to live is called behind its name: "Ghyllside Caravan Site".
_SITES = frozenset("site caravan park estate lodge house flats towers court holiday mobile home homes marina".split())
_COUNTRYWIDE = frozenset("uk england united kingdom britain great".split())


@dataclass(frozen=True, kw_only=True, slots=True)
class Phrase:
    """A run of words that stands for an address, an organisation or a nickname of several words."""

    pieces: tuple[str, ...]
    kind: str
    label: str
    # A short form that reads as plain words, "14 new" of 14 New Road; it must stand as an address does.
    plain: bool = False


Phrases = dict[str, list[Phrase]]


def add_phrase(phrases: Phrases, pieces: tuple[str, ...], kind: str, label: str, *, plain: bool = False) -> None:
    """Enter a run of words under its first word, once."""
    entries = phrases.setdefault(pieces[0], [])
    if all(entry.pieces != pieces for entry in entries):
        entries.append(Phrase(pieces=pieces, kind=kind, label=label, plain=plain))


def _plain(pieces: tuple[str, ...]) -> bool:
    """Say whether a short form of an address is made of numbers and ordinary words alone."""
    return all(piece[:1].isdigit() or piece in words.ordinary() for piece in pieces)


def add_address(phrases: Phrases, address: str) -> None:
    """Enter the parts of an address: house, street, town and postcode, each in its short and long forms."""
    for part in re.split(r"[,;\n]+", address):
        for postcode in POSTCODE_ONLY.findall(part):
            outward, inward = postcode[:-3].strip().lower(), postcode[-3:].lower()
            add_phrase(phrases, (outward, inward), "postcode", "[postcode]")
            add_phrase(phrases, (outward + inward,), "postcode", "[postcode]")
            add_phrase(phrases, (outward,), "postcode", "[area]")
        found = tuple(STREET_TYPES.get(p, p) for p in words.pieces(POSTCODE_ONLY.sub(" ", part)))
        if not found or set(found) <= _COUNTRYWIDE or all(piece.isdigit() for piece in found):
            continue
        street = len(found) > 1 and (found[0][:1].isdigit() or found[-1] in _STREET_NAMES)
        kind, label = ("address", "[address]") if street else ("place", "[town]")
        add_phrase(phrases, found, kind, label)
        if re.fullmatch(r"\d+[a-z]", found[0]):
            add_phrase(phrases, found[:1], "address", "[address]", plain=True)
        nameless = found[1:] if found[0][:1].isdigit() else found
        if len(found) > 2 and found[0] in _HOMES:
            add_phrase(phrases, found[1:], kind, label)
        short = nameless
        while len(short) > 1 and short[-1] in _SITES:
            short = short[:-1]
        if 0 < len(short) < len(nameless) and (len(short) > 1 or short[0] not in words.ordinary()):
            add_phrase(phrases, short, "place", "[place]")
        if len(nameless) > 2 and nameless[1] in _RIVER_WORDS and nameless[0] not in words.ordinary():
            add_phrase(phrases, nameless[:1], "place", "[town]")
        if len(nameless) > 1 or (nameless and not street):
            for variant in _without_s(nameless):
                add_phrase(phrases, variant, kind, "[street]" if street else label)
        if street and len(nameless) > 1:
            add_phrase(phrases, ("".join(nameless),), kind, "[street]")
        if street and nameless[-1] in _STREET_NAMES:
            if len(nameless) > 2:
                add_phrase(phrases, nameless[:-1], kind, "[street]", plain=_plain(nameless[:-1]))
            if nameless != found and len(nameless) > 1 and nameless[:-1] != ("the",):
                add_phrase(phrases, found[:-1], kind, label, plain=_plain(found[:-1]))


def add_organisation(phrases: Phrases, organisation: str) -> None:
    """Enter an organisation under its whole name, its name without "Surgery" or "School", and its initials."""
    found = words.pieces(organisation)
    if not found:
        return
    head = next((piece for piece in reversed(found) if piece in HEAD_LABELS), "")
    label = f"[{HEAD_LABELS[head]}]" if head else "[organisation]"
    forms = [found]
    while len(found) > 1 and found[-1] in ORGANISATION_HEADS:
        found = found[:-1]
        forms.append(found)
    if forms[0][:2] == ("sure", "start") and len(forms[0]) > 3:
        forms.append(forms[0][2:])  # the words before it name a programme, and stay
    for form in forms:
        if all(piece in ORGANISATION_HEADS for piece in form):
            continue
        if form[0] == "the" and len(form) > 1:
            add_phrase(phrases, form[1:], "organisation", label)
        elif len(form) == 1 and len(form[0]) < 4:
            continue
        for variant in _without_s(form):
            add_phrase(phrases, variant, "organisation", label)
    short = "".join(piece[0] for piece in forms[0] if piece not in ("of", "and", "the", "s"))
    if len(short) > 2 and short not in words.acronyms():
        phrases.setdefault(short, []).append(Phrase(pieces=(short,), kind="acronym", label=label))


HEAD_LABELS = {
    "hc": "centre", "ctr": "centre", "surg": "surgery", "hosp": "hospital",
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
