"""Sheets of paper on the desk: one fill, one hairline, and no sheet inside another.

sheet = Sheet("Visits today", aside="4 planned"); sheet.heading.add(button)
sheet.add(widget)            padded, 16 px at the sides
sheet.add_row(widget)        edge to edge, with a hairline above it
sheet.add_space()            pushes what is above to the top
Columns(main, side)          side by side; one under the other from 160 percent text
Scroll(widget)               scrolls up and down only, and keeps the focused control in sight
"""

from __future__ import annotations

from PySide6.QtCore import QChildEvent, QEvent, QObject, QRectF, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from pipnotes.ui.theme import STACK_COLUMNS_FROM, look
from pipnotes.ui.widgets.text import IconView, Text


class Hairline(QFrame):
    """A 1 px line between things."""

    def __init__(self, *, upright: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("hairline")
        if upright:
            self.setFixedWidth(1)
        else:
            self.setFixedHeight(1)


class Heading(QWidget):
    """The first row of a sheet: icon, title, quiet words, then whatever is added at the right."""

    def __init__(self, title: str, *, aside: str = "", icon: str | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = Text(title, role="heading", wrap=False)
        self._aside = Text(aside, token="ink2", wrap=False)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(16, 9, 16, 9)
        self._row.setSpacing(8)
        if icon:
            self._row.addWidget(IconView(icon, size=18))
        self._row.addWidget(self._title)
        self._row.addWidget(self._aside)
        self._row.addStretch(1)

    def add(self, widget: QWidget) -> None:
        """Put a button, tag or words at the right end."""
        self._row.addWidget(widget, 0, Qt.AlignmentFlag.AlignVCenter)

    def set_title(self, title: str, aside: str = "") -> None:
        """Change the words."""
        self._title.set_words(title)
        self._aside.set_words(aside)


class _Edge(QWidget):
    """The sheet's round corners, drawn over rows that reach into them."""

    def __init__(self, sheet: QWidget) -> None:
        super().__init__(sheet)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        around, paper = QPainterPath(), QPainterPath()
        around.addRect(QRectF(self.rect()))
        paper.addRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 8, 8)
        painter.fillPath(around - paper, look().colour("desk"))
        painter.setPen(QPen(look().colour("line"), 1))
        painter.drawPath(paper)


class Sheet(QFrame):
    """A card: a heading row if a title is given, then padded parts and edge-to-edge rows in their order."""

    def __init__(
        self, title: str = "", *, aside: str = "", icon: str | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("sheet")
        self.heading = Heading(title, aside=aside, icon=icon)
        if not title:
            self.heading.hide()
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(1, 1, 1, 1)
        self.body.setSpacing(0)
        self.body.addWidget(self.heading)
        self._edge = _Edge(self)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._edge.setGeometry(self.rect())
        self._edge.raise_()

    def childEvent(self, event: QChildEvent) -> None:
        super().childEvent(event)
        if event.added() and hasattr(self, "_edge"):
            self._edge.raise_()

    def add(self, widget: QWidget, *, top: int = 0, bottom: int = 10, stretch: int = 0) -> None:
        """Put a part in, 16 px from both sides."""
        held = QVBoxLayout()
        held.setContentsMargins(16, top if self._begun() else max(top, 10), 16, bottom)
        held.addWidget(widget)
        self.body.addLayout(held, stretch)

    def add_row(self, widget: QWidget, *, line: bool = True, stretch: int = 0) -> None:
        """Put a part in from edge to edge, with a hairline above unless it comes first."""
        if line and self._begun():
            self.body.addWidget(Hairline())
        self.body.addWidget(widget, stretch)

    def add_line(self) -> None:
        """Draw a hairline from edge to edge."""
        self.body.addWidget(Hairline())

    def add_space(self) -> None:
        """Leave the rest of the paper empty."""
        self.body.addStretch(1)

    def clear(self) -> None:
        """Take out everything but the heading."""
        while self.body.count() > 1:
            _let_go(self.body, 1)

    def _begun(self) -> bool:
        return self.body.count() > 1 or self.heading.isVisibleTo(self)


class Columns(QWidget):
    """A main column and one at its side, which moves under it when the text is large."""

    def __init__(self, main: QWidget, side: QWidget, *, side_width: int = 430, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._side = side
        self._side_width = side_width
        self._box = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(16)
        self._box.addWidget(main, 1)
        self._box.addWidget(side, 0)
        self._settle()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._settle()

    def _settle(self) -> None:
        stacked = look().scale >= STACK_COLUMNS_FROM
        way = QBoxLayout.Direction.TopToBottom if stacked else QBoxLayout.Direction.LeftToRight
        self._box.setDirection(way)
        if stacked:
            self._side.setMinimumWidth(0)
            self._side.setMaximumWidth(16_777_215)
        else:
            self._side.setFixedWidth(round(self._side_width * min(1.2, max(1.0, look().scale))))


class Scroll(QScrollArea):
    """Holds a page or a sheet's body that may be taller than its place; never scrolls sideways."""

    def __init__(self, widget: QWidget, *, grows: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._grows = grows
        if not widget.objectName():
            widget.setObjectName("clear")
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.viewport().setAutoFillBackground(False)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setWidget(widget)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        done = super().eventFilter(watched, event)
        if event.type() in (QEvent.Type.Resize, QEvent.Type.LayoutRequest) and watched is self.widget():
            self._take_height()
            if self._grows:
                self._fit()
        return done

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._take_height()
        super().resizeEvent(event)

    def _take_height(self) -> None:
        # Of its own accord the area would hold words that wrap for taller than they are at this width.
        inner = self.widget()
        if inner.hasHeightForWidth():
            inner.setMinimumHeight(inner.heightForWidth(self.viewport().width()))

    def _fit(self) -> None:
        stacked = look().scale >= STACK_COLUMNS_FROM
        inner = self.widget()
        tall = inner.heightForWidth(self.viewport().width()) if inner.hasHeightForWidth() else inner.sizeHint().height()
        self.setMinimumHeight(tall if stacked else 0)


def column(*widgets: QWidget, gap: int = 12) -> QWidget:
    """Return the widgets one under the other, with the rest of the height left empty."""
    held = QWidget()
    box = QVBoxLayout(held)
    box.setContentsMargins(0, 0, 0, 0)
    box.setSpacing(gap)
    for widget in widgets:
        box.addWidget(widget)
    box.addStretch(1)
    return held


def row(*widgets: QWidget, gap: int = 8, stretch_last: bool = False) -> QWidget:
    """Return the widgets side by side, packed to the left."""
    held = QWidget()
    box = QHBoxLayout(held)
    box.setContentsMargins(0, 0, 0, 0)
    box.setSpacing(gap)
    for widget in widgets:
        box.addWidget(widget)
    if not stretch_last:
        box.addStretch(1)
    return held


def _let_go(box: QBoxLayout, index: int) -> None:
    item = box.takeAt(index)
    if item.widget() is not None:
        item.widget().hide()
        item.widget().deleteLater()
    inner = item.layout()
    while inner is not None and inner.count():
        child = inner.takeAt(0)
        if child.widget() is not None:
            child.widget().hide()
            child.widget().deleteLater()
