"""A new vault key: everything copied under it, proved, and put in place in one step.

SQLCipher's own `rekey` works in place and is not used: cut at the wrong moment it leaves a choice of keys.
"""

from __future__ import annotations

from functools import partial
from pathlib import Path

from pipnotes.vault import check, keyfile, keys, problems, rehearsal, staging, unlocking, upgrade, writing
from pipnotes.vault.connection import connect, create_file, disk_troubles
from pipnotes.vault.head import HeadFile
from pipnotes.vault.keyfile import KeyFile, Slot
from pipnotes.vault.keys import KdfCost, VaultKey
from pipnotes.vault.ledger import Ledger
from pipnotes.vault.shapes import Clock
from pipnotes.vault.unlocking import DATABASE


def stage(ledger: Ledger, key: VaultKey, passphrase: str | None, cost: KdfCost | None) -> VaultKey:
    """Build and prove the vault under a new key, declare it the vault, and return its key.

    When this raises, the old vault is as it was. When it returns, the old vault has been replaced.
    """
    known, _ = keyfile.settle(ledger.folder, key.subkey("keys"))
    fresh = keys.fresh()
    slots = _slots(known, key, fresh, passphrase, cost)
    with disk_troubles():
        making = staging.begin(ledger.folder)
        head = _copy(ledger, fresh, making)
        made = unlocking.first_keys(fresh, slots, counter=known.counter + 1 if known else 1)
        keyfile.write(making, made)
        report = check.check_files(making, fresh)
        if not report.ok or report.head != head:
            raise problems.copy_unproved()
        staging.ready(ledger.folder)
    return fresh


def finish(folder: Path, key: VaultKey, clock: Clock) -> Ledger:
    """Move the new vault into place and open it."""
    with disk_troubles():
        staging.finish(folder)
        connection = connect(folder / DATABASE, key.subkey("database"))
        try:
            connection.fence()
            head_file = HeadFile(folder, key.subkey("head"))
            afresh = partial(rehearsal.open_afresh, folder, key, head_file)
            return Ledger(folder, connection, head_file, clock, afresh=afresh)
        except BaseException:
            connection.close()
            raise


def _slots(
    known: KeyFile | None, old: VaultKey, fresh: VaultKey, passphrase: str | None, cost: KdfCost | None
) -> list[Slot]:
    """Return the old slots made anew; not the keystore's, whose secret is not ours to know."""
    slots: list[Slot] = []
    if passphrase is not None:
        slots.append(fresh.to_passphrase_slot(passphrase, cost or _cost(known)))
    elif old.wrapping is not None and (known is None or old.wrapping[1] in known.passphrase_slots()):
        # Only the passphrase that is in force: a change of it that the disk cut short may have left another one here.
        slots.append(fresh.rewrap(*old.wrapping))
    else:
        raise problems.passphrase_needed()
    sealed = known.escrow_slots() if known else []
    return [*slots, *(fresh.to_escrow_slot(bytes.fromhex(slot.public)) for slot in sealed)]


def _cost(known: KeyFile | None) -> KdfCost:
    for slot in known.passphrase_slots() if known else ():
        return KdfCost(slot.memory_kib, slot.passes, slot.lanes)
    return keys.calibrate()


def _copy(ledger: Ledger, fresh: VaultKey, making: Path) -> str:
    """Copy the database under the new key, write into the copy what was done, and return the copy's head."""
    create_file(making / DATABASE)
    connection = connect(making / DATABASE, fresh.subkey("database"))
    try:
        ledger.connection.raw.backup(connection.raw)
        if upgrade.tally(connection) != upgrade.tally(ledger.connection):
            raise problems.copy_unproved()
        head_file = HeadFile(making, fresh.subkey("head"))
        copy = Ledger(making, connection, head_file, ledger.clock)
        head_file.renew(copy.state())
        owner = connection.value("SELECT owner FROM about")
        said = writing.Said(action="vault key renewed", by=owner, family="", subject="", reason="")
        with copy.transaction():
            done = writing.append(copy, connection, said, ())
        head_file.close()
    finally:
        connection.close()
    return f"{done.seq}:{done.hash}"
