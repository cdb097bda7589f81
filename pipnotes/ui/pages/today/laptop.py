"""How this laptop stands: what is sealed and waits, how old the backup is, whether the recovery words were tried."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from pipnotes.domain.words import counted
from pipnotes.ui.backups import standing
from pipnotes.ui.desk import Desk
from pipnotes.ui.setup.backup import BackupProgress
from pipnotes.ui.widgets.buttons import Button
from pipnotes.ui.widgets.rows import ListRow, RowList
from pipnotes.ui.widgets.sheet import Sheet

_PLURALS = {"summary": "summaries"}


class LaptopSheet(Sheet):
    """Plain facts; being offline is one of them and no warning."""

    backup_wanted = Signal()
    sharing_wanted = Signal()
    words_wanted = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__("This laptop", parent=parent)
        self._desk = desk

    def fill(self) -> None:
        """Read the facts again."""
        self.clear()
        rows = [self._waiting(), self._backup()]
        later = [] if self._desk.casebook.recovery_proved else [self._recovery()]
        if self._by_hand():
            self.add_row(RowList(rows, name="This laptop", lines=False), line=False)
            progress = BackupProgress(self._desk.backups.maker)
            # It takes the place of the button that was pressed, and the keyboard with it.
            progress.stop.setProperty("place", "laptop/backup")
            self.add(progress)
            rows = []
        if rows or later:
            self.add_row(RowList([*rows, *later], name="This laptop", lines=False), line=False)

    def _waiting(self) -> ListRow:
        kinds = [item.what for item in self._desk.casebook.post.waiting()]
        if not kinds:
            return _row("Offline - nothing waiting", "What you approve for supervision waits here first.", "cloud-off")
        what = kinds[0] if len(set(kinds)) == 1 else "parcel"
        link = Button("Open", kind="link")
        link.clicked.connect(self.sharing_wanted)
        link.setProperty("place", "laptop/sharing")
        waits = counted(len(kinds), what, _PLURALS.get(what, ""))
        second = "Approved and sealed. They go when you connect and choose Send."
        return _row(f"Offline - {waits} waiting", second, "cloud-off", link)

    def _by_hand(self) -> bool:
        return self._desk.backups.maker.going_on and self._desk.backups.maker.asked_for

    def _backup(self) -> ListRow:
        if self._by_hand():
            return _row("Backing up", "Copied, then proved by opening it. You can go on working.", "hard-drive")
        button = Button("Back up now", small=True)
        button.setProperty("place", "laptop/backup")
        button.clicked.connect(self.backup_wanted)
        found = standing(self._desk)
        icon = "triangle-alert" if found.attention else "hard-drive"
        row = _row(found.title, found.second, icon, button)
        if found.attention:
            row.set_tone("attention")
        return row

    def _recovery(self) -> ListRow:
        button = Button("Try them", small=True)
        button.setProperty("place", "laptop/words")
        button.clicked.connect(self.words_wanted)
        second = "Type a few back from paper, so that you know the sheet is right."
        return _row("Recovery words not tried yet", second, "key-round", button)


def _row(title: str, second: str, icon: str, *actions: QWidget) -> ListRow:
    return ListRow(title, second=second, lead=icon, actions=actions, pad=6)
