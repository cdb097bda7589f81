"""The backup made by itself once a day, as soon as its folder or stick is there, and how backups stand in words.

desk.backups.begin()        from now on: soon, and then every quarter of an hour
desk.backups.changed()      one begins, was made, or the folder turned out to be away
desk.backups.maker          makes it, by itself or by hand (see `ui/making.py`)
standing(desk)              the words for Today and for the line of facts
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from pipnotes.domain.words import ago, clock_time, counted
from pipnotes.errors import Integrity, Problem
from pipnotes.ui.making import Making

if TYPE_CHECKING:
    from pipnotes.ui.desk import Desk

# The first look waits until the page is there and the first words may have been typed.
SOON_MS = 5_000
QUARTER_MS = 15 * 60_000
# From how many days on the age of the last backup is worth attention.
ATTENTION_DAYS = 7


class Backups(QObject):
    """Looks whether a backup is due and its folder there, and has it made on another thread."""

    changed = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._desk = desk
        self.maker = Making(desk.casebook, self)
        self.away = False
        self.problem: Problem | None = None
        self._soon, self._tick = QTimer(self), QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.timeout.connect(self.look)
        self._tick.timeout.connect(self.look)
        self.maker.changed.connect(self.changed)
        desk.locked.connect(self.rest)

    def begin(self) -> None:
        """Look soon, and then every quarter of an hour."""
        self._soon.start(SOON_MS)
        self._tick.start(QUARTER_MS)

    @property
    def making(self) -> bool:
        """Return whether one is being made just now."""
        return self.maker.going_on

    @Slot()
    def look(self) -> None:
        """Have a backup made if one is due; nothing is asked, and nothing waits for it."""
        if self.maker.going_on:
            return
        try:
            due = self._desk.casebook.backing_up.due(self._desk.policy)
        except Problem as problem:
            self._tell(problem=problem)
            return
        if due is None:
            self._tell()
            return
        self.maker.by_itself(due, self._made, self._failed)

    @Slot()
    def rest(self) -> None:
        """Stop, since the vault is about to close."""
        self._soon.stop()
        self._tick.stop()
        self.maker.rest()

    def _made(self, report: object) -> None:
        self._tell(away=report is None)

    def _failed(self, problem: Problem) -> None:
        self._tell(problem=problem)

    def _tell(self, *, away: bool = False, problem: Problem | None = None) -> None:
        self.away, self.problem = away, problem
        self.changed.emit()


@dataclass(frozen=True, kw_only=True, slots=True)
class Standing:
    """How backups stand: a title, what is under it, one line of both, and whether it is worth attention."""

    title: str
    second: str
    line: str
    attention: bool


def standing(desk: Desk) -> Standing:
    """Say how old the last proved backup is, and what keeps the next one from being made."""
    last, folder, now = desk.casebook.last_backup, desk.casebook.backing_up.folder(desk.policy), desk.clock()
    name = folder.name if folder else ""
    hindered = _hindered(desk.backups, name)
    if last is None:
        second = _why(desk.backups, name) or "A stick or a folder that is not on this laptop."
        return Standing(title="No backup yet", second=second, line="No backup yet", attention=False)
    at = datetime.fromisoformat(last.at).astimezone(now.tzinfo)
    days = max(0, (now.date() - at.date()).days)
    # A copy that does not stand its proof may mean that the vault itself does not.
    attention = days >= ATTENTION_DAYS or isinstance(desk.backups.problem, Integrity)
    if attention or (hindered and days > 1):
        title = f"No backup for {counted(days, 'day')}" if days else "No new backup since today"
        second = _why(desk.backups, name) or f"The last one is in “{name}”, checked."
        line = f"{title}: {hindered}" if hindered else title
        return Standing(title=title, second=second, line=line, attention=attention)
    title = "Backed up today" if days == 0 else f"Backed up {ago(at, now)}"
    second = f"At {clock_time(at)}, to “{name}”, and checked."
    return Standing(title=title, second=second, line=title, attention=False)


def _hindered(backups: Backups, name: str) -> str:
    if backups.away:
        return f"“{name}” is not in"
    return "it did not work" if backups.problem else ""


def _why(backups: Backups, name: str) -> str:
    if backups.away:
        return f"“{name}” is not in, or no earlier backup is there. One is made as soon as it is."
    return f"{backups.problem.happened} {backups.problem.safe}" if backups.problem else ""
