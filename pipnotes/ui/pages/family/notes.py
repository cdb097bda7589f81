"""The notes of a family: what waits to be finished first, then every signed note and how it stands."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from pipnotes.casebook.notes import KeptDraft
from pipnotes.casebook.versions import Standing, standing
from pipnotes.domain.words import clock_time, full_day, near_day
from pipnotes.domain.work import Session
from pipnotes.ui.desk import Desk
from pipnotes.ui.naming import names
from pipnotes.ui.pages.family.tab import Tab, margin_day
from pipnotes.ui.widgets.buttons import Button
from pipnotes.ui.widgets.hints import EmptyState
from pipnotes.ui.widgets.rows import ListRow, RowList
from pipnotes.ui.widgets.sheet import Sheet
from pipnotes.ui.widgets.table import Cell, Column, Table
from pipnotes.ui.widgets.text import Text, quiet, strong

COLUMNS = (Column("Date"), Column("Meeting"), Column("Who was there", stretch=True), Column("How it stands"))


class NotesTab(Tab):
    """Drafts and signed notes; Enter opens one."""

    def __init__(self, desk: Desk, new_note: object, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._ids: list[str] = []
        self._note = Button("New note", kind="primary", icon="pen-line", hint="Ctrl+N")
        self._drafts, self._draft_rows = Sheet("To finish"), RowList(name="Notes to finish")
        self._signed, self._table = Sheet("Signed notes"), Table("Signed notes", COLUMNS)
        self._empty = EmptyState(
            "notebook-pen", "No notes yet", "A note is written after the visit, when there is quiet.", self._first()
        )
        self._drafts.add_row(self._draft_rows)
        self._signed.heading.add(Text("Enter opens a note", role="small", token="ink2", wrap=False))
        self._signed.add_row(self._table, line=False, stretch=1)
        self._signed.add_row(self._empty, line=False, stretch=1)
        held = QWidget()
        box = QVBoxLayout(held)
        box.setContentsMargins(20, 12, 20, 14)
        box.setSpacing(12)
        box.addWidget(self._drafts)
        box.addWidget(self._signed, 1)
        self.hold(held)
        self._note.clicked.connect(new_note)
        self._table.opened.connect(self.open_row)

    def fill(self) -> None:
        """Read the notes afresh and show them."""
        book, family = self.desk.casebook, self.family().family.id
        drafts = [kept for kept in book.notes.drafts() if kept.note.session.family == family]
        self._draft_rows.clear()
        for kept in drafts:
            self._draft_rows.add(self._draft(kept))
        self._drafts.setVisible(bool(drafts))
        notes = book.notes.of(family)
        self._ids = [stored.id for stored in notes]
        self._table.set_rows([self._cells(stored.body, standing(stored)) for stored in notes])
        self._table.setVisible(bool(notes))
        self._empty.setVisible(not notes)
        self._signed.heading.setVisible(bool(notes))
        if notes:
            self._table.set_row(0)

    def primary(self) -> Button | None:
        """Return New note."""
        return self._note

    @Slot(int)
    def open_row(self, row: int) -> None:
        """Open a signed note."""
        self.wanted.emit("note", self._ids[row])

    def _cells(self, note: Session, how: Standing) -> list[Cell]:
        tag = "neutral" if how is Standing.IN_ERROR else None
        return [
            Cell(full_day(note.starts.date())),
            Cell(note.title, strong=how is not Standing.IN_ERROR, quiet=how is Standing.IN_ERROR),
            Cell(names(self.desk, self.family().named(note.present)), quiet=True),
            Cell(how.value, tag=tag, icon="x" if tag else None),
        ]

    def _draft(self, kept: KeptDraft) -> ListRow:
        note, today = kept.note.session, self.desk.clock().date()
        when, under = margin_day(note.starts.date(), today)
        left = len(self.desk.casebook.notes.left_to_do(kept.note))
        go_on = Button("Continue", small=True)
        go_on.clicked.connect(partial(self.wanted.emit, "note", note.id))
        saved = f"Last written {near_day(kept.saved.date(), today).lower()}, {clock_time(kept.saved)}"
        return ListRow(
            [strong(note.title), quiet("draft")],
            second=f"{saved}. {f'{left} parts not filled in yet' if left else 'Ready to read and sign'}",
            when=when,
            under=under,
            margin=92,
            actions=[go_on],
        )

    def _first(self) -> Button:
        button = Button("Write the first note", hint="Ctrl+N")
        button.clicked.connect(self._note.click)
        return button
