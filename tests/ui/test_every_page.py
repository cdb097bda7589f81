"""Every page of the gallery, at the usual size and at 200 percent: nothing cut off, covered, too small or flashing."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QObject, QThreadPool
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from pipnotes.ui.theme import apply
from pipnotes.ui.widgets.dialog import Dialog
from tests import gallery
from tests.ui import facts


def _settle(app: QApplication) -> None:
    QThreadPool.globalInstance().waitForDone()
    for _ in range(4):
        app.processEvents()


def _let_go(page: QWidget) -> None:
    """Delete a page at once, so that restyling the next does not restyle it too."""
    page.close()
    page.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


class Windows(QObject):
    """Notes what opens as a window of its own while a page is built: to people, something that flashes."""

    def __init__(self) -> None:
        super().__init__()
        self.opened: list[str] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
            self.opened.append(type(watched).__name__)
        return False


def _build(app: QApplication, factory: Callable[[], QWidget]) -> tuple[QWidget, list[str]]:
    windows = Windows()
    app.installEventFilter(windows)
    try:
        page = factory()
    finally:
        app.removeEventFilter(windows)
    whole = {type(widget).__name__ for widget in QApplication.topLevelWidgets()}
    return page, [name for name in windows.opened if name not in whole]


@pytest.mark.parametrize("scale", [1.0, 2.0])
def test_every_page_can_be_read_and_reached(qtbot: QtBot, qapp: QApplication, scale: float) -> None:
    apply(qapp, "light", scale)
    faults = {}
    for name, factory in gallery.PAGES:
        page, flashed = _build(qapp, factory)
        if not isinstance(page, Dialog):
            page.resize(*gallery.SIZE)
        page.show()
        _settle(qapp)
        found = (
            facts.cut_off(page),
            facts.on_top_of_another(page),
            facts.too_small(page),
            facts.unnamed(page),
            flashed,
        )
        if any(found):
            faults[name] = found
        _let_go(page)
    apply(qapp, "light", 1.0)
    assert faults == {}
