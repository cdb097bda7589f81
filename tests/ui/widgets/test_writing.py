"""Writing feels right: the area grows, Tab leaves, nothing is changed unasked, and spelling is only marked."""

from __future__ import annotations

from PySide6.QtCore import QMimeData, Qt, QThreadPool
from PySide6.QtGui import QTextCharFormat
from PySide6.QtWidgets import QApplication, QMenu, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from pipnotes.ui.widgets.buttons import Button
from pipnotes.ui.widgets.margin import MarginGrid
from pipnotes.ui.widgets.marks import Mark
from pipnotes.ui.widgets.paragraphs import Paragraphs
from pipnotes.ui.widgets.prose import ProseEdit
from pipnotes.ui.widgets.sheet import Scroll
from pipnotes.ui.widgets.text import Text
from pipnotes.ui.widgets.twopane import TwoPane


def page_with(qtbot: QtBot, *widgets: QWidget) -> QWidget:
    page = QWidget()
    qtbot.addWidget(page)
    # The bot holds widgets weakly: without this the page would be gone before the test begins.
    qtbot.page = page
    box = QVBoxLayout(page)
    for widget in widgets:
        box.addWidget(widget)
    page.resize(640, 400)
    page.show()
    with qtbot.waitActive(page):
        page.activateWindow()
    return page


def test_the_area_grows_with_its_words_and_never_scrolls_inside(qtbot: QtBot, qapp: QApplication) -> None:
    edit = ProseEdit("Baby")
    page_with(qtbot, edit)
    before = edit.height()
    qtbot.keyClicks(edit, "She looked round. " * 20)
    qapp.processEvents()
    assert edit.height() > before + 60
    assert edit.verticalScrollBar().maximum() == 0


def test_the_line_being_written_stays_in_sight(qtbot: QtBot, qapp: QApplication) -> None:
    grid, edit = MarginGrid(lines=True, writing=True), ProseEdit("Baby")
    grid.add("Baby", edit)
    scroll = Scroll(grid)
    page_with(qtbot, scroll)
    edit.setFocus()
    for _ in range(30):
        qtbot.keyClick(edit, Qt.Key.Key_Return)
    qapp.processEvents()
    caret = edit.viewport().mapTo(scroll.viewport(), edit.cursorRect().center())
    assert scroll.viewport().rect().contains(caret)


def test_tab_leaves_and_leaving_is_told(qtbot: QtBot) -> None:
    edit, button = ProseEdit("Baby"), Button("Sign")
    page_with(qtbot, edit, button)
    edit.setFocus()
    with qtbot.waitSignal(edit.left):
        qtbot.keyClick(edit, Qt.Key.Key_Tab)
    assert button.hasFocus()
    assert edit.words() == ""


def test_words_and_caret_come_back_as_they_were_without_a_word_to_anyone(qtbot: QtBot) -> None:
    edit = ProseEdit("Baby")
    qtbot.addWidget(edit)
    with qtbot.assertNotEmitted(edit.edited):
        edit.set_words("First line\nżółw 👶 line")
        edit.set_caret(6)
    assert (edit.words(), edit.caret()) == ("First line\nżółw 👶 line", 6)


def test_undo_takes_back_what_was_typed_and_no_more(qtbot: QtBot) -> None:
    edit = ProseEdit("Baby")
    page_with(qtbot, edit)
    edit.set_words("Kept.")
    edit.set_caret(5)
    qtbot.keyClicks(edit, " More")
    edit.undo()
    assert edit.words() == "Kept."
    edit.undo()
    assert edit.words() == "Kept."


def test_pasted_markup_arrives_as_plain_words(qtbot: QtBot) -> None:
    edit = ProseEdit("Baby")
    qtbot.addWidget(edit)
    rich = QMimeData()
    rich.setHtml("<b>Bold</b> words")
    rich.setText("Bold words")
    edit.insertFromMimeData(rich)
    assert edit.words() == "Bold words"
    assert "font-weight:7" not in edit.document().toHtml()


def test_a_misspelt_word_is_underlined_and_a_choice_replaces_it(qtbot: QtBot, qapp: QApplication) -> None:
    edit = ProseEdit("Baby")
    page_with(qtbot, edit)
    edit.set_words("arched a littel spoon")
    QThreadPool.globalInstance().waitForDone()
    qapp.processEvents()
    marked = [
        edit.words()[span.start : span.start + span.length]
        for span in edit.document().begin().layout().formats()
        if span.format.underlineStyle() != QTextCharFormat.UnderlineStyle.NoUnderline
    ]
    assert marked == ["littel"]
    edit.set_caret(11)
    menu = QMenu()
    qtbot.addWidget(menu)
    edit._spelling.fill_menu(menu, edit.textCursor())
    next(action for action in menu.actions() if action.text() == "little").trigger()
    assert edit.words() == "arched a little spoon"


def test_ctrl_enter_is_left_to_the_page(qtbot: QtBot) -> None:
    edit = ProseEdit("Baby")
    page_with(qtbot, edit)
    qtbot.keyClick(edit, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert edit.words() == ""


def test_tab_walks_the_marks_and_enter_presses_one(qtbot: QtBot) -> None:
    panes = TwoPane(("Stays here", ""), ("Goes out", ""))
    page_with(qtbot, panes)
    panes.set_right("Baby is with Mum today", [Mark(0, 4, "replaced", "baby"), Mark(13, 16, "replaced", "mum")])
    panes.right.setFocus()
    qtbot.keyClick(panes.right, Qt.Key.Key_Tab)
    qtbot.keyClick(panes.right, Qt.Key.Key_Tab)
    with qtbot.waitSignal(panes.mark_pressed) as pressed:
        qtbot.keyClick(panes.right, Qt.Key.Key_Return)
    assert pressed.args == ["mum"]
    assert panes.right.selected() == (13, 16)


def test_both_texts_scroll_together(qtbot: QtBot, qapp: QApplication) -> None:
    panes = TwoPane(("Stays here", ""), ("Goes out", ""))
    page_with(qtbot, panes)
    panes.set_left("word " * 900)
    panes.set_right("word " * 900)
    qapp.processEvents()
    panes.left.verticalScrollBar().setValue(panes.left.verticalScrollBar().maximum())
    assert panes.right.verticalScrollBar().value() == panes.right.verticalScrollBar().maximum() > 0


def test_a_text_to_be_read_keeps_its_paragraphs_apart(qtbot: QtBot) -> None:
    shown = Paragraphs("Meeting 1. He laughed.\n\nMeeting 2. She waited.")
    qtbot.addWidget(shown)
    assert [part.text() for part in shown.findChildren(Text)] == ["Meeting 1. He laughed.", "Meeting 2. She waited."]
    shown.set_text("Only this.")
    shown.resize(400, 200)
    shown.show()
    assert [part.text() for part in shown.findChildren(Text) if part.isVisible()] == ["Only this."]
