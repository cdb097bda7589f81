"""The tabs of a page: Ctrl+Tab and the arrow keys move along them.

tabs = Tabs([Option("story", "Story"), ...]); tabs.changed(key); tabs.value(); tabs.set_value(key)
tabs.set_label(key, "Measures 3"); tabs.step(1)          for Ctrl+Tab
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleEvent,
    QFont,
    QFontMetricsF,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from pipnotes.ui.theme import look
from pipnotes.ui.widgets.keys import ACROSS, step_of
from pipnotes.ui.widgets.segments import Option


class Tabs(QWidget):
    """The tabs of a page, as words with a bar under the chosen one."""

    changed = Signal(str)

    def __init__(self, options: Sequence[Option], *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._options = list(options)
        self._at = 0
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setProperty("ring", "inside")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._name_aloud()

    def value(self) -> str:
        """Return the key of the tab in front."""
        return self._options[self._at].key

    def set_value(self, key: str) -> None:
        """Show a tab as chosen, and tell nobody."""
        self._at = [option.key for option in self._options].index(key)
        self._name_aloud()
        self.update()

    def set_label(self, key: str, label: str) -> None:
        """Change what a tab says, such as its count."""
        self._options = [Option(o.key, label, o.icon) if o.key == key else o for o in self._options]
        self.update()

    def step(self, by: int) -> None:
        """Move on by so many tabs, round the end."""
        self._choose((self._at + by) % len(self._options))

    def sizeHint(self) -> QSize:
        return QSize(int(20 + sum(self._widths())), max(look().px(38), look().line("base") + 14))

    def minimumSizeHint(self) -> QSize:
        return QSize(200, self.sizeHint().height())

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.StyleChange, QEvent.Type.FontChange):
            self.updateGeometry()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = step_of(event, ACROSS)
        if step is None:
            event.ignore()
            return
        self._choose(min(max(self._at + step, 0), len(self._options) - 1))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        x = self._start()
        for at, width in enumerate(self._widths()):
            if x <= event.position().x() < x + width:
                self._choose(at)
            x += width

    def paintEvent(self, event: QPaintEvent) -> None:
        current = look()
        painter = QPainter(self)
        painter.fillRect(QRectF(0, self.height() - 1, self.width(), 1), current.colour("line"))
        x = self._start()
        for at, width in enumerate(self._widths()):
            on = at == self._at
            painter.setFont(current.font("base", QFont.Weight.DemiBold if on else QFont.Weight.Normal))
            painter.setPen(current.colour("primary" if on else "ink2"))
            flags = Qt.AlignmentFlag.AlignCenter
            painter.drawText(QRectF(x, 0, width, self.height() - 3), flags, self._options[at].label)
            if on:
                painter.fillRect(QRectF(x + 4, self.height() - 3, width - 8, 3), current.colour("primary"))
            x += width

    def _start(self) -> float:
        widths = self._widths()
        x = 8.0
        if sum(widths) + x <= self.width():
            return x
        return x - max(0.0, sum(widths[: self._at + 1]) + 16 - self.width())

    def _widths(self) -> list[float]:
        metrics = QFontMetricsF(look().font("base", QFont.Weight.DemiBold))
        return [metrics.horizontalAdvance(option.label) + 30 for option in self._options]

    def _choose(self, at: int) -> None:
        if at != self._at:
            self._at = at
            self._name_aloud()
            self.update()
            self.changed.emit(self.value())

    def _name_aloud(self) -> None:
        place = f"tab {self._at + 1} of {len(self._options)}"
        self.setAccessibleName(f"{self._options[self._at].label}, {place}")
        QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.NameChanged))
