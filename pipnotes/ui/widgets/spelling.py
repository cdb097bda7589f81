"""A quiet underline for words that are spelt otherwise, with choices when asked; nothing changes by itself.

The British word list is loaded in the background the first time a text area appears. Without it, nothing is marked.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache, partial
from typing import Protocol

from PySide6.QtCore import Slot
from PySide6.QtGui import QSyntaxHighlighter, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QMenu, QTextEdit

from pipnotes.paths import resource
from pipnotes.ui.tasks import run
from pipnotes.ui.theme import look

WORD = re.compile(r"[^\W\d_]+(?:['\u2019][^\W\d_]+)*")


class Speller(Protocol):
    """What a word list must answer."""

    def spell(self, word: str) -> bool: ...

    def suggest(self, word: str) -> Iterable[str]: ...

    def add(self, word: str) -> object: ...


@lru_cache(maxsize=1)
def word_list() -> Speller | None:
    """Return the shipped British word list, or None where it or its reader is missing."""
    folder = resource("words")
    if not (folder / "en_GB.dic").is_file():
        return None
    try:
        from hunspell import Hunspell
    except ImportError:
        return None
    speller: Speller = Hunspell("en_GB", hunspell_data_dir=str(folder))
    return speller


class SpellCheck(QSyntaxHighlighter):
    """Underlines what the word list does not know, once the list is there."""

    def __init__(self, edit: QTextEdit) -> None:
        super().__init__(edit.document())
        self._edit = edit
        self._known: Speller | None = None
        self._seen: dict[str, bool] = {}
        run(word_list, self._loaded, self._missing)

    def highlightBlock(self, text: str) -> None:
        if self._known is None:
            return
        style = QTextCharFormat()
        style.setUnderlineStyle(QTextCharFormat.UnderlineStyle.WaveUnderline)
        style.setUnderlineColor(look().colour("attn"))
        for found in WORD.finditer(text):
            if not self._right(found.group()):
                self.setFormat(
                    _units(text, found.start()), _units(text, found.end()) - _units(text, found.start()), style
                )

    def fill_menu(self, menu: QMenu, cursor: QTextCursor) -> None:
        """Put the choices for the word under a caret at the head of a menu."""
        word = QTextCursor(cursor)
        word.select(QTextCursor.SelectionType.WordUnderCursor)
        text = word.selectedText()
        if self._known is None or not text or self._right(text):
            return
        choices = list(self._known.suggest(text.replace("\u2019", "'")))[:6]
        for choice in choices:
            menu.addAction(choice, partial(self._put, word, choice))
        if not choices:
            menu.addAction("No other spelling found").setEnabled(False)
        menu.addAction("Leave this word unmarked", partial(self._accept, text))
        menu.addSeparator()

    def know(self, words: Iterable[str]) -> None:
        """Take these words as right, such as the names of the people who are written about."""
        for word in words:
            for part in WORD.findall(word):
                self._seen[part.replace("\u2019", "'")] = True
                self._seen[part.replace("\u2019", "'") + "'s"] = True
        if self._known is not None:
            self.rehighlight()

    @Slot(object)
    def _loaded(self, found: Speller | None) -> None:
        self._known = found
        self.rehighlight()

    @Slot(object)
    def _missing(self, _: BaseException) -> None:
        self._known = None

    def _right(self, word: str) -> bool:
        plain = word.replace("\u2019", "'")
        if plain not in self._seen:
            assert self._known is not None
            stem = plain[:-2] if plain.lower().endswith("'s") else plain
            self._seen[plain] = len(stem) < 2 or stem.isupper() or self._known.spell(plain) or self._known.spell(stem)
        return self._seen[plain]

    def _put(self, word: QTextCursor, choice: str) -> None:
        word.insertText(choice)

    def _accept(self, text: str) -> None:
        self._seen[text.replace("\u2019", "'")] = True
        self.rehighlight()


def _units(text: str, at: int) -> int:
    return at + sum(1 for letter in text[:at] if ord(letter) > 0xFFFF)
