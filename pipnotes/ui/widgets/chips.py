"""Chips are toggles, tags only say something: two shapes, so that nobody presses a word that cannot answer.

row = ChipRow("Who was there")
row.add_chip("p1", "Jordan, dad", on=True); row.add_button("Add", self.add_person)
row.changed(list of keys that are on); row.chosen() -> list; row.set_chosen(keys)
Tag("3 days old", tone="attention", icon="clock")      # tones: neutral, soft (with a tick), attention
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QFont, QFontMetricsF, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QLabel, QPushButton, QSizePolicy, QWidget

from pipnotes.ui.theme import look
from pipnotes.ui.widgets.buttons import Button
from pipnotes.ui.widgets.flow import Flow
from pipnotes.ui.widgets.keys import step_of


class Chip(QPushButton):
    """One toggle with round ends; on is told by a tick as well as by its fill."""

    def __init__(self, text: str, *, on: bool = False, small: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self._small = small
        self.setCheckable(True)
        self.setChecked(on)
        self.setAutoDefault(False)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setProperty("ring_radius", 18)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.toggled.connect(self._resized)

    def sizeHint(self) -> QSize:
        current = look()
        width = QFontMetricsF(self._font()).horizontalAdvance(self.text().replace("&", ""))
        tick = current.px(15) + 6 if self.isChecked() else 0
        height = max(current.px(26 if self._small else 30), current.line("small") + 6)
        return QSize(int(width + tick + 2 * 11 + 0.99), height)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.StyleChange, QEvent.Type.FontChange):
            self.updateGeometry()

    def paintEvent(self, event: QPaintEvent) -> None:
        current = look()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        on, ready = self.isChecked(), self.isEnabled()
        ground = "soft" if on else "rail" if self.isDown() else "sunk" if self.underMouse() else "sheet"
        edge = "line" if not ready else "primary" if on else "edge"
        painter.setPen(QPen(current.colour(edge), 1))
        painter.setBrush(current.colour(ground))
        radius = self.height() / 2 - 0.5
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)
        x = 11.0
        ink = "ink" if ready else "ink3"
        if on:
            size = current.px(15)
            tick = current.pixmap("check", ink, size, self.devicePixelRatioF())
            painter.drawPixmap(QPointF(x - 1, (self.height() - size) / 2), tick)
            x += size + 6
        painter.setFont(self._font())
        painter.setPen(current.colour(ink))
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft | Qt.TextFlag.TextShowMnemonic
        painter.drawText(QRectF(x, 0, self.width() - x, self.height()), flags, self.text())

    @Slot()
    def _resized(self) -> None:
        self.updateGeometry()

    def _font(self) -> QFont:
        weight = QFont.Weight.Medium if self.isChecked() else QFont.Weight.Normal
        return look().font("small" if self._small else "base", weight)


class ChipRow(Flow):
    """A row of chips that wraps; Space toggles, the arrow keys move along, `changed` tells the keys that are on."""

    changed = Signal(list)

    def __init__(self, name: str, *, small: bool = True, parent: QWidget | None = None) -> None:
        super().__init__(gap=8 if not small else 6, parent=parent)
        self.setAccessibleName(name)
        self._small = small
        self._chips: dict[str, Chip] = {}

    def add_chip(self, key: str, text: str, *, on: bool = False) -> Chip:
        """Put one more chip at the end."""
        chip = Chip(text, on=on, small=self._small)
        chip.installEventFilter(self)
        chip.toggled.connect(self._tell)
        self._chips[key] = chip
        self.add(chip)
        return chip

    def add_button(self, text: str, pressed: Callable[[], object]) -> Button:
        """Put a dashed "add" button after the chips."""
        button = Button(text, kind="add", icon="plus", small=self._small)
        button.clicked.connect(pressed)
        button.installEventFilter(self)
        self.add(button)
        return button

    def chosen(self) -> list[str]:
        """Return the keys that are on, in their order."""
        return [key for key, chip in self._chips.items() if chip.isChecked()]

    def set_chosen(self, keys: Iterable[str]) -> None:
        """Turn exactly these on, and tell nobody."""
        wanted = set(keys)
        for key, chip in self._chips.items():
            blocked = chip.blockSignals(True)
            chip.setChecked(key in wanted)
            chip.blockSignals(blocked)
            chip.updateGeometry()

    def clear(self) -> None:
        """Take every chip out."""
        self._chips.clear()
        super().clear()

    def eventFilter(self, watched: object, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and isinstance(watched, QWidget):
            step = step_of(event)
            if step is not None:
                self._move(watched, step)
                return True
        return False

    @Slot()
    def _tell(self) -> None:
        self.changed.emit(self.chosen())

    def _move(self, current: QWidget, step: int) -> None:
        row = [self._flow.itemAt(i).widget() for i in range(self._flow.count())]
        row = [widget for widget in row if widget.isEnabled() and widget.isVisible()]
        if current in row:
            row[(row.index(current) + step) % len(row)].setFocus(Qt.FocusReason.TabFocusReason)


class Tag(QLabel):
    """Words in a small square-ish box; never focusable. Soft tags bear a tick unless another icon is named."""

    def __init__(
        self, text: str, *, tone: str = "neutral", icon: str | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(text, parent)
        self._tone = tone
        self._icon = icon
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def set_tag(self, text: str, *, tone: str = "neutral", icon: str | None = None) -> None:
        """Say something else."""
        self._tone, self._icon = tone, icon
        self.setText(text)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        current = look()
        width = QFontMetricsF(current.font("small")).horizontalAdvance(self.text())
        if self._shown_icon():
            width += current.px(15) + 6
        return QSize(int(width + 2 * 8 + 0.99), max(current.px(24), current.line("small") + 4))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.StyleChange, QEvent.Type.FontChange):
            self.updateGeometry()

    def paintEvent(self, event: QPaintEvent) -> None:
        current = look()
        ground, edge, mark = {
            "soft": ("soft", "soft", "ink"),
            "attention": ("attn_soft", "attn_soft", "attn"),
        }.get(self._tone, ("sunk", "line", "ink"))
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(current.colour(edge), 1))
        painter.setBrush(current.colour(ground))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
        x = 8.0
        icon = self._shown_icon()
        if icon:
            size = current.px(15)
            painter.drawPixmap(
                QPointF(x, (self.height() - size) / 2), current.pixmap(icon, mark, size, self.devicePixelRatioF())
            )
            x += size + 6
        painter.setFont(current.font("small"))
        painter.setPen(current.colour("ink"))
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        painter.drawText(QRectF(x, 0, self.width() - x, self.height()), flags, self.text())

    def _shown_icon(self) -> str | None:
        fallback = {"soft": "check", "attention": "circle-alert"}.get(self._tone)
        return self._icon if self._icon is not None else fallback
