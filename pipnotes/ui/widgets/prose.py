"""Where notes are written: a text area that grows with its words, so that nothing scrolls out of sight inside it.

    edit = ProseEdit("Baby", placeholder="What you saw", lines=1)
    edit.edited()                 something changed
    edit.left()                   the keyboard went elsewhere: a moment to save
    edit.words() / edit.set_words(text); edit.caret() / edit.set_caret(at); edit.set_marks([...])

Plain text only. Nothing is predicted, nothing is corrected by itself, and Tab goes on to the next control.
"""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QEvent, QMimeData, QPoint, QRect, QSize, Qt, Signal, Slot
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QPaintEvent, QResizeEvent, QTextBlockFormat, QTextCursor
from PySide6.QtWidgets import QFrame, QMenu, QScrollArea, QSizePolicy, QTextEdit, QWidget

from pipnotes.ui.theme import look
from pipnotes.ui.widgets.marks import Mark, mark_selections
from pipnotes.ui.widgets.spelling import SpellCheck

WIDEST = 760


class ProseEdit(QTextEdit):
    """A growing plain-text area, 12 pt on a 23 px line, never wider than 760 px of words."""

    edited = Signal()
    left = Signal()
    fills_row = True

    def __init__(
        self,
        name: str,
        *,
        placeholder: str = "",
        lines: int = 1,
        boxed: bool = False,
        read_only: bool = False,
        side: int = 15,
        spelling: bool = True,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._lines = lines
        self._boxed = boxed
        self._side = 12 if boxed else side
        self._words_placeholder = placeholder
        self._marks: list[Mark] = []
        self._told = ""
        self.fills_row = not boxed
        self.setObjectName("box" if boxed else "prose")
        self.setAccessibleName(name)
        self.setAcceptRichText(False)
        self.setTabChangesFocus(True)
        self.setReadOnly(read_only)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setProperty("ring", None if boxed else "inside")
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setInputMethodHints(
            Qt.InputMethodHint.ImhSensitiveData
            | Qt.InputMethodHint.ImhNoPredictiveText
            | Qt.InputMethodHint.ImhMultiLine
        )
        self.setAccessibleDescription(placeholder)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(False)
        self.setSizePolicy(policy)
        self.document().setDocumentMargin(0)
        self._spelling = SpellCheck(self) if spelling and not read_only else None
        self._settle()
        self.textChanged.connect(self._changed)
        self.cursorPositionChanged.connect(self._follow_caret)
        self.document().documentLayout().documentSizeChanged.connect(self._grow)

    def words(self) -> str:
        """Return the text, with plain line ends."""
        return self.toPlainText()

    def set_words(self, text: str) -> None:
        """Show another text; undo starts afresh and nobody is told."""
        blocked = self.blockSignals(True)
        self.setPlainText(text)
        self.blockSignals(blocked)
        self._space_lines()
        self._told = self.toPlainText()
        self.document().clearUndoRedoStacks()
        self._show_marks()
        self._grow()

    def caret(self) -> int:
        """Return where the next letter would go, counted from the start."""
        return self.textCursor().position()

    def set_caret(self, at: int) -> None:
        """Put the caret back where it was."""
        cursor = self.textCursor()
        cursor.setPosition(max(0, min(at, self.document().characterCount() - 1)))
        self.setTextCursor(cursor)

    def set_marks(self, marks: Iterable[Mark]) -> None:
        """Show marks (see marks.Mark) over the words; they are drawn and never stored."""
        self._marks = list(marks)
        self._show_marks()

    def know_names(self, names: Iterable[str]) -> None:
        """Take these names as spelt right: those of the people who are written about."""
        if self._spelling is not None:
            self._spelling.know(names)

    def first_line(self) -> int:
        """Return how far down the first line of words begins, for the margin."""
        return self._top() + max(0, (look().line("note") - look().line("base")) // 2) + look().px(2)

    def sizeHint(self) -> QSize:
        return QSize(400, self._wanted_height())

    def minimumSizeHint(self) -> QSize:
        return QSize(120, self._wanted_height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._fit_width()
        super().resizeEvent(event)
        self._grow()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._settle()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.left.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        asks = event.key() == Qt.Key.Key_Period and event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if asks and self._spelling is not None:
            self._offer(self.textCursor(), self.viewport().mapToGlobal(self.cursorRect().bottomLeft()))
            return
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier and event.key() in (
            Qt.Key.Key_Return,
            Qt.Key.Key_Enter,
        ):
            event.ignore()
            return
        super().keyPressEvent(event)

    def contextMenuEvent(self, event: object) -> None:
        self._offer(self.cursorForPosition(event.pos()), event.globalPos())  # type: ignore[attr-defined]

    def insertFromMimeData(self, source: QMimeData) -> None:
        plain = QMimeData()
        plain.setText(source.text())
        super().insertFromMimeData(plain)

    def wheelEvent(self, event: object) -> None:
        event.ignore()  # type: ignore[attr-defined]

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._words_placeholder and self.document().isEmpty():
            painter = QPainter(self.viewport())
            painter.setFont(look().font("note"))
            painter.setPen(look().colour("ink3"))
            room = QRect(QPoint(0, 0), self.viewport().size())
            flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap
            painter.drawText(room.adjusted(0, look().px(3), 0, 0), flags, self._words_placeholder)

    @Slot()
    def _changed(self) -> None:
        self._space_lines()
        # Underlining a word counts as a change to Qt; to the writer only other words do.
        words = self.toPlainText()
        if words != self._told:
            self._told = words
            self.edited.emit()

    @Slot()
    def _grow(self) -> None:
        tall = self._wanted_height()
        if self.minimumHeight() != tall or self.maximumHeight() != tall:
            self.setFixedHeight(tall)
            self.updateGeometry()

    @Slot()
    def _follow_caret(self) -> None:
        if not self.hasFocus():
            return
        outer: QWidget | None = self.parentWidget()
        while outer is not None and not isinstance(outer, QScrollArea):
            outer = outer.parentWidget()
        held = outer.widget() if isinstance(outer, QScrollArea) else None
        if isinstance(outer, QScrollArea) and held is not None:
            at = self.viewport().mapTo(held, self.cursorRect().center())
            outer.ensureVisible(at.x(), at.y(), 0, look().line("note"))

    def _offer(self, cursor: QTextCursor, at: QPoint) -> None:
        menu = QMenu(self)
        if self._spelling is not None:
            self._spelling.fill_menu(menu, cursor)
        for text, slot, ready in (
            ("Undo", self.undo, self.document().isUndoAvailable()),
            ("Cut", self.cut, self.textCursor().hasSelection() and not self.isReadOnly()),
            ("Copy", self.copy, self.textCursor().hasSelection()),
            ("Paste", self.paste, self.canPaste()),
        ):
            action = menu.addAction(text, slot)
            action.setEnabled(ready)
        menu.exec(at)
        menu.deleteLater()

    def _settle(self) -> None:
        self.document().setDefaultFont(look().font("note"))
        self._space_lines()
        self._fit_width()
        self._show_marks()
        self._grow()

    def _space_lines(self) -> None:
        tall = float(look().line("note"))
        kind = QTextBlockFormat.LineHeightTypes.FixedHeight.value
        block = self.document().begin()
        while block.isValid():
            form = block.blockFormat()
            if form.lineHeight() != tall or form.lineHeightType() != kind:
                form.setLineHeight(tall, kind)
                cursor = QTextCursor(block)
                blocked = self.blockSignals(True)
                cursor.joinPreviousEditBlock()
                cursor.setBlockFormat(form)
                cursor.endEditBlock()
                self.blockSignals(blocked)
            block = block.next()

    def _top(self) -> int:
        return 8

    def _fit_width(self) -> None:
        spare = max(self._side, self.width() - self._side - look().px(WIDEST))
        self.setViewportMargins(self._side, self._top(), spare, 6)

    def _wanted_height(self) -> int:
        words = self.document().size().height()
        least = self._lines * look().line("note")
        return int(max(words, least) + 0.99) + self._top() + 6 + (2 if self._boxed else 0)

    def _show_marks(self) -> None:
        self.setExtraSelections(mark_selections(self.document(), self._marks))
