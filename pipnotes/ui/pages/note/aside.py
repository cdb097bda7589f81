"""What stands quietly beside a draft: that nothing is replaced once it is signed, and the note before it."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QWidget

from pipnotes.domain.words import counted
from pipnotes.domain.work import SECTIONS, Session
from pipnotes.ui.widgets.buttons import Button
from pipnotes.ui.widgets.margin import MarginGrid
from pipnotes.ui.widgets.sheet import Sheet
from pipnotes.ui.widgets.text import Text


class DraftAside(Sheet):
    """What signing means, said before it is done, and the way to the note before."""

    wanted = Signal(str, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Amendments", icon="history", parent=parent)
        self._before = ""
        self._link = Button("", kind="link", small=True)
        self.heading.add(self._link)
        self.add(
            Text(
                "None. Once you sign, changes are added under the note with your name and the time."
                " Nothing is replaced.",
                token="ink2",
            ),
        )
        self._link.clicked.connect(self._go)

    def show_note(self, before: Session | None, *, amended: bool) -> None:
        """Offer the note before this one, if there is one."""
        self._before = before.id if before else ""
        if before is not None:
            name = f"{before.how.label.lower()} {before.number}"
            self._link.setText(f"Amendments to {name}" if amended else f"Read {name}")
            self._link.updateGeometry()
        self._link.setVisible(before is not None)

    @Slot()
    def _go(self) -> None:
        self.wanted.emit("note", self._before)


class LastNote(Sheet):
    """The note before this one, to read along on a wide screen."""

    wanted = Signal(str, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("The note before", icon="history", parent=parent)
        self._note: Session | None = None
        self._wide = False
        self._grid = MarginGrid(width=88, pad=3)
        self._open = Button("Open", kind="link", small=True)
        self.heading.add(self._open)
        self.add_row(self._grid)
        self._open.clicked.connect(self._go)

    def show_note(self, note: Session | None, now: datetime) -> None:
        """Show what was written last time."""
        self._note = note
        self._grid.clear()
        if note is not None:
            weeks = (now.date() - note.starts.date()).days // 7
            self.heading.set_title(f"From {note.how.label.lower()} {note.number}", f"{_ago(weeks)}")
            for part, heading in SECTIONS:
                if getattr(note, part).strip():
                    self._grid.add(heading, Text(getattr(note, part)))
        self.setVisible(self._wide and note is not None)

    @Slot(bool)
    def set_wide(self, wide: bool) -> None:
        """Show the sheet where there is room for it."""
        self._wide = wide
        self.setVisible(wide and self._note is not None)

    @Slot()
    def _go(self) -> None:
        if self._note is not None:
            self.wanted.emit("note", self._note.id)


def _ago(weeks: int) -> str:
    return {0: "days ago", 1: "a week ago"}.get(weeks, f"{counted(weeks, 'week')} ago")
