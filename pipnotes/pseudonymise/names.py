"""All the forms under which a case's own people, addresses and organisations may turn up in a note.

Persons are bits of one number, so that "which persons could these two words mean together" is one `&`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from pipnotes.pseudonymise import roles, words
from pipnotes.pseudonymise.fold import fold, spelled_out
from pipnotes.pseudonymise.known_places import Phrase, add_address, add_organisation, add_phrase
from pipnotes.pseudonymise.model import CaseIdentities, Identity

_PIECE = re.compile(r"[^\W\d_]+(?:[\u0300-\u036f]+[^\W\d_]*)*")
_HYPHENS = re.compile(r"[\s.\-‐‑–]+")
_PARTICLES = frozenset(
    """van von der den de del della di da dos das do du la le el al bin bint ibn abu ap ab ferch mac mc o ni nic san st
        ter ten te und y e the of""".split()
)
# A word that may stand in a name field and yet says nothing about who somebody is.
_NOT_NAMES = roles.TITLES | frozenset(
    """baby infant unborn bump twin mum mummy mam mom mother dad daddy father nan nana nanny gran granny grandma
        grandad grandpa auntie aunty aunt uncle nee aka known as unknown none na jr sr jnr
        snr ii iii and or sister brother""".split()
)
# What tells a son from his father of the same name, and in the first place is somebody's own name.
_BEHIND_NAMES = frozenset(("junior", "senior"))
_NOT_ALIASES = frozenset("little big old young lady man boy girl".split())


@dataclass(slots=True)
class Known:
    """What one case knows, ready to be looked up word by word."""

    labels: list[str] = field(default_factory=list)
    roles: list[str] = field(default_factory=list)
    parts: dict[str, int] = field(default_factory=dict)
    surnames: dict[str, int] = field(default_factory=dict)
    within: dict[str, int] = field(default_factory=dict)
    initials: dict[str, int] = field(default_factory=dict)
    family_words: set[str] = field(default_factory=set)
    particles: set[str] = field(default_factory=set)
    middles: dict[str, int] = field(default_factory=dict)
    phrases: dict[str, list[Phrase]] = field(default_factory=dict)
    spellings: dict[int, list[str]] = field(default_factory=dict)

    def words_as_written(self) -> frozenset[str]:
        """Return the words of the case that would else be passed over as ordinary ones."""
        found = {*self.parts, *self.phrases, *self.initials}
        found.update([word + "s" for word in self.parts])
        found.update([word[0] for word in self.initials if "'" in word])  # where "o'b" begins
        found.update([word.capitalize() for word in found])
        found.update([word.upper() for word in self.initials])
        return frozenset(found)


def build(case: CaseIdentities) -> Known:
    """Work out every form of every name of a case; done once for each summary, so it is kept cheap."""
    known = Known()
    known.roles = [person.role for person in case.people]
    for bit, person in enumerate(case.people):
        for place, name in enumerate((person.name, *person.aliases)):
            if not place or len(name.split()) == 1:
                _add_name(known, 1 << bit, name, alias=place > 0)
    borne = frozenset(known.parts)
    for bit, person in enumerate(case.people):
        for name in person.aliases:
            if len(name.split()) > 1:
                _add_nickname(known, 1 << bit, name, borne)
    known.labels = roles.labels(known.roles, frozenset(known.parts))
    for bit, person in enumerate(case.people):
        _add_long_aliases(known, person, known.labels[bit])
    for address in case.addresses:
        add_address(known.phrases, address)
    for organisation in case.organisations:
        add_organisation(known.phrases, organisation)
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
                if short and len(alias.split()) == 1:
                    _put(known.initials, short[0] + family[0], 1 << bit)


def _add_nickname(known: Known, mask: int, name: str, borne: frozenset[str]) -> None:
    """Add a nickname of several words; in "Umm Yasmin", Yasmin alone still means whoever is called so."""
    before = {piece: known.parts[piece] for piece in words.pieces(name) if piece in borne}
    _add_name(known, mask, name, alias=True)
    known.parts.update(before)


def _put(table: dict[str, int], word: str, mask: int) -> None:
    table[word] = table.get(word, 0) | mask


def _add_name(known: Known, mask: int, name: str, *, alias: bool) -> None:
    if "," in name:
        family, _, first = name.partition(",")
        name = f"{first} {family}"
    runs, hyphened = _cut(name)
    runs = [run for run in runs if run and not (len(run) == 1 and run[0] in _NOT_NAMES)]
    runs = runs[:1] + [run for run in runs[1:] if run[0] not in _BEHIND_NAMES]
    if not runs:
        return
    flat = [piece for run in runs for piece in run]
    several_words = alias and len(flat) > 1
    for place, run in enumerate(runs):
        within = 0 < place < len(runs) - 1
        _add_run(known, mask, run, only_rare=several_words, within=within)
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


def _cut(name: str) -> tuple[list[list[str]], list[list[str]]]:
    """Return the pieces of a name, those that blanks part together, and those that blanks or hyphens part together."""
    if name.isascii() and name.replace(" ", "").isalpha():
        plain = [[part] for part in name.lower().split()]
        return plain, plain
    runs = [_folded(run) for run in name.replace(".", " ").split()]
    return runs, [_folded(part) for part in _HYPHENS.split(name)]


def _folded(run: str) -> list[str]:
    """Return the folded pieces of a run; of some characters nothing is left."""
    return [piece for piece in map(fold, _PIECE.findall(run)) if piece]


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
    small = [place for place in range(1, len(runs) - 1) if len(runs[place]) == 1 and _is_particle(runs, place)]
    start = small[0] if small else len(runs) - 1  # "da Silva e Costa"
    together = "".join(piece for run in runs[start:] for piece in run)
    for table in (known.parts, known.surnames):
        _put(table, together, mask)
    for run in runs[start:]:
        known.family_words.update(run)
        for piece in run:
            if piece not in _PARTICLES:
                _put(known.surnames, piece, mask)
        _put(known.surnames, "".join(run), mask)
    particles = [runs[place][0] for place in small]
    known.particles.update(particles, (piece for piece in runs[-1][:-1] if len(piece) == 1 or piece in _PARTICLES))
    if len(particles) > 1:  # "vd Meer" for van der Meer
        short = "".join(piece[0] for piece in particles)
        known.particles.add(short)
        _put(known.within, short, mask)
    if len(runs[-1]) == 2 and len(runs[-1][0]) == 1:  # O'B, S O'B
        short = f"{runs[-1][0]}'{runs[-1][1][0]}"
        _put(known.initials, short, mask)
        _put(known.initials, runs[0][0][0] + short, mask)


def _is_particle(runs: list[list[str]], place: int) -> bool:
    """Say whether a run is a small word of a family name, the "'t" of "van 't Hoff" among them."""
    return runs[place][0] in _PARTICLES or (runs[place] == ["t"] and runs[place - 1][0] in _PARTICLES)


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
            add_phrase(known.phrases, found, "person", label)


def _length(phrase: Phrase) -> int:
    return len(phrase.pieces)


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
