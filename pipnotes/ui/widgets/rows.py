"""Rows of a short list, with or without the margin, as plain widgets that read and focus like everything else.

    row = ListRow([strong("Mabel"), quiet("9 months")], second="Home visit 14", icon="house",
                  when="09:30", under="55 min", tags=[Tag(...)], actions=[Button(...)], opens=True)
    row.opened()            Enter, Space or a press, when `opens`
    RowList([row, ...], lines=True)   hairlines between (a story has none); Up and Down move; add(row), clear(), rows()

`tone` is plain, attention or selected. `node` puts an icon in a circle on the rule, as on the family's story;
`lead` puts an icon before the title, as in a list of what is due.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from pipnotes.ui.theme import look
from pipnotes.ui.widgets.flow import Flow
from pipnotes.ui.widgets.keys import DOWN, step_of
from pipnotes.ui.widgets.sheet import Hairline
from pipnotes.ui.widgets.text import IconView, Text, Words


class ListRow(QWidget):
    """Time, rule, title, second line, tags; buttons at the right."""

    opened = Signal()

    def __init__(
        self,
        title: Words,
        *,
        second: Words = "",
        third: Words = "",
        icon: str | None = None,
        lead: str | None = None,
        when: str = "",
        under: str = "",
        margin: int = 0,
        node: str | None = None,
        tags: Sequence[QWidget] = (),
        title_tags: Sequence[QWidget] = (),
        actions: Sequence[QWidget] = (),
        tone: str = "plain",
        opens: bool = False,
        pad: int = 8,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.tone = tone
        self._node = node
        self._margin = margin or (78 if when or node else 0)
        self._opens = opens
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, pad, 16, pad)
        self._row.setSpacing(0)
        self._put_margin(when, under)
        self._put_words(title, second, third, icon, lead, tags, title_tags)
        for action in actions:
            self._row.addSpacing(8)
            self._row.addWidget(action, 0, Qt.AlignmentFlag.AlignTop)
        if opens:
            self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            self.setProperty("ring", "inside")
            self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setAccessibleName(". ".join(words for words in (when, self._title.text(), self._said) if words))
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def set_tone(self, tone: str) -> None:
        """Show the row as plain, attention or selected."""
        self.tone = tone
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        plain = not event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if self._opens and plain and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.opened.emit()
            return
        super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._opens and self.rect().contains(event.position().toPoint()):
            self.opened.emit()
        super().mouseReleaseEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and self._margin:
            self._when.setFixedWidth(self._rule_x())

    def paintEvent(self, event: QPaintEvent) -> None:
        current = look()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ground = {"attention": "attn_soft", "selected": "soft"}.get(self.tone)
        if ground is None and self._opens and self.underMouse():
            ground = "sunk"
        if ground is not None:
            painter.fillRect(self.rect(), current.colour(ground))
        if self.tone == "selected":
            painter.fillRect(QRectF(0, 0, 4, self.height()), current.colour("primary"))
        if self._margin:
            x = self._rule_x()
            painter.fillRect(QRectF(x, 0, 1, self.height()), current.colour("rule"))
            if self._node:
                self._paint_node(painter, x + 0.5)

    def _paint_node(self, painter: QPainter, x: float) -> None:
        current = look()
        across = current.px(22)
        top = self._row.contentsMargins().top() + (current.line("base") - across) / 2
        painter.setPen(QPen(current.colour("rule"), 1))
        painter.setBrush(current.colour("sheet"))
        painter.drawEllipse(QRectF(x - across / 2, top, across, across))
        size = current.px(13)
        picture = current.pixmap(self._node or "", "primary", size, self.devicePixelRatioF())
        painter.drawPixmap(QPointF(x - size / 2, top + (across - size) / 2), picture)

    def _rule_x(self) -> int:
        return round(self._margin * (1 + (look().scale - 1) * 0.8))

    def _put_margin(self, when: str, under: str) -> None:
        if not self._margin:
            self._row.addSpacing(16)
            return
        self._when = QWidget()
        self._when.setFixedWidth(self._rule_x())
        box = QVBoxLayout(self._when)
        gap = look().px(11) + 7 if self._node else 12
        box.setContentsMargins(6, 0, gap, 0)
        box.setSpacing(0)
        box.addWidget(Text(when, role="label", align="right", tnum=True))
        if under:
            box.addWidget(Text(under, role="small", token="ink2", align="right", tnum=True))
        box.addStretch(1)
        self._row.addWidget(self._when)
        self._row.addSpacing(look().px(11) + 8 if self._node else 15)

    def _put_words(
        self,
        title: Words,
        second: Words,
        third: Words,
        icon: str | None,
        lead: str | None,
        tags: Sequence[QWidget],
        title_tags: Sequence[QWidget],
    ) -> None:
        if lead:
            token = "attn" if self.tone == "attention" else "primary"
            self._row.addWidget(IconView(lead, token=token, size=18), 0, Qt.AlignmentFlag.AlignTop)
            self._row.addSpacing(14)
        box = QVBoxLayout()
        box.setSpacing(0)
        self._title = Text(title, role="label" if isinstance(title, str) else "base")
        if title_tags:
            box.addWidget(Flow([self._title, *title_tags]))
        else:
            box.addWidget(self._title)
        said = Text(second, role="small" if lead or (isinstance(second, str) and not icon) else "base", token="ink2")
        if icon and second:
            line = QHBoxLayout()
            line.setSpacing(6)
            line.addWidget(IconView(icon, token="ink2", size=16), 0, Qt.AlignmentFlag.AlignTop)
            line.addWidget(said, 1)
            box.addLayout(line)
        elif second:
            box.addWidget(said)
        if third:
            box.addWidget(Text(third, role="small", token="ink2"))
        if tags:
            box.addSpacing(4)
            box.addWidget(Flow(list(tags)))
        box.addStretch(1)
        self._said = said.text()
        self._row.addLayout(box, 1)


class RowList(QWidget):
    """Rows one under the other with hairlines; Up and Down move the keyboard along."""

    def __init__(
        self, rows: Sequence[QWidget] = (), *, name: str = "", lines: bool = True, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._lines = lines
        self.setAccessibleName(name)
        self._rows: list[QWidget] = []
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(0)
        self._box.addStretch(1)
        for row in rows:
            self.add(row)

    def add(self, row: QWidget) -> None:
        """Put one more at the end."""
        if self._rows and self._lines:
            self._box.insertWidget(self._box.count() - 1, Hairline())
        self._box.insertWidget(self._box.count() - 1, row)
        self._rows.append(row)

    def rows(self) -> list[QWidget]:
        """Return the rows in their order."""
        return list(self._rows)

    def clear(self) -> None:
        """Take every row out."""
        while self._box.count() > 1:
            widget = self._box.takeAt(0).widget()
            widget.hide()
            widget.deleteLater()
        self._rows.clear()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = step_of(event, DOWN)
        reach = [row for row in self._rows if row.focusPolicy() & Qt.FocusPolicy.TabFocus]
        at = next((i for i, row in enumerate(reach) if row.hasFocus()), None)
        if step is None or at is None or not 0 <= at + step < len(reach):
            super().keyPressEvent(event)
            return
        reach[at + step].setFocus(Qt.FocusReason.TabFocusReason)
