"""What every tab of a family shares: the family it shows, the way to other pages, and a date for the margin.

class NotesTab(Tab):
    def fill(self): ...            read afresh and show; `self.circle` is the family
    def primary(self): ...         the one button that moves work on, for the header
self.wanted.emit("note", session_id)        the window goes there
self.turned.emit("measures")                another tab of the same family
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from pipnotes.domain.circle import Circle
from pipnotes.domain.words import brief_day
from pipnotes.ui.desk import Desk
from pipnotes.ui.widgets.buttons import Button


class Tab(QWidget):
    """One tab, filled when it comes to the front."""

    wanted = Signal(str, str)
    turned = Signal(str)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.circle: Circle | None = None

    def show_family(self, circle: Circle) -> None:
        """Show a family, read afresh."""
        self.circle = circle
        self.fill()

    def family(self) -> Circle:
        """Return the family that is shown."""
        assert self.circle is not None
        return self.circle

    def fill(self) -> None:
        """Read the records and show them."""
        raise NotImplementedError

    def show_detail(self, detail: str) -> None:
        """Point at one thing of the tab; a tab without such things passes it over."""

    def primary(self) -> Button | None:
        """Return the button of the header, made once; None when the tab has no work of its own to move on."""
        return None

    def first(self) -> QWidget | None:
        """Return what takes the keyboard when the page comes to the front; None leaves it to the tabs."""
        return None

    def scrolled(self) -> list[int]:
        """Return how far each part of the tab is scrolled."""
        return [area.verticalScrollBar().value() for area in self.findChildren(QScrollArea)]

    def scroll_to(self, places: Sequence[object]) -> None:
        """Scroll each part to where the reader was."""
        for area, value in zip(self.findChildren(QScrollArea), places, strict=False):
            if isinstance(value, int):
                area.verticalScrollBar().setValue(value)

    def hold(self, widget: QWidget) -> None:
        """Let one part take the whole tab."""
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(widget)


def margin_day(day: date, today: date) -> tuple[str, str]:
    """Return a date for a narrow margin, and its year for the line below when it is not this one."""
    apart = (day - today).days
    if apart in (-1, 0, 1):
        return ("Yesterday", "Today", "Tomorrow")[apart + 1], ""
    return brief_day(day), str(day.year) if day.year != today.year else ""
