"""A curtain over every window from the moment of a lock: nobody reads on while words are kept and a process ends.

It lies over the page and changes nothing in it, so that what is typed can still be read there and kept; and it can be
lifted again when the words could not be kept, since then the vault stays open.
"""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from shiboken6 import isValid

from pipnotes.ui.theme import look
from pipnotes.ui.widgets.text import IconView, Text

WORDS = "Locked. Your words are kept."


class Curtain(QWidget):
    """One window's curtain."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._words = Text("", token="ink2", wrap=False)
        box = QVBoxLayout(self)
        box.addStretch(1)
        box.addWidget(IconView("lock", token="ink2", size=24), 0, Qt.AlignmentFlag.AlignHCenter)
        box.addWidget(self._words, 0, Qt.AlignmentFlag.AlignHCenter)
        box.addStretch(1)
        self.setGeometry(window.rect())
        self.show()
        self.raise_()
        # Painted before anything else is done, or the page would stand there until the words are kept.
        self.repaint()

    def tell(self, words: str) -> None:
        """Say something on it."""
        self._words.set_words(words)

    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.rect(), look().colour("desk"))


def draw(windows: Iterable[QWidget]) -> list[Curtain]:
    """Draw a curtain over each of these windows, and close what hangs open before them."""
    while (popup := QApplication.activePopupWidget()) is not None and popup.close():
        pass
    return [Curtain(window) for window in windows]


def lift(curtains: Iterable[Curtain]) -> None:
    """Take curtains away again."""
    # A dialog may have closed meanwhile, and taken its own away.
    for curtain in filter(isValid, curtains):
        curtain.hide()
        curtain.deleteLater()
