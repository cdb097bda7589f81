"""Rows of the story that stand beside one another, and one under the other when the text is large."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtWidgets import QBoxLayout, QSizePolicy, QWidget

from pipnotes.ui.theme import STACK_COLUMNS_FROM, look
from pipnotes.ui.widgets.sheet import Scroll

# The page beside the rail, of a window 1600 wide.
WIDE_FROM = 1400


def stacked() -> bool:
    """Return whether columns stand under one another."""
    return look().scale >= STACK_COLUMNS_FROM


class Pair(QWidget):
    """A main part and one at its side; several pairs on a page share one edge."""

    def __init__(
        self, main: QWidget, side: QWidget, *, side_width: int = 408, wide: int = 540, side_first: bool = False
    ) -> None:
        super().__init__()
        self._side = side
        self._usual, self._wide = side_width, wide
        self._box = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(16)
        self._box.addWidget(main, 1)
        self._box.insertWidget(0 if side_first else 1, side, 0)

    def settle(self, across: int) -> None:
        """Take a place for a page so many pixels wide."""
        down = stacked()
        way = QBoxLayout.Direction.TopToBottom if down else QBoxLayout.Direction.LeftToRight
        self._box.setDirection(way)
        self._box.setSpacing(12 if down else 16)
        if down:
            self._side.setMinimumWidth(0)
            self._side.setMaximumWidth(16_777_215)
            return
        usual = self._wide if across >= WIDE_FROM else self._usual
        self._side.setFixedWidth(round(usual * min(1.2, max(1.0, look().scale))))


class Body(Scroll):
    """The body of a sheet that takes what room is left and scrolls, or grows to its words when all is stacked."""

    def __init__(self, widget: QWidget, *, least: int = 150) -> None:
        self._least = least
        super().__init__(widget)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._settle()

    def sizeHint(self) -> QSize:
        return QSize(240, self._tall() if stacked() else look().px(self._least))

    def minimumSizeHint(self) -> QSize:
        return QSize(120, self.sizeHint().height())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        done = super().eventFilter(watched, event)
        if watched is self.widget() and event.type() in (QEvent.Type.LayoutRequest, QEvent.Type.Resize):
            self._settle()
        return done

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._settle()

    def _settle(self) -> None:
        shown = Qt.ScrollBarPolicy.ScrollBarAlwaysOff if stacked() else Qt.ScrollBarPolicy.ScrollBarAsNeeded
        self.setVerticalScrollBarPolicy(shown)
        self.updateGeometry()

    def _tall(self) -> int:
        held = self.widget()
        across = self.viewport().width()
        return held.heightForWidth(across) if held.hasHeightForWidth() else held.sizeHint().height()
