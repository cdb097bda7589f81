"""Drafts and what the vault remembers: the things that may change, each save of them as durable as a signed note."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from pipnotes.vault.connection import Connection
from pipnotes.vault.ledger import Ledger, fluid_digest
from pipnotes.vault.shapes import Draft, DraftKey

KEPT_FOR = timedelta(days=30)
_COLUMNS = "kind, id, family, body, place, started, saved"
# A row that is replaced gets a new place, and its index with it; one that is changed where it stands is one page fewer
# to encrypt at every save.
_PUT = (
    f"INSERT INTO draft ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET family = excluded.family, "
    "body = excluded.body, place = excluded.place, started = excluded.started, saved = excluded.saved"
)


class Drafting:
    """The part of a vault that keeps unfinished words."""

    _ledger: Ledger

    def save_draft(self, draft: Draft, *, keeps_before: bool = False, remembers: tuple[str, str] | None = None) -> None:
        """Keep the words of one editor; when this returns they are on the disk.

        With `keeps_before`, what stood there until now is put aside in the same step, and with `remembers` a name and
        its value are remembered in it.
        """
        row = _row(draft)
        with self._ledger.transaction() as connection:
            if keeps_before:
                self._set_aside(connection, draft.key)
            _put(connection, row)
            self._ledger.fluid["draft", draft.key.kind, draft.key.id] = fluid_digest(*row)
            if remembers is not None:
                self._remember(connection, *remembers)

    def draft(self, key: DraftKey) -> Draft | None:
        """Return the words of one editor, if any are kept."""
        row = self._ledger.connection.one(f"SELECT {_COLUMNS} FROM draft WHERE kind = ? AND id = ?", (key.kind, key.id))
        return _draft(row) if row else None

    def drafts(self) -> list[Draft]:
        """Return all unfinished words, the earliest begun first."""
        return [_draft(row) for row in self._ledger.connection.fetch(f"SELECT {_COLUMNS} FROM draft ORDER BY started")]

    def discard_draft(self, key: DraftKey) -> None:
        """Put a draft aside; it can be had back for 30 days."""
        with self._ledger.transaction() as connection:
            self._set_aside(connection, key)

    def discarded_drafts(self) -> list[Draft]:
        """Return the drafts that were put aside, the newest first."""
        rows = self._ledger.connection.fetch(
            f"SELECT {_COLUMNS}, discarded, number FROM discarded ORDER BY number DESC"
        )
        return [_draft(row) for row in rows]

    def restore_draft(self, key: DraftKey, number: int | None = None) -> Draft:
        """Bring a discarded draft back, the newest of its key unless a number says which.

        If that editor has words again by now, these are put aside in turn. KeyError when there is nothing to restore.
        """
        found = [one for one in self.discarded_drafts() if one.key == key and number in (None, one.number)]
        if not found:
            raise KeyError(key)
        chosen = found[0]
        row = _row(chosen)
        with self._ledger.transaction() as connection:
            self._set_aside(connection, key)
            connection.execute("DELETE FROM discarded WHERE number = ?", (chosen.number,))
            del self._ledger.fluid["discarded", str(chosen.number)]
            _put(connection, row)
            self._ledger.fluid["draft", key.kind, key.id] = fluid_digest(*row)
        return _draft(row)

    def remember(self, name: str, value: str) -> None:
        """Keep a small setting inside the vault; it may change and is no part of the history."""
        with self._ledger.transaction() as connection:
            self._remember(connection, name, value)

    def recall(self, name: str) -> str | None:
        """Return what was remembered under a name."""
        row = self._ledger.connection.one("SELECT value FROM memory WHERE name = ?", (name,))
        return str(row[0]) if row else None

    def _remember(self, connection: Connection, name: str, value: str) -> None:
        connection.execute(
            "INSERT INTO memory (name, value) VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value",
            (name, value),
        )
        self._ledger.fluid["memory", name] = fluid_digest(name, value)

    def _drop(self, connection: Connection, key: DraftKey) -> None:
        connection.execute("DELETE FROM draft WHERE kind = ? AND id = ?", (key.kind, key.id))
        self._ledger.fluid.pop(("draft", key.kind, key.id), None)

    def _set_aside(self, connection: Connection, key: DraftKey) -> None:
        row = connection.one(f"SELECT {_COLUMNS} FROM draft WHERE kind = ? AND id = ?", (key.kind, key.id))
        if row is None:
            return
        row = (*row, self._ledger.now())
        done = connection.execute(f"INSERT INTO discarded ({_COLUMNS}, discarded) VALUES (?, ?, ?, ?, ?, ?, ?, ?)", row)
        self._ledger.fluid["discarded", str(done.lastrowid)] = fluid_digest(*row)
        self._drop(connection, key)

    def _forget_drafts(self, connection: Connection, ids: Sequence[str]) -> None:
        """Remove every draft of these records and families, the discarded ones too."""
        for one in ids:
            for kind, key in connection.execute(
                "DELETE FROM draft WHERE id = ? OR family = ? RETURNING kind, id", (one, one)
            ).fetchall():
                self._ledger.fluid.pop(("draft", kind, key), None)
            self._forget_discarded(connection, "id = ? OR family = ?", (one, one))

    def _purge(self) -> None:
        """Remove what was put aside more than 30 days ago.

        The days are counted by the newest contribution as well as by the clock: a clock that jumped for a moment
        must not take anybody's words.
        """
        if not self._ledger.at:
            return
        now = min(datetime.fromisoformat(self._ledger.at), self._ledger.clock())
        old = [one.number for one in self.discarded_drafts() if one.discarded and now - one.discarded > KEPT_FOR]
        if old:
            with self._ledger.transaction() as connection:
                for number in old:
                    self._forget_discarded(connection, "number = ?", (number,))

    def _forget_discarded(self, connection: Connection, which: str, values: Sequence[object]) -> None:
        for (number,) in connection.execute(f"DELETE FROM discarded WHERE {which} RETURNING number", values).fetchall():
            self._ledger.fluid.pop(("discarded", str(number)), None)


def _put(connection: Connection, row: tuple[str | None, ...]) -> None:
    connection.execute(_PUT, row)


def _row(draft: Draft) -> tuple[str | None, ...]:
    return (
        draft.key.kind,
        draft.key.id,
        draft.family,
        draft.body,
        draft.place,
        draft.started.isoformat(),
        draft.saved.isoformat(),
    )


def _draft(row: Any) -> Draft:
    kind, key, family, body, place, started, saved, *aside = row
    return Draft(
        key=DraftKey(kind, key),
        family=family,
        body=body,
        place=place,
        started=datetime.fromisoformat(started),
        saved=datetime.fromisoformat(saved),
        discarded=datetime.fromisoformat(aside[0]) if aside else None,
        number=aside[1] if aside else None,
    )
