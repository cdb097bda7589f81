"""The story of a family: who they are, their first 1001 days, what has been and what they hope for."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from pipnotes.casebook.story import Chapter, Line
from pipnotes.ui.desk import Desk
from pipnotes.ui.dialogs.concern import ConcernDialog
from pipnotes.ui.dialogs.hope import HopeDialog
from pipnotes.ui.dialogs.plan_visit import PlanVisitDialog
from pipnotes.ui.dialogs.visit_not_held import VisitNotHeldDialog
from pipnotes.ui.pages.family.beside import Pair
from pipnotes.ui.pages.family.days import DaysSheet
from pipnotes.ui.pages.family.hopes import HopesSheet
from pipnotes.ui.pages.family.tab import Tab
from pipnotes.ui.pages.family.timeline import Timeline
from pipnotes.ui.pages.family.welcome import AgreedSheet, PortraitSheet
from pipnotes.ui.widgets.buttons import Button
from pipnotes.ui.widgets.sheet import Scroll


class StoryTab(Tab):
    """The first thing that is seen of a family."""

    def __init__(self, desk: Desk, new_note: object, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._portrait, self._agreed = PortraitSheet(desk), AgreedSheet(desk)
        self._days = DaysSheet()
        self._timeline, self._hopes = Timeline(desk), HopesSheet(desk)
        self._note = Button("New note", kind="primary", icon="pen-line", hint="Ctrl+N")
        self._pairs = (Pair(self._portrait, self._agreed), Pair(self._timeline, self._hopes))
        self.hold(Scroll(self._laid_out()))
        self._note.clicked.connect(new_note)
        self._agreed.change_wanted.connect(self._to_consent)
        self._timeline.opened.connect(self.open_line)
        self._timeline.start_wanted.connect(self.start_note)
        self._timeline.first_note_wanted.connect(self._note.click)
        self._timeline.change_wanted.connect(self._change_visit)
        self._timeline.not_held_wanted.connect(self._not_held)
        self._hopes.hope_wanted.connect(self._hope)

    def fill(self) -> None:
        """Read the story afresh and show it."""
        circle, book = self.family(), self.desk.casebook
        family = circle.family.id
        self._portrait.show_circle(circle)
        self._agreed.show_circle(circle)
        self._days.show_days(book.story.days(family), lost=circle.lost)
        drafts = [kept.note.session for kept in book.notes.drafts() if kept.note.session.family == family]
        self._timeline.show_lines(circle, book.story.lines(family), frozenset(draft.visit for draft in drafts))
        self._hopes.show_circle(circle)
        self._hopes.heading.setMinimumHeight(self._timeline.heading.sizeHint().height())

    def primary(self) -> Button | None:
        """Return New note."""
        return self._note

    def first(self) -> QWidget | None:
        """Return the way into the next note, if a visit is near."""
        return self._timeline.next_step()

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._settle()
        super().resizeEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "_pairs"):
            self._settle()

    @Slot(str)
    def start_note(self, visit: str) -> None:
        """Begin the note of a planned visit, or go on with it."""
        family = self.family().family.id
        planned = next(each for each in self.desk.casebook.visits.of(family) if each.id == visit)
        self.wanted.emit("note", self.desk.casebook.notes.start(family, planned).session.id)

    @Slot(object)
    def open_line(self, line: Line) -> None:
        """Show what a line of the story is about."""
        family = self.family().family.id
        if line.chapter in (Chapter.VISITS, Chapter.AMENDMENTS):
            self.wanted.emit("note", line.record)
        elif line.chapter is Chapter.MEASURES:
            self.turned.emit(f"measures/{line.record}")
        elif line.chapter is Chapter.LETTERS:
            self.wanted.emit("letter", family)
        elif line.icon == "concern":
            ConcernDialog.ask(self.window(), self.desk, family, line.record)
        else:
            self.turned.emit("people")

    @Slot()
    def _to_consent(self) -> None:
        self.turned.emit("consent")

    @Slot(str)
    def _change_visit(self, visit: str) -> None:
        PlanVisitDialog.ask(self.window(), self.desk, self.family().family.id, visit)

    @Slot(str)
    def _not_held(self, visit: str) -> None:
        VisitNotHeldDialog.ask(self.window(), self.desk, self.family().family.id, visit)

    @Slot(str)
    def _hope(self, goal: str) -> None:
        HopeDialog.ask(self.window(), self.desk, self.family().family.id, goal)

    def _settle(self) -> None:
        for pair in self._pairs:
            pair.settle(self.width())

    def _laid_out(self) -> QWidget:
        held = QWidget()
        box = QVBoxLayout(held)
        box.setContentsMargins(20, 12, 20, 14)
        box.setSpacing(12)
        box.addWidget(self._pairs[0])
        box.addWidget(self._days)
        box.addWidget(self._pairs[1], 1)
        return held
