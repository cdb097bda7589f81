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
from pipnotes.ui.desk import Desk
from pipnotes.ui.widgets.buttons import Button
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
    """Tells that words could not be kept and what is safe, and offers to try again at once."""

    def __init__(self, keeper: Keeper) -> None:
        super().__init__("", tone="attention")
        again = Button("Try again", small=True)
        self.add(again)
        self.hide()
        again.clicked.connect(keeper.settle)
        keeper.kept.connect(self.hide)
        keeper.failed.connect(self._tell)

    @Slot(object)
    def _tell(self, problem: Problem) -> None:
        self.set_words([strong("Not saved yet."), problem.happened, problem.safe, problem.todo])
        self.show()
