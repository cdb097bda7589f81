"""One recovery word as it is typed: completed when only one word can be meant, and marked at once."""

from __future__ import annotations

import re
from functools import lru_cache

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QFocusEvent, QKeyEvent, QKeySequence, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QWidget

from pipnotes.casebook.strength import recovery_wordlist
from pipnotes.ui.theme import look
from pipnotes.ui.widgets.fields import LineEdit


class WordEdit(LineEdit):
    """A box for one word: a tick when it is on the list, a mark when it cannot be; a pasted sheet is handed on whole.

    The end of the only word that begins so is filled in, and typed over like any chosen text. Space goes on to the
    next box, as when a whole line is typed, but waits while several words begin so.
    """

    pasted = Signal(list)

    def __init__(self, name: str, *, parent: QWidget | None = None) -> None:
        super().__init__(name, parent=parent)
        self.setMaxLength(400)
        self.setInputMethodHints(self.inputMethodHints() | Qt.InputMethodHint.ImhHiddenText)
        self._before = ""
        self.textEdited.connect(self._complete)
        self.textChanged.connect(self._mark)

    def word(self) -> str:
        """Return the word without space or capitals."""
        return self.text().strip().casefold()

    def is_listed(self) -> bool:
        """Return whether the word is on the list of recovery words."""
        return self.word() in _listed()

    def candidates(self) -> list[str]:
        """Return the words of the list that begin with what was typed; none for an empty box."""
        typed = self.text()[: self.selectionStart()] if self.hasSelectedText() else self.text()
        return words_from(typed.strip().casefold())

    def is_wrong(self) -> bool:
        """Return whether no word of the list can be meant, or a word was left half typed."""
        return bool(self.word()) and not self.is_listed() and (not self.hasFocus() or not self.candidates())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Paste):
            words = re.findall(r"[a-z]+", QApplication.clipboard().text().casefold())
            if len(words) > 1:
                self.pasted.emit(words)
                return
        if event.key() == Qt.Key.Key_Space:
            if self.word() and (self.is_listed() or not self.candidates()):
                self.focusNextChild()
            return
        super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._mark()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._mark()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        icon = "check" if self.is_listed() else "circle-alert" if self.is_wrong() else ""
        if icon:
            current = look()
            size = current.px(15)
            picture = current.pixmap(icon, "primary" if icon == "check" else "attn", size, self.devicePixelRatioF())
            QPainter(self).drawPixmap(self.width() - size - 8, (self.height() - size) // 2, picture)

    @Slot(str)
    def _complete(self, text: str) -> None:
        grew, self._before = len(text) > len(self._before), text
        found = words_from(text.strip().casefold())
        # What is being deleted must not grow back.
        if grew and len(found) == 1 and self.cursorPosition() == len(text) and found[0] != text.casefold():
            self.setText(found[0])
            self.setSelection(len(text), len(found[0]))

    @Slot()
    def _mark(self) -> None:
        wrong = self.is_wrong()
        if bool(self.property("wrong")) != wrong:
            self.set_wrong(wrong)
        said = "On the list." if self.is_listed() else "Not on the list." if wrong else ""
        if self.accessibleDescription() != said:
            self.setAccessibleDescription(said)


def words_from(beginning: str) -> list[str]:
    """Return the words of the list that begin so, in the order of the list; none for no letters."""
    return [word for word in recovery_wordlist() if word.startswith(beginning)] if beginning else []


@lru_cache(maxsize=1)
def _listed() -> frozenset[str]:
    return frozenset(recovery_wordlist())
