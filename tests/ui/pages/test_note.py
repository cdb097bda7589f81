"""What a therapist notices while a note is written, signed, read and amended."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pypdfium2
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from pipnotes.casebook.casebook import Casebook
from pipnotes.casebook.drafts import Place
from pipnotes.casebook.notes import NoteDraft
from pipnotes.domain.codes import Attendance, Dimension, Meeting
from pipnotes.ui.desk import Desk
from pipnotes.ui.pages.note import NotePage
from pipnotes.ui.pages.note.questions import SignDialog
from pipnotes.ui.problems import ProblemDialog
from pipnotes.ui.theme import apply
from pipnotes.ui.widgets.buttons import Button
from pipnotes.ui.widgets.chips import Chip
from pipnotes.ui.widgets.hints import Banner
from pipnotes.ui.widgets.text import Text
from tests.ui import facts

CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


def _mabel(casebook: Casebook) -> str:
    return next(row.family.id for row in casebook.families.rows() if row.circle.title == "Mabel")


@pytest.fixture
def begun(casebook: Casebook) -> NoteDraft:
    return casebook.notes.start(_mabel(casebook))


@pytest.fixture
def open_page(desk: Desk, qtbot: QtBot) -> Callable[..., NotePage]:
    def opening(session: str, **words: object) -> NotePage:
        page = NotePage(desk, **words)  # type: ignore[arg-type]
        qtbot.addWidget(page)
        desk.changed.connect(page.refresh)
        page.resize(1194, 740)
        with qtbot.waitActive(page):
            page.show()
            page.activateWindow()
        page.show_for(session)
        return page

    return opening


@pytest.fixture
def page(open_page: Callable[..., NotePage], begun: NoteDraft) -> NotePage:
    return open_page(begun.session.id)


@pytest.fixture
def amended(casebook: Casebook) -> str:
    return next(note.id for note in casebook.notes.of(_mabel(casebook)) if note.number > 1)


def _words(widget: QWidget) -> str:
    QApplication.processEvents()
    return " ".join(text.text() for text in widget.findChildren(Text) if text.isVisible())


def _press(dialog: QWidget, words: str) -> None:
    next(b for b in dialog.findChildren(Button) if b.text() == words and b.isVisible()).click()


def _type(qtbot: QtBot, page: NotePage, part: str, words: str) -> None:
    page.draft.edits[part].setFocus()
    qtbot.keyClicks(page.draft.edits[part], words)


def _write(qtbot: QtBot, page: NotePage) -> None:
    _type(qtbot, page, "baby", "She looked round for Leanne.")
    page.keep_now()


def test_words_are_kept_while_the_typing_goes_on_without_a_pause(
    page: NotePage, begun: NoteDraft, casebook: Casebook, qtbot: QtBot
) -> None:
    edit = page.draft.edits["baby"]
    edit.setFocus()
    for _ in range(60):
        qtbot.keyClick(edit, Qt.Key.Key_A)
        qtbot.wait(100)
        kept = casebook.notes.draft(begun.session.id)
        if kept and kept.note.session.baby:
            break
    assert kept
    assert kept.note.session.baby.strip("a") == ""
    assert kept.note.session.baby


def test_leaving_a_field_keeps_its_words_at_once_and_says_so(
    page: NotePage, begun: NoteDraft, casebook: Casebook, desk: Desk, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(desk.saved):
        _type(qtbot, page, "parent", "Less heavy this week")
        qtbot.keyClick(page.draft.edits["parent"], Qt.Key.Key_Tab)
    kept = casebook.notes.draft(begun.session.id)
    assert kept
    assert kept.note.session.parent == "Less heavy this week"
    assert "Saved 0 s ago" in _words(page.bar)


def test_looking_at_a_draft_changes_nothing_in_the_vault(page: NotePage, casebook: Casebook, qtbot: QtBot) -> None:
    before = casebook.head, casebook.notes.drafts()
    qtbot.wait(1300)
    assert (casebook.head, casebook.notes.drafts()) == before


def test_the_words_the_field_and_the_caret_come_back_after_a_lock(
    page: NotePage, begun: NoteDraft, open_page: Callable[..., NotePage], qtbot: QtBot
) -> None:
    _type(qtbot, page, "between", "Mabel turned into his jumper")
    page.draft.edits["between"].set_caret(6)
    page.keep_now()
    place = page.place()
    page.close()
    again = open_page(begun.session.id)
    again.go_to(place)
    edit = again.draft.edits["between"]
    assert edit.hasFocus()
    assert (edit.caret(), edit.words()) == (6, "Mabel turned into his jumper")


def test_a_half_written_note_opens_where_the_writer_left_it(
    begun: NoteDraft, casebook: Casebook, open_page: Callable[..., NotePage]
) -> None:
    typed = replace(begun, session=replace(begun.session, strengths="He waited."))
    casebook.notes.keep(typed, Place(field="strengths", caret=3))
    page = open_page(begun.session.id)
    assert page.draft.edits["strengths"].hasFocus()
    assert page.draft.edits["strengths"].caret() == 3


def test_a_key_leads_to_every_part(page: NotePage, qtbot: QtBot) -> None:
    for number, part in enumerate(["baby", "parent", "between", "strengths", "next_time", "reflection"], 1):
        qtbot.keyClick(page, getattr(Qt.Key, f"Key_{number}"), CTRL)
        assert page.draft.edits[part].hasFocus(), part


def test_undo_takes_back_what_was_typed_in_this_part_only(page: NotePage, qtbot: QtBot) -> None:
    _type(qtbot, page, "baby", "watchful")
    _type(qtbot, page, "parent", "tired")
    qtbot.keyClick(page.draft.edits["parent"], Qt.Key.Key_Z, CTRL)
    assert page.draft.edits["parent"].words() == ""
    assert page.draft.edits["baby"].words() == "watchful"


def test_a_rating_takes_a_digit_and_the_selected_words(
    page: NotePage, begun: NoteDraft, casebook: Casebook, qtbot: QtBot
) -> None:
    _type(qtbot, page, "between", "They laughed together about the spoon.")
    edit = page.draft.edits["between"]
    cursor = edit.textCursor()
    cursor.setPosition(5)
    cursor.setPosition(21, QTextCursor.MoveMode.KeepAnchor)
    edit.setTextCursor(cursor)
    row = page.draft.seen.rows[Dimension.PLEASURE]
    row.rating.setFocus()
    qtbot.keyClick(row.rating, Qt.Key.Key_3)
    qtbot.keyClick(row.rating, Qt.Key.Key_E, CTRL)
    page.keep_now()
    kept = casebook.notes.draft(begun.session.id)
    assert kept
    rating = next(r for r in kept.note.observation.ratings if r.dimension is Dimension.PLEASURE)
    assert (rating.score, rating.evidence) == (3, "laughed together")


def test_a_rating_says_what_it_was_last_time(page: NotePage, begun: NoteDraft, casebook: Casebook) -> None:
    was = casebook.notes.previous_scores(begun.session.family, begun.session.starts)
    shown = page.draft.seen.rows[Dimension.COMFORT]
    assert f"was {was[Dimension.COMFORT]}" in _words(shown)
    assert "Mabel looks to a parent for comfort" in _words(shown)


def test_who_how_when_and_what_happened_are_kept(
    page: NotePage, begun: NoteDraft, casebook: Casebook, qtbot: QtBot
) -> None:
    form = page.draft.meeting
    gran = next(chip for chip in form.who.findChildren(Chip) if chip.text().startswith("Carol"))
    gran.click()
    form.how.cells.setFocus()
    qtbot.keyClick(form.how.cells, Qt.Key.Key_Right)
    form.more.click()
    form.starts.setFocus()
    form.starts.selectAll()
    qtbot.keyClicks(form.starts, "14:05")
    form.minutes.selectAll()
    qtbot.keyClicks(form.minutes, "45")
    form.attendance.setFocus()
    qtbot.keyClick(form.attendance, Qt.Key.Key_Down)
    page.keep_now()
    kept = casebook.notes.draft(begun.session.id)
    assert kept
    session = kept.note.session
    carol = next(p.id for p in casebook.families.circle(session.family).kin if p.called == "Carol")
    assert carol in session.present
    assert session.how is Meeting.VIDEO
    assert (session.starts.hour, session.starts.minute, session.minutes) == (14, 5, 45)
    assert session.attendance is Attendance.LATE_SEEN
    assert "Video" in _words(page.bar)


def test_a_time_that_cannot_be_is_said_so_and_never_kept(
    page: NotePage, begun: NoteDraft, casebook: Casebook, qtbot: QtBot
) -> None:
    form = page.draft.meeting
    form.more.click()
    form.starts.setFocus()
    form.starts.selectAll()
    qtbot.keyClicks(form.starts, "27:99")
    form.minutes.setFocus()
    page.keep_now()
    kept = casebook.notes.draft(begun.session.id)
    assert kept
    assert kept.note.session.starts == begun.session.starts
    assert "Write a time such as 09:30" in _words(form)


def test_signing_says_what_is_left_and_escape_signs_nothing(
    page: NotePage, begun: NoteDraft, casebook: Casebook, qtbot: QtBot, answering: Callable[..., list[QWidget]]
) -> None:
    _write(qtbot, page)
    said: list[str] = []

    def read_and_leave(dialog: SignDialog) -> None:
        said.append(_words(dialog))
        qtbot.keyClick(dialog, Qt.Key.Key_Escape)

    answering(read_and_leave)
    qtbot.keyClick(page.draft.edits["baby"], Qt.Key.Key_Return, CTRL)
    assert "Strengths noticed: nothing written yet" in said[0]
    assert "Shared pleasure: not rated yet" in said[0]
    assert casebook.notes.draft(begun.session.id) is not None
    assert page.draft.edits["baby"].words() == "She looked round for Leanne."


def test_a_note_is_signed_although_parts_are_empty_and_can_be_typed_in_no_more(
    page: NotePage, begun: NoteDraft, casebook: Casebook, qtbot: QtBot, answering: Callable[..., list[QWidget]]
) -> None:
    _write(qtbot, page)
    answering(lambda dialog: qtbot.keyClick(dialog, Qt.Key.Key_Return, CTRL))
    qtbot.keyClick(page.draft.edits["baby"], Qt.Key.Key_Return, CTRL)
    assert casebook.notes.draft(begun.session.id) is None
    assert "unchanged since signing" in _words(page.reading)
    shown = page.reading.edits["baby"]
    assert shown.isVisible()
    qtbot.keyClicks(shown, "more")
    assert shown.words() == "She looked round for Leanne."


def test_an_empty_note_is_not_signed_and_stays_a_draft(
    page: NotePage, begun: NoteDraft, casebook: Casebook, qtbot: QtBot, answering: Callable[..., list[QWidget]]
) -> None:
    seen = answering(
        lambda dialog: qtbot.keyClick(dialog, Qt.Key.Key_Return, CTRL),
        lambda dialog: qtbot.keyClick(dialog, Qt.Key.Key_Escape),
    )
    page.sign()
    assert isinstance(seen[1], ProblemDialog)
    assert casebook.notes.draft(begun.session.id) is not None


def test_words_that_cannot_be_kept_stay_on_the_screen_and_are_kept_when_they_can_be(
    page: NotePage, begun: NoteDraft, casebook: Casebook, qtbot: QtBot
) -> None:
    raw = casebook._ledger.vault._ledger.connection.raw
    raw.set_authorizer(None)
    raw.execute("PRAGMA query_only = ON")
    _type(qtbot, page, "baby", "She looked round")
    qtbot.keyClick(page.draft.edits["baby"], Qt.Key.Key_Tab)
    banner = next(b for b in page.draft.findChildren(Banner) if b.isVisible())
    assert "Not saved yet" in _words(banner)
    assert "Not saved yet" in _words(page.bar)
    assert page.draft.edits["baby"].words() == "She looked round"
    raw.execute("PRAGMA query_only = OFF")
    _press(banner, "Try again")
    kept = casebook.notes.draft(begun.session.id)
    assert kept
    assert kept.note.session.baby == "She looked round"
    assert not banner.isVisible()


def test_a_discarded_draft_leaves_the_page_and_can_be_had_back(
    page: NotePage, begun: NoteDraft, casebook: Casebook, qtbot: QtBot, answering: Callable[..., list[QWidget]]
) -> None:
    _write(qtbot, page)
    answering(lambda dialog: qtbot.keyClick(dialog, Qt.Key.Key_Return, CTRL))
    with qtbot.waitSignal(page.wanted) as went:
        page.bar.discard.click()
    assert went.args == ["family", begun.session.family]
    casebook.notes.bring_back(begun.session.id)
    kept = casebook.notes.draft(begun.session.id)
    assert kept
    assert kept.note.session.baby == "She looked round for Leanne."


def test_a_person_changed_elsewhere_shows_without_taking_what_is_typed(
    page: NotePage, begun: NoteDraft, casebook: Casebook, desk: Desk, qtbot: QtBot
) -> None:
    _type(qtbot, page, "baby", "Half a sen")
    gran = next(p for p in casebook.families.circle(begun.session.family).kin if p.called == "Carol")
    casebook.families.keep_person(replace(gran, known_as="Caz"))
    assert any(chip.text().startswith("Caz") for chip in page.draft.meeting.who.findChildren(Chip))
    assert page.draft.edits["baby"].words() == "Half a sen"


def test_hidden_names_are_nowhere_but_in_the_writing(
    page: NotePage, desk: Desk, casebook: Casebook, qtbot: QtBot
) -> None:
    desk.hide_names(True)
    qtbot.wait(20)
    circle = casebook.families.circle(_mabel(casebook))
    shown = _words(page) + " ".join(b.text() for b in page.findChildren(Button) if b.isVisible())
    shown += " ".join(c.text() for c in page.findChildren(Chip) if c.isVisible())
    assert circle.family.code in shown
    for person in circle.kin:
        assert person.called not in shown


def test_a_signed_note_shows_what_was_struck_and_added_and_how_it_was_first(
    open_page: Callable[..., NotePage], amended: str, casebook: Casebook, qtbot: QtBot
) -> None:
    page = open_page(amended)
    edit = page.reading.edits["strengths"]
    assert "was there throughout" in edit.words()
    assert "arrived half way through" in edit.words()
    marked = [s.cursor.selectedText() for s in edit.extraSelections()]
    assert marked == ["was there throughout,", "arrived half way through"]
    page.reading.amendments.shown.setFocus()
    qtbot.keyClick(page.reading.amendments.shown, Qt.Key.Key_Right)
    assert edit.words() == casebook.notes.again(amended).first.strengths
    assert edit.extraSelections() == []


def test_the_reflection_of_a_signed_note_is_folded_until_it_is_asked_for(
    open_page: Callable[..., NotePage], casebook: Casebook
) -> None:
    note = next(n for n in casebook.notes.of(_mabel(casebook)) if casebook.notes.again(n.id).reflection)
    page = open_page(note.id)
    folded = page.reading.reflection
    assert folded.edit.words() == ""
    folded.show_button.click()
    assert folded.edit.words() == casebook.notes.again(note.id).reflection.text


def test_an_amendment_needs_a_reason_and_keeps_the_first_words(
    open_page: Callable[..., NotePage],
    amended: str,
    casebook: Casebook,
    qtbot: QtBot,
    answering: Callable[..., list[QWidget]],
) -> None:
    page = open_page(amended)
    qtbot.keyClick(page, Qt.Key.Key_A, CTRL | SHIFT)
    edit = page.amending.edits["next_time"]
    edit.setFocus()
    qtbot.keyClick(edit, Qt.Key.Key_End, CTRL)
    qtbot.keyClicks(edit, " Ask about the nights.")
    seen = answering(lambda dialog: qtbot.keyClick(dialog, Qt.Key.Key_Escape))
    qtbot.keyClick(edit, Qt.Key.Key_Return, CTRL)
    assert isinstance(seen[0], ProblemDialog)
    assert edit.words().endswith("Ask about the nights.")
    with qtbot.waitActive(page):
        page.activateWindow()
    page.amending.title.set_value("Something left out")
    page.amending.edits["why"].setFocus()
    qtbot.keyClicks(page.amending.edits["why"], "I forgot it")
    qtbot.keyClick(page.amending.edits["why"], Qt.Key.Key_Return, CTRL)
    note = casebook.notes.again(amended)
    assert note.session.next_time.endswith("Ask about the nights.")
    assert note.versions[-1].reason == "Something left out: I forgot it"
    assert "Ask about the nights." not in note.first.next_time
    assert casebook.amendments.draft(amended) is None
    assert "Next time: 4 words added." in _words(page.reading.amendments)


def test_an_unfinished_amendment_waits_and_is_no_part_of_the_note(
    open_page: Callable[..., NotePage], amended: str, casebook: Casebook, qtbot: QtBot
) -> None:
    page = open_page(amended)
    before = casebook.notes.again(amended).session
    page.amend()
    page.amending.edits["baby"].setFocus()
    qtbot.keyClicks(page.amending.edits["baby"], "And ")
    qtbot.keyClick(page.amending.edits["baby"], Qt.Key.Key_Escape)
    assert page.reading.isVisible()
    assert casebook.notes.again(amended).session == before
    again = open_page(amended)
    again.amend()
    assert again.amending.edits["baby"].words() == "And " + before.baby


def test_an_amendment_that_was_being_typed_comes_back_after_a_lock(
    open_page: Callable[..., NotePage], amended: str, qtbot: QtBot
) -> None:
    page = open_page(amended)
    page.amend()
    page.amending.edits["why"].setFocus()
    qtbot.keyClicks(page.amending.edits["why"], "The day was wr")
    page.keep_now()
    place = page.place()
    page.close()
    again = open_page(amended)
    again.go_to(place)
    assert again.amending.edits["why"].hasFocus()
    assert again.amending.edits["why"].words() == "The day was wr"


def test_a_note_in_the_wrong_family_is_begun_again_in_the_right_one_and_stays_legible(
    open_page: Callable[..., NotePage],
    amended: str,
    casebook: Casebook,
    qtbot: QtBot,
    answering: Callable[..., list[QWidget]],
) -> None:
    page = open_page(amended)
    finn = next(row.family.id for row in casebook.families.rows() if row.circle.title == "Finn")

    def choose(dialog: QWidget) -> None:
        dialog.answer()
        assert dialog.isVisible()
        dialog.family.set_value(finn)
        qtbot.keyClicks(dialog.reason, "I had the wrong family open")
        dialog.answer()

    answering(choose)
    with qtbot.waitSignal(page.wanted) as went:
        page.reading.uses.move_note.click()
    route, again = went.args
    kept = casebook.notes.draft(again)
    assert route == "note"
    assert kept
    assert (kept.note.session.family, kept.note.session.rewritten_from) == (finn, amended)
    page.show_for(amended)
    assert "Entered in error" in _words(page.reading)
    assert "three times" in page.reading.edits["baby"].words()
    assert not page.bar.amend.isVisible()
    with qtbot.waitSignal(page.wanted) as linked:
        _press(page.reading, "Open it there")
    assert linked.args == ["note", again]


def test_a_printed_note_is_written_down_and_never_holds_the_reflection(
    open_page: Callable[..., NotePage], casebook: Casebook, tmp_path: Path
) -> None:
    note = next(n for n in casebook.notes.of(_mabel(casebook)) if casebook.notes.again(n.id).reflection)
    jobs: list[str] = []

    def to_file(parent: QWidget | None, job: str) -> QPrinter:
        printer = QPrinter()
        printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        printer.setOutputFileName(str(tmp_path / "out.pdf"))
        printer.setDocName(job)
        jobs.append(job)
        return printer

    page = open_page(note.id, printer=to_file)
    page.bar.print.click()
    document = pypdfium2.PdfDocument(tmp_path / "out.pdf")
    text = " ".join(" ".join(leaf.get_textpage().get_text_range() for leaf in document).split())
    opened = casebook.notes.again(note.id)
    assert " ".join(opened.session.baby.split()[:4]) in text
    assert " ".join(opened.reflection.text.split()[-5:]) not in text
    assert jobs == ["Note"]
    assert "Printed" in _words(page.reading.uses)


@pytest.mark.parametrize("scale", [1.0, 1.3, 2.0])
@pytest.mark.parametrize("which", ["draft", "signed", "amending"])
def test_nothing_is_cut_off_or_out_of_reach(
    which: str,
    scale: float,
    begun: NoteDraft,
    amended: str,
    open_page: Callable[..., NotePage],
    qtbot: QtBot,
    qapp: object,
) -> None:
    apply(qapp, "light", scale)
    page = open_page(begun.session.id if which == "draft" else amended)
    if which == "amending":
        page.amend()
    page.resize(1194 if scale < 1.4 else 1278, 700)
    qtbot.wait(60)
    assert facts.cut_off(page) == []
    assert facts.too_small(page) == []
    assert facts.unnamed(page) == []
    assert facts.on_top_of_another(page) == []
    assert page.minimumSizeHint().width() <= page.width()
