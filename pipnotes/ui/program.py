"""The program with its one window over one vault: closed, being set up, or open; and how it locks.

Locking ends the process (see `ui/fresh.py`); only when no fresh one comes up does this one show the unlock page again.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Slot
from PySide6.QtWidgets import QApplication

from pipnotes import paths
from pipnotes.casebook import vaults
from pipnotes.errors import Problem
from pipnotes.policy import Policy
from pipnotes.ui import curtain
from pipnotes.ui.away import Away
from pipnotes.ui.causes import ASKED, IDLE, SEALED, SEALED_HERE, SLEPT, VISIT, said
from pipnotes.ui.clipboard import ClipboardGuard
from pipnotes.ui.fresh import start_fresh, start_visit
from pipnotes.ui.held import HeldWords
from pipnotes.ui.idle import IdleWatch
from pipnotes.ui.instance import OneWindow
from pipnotes.ui.known import KnownVaults
from pipnotes.ui.lock_notice import LockNotice
from pipnotes.ui.pages.unlock import UnlockPage
from pipnotes.ui.preferences import Preferences
from pipnotes.ui.problems import tell
from pipnotes.ui.typed import LockKey, open_dialogs
from pipnotes.ui.warm import Warm
from pipnotes.ui.window import Window

# What stands behind the unlock page is loaded when it is there: it must come up at once after a lock.
if TYPE_CHECKING:
    from pipnotes.casebook.casebook import Casebook
    from pipnotes.casebook.ledger import Changed
    from pipnotes.casebook.visiting import View
    from pipnotes.ui.desk import Desk
    from pipnotes.ui.last_words import LastWords
    from pipnotes.ui.main_window import MainWindow
    from pipnotes.ui.pages.first_run import FirstRunPage
    from pipnotes.ui.routes import Pages

# A folder, a reason, and with `handed` a line of sealed words.
Relaunch = Callable[..., bool]
Show = Callable[[Path, bytes], bool]
# How often dialogs are closed at a lock when what asked in them asks on.
TRIES = 20


class Program(QObject):
    """One window over one vault: closed, being set up, or open."""

    def __init__(
        self,
        app: QApplication,
        *,
        preferences: Preferences,
        known: KnownVaults,
        policy: Policy,
        clock: Callable[[], datetime] = vaults.local_now,
        relaunch: Relaunch = start_fresh,
        show: Show = start_visit,
        pages: Pages | None = None,
        held: HeldWords | None = None,
        quit_app: Callable[[], object] = QApplication.quit,
    ) -> None:
        super().__init__(app)
        self._preferences = preferences
        self._known = known
        self._policy = policy
        self._clock = clock
        self._relaunch = relaunch
        self._show = show
        # What a family is to be shown once the vault is closed: the family, its visit, and the view.
        self._showing: tuple[str, str, View] | None = None
        self._pages = pages
        self._held = held or HeldWords(paths.sealed_folder())
        self._quit = quit_app
        self._folder = Path()
        self._casebook: Casebook | None = None
        self._desk: Desk | None = None
        self._main: MainWindow | None = None
        self._last_words: LastWords | None = None
        self._first_run: FirstRunPage | None = None
        self._locking = False
        # A fresh process has taken this one's place, which has only to end.
        self.replaced = False
        self._curtains: list[curtain.Curtain] = []
        self.window = Window(preferences, may_close=self.may_close)
        self.one = OneWindow(self)
        self.idle = IdleWatch(app, 60 * self._minutes())
        self.away = Away(self.window)
        self._notice = LockNotice(self.window)
        self._clipboard = ClipboardGuard(self)
        self._lock_key = LockKey(self)
        app.installEventFilter(self._lock_key)
        self._wire()

    def _wire(self) -> None:
        """Join every cause of a lock to it: the one place where they are all seen."""
        self.one.called.connect(self.window.come_forward)
        self.idle.expired.connect(partial(self.lock, IDLE))
        self.idle.slept.connect(partial(self.lock, SLEPT))
        self.away.left.connect(self.lock)
        self._lock_key.pressed.connect(partial(self.lock, ASKED))
        self.idle.warning.connect(self._notice.warn)
        self.idle.eased.connect(self._notice.clear)
        self._preferences.changed.connect(self._follow_minutes)

    def start(self, folder: Path | None, *, opened: Casebook | None = None, why: str = "") -> bool:
        """Show the first page; False when another window has this vault, which then came forward."""
        chosen = folder.absolute() if folder is not None else self._usual_folder()
        if not self.one.claim(chosen):
            if opened is not None:
                opened.close()
            return False
        self._folder = chosen
        if opened is not None:
            self.open(opened)
        elif chosen.exists():
            self.show_unlock(why)
            Warm(self).begin()
        else:
            self.show_first_run()
        self.window.appear()
        return True

    def show_unlock(self, why: str = "") -> None:
        """Show the unlock page."""
        page = UnlockPage(
            self._preferences,
            self._known,
            self._folder,
            why=self._said(why),
            clock=self._clock,
            claim=self._claim,
            rules=self._policy,
        )
        page.unlocked.connect(self.open)
        page.new_wanted.connect(self._start_another)
        page.help_wanted.connect(self._help)
        self.window.put(page)
        page.focus_first()

    def show_first_run(self) -> None:
        """Show the first run for a vault that is not there yet."""
        from pipnotes.ui.pages.first_run import FirstRunPage

        page = FirstRunPage(self._preferences, self._folder, clock=self._clock)
        page.made.connect(self._take_over)
        page.finished.connect(self.open)
        page.restored.connect(self._unlock_restored)
        page.help_wanted.connect(self._help)
        self._first_run = page
        self.window.put(page)
        page.focus_first()

    @Slot(object)
    def open(self, casebook: Casebook) -> None:
        """Show the work: what was open when the vault was last locked, or the first page."""
        from pipnotes.casebook.visiting import Taken
        from pipnotes.ui.desk import Desk
        from pipnotes.ui.last_words import LastWords
        from pipnotes.ui.main_window import MainWindow
        from pipnotes.ui.routes import pages_for
        from pipnotes.ui.setup.jotted import take_in, tell_of_jots
        from pipnotes.ui.setup.others import tell_of_opening
        from pipnotes.ui.setup.sealed import take_in_held, tell_of_held

        self._first_run = None
        self._take_over(casebook)
        self._desk = Desk(casebook, preferences=self._preferences, policy=self._policy, parent=self)
        self._main = MainWindow(self._desk, pages=self._pages or pages_for)
        self._last_words = LastWords(self._desk, self._main)
        self._main.lock_wanted.connect(partial(self.lock, ASKED))
        self._desk.visit_wanted.connect(self.show_family)
        self._desk.changed.connect(self._follow_change)
        self.window.put(self._main)
        jotted = take_in(casebook)
        # Before the page shows: it would go on from the words of before, and keep those.
        came = take_in_held(self.window, self._desk, self._held)
        if self._casebook is not casebook:
            return
        self._main.start(casebook.place)
        if isinstance(jotted, Taken) and jotted.note and self._casebook is casebook:
            self._main.go("note", jotted.note)
        # A lock may have closed the vault while the words it kept last were shown.
        if self._casebook is casebook:
            tell_of_held(self.window, self._desk, came)
        if self._casebook is casebook:
            tell_of_jots(self.window, jotted)
        if self._casebook is casebook:
            tell_of_opening(self.window, casebook)

    @Slot(str)
    def lock(self, why: str = ASKED) -> None:
        """Keep what is typed, close the vault, and leave the unlock page to a fresh process; unreadable at once."""
        if self._casebook is None or self._locking:
            return
        self._locking = True
        self._notice.clear()
        self._curtains = curtain.draw([self.window, *open_dialogs()])
        # A lock may be due in the middle of a paint or of a key; words are kept outside either.
        QTimer.singleShot(0, self, partial(self._keep_and_lock, why))

    @Slot(str, str, object)
    def show_family(self, family: str, visit: str, view: View) -> None:
        """Close the vault as at a lock, and leave the screen to a process that shows one family its own page."""
        if self._casebook is not None and not self._locking:
            self._showing = (family, visit, view)
            self.lock(VISIT)

    def may_close(self) -> bool:
        """Keep what is typed and close the vault with the window; False keeps the window."""
        if self._first_run is not None and not self._first_run.may_leave():
            return False
        if not self._kept():
            return False
        if self._main is None and self._held.only_here and not self._saved_elsewhere():
            return False
        self._close_vault()
        self.one.release()
        return True

    def _keep_and_lock(self, why: str) -> None:
        self._lock_key.put_down()
        if not self._kept(asks=why == VISIT):
            self._stay_open()
            return
        self._close_dialogs(why, TRIES)

    def _close_dialogs(self, why: str, tries: int) -> None:
        for dialog in reversed(open_dialogs()):
            dialog.reject()
        # What asked in those dialogs has to return first, while the vault is still open.
        QTimer.singleShot(0, self, partial(self._finish_lock, why, tries))

    def _finish_lock(self, why: str, tries: int) -> None:
        if open_dialogs() and tries:
            self._close_dialogs(why, tries - 1)
            return
        # A letter may have come in since the words were kept.
        if self._last_words is not None and not self._last_words.still_kept(asks=why == VISIT):
            self._stay_open()
            return
        handed = self._hand_over()
        if handed is None:
            self._stay_open()
            return
        self._hold_unsaved()
        self._close_vault()
        for drawn in self._curtains[:1]:
            drawn.tell(curtain.WORDS)
        self.one.release()
        if self._show(self._folder, handed) if handed else self._start_fresh(why):
            self.window.hide()
            self.replaced = True
            self._quit()
            return
        self._locking = False
        self.one.claim(self._folder)
        self.away.let_sleep()
        self.show_unlock(why)
        curtain.lift(self._curtains)
        self.window.appear()

    def _hand_over(self) -> bytes | None:
        """Return the line that visit mode needs, nothing for a lock, or None when it could not begin."""
        showing, self._showing = self._showing, None
        if showing is None:
            return b""
        assert self._casebook is not None
        try:
            return self._casebook.visiting.begin(*showing).line()
        except Problem as problem:
            tell(self.window, problem, title="Visit mode did not begin")
            return None

    def _stay_open(self) -> None:
        """Go on: words that could not be kept are still in the window, and nowhere else."""
        self._locking = False
        self._showing = None
        curtain.lift(self._curtains)
        self.idle.start()

    def _kept(self, *, asks: bool = True) -> bool:
        return self._last_words is None or self._last_words.kept(asks=asks)

    def _hold_unsaved(self) -> None:
        """Seal what could not be saved, for the unlock that comes next: a lock never waits for a disk."""
        data = self._casebook.sealed_copies.sealed() if self._casebook is not None else None
        if data is not None:
            self._held.hold(data, self._clock())

    def _start_fresh(self, why: str) -> bool:
        line = self._held.line()
        return self._relaunch(self._folder, why, handed=line) if line else self._relaunch(self._folder, why)

    def _saved_elsewhere(self) -> bool:
        """Ask for another place for words that would go with this window; True once they are there."""
        from pipnotes.ui.setup.sealed import save_before_closing

        return save_before_closing(self.window, self._held, self._clock())

    def _close_vault(self) -> None:
        self.idle.stop()
        self.away.rest()
        self._notice.clear()
        if self._casebook is None:
            return
        self._clipboard.forget()
        if self._desk is not None:
            self._desk.locked.emit()
        # A disk that fails must not hold up a lock; what it did not take is sealed by now.
        with suppress(Problem):
            self._note_known()
        self.window.put_nothing()
        casebook, self._casebook = self._casebook, None
        self._main = self._desk = self._first_run = self._last_words = None
        with suppress(Problem):
            casebook.close()

    @Slot(object)
    def _take_over(self, casebook: Casebook) -> None:
        from pipnotes.ui.setup.others import follow_rules

        self._casebook = casebook
        follow_rules(self.window, casebook, self._policy)
        self._folder = casebook.folder
        self._note_known(opened=self._clock().isoformat())
        self.idle.start()
        self.away.watch()

    def _note_known(self, opened: str = "") -> None:
        assert self._casebook is not None
        last = self._casebook.last_backup
        place = self._casebook.backing_up.place
        self._known.note(self._folder, opened=opened, backed_up=last.at if last else "", backups=place)

    def _claim(self, folder: Path) -> bool:
        return self.one.claim(folder)

    @Slot()
    def _start_another(self) -> None:
        self._folder = self._known.free_folder()
        self.show_first_run()

    @Slot(object)
    def _unlock_restored(self, folder: Path) -> None:
        self._first_run = None
        self._folder = folder
        self.one.claim(folder)
        self._known.note(folder)
        self.show_unlock()

    @Slot()
    def _help(self) -> None:
        from pipnotes.ui.help import HelpDialog

        HelpDialog.ask(self.window, self.window.actions())

    @Slot(object)
    def _follow_change(self, changed: Changed) -> None:
        if "destroyed" in changed.kinds:
            self._held.drop_damaged()

    @Slot()
    def _follow_minutes(self) -> None:
        self.idle.set_seconds(60 * self._minutes())

    def _minutes(self) -> int:
        return self._policy.idle_minutes_for(self._preferences.settings.idle_minutes)

    def _usual_folder(self) -> Path:
        known = self._known.all()
        return Path(known[0].folder) if known else self._known.free_folder()

    def _said(self, why: str) -> str:
        wished = self._preferences.settings.idle_minutes
        by_service = self._minutes() < wished
        if not self._held.waiting:
            return said(why, self._minutes(), by_service=by_service)
        sealed = SEALED_HERE if self._held.only_here else SEALED
        return said(why, self._minutes(), by_service=by_service, kept=sealed)
