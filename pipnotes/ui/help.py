"""The keys, on one plain page: what the hands can do everywhere, and on the page in front."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from pipnotes.ui.widgets.dialog import Dialog
from pipnotes.ui.widgets.sheet import Scroll, column
from pipnotes.ui.widgets.text import Text, strong

ALWAYS = (
    ("Tab, Shift+Tab", "Go to the next or the previous control; Tab leaves text areas too"),
    ("F6, Shift+F6", "Go to the next or the previous pane"),
    ("Space", "Press a button, turn a chip or a tick box"),
    ("Arrow keys", "Move in lists, chips, tabs and choices"),
    ("Ctrl+Enter", "Do what the page or the dialog is for"),
    ("Esc", "Close or cancel; nothing typed is lost"),
    ("Ctrl+Z, Ctrl+Y", "Undo and redo while writing"),
    ("Ctrl+.", "Spelling choices for the word at the caret"),
)


class HelpDialog(Dialog):
    """Every key that works now, those of the page in front first."""

    def __init__(self, parent: QWidget | None, actions: Iterable[QAction]) -> None:
        super().__init__(parent, "Help", title="Keys", width=640, margin=140)
        for action in actions:
            if action.shortcuts():
                self.grid.add(keys_of(action), Text(plain(action)))
        for keys, words in ALWAYS:
            self.grid.add(keys, Text(words))
        self.answer_with("Close", cancel="")


def keys_of(action: QAction) -> str:
    """Return the first key of an action as it stands on the keyboard."""
    keys = action.shortcuts()
    text = keys[0].toString(QKeySequence.SequenceFormat.PortableText) if keys else ""
    return text.replace("Return", "Enter")


def plain(action: QAction) -> str:
    """Return the words of an action without the mark of its letter."""
    return action.text().replace("&", "")


class KeptWordsDialog(Dialog):
    """Shows once, after unlocking, what was typed in a dialog that the lock closed."""

    def __init__(self, parent: QWidget | None, bar: str, words: Iterable[tuple[str, str]]) -> None:
        super().__init__(
            parent,
            bar or "Kept words",
            title="You were typing here when PipNotes locked",
            second="Your words are kept. Copy them from here to where they belong.",
            width=640,
        )
        held = []
        for name, text in words:
            held += [Text([strong(name)]), _copyable(name, text)]
        self.layout_under_grid(Scroll(column(*held)))
        self.answer_with("I have them", cancel="")


def _copyable(name: str, text: str) -> QWidget:
    edit = QPlainTextEdit(text)
    edit.setAccessibleName(name)
    edit.setObjectName("box")
    edit.setReadOnly(True)
    edit.setMinimumHeight(72)
    return edit
