"""A passphrase as it is typed, hidden unless asked for, and how strong a new one is.

PassphraseField("Passphrase").changed(str); .text(); .clear(); .returned()
StrengthBar().show_strength(4, "Strong.", "4 words, 23 letters")
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRectF, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from pipnotes.ui.theme import look
from pipnotes.ui.widgets.buttons import IconButton
from pipnotes.ui.widgets.fields import LineEdit
from pipnotes.ui.widgets.hints import HintLine


class PassphraseField(QWidget):
    """A passphrase, hidden unless asked for, with a line that warns of Caps Lock; its height is always kept."""

    changed = Signal(str)
    returned = Signal()

    def __init__(
        self, name: str, *, placeholder: str = "", caps_line: bool = True, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._caps = False
        self.edit = LineEdit(name, placeholder=placeholder)
        self.edit.setEchoMode(QLineEdit.EchoMode.Password)
        self.edit.setInputMethodHints(
            Qt.InputMethodHint.ImhHiddenText
            | Qt.InputMethodHint.ImhSensitiveData
            | Qt.InputMethodHint.ImhNoPredictiveText
            | Qt.InputMethodHint.ImhNoAutoUppercase
        )
        self._show = IconButton("eye", "Show the passphrase", edged=True, size=34)
        self._caps_line = HintLine("")
        self._lay_out(caps_line)
        self.setFocusProxy(self.edit)
        self.edit.installEventFilter(self)
        self.edit.textChanged.connect(self.changed)
        self.edit.returnPressed.connect(self.returned)
        self._show.clicked.connect(self._turn)

    def text(self) -> str:
        """Return what was typed."""
        return self.edit.text()

    def set_text(self, text: str) -> None:
        """Fill it in, such as with a suggestion."""
        self.edit.setText(text)

    def clear(self) -> None:
        """Empty it and hide it again."""
        self.edit.clear()
        if self.edit.echoMode() == QLineEdit.EchoMode.Normal:
            self._turn()

    def set_wrong(self, wrong: bool) -> None:
        """Draw the attention border, or take it away."""
        self.edit.set_wrong(wrong)

    def eventFilter(self, watched: object, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            self._notice(event)
        return False

    def first_line(self) -> int:
        """Return how far down the words begin, for the margin."""
        return max(0, (self.edit.sizeHint().height() - look().line("base")) // 2)

    def _lay_out(self, caps_line: bool) -> None:
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.edit, 1)
        row.addWidget(self._show)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(4)
        box.addLayout(row)
        if caps_line:
            box.addWidget(self._caps_line)

    def _notice(self, event: QKeyEvent) -> None:
        letter = event.text()
        if event.key() == Qt.Key.Key_CapsLock:
            self._say_caps(not self._caps)
        elif len(letter) == 1 and letter.lower() != letter.upper():
            shifted = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self._say_caps(letter.isupper() != shifted)

    def _say_caps(self, on: bool) -> None:
        self._caps = on
        self._caps_line.set_words(
            "Caps Lock is on" if on else "", icon="arrow-big-up-dash" if on else None, tone="attn"
        )

    @Slot()
    def _turn(self) -> None:
        hidden = self.edit.echoMode() == QLineEdit.EchoMode.Password
        self.edit.setEchoMode(QLineEdit.EchoMode.Normal if hidden else QLineEdit.EchoMode.Password)
        self._show.set_icon("eye-off" if hidden else "eye")
        self._show.set_name("Hide the passphrase" if hidden else "Show the passphrase")


class StrengthBar(QWidget):
    """How strong a passphrase is, in five bars and in words."""

    def __init__(self, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._filled = 0
        self._words = HintLine("")
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 12, 0, 0)
        box.addWidget(self._words)

    def show_strength(self, filled: int, verdict: str, detail: str = "", *, enough: bool = False) -> None:
        """Fill so many of five bars and say what that means."""
        self._filled = filled
        words = f"{verdict} {detail}".strip()
        self._words.set_words(words, icon="check" if enough else None, tone="primary")
        self.setAccessibleName(words)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        current = look()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        wide = (self.width() - 4 * 4) / 5
        for at in range(5):
            on = at < self._filled
            painter.setPen(QPen(current.colour("primary" if on else "edge"), 1))
            painter.setBrush(current.colour("primary" if on else "field"))
            painter.drawRoundedRect(QRectF(at * (wide + 4) + 0.5, 0.5, wide - 1, 7), 3.5, 3.5)
