"""The margin: labels and dates right-aligned, a hairline rule, and the words to the right of it.

    grid = MarginGrid(width=96, lines=True, writing=True)
    grid.add("Baby", ProseEdit(...))
    grid.add("2 Nov", Text("..."), second="Farah")
    grid.add_space()                      the rule runs on down the empty paper

`lines` draws a hairline between rows, `writing` lays the field colour under the words. Every form, note, story,
letter and dialog of the program shares this shape.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QVBoxLayout, QWidget

from pipnotes.ui.theme import look
from pipnotes.ui.widgets.text import Text

BEFORE_RULE = 12
AFTER_RULE = 16


class MarginGrid(QWidget):
    """Rows of label, rule and content that share one rule."""

    def __init__(
        self,
        *,
        width: int = 96,
        lines: bool = False,
        writing: bool = False,
        pad: int = 6,
        side: int = 16,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._width = width
        self._lines = lines
        self._writing = writing
        self._pad = pad
        self._rows: list[tuple[QWidget, QWidget]] = []
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(0)
        self._grid.setColumnStretch(2, 1)
        self._side = side
        self._settle()

    def add(
        self, label: str | QWidget, content: QWidget, *, second: str = "", buddy: QWidget | None = None
    ) -> Text | None:
        """Put one more row at the end; `second` is a quieter line under the label. Returns the label."""
        head = self._head(label, second, buddy or _focusable(content))
        at = len(self._rows)
        tight = bool(getattr(content, "fills_row", False))
        margin = self._margin(content, tight)
        self._grid.addWidget(margin, at, 0, Qt.AlignmentFlag.AlignTop)
        margin_box = margin.layout()
        assert margin_box is not None
        for part in head:
            margin_box.addWidget(part)
        held = QWidget()
        box = QVBoxLayout(held)
        if tight:
            box.setContentsMargins(1, 1, 1, 1)
        else:
            box.setContentsMargins(AFTER_RULE, self._pad, self._side, self._pad)
        box.addWidget(content, 0, Qt.AlignmentFlag.AlignTop)
        self._grid.addWidget(held, at, 2)
        self._grid.setRowStretch(at, 0)
        self._rows.append((margin, held))
        return head[0] if head and isinstance(head[0], Text) else None

    def add_space(self, height: int = 0) -> None:
        """Let the rule run on: over `height` pixels, or down whatever paper is left."""
        at = len(self._rows)
        margin, held = QWidget(), QWidget()
        if height:
            held.setFixedHeight(height)
        else:
            held.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)
            self._grid.setRowStretch(at, 1)
        self._grid.addWidget(margin, at, 0)
        self._grid.addWidget(held, at, 2)
        self._rows.append((margin, held))

    def clear(self) -> None:
        """Take every row out."""
        for at, (margin, held) in enumerate(self._rows):
            for widget in (margin, held):
                self._grid.removeWidget(widget)
                widget.hide()
                widget.deleteLater()
            self._grid.setRowStretch(at, 0)
        self._rows.clear()

    def has_rows(self) -> bool:
        """Return whether anything was added."""
        return bool(self._rows)

    def rule_x(self) -> int:
        """Return where the rule stands, in pixels from the left."""
        return self._margin_width() + BEFORE_RULE

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._settle()

    def paintEvent(self, event: QPaintEvent) -> None:
        current = look()
        painter = QPainter(self)
        x = self.rule_x()
        if self._writing:
            painter.fillRect(QRectF(x, 0, self.width() - x, self.height()), current.colour("field"))
        if self._lines:
            for margin, held in self._rows[1:]:
                y = min(margin.y(), held.y()) if margin.height() else held.y()
                painter.fillRect(QRectF(0, y, self.width(), 1), current.colour("line"))
        painter.fillRect(QRectF(x, 0, 1, self.height()), current.colour("rule"))

    def _margin_width(self) -> int:
        scale = look().scale
        return round(self._width * (1 + (scale - 1) * 0.8))

    def _settle(self) -> None:
        self._grid.setColumnMinimumWidth(0, self._margin_width() + BEFORE_RULE)
        self._grid.setColumnMinimumWidth(1, 1)
        for margin, _ in self._rows:
            margin.setFixedWidth(self._margin_width() + BEFORE_RULE)
        self.update()

    def _margin(self, content: QWidget, tight: bool) -> QWidget:
        margin = QWidget()
        margin.setFixedWidth(self._margin_width() + BEFORE_RULE)
        box = QVBoxLayout(margin)
        offset = 1 + _first_line(content) if tight else self._pad + _first_line(content)
        box.setContentsMargins(8, offset, BEFORE_RULE, self._pad)
        box.setSpacing(0)
        return margin

    def _head(self, label: str | QWidget, second: str, buddy: QWidget | None) -> list[QWidget]:
        if isinstance(label, QWidget):
            return [label]
        first = Text("", role="label", align="right")
        if buddy is not None:
            first.setBuddy(buddy)
            if not buddy.accessibleName():
                buddy.setAccessibleName(label.replace("&", ""))
        first.set_words(label)
        parts: list[QWidget] = [first]
        if second:
            parts.append(Text(second, role="small", token="ink2", align="right"))
        return parts


def _first_line(content: QWidget) -> int:
    stated = getattr(content, "first_line", None)
    if stated is not None:
        return int(stated())
    tall = content.sizeHint().height()
    line = look().line("base")
    return max(0, (tall - line) // 2) if tall <= line * 2 and not isinstance(content, Text) else 0


def _focusable(content: QWidget) -> QWidget | None:
    return content if content.focusPolicy() & Qt.FocusPolicy.TabFocus else None
