"""Records out of the vault: the latest version by id or by kind, and every version there ever was."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any, TypeVar

from pipnotes.domain.fields import KINDS, kind_of
from pipnotes.vault import bodies, problems, seal, search
from pipnotes.vault.ledger import Ledger
from pipnotes.vault.shapes import Contribution, Hit, Lifecycle, Stored

T = TypeVar("T")
VERSIONS_OF = (
    "WITH RECURSIVE line (id) AS (SELECT latest FROM record WHERE id = ? UNION ALL "
    "SELECT version.before FROM line JOIN version USING (id) WHERE version.before IS NOT NULL) SELECT id FROM line"
)
_VERSIONS_OF_KIND = (
    "WITH RECURSIVE line (id, first) AS ("
    "SELECT latest, first FROM record WHERE kind = ? AND (? IS NULL OR family = ?) UNION ALL "
    "SELECT version.before, line.first FROM line JOIN version USING (id) WHERE version.before IS NOT NULL) "
)
_STORED = (
    "SELECT v.kind, v.record, v.family, v.number, v.lifecycle, v.form, v.body, c.seq, c.at, c.by, c.reason "
    "FROM version v JOIN contribution c ON c.seq = v.seq"
)
_CONTRIBUTION = "SELECT seq, at, by, action, subject, family, reason, hash FROM contribution"


class Reading:
    """The part of a vault that answers questions."""

    _ledger: Ledger

    def get(self, cls: type[T], record_id: str) -> T:
        """Return the latest version of a record, also one entered in error; KeyError when there is none to read."""
        row = self._ledger.connection.one(
            "SELECT v.kind, v.form, v.body FROM record r JOIN version v ON v.id = r.latest WHERE r.id = ?", (record_id,)
        )
        if row is None or not row[2] or KINDS.get(row[0]) is not cls:
            raise KeyError(record_id)
        return bodies.read(cls, *row)

    def has(self, cls: type[object], record_id: str) -> bool:
        """Tell whether there is a record of this class and id, in whatever state."""
        return (
            self._ledger.connection.one("SELECT 1 FROM record WHERE id = ? AND kind = ?", (record_id, kind_of(cls)))
            is not None
        )

    def all(self, cls: type[T], *, family: str | None = None) -> list[T]:
        """Return the latest version of every record of a class, the oldest record first.

        What was entered in error or destroyed is left out.
        """
        kind = kind_of(cls)
        rows = self._ledger.connection.fetch(
            "SELECT v.form, v.body FROM record r JOIN version v ON v.id = r.latest WHERE r.kind = ?"
            + ("" if family is None else " AND r.family = ?")
            + " AND r.lifecycle NOT IN ('entered_in_error', 'destroyed') ORDER BY r.first",
            (kind,) if family is None else (kind, family),
        )
        return [bodies.read(cls, kind, form, body) for form, body in rows]

    def stored(self, cls: type[T], record_id: str) -> Stored[T]:
        """Return the latest version with what the vault knows about it; KeyError when there is none."""
        found = self._stored(
            "JOIN record r ON r.latest = v.id WHERE r.id = ? AND r.kind = ?", (record_id, kind_of(cls)), cls
        )
        for one in found:
            return one
        raise KeyError(record_id)

    def all_stored(self, cls: type[T], *, family: str | None = None) -> list[Stored[T]]:
        """Return the latest version of every record of a class in whatever state, the oldest record first."""
        return list(
            self._stored(
                "JOIN record r ON r.latest = v.id WHERE r.kind = ? AND (? IS NULL OR r.family = ?) ORDER BY r.first",
                (kind_of(cls), family, family),
                cls,
            )
        )

    def history(self, record_id: str) -> list[Stored[object]]:
        """Return every version of a record, the oldest first; their words are gone once it was destroyed."""
        return list(self._stored(f"WHERE v.id IN ({VERSIONS_OF}) ORDER BY v.number", (record_id,), None))

    def all_versions(self, cls: type[T], *, family: str | None = None) -> list[Stored[T]]:
        """Return every version of every record of a class in one read: the oldest record first, then by number."""
        rows = self._ledger.connection.fetch(
            f"{_VERSIONS_OF_KIND} {_STORED} JOIN line ON line.id = v.id ORDER BY line.first, v.number",
            (kind_of(cls), family, family),
        )
        return [_one(row, cls) for row in rows]

    def ids_of(self, family: str) -> list[str]:
        """Return the ids of every record of a family that was not destroyed, the oldest first, in whatever state."""
        rows = self._ledger.connection.fetch(
            "SELECT id FROM record WHERE family = ? AND family <> '' AND lifecycle <> 'destroyed' ORDER BY first",
            (family,),
        )
        return [row[0] for row in rows]

    def taken(self, record_id: str) -> bool:
        """Tell whether there is a record of this id, of whatever class and in whatever state."""
        return self._ledger.connection.one("SELECT 1 FROM record WHERE id = ?", (record_id,)) is not None

    def is_destroyed(self, record_id: str) -> bool:
        """Tell whether a record of this id was destroyed."""
        row = self._ledger.connection.one("SELECT lifecycle FROM record WHERE id = ?", (record_id,))
        return row is not None and row[0] == Lifecycle.DESTROYED.value

    def sealed(self, record_id: str) -> tuple[str, bool]:
        """Return the digest of a record's latest version, and whether each version is what the chain says it was."""
        return seal.of(self._ledger.connection, VERSIONS_OF, record_id)

    def contributions(self, *, family: str | None = None) -> list[Contribution]:
        """Return the chain, the oldest first; with a family, what was done to its records."""
        rows = self._ledger.connection.fetch(
            _CONTRIBUTION + (" WHERE family = ? AND family <> ''" if family is not None else "") + " ORDER BY seq",
            (family,) if family is not None else (),
        )
        return [_contribution(*row) for row in rows]

    def last_contribution(self, action: str) -> Contribution | None:
        """Return the latest contribution that is called so, or None."""
        row = self._ledger.connection.one(f"{_CONTRIBUTION} WHERE action = ? ORDER BY seq DESC LIMIT 1", (action,))
        return _contribution(*row) if row else None

    def search(self, words: str, *, family: str | None = None, limit: int = 50) -> list[Hit]:
        """Return the records in which all these words, or their beginnings, occur; "in quotes" as they stand."""
        return search.find(self._ledger.connection, words, family, limit)

    def _stored(self, where: str, values: tuple[object, ...], cls: type[T] | None) -> Iterator[Stored[T]]:
        for row in self._ledger.connection.fetch(f"{_STORED} {where}", values):
            yield _one(row, cls)


def _one(row: tuple[Any, ...], cls: type[Any] | None) -> Stored[Any]:
    kind, record, family, number, lifecycle, form, body, seq, at, by, reason = row
    known = cls or KINDS.get(kind)
    if known is None:
        raise problems.newer()
    return Stored(
        record=bodies.read(known, kind, form, body) if body else None,
        kind=kind,
        id=record,
        family=family,
        number=number,
        lifecycle=Lifecycle(lifecycle),
        seq=seq,
        at=datetime.fromisoformat(at),
        by=by,
        reason=reason,
    )


def _contribution(
    seq: int, at: str, by: str, action: str, subject: str, family: str, reason: str, link: bytes
) -> Contribution:
    return Contribution(
        seq=seq,
        at=datetime.fromisoformat(at),
        by=by,
        action=action,
        subject=subject,
        family=family,
        reason=reason,
        hash=link.hex(),
    )
