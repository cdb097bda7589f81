"""Sleep, the locked screen and the change of user as Windows tells them, in messages to the window.

https://learn.microsoft.com/windows/win32/api/wtsapi32/nf-wtsapi32-wtsregistersessionnotification
https://learn.microsoft.com/windows/win32/termserv/wm-wtssession-change
https://learn.microsoft.com/windows/win32/power/wm-powerbroadcast
"""

from __future__ import annotations

import ctypes
import ctypes.wintypes
import sys
from collections.abc import Callable

from PySide6.QtCore import QAbstractNativeEventFilter, QCoreApplication

from pipnotes.ui.causes import SCREEN, SLEPT, SWITCHED

_WM_POWERBROADCAST, _PBT_APMSUSPEND = 0x0218, 0x0004
_WM_WTSSESSION_CHANGE = 0x02B1
_NOTIFY_FOR_THIS_SESSION = 0
# WTS_CONSOLE_DISCONNECT, WTS_REMOTE_DISCONNECT, WTS_SESSION_LOGOFF, WTS_SESSION_LOCK
_SESSION = {0x2: SWITCHED, 0x4: SWITCHED, 0x6: SWITCHED, 0x7: SCREEN}


def meaning(message: int, word: int) -> str:
    """Return why a person has left, by a message and its first parameter; empty when it tells of nothing such."""
    if message == _WM_WTSSESSION_CHANGE:
        return _SESSION.get(word, "")
    return SLEPT if (message, word) == (_WM_POWERBROADCAST, _PBT_APMSUSPEND) else ""


class Messages(QAbstractNativeEventFilter):
    """Reads the messages of the system on their way to one window."""

    def __init__(self, window: int, leave: Callable[[str], None]) -> None:
        super().__init__()
        self._leave = leave
        if sys.platform == "win32":
            ctypes.windll.wtsapi32.WTSRegisterSessionNotification(
                ctypes.wintypes.HWND(window), _NOTIFY_FOR_THIS_SESSION
            )
        QCoreApplication.instance().installNativeEventFilter(self)

    def nativeEventFilter(self, kind: object, message: int) -> tuple[bool, int]:
        """Look at a message, and let it through."""
        told = ctypes.wintypes.MSG.from_address(int(message))
        why = meaning(told.message, told.wParam)
        if why:
            self._leave(why)
        return False, 0
