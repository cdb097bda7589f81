"""The look holds: colours can be read, nothing is cut off, and everything is in reach of the keyboard."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QThreadPool
from PySide6.QtGui import QFontInfo
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import delete

from pipnotes.paths import resource
from pipnotes.ui.theme import FAMILY, Look, Theme, apply
from pipnotes.ui.widgets.buttons import Button
from tests import gallery
from tests.ui import facts

PAGES = dict(gallery.PAGES)
# The parts alone; the pages made of them are held to the same facts in tests/ui/test_every_page.py.
PARTS = [name for name in PAGES if name.startswith("part")]


def build(qtbot: QtBot, app: QApplication, name: str, theme: str, scale: float) -> QWidget:
    apply(app, theme, scale)
    page = PAGES[name]()
    qtbot.addWidget(page)
    page.resize(*gallery.SIZE)
    page.show()
    qtbot.waitExposed(page)
    QThreadPool.globalInstance().waitForDone()
    for _ in range(3):
        app.processEvents()
    return page


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_text_stands_out_from_every_ground_it_is_used_on(theme: str) -> None:
    assert facts.faint(Theme.load(theme)) == []


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_control_borders_and_the_focus_ring_can_be_seen(theme: str) -> None:
    tokens = Theme.load(theme).tokens
    for ground in ("desk", "sheet", "field"):
        assert facts.contrast(tokens["edge"], tokens[ground]) >= 3
        assert facts.contrast(tokens["focus"], tokens[ground]) >= 3


@pytest.mark.parametrize("scale", [0.9, 1.3])
@pytest.mark.parametrize("name", PARTS)
def test_no_words_are_cut_off_and_nothing_overlaps(qtbot: QtBot, qapp: QApplication, name: str, scale: float) -> None:
    page = build(qtbot, qapp, name, "light", scale)
    assert facts.cut_off(page) == []
    assert facts.on_top_of_another(page) == []


@pytest.mark.parametrize("name", ["parts", "part-note", "part-story", "part-first-run"])
def test_tab_reaches_everything(qtbot: QtBot, qapp: QApplication, name: str) -> None:
    page = build(qtbot, qapp, name, "light", 1.0)
    with qtbot.waitActive(page):
        page.activateWindow()
    order = facts.tab_order(page)
    missed = [widget for widget in facts.focusable(page) if widget not in order]
    # Radio buttons are one stop between them: the arrows go from one to the next.
    assert [widget for widget in missed if type(widget).__name__ != "QRadioButton"] == []


def test_tab_goes_down_the_note_and_not_back_up(qtbot: QtBot, qapp: QApplication) -> None:
    page = build(qtbot, qapp, "part-note", "light", 1.0)
    with qtbot.waitActive(page):
        page.activateWindow()
    order = facts.tab_order(page)
    for sheet in page.findChildren(QWidget, "sheet"):
        assert facts.out_of_order(order, sheet) == []


def test_the_typeface_is_the_one_we_ship_and_grows_with_the_text_size(qapp: QApplication, dressed: Look) -> None:
    assert QFontInfo(dressed.font("base")).family() == FAMILY
    before = dressed.line("note")
    apply(qapp, "light", 2.0)
    assert dressed.line("note") == 2 * before
    assert dressed.font("small").pointSizeF() == 20


def test_dark_changes_the_pixels_of_a_button_that_is_already_there(qtbot: QtBot, qapp: QApplication) -> None:
    button = Button("Sign", kind="primary")
    qtbot.addWidget(button)
    button.show()
    light = button.grab().toImage().pixelColor(20, 4).name()
    apply(qapp, "dark", 1.0)
    dark = button.grab().toImage().pixelColor(20, 4).name()
    assert (light, dark) == ("#1d5a63", "#8fc7c9")


def test_the_ring_follows_the_keyboard(qtbot: QtBot, dressed: Look) -> None:
    page = QWidget()
    qtbot.addWidget(page)
    first, second = Button("One", parent=page), Button("Two", parent=page)
    second.move(100, 40)
    page.resize(300, 120)
    page.show()
    with qtbot.waitActive(page):
        page.activateWindow()
    for button in (first, second):
        button.setFocus()
        assert dressed.ring.widget() is button
        assert dressed.ring.geometry() == button.geometry().adjusted(-4, -4, 4, 4)


def test_the_ring_outlives_the_page_it_was_on(qtbot: QtBot, dressed: Look) -> None:
    for words in ("One", "Two"):
        page = QWidget()
        button = Button(words, parent=page)
        page.resize(300, 120)
        page.show()
        with qtbot.waitActive(page):
            page.activateWindow()
        button.setFocus()
        assert dressed.ring.widget() is button
        dressed.ring.setParent(page)
        delete(page)


def test_every_icon_the_widgets_name_is_shipped() -> None:
    shipped = {file.stem for file in resource("icons").glob("*.svg")}
    assert {"check", "circle-alert", "calendar-days", "chevron-down", "eye", "eye-off", "lock", "pip"} <= shipped
    assert resource("icons/LICENSE-lucide.txt").is_file()
    assert resource("fonts/LICENSE_FONT").is_file()
    assert resource("words/LICENSE-en_GB.txt").is_file()
