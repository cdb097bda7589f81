"""Typed words are kept at most a second after the first of them, so that nothing that is typed is ever lost.

keeper = Keeper(desk, keep)      keep() writes the words as they stand, durably, and returns when
keeper.touch()                   something was typed: they are kept within a second, however long the typing goes on
keeper.settle()                  a field was left: keep now, and tell trouble through `failed`
keeper.keep_now()                before a lock, another page or the end: raises Problem when it cannot be
NotSaved(keeper)                 the banner over the paper that tells trouble, and goes once the words are kept
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot

from pipnotes.errors import Problem
from pipnotes.ui.desk import ELSEWHERE, Desk
from pipnotes.ui.widgets.buttons import Button
from pipnotes.ui.widgets.flow import Flow
from pipnotes.ui.widgets.hints import Banner
from pipnotes.ui.widgets.text import strong

# WITHIN counts from the first unsaved letter; the rest of the promised second is for the save itself and a busy laptop.
# AGAIN is the pause after a save that did not work.
WITHIN_MS = 800
AGAIN_MS = 5000


class Keeper(QObject):
    """Keeps what one editor holds; a save that fails is told, tried again, and forgets nothing."""

    kept = Signal(object)
    failed = Signal(object)

    def __init__(self, desk: Desk, keep: Callable[[], datetime], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._keep = keep
        self._unsaved = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        # The usual timer may come a twentieth late.
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self.settle)
        desk.locked.connect(self.rest)

    @property
    def desk(self) -> Desk:
        """Return the desk over the vault that keeps the words."""
        return self._desk

    @Slot()
    def touch(self) -> None:
        """Keep within a second; later keystrokes do not put it off."""
        self._unsaved = True
        if not self._timer.isActive():
            self._timer.start(WITHIN_MS)

    @Slot()
    def settle(self) -> None:
        """Keep now if anything waits; trouble is told by `failed`, and tried again by itself."""
        try:
            self.keep_now()
        except Problem:
            # `failed` has told it, and the page in front shows it.
            return

    def keep_now(self) -> None:
        """Keep now if anything waits; raises Problem when it cannot be."""
        if not self._unsaved:
            return
        self._timer.stop()
        try:
            moment = self._keep()
        except Problem as problem:
            self._timer.start(AGAIN_MS)
            self.failed.emit(problem)
            raise
        self._unsaved = False
        self.kept.emit(moment)
        self._desk.saved.emit(moment)

    @Slot()
    def rest(self) -> None:
        """Stop: there is nothing to keep any more, or the vault is about to close."""
        self._timer.stop()
        self._unsaved = False


class NotSaved(Banner):
    """Tells that words could not be kept and what is safe; offers to try again, or to seal a copy elsewhere."""

    def __init__(self, keeper: Keeper) -> None:
        super().__init__("", tone="attention")
        self._keeper = keeper
        self._problem: Problem | None = None
        again, elsewhere = Button("Try again", small=True), Button(ELSEWHERE, small=True)
        self.add_under(Flow([again, elsewhere]))
        self.hide()
        again.clicked.connect(keeper.settle)
        elsewhere.clicked.connect(self._save_elsewhere)
        keeper.kept.connect(self.hide)
        keeper.failed.connect(self._tell)

    @Slot()
    def _save_elsewhere(self) -> None:
        # The letters since the last try belong to it too; and the disk may take them by now.
        self._keeper.settle()
        desk = self._keeper.desk
        if desk.casebook.sealed_copies.waiting and desk.save_elsewhere() and self._problem is not None:
            self._tell(self._problem)

    @Slot(object)
    def _tell(self, problem: Problem) -> None:
        self._problem = problem
        copies = self._keeper.desk.casebook.sealed_copies
        copied = copies.last is not None and copies.all_copied
        where = f"A sealed copy is in “{copies.last.parent.name}”." if copied else ""
        self.set_words([strong("Not saved yet."), problem.happened, problem.safe, problem.todo, where])
        self.show()
