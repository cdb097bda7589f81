"""What became of a record, version by version, in words that a page can show."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from typing import Any

from pipnotes.domain.fields import Coded, FieldSpec, Kind, specs
from pipnotes.domain.words import listed, long_day
from pipnotes.vault import Lifecycle, Stored

# A text longer than this is told by its label alone; the version that holds it can be opened.
SHORT = 120
NamesOf = Callable[[Sequence[str]], str]


class Standing(Enum):
    """How a signed record stands today."""

    SIGNED = "Signed"
    AMENDED = "Signed, amended"
    IN_ERROR = "Entered in error"
    DESTROYED = "Destroyed"


@dataclass(frozen=True, kw_only=True, slots=True)
class Version:
    """One version: when, by whom, why, and what changed against the one before, each as a sentence."""

    at: datetime
    by: str
    what: str
    reason: str
    changes: tuple[str, ...]


def standing(stored: Stored[Any]) -> Standing:
    """Return how the latest version of a record stands."""
    return {
        Lifecycle.AMENDED: Standing.AMENDED,
        Lifecycle.ENTERED_IN_ERROR: Standing.IN_ERROR,
        Lifecycle.DESTROYED: Standing.DESTROYED,
    }.get(stored.lifecycle, Standing.SIGNED)


def told(history: Sequence[Stored[object]], names_of: NamesOf) -> tuple[Version, ...]:
    """Return the versions of a record, the newest first; `names_of` turns linked ids into words."""
    found = []
    before: object | None = None
    for stored in history:
        found.append(
            Version(
                at=stored.at,
                by=stored.by,
                what=_what(stored, first=stored is history[0]),
                reason=stored.reason,
                changes=_changes(before, stored.record, names_of),
            )
        )
        before = stored.record
    return tuple(reversed(found))


def _what(stored: Stored[object], *, first: bool) -> str:
    if stored.lifecycle is Lifecycle.ENTERED_IN_ERROR:
        return Standing.IN_ERROR.value
    if stored.lifecycle is Lifecycle.DESTROYED:
        return Standing.DESTROYED.value
    return "Written down" if first else "Changed"


def _changes(before: object | None, after: object | None, names_of: NamesOf) -> tuple[str, ...]:
    if before is None or after is None or type(before) is not type(after):
        return ()
    pairs = [(spec, getattr(before, spec.name), getattr(after, spec.name)) for spec in specs(type(after))]
    return tuple(_change(spec, old, new, names_of) for spec, old, new in pairs if old != new)


def _change(spec: FieldSpec, old: object, new: object, names_of: NamesOf) -> str:
    was, now = _words(spec, old, names_of), _words(spec, new, names_of)
    if len(was) > SHORT or len(now) > SHORT or spec.kind is Kind.PARTS:
        return f"{spec.label}: changed."
    if not was:
        return f"{spec.label}: {now}."
    if not now:
        return f"{spec.label}: taken out, it was {was}."
    return f"{spec.label}: {now}, it was {was}."


def _words(spec: FieldSpec, value: object, names_of: NamesOf) -> str:
    if value is None or value == ():
        return ""
    if spec.kind is Kind.LINK:
        return names_of(value if isinstance(value, tuple) else (str(value),))
    if isinstance(value, tuple):
        return listed([_words(spec, item, names_of) for item in value])
    if isinstance(value, Coded):
        return value.label
    if isinstance(value, datetime):
        return f"{long_day(value.date())}, {value:%H:%M}"
    return long_day(value) if isinstance(value, date) else str(value)
