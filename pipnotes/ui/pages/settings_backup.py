"""The tab of the settings where a backup is made and the whole vault is checked."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QProgressBar

from pipnotes.casebook.backing_up import Stopped
from pipnotes.domain.words import counted
from pipnotes.errors import Problem
from pipnotes.ui.desk import Desk
from pipnotes.ui.pages.settings_copies import CopiesSheet
from pipnotes.ui.pages.settings_tabs import Tab
from pipnotes.ui.setup.backup import BackupForm
from pipnotes.ui.tasks import run
from pipnotes.ui.widgets.buttons import Button
from pipnotes.ui.widgets.hints import HintLine
from pipnotes.ui.widgets.sheet import Columns, Sheet, column, row


class BackupTab(Tab):
    """Backups, and the check of the whole vault, which is made on another thread."""

    _progressed = Signal(int, int)

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._checking: Any = None
        self._cancel = Button("Stop looking")
        self._cancel.hide()
        self._check = Button("&Check the vault", icon="shield-check")
        self._bar = QProgressBar()
        self._bar.setAccessibleName("Checking")
        self._bar.hide()
        self._said = HintLine("Every page, every record and the chain that joins them are read and compared.")
        backup, check = Sheet("Backup", icon="hard-drive"), Sheet("Check the vault", icon="shield-check")
        form = BackupForm(desk.casebook, making=desk.backups.maker, usual=desk.casebook.backing_up.folder(desk.policy))
        form.made.connect(desk.backups.look)
        backup.add(form)
        backup.add(
            HintLine(
                "Once a folder is known, a backup is made there by itself each day, when the stick or folder is in. "
                "It is a whole encrypted copy, proved by opening it, and keeps the passphrase of its day."
            )
        )
        check.add(row(self._check, self._cancel))
        check.add(self._bar)
        check.add(self._said)
        self.box.addWidget(Columns(column(backup), column(check, CopiesSheet(desk)), side_width=460))
        self._check.clicked.connect(self._look)
        self._cancel.clicked.connect(self._stop)
        self._progressed.connect(self._progress)
        desk.locked.connect(self._rest)

    @Slot()
    def _look(self) -> None:
        try:
            self._checking = self.desk.casebook.checking()
        except Problem as problem:
            self._said.set_words(f"{problem.happened} {problem.todo}", icon="triangle-alert", tone="attn")
            return
        self._said.set_words("You can go on working while it looks.")
        self._show_busy(True)
        run(partial(self._checking.run, self._progressed.emit), self._looked, self._not_looked)

    @Slot()
    def _stop(self) -> None:
        if self._checking is not None:
            self._checking.stop()

    def _looked(self, found: Any) -> None:
        checking, self._checking = self._checking, None
        if checking is None:
            return
        self._show_busy(False)
        report = checking.finish(found)
        counts = f"{counted(report.contributions, 'save')}, {counted(report.versions, 'version')}"
        if report.ok:
            self._said.set_words(f"All is as it should be: {counts}.", icon="circle-check", tone="primary")
        else:
            named = " ".join(report.problems)
            self._said.set_words(f"Not all is as it should be. {named}", icon="triangle-alert", tone="attn")

    def _not_looked(self, error: BaseException) -> None:
        if self._checking is None:
            return
        self._checking = None
        self._show_busy(False)
        if isinstance(error, Problem):
            self._said.set_words(f"{error.happened} {error.todo}", icon="triangle-alert", tone="attn")
        elif isinstance(error, Stopped):
            self._said.set_words("Stopped before the end, so it says nothing yet.")
        else:
            raise error

    @Slot()
    def _rest(self) -> None:
        self._checking = None

    def _show_busy(self, busy: bool) -> None:
        held = self._check.hasFocus() or self._cancel.hasFocus()
        self._check.setEnabled(not busy)
        self._bar.setRange(0, 0)
        for part in (self._bar, self._cancel):
            part.setVisible(busy)
        if held:
            # The button that was pressed can be pressed no more, and the keyboard must not wander off.
            (self._cancel if busy else self._check).setFocus()

    @Slot(int, int)
    def _progress(self, done: int, whole: int) -> None:
        self._bar.setRange(0, max(1, whole))
        self._bar.setValue(done)
