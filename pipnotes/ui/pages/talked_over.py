"""The supervision log: which families were talked over, with whom, and what came of it; the latest first."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from pipnotes.ui.desk import Desk
from pipnotes.ui.naming import coded
from pipnotes.ui.pages.talk import short_name
from pipnotes.ui.when import margin_day
from pipnotes.ui.widgets.buttons import Button
from pipnotes.ui.widgets.rows import ListRow, RowList
from pipnotes.ui.widgets.sheet import Scroll, Sheet
from pipnotes.ui.widgets.text import quiet, strong

# The whole of a family's log stands in its story; here is what was talked over lately.
_SHOWN = 30


class LogSheet(Sheet):
    """A line for each family at each supervision."""

    opened = Signal(str)
    wanted = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__("Supervision log", icon="history", parent=parent)
        self._desk = desk
        self._empty = True
        self._rows = RowList(name="Supervision log")
        write = Button("Write one down", icon="pencil", hint="Ctrl+T", small=True)
        write.clicked.connect(self.wanted)
        self.heading.add(write)
        self.scroll_area = Scroll(self._rows)
        self.add_row(self.scroll_area, stretch=1)

    @property
    def empty(self) -> bool:
        """Return whether nothing was written down yet."""
        return self._empty

    def fill(self) -> None:
        """Read the log."""
        book, today = self._desk.casebook, self._desk.clock().date()
        entries = book.supervision.log.of()
        self._empty = not entries
        self._rows.clear()
        for entry in entries[:_SHOWN]:
            circle = book.families.circle(entry.family)
            name, code = self._desk.family_name(circle), circle.family.code
            title = [strong(name)] + ([quiet(code)] if name != code else []) + [quiet(f"with {short_name(entry.name)}")]
            words = coded(self._desk, circle, " ".join(entry.words.split())) or "Talked over."
            row = ListRow(title, second=words, when=margin_day(entry.on, today), margin=84, opens=True)
            row.opened.connect(partial(self.opened.emit, entry.family))
            self._rows.add(row)
        if not entries:
            words = "Nothing written down yet. It stands in the family’s story too."
            self._rows.add(ListRow([quiet(words)], pad=8))
