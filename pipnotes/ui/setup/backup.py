"""Where backups go, and making one; a backup is only told as made once it was proved by opening it."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from pipnotes.casebook.casebook import Casebook
from pipnotes.domain.words import ago, clock_time, short_day
from pipnotes.errors import Problem
from pipnotes.ui.problems import tell
from pipnotes.ui.setup.places import PlaceField
from pipnotes.ui.widgets.buttons import Button
from pipnotes.ui.widgets.fields import Field
from pipnotes.ui.widgets.hints import HintLine
from pipnotes.ui.widgets.sheet import row


class BackupForm(QWidget):
    """The folder, the button and the result in words."""

    made = Signal()

    def __init__(self, casebook: Casebook, *, usual: Path | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._casebook = casebook
        self._place = PlaceField("Folder for backups", placeholder="A USB stick or a network folder")
        self._field = Field("&Folder for backups", self._place)
        self._now = Button("Back &up now", icon="hard-drive")
        self._said = HintLine("")
        box = QVBoxLayout(self)
        box.setContentsMargins(4, 4, 4, 4)
        box.setSpacing(10)
        box.addWidget(self._field)
        box.addWidget(row(self._now))
        box.addWidget(self._said)
        self.setFocusProxy(self._place)
        self._now.clicked.connect(self.back_up)
        last = casebook.last_backup
        self._place.set_path(Path(last.folder) if last and last.folder else usual)
        self._tell_last()

    @Slot()
    def back_up(self) -> bool:
        """Make a backup now and say how it went; returns whether it was made."""
        folder = self._place.path()
        if folder is None:
            self._field.set_error("Choose a folder first. A USB stick kept away from the laptop is best.")
            self._place.setFocus()
            return False
        self._field.set_error("")
        self._said.set_words("Copying and checking the copy")
        QApplication.processEvents()
        try:
            report = self._casebook.back_up(folder)
        except Problem as problem:
            self._tell_last()
            if tell(self.window(), problem, title="The backup didn\u2019t finish", bar="Backup", retry="Try again"):
                return self.back_up()
            return False
        size = max(1, round(report.bytes / 1_000_000))
        self._said.set_words(
            f"Backed up and checked by opening it: {report.path.name}, {size} MB.", icon="circle-check", tone="primary"
        )
        self.made.emit()
        return True

    def _tell_last(self) -> None:
        last = self._casebook.last_backup
        if last is None:
            self._said.set_words("There is no backup yet.")
            return
        at = datetime.fromisoformat(last.at)
        now = self._casebook.clock()
        self._said.set_words(f"Backed up {ago(at, now)}, {short_day(at.date())}, {clock_time(at)}, and checked.")
