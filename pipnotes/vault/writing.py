"""How a contribution gets into the tables: its link in the chain, its versions, and the index over them."""

from __future__ import annotations

import os
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pipnotes.domain.fields import kind_of
from pipnotes.vault import bodies, chain, problems, search
from pipnotes.vault.connection import Blob, Connection
from pipnotes.vault.ledger import Ledger
from pipnotes.vault.reading import VERSIONS_OF
from pipnotes.vault.shapes import Change, Contribution, Lifecycle

_SALT = 16
# Most versions have none before them, and a None is slow to hand over (see Blob).
_VERSION = (
    "INSERT INTO version (id, seq, before, record, number, kind, family, lifecycle, form, salt, body, digest) "
    "VALUES (?, ?, nullif(?, 0), ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)
_AT_ONCE = 500
_STANDING = (
    "SELECT r.id, r.first, r.latest, r.number, r.kind, r.lifecycle, v.form, v.body FROM record r "
    "JOIN version v ON v.id = r.latest"
)
_RECORD = (
    "INSERT INTO record (id, kind, family, lifecycle, number, first, latest) VALUES (?, ?, ?, ?, ?, ?, ?) "
    "ON CONFLICT (id) DO UPDATE SET "
    "family = excluded.family, lifecycle = excluded.lifecycle, number = excluded.number, latest = excluded.latest"
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Said:
    """The words of a contribution, before it has its place."""

    action: str
    by: str
    family: str
    subject: str
    reason: str


@dataclass(kw_only=True, slots=True)
class Fresh:
    """A version on its way into the tables."""

    kind: str
    id: str
    family: str
    lifecycle: str
    form: int
    salt: bytes
    body: bytes
    text: str
    number: int = 1
    version: int = 0
    before: int | None = None
    first: int = 0


def prepare(changes: Sequence[Change]) -> list[Fresh]:
    """Turn records into bodies; nothing is written yet, so a record that cannot be written harms nothing."""
    salts = os.urandom(_SALT * len(changes))
    made = []
    for at, change in enumerate(changes):
        kind = kind_of(type(change.record))
        made.append(
            Fresh(
                kind=kind,
                id=str(change.record.id),  # type: ignore[attr-defined]  # every record has an id
                family=bodies.family_of(kind, change.record),
                lifecycle=change.lifecycle.value,
                form=bodies.form_of(kind),
                salt=salts[at * _SALT : (at + 1) * _SALT],
                body=bodies.write(change.record),
                text=bodies.text_of(change.record),
            )
        )
    return made


def stub(kind: str, record: str, family: str) -> Fresh:
    """Return the version that stays when a record is destroyed: what it was, and no word of it."""
    return Fresh(
        kind=kind, id=record, family=family, lifecycle=Lifecycle.DESTROYED.value, form=1, salt=b"", body=b"", text=""
    )


def empty(connection: Connection, records: Sequence[str], seq: int) -> None:
    """Take the words out of records whose stubs were written as entry `seq`: bodies, papers, and reasons given."""
    ids = [(record,) for record in records]
    connection.executemany(
        f"UPDATE version SET body = NULL, salt = NULL WHERE lifecycle <> 'destroyed' AND id IN ({VERSIONS_OF})", ids
    )
    connection.executemany("DELETE FROM piece WHERE record = ?", ids)
    gone = "UPDATE contribution SET reason = '', salt = NULL WHERE salt IS NOT NULL AND seq < ? AND "
    entries = f"seq IN (SELECT seq FROM version WHERE id IN ({VERSIONS_OF}))"
    connection.executemany(gone + entries, [(seq, record) for record in records])
    families = connection.fetch(
        "SELECT record FROM version WHERE seq = ? AND kind = 'family' AND lifecycle = 'destroyed'", (seq,)
    )
    connection.executemany(gone + "family = ?", [(seq, family) for (family,) in families])


def append(ledger: Ledger, connection: Connection, said: Said, versions: Sequence[Fresh]) -> Contribution:
    """Write one contribution inside the open transaction, and return it with its hash."""
    out_of_index = _place(connection, versions)
    digests = [_digest(one) for one in versions]
    contribution = _link(ledger, connection, said, digests)
    if versions:
        _write(connection, contribution.seq, versions, digests)
        if out_of_index:
            search.take_out(connection, out_of_index.items())
        latest = {one.id: one for one in versions}.values()
        search.add(connection, ((one.version, one.text) for one in latest if one.lifecycle not in search.HIDDEN))
        kinds = {one.kind for one in versions} - ledger.kinds
        search.note_kinds(connection, kinds)
        ledger.kinds |= kinds
    return contribution


def _place(connection: Connection, versions: Sequence[Fresh]) -> dict[int, str]:
    """Give each version its id and number; return the indexed words that these versions make old."""
    known: dict[str, Fresh] = {}
    old: dict[int, str] = {}
    standing = _standing(connection, [one.id for one in versions])
    last = connection.value("SELECT coalesce(max(id), 0) FROM version") if versions else 0
    for version, one in enumerate(versions, last + 1):
        one.version = one.first = version
        before = known.get(one.id)
        if before is not None:
            _same_kind(one, before.kind)
            one.number, one.before, one.first = before.number + 1, before.version, before.first
        else:
            row = standing.get(one.id)
            if row is not None:
                _follow(one, row, old)
        known[one.id] = one
    return old


def _standing(connection: Connection, ids: Sequence[str]) -> dict[str, Any]:
    """Return what stands of these records, by id; asked for many at a time, since an import brings thousands."""
    found: dict[str, Any] = {}
    for at in range(0, len(ids), _AT_ONCE):
        some = ids[at : at + _AT_ONCE]
        marks = ", ".join("?" * len(some))
        for key, *row in connection.execute(f"{_STANDING} WHERE r.id IN ({marks})", some):
            found[key] = row
    return found


def _follow(one: Fresh, row: Any, old: dict[int, str]) -> None:
    one.first, one.before, number, kind, lifecycle, form, body = row
    one.number = number + 1
    _same_kind(one, kind)
    if lifecycle == Lifecycle.DESTROYED.value:
        raise problems.destroyed_record()
    if lifecycle not in search.HIDDEN:
        old[row[1]] = search.words_of(kind, form, body)


def _same_kind(one: Fresh, kind: str) -> None:
    if kind != one.kind:
        raise ValueError(f"record {one.id} is a {kind}, not a {one.kind}")


def _digest(one: Fresh) -> bytes:
    return chain.of_version(
        kind=one.kind,
        record=one.id,
        number=one.number,
        family=one.family,
        lifecycle=one.lifecycle,
        form=one.form,
        salt=one.salt,
        body=one.body,
    )


def _link(ledger: Ledger, connection: Connection, said: Said, digests: Sequence[bytes]) -> Contribution:
    at, mono, seq = ledger.now(), time.monotonic_ns() // 1_000_000, ledger.seq + 1
    words = (at, mono, said.by, said.action, said.subject, said.family)
    salt = os.urandom(_SALT) if said.reason else None
    told = chain.of_reason(salt, said.reason) if salt else None
    link = chain.of_contribution(ledger.hash, seq, words, told, digests)
    connection.execute(
        "INSERT INTO contribution (seq, at, mono, by, action, subject, family, reason, salt, told, hash) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (seq, *words, said.reason, salt, told, Blob(link)),
    )
    ledger.seq, ledger.hash, ledger.at = seq, link, at
    return Contribution(
        seq=seq,
        at=datetime.fromisoformat(at),
        by=said.by,
        action=said.action,
        subject=said.subject,
        family=said.family,
        reason=said.reason,
        hash=link.hex(),
    )


def _write(connection: Connection, seq: int, versions: Sequence[Fresh], digests: Sequence[bytes]) -> None:
    connection.executemany(
        _VERSION,
        (
            (
                one.version,
                seq,
                one.before or 0,
                one.id,
                one.number,
                one.kind,
                one.family,
                one.lifecycle,
                one.form,
                Blob(one.salt),
                Blob(one.body),
                Blob(digest),
            )
            for one, digest in zip(versions, digests, strict=True)
        ),
    )
    connection.executemany(
        _RECORD,
        ((one.id, one.kind, one.family, one.lifecycle, one.number, one.first, one.version) for one in versions),
    )
