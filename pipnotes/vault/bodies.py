"""Records as JSON and back, and old bodies brought up to date.

A body carries the number of its form. When a record changes so that old bodies no longer fit, its kind gets a new
number and a step from the old one: a pure function of plain values that never imports today's classes and is frozen
once released. A new field with a default needs no step.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any, TypeVar, get_args, get_type_hints

import msgspec

from pipnotes.domain.fields import KINDS, Kind, specs
from pipnotes.vault import problems
from pipnotes.vault.chain import digest

T = TypeVar("T")
Plain = dict[str, Any]
Step = Callable[[Plain], Plain]

# (kind, number of the form that the step reads) -> the step to the next form.
STEPS: Mapping[tuple[str, int], Step] = {}


def write(record: object) -> bytes:
    """Return the body of a record: its fields in their declared order."""
    return msgspec.json.encode(record)


def read(cls: type[T], kind: str, form: int, body: bytes | None) -> T:
    """Return the record of a body of any form.

    Problem for a form that only a newer program knows, Integrity where a body is gone that nobody destroyed.
    """
    if body is None:
        raise problems.database_damaged()
    current = form_of(kind)
    if form == current:
        return _decoder(cls).decode(body)  # type: ignore[no-any-return]  # it was made for this class
    if form > current:
        raise problems.newer()
    return msgspec.convert(bring_up(kind, form, msgspec.json.decode(body)), cls)


def bring_up(kind: str, form: int, plain: Plain, steps: Mapping[tuple[str, int], Step] = STEPS) -> Plain:
    """Apply the steps of a kind, one after the other, until there is none for the form reached."""
    while (kind, form) in steps:
        plain = steps[kind, form](plain)
        form += 1
    return plain


@cache
def form_of(kind: str) -> int:
    """Return the number of the form in which bodies of this kind are written today."""
    return 1 + max((form for known, form in STEPS if known == kind), default=0)


def family_of(kind: str, record: object) -> str:
    """Return the id of the family that a record belongs to; empty for what belongs to none."""
    if kind == "family":
        return str(record.id)  # type: ignore[attr-defined]  # every record has an id
    return str(getattr(record, "family", None) or "")


def text_of(record: object) -> str:
    """Return the words by which a record is found: its lines and its prose, those of its parts included."""
    found: list[str] = []
    for name, kind in _searched(type(record)):
        value = getattr(record, name)
        if not value:
            continue
        values = value if isinstance(value, tuple | list) else (value,)
        if kind is Kind.PARTS:
            found.extend(text_of(one) for one in values if dataclasses.is_dataclass(one))
        else:
            found.extend(map(str, values))
    return "\n".join(filter(None, found))


@cache
def stamp_of(kind: str) -> str:
    """Return a short name for which fields of a kind are searched, so that a change of them shows."""
    cls = KINDS.get(kind)
    return digest("searched", *(word.encode() for word in _spelt(cls))).hex()[:16] if cls else ""


def _spelt(cls: type[object]) -> list[str]:
    names = []
    for name, kind in _searched(cls):
        names.append(f"{name}:{kind.value}")
        if kind is Kind.PARTS:
            inside = _parts(get_type_hints(cls)[name])
            names.extend(f"{name}.{word}" for inner in inside for word in _spelt(inner))
    return names


def _parts(hint: object) -> list[type[object]]:
    if isinstance(hint, type) and dataclasses.is_dataclass(hint):
        return [hint]
    return [cls for one in get_args(hint) for cls in _parts(one)]


def _fields(cls: type[object]) -> tuple[tuple[str, Kind], ...]:
    wanted = (Kind.LINE, Kind.PROSE, Kind.PARTS)
    return tuple((spec.name, spec.kind) for spec in specs(cls) if spec.kind in wanted and spec.name != "id")


_searched: Callable[[Any], tuple[tuple[str, Kind], ...]] = cache(_fields)
_decoder: Callable[[Any], msgspec.json.Decoder[Any]] = cache(msgspec.json.Decoder)
