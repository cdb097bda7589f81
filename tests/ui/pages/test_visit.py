"""Visit mode's page and the question before it: only what is marked is shown, and no word in the field is lost."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QCheckBox, QMenu
from pytestqt.qtbot import QtBot

from pipnotes.casebook import vaults
from pipnotes.casebook.visiting import Handover, Jotting, View
from pipnotes.domain.codes import Meeting
from pipnotes.errors import Problem
from pipnotes.ui.causes import VISITED
from pipnotes.ui.desk import Desk
from pipnotes.ui.dialogs.show_family import ShowFamilyDialog
from pipnotes.ui.main_window import MainWindow
from pipnotes.ui.pages.family import FamilyPage
from pipnotes.ui.pages.today import TodayPage
from pipnotes.ui.pages.unlock import UnlockPage
from pipnotes.ui.pages.visit import VisitPage
from pipnotes.ui.preferences import Preferences
from pipnotes.ui.program import Program
from pipnotes.ui.visiting import VisitProgram
from pipnotes.ui.widgets.buttons import Button
from pipnotes.ui.widgets.dialog import Dialog
from pipnotes.ui.widgets.prose import ProseEdit
from pipnotes.ui.widgets.text import Text
from tests.conftest import Caseload, Clock
from tests.ui.shell import program_for

Answering = Callable[..., list[Dialog]]
SHIFT = Qt.KeyboardModifier.ShiftModifier


class Paper:
    """Keeps what it is told, unless it is full."""

    def __init__(self) -> None:
        self.jots: list[str] = []
        self.typing: list[str] = []
        self.full = False

    def keep(self, text: str, at: datetime) -> None:
        self._room()
        self.jots.append(text)

    def keep_typing(self, text: str, at: datetime) -> None:
        self._room()
        self.typing.append(text)

    def _room(self) -> None:
        if self.full:
            raise Problem("The disk is full.", safe="", todo="")


def _said(page: VisitPage) -> str:
    return " ".join(text.text() for text in page.findChildren(Text) if text.isVisible())


def _page(bot: QtBot, clock: Clock, paper: Paper) -> VisitPage:
    page = VisitPage(View(name="Mabel"), paper.keep, paper.keep_typing, clock=clock)
    bot.addWidget(page)
    page.show()
    page.focus_first()
    return page


def _mabel(desk: Desk) -> str:
    return next(row.family.id for row in desk.casebook.families.rows() if row.circle.title == "Mabel")


def test_enter_keeps_a_jot_and_what_is_typed_is_kept_within_a_second(qtbot: QtBot, clock: Clock) -> None:
    paper = Paper()
    page = _page(qtbot, clock, paper)
    QTest.keyClicks(page.field, "on dad")
    QTest.keyClick(page.field, Qt.Key.Key_Return, SHIFT)
    QTest.keyClicks(page.field, "watchful")
    qtbot.waitUntil(lambda: paper.typing == ["on dad\nwatchful"], timeout=3000)
    QTest.keyClick(page.field, Qt.Key.Key_Return)
    assert paper.jots == ["on dad\nwatchful"]
    assert page.field.toPlainText() == ""
    qtbot.waitUntil(lambda: "on dad\nwatchful" in _said(page))
    # Nothing is left to keep, and an empty field is no jot.
    page.keep_now()
    QTest.keyClick(page.field, Qt.Key.Key_Return)
    assert (len(paper.jots), len(paper.typing)) == (1, 1)


def test_words_that_could_not_be_kept_stay_in_the_field_and_are_said_and_tried_again(
    qtbot: QtBot, clock: Clock
) -> None:
    paper = Paper()
    paper.full = True
    page = _page(qtbot, clock, paper)
    QTest.keyClicks(page.field, "she sang")
    QTest.keyClick(page.field, Qt.Key.Key_Return)
    assert page.field.toPlainText() == "she sang"
    assert "Not kept yet. The disk is full. What you typed is still here." in _said(page)
    with pytest.raises(Problem):
        page.keep_now()
    paper.full = False
    page.settle()
    assert paper.typing == ["she sang"]
    assert "Not kept yet" not in _said(page)


def test_the_resting_screen_shows_nothing_of_anybody_and_any_key_but_the_words_comes_back(
    qtbot: QtBot, clock: Clock
) -> None:
    paper = Paper()
    page = _page(qtbot, clock, paper)
    QTest.keyClicks(page.field, "half a wor")
    page.rest()
    assert (_said(page), paper.typing) == ("", ["half a wor"])
    QTest.keyClick(page.focusWidget(), Qt.Key.Key_Shift)
    assert page.resting
    QTest.keyClick(page.focusWidget(), "d")
    assert not page.resting
    QTest.keyClicks(page.focusWidget(), "d")
    assert page.field.toPlainText() == "half a word"


def test_only_what_is_marked_is_shown_and_changed_words_are_marked_again(desk: Desk, qtbot: QtBot) -> None:
    family = _mabel(desk)
    offer = desk.casebook.visiting.offer(family)
    assert offer.last_time
    assert len(offer.hopes) > 1
    dialog = ShowFamilyDialog(None, desk, family)
    qtbot.addWidget(dialog)
    words = dialog.findChild(ProseEdit)
    assert words is not None
    ticks = {tick.text(): tick for tick in dialog.findChildren(QCheckBox)}
    fine = ticks["These words are &fine for the family to see"]
    assert dialog.write()[2].last_time == ""
    fine.setChecked(True)
    assert dialog.write()[2].last_time == offer.last_time
    words.insertPlainText("You waited. ")
    assert dialog.write()[2].last_time == ""
    fine.setChecked(True)
    ticks[offer.hopes[0]].setChecked(False)
    shown = dialog.write()[2]
    assert shown.last_time == f"You waited. {offer.last_time}"
    assert shown.hopes == offer.hopes[1:]
    dialog.reject()


@pytest.mark.qt_log_ignore("grabbing the keyboard", extend=True)
def test_f9_on_a_familys_page_and_a_visit_on_today_ask_first_and_escape_changes_nothing(
    desk: Desk, qtbot: QtBot, answering: Answering
) -> None:
    family, asked = _mabel(desk), []
    desk.visit_wanted.connect(lambda *shown: asked.append(shown))
    page = FamilyPage(desk)
    qtbot.addWidget(page)
    page.show()
    page.show_for(family)
    action = next(action for action in page.actions() if action.text() == "Show to the family")
    assert action.shortcut().toString() == "F9"
    answering(lambda dialog: dialog.reject())
    action.trigger()
    assert asked == []
    answering(lambda dialog: dialog.answer())
    next(button for button in page.findChildren(Button) if button.text() == "Visit mode").click()
    assert [(one[0], one[2].name) for one in asked] == [(family, "Mabel")]

    visit = desk.casebook.visits.plan(family, desk.clock(), how=Meeting.HOME)
    today = TodayPage(desk)
    qtbot.addWidget(today)
    today.show()
    today.show_for("")
    more = next(b for b in today.findChildren(Button) if b.property("place") == f"visit/{visit.id}/more")
    more.click()
    menu = more.findChild(QMenu)
    answering(lambda dialog: dialog.answer())
    next(action for action in menu.actions() if action.text() == "Show to the family").trigger()
    assert asked[-1][:2] == (family, visit.id)


def test_visit_mode_is_left_only_when_a_fresh_process_is_there_and_rests_by_itself(
    caseload: Caseload, tmp_path: Path, clock: Clock, qtbot: QtBot, qapp: QApplication, answering: Answering
) -> None:
    folder = Path(shutil.copytree(caseload.folder, tmp_path / "work.pipvault"))
    book = vaults.open_with(folder, caseload.key, clock=clock)
    family = next(row.family.id for row in book.families.rows() if row.circle.title == "Mabel")
    handover = book.visiting.begin(family, "", View(name="Mabel"))
    book.close()
    there: list[str] = []
    ends: list[bool] = []
    comes_up = [False, True]

    def relaunch(where: Path, why: str) -> bool:
        there.append(why)
        return comes_up.pop(0)

    program = VisitProgram(
        qapp, handover, preferences=Preferences(), clock=clock, relaunch=relaunch, quit_app=lambda: ends.append(True)
    )
    qtbot.addWidget(program.window)
    program.start()
    QTest.keyClicks(program.page.field, "he laug")
    program.idle.set_seconds(0)
    program.idle.check()
    assert program.page.resting
    program.idle.set_seconds(30)
    program.page.wake()
    with pytest.raises(Problem, match="open in another window"):
        vaults.open_with(folder, caseload.key, clock=clock)
    told = answering(lambda dialog: dialog.reject())
    program.leave()
    assert len(told) == 1
    assert (program.page.resting, ends) == (False, [])
    QTest.keyClicks(program.page.field, "hed")
    QTest.keyClick(program.page.field, Qt.Key.Key_Return)
    program.leave()
    assert (there, ends) == ([VISITED, VISITED], [True])
    book = vaults.open_with(folder, caseload.key, clock=clock)
    kept = book.notes.draft(book.visiting.take_in().note)
    book.close()
    assert kept is not None
    assert kept.note.jots == ("he laughed",)


@pytest.mark.parametrize("comes_up", [True, False])
def test_going_into_visit_mode_closes_the_vault_and_hands_on_one_family(
    caseload: Caseload, tmp_path: Path, clock: Clock, qtbot: QtBot, qapp: QApplication, comes_up: bool
) -> None:
    folder = Path(shutil.copytree(caseload.folder, tmp_path / "work.pipvault"))
    ends: list[bool] = []
    program = program_for(qapp, tmp_path / "home", clock, relaunched=[], quits=ends, comes_up=True)
    lines: list[bytes] = []

    def show(where: Path, line: bytes) -> bool:
        lines.append(line)
        return comes_up

    program._show = show
    qtbot.addWidget(program.window)
    book = vaults.open_with(folder, caseload.key, clock=clock)
    family = next(row.family.id for row in book.families.rows() if row.circle.title == "Mabel")
    program.start(folder, opened=book)
    main = program.window.centralWidget()
    assert isinstance(main, MainWindow)
    main._desk.visit_wanted.emit(family, "", View(name="Mabel", hopes=("Enjoy bath time",)))
    qtbot.waitUntil(lambda: bool(lines))
    handover = Handover.read(lines[0])
    assert handover.view == View(name="Mabel", hopes=("Enjoy bath time",))
    # The vault is closed and free.
    Jotting(handover).close()
    if comes_up:
        assert ends == [True]
    else:
        qtbot.waitUntil(lambda: isinstance(program.window.centralWidget(), UnlockPage))
    _let_go(program)


def _let_go(program: Program) -> None:
    program.window.hide()
    program.one.release()
