"""Every page of the gallery, at the usual size and at 200 percent: nothing cut off, covered, too small or nameless."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QThreadPool
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


@pytest.mark.parametrize("scale", [1.0, 2.0])
def test_every_page_can_be_read_and_reached(qtbot: QtBot, qapp: QApplication, scale: float) -> None:
    apply(qapp, "light", scale)
    faults = {}
    for name, factory in gallery.PAGES:
        page = factory()
        if not isinstance(page, Dialog):
            page.resize(*gallery.SIZE)
        page.show()
        _settle(qapp)
        found = (
            facts.cut_off(page),
            facts.on_top_of_another(page),
            facts.too_small(page),
            facts.unnamed(page),
        )
        if any(found):
            faults[name] = found
        _let_go(page)
    apply(qapp, "light", 1.0)
    assert faults == {}
