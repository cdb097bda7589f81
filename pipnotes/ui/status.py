"""The line of facts below every page: what waits, the backup, the saving, the lock; each plain, none hurried."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import QObject, QTimer, Slot
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent

from pipnotes.casebook.ledger import Changed
from pipnotes.domain.codes import PracticeRole
from pipnotes.domain.words import clock_time, counted
from pipnotes.ui.backups import standing
from pipnotes.ui.desk import Desk
from pipnotes.ui.widgets.facts import StatusBar

_PLURALS = {"summary": "summaries"}


class StatusFacts(QObject):
    """Keeps the facts in the status line true while a vault is open."""

    def __init__(self, desk: Desk, bar: StatusBar) -> None:
        super().__init__(bar)
        self._desk = desk
        self._bar = bar
        self._saved: datetime | None = None
        self._tick = QTimer(self)
        self._tick.setInterval(1000)
        self._tick.timeout.connect(self._tell_saved)
        self._slow = QTimer(self)
        self._slow.setInterval(60_000)
        self._slow.timeout.connect(self.tell_backup)
        desk.saved.connect(self._note_saved)
        desk.changed.connect(self._follow)
        desk.preferences.changed.connect(self.tell_lock)
        desk.backups.changed.connect(self.tell_backup)
        desk.locked.connect(self.rest)
        bar.put("lock", "", icon="clock", right=True, yields=2)
        bar.put("help", "F1 Help", leads=True, right=True)
        self.tell_waiting()
        self.tell_backup()
        self.tell_lock()
        self.tell_codes()
        self._slow.start()

    @Slot()
    def rest(self) -> None:
        """Stop, since the vault is about to close."""
        self._tick.stop()
        self._slow.stop()

    @Slot()
    def forget_saved(self) -> None:
        """Say nothing of saving: another page is in front."""
        self._saved = None
        self._tick.stop()
        self._bar.take("saved")

    def tell_waiting(self) -> None:
        """Say what is sealed and has not left; being offline is the normal state, so it is no warning."""
        kinds = [item.what for item in self._desk.casebook.post.waiting()]
        what = kinds[0] if len(set(kinds)) == 1 else "parcel"
        waits = counted(len(kinds), what, _PLURALS.get(what, "")) if kinds else "nothing"
        self._bar.put("offline", f"Offline - {waits} waiting", icon="cloud-off", leads=bool(kinds))

    @Slot()
    def tell_backup(self) -> None:
        """Say how old the last proved backup is."""
        found = standing(self._desk)
        icon = None if found.attention else "hard-drive"
        self._bar.put("backup", found.line, icon=icon, attention=found.attention, leads=True, yields=1)

    @Slot()
    def tell_lock(self) -> None:
        """Say when the vault locks itself."""
        minutes = self._desk.policy.idle_minutes_for(self._desk.settings.idle_minutes)
        words = f"Locks after {counted(minutes, 'minute')} without typing"
        self._bar.put("lock", words, icon="clock", right=True, yields=2)

    @Slot()
    def tell_codes(self) -> None:
        """Say that a supervisor's laptop knows families by code only."""
        shown = self._desk.casebook.role is PracticeRole.SUPERVISOR
        self._bar.put("codes", "No names are held on this laptop" if shown else "", icon="shield-check", yields=3)

    @Slot(object)
    def _note_saved(self, moment: datetime) -> None:
        first = self._saved is None
        self._saved = moment
        self._tell_saved()
        self._tick.start()
        if first:
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self._bar, "Saved"))

    @Slot()
    def _tell_saved(self) -> None:
        if self._saved is None:
            return
        seconds = int((self._desk.clock() - self._saved).total_seconds())
        words = f"Saved {max(0, seconds)} s ago" if seconds < 60 else f"Saved {clock_time(self._saved)}"
        self._bar.put("saved", words, icon="circle-check")
        if seconds >= 60:
            self._tick.stop()

    @Slot(object)
    def _follow(self, changed: Changed) -> None:
        if "outgoing" in changed.kinds:
            self.tell_waiting()
        self.tell_backup()
