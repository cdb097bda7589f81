"""Trouble is told kindly, work is done elsewhere, and an empty room is locked."""

from __future__ import annotations

import sys
import threading
from collections.abc import Iterator
from io import BytesIO

import pypdfium2
import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QApplication, QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot

from pipnotes.errors import Problem
from pipnotes.ui import problems
from pipnotes.ui.help import KeptWordsDialog
from pipnotes.ui.idle import IdleWatch
from pipnotes.ui.tasks import run
from pipnotes.ui.typed import open_dialogs
from pipnotes.ui.widgets.dialog import Dialog
from pipnotes.ui.widgets.pdfview import PdfView
from pipnotes.ui.widgets.text import Text

SECRET = "Mabel looked round for Leanne"


def words_on(page: QWidget) -> str:
    return "\n".join(label.text() for label in page.findChildren(Text))


class Clocks:
    """A wall clock and a steady one that go only when told."""

    def __init__(self) -> None:
        self.wall = self.steady = 1_000.0

    def pass_awake(self, seconds: float) -> None:
        self.wall += seconds
        self.steady += seconds

    def read_wall(self) -> float:
        return self.wall

    def read_steady(self) -> float:
        return self.steady


@pytest.fixture
def watched(qapp: QApplication) -> Iterator[tuple[IdleWatch, Clocks]]:
    clocks = Clocks()
    watch = IdleWatch(qapp, 300, wall=clocks.read_wall, steady=clocks.read_steady)
    watch.start()
    yield watch, clocks
    watch.stop()
    watch.deleteLater()


def test_a_warning_comes_thirty_seconds_before_and_then_it_locks(
    qtbot: QtBot, watched: tuple[IdleWatch, Clocks]
) -> None:
    watch, clocks = watched
    clocks.pass_awake(269)
    with qtbot.assertNotEmitted(watch.warning):
        watch.check()
    clocks.pass_awake(1)
    with qtbot.waitSignal(watch.warning) as warned:
        watch.check()
    assert warned.args == [30]
    clocks.pass_awake(30)
    with qtbot.waitSignal(watch.expired):
        watch.check()


def test_typing_starts_the_count_again_even_in_a_dialog(qtbot: QtBot, watched: tuple[IdleWatch, Clocks]) -> None:
    watch, clocks = watched
    dialog = Dialog(None, "Plan an ending")
    qtbot.addWidget(dialog)
    dialog.open()
    clocks.pass_awake(280)
    watch.check()
    with qtbot.waitSignal(watch.eased):
        qtbot.keyClick(dialog, Qt.Key.Key_A)
    assert watch.seconds_left() == 300


def test_sleep_counts_and_the_first_touch_after_it_does_not_unlock(
    qtbot: QtBot, watched: tuple[IdleWatch, Clocks]
) -> None:
    watch, clocks = watched
    page = QWidget()
    qtbot.addWidget(page)
    clocks.wall += 3_600
    with qtbot.waitSignal(watch.slept):
        qtbot.keyClick(page, Qt.Key.Key_A)


def test_a_short_sleep_locks_before_anything_is_painted_again(qtbot: QtBot, watched: tuple[IdleWatch, Clocks]) -> None:
    watch, clocks = watched
    painted: list[bool] = []

    class Page(QWidget):
        def paintEvent(self, event: QPaintEvent) -> None:
            painted.append(True)

    page = Page()
    qtbot.addWidget(page)
    page.show()
    qtbot.waitUntil(lambda: bool(painted))
    painted.clear()
    at_the_lock: list[int] = []
    watch.slept.connect(lambda: at_the_lock.append(len(painted)))
    clocks.wall += 60
    page.update()
    qtbot.waitUntil(lambda: bool(painted))
    assert at_the_lock == [0]


def test_setting_the_wall_clock_back_buys_no_time(qtbot: QtBot, watched: tuple[IdleWatch, Clocks]) -> None:
    watch, clocks = watched
    clocks.wall -= 86_400
    clocks.steady += 301
    with qtbot.waitSignal(watch.expired):
        watch.check()


def test_work_is_done_on_another_thread_and_told_on_this_one(qtbot: QtBot) -> None:
    told: list[tuple[int, int]] = []

    def then(worker: int) -> None:
        told.append((worker, threading.get_ident()))

    run(threading.get_ident, then, told.append)
    qtbot.waitUntil(told.__len__)
    worker, teller = told[0]
    assert teller == threading.get_ident() != worker


def test_an_error_in_the_work_reaches_otherwise(qtbot: QtBot) -> None:
    told: list[BaseException] = []

    def work() -> None:
        raise Problem("The stick came loose.", safe="Everything.", todo="Try again.")

    run(work, told.append, told.append)
    qtbot.waitUntil(told.__len__)
    assert isinstance(told[0], Problem)


def test_a_problem_shows_its_three_lines(qtbot: QtBot) -> None:
    problem = Problem("The stick came loose.", safe="Everything on this laptop.", todo="Put it back in.")
    dialog = problems.ProblemDialog(None, problem.lines(), retry="Try again")
    qtbot.addWidget(dialog)
    dialog.show()
    words = words_on(dialog)
    for line in (
        "What happened",
        "The stick came loose.",
        "What is safe",
        "Everything on this laptop.",
        "Put it back in.",
    ):
        assert line in words


def test_a_fault_is_told_by_type_place_and_reference_and_never_by_its_text(qtbot: QtBot) -> None:
    try:
        raise ValueError(SECRET)
    except ValueError as error:
        fault = problems.describe_fault(error)
    assert SECRET not in fault.details()
    assert fault.type == "ValueError"
    assert "test_trouble.py:" in fault.place
    assert len(fault.reference) == 9


def test_an_uncaught_fault_is_noted_and_told_and_the_words_stay(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    page = Text(SECRET)
    qtbot.addWidget(page)
    page.show()
    noted: list[problems.Fault] = []
    seen: list[str] = []
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    problems.install_last_resort(noted.append, page.window)

    def close_dialog() -> None:
        dialog = QApplication.activeModalWidget()
        seen.append(words_on(dialog))
        dialog.reject()

    QTimer.singleShot(80, close_dialog)
    try:
        raise KeyError(SECRET)
    except KeyError as error:
        sys.excepthook(type(error), error, error.__traceback__)
    qtbot.waitUntil(seen.__len__)
    assert SECRET not in seen[0] + repr(noted) + capsys.readouterr().err
    assert noted[0].reference in seen[0]
    assert page.isVisible()
    assert page.text() == SECRET


def test_a_letter_is_shown_from_its_bytes_page_by_page(qtbot: QtBot) -> None:
    made = pypdfium2.PdfDocument.new()
    made.new_page(595, 842)
    made.new_page(595, 842)
    data = BytesIO()
    made.save(data)
    made.close()
    view = PdfView()
    qtbot.addWidget(view)
    view.resize(500, 600)
    view.show()
    with qtbot.waitSignal(view.verticalScrollBar().rangeChanged):
        view.show_pdf(data.getvalue())
    assert view.page_words() == "Page 1 of 2"
    with qtbot.waitSignal(view.page_changed) as told:
        view.verticalScrollBar().setValue(view.verticalScrollBar().maximum())
    assert told.args == [2, 2]
    wide = view._pages[0].width()
    view.set_fit("page")
    assert view._pages[0].width() < wide
    assert view._pages[0].height() <= view.viewport().height()
    view.clear()


def test_open_dialogs_are_told_in_the_order_in_which_they_were_opened(qtbot: QtBot) -> None:
    first = Dialog(None, "Plan a visit")
    second = Dialog(first, "Add a person")
    third = Dialog(second, "Kept words")
    qtbot.addWidget(first)
    for dialog in (third, first, second):
        dialog.show()
    assert open_dialogs() == [first, second, third]


def test_a_screen_reader_says_where_words_that_a_lock_kept_were_typed(qtbot: QtBot) -> None:
    dialog = KeptWordsDialog(None, "Amend", [("Reason", "Dad rang to say"), ("Who told me", "Dad")])
    qtbot.addWidget(dialog)
    kept = {edit.accessibleName(): edit.toPlainText() for edit in dialog.findChildren(QPlainTextEdit)}
    assert kept == {"Reason": "Dad rang to say", "Who told me": "Dad"}
