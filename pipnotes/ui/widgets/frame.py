"""What stands round every page: the rail at the left and the bar above.

rail = Rail(); rail.add("today", "Today", "sun"); rail.add("lock", "Lock now", "lock", foot=True)
rail.chosen(key); rail.set_current(key); rail.set_badge(key, 3); rail.set_person("Ruth Ellison", "Therapist")
bar = HeaderBar(); bar.set_trail([("families", "Families")]); bar.set_title("Mabel", "9 months"); bar.went_back(key)
bar.set_tag("Draft"); bar.set_saved("Saved 2 s ago"); bar.add_action(Button(...))
"""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from pipnotes.ui.theme import NARROW_RAIL_FROM, look
from pipnotes.ui.widgets.buttons import Button
from pipnotes.ui.widgets.chips import Tag
from pipnotes.ui.widgets.text import IconView, Text

RAIL_WIDTH = 172


class RailItem(QPushButton):
    """One place to go: icon, name and a count of what waits there."""

    def __init__(self, text: str, icon: str, *, hint: str = "", parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self._icon_name = icon
        self._hint = hint
        self._badge = 0
        self.setCheckable(True)
        self.setAutoDefault(False)
        self.setProperty("ring_radius", 8)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._name_aloud()

    def set_badge(self, count: int) -> None:
        """Show how many wait there; 0 shows nothing."""
        self._badge = count
        self._name_aloud()
        self.update()

    def nextCheckState(self) -> None:
        """Leave choosing to the rail: a press only asks."""

    def sizeHint(self) -> QSize:
        current = look()
        return QSize(current.px(40), max(current.px(36), current.line("base") + 8))

    def minimumSizeHint(self) -> QSize:
        return QSize(24, self.sizeHint().height())

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.StyleChange, QEvent.Type.FontChange):
            self.updateGeometry()

    def paintEvent(self, event: QPaintEvent) -> None:
        current = look()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        on = self.isChecked()
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        if on or self.underMouse():
            painter.setPen(QPen(current.colour("line"), 1))
            painter.setBrush(current.colour("sheet" if on else "sunk"))
            painter.drawRoundedRect(box, 6, 6)
        if on:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(current.colour("primary"))
            painter.drawRoundedRect(QRectF(0, 8, 3, self.height() - 16), 1.5, 1.5)
        ink = "primary" if on else "ink"
        size = current.px(18)
        narrow = current.scale >= NARROW_RAIL_FROM
        x = (self.width() - size) / 2 if narrow else 11.0
        picture = current.pixmap(self._icon_name, ink, size, self.devicePixelRatioF())
        painter.drawPixmap(QPointF(x, (self.height() - size) / 2), picture)
        if not narrow:
            painter.setFont(current.font("base", QFont.Weight.DemiBold if on else QFont.Weight.Medium))
            painter.setPen(current.colour(ink))
            flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
            painter.drawText(QRectF(x + size + 10, 0, self.width(), self.height()), flags, self.text())
            if self._hint:
                painter.setFont(current.font("small"))
                painter.setPen(current.colour("ink2"))
                right = QRectF(0, 0, self.width() - 9, self.height())
                painter.drawText(right, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, self._hint)
        if self._badge:
            self._paint_badge(painter, narrow)

    def _paint_badge(self, painter: QPainter, narrow: bool) -> None:
        current = look()
        font = current.font("small", QFont.Weight.Medium, tnum=True)
        words = str(self._badge) if self._badge < 100 else "99"
        tall = current.px(15 if narrow else 19)
        wide = max(tall, QFontMetricsF(font).horizontalAdvance(words) + 8)
        top = 1.0 if narrow else (self.height() - tall) / 2
        spot = QRectF(self.width() - wide - (1 if narrow else 9), top, wide, tall)
        painter.setPen(QPen(current.colour("line"), 1))
        painter.setBrush(current.colour("sheet"))
        painter.drawRoundedRect(spot, tall / 2, tall / 2)
        painter.setFont(font)
        painter.setPen(current.colour("ink"))
        painter.drawText(spot, Qt.AlignmentFlag.AlignCenter, words)

    def _name_aloud(self) -> None:
        waiting = f", {self._badge} waiting" if self._badge else ""
        self.setAccessibleName(self.text() + waiting)
        self.setToolTip(self.text() + (f" ({self._hint})" if self._hint else ""))


class Rail(QWidget):
    """The places of the program at the left; icons alone from 140 percent text."""

    chosen = Signal(str)
    menu_wanted = Signal()

    def __init__(self, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._items: dict[str, RailItem] = {}
        self._menu = RailItem("Menu", "menu", hint="F10")
        self._menu.clicked.connect(self.menu_wanted)
        self._person_icon = IconView("user-round", size=18)
        self._name = Text("", role="small", wrap=False)
        self._role = Text("", role="small", token="ink2", wrap=False)
        self._person = QWidget()
        self._line = _Line()
        self._foot_line = _Line()
        self._box = QVBoxLayout(self)
        self._lay_out()
        self._settle()

    def add(self, key: str, text: str, icon: str, *, hint: str = "", foot: bool = False) -> RailItem:
        """Put one more place at the end of the upper list, or of the lower one (`foot`)."""
        item = RailItem(text, icon, hint=hint)
        item.clicked.connect(partial(self.chosen.emit, key))
        self._items[key] = item
        spacer = self._box.indexOf(self._foot_line)
        self._box.insertWidget(spacer if foot else self._upper, item)
        if not foot:
            self._upper += 1
        return item

    def set_current(self, key: str) -> None:
        """Show which place is open."""
        for each, item in self._items.items():
            item.setChecked(each == key)

    def set_badge(self, key: str, count: int) -> None:
        """Show how many wait at a place."""
        self._items[key].set_badge(count)

    def set_person(self, name: str, role: str) -> None:
        """Show whose vault is open."""
        self._name.set_words(name)
        self._role.set_words(role)
        self._person.setToolTip(f"{name}, {role}")

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._settle()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), look().colour("rail"))
        painter.fillRect(QRectF(self.width() - 1, 0, 1, self.height()), look().colour("line"))

    def _lay_out(self) -> None:
        self._box.setContentsMargins(8, 10, 9, 8)
        self._box.setSpacing(2)
        self._box.addWidget(self._menu)
        self._box.addWidget(self._line)
        self._upper = self._box.count()
        self._box.addStretch(1)
        self._box.addWidget(self._foot_line)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self._name)
        words.addWidget(self._role)
        person = QHBoxLayout(self._person)
        person.setContentsMargins(10, 2, 0, 2)
        person.setSpacing(9)
        person.addWidget(self._person_icon)
        person.addLayout(words, 1)
        self._box.addWidget(self._person)

    def _settle(self) -> None:
        narrow = look().scale >= NARROW_RAIL_FROM
        self.setFixedWidth(look().px(44) if narrow else round(RAIL_WIDTH * max(1.0, look().scale)))
        self._name.setVisible(not narrow)
        self._role.setVisible(not narrow)


class _Line(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self.setFixedHeight(17)

    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).fillRect(QRectF(6, 8, self.width() - 12, 1), look().colour("line"))


class HeaderBar(QWidget):
    """The bar over a page: the way back, the title, quiet words, and the page's actions at the right."""

    went_back = Signal(str)

    def __init__(self, title: str = "", second: str = "", *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._trail = QHBoxLayout()
        self._trail.setSpacing(10)
        self._title = Text(title, role="page", wrap=False)
        self._second = Text(second, token="ink2", elide=True)
        self._tag = Tag("")
        self._saved_icon = IconView("circle-check", token="primary", size=17)
        self._saved = Text("", token="ink2", wrap=False)
        self._actions = QHBoxLayout()
        self._actions.setSpacing(12)
        self._lay_out()
        self._tag.hide()
        self.set_saved("")

    def set_trail(self, steps: list[tuple[str, str]]) -> None:
        """Show the way back as links, each (key, words); pressing one tells `went_back`."""
        while self._trail.count():
            old = self._trail.takeAt(0).widget()
            old.hide()
            old.deleteLater()
        for key, words in steps:
            link = Button(words, kind="trail")
            link.clicked.connect(partial(self.went_back.emit, key))
            self._trail.addWidget(link)
            self._trail.addWidget(IconView("chevron-right", size=16))

    def set_title(self, title: str, second: str = "") -> None:
        """Change the title and the quiet words after it."""
        self._title.set_words(title)
        self._second.set_words(second)

    def set_tag(self, text: str, *, tone: str = "neutral", icon: str | None = None) -> None:
        """Show a tag after the title; empty words take it away."""
        self._tag.set_tag(text, tone=tone, icon=icon)
        self._tag.setVisible(bool(text))

    def set_saved(self, words: str, *, attention: bool = False) -> None:
        """Say how the saving stands; empty words say nothing."""
        self._saved.set_words(words)
        self._saved_icon.set_icon("triangle-alert" if attention else "circle-check", "attn" if attention else "primary")
        self._saved.setVisible(bool(words))
        self._saved_icon.setVisible(bool(words))

    def add_action(self, widget: QWidget) -> None:
        """Put a button or a field at the right end."""
        self._actions.addWidget(widget, 0, Qt.AlignmentFlag.AlignVCenter)

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), max(look().px(50), super().sizeHint().height()))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), look().colour("desk"))
        painter.fillRect(QRectF(0, self.height() - 1, self.width(), 1), look().colour("line"))

    def _lay_out(self) -> None:
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        box = QHBoxLayout(self)
        box.setContentsMargins(20, 8, 20, 9)
        box.setSpacing(12)
        box.addLayout(self._trail)
        box.addWidget(self._title)
        box.addWidget(self._tag)
        box.addWidget(self._second, 1)
        box.addWidget(self._saved_icon)
        box.addWidget(self._saved)
        box.addLayout(self._actions)
