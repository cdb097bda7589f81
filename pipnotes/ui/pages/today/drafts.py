"""The notes and letters that wait to be finished, the oldest first."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, Signal, Slot
from PySide6.QtWidgets import QWidget

from pipnotes.casebook.diary import DraftLine
from pipnotes.domain.words import counted, near_day
from pipnotes.ui.desk import Desk
from pipnotes.ui.widgets.sheet import Sheet
from pipnotes.ui.widgets.table import Cell, Column, Table
from pipnotes.ui.widgets.text import Text

_COLUMNS = [Column("Draft", stretch=True), Column("Started"), Column("Left to do"), Column("")]


class DraftsSheet(Sheet):
    """Drafts to finish: Enter or a press on the last cell goes on with one."""

    wanted = Signal(object)  # the line to go on with

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__("Drafts to finish", parent=parent)
        self._desk = desk
        self._lines: list[DraftLine] = []

    def fill(self, lines: Sequence[DraftLine]) -> None:
        """Show these drafts."""
        self.clear()
        self._lines = list(lines)
        self.heading.set_title("Drafts to finish", str(len(lines)) if lines else "")
        if not lines:
            self.add(Text("Nothing waits to be finished.", token="ink2"), bottom=14)
            return
        table = Table("Drafts to finish", _COLUMNS)
        table.setProperty("place", "drafts")
        late = next((line for line in lines if line.late_days), None)
        table.set_rows([self._cells(line, asks=line is late) for line in lines])
        table.setFixedHeight(table.sizeHint().height())
        table.opened.connect(self._open)
        table.clicked.connect(self._press)
        self.add_row(table, line=False)

    def _cells(self, line: DraftLine, *, asks: bool) -> list[Cell]:
        name = self._desk.family_name(line.circle)
        title = line.title if line.title[:2].isupper() else line.title[:1].lower() + line.title[1:]
        left = f"{counted(len(line.left), 'part')} left" if line.left else "Ready to sign"
        if line.late_days:
            # One late draft asks for attention; a page that calls from every row is heard from none.
            late = f"{counted(line.late_days, 'day')} old, {left[:1].lower()}{left[1:]}"
            waits = Cell(late, tag="attention" if asks else None, icon="clock" if asks else None)
        else:
            waits = Cell(left)
        return [
            Cell(f"{name},", strong=True, aside=title),
            Cell(near_day(line.started, self._desk.clock().date())),
            waits,
            Cell("Continue" if line.left else "Read and sign", link=True),
        ]

    @Slot(int)
    def _open(self, row: int) -> None:
        self.wanted.emit(self._lines[row])

    @Slot(QModelIndex)
    def _press(self, index: QModelIndex) -> None:
        if index.column() == len(_COLUMNS) - 1:
            self._open(index.row())
