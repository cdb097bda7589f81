"""The measures of a family by person, each with its line and its latest score."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from pipnotes.casebook.charts import ScoreSeries
from pipnotes.ui.desk import Desk
from pipnotes.ui.naming import call
from pipnotes.ui.pages.family.beside import Body
from pipnotes.ui.widgets.rows import ListRow, RowList
from pipnotes.ui.widgets.sheet import Hairline, Sheet
from pipnotes.ui.widgets.spark import SparkLine
from pipnotes.ui.widgets.text import Text, strong


class ScoreList(Sheet):
    """Whose scores, and on what; `chosen` tells the place of the line that was opened."""

    chosen = Signal(int)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._rows = RowList(name="Measures by person", lines=False)
        self._measures: list[ListRow] = []
        self._body = Body(self._rows, least=140)
        self._sources = Text("", role="small", token="ink2")
        self.add_row(self._body, line=False, stretch=1)
        self.add_line()
        self.add(self._sources, top=8, bottom=10)

    def show_series(self, series: Sequence[ScoreSeries]) -> None:
        """Show the lines of a family."""
        self._rows.clear()
        self._measures.clear()
        before = ""
        for place, each in enumerate(series):
            if each.person.id != before:
                self._rows.add(_named(call(self._desk, each.person), first=place == 0))
                before = each.person.id
            self._rows.add(self._row(each, place))
            self._rows.add(Hairline())
        self._body.updateGeometry()

    def show_sources(self, sources: Sequence[str]) -> None:
        """Say where the cut-off and the reliable change were published."""
        self._sources.set_words([f"Sources: {'; '.join(sources)}."] if sources else "")
        self._sources.setVisible(bool(sources))

    def mark(self, place: int) -> None:
        """Show which line is open."""
        for at, row in enumerate(self._measures):
            row.set_tone("selected" if at == place else "plain")

    def _row(self, series: ScoreSeries, place: int) -> ListRow:
        totals = [point.total for point in series.points]
        top = max([*totals, series.cut_off or 0])
        line = SparkLine(series.name, totals, low=0, high=top, cut=series.cut_off)
        total = Text([strong(str(totals[-1]))], wrap=False, tnum=True, align="right")
        row = ListRow([strong(series.name)], second=series.about, actions=[line, total], opens=True)
        row.setAccessibleName(f"{call(self._desk, series.person)}, {series.name}: {totals[-1]}")
        row.opened.connect(partial(self.chosen.emit, place))
        self._measures.append(row)
        return row


def _named(name: str, *, first: bool) -> QWidget:
    held = QWidget()
    box = QVBoxLayout(held)
    box.setContentsMargins(0, 0, 0, 0)
    box.setSpacing(0)
    line = QHBoxLayout()
    line.setContentsMargins(16, 10 if first else 12, 16, 7)
    line.addWidget(Text(name, role="label"))
    box.addLayout(line)
    box.addWidget(Hairline())
    return held
