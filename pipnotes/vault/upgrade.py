"""Bringing an older vault up to today's tables: on a copy, proved, then swapped, the old file kept."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

import msgspec

from pipnotes.vault import chain, files, keyfile, problems, schema, staging
from pipnotes.vault.connection import Connection, connect, create_file, troubles
from pipnotes.vault.head import NAME as HEAD
from pipnotes.vault.keys import VaultKey


def current(connection: Connection) -> bool:
    """Tell whether a database has today's tables; Problem when it is not ours or from a newer program."""
    if connection.value("PRAGMA application_id") != schema.APPLICATION_ID:
        raise problems.not_a_vault()
    version = connection.value("PRAGMA user_version")
    if version > schema.CURRENT:
        raise problems.newer()
    return bool(version == schema.CURRENT)


def bring_up(folder: Path, key: VaultKey, connection: Connection, steps: Sequence[str] = schema.STEPS) -> Connection:
    """Return a connection to the vault with the tables of `steps`; the one given when nothing is to be done.

    The old database stays beside the new one as `vault.db.schema-N`.
    """
    old = connection.value("PRAGMA user_version")
    if old == len(steps) or (steps is schema.STEPS and current(connection)):
        return connection
    making = staging.begin(folder)
    create_file(making / "vault.db")
    made = connect(making / "vault.db", key.subkey("database"))
    try:
        with troubles():
            connection.raw.backup(made.raw)
            before = tally(made)
            made.run_all(steps[old:], version=len(steps))
            if tally(made) != before or tally(connection) != before or not _sound(made):
                raise problems.copy_unproved()
    finally:
        made.close()
    _carry(folder, making, key, len(steps))
    connection.close()
    _keep(folder / "vault.db", folder / f"vault.db.schema-{old}")
    staging.ready(folder)
    staging.finish(folder)
    return connect(folder / "vault.db", key.subkey("database"))


def _keep(database: Path, kept: Path) -> None:
    """Copy the old database beside the new one, over what an upgrade that was cut off may have left of such a copy."""
    fresh = kept.with_name(kept.name + ".new")
    fresh.unlink(missing_ok=True)
    files.copy_private(database, fresh)
    os.replace(fresh, kept)


def tally(connection: Connection) -> tuple[int, int, bytes]:
    """Return the counts of contributions and versions and one digest over all of theirs."""
    contributions = connection.execute("SELECT hash FROM contribution ORDER BY seq").fetchall()
    versions = connection.execute("SELECT digest FROM version ORDER BY id").fetchall()
    return (
        len(contributions),
        len(versions),
        chain.digest("tally", *(row[0] for row in contributions), *(row[0] for row in versions)),
    )


def _sound(connection: Connection) -> bool:
    return bool(connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)])


def _carry(folder: Path, making: Path, key: VaultKey, version: int) -> None:
    mac_key = key.subkey("keys")
    known, _ = keyfile.settle(folder, mac_key)
    if known is not None:
        changed = msgspec.structs.replace(known, counter=known.counter + 1, schema=version)
        keyfile.write(making, changed.sealed(mac_key))
    if (folder / HEAD).exists():
        files.copy_private(folder / HEAD, making / HEAD)
