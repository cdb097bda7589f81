"""Scores over time: bands, the cut-off as a dash, the change that is more than chance as a diamond, figures at hand.

    chart = ScoreChart("PHQ-9, Leanne")
    chart.show_trend(Trend(points=(TrendPoint(day, 17), ...), bands=(TrendBand(10, 14, "Moderate"), ...),
                           highest=27, cut_off=10, needed=6, words="In words: ..."))
    chart.chosen(place)       Left and Right step through the scores;  chart.set_chosen(place)
    ChartKey(needed=6, cut_off=True)      what the signs mean

The axis starts at 0 and ends at the top of the highest band that was reached. Its words are its accessible
description; a table with the same figures belongs beside it.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from pipnotes.domain.words import full_day
from pipnotes.ui.theme import look
from pipnotes.ui.widgets.announce import announce
from pipnotes.ui.widgets.keys import ACROSS, step_of
from pipnotes.ui.widgets.trend import Trend
from pipnotes.ui.widgets.trend_paint import TrendPainter, paint_score


class ScoreChart(QWidget):
    """One person's scores on one measure."""

    chosen = Signal(int)

    def __init__(self, name: str = "", *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._trend = Trend()
        self._at = -1
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setProperty("ring", "inside")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(name)

    def show_trend(self, trend: Trend, *, name: str = "") -> None:
        """Show other scores, the latest chosen."""
        self._trend = trend
        self._at = len(trend.points) - 1
        if name:
            self.setAccessibleName(name)
        self.setAccessibleDescription(trend.words)
        self.updateGeometry()
        self.update()

    def trend(self) -> Trend:
        """Return what is shown."""
        return self._trend

    def row(self) -> int:
        """Return which score is chosen, or -1."""
        return self._at

    def set_chosen(self, place: int) -> None:
        """Choose a score, and tell nobody."""
        self._at = place
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(look().px(560), look().px(190))

    def minimumSizeHint(self) -> QSize:
        return QSize(look().px(260), look().px(180))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self.updateGeometry()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = step_of(event, ACROSS)
        if event.key() in (Qt.Key.Key_Home, Qt.Key.Key_End):
            self._choose(0 if event.key() == Qt.Key.Key_Home else len(self._trend.points) - 1)
        elif step is not None:
            self._choose(self._at + step)
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if not self._trend.points:
            return
        frame = self._drawing().frame
        near = [
            ((frame.at(point) - event.position()).manhattanLength(), place)
            for place, point in enumerate(self._trend.points)
        ]
        if near and min(near)[0] < 24:
            self._choose(min(near)[1])

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._trend.points:
            return
        self._drawing().paint(QPainter(self))

    def _choose(self, place: int) -> None:
        if 0 <= place < len(self._trend.points) and place != self._at:
            self._at = place
            self.update()
            point = self._trend.points[place]
            announce(self, f"{point.value}, {full_day(point.day)}")
            self.chosen.emit(place)

    def _drawing(self) -> TrendPainter:
        return TrendPainter(self._trend, self._at, self.width(), self.height())


class ChartKey(QWidget):
    """The signs of the chart, each with its words: they wrap when the text is large."""

    def __init__(self, *, needed: int | None, cut_off: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._signs = [("score", "Score")]
        if needed is not None:
            self._signs.append(("sure", f"Reliable change from the first score ({needed} points or more)"))
        if cut_off:
            self._signs.append(("cut", "Cut-off"))
        self.setAccessibleName("Signs on the chart: " + ", ".join(words for _, words in self._signs))
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return int(self._places(width)[-1][0].bottom() + 0.5)

    def sizeHint(self) -> QSize:
        return QSize(look().px(360), self.heightForWidth(look().px(560)))

    def minimumSizeHint(self) -> QSize:
        return QSize(look().px(160), look().line("small"))

    def paintEvent(self, event: QPaintEvent) -> None:
        current = look()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for room, kind, words in self._places(self.width()):
            middle = QPointF(room.x() + current.px(8), room.y() + current.line("small") / 2)
            if kind == "cut":
                pen = QPen(current.colour("attn"), 1.75)
                pen.setDashPattern([4, 2.5])
                painter.setPen(pen)
                painter.drawLine(middle - QPointF(current.px(8), 0), middle + QPointF(current.px(18), 0))
            else:
                paint_score(painter, middle, sure=kind == "sure")
            painter.setPen(current.colour("ink"))
            painter.setFont(current.font("small"))
            flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap
            painter.drawText(room.adjusted(self._lead(kind), 0, 0, 0), flags, words)

    def _lead(self, kind: str) -> int:
        return look().px(34 if kind == "cut" else 24)

    def _places(self, width: int) -> list[tuple[QRectF, str, str]]:
        metrics = QFontMetricsF(look().font("small"))
        line = look().line("small")
        found: list[tuple[QRectF, str, str]] = []
        x = y = 0.0
        for kind, words in self._signs:
            wide = self._lead(kind) + metrics.horizontalAdvance(words) + 4
            if x and x + wide > width:
                x, y = 0.0, found[-1][0].bottom() + 2
            lines = max(1, -(-int(wide) // max(1, width)))
            found.append((QRectF(x, y, min(wide, width), line * lines), kind, words))
            x += wide + 20
        return found
