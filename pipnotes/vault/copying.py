"""A backup made beside the work: copied in small steps on another thread, so that nobody's typing waits for it.

The copy is first made in the vault's own folder, since a slow stick would hold the connection up for as long as it
takes to write; then it goes to the stick, is proved there, and only then gets its name.
"""

from __future__ import annotations

import threading
import time
from functools import partial
from pathlib import Path

from pipnotes.vault import backup, files, keyfile, problems
from pipnotes.vault.connection import connect, create_file, disk_troubles
from pipnotes.vault.head import HeadFile, Witness
from pipnotes.vault.keys import VaultKey
from pipnotes.vault.ledger import Ledger
from pipnotes.vault.shapes import BackupReport
from pipnotes.vault.unlocking import DATABASE

SCRATCH = "aside-backup"
# How much is copied while nobody else may use the connection (half a megabyte, about 5 ms), and the pause after it.
_PAGES = 128
_PAUSE = 0.002
# How long a save that is in the copy already may take to be told.
_LATEST = 10.0


class Stopped(Exception):
    """The backup was ended before it was whole: the vault closes, or another backup is made."""


class Copying:
    """One backup on its way. Make it and `stop` it on the vault's thread; `run` it on any other.

    While it runs the vault can be read and written as ever: SQLite carries what is saved meanwhile into the copy.
    """

    def __init__(self, ledger: Ledger, key: VaultKey, to: Path) -> None:
        known, _ = keyfile.settle(ledger.folder, key.subkey("keys"))
        if known is None:
            raise problems.keys_damaged()
        self._keys = known
        self._ledger = ledger
        self._key = key
        self._to = to
        self._scratch = ledger.folder / SCRATCH
        self._beginning = backup.beginning_of(ledger)
        self._raw = ledger.connection.raw
        self._at = ledger.clock()
        self._states = {ledger.turn: ledger.state()}
        self._told = threading.Condition()
        self._using = threading.Lock()
        self._stopped = False
        ledger.follow(self)

    def note(self, state: Witness) -> None:
        """Take in what the head file says after a save."""
        with self._told:
            self._states[state.turn] = state
            self._told.notify()

    def stop(self) -> None:
        """End, and return when the connection is not used any more: within a few hundredths of a second."""
        self._stopped = True
        self._ledger.unfollow(self)
        with self._using:
            return

    def run_if_there(self, *, new: bool = False) -> BackupReport | None:
        """Make the backup if its folder is in reach; None when it is not, or when it was stopped.

        A folder is ours when an earlier backup of this vault is in it: the place of a stick that was pulled out can be
        an empty folder on the laptop itself. With `new` no earlier one is asked for.
        """
        try:
            with disk_troubles():
                there = self._to.is_dir() and (new or any(self._to.glob(f"{self._beginning}*{backup.ENDING}")))
            return self.run() if there else None
        except Stopped:
            return None

    def run(self) -> BackupReport:
        """Make the backup, prove it, name it and rotate the older ones; Stopped when it was told to end.

        Raises Problem when the disk or the stick fails, Integrity when the copy could not be proved; no backup is
        reported then, and the earlier ones are as they were.
        """
        try:
            with disk_troubles():
                files.remove_folder(self._scratch)
                wanted = self._copy(files.new_folder(self._scratch))
                fill = partial(self._fill, wanted)
                return backup.put_away(self._to, self._beginning, self._at, self._key, wanted, fill, self._breathe)
        except Exception:
            # What goes wrong after the vault was closed under it is no trouble that anybody needs to hear of.
            self._go_on()
            raise
        finally:
            self._ledger.unfollow(self)
            files.remove_folder(self._scratch)

    def _copy(self, into: Path) -> Witness:
        create_file(into / DATABASE)
        copy = connect(into / DATABASE, self._key.subkey("database"))
        try:
            # Nothing of it has to outlive a cut, and writing it must hold nobody up.
            for setting in ("synchronous = OFF", "cache_size = -2000", "wal_autocheckpoint = 0"):
                copy.execute(f"PRAGMA {setting}").fetchone()
            with self._using:
                self._go_on()
                self._raw.backup(copy.raw, pages=_PAGES, progress=self._breathe, sleep=0.02)
            return self._state_of(int(copy.value("SELECT turn FROM witness")))
        finally:
            copy.close()

    def _fill(self, wanted: Witness, making: Path) -> None:
        self._go_on()
        files.copy_private(self._scratch / DATABASE, making / DATABASE)
        HeadFile(making, self._key.subkey("head")).renew(wanted)
        keyfile.write(making, self._keys)
        self._go_on()

    def _state_of(self, turn: int) -> Witness:
        """Return what the vault itself said of the save that the copy ends with: the copy does not vouch for itself."""
        with self._told:
            if not self._told.wait_for(partial(self._states.__contains__, turn), _LATEST):
                raise problems.backup_unproved()
            return self._states[turn]

    def _breathe(self, *_: int) -> None:
        self._go_on()
        time.sleep(_PAUSE)

    def _go_on(self) -> None:
        if self._stopped:
            raise Stopped
