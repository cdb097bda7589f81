"""Buttons: one primary on a view, an edge for the rest, words that begin with a verb.

    Button("Sign and lock", kind="primary", icon="signature", hint="Ctrl+Enter")
    Button("Read all", kind="link")          # kinds: primary, secondary, link, trail, add, plain
    IconButton("x", "Close")

`Button.set_ready(False, "First answer the 1 check on the left.")` keeps the words readable and tells why through
`reason_changed(str)`; a `HintLine` made by `reason_line(button)` (module hints) shows it. The shortcut is only shown:
the page binds the key.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontMetricsF, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from pipnotes.ui.theme import look

GAP = 8


class Button(QPushButton):
    """A push button of one kind, with an icon before the words and a key after them."""

    reason_changed = Signal(str)

    def __init__(
        self,
        text: str,
        *,
        kind: str = "secondary",
        icon: str | None = None,
        hint: str = "",
        small: bool = False,
        visit: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(text, parent)
        self.kind = kind
        self.icon_name = icon
        self.hint = hint
        self.small = small
        self.reason = ""
        self._visit = visit
        self.setObjectName(kind)
        self.setAutoDefault(False)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        if kind in ("link", "trail", "plain"):
            self.setProperty("ring_radius", 5)
        if kind == "add":
            self.setProperty("ring_radius", 19)

    def set_ready(self, ready: bool, reason: str = "") -> None:
        """Make the button usable or not; a reason says what is still to do."""
        self.setEnabled(ready)
        self.reason = "" if ready else reason
        self.setAccessibleDescription(self.reason)
        self.reason_changed.emit(self.reason)

    def set_icon(self, name: str | None) -> None:
        """Show another icon, or none."""
        self.icon_name = name
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        current = look()
        height = (
            44
            if self._visit
            else (26 if self.kind == "add" else 28)
            if self.small
            else 30
            if self.kind == "add"
            else 32
        )
        if self.kind in ("link", "trail"):
            height = 24
        tall = max(current.px(height), current.line(self._role()) + (4 if self.kind in ("link", "trail") else 8))
        return QSize(int(self._content_width() + 2 * self._padding() + 0.99), tall)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.StyleChange, QEvent.Type.FontChange):
            self.updateGeometry()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        # Qt leaves Enter to the dialog around a button; people press it on the button they stand on.
        bare = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if bare and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ground, edge, ink = self._colours()
        self._paint_ground(painter, ground, edge)
        x = max(self._padding(), (self.width() - self._content_width()) / 2)
        if self.kind in ("link", "trail"):
            x = 0.0
        x = self._paint_icon(painter, x, ink)
        x = self._paint_words(painter, x, ink)
        if self.hint:
            painter.setFont(look().font("small"))
            painter.setPen(look().colour(ink if self.kind == "primary" or not self.isEnabled() else "ink2"))
            rest = QRectF(x + GAP, 0, self.width() - x, self.height())
            painter.drawText(rest, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, self.hint)

    def _role(self) -> str:
        return "small" if self.small else "base"

    def _font(self) -> QFont:
        if self._visit:
            return look().font("heading")
        weight = QFont.Weight.Normal if self.kind in ("add", "plain") else QFont.Weight.DemiBold
        return look().font(self._role(), QFont.Weight.Medium if self.kind in ("link", "trail") else weight)

    def _padding(self) -> float:
        if self._visit:
            return 20
        return {"link": 0, "trail": 0, "plain": 6}.get(self.kind, 10 if self.small or self.kind == "add" else 13)

    def _words(self) -> str:
        return self.text().replace("&", "")

    def _content_width(self) -> float:
        current = look()
        width = QFontMetricsF(self._font()).horizontalAdvance(self._words())
        if self.icon_name:
            width += current.px(self._icon_size()) + (GAP if self._words() else 0)
        if self.hint:
            width += GAP + QFontMetricsF(current.font("small")).horizontalAdvance(self.hint)
        return width

    def _icon_size(self) -> int:
        return 15 if self.small or self.kind == "add" else 17

    def _colours(self) -> tuple[str | None, str | None, str]:
        if not self.isEnabled():
            return (None, None, "ink3") if self.kind in ("link", "trail", "plain") else ("sunk", "line", "ink3")
        hover, down = self.underMouse(), self.isDown()
        if self.kind == "primary":
            return "primary_h" if hover or down else "primary", None, "on_primary"
        if self.kind in ("link", "trail", "plain"):
            plain = "ink" if self.kind == "plain" else "primary"
            return None, None, "primary_h" if hover or down else plain
        ground = "rail" if down else "sunk" if hover else "sheet"
        return ground, "edge", "ink2" if self.kind == "add" else "ink"

    def _paint_ground(self, painter: QPainter, ground: str | None, edge: str | None) -> None:
        if ground is None:
            return
        current = look()
        pen = QPen(current.colour(edge or ground), 1)
        if self.kind == "add":
            pen.setDashPattern([3, 3])
        painter.setPen(pen)
        painter.setBrush(current.colour(ground))
        radius = self.height() / 2 - 0.5 if self.kind == "add" else 6
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)

    def _paint_icon(self, painter: QPainter, x: float, ink: str) -> float:
        if not self.icon_name:
            return x
        current = look()
        size = current.px(self._icon_size())
        top = (self.height() - size) / 2
        painter.drawPixmap(QPointF(x, top), current.pixmap(self.icon_name, ink, size, self.devicePixelRatioF()))
        return x + size + (GAP if self._words() else 0)

    def _paint_words(self, painter: QPainter, x: float, ink: str) -> float:
        font = self._font()
        metrics = QFontMetricsF(font)
        painter.setFont(font)
        painter.setPen(look().colour(ink))
        width = metrics.horizontalAdvance(self._words())
        flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextShowMnemonic
        painter.drawText(QRectF(x, 0, width + 2, self.height()), flags, self.text())
        if (self.kind == "link" and self.isEnabled()) or (self.kind == "trail" and self.underMouse()):
            base = (self.height() - metrics.height()) / 2 + metrics.ascent() + 2.5
            painter.setPen(QPen(look().colour(ink), 2 if self.underMouse() else 1))
            painter.drawLine(QPointF(x, base), QPointF(x + width, base))
        return x + width


class IconButton(Button):
    """An icon alone, at least 28 px square; its name is its tooltip and what is read aloud."""

    def __init__(
        self, icon: str, name: str, *, edged: bool = False, size: int = 32, parent: QWidget | None = None
    ) -> None:
        super().__init__("", kind="secondary" if edged else "plain", icon=icon, parent=parent)
        self._side = size
        self.set_name(name)

    def set_name(self, name: str) -> None:
        """Say what the button does now."""
        self.setToolTip(name)
        self.setAccessibleName(name)

    def sizeHint(self) -> QSize:
        side = look().px(self._side)
        return QSize(side, side)

    def _padding(self) -> float:
        return 0

    def _icon_size(self) -> int:
        return 18
