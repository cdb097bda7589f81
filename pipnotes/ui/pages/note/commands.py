"""The keys of a note, which differ while it is written, read and amended."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtGui import QAction

from pipnotes.ui.pages.page import Page


class Commands:
    """Commands of one page; only those of the mode at hand are listed and listen."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self._modes: dict[QAction, tuple[str, ...]] = {}

    def add(self, words: str, keys: str, do: Callable[[], object], *modes: str) -> None:
        """Bind keys to a bound method in these modes."""
        self._modes[self._page.command(words, keys, do)] = modes

    def show(self, mode: str) -> None:
        """Put one mode in force."""
        for action, modes in self._modes.items():
            action.setVisible(mode in modes)
            action.setEnabled(mode in modes)
