"""Every widget test stands on the real look, in light at 100 percent unless it asks for another."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QThreadPool
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from pipnotes.ui.theme import Look, apply


@pytest.fixture(autouse=True)
def dressed(qtbot: QtBot, qapp: QApplication) -> Iterator[Look]:
    """Dress the application, and leave no work running behind a test."""
    yield apply(qapp, "light", 1.0)
    QThreadPool.globalInstance().waitForDone()
    qapp.processEvents()
