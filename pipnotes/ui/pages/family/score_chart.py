"""The sheet with the chart: whose scores, the way that is better, the signs, and how it is shown."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from pipnotes.casebook.charts import ScoreSeries
from pipnotes.domain.words import day_month
from pipnotes.ui.theme import look
from pipnotes.ui.widgets.chart import ChartKey, ScoreChart
from pipnotes.ui.widgets.hints import EmptyState
from pipnotes.ui.widgets.segments import Option, Segments
from pipnotes.ui.widgets.sheet import Hairline, Sheet
from pipnotes.ui.widgets.text import Run, Text, quiet
from pipnotes.ui.widgets.trend import Trend, TrendBand, TrendPoint

SHOWN = (Option("chart", "Chart", "chart-column"), Option("table", "Table", "table-2"), Option("both", "Both"))


class ChartSheet(Sheet):
    """One line of scores; a chart needs two of them."""

    shown_as = Signal(str)
    chosen = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self._title = Text()
        self._how = Segments("Show the scores as", SHOWN, value="both")
        self._chart = ScoreChart()
        self._plot = QWidget()
        self._key_place = QVBoxLayout()
        self._single = QVBoxLayout()
        self._count = 0
        self.add_row(self._head(), line=False)
        self.add_row(self._lay_out_plot(), line=False)
        self.body.addLayout(self._single)
        self._how.changed.connect(self.shown_as)
        self._chart.chosen.connect(self.chosen)

    def show_series(self, series: ScoreSeries, who: str, trend: Trend) -> None:
        """Show the scores of one person on one measure."""
        name = f"{series.name}, {who}"
        self._title.set_words([Run(f"{name} ", weight=QFont.Weight.DemiBold, role="family"), quiet(series.span)])
        self._count = len(series.points)
        if self._count > 1:
            self._chart.show_trend(trend, name=name)
        _empty(self._key_place)
        _empty(self._single)
        self._key_place.addWidget(ChartKey(needed=series.needed, cut_off=series.cut_off is not None))
        if self._count == 1:
            first = series.points[0]
            words = f"A chart needs two. The first score, {first.total} on {day_month(first.on)}, is in the table."
            self._single.addWidget(EmptyState("chart-column", "One score so far", words))
        self.show_as(self.how())

    def how(self) -> str:
        """Return how the scores are shown: chart, table or both."""
        return self._how.value() or "both"

    def show_as(self, how: str) -> None:
        """Show the chart, or leave it to the table."""
        self._how.set_value(how)
        self._plot.setVisible(how != "table" and self._count > 1)
        for at in range(self._single.count()):
            self._single.itemAt(at).widget().setVisible(how != "table")

    @Slot(int)
    def set_chosen(self, place: int) -> None:
        """Show which score is chosen elsewhere."""
        self._chart.set_chosen(place)

    def _head(self) -> QWidget:
        box = QHBoxLayout()
        box.setContentsMargins(16, 8, 16, 4)
        box.addWidget(self._title, 1)
        box.addWidget(self._how)
        place = QWidget()
        place.setLayout(box)
        return place

    def _lay_out_plot(self) -> QWidget:
        self._chart.setMaximumHeight(look().px(460))
        box = QVBoxLayout(self._plot)
        box.setContentsMargins(16, 2, 16, 10)
        box.setSpacing(8)
        box.addWidget(self._chart)
        box.addWidget(Hairline())
        box.addLayout(self._key_place)
        return self._plot


def trend_of(series: ScoreSeries, words: str) -> Trend:
    """Return what the chart draws of a line of scores."""
    return Trend(
        points=tuple(TrendPoint(p.on, p.total, p.given_at, bool(p.reliable and p.better)) for p in series.points),
        bands=tuple(TrendBand(b.low, b.high, b.label[:1].upper() + b.label[1:]) for b in series.bands),
        highest=series.highest,
        cut_off=series.cut_off,
        needed=series.needed,
        falls=not series.higher_is_better,
        words=words,
    )


def _empty(box: QVBoxLayout) -> None:
    while box.count():
        widget = box.takeAt(0).widget()
        widget.hide()
        widget.deleteLater()
