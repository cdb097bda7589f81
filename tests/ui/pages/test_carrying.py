"""A mailbox that keeps silent can be left, and what was done until then stays done."""

from __future__ import annotations

import socket
from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from pipnotes.ui.desk import Desk
from pipnotes.ui.pages.carrying import Carrier, News
from pipnotes.ui.pages.carrying_wait import StopDialog
from tests.casebook.conftest import Pair


@pytest.fixture
def silent() -> Iterator[str]:
    """Return the address of a server that takes every call and never says a word."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield f"dav+http://127.0.0.1:{server.getsockname()[1]}/box"


def test_a_silent_server_can_be_stopped_from_the_window(pair: Pair, desk: Desk, qtbot: QtBot, silent: str) -> None:
    page = QWidget()
    qtbot.addWidget(page)
    page.show()
    pair.therapist.post.use_mailbox(silent)
    carrier = Carrier(desk, page)
    news = News(carrier, page)
    seen: list[str] = []

    def press() -> None:
        for dialog in QApplication.topLevelWidgets():
            if isinstance(dialog, StopDialog) and dialog.isVisible() and dialog.stop.isEnabled():
                seen.append(dialog.accessibleName())
                QTest.mouseClick(dialog.stop, Qt.MouseButton.LeftButton)

    timer = QTimer(page)
    timer.timeout.connect(press)
    timer.start(20)
    carrier.fetch()
    timer.stop()
    assert len(seen) == 1
    assert "Looking in the mailbox" in seen[0]
    assert "Stopped, as you asked." in news.words()
    assert not [one for one in QApplication.topLevelWidgets() if isinstance(one, StopDialog) and one.isVisible()]


def test_a_folder_that_answers_at_once_shows_no_dialog(pair: Pair, desk: Desk, qtbot: QtBot) -> None:
    page = QWidget()
    qtbot.addWidget(page)
    pair.therapist.post.use_mailbox(pair.mailbox)
    carrier = Carrier(desk, page)
    news = News(carrier, page)
    carrier.fetch()
    assert "Nothing new has come." in news.words()
