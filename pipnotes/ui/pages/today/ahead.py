"""The days ahead: tomorrow in one line, or the next working days side by side where there is room."""

from __future__ import annotations

from datetime import date, timedelta

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from pipnotes.casebook.diary import VisitLine
from pipnotes.domain.codes import Meeting
from pipnotes.domain.words import DAYS, clock_time, counted
from pipnotes.ui.desk import Desk
from pipnotes.ui.widgets.buttons import Button
from pipnotes.ui.widgets.sheet import Hairline, Sheet
from pipnotes.ui.widgets.text import Run, Text, quiet, strong

_DAYS_SHOWN = 5
_SHORT = {
    Meeting.HOME: "Home",
    Meeting.VIDEO: "Video",
    Meeting.PHONE: "Phone",
    Meeting.GROUP: "Group",
    Meeting.CENTRE: "Centre",
}


class TomorrowSheet(Sheet):
    """One line about tomorrow, and about a comment that came."""

    comment_wanted = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._desk = desk

    def fill(self) -> None:
        """Read tomorrow again."""
        self.clear()
        casebook = self._desk.casebook
        lines = casebook.diary.visits_on(self._desk.clock().date() + timedelta(days=1))
        words = "Nothing is planned."
        if lines:
            first = f"{clock_time(lines[0].visit.starts)} with {self._desk.family_name(lines[0].circle)}"
            words = f"{counted(len(lines), 'visit')}, the first at {first}."
        comments = casebook.supervision.unread()
        runs: list[Run | str] = [strong("Tomorrow"), words]
        line = QWidget()
        box = QHBoxLayout(line)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(8)
        if comments:
            about = comments[0].code if len(comments) == 1 else counted(len(comments), "family", "families")
            runs.append(quiet(f"{counted(len(comments), 'new comment')} on {about}."))
        box.addWidget(Text(runs), 1)
        if comments:
            link = Button("Read comment" if len(comments) == 1 else "Read comments", kind="link")
            link.setProperty("place", "tomorrow/comment")
            link.clicked.connect(self.comment_wanted)
            box.addWidget(link)
        self.add(line)


class AheadSheet(Sheet):
    """The next working days in columns, for a wide window."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__("The days ahead", parent=parent)
        self._desk = desk

    def fill(self) -> None:
        """Read the days again."""
        self.clear()
        held = QWidget()
        across = QHBoxLayout(held)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(0)
        for at, (day, lines) in enumerate(self._days()):
            if at:
                across.addWidget(Hairline(upright=True))
            across.addWidget(self._column(day, lines), 1)
        self.add_row(held)

    def _days(self) -> list[tuple[date, list[VisitLine]]]:
        found: list[tuple[date, list[VisitLine]]] = []
        day = self._desk.clock().date()
        while len(found) < _DAYS_SHOWN:
            day += timedelta(days=1)
            lines = self._desk.casebook.diary.visits_on(day)
            if day.weekday() < 5 or lines:
                found.append((day, lines))
        return found

    def _column(self, day: date, lines: list[VisitLine]) -> QWidget:
        held = QWidget()
        box = QVBoxLayout(held)
        box.setContentsMargins(14, 8, 10, 12)
        box.setSpacing(4)
        box.addWidget(Text(f"{DAYS[day.weekday()][:3]} {day.day}", role="label"))
        grid = QGridLayout()
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(0)
        grid.setColumnStretch(1, 1)
        for at, line in enumerate(lines):
            grid.addWidget(Text(clock_time(line.visit.starts), tnum=True, wrap=False), at * 2, 0)
            grid.addWidget(Text(self._desk.family_name(line.circle), elide=True), at * 2, 1)
            how = f"{_SHORT[line.visit.how]} {line.number}"
            grid.addWidget(Text(how, role="small", token="ink2"), at * 2 + 1, 1)
        if not lines:
            grid.addWidget(Text("Nothing planned", role="small", token="ink2"), 0, 0, 1, 2)
        box.addLayout(grid)
        box.addStretch(1)
        return held
