"""Every family by code, in a table."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent

from pipnotes.casebook.supervision import Held
from pipnotes.ui.desk import Desk
from pipnotes.ui.pages.talk import short_name
from pipnotes.ui.theme import STACK_COLUMNS_FROM, look
from pipnotes.ui.when import margin_day
from pipnotes.ui.widgets.flow import Flow
from pipnotes.ui.widgets.sheet import Sheet
from pipnotes.ui.widgets.table import Cell, Column, Table
from pipnotes.ui.widgets.text import Text

# At most two matters of attention on a screen: the rest of the flags are told plainly.
_MOST_ATTENTION = 2


class CodeTable(Sheet):
    """The families, unread ones with a dot and in bold."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.table = Table(
            "Families by code",
            [
                Column("Code"),
                Column("Therapist", width=80),
                Column("Weeks", figures=True, width=60),
                Column("Goals", width=86),
                Column("Last summary", width=106),
                Column("To think about", stretch=True),
            ],
        )
        self._legend = Flow(
            [
                Text("Bold with a dot is unread", role="small", token="ink2", wrap=False),
                Text("Weeks are from the first visit", role="small", token="ink2", wrap=False),
                Text("Goals are the family’s own ratings", role="small", token="ink2", wrap=False),
            ],
            gap=16,
        )
        self.add_row(self.table, line=False, stretch=1000)
        self.add(self._legend, top=8, bottom=8)
        self.add_space()
        self._settle()

    def show_held(self, held: Sequence[Held], current: str) -> None:
        """Show these, with one chosen."""
        today = self._desk.clock().date()
        flagged = [item.record.id for item in held if item.summary.flags][:_MOST_ATTENTION]
        rows = []
        for item in held:
            new = item.is_new
            tone = "attention" if item.record.id in flagged else "neutral"
            rows.append(
                [
                    Cell(item.record.code, strong=new, dot=new),
                    Cell(short_name(item.sender), quiet=True),
                    Cell(str(item.summary.week)),
                    Cell(spark=item.hopes_line) if len(item.hopes_line) > 1 else Cell("", quiet=True),
                    Cell(margin_day(item.record.received.date(), today), quiet=True),
                    Cell(item.to_think_about, tag=tone) if item.to_think_about else Cell(""),
                ]
            )
        blocked = self.table.selectionModel().blockSignals(True)
        self.table.set_rows(rows)
        self.table.selectionModel().blockSignals(blocked)
        self._fit()
        places = [at for at, item in enumerate(held) if item.record.id == current]
        if places:
            self.table.set_row(places[0])

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "table"):
            self._settle()

    def _fit(self) -> None:
        """End the table with its last row, and scroll only when the sheet is too small for it."""
        rows = sum(self.table.rowHeight(at) for at in range(self.table.model().rowCount()))
        header = self.table.horizontalHeader()
        tall = max(header.height(), header.sizeHint().height(), look().px(31)) + rows + 4
        self.table.setMaximumHeight(tall)
        self.table.setMinimumHeight(min(tall, look().px(280)) if look().scale >= STACK_COLUMNS_FROM else 0)

    def _settle(self) -> None:
        # In large type only what tells families apart; the rest stands beside the summary.
        large = look().scale >= STACK_COLUMNS_FROM
        for column in (1, 4):
            self.table.setColumnHidden(column, large)
        self._fit()
