"""A backup or a check made beside the work: copied in small steps on another thread, so that no typing waits for it.

The copy is first made in the vault's own folder, since a slow stick would hold the connection up for as long as it
takes to write; then it goes to the stick, is proved there, and only then gets its name. Where the vault's own disk has
no room for it, it is made on the stick. A backup by hand and by command is made in the same way.
"""

from __future__ import annotations

import os
import shutil
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from pipnotes.errors import Integrity
from pipnotes.vault import backup, check, files, keyfile, problems
from pipnotes.vault.connection import connect, create_file, disk_troubles
from pipnotes.vault.findings import Findings, Progress
from pipnotes.vault.head import HeadFile, Witness
from pipnotes.vault.keys import VaultKey
from pipnotes.vault.ledger import Ledger
from pipnotes.vault.shapes import BackupReport, CheckReport
from pipnotes.vault.unlocking import DATABASE

SCRATCH = "aside-backup"
CHECKED = "aside-check"
# How much is copied while nobody else may use the connection (half a megabyte, about 5 ms), and the pause after it.
_PAGES = 128
_PAUSE = 0.002
# How long a save that is in the copy already may take to be told.
_LATEST = 10.0
# How far a backup is, of a hundred, when it is copied, and when it is written on the stick; then it is proved.
_COPIED, _WRITTEN = 40, 55
_ROOM = 1 << 20


class Stopped(Exception):
    """The backup was ended before it was whole: the vault closes, or another backup is made."""


class Beside:
    """A copy of the open vault, made in small steps. Make it and `stop` it on the vault's thread, use it on any other.

    While it is made the vault can be read and written as ever: SQLite carries what is saved meanwhile into the copy.
    """

    def __init__(self, ledger: Ledger, key: VaultKey, scratch: str) -> None:
        self._ledger = ledger
        self._key = key
        self._scratch = ledger.folder / scratch
        self._raw = ledger.connection.raw
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

    @contextmanager
    def _copied(self) -> Iterator[Witness]:
        """Lend the copy for as long as it is needed, with what the vault itself said of the save that it ends with."""
        try:
            with disk_troubles():
                files.remove_folder(self._scratch)
                yield self._copy(files.new_folder(self._scratch))
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
                self._raw.backup(copy.raw, pages=_PAGES, progress=self._step, sleep=0.02)
            # Closing would empty the log too, but the driver lets no other thread go on while it does.
            copy.checkpoint()
            return self._state_of(int(copy.value("SELECT turn FROM witness")))
        finally:
            copy.close()

    def _state_of(self, turn: int) -> Witness:
        """Return what the vault itself said of a save: the copy does not vouch for itself."""
        with self._told:
            if not self._told.wait_for(partial(self._states.__contains__, turn), _LATEST):
                raise problems.backup_unproved()
            return self._states[turn]

    def _step(self, _status: int, _left: int, _whole: int) -> None:
        self._breathe()

    def _breathe(self) -> None:
        self._go_on()
        time.sleep(_PAUSE)

    def _go_on(self) -> None:
        if self._stopped:
            raise Stopped


class Copying(Beside):
    """One backup on its way."""

    def __init__(self, ledger: Ledger, key: VaultKey, to: Path) -> None:
        self._keys = keyfile.settled(ledger.folder, key.subkey("keys"))
        self._to = to
        self._beginning = backup.beginning_of(ledger)
        self._at = ledger.clock()
        self._progress: Progress | None = None
        # One of its own, since a backup that was stopped may still be taking its own away.
        super().__init__(ledger, key, f"{SCRATCH}-{os.urandom(4).hex()}")

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
        finally:
            self._ledger.unfollow(self)

    def run_by_hand(self, progress: Progress | None = None) -> BackupReport:
        """Make the backup now, in a folder that somebody chose and that is made if it is not there; see `run`."""
        try:
            with disk_troubles():
                if not self._to.is_dir():
                    files.new_folder(self._to)
                    # A backup in a folder whose own name a power cut takes away would be gone with it.
                    files.flush_folder(self._to.parent)
            return self.run(progress)
        finally:
            self._ledger.unfollow(self)

    def run(self, progress: Progress | None = None) -> BackupReport:
        """Make the backup, prove it, name it and rotate the older ones; Stopped when it was told to end.

        `progress` is told how far it is, of a hundred. Raises Problem when the disk or the stick fails, Integrity when
        the copy could not be proved; no backup is reported then, and the earlier ones are as they were.
        """
        self._progress = progress
        if not self._has_room():
            self._move_scratch()
        with self._copied() as wanted:
            fill = partial(self._fill, wanted)
            return backup.put_away(self._to, self._beginning, self._at, self._key, wanted, fill, self._proving)

    def _move_scratch(self) -> None:
        mine = f".{SCRATCH}-{self._beginning}"
        for left in self._to.glob(f"{mine}*"):
            files.remove_folder(left)
        self._scratch = self._to / f"{mine}{os.urandom(4).hex()}"

    def _has_room(self) -> bool:
        """Return whether the vault's own disk has room for a copy, as far as it tells."""
        try:
            size = (self._ledger.folder / DATABASE).stat().st_size
            return shutil.disk_usage(self._ledger.folder).free > size + size // 8 + _ROOM
        except OSError:
            return True

    def _step(self, _status: int, left: int, whole: int) -> None:
        self._breathe()
        self._tell(_COPIED * (whole - left) // max(1, whole))

    def _proving(self, done: int, whole: int) -> None:
        self._breathe()
        self._tell(_WRITTEN + (100 - _WRITTEN) * done // max(1, whole))

    def _tell(self, part: int) -> None:
        if self._progress is not None:
            self._progress(part, 100)

    def _fill(self, wanted: Witness, making: Path) -> None:
        self._go_on()
        files.copy_private(self._scratch / DATABASE, making / DATABASE, self._go_on)
        self._tell(_WRITTEN)
        HeadFile(making, self._key.subkey("head")).renew(wanted)
        keyfile.write(making, self._keys)
        self._go_on()


class Checking(Beside):
    """The full check of an open vault: its pages as they lie on the disk, and all that is in it on a copy."""

    def __init__(self, ledger: Ledger, key: VaultKey) -> None:
        self._database = ledger.folder / DATABASE
        self._emptied = ledger.connection.checkpoint()
        # The file has no fewer from now on; with pages in the log still, it may end before they do.
        self._pages = int(ledger.connection.value("PRAGMA page_count")) if self._emptied else 0
        super().__init__(ledger, key, CHECKED)

    def run(self, progress: Progress | None = None) -> Findings:
        """Look at everything but the small files, on any thread; Stopped when it was told to end."""
        found = Findings()
        if not self._emptied:
            found.say("The write-ahead log could not be emptied.")
        check.check_pages(self._database, self._pages, self._key, found)
        try:
            with self._copied() as wanted:
                head_file = HeadFile(self._scratch, self._key.subkey("head"))
                head_file.renew(wanted)
                check.check_database(
                    self._scratch / DATABASE, head_file, self._key, found, partial(self._tell, progress)
                )
        except Integrity as trouble:
            found.say(trouble.happened)
        return found

    def finish(self, found: Findings) -> CheckReport:
        """Look at the small files, on the vault's own thread, and return what was found in all."""
        check.check_small_files(self._ledger, self._key, found)
        return found.report()

    def _tell(self, progress: Progress | None, done: int, whole: int) -> None:
        self._breathe()
        if progress is not None:
            progress(done, whole)
