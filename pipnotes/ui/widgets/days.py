"""The first 1001 days as one bar: pregnancy, the time together, what is left to plan, and the days that matter.

    bar = DaysBar()
    bar.show_days(DaysMarks(total=1001, spans=(Span(0, 268, "pregnancy", "Pregnancy"), ...),
                            ticks=(Tick(542, "Today, day 542", "now"), ...), words="In words: ..."))

Days are counted from conception. `Span.kind`: pregnancy (hatched), together (solid), planned (soft).
`Tick.kind`: now, event, ending (a flag), future (dashed), below (a birthday under the bar), start, end.
"""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QFont, QFontMetricsF, QPainter, QPainterPath, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from pipnotes.ui.theme import look

BELOW = ("below", "start", "end")
SIDE = 6


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of days, from `start` up to `end`."""

    start: float
    end: float
    kind: str
    label: str = ""


@dataclass(frozen=True, slots=True)
class Tick:
    """One day and its words."""

    day: float
    label: str
    kind: str = "event"


@dataclass(frozen=True, slots=True, kw_only=True)
class DaysMarks:
    """Everything on the bar, and the same in words."""

    spans: tuple[Span, ...] = ()
    ticks: tuple[Tick, ...] = ()
    total: float = 1001
    words: str = ""


class DaysBar(QWidget):
    """The bar; its words are its accessible description, for those who do not see it."""

    def __init__(self, marks: DaysMarks | None = None, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("1001 days")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.show_days(marks or DaysMarks())

    def show_days(self, marks: DaysMarks) -> None:
        """Show other days."""
        self._marks = marks
        self.setAccessibleDescription(marks.words)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(700, self._bar_top() + self._bar_height() + look().line("small") + 8)

    def minimumSizeHint(self) -> QSize:
        return QSize(360, self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        bar = QRectF(SIDE + 0.5, self._bar_top() + 0.5, self.width() - 2 * SIDE - 1, self._bar_height() - 1)
        self._paint_bar(painter, bar)
        self._paint_above(painter, bar)
        self._paint_below(painter, bar)

    def _rows(self) -> int:
        return 2 if look().scale >= 1.3 else 1

    def _bar_top(self) -> int:
        return self._rows() * (look().line("small") + 4) + 10

    def _bar_height(self) -> int:
        return max(look().px(24), look().line("small") + 4)

    def _x(self, day: float, bar: QRectF) -> float:
        return bar.x() + max(0.0, min(1.0, day / self._marks.total)) * bar.width()

    def _paint_bar(self, painter: QPainter, bar: QRectF) -> None:
        current = look()
        outline = QPainterPath()
        outline.addRoundedRect(bar, 5, 5)
        painter.fillPath(outline, current.colour("field"))
        painter.save()
        painter.setClipPath(outline)
        for span in self._marks.spans:
            left, right = self._x(span.start, bar), self._x(span.end, bar)
            room = QRectF(left, bar.y(), right - left, bar.height())
            if span.kind == "pregnancy":
                painter.fillRect(room, QBrush(current.colour("line"), Qt.BrushStyle.BDiagPattern))
                painter.fillRect(QRectF(right - 0.5, bar.y(), 1, bar.height()), current.colour("edge"))
            else:
                painter.fillRect(room, current.colour("primary" if span.kind == "together" else "soft"))
            self._paint_span_label(painter, room, span)
        painter.restore()
        painter.setPen(QPen(current.colour("edge"), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPath(outline)

    def _paint_span_label(self, painter: QPainter, room: QRectF, span: Span) -> None:
        current = look()
        solid = span.kind == "together"
        font = current.font("small", QFont.Weight.Medium if solid else QFont.Weight.Normal)
        wide = QFontMetricsF(font).horizontalAdvance(span.label)
        if not span.label or wide + 12 > room.width():
            return
        if span.kind == "pregnancy":
            ground = QRectF(room.center().x() - wide / 2 - 10, room.y(), wide + 20, room.height())
            painter.fillRect(ground, current.colour("field"))
        painter.setFont(font)
        painter.setPen(current.colour("on_primary" if solid else "ink"))
        painter.drawText(room, Qt.AlignmentFlag.AlignCenter, span.label)

    def _paint_above(self, painter: QPainter, bar: QRectF) -> None:
        taken: list[QRectF] = []
        ticks = [tick for tick in self._marks.ticks if tick.kind not in BELOW]
        places: list[tuple[Tick, QRectF]] = []
        for tick in sorted(ticks, key=_now_first):
            place = self._place(tick, bar, taken)
            if place is not None:
                taken.append(place)
                places.append((tick, place))
        for tick in sorted(ticks, key=_now_first, reverse=True):
            self._paint_tick(painter, tick, bar)
        for tick, place in places:
            self._paint_label(painter, tick, place)

    def _place(self, tick: Tick, bar: QRectF, taken: list[QRectF]) -> QRectF | None:
        current = look()
        weight = QFont.Weight.Normal if tick.kind == "future" else QFont.Weight.Medium
        wide = QFontMetricsF(current.font("small", weight)).horizontalAdvance(tick.label)
        tall = current.line("small")
        x = self._x(tick.day, bar)
        if tick.kind == "now":
            wide += 20
            starts = [x - wide / 2]
        elif tick.kind == "ending":
            starts = [x + 15, x - wide - 6]
        else:
            starts = [x + 3, x - wide - 3, x - wide / 2]
        for up in range(self._rows()):
            top = self._bar_top() - 10 - (up + 1) * (tall + 4) + 2
            for start in starts:
                room = QRectF(min(max(start, 0), self.width() - wide), top, wide, tall)
                near = room.adjusted(-6, 0, 6, 0)
                covered = any(near.intersects(other) for other in taken)
                moved = abs(room.x() - start) > wide / 2 + 4
                crossed = any(
                    room.x() < self._x(o.day, bar) < room.right()
                    for o in self._marks.ticks
                    if o is not tick and o.kind not in BELOW and o.kind != "now"
                )
                # The words of today stand on their own ground, so a line behind them does not matter.
                if not covered and not moved and (not crossed or tick.kind == "now"):
                    return room
        return None

    def _paint_tick(self, painter: QPainter, tick: Tick, bar: QRectF) -> None:
        current = look()
        x = self._x(tick.day, bar)
        top = bar.y() - 13
        if tick.kind == "now":
            painter.fillRect(QRectF(x - 1.25, bar.y() - 14, 2.5, bar.height() + 21), current.colour("ink"))
            return
        pen = QPen(current.colour("ink2" if tick.kind == "future" else "ink"), 1.25)
        if tick.kind == "future":
            pen.setDashPattern([3, 2])
        painter.setPen(pen)
        painter.drawLine(QPointF(x, top), QPointF(x, bar.bottom()))
        if tick.kind == "ending":
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(current.colour("ink"))
            up = top - current.line("small") / 2 - 2
            painter.fillRect(QRectF(x - 0.6, up, 1.25, top - up), current.colour("ink"))
            painter.drawPolygon(
                QPolygonF(
                    [
                        QPointF(x, up),
                        QPointF(x + 11, up),
                        QPointF(x + 8, up + 4),
                        QPointF(x + 11, up + 8),
                        QPointF(x, up + 8),
                    ]
                )
            )

    def _paint_label(self, painter: QPainter, tick: Tick, place: QRectF) -> None:
        current = look()
        weight = QFont.Weight.Normal if tick.kind == "future" else QFont.Weight.Medium
        painter.setFont(current.font("small", weight))
        if tick.kind == "now":
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(current.colour("ink"))
            painter.drawRoundedRect(place.adjusted(0, -1, 0, 2), 4, 4)
            painter.setPen(current.colour("sheet"))
        else:
            painter.setPen(current.colour("ink2" if tick.kind == "future" else "ink"))
        painter.drawText(place, Qt.AlignmentFlag.AlignCenter, tick.label)

    def _paint_below(self, painter: QPainter, bar: QRectF) -> None:
        current = look()
        font = current.font("small")
        metrics = QFontMetricsF(font)
        taken: list[QRectF] = []
        order = {"start": 0, "end": 1, "below": 2}
        for tick in sorted((t for t in self._marks.ticks if t.kind in BELOW), key=_Order(order)):
            x = self._x(tick.day, bar)
            wide = metrics.horizontalAdvance(tick.label)
            start = bar.x() if tick.kind == "start" else bar.right() - wide if tick.kind == "end" else x - wide / 2
            room = QRectF(start, bar.bottom() + 4, wide, current.line("small"))
            if tick.kind == "below":
                painter.fillRect(QRectF(x - 0.5, bar.bottom(), 1, 5), current.colour("edge"))
            if any(room.adjusted(-8, 0, 8, 0).intersects(other) for other in taken):
                continue
            taken.append(room)
            painter.setFont(font)
            painter.setPen(current.colour("ink2"))
            painter.drawText(room, Qt.AlignmentFlag.AlignCenter, tick.label)


@dataclass(frozen=True, slots=True)
class _Order:
    """The ends of the bar keep their words when there is not room for all."""

    by_kind: dict[str, int]

    def __call__(self, tick: Tick) -> int:
        return self.by_kind[tick.kind]


def _now_first(tick: Tick) -> int:
    return {"now": 0, "ending": 1, "event": 2}.get(tick.kind, 3)
