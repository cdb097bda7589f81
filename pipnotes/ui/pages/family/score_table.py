"""The same scores as the chart, in rows: the newest first, with what changed since the first."""

from __future__ import annotations

from collections.abc import Sequence

from pipnotes.casebook.charts import ScorePoint
from pipnotes.domain.words import brief_day
from pipnotes.ui.theme import look
from pipnotes.ui.widgets.table import Cell, Column, Table

COLUMNS = (
    Column("Date"),
    Column("Given at", stretch=True),
    Column("Score", figures=True),
    Column("Band"),
    Column("From first", figures=True),
    Column("Reliable change"),
)
# From this text size on the words about the cut-off are left to the chart and to the sentences.
NARROW_FROM = 1.4


def score_table() -> Table:
    """Return an empty table of scores."""
    return Table("Scores", COLUMNS)


def show_scores(table: Table, points: Sequence[ScorePoint]) -> None:
    """Fill the table, the newest score first."""
    table.set_rows([_cells(point) for point in reversed(points)])
    if points:
        table.set_row(0)


def _cells(point: ScorePoint) -> list[Cell]:
    band = point.band[:1].upper() + point.band[1:]
    if point.below_cut_off and band and look().scale < NARROW_FROM:
        band += ", below cut-off"
    change = "First" if point.change is None else f"{point.change:+d}".replace("-", "−").replace("+0", "0")
    return [
        Cell(f"{brief_day(point.on)} {point.on.year}"),
        Cell(point.given_at, quiet=True),
        Cell(str(point.total), strong=True),
        Cell(band),
        Cell(change),
        Cell(point.reliable_words),
    ]
