"""What is typed when a vault is about to close: kept in it, in a sealed copy, or held in memory to be sealed.

words = LastWords(desk, main)
words.kept(asks=True)       the window closes, and somebody is there: trouble is told, with the ways out of it
words.kept(asks=False)      a lock, which waits for nobody and no disk: what is not kept is held for `desk.casebook`
"""

from __future__ import annotations

import json
from contextlib import suppress

from PySide6.QtWidgets import QDialog

from pipnotes.errors import Problem
from pipnotes.ui.causes import UNKEPT
from pipnotes.ui.desk import Desk
from pipnotes.ui.help import KeptWordsDialog
from pipnotes.ui.main_window import MainWindow
from pipnotes.ui.typed import open_dialogs, typed_in


class LastWords:
    """Keeps the words of the page in front and of the dialogs over it, and what is open."""

    def __init__(self, desk: Desk, main: MainWindow) -> None:
        self._desk = desk
        self._main = main

    def kept(self, *, asks: bool) -> bool:
        """Return whether every word is in the vault, in a sealed copy, or, unless it `asks`, held to be sealed."""
        copies = self._desk.casebook.sealed_copies
        while (problem := self._keep()) is not None:
            if copies.waiting and (not asks or copies.all_copied):
                return True
            if not self._desk.ask_problem(problem, title=UNKEPT, retry="Try again", unkept=True):
                return copies.all_copied
        return True

    def still_kept(self, *, asks: bool) -> bool:
        """Do the same for what came into the page since, once the dialogs are closed."""
        if asks:
            return self._main.keep_now()
        with suppress(Problem):
            self._main.keep_or_raise()
        return True

    def _keep(self) -> Problem | None:
        """Keep all of it as far as that can be, and return what went wrong first."""
        if not self._main.shows_page:
            # What the vault remembers of the page and the dialogs is still to be shown.
            return None
        dialogs, found = open_dialogs(), None
        try:
            self._main.keep_or_raise()
        except Problem as problem:
            found = problem
        try:
            bar, words = self._typed(dialogs)
            if found is not None and not self._desk.casebook.sealed_copies.drafts_waiting:
                # A page without a draft, such as the settings: its words go with those of the dialogs.
                words += self._main.typed()
            self._desk.casebook.remember_place(self._main.place(bar, words))
        except Problem as problem:
            found = found or problem
        return found

    def _typed(self, dialogs: list[QDialog]) -> tuple[str, list[tuple[str, str]]]:
        """Return what the newest dialog is called, and every word in the dialogs."""
        bar, words = dialogs[-1].accessibleName() if dialogs else "", typed_in(dialogs)
        if any(isinstance(dialog, KeptWordsDialog) for dialog in dialogs):
            # Words that the last lock kept and that nobody has taken yet are in no field that was typed in.
            before = json.loads(self._desk.casebook.place)
            bar, words = before["dialog"], [(name, text) for name, text in before["typed"]] + words
        return bar, words
