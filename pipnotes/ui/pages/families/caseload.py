"""The caseload: chips choose whom to see, a table shows them, rows take its place when the text is large."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QEvent, QModelIndex, Signal, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from pipnotes.casebook.families import FamilyRow
from pipnotes.domain.codes import FamilyStatus
from pipnotes.domain.words import clock_time, counted, full_day, near_day
from pipnotes.ui.desk import Desk
from pipnotes.ui.theme import STACK_COLUMNS_FROM, look
from pipnotes.ui.widgets.announce import announce
from pipnotes.ui.widgets.chips import ChipRow
from pipnotes.ui.widgets.hints import EmptyState
from pipnotes.ui.widgets.rows import ListRow, RowList
from pipnotes.ui.widgets.sheet import Scroll, Sheet
from pipnotes.ui.widgets.table import Cell, Column, Table
from pipnotes.ui.widgets.text import quiet, strong

_COLUMNS = [
    Column("Baby", stretch=True),
    Column("Age"),
    Column("Family", stretch=True),
    Column("Where they are"),
    Column("Code"),
    Column("Referred"),
    Column("Meetings", figures=True),
    Column("Next visit"),
]
_ORDER = (
    FamilyStatus.ACTIVE,
    FamilyStatus.WAITING,
    FamilyStatus.REFERRED,
    FamilyStatus.ENDED,
    FamilyStatus.DECLINED,
)
_CURRENT = (FamilyStatus.ACTIVE, FamilyStatus.WAITING, FamilyStatus.REFERRED)


class CaseloadSheet(Sheet):
    """Everybody, or those whose chips are on."""

    opened = Signal(str)  # the family

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._desk = desk
        self._rows: list[FamilyRow] = []
        self._shown: list[FamilyRow] = []
        self._on = {status.value for status in _CURRENT}
        self._chips = ChipRow("Which families", small=False)
        self._chips.changed.connect(self._choose)
        self._chips_held = QWidget()
        held = QVBoxLayout(self._chips_held)
        held.setContentsMargins(16, 10, 16, 10)
        held.addWidget(self._chips)
        self.add_row(self._chips_held, line=False)
        self._body: QWidget | None = None

    def fill(self, rows: Sequence[FamilyRow]) -> None:
        """Show the caseload."""
        self._rows = list(rows)
        held = self._chips.isAncestorOf(self.focusWidget()) if self.focusWidget() is not None else False
        if not held:
            self._chips.clear()
            for status in _ORDER:
                count = sum(row.family.status is status for row in rows)
                if count:
                    self._chips.add_chip(status.value, f"{status.label} {count}", on=status.value in self._on)
        self._show()

    def chosen(self) -> list[str]:
        """Return which statuses are shown."""
        return sorted(self._on)

    def choose(self, statuses: Sequence[str]) -> None:
        """Show these statuses."""
        self._on = set(statuses)
        self._chips.set_chosen(self._on)
        self._show()

    def current(self) -> str:
        """Return the family of the selected row, or nothing."""
        body = self._body
        at = body.row() if isinstance(body, Table) else -1
        return self._shown[at].family.id if at >= 0 else ""

    def current_open(self) -> str:
        """Return the family of the selected row if it can be visited, or nothing."""
        current = [row for row in self._shown if row.family.id == self.current()]
        return current[0].family.id if current and current[0].family.status in _CURRENT else ""

    def select(self, family: str) -> None:
        """Select the row of a family, if it is shown."""
        at = next((at for at, row in enumerate(self._shown) if row.family.id == family), -1)
        if at >= 0 and isinstance(self._body, Table):
            self._body.set_row(at)

    def take_focus(self) -> None:
        """Put the keyboard into the list."""
        if isinstance(self._body, Table):
            self._body.setFocus()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and getattr(self, "_body", None) is not None:
            self._show()

    @Slot(list)
    def _choose(self, statuses: list[str]) -> None:
        self._on = set(statuses)
        self._show()
        announce(self, counted(len(self._shown), "family", "families"))

    def _show(self) -> None:
        before = self.current()
        focused = self._body is not None and self._body.hasFocus()
        known = {row.family.status.value for row in self._rows}
        on = self._on & known or known
        self._shown = [row for row in self._rows if row.family.status.value in on]
        if self._body is not None:
            self.body.removeWidget(self._body)
            self._body.hide()
            self._body.deleteLater()
        self._body = self._list() if look().scale >= STACK_COLUMNS_FROM else self._table(before)
        self.body.addWidget(self._body, 1)
        self._body.show()
        if focused:
            self._body.setFocus()

    def _table(self, before: str) -> Table:
        table = Table("Families", _COLUMNS)
        table.setProperty("place", "families")
        table.set_rows([self._cells(row) for row in self._shown])
        families = [row.family.id for row in self._shown]
        if families:
            table.set_row(families.index(before) if before in families else 0)
        table.opened.connect(self._open)
        table.clicked.connect(self._press)
        return table

    def _cells(self, row: FamilyRow) -> list[Cell]:
        today = self._desk.clock().date()
        status, visit = row.family.status, row.next_visit
        when = f"{near_day(visit.starts.date(), today)}, {clock_time(visit.starts)}" if visit else ""
        return [
            Cell(self._desk.family_name(row.circle), strong=True),
            Cell(row.circle.age(today)),
            Cell("" if self._desk.names_hidden else row.circle.surnames),
            Cell(status.label, tag="soft" if status is FamilyStatus.ACTIVE else "neutral"),
            Cell(row.family.code, quiet=True),
            Cell(full_day(row.referred) if row.referred else "", quiet=True),
            Cell(str(row.sessions)),
            Cell(when),
        ]

    def _list(self) -> QWidget:
        today = self._desk.clock().date()
        rows = RowList(name="Families")
        for at, row in enumerate(self._shown):
            cells = self._cells(row)
            next_visit = f"Next visit {cells[-1].text}" if cells[-1].text else "No visit planned"
            line = ListRow(
                [strong(cells[0].text), quiet(", ".join(p for p in (row.circle.age(today), cells[2].text) if p))],
                second=f"{row.family.status.label}. {counted(row.sessions, 'meeting')}. {next_visit}.",
                third=f"{row.family.code}, referred {cells[5].text}" if cells[5].text else row.family.code,
                opens=True,
            )
            line.opened.connect(partial(self._open, at))
            rows.add(line)
        return Scroll(rows)

    @Slot(int)
    def _open(self, row: int) -> None:
        self.opened.emit(self._shown[row].family.id)

    @Slot(QModelIndex)
    def _press(self, index: QModelIndex) -> None:
        # A press on the name opens, so that nothing needs a double press.
        if index.column() == 0:
            self._open(index.row())


def no_families(button: QWidget) -> EmptyState:
    """Return what stands here before the first family."""
    words = "Add the first family from a referral. You only need a baby’s name or a due date."
    return EmptyState("users", "No families yet", words, button)
