"""The bar over what is being written: its words say how the saving stands, so that nobody wonders.

bar = WritingBar(clock, "Discharge letter"); bar.add_buttons(discard, save, sign)
bar.show_saved(moment); bar.say("Sent to the printer"); bar.show_trouble(); bar.rest()
saved_words(moment, now)         "Saved 2 s ago"
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QEvent, QTimer, Slot
from PySide6.QtWidgets import QWidget

from pipnotes.domain.words import clock_time, short_day
from pipnotes.ui.theme import STACK_COLUMNS_FROM, look
from pipnotes.ui.widgets.buttons import Button
from pipnotes.ui.widgets.frame import HeaderBar

SECOND_MS = 1000


class WritingBar(HeaderBar):
    """A bar that goes on saying when the words were kept, and whose buttons drop their keys in large type."""

    def __init__(self, clock: Callable[[], datetime], title: str = "", *, parent: QWidget | None = None) -> None:
        super().__init__(title, parent=parent)
        self._clock = clock
        self._saved_at: datetime | None = None
        self._hints: dict[Button, str] = {}
        self._tick = QTimer(self)
        self._tick.setInterval(SECOND_MS)
        self._tick.timeout.connect(self._tell_saved)

    def add_buttons(self, *buttons: Button) -> None:
        """Put buttons at the right end, in this order; a page shows those of its mode."""
        for button in buttons:
            self.add_action(button)
            self._hints[button] = button.hint
        self._settle()

    @Slot(object)
    def show_saved(self, moment: datetime | None) -> None:
        """Say how the saving stands, and go on saying it."""
        self._saved_at = moment
        self._tell_saved()
        if moment is not None:
            self._tick.start()

    def say(self, words: str) -> None:
        """Say what was just done, until the words are saved again."""
        self._tick.stop()
        self.set_saved(words)

    @Slot()
    def show_trouble(self) -> None:
        """Say that the words are not kept yet."""
        self._tick.stop()
        self.set_saved("Not saved yet", attention=True)

    @Slot()
    def rest(self) -> None:
        """Count no further: the vault is about to close."""
        self._tick.stop()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._settle()

    def _settle(self) -> None:
        """In large type the keys stand in the menu alone, since the bar would be wider than the window."""
        large = look().scale >= STACK_COLUMNS_FROM
        for button, hint in self._hints.items():
            button.hint = "" if large else hint
            button.updateGeometry()

    @Slot()
    def _tell_saved(self) -> None:
        if self._saved_at is None:
            self._tick.stop()
            self.set_saved("")
            return
        now = self._clock()
        self.set_saved(saved_words(self._saved_at, now))
        if (now - self._saved_at).total_seconds() >= 60:
            self._tick.stop()


def saved_words(moment: datetime, now: datetime) -> str:
    """Return how the saving stands: seconds at first, then the time, then the day."""
    seconds = int((now - moment).total_seconds())
    if seconds < 60:
        return f"Saved {max(0, seconds)} s ago"
    at = moment.astimezone(now.tzinfo)
    return f"Saved {clock_time(at)}" if at.date() == now.date() else f"Saved {short_day(at.date())}, {clock_time(at)}"
