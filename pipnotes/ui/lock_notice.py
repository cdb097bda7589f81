"""The warning before a lock, over whatever window is in front, dialogs too; it takes no keys and any key ends it."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QObject, Qt, Slot
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from shiboken6 import isValid

from pipnotes.domain.words import counted
from pipnotes.ui.theme import look
from pipnotes.ui.typed import open_dialogs
from pipnotes.ui.widgets.announce import announce
from pipnotes.ui.widgets.hints import Banner

WIDE = 560
EDGE = 12


class Notice(QWidget):
    """The warning over one window, at its top, where nothing is signed or sent."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._banner = Banner("", tone="attention", icon="clock")
        box = QVBoxLayout(self)
        box.setContentsMargins(2, 2, 2, 2)
        box.addWidget(self._banner)

    def say(self, words: str) -> None:
        """Say this, and come to lie over the page."""
        self._banner.set_words(words)
        room = self.parentWidget().width()
        wide = min(room - 2 * EDGE, look().px(WIDE))
        self.setFixedWidth(wide)
        tall = self.layout().totalHeightForWidth(wide)
        self.setGeometry((room - wide) // 2, EDGE, wide, tall)
        self.show()
        self.raise_()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(look().colour("sheet"))
        painter.setPen(look().colour("attn"))
        painter.drawRoundedRect(self.rect().adjusted(0, 0, -1, -1), 6, 6)


class LockNotice(QObject):
    """Says in every window of the program that the vault is about to lock."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._shown: list[Notice] = []

    @Slot(int)
    def warn(self, seconds: int) -> None:
        """Say how long it is; the first time aloud."""
        words = f"Locking in {counted(seconds, 'second')}. Your words are kept. Press any key to stay."
        if not self._shown:
            self._shown = [Notice(window) for window in self._windows()]
            announce(QApplication.focusWidget() or self._window, words)
        for notice in filter(isValid, self._shown):
            notice.say(words)

    @Slot()
    def clear(self) -> None:
        """Say nothing: somebody is there, or it is locked."""
        # A dialog may have closed by itself, and taken its own away.
        for notice in filter(isValid, self._shown):
            notice.hide()
            notice.deleteLater()
        self._shown = []

    def _windows(self) -> Iterable[QWidget]:
        return [self._window, *open_dialogs()]
