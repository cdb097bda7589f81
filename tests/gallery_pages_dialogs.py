"""Draw Today, Families and the questions of the caseload over a made-up vault."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from datetime import UTC, datetime
from functools import cache, partial
from pathlib import Path

from PySide6.QtWidgets import QGridLayout, QWidget

from pipnotes.casebook import demo_vault
from pipnotes.casebook.casebook import Casebook
from pipnotes.ui.desk import Desk
from pipnotes.ui.dialogs.add_family import AddFamilyDialog
from pipnotes.ui.dialogs.concern import ConcernDialog
from pipnotes.ui.dialogs.consent import ConsentDialog
from pipnotes.ui.dialogs.decide_referral import DecideReferralDialog
from pipnotes.ui.dialogs.end_work import EndWorkDialog
from pipnotes.ui.dialogs.follow_up import FollowUpDialog
from pipnotes.ui.dialogs.hope import HopeDialog
from pipnotes.ui.dialogs.person import PersonDialog
from pipnotes.ui.dialogs.plan_ending import PlanEndingDialog
from pipnotes.ui.dialogs.plan_visit import PlanVisitDialog
from pipnotes.ui.dialogs.score import ScoreDialog
from pipnotes.ui.dialogs.visit_not_held import VisitNotHeldDialog
from pipnotes.ui.pages.families import FamiliesPage
from pipnotes.ui.pages.page import Page
from pipnotes.ui.pages.today import TodayPage
from pipnotes.ui.widgets.facts import StatusBar
from pipnotes.ui.widgets.frame import Rail
from pipnotes.vault import FLOOR
from tests.gallery_shell import owner

_AT = datetime(2026, 3, 16, 8, 40, tzinfo=UTC)


def _now() -> datetime:
    return _AT


@cache
def _desk() -> Desk:
    folder = Path(tempfile.mkdtemp()) / "gallery.pipvault"
    return Desk(demo_vault.make(folder, families=12, seed=1, clock=_now, cost=FLOOR).casebook)


def _family(casebook: Casebook, name: str) -> str:
    return next(row.family.id for row in casebook.families.rows() if row.circle.title.startswith(name))


def _dialog(make: Callable[[Desk], QWidget]) -> QWidget:
    desk = _desk()
    desk.casebook._ledger.vault.remember("half-filled-forms", "")
    return make(desk)


def _score(desk: Desk) -> QWidget:
    family = _family(desk.casebook, "Mabel")
    mum = desk.casebook.families.circle(family).caregivers[0].id
    dialog = ScoreDialog(owner(), desk, family, mum)
    dialog.form.fill({f"item {number}": number % 3 for number in range(1, 11)} | {"item 9": 1})
    return dialog


def _consent(desk: Desk) -> QWidget:
    dialog = ConsentDialog(owner(), desk, _family(desk.casebook, "Mabel"))
    dialog.form.fill({"purpose": "supervision"})
    dialog._given.set_value("withdrawn")
    dialog._given.changed.emit("withdrawn")
    return dialog


def _follow_up(desk: Desk) -> QWidget:
    call = desk.casebook.endings.follow_ups(_family(desk.casebook, "Amina"))[0]
    return FollowUpDialog(owner(), desk, call.family, call.id)


def _concern(desk: Desk) -> QWidget:
    concern = desk.casebook.concerns.open()[0]
    dialog = ConcernDialog(owner(), desk, concern.family, concern.id)
    dialog.form.fill({"stands": "closed"})
    return dialog


def _referral(desk: Desk) -> QWidget:
    dialog = DecideReferralDialog(owner(), desk, _family(desk.casebook, "Baby due 6 May"))
    dialog.form.fill({"choice": "decline"})
    return dialog


def _person(desk: Desk) -> QWidget:
    circle = desk.casebook.families.circle(_family(desk.casebook, "Mabel"))
    return PersonDialog(owner(), desk, circle.family.id, circle.caregivers[0].id)


def _not_held(desk: Desk) -> QWidget:
    visit = desk.casebook.diary.visits_on(_AT.date())[0].visit
    return VisitNotHeldDialog(owner(), desk, visit.family, visit.id)


def _hope(desk: Desk) -> QWidget:
    family = _family(desk.casebook, "Mabel")
    return HopeDialog(owner(), desk, family, desk.casebook.hopes.of(family)[0].goal.id)


def _plan_visit(desk: Desk) -> QWidget:
    dialog = PlanVisitDialog(owner(), desk, _family(desk.casebook, "Ayaan"))
    dialog.form.fill({"day": "17 Mar", "time": "9.30"})
    dialog._time.setText("25:00")
    dialog._time.editingFinished.emit()
    return dialog


def _plan_ending(desk: Desk) -> QWidget:
    dialog = PlanEndingDialog(owner(), desk, _family(desk.casebook, "Finn"), longer=_now)
    dialog.form.fill({"talked on": "13 Mar", "last visit": "20 Apr", "at 6": True, "at 12": True})
    return dialog


def _end_work(desk: Desk) -> QWidget:
    dialog = EndWorkDialog(owner(), desk, _family(desk.casebook, "Otis"))
    dialog.form.fill({"how": "moved"})
    return dialog


def _add_family(desk: Desk) -> QWidget:
    return AddFamilyDialog(owner(), desk)


def _hope_new(desk: Desk) -> QWidget:
    return HopeDialog(owner(), desk, _family(desk.casebook, "Ayaan"))


_DIALOGS = (
    _add_family,
    _person,
    _referral,
    _plan_visit,
    _not_held,
    _score,
    _hope,
    _hope_new,
    _concern,
    _consent,
    _plan_ending,
    _end_work,
    _follow_up,
)


def _page(route: str, subject: str = "", *, hidden: bool = False, wide: bool = False, empty: bool = False) -> QWidget:
    desk = Desk(_no_families()) if empty else _desk()
    desk.hide_names(hidden)
    page: Page = TodayPage(desk) if route == "today" else FamiliesPage(desk)
    rail, status = Rail(), StatusBar()
    for key, words, icon in (("today", "Today", "sun"), ("families", "Families", "users")):
        rail.add(key, words, icon)
    rail.set_current(route)
    rail.set_person("Ruth Ellison", "Therapist")
    status.put("offline", "Offline - nothing waiting", icon="cloud-off")
    window = QWidget()
    grid = QGridLayout(window)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setSpacing(0)
    grid.setRowStretch(0, 1)
    grid.addWidget(rail, 0, 0)
    grid.addWidget(page, 0, 1)
    grid.addWidget(status, 1, 0, 1, 2)
    window.setMinimumSize(1920 if wide else 1366, 1050 if wide else 738)
    page.show_for(subject)
    return window


@cache
def _no_families() -> Casebook:
    folder = Path(tempfile.mkdtemp()) / "new.pipvault"
    return demo_vault.make(folder, families=0, seed=1, clock=_now, cost=FLOOR).casebook


PAGES: list[tuple[str, Callable[[], QWidget]]] = [
    (f"ask{make.__name__.replace('_', '-')}", partial(_dialog, make)) for make in _DIALOGS
]
PAGES += [
    ("today", partial(_page, "today")),
    ("today-hidden", partial(_page, "today", hidden=True)),
    ("today-wide", partial(_page, "today", wide=True)),
    ("today-none", partial(_page, "today", empty=True)),
    ("families", partial(_page, "families")),
    ("families-found", partial(_page, "families", "find/Hartley")),
    ("families-not-found", partial(_page, "families", "find/Hartly")),
    ("families-none", partial(_page, "families", empty=True)),
]
