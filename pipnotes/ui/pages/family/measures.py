"""Scores by person, each as a chart, in words and as a table: T, C and B choose."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from pipnotes.casebook.charts import RiskAnswer, ScoreSeries
from pipnotes.domain.words import day_month
from pipnotes.ui.desk import Desk
from pipnotes.ui.dialogs.concern import ConcernDialog
from pipnotes.ui.naming import call, coded
from pipnotes.ui.pages.family.beside import Pair
from pipnotes.ui.pages.family.score_chart import ChartSheet, trend_of
from pipnotes.ui.pages.family.score_list import ScoreList
from pipnotes.ui.pages.family.score_table import score_table, show_scores
from pipnotes.ui.pages.family.tab import Tab
from pipnotes.ui.widgets.buttons import Button
from pipnotes.ui.widgets.hints import Banner, EmptyState
from pipnotes.ui.widgets.sheet import Scroll, Sheet
from pipnotes.ui.widgets.text import strong


class MeasuresTab(Tab):
    """One person's scores on one measure at a time; the list beside them chooses."""

    def __init__(self, desk: Desk, add_score: object, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._series: tuple[ScoreSeries, ...] = ()
        self._risks: tuple[RiskAnswer, ...] = ()
        self._at = ("", "")
        self._add = Button("Add a score", kind="primary", icon="plus", hint="Ctrl+Shift+M")
        self._list, self._chart = ScoreList(desk), ChartSheet()
        self._risk, self._words = Banner("", tone="attention"), Banner("")
        self._rows, self._table = Sheet(), score_table()
        self._look = Button("Open the concern", small=True)
        self._right = self._laid_out()
        self._pair = Pair(self._right, self._list, side_width=272, wide=340, side_first=True)
        self._empty = self._nothing_yet()
        self._scroll = Scroll(self._whole())
        self.hold(self._scroll)
        self._add.clicked.connect(add_score)
        self._look.clicked.connect(self._open_concern)
        self._list.chosen.connect(self.choose)
        self._chart.shown_as.connect(self.show_as)
        self._chart.chosen.connect(self._chart_chose)
        self._table.chosen.connect(self._table_chose)

    def fill(self) -> None:
        """Read the scores afresh and show them."""
        book, family = self.desk.casebook, self.family().family.id
        self._series, self._risks = book.charts.of(family), book.charts.risks(family)
        self._pair.setVisible(bool(self._series))
        self._empty.setVisible(not self._series)
        self._list.show_series(self._series)
        if self._series:
            self.choose(self._place())
        self._show_risk()

    def show_detail(self, detail: str) -> None:
        """Point at one score, by the id of its form."""
        for place, each in enumerate(self._series):
            for at, point in enumerate(each.points):
                if point.response == detail:
                    self.choose(place)
                    self._table.set_row(len(each.points) - 1 - at)

    def primary(self) -> Button | None:
        """Return Add a score."""
        return self._add

    @Slot(int)
    def choose(self, place: int) -> None:
        """Show one person's scores on one measure."""
        series = self._series[place]
        self._at = (series.person.id, series.measure)
        self._list.mark(place)
        words = coded(self.desk, self.family(), series.words)
        self._chart.show_series(series, call(self.desk, series.person), trend_of(series, words))
        self._words.set_words([strong("In words."), words])
        self._list.show_sources(series.sources)
        show_scores(self._table, series.points)
        self.show_as(self._chart.how())

    @Slot(str)
    def show_as(self, how: str) -> None:
        """Show the chart, the table, or both."""
        self._chart.show_as(how)
        self._rows.setVisible(how != "chart")
        self._right.updateGeometry()

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._pair.settle(self.width())
        super().resizeEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "_pair"):
            self._pair.settle(self.width())

    @Slot(int)
    def _chart_chose(self, place: int) -> None:
        blocked = self._table.blockSignals(True)
        self._table.set_row(self._last() - place)
        self._table.blockSignals(blocked)

    @Slot(int)
    def _table_chose(self, row: int) -> None:
        self._chart.set_chosen(self._last() - row)

    @Slot()
    def _open_concern(self) -> None:
        risk = self._risks[0]
        ConcernDialog.ask(self.window(), self.desk, risk.concern.family, risk.concern.id)

    def _place(self) -> int:
        """Return the line that was open, else the one that wants a look today, else the first."""
        worrying = [(risk.person.id, risk.concern.measure) for risk in self._risks]
        for place, each in enumerate(self._series):
            if (each.person.id, each.measure) == self._at:
                return place
        for place, each in enumerate(self._series):
            if any((each.person.id, point.response) in worrying for point in each.points):
                return place
        return 0

    def _last(self) -> int:
        found = next(each for each in self._series if (each.person.id, each.measure) == self._at)
        return len(found.points) - 1

    def _show_risk(self) -> None:
        self._risk.setVisible(bool(self._risks))
        if self._risks:
            risk = self._risks[0]
            about = risk.about[:1].lower() + risk.about[1:]
            who = call(self.desk, risk.person)
            said = f"{who} gave an answer above 0 for {about}, {risk.measure}, {day_month(risk.on)}."
            self._risk.set_words([strong("Look today."), said, "The concern has no outcome yet."])

    def _laid_out(self) -> QWidget:
        self._risk.add(self._look)
        self._rows.add_row(self._table, line=False)
        held = QWidget()
        box = QVBoxLayout(held)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(12)
        box.addWidget(self._risk)
        box.addWidget(self._chart, 1)
        box.addWidget(self._words)
        box.addWidget(self._rows)
        return held

    def _nothing_yet(self) -> Sheet:
        sheet = Sheet()
        add = Button("Add a score", hint="Ctrl+Shift+M")
        add.clicked.connect(self._add.click)
        words = "A form that somebody filled in can be taken down here, box by box. Only if it feels right on the day."
        sheet.add_row(EmptyState("chart-column", "No scores yet", words, add), stretch=1)
        return sheet

    def _whole(self) -> QWidget:
        held = QWidget()
        box = QVBoxLayout(held)
        box.setContentsMargins(20, 12, 20, 14)
        box.addWidget(self._pair, 1)
        box.addWidget(self._empty)
        return held
