"""The bar over a letter: how it stands, and what can be done with it."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtWidgets import QWidget

from pipnotes.domain.words import long_day
from pipnotes.ui.desk import Desk
from pipnotes.ui.widgets.buttons import Button, IconButton
from pipnotes.ui.widgets.writing_bar import WritingBar

NONE, DRAFT, SIGNED = "none", "draft", "signed"


class LetterBar(WritingBar):
    """The bar when there is no letter, while one is written, and once it is signed."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk.clock, "Discharge letter", parent=parent)
        self.discard = IconButton("archive", "Discard this draft")
        self.print = Button("Print", icon="printer", hint="Ctrl+P")
        self.save = Button("Save PDF", icon="download", hint="Ctrl+Shift+P")
        self.sign = Button("Sign", kind="primary", icon="signature", hint="Ctrl+Enter")
        self.again = Button("Begin a new letter")
        self._buttons = {
            NONE: (),
            DRAFT: (self.discard, self.print, self.save, self.sign),
            SIGNED: (self.again, self.print, self.save),
        }
        self._all = (self.again, self.discard, self.print, self.save, self.sign)
        self.add_buttons(*self._all)
        desk.locked.connect(self.rest)

    def show_mode(self, mode: str, signed: datetime | None = None) -> None:
        """Show the buttons of a mode, and how the letter stands."""
        for button in self._all:
            button.setVisible(button in self._buttons[mode])
        if mode == SIGNED and signed is not None:
            self.set_tag("Signed", tone="soft", icon="lock")
            self.set_title("Discharge letter", f"Signed {long_day(signed.date())}")
        else:
            self.set_tag("Draft" if mode == DRAFT else "")
            self.set_title("Discharge letter")
        if mode != DRAFT:
            self.show_saved(None)
