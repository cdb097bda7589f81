"""Backups of the open vault: where they go, when the next one is due, and the one that is made beside the work."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from pipnotes.casebook.ledger import LAST_BACKUP, Ledger
from pipnotes.policy import Policy
from pipnotes.vault import BackupReport, Copying, Kept, Stopped

__all__ = ["BackingUp", "BackupReport", "Due", "LastBackup", "Stopped"]
_FOLDER = "backup-folder"
_EVERY = timedelta(days=1)


@dataclass(frozen=True, kw_only=True, slots=True)
class LastBackup:
    """When the last proved backup was made, and where."""

    at: str
    folder: str


@dataclass(frozen=True, slots=True)
class Due:
    """A backup that wants to be made, on any thread; then `BackingUp.note` on the vault's.

    `run_if_there` for the one that comes by itself, `run_by_hand` for one that somebody asked for.
    """

    copying: Copying
    folder: Path
    begun: datetime
    first: bool

    def run_if_there(self) -> BackupReport | None:
        """Make it if the folder is in reach; None when it is not. Problem when it could not be made."""
        return self.copying.run_if_there(new=self.first)

    def run_by_hand(self, progress: Callable[[int, int], None] | None = None) -> BackupReport:
        """Make it; `progress` is told how far it is, of a hundred.

        Problem when it could not be made, Stopped when it was stopped.
        """
        return self.copying.run_by_hand(progress)

    def stop(self) -> None:
        """Stop it, on the vault's thread; nothing of it stays, and the earlier backups are as they were."""
        self.copying.stop()


class BackingUp:
    """The part of a casebook that makes backups."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    @property
    def last(self) -> LastBackup | None:
        """Return when and where the last proved backup was made, or None."""
        at = self._ledger.vault.recall(LAST_BACKUP)
        return LastBackup(at=at, folder=self._ledger.vault.recall(_FOLDER) or "") if at else None

    @property
    def place(self) -> str:
        """Return where the backups are and what their names begin with, to find them by when the vault is damaged."""
        last = self.last
        return str(Path(last.folder) / self._ledger.vault.backups_begin) if last and last.folder else ""

    def folder(self, rules: Policy) -> Path | None:
        """Return where backups go: the folder last chosen, or else the one that the organisation named."""
        chosen = self._ledger.vault.recall(_FOLDER) or rules.backup_folder
        return Path(chosen) if chosen else None

    def make(self, folder: Path) -> BackupReport:
        """Make a proved backup into a folder now, and remember when and where."""
        asked = self.by_hand(folder)
        report = asked.run_by_hand()
        self.note(asked)
        return report

    def by_hand(self, folder: Path) -> Due:
        """Return a backup into a folder that somebody chose; one that is being made already comes to its end."""
        return Due(self._ledger.vault.copying(folder), folder, self._ledger.now(), first=True)

    def due(self, rules: Policy) -> Due | None:
        """Return the backup that is due, when a folder is known and the last one is more than a day old; or None.

        A last one that lies in the future, as a wrong clock leaves it, puts nothing off.
        """
        folder, last, now = self.folder(rules), self.last, self._ledger.now()
        if folder is None or (last and timedelta(0) <= now - datetime.fromisoformat(last.at) < _EVERY):
            return None
        return Due(self._ledger.vault.copying(folder), folder, now, first=last is None)

    def note(self, due: Due) -> None:
        """Remember that a backup was made."""
        self._remember(due.begun, due.folder)

    def came_back(self, kept: Kept, aside: Path | None = None) -> None:
        """Write down that this vault came back from a backup, which did not know of itself when it was made.

        `aside` is where the damaged one is kept: when something is destroyed it has to go too.
        """
        if aside is not None:
            self._ledger.vault.keep_track_of(aside)
        self._ledger.write("backup brought back", reason=f"as of {kept.made.isoformat()}, entry {kept.seq}")
        self._remember(kept.made, kept.path.parent)

    def _remember(self, at: datetime, folder: Path) -> None:
        self._ledger.vault.remember(LAST_BACKUP, at.isoformat())
        self._ledger.vault.remember(_FOLDER, str(folder))
