"""The bar over a note: what it is called, how it stands, and the one step that moves it on."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from pipnotes.domain.words import clock_time, counted, short_day
from pipnotes.domain.work import Session
from pipnotes.ui.desk import Desk
from pipnotes.ui.theme import STACK_COLUMNS_FROM, look
from pipnotes.ui.widgets.buttons import Button, IconButton
from pipnotes.ui.widgets.writing_bar import WritingBar

DRAFT, SIGNED, AMENDING = "draft", "signed", "amending"


def when_words(session: Session) -> str:
    """Return when a meeting was and how long it lasted: Thu 12 Nov, 09:30, 55 minutes."""
    day, at = short_day(session.starts.date()), clock_time(session.starts)
    return f"{day}, {at}, {counted(session.minutes, 'minute')}"


class NoteBar(WritingBar):
    """The bar for a draft, a signed note, and an amendment to it."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk.clock, parent=parent)
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
        self.add_buttons(self.discard, self.print, self.amend, self.not_now, self.sign_amendment, self.sign)
        desk.locked.connect(self.rest)

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
