"""What a therapist notices while the letter a family keeps is written, read, signed and handed over."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pypdfium2
import pytest
from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from pipnotes.casebook.casebook import Casebook
from pipnotes.domain.codes import Recipient, SafeContact
from pipnotes.ui.desk import Desk
from pipnotes.ui.pages.letter import LetterPage
from pipnotes.ui.theme import apply
from pipnotes.ui.widgets.buttons import Button
from pipnotes.ui.widgets.text import Text
from tests.ui import facts

CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
Answering = Callable[..., list[QWidget]]


@pytest.fixture
def sami(casebook: Casebook) -> str:
    return next(row.family.id for row in casebook.families.rows() if row.circle.title == "Sami")


@pytest.fixture
def open_page(desk: Desk, qtbot: QtBot) -> Callable[..., LetterPage]:
    def opening(family: str, **words: object) -> LetterPage:
        page = LetterPage(desk, **words)  # type: ignore[arg-type]
        qtbot.addWidget(page)
        desk.changed.connect(page.refresh)
        page.resize(1194, 740)
        with qtbot.waitActive(page):
            page.show()
            page.activateWindow()
        page.show_for(family)
        QApplication.processEvents()
        return page

    return opening


@pytest.fixture
def page(open_page: Callable[..., LetterPage], sami: str) -> LetterPage:
    return open_page(sami)


def _words(widget: QWidget) -> str:
    QApplication.processEvents()
    return " ".join(text.text() for text in widget.findChildren(Text) if text.isVisible())


def _press(widget: QWidget, words: str) -> None:
    QApplication.processEvents()
    next(b for b in widget.findChildren(Button) if b.text() == words and b.isVisible()).click()


def _pages(page: LetterPage) -> str:
    return _read(page.view.preview.view._document)


def _read(document: pypdfium2.PdfDocument | Path) -> str:
    opened = pypdfium2.PdfDocument(document) if isinstance(document, Path) else document
    return " ".join(" ".join(leaf.get_textpage().get_text_range() for leaf in opened).split())


def _choose(page: LetterPage, recipient: Recipient, qtbot: QtBot) -> None:
    page.view.recipients.cards[recipient].setFocus()
    qtbot.keyClick(page.view.recipients.cards[recipient], Qt.Key.Key_Space)


def _left(casebook: Casebook) -> list[str]:
    return [done.action for done in casebook.audit() if done.action.startswith("letter ")]


def _to_file(file: Path, jobs: list[str]) -> Callable[[QWidget | None, str], QPrinter]:
    def choose(parent: QWidget | None, job: str) -> QPrinter:
        printer = QPrinter()
        printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        printer.setOutputFileName(str(file))
        jobs.append(job)
        return printer

    return choose


def _yes(qtbot: QtBot) -> Callable[[QWidget], object]:
    return lambda dialog: qtbot.keyClick(dialog, Qt.Key.Key_Return, CTRL)


def _no(qtbot: QtBot) -> Callable[[QWidget], object]:
    return lambda dialog: qtbot.keyClick(dialog, Qt.Key.Key_Escape)


def _sign(page: LetterPage, qtbot: QtBot, answering: Answering) -> None:
    answering(_yes(qtbot))
    page.sign()
    QApplication.processEvents()


def test_the_pages_follow_the_words_when_the_typing_pauses(page: LetterPage, qtbot: QtBot) -> None:
    edit = page.view.paper.edits["ending"]
    edit.setFocus()
    edit.set_caret(len(edit.words()))
    qtbot.keyClicks(edit, " We ate the last biscuit.")
    assert "the last biscuit" not in _pages(page)
    qtbot.waitUntil(lambda: "the last biscuit" in _pages(page))


def test_what_is_typed_is_kept_and_comes_back_with_its_place(
    page: LetterPage, open_page: Callable[..., LetterPage], sami: str, casebook: Casebook, qtbot: QtBot
) -> None:
    edit = page.view.paper.edits["still_hard"]
    edit.setFocus()
    edit.set_caret(0)
    qtbot.keyClicks(edit, "Now and then. ")
    _choose(page, Recipient.GP, qtbot)
    edit.setFocus()
    page.keep_now()
    place = page.place()
    page.close()
    letter = casebook.letters.current(sami)
    assert letter
    assert next(s.text for s in letter.sections if s.key == "still_hard").startswith("Now and then. ")
    again = open_page(sami)
    again.go_to(place)
    assert again.view.recipient is Recipient.GP
    assert again.view.paper.edits["still_hard"].hasFocus()
    assert again.view.paper.edits["still_hard"].caret() == len("Now and then. ")


def test_leaving_a_section_keeps_it(page: LetterPage, sami: str, casebook: Casebook, desk: Desk, qtbot: QtBot) -> None:
    edit = page.view.paper.edits["ending"]
    edit.setFocus()
    with qtbot.waitSignal(desk.saved):
        qtbot.keyClicks(edit, "Yes. ")
        qtbot.keyClick(edit, Qt.Key.Key_Tab)
    letter = casebook.letters.current(sami)
    assert letter
    assert next(s.text for s in letter.sections if s.key == "ending").startswith("Yes. ")
    assert "Saved" in _words(page.bar)


def test_each_reader_has_a_greeting_and_goes_without_what_is_left_out(page: LetterPage, qtbot: QtBot) -> None:
    assert "Dear Zahra and Idris," in _pages(page)
    assert "What we noticed" in _pages(page)
    cards = page.view.recipients.cards
    cards[Recipient.PARENT].setFocus()
    qtbot.keyClick(cards[Recipient.PARENT], Qt.Key.Key_Right)
    assert page.view.recipient is Recipient.GP
    assert page.view.paper.greeting.words() == "Dear Dr Lowther,"
    assert "what we noticed" in _words(cards[Recipient.GP])
    assert "Dear Dr Lowther," in _pages(page)
    assert "you saw that he stopped drinking" not in _pages(page)


def test_a_section_is_left_out_of_one_copy_by_a_key_and_put_back(
    page: LetterPage, sami: str, casebook: Casebook, qtbot: QtBot
) -> None:
    _choose(page, Recipient.GP, qtbot)
    edit = page.view.paper.edits["ending"]
    edit.setFocus()
    qtbot.keyClick(edit, Qt.Key.Key_O, CTRL | SHIFT)
    page.keep_now()
    letter = casebook.letters.current(sami)
    assert letter
    assert next(s.left_out_for for s in letter.sections if s.key == "ending") == (Recipient.GP,)
    qtbot.waitUntil(lambda: "We chose the ending together" not in _pages(page))
    assert "our ending" in _words(page.view.recipients.cards[Recipient.GP])
    qtbot.keyClick(edit, Qt.Key.Key_O, CTRL | SHIFT)
    qtbot.waitUntil(lambda: "We chose the ending together" in _pages(page))


def test_a_kinder_word_is_put_in_by_one_press_and_taken_out_by_undo(page: LetterPage, qtbot: QtBot) -> None:
    edit = page.view.paper.edits["what_we_did"]
    assert "refused" in edit.words()
    _press(page.view.reading, "Change")
    assert "Sami said no to the bottle" in edit.words()
    assert "refused" not in _words(page.view.reading)
    edit.setFocus()
    qtbot.keyClick(edit, Qt.Key.Key_Z, CTRL)
    assert "refused" in edit.words()


def test_a_remark_that_is_left_is_not_made_again(
    page: LetterPage, open_page: Callable[..., LetterPage], sami: str
) -> None:
    assert "refused" in _words(page.view.reading)
    _press(page.view.reading, "Leave")
    page.keep_now()
    page.close()
    assert "“refused”" not in _words(open_page(sami).view.reading)


def test_signing_asks_and_escape_signs_nothing(
    page: LetterPage, sami: str, casebook: Casebook, qtbot: QtBot, answering: Answering
) -> None:
    answering(_no(qtbot))
    qtbot.keyClick(page, Qt.Key.Key_Return, CTRL)
    letter = casebook.letters.current(sami)
    assert letter
    assert letter.signed is None


def test_a_signed_letter_is_read_only_and_prints_to_the_same_bytes_for_ever(
    page: LetterPage, sami: str, casebook: Casebook, qtbot: QtBot, answering: Answering
) -> None:
    _sign(page, qtbot, answering)
    letter = casebook.letters.current(sami)
    assert letter
    assert letter.signed
    before = page.view.paper.edits["ending"].words()
    qtbot.keyClicks(page.view.paper.edits["ending"], "more")
    assert page.view.paper.edits["ending"].words() == before
    assert "DRAFT" not in _pages(page)
    for copy in letter.copies:
        printed = casebook.letters.hand_over(sami, copy.recipient, "printed")
        assert sha256(printed.pdf).hexdigest() == copy.sha256


def test_a_new_letter_can_be_begun_after_one_was_signed(
    page: LetterPage, sami: str, casebook: Casebook, qtbot: QtBot, answering: Answering
) -> None:
    _sign(page, qtbot, answering)
    _press(page.bar, "Begin a new letter")
    letter = casebook.letters.current(sami)
    assert letter
    assert letter.signed is None
    assert len(casebook.letters.signed(sami)) == 1
    assert page.bar.sign.isVisibleTo(page.bar)


@pytest.mark.pain(19)
def test_a_printed_copy_is_the_pages_on_the_screen_and_is_written_down(
    open_page: Callable[..., LetterPage],
    sami: str,
    casebook: Casebook,
    qtbot: QtBot,
    answering: Answering,
    tmp_path: Path,
) -> None:
    jobs: list[str] = []
    page = open_page(sami, printer=_to_file(tmp_path / "paper.pdf", jobs))
    pages = len(page.view.preview.view._document)
    answering(_yes(qtbot))
    qtbot.keyClick(page, Qt.Key.Key_P, CTRL)
    paper = pypdfium2.PdfDocument(tmp_path / "paper.pdf")
    assert len(paper) == pages
    drawn = paper[0].render(scale=0.5).to_pil().convert("L")
    assert drawn.getextrema()[0] < 80
    assert jobs == ["Letter"]
    assert _left(casebook)[-1] == "letter printed"


def test_thinking_better_of_it_prints_nothing_and_writes_nothing_down(
    open_page: Callable[..., LetterPage], sami: str, casebook: Casebook, qtbot: QtBot, answering: Answering
) -> None:
    page = open_page(sami, printer=lambda parent, job: None)
    answering(_yes(qtbot))
    page.print_copy()
    answering(_no(qtbot))
    page.print_copy()
    assert "letter printed" not in _left(casebook)


def test_a_copy_that_would_not_be_safe_stays_here(
    open_page: Callable[..., LetterPage],
    sami: str,
    casebook: Casebook,
    qtbot: QtBot,
    answering: Answering,
    tmp_path: Path,
) -> None:
    mum = casebook.families.circle(sami).caregivers[0]
    casebook.families.keep_person(replace(mum, safe_contact=SafeContact.NONE))
    jobs: list[str] = []
    page = open_page(sami, printer=_to_file(tmp_path / "paper.pdf", jobs))
    said: list[str] = []

    def read(dialog: QWidget) -> None:
        said.append(_words(dialog))
        qtbot.keyClick(dialog, Qt.Key.Key_Return, CTRL)

    answering(read)
    page.print_copy()
    assert "A letter is not a safe way to reach this family." in said[0]
    assert jobs == []
    assert "letter printed" not in _left(casebook)


def test_a_saved_copy_is_the_very_bytes_and_its_name_names_nobody(
    open_page: Callable[..., LetterPage],
    sami: str,
    casebook: Casebook,
    qtbot: QtBot,
    answering: Answering,
    tmp_path: Path,
) -> None:
    names: list[str] = []

    def place(parent: QWidget | None, name: str) -> Path:
        names.append(name)
        return tmp_path / name

    page = open_page(sami, place=place)
    _choose(page, Recipient.GP, qtbot)
    answering(_yes(qtbot))
    _press(page.bar, "Save PDF")
    letter = casebook.letters.current(sami)
    assert letter
    assert (tmp_path / "Letter.pdf").read_bytes() == casebook.letters.preview(letter, Recipient.GP)
    assert names == ["Letter.pdf"]
    assert (tmp_path / "Letter.pdf").stat().st_mode & 0o077 == 0
    assert _left(casebook)[-1] == "letter saved"
    assert "Saved as a PDF" in _words(page.bar)


def test_a_copy_that_could_not_be_saved_did_not_leave(
    open_page: Callable[..., LetterPage],
    sami: str,
    casebook: Casebook,
    qtbot: QtBot,
    answering: Answering,
    tmp_path: Path,
) -> None:
    page = open_page(sami, place=lambda parent, name: tmp_path / "no such folder" / name)
    told: list[str] = []

    def read(dialog: QWidget) -> None:
        told.append(_words(dialog))
        qtbot.keyClick(dialog, Qt.Key.Key_Escape)

    answering(_yes(qtbot), read)
    page.save_copy()
    assert "The file could not be written there." in told[0]
    assert "letter saved" not in _left(casebook)


def test_large_print_makes_larger_pages_of_the_same_words(page: LetterPage, qtbot: QtBot) -> None:
    before = len(page.view.preview.view._document)
    page.view.paper.large.click()
    assert len(page.view.preview.view._document) > before
    assert "Dear Zahra and Idris," in _pages(page)


def test_a_family_without_a_letter_begins_one_with_a_key_and_a_discarded_one_comes_back(
    open_page: Callable[..., LetterPage], casebook: Casebook, qtbot: QtBot, answering: Answering
) -> None:
    mabel = next(row.family.id for row in casebook.families.rows() if row.circle.title == "Mabel")
    page = open_page(mabel)
    assert "No letter yet" in _words(page)
    qtbot.keyClick(page, Qt.Key.Key_Return, CTRL)
    edit = page.view.paper.edits["ending"]
    edit.setFocus()
    qtbot.keyClicks(edit, "To be written together. ")
    answering(_yes(qtbot))
    page.bar.discard.click()
    assert casebook.letters.current(mabel) is None
    assert "No letter yet" in _words(page)
    _press(page, "Bring back the one set aside")
    assert page.view.paper.edits["ending"].words().startswith("To be written together.")


def test_hidden_names_are_not_on_the_cards(page: LetterPage, desk: Desk, casebook: Casebook, sami: str) -> None:
    desk.hide_names(True)
    shown = _words(page.view.recipients) + _words(page.bar) + _words(page.view.preview)
    shown += " ".join(b.text() for b in page.bar.findChildren(Button) if b.isVisible())
    assert casebook.families.circle(sami).family.code in shown
    for name in ("Zahra", "Idris", "Sami", "Lowther", "Kaur"):
        assert name not in shown


@pytest.mark.parametrize("scale", [1.0, 1.3, 2.0])
@pytest.mark.parametrize("signed", [False, True])
def test_nothing_is_cut_off_or_out_of_reach(
    signed: bool,
    scale: float,
    sami: str,
    casebook: Casebook,
    open_page: Callable[..., LetterPage],
    qtbot: QtBot,
    qapp: QApplication,
) -> None:
    if signed:
        letter = casebook.letters.current(sami)
        assert letter
        casebook.letters.sign(letter)
    apply(qapp, "light", scale)
    page = open_page(sami)
    page.resize(1194 if scale < 1.4 else 1278, 700)
    qtbot.wait(60)
    assert facts.cut_off(page) == []
    assert facts.too_small(page) == []
    assert facts.unnamed(page) == []
    assert facts.on_top_of_another(page) == []
    assert page.minimumSizeHint().width() <= page.width()
