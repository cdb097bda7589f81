"""A promised call after the ending: planned for a day, or made, with what they told us."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QDialog, QWidget

from pipnotes.domain.codes import FollowUpOutcome, SafeContact
from pipnotes.domain.ending import FollowUp
from pipnotes.domain.words import full_day, long_day
from pipnotes.ui.desk import Desk
from pipnotes.ui.dialogs.asking import Asking
from pipnotes.ui.dialogs.concern import ConcernDialog
from pipnotes.ui.dialogs.parts import SideBySide, TimeField, by_id, options
from pipnotes.ui.naming import call as call_name
from pipnotes.ui.naming import family_of
from pipnotes.ui.widgets.dates import DateField
from pipnotes.ui.widgets.fields import ComboBox
from pipnotes.ui.widgets.hints import HintLine
from pipnotes.ui.widgets.prose import ProseEdit
from pipnotes.ui.widgets.segments import Option, Segments
from pipnotes.ui.widgets.sheet import column
from pipnotes.ui.widgets.text import Text, quiet, strong

_WHAT = [Option("plan", "Plan the call"), Option("rang", "I have rung")]


class FollowUpDialog(Asking):
    """Plan the call, or write down what came of it."""

    def __init__(self, parent: QWidget | None, desk: Desk, family: str, call: str) -> None:
        circle = desk.casebook.families.circle(family)
        self._call = by_id(desk.casebook.endings.follow_ups(family), call)
        ended = f"Ended {long_day(circle.family.ended)}. " if circle.family.ended else ""
        super().__init__(
            parent,
            desk,
            "Follow-up call",
            family=family,
            kept_as=f"follow-up/{call}",
            title=f"The {self._call.months}-month call to {family_of(desk, circle)}",
            second=f"{ended}Due {full_day(self._call.due)}",
        )
        today, planned = desk.clock().date(), self._call.planned_for
        begun = "rang" if planned is not None or self._call.due <= today else "plan"
        self._what = self.form.add("what", Segments("What to do", _WHAT, value=begun))
        day: date = planned.date() if planned else max(self._call.due, today)
        self._day = self.form.add("day", DateField("Day", today=today, value=day))
        self._time = self.form.add("time", TimeField("Time", value=planned.time() if planned else None))
        choices = [Option("", "Choose what came of it"), *options(FollowUpOutcome)]
        self._outcome = self.form.add("outcome", ComboBox("What came of it", choices))
        self._words = self.form.add("words", ProseEdit("What they told us", boxed=True, lines=3))
        self._when = SideBySide(self.field(self._day), self.field(self._time), stretch=(0, 0))
        self._lay_out_rows()
        self._what.changed.connect(self._turn)
        self.answer_with("Save")
        self._turn()
        self.begin(self._what)

    @classmethod
    def ask(cls, parent: QWidget | None, desk: Desk, family: str, call: str) -> FollowUp | None:
        """Ask, and go straight on to a concern if one was raised in the call."""
        dialog = cls(parent, desk, family, call)
        try:
            written: FollowUp | None = dialog.value() if dialog.exec() == QDialog.DialogCode.Accepted else None
        finally:
            dialog.deleteLater()
        if written is not None and written.outcome is FollowUpOutcome.SAFEGUARDING:
            ConcernDialog.ask(parent, desk, family)
        return written

    def complaint(self) -> str:
        """Say what is still missing."""
        if self._planning():
            missing = self._day.value() is None or self._time.value() is None
            return "Say on which day and at what time." if missing else ""
        return "" if self._outcome.value() else "Choose what came of the call."

    def write(self) -> FollowUp:
        """Write down the plan, or what came of the call."""
        casebook = self.desk.casebook
        if self._planning():
            day, at = self._day.value(), self._time.value()
            assert day is not None
            assert at is not None
            return casebook.endings.plan_call(self._call, casebook.visits.moment(day, at))
        outcome = FollowUpOutcome.of(self._outcome.value() or "")
        casebook.endings.rung(self._call, outcome, self._words.words().strip())
        return by_id(casebook.endings.follow_ups(self._call.family), self._call.id)

    def _planning(self) -> bool:
        return self._what.value() == "plan"

    @Slot()
    def _turn(self) -> None:
        planning = self._planning()
        self.show_row(self._when, planning)
        self.show_row(self._outcome, not planning)
        self.show_row(self._words, not planning)
        assert self.primary is not None
        self.primary.setText("Plan this call" if planning else "Save what came of it")
        self.primary.updateGeometry()
        self.fit_again()

    def _lay_out_rows(self) -> None:
        lines: list[QWidget] = []
        for person in self.family().caregivers:
            told = ", ".join(part for part in (person.phone, person.safe_contact_note) if part)
            line = Text([strong(call_name(self.desk, person)), told or quiet("no number")])
            safe = person.safe_contact is not SafeContact.ANY
            lines += [line, HintLine(person.safe_contact.label, icon="lock")] if safe else [line]
        if lines:
            self.grid.add("Who to ring", column(*lines, gap=0))
        self.row("What to do", self._what)
        self.row("When", self._when)
        self.row("What came of it", self._outcome)
        self.row("They told us", self._words)
