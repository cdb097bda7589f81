"""The running program: opening, locking, coming back, and being found again."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QPlainTextEdit
from pytestqt.qtbot import QtBot

from pipnotes.casebook import vaults
from pipnotes.casebook.demo_vault import PASSPHRASE
from pipnotes.ui.causes import IDLE
from pipnotes.ui.fresh import bring_up
from pipnotes.ui.main_window import MainWindow
from pipnotes.ui.pages.unlock import UnlockPage
from pipnotes.ui.program import Program
from pipnotes.ui.theme import look
from pipnotes.ui.typed import open_dialogs
from pipnotes.ui.widgets.dialog import Dialog
from pipnotes.ui.widgets.fields import ComboBox, LineEdit, SearchField
from pipnotes.ui.widgets.passphrase import PassphraseField
from pipnotes.ui.widgets.text import Text
from tests.conftest import Caseload, Clock
from tests.ui.shell import SmallNote, program_for


class Shell:
    """The program under test and what it asked of the world outside."""

    def __init__(
        self, app: QApplication, home: Path, folder: Path, clock: Clock, bot: QtBot, *, comes_up: bool
    ) -> None:
        self.relaunched: list[tuple[Path, str]] = []
        self.quits: list[bool] = []
        self.folder, self.clock, self.bot = folder, clock, bot
        self.program: Program = program_for(
            app, home, clock, relaunched=self.relaunched, quits=self.quits, comes_up=comes_up
        )

    @property
    def main(self) -> MainWindow:
        found = self.program.window.centralWidget()
        assert isinstance(found, MainWindow)
        return found

    @property
    def front(self) -> UnlockPage:
        found = self.program.window.centralWidget()
        assert isinstance(found, UnlockPage)
        return found

    def unlock(self, passphrase: str = PASSPHRASE) -> None:
        field = self.front.findChild(PassphraseField)
        field.edit.clear()
        QTest.keyClicks(field.edit, passphrase)
        QTest.keyClick(field.edit, Qt.Key.Key_Return)

    def open(self) -> None:
        self.program.start(self.folder)
        self.unlock()
        self.bot.waitUntil(lambda: isinstance(self.program.window.centralWidget(), MainWindow), timeout=20_000)

    def begin_note(self) -> SmallNote:
        casebook = self.program._casebook
        assert casebook is not None
        family = casebook.families.rows()[0].circle.family.id
        session = casebook.notes.start(family).session.id
        assert self.main.go("note", session)
        return self.main.findChild(SmallNote)

    def locked(self) -> None:
        self.bot.waitUntil(lambda: bool(self.relaunched), timeout=5_000)


Make = Callable[..., Shell]


def words_on(page: object) -> str:
    return " ".join(text.text() for text in page.findChildren(Text) if text.isVisible())  # type: ignore[attr-defined]


@pytest.fixture
def folder(caseload: Caseload, tmp_path: Path) -> Path:
    return Path(shutil.copytree(caseload.folder, tmp_path / "work.pipvault"))


@pytest.fixture
def shells(qapp: QApplication, qtbot: QtBot, tmp_path: Path, folder: Path, caseload: Caseload) -> Iterator[Make]:
    made: list[Shell] = []

    def make(*, comes_up: bool = False) -> Shell:
        made.append(Shell(qapp, tmp_path / "home", folder, Clock(caseload.at), qtbot, comes_up=comes_up))
        return made[-1]

    yield make
    for shell in made:
        shell.program.window.close()
        qapp.removeEventFilter(shell.program._lock_key)
        shell.program.window.deleteLater()
        shell.program.deleteLater()


def test_the_window_is_called_pipnotes_whatever_it_shows(shells: Make) -> None:
    shell = shells()
    shell.program.start(shell.folder)
    assert shell.program.window.windowTitle() == "PipNotes"
    shell.unlock()
    shell.bot.waitUntil(lambda: isinstance(shell.program.window.centralWidget(), MainWindow), timeout=20_000)
    shell.begin_note()
    assert shell.program.window.windowTitle() == "PipNotes"


def test_before_the_passphrase_nothing_is_said_but_folder_and_moments(shells: Make) -> None:
    shell = shells()
    shell.open()
    shell.program.window.close()
    again = shells()
    again.program.start(again.folder)
    assert "Last opened today, 08:40" in words_on(again.front)
    assert again.front.findChild(ComboBox).currentText() == "work"
    kept = (again.folder.parent / "home" / "vaults.json").read_text()
    assert "Ruth" not in kept
    assert set(json.loads(kept)["vaults"][0]) == {"folder", "opened", "backed_up", "backups"}


def test_a_wrong_passphrase_is_told_in_three_lines_and_stays_to_be_mended(shells: Make) -> None:
    shell = shells()
    shell.program.start(shell.folder)
    shell.unlock("correct horse battery stable")
    shell.bot.waitUntil(lambda: "does not open this vault" in words_on(shell.front), timeout=20_000)
    told = words_on(shell.front)
    assert "Nothing was changed." in told
    assert "try again" in told
    assert shell.front.findChild(PassphraseField).text() == "correct horse battery stable"
    shell.unlock()
    shell.bot.waitUntil(lambda: isinstance(shell.program.window.centralWidget(), MainWindow), timeout=20_000)


def test_many_wrong_tries_make_the_next_one_wait_and_say_so(shells: Make) -> None:
    shell = shells()
    (shell.folder / "tries.json").write_text(json.dumps({"count": 6, "last": 0}))
    shell.program.start(shell.folder)
    shell.unlock("wrong")
    shell.bot.waitUntil(lambda: "the next one waits" in words_on(shell.front), timeout=20_000)
    assert "never locked out" in words_on(shell.front)


def test_ctrl_l_keeps_the_half_typed_sentence_and_unlocking_returns_to_the_caret(shells: Make) -> None:
    shell = shells()
    shell.open()
    note = shell.begin_note()
    note.edit.setFocus()
    QTest.keyClicks(note.edit, "Mabel reached for the spo")
    for _ in range(4):
        QTest.keyClick(note.edit, Qt.Key.Key_Left)
    QTest.keyClick(note.edit, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    shell.locked()
    assert not shell.program.window.centralWidget().findChildren(SmallNote)
    assert "Locked. Your words are kept." in words_on(shell.front)
    shell.unlock()
    shell.bot.waitUntil(lambda: isinstance(shell.program.window.centralWidget(), MainWindow), timeout=20_000)
    back = shell.main.findChild(SmallNote)
    assert back.edit.toPlainText() == "Mabel reached for the spo"
    assert back.edit.textCursor().position() == 21


def test_after_minutes_without_typing_the_vault_locks_and_says_why(shells: Make) -> None:
    shell = shells()
    shell.open()
    note = shell.begin_note()
    note.edit.setPlainText("Half a thou")
    shell.program.idle.set_seconds(0)
    shell.program.idle.check()
    shell.locked()
    assert shell.relaunched == [(shell.folder, IDLE)]
    assert "Locked after 5 minutes without typing. Your words are kept." in words_on(shell.front)
    assert not (shell.folder / "vault.db-wal").exists()


def test_once_a_fresh_process_is_ready_this_one_ends_and_shows_nothing(shells: Make) -> None:
    shell = shells(comes_up=True)
    shell.open()
    shell.program.lock()
    shell.locked()
    shell.bot.waitUntil(lambda: bool(shell.quits))
    assert not shell.program.window.isVisible()
    assert shell.program.window.centralWidget() is None


def test_locking_closes_an_open_dialog_and_keeps_what_was_typed_in_it(shells: Make) -> None:
    shell = shells()
    shell.open()
    shell.begin_note()
    dialog = Dialog(shell.program.window, "Amend", title="Why does the note change?")
    why = LineEdit("Reason")
    dialog.grid.add("Reason", why)

    def type_and_walk_away() -> None:
        QTest.keyClicks(why, "Dad rang to say")
        QTest.keyClick(why, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)

    QTimer.singleShot(50, type_and_walk_away)
    dialog.exec()
    shell.locked()
    assert not open_dialogs()
    seen: list[str] = []

    def read_and_close() -> None:
        for shown in open_dialogs():
            seen.extend(field.toPlainText() for field in shown.findChildren(QPlainTextEdit))
            shown.accept()

    timer = QTimer()
    timer.timeout.connect(read_and_close)
    timer.start(100)
    shell.unlock()
    shell.bot.waitUntil(lambda: bool(seen), timeout=20_000)
    timer.stop()
    assert "Dad rang to say" in seen


def test_closing_the_window_keeps_what_is_typed(shells: Make) -> None:
    shell = shells()
    shell.open()
    note = shell.begin_note()
    note.edit.setPlainText("She laughed about the spoon")
    shell.program.window.close()
    again = shells()
    again.open()
    assert again.main.findChild(SmallNote).edit.toPlainText() == "She laughed about the spoon"


def test_a_note_that_is_gone_after_unlocking_leads_to_the_first_page(shells: Make, caseload: Caseload) -> None:
    shell = shells()
    before = vaults.open_with(shell.folder, caseload.key, clock=shell.clock)
    before.remember_place(json.dumps({"page": "note", "subject": "gone", "place": {}}))
    before.close()
    shell.open()
    assert shell.main._now == "today"


def test_a_vault_that_will_not_open_says_so_and_offers_a_backup_which_restores_it(shells: Make, tmp_path: Path) -> None:
    shell = shells()
    shell.open()
    casebook = shell.program._casebook
    assert casebook is not None
    backup = casebook.back_up(tmp_path / "stick").path
    families = len(casebook.families.rows())
    shell.program.window.close()
    with (shell.folder / "vault.db").open("r+b") as file:
        file.truncate(20_000)
    again = shells()
    again.program.start(again.folder)
    again.unlock()
    again.bot.waitUntil(again.front._rescue.offers, timeout=20_000)
    assert "damaged or cut short" in words_on(again.front)

    def restore() -> None:
        for dialog in open_dialogs():
            dialog.findChildren(LineEdit)[0].setText(str(backup))
            dialog.findChild(PassphraseField).set_text(PASSPHRASE)
            dialog.answer()  # type: ignore[attr-defined]

    QTimer.singleShot(100, restore)
    again.front._rescue.other.click()
    assert again.front._folder != again.folder
    again.unlock()
    again.bot.waitUntil(lambda: isinstance(again.program.window.centralWidget(), MainWindow), timeout=20_000)
    restored = again.program._casebook
    assert restored is not None
    assert len(restored.families.rows()) == families


def test_ctrl_k_finds_a_family_by_words_and_opens_it(shells: Make) -> None:
    shell = shells()
    shell.open()

    def look_for() -> None:
        for dialog in open_dialogs():
            field = dialog.findChild(SearchField)
            QTest.keyClicks(field, "Mabel")
            QTest.keyClick(field, Qt.Key.Key_Return)

    QTimer.singleShot(100, look_for)
    QTest.keyClick(shell.program.window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    assert shell.main._now in ("family", "letter", "supervision")
    assert shell.main._subject


def test_a_second_start_on_the_same_vault_raises_the_window_that_is_open(shells: Make, qtbot: QtBot) -> None:
    first, second = shells(), shells()
    first.program.start(first.folder)
    first.program.window.showMinimized()
    assert not second.program.start(second.folder)
    qtbot.waitUntil(lambda: not first.program.window.isMinimized())
    assert not second.program.window.isVisible()


@pytest.mark.qt_log_ignore("grabbing the keyboard", extend=True)
def test_the_keys_go_to_pages_hide_names_and_list_every_command(shells: Make) -> None:
    shell = shells()
    shell.open()
    window = shell.program.window
    QTest.keyClick(window, Qt.Key.Key_2, Qt.KeyboardModifier.AltModifier)
    assert shell.main._now == "families"
    QTest.keyClick(window, Qt.Key.Key_F8)
    assert shell.main._desk.names_hidden
    assert "Names hidden" in [item.text() for item in shell.main._status._items.values() if item.isVisible()]
    QTest.keyClick(window, Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier)
    assert look().theme.name == "dark"
    QTest.keyClick(window, Qt.Key.Key_Plus, Qt.KeyboardModifier.ControlModifier)
    assert look().scale == 1.15
    QTest.keyClick(window, Qt.Key.Key_0, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(window, Qt.Key.Key_F10)
    menu = shell.main.findChild(QMenu)
    said = {action.text() for action in menu.actions()}
    assert {"Today", "Find", "Lock now", "Hide or show names", "Light or dark", "Help"} <= said
    menu.close()
    shown: list[str] = []

    def read_help() -> None:
        shown.extend(words_on(dialog) for dialog in open_dialogs())
        for dialog in open_dialogs():
            dialog.reject()

    QTimer.singleShot(100, read_help)
    QTest.keyClick(window, Qt.Key.Key_F1)
    assert "Hide or show names" in shown[0]


def test_f6_steps_from_pane_to_pane_and_back_to_where_one_was(shells: Make) -> None:
    shell = shells()
    shell.open()
    note = shell.begin_note()
    shell.program.window.activateWindow()
    note.edit.setFocus()
    QTest.keyClick(shell.program.window, Qt.Key.Key_F6)
    assert not note.edit.hasFocus()
    QTest.keyClick(shell.program.window, Qt.Key.Key_F6, Qt.KeyboardModifier.ShiftModifier)
    assert note.edit.hasFocus()


def test_the_status_line_says_how_things_stand(shells: Make) -> None:
    shell = shells()
    shell.open()
    note = shell.begin_note()
    note.edit.setPlainText("A word")
    shell.main.keep_now()
    said = [item.text() for item in shell.main._status._items.values() if item.isVisible()]
    assert "Saved 0 s ago" in said
    assert "Locks after 5 minutes without typing" in said
    assert any(words.startswith("Offline - ") for words in said)


@pytest.mark.pain(4)
def test_a_real_second_process_comes_up_locked_and_says_it_is_ready(folder: Path) -> None:
    child = bring_up(folder, IDLE, patience=30)
    assert child is not None
    assert child.poll() is None
    child.kill()
    child.communicate()


def test_a_process_that_does_not_come_up_is_not_waited_for_for_ever(folder: Path) -> None:
    assert bring_up(folder, IDLE, command=[sys.executable, "-c", "import time; time.sleep(60)"], patience=0.5) is None
