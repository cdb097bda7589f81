"""A line of scores small enough to stand in a row: open circle at the first, filled at the last.

SparkLine("Enjoy bath time", [2, 3, 3, 5, 6, 7], low=0, high=10, cut=None)
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from pipnotes.ui.theme import look


def paint_spark(
    painter: QPainter,
    room: QRectF,
    values: Sequence[float],
    *,
    low: float | None = None,
    high: float | None = None,
    cut: float | None = None,
) -> None:
    """Draw the scores into a rectangle; without bounds the line fills it."""
    if not values:
        return
    current = look()
    least = min(values) if low is None else low
    most = max(values) if high is None else high
    spread = (most - least) or 1
    inner = room.adjusted(4, 4, -4, -4)
    step = inner.width() / max(1, len(values) - 1)
    points = [
        QPointF(inner.x() + at * step, inner.bottom() - (value - least) / spread * inner.height())
        for at, value in enumerate(values)
    ]
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if cut is not None and least <= cut <= most:
        y = inner.bottom() - (cut - least) / spread * inner.height()
        pen = QPen(current.colour("edge"), 1)
        pen.setDashPattern([3, 2])
        painter.setPen(pen)
        painter.drawLine(QPointF(inner.x(), y), QPointF(inner.right(), y))
    painter.setPen(QPen(current.colour("primary"), 1.75))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPolyline(QPolygonF(points))
    if len(points) > 1:
        painter.setBrush(current.colour("sheet"))
        painter.setPen(QPen(current.colour("primary"), 1.5))
        painter.drawEllipse(points[0], 2.5, 2.5)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(current.colour("primary"))
    painter.drawEllipse(points[-1], 3.2, 3.2)
    painter.restore()


class SparkLine(QWidget):
    """The scores of one goal or measure; read aloud as words."""

    def __init__(
        self,
        name: str,
        values: Sequence[float],
        *,
        low: float | None = None,
        high: float | None = None,
        cut: float | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._name = name
        self._low, self._high, self._cut = low, high, cut
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.set_values(values)

    def set_values(self, values: Sequence[float]) -> None:
        """Show other scores."""
        self._values = list(values)
        words = f"from {values[0]:g} to {values[-1]:g} over {len(values)} scores" if values else "no scores yet"
        self.setAccessibleName(self._name)
        self.setAccessibleDescription(words)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(look().px(92), look().px(26))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint_spark(painter, QRectF(self.rect()), self._values, low=self._low, high=self._high, cut=self._cut)
