"""What the operating system tells of somebody leaving: sleep, a locked screen, another person at the screen.

away = Away(window)
away.left(why)       one of `ui/causes.py`; told only between `watch()` and `rest()`

On Linux it is heard on D-Bus, on Windows among the messages to the window. A Mac tells nothing of it without a library
more; there the wall clock, which `ui/idle.py` watches, tells of sleep and the minutes without typing of the rest.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

if TYPE_CHECKING:
    from pipnotes.ui.away.linux import Bus
    from pipnotes.ui.away.windows import Messages


class Away(QObject):
    """Tells why a person has left the laptop, as far as its system says so."""

    left = Signal(str)

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._watching = False
        self._bus: Bus | None = None
        self._messages: Messages | None = None

    def watch(self) -> None:
        """Tell from now on, and ask for a moment's delay before each sleep where the system grants one."""
        self._watching = True
        # Only now: before a vault is open there is nothing to lock, and the unlock page comes up sooner.
        if sys.platform == "linux":
            from pipnotes.ui.away.linux import Bus

            self._bus = self._bus or Bus(self._leave, self)
            self._bus.delay_sleep()
        elif sys.platform == "win32" and self._messages is None:
            from pipnotes.ui.away.windows import Messages

            self._messages = Messages(int(self._window.winId()), self._leave)

    def rest(self) -> None:
        """Tell nothing more: nothing is open."""
        self._watching = False

    def let_sleep(self) -> None:
        """Let the laptop go to sleep: what was open is closed, and its key gone."""
        if self._bus is not None:
            self._bus.let_sleep()

    def _leave(self, why: str) -> None:
        if self._watching:
            self.left.emit(why)
