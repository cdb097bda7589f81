"""Dialogs are questions: each asks, and hands back a value or None.

    class PlanEnding(Dialog):
        def __init__(self, parent, plan): super().__init__(parent, "Plan an ending", title="Plan the ending", ...)
            self.grid.add("Last visit", DateField(...)); self.answer_with("Save plan")
        def value(self) -> Plan: ...
    plan = PlanEnding.ask(window, plan)        # None when it was cancelled

Esc and Cancel give up and lose nothing that was there before; Ctrl+Enter answers. Override `value`, and `complaint`
to say what is still missing: its words show over the footer and the dialog stays.
"""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QPoint, QRectF, Qt, Slot
from PySide6.QtGui import QKeyEvent, QKeySequence, QMouseEvent, QPainter, QPaintEvent, QPen, QShortcut, QShowEvent
from PySide6.QtWidgets import QDialog, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from pipnotes.ui.theme import look
from pipnotes.ui.widgets.buttons import Button, IconButton
from pipnotes.ui.widgets.margin import MarginGrid
from pipnotes.ui.widgets.sheet import Scroll
from pipnotes.ui.widgets.text import IconView, Text


class _TitleBar(QWidget):
    """The dialog's own bar: it can be dragged, and says what is asked without naming anyone."""

    def __init__(self, words: str, dialog: QDialog) -> None:
        super().__init__(dialog)
        self._dialog = dialog
        box = QHBoxLayout(self)
        box.setContentsMargins(15, 3, 6, 3)
        box.addWidget(Text(words, role="small", wrap=False))
        box.addStretch(1)
        close = IconButton("x", "Close", size=28)
        close.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        close.clicked.connect(dialog.reject)
        box.addWidget(close)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        handle = self._dialog.windowHandle()
        if event.button() == Qt.MouseButton.LeftButton and handle is not None:
            handle.startSystemMove()


class Dialog(QDialog):
    """A window-modal question in the margin form: title, rows, footer with the safe choice first."""

    def __init__(
        self,
        parent: QWidget | None,
        bar: str,
        *,
        title: str = "",
        second: str = "",
        icon: str | None = None,
        width: int = 640,
        margin: int = 112,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle("PipNotes")
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setWindowFlag(Qt.WindowType.FramelessWindowHint)
        self.setAttribute(Qt.WidgetAttribute.WA_TranslucentBackground)
        self.setAccessibleName(title or bar)
        self._wide = width
        self._icon = icon
        self.grid = MarginGrid(width=margin, pad=6, side=0)
        self.body = QVBoxLayout()
        self._footer = QHBoxLayout()
        self._complaint = Text("", role="base", token="ink")
        self._complaint_icon = IconView("circle-alert", token="attn", size=16)
        self._content = QWidget()
        self._scroll = Scroll(self._content)
        self._foot = QFrame()
        self.primary: Button | None = None
        self._lay_out(bar, title, second)
        QShortcut(QKeySequence("Ctrl+Return"), self, self.answer)
        QShortcut(QKeySequence("Ctrl+Enter"), self, self.answer)

    @classmethod
    def ask(cls, parent: QWidget | None, *args: Any, **words: Any) -> Any:
        """Show the dialog and return its value, or None when it was cancelled."""
        dialog = cls(parent, *args, **words)
        try:
            return dialog.value() if dialog.exec() == QDialog.DialogCode.Accepted else None
        finally:
            dialog.deleteLater()

    def value(self) -> Any:
        """Return what was asked for; the base answers a plain yes."""
        return True

    def complaint(self) -> str:
        """Return why it cannot be answered yet, as a sentence, or nothing."""
        return ""

    def answer_with(self, words: str, *, icon: str | None = None, cancel: str = "Cancel", note: str = "") -> Button:
        """Fill the footer: a note at the left, the safe choice, then the primary action. Returns the primary."""
        if note:
            self.add_to_footer(Text(note, role="small", token="ink2", wrap=False), first=True)
        if cancel:
            safe = Button(cancel, hint="Esc")
            safe.clicked.connect(self.reject)
            self._footer.addWidget(safe)
        self.primary = Button(words, kind="primary", icon=icon, hint="Ctrl+Enter")
        self.primary.clicked.connect(self.answer)
        self._footer.addWidget(self.primary)
        return self.primary

    def add_to_footer(self, widget: QWidget, *, first: bool = False) -> None:
        """Put something in the footer: at the left (`first`) or after what is there."""
        if first:
            self._footer.insertWidget(0, widget, 0, Qt.AlignmentFlag.AlignVCenter)
        else:
            self._footer.addWidget(widget, 0, Qt.AlignmentFlag.AlignVCenter)

    def layout_under_grid(self, widget: QWidget) -> None:
        """Put a part under the margin rows."""
        if not self._under.count():
            self._under.addSpacing(12)
        self._under.addWidget(widget)

    @Slot()
    def fit_again(self) -> None:
        """Fit the dialog's height to what it holds now."""
        self._fit()

    @Slot()
    def answer(self) -> None:
        """Close with a yes, unless something is still missing."""
        if self.primary is not None and not self.primary.isEnabled():
            return
        words = self.complaint()
        self._complain(words)
        if not words:
            self.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            focus = self.focusWidget()
            if isinstance(focus, Button):
                focus.click()
            return
        super().keyPressEvent(event)

    def showEvent(self, event: QShowEvent) -> None:
        self._fit()
        super().showEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        current = look()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        bar = self._bar.geometry().bottom() + 1
        foot = self._foot.geometry().top()
        painter.setPen(Qt.PenStyle.NoPen)
        for top, bottom, token in ((0, self.height(), "sheet"), (0, bar, "rail"), (foot, self.height(), "sunk")):
            painter.setClipRect(QRectF(0, top, self.width(), bottom - top))
            painter.setBrush(current.colour(token))
            painter.drawRoundedRect(box, 8, 8)
        painter.setClipping(False)
        painter.fillRect(QRectF(1, bar, self.width() - 2, 1), current.colour("line"))
        painter.fillRect(QRectF(1, foot, self.width() - 2, 1), current.colour("line"))
        painter.setPen(QPen(current.colour("ink"), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(box, 8, 8)

    def _lay_out(self, bar: str, title: str, second: str) -> None:
        self._bar = _TitleBar(bar, self)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(1, 1, 1, 1)
        outer.setSpacing(0)
        outer.addWidget(self._bar)
        inner = QVBoxLayout(self._content)
        inner.setContentsMargins(24, 16, 24, 16)
        inner.setSpacing(0)
        head = QVBoxLayout()
        head.setSpacing(0)
        if title:
            head.addWidget(Text(title, role="dialog"))
        if second:
            head.addWidget(Text(second, token="ink2"))
        head.addSpacing(10)
        self.body.setSpacing(8)
        head.addLayout(self.body)
        head.addWidget(self.grid)
        self._under = QVBoxLayout()
        self._under.setSpacing(6)
        head.addLayout(self._under)
        if self._icon:
            beside = QHBoxLayout()
            beside.setSpacing(20)
            beside.addWidget(IconView(self._icon, token="attn", size=28), 0, Qt.AlignmentFlag.AlignTop)
            beside.addLayout(head, 1)
            inner.addLayout(beside)
        else:
            inner.addLayout(head)
        inner.addStretch(1)
        outer.addWidget(self._scroll, 1)
        said = QHBoxLayout()
        said.setSpacing(8)
        said.setContentsMargins(24, 0, 24, 10)
        said.addWidget(self._complaint_icon, 0, Qt.AlignmentFlag.AlignTop)
        said.addWidget(self._complaint, 1)
        outer.addLayout(said)
        self._complain("")
        self._footer.setSpacing(8)
        self._footer.setContentsMargins(24, 13, 24, 13)
        self._footer.addStretch(1)
        self._foot.setLayout(self._footer)
        outer.addWidget(self._foot)

    def _complain(self, words: str) -> None:
        self._complaint.set_words(words)
        self._complaint.setVisible(bool(words))
        self._complaint_icon.setVisible(bool(words))

    def _fit(self) -> None:
        screen = self.screen().availableGeometry()
        owner = self.parentWidget().window() if self.parentWidget() is not None else None
        room = owner.frameGeometry() if owner is not None and owner.isVisible() else screen
        wide = min(round(self._wide * max(1.0, min(look().scale, 1.5))), room.width() - 40)
        self.grid.setVisible(self.grid.has_rows())
        self._content.ensurePolished()
        wanted = self._content.heightForWidth(wide - 2) if self._content.hasHeightForWidth() else 0
        wanted = max(wanted, 80) + 2
        said = self._complaint.heightForWidth(wide - 80) + 10 if self._complaint.isVisibleTo(self) else 10
        rest = self._bar.sizeHint().height() + self._foot.sizeHint().height() + said
        self.resize(wide, min(wanted + rest, room.height() - 40))
        middle = room.center() - QPoint(self.width() // 2, self.height() // 2)
        self.move(max(middle.x(), screen.left()), max(middle.y(), screen.top()))
