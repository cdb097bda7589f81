"""Drafts and what the vault remembers: the things that may change, each save of them as durable as a signed note."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
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


@dataclass(slots=True)
class Unsaved:
    """The newest words of each editor that no save has taken yet, and what was typed elsewhere, by its name.

    `slipped` are the editors whose words until now were to be put aside in the same step.
    """

    drafts: dict[DraftKey, Draft] = field(default_factory=dict)
    slipped: set[DraftKey] = field(default_factory=set)
    typed: dict[str, str] = field(default_factory=dict)

    def hold(self, draft: Draft, *, slipped: bool) -> None:
        """Hold the words of one editor until they are saved."""
        self.drafts[draft.key] = draft
        if slipped:
            self.slipped.add(draft.key)

    def let_go(self, key: DraftKey) -> None:
        """Let go of them: they are saved, or the draft is done with."""
        self.drafts.pop(key, None)
        self.slipped.discard(key)


class Drafting:
    """The part of a vault that keeps unfinished words."""

    _ledger: Ledger
    _unsaved: Unsaved

    def save_draft(self, draft: Draft, *, keeps_before: bool = False, remembers: tuple[str, str] | None = None) -> None:
        """Keep the words of one editor; when this returns they are on the disk.

        With `keeps_before`, what stood there until now is put aside in the same step, and with `remembers` a name and
        its value are remembered in it. Words that cannot be saved are held, so that they can be sealed.
        """
        row = row_of(draft)
        self._unsaved.hold(draft, slipped=keeps_before)
        with self._ledger.transaction() as connection:
            if keeps_before:
                self._set_aside(connection, draft.key)
            self._put(connection, row)
            if remembers is not None:
                self._remember(connection, *remembers)
        self._unsaved.let_go(draft.key)

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
        self._unsaved.let_go(key)

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
        row = row_of(chosen)
        with self._ledger.transaction() as connection:
            self._set_aside(connection, key)
            connection.execute("DELETE FROM discarded WHERE number = ?", (chosen.number,))
            del self._ledger.fluid["discarded", str(chosen.number)]
            self._put(connection, row)
        return _draft(row)

    def remember(self, name: str, value: str) -> None:
        """Keep a small setting inside the vault; it may change and is no part of the history."""
        with self._ledger.transaction() as connection:
            self._remember(connection, name, value)

    def remember_typed(self, name: str, value: str) -> None:
        """Remember what a person typed; what cannot be saved is held, so that it can be sealed."""
        self.hold_typed(name, value)
        self.remember(name, value)
        self._unsaved.typed.pop(name, None)

    def hold_typed(self, name: str, value: str) -> None:
        """Hold what a person typed until it can be saved, for where it is known already that the disk fails."""
        self._unsaved.typed[name] = value

    def let_go_typed(self, *names: str) -> None:
        """Hold it no more, since it may be about what is destroyed."""
        for name in names:
            self._unsaved.typed.pop(name, None)

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
        self._put_aside(connection, row)
        self._drop(connection, key)

    def _put(self, connection: Connection, row: tuple[str | None, ...]) -> None:
        connection.execute(_PUT, row)
        self._ledger.fluid["draft", str(row[0]), str(row[1])] = fluid_digest(*row)

    def _put_aside(self, connection: Connection, row: tuple[str | None, ...]) -> None:
        row = (*row, self._ledger.now())
        done = connection.execute(f"INSERT INTO discarded ({_COLUMNS}, discarded) VALUES (?, ?, ?, ?, ?, ?, ?, ?)", row)
        self._ledger.fluid["discarded", str(done.lastrowid)] = fluid_digest(*row)

    def _forget_drafts(self, connection: Connection, ids: Sequence[str]) -> None:
        """Remove every draft of these records and families, the discarded ones too."""
        for one in ids:
            for kind, key in connection.execute(
                "DELETE FROM draft WHERE id = ? OR family = ? RETURNING kind, id", (one, one)
            ).fetchall():
                self._ledger.fluid.pop(("draft", kind, key), None)
            self._forget_discarded(connection, "id = ? OR family = ?", (one, one))
            for held in [key for key, draft in self._unsaved.drafts.items() if one in (key.id, draft.family)]:
                self._unsaved.let_go(held)

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


def row_of(draft: Draft) -> tuple[str | None, ...]:
    """Return a draft as it stands in its table."""
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
