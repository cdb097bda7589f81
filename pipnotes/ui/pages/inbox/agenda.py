"""What to talk over next, therapist by therapist, with the date of each meeting; on paper when it is wanted."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from hashlib import sha256
from pathlib import Path

from PySide6.QtCore import Slot
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QWidget

from pipnotes.casebook.agendas import Agenda
from pipnotes.casebook.supervision import Held
from pipnotes.domain.words import clock_time
from pipnotes.errors import Problem
from pipnotes.ui.desk import Desk
from pipnotes.ui.dialogs.supervision import NextMeetingDialog
from pipnotes.ui.pages.talk import short_name
from pipnotes.ui.printing import ask_place, ask_printer, print_pdf, save
from pipnotes.ui.widgets.announce import announce
from pipnotes.ui.widgets.buttons import Button
from pipnotes.ui.widgets.chips import Tag
from pipnotes.ui.widgets.rows import ListRow, RowList
from pipnotes.ui.widgets.sheet import Scroll, Sheet
from pipnotes.ui.widgets.text import quiet, strong

JOB = "Agenda"
FILE = "Agenda.pdf"


class AgendaSheet(Sheet):
    """The next meeting with each therapist, and the code names to talk over."""

    def __init__(
        self,
        desk: Desk,
        *,
        printer: Callable[[QWidget | None, str], QPrinter | None] = ask_printer,
        place: Callable[[QWidget | None, str], Path | None] = ask_place,
    ) -> None:
        super().__init__("Next supervision", icon="calendar-days")
        self._desk = desk
        self._ask_printer, self._ask_place = printer, place
        self._rows = RowList(name="Next supervision")
        self.print, self.save = Button("Print", kind="link", small=True), Button("Save as PDF", kind="link", small=True)
        for button in (self.print, self.save):
            button.setAccessibleName(f"{button.text()}: the agendas")
            self.heading.add(button)
        self.scroll_area = Scroll(self._rows)
        self.add_row(self.scroll_area, stretch=1)
        self.print.clicked.connect(self.print_agendas)
        self.save.clicked.connect(self.save_agendas)

    def show_held(self, held: Sequence[Held]) -> None:
        """Show what was put on the agenda, and the therapists with whom a date could be set."""
        self._rows.clear()
        agendas = self._desk.casebook.supervision.agendas
        found = agendas.all(held)
        known = {agenda.contact for agenda in found}
        others = {item.record.contact: item.sender for item in held if item.record.contact not in known}
        for agenda in found:
            self._rows.add(self._row(agenda))
        on_paper = any(agenda.held for agenda in found)
        self.print.setVisible(on_paper)
        self.save.setVisible(on_paper)
        if not on_paper:
            self._rows.add(ListRow([quiet("Nothing on the agenda yet. Add a family with Ctrl+G.")], pad=6))
        for contact, therapist in sorted(others.items(), key=_name):
            self._rows.add(self._row(Agenda(contact=contact, therapist=therapist, at=None, held=())))

    @Slot()
    def print_agendas(self) -> None:
        """Print the agendas from memory; that they left is written down."""
        printer = self._ask_printer(self.window(), JOB)
        if printer is not None:
            self._attempt(partial(self._print, printer))

    @Slot()
    def save_agendas(self) -> None:
        """Save the agendas as a file; that they left is written down."""
        file = self._ask_place(self.window(), FILE)
        if file is not None:
            self._attempt(partial(self._save, file))

    def _row(self, agenda: Agenda) -> ListRow:
        at = agenda.at.astimezone(self._desk.clock().tzinfo) if agenda.at else None
        tags: list[QWidget] = [Tag(item.record.code, tone="soft", icon="") for item in agenda.held]
        change = Button("Change" if at else "Set the date", kind="link", small=True)
        change.setAccessibleName(f"{change.text()}: {agenda.therapist}")
        change.clicked.connect(partial(self._plan, agenda))
        when = [quiet(f"{at:%a} {at.day} {at:%b}, {clock_time(at)}")] if at else []
        title = [strong(short_name(agenda.therapist)), *when]
        return ListRow(title, title_tags=tags, actions=[change], pad=6)

    def _plan(self, agenda: Agenda) -> None:
        NextMeetingDialog.ask(self.window(), self._desk, agenda)
        self.show_held(self._desk.casebook.supervision.held())

    def _print(self, printer: QPrinter) -> None:
        agendas = self._desk.casebook.supervision.agendas
        pdf = agendas.pdf()
        agendas.handed_over("printed", sha256(pdf).hexdigest())
        print_pdf(printer, pdf)
        announce(self, "Sent to the printer")

    def _save(self, file: Path) -> None:
        agendas = self._desk.casebook.supervision.agendas
        pdf = agendas.pdf()
        save(file, pdf)
        try:
            agendas.handed_over("saved", sha256(pdf).hexdigest())
        except Problem:
            # What nobody wrote down as having left must not be lying there.
            file.unlink(missing_ok=True)
            raise
        announce(self, "Saved")

    def _attempt(self, do: Callable[[], None]) -> None:
        try:
            do()
        except Problem as problem:
            self._desk.ask_problem(problem, title="The agenda stays here")


def _name(one: tuple[str, str]) -> str:
    return one[1]
