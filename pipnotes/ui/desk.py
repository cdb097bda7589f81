"""The desk: what every page shares while one vault is open, and nothing more.

desk.casebook.families ...       the one door to the records
desk.changed(Changed)            the vault changed; the window hands it to the page in front as `refresh`
desk.family_name(circle)         the baby's name, or the code while names are hidden
desk.names_hidden_changed(bool)  F8 was pressed: write the names again
desk.saved.emit(moment)          a draft was kept: the status line says so
desk.backups                     the backup that is made by itself, and how backups stand
desk.visit_wanted(family, visit, view)   the vault closes, and the family is shown this view of its own
desk.locked()                    the vault is about to close: stop timers, let go of records
desk.ask_problem(problem)        the three lines; True when the person wants to try again
desk.save_elsewhere()            a sealed copy of what could not be saved, in a folder that is asked for
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication, QWidget

from pipnotes.casebook.casebook import Casebook
from pipnotes.casebook.ledger import Changed
from pipnotes.domain.circle import Circle
from pipnotes.errors import Problem
from pipnotes.policy import Policy
from pipnotes.settings import Settings
from pipnotes.ui.backups import Backups
from pipnotes.ui.dialogs.sealed_place import choose_place
from pipnotes.ui.preferences import Preferences
from pipnotes.ui.problems import Chosen, active_window, ask, tell
from pipnotes.ui.theme import Look, look

ELSEWHERE = "Save a sealed copy elsewhere"


class Desk(QObject):
    """The open vault, this person's settings and the look, with the signals that join pages to the window."""

    changed = Signal(object)
    locked = Signal()
    names_hidden_changed = Signal(bool)
    saved = Signal(object)
    visit_wanted = Signal(str, str, object)

    def __init__(
        self,
        casebook: Casebook,
        settings: Settings | None = None,
        *,
        preferences: Preferences | None = None,
        policy: Policy | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.casebook = casebook
        self.preferences = preferences or Preferences(settings)
        self.policy = policy or Policy()
        self._names_hidden = False
        self.backups = Backups(self)
        self.destroyed.connect(casebook.subscribe(self._announce))

    @property
    def settings(self) -> Settings:
        """Return this person's settings; `preferences` changes them."""
        return self.preferences.settings

    @property
    def look(self) -> Look:
        """Return the theme and text size in force."""
        return look()

    @property
    def clock(self) -> Callable[[], datetime]:
        """Return the clock that every page reads."""
        return self.casebook.clock

    @property
    def names_hidden(self) -> bool:
        """Return whether codes stand in for names, as when somebody looks over the shoulder."""
        return self._names_hidden

    def hide_names(self, hidden: bool) -> None:
        """Show codes for names everywhere, or the names again."""
        if hidden != self._names_hidden:
            self._names_hidden = hidden
            self.names_hidden_changed.emit(hidden)

    def family_name(self, circle: Circle) -> str:
        """Return what a family is called on screen at the moment."""
        return circle.family.code if self._names_hidden else circle.title

    def ask_problem(
        self, problem: Problem, *, title: str = "That didn’t work", retry: str = "", unkept: bool = False
    ) -> bool:
        """Tell a problem in its three lines; True when the person chose `retry`.

        With `unkept` it keeps words from being saved, and a sealed copy of them elsewhere is offered.
        """
        while unkept and self.casebook.sealed_copies.waiting:
            chosen = ask(_front(), _with_way_out(problem), title=title, retry=retry, other=ELSEWHERE)
            if chosen is not Chosen.OTHER or self.save_elsewhere():
                return chosen is Chosen.RETRY
        return tell(_front(), problem, title=title, retry=retry)

    def save_elsewhere(self) -> bool:
        """Ask where a sealed copy of what could not be saved may go; True once it is there."""
        return choose_place(_front(), self.casebook.sealed_copies.save) is not None

    def _announce(self, changed: Changed) -> None:
        self.changed.emit(changed)


def _with_way_out(problem: Problem) -> Problem:
    todo = f"{problem.todo} Or save a sealed copy on a stick or in another folder: only this vault can read it."
    return Problem(problem.happened, safe=problem.safe, todo=todo)


def _front() -> QWidget | None:
    shown = [window for window in QApplication.topLevelWidgets() if window.isVisible()]
    return active_window() or (shown[0] if shown else None)
