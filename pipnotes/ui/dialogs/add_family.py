"""A new family, from its referral: little is needed, much can be told, and a half-filled form waits in the vault."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from PySide6.QtWidgets import QWidget

from pipnotes.domain.circle import Circle
from pipnotes.domain.codes import Answer, PersonRole, ReferralSource, Safeguarding
from pipnotes.domain.family import Family, Person, Referral
from pipnotes.ui.desk import Desk
from pipnotes.ui.dialogs.asking import Asking
from pipnotes.ui.dialogs.parts import SideBySide, Under, options, yes_no
from pipnotes.ui.dialogs.people import BABY, CAREGIVER, PROFESSIONAL, RELATIVE, PeoplePart, person_of
from pipnotes.ui.widgets.dates import DateField
from pipnotes.ui.widgets.fields import ComboBox, Field, LineEdit
from pipnotes.ui.widgets.prose import ProseEdit
from pipnotes.ui.widgets.segments import Option


class AddFamilyDialog(Asking):
    """Who they are, how they came to us, and what they have been told."""

    def __init__(self, parent: QWidget | None, desk: Desk) -> None:
        super().__init__(
            parent,
            desk,
            "Add a family",
            kept_as="add-family",
            title="Add a family from a referral",
            second="The baby’s name, birthday or due date, and who referred them. The rest can wait.",
            width=740,
            margin=104,
        )
        today = desk.clock().date()
        self._today = today
        self._babies = self.form.add("babies", PeoplePart("baby", BABY, today, add="Add another baby"))
        self._caregivers = self.form.add(
            "caregivers", PeoplePart("caregiver", CAREGIVER, today, add="Add another caregiver")
        )
        self._relatives = self.form.add(
            "relatives", PeoplePart("relative", RELATIVE, today, add="Add a relative", start=0)
        )
        self._gp = self.form.add("gp", PeoplePart("GP", PROFESSIONAL, today))
        self._visitor = self.form.add("visitor", PeoplePart("health visitor", PROFESSIONAL, today))
        self._source = self.form.add(
            "source", ComboBox("Who referred", [Option("", "Choose who referred"), *options(ReferralSource)])
        )
        self._received = self.form.add("received", DateField("Received", today=today, value=today))
        self._referrer = self.form.add("referrer", LineEdit("Referred by"))
        self._organisation = self.form.add("organisation", LineEdit("Their organisation"))
        self._contact = self.form.add("contact", LineEdit("Their phone or email"))
        self._concern = self.form.add("concern", ProseEdit("What the referrer wrote", boxed=True, lines=3))
        self._agreed = self.form.add("agreed", yes_no("Family agreed to the referral"))
        self._safeguarding = self.form.add(
            "safeguarding", ComboBox("Safeguarding", options(Safeguarding), value=Safeguarding.UNKNOWN.value)
        )
        self._interpreter = self.form.add("interpreter", LineEdit("Interpreter", placeholder="Language, if needed"))
        self._visiting = self.form.add("visiting", LineEdit("Before you set off", placeholder="Dogs, stairs, parking"))
        self._lay_out_rows()
        self.answer_with("Add this family", note="What you type is kept while you type.")
        self.begin(self._babies.first())

    def complaint(self) -> str:
        """Say what is still missing, and go there: the form is longer than the screen."""
        people = (self._babies, self._caregivers, self._relatives)
        if not all(part.sound() for part in people):
            return "One date above wants another look."
        day = self._received.value()
        if day is None or day > self._today:
            self._received.setFocus()
            return "Say on which day the referral came: today or before."
        if not self._source.value():
            self._source.setFocus()
            return "Choose who referred the family."
        return ""

    def write(self) -> Circle:
        """Open the family."""
        families = self.desk.casebook.families
        family, baby, referral = families.blank()
        family = replace(family, interpreter=self._interpreter.text().strip(), visiting=self._visiting.text().strip())
        return families.add(family, self._people(family, baby), self._referral(referral))

    def _people(self, family: Family, baby: Person) -> list[Person]:
        new = self.desk.casebook.families.new_person
        found: list[Person | None] = []
        for values in self._babies.values():
            blank = baby if not found else new(family.id, PersonRole.INFANT)
            found.append(person_of(values, blank, self._today))
        for part, role in ((self._caregivers, PersonRole.PARENT), (self._relatives, PersonRole.RELATIVE)):
            found += [person_of(values, new(family.id, role), self._today) for values in part.values()]
        for part, profession in ((self._gp, "GP"), (self._visitor, "health visitor")):
            blank = replace(new(family.id, PersonRole.PROFESSIONAL), profession=profession)
            found += [person_of(values, blank, self._today) for values in part.values()]
        return [person for person in found if person is not None]

    def _referral(self, blank: Referral) -> Referral:
        received: date | None = self._received.value()
        return replace(
            blank,
            received=received or self._today,
            source=ReferralSource.of(self._source.value() or ""),
            referrer=self._referrer.text().strip(),
            referrer_organisation=self._organisation.text().strip(),
            referrer_contact=self._contact.text().strip(),
            concern=self._concern.words().strip(),
            agreed_to=Answer.of(self._agreed.value() or Answer.UNKNOWN.value),
            safeguarding=Safeguarding.of(self._safeguarding.value() or Safeguarding.UNKNOWN.value),
        )

    def _lay_out_rows(self) -> None:
        self.grid.add("Baby", self._babies)
        self.grid.add("Caregivers", self._caregivers)
        self.grid.add("Others", self._relatives, second="in the family")
        self.grid.add("GP", self._gp)
        self.grid.add("Health visitor", self._visitor)
        came = SideBySide(Field("From", self._source), self.field(self._received, label="Received"), stretch=(2, 1))
        names = SideBySide(Field("Referred by", self._referrer), Field("Their organisation", self._organisation))
        self.grid.add("Referral", Under(came, names, Field("Their phone or email", self._contact), gap=8))
        self.row("What they wrote", self._concern)
        self.row("Agreed", Field("", self._agreed, hint="Has the family said yes to this referral?"))
        self.row("Safeguarding", self._safeguarding)
        self.row("Interpreter", self._interpreter)
        self.row("Setting off", self._visiting)
