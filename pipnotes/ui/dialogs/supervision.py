"""Questions about supervision: which family was talked over and what came of it, and when the next meeting is."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtWidgets import QWidget

from pipnotes.casebook.agendas import Agenda
from pipnotes.domain.codes import ConsentPurpose
from pipnotes.domain.sharing import TalkedOver
from pipnotes.ui.desk import Desk
from pipnotes.ui.dialogs.asking import Asking
from pipnotes.ui.dialogs.parts import SideBySide, TimeField
from pipnotes.ui.widgets.dates import DateField
from pipnotes.ui.widgets.fields import ComboBox, LineEdit
from pipnotes.ui.widgets.prose import ProseEdit
from pipnotes.ui.widgets.segments import Option


class TalkedOverDialog(Asking):
    """Write down that a family was talked over; it stands in the therapist's own record and leaves with nobody."""

    def __init__(self, parent: QWidget | None, desk: Desk, family: str = "", name: str = "", contact: str = "") -> None:
        super().__init__(
            parent,
            desk,
            "Supervision",
            kept_as=f"talked-over/{family}",
            title="Talked over in supervision",
            second="For your own record and the family’s story. It is not sent to anybody.",
            margin=140,
        )
        self._contact, self._reader = contact, name
        self._family = self.form.add("family", ComboBox("Family", self._families(family), value=family))
        self._day = self.form.add("day", DateField("Day", today=desk.clock().date(), value=desk.clock().date()))
        self._with = self.form.add("with", LineEdit("With", placeholder="Your supervisor’s name"))
        self._with.setText(name or self._last())
        self._words = self.form.add("words", ProseEdit("What came of it", boxed=True, lines=4))
        self.row("Family", self._family)
        self.row("Day", self.field(self._day))
        self.row("With", self._with)
        self.row("What came of it", self._words)
        self.answer_with("Write it down")
        self.begin(self._words if family else self._family)

    def complaint(self) -> str:
        """Say what is still missing."""
        if not self._family.value():
            return "Choose the family."
        return "" if self._day.value() is not None else "Say on which day."

    def write(self) -> TalkedOver:
        """Write it down."""
        day = self._day.value()
        assert day is not None
        name = self._with.text().strip()
        return self.desk.casebook.supervision.log.write_down(
            self._family.value() or "",
            name=name,
            on=day,
            words=self._words.words(),
            contact=self._contact if name == self._reader else "",
        )

    def _families(self, family: str) -> list[Option]:
        book = self.desk.casebook
        agreed = [
            row.circle
            for row in book.families.rows()
            if row.circle.family.id == family or book.consents.given(row.circle.family.id, ConsentPurpose.SUPERVISION)
        ]
        called = [Option(one.family.id, f"{self.desk.family_name(one)}, {one.family.code}") for one in agreed]
        return [Option("", "Choose a family"), *called]

    def _last(self) -> str:
        """Return with whom something was talked over last, or else the first whose card was accepted."""
        entries = self.desk.casebook.supervision.log.of()
        names = [entry.name for entry in entries[:1]] + [one.name for one in self.desk.casebook.contacts.all()]
        return names[0] if names else ""


class NextMeetingDialog(Asking):
    """Keep when the next supervision with a therapist is."""

    def __init__(self, parent: QWidget | None, desk: Desk, agenda: Agenda) -> None:
        super().__init__(
            parent,
            desk,
            "Supervision",
            kept_as=f"next-supervision/{agenda.contact}",
            title=f"Next supervision with {agenda.therapist}",
            second="It stands on the agenda. Leave the day empty when none is planned.",
            width=560,
        )
        self._agenda = agenda
        at = agenda.at
        self._day = self.form.add("day", DateField("Day", today=desk.clock().date(), value=at.date() if at else None))
        self._time = self.form.add("time", TimeField("Time", value=at.time() if at else None))
        self.row("When", SideBySide(self.field(self._day), self.field(self._time), stretch=(0, 0)))
        self.answer_with("Save")
        self.begin(self._day)

    def complaint(self) -> str:
        """Say what is still missing, or that the day is over."""
        day = self._day.value()
        if day is None:
            return ""
        if day < self.desk.clock().date():
            return "That day is over. Choose today or later."
        return "" if self._time.value() is not None else "Say at what time."

    def write(self) -> datetime | None:
        """Keep it, or forget it when no day is given."""
        day, time = self._day.value(), self._time.value()
        book = self.desk.casebook
        at = book.visits.moment(day, time) if day is not None and time is not None else None
        book.supervision.agendas.plan_meeting(self._agenda.contact, at)
        return at
