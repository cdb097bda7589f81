"""How a line of scores is drawn: ground and axes first, then the cut-off, the line, and the scores on top."""

from __future__ import annotations

from itertools import pairwise

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPen, QPolygonF

from pipnotes.domain.words import MONTHS, add_months
from pipnotes.ui.theme import look
from pipnotes.ui.widgets.trend import Frame, Trend, TrendBand

DOT = 5.0
DIAMOND = 7.5
# A score this near to the end of a month would sit on the edge, so the axis runs on for another.
MARGIN_DAYS = 8


class TrendPainter:
    """Draws one trend into a widget's width; `chosen` is the score with a ring round it."""

    def __init__(self, trend: Trend, chosen: int, width: int, height: int) -> None:
        self._trend = trend
        self._at = chosen
        self._width = width
        self._bands_width = _bands_width(trend, width)
        self._frame = _frame(trend, width, height, self._bands_width)

    @property
    def frame(self) -> Frame:
        """Return where the plot lies."""
        return self._frame

    def paint(self, painter: QPainter) -> None:
        """Draw everything."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_ground(painter)
        self._paint_months(painter)
        self._paint_bands(painter)
        self._paint_needed(painter)
        self._paint_cut_off(painter)
        self._paint_line(painter)
        self._paint_points(painter)

    def _paint_ground(self, painter: QPainter) -> None:
        current = look()
        painter.setFont(current.font("small", tnum=True))
        edges = self._trend.edges()
        for place, (low, high) in enumerate(pairwise(edges)):
            if place % 2 == 0:
                band = QRectF(
                    self._frame.room.x(),
                    self._frame.y(high),
                    self._frame.room.width(),
                    self._frame.y(low) - self._frame.y(high),
                )
                painter.fillRect(band, current.colour("sunk"))
        tall = current.line("small")
        for value in edges:
            y = self._frame.y(value)
            painter.fillRect(QRectF(self._frame.room.x(), y - 0.5, self._frame.room.width(), 1), current.colour("line"))
            painter.setPen(current.colour("ink2"))
            words = QRectF(0, y - tall / 2, self._frame.room.x() - 8, tall)
            painter.drawText(words, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, str(value))

    def _paint_months(self, painter: QPainter) -> None:
        current = look()
        font = current.font("small")
        metrics = QFontMetricsF(font)
        painter.setFont(font)
        bottom = self._frame.room.bottom()
        painter.fillRect(
            QRectF(self._frame.room.x(), bottom - 0.5, self._frame.room.width(), 1), current.colour("edge")
        )
        free = 0.0
        month = self._frame.first
        while month < self._frame.last:
            after = add_months(month, 1)
            x, end = self._frame.x(month), self._frame.x(after)
            painter.fillRect(QRectF(x - 0.5, bottom, 1, 5), current.colour("edge"))
            words = MONTHS[month.month - 1][:3]
            if month == self._frame.first or month.month == 1:
                words += f" {month.year}" if self._frame.first.year != (self._frame.last.year) else ""
            wide = metrics.horizontalAdvance(words)
            start = (x + end - wide) / 2
            if start >= free and start + wide <= self._width:
                painter.setPen(current.colour("ink2"))
                room = QRectF(start, bottom + 6, wide + 2, current.line("small"))
                painter.drawText(room, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, words)
                free = start + wide + 10
            month = after
        painter.fillRect(QRectF(self._frame.x(self._frame.last) - 0.5, bottom, 1, 5), current.colour("edge"))

    def _paint_bands(self, painter: QPainter) -> None:
        if not self._bands_width:
            return
        current = look()
        painter.setFont(current.font("small"))
        painter.setPen(current.colour("ink2"))
        tall = current.line("small")
        for band in self._trend.shown_bands:
            middle = (self._frame.y(band.low) + self._frame.y(min(band.high + 1, self._frame.top))) / 2
            room = QRectF(self._frame.room.right() + 10, middle - tall / 2, self._bands_width, tall)
            painter.drawText(room, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, band_words(band))

    def _paint_needed(self, painter: QPainter) -> None:
        trend = self._trend
        if trend.needed is None or len(trend.points) < 2:
            return
        start = trend.points[0].value
        goal = start - trend.needed if trend.falls else start + trend.needed
        if not 0 <= goal <= trend.top:
            return
        current = look()
        pen = QPen(current.colour("edge"), 1)
        pen.setDashPattern([2, 3])
        painter.setPen(pen)
        x = self._frame.room.right() - 34
        painter.drawLine(
            QPointF(self._frame.at(trend.points[0]).x() + 10, self._frame.y(start)), QPointF(x, self._frame.y(start))
        )
        painter.setPen(QPen(current.colour("ink"), 1.25))
        painter.drawLine(QPointF(x, self._frame.y(start)), QPointF(x, self._frame.y(goal)))
        for value in (start, goal):
            painter.drawLine(QPointF(x - 6, self._frame.y(value)), QPointF(x + 6, self._frame.y(value)))
        font = current.font("small", QFont.Weight.Medium)
        painter.setFont(font)
        words = f"{trend.needed} points"
        tall = current.line("small")
        wide = QFontMetricsF(font).horizontalAdvance(words)
        room = QRectF(x - wide - 10, (self._frame.y(start) + self._frame.y(goal)) / 2 - tall / 2, wide + 4, tall)
        if not self._covers_a_point(room):
            painter.drawText(room, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, words)

    def _paint_cut_off(self, painter: QPainter) -> None:
        if self._trend.cut_off is None or self._trend.cut_off > self._frame.top:
            return
        current = look()
        y = self._frame.y(self._trend.cut_off)
        pen = QPen(current.colour("attn"), 1.5)
        pen.setDashPattern([5, 3])
        painter.setPen(pen)
        painter.drawLine(QPointF(self._frame.room.x(), y), QPointF(self._frame.room.right(), y))
        font = current.font("small", QFont.Weight.Medium)
        words = f"Cut-off: {self._trend.cut_off} or more"
        wide, tall = QFontMetricsF(font).horizontalAdvance(words), current.line("small")
        rooms = [
            QRectF(x, up, wide + 2, tall)
            for x in (self._frame.room.x() + 6, self._frame.room.right() - wide - 52)
            for up in (y - tall, y + 1)
        ]
        free = next((room for room in rooms if not self._covers_a_point(room)), rooms[0])
        painter.setFont(font)
        painter.drawText(free, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, words)

    def _paint_line(self, painter: QPainter) -> None:
        painter.setPen(QPen(look().colour("primary"), 2.25))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPolyline(QPolygonF([self._frame.at(point) for point in self._trend.points]))

    def _paint_points(self, painter: QPainter) -> None:
        current = look()
        for place, point in enumerate(self._trend.points):
            spot = self._frame.at(point)
            if place == self._at:
                painter.setPen(QPen(current.colour("ink"), 1.75))
                painter.setBrush(current.colour("sheet"))
                painter.drawEllipse(spot, 13 * current.scale, 13 * current.scale)
            paint_score(painter, spot, sure=point.sure)
            self._paint_figure(painter, place, spot)

    def _paint_figure(self, painter: QPainter, place: int, spot: QPointF) -> None:
        current = look()
        font = current.font("small", QFont.Weight.DemiBold, tnum=True)
        tall = current.line("small")
        away = (14.0 if place == self._at else 9.0) * current.scale
        above = self._goes_above(place)
        top = spot.y() - away - tall if above else spot.y() + away
        top = min(max(top, 0.0), self._frame.room.bottom() - tall + (tall if not above else 0))
        painter.setFont(font)
        painter.setPen(current.colour("ink"))
        room = QRectF(spot.x() - 2 * tall, top, 4 * tall, tall)
        painter.drawText(room, Qt.AlignmentFlag.AlignCenter, str(self._trend.points[place].value))

    def _goes_above(self, place: int) -> bool:
        """Return whether a figure stands above its point: where the line comes down to it, there is room below."""
        values = [point.value for point in self._trend.points]
        if self._trend.points[place].value + 1 >= self._trend.top:
            return False
        before = values[place - 1] if place else values[place]
        after = values[place + 1] if place + 1 < len(values) else values[place]
        return 2 * values[place] >= before + after and self._trend.points[place].value > 0

    def _covers_a_point(self, room: QRectF) -> bool:
        near = room.adjusted(-10, -10, 10, 10)
        spots = [self._frame.at(point) for point in self._trend.points]
        if any(near.contains(spot) for spot in spots):
            return True
        return any(_crosses(first, second, room) for first, second in pairwise(spots))


def paint_score(painter: QPainter, spot: QPointF, *, sure: bool) -> None:
    """Draw one score: an open circle, or a filled diamond where the change is more than chance."""
    current = look()
    if sure:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(current.colour("primary"))
        far = DIAMOND * current.scale
        ends = ((0, -far), (far, 0), (0, far), (-far, 0))
        painter.drawPolygon(QPolygonF([spot + QPointF(x, y) for x, y in ends]))
        return
    painter.setPen(QPen(current.colour("primary"), 2.25))
    painter.setBrush(current.colour("sheet"))
    painter.drawEllipse(spot, DOT * current.scale, DOT * current.scale)


def band_words(band: TrendBand) -> str:
    """Return a band as it stands beside the plot."""
    return f"{band.label}, {band.low} to {band.high}"


def _bands_width(trend: Trend, width: int) -> float:
    metrics = QFontMetricsF(look().font("small"))
    wide = max((metrics.horizontalAdvance(band_words(band)) for band in trend.shown_bands), default=0.0) + 10
    return wide if wide < width / 3 else 0.0


def _frame(trend: Trend, width: int, height: int, bands: float) -> Frame:
    current = look()
    line = current.line("small")
    left = QFontMetricsF(current.font("small", tnum=True)).horizontalAdvance(str(trend.highest)) + 14
    room = QRectF(left, line / 2 + 2, width - left - bands - 10, height - line * 1.5 - 10)
    days = [point.day for point in trend.points]
    first = min(days).replace(day=1)
    last = add_months(max(days).replace(day=1), 1)
    if (last - max(days)).days < MARGIN_DAYS:
        last = add_months(last, 1)
    if (last.year - first.year) * 12 + last.month - first.month < 3:
        last = add_months(first, 3)
    return Frame(room, first, last, trend.top)


def _crosses(first: QPointF, second: QPointF, room: QRectF) -> bool:
    steps = 24
    return any(room.contains(first + (second - first) * (step / steps)) for step in range(steps + 1))
