"""The bar over a letter: how it stands, and what can be done with it."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import QEvent, QTimer, Slot
from PySide6.QtWidgets import QWidget

from pipnotes.domain.words import long_day
from pipnotes.ui.desk import Desk
from pipnotes.ui.keeping import saved_words
from pipnotes.ui.theme import STACK_COLUMNS_FROM, look
from pipnotes.ui.widgets.buttons import Button, IconButton
from pipnotes.ui.widgets.frame import HeaderBar

NONE, DRAFT, SIGNED = "none", "draft", "signed"


class LetterBar(HeaderBar):
    """The bar when there is no letter, while one is written, and once it is signed."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__("Discharge letter", parent=parent)
        self._desk = desk
        self._saved_at: datetime | None = None
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
        self._keys = {button: button.hint for button in self._all}
        for button in self._all:
            self.add_action(button)
        self._tick = QTimer(self)
        self._tick.setInterval(1000)
        self._tick.timeout.connect(self._tell_saved)
        desk.locked.connect(self._tick.stop)
        self._settle()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._settle()

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

    def show_saved(self, moment: datetime | None) -> None:
        """Say how the saving stands, and go on saying it."""
        self._saved_at = moment
        self._tell_saved()
        if moment is not None:
            self._tick.start()

    def show_trouble(self) -> None:
        """Say that the words are not kept yet."""
        self._tick.stop()
        self.set_saved("Not saved yet", attention=True)

    def _settle(self) -> None:
        """In large type the keys stand in the menu alone, since the bar would be wider than the window."""
        large = look().scale >= STACK_COLUMNS_FROM
        for button, keys in self._keys.items():
            button.hint = "" if large else keys
            button.updateGeometry()

    @Slot()
    def _tell_saved(self) -> None:
        if self._saved_at is None:
            self._tick.stop()
            self.set_saved("")
            return
        now = self._desk.clock()
        self.set_saved(saved_words(self._saved_at, now))
        if (now - self._saved_at).total_seconds() >= 60:
            self._tick.stop()
