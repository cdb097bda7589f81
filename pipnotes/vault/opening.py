"""Making a vault, and opening one: what is looked at, in which order, before anything is allowed to change."""

from __future__ import annotations

import contextlib
import os
from dataclasses import replace
from datetime import datetime
from functools import partial
from pathlib import Path

from pipnotes.domain.words import clock_time, long_day
from pipnotes.errors import Problem
from pipnotes.vault import (
    chain,
    copying,
    files,
    keyfile,
    keys,
    problems,
    rehearsal,
    schema,
    search,
    staging,
    unlocking,
    upgrade,
)
from pipnotes.vault.connection import PAGE, Trouble, connect, create_file, disk_troubles
from pipnotes.vault.freshness import compare
from pipnotes.vault.head import NAME as HEAD
from pipnotes.vault.head import HeadFile, Witness
from pipnotes.vault.keys import KdfCost, VaultKey
from pipnotes.vault.ledger import Ledger, digest_of
from pipnotes.vault.lock import VaultLock
from pipnotes.vault.shapes import Clock
from pipnotes.vault.store import Vault
from pipnotes.vault.unlocking import DATABASE

WRONG_TRIES = "wrong passphrases"


def create(
    folder: Path,
    passphrase: str,
    *,
    role: str,
    owner: str,
    clock: Clock,
    cost: KdfCost | None = None,
    escrow_key: bytes | None = None,
) -> Vault:
    """Make a vault that nobody has written in, and open it; with `escrow_key`, the organisation can open it as well.

    It is built beside its place and renamed into it, so a vault is there whole or not at all. Problem when there is
    something in that place already.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise problems.already_there()
    if not passphrase:
        raise problems.empty_passphrase()
    key = keys.fresh()
    making = folder.with_name(f"{folder.name}.making-{os.urandom(4).hex()}")
    with disk_troubles():
        try:
            files.new_folder(making)
            _build(making, key, role, owner, clock)
            slots: list[keyfile.Slot] = [key.to_passphrase_slot(passphrase, cost or keys.calibrate())]
            if escrow_key is not None:
                slots.append(key.to_escrow_slot(escrow_key))
            keyfile.write(making, unlocking.first_keys(key, slots))
            if folder.exists():
                folder.rmdir()
            files.put_in_place(making, folder)
        except BaseException:
            files.remove_folder(making)
            raise
    try:
        return _first_entries(open_vault(folder, key, clock=clock), owner, escrow_key)
    except BaseException:
        # Nobody has written in it, and its place must be free for the next try.
        files.remove_folder(folder)
        raise


def open_vault(folder: Path, key: VaultKey, *, clock: Clock, accept_loss: bool = False) -> Vault:
    """Open a vault on this thread, as its only user.

    Raises Problem when it is open elsewhere, and Integrity when the database is damaged or older than its own last
    save; then nothing was changed and the files as found are kept in a folder `aside-N`. With `accept_loss` an older
    vault is opened all the same, and the loss becomes a contribution.
    """
    with disk_troubles():
        if not folder.is_dir():
            raise problems.not_a_vault()
        lock = VaultLock(folder)
        try:
            return open_locked(folder, key, lock, clock=clock, accept_loss=accept_loss)
        except BaseException:
            lock.release()
            raise


def open_locked(folder: Path, key: VaultKey, lock: VaultLock, *, clock: Clock, accept_loss: bool = False) -> Vault:
    """Open a vault whose lock is held already."""
    staging.finish(folder)
    for left in (folder / "aside-look", folder / "aside-check", *folder.glob(f"{copying.SCRATCH}*")):
        files.remove_folder(left)
    # A file that was cut off before it got its name; there may be the wrapping of an old passphrase in it.
    for unnamed in folder.glob("*.new"):
        with contextlib.suppress(OSError):
            unnamed.unlink()
    _look_at_files(folder, key)
    head_file = HeadFile(folder, key.subkey("head"))
    trouble = rehearsal.rehearse(folder, key, head_file)
    if trouble is not None:
        rehearsal.keep_aside(folder)
        if not accept_loss:
            raise trouble
    connection = connect(folder / DATABASE, key.subkey("database"))
    try:
        connection = upgrade.bring_up(folder, key, connection)
        trouble = compare(connection, head_file.read()[0])
        if trouble is not None and not accept_loss:
            raise trouble
        connection.fence()
        afresh = partial(rehearsal.open_afresh, folder, key, head_file)
        return _settle(Ledger(folder, connection, head_file, clock, afresh=afresh), key, lock, trouble)
    except BaseException:
        with contextlib.suppress(Trouble):
            connection.close()
        head_file.close()
        raise


def _first_entries(vault: Vault, owner: str, escrow_key: bytes | None) -> Vault:
    try:
        vault.commit("vault created", by=owner)
        if escrow_key is not None:
            vault.commit("organisation's key added", by=owner)
    except BaseException:
        with contextlib.suppress(Problem):
            vault.close()
        raise
    return vault


def _build(folder: Path, key: VaultKey, role: str, owner: str, clock: Clock) -> None:
    create_file(folder / DATABASE)
    connection = connect(folder / DATABASE, key.subkey("database"))
    try:
        connection.execute(f"PRAGMA application_id = {schema.APPLICATION_ID}")
        connection.run_all(schema.STEPS, version=schema.CURRENT)
        connection.execute("BEGIN IMMEDIATE")
        made = clock().isoformat()
        connection.execute("INSERT INTO about VALUES (1, ?, ?, ?, ?)", (key.id, role, owner, made))
        nothing = digest_of({})
        connection.execute("INSERT INTO witness VALUES (1, 0, ?, ?)", (nothing, nothing))
        connection.execute("COMMIT")
    finally:
        connection.close()
    beginning = Witness(turn=0, seq=0, hash=chain.genesis(key.id).hex(), drafts=nothing.hex(), at=made)
    HeadFile(folder, key.subkey("head")).renew(beginning)


def _look_at_files(folder: Path, key: VaultKey) -> None:
    database = folder / DATABASE
    if not database.exists():
        known = (folder / name for name in (keyfile.NAME, keyfile.KEPT, HEAD))
        raise problems.database_gone() if any(path.exists() for path in known) else problems.not_a_vault()
    # A new vault's first page is written before it has a name, so anything shorter was cut.
    if database.stat().st_size < PAGE:
        raise problems.database_damaged()
    if not os.access(folder, os.W_OK) or not os.access(database, os.W_OK):
        raise problems.read_only()


def _settle(ledger: Ledger, key: VaultKey, lock: VaultLock, trouble: Problem | None) -> Vault:
    """Put right what can be put right, now that the vault is known to be good or the loss is accepted."""
    notices = []
    # On a full disk nothing can be put right, and reading must still be possible.
    with contextlib.suppress(OSError):
        _, said = keyfile.settle(ledger.folder, key.subkey("keys"))
        notices += [said] if said else []
    seen, whole = ledger.head_file.read()
    if trouble is not None:
        ledger.turn = max(ledger.turn, seen.turn if seen else 0)
        notices.append(trouble.happened)
    elif not whole:
        notices.append("The file head.json was damaged in one of its two places; it was written again.")
    if trouble is None and (seen is None or not whole or replace(seen, at=ledger.state().at) != ledger.state()):
        with contextlib.suppress(OSError):
            ledger.head_file.renew(ledger.state())
    vault = Vault(ledger, key, lock, tuple(notices))
    if trouble is not None:
        vault.commit("loss accepted", by=vault.owner, reason=trouble.happened)
        ledger.head_file.renew(ledger.state())
    if search.stale(ledger.connection):
        with ledger.transaction() as connection:
            search.rebuild(connection)
    with contextlib.suppress(Problem):
        _tell_wrong_tries(vault)
    with contextlib.suppress(Problem):
        vault.note_key_file()
    with contextlib.suppress(Problem):
        vault.drop_what_was_left()
    vault._purge()  # noqa: SLF001  # opening is the one time at which this is due
    return vault


def _tell_wrong_tries(vault: Vault) -> None:
    """Take what was counted beside the closed vault into its history: a stranger's tries are seen there for good."""
    count, last = unlocking.untold_tries(vault.folder)
    if not count:
        return
    try:
        when = datetime.fromtimestamp(last, vault.clock().tzinfo)
        reason = f"{count}, the last on {long_day(when.date())} at {clock_time(when)}"
    except (ValueError, OverflowError, OSError):
        reason = str(count)
    before = vault.last_contribution(WRONG_TRIES)
    # A crash between the two steps must not tell of the same tries twice.
    if before is None or before.reason != reason:
        vault.commit(WRONG_TRIES, by=vault.owner, reason=reason)
    unlocking.forget_tries(vault.folder)
