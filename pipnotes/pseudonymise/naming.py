"""Give each unknown person and place one label, the same wherever the name comes up, numbered if there are several."""

from __future__ import annotations

from pipnotes.pseudonymise import people
from pipnotes.pseudonymise.claims import Found
from pipnotes.pseudonymise.model import Replacement
from pipnotes.pseudonymise.tokens import Note

_REASONS = {
    "person": "Looks like a person outside the case",
    "place": "Looks like a place outside the case",
    "organisation": "Looks like an organisation outside the case",
    "address": "Looks like an address",
}


def replacements(note: Note, found: list[Found], used: frozenset[str]) -> list[tuple[Replacement, str]]:
    """Return a replacement with its question for everything found; `used` are labels that the case has given out."""
    identities = [_identity(note, item) for item in found]
    same = _same_people(identities, found)
    roles: dict[int, str] = {}
    kinds: dict[int, str] = {}
    for group, item in zip(same, found, strict=True):
        kinds.setdefault(group, item.kind)
        if roles.get(group, "person") in ("person", "worker", "visitor"):
            roles[group] = item.role
    labels = _numbered(roles, used)
    made = []
    for group, item in zip(same, found, strict=True):
        start, end = note.starts[item.first], note.ends[item.until - 1]
        replacement = Replacement(
            start=start, end=end, kind=item.kind, replacement=labels[group], source="unknown", certain=not item.ask,
            reason=_REASONS.get(item.kind, "Looks like a name"),
        )  # fmt: skip
        made.append((replacement, item.ask))
    return made


def _identity(note: Note, item: Found) -> tuple[str, ...]:
    lows = note.lows[item.first : item.until]
    if item.kind == "person":
        return tuple(low for low in lows if low not in people.TITLES) or tuple(lows)
    return tuple(lows)


def _same_people(identities: list[tuple[str, ...]], found: list[Found]) -> list[int]:
    """Return a group number for each: a person is the same when one name is part of the other."""
    groups: list[int] = []
    known: list[tuple[str, set[str], int]] = []
    for identity, item in zip(identities, found, strict=True):
        kind = "person" if item.kind == "person" else "place"
        pieces = set(identity)
        for other, names, number in known:
            if other == kind and (pieces <= names or names <= pieces if kind == "person" else pieces == names):
                names |= pieces
                groups.append(number)
                break
        else:
            groups.append(len(known))
            known.append((kind, pieces, len(known)))
    return groups


def _numbered(roles: dict[int, str], used: frozenset[str]) -> dict[int, str]:
    total: dict[str, int] = {}
    for role in roles.values():
        total[role] = total.get(role, 0) + 1
    seen: dict[str, int] = {}
    labels = {}
    for group, role in roles.items():
        taken = f"[{role}]" in used
        seen[role] = seen.get(role, 1 if taken else 0) + 1
        while f"[{role} {seen[role]}]" in used:
            seen[role] += 1
        labels[group] = f"[{role} {seen[role]}]" if total[role] > 1 or taken or f"[{role} 1]" in used else f"[{role}]"
    return labels
