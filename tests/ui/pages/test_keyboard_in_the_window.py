"""The keyboard stays with the work: a line that is done with does not hand it to the rail."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from pipnotes.ui.desk import Desk
from pipnotes.ui.dialogs.end_work import EndWorkDialog
from pipnotes.ui.main_window import MainWindow
from pipnotes.ui.pages.page import Page
from pipnotes.ui.widgets.buttons import Button
from pipnotes.ui.widgets.frame import Rail


@pytest.fixture
def window(qtbot: QtBot, desk: Desk) -> MainWindow:
    made = MainWindow(desk)
    qtbot.addWidget(made)
    made.resize(1366, 740)
    made.start("")
    made.show()
    made.activateWindow()
    QApplication.processEvents()
    return made


def in_front(window: MainWindow) -> Page:
    return next(page for page in window.findChildren(Page) if page.isVisible())


def test_after_a_line_of_today_is_done_with_the_keyboard_is_still_on_the_page(
    window: MainWindow, answering: Callable[..., list[object]]
) -> None:
    end = next(b for b in window.findChildren(Button) if b.text() == "End the work" and b.isVisible())
    end.setFocus()
    seen = answering(EndWorkDialog.answer)
    end.click()
    assert seen
    # What was taken out is freed only now, and the keyboard moves on from it.
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    QApplication.processEvents()
    assert in_front(window).isAncestorOf(window.focusWidget())


def test_the_keys_of_the_page_in_front_hold_while_the_keyboard_is_on_the_rail(window: MainWindow) -> None:
    window.findChild(Rail).setFocus()
    window.findChild(Rail).focusNextChild()
    assert not in_front(window).isAncestorOf(window.focusWidget())
    QTest.keyClick(window.focusWidget(), Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert in_front(window).title == "Note"
