"""The vocabulary in which a record declares its fields, once, with the privacy rule of each.

From these declarations come the plain screens, the row mapping, the search index, the export and the gate to a
summary. `share` has no default: a field without a privacy rule stops the program at import, so nobody can add one
and forget. A declaration holds facts only. Judgements (rules across fields, the shape of a Summary, the words of a
letter) are written by hand where they belong.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from enum import Enum
from typing import Any, Self, TypeVar, dataclass_transform

T = TypeVar("T")

# Every record class by the name under which the vault keeps it.
KINDS: dict[str, type[object]] = {}


class Coded(str, Enum):
    """A value that is stored as its code and shown by its label: labels may be reworded, codes never.

    Members are written as ``NAME = "code", "label"``.
    """

    label: str

    def __new__(cls, code: str, label: str) -> Self:
        member = str.__new__(cls, code)
        member._value_ = code
        member.label = label
        return member

    @classmethod
    def of(cls, code: str) -> Self:
        """Return the member of this code; ValueError when there is none."""
        for member in cls:
            if member.value == code:
                return member
        raise ValueError(code)

    def __str__(self) -> str:
        return str(self.value)


class Kind(Enum):
    """What a field holds; eight kinds, and no more, so that screens can be drawn from them."""

    LINE = "line"  # a short text
    PROSE = "prose"  # paragraphs
    DAY = "day"  # a date
    MOMENT = "moment"  # a date and time with its offset
    NUMBER = "number"  # a whole number
    CHOICE = "choice"  # a Coded value, or several
    LINK = "link"  # the id of another record, or several
    PARTS = "parts"  # smaller records inside this one


class Share(Enum):
    """How far a field may go towards a supervisor."""

    NEVER = "never"  # stays in the vault
    CODED = "coded"  # may leave as a band, a code or a count
    REVIEWED = "reviewed"  # its text may leave, pseudonymised and approved word by word


@dataclasses.dataclass(frozen=True, kw_only=True, slots=True)
class FieldSpec:
    """What one field of a record declares about itself."""

    name: str
    label: str
    kind: Kind
    share: Share
    choices: type[Coded] | None
    required: bool
    hint: str


_SPEC = "pipnotes.spec"


def note(
    label: str,
    kind: Kind,
    share: Share,
    *,
    choices: type[Coded] | None = None,
    required: bool = False,
    hint: str = "",
    default: Any = dataclasses.MISSING,
) -> Any:
    """Declare one field of a record; a field without `default` must be given when the record is made."""
    spec = {"label": label, "kind": kind, "share": share, "choices": choices, "required": required, "hint": hint}
    if default is dataclasses.MISSING:
        return dataclasses.field(metadata={_SPEC: spec})
    return dataclasses.field(default=default, metadata={_SPEC: spec})


@dataclass_transform(field_specifiers=(note,), kw_only_default=True, frozen_default=True)
def part(cls: type[T]) -> type[T]:
    """Make a frozen, keyword-only record of a class that lives inside another record."""
    made = dataclasses.dataclass(frozen=True, kw_only=True, slots=True)(cls)
    specs(made)
    return made


@dataclass_transform(field_specifiers=(note,), kw_only_default=True, frozen_default=True)
def record(kind: str) -> Callable[[type[T]], type[T]]:
    """Make a frozen, keyword-only record that the vault keeps under the name `kind`, which never changes."""

    def decorate(cls: type[T]) -> type[T]:
        made = part(cls)
        if kind in KINDS:
            raise TypeError(f"two records are called {kind!r}")
        KINDS[kind] = made
        return made

    return decorate


def specs(cls: type[object]) -> tuple[FieldSpec, ...]:
    """Return the declared fields of a record, in order.

    Raises TypeError for a field that was not declared with `note`, since it would have no privacy rule.
    """
    found = []
    for item in dataclasses.fields(cls):  # type: ignore[arg-type]  # only dataclasses come here
        if _SPEC not in item.metadata:
            raise TypeError(f"{cls.__name__}.{item.name} has no privacy rule: declare it with note()")
        found.append(FieldSpec(name=item.name, **item.metadata[_SPEC]))
    return tuple(found)


def kind_of(cls: type[object]) -> str:
    """Return the name under which the vault keeps records of this class."""
    for kind, known in KINDS.items():
        if known is cls:
            return kind
    raise KeyError(cls.__name__)
