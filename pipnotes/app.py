"""The composition root: the one place that builds and joins the parts, opens a vault's window and locks it again.

Locking ends the process (see `ui/fresh.py`); only when no fresh one comes up does this one show the unlock page again.
"""

from __future__ import annotations

import ctypes
import json
import logging
import re
import sys
from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Slot
from PySide6.QtWidgets import QApplication, QDialog

from pipnotes import log, paths, policy, settings
from pipnotes.casebook import vaults
from pipnotes.casebook.casebook import Casebook
from pipnotes.domain.words import counted
from pipnotes.errors import Problem
from pipnotes.policy import Policy
from pipnotes.ui.desk import Desk
from pipnotes.ui.fresh import say_ready, start_fresh, why_locked
from pipnotes.ui.help import HelpDialog, KeptWordsDialog
from pipnotes.ui.idle import IdleWatch
from pipnotes.ui.instance import OneWindow
from pipnotes.ui.known import KnownVaults
from pipnotes.ui.main_window import MainWindow
from pipnotes.ui.pages.first_run import FirstRunPage
from pipnotes.ui.pages.unlock import UnlockPage
from pipnotes.ui.preferences import Preferences
from pipnotes.ui.problems import Fault, describe_fault, install_last_resort, tell, tell_fault
from pipnotes.ui.routes import Pages, pages_for
from pipnotes.ui.theme import apply
from pipnotes.ui.typed import LockKey, open_dialogs, typed_in
from pipnotes.ui.window import Window

_log = logging.getLogger(__name__)
ASKED, IDLE = "asked", "idle"
Relaunch = Callable[[Path, str], bool]


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
        pages: Pages = pages_for,
        quit_app: Callable[[], object] = QApplication.quit,
    ) -> None:
        super().__init__(app)
        self._preferences = preferences
        self._known = known
        self._policy = policy
        self._clock = clock
        self._relaunch = relaunch
        self._pages = pages
        self._quit = quit_app
        self._folder = Path()
        self._casebook: Casebook | None = None
        self._desk: Desk | None = None
        self._main: MainWindow | None = None
        self._first_run: FirstRunPage | None = None
        self._locking = False
        self.window = Window(preferences, may_close=self.may_close)
        self.one = OneWindow(self)
        self.idle = IdleWatch(app, 60 * self._minutes())
        self._lock_key = LockKey(self)
        app.installEventFilter(self._lock_key)
        self.one.called.connect(self.window.come_forward)
        self.idle.expired.connect(partial(self.lock, IDLE))
        self._lock_key.pressed.connect(partial(self.lock, ASKED))
        preferences.changed.connect(self._follow_minutes)

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
        from pipnotes.ui.setup.others import tell_of_opening

        self._first_run = None
        self._take_over(casebook)
        self._desk = Desk(casebook, preferences=self._preferences, policy=self._policy, parent=self)
        self._main = MainWindow(self._desk, pages=self._pages)
        self._main.lock_wanted.connect(partial(self.lock, ASKED))
        self.idle.warning.connect(self._main.warn_of_lock)
        self.idle.eased.connect(self._main.ease_lock)
        self.window.put(self._main)
        self._main.start(casebook.place)
        # A lock may have closed the vault while the words it kept last were shown.
        if self._casebook is casebook:
            tell_of_opening(self.window, casebook)

    def lock(self, why: str = ASKED) -> None:
        """Keep what is typed, close the vault, and leave the unlock page to a fresh process."""
        if self._casebook is None or self._locking:
            return
        self._locking = True
        if self._main is not None and not self._kept():
            self._locking = False
            self.idle.start()
            return
        for dialog in reversed(open_dialogs()):
            dialog.reject()
        # What asked in those dialogs has to return first, while the vault is still open.
        QTimer.singleShot(0, self, partial(self._finish_lock, why))

    def may_close(self) -> bool:
        """Keep what is typed and close the vault with the window; False keeps the window."""
        if self._first_run is not None and not self._first_run.may_leave():
            return False
        if self._main is not None and not self._kept():
            return False
        self._close_vault()
        self.one.release()
        return True

    def _finish_lock(self, why: str) -> None:
        self._close_vault()
        self.window.hide()
        self.one.release()
        if self._relaunch(self._folder, why):
            self._quit()
            return
        self._locking = False
        self.one.claim(self._folder)
        self.show_unlock(why)
        self.window.appear()

    def _kept(self) -> bool:
        assert self._main is not None
        assert self._casebook is not None
        dialogs = open_dialogs()
        if not self._main.keep_now():
            return False
        try:
            self._casebook.remember_place(self._main.place(*self._typed(dialogs)))
        except Problem as problem:
            tell(self.window, problem, title="Your words are not kept yet")
            return False
        return True

    def _typed(self, dialogs: list[QDialog]) -> tuple[str, list[tuple[str, str]]]:
        """Return what the newest dialog is called, and every word in the dialogs."""
        bar, words = dialogs[-1].accessibleName() if dialogs else "", typed_in(dialogs)
        if any(isinstance(dialog, KeptWordsDialog) for dialog in dialogs):
            # Words that the last lock kept and that nobody has taken yet are in no field that was typed in.
            assert self._casebook is not None
            before = json.loads(self._casebook.place)
            bar, words = before["dialog"], [(name, text) for name, text in before["typed"]] + words
        return bar, words

    def _close_vault(self) -> None:
        self.idle.stop()
        if self._casebook is None:
            return
        if self._desk is not None:
            self._desk.locked.emit()
        self._note_known()
        self.window.put_nothing()
        casebook, self._casebook = self._casebook, None
        self._main = self._desk = self._first_run = None
        casebook.close()

    @Slot(object)
    def _take_over(self, casebook: Casebook) -> None:
        from pipnotes.ui.setup.others import follow_rules

        self._casebook = casebook
        follow_rules(self.window, casebook, self._policy)
        self._folder = casebook.folder
        self._note_known(opened=self._clock().isoformat())
        self.idle.start()

    def _note_known(self, opened: str = "") -> None:
        assert self._casebook is not None
        last = self._casebook.last_backup
        self._known.note(self._folder, opened=opened, backed_up=last.at if last else "")

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
        HelpDialog.ask(self.window, self.window.actions())

    @Slot()
    def _follow_minutes(self) -> None:
        self.idle.set_seconds(60 * self._minutes())

    def _minutes(self) -> int:
        return self._policy.idle_minutes_for(self._preferences.settings.idle_minutes)

    def _usual_folder(self) -> Path:
        known = self._known.all()
        return Path(known[0].folder) if known else self._known.free_folder()

    def _said(self, why: str) -> str:
        if why == IDLE:
            return f"Locked after {counted(self._minutes(), 'minute')} without typing. Your words are kept."
        return "Locked. Your words are kept." if why == ASKED else ""


def run(folder: Path | None = None, *, argv: Sequence[str] = (), opened: Casebook | None = None) -> int:
    """Open the window and return when it is closed or locked; `opened` is a vault that asks for no passphrase."""
    harden()
    why = why_locked()
    app = QApplication(["pipnotes", *argv])
    app.setApplicationName("PipNotes")
    app.setDesktopFileName("pipnotes")
    handler = log.start(paths.log_folder())
    try:
        apply(app)
        install_last_resort(_note_fault)
        file = paths.settings_file()
        preferences = Preferences(settings.load(file), file)
        preferences.dress()
        rules = policy.load(paths.policy_file())
        known = KnownVaults(file.with_name("vaults.json"), paths.data_folder())
        program = Program(app, preferences=preferences, known=known, policy=rules)
        if not program.start(folder, opened=opened, why=why):
            return 0
        if why:
            QTimer.singleShot(0, app, say_ready)
        return app.exec()
    except Problem as problem:
        tell(None, problem)
        return problem.exit_code
    except Exception as error:  # noqa: BLE001 - a window that cannot start has to say so in a window
        fault = describe_fault(error)
        _note_fault(fault)
        tell_fault(None, fault)
        return 1
    finally:
        log.stop(handler)


def harden() -> None:
    """Let neither a crash nor another program of this person write out the memory, where notes and keys are."""
    if sys.platform == "win32":
        return
    import resource

    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":
        # PR_SET_DUMPABLE, prctl(2)
        ctypes.CDLL(None).prctl(4, 0, 0, 0, 0)


def _note_fault(fault: Fault) -> None:
    # The log lets through small letters, digits and a few marks; anything else might be somebody's words.
    _log.error("fault %s", re.sub(r"[^0-9a-z._:-]", ".", f"{fault.reference}:{fault.type}:{fault.place}".lower())[:80])
