"""Visit mode as a program of its own: it holds one family's page and the means to seal a jot, and opens no vault.

It is started by the process whose vault has just closed (see `ui/fresh.py`) and ends by starting one that shows the
unlock page: leaving needs the passphrase.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QApplication

from pipnotes.casebook import vaults
from pipnotes.casebook.visiting import Handover, Jotting
from pipnotes.errors import Problem
from pipnotes.ui.causes import VISITED
from pipnotes.ui.fresh import start_fresh
from pipnotes.ui.idle import IdleWatch
from pipnotes.ui.instance import OneWindow
from pipnotes.ui.pages.visit.page import REST_SECONDS, VisitPage
from pipnotes.ui.preferences import Preferences
from pipnotes.ui.problems import tell
from pipnotes.ui.window import Window


class VisitProgram(QObject):
    """One full screen over one family's page, until the passphrase is asked for."""

    def __init__(
        self,
        app: QApplication,
        handover: Handover,
        *,
        preferences: Preferences,
        clock: Callable[[], datetime] = vaults.local_now,
        relaunch: Callable[[Path, str], bool] = start_fresh,
        quit_app: Callable[[], object] = QApplication.quit,
    ) -> None:
        super().__init__(app)
        self._folder = Path(handover.folder)
        self._clock = clock
        self._relaunch = relaunch
        self._quit = quit_app
        # A fresh process has taken this one's place, which has only to end.
        self.replaced = False
        self._leaving = False
        self.window = Window(preferences, may_close=self.may_close)
        self.one = OneWindow(self)
        self.idle = IdleWatch(app, REST_SECONDS)
        self._jotting = Jotting(handover)
        self.page = VisitPage(handover.view, self._jotting.keep, self._jotting.keep_typing, clock=clock)
        self._wire()

    def start(self) -> None:
        """Fill the screen with the family's page."""
        self.one.claim(self._folder)
        self.window.put(self.page)
        self.window.showFullScreen()
        self.page.focus_first()
        self.idle.start()

    @Slot()
    def leave(self) -> None:
        """Keep what is typed, and let a fresh process ask for the passphrase; this page stays until it is there."""
        if self._leaving:
            return
        try:
            self.page.keep_now()
        except Problem as problem:
            tell(self.window, problem, title="Your words are not kept yet")
            return
        self._leaving = True
        self.idle.stop()
        self.page.rest()
        self.one.release()
        if self._relaunch(self._folder, VISITED):
            self._jotting.close()
            self.window.hide()
            self.replaced = True
            self._quit()
            return
        self._leaving = False
        self.one.claim(self._folder)
        self.page.wake()
        tell(self.window, _not_left(), title="Visit mode stays for now")

    def may_close(self) -> bool:
        """Keep what is typed before the window closes; False keeps the window."""
        try:
            self.page.keep_now()
        except Problem as problem:
            tell(self.window, problem, title="Your words are not kept yet")
            return False
        self.idle.stop()
        self._jotting.close()
        self.one.release()
        return True

    def _wire(self) -> None:
        self.one.called.connect(self.window.come_forward)
        self.idle.expired.connect(self.page.rest)
        self.idle.slept.connect(self.page.rest)
        self.page.rested.connect(self.idle.stop)
        self.page.woken.connect(self.idle.start)
        self.page.left.connect(self.leave)


def _not_left() -> Problem:
    return Problem(
        "PipNotes could not show the page that asks for your passphrase.",
        safe="Your jots are kept.",
        todo="Try again. If it happens again, close PipNotes and start it as usual.",
    )
