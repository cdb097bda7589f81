"""The sheet of the settings where the words of a sealed copy are taken in again."""

from __future__ import annotations

from PySide6.QtCore import Slot

from pipnotes.ui.desk import Desk
from pipnotes.ui.dialogs.sealed_copy import take_in_copy
from pipnotes.ui.widgets.buttons import Button
from pipnotes.ui.widgets.hints import HintLine
from pipnotes.ui.widgets.sheet import Sheet, row


class CopiesSheet(Sheet):
    """Sealed copies: what they are for, and the way back."""

    def __init__(self, desk: Desk) -> None:
        super().__init__("Sealed copies", icon="file-lock")
        self._desk = desk
        take_in = Button("&Take in a sealed copy", icon="download")
        self.add(row(take_in))
        self.add(
            HintLine(
                "When a save does not work, what you typed can be sealed and kept on a stick or in another folder. "
                "Here it becomes a draft again. What you have written since stays as it is."
            )
        )
        take_in.clicked.connect(self._take_in)

    @Slot()
    def _take_in(self) -> None:
        take_in_copy(self.window(), self._desk)
