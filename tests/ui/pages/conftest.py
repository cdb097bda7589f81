"""What every page test stands on: the real look, a desk over a real vault, and a hand that answers dialogs."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QEvent, QThreadPool, QTimer
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from pipnotes.casebook.casebook import Casebook
from pipnotes.ui.desk import Desk
from pipnotes.ui.preferences import Preferences
from pipnotes.ui.theme import Look, apply
from pipnotes.ui.widgets.dialog import Dialog
from tests.casebook.conftest import pair, supervision, supervisor  # noqa: F401 - two vaults with a mailbox between them


@pytest.fixture(autouse=True)
def dressed(qtbot: QtBot, qapp: QApplication) -> Iterator[Look]:
    """Dress the application, and leave no work running behind a test."""
    yield apply(qapp, "light", 1.0)
    QThreadPool.globalInstance().waitForDone()
    qapp.processEvents()
    # Without a running loop nothing that was let go is ever freed, and every test would dress the pages of all before.
    qapp.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture
def desk(casebook: Casebook) -> Iterator[Desk]:
    """Return the desk over the made-up caseload, which is locked when the test is over."""
    made = Desk(casebook, preferences=Preferences())
    yield made
    made.locked.emit()


Answer = Callable[[Dialog], object]


@pytest.fixture
def answering(qapp: QApplication) -> Callable[..., list[Dialog]]:
    """Return a way to answer the dialogs that will open next, in their order; the list fills with those that did."""

    def wait_for(*answers: Answer) -> list[Dialog]:
        seen: list[Dialog] = []
        waiting = list(answers)
        watch = QTimer(qapp)

        def look_for_one() -> None:
            dialog = QApplication.activeModalWidget()
            if isinstance(dialog, Dialog) and dialog.isVisible() and dialog not in seen:
                focus = QApplication.focusWidget()
                if focus is None or not dialog.isAncestorOf(focus):
                    dialog.activateWindow()
                    return
                seen.append(dialog)
                answer = waiting.pop(0)
                if not waiting:
                    watch.stop()
                answer(dialog)

        watch.timeout.connect(look_for_one)
        watch.start(10)
        return seen

    return wait_for
