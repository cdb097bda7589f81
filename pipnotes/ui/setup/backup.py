"""Where backups go, and making one; a backup is only told as made once it was proved by opening it."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from pipnotes.casebook.casebook import Casebook
from pipnotes.domain.words import ago, clock_time, short_day
from pipnotes.errors import Problem
from pipnotes.ui.making import Making
from pipnotes.ui.problems import tell
from pipnotes.ui.setup.places import PlaceField
from pipnotes.ui.widgets.announce import announce
from pipnotes.ui.widgets.buttons import Button
from pipnotes.ui.widgets.fields import Field
from pipnotes.ui.widgets.hints import HintLine
from pipnotes.ui.widgets.sheet import row
from pipnotes.ui.widgets.text import Text


class BackupProgress(QWidget):
    """How far the backup is that somebody asked for, and a button that stops it; shown only meanwhile."""

    def __init__(self, making: Making, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._making = making
        self._bar = QProgressBar()
        self._bar.setAccessibleName("Backing up")
        self._bar.setTextVisible(False)
        self._count = Text("", role="small", token="ink2", wrap=False)
        self.stop = Button("Stop", small=True)
        self.stop.setAccessibleName("Stop the backup")
        box = QHBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(10)
        box.addWidget(self._bar, 1)
        box.addWidget(self._count)
        box.addWidget(self.stop)
        self.stop.clicked.connect(making.stop)
        making.changed.connect(self.look)
        making.progressed.connect(self._show)
        self.look()

    @Slot()
    def look(self) -> None:
        """Show or hide, as it is."""
        self._bar.setRange(0, 100)
        self._show(self._making.done)
        wanted = self._making.going_on and self._making.asked_for
        # In nothing yet, it will show with what it is put into; shown now, it would open as a window of its own.
        if not wanted or self.parentWidget() is not None:
            self.setVisible(wanted)

    @Slot(int)
    def _show(self, done: int) -> None:
        self._bar.setValue(done)
        self._count.set_words(f"{done} %")


class BackupForm(QWidget):
    """The folder, the button, how far it is, and the result in words."""

    made = Signal()

    def __init__(
        self,
        casebook: Casebook,
        *,
        making: Making | None = None,
        usual: Path | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._casebook = casebook
        self._making = making or Making(casebook, self)
        self._place = PlaceField("Folder for backups", placeholder="A USB stick or a network folder")
        self._field = Field("&Folder for backups", self._place)
        self._now = Button("Back &up now", icon="hard-drive")
        # Before the progress hears of it: hiding its button would take the keyboard away unseen.
        self._making.changed.connect(self._follow)
        self._progress = BackupProgress(self._making)
        self._said = HintLine("")
        box = QVBoxLayout(self)
        box.setContentsMargins(4, 4, 4, 4)
        box.setSpacing(10)
        box.addWidget(self._field)
        box.addWidget(row(self._now))
        box.addWidget(self._progress)
        box.addWidget(self._said)
        self.setFocusProxy(self._place)
        self._now.clicked.connect(self.back_up)
        self._progress.stop.clicked.connect(self._stopped)
        last = casebook.last_backup
        self._place.set_path(Path(last.folder) if last and last.folder else usual)
        self._follow()

    @Slot()
    def back_up(self) -> None:
        """Make a backup beside the work, and say how it went once it is over."""
        folder = self._place.path()
        if folder is None:
            self._field.set_error("Choose a folder first. A USB stick kept away from the laptop is best.")
            self._place.setFocus()
            return
        self._field.set_error("")
        self._making.by_hand(folder, self._over, self._failed)

    @Slot()
    def _follow(self) -> None:
        busy = self._making.going_on and self._making.asked_for
        held = self._now.hasFocus() or self._progress.stop.hasFocus()
        self._now.setVisible(not busy)
        self._progress.look()
        if held:
            # The button that was pressed has gone, and the keyboard must not go with it.
            (self._progress.stop if busy else self._now).setFocus()
        if busy:
            self._said.set_words("Copying, and then proving the copy by opening it. You can go on working.")
        else:
            self._tell_last()

    @Slot()
    def _stopped(self) -> None:
        self._said.set_words("Stopped. The earlier backups are as they were.")

    def _over(self, report: Any) -> None:
        size = max(1, round(report.bytes / 1_000_000))
        self._said.set_words(
            f"Backed up and checked by opening it: {report.path.name}, {size} MB.", icon="circle-check", tone="primary"
        )
        announce(self, "Backed up and checked")
        self.made.emit()

    def _failed(self, problem: Problem) -> None:
        # A window that is closing has nobody to tell.
        if self.window().isVisible() and tell(
            self.window(), problem, title="The backup didn\u2019t finish", bar="Backup", retry="Try again"
        ):
            self.back_up()

    def _tell_last(self) -> None:
        last = self._casebook.last_backup
        if last is None:
            self._said.set_words("There is no backup yet.")
            return
        at = datetime.fromisoformat(last.at)
        now = self._casebook.clock()
        self._said.set_words(f"Backed up {ago(at, now)}, {short_day(at.date())}, {clock_time(at)}, and checked.")
