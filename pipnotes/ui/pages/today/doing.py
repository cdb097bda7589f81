"""What a line of Today leads to: a page, or a question asked over it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, Slot

from pipnotes.casebook.diary import Due
from pipnotes.domain.work import Visit
from pipnotes.ui.desk import Desk
from pipnotes.ui.dialogs.concern import ConcernDialog
from pipnotes.ui.dialogs.decide_referral import DecideReferralDialog
from pipnotes.ui.dialogs.end_work import EndWorkDialog
from pipnotes.ui.dialogs.follow_up import FollowUpDialog
from pipnotes.ui.dialogs.parts import by_id
from pipnotes.ui.dialogs.plan_ending import PlanEndingDialog
from pipnotes.ui.dialogs.visit_not_held import VisitNotHeldDialog
from pipnotes.ui.pages.page import Page


class Doing(QObject):
    """Carries out what was chosen on a line."""

    def __init__(self, desk: Desk, page: Page) -> None:
        super().__init__(page)
        self._desk = desk
        self._page = page

    def do(self, what: str, line: Due) -> None:
        """Do the one thing about a line that is due."""
        asked: dict[str, Callable[[], object]] = {
            "look": partial(self._ask, ConcernDialog, line.family, line.subject),
            "plan": partial(self._plan_ending, line.family),
            "end": partial(self._ask, EndWorkDialog, line.family),
            "decide": partial(self._ask, DecideReferralDialog, line.family, line.subject),
            "missed": partial(self._ask, VisitNotHeldDialog, line.family, line.subject),
            "start": partial(self._start_due, line),
            "ring": partial(self._ask, FollowUpDialog, line.family, line.subject),
            "open": partial(self._go, "letter", line.family),
            "ask": partial(self._go, "family", f"{line.family}/consent"),
            "born": partial(self._go, "family", f"{line.family}/people"),
            "review": partial(self._go, "settings", "keeping"),
            "read": partial(self._go, "supervision", line.family),
            "share": partial(self._go, "sharing", line.family),
        }
        asked[what]()

    def start_note(self, family: str, visit: Visit) -> None:
        """Begin the note of a visit, or go on with it."""
        draft = self._desk.casebook.notes.start(family, visit)
        self._go("note", draft.session.id)

    @Slot()
    def read_comments(self) -> None:
        """Go to the comment that came, or to all of them."""
        unread = self._desk.casebook.supervision.unread()
        self._go("supervision", unread[0].family if len(unread) == 1 else "")

    @Slot()
    def open_sharing(self) -> None:
        """Go to what waits to leave."""
        self._go("sharing", "")

    @Slot()
    def open_settings(self) -> None:
        """Go where the recovery words are proved."""
        self._go("settings", "keys")

    def _start_due(self, line: Due) -> None:
        self.start_note(line.family, by_id(self._desk.casebook.visits.of(line.family), line.subject))

    def _plan_ending(self, family: str) -> None:
        longer = partial(self._go, "supervision", family)
        PlanEndingDialog.ask(self._page.window(), self._desk, family, longer=longer)

    def _ask(self, dialog: type, *about: str) -> None:
        dialog.ask(self._page.window(), self._desk, *about)  # type: ignore[attr-defined]

    def _go(self, route: str, subject: str) -> None:
        self._page.wanted.emit(route, subject)
