"""Today: what is planned, what waits and what is due, and each line's way to the work itself."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from pipnotes.casebook import vaults
from pipnotes.casebook.casebook import Casebook
from pipnotes.domain.codes import (
    Attendance,
    ConcernDecision,
    FollowUpOutcome,
    PracticeRole,
    VisitState,
)
from pipnotes.ui.desk import Desk
from pipnotes.ui.dialogs.concern import ConcernDialog
from pipnotes.ui.dialogs.follow_up import FollowUpDialog
from pipnotes.ui.dialogs.plan_ending import PlanEndingDialog
from pipnotes.ui.dialogs.visit_not_held import VisitNotHeldDialog
from pipnotes.ui.pages.today import TodayPage
from pipnotes.ui.theme import apply
from pipnotes.ui.widgets.buttons import Button
from pipnotes.ui.widgets.chips import Tag
from pipnotes.ui.widgets.rows import ListRow
from pipnotes.ui.widgets.table import Table
from pipnotes.ui.widgets.text import Text
from tests.ui import facts

Shown = Callable[..., TodayPage]


@pytest.fixture
def show(qtbot: QtBot, desk: Desk) -> Shown:
    """Return a way to show the page at a size."""

    def showing(at: Desk = desk, width: int = 1194, height: int = 708) -> TodayPage:
        page = TodayPage(at)
        qtbot.addWidget(page)
        page.resize(width, height)
        page.show_for("")
        page.show()
        QApplication.processEvents()
        return page

    return showing


def words(page: TodayPage) -> str:
    return "\n".join(text.text() for text in page.findChildren(Text) if text.isVisibleTo(page))


def row(page: TodayPage, name: str) -> ListRow:
    return next(r for r in page.findChildren(ListRow) if name in r.accessibleName() and r.isVisibleTo(page))


def button(page: TodayPage, words: str, near: str = "") -> Button:
    held = row(page, near) if near else page
    return next(b for b in held.findChildren(Button) if b.text() == words and b.isVisibleTo(page))


def family(casebook: Casebook, name: str) -> str:
    return next(r.family.id for r in casebook.families.rows() if r.circle.title.startswith(name))


def test_the_day_stands_in_the_order_of_the_clock_with_whom_and_what_to_remember(show: Shown) -> None:
    page = show()
    said = words(page)
    assert "Monday 16 March" in said
    assert "08:40" in said
    assert [said.index(time) for time in ("09:30", "11:30", "14:00", "16:00")] == sorted(
        said.index(time) for time in ("09:30", "11:30", "14:00", "16:00")
    )
    assert "Home visit 14 with Leanne, Jordan and Mabel" in said
    assert "PHQ-9 to offer Leanne and Jordan" in [tag.text() for tag in row(page, "Home visit 14").findChildren(Tag)]


def test_one_primary_starts_the_note_of_the_next_visit_and_begins_its_draft(
    show: Shown, desk: Desk, qtbot: QtBot
) -> None:
    page = show()
    primaries = [b for b in page.findChildren(Button) if b.kind == "primary" and b.isVisibleTo(page)]
    assert [b.text() for b in primaries] == ["Start note"]
    with qtbot.waitSignal(page.wanted) as went:
        primaries[0].click()
    route, session = went.args
    assert route == "note"
    assert desk.casebook.notes.draft(session).note.session.family == family(desk.casebook, "Mabel")
    page.refresh(None)
    assert button(page, "Continue note").kind == "primary"


def test_a_visit_that_did_not_happen_is_said_without_blame_and_leaves_the_day(
    show: Shown, desk: Desk, answering: Callable
) -> None:
    page = show()
    mabel = family(desk.casebook, "Mabel")

    def answer(dialog: VisitNotHeldDialog) -> None:
        dialog.form.fill({"reason 2": True, "why": "Mabel was poorly"})
        dialog.answer()

    answering(answer)
    page.next_not_held()
    page.refresh(None)
    visit = next(visit for visit in desk.casebook.visits.of(mabel) if visit.why_not == "Mabel was poorly")
    assert visit.attendance is Attendance.CANCELLED_BY_FAMILY
    assert visit.state is VisitState.CANCELLED
    assert "Home visit 14" not in words(page)


def test_at_most_one_line_of_what_is_due_asks_for_attention(show: Shown) -> None:
    page = show()
    loud = [r.accessibleName() for r in page.findChildren(ListRow) if r.tone == "attention"]
    assert len(loud) == 1
    assert loud[0].startswith("Concern for Olumide")


def test_a_concern_stays_until_it_has_an_outcome_and_then_goes(show: Shown, desk: Desk, answering: Callable) -> None:
    page = show()

    def give_up(dialog: ConcernDialog) -> None:
        dialog.reject()

    answering(give_up)
    button(page, "Look", "Concern").click()
    page.refresh(None)
    assert "Concern for Olumide" in words(page)

    def close(dialog: ConcernDialog) -> None:
        dialog.form.fill({"stands": "closed", "decision": ConcernDecision.GP_TODAY.value})
        dialog.answer()
        assert dialog.isVisible(), "a concern without an outcome does not close"
        dialog.form.fill({"outcome": "Seen by his GP the same day. He asked for a second visit himself."})
        dialog.answer()

    answering(close)
    button(page, "Look", "Concern").click()
    page.refresh(None)
    assert desk.casebook.concerns.open() == []
    assert "Concern for Olumide" not in words(page)


def test_a_planned_ending_takes_the_birthday_off_the_list(show: Shown, desk: Desk, answering: Callable) -> None:
    page = show()

    def plan(dialog: PlanEndingDialog) -> None:
        dialog.form.fill({"talked": True, "talked on": "13 Mar", "last visit": "20 Apr", "at 6": True})
        dialog.answer()

    answering(plan)
    button(page, "Plan ending").click()
    page.refresh(None)
    finn = family(desk.casebook, "Finn")
    assert desk.casebook.endings.plan(finn).last_visit == date(2026, 4, 20)
    assert "Finn turns two" not in words(page)


def test_a_promised_call_is_planned_first_and_then_rung(show: Shown, desk: Desk, answering: Callable) -> None:
    page = show()
    next(b for b in page.findChildren(Button) if b.property("place") == "due/more").click()

    def plan(dialog: FollowUpDialog) -> None:
        dialog.form.fill({"what": "plan", "day": "17 Mar", "time": "10.15"})
        dialog.answer()

    answering(plan)
    button(page, "Plan call", "Amina").click()
    page.refresh(None)
    assert "Planned Tue 17 Mar, 10:15" in words(page)

    desk.clock.advance(days=1)

    def rang(dialog: FollowUpDialog) -> None:
        dialog.form.fill({"outcome": "done", "words": "All well. She walks."})
        dialog.answer()

    answering(rang)
    page.refresh(None)
    button(page, "Ring", "Amina").click()
    call = desk.casebook.endings.follow_ups(family(desk.casebook, "Amina"))[0]
    assert (call.outcome, call.words) == (FollowUpOutcome.DONE, "All well. She walks.")


def test_hidden_names_are_nowhere_on_the_page(show: Shown, desk: Desk) -> None:
    desk.hide_names(True)
    page = show()
    page.resize(1800, 1000)
    desk.hide_names(False)
    desk.hide_names(True)
    QApplication.processEvents()
    table = page.findChild(Table)
    model = table.model()
    cells = [model.data(model.index(r, c)) for r in range(model.rowCount()) for c in range(model.columnCount())]
    named = [b.accessibleName() for b in page.findChildren(Button) if b.isVisibleTo(page)]
    said = "\n".join([words(page), *cells, *named])
    assert "Wren 14" in said
    for row in desk.casebook.families.rows():
        for person in row.circle.people:
            for name in (person.given, person.surname, person.known_as):
                assert not name or not re.search(rf"\b{re.escape(name)}\b", said), name


def test_the_drafts_go_on_with_enter_and_the_link(show: Shown, desk: Desk, qtbot: QtBot) -> None:
    page = show()
    table = page.findChild(Table)
    table.setFocus()
    table.set_row(1)
    with qtbot.waitSignal(page.wanted) as went:
        qtbot.keyClick(table, Qt.Key.Key_Return)
    assert went.args[0] == "note"
    with qtbot.waitSignal(page.wanted) as went:
        rect = table.visualRect(table.model().index(0, 3))
        qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=rect.center())
    assert went.args == ["letter", family(desk.casebook, "Sami")]


def test_enter_in_the_search_field_goes_to_what_is_found(show: Shown, qtbot: QtBot) -> None:
    page = show()
    assert page.look_for()
    field = QApplication.focusWidget() or page.focusWidget()
    qtbot.keyClicks(field, "spoon")
    with qtbot.waitSignal(page.wanted) as went:
        qtbot.keyClick(field, Qt.Key.Key_Return)
    assert went.args == ["families", "find/spoon"]


def test_a_backup_is_made_into_the_chosen_folder_beside_the_work_and_said(
    show: Shown, desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    page = show()
    stick = tmp_path / "Blue stick"
    stick.mkdir()
    # The system's own folder window cannot be driven from here.
    monkeypatch.setattr(page, "choose_folder", stick.resolve)
    assert "No backup yet" in words(page)
    page.activateWindow()
    button(page, "Back up now").setFocus()
    button(page, "Back up now").click()
    assert "Backing up" in words(page)
    assert page.focusWidget() is button(page, "Stop")
    qtbot.waitUntil(lambda: "Backed up today" in words(page), timeout=20_000)
    assert "to “Blue stick”, and checked." in words(page)
    assert any(stick.iterdir())


def test_the_keyboard_stays_on_its_line_when_the_page_reads_again(show: Shown) -> None:
    page = show()
    link = button(page, "Decide")
    link.setFocus()
    page.refresh(None)
    assert page.focusWidget() is not link
    assert page.focusWidget().text() == "Decide"
    place = page.place()
    page.look_for()
    page.go_to(place)
    assert page.focusWidget().text() == "Decide"


def test_a_new_vault_says_what_will_be_here_and_the_one_next_step(show: Shown, qtbot: QtBot, tmp_path: Path) -> None:
    made = vaults.create(
        tmp_path / "new.pipvault", "correct horse battery staple", role=PracticeRole.THERAPIST, name="Ruth"
    )
    page = show(Desk(made.casebook))
    assert "No families yet" in words(page)
    primaries = [b for b in page.findChildren(Button) if b.kind == "primary" and b.isVisibleTo(page)]
    assert [b.text() for b in primaries] == ["Add a family"]
    made.casebook.close()


def test_a_day_after_its_last_visit_a_planned_ending_asks_to_be_ended(show: Shown, desk: Desk) -> None:
    page = show()
    assert button(page, "End the work", "Sami")


def test_recovery_words_not_tried_yet_lead_to_where_they_are_tried(show: Shown, qtbot: QtBot) -> None:
    page = show()
    with qtbot.waitSignal(page.wanted) as went:
        button(page, "Try them").click()
    assert went.args == ["settings", "keys"]


def test_a_wide_window_shows_the_days_ahead(show: Shown) -> None:
    assert "The days ahead" not in words(show())
    wide = show(width=1748, height=1000)
    assert "The days ahead" in words(wide)
    assert "Taiwo and Kehinde" in words(wide)
    assert not facts.cut_off(wide)
    assert not facts.on_top_of_another(wide)


@pytest.mark.parametrize(("theme", "scale"), [("light", 1.0), ("dark", 1.3), ("light", 2.0)])
def test_nothing_is_cut_off_at_any_text_size(show: Shown, qapp: QApplication, theme: str, scale: float) -> None:
    apply(qapp, theme, scale)
    page = show(width=1322 if scale >= 1.4 else 1194)
    assert not facts.cut_off(page)
    assert not facts.on_top_of_another(page)
    assert not facts.too_small(page)
    assert not facts.unnamed(page)


def test_the_next_day_is_read_when_midnight_has_passed(show: Shown, desk: Desk) -> None:
    page = show()
    desk.clock.now += timedelta(days=1)
    page._tell_time()
    assert "Tuesday 17 March" in words(page)
    assert "10:00" in words(page)
