"""What a line of scores is made of, and where each score stands in the room it is drawn into."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import QPointF, QRectF


@dataclass(frozen=True, slots=True)
class TrendPoint:
    """One score; `sure` marks a change from the first that is more than chance explains."""

    day: date
    value: int
    place: str = ""
    sure: bool = False


@dataclass(frozen=True, slots=True)
class TrendBand:
    """A named range of scores, both ends included."""

    low: int
    high: int
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Trend:
    """Everything on the chart, and the same in words."""

    points: tuple[TrendPoint, ...] = ()
    bands: tuple[TrendBand, ...] = ()
    highest: int = 10
    cut_off: int | None = None
    needed: int | None = None
    falls: bool = True
    words: str = ""

    @property
    def top(self) -> int:
        """Return where the axis ends: at the top of the highest band reached, or above the highest score."""
        most = max([point.value for point in self.points] + [self.cut_off or 0], default=0)
        reached = [band for band in self.bands if band.low <= most]
        if not reached:
            return min(self.highest, -(-(most + 1) // 5) * 5)
        return min(self.highest, max(band.high for band in reached) + 1)

    @property
    def shown_bands(self) -> tuple[TrendBand, ...]:
        """Return the bands that the axis reaches."""
        return tuple(band for band in self.bands if band.low < self.top)

    def edges(self) -> tuple[int, ...]:
        """Return the values that the axis names."""
        if not self.bands:
            return (*range(0, self.top, 5), self.top)
        return (*sorted({band.low for band in self.bands if band.low < self.top} | {0}), self.top)


@dataclass(frozen=True, slots=True)
class Frame:
    """Where the plot lies in the widget, and how days and scores map into it."""

    room: QRectF
    first: date
    last: date
    top: int

    def x(self, day: date) -> float:
        """Return how far from the left a day stands."""
        return self.room.x() + (day - self.first).days / max(1, (self.last - self.first).days) * self.room.width()

    def y(self, value: float) -> float:
        """Return how far from the top a score stands."""
        return self.room.bottom() - value / max(1, self.top) * self.room.height()

    def at(self, point: TrendPoint) -> QPointF:
        """Return where a score stands."""
        return QPointF(self.x(point.day), self.y(point.value))
