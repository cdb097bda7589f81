"""Whether one record still is what was signed: its versions against their digests, these against the chain.

The full check walks the whole history; this asks about one record only, so that it can be done whenever one is read.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pipnotes.vault import chain
from pipnotes.vault.connection import Connection


def of(connection: Connection, versions_of: str, record_id: str) -> tuple[str, bool]:
    """Return the digest of a record's latest version, and whether every version is what the chain says it was.

    `versions_of` selects the ids of a record's versions. KeyError when there is no such record. A destroyed version
    counts as it is, since its digest outlives it.
    """
    rows = connection.fetch(
        "SELECT kind, record, number, family, lifecycle, form, salt, body, digest, id, seq FROM version"
        f" WHERE id IN ({versions_of}) ORDER BY number",
        (record_id,),
    )
    if not rows:
        raise KeyError(record_id)
    whole = all(_stands(row) and _is_linked(connection, row[9], row[10]) for row in rows)
    return rows[-1][8].hex(), whole


def _stands(row: tuple[Any, ...]) -> bool:
    kind, record, number, family, lifecycle, form, salt, body, digest, _, _ = row
    if salt is None or body is None:
        return True
    made = chain.of_version(
        kind=kind, record=record, number=number, family=family, lifecycle=lifecycle, form=form, salt=salt, body=body
    )
    return bool(made == digest)


def _is_linked(connection: Connection, version: int, seq: int) -> bool:
    said = connection.one(
        "SELECT reason, salt, told, hash, at, mono, by, action, subject, family FROM contribution WHERE seq = ?",
        (seq,),
    )
    before = connection.one("SELECT hash FROM contribution WHERE seq = ?", (seq - 1,))
    if said is None:
        return False
    reason, salt, told, link, *words = said
    if not chain.reason_stands(reason, salt, told):
        return False
    start = before[0] if before else chain.genesis(connection.value("SELECT origin FROM about"))
    earlier = list(_neighbours(connection, version, seq, -1))[::-1]
    digests = [*earlier, *_neighbours(connection, version, seq, 1)]
    return chain.of_contribution(start, seq, tuple(words), told, digests) == bytes(link)


def _neighbours(connection: Connection, version: int, seq: int, step: int) -> Iterator[bytes]:
    """Yield the digests of one contribution that lie this way from a version, itself first when going on.

    The versions of a contribution have ids in a row, so no index over the whole history is needed.
    """
    at = version if step > 0 else version - 1
    while (row := connection.one("SELECT seq, digest FROM version WHERE id = ?", (at,))) and row[0] == seq:
        yield row[1]
        at += step
