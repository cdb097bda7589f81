"""Loads what lies behind the unlock page while the passphrase is typed, a small part at a time so that no key waits.

The unlock page has to come up at once, after a lock above all; the work behind it takes longer to load than the page.
"""

from __future__ import annotations

from importlib import import_module

from PySide6.QtCore import QObject, QTimer, Slot

# In an order in which none of them brings much more than itself.
PARTS = (
    "pipnotes.casebook.gate",
    "pipnotes.casebook.contacts",
    "pipnotes.casebook.consents",
    "pipnotes.casebook.supervision",
    "pipnotes.casebook.letters",
    "pipnotes.casebook.diary",
    "pipnotes.casebook.charts",
    "pipnotes.casebook.moving",
    "pipnotes.casebook.casebook",
    "pipnotes.ui.widgets.prose",
    "pipnotes.ui.dialogs.plan_visit",
    "pipnotes.ui.pages.families",
    "pipnotes.ui.pages.family",
    "pipnotes.ui.pages.note",
    "pipnotes.ui.pages.letter",
    "pipnotes.ui.pages.sharing",
    "pipnotes.ui.pages.settings",
    "pipnotes.ui.main_window",
    "pipnotes.ui.routes",
)
PAUSE_MS = 20
# Before that the page is drawn, and the process that was locked ends.
FIRST_MS = 300


class Warm(QObject):
    """Loads one part after the other, each in a turn of its own."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._left = list(PARTS)
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._load)

    def begin(self) -> None:
        """Begin once the page that is shown now has been drawn."""
        self._timer.start(FIRST_MS)

    @Slot()
    def _load(self) -> None:
        if not self._left:
            self._timer.stop()
            return
        self._timer.setInterval(PAUSE_MS)
        import_module(self._left.pop(0))
