"""What a therapist notices on the way from signed notes to a sealed parcel."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pypdfium2
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from pipnotes import vault as store
from pipnotes.casebook.casebook import Casebook
from pipnotes.casebook.drafts import Place
from pipnotes.domain.codes import ConsentDecision, ConsentPurpose
from pipnotes.ui.desk import Desk
from pipnotes.ui.dialogs.card import CardDialog
from pipnotes.ui.pages.sharing import SharingPage
from pipnotes.ui.pages.sharing.leaving import LeavingView
from pipnotes.ui.pages.sharing.sealed_file import NoCardDialog, SealedFileDialog
from pipnotes.ui.problems import ProblemDialog
from pipnotes.ui.theme import apply
from pipnotes.ui.widgets.buttons import Button
from pipnotes.ui.widgets.chips import Chip
from pipnotes.ui.widgets.fields import ComboBox
from pipnotes.ui.widgets.hints import HintLine
from pipnotes.ui.widgets.rows import ListRow
from pipnotes.ui.widgets.text import Text
from pipnotes.ui.widgets.twopane import MarkedText
from tests.casebook.conftest import Pair
from tests.ui import facts

CTRL = Qt.KeyboardModifier.ControlModifier
TEXT = (
    "Mabel is nine months old and lives with Leanne, Jordan and her brother Alfie in Larchfield. This month Jordan told"
    " us he had been asked to leave the room. On 12 November he copied Leanne’s words to the baby. He was on the local"
    " news in the spring. I would like to think about being shut out."
)
Open = Callable[..., SharingPage]


@pytest.fixture
def open_page(qtbot: QtBot, desk: Desk) -> Open:
    def opening(subject: str = "", width: int = 1194, height: int = 740) -> SharingPage:
        page = SharingPage(desk)
        desk.changed.connect(page.refresh)
        qtbot.addWidget(page)
        page.resize(width, height)
        with qtbot.waitActive(page):
            page.show()
            page.activateWindow()
        page.show_for(subject)
        QApplication.processEvents()
        return page

    return opening


def mabel(casebook: Casebook) -> str:
    return next(row.family.id for row in casebook.families.rows() if row.circle.title == "Mabel")


def write(casebook: Casebook, text: str = TEXT) -> str:
    family = mabel(casebook)
    casebook.summaries.keep(replace(casebook.summaries.start(family), text=text), Place(field="text"))
    return family


@pytest.fixture
def leaving(pair: Pair, open_page: Open) -> SharingPage:
    """Return the page with Mabel's summary as it would leave."""
    page = open_page(write(pair.therapist))
    page.step_on()
    QApplication.processEvents()
    return page


def view(page: SharingPage) -> LeavingView:
    return page.findChild(LeavingView)


def words(page: QWidget) -> str:
    QApplication.processEvents()
    return "\n".join(text.text() for text in page.findChildren(Text) if text.isVisibleTo(page))


def button(page: QWidget, text: str) -> Button:
    return next(one for one in page.findChildren(Button) if one.text() == text and one.isVisibleTo(page))


def select(pane: MarkedText, quote: str) -> None:
    pane.setFocus()
    at = pane.toPlainText().index(quote)
    # Qt counts an emoji as two.
    at += sum(letter > "\uffff" for letter in pane.toPlainText()[:at])
    cursor = pane.textCursor()
    cursor.setPosition(at)
    cursor.setPosition(at + len(quote), QTextCursor.MoveMode.KeepAnchor)
    pane.setTextCursor(cursor)


def answer_all(page: SharingPage, word: str = "Keep") -> None:
    QApplication.processEvents()
    while view(page).preview.wording.open_checks:
        button(view(page).checks, word).click()
        QApplication.processEvents()


def test_the_list_tells_who_agreed_and_what_there_is_to_share(open_page: Open, casebook: Casebook) -> None:
    page = open_page()
    agreed = casebook.summaries.rows()
    said = words(page)
    assert agreed
    for found in agreed:
        assert found.circle.title in said
    refused = [r for r in casebook.families.rows() if r.family.id not in {a.circle.family.id for a in agreed}]
    assert refused
    assert all(row.circle.family.code not in said for row in refused)
    assert "Nothing waiting to leave" in said


def test_a_summary_begins_from_the_chosen_sections_alone(open_page: Open, casebook: Casebook, qtbot: QtBot) -> None:
    page = open_page()
    row = next(r for r in page.findChildren(ListRow) if r.accessibleName().split(". ")[1].startswith("Mabel "))
    row.setFocus()
    qtbot.keyClick(row, Qt.Key.Key_Return)
    for chip in page.findChildren(Chip):
        if chip.text() != "Strengths noticed":
            qtbot.keyClick(chip, Qt.Key.Key_Space)
    qtbot.keyClick(page, Qt.Key.Key_Return, CTRL)
    draft = casebook.summaries.draft(mabel(casebook))
    notes = casebook.summaries.notes(draft)
    assert all(note.strengths in draft.text for note in notes)
    assert not any(note.baby and note.baby in draft.text for note in notes)
    assert page._text.edit.words() == draft.text


def test_typed_words_are_kept_within_a_second_and_the_caret_comes_back(
    open_page: Open, casebook: Casebook, qtbot: QtBot
) -> None:
    family = write(casebook, "Being shut out.")
    page = open_page(family)
    page._text.edit.set_caret(5)
    qtbot.keyClicks(page._text.edit, " gently")
    qtbot.waitUntil(lambda: "Being gently shut out." in casebook.summaries.draft(family).text, timeout=2000)
    again = open_page(family)
    assert again._text.edit.caret() == 12
    fresh = open_page()
    fresh.go_to(page.place())
    assert fresh._text.edit.caret() == 12


def test_going_back_keeps_the_words_of_a_moment_ago(open_page: Open, casebook: Casebook, qtbot: QtBot) -> None:
    family = write(casebook, "")
    page = open_page(family)
    qtbot.keyClicks(page._text.edit, "One more thing")
    qtbot.keyClick(page._text.edit, Qt.Key.Key_Escape)
    assert casebook.summaries.draft(family).text == "One more thing"
    assert "Families who agreed to supervision" in words(page)


def test_what_goes_out_names_nobody_and_marks_every_change(leaving: SharingPage) -> None:
    panes = view(leaving).panes
    assert panes.left.toPlainText() == TEXT
    out = panes.right.toPlainText()
    assert "Leanne" not in out
    assert "[mum]" in out
    assert out == view(leaving).preview.summary.text
    assert {mark.kind for mark in panes.right._marks} == {"replaced", "check"}


def test_tab_walks_from_highlight_to_highlight_and_enter_changes_one(leaving: SharingPage, qtbot: QtBot) -> None:
    right = view(leaving).panes.right
    right.setFocus()
    while right.textCursor().selectedText() != "[town]":
        qtbot.keyClick(right, Qt.Key.Key_Tab)
        assert right.hasFocus()
    before = right.toPlainText()
    qtbot.keyClick(right, Qt.Key.Key_Return)
    if right.toPlainText() == before:
        assert "never leave" in words(leaving)
    else:
        assert "Larchfield" in right.toPlainText()


def test_a_known_name_stays_away_and_the_page_says_so_quietly(leaving: SharingPage, qtbot: QtBot) -> None:
    table = view(leaving).replaced._table
    quotes = [table.model().index(row, 0).data() for row in range(table.model().rowCount())]
    table.setFocus()
    table.set_row(quotes.index("Leanne"))
    qtbot.keyClick(table, Qt.Key.Key_Return)
    assert "Leanne" not in view(leaving).panes.right.toPlainText()
    assert "Names that this family’s record knows never leave." in words(leaving)


def test_a_date_is_put_back_and_taken_away_again_with_undo_and_redo(leaving: SharingPage, qtbot: QtBot) -> None:
    table = view(leaving).replaced._table
    right = view(leaving).panes.right
    quotes = [table.model().index(row, 0).data() for row in range(table.model().rowCount())]
    row = next(at for at, quote in enumerate(quotes) if "12 November" in quote)
    link = table.model().index(row, 2)
    qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=table.visualRect(link).center())
    assert "12 November" in right.toPlainText()
    qtbot.keyClick(right, Qt.Key.Key_Z, CTRL)
    assert "12 November" not in right.toPlainText()
    qtbot.keyClick(right, Qt.Key.Key_Y, CTRL)
    assert "12 November" in right.toPlainText()


@pytest.mark.parametrize("side", ["left", "right"])
def test_selected_words_are_taken_out_wherever_they_were_selected(
    leaving: SharingPage, casebook: Casebook, qtbot: QtBot, side: str
) -> None:
    pane = getattr(view(leaving).panes, side)
    select(pane, "being shut out")
    qtbot.keyClick(pane, Qt.Key.Key_R, CTRL)
    out = view(leaving).panes.right.toPlainText()
    assert "I would like to think about [taken out]." in out
    kept = casebook.summaries.draft(mabel(casebook))
    assert [ruling.quote for ruling in kept.rulings] == ["being shut out"]


def test_an_emoji_before_the_words_does_not_move_what_is_taken_out(
    pair: Pair,
    open_page: Open,
    qtbot: QtBot,
) -> None:
    page = open_page(write(pair.therapist, "She sent 👶🍼 to Leanne. Then something the street saw. End."))
    page.step_on()
    right = view(page).panes.right
    select(right, "something the street saw")
    qtbot.keyClick(right, Qt.Key.Key_R, CTRL)
    assert right.toPlainText() == "She sent 👶🍼 to [mum]. Then [taken out]. End."


def test_nothing_selected_is_said_and_nothing_happens(leaving: SharingPage, qtbot: QtBot) -> None:
    right = view(leaving).panes.right
    right.setFocus()
    qtbot.keyClick(right, Qt.Key.Key_R, CTRL)
    assert "Select some words first" in words(leaving)
    assert "[taken out]" not in right.toPlainText()


def test_approving_waits_for_every_check_and_for_the_tick(
    leaving: SharingPage, casebook: Casebook, qtbot: QtBot
) -> None:
    sealing = view(leaving).sealing
    reason = next(line for line in sealing.findChildren(HintLine) if line.isVisibleTo(leaving))
    assert reason.text().startswith("First answer the ")
    qtbot.keyClick(leaving, Qt.Key.Key_Return, CTRL)
    assert casebook.post.waiting() == []
    answer_all(leaving)
    assert reason.text() == "First read every line, then tick the box."
    assert sealing.box.hasFocus()
    qtbot.keyClick(sealing.box, Qt.Key.Key_Space)
    assert sealing.approve.isEnabled()
    shown = view(leaving).panes.right.toPlainText()
    qtbot.keyClick(leaving, Qt.Key.Key_Return, CTRL)
    waiting = casebook.post.waiting()
    assert [item.what for item in waiting] == ["summary"]
    assert shown in waiting[0].content.decode()
    assert casebook.summaries.draft(mabel(casebook)) is None
    assert "It waits here until you choose Send." in words(leaving)


def test_a_word_that_changes_takes_the_tick_away(leaving: SharingPage, qtbot: QtBot) -> None:
    answer_all(leaving)
    box = view(leaving).sealing.box
    box.setChecked(True)
    select(view(leaving).panes.right, "nine months old")
    qtbot.keyClick(view(leaving).panes.right, Qt.Key.Key_R, CTRL)
    assert not box.isChecked()
    assert not view(leaving).sealing.approve.isEnabled()


def test_what_changed_behind_the_page_is_not_sealed_but_read_again(
    leaving: SharingPage, desk: Desk, casebook: Casebook, answering: Callable[..., list[QWidget]]
) -> None:
    answer_all(leaving)
    view(leaving).sealing.box.setChecked(True)
    desk.changed.disconnect(leaving.refresh)
    parent = casebook.families.circle(mabel(casebook)).caregivers[0]
    casebook.families.keep_person(replace(parent, aliases=(*parent.aliases, "Spring")))
    seen = answering(lambda dialog: dialog.reject())
    view(leaving).seal()
    assert [type(dialog) for dialog in seen] == [ProblemDialog]
    assert casebook.post.waiting() == []
    assert not view(leaving).sealing.box.isChecked()
    assert view(leaving).isVisible()


def test_a_yes_taken_back_ends_the_reading(
    leaving: SharingPage, casebook: Casebook, answering: Callable[..., list[QWidget]]
) -> None:
    seen = answering(lambda dialog: dialog.reject())
    casebook.consents.say(mabel(casebook), ConsentPurpose.SUPERVISION, ConsentDecision.WITHDRAWN)
    assert len(seen) == 1
    assert not view(leaving).isVisible()
    assert "Wren 14" not in words(leaving)


def test_an_answer_can_be_changed_afterwards(leaving: SharingPage) -> None:
    answer_all(leaving, "Take out")
    assert "[taken out]" in view(leaving).panes.right.toPlainText()
    button(view(leaving).checks, "Undo").click()
    assert len(view(leaving).preview.wording.open_checks) == 1
    assert "[taken out]" not in view(leaving).panes.right.toPlainText()


def test_without_a_reader_the_way_leads_to_the_cards_and_on(
    open_page: Open,
    casebook: Casebook,
    supervisor: Casebook,
    tmp_path: Path,
    answering: Callable[..., list[QWidget]],
) -> None:
    page = open_page(write(casebook))
    page.step_on()
    assert "Nobody can open it yet" in words(page)
    card = supervisor.contacts.my_card()
    file = tmp_path / "farah.pipcard"
    file.write_bytes(card.raw)

    def accept(dialog: CardDialog) -> None:
        dialog.theirs._place.set_path(file)
        dialog.theirs._words.setText(card.words)
        button(dialog, "Accept this card").click()
        button(dialog, "Done").click()

    seen = answering(accept)
    page.step_on()
    assert [type(dialog) for dialog in seen] == [CardDialog]
    assert [contact.name for contact in casebook.contacts.all()] == ["Dr Farah Siddiqui"]
    assert card.words in words(view(page).reader)


def test_my_card_is_saved_with_the_words_that_are_read_aloud(casebook: Casebook, qtbot: QtBot, tmp_path: Path) -> None:
    dialog = CardDialog(None, casebook)
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.mine._place.set_path(tmp_path / "ruth.pipcard")
    button(dialog, "Save my card").click()
    assert (tmp_path / "ruth.pipcard").read_bytes() == casebook.contacts.my_card().raw
    assert casebook.contacts.my_card().words in words(dialog)


def test_another_reader_can_be_chosen(pair: Pair, open_page: Open, tmp_path: Path) -> None:
    made = store.create(
        tmp_path / "sam.pipvault",
        "harbour maple seven lantern",
        role="supervisor",
        owner="Sam Okafor",
        clock=pair.therapist.clock,
        cost=store.FLOOR,
    )
    other = Casebook(made, pair.therapist.clock)
    card = other.contacts.my_card()
    contact = pair.therapist.contacts.trust(card.raw, card.words)
    other.close()
    page = open_page(write(pair.therapist))
    page.step_on()
    answer_all(page)
    choice = view(page).reader.findChild(ComboBox)
    assert choice.isVisibleTo(page)
    choice.setCurrentIndex(choice.findData(contact.id))
    choice.activated.emit(choice.currentIndex())
    assert card.words in words(view(page).reader)
    view(page).sealing.box.setChecked(True)
    view(page).seal()
    assert [item.contact for item in pair.therapist.post.waiting()] == [contact.id]


def test_every_field_of_the_parcel_can_be_read(leaving: SharingPage, answering: Callable[..., list[QWidget]]) -> None:
    said: list[str] = []
    answering(lambda dialog: (said.append(words(dialog).replace("\u00a0", " ")), dialog.reject()))
    button(view(leaving).parcel, "See every field").click()
    summary = view(leaving).preview.summary
    assert summary.code in said[0]
    assert all(f"week {week}: {score}" in said[0] for trend in summary.measures for week, score in trend.scores)
    assert all(f"{one.role} {one.meetings}" in said[0] for one in summary.presence)


def test_sending_is_a_separate_act_and_out_of_reach_is_told_plainly(
    pair: Pair,
    open_page: Open,
    qtbot: QtBot,
    tmp_path: Path,
) -> None:
    draft = pair.therapist.summaries.start(pair.family.id)
    preview = pair.therapist.summaries.preview(draft, pair.contact)
    pair.therapist.summaries.approve(draft, pair.contact, preview.digest)
    pair.therapist.post.use_mailbox(str(tmp_path / "unplugged"))
    page = open_page()
    assert "1 sealed" in words(page)
    qtbot.keyClick(page, Qt.Key.Key_Return, CTRL)
    assert "The mailbox is out of reach." in words(page)
    assert len(pair.therapist.post.waiting()) == 1
    pair.therapist.post.use_mailbox(pair.mailbox)
    qtbot.keyClick(page, Qt.Key.Key_Return, CTRL)
    assert "1 parcel sent." in words(page)
    assert pair.therapist.post.waiting() == []
    assert list(Path(pair.mailbox).iterdir())


def test_with_names_hidden_no_name_is_left_on_the_page(leaving: SharingPage, desk: Desk) -> None:
    desk.hide_names(True)
    panes = view(leaving).panes
    table = view(leaving).replaced._table
    listed = [table.model().index(row, 0).data() for row in range(table.model().rowCount())]
    for name in ("Mabel", "Leanne", "Jordan", "Larchfield"):
        assert name not in panes.left.toPlainText()
        assert name not in listed
        assert name not in words(leaving)


def test_a_summary_set_aside_can_be_brought_back(open_page: Open, casebook: Casebook) -> None:
    family = write(casebook)
    page = open_page(family)
    button(page, "Set this summary aside").click()
    assert casebook.summaries.draft(family) is None
    again = open_page(family)
    button(again, "Bring back the summary you set aside").click()
    assert again._text.edit.words() == TEXT


@pytest.mark.parametrize("scale", [1.0, 2.0])
@pytest.mark.parametrize("step", ["list", "begin", "text", "leaving"])
def test_nothing_is_cut_off_and_everything_is_in_reach(
    pair: Pair,
    open_page: Open,
    qapp: QApplication,
    step: str,
    scale: float,
) -> None:
    apply(qapp, "light", scale)
    subject = "" if step == "list" else mabel(pair.therapist) if step == "begin" else write(pair.therapist)
    page = open_page(subject, width=1278 if scale > 1 else 1194, height=690)
    if step == "leaving":
        page.step_on()
    for _ in range(3):
        QApplication.processEvents()
    assert facts.cut_off(page) == []
    assert facts.on_top_of_another(page) == []
    assert facts.too_small(page) == []
    assert facts.unnamed(page) == []


def test_the_title_of_what_leaves_names_nobody(leaving: SharingPage) -> None:
    said = words(leaving._header)
    assert "Wren 14" in said
    assert "Mabel" not in said


def test_a_lock_in_the_middle_of_reading_comes_back_to_the_same_answers(leaving: SharingPage, open_page: Open) -> None:
    answer_all(leaving, "Take out")
    leaving.keep_now()
    again = open_page()
    again.go_to(leaving.place())
    assert view(again).isVisible()
    assert view(again).panes.right.toPlainText() == view(leaving).panes.right.toPlainText()
    assert not view(again).preview.wording.open_checks


def test_a_card_whose_words_do_not_match_is_let_go_and_nothing_is_sealed(
    leaving: SharingPage, casebook: Casebook, answering: Callable[..., list[QWidget]]
) -> None:
    answering(lambda dialog: dialog.answer())
    button(view(leaving).reader, "They don’t match").click()
    assert casebook.contacts.all() == []
    assert "Nobody can open it yet" in words(leaving)
    assert casebook.post.waiting() == []


def test_a_family_that_has_not_agreed_is_not_written_about(open_page: Open, casebook: Casebook) -> None:
    agreed = {found.circle.family.id for found in casebook.summaries.rows()}
    other = next(row.family for row in casebook.families.rows() if row.family.id not in agreed)
    page = open_page(other.id)
    assert f"{other.code} has not agreed to supervision" in words(page)
    assert casebook.summaries.draft(other.id) is None


def test_undo_in_the_text_takes_back_typing_and_no_answer(
    leaving: SharingPage, casebook: Casebook, qtbot: QtBot
) -> None:
    answer_all(leaving)
    qtbot.keyClick(leaving, Qt.Key.Key_Escape)
    edit = leaving._text.edit
    edit.set_caret(0)
    qtbot.keyClicks(edit, "So ")
    qtbot.keyClick(edit, Qt.Key.Key_Z, CTRL)
    leaving.keep_now()
    kept = casebook.summaries.draft(mabel(casebook))
    assert kept.text == TEXT
    assert len(kept.rulings) == 1


def test_what_singles_a_family_out_is_answered_before_it_leaves_and_left_out_on_a_press(
    pair: Pair, open_page: Open, casebook: Casebook
) -> None:
    for family in (mabel(casebook), casebook.families.find("Heron 46").id):
        draft = replace(casebook.summaries.start(family), text="Both slept while we talked.")
        casebook.summaries.keep(draft, Place(field="text"))
        if family == mabel(casebook):
            casebook.summaries.approve(draft, pair.contact, casebook.summaries.preview(draft, pair.contact).digest)
    page = open_page(family)
    page.step_on()
    assert "only this one has twins" in words(page)
    assert not view(page).sealing.approve.isEnabled()
    assert {"baby 1", "baby 2"} <= {one.role for one in view(page).preview.summary.presence}
    button(view(page).checks, "Leave out twins").click()
    assert "Twins: left out by you. Look in the text as well." in words(page)
    assert {"baby 1", "baby 2"} & {one.role for one in view(page).preview.summary.presence} == set()
    view(page).undo()
    assert "only this one has twins" in words(page)
    answer_all(page)
    button(view(page).checks, "Keep").click()
    assert "Twins: kept by you" in words(page)
    view(page).sealing.box.setChecked(True)
    assert view(page).sealing.approve.isEnabled()


def test_a_summary_that_was_put_back_is_told_with_its_reason_and_begun_again(
    pair: Pair, open_page: Open, casebook: Casebook
) -> None:
    draft = casebook.summaries.start(mabel(casebook))
    casebook.summaries.approve(draft, pair.contact, casebook.summaries.preview(draft, pair.contact).digest)
    note = casebook.notes.again(draft.sessions[-1]).session
    page = open_page()
    assert "To approve afresh" not in words(page)
    casebook.notes.write_in_other_family(note, casebook.families.find("Heron 46").id, "The wrong family")
    assert "A note behind it was entered in error. It did not leave for Dr Farah Siddiqui." in words(page)
    assert "Nothing waiting to leave" in words(page)
    button(page, "Begin it again").click()
    assert "12 signed notes" in words(page)
    page.step_back()
    button(page, "Leave it").click()
    assert "To approve afresh" not in words(page)


def test_somebody_without_a_card_gets_a_file_under_a_password_that_is_shown_once(
    open_page: Open,
    casebook: Casebook,
    tmp_path: Path,
    answering: Callable[..., list[QWidget]],
) -> None:
    page = open_page(write(casebook, "He copied her words to the baby."))
    page.step_on()
    assert "Nobody can open it yet" in words(page)
    told: list[str] = []

    def name(dialog: NoCardDialog) -> None:
        dialog._name.setText("Dr Marion Hale")
        dialog.answer()

    def keep(dialog: SealedFileDialog) -> None:
        dialog._password.setText("marion")
        dialog.answer()
        assert "easy to guess" in words(dialog)
        button(dialog, "Make another").click()
        told.append(dialog._password.text())
        dialog._ask_place = lambda *_: tmp_path / "Summary.pdf"
        dialog.answer()

    answering(name, keep)
    button(page, "They have no PipNotes").click()
    assert "It leaves as a file, which opens with a password." in words(page)
    view(page).sealing.box.setChecked(True)
    button(page, "Approve and save a file").click()
    assert "Saved as a sealed file for Dr Marion Hale." in words(page)
    document = pypdfium2.PdfDocument(tmp_path / "Summary.pdf", password=told[0])
    assert "He copied her words to the baby." in " ".join(document[0].get_textpage().get_text_bounded().split())
    document.close()
    assert casebook.post.waiting() == []
    assert casebook.summaries.draft(mabel(casebook)) is None
