"""What was put back, or had left before its note turned out wrong: each wants to be read and approved again."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from pipnotes.casebook.afresh import Afresh
from pipnotes.ui.desk import Desk
from pipnotes.ui.widgets.buttons import Button
from pipnotes.ui.widgets.rows import ListRow, RowList
from pipnotes.ui.widgets.sheet import Sheet
from pipnotes.ui.widgets.text import quiet, strong


class AfreshSheet(Sheet):
    """One line for each; nothing to see while there is none."""

    chosen = Signal(str)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__("To approve afresh", icon="circle-alert", parent=parent)
        self._desk = desk
        self._rows = RowList(name="To approve afresh")
        self.add_row(self._rows)

    def fill(self) -> None:
        """Read what there is."""
        found = self._desk.casebook.summaries.to_approve.all()
        self._rows.clear()
        for one in found:
            self._rows.add(self._row(one))
        self.setVisible(bool(found))

    def _row(self, one: Afresh) -> ListRow:
        name, code = self._desk.family_name(one.circle), one.circle.family.code
        again = Button("Begin it again", kind="link", small=True)
        again.clicked.connect(partial(self.chosen.emit, one.circle.family.id))
        settle = Button("Ask it back" if one.sent else "Leave it", kind="link", small=True)
        settle.clicked.connect(partial(self._settle, one))
        for button in (again, settle):
            button.setAccessibleName(f"{button.text()}: {code}")
        title = [strong(name)] + ([quiet(code)] if name != code else [])
        return ListRow(title, second=f"{one.because} {one.stands}", lead="circle-alert", actions=[again, settle])

    def _settle(self, one: Afresh) -> None:
        if one.sent:
            self._desk.casebook.post.retract(one.circle.family.id, one.circle.family.code)
        self._desk.casebook.summaries.to_approve.leave(one)
        self.fill()
