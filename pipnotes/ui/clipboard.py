"""Copied words leave the clipboard after half a minute and at a lock, and clipboard histories are asked to let them be.

The marks are those that password managers set: KDE's `x-kde-passwordManagerHint`, Windows'
`ExcludeClipboardContentFromMonitorProcessing`, `CanIncludeInClipboardHistory` and `CanUploadToCloudClipboard`
(https://learn.microsoft.com/windows/win32/dataxchg/clipboard-formats), and the Mac's `org.nspasteboard.ConcealedType`
(https://nspasteboard.org), which Qt passes on under `application/x-nspasteboard-concealed-type`.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QMimeData, QObject, QTimer, Slot
from PySide6.QtGui import QClipboard, QGuiApplication

SECONDS = 30
_NO = bytes(4)
MARKS = {
    "x-kde-passwordManagerHint": b"secret",
    "ExcludeClipboardContentFromMonitorProcessing": b"1",
    "CanIncludeInClipboardHistory": _NO,
    "CanUploadToCloudClipboard": _NO,
    "application/x-nspasteboard-concealed-type": b"secret",
}


class ClipboardGuard(QObject):
    """Marks what is copied in this program, and takes it back; what others copied is never looked at."""

    def __init__(self, parent: QObject, *, owns: Callable[[], bool] | None = None) -> None:
        super().__init__(parent)
        self._clipboard = QGuiApplication.clipboard()
        self._owns = owns or self._clipboard.ownsClipboard
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(1000 * SECONDS)
        self._timer.timeout.connect(self.forget)
        self._clipboard.dataChanged.connect(self._mark)

    @Slot()
    def forget(self) -> None:
        """Empty the clipboard, and the selection that the middle mouse button pastes, if they hold words of ours."""
        self._timer.stop()
        if self._owns():
            self._clipboard.clear()
        if self._clipboard.ownsSelection():
            self._clipboard.clear(QClipboard.Mode.Selection)

    @Slot()
    def _mark(self) -> None:
        copied = self._clipboard.mimeData() if self._owns() else None
        if copied is None or not copied.formats() or all(copied.hasFormat(name) for name in MARKS):
            return
        marked = QMimeData()
        for name in copied.formats():
            marked.setData(name, copied.data(name))
        for name, value in MARKS.items():
            marked.setData(name, value)
        self._clipboard.setMimeData(marked)
        self._timer.start()
