"""What the vault takes and gives: plain values, so that the rest of the program never sees SQL, keys or files."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from pathlib import Path
from typing import Generic, TypeVar

Clock = Callable[[], datetime]
T = TypeVar("T")


class Lifecycle(str, Enum):
    """The state of one version of a record, in openEHR's words."""

    DRAFT = "draft"
    FINAL = "final"
    AMENDED = "amended"
    ENTERED_IN_ERROR = "entered_in_error"
    DESTROYED = "destroyed"


@dataclass(frozen=True, slots=True)
class Change:
    """A new version of one record, to be committed."""

    record: object
    lifecycle: Lifecycle


@dataclass(frozen=True, kw_only=True, slots=True)
class Stored(Generic[T]):
    """One version of a record with what the vault knows about it; `record` is None once it was destroyed."""

    record: T | None
    kind: str
    id: str
    family: str
    number: int
    lifecycle: Lifecycle
    seq: int
    at: datetime
    by: str
    reason: str

    @property
    def body(self) -> T:
        """Return the record of a version that is still there; KeyError once it was destroyed."""
        if self.record is None:
            raise KeyError(self.id)
        return self.record


@dataclass(frozen=True, kw_only=True, slots=True)
class Contribution:
    """One commit: who did what to whom, when and why, and its place in the chain (`hash`, 64 hex digits)."""

    seq: int
    at: datetime
    by: str
    action: str
    subject: str
    family: str
    reason: str
    hash: str


@dataclass(frozen=True, slots=True)
class Head:
    """The last link of the chain; its text form travels in backups and parcels."""

    seq: int
    hash: str

    def __str__(self) -> str:
        return f"{self.seq}:{self.hash}"


@dataclass(frozen=True, slots=True)
class DraftKey:
    """Which editor a draft belongs to: the kind of record and the id that it has or will have."""

    kind: str
    id: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Draft:
    """The words of one open editor (`body`) and where the writer was in them (`place`), both JSON text.

    `discarded` tells when it was put aside; `number` names one discarded draft among several of the same key.
    """

    key: DraftKey
    family: str | None
    body: str
    place: str
    started: datetime
    saved: datetime
    discarded: datetime | None = None
    number: int | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Hit:
    """A record in which the words were found, with a few words around the first place."""

    kind: str
    record: str
    family: str
    snippet: str


@dataclass(frozen=True, kw_only=True, slots=True)
class CheckReport:
    """What a full check counted, and everything that is not as it should be, in sentences without record text."""

    ok: bool
    contributions: int
    versions: int
    head: str
    problems: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class BackupReport:
    """A backup that was opened, checked and compared before it got its name."""

    path: Path
    proved: bool
    head: str
    bytes: int


@dataclass(frozen=True, kw_only=True, slots=True)
class VaultInfo:
    """What a vault says without its key; `organisation_key` names the organisation's key that opens it."""

    id: str
    schema: int
    slots: tuple[str, ...]
    size_bytes: int
    organisation_key: str | None = None


def short_id(vault: str) -> str:
    """Return the eight digits of a vault's id by which people tell it and its recovery sheet from others."""
    return f"{vault[:4]} {vault[4:8]}"
