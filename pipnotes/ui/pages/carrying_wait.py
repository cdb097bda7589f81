"""Waiting for a mailbox that takes its time: what is going on, and a button that stops it.

wait = Wait(window, "Sending"); post.send(..., wait.going_on); wait.over()

Nothing shows in the first moment, which is all that a folder needs. While the dialog is up nothing else can be
pressed; a lock stops the work as the button does, and goes on when the work has returned.
"""

from __future__ import annotations

import time

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QApplication, QWidget

from pipnotes.ui.widgets.buttons import Button
from pipnotes.ui.widgets.dialog import Dialog
from pipnotes.ui.widgets.text import Text

_AT_ONCE = 0.5  # seconds


class StopDialog(Dialog):
    """Says what is going on until it is over; Stop and Esc only ask for the end, since a call may be half-way."""

    def __init__(self, parent: QWidget | None, doing: str) -> None:
        super().__init__(parent, "Mailbox", title=f"{doing}\u2026", width=460, margin=96)
        self.setWindowModality(Qt.WindowModality.ApplicationModal)
        self.stopped = False
        self._words = Text("The mailbox takes its time. You can stop now and go on later: nothing is lost.")
        self.grid.add("Meanwhile", self._words)
        self.stop = Button("Stop", hint="Esc")
        self.stop.clicked.connect(self.reject)
        self.add_to_footer(self.stop)

    @Slot()
    def reject(self) -> None:
        """Ask for the end; the dialog goes when the work has returned."""
        self.stopped = True
        self.stop.setEnabled(False)
        self._words.set_words("Stopping. What was sent or fetched until now stays so.")

    def end(self) -> None:
        """Go, since the work has returned."""
        super().reject()


class Wait:
    """One piece of work that is waited for."""

    def __init__(self, parent: QWidget, doing: str) -> None:
        self._parent = parent
        self._doing = doing
        self._began = time.monotonic()
        self.dialog: StopDialog | None = None

    def going_on(self) -> bool:
        """Keep the window alive, and return False once somebody wants to stop."""
        if self.dialog is None:
            if time.monotonic() - self._began < _AT_ONCE:
                return True
            self.dialog = StopDialog(self._parent.window(), self._doing)
            self.dialog.show()
        QApplication.processEvents()
        return not self.dialog.stopped

    def over(self) -> None:
        """Take the dialog away."""
        if self.dialog is not None:
            self.dialog.end()
            self.dialog.deleteLater()
            self.dialog = None
