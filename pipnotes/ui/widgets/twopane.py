"""Two texts side by side, with marks in both, that scroll together: what stays here, and what goes out.

panes = TwoPane(("Stays here", "Your words, with names"), ("Goes out", "What Dr Siddiqui will read"))
panes.set_left(text, marks); panes.set_right(text, marks)          marks: list of marks.Mark
panes.say(right="What Dr Siddiqui will read")                      the quiet words over a side
panes.mark_pressed(key)       Enter or a press on a mark; Tab and Shift+Tab go from mark to mark
panes.right.selected() -> (start, end)
"""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QEvent, QRectF, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QTextBlockFormat, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QFrame, QGridLayout, QTextEdit, QVBoxLayout, QWidget

from pipnotes.ui.theme import look
from pipnotes.ui.widgets.marks import Mark, mark_format
from pipnotes.ui.widgets.text import Text


class MarkedText(QTextEdit):
    """Words to read, with marks to walk through; it scrolls, and nothing in it is changed by typing."""

    mark_pressed = Signal(str)

    def __init__(self, name: str, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._marks: list[Mark] = []
        self.setObjectName("prose")
        self.setAccessibleName(name)
        self.setReadOnly(True)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByKeyboard | Qt.TextInteractionFlag.TextSelectableByMouse
        )
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setProperty("ring", "inside")
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.document().setDocumentMargin(0)
        self.setViewportMargins(16, 12, 14, 12)
        self._settle()

    def set_text(self, text: str, marks: Iterable[Mark] = ()) -> None:
        """Show a text and its marks; the place in it is kept."""
        place = self.verticalScrollBar().value()
        self._marks = sorted(marks, key=_start)
        self.setPlainText(text)
        self._settle()
        self.verticalScrollBar().setValue(place)

    def selected(self) -> tuple[int, int]:
        """Return where the selection starts and ends; both are the same when nothing is selected."""
        cursor = self.textCursor()
        return cursor.selectionStart(), cursor.selectionEnd()

    def current_mark(self) -> Mark | None:
        """Return the mark the caret stands on."""
        start, end = self.selected()
        return next((mark for mark in self._marks if mark.start <= start and end <= mark.end), None)

    def go_to(self, key: str) -> None:
        """Select a mark and bring it in sight."""
        for mark in self._marks:
            if mark.key == key:
                self._select(mark)
                return

    def focusNextPrevChild(self, forward: bool) -> bool:
        start, _ = self.selected()
        if forward:
            later = [mark for mark in self._marks if mark.start > start or (mark.start == 0 and not self._on_mark())]
            target = later[0] if later else None
        else:
            earlier = [mark for mark in self._marks if mark.start < start]
            target = earlier[-1] if earlier else None
        if target is None:
            return super().focusNextPrevChild(forward)
        self._select(target)
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        mark = self.current_mark()
        plain = not event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and plain and mark is not None:
            self.mark_pressed.emit(mark.key)
            return
        super().keyPressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        at = self.cursorForPosition(event.position().toPoint()).position()
        for mark in self._marks:
            if mark.start <= at <= mark.end:
                self._select(mark)
                self.mark_pressed.emit(mark.key)
                return
        super().mouseDoubleClickEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._settle()

    def _on_mark(self) -> bool:
        start, end = self.selected()
        return start != end

    def _select(self, mark: Mark) -> None:
        cursor = QTextCursor(self.document())
        cursor.setPosition(mark.start)
        cursor.setPosition(mark.end, QTextCursor.MoveMode.KeepAnchor)
        self.setTextCursor(cursor)
        self.ensureCursorVisible()

    def _settle(self) -> None:
        self.document().setDefaultFont(look().font("note"))
        form = QTextBlockFormat()
        form.setLineHeight(look().px(27), QTextBlockFormat.LineHeightTypes.FixedHeight.value)
        cursor = QTextCursor(self.document())
        cursor.select(QTextCursor.SelectionType.Document)
        cursor.mergeBlockFormat(form)
        cursor.setCharFormat(QTextCharFormat())
        for mark in self._marks:
            cursor.setPosition(mark.start)
            cursor.setPosition(min(mark.end, self.document().characterCount() - 1), QTextCursor.MoveMode.KeepAnchor)
            cursor.mergeCharFormat(mark_format(mark.kind))


class TwoPane(QWidget):
    """The same text twice: at the left as it is here, at the right as others will read it."""

    mark_pressed = Signal(str)

    def __init__(self, left: tuple[str, str], right: tuple[str, str], *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.left = MarkedText(left[0])
        self.right = MarkedText(right[0])
        self._said: list[Text] = []
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(0)
        grid.setHorizontalSpacing(1)
        for at, (title, second) in enumerate((left, right)):
            head = QWidget()
            box = QVBoxLayout(head)
            box.setContentsMargins(16, 9, 16, 9)
            box.setSpacing(0)
            box.addWidget(Text(title, role="heading"))
            said = Text(second, role="small", token="ink2")
            box.addWidget(said)
            self._said.append(said)
            grid.addWidget(head, 0, at)
            grid.setColumnStretch(at, 1)
        grid.setVerticalSpacing(1)
        grid.addWidget(self.left, 1, 0)
        grid.addWidget(self.right, 1, 1)
        grid.setRowStretch(1, 1)
        self.left.mark_pressed.connect(self.mark_pressed)
        self.right.mark_pressed.connect(self.mark_pressed)
        self.left.verticalScrollBar().valueChanged.connect(self._right_follows)
        self.right.verticalScrollBar().valueChanged.connect(self._left_follows)

    def say(self, *, left: str = "", right: str = "") -> None:
        """Change the quiet words over a side; empty ones stay as they are."""
        for said, words in zip(self._said, (left, right), strict=True):
            if words:
                said.set_words(words)

    def set_left(self, text: str, marks: Iterable[Mark] = ()) -> None:
        """Show what stays here."""
        self.left.set_text(text, marks)

    def set_right(self, text: str, marks: Iterable[Mark] = ()) -> None:
        """Show what goes out."""
        self.right.set_text(text, marks)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.left.geometry(), look().colour("sunk"))
        y = self.left.y() - 1
        painter.fillRect(QRectF(0, y, self.width(), 1), look().colour("line"))
        painter.fillRect(QRectF(self.left.geometry().right() + 1, 0, 1, self.height()), look().colour("rule"))

    @Slot(int)
    def _right_follows(self, value: int) -> None:
        _follow(self.left, self.right, value)

    @Slot(int)
    def _left_follows(self, value: int) -> None:
        _follow(self.right, self.left, value)


def _follow(leader: QTextEdit, follower: QTextEdit, value: int) -> None:
    most = leader.verticalScrollBar().maximum()
    bar = follower.verticalScrollBar()
    blocked = bar.blockSignals(True)
    bar.setValue(round(bar.maximum() * value / most) if most else 0)
    bar.blockSignals(blocked)
    follower.viewport().update()


def _start(mark: Mark) -> int:
    return mark.start
