"""Where one is in a first run: steps done, the one at hand and those to come.

steps = StepList("Setting up", ["Welcome", "About you", "Passphrase"], foot="About 10 minutes. ...")
steps.set_current(2)      steps before it are ticked; `chosen(int)` when a done one is pressed
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFont, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from pipnotes.ui.theme import look
from pipnotes.ui.widgets.text import IconView, Text


class _Step(QPushButton):
    def __init__(self, number: int, words: str) -> None:
        super().__init__(words)
        self._number = number
        self._state = "later"
        self.setAutoDefault(False)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_state(self, state: str) -> None:
        self._state = state
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus if state == "done" else Qt.FocusPolicy.NoFocus)
        said = {"done": "done", "now": "this step", "later": "to come"}[state]
        self.setAccessibleName(f"Step {self._number}, {self.text()}, {said}")
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(look().px(180), max(look().px(36), look().line("base") + 8))

    def minimumSizeHint(self) -> QSize:
        return QSize(look().px(100), self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        current = look()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        across = current.px(26)
        circle = QRectF(0.5, (self.height() - across) / 2 + 0.5, across - 1, across - 1)
        now, done = self._state == "now", self._state == "done"
        painter.setPen(QPen(current.colour("primary" if now or done else "edge"), 1))
        painter.setBrush(current.colour("primary" if now else "sheet"))
        painter.drawEllipse(circle)
        if done:
            size = current.px(15)
            picture = current.pixmap("check", "primary", size, self.devicePixelRatioF())
            painter.drawPixmap(QPointF(circle.center().x() - size / 2, circle.center().y() - size / 2), picture)
        else:
            painter.setFont(current.font("small", QFont.Weight.DemiBold if now else QFont.Weight.Normal))
            painter.setPen(current.colour("on_primary" if now else "ink"))
            painter.drawText(circle, Qt.AlignmentFlag.AlignCenter, str(self._number))
        painter.setFont(current.font("base", QFont.Weight.DemiBold if now else QFont.Weight.Normal))
        painter.setPen(current.colour("ink"))
        flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(QRectF(across + 12, 0, self.width(), self.height()), flags, self.text())


class StepList(QWidget):
    """The left side of a first run."""

    chosen = Signal(int)

    def __init__(self, title: str, steps: Sequence[str], *, foot: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._steps = [_Step(number, words) for number, words in enumerate(steps, 1)]
        head = QHBoxLayout()
        head.setSpacing(10)
        head.addWidget(IconView("pip", token="primary", size=28))
        head.addWidget(Text(title, role="family"), 1)
        box = QVBoxLayout(self)
        box.setContentsMargins(22, 22, 16, 22)
        box.setSpacing(6)
        box.addLayout(head)
        box.addSpacing(14)
        for at, step in enumerate(self._steps):
            step.clicked.connect(partial(self.chosen.emit, at))
            box.addWidget(step)
        box.addStretch(1)
        box.addWidget(Text(foot, role="small", token="ink2"))
        self._settle()
        self.set_current(0)

    def set_current(self, at: int) -> None:
        """Show which step is at hand, counted from 0."""
        for number, step in enumerate(self._steps):
            step.set_state("done" if number < at else "now" if number == at else "later")

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._settle()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ground = QPainterPath()
        ground.addRoundedRect(QRectF(0, 0, self.width() + 8, self.height()), 8, 8)
        painter.fillPath(ground, look().colour("rail"))
        painter.fillRect(QRectF(self.width() - 1, 0, 1, self.height()), look().colour("line"))

    def _settle(self) -> None:
        self.setFixedWidth(round(248 * min(1.5, max(1.0, look().scale))))
