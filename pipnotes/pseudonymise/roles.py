"""What stands in a person's place: a role that a supervisor can think with, the same one throughout a summary."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from pipnotes.pseudonymise.fold import fold

_WOMEN = frozenset(
    """mother mum stepmother grandmother nan nana gran aunt auntie sister wife girlfriend niece godmother daughter
        midwife foster-mother""".split()
)
_MEN = frozenset(
    "father dad stepfather grandfather grandad uncle brother husband boyfriend nephew godfather son "
    "foster-father".split()
)
_WOMENS_TITLES = frozenset(("mrs", "ms", "miss", "madam", "lady"))
_MENS_TITLES = frozenset(("mr", "sir", "master"))
_CHILDREN = frozenset(("infant", "baby", "child", "sibling", "twin", "son", "daughter", "unborn", "newborn"))
TITLES = (
    _WOMENS_TITLES | _MENS_TITLES | frozenset(("mx", "dr", "prof", "professor", "rev", "reverend", "cllr", "messrs"))
)


def labels(roles: Sequence[str], names: frozenset[str]) -> list[str]:
    """Return one label a person in the order given, numbered where a role occurs twice.

    A role is free text, so one that itself holds a name of the case gives way to a plain word.
    """
    clean = [_clean(role, names) for role in roles]
    total, seen = Counter(clean), Counter[str]()
    found = []
    for role in clean:
        seen[role] += 1
        found.append(f"[{role} {seen[role]}]" if total[role] > 1 else f"[{role}]")
    return found


def _clean(role: str, names: frozenset[str]) -> str:
    plain = " ".join(role.replace("[", " ").replace("]", " ").lower().split())
    if any(fold(word).strip("'") in names for word in plain.replace("’", " ").replace("'", " ").split()):
        return "family member"
    return plain or "person"


def fits_title(role: str, title: str) -> bool:
    """Say whether a person in this role may be the one meant by a title with a surname."""
    pieces = set(fold(role).split())
    if pieces & _CHILDREN:
        return False
    if title in _WOMENS_TITLES:
        return not pieces & _MEN
    return not (title in _MENS_TITLES and pieces & _WOMEN)


def shared(found: Iterable[str], *, surname: bool) -> str:
    """Return what stands for a name that several people of the case bear."""
    bearers = list(found)
    if surname:
        return "[family name]"
    if len(bearers) == 2:
        return f"[{bearers[0].strip('[]')} or {bearers[1].strip('[]')}]"
    return "[family member]"
