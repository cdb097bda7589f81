"""The parts of visit mode: the field, the jots kept so far, a hope, and the screen at rest."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import QEvent, QRectF, Qt, Signal
from PySide6.QtGui import QFont, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QPlainTextEdit, QSizePolicy, QVBoxLayout, QWidget

from pipnotes.domain.words import clock_time
from pipnotes.ui.theme import look
from pipnotes.ui.widgets.text import Text

LINES = 3
_MARK = 64
_MODIFIERS = (Qt.Key.Key_Shift, Qt.Key.Key_Control, Qt.Key.Key_Alt, Qt.Key.Key_Meta, Qt.Key.Key_AltGr)


class JotField(QPlainTextEdit):
    """The one field: Enter keeps, Shift+Enter begins a new line, and nothing is predicted or corrected."""

    keep_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("box")
        self.setAccessibleName("Jot a few words")
        self.setTabChangesFocus(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.document().setDocumentMargin(13)
        self.setInputMethodHints(
            Qt.InputMethodHint.ImhSensitiveData
            | Qt.InputMethodHint.ImhNoPredictiveText
            | Qt.InputMethodHint.ImhMultiLine
        )
        self._dress()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        plain = not event.modifiers() & Qt.KeyboardModifier.ShiftModifier
        if plain and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.keep_wanted.emit()
            return
        super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._dress()

    def _dress(self) -> None:
        self.setFont(look().font("jot"))
        self.setFixedHeight(LINES * look().line("jot") + 16)
        self.setProperty("ring_radius", 9)


class KeptSoFar(QWidget):
    """The jots of this visit with their times, the newest first."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(0)
        self._box.addStretch(1)

    def add(self, text: str, at: datetime) -> None:
        """Show a jot that is kept."""
        line = QWidget()
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(20)
        when = Text(clock_time(at), role="jot", token="ink2", wrap=False, tnum=True)
        row.addWidget(when, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(Text(text, role="jot"), 1)
        self._box.insertWidget(0, line)


class Hopes(QWidget):
    """Hopes one under the other, each with a dot."""

    def __init__(self, hopes: tuple[str, ...], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(1, 1)
        for at, words in enumerate(hopes):
            grid.addWidget(_Dot(), at, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(Text(words, role="visit_text"), at, 1)


class _Dot(QWidget):
    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._dress()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._dress()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look().colour("primary"))
        size = look().px(8)
        painter.drawEllipse(QRectF(0, (self.height() - size) / 2, size, size))

    def _dress(self) -> None:
        self.setFixedSize(look().px(8), look().line("visit_text"))


class Resting(QWidget):
    """The screen at rest: the mark and the time, and nothing of anybody."""

    woken = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._time = ""
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName("The screen is resting")
        self.setAccessibleDescription("Press any key to carry on")
        self.setProperty("ring", "none")

    def show_time(self, moment: datetime) -> None:
        """Show what time it is."""
        if clock_time(moment) != self._time:
            self._time = clock_time(moment)
            self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        # Shift alone is no key yet, and may be the first half of one that leaves.
        if event.key() not in _MODIFIERS:
            self.woken.emit()

    def focusNextPrevChild(self, forward: bool) -> bool:
        return False

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.woken.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        current, painter = look(), QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), current.colour("rail"))
        size = current.px(_MARK)
        top = round(self.height() * 0.41) - size // 2
        mark = current.pixmap("pip", "primary", size, self.devicePixelRatioF())
        painter.drawPixmap((self.width() - size) // 2, top, mark)
        font = current.font("visit_name", QFont.Weight.Normal, tnum=True)
        font.setPointSizeF(font.pointSizeF() * 1.25)
        painter.setFont(font)
        painter.setPen(current.colour("ink2"))
        line = current.line("visit_name")
        across = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(QRectF(0, top + size + 32, self.width(), line * 1.25), across, self._time)
        painter.setFont(current.font("base"))
        foot = current.line("base")
        painter.drawText(QRectF(0, self.height() - foot - 22, self.width(), foot), across, "Press any key to carry on")
