"""Families: the caseload, whom to see of it, what a search finds, and drafts that come back."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from pipnotes.casebook.casebook import Casebook
from pipnotes.ui.desk import Desk
from pipnotes.ui.dialogs.add_family import AddFamilyDialog
from pipnotes.ui.pages.families import FamiliesPage
from pipnotes.ui.theme import apply
from pipnotes.ui.widgets.buttons import Button
from pipnotes.ui.widgets.chips import Chip
from pipnotes.ui.widgets.fields import SearchField
from pipnotes.ui.widgets.rows import ListRow
from pipnotes.ui.widgets.table import Table
from pipnotes.ui.widgets.text import Text
from tests.ui import facts

Shown = Callable[..., FamiliesPage]


@pytest.fixture
def show(qtbot: QtBot, desk: Desk) -> Shown:
    """Return a way to show the page."""

    def showing(subject: str = "", width: int = 1194) -> FamiliesPage:
        page = FamiliesPage(desk)
        qtbot.addWidget(page)
        page.resize(width, 708)
        page.show_for(subject)
        page.show()
        QApplication.processEvents()
        return page

    return showing


def table(page: FamiliesPage) -> Table:
    return next(t for t in page.findChildren(Table) if t.isVisibleTo(page))


def column(page: FamiliesPage, at: int) -> list[str]:
    model = table(page).model()
    return [model.data(model.index(row, at)) for row in range(model.rowCount())]


def words(page: FamiliesPage) -> str:
    return "\n".join(text.text() for text in page.findChildren(Text) if text.isVisibleTo(page))


def found(page: FamiliesPage) -> list[ListRow]:
    return [row for row in page.findChildren(ListRow) if row.isVisibleTo(page)]


def family(casebook: Casebook, name: str) -> str:
    return next(row.family.id for row in casebook.families.rows() if row.circle.title == name)


def test_those_we_see_now_and_those_who_wait_stand_first(show: Shown) -> None:
    page = show()
    assert len(column(page, 0)) == 10
    assert "Amina" not in column(page, 0)
    assert column(page, 3)[:8] == ["Seeing us now"] * 8
    assert "Today, 09:30" in column(page, 7)


def test_a_chip_shows_those_whose_work_has_ended(show: Shown, qtbot: QtBot) -> None:
    page = show()
    chip = next(chip for chip in page.findChildren(Chip) if chip.text() == "Ended 2")
    chip.setFocus()
    qtbot.keyClick(chip, Qt.Key.Key_Space)
    assert {"Amina", "Rosie"} <= set(column(page, 0))


def test_enter_opens_the_family_of_the_row(show: Shown, desk: Desk, qtbot: QtBot) -> None:
    page = show()
    shown = table(page)
    qtbot.keyClick(shown, Qt.Key.Key_Down)
    qtbot.keyClick(shown, Qt.Key.Key_Down)
    with qtbot.waitSignal(page.wanted) as went:
        qtbot.keyClick(shown, Qt.Key.Key_Return)
    assert went.args == ["family", family(desk.casebook, column(page, 0)[2])]


def test_words_typed_are_found_in_notes_with_their_day(show: Shown, qtbot: QtBot) -> None:
    page = show()
    field = page.findChild(SearchField)
    qtbot.keyClicks(field, "spoon")
    qtbot.waitUntil(lambda: bool(found(page)))
    assert "Found for “spoon”" in words(page)
    note = next(row for row in found(page) if "home visit" in row.accessibleName().lower())
    with qtbot.waitSignal(page.wanted) as went:
        qtbot.keyClick(note, Qt.Key.Key_Return)
    assert went.args[0] == "note"


def test_a_misspelt_name_is_put_right_with_enter(show: Shown, qtbot: QtBot) -> None:
    page = show("find/Hartly")
    assert "Nothing found for “Hartly”" in words(page)
    assert "Did you mean Hartley?" in words(page)
    field = page.findChild(SearchField)
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert field.text() == "Hartley"
    assert len(found(page)) >= 4


def test_words_that_stand_nowhere_are_said_to_be_nowhere(show: Shown) -> None:
    page = show("find/zzyzzx")
    assert "Nothing found for “zzyzzx”" in words(page)
    assert "Search looks in names, notes and letters on this laptop." in words(page)


def test_escape_empties_the_search_and_brings_the_caseload_back(show: Shown, qtbot: QtBot) -> None:
    page = show("find/spoon")
    qtbot.keyClick(page.findChild(SearchField), Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not found(page))
    assert "Mabel" in column(page, 0)


def test_hidden_names_hide_the_words_round_what_was_found(show: Shown, desk: Desk) -> None:
    desk.hide_names(True)
    page = show("find/Hartley")
    said = "\n".join(row.accessibleName() for row in found(page))
    assert "Wren 14" in said
    for name in ("Mabel", "Leanne", "Carol", "Hartley"):
        assert name not in said


def test_hidden_names_leave_codes_in_the_table(show: Shown, desk: Desk) -> None:
    desk.hide_names(True)
    page = show()
    assert "Wren 14" in column(page, 0)
    assert set(column(page, 2)) == {""}


def test_a_draft_set_aside_is_brought_back_with_every_word(show: Shown, desk: Desk, qtbot: QtBot) -> None:
    notes = desk.casebook.notes
    kept = next(kept for kept in notes.drafts() if kept.note.session.baby.strip())
    session = kept.note.session
    notes.discard(session.id)
    page = show()
    assert "Drafts set aside" in words(page)
    back = next(b for b in page.findChildren(Button) if b.text() == "Bring back" and b.isVisibleTo(page))
    with qtbot.waitSignal(page.wanted) as went:
        back.click()
    assert went.args == ["note", session.id]
    assert notes.draft(session.id).note.session == session
    page.show_for("")
    assert "Drafts set aside" not in words(page)


def test_a_family_added_is_gone_to_at_once(
    show: Shown, desk: Desk, qtbot: QtBot, answering: Callable[..., list[object]]
) -> None:
    page = show()

    def fill(dialog: AddFamilyDialog) -> None:
        dialog.form.fill({"babies": [{"given": "Ines", "surname": "Ferrer"}], "source": "A2"})
        dialog.answer()

    answering(fill)
    with qtbot.waitSignal(page.wanted) as went:
        page.add_family()
    assert went.args == ["family", family(desk.casebook, "Ines")]


def test_the_place_comes_back_after_the_lock(show: Shown) -> None:
    first = show("find/spoon")
    first._caseload.choose(["ended"])
    place = first.place()
    page = show()
    page.go_to(place)
    assert page.findChild(SearchField).text() == "spoon"
    page.findChild(SearchField).clear()
    page.look_now()
    assert column(page, 0) == ["Rosie", "Amina"]


@pytest.mark.parametrize(("theme", "scale"), [("light", 1.0), ("dark", 1.3), ("light", 2.0)])
@pytest.mark.parametrize("subject", ["", "find/Hartley", "find/Hartly"])
def test_nothing_is_cut_off_at_any_text_size(
    show: Shown, qapp: QApplication, subject: str, theme: str, scale: float
) -> None:
    apply(qapp, theme, scale)
    page = show(subject, width=1322 if scale >= 1.4 else 1194)
    assert not facts.cut_off(page)
    assert not facts.on_top_of_another(page)
    assert not facts.too_small(page)
    assert not facts.unnamed(page)


def test_large_text_shows_the_caseload_as_rows_that_open(show: Shown, qapp: QApplication, qtbot: QtBot) -> None:
    apply(qapp, "light", 2.0)
    page = show(width=1322)
    row = next(row for row in found(page) if "Mabel" in row.accessibleName())
    assert "13 meetings" in row.accessibleName()
    with qtbot.waitSignal(page.wanted):
        qtbot.keyClick(row, Qt.Key.Key_Return)
