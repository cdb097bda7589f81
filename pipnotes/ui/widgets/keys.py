"""Which way an arrow key goes, said once, so that every row of choices moves alike."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

ALONG: dict[int, int] = {Qt.Key.Key_Right: 1, Qt.Key.Key_Down: 1, Qt.Key.Key_Left: -1, Qt.Key.Key_Up: -1}
ACROSS: dict[int, int] = {Qt.Key.Key_Right: 1, Qt.Key.Key_Left: -1}
DOWN: dict[int, int] = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}


def step_of(event: QKeyEvent, ways: dict[int, int] = ALONG) -> int | None:
    """Return 1 for onwards, -1 for back, or None for any other key."""
    return ways.get(event.key())
