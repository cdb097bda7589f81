"""The story so far, newest first, with what comes next on top; chips leave chapters out of sight."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QFont

from pipnotes.casebook.story import Chapter, Line
from pipnotes.domain.circle import Circle
from pipnotes.domain.words import clock_time, counted
from pipnotes.ui.desk import Desk
from pipnotes.ui.naming import coded
from pipnotes.ui.pages.family.beside import Body
from pipnotes.ui.pages.family.tab import margin_day
from pipnotes.ui.widgets.announce import announce
from pipnotes.ui.widgets.buttons import Button
from pipnotes.ui.widgets.chips import ChipRow, Tag
from pipnotes.ui.widgets.hints import EmptyState
from pipnotes.ui.widgets.rows import ListRow, RowList
from pipnotes.ui.widgets.sheet import Sheet
from pipnotes.ui.widgets.text import Run, quiet, strong

CHAPTERS = (Chapter.VISITS, Chapter.MEASURES, Chapter.LETTERS, Chapter.AMENDMENTS)
# A long story opens with its last lines; the rest comes at a press.
AT_FIRST = 40
ICONS = {
    "home": "house",
    "group": "users",
    "centre": "users-round",
    "not-held": "x",
    "amendment": "pencil",
    "measure": "chart-column",
    "letter": "mail",
    "referral": "inbox",
    "concern": "circle-alert",
    "ending": "calendar-days",
    "supervision": "message-square",
}


class Timeline(Sheet):
    """Lines of the story on one rule; `opened` tells the line that somebody wants to see."""

    opened = Signal(object)
    start_wanted = Signal(str)
    change_wanted = Signal(str)
    not_held_wanted = Signal(str)
    first_note_wanted = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__("Story so far")
        self._desk = desk
        self._lines: list[Line] = []
        self._circle: Circle | None = None
        self._drafted: frozenset[str] = frozenset()
        self._most = AT_FIRST
        self._chips = ChipRow("What the story shows")
        for chapter in CHAPTERS:
            self._chips.add_chip(chapter.value, chapter.value, on=True)
        self._rows = RowList(name="Story so far", lines=False)
        self._empty = EmptyState(
            "notebook-pen",
            "The story starts here",
            "Visits, letters and measures will line up as you add them.",
            self._first_note(),
        )
        self._body = Body(self._rows, least=170)
        self.heading.add(self._chips)
        self.add_row(self._body, stretch=1)
        self.add_row(self._empty, line=False, stretch=1)
        self._chips.changed.connect(self._filter)

    def show_lines(self, circle: Circle, lines: list[Line], begun: frozenset[str]) -> None:
        """Show the story of a family; `begun` are the planned visits whose note is a draft already."""
        if self._circle is None or circle.family.id != self._circle.family.id:
            self._most = AT_FIRST
        self._circle, self._lines, self._drafted = circle, lines, begun
        self._fill()

    def shown(self) -> list[Line]:
        """Return the lines that the chips leave in sight; what comes after the next visit is told elsewhere."""
        on = set(self._chips.chosen())
        kept = [line for line in self._lines if line.chapter.value in on or line.chapter not in CHAPTERS]
        now = self._desk.clock()
        ahead = [line for line in kept if line.planned and line.at.date() > now.date()]
        today = [line for line in kept if line.planned and line.at.date() == now.date()]
        later = ahead if today else ahead[:-1]
        return [line for line in kept if not any(line is far for far in later)]

    def next_step(self) -> Button | None:
        """Return the button that begins the next note, if there is one."""
        for row in self._rows.rows():
            for button in row.findChildren(Button):
                if button.kind == "secondary":
                    return button
        return None

    @Slot()
    def more(self) -> None:
        """Show the earlier part of the story too."""
        self._most = len(self._lines)
        at = self._most_shown()
        self._fill()
        rows = self._rows.rows()
        if at < len(rows):
            rows[at].setFocus(Qt.FocusReason.TabFocusReason)

    def _most_shown(self) -> int:
        return AT_FIRST

    @Slot()
    def _filter(self) -> None:
        self._fill()
        announce(self, counted(len(self.shown()), "line"))

    def _fill(self) -> None:
        self._rows.clear()
        lines = self.shown()
        nothing = not self._lines
        self._body.setVisible(not nothing)
        self._chips.setVisible(not nothing)
        self._empty.setVisible(nothing)
        for line in lines[: self._most]:
            self._rows.add(self._row(line, following=self._follows(line, lines)))
        if len(lines) > self._most:
            self._rows.add(self._earlier(len(lines) - self._most))
        self._body.updateGeometry()

    def _follows(self, line: Line, lines: list[Line]) -> bool:
        """Return whether a line is the planned visit that comes next."""
        coming = [each for each in lines if each.planned and each.at.date() >= self._desk.clock().date()]
        return bool(coming) and line is coming[-1]

    def _row(self, line: Line, *, following: bool) -> ListRow:
        assert self._circle is not None
        today = self._desk.clock().date()
        when, under = margin_day(line.at.date(), today)
        title, who, text = (coded(self._desk, self._circle, words) for words in (line.title, line.who, line.text))
        said = [Run(title, weight=QFont.Weight.DemiBold, strike=line.in_error, token="ink2" if line.in_error else None)]
        opens = self._opens(line)
        row = ListRow(
            [*said, quiet(who.replace(". Entered in error", "") if line.in_error else who)],
            second=[Run(text, token="ink")] if self._is_note(line) and text else text,
            when=when,
            under=clock_time(line.at) if line.planned else under,
            node=ICONS.get(line.icon, line.icon),
            tone="selected" if following else "plain",
            margin=84,
            title_tags=[Tag("Entered in error", icon="x")] if line.in_error else (),
            actions=self._actions(line, following=following),
            opens=opens,
        )
        if opens:
            row.opened.connect(partial(self.opened.emit, line))
        return row

    def _actions(self, line: Line, *, following: bool) -> list[Button]:
        if line.planned:
            return self._visit_actions(line, following=following)
        if not self._is_note(line):
            return []
        # The whole row opens with Enter; the word is there for the eye and the mouse.
        seen = Button("Open", kind="link", small=True)
        seen.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        seen.clicked.connect(partial(self.opened.emit, line))
        return [seen]

    def _visit_actions(self, line: Line, *, following: bool) -> list[Button]:
        begun = line.record in self._drafted
        due = line.at.date() <= self._desk.clock().date()
        start = Button("Continue note" if begun else "Start note", small=True)
        start.clicked.connect(partial(self.start_wanted.emit, line.record))
        change = Button("Change", kind="link", small=True)
        change.setAccessibleName("Change this visit")
        change.clicked.connect(partial(self.change_wanted.emit, line.record))
        missed = Button("Not held", kind="link", small=True)
        missed.clicked.connect(partial(self.not_held_wanted.emit, line.record))
        found = [] if begun else [change if not due else missed]
        return [*found, start] if due or following or begun else found

    def _opens(self, line: Line) -> bool:
        return not line.planned and bool(line.record) and line.icon not in ("ending", "phone")

    def _is_note(self, line: Line) -> bool:
        return line.chapter is Chapter.VISITS and not line.planned and bool(line.record)

    def _earlier(self, count: int) -> ListRow:
        row = ListRow(
            [strong("Show the earlier story"), quiet(counted(count, "line"))],
            margin=84,
            node="chevron-down",
            opens=True,
        )
        row.opened.connect(self.more)
        return row

    def _first_note(self) -> Button:
        button = Button("Write the first note", hint="Ctrl+N")
        button.clicked.connect(self.first_note_wanted)
        return button
