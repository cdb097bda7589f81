"""What stands round the pages that come before a vault is open: the desk, and a line of quiet facts below."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

import pipnotes
from pipnotes.ui.preferences import Preferences
from pipnotes.ui.theme import look
from pipnotes.ui.widgets.buttons import Button
from pipnotes.ui.widgets.sheet import Scroll
from pipnotes.ui.widgets.text import Text


class Front(QWidget):
    """A page in the middle of an empty desk."""

    help_wanted = Signal()

    def __init__(self, preferences: Preferences, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._middle = QWidget()
        self._box = QVBoxLayout(self._middle)
        self._box.setContentsMargins(20, 20, 20, 20)
        foot = _Foot()
        line = QHBoxLayout(foot)
        line.setContentsMargins(20, 8, 20, 9)
        line.setSpacing(16)
        line.addWidget(Text(f"PipNotes {pipnotes.__version__}", role="small", token="ink2", wrap=False))
        line.addWidget(Text("Works without internet", role="small", token="ink2", wrap=False))
        line.addStretch(1)
        for words, do in (
            ("Larger text Ctrl +", preferences.larger),
            ("Light or dark Ctrl+D", preferences.turn_theme),
            ("Help F1", self.help_wanted.emit),
        ):
            link = Button(words, kind="trail", small=True)
            link.clicked.connect(do)
            line.addWidget(link)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(Scroll(self._middle), 1)
        outer.addWidget(foot)

    def put_in_the_middle(self, widget: QWidget) -> None:
        """Show a part in the middle of the desk, scrolled when it is taller."""
        # Stretches and no alignment, since only so is its height worked out for the width that it has.
        across = QHBoxLayout()
        across.addStretch(1)
        across.addWidget(widget)
        across.addStretch(1)
        self._box.addStretch(1)
        self._box.addLayout(across)
        self._box.addStretch(1)


class _Foot(QWidget):
    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).fillRect(0, 0, self.width(), 1, look().colour("line"))
