"""Choosing, by keyboard as by mouse: chips, segments, ratings, dates, passphrases, rows, tables and dialogs."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from pipnotes.ui.widgets.buttons import Button
from pipnotes.ui.widgets.chips import Chip, ChipRow
from pipnotes.ui.widgets.dates import DateField, NotADate, parse_date, show_date
from pipnotes.ui.widgets.dialog import Dialog
from pipnotes.ui.widgets.fields import Field, SearchField
from pipnotes.ui.widgets.hints import reason_line
from pipnotes.ui.widgets.passphrase import PassphraseField
from pipnotes.ui.widgets.rows import ListRow, RowList
from pipnotes.ui.widgets.segments import Option, Rating, Segments
from pipnotes.ui.widgets.table import Cell, Column, Table

TODAY = date(2026, 11, 12)


def shown(qtbot: QtBot, *widgets: QWidget) -> QWidget:
    page = QWidget()
    qtbot.addWidget(page)
    # The bot holds widgets weakly: without this the page would be gone before the test begins.
    qtbot.page = page
    box = QVBoxLayout(page)
    for widget in widgets:
        box.addWidget(widget)
    page.show()
    with qtbot.waitActive(page):
        page.activateWindow()
    return page


def test_space_turns_a_chip_on_and_the_arrows_move_along(qtbot: QtBot) -> None:
    row = ChipRow("Who was there")
    mum, dad = row.add_chip("mum", "Leanne, mum"), row.add_chip("dad", "Jordan, dad")
    shown(qtbot, row)
    mum.setFocus()
    qtbot.keyClick(mum, Qt.Key.Key_Right)
    assert dad.hasFocus()
    with qtbot.waitSignal(row.changed) as told:
        qtbot.keyClick(dad, Qt.Key.Key_Space)
    assert told.args == [["dad"]]
    assert row.chosen() == ["dad"]


def test_a_chip_that_is_on_grows_to_show_its_tick(qtbot: QtBot) -> None:
    chip = Chip("Jordan, dad")
    qtbot.addWidget(chip)
    off = chip.sizeHint().width()
    chip.setChecked(True)
    assert chip.sizeHint().width() > off + 15


def test_the_arrows_choose_a_segment_and_stop_at_the_ends(qtbot: QtBot) -> None:
    segments = Segments("How", [Option("home", "Home"), Option("video", "Video")], value="home")
    shown(qtbot, segments)
    qtbot.keyClick(segments, Qt.Key.Key_Right)
    qtbot.keyClick(segments, Qt.Key.Key_Right)
    assert segments.value() == "video"
    assert segments.accessibleName() == "How: Video"


def test_a_rating_is_empty_until_a_digit_and_empty_again_after_backspace(qtbot: QtBot) -> None:
    rating = Rating("Shared pleasure")
    shown(qtbot, rating)
    assert rating.value() is None
    qtbot.keyClicks(rating, "3")
    assert rating.value() == 3
    qtbot.keyClicks(rating, "7")
    assert rating.value() == 3
    qtbot.keyClick(rating, Qt.Key.Key_Backspace)
    assert rating.value() is None


@pytest.mark.parametrize(
    "words",
    ["9 Nov 2026", "Mon 9 Nov 2026", "9th november", "9/11/26", "09.11.2026", "2026-11-09", "9 Nov"],
)
def test_dates_are_read_as_people_write_them(words: str) -> None:
    assert parse_date(words, TODAY) == date(2026, 11, 9)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("31 Feb 2026", "February has 28 days in 2026"),
        ("29 Feb 2028 ", ""),
        ("31/04/2026", "April has 30 days in 2026"),
        ("soon", "Write a date such as 9 Nov 2026"),
        ("5 13 2026", "There are 12 months: write the day first, such as 9 Nov 2026"),
    ],
)
def test_a_date_that_is_none_is_told_what_would_be_right(words: str, said: str) -> None:
    if said:
        with pytest.raises(NotADate, match=said):
            parse_date(words, TODAY)
    else:
        assert show_date(parse_date(words, TODAY)) == "Tue 29 Feb 2028"


def test_the_sentence_appears_under_the_date_on_leaving_and_goes_when_it_is_put_right(qtbot: QtBot) -> None:
    edit, after = DateField("Born", today=TODAY), Button("Save")
    field = Field("&Born", edit)
    shown(qtbot, field, after)
    edit.setFocus()
    qtbot.keyClicks(edit, "31 Feb 2026")
    qtbot.keyClick(edit, Qt.Key.Key_Tab)
    assert edit.value() is None
    assert edit.text() == "31 Feb 2026"
    assert edit.accessibleDescription() == "February has 28 days in 2026"
    edit.setFocus()
    edit.selectAll()
    qtbot.keyClicks(edit, "28 Feb 2026")
    qtbot.keyClick(edit, Qt.Key.Key_Tab)
    assert edit.value() == date(2026, 2, 28)
    assert edit.accessibleDescription() == ""


def test_up_is_the_next_day(qtbot: QtBot) -> None:
    edit = DateField("Last visit", today=TODAY, value=date(2026, 12, 31))
    shown(qtbot, edit)
    with qtbot.waitSignal(edit.changed) as told:
        qtbot.keyClick(edit, Qt.Key.Key_Up)
    assert told.args == [date(2027, 1, 1)]


def test_a_passphrase_is_hidden_shown_on_request_and_warns_of_caps_lock(qtbot: QtBot) -> None:
    field = PassphraseField("Passphrase")
    page = shown(qtbot, field)
    tall = page.sizeHint().height()
    qtbot.keyClick(field.edit, "T", Qt.KeyboardModifier.ShiftModifier)
    assert field._caps_line.text() == ""
    qtbot.keyPress(field.edit, "T", Qt.KeyboardModifier.NoModifier)
    assert field._caps_line.text() == "Caps Lock is on"
    assert page.sizeHint().height() == tall
    assert field.edit.echoMode() == QLineEdit.EchoMode.Password
    field._show.click()
    assert field.edit.echoMode() == QLineEdit.EchoMode.Normal
    assert field._show.accessibleName() == "Hide the passphrase"
    field.clear()
    assert field.edit.echoMode() == QLineEdit.EchoMode.Password


def test_escape_empties_the_search(qtbot: QtBot) -> None:
    search = SearchField("Find a family")
    shown(qtbot, search)
    qtbot.keyClicks(search, "wren")
    with qtbot.waitSignal(search.wanted) as told:
        qtbot.keyClick(search, Qt.Key.Key_Escape)
    assert told.args == [""]


def test_a_button_that_is_not_ready_says_why(qtbot: QtBot) -> None:
    button = Button("Approve and seal", kind="primary")
    line = reason_line(button)
    shown(qtbot, button, line)
    button.set_ready(False, "First answer the 1 check on the left.")
    assert (line.text(), line.isVisible()) == ("First answer the 1 check on the left.", True)
    button.set_ready(True)
    assert not line.isVisible()


def test_the_arrows_go_along_rows_and_enter_opens_one(qtbot: QtBot) -> None:
    rows = [ListRow("Letter unsigned", opens=True), ListRow("Measure due", opens=True)]
    shown(qtbot, RowList(rows))
    rows[0].setFocus()
    qtbot.keyClick(rows[0], Qt.Key.Key_Down)
    assert rows[1].hasFocus()
    with qtbot.waitSignal(rows[1].opened):
        qtbot.keyClick(rows[1], Qt.Key.Key_Return)


def test_enter_opens_the_chosen_row_of_a_table(qtbot: QtBot) -> None:
    table = Table("Drafts", [Column("Draft", stretch=True), Column("Weeks", figures=True)])
    table.set_rows([[Cell("Finn"), Cell("22")], [Cell("Otis"), Cell("5")]])
    shown(qtbot, table)
    table.set_row(0)
    qtbot.keyClick(table, Qt.Key.Key_Down)
    with qtbot.waitSignal(table.opened) as told:
        qtbot.keyClick(table, Qt.Key.Key_Return)
    assert told.args == [1]


class Question(Dialog):
    def __init__(self, parent: QWidget | None) -> None:
        super().__init__(parent, "Plan an ending", title="Plan the ending")
        self.segments = Segments("Talked about", [Option("no", "Not yet"), Option("yes", "Yes")])
        self.grid.add("Talked about", self.segments)
        self.answer_with("Save plan")

    def value(self) -> str | None:
        return self.segments.value()

    def complaint(self) -> str:
        return "" if self.segments.value() else "Say whether you have talked about it."


def answer(qtbot: QtBot, keys: list[tuple[Qt.Key, Qt.KeyboardModifier]]) -> None:
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, Question)
    for key, held in keys:
        qtbot.keyClick(dialog.segments, key, held)


@pytest.mark.parametrize(
    ("keys", "value"),
    [
        (
            [(Qt.Key.Key_Right, Qt.KeyboardModifier.NoModifier), (Qt.Key.Key_Escape, Qt.KeyboardModifier.NoModifier)],
            None,
        ),
        (
            [
                (Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier),
                (Qt.Key.Key_Right, Qt.KeyboardModifier.NoModifier),
                (Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier),
            ],
            "no",
        ),
    ],
)
def test_a_dialog_hands_back_a_value_or_none(
    qtbot: QtBot, keys: list[tuple[Qt.Key, Qt.KeyboardModifier]], value: str | None
) -> None:
    def press() -> None:
        answer(qtbot, keys)

    page = shown(qtbot, Button("Plan ending"))
    QTimer.singleShot(50, press)
    assert Question.ask(page) == value


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space])
def test_enter_and_space_press_the_button_with_the_keyboard(qtbot: QtBot, key: Qt.Key) -> None:
    button = Button("Next", kind="primary")
    qtbot.addWidget(button)
    with qtbot.waitSignal(button.clicked):
        qtbot.keyClick(button, key)
