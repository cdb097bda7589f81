"""Today: the first page of every morning, and the place to which every piece of work leads back."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from PySide6.QtCore import QEvent, Qt, QTimer, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFileDialog, QGridLayout, QVBoxLayout, QWidget

from pipnotes.casebook.diary import DraftLine, Due, VisitLine
from pipnotes.casebook.ledger import Changed
from pipnotes.domain.words import clock_time, weekday_day
from pipnotes.errors import Problem
from pipnotes.ui.desk import Desk
from pipnotes.ui.dialogs.add_family import AddFamilyDialog
from pipnotes.ui.dialogs.plan_visit import PlanVisitDialog
from pipnotes.ui.dialogs.sealed_copy import take_in_copy
from pipnotes.ui.dialogs.show_family import show_family
from pipnotes.ui.dialogs.visit_not_held import VisitNotHeldDialog
from pipnotes.ui.pages.names import HideNames
from pipnotes.ui.pages.page import Page
from pipnotes.ui.pages.parts import focus, focused, show_now
from pipnotes.ui.pages.today.ahead import AheadSheet, TomorrowSheet
from pipnotes.ui.pages.today.doing import Doing
from pipnotes.ui.pages.today.drafts import DraftsSheet
from pipnotes.ui.pages.today.due import DueSheet
from pipnotes.ui.pages.today.laptop import LaptopSheet
from pipnotes.ui.pages.today.visits import VisitsSheet
from pipnotes.ui.theme import STACK_COLUMNS_FROM, look
from pipnotes.ui.widgets.announce import announce
from pipnotes.ui.widgets.fields import SearchField
from pipnotes.ui.widgets.frame import HeaderBar
from pipnotes.ui.widgets.sheet import Columns, Scroll, column

# The days ahead come into sight from a window of 1600, less the rail.
_WIDE_FROM = 1600 - 172
_TICK = 20_000  # milliseconds


class TodayPage(Page):
    """Visits, drafts and tomorrow; what is due and this laptop at the side."""

    title = "Today"

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._header = HeaderBar()
        self._search = SearchField("Find a family, note or letter", hint="Ctrl+K")
        self._hide = HideNames(desk)
        self._visits, self._drafts = VisitsSheet(desk), DraftsSheet(desk)
        self._tomorrow, self._ahead = TomorrowSheet(desk), AheadSheet(desk)
        self._due, self._laptop = DueSheet(desk), LaptopSheet(desk)
        self._doing = Doing(desk, self)
        self._main = QWidget()
        self._grid = QGridLayout(self._main)
        self._wide: bool | None = None
        self._day = desk.clock().date()
        self._tick = QTimer(self)
        self._lay_out()
        self._wire()

    def show_for(self, subject: str) -> None:
        """Read the day afresh."""
        self._fill()
        self.land()

    def land(self) -> None:
        """Put the keyboard on the visit that is running or comes next."""
        if self._visits.primary is not None:
            self._visits.primary.setFocus()
        else:
            super().land()

    def refresh(self, changed: Changed) -> None:
        """Read the day again; the keyboard stays where it was."""
        self._fill()

    def panes(self) -> list[QWidget]:
        """Return the sheets, for F6."""
        return [self._header, self._visits, self._drafts, self._tomorrow, self._due, self._laptop]

    def place(self) -> dict[str, object]:
        """Return which control has the keyboard, and how far the page is scrolled."""
        return {"field": focused(self), "scroll": self._scroll.verticalScrollBar().value()}

    def go_to(self, place: Mapping[str, object]) -> None:
        """Return there."""
        focus(self, str(place.get("field", "")))
        scroll = place.get("scroll")
        if isinstance(scroll, int):
            self._scroll.verticalScrollBar().setValue(scroll)

    def look_for(self) -> bool:
        """Put the keyboard into the search field."""
        self._search.setFocus()
        self._search.selectAll()
        return True

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and self.isVisible():
            self._arrange()
            self._fill()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    @Slot()
    def plan_visit(self) -> None:
        """Plan a visit with a family that is chosen there."""
        PlanVisitDialog.ask(self.window(), self.desk)

    @Slot()
    def add_family(self) -> None:
        """Add a family, and go to it."""
        circle = AddFamilyDialog.ask(self.window(), self.desk)
        if circle is not None:
            self.wanted.emit("family", circle.family.id)

    @Slot()
    def start_next(self) -> None:
        """Start the note of the visit that is running or comes next: the page's primary action."""
        if self._visits.next is not None:
            self._do_visit("start", self._visits.next)
        elif self._visits.primary is not None:
            self._visits.primary.click()

    @Slot()
    def show_next(self) -> None:
        """Go into visit mode with the family of the visit that is running or comes next."""
        if self._visits.next is not None:
            self._do_visit("show", self._visits.next)

    @Slot()
    def next_not_held(self) -> None:
        """Say that the visit that is running or comes next did not happen."""
        if self._visits.next is not None:
            self._do_visit("missed", self._visits.next)

    @Slot()
    def back_up(self) -> None:
        """Back up beside the work into the folder chosen before, or choose one."""
        self._back_up_into(self.desk.casebook.backing_up.folder(self.desk.policy) or self.choose_folder())

    def _back_up_into(self, folder: Path | None) -> None:
        if folder is not None:
            self.desk.backups.maker.by_hand(folder, self._backed_up, self._not_backed_up)

    def _backed_up(self, _: object) -> None:
        announce(self, "Backed up and checked")
        # This looks whether one is due still, and has the pages say how backups stand now.
        self.desk.backups.look()

    def _not_backed_up(self, problem: Problem) -> None:
        if self.desk.ask_problem(problem, title="The backup didn’t finish", retry="Choose a folder"):
            self._back_up_into(self.choose_folder())
        else:
            self.desk.backups.look()

    @Slot()
    def take_in_copy(self) -> None:
        """Make drafts again of the words in a sealed copy."""
        take_in_copy(self.window(), self.desk)

    def choose_folder(self) -> Path | None:
        """Ask where backups go."""
        chosen = QFileDialog.getExistingDirectory(self.window(), "PipNotes: where the backup goes")
        return Path(chosen) if chosen else None

    def _fill(self) -> None:
        casebook, now = self.desk.casebook, self.desk.clock()
        at = focused(self)
        self._day = now.date()
        begun = {kept.note.session.visit: kept.note.session.id for kept in casebook.notes.drafts()}
        self._tell_time()
        self._visits.fill(casebook.diary.visits_on(now.date()), begun, families=bool(casebook.families.rows()))
        self._drafts.fill(casebook.diary.drafts())
        self._tomorrow.fill()
        self._ahead.fill()
        self._due.fill(casebook.diary.due())
        self._laptop.fill()
        show_now(self._visits, self._drafts, self._tomorrow, self._ahead, self._due, self._laptop)
        focus(self, at)

    @Slot()
    def _tell_backup(self) -> None:
        at = focused(self)
        self._laptop.fill()
        show_now(self._laptop)
        focus(self, at)

    @Slot()
    def _tell_time(self) -> None:
        now = self.desk.clock()
        self._header.set_title(weekday_day(now.date()), clock_time(now))
        if now.date() != self._day and self.isVisible():
            self._fill()

    def _do_visit(self, what: str, line: VisitLine) -> None:
        family, visit = line.circle.family.id, line.visit
        if what == "start":
            self._doing.start_note(family, visit)
        elif what == "open":
            self.wanted.emit("family", family)
        elif what == "note":
            self.wanted.emit("note", visit.session)
        elif what == "show":
            show_family(self.window(), self.desk, family, visit.id)
        elif what == "change":
            PlanVisitDialog.ask(self.window(), self.desk, family, visit.id)
        else:
            VisitNotHeldDialog.ask(self.window(), self.desk, family, visit.id)

    def _do_due(self, what: str, line: Due) -> None:
        self._doing.do(what, line)

    def _do_draft(self, line: DraftLine) -> None:
        if line.note is not None:
            self.wanted.emit("note", line.note.note.session.id)
        else:
            self.wanted.emit("letter", line.circle.family.id)

    @Slot()
    def _names_turned(self) -> None:
        if self.isVisible():
            self._fill()

    @Slot()
    def _look_up(self) -> None:
        words = self._search.text().strip()
        if words:
            self._search.clear()
            self.wanted.emit("families", f"find/{words}")

    def _arrange(self) -> None:
        wide = self.width() >= _WIDE_FROM and look().scale < STACK_COLUMNS_FROM
        if wide == self._wide:
            return
        self._wide = wide
        for part in (self._visits, self._drafts, self._tomorrow, self._ahead):
            self._grid.removeWidget(part)
        top = Qt.AlignmentFlag.AlignTop
        self._grid.addWidget(self._visits, 0, 0, top)
        if wide:
            self._grid.addWidget(self._drafts, 0, 1, top)
            self._grid.addWidget(self._ahead, 1, 0, 1, 2, top)
        else:
            self._grid.addWidget(self._drafts, 1, 0, top)
            self._grid.addWidget(self._tomorrow, 2, 0, top)
        self._grid.setColumnStretch(0, 13)
        self._grid.setColumnStretch(1, 12 if wide else 0)
        self._ahead.setVisible(wide)
        self._tomorrow.setVisible(not wide)

    def _lay_out(self) -> None:
        self._search.setMinimumWidth(min(look().px(330), 480))
        self._header.add_action(self._search)
        self._header.add_action(self._hide)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(16)
        held = QWidget()
        body = QVBoxLayout(held)
        body.setContentsMargins(20, 16, 20, 16)
        body.setSpacing(0)
        body.addWidget(Columns(column(self._main), column(self._due, self._laptop, gap=16), side_width=434))
        body.addStretch(1)
        self._scroll = Scroll(held)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addWidget(self._header)
        box.addWidget(self._scroll, 1)

    def _wire(self) -> None:
        self._search.returnPressed.connect(self._look_up)
        self._visits.wanted.connect(self._do_visit)
        self._visits.plan_wanted.connect(self.plan_visit)
        self._visits.add_wanted.connect(self.add_family)
        self._drafts.wanted.connect(self._do_draft)
        self._tomorrow.comment_wanted.connect(self._doing.read_comments)
        self._due.wanted.connect(self._do_due)
        self._laptop.backup_wanted.connect(self.back_up)
        self._laptop.sharing_wanted.connect(self._doing.open_sharing)
        self._laptop.words_wanted.connect(self._doing.open_settings)
        self.desk.names_hidden_changed.connect(self._names_turned)
        self.desk.backups.changed.connect(self._tell_backup)
        self.desk.locked.connect(self._tick.stop)
        self._tick.timeout.connect(self._tell_time)
        self._tick.start(_TICK)
        self.command("Start the next note", "Ctrl+Enter", self.start_next)
        self.command("Plan a visit", "Ctrl+Shift+D", self.plan_visit)
        self.command("Show to the family of the next visit", "F9", self.show_next)
        self.command("Next visit was not held", "", self.next_not_held)
        self.command("Add a family", "Ctrl+Shift+F", self.add_family)
        self.command("Back up now", "", self.back_up)
        self.command("Take in a sealed copy", "", self.take_in_copy)
