"""The work comes to its end: how, when, and what was promised for afterwards."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from pipnotes.domain.codes import Answer, EndingType
from pipnotes.domain.ending import FollowUp
from pipnotes.domain.words import add_months, long_day
from pipnotes.ui.desk import Desk
from pipnotes.ui.dialogs.asking import Asking
from pipnotes.ui.dialogs.parts import options, yes_no
from pipnotes.ui.naming import family_of
from pipnotes.ui.widgets.dates import DateField
from pipnotes.ui.widgets.fields import ComboBox, Field
from pipnotes.ui.widgets.segments import Option
from pipnotes.ui.widgets.text import Text


class EndWorkDialog(Asking):
    """End the work with a family; its record stays, and the promised calls stay due."""

    def __init__(self, parent: QWidget | None, desk: Desk, family: str) -> None:
        circle = desk.casebook.families.circle(family)
        super().__init__(
            parent,
            desk,
            "End the work",
            family=family,
            kept_as=f"end-work/{family}",
            title=f"End the work with {family_of(desk, circle)}",
            second="The whole record stays. The calls that were promised stay due.",
        )
        self._plan = desk.casebook.endings.plan(family) or desk.casebook.endings.blank(family)
        today = desk.clock().date()
        day = self._plan.last_visit if self._plan.last_visit and self._plan.last_visit <= today else today
        self._on = self.form.add("on", DateField("Ended on", today=today, value=day))
        how = EndingType.PLANNED.value if self._plan.last_visit else ""
        choices = [Option("", "Choose how it ended"), *options(EndingType)]
        self._how = self.form.add("how", ComboBox("How it ended", choices, value=how))
        self._later = self.form.add("later", yes_no("A later goodbye offered", self._plan.repair_offered))
        self._later_field = Field(
            "", self._later, hint="A goodbye that came suddenly can still be offered, in person or in a letter."
        )
        self._calls = Text("", token="ink2")
        self.row("Last day", self.field(self._on))
        self.row("How it ended", self._how)
        self.row("Later goodbye", self._later_field)
        self.grid.add("Afterwards", self._calls)
        self._how.changed.connect(self._turn)
        self._on.changed.connect(self._tell_calls)
        self.answer_with("End the work")
        self._turn()
        self._tell_calls()
        self.begin(self._on)

    def complaint(self) -> str:
        """Say what is still missing."""
        if self._on.value() is None:
            return "Say on which day it ended."
        return "" if self._how.value() else "Choose how it ended."

    def write(self) -> tuple[FollowUp, ...]:
        """End the work."""
        on = self._on.value()
        assert on is not None
        how = EndingType.of(self._how.value() or "")
        later = Answer.UNKNOWN if how.planned else Answer.of(self._later.value() or Answer.UNKNOWN.value)
        return self.desk.casebook.endings.end(replace(self._plan, repair_offered=later), how, on)

    @Slot()
    def _turn(self) -> None:
        chosen = self._how.value()
        self.show_row(self._later_field, bool(chosen) and not EndingType.of(chosen).planned)
        self.fit_again()

    @Slot()
    def _tell_calls(self) -> None:
        on = self._on.value() or self.desk.clock().date()
        calls = []
        for months, wanted in ((6, self._plan.ring_at_6), (12, self._plan.ring_at_12)):
            day = long_day(add_months(on, months))
            calls.append(
                f"No call at {months} months, as they asked."
                if wanted is Answer.NO
                else f"Ring at {months} months, {day}{'.' if wanted is Answer.YES else ', if they say yes.'}"
            )
        self._calls.set_words(" ".join(calls))
