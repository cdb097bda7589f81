"""The visits of the day: the time in the margin, who, how and with whom, and what to remember."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from functools import partial

from PySide6.QtCore import QPoint, Signal
from PySide6.QtWidgets import QMenu, QWidget

from pipnotes.casebook.diary import VisitLine
from pipnotes.domain.codes import Meeting, VisitState
from pipnotes.domain.words import clock_time, counted
from pipnotes.ui.desk import Desk
from pipnotes.ui.naming import names
from pipnotes.ui.theme import look
from pipnotes.ui.widgets.buttons import Button, IconButton
from pipnotes.ui.widgets.chips import Tag
from pipnotes.ui.widgets.hints import EmptyState
from pipnotes.ui.widgets.rows import ListRow, RowList
from pipnotes.ui.widgets.sheet import Sheet
from pipnotes.ui.widgets.text import Words, quiet, strong

ICONS = {
    Meeting.HOME: "house",
    Meeting.VIDEO: "video",
    Meeting.PHONE: "phone",
    Meeting.GROUP: "users-round",
    Meeting.CENTRE: "users",
}
_MORE = (
    ("Start note", "start"),
    ("Show to the family", "show"),
    ("Change this visit", "change"),
    ("Not held", "missed"),
)
# A longer reminder is written as a line, since a tag does not wrap.
_TAG_LETTERS = 44


class VisitsSheet(Sheet):
    """The day's visits; the next one bears the page's primary action."""

    wanted = Signal(str, object)  # what is wanted: start, show, open, note, change, missed; and the line it is about
    plan_wanted = Signal()
    add_wanted = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__("Visits today", parent=parent)
        self._desk = desk
        self._plan = Button("Plan a visit", icon="plus", small=True, hint="Ctrl+Shift+D")
        self._plan.setProperty("place", "visits/plan")
        self._plan.clicked.connect(self.plan_wanted)
        self.heading.add(self._plan)
        self.next: VisitLine | None = None
        self.primary: Button | None = None

    def fill(self, lines: Sequence[VisitLine], begun: Mapping[str, str], *, families: bool) -> None:
        """Show the day; `begun` maps visits to the notes begun of them, `families` says whether there are any."""
        self.clear()
        planned = sum(line.visit.state is VisitState.PLANNED for line in lines)
        self.heading.set_title("Visits today", f"{planned} planned" if planned else "")
        self.next = _next(lines, self._desk.clock())
        self.primary = None
        self._plan.setVisible(bool(lines))
        if not lines:
            self.add_row(self._empty(families), line=False)
            return
        rows = RowList([self._row(line, begun) for line in lines], name="Visits today")
        self.add_row(rows)

    def _row(self, line: VisitLine, begun: Mapping[str, str]) -> ListRow:
        visit, hidden = line.visit, self._desk.names_hidden
        about = [line.circle.age(visit.starts.date()), "" if hidden else line.circle.surnames]
        title: Words = [strong(self._desk.family_name(line.circle)), quiet(", ".join(part for part in about if part))]
        remember = "Something to remember" if hidden and visit.remember else visit.remember
        tags, third = [], ""
        if remember and len(remember) * look().scale <= _TAG_LETTERS:
            tags.append(Tag(remember, icon="clipboard-check"))
        else:
            third = remember
        return ListRow(
            title,
            second=f"{visit.how.label} {line.number}{self._with(line)}",
            third=third,
            icon=ICONS[visit.how],
            when=clock_time(visit.starts),
            under=f"{visit.minutes} min",
            tags=tags,
            title_tags=self._states(line, begun),
            actions=self._actions(line, begun),
        )

    def _with(self, line: VisitLine) -> str:
        people = line.circle.named(line.visit.people)
        infants = [person for person in people if person in line.circle.infants]
        others = [person for person in people if person not in infants]
        if not people:
            return ""
        if self._desk.names_hidden:
            return f" with {counted(len(people), 'person', 'people')}"
        return f" with {names(self._desk, [*others, *infants])}"

    def _states(self, line: VisitLine, begun: Mapping[str, str]) -> list[Tag]:
        visit = line.visit
        if visit.state is VisitState.MISSED:
            return [Tag("Not held")]
        if visit.state is VisitState.HELD:
            return [Tag("Note signed", tone="soft")]
        if visit.id in begun:
            return [Tag("Note begun", icon="pen-line")]
        return [Tag("First visit", tone="soft", icon="")] if line.first else []

    def _actions(self, line: VisitLine, begun: Mapping[str, str]) -> list[Button]:
        visit, actions = line.visit, []
        first = self.next is not None and self.next.visit.id == visit.id
        if visit.state is VisitState.HELD:
            actions.append(self._button("Read note", "note", line))
        elif visit.state is VisitState.PLANNED and (first or visit.id in begun or visit.starts <= self._desk.clock()):
            words = "Continue note" if visit.id in begun else "Start note"
            actions.append(self._button(words, "start", line, primary=first))
        actions.append(self._button("Open", "open", line))
        if visit.state is VisitState.PLANNED:
            actions.append(self._more(line))
        return actions

    def _button(self, words: str, what: str, line: VisitLine, *, primary: bool = False) -> Button:
        button = Button(words, kind="primary" if primary else "secondary", hint="Ctrl+Enter" if primary else "")
        button.setProperty("place", f"visit/{line.visit.id}/{what}")
        button.setAccessibleName(f"{words}, {self._desk.family_name(line.circle)}, {clock_time(line.visit.starts)}")
        button.clicked.connect(partial(self.wanted.emit, what, line))
        if primary:
            self.primary = button
        return button

    def _more(self, line: VisitLine) -> Button:
        name = f"More for {self._desk.family_name(line.circle)}, {clock_time(line.visit.starts)}"
        button = IconButton("chevron-down", name, edged=True)
        button.setProperty("place", f"visit/{line.visit.id}/more")
        button.clicked.connect(partial(self._open_menu, button, line))
        return button

    def _open_menu(self, button: QWidget, line: VisitLine) -> None:
        menu = QMenu(button)
        for words, what in _MORE:
            action = menu.addAction(words)
            action.triggered.connect(partial(self.wanted.emit, what, line))
        menu.popup(button.mapToGlobal(QPoint(0, button.height() + 2)))

    def _empty(self, families: bool) -> EmptyState:
        if families:
            button = Button("Plan a visit", hint="Ctrl+Shift+D")
            button.clicked.connect(self.plan_wanted)
            words = "Nothing is planned. Drafts and what is due are still on this page."
            state = EmptyState("sun", "No visits today", words, button)
        else:
            button = Button("Add a family", kind="primary", hint="Ctrl+Shift+F")
            button.clicked.connect(self.add_wanted)
            self.primary = button
            words = "Add the first family from a referral. You only need a baby’s name or a due date."
            state = EmptyState("users", "No families yet", words, button)
        button.setProperty("place", "visits/empty")
        return state


def _next(lines: Sequence[VisitLine], now: datetime) -> VisitLine | None:
    """Return the visit that is running or comes next; when all are over, the first not written up."""
    open_ones = [line for line in lines if line.visit.state is VisitState.PLANNED]
    coming = [line for line in open_ones if line.visit.starts + timedelta(minutes=line.visit.minutes) > now]
    return next(iter([*coming, *open_ones]), None)
