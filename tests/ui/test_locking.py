"""Whatever somebody is writing in, and whatever locks the vault: the words are kept first, and stand there afterwards.

Pains 1 and 3 of other programs' users: the lock eats what was being typed, and a window that asks something stops it.
Every editor and every cause is met once; each with each in the long run:

    PIPNOTES_LOCKS=all python -m pytest tests/ui/test_locking.py
"""

from __future__ import annotations

import os
import re
import socket
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QObject, Qt, QTimer
from PySide6.QtGui import QGuiApplication, QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QMenu, QPlainTextEdit, QTextEdit, QWidget
from pytestqt.qtbot import QtBot

from pipnotes.casebook import vaults
from pipnotes.casebook.casebook import Casebook
from pipnotes.casebook.notes import Place
from pipnotes.ui.away import Away
from pipnotes.ui.causes import ASKED, IDLE, SCREEN, SLEPT, SWITCHED
from pipnotes.ui.clipboard import MARKS, ClipboardGuard
from pipnotes.ui.curtain import Curtain
from pipnotes.ui.lock_notice import Notice
from pipnotes.ui.main_window import MainWindow
from pipnotes.ui.pages.carrying_wait import StopDialog
from pipnotes.ui.pages.unlock import UnlockPage
from pipnotes.ui.program import Program
from pipnotes.ui.routes import pages_for
from pipnotes.ui.typed import open_dialogs
from pipnotes.ui.widgets.dialog import Dialog
from pipnotes.ui.widgets.fields import LineEdit
from pipnotes.ui.widgets.text import Text
from pipnotes.vault import VaultKey
from tests.casebook.conftest import Pair, Supervision, pair, supervision, supervisor  # noqa: F401 - two vaults with a mailbox
from tests.conftest import Caseload, Clock
from tests.ui.pages.test_supervision import shared
from tests.ui.shell import program_for

CTRL = Qt.KeyboardModifier.ControlModifier


class Work:
    """The program with its real pages over one vault, which it can open again after a lock."""

    def __init__(self, program: Program, bot: QtBot, opens: Callable[[], Casebook], first: Casebook) -> None:
        self.program, self.bot, self._opens = program, bot, opens
        self.relaunched: list[tuple[Path, str]] = []
        self._seen: list[str] = []
        self._reader = QTimer(program)
        self._reader.timeout.connect(self._read_kept)
        program._relaunch = self._relaunch  # type: ignore[assignment]
        program.window.appear()
        program.open(first)

    @property
    def main(self) -> MainWindow:
        found = self.program.window.centralWidget()
        assert isinstance(found, MainWindow)
        return found

    def field(self, name: str = "") -> QWidget:
        """Return the editor that is called so, or the one that has the keyboard."""
        self.program.window.activateWindow()
        QApplication.processEvents()
        if name:
            named = [f for f in self.main.findChildren(QTextEdit) if f.accessibleName() == name and f.isVisible()]
            named[0].setFocus()
        found = QApplication.focusWidget()
        assert isinstance(found, QTextEdit | QPlainTextEdit), found
        return found

    def lock(self, why: str, field: QWidget) -> None:
        """Let one cause of a lock come about."""
        {
            "the key": lambda: QTest.keyClick(field, Qt.Key.Key_L, CTRL),
            "minutes": partial(self._idle, 0.0),
            "a closed lid": partial(self._idle, 3_600.0),
            "a sleep that is told": partial(self._left, SLEPT),
            "the screen": partial(self._left, SCREEN),
            "another user": partial(self._left, SWITCHED),
            "the last window": self.program.window.close,
        }[why]()

    def locked(self) -> str:
        """Wait until it is locked, and return why it was."""
        closed = self.program.window
        self.bot.waitUntil(lambda: self.program._casebook is None, timeout=5_000)
        self.bot.waitUntil(lambda: bool(self.relaunched) or not closed.isVisible(), timeout=5_000)
        return self.relaunched.pop()[1] if self.relaunched else ""

    def back(self) -> list[str]:
        """Open the vault again, and return all words that stand in an editor or are handed back."""
        self._seen.clear()
        self._reader.start(10)
        self.program.window.show()
        self.program.open(self._opens())
        self._reader.stop()
        assert isinstance(self.program.window.centralWidget(), MainWindow)
        fields = self.main.findChildren(QTextEdit) + self.main.findChildren(QPlainTextEdit)
        return self._seen + [field.toPlainText() for field in fields]

    def _idle(self, asleep: float) -> None:
        idle = self.program.idle
        idle._apart -= asleep
        idle.set_seconds(300 if asleep else 0)
        idle.check()
        idle.set_seconds(300)

    def _left(self, why: str) -> None:
        self.program.away._leave(why)

    def _read_kept(self) -> None:
        for dialog in open_dialogs():
            self._seen += [field.toPlainText() for field in dialog.findChildren(QPlainTextEdit)]
            dialog.accept()

    def _relaunch(self, folder: Path, why: str, *, handed: bytes = b"") -> bool:
        self.relaunched.append((folder, why))
        return False


REASONS = {
    "the key": ASKED,
    "minutes": IDLE,
    "a closed lid": SLEPT,
    "a sleep that is told": SLEPT,
    "the screen": SCREEN,
    "another user": SWITCHED,
    "the last window": "",
}
ALL = os.environ.get("PIPNOTES_LOCKS") == "all"
Begin = Callable[..., Work]


@pytest.fixture
def begin(qapp: QApplication, qtbot: QtBot, tmp_path: Path, caseload: Caseload, casebook: Casebook) -> Iterator[Begin]:
    # The vault is asked for here so that it outlives the program.
    begun: list[Work] = []

    def beginning(casebook: Casebook, key: VaultKey | None = None) -> Work:
        program = program_for(qapp, tmp_path / "home", Clock(caseload.at), relaunched=[], quits=[], comes_up=False)
        program._pages = pages_for
        opens = partial(vaults.open_with, casebook.folder, key or caseload.key, clock=casebook.clock)
        begun.append(Work(program, qtbot, opens, casebook))
        return begun[-1]

    yield beginning
    for work in begun:
        work.program.window.close()
        qapp.removeEventFilter(work.program._lock_key)
        work.program.window.deleteLater()
        work.program.deleteLater()


def _mabel(casebook: Casebook) -> str:
    return next(row.family.id for row in casebook.families.rows() if row.circle.title == "Mabel")


def _note(work: Work, part: str) -> QWidget:
    if work.main._now != "note":
        casebook = work.program._casebook
        assert casebook is not None
        assert work.main.go("note", casebook.notes.start(_mabel(casebook)).session.id)
    return work.field(part)


def _letter(work: Work) -> QWidget:
    casebook = work.program._casebook
    assert casebook is not None
    sami = next(row.family.id for row in casebook.families.rows() if row.circle.title == "Sami")
    assert work.main.go("letter", sami)
    return work.field("Our ending")


def _summary(work: Work) -> QWidget:
    casebook = work.program._casebook
    assert casebook is not None
    mabel = _mabel(casebook)
    casebook.summaries.keep(replace(casebook.summaries.start(mabel), text="The quiet"), Place(field="text"))
    assert work.main.go("sharing", mabel)
    return work.field()


EDITORS: dict[str, Callable[[Work], QWidget]] = {
    "the baby in a note": partial(_note, part="Baby"),
    "the reflection": partial(_note, part="My reflection"),
    "a letter": _letter,
    "a summary": _summary,
}
USUAL = {
    "the baby in a note": ["a closed lid", "another user"],
    "the reflection": ["the last window"],
    "a letter": ["minutes"],
    "a summary": ["the screen"],
}


def _survives(work: Work, find: Callable[[Work], QWidget], reasons: Iterable[str]) -> None:
    for why in reasons:
        words = f"half a sentence before {why} and the spo"
        QTest.keyClicks(find(work), words)
        work.lock(why, find(work))
        assert work.locked() == REASONS[why]
        assert any(words in text for text in work.back()), why


@pytest.mark.pain(1)
@pytest.mark.parametrize("editor", EDITORS)
def test_what_is_being_written_survives_whatever_locks(begin: Begin, casebook: Casebook, editor: str) -> None:
    _survives(begin(casebook), EDITORS[editor], REASONS if ALL else USUAL[editor])


def test_a_mailbox_that_keeps_silent_holds_up_no_lock(begin: Begin, pair: Pair) -> None:  # noqa: F811
    with socket.create_server(("127.0.0.1", 0)) as silent:
        pair.therapist.post.use_mailbox(f"dav+http://127.0.0.1:{silent.getsockname()[1]}/box")
        work = begin(pair.therapist)
        assert work.main.go("sharing")
        returned: list[bool] = []
        timer = QTimer(work.program)

        def lock_meanwhile() -> None:
            if any(isinstance(dialog, StopDialog) for dialog in open_dialogs()):
                timer.stop()
                work.lock("another user", work.main)

        timer.timeout.connect(lock_meanwhile)
        timer.start(20)
        work.main._page()._overview.carrier.fetch()  # type: ignore[attr-defined]
        returned.append(work.program._casebook is not None)
        assert work.locked() == SWITCHED
    assert returned == [True], "the vault was closed under the fetching"
    work.back()


def test_a_comment_survives_whatever_locks(begin: Begin, pair: Pair, supervision: Supervision) -> None:  # noqa: F811
    pair.supervisor.post.use_mailbox(pair.mailbox)
    shared(pair, "Wren 14")
    work = begin(pair.supervisor, supervision.key)

    def comment(work: Work) -> QWidget:
        assert work.main.go("inbox")
        work.main._page().sheet.talk.edit.setFocus()  # type: ignore[attr-defined]
        return work.field()

    _survives(work, comment, REASONS if ALL else ["the key"])


def _asking(parent: QWidget) -> tuple[Dialog, LineEdit]:
    dialog = Dialog(parent, "Amend", title="Why does the note change?")
    field = LineEdit("Reason")
    dialog.grid.add("Reason", field)
    return dialog, field


@pytest.mark.parametrize("why", [w for w in REASONS if w != "the last window"] if ALL else ["a sleep that is told"])
def test_words_in_a_dialog_over_a_dialog_survive_and_neither_stops_the_lock(
    begin: Begin, casebook: Casebook, why: str
) -> None:
    work = begin(casebook)
    lower, below = _asking(work.program.window)
    upper, above = _asking(lower)
    returned: list[int] = []

    def ask_above() -> None:
        QTest.keyClicks(below, "Dad rang to say")
        returned.append(upper.exec())

    def lock_there() -> None:
        QTest.keyClicks(above, "and Gran wrote")
        work.lock(why, above)

    QTimer.singleShot(0, lower, ask_above)
    QTimer.singleShot(100, upper, lock_there)
    returned.append(lower.exec())
    assert work.locked() == REASONS[why]
    assert returned == [0, 0]
    assert {"Dad rang to say", "and Gran wrote"} <= set(work.back())


@pytest.mark.pain(3)
def test_a_dialog_that_asks_again_when_it_is_closed_cannot_hold_the_lock_up(begin: Begin, casebook: Casebook) -> None:
    work = begin(casebook)
    asked: list[object] = []

    def insist() -> None:
        while len(asked) < 4:
            asked.append(Dialog.ask(work.program.window, "Amend", title="Why does the note change?"))

    QTimer.singleShot(0, work.program, insist)
    QTimer.singleShot(50, work.program, work.program.lock)
    assert work.locked() == ASKED
    assert asked == [None] * 4
    assert not open_dialogs()


@pytest.mark.qt_log_ignore("grabbing the keyboard", extend=True)
@pytest.mark.parametrize("kind", ["file dialog", "menu", "list of a combo"])
def test_what_hangs_open_over_the_page_goes_and_holds_nothing_up(begin: Begin, casebook: Casebook, kind: str) -> None:
    work = begin(casebook)
    opened: dict[str, Callable[[], object]] = {
        "file dialog": lambda: QFileDialog.getExistingDirectory(work.program.window, "Where to"),
        "menu": lambda: _menu(work.main).exec(),
        "list of a combo": lambda: _combo(work.main).showPopup(),
    }
    QTimer.singleShot(100, work.program, partial(work.program.away._leave, SCREEN))
    opened[kind]()
    assert work.locked() == SCREEN
    assert not open_dialogs()
    assert QApplication.activePopupWidget() is None


def _menu(parent: QWidget) -> QMenu:
    menu = QMenu(parent)
    menu.addAction("Spelling")
    return menu


def _combo(parent: QWidget) -> QWidget:
    from pipnotes.ui.widgets.fields import ComboBox
    from pipnotes.ui.widgets.segments import Option

    combo = ComboBox("Vault", [Option("a", "A"), Option("b", "B")])
    combo.setParent(parent)
    combo.show()
    return combo


def test_letters_that_are_still_being_composed_are_kept(begin: Begin, casebook: Casebook) -> None:
    session = casebook.notes.start(_mabel(casebook)).session.id
    work = begin(casebook)
    assert work.main.go("note", session)
    field = work.field("Baby")
    QTest.keyClicks(field, "she likes ")
    QApplication.sendEvent(field, QInputMethodEvent("かえで", []))
    work.program.lock()
    work.locked()
    assert "she likes かえで" in work.back()


def test_a_letter_that_comes_in_while_it_locks_is_kept_as_well(begin: Begin, casebook: Casebook) -> None:
    session = casebook.notes.start(_mabel(casebook)).session.id
    work = begin(casebook)
    assert work.main.go("note", session)
    field = work.field("Baby")
    QTest.keyClicks(field, "the spoo")
    work.program.lock()
    QTest.keyClick(field, "n")
    work.locked()
    assert "the spoon" in work.back()


def test_nothing_can_be_read_from_the_moment_of_the_lock(begin: Begin, casebook: Casebook) -> None:
    session = casebook.notes.start(_mabel(casebook)).session.id
    work = begin(casebook)
    assert work.main.go("note", session)
    QTest.keyClicks(work.field("Baby"), "the spoon")
    window = work.program.window
    before = window.grab().toImage()
    work.program.lock()
    covered = window.grab().toImage()
    colours = {covered.pixel(x, y) for x in range(0, covered.width(), 7) for y in range(0, covered.height(), 7)}
    seen = {before.pixel(x, y) for x in range(0, before.width(), 7) for y in range(0, before.height(), 7)}
    assert len(colours) < 30 < len(seen)
    work.locked()
    assert isinstance(window.centralWidget(), UnlockPage)
    assert not [curtain for curtain in window.findChildren(Curtain) if curtain.isVisible()]


@pytest.mark.pain(3)
def test_each_cause_has_a_sentence_of_its_own_on_the_unlock_page(begin: Begin, casebook: Casebook) -> None:
    work = begin(casebook)
    work.program.lock()
    work.locked()
    told: dict[str, str] = {}
    for why in (ASKED, IDLE, SLEPT, SCREEN, SWITCHED):
        work.program.show_unlock(why)
        front = work.program.window.centralWidget()
        words = [text.text() for text in front.findChildren(Text) if "Your words are kept." in text.text()]
        told[why] = " ".join(words)
    assert all(told.values())
    assert len(set(told.values())) == len(told)
    assert told[IDLE] == "Locked after 5 minutes without typing. Your words are kept."


def test_the_warning_is_there_in_words_over_a_dialog_too_and_any_key_ends_it(begin: Begin, casebook: Casebook) -> None:
    work = begin(casebook)
    dialog, field = _asking(work.program.window)
    dialog.open()
    field.setFocus()
    focus = QApplication.focusWidget()
    work.program.idle.set_seconds(30)
    work.program.idle.check()
    for window in (work.program.window, dialog):
        notice = window.findChild(Notice)
        assert notice.isVisible()
        assert window.rect().contains(notice.geometry())
        (said,) = notice.findChildren(Text)
        assert re.fullmatch(r"Locking in \d+ seconds\. Your words are kept\. Press any key to stay\.", said.text())
    assert QApplication.focusWidget() is focus
    QTest.keyClick(field, Qt.Key.Key_A)
    assert not dialog.findChild(Notice).isVisible()
    assert not work.program.window.findChild(Notice).isVisible()
    assert field.text() == "a"
    dialog.reject()


def test_copied_words_are_marked_as_not_for_histories_and_leave_the_clipboard_at_the_lock(
    begin: Begin, casebook: Casebook
) -> None:
    session = casebook.notes.start(_mabel(casebook)).session.id
    work = begin(casebook)
    # The offscreen platform never says whose the clipboard is; on others the program asks.
    work.program._clipboard._owns = lambda: True
    assert work.main.go("note", session)
    field = work.field("Baby")
    QTest.keyClicks(field, "the spoon")
    QTest.keyClick(field, Qt.Key.Key_A, CTRL)
    QTest.keyClick(field, Qt.Key.Key_C, CTRL)
    copied = QGuiApplication.clipboard().mimeData()
    assert copied.text() == "the spoon"
    assert {name: bytes(copied.data(name).data()) for name in MARKS} == MARKS
    work.program.lock()
    work.locked()
    assert QGuiApplication.clipboard().text() == ""


def test_copied_words_leave_the_clipboard_after_half_a_minute_and_others_words_stay(qtbot: QtBot) -> None:
    owner, clipboard = QObject(), QGuiApplication.clipboard()
    mine = [True]
    guard = ClipboardGuard(owner, owns=lambda: mine[0])
    assert guard._timer.interval() == 30_000
    clipboard.setText("the spoon")
    assert guard._timer.isActive()
    guard._timer.timeout.emit()
    assert clipboard.text() == ""
    mine[0] = False
    theirs = QMimeData()
    theirs.setText("a shopping list")
    clipboard.setMimeData(theirs)
    guard.forget()
    assert clipboard.text() == "a shopping list"
    assert not any(clipboard.mimeData().hasFormat(name) for name in MARKS)
    clipboard.clear()
    owner.deleteLater()


def test_what_the_system_tells_before_a_vault_is_open_or_after_it_is_locked_locks_nothing(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    away = Away(window)
    with qtbot.assertNotEmitted(away.left):
        away._leave(SCREEN)
        away.watch()
        away.rest()
        away._leave(SCREEN)
