"""Drafts that were set aside: every word is kept for 30 days and can be brought back."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from pipnotes.domain.words import full_day
from pipnotes.ui.desk import Desk
from pipnotes.ui.widgets.buttons import Button
from pipnotes.ui.widgets.rows import ListRow, RowList
from pipnotes.ui.widgets.sheet import Sheet
from pipnotes.ui.widgets.text import quiet, strong


class AsideSheet(Sheet):
    """Shown only while there is something in it."""

    back_wanted = Signal(str)  # the note

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__("Drafts set aside", aside="Kept for 30 days", parent=parent)
        self._desk = desk

    def fill(self) -> None:
        """Read what was set aside."""
        self.clear()
        rows = RowList(name="Drafts set aside")
        for kept in self._desk.casebook.notes.discarded():
            session = kept.note.session
            name = self._desk.family_name(self._desk.casebook.families.circle(session.family))
            back = Button("Bring back", small=True)
            back.setProperty("place", f"aside/{session.id}")
            back.setAccessibleName(f"Bring back {name}, {session.title}")
            back.clicked.connect(partial(self.back_wanted.emit, session.id))
            said = f"Last changed {full_day(kept.saved.date())}"
            rows.add(ListRow([strong(name), quiet(session.title)], second=said, lead="archive", actions=[back]))
        self.add_row(rows)
        self.setVisible(bool(rows.rows()))
