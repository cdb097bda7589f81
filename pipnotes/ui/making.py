"""The one place where a backup is made: on another thread, beside the work, one at a time, whoever asked for it.

making = Making(casebook)
making.by_hand(folder, made, failed)     made(report) or failed(problem) once it is over; neither when it is stopped
making.by_itself(due, made, failed)      made(None) when the folder is not there
making.stop(); making.rest()             the button; the vault closes
making.changed()                         one by hand begins or is over;   making.progressed(42): so much of a hundred
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal, Slot

from pipnotes.casebook.backing_up import BackupReport, Due, Stopped
from pipnotes.casebook.casebook import Casebook
from pipnotes.errors import Problem
from pipnotes.ui.tasks import run

Told = Callable[[Any], object]


class Making(QObject):
    """Makes one backup at a time; it is noted in the vault before anybody is told that it is made."""

    changed = Signal()
    progressed = Signal(int)
    _heard = Signal(object, int)

    def __init__(self, casebook: Casebook, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._casebook = casebook
        self._due: Due | None = None
        self._made: Told | None = None
        self._failed: Told | None = None
        self.asked_for = False
        self.done = 0
        self._heard.connect(self._hear)

    @property
    def going_on(self) -> bool:
        """Return whether one is being made just now."""
        return self._due is not None

    def by_hand(self, folder: Path, made: Told, failed: Told) -> None:
        """Make one that somebody asked for; one that makes itself gives way to it."""
        try:
            due = self._casebook.backing_up.by_hand(folder)
        except Problem as problem:
            failed(problem)
            return
        self._begin(due, made, failed, asked_for=True)
        work = partial(due.run_by_hand, partial(self._tell, due))
        run(partial(_outcome, due, work), self._over, self._fault)

    def by_itself(self, due: Due, made: Told, failed: Told) -> None:
        """Make the one that is due, if its folder is there."""
        self._begin(due, made, failed, asked_for=False)
        run(partial(_outcome, due, due.run_if_there), self._over, self._fault)

    @Slot()
    def stop(self) -> None:
        """Stop the one that is being made: nothing of it stays."""
        due = self._due
        self.rest()
        if due is not None:
            due.stop()
            self._tell_change()

    @Slot()
    def rest(self) -> None:
        """Tell nobody any more, since the vault is about to close, which ends the backup."""
        self._due = self._made = self._failed = None

    def _begin(self, due: Due, made: Told, failed: Told, *, asked_for: bool) -> None:
        self._due, self._made, self._failed = due, made, failed
        self.asked_for, self.done = asked_for, 0
        self._tell_change()

    def _tell_change(self) -> None:
        # The one that makes itself is nothing to look at until it is made.
        if self.asked_for:
            self.changed.emit()

    def _tell(self, due: Due, done: int, _: int) -> None:
        # From the other thread; the signal carries it into the window's own, which may have gone meanwhile.
        with suppress(RuntimeError):
            self._heard.emit(due, done)

    @Slot(object, int)
    def _hear(self, due: Due, done: int) -> None:
        if due is self._due and done != self.done:
            self.done = done
            self.progressed.emit(done)

    def _over(self, outcome: tuple[Due, object]) -> None:
        due, came = outcome
        if due is not self._due:
            return
        made, failed = self._made, self._failed
        self.rest()
        if isinstance(came, BackupReport):
            came = self._noted(due, came)
        self._tell_change()
        told = failed if isinstance(came, Problem) else None if isinstance(came, Stopped) else made
        if told is not None:
            told(came)

    def _noted(self, due: Due, report: BackupReport) -> BackupReport | Problem:
        try:
            self._casebook.backing_up.note(due)
        except Problem as problem:
            return problem
        return report

    def _fault(self, error: BaseException) -> None:
        self.rest()
        self._tell_change()
        raise error


def _outcome(due: Due, make: Callable[[], object]) -> tuple[Due, object]:
    try:
        return due, make()
    except (Problem, Stopped) as trouble:
        return due, trouble
