"""One person of the family's story, or a professional around it: everything that can be known, little that must be."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from pipnotes.domain.codes import Answer, PersonRole, SafeContact
from pipnotes.domain.family import Person
from pipnotes.domain.identifiers import is_nhs_number
from pipnotes.ui.desk import Desk
from pipnotes.ui.dialogs.asking import Asking
from pipnotes.ui.dialogs.parts import SideBySide, Under, options, yes_no
from pipnotes.ui.naming import family_of
from pipnotes.ui.widgets.buttons import Button
from pipnotes.ui.widgets.dates import DateField
from pipnotes.ui.widgets.fields import ComboBox, Field, LineEdit
from pipnotes.ui.widgets.hints import HintLine

_LINES = {
    "given": ("First name", ""),
    "surname": ("Surname", ""),
    "known_as": ("Known as", "The name everybody uses"),
    "relation": ("Called", "mum, dad, gran: the family’s own word"),
    "aliases": ("Pet names and other names", "Mabs, Little pip"),
    "phone": ("Phone", ""),
    "email": ("Email", ""),
    "address": ("Address", ""),
    "safe_contact_note": ("How to contact safely", "Text first, not after six"),
    "nhs_number": ("NHS number", ""),
    "gestation_weeks": ("Born at weeks", "39"),
    "organisation": ("Practice or team", ""),
    "profession": ("Profession", "GP, health visitor, midwife"),
    "language": ("First language", ""),
    "accessible_format": ("Needs letters in", "Large print, audio"),
    "ethnicity": ("Ethnic category", "National code"),
}
_DAYS = {"born": "Born", "due": "Due", "died": "Died"}


class PersonDialog(Asking):
    """Add somebody, change what is known of them, or mark a mistake."""

    def __init__(
        self, parent: QWidget | None, desk: Desk, family: str, person: str = "", role: PersonRole | None = None
    ) -> None:
        circle = desk.casebook.families.circle(family)
        super().__init__(
            parent,
            desk,
            "A person",
            family=family,
            kept_as=f"person/{family}/{person or role or ''}",
            title="What is known of them" if person else f"Add somebody to {family_of(desk, circle)}",
            second="Every name here is taken out of what a supervisor reads.",
            width=720,
        )
        self._known = circle.person(person) if person else None
        blank = desk.casebook.families.new_person(family, role or PersonRole.RELATIVE)
        self._person = self._known or blank
        self._lines: dict[str, LineEdit] = {}
        self._days: dict[str, DateField] = {}
        self._wrong = False
        self._build()
        self._lay_out_rows()
        self._add_footer()
        self._role.changed.connect(self._turn)
        self._turn()
        self.begin(self._lines["given"])

    def complaint(self) -> str:
        """Say what is still missing."""
        if self._wrong:
            return "" if self._reason.text().strip() else "Say in a few words what the mistake was."
        told = any(
            self._lines[key].text().strip() for key in ("given", "surname", "known_as", "relation", "profession")
        )
        infant = self._role.value() == PersonRole.INFANT.value
        return "" if told or infant else "Give a name, or what the family calls them."

    def write(self) -> Person:
        """Write the person down, or mark them as a mistake."""
        families = self.desk.casebook.families
        if self._wrong:
            families.remove_person(self._person, self._reason.text().strip())
            return self._person
        person = replace(self._person, **self._told())
        families.keep_person(person)
        return person

    def _told(self) -> dict[str, Any]:
        told: dict[str, Any] = {key: line.text().strip() for key, line in self._lines.items()}
        told |= {key: day.value() for key, day in self._days.items()}
        told["aliases"] = tuple(name.strip() for name in told["aliases"].split(",") if name.strip())
        told["gestation_weeks"] = int(told["gestation_weeks"]) if told["gestation_weeks"] else None
        told["role"] = PersonRole.of(self._role.value() or "")
        told["safe_contact"] = SafeContact.of(self._safe.value() or "")
        told["parental_responsibility"] = Answer.of(self._responsible.value() or Answer.UNKNOWN.value)
        told["lives_with_baby"] = Answer.of(self._lives.value() or Answer.UNKNOWN.value)
        return told

    def _build(self) -> None:
        person, add = self._person, self.form.add
        self._role = add("role", ComboBox("Place in the family", options(PersonRole), value=person.role.value))
        for key, (label, placeholder) in _LINES.items():
            line = add(key, LineEdit(label, placeholder=placeholder))
            value = getattr(person, key)
            line.setText(", ".join(value) if key == "aliases" else str(value or ""))
            line.setCursorPosition(0)
            self._lines[key] = line
        for key, label in _DAYS.items():
            day = DateField(label, today=self.desk.clock().date(), value=getattr(person, key))
            self._days[key] = add(key, day)
        self._safe = add("safe", ComboBox("Safe to contact", options(SafeContact), value=person.safe_contact.value))
        self._responsible = add("responsible", yes_no("Parental responsibility", person.parental_responsibility))
        self._lives = add("lives", yes_no("Lives with the baby", person.lives_with_baby))
        self._reason = add("reason", LineEdit("What the mistake was"))

    def _lay_out_rows(self) -> None:
        self.row("Place", self._role)
        self._names = self._side("given", "surname")
        self._calling = self._side("known_as", "relation")
        self._profession = self._side("profession", "organisation")
        hint = HintLine("Each name is taken out of summaries. Put a comma between them.")
        self._aliases = Under(self._lines["aliases"], hint)
        self._dates = SideBySide(
            self.field(self._days["born"], label="Born"), self.field(self._days["due"], label="Due")
        )
        self._birth = SideBySide(
            self._labelled("gestation_weeks", check=self._weeks), self._labelled("nhs_number", check=self._nhs)
        )
        safe = SideBySide(Field("Safe to contact", self._safe), self._labelled("safe_contact_note"))
        self.row("Name", self._names)
        self.row("In the family", self._calling)
        self.row("Work", self._profession)
        self.row("Other names", self._aliases)
        self.row("Dates", self._dates)
        self.row("Health record", self._birth)
        self.row("Reach them", Under(self._side("phone", "email"), self._labelled("address"), gap=8))
        self._safety = self.row("Safely", safe)
        self._parenting = self.row("Baby’s home", self._home())
        self._needs = self.row(
            "Needs", Under(self._side("language", "accessible_format"), self._labelled("ethnicity"), gap=8)
        )
        self._death = self.row("Died", self.field(self._days["died"]))
        self._mistake = self.row("The mistake", self._reason)

    def _home(self) -> QWidget:
        return Under(
            Field("Lives with the baby", self._lives), Field("Parental responsibility", self._responsible), gap=8
        )

    def _add_footer(self) -> None:
        self.answer_with("Save" if self._known else "Add")
        if self._known is not None:
            wrong = Button("Written down by mistake", kind="link", small=True)
            wrong.clicked.connect(self._turn_mistake)
            self.add_to_footer(wrong, first=True)

    @Slot()
    def _turn_mistake(self) -> None:
        self._wrong = not self._wrong
        assert self.primary is not None
        self.primary.setText("Mark as a mistake" if self._wrong else "Save")
        self.primary.updateGeometry()
        self._turn()
        if self._wrong:
            self._reason.setFocus()

    @Slot()
    def _turn(self) -> None:
        role = PersonRole.of(self._role.value() or "")
        professional, infant = role is PersonRole.PROFESSIONAL, role is PersonRole.INFANT
        for part, shown in (
            (self._calling, not professional),
            (self._aliases, not professional),
            (self._profession, professional),
            (self._dates, not professional),
            (self._birth, not professional),
            (self._safety, not professional and not infant),
            (self._parenting, not professional and not infant),
            (self._needs, not professional),
            (self._death, not professional),
            (self._mistake, self._wrong),
        ):
            self.show_row(part, shown)
        self._lines["gestation_weeks"].parentWidget().setVisible(infant)
        self._days["due"].parentWidget().setVisible(infant)
        self.fit_again()

    def _side(self, *keys: str) -> SideBySide:
        return SideBySide(*(self._labelled(key) for key in keys))

    def _labelled(self, key: str, check: Any = None) -> Field:
        return self.field(self._lines[key], label=_LINES[key][0].split(":")[0], check=check)

    def _weeks(self) -> str:
        words = self._lines["gestation_weeks"].text().strip()
        sound = not words or (words.isdecimal() and 20 <= int(words) <= 45)
        return "" if sound else "Give the weeks as a number, such as 39"

    def _nhs(self) -> str:
        words = self._lines["nhs_number"].text().strip()
        return "" if not words or is_nhs_number(words) else "An NHS number has ten digits; one of these is not right"
