"""The status line: quiet facts below every page, each told whole or not at all.

bar = StatusBar(); bar.put("offline", "Offline - nothing waiting", icon="cloud-off"); bar.pressed.connect(...)
"""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QWidget

from pipnotes.ui.theme import look


class StatusItem(QPushButton):
    """One fact in the status line; it can be pressed when it leads somewhere."""

    def __init__(self, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon_name: str | None = None
        self._attention = False
        self.last = False
        self.setAutoDefault(False)
        self.setProperty("ring", "inside")
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)

    def show_fact(self, words: str, icon: str | None, attention: bool, leads: bool) -> None:
        """Show a fact."""
        self.setText(words)
        self._icon_name = icon
        self._attention = attention
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus if leads else Qt.FocusPolicy.NoFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor if leads else Qt.CursorShape.ArrowCursor)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        current = look()
        width = QFontMetricsF(current.font("small")).horizontalAdvance(self.text())
        icon = current.px(15) + 6 if self._icon_name else 0
        return QSize(int(width + icon + 2 * 12 + 0.99), max(current.px(27), current.line("small") + 6))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        current = look()
        painter = QPainter(self)
        x = 12.0
        if self._icon_name:
            size = current.px(15)
            colour = "attn" if self._attention else "ink"
            picture = current.pixmap(self._icon_name, colour, size, self.devicePixelRatioF())
            painter.drawPixmap(QPointF(x, (self.height() - size) / 2), picture)
            x += size + 6
        painter.setFont(current.font("small"))
        painter.setPen(current.colour("ink"))
        flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(QRectF(x, 0, self.width() - x, self.height()), flags, self.text())
        painter.fillRect(QRectF(self.width() - 1, 7, 1, self.height() - 14), current.colour("line"))


class StatusBar(QWidget):
    """Quiet facts below every page: offline, backup, saving, the lock."""

    pressed = Signal(str)

    def __init__(self, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._items: dict[str, StatusItem] = {}
        self._yields: dict[str, int] = {}
        self._box = QHBoxLayout(self)
        self._box.setContentsMargins(2, 1, 12, 0)
        self._box.setSpacing(0)
        self._box.addStretch(1)
        self._left = 0

    def put(
        self,
        key: str,
        words: str,
        *,
        icon: str | None = None,
        attention: bool = False,
        leads: bool = False,
        right: bool = False,
        yields: int = 0,
    ) -> None:
        """Show or change a fact; empty words take it away. `leads` lets it be pressed (`pressed(key)`).

        Where there is no room for all, the facts that yield most are left out first, whole rather than cut off.
        """
        item = self._items.get(key)
        if item is None:
            item = StatusItem()
            item.clicked.connect(partial(self.pressed.emit, key))
            self._items[key] = item
            if right:
                self._box.addWidget(item)
            else:
                self._box.insertWidget(self._left, item)
                self._left += 1
        item.show_fact(words, "triangle-alert" if attention and icon is None else icon, attention, leads)
        self._yields[key] = yields
        self._fit()

    @Slot(str)
    def take(self, key: str) -> None:
        """Take a fact away."""
        self.put(key, "")

    def sizeHint(self) -> QSize:
        return QSize(200, max(look().px(28), look().line("small") + 8))

    def minimumSizeHint(self) -> QSize:
        return QSize(100, self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), look().colour("rail"))
        painter.fillRect(QRectF(0, 0, self.width(), 1), look().colour("line"))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.StyleChange, QEvent.Type.FontChange):
            self._fit()

    def _fit(self) -> None:
        margins = self._box.contentsMargins()
        room = self.width() - margins.left() - margins.right()
        told = sorted((key for key, item in self._items.items() if item.text()), key=lambda key: self._yields[key])
        for key, item in self._items.items():
            if key not in told:
                item.hide()
        for key in told:
            room -= self._items[key].sizeHint().width()
            self._items[key].setVisible(room >= 0 or not self._yields[key] or not self.isVisible())
