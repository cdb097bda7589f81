"""From nothing to an open vault, and back in when the passphrase is forgotten."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pypdfium2
import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QPageSize
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from pipnotes import vault as store
from pipnotes.casebook import vaults
from pipnotes.casebook.casebook import Casebook
from pipnotes.casebook.strength import judge, recovery_wordlist, suggest, words_fit
from pipnotes.ui.main_window import MainWindow
from pipnotes.ui.pages.first_run import FirstRunPage
from pipnotes.ui.pages.unlock import UnlockPage
from pipnotes.ui.printing import print_pdf
from pipnotes.ui.program import Program
from pipnotes.ui.setup.backup import BackupForm
from pipnotes.ui.setup.passphrase import NewPassphrase
from pipnotes.ui.setup.recovery import EnterWords, ProveWords, WordGrid
from pipnotes.ui.setup.word_edit import WordEdit
from pipnotes.ui.theme import apply
from pipnotes.ui.typed import open_dialogs
from pipnotes.ui.widgets.passphrase import PassphraseField
from tests.conftest import Clock
from tests.ui.shell import program_for

PHRASE = "teapot meadow ladder frost"


@pytest.fixture
def program(qapp: QApplication, qtbot: QtBot, tmp_path: Path, clock: Clock) -> Iterator[Program]:
    made = program_for(qapp, tmp_path / "home", clock, relaunched=[], quits=[], comes_up=False)
    yield made
    made.window.close()
    qapp.removeEventFilter(made._lock_key)
    made.window.deleteLater()
    made.deleteLater()


def button(page: QWidget, words: str) -> QPushButton:
    found = [b for b in page.findChildren(QPushButton) if b.text().replace("&", "") == words and b.isVisible()]
    assert len(found) == 1, (words, found)
    return found[0]


def fill(page: QWidget, name: str, words: str) -> None:
    field = next(e for e in page.findChildren(QLineEdit) if e.accessibleName() == name and e.isVisible())
    field.setFocus()
    field.clear()
    QTest.keyClicks(field, words)


def set_up(program: Program, folder: Path, bot: QtBot, *, supervisor: bool = False) -> FirstRunPage:
    """Go through the first three steps by hand; the vault is then there."""
    program.start(folder)
    page = program.window.centralWidget()
    assert isinstance(page, FirstRunPage)
    if supervisor:
        QTest.keyClick(page._welcome._role, Qt.Key.Key_Right)
    button(page, "Next").click()
    fill(page, "Your name", "Ruth Ellison")
    fill(page, "Service", "Northfold Parent-Infant Team")
    button(page, "Next").click()
    fill(page, "New passphrase", PHRASE)
    assert not button(page, "Next").isEnabled()
    fill(page, "The same passphrase again", PHRASE)
    button(page, "Next").click()
    bot.waitUntil(lambda: page._at == 3, timeout=30_000)
    return page


@pytest.mark.pain(10)
def test_a_first_run_ends_in_an_open_vault_with_its_words_proved(
    program: Program, tmp_path: Path, qtbot: QtBot
) -> None:
    page = set_up(program, tmp_path / "mine.pipvault", qtbot)
    words = page.findChild(WordGrid)._words
    assert words_fit(words)
    button(page, "I have written them down").click()
    assert not page.findChild(WordGrid).isVisible()
    prove = page.findChild(ProveWords)
    for number, edit in prove._edits.items():
        QTest.keyClicks(edit, words[number - 1])
    button(page, "Next").click()
    fill(page, "Folder for backups", str(tmp_path / "stick"))
    with qtbot.waitSignal(page.findChild(BackupForm).made, timeout=20_000):
        button(page, "Back up now").click()
    button(page, "Next").click()
    button(page, "Later").click()
    assert isinstance(program.window.centralWidget(), MainWindow)
    casebook = program._casebook
    assert casebook is not None
    assert casebook.me.name == "Ruth Ellison"
    assert casebook.me.service == "Northfold Parent-Infant Team"
    assert casebook.recovery_proved
    assert casebook.last_backup is not None
    program.window.close()
    vaults.unlock(tmp_path / "mine.pipvault", PHRASE).close()


def test_set_up_can_be_left_once_there_is_a_passphrase_and_nothing_is_lost(
    program: Program, tmp_path: Path, qtbot: QtBot
) -> None:
    set_up(program, tmp_path / "mine.pipvault", qtbot, supervisor=True)
    program.window.close()
    again = vaults.unlock(tmp_path / "mine.pipvault", PHRASE)
    assert again.me.name == "Ruth Ellison"
    assert again.role.value == "supervisor"
    assert not again.recovery_proved
    again.close()


def test_leaving_before_there_is_a_vault_asks_when_something_was_typed(
    program: Program, tmp_path: Path, qtbot: QtBot
) -> None:
    program.start(tmp_path / "mine.pipvault")
    page = program.window.centralWidget()
    assert isinstance(page, FirstRunPage)
    button(page, "Next").click()
    fill(page, "Your name", "Ruth")
    asked: list[str] = []

    def stay() -> None:
        for dialog in open_dialogs():
            asked.append(dialog.accessibleName())
            dialog.reject()

    QTimer.singleShot(100, stay)
    program.window.close()
    assert asked == ["Leave before there is a vault?"]
    assert program.window.isVisible()
    page._about.form._edits["name"].clear()


def test_a_wrong_word_from_paper_does_not_prove_it(program: Program, tmp_path: Path, qtbot: QtBot) -> None:
    page = set_up(program, tmp_path / "mine.pipvault", qtbot)
    words = page.findChild(WordGrid)._words
    button(page, "I have written them down").click()
    for number, edit in page.findChild(ProveWords)._edits.items():
        edit.setText(next(word for word in recovery_wordlist() if word != words[number - 1]))
    assert not button(page, "Next").isEnabled()
    assert "Compare them with your paper" in page.findChild(ProveWords)._said.text()


@pytest.mark.pain(8)
def test_the_recovery_words_open_a_vault_and_give_it_a_new_passphrase(
    program: Program, tmp_path: Path, qtbot: QtBot, clock: Clock
) -> None:
    folder = tmp_path / "mine.pipvault"
    made = store.create(folder, PHRASE, role="therapist", owner="Ruth", clock=clock, cost=store.FLOOR)
    words = made.words()
    Casebook(made, clock).close()
    program.start(folder)
    page = program.window.centralWidget()
    assert isinstance(page, UnlockPage)
    button(page, "Use recovery words").click()
    QApplication.clipboard().setText("\n".join(f"{n}. {word}" for n, word in enumerate(words.split(), 1)))
    first = page.findChild(EnterWords).findChildren(WordEdit)[0]
    QTest.keyClick(first, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    QApplication.clipboard().clear()
    assert page.findChild(EnterWords).fit()
    fill(page, "New passphrase", "lantern harbour maple seven")
    fill(page, "The same passphrase again", "lantern harbour maple seven")
    button(page, "Open the vault").click()
    qtbot.waitUntil(lambda: isinstance(program.window.centralWidget(), MainWindow), timeout=30_000)
    program.window.close()
    vaults.unlock(folder, "lantern harbour maple seven").close()


@pytest.fixture
def enter(qapp: QApplication, qtbot: QtBot) -> EnterWords:
    """Return the 24 boxes, shown, with the keyboard in the first."""
    apply(qapp, "light")
    made = EnterWords()
    qtbot.addWidget(made)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    made.findChildren(WordEdit)[0].setFocus()
    return made


def test_a_recovery_word_is_completed_and_ticked_and_space_goes_on(enter: EnterWords) -> None:
    edits = enter.findChildren(WordEdit)
    QTest.keyClicks(edits[0], "aban")
    assert edits[0].text() == "abandon"
    assert edits[0].is_listed()
    QTest.keyClick(edits[0], Qt.Key.Key_Space)
    assert edits[1].hasFocus()
    QTest.keyClicks(edits[1], "zoo")
    assert "2 of 24 words are there" in enter._said.text()
    QTest.keyClick(edits[1], Qt.Key.Key_Tab)
    QTest.keyClicks(edits[2], "xyl")
    assert edits[2].is_wrong()


def test_the_only_word_that_can_be_meant_is_filled_in_and_no_other(enter: EnterWords) -> None:
    first, second = enter.findChildren(WordEdit)[:2]
    QTest.keyClicks(first, "cab")
    assert first.text() == "cab"
    assert enter._said.text() == "Word 1 could be cabbage, cabin or cable."
    QTest.keyClick(first, Qt.Key.Key_Space)
    assert first.hasFocus()
    QTest.keyClicks(first, "i")
    assert (first.text(), first.selectedText()) == ("cabin", "n")
    # What is deleted does not grow back, and typing on goes over what was filled in.
    QTest.keyClick(first, Qt.Key.Key_Backspace)
    assert first.text() == "cabi"
    QTest.keyClicks(first, "n")
    QTest.keyClick(first, Qt.Key.Key_Tab)
    assert second.hasFocus()
    QTest.keyClicks(second, "car")
    QTest.keyClick(second, Qt.Key.Key_Space)
    assert (first.text(), second.text()) == ("cabin", "car")
    assert not second.hasFocus()


def test_a_word_that_is_on_no_sheet_is_marked_at_once_and_a_half_one_when_it_is_left(enter: EnterWords) -> None:
    first, second, third = enter.findChildren(WordEdit)[:3]
    QTest.keyClicks(first, "xylo")
    assert first.accessibleDescription() == "Not on the list."
    assert enter._said.text().startswith("Word 1 is not on the list.")
    QTest.keyClick(first, Qt.Key.Key_Space)
    QTest.keyClicks(second, "ca")
    assert second.accessibleDescription() == ""
    third.setFocus()
    assert second.accessibleDescription() == "Not on the list."
    assert enter._said.text().startswith("Words 1 and 2 are not on the list.")
    first.setText("zoo")
    second.setText("cable")
    assert first.accessibleDescription() == second.accessibleDescription() == "On the list."


def test_all_the_words_together_are_told_right_or_wrong_by_their_checksum(enter: EnterWords) -> None:
    words = ["abandon"] * 23 + ["art"]
    enter._spread(0, words)
    assert enter.fit()
    assert enter._said.text() == "All 24 words fit together."
    enter._spread(0, ["zoo", *words[1:]])
    assert not enter.fit()
    assert "do not fit together" in enter._said.text()


def test_only_a_passphrase_that_is_easy_to_guess_is_refused() -> None:
    for weak in (
        "password",
        "Tr0ub4dor&3",
        "lantern harbour",
        "a" * 32,
        "qwertyuiopasdfghjkl",
    ):
        assert not judge(weak).enough, weak
    assert not judge("Northfold2026", ["Northfold Parent-Infant Team"]).enough
    for strong in (PHRASE, "correct horse battery staple", "h8#Kq2!vP0z$xW5m", "un lac, trois hérons et la pluie"):
        assert judge(strong).enough, strong
    assert judge("").verdict == ""


def test_a_suggested_passphrase_has_five_words_and_is_never_the_same() -> None:
    made = {suggest() for _ in range(50)}
    assert len(made) == 50
    assert {len(phrase.split()) for phrase in made} == {5}
    assert all(judge(phrase).enough for phrase in made)


def test_a_passphrase_is_refused_by_its_strength_alone_and_pasting_is_welcome(qapp: QApplication, qtbot: QtBot) -> None:
    apply(qapp, "light")
    new = NewPassphrase()
    qtbot.addWidget(new)
    new.show()
    first, again = (field.edit for field in new.findChildren(PassphraseField))
    QTest.keyClicks(first, "Password1!")
    assert new.missing() == "Make it longer until 4 of the 5 bars are filled."
    for edit in (first, again):
        edit.clear()
        QApplication.clipboard().setText("mist over the long field at dawn")
        QTest.keyClick(edit, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    QApplication.clipboard().clear()
    assert new.missing() == ""
    assert new.text() == "mist over the long field at dawn"


def test_the_sheet_goes_to_the_printer_as_one_page_straight_from_memory(
    casebook: Casebook, tmp_path: Path, qapp: QApplication
) -> None:
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    printer.setOutputFileName(str(tmp_path / "paper.pdf"))
    print_pdf(printer, casebook.recovery_sheet())
    document = pypdfium2.PdfDocument(tmp_path / "paper.pdf")
    assert len(document) == 1
    document.close()
    assert casebook.audit()[-1].action == "recovery sheet made"
