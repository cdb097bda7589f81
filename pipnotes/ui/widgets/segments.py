"""Choose one of a few: joined cells in which the arrow keys move and choose.

Segments("How", [Option("home", "Home", "house"), Option("video", "Video", "video")], value="home")
segments.changed(key); segments.value(); segments.set_value(key)
Rating("Shared pleasure")        0 to 4, nothing chosen at first; digits set it, Backspace clears
rating.changed(int or None); rating.value(); rating.set_value(3)
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleEvent,
    QFont,
    QFontMetricsF,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from pipnotes.ui.theme import look
from pipnotes.ui.widgets.keys import step_of


@dataclass(frozen=True, slots=True)
class Option:
    """One cell: what it is called in code, what it says, and its icon if it has one."""

    key: str
    label: str
    icon: str | None = None


class _Cells(QWidget):
    """The joined cells that Segments and Rating share."""

    def __init__(self, name: str, options: Sequence[Option], *, small: bool, parent: QWidget | None) -> None:
        super().__init__(parent)
        self._name = name
        self._options = list(options)
        self._at = -1
        self._small = small
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._name_aloud()

    def sizeHint(self) -> QSize:
        current = look()
        height = max(current.px(24 if self._small else 28), current.line(self._role()) + (4 if self._small else 8))
        return QSize(int(sum(self._widths()) + 0.99), height)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.StyleChange, QEvent.Type.FontChange):
            self.updateGeometry()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = step_of(event)
        if step is None:
            event.ignore()
            return
        if self._at < 0:
            self._choose(0 if step > 0 else len(self._options) - 1)
        else:
            self._choose(min(max(self._at + step, 0), len(self._options) - 1))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        x = 0.0
        for at, width in enumerate(self._widths()):
            x += width
            if event.position().x() < x:
                self._choose(at)
                return

    def paintEvent(self, event: QPaintEvent) -> None:
        current = look()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        outline = QPainterPath()
        frame = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        outline.addRoundedRect(frame, 5 if self._small else 6, 5 if self._small else 6)
        painter.fillPath(outline, current.colour("field" if self._small else "sheet"))
        x = 0.0
        for at, width in enumerate(self._widths()):
            painter.save()
            painter.setClipPath(outline)
            self._paint_cell(painter, QRectF(x, 0, width, self.height()), at)
            painter.restore()
            x += width
        painter.setPen(QPen(current.colour("edge" if self.isEnabled() else "line"), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPath(outline)

    def _paint_cell(self, painter: QPainter, cell: QRectF, at: int) -> None:
        current = look()
        on = at == self._at
        solid = on and self._small
        if on:
            painter.fillRect(cell, current.colour("primary" if self._small else "soft"))
            if not self._small:
                painter.fillRect(QRectF(cell.x(), cell.bottom() - 3, cell.width(), 3), current.colour("primary"))
        if at:
            line = "line" if self._small else "edge"
            painter.fillRect(QRectF(cell.x() - 0.5, 0, 1, cell.height()), current.colour(line))
        ink = "on_primary" if solid else "ink" if self.isEnabled() else "ink3"
        painter.setPen(current.colour(ink))
        painter.setFont(self._font(on))
        option = self._options[at]
        if self._small:
            painter.drawText(cell, Qt.AlignmentFlag.AlignCenter, option.label)
            return
        x = cell.x() + 12
        if option.icon:
            size = current.px(16)
            picture = current.pixmap(option.icon, ink, size, self.devicePixelRatioF())
            painter.drawPixmap(QPointF(x, (cell.height() - size) / 2), picture)
            x += size + 7
        flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(QRectF(x, 0, cell.right() - x, cell.height()), flags, option.label)

    def _widths(self) -> list[float]:
        current = look()
        if self._small:
            return [float(current.px(26))] * len(self._options)
        metrics = QFontMetricsF(self._font(True))
        icons = [current.px(16) + 7 if option.icon else 0 for option in self._options]
        return [metrics.horizontalAdvance(o.label) + icon + 25 for o, icon in zip(self._options, icons, strict=True)]

    def _font(self, on: bool) -> QFont:
        return look().font(self._role(), QFont.Weight.DemiBold if on else QFont.Weight.Normal, tnum=self._small)

    def _role(self) -> str:
        return "small" if self._small else "base"

    def _choose(self, at: int) -> None:
        if at != self._at:
            self._show(at)
            self._tell()

    def _show(self, at: int) -> None:
        self._at = at
        self._name_aloud()
        self.update()

    def _name_aloud(self) -> None:
        chosen = self._options[self._at].label if self._at >= 0 else "nothing chosen"
        self.setAccessibleName(f"{self._name}: {chosen}")
        QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.NameChanged))

    def _tell(self) -> None:
        raise NotImplementedError


class Segments(_Cells):
    """One of two to five, with a bar under the chosen one."""

    changed = Signal(str)

    def __init__(
        self, name: str, options: Sequence[Option], *, value: str | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(name, options, small=False, parent=parent)
        if value is not None:
            self.set_value(value)

    def value(self) -> str | None:
        """Return the key of the chosen cell, or None."""
        return self._options[self._at].key if self._at >= 0 else None

    def set_value(self, key: str | None) -> None:
        """Show a choice, and tell nobody."""
        keys = [option.key for option in self._options]
        self._show(keys.index(key) if key is not None else -1)

    def _tell(self) -> None:
        self.changed.emit(self.value() or "")


class Rating(_Cells):
    """0 to 4, with nothing chosen to begin with."""

    changed = Signal(object)

    def __init__(self, name: str, *, value: int | None = None, top: int = 4, parent: QWidget | None = None) -> None:
        super().__init__(name, [Option(str(n), str(n)) for n in range(top + 1)], small=True, parent=parent)
        self.set_value(value)

    def value(self) -> int | None:
        """Return the rating, or None while it is not rated."""
        return self._at if self._at >= 0 else None

    def set_value(self, value: int | None) -> None:
        """Show a rating, and tell nobody."""
        self._show(-1 if value is None else value)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Backspace, Qt.Key.Key_Delete):
            self._choose(-1)
        elif event.text().isdecimal() and int(event.text()) < len(self._options):
            self._choose(int(event.text()))
        else:
            super().keyPressEvent(event)

    def _tell(self) -> None:
        self.changed.emit(self.value())
