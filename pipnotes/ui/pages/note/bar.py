"""The bar over a note: what it is called, how it stands, and the one step that moves it on."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import QEvent, QTimer, Slot
from PySide6.QtWidgets import QWidget

from pipnotes.domain.words import clock_time, counted, short_day
from pipnotes.domain.work import Session
from pipnotes.ui.desk import Desk
from pipnotes.ui.keeping import saved_words
from pipnotes.ui.theme import STACK_COLUMNS_FROM, look
from pipnotes.ui.widgets.buttons import Button, IconButton
from pipnotes.ui.widgets.frame import HeaderBar

DRAFT, SIGNED, AMENDING = "draft", "signed", "amending"


def when_words(session: Session) -> str:
    """Return when a meeting was and how long it lasted: Thu 12 Nov, 09:30, 55 minutes."""
    day, at = short_day(session.starts.date()), clock_time(session.starts)
    return f"{day}, {at}, {counted(session.minutes, 'minute')}"


class NoteBar(HeaderBar):
    """The bar for a draft, a signed note, and an amendment to it."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._desk = desk
        self._saved_at: datetime | None = None
        self.sign = Button("Sign and lock", kind="primary", icon="signature", hint="Ctrl+Enter")
        self.discard = IconButton("archive", "Discard this draft")
        self.print = Button("Print", icon="printer", hint="Ctrl+P")
        self.amend = Button("Add amendment", kind="primary", icon="pencil", hint="Ctrl+Shift+A")
        self.not_now = Button("Not now", hint="Esc")
        self.sign_amendment = Button("Sign amendment", kind="primary", icon="signature", hint="Ctrl+Enter")
        self._buttons = {
            DRAFT: (self.discard, self.sign),
            SIGNED: (self.print, self.amend),
            AMENDING: (self.not_now, self.sign_amendment),
        }
        for button in (self.discard, self.print, self.amend, self.not_now, self.sign_amendment, self.sign):
            self.add_action(button)
        self._keys = {button: button.hint for buttons in self._buttons.values() for button in buttons}
        self._tick = QTimer(self)
        self._tick.setInterval(1000)
        self._tick.timeout.connect(self._tell_saved)
        desk.locked.connect(self._tick.stop)
        self._settle()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._settle()

    def show_mode(self, mode: str, *, in_error: bool = False) -> None:
        """Show the buttons of a draft, a signed note or an amendment."""
        wanted = self._buttons[mode]
        for buttons in self._buttons.values():
            for button in buttons:
                button.setVisible(button in wanted and not (in_error and button is self.amend))
        if mode == DRAFT:
            self.set_tag("Draft")
        elif in_error:
            self.set_tag("Entered in error", tone="attention")
        else:
            signed = "Signed" if look().scale >= STACK_COLUMNS_FROM else "Signed and locked"
            self.set_tag("Amendment" if mode == AMENDING else signed, tone="soft", icon="lock")
        if mode == SIGNED:
            self.show_saved(None)

    def show_note(self, session: Session, family: str) -> None:
        """Say which note it is; `family` is what the family is called at the moment."""
        self.set_trail([("family", family)])
        when = when_words(session)
        # In large type there is no room for it here, and the first rows of the note say it.
        self.set_title(session.title, "" if look().scale >= STACK_COLUMNS_FROM else when)

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
