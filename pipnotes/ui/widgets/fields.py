"""Fields: a name above, one line to fill, and under it what would be right when it is not.

edit = LineEdit("Baby's name", placeholder="Or a due date")
field = Field("Baby's &name", edit, hint="Chosen by PipNotes"); field.set_error("..."); field.set_error("")
SearchField("Find a family, note or letter", hint="Ctrl+K").wanted(str)
ComboBox("Therapist", [Option("all", "All therapists")], value="all").changed(str)
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QFocusEvent, QFontMetricsF, QKeyEvent, QPainter, QPaintEvent, QPen, QWheelEvent
from PySide6.QtWidgets import QComboBox, QLineEdit, QListView, QSizePolicy, QVBoxLayout, QWidget

from pipnotes.ui.theme import look
from pipnotes.ui.widgets.hints import HintLine
from pipnotes.ui.widgets.segments import Option
from pipnotes.ui.widgets.text import Label


class LineEdit(QLineEdit):
    """One line of words, with an icon before it and a key after it if they are named."""

    left = Signal()

    def __init__(
        self,
        name: str,
        *,
        placeholder: str = "",
        icon: str | None = None,
        hint: str = "",
        read_only: bool = False,
        sensitive: bool = True,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._icon_name = icon
        self._hint = hint
        self.setAccessibleName(name)
        self.setPlaceholderText(placeholder)
        self.setReadOnly(read_only)
        if sensitive:
            self.setInputMethodHints(Qt.InputMethodHint.ImhSensitiveData | Qt.InputMethodHint.ImhNoPredictiveText)
        self._settle()

    def set_wrong(self, wrong: bool) -> None:
        """Draw the attention border, or take it away."""
        self.setProperty("wrong", wrong)
        self.style().unpolish(self)
        self.style().polish(self)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._settle()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.left.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        current = look()
        painter = QPainter(self)
        if self._icon_name:
            size = current.px(16)
            picture = current.pixmap(self._icon_name, "ink2", size, self.devicePixelRatioF())
            painter.drawPixmap(QPointF(11, (self.height() - size) / 2), picture)
        if self._hint and not self.text():
            painter.setFont(current.font("small"))
            painter.setPen(current.colour("ink2"))
            room = QRectF(0, 0, self.width() - 11, self.height())
            painter.drawText(room, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, self._hint)

    def _settle(self) -> None:
        current = look()
        before = current.px(16) + 8 if self._icon_name else 0
        after = round(QFontMetricsF(current.font("small")).horizontalAdvance(self._hint)) + 8 if self._hint else 0
        self.setTextMargins(before, 0, after, 0)
        self.updateGeometry()


class SearchField(LineEdit):
    """Where to look for something; Esc empties it."""

    wanted = Signal(str)

    def __init__(self, words: str, *, hint: str = "", parent: QWidget | None = None) -> None:
        super().__init__(words, placeholder=words, icon="search", hint=hint, parent=parent)
        self.setMinimumWidth(200)
        self.textChanged.connect(self.wanted)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
            return
        super().keyPressEvent(event)


class ComboBox(QComboBox):
    """One of many, in a list that opens below."""

    changed = Signal(str)

    def __init__(
        self, name: str, options: Sequence[Option] = (), *, value: str | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        view = QListView()
        view.setObjectName("choices")
        self.setView(view)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.activated.connect(self._tell)
        self.set_options(options, value)

    def set_options(self, options: Sequence[Option], value: str | None = None) -> None:
        """Offer these, and show one as chosen (the first when none is named)."""
        self.clear()
        for option in options:
            self.addItem(option.label, option.key)
        if value is not None:
            self.set_value(value)

    def value(self) -> str | None:
        """Return the key of the chosen one."""
        key = self.currentData()
        return None if key is None else str(key)

    def set_value(self, key: str) -> None:
        """Show a choice, and tell nobody."""
        self.setCurrentIndex(self.findData(key))

    def sizeHint(self) -> QSize:
        current = look()
        metrics = QFontMetricsF(current.font("base"))
        widest = max((metrics.horizontalAdvance(self.itemText(at)) for at in range(self.count())), default=80)
        return QSize(int(widest) + 22 + current.px(16) + 16, max(current.px(34), current.line("base") + 8))

    def minimumSizeHint(self) -> QSize:
        return QSize(min(self.sizeHint().width(), look().px(140)), self.sizeHint().height())

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()

    def paintEvent(self, event: QPaintEvent) -> None:
        current = look()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ready = self.isEnabled()
        painter.setPen(QPen(current.colour("edge" if ready else "line"), 1))
        painter.setBrush(current.colour("field" if ready else "sunk"))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
        size = current.px(16)
        ink = "ink" if ready else "ink3"
        at = QPointF(self.width() - size - 10, (self.height() - size) / 2)
        painter.drawPixmap(at, current.pixmap("chevron-down", ink, size, self.devicePixelRatioF()))
        painter.setFont(current.font("base"))
        painter.setPen(current.colour(ink))
        room = QRectF(11, 0, self.width() - size - 28, self.height())
        words = QFontMetricsF(current.font("base")).elidedText(
            self.currentText(), Qt.TextElideMode.ElideRight, room.width()
        )
        painter.drawText(room, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, words)

    @Slot(int)
    def _tell(self, _: int) -> None:
        self.changed.emit(self.value() or "")


class Field(QWidget):
    """A label, an editor, and one line under it: a hint, or what would be right.

    `check` is asked for a complaint when the keyboard leaves an editor that has a `left` signal; editors with a
    `complained(str)` signal speak for themselves.
    """

    def __init__(
        self,
        label: str,
        editor: QWidget,
        *,
        hint: str = "",
        check: Callable[[], str] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.editor = editor
        self._hint = hint
        self._check = check
        self._under = HintLine(hint)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(4)
        if label:
            box.addWidget(Label(label, buddy=getattr(editor, "edit", editor)))
        box.addWidget(editor)
        box.addWidget(self._under)
        # Only here, inside the field: shown before, it would open for a moment as a window of its own.
        self._under.setVisible(bool(hint))
        self.setFocusProxy(editor)
        if check is not None and hasattr(editor, "left"):
            editor.left.connect(self.look_again)
        if hasattr(editor, "complained"):
            editor.complained.connect(self.set_error)

    @Slot()
    def look_again(self) -> bool:
        """Ask the check once more; returns whether all is well."""
        complaint = self._check() if self._check is not None else ""
        self.set_error(complaint)
        return not complaint

    @Slot(str)
    def set_error(self, words: str) -> None:
        """Say under the field what would be right; empty words put the hint back."""
        if hasattr(self.editor, "set_wrong"):
            self.editor.set_wrong(bool(words))
        self._under.set_words(words or self._hint, icon="circle-alert" if words else None, tone="attn")
        self._under.setVisible(bool(words or self._hint))
        self.editor.setAccessibleDescription(words or self._hint)

    def first_line(self) -> int:
        """Return how far down the editor's words begin, for the margin."""
        return max(0, (self.editor.sizeHint().height() - look().line("base")) // 2)
