"""Say whose name was met, and by which role it goes, once the words of the name are known."""

from __future__ import annotations

from dataclasses import dataclass

from pipnotes.pseudonymise import roles, words
from pipnotes.pseudonymise.names import Known
from pipnotes.pseudonymise.tokens import Note

_GLUED = frozenset(
    "bear boo bee pop pops kins lou jo jay may mae rose ann anne lee lynn bean pie roo bug pants chops face poo".split()
)
_NOT_SHORT = frozenset(
    "a an in is am at and as all but by can do for he his him her i it me my or so the to we".split()
)
_SMALL_JOINS = frozenset((" ", "'", "’", "‘", " '", " ’", ". ", "-"))
_YOUNG = frozenset(("infant", "baby", "unborn", "newborn", "twin"))


@dataclass(frozen=True, slots=True)
class Hit:
    """A stretch of words, `first` to before `until`, with what shall stand there and how sure that is."""

    first: int
    until: int
    kind: str
    label: str
    certain: bool
    reason: str
    ask: str = ""
    tail: str = ""


def named(known: Known, note: Note, index: int, until: int, who: int, ending: str, ask: str) -> Hit:
    """Return the hit for a name whose words and possible bearers are settled, its title and nickname tail included."""
    first, title = _title(note, index)
    if index and note.words[index - 1] == "Baby" and note.joined(index) and _all_young(known, who):
        first = index - 1
    until = _glued(note, until)
    last = note.lows[until - 1]
    core, lead = _after_particles(known, note, index, until), _before_particles(known, note, index)
    a_surname = last in known.surnames or last[:-1] in known.surnames
    surname_only = a_surname and (
        until == core + 1 or (who.bit_count() > 1 and all(low in known.family_words for low in note.lows[core:until]))
    )
    if surname_only and first == index:
        first, title = _title(note, lead)
    plural = ending == "s" or (core > index and last not in known.surnames)
    household = surname_only and plural and not note.after(until - 1).startswith(("'", "’"))
    family = note.low(until) in ("family", "household")
    if surname_only and (family or (household and note.low(lead - 1) in ("the", "both", "all", "young"))):
        until += family and note.joined(until)
        return Hit(lead, until, "person", "[family]", not ask, "A family name of this case", ask)
    if surname_only and not title and short_for(known, note, first, who):
        first -= 1
    elif surname_only and not title and _has_other_given_name(known, note, first):
        ask = "Who is this? The family name is in the case, and the first name is not."
        return Hit(first - 1, until, "person", "[relative]", False, "A family name of this case", ask)
    bearers = [bit for bit in range(len(known.labels)) if who >> bit & 1]
    if title and len(bearers) > 1:
        bearers = [bit for bit in bearers if roles.fits_title(known.roles[bit], title)] or bearers
    if surname_only and len(bearers) > 1 and note.low(index - 1) in ("baby", "infant"):
        bearers = [bit for bit in bearers if _YOUNG & set(known.roles[bit].lower().split())] or bearers
    if len(bearers) == 1:
        label = known.labels[bearers[0]]
    else:
        label = roles.shared(
            (known.labels[bit] for bit in bearers), surname=surname_only and not (title and len(bearers) == 2)
        )
        ask = ask or (
            "Whom does this name mean? Several people of the case bear it." if title or not surname_only else ""
        )
    tail = "’s" if ending == "s" and until == index + 1 and not note.after(index).startswith(("'", "’")) else ""
    return Hit(first, until, "person", label, not ask, "A name of this case", ask, tail)


def _after_particles(known: Known, note: Note, index: int, until: int) -> int:
    """Return the place of the first word that is no "van" or "der"."""
    while index < until - 1 and note.lows[index] in known.particles:
        index += 1
    return index


def _before_particles(known: Known, note: Note, index: int) -> int:
    """Return where a family name begins whose small words come before: "the van der Meers", "the d'Souzas"."""
    while index and note.low(index - 1) in known.particles and note.gap(index) in _SMALL_JOINS:
        index -= 1
    return index


def short_for(known: Known, note: Note, index: int, who: int) -> bool:
    """Say whether the word before a family name shortens the first name of one who bears it: "Deb Fearon"."""
    if not index or note.gap(index) != " ":
        return False
    before = note.lows[index - 1]
    if len(before) < 2 or before in known.parts or before in _NOT_SHORT:
        return False
    return any(part.startswith(before) and mask & who for part, mask in known.parts.items())


def _has_other_given_name(known: Known, note: Note, index: int) -> bool:
    """Say whether a first name that nobody of the case bears stands before a family name: "Norm Field"."""
    if not index or note.gap(index) != " ":
        return False
    before = note.lows[index - 1]
    if before in known.parts or before in known.within or len(before) < 2:
        return False
    return before in words.given_names() or (
        note.words[index - 1].istitle()
        and (before in words.any_names() or before in words.names_that_are_words())
        and not note.starts_sentence(index - 1)
    )


def _all_young(known: Known, who: int) -> bool:
    roles_meant = (role for bit, role in enumerate(known.roles) if who >> bit & 1)
    return all(_YOUNG & set(role.lower().split()) for role in roles_meant)


def _title(note: Note, index: int) -> tuple[int, str]:
    if not index or note.lows[index - 1] not in roles.TITLES or len(note.gap(index)) > 2:
        return index, ""
    if index > 2 and note.lows[index - 2] == "and" and note.lows[index - 3] in roles.TITLES:
        return index - 3, ""
    return index - 1, note.lows[index - 1]


def _glued(note: Note, until: int) -> int:
    while until < note.size and note.gap(until) in ("-", "‐", "‑"):
        if note.lows[until] not in _GLUED and not note.words[until][0].isupper():
            break
        until += 1
    return until
