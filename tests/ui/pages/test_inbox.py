"""What a supervisor notices: codes and no names, what is new, what to think about, and a comment that can safely go."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pypdfium2
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from pipnotes.ui.desk import Desk
from pipnotes.ui.dialogs.supervision import NextMeetingDialog
from pipnotes.ui.main_window import MainWindow
from pipnotes.ui.pages.inbox import InboxPage
from pipnotes.ui.preferences import Preferences
from pipnotes.ui.theme import apply
from pipnotes.ui.widgets.buttons import Button
from pipnotes.ui.widgets.chips import Tag
from pipnotes.ui.widgets.facts import StatusItem
from pipnotes.ui.widgets.table import Cell
from pipnotes.ui.widgets.text import Text
from tests.casebook.conftest import Pair
from tests.ui import facts
from tests.ui.pages.test_supervision import shared

CTRL = Qt.KeyboardModifier.ControlModifier
CODES = ("Wren 14", "Heron 46", "Guillemot 28")
Open = Callable[..., InboxPage]


@pytest.fixture
def open_page(qtbot: QtBot, pair: Pair) -> Open:
    desk = Desk(pair.supervisor, preferences=Preferences())

    def opening(width: int = 1194, height: int = 740) -> InboxPage:
        page = InboxPage(desk)
        desk.setParent(page)
        desk.changed.connect(page.refresh)
        qtbot.addWidget(page)
        page.resize(width, height)
        with qtbot.waitActive(page):
            page.show()
            page.activateWindow()
        page.show_for("")
        QApplication.processEvents()
        return page

    return opening


@pytest.fixture
def six(pair: Pair) -> Pair:
    """Return the two vaults after some families were shared."""
    pair.supervisor.post.use_mailbox(pair.mailbox)
    for code in CODES:
        shared(pair, code)
    return pair


def words(page: QWidget) -> str:
    QApplication.processEvents()
    return "\n".join(text.text() for text in page.findChildren(Text) if text.isVisibleTo(page))


def button(page: QWidget, text: str) -> Button:
    return next(one for one in page.findChildren(Button) if one.text() == text and one.isVisibleTo(page))


def cells(page: InboxPage) -> dict[str, list[Cell]]:
    model = page.codes.table.model()
    rows = [
        [model.index(row, column).data(Qt.ItemDataRole.UserRole) for column in range(model.columnCount())]
        for row in range(model.rowCount())
    ]
    return {row[0].text: row for row in rows}


def choose(page: InboxPage, code: str) -> None:
    page.codes.table.set_row(list(cells(page)).index(code))
    QApplication.processEvents()


def test_before_anything_came_the_page_says_what_will(open_page: Open) -> None:
    page = open_page()
    assert "No summaries yet" in words(page)
    assert button(page, "Exchange more cards").isEnabled()


def test_fetching_fills_the_table_by_code_with_what_is_new_in_bold_and_dotted(
    pair: Pair,
    open_page: Open,
    qtbot: QtBot,
) -> None:
    family = pair.therapist.families.find("Wren 14")
    preview = pair.therapist.summaries.preview(pair.therapist.summaries.start(family.id), pair.contact)
    pair.therapist.summaries.approve(preview.draft, pair.contact, preview.digest)
    pair.therapist.post.send(pair.mailbox)
    pair.supervisor.post.use_mailbox(pair.mailbox)
    page = open_page()
    qtbot.keyClick(page, Qt.Key.Key_F5)
    assert "1 new parcel opened." in words(page)
    code, therapist, week, goals, *_ = cells(page)["Wren 14"]
    assert (code.dot, code.strong) == (True, True)
    assert therapist.text == "Ruth"
    assert week.text == str(preview.summary.week)
    assert len(goals.spark) > 1
    shown = words(page)
    assert all(line in shown for line in preview.summary.text.split("\n"))


def test_no_name_of_any_family_is_on_the_page(six: Pair, open_page: Open) -> None:
    page = open_page()
    shown = words(page).split()
    for code in CODES:
        choose(page, code)
        shown += words(page).split()
    names = {
        name
        for code in CODES
        for person in six.therapist.families.circle(six.therapist.families.find(code).id).people
        for name in (person.given, person.surname, person.known_as)
        if name
    }
    assert names
    assert {word.strip(".,") for word in shown} & names == set()


def test_a_summary_is_read_when_it_is_chosen_and_stays_where_it_stood(six: Pair, open_page: Open, qtbot: QtBot) -> None:
    page = open_page()
    before = list(cells(page))
    assert "3 unread" in words(page)
    table = page.codes.table
    table.setFocus()
    qtbot.keyClick(table, Qt.Key.Key_Down)
    assert list(cells(page)) == before
    assert not cells(page)[before[1]][0].dot
    assert cells(page)[before[2]][0].dot
    qtbot.keyClick(table, Qt.Key.Key_Down)
    assert "unread" not in words(page._header)


def test_opening_the_page_alone_reads_nothing(six: Pair, open_page: Open) -> None:
    open_page()
    assert all(item.is_new for item in six.supervisor.supervision.held())


def test_enter_on_the_one_in_front_reads_it(six: Pair, open_page: Open, qtbot: QtBot) -> None:
    page = open_page()
    first = next(iter(cells(page)))
    page.codes.table.setFocus()
    qtbot.keyClick(page.codes.table, Qt.Key.Key_Return)
    assert not cells(page)[first][0].dot


def test_at_most_two_flags_call_for_attention(six: Pair, open_page: Open) -> None:
    page = open_page()
    tones = [row[5].tag for row in cells(page).values()]
    assert "attention" in tones
    assert tones.count("attention") <= 2
    assert any("Turns two" in row[5].text or "Concern" in row[5].text for row in cells(page).values())


def test_a_comment_is_sealed_with_the_key_and_waits_to_be_sent(six: Pair, open_page: Open, qtbot: QtBot) -> None:
    page = open_page()
    choose(page, "Wren 14")
    qtbot.keyClicks(page.sheet.talk.edit, "What happens in you when he goes quiet?")
    qtbot.keyClick(page.sheet.talk.edit, Qt.Key.Key_Return, CTRL)
    assert "What happens in you when he goes quiet?" in words(page)
    assert [item.what for item in six.supervisor.post.waiting()] == ["comment"]
    qtbot.keyClick(page, Qt.Key.Key_F7)
    assert "1 parcel sent." in words(page)
    six.therapist.post.receive(six.mailbox)
    assert [c.text for c in six.therapist.supervision.unread()] == ["What happens in you when he goes quiet?"]


def test_a_comment_with_a_name_stays_in_the_box(six: Pair, open_page: Open, qtbot: QtBot) -> None:
    page = open_page()
    qtbot.keyClicks(page.sheet.talk.edit, "I wonder what Leanne Hartley feels.")
    qtbot.keyClick(page.sheet.talk.edit, Qt.Key.Key_Return, CTRL)
    edit = page.sheet.talk.edit
    assert edit.words() == "I wonder what Leanne Hartley feels."
    assert [mark.cursor.selectedText() for mark in edit.extraSelections()] == ["Leanne Hartley"]
    assert "“Leanne Hartley” looks like a name or a place." in words(page)
    qtbot.keyClick(edit, Qt.Key.Key_Space)
    assert edit.extraSelections() == []
    assert "Checked for names before it is sealed" in words(page)
    assert six.supervisor.post.waiting() == []


def test_a_half_written_comment_waits_with_its_family(six: Pair, open_page: Open, qtbot: QtBot) -> None:
    page = open_page()
    choose(page, "Wren 14")
    qtbot.keyClicks(page.sheet.talk.edit, "What happens")
    choose(page, "Heron 46")
    assert page.sheet.talk.edit.words() == ""
    page.keep_now()
    again = open_page()
    choose(again, "Wren 14")
    assert again.sheet.talk.edit.words() == "What happens"


def test_the_agenda_lists_what_to_talk_over_until_it_was(six: Pair, open_page: Open, qtbot: QtBot) -> None:
    page = open_page()
    choose(page, "Heron 46")
    qtbot.keyClick(page, Qt.Key.Key_G, CTRL)
    QApplication.processEvents()
    tags = [tag.text() for tag in page.agenda.findChildren(Tag) if tag.isVisibleTo(page)]
    assert tags == ["Heron 46"]
    assert button(page, "Take off agenda")
    qtbot.keyClick(page, Qt.Key.Key_T, CTRL)
    QApplication.processEvents()
    assert [tag for tag in page.agenda.findChildren(Tag) if tag.isVisibleTo(page)] == []
    assert six.supervisor.supervision.find("Heron 46").record.discussed is not None


def test_what_a_family_asked_back_is_gone_from_the_page(six: Pair, open_page: Open) -> None:
    page = open_page()
    choose(page, "Wren 14")
    text = six.supervisor.supervision.find("Wren 14").summary.text
    six.therapist.summaries.withdraw_consent(six.therapist.families.find("Wren 14").id)
    six.therapist.post.send(six.mailbox)
    page.carrier.fetch()
    shown = words(page)
    assert "A family has taken its yes back." in shown
    assert text not in shown
    assert "Wren 14" not in cells(page)
    assert button(page, "Send 1 waiting")


def test_the_window_says_that_no_names_are_held(six: Pair, qtbot: QtBot) -> None:
    desk = Desk(six.supervisor, preferences=Preferences())
    main = MainWindow(desk, pages=lambda _: {})
    desk.setParent(main)
    qtbot.addWidget(main)
    said = [item.text() for item in main.findChildren(StatusItem) if not item.isHidden()]
    assert "No names are held on this laptop" in said


@pytest.mark.parametrize("scale", [1.0, 2.0])
def test_nothing_is_cut_off_and_everything_is_in_reach(
    six: Pair, open_page: Open, qapp: QApplication, scale: float
) -> None:
    apply(qapp, "light", scale)
    page = open_page(width=1278 if scale > 1 else 1194, height=690)
    for _ in range(3):
        QApplication.processEvents()
    assert facts.cut_off(page) == []
    assert facts.on_top_of_another(page) == []
    assert facts.too_small(page) == []
    assert facts.unnamed(page) == []


def test_after_the_cards_the_page_says_what_comes_next(pair: Pair, open_page: Open, qtbot: QtBot) -> None:
    page = open_page()
    assert "Cards are exchanged with Ruth Ellison. Choose the mailbox you share, then fetch." in words(page)
    with qtbot.waitSignal(page.wanted) as asked:
        button(page, "Choose a mailbox").click()
    assert asked.args == ["settings", "sharing"]
    pair.supervisor.post.use_mailbox(pair.mailbox)
    page.show_for("")
    assert "Fetch to see whether something has come." in words(page)
    assert button(page, "Exchange more cards").isEnabled()


def test_the_next_meeting_stands_on_the_agenda_which_is_saved_as_a_pdf(
    six: Pair, open_page: Open, qtbot: QtBot, tmp_path: Path, answering: Callable[..., list[QWidget]]
) -> None:
    page = open_page()
    choose(page, "Heron 46")
    qtbot.keyClick(page, Qt.Key.Key_G, CTRL)

    def tell(dialog: NextMeetingDialog) -> None:
        dialog._day.set_value(six.supervisor.clock().date())
        dialog._time.setText("15:00")
        dialog.answer()

    answering(tell)
    assert "Ruth" in words(page.agenda)
    button(page.agenda, "Set the date").click()
    assert "Mon 16 Mar, 15:00" in words(page.agenda)
    file = tmp_path / "agenda.pdf"
    page.agenda._ask_place = lambda *_: file
    button(page.agenda, "Save as PDF").click()
    document = pypdfium2.PdfDocument(file)
    text = document[0].get_textpage().get_text_bounded()
    document.close()
    assert "Heron 46" in text
    assert "Mon 16 Mar, 15:00" in text
    assert six.supervisor.audit()[-1].action == "agenda saved"
