"""A meeting planned or moved: the day, how, who with, and what to remember."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from pipnotes.domain.codes import FamilyStatus, Meeting
from pipnotes.domain.words import clock_time
from pipnotes.domain.work import Visit
from pipnotes.ui.desk import Desk
from pipnotes.ui.dialogs.asking import Asking
from pipnotes.ui.dialogs.parts import SideBySide, TimeField, Under, by_id
from pipnotes.ui.naming import chip
from pipnotes.ui.theme import STACK_COLUMNS_FROM, look
from pipnotes.ui.widgets.chips import ChipRow
from pipnotes.ui.widgets.dates import DateField
from pipnotes.ui.widgets.fields import ComboBox, LineEdit
from pipnotes.ui.widgets.hints import HintLine
from pipnotes.ui.widgets.segments import Option, Segments

_HOW = [
    Option(Meeting.HOME.value, "Home", "house"),
    Option(Meeting.VIDEO.value, "Video", "video"),
    Option(Meeting.PHONE.value, "Phone", "phone"),
    Option(Meeting.GROUP.value, "Group", "users"),
    Option(Meeting.CENTRE.value, "Centre"),
]
_OVER = (FamilyStatus.ENDED, FamilyStatus.DECLINED)


class PlanVisitDialog(Asking):
    """Plan a visit, or change one that is planned."""

    def __init__(
        self, parent: QWidget | None, desk: Desk, family: str = "", visit: str = "", day: date | None = None
    ) -> None:
        self._visit = by_id(desk.casebook.visits.of(family), visit) if visit else None
        super().__init__(
            parent,
            desk,
            "Change a visit" if visit else "Plan a visit",
            family=family,
            kept_as=f"plan-visit/{family}/{visit}",
            title="Change this visit" if visit else "Plan a visit",
        )
        known = self._visit or Visit(id="", family=family, starts=desk.clock())
        begun = known.starts if self._visit else None
        self._today = desk.clock().date()
        self._family = ComboBox("Family", self._families())
        self._day = DateField("Day", today=self._today, value=begun.date() if begun else day)
        self._time = TimeField("Time", value=begun.time() if begun else None)
        self._minutes = LineEdit("Minutes", placeholder="60")
        self._minutes.setText(str(known.minutes))
        self._minutes.setMaximumWidth(look().px(110))
        self._how = Segments("How", _how(), value=known.how.value)
        self._with = ChipRow("With")
        self._remember = LineEdit("To remember", placeholder="A measure to offer, a key to bring")
        self._remember.setText(known.remember)
        self._that_day = HintLine("")
        self._setting_off = HintLine("")
        self._lay_out_rows(choose=not family)
        self._wire()
        self._show_people(set(known.people) if self._visit else None)
        self._show_day()
        self.answer_with("Save this visit" if visit else "Plan this visit")
        self.begin(self._day if family else self._family)

    def complaint(self) -> str:
        """Say what is still missing."""
        if not self._family_id():
            return "Choose the family."
        if self._day.value() is None or self._time.value() is None:
            return "Say on which day and at what time."
        return ""

    def write(self) -> Visit:
        """Plan it, or write down how it changed."""
        day, at = self._day.value(), self._time.value()
        assert day is not None
        assert at is not None
        visits = self.desk.casebook.visits
        minutes = int(self._minutes.text() or 60)
        how = Meeting.of(self._how.value() or Meeting.HOME.value)
        if self._visit is None:
            return visits.plan(
                self._family_id(),
                visits.moment(day, at),
                minutes=minutes,
                how=how,
                people=self._with.chosen(),
                remember=self._remember.text().strip(),
            )
        changed = replace(
            self._visit,
            starts=visits.moment(day, at),
            minutes=minutes,
            how=how,
            people=tuple(self._with.chosen()),
            remember=self._remember.text().strip(),
        )
        visits.change(changed)
        return changed

    def _lay_out_rows(self, *, choose: bool) -> None:
        if choose:
            self.row("Family", self._family)
        when = SideBySide(
            self.field(self._day, label="Day"),
            self.field(self._time, label="Time"),
            self.field(self._minutes, label="Minutes", check=self._length),
            stretch=(0, 0, 0),
        )
        self.grid.add("When", Under(when, self._that_day), buddy=self._day)
        self.row("How", self._how)
        self.grid.add("With", self._with)
        self.grid.add("To remember", Under(self._remember, self._setting_off), buddy=self._remember)

    def _wire(self) -> None:
        for name, part in (
            ("family", self._family),
            ("day", self._day),
            ("time", self._time),
            ("minutes", self._minutes),
            ("how", self._how),
            ("remember", self._remember),
        ):
            self.form.add(name, part)
        self._family.changed.connect(self._turn_family)
        self._day.changed.connect(self._show_day)

    def _families(self) -> list[Option]:
        rows = [row for row in self.desk.casebook.families.rows() if row.family.status not in _OVER]
        return [Option("", "Choose a family"), *(Option(r.family.id, self.desk.family_name(r.circle)) for r in rows)]

    def _family_id(self) -> str:
        return self.circle.family.id if self.circle is not None else ""

    def _length(self) -> str:
        words = self._minutes.text().strip()
        sound = words.isdecimal() and 5 <= int(words) <= 480
        return "" if sound or not words else "Give the minutes as a number from 5 to 480"

    @Slot()
    def _turn_family(self) -> None:
        chosen = self._family.value()
        self.circle = self.desk.casebook.families.circle(chosen) if chosen else None
        self._show_people(None)

    @Slot()
    def _show_day(self) -> None:
        day = self._day.value()
        lines = self.desk.casebook.diary.visits_on(day) if day else []
        mine = self._visit.id if self._visit else ""
        others = [
            f"{clock_time(line.visit.starts)} {self.desk.family_name(line.circle)}"
            for line in lines
            if line.visit.id != mine
        ]
        words = f"Also that day: {', '.join(others)}" if others else "Nothing else is planned that day." if day else ""
        self._that_day.set_words(words)

    def _show_people(self, on: set[str] | None) -> None:
        self._with.clear()
        if self.circle is None:
            self._setting_off.set_words("")
            return
        near = {person.id for person in self.circle.infants + self.circle.caregivers}
        for person in self.circle.living_kin + self.circle.professionals:
            self._with.add_chip(person.id, chip(self.desk, person), on=person.id in (near if on is None else on))
        family = self.circle.family
        told = [f"Interpreter: {family.interpreter}." if family.interpreter else "", family.visiting]
        self._setting_off.set_words(" ".join(part for part in told if part), icon="info")
        self._setting_off.setVisible(any(told))


def _how() -> list[Option]:
    """Return the ways to meet, without their icons where large text needs the room."""
    large = look().scale >= STACK_COLUMNS_FROM
    return [Option(option.key, option.label) for option in _HOW] if large else _HOW
