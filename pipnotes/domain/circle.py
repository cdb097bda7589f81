"""A family with everybody in it, and how they are named: the baby first, then those who hold the baby in mind."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from pipnotes.domain.codes import PersonRole
from pipnotes.domain.family import Family, Person
from pipnotes.domain.words import add_months, age_words, day_month, listed, pregnancy_weeks, whole_months

# Infant age bands that may leave the laptop, by the completed months at which each ends.
_BANDS = ((3, "0 to 2 months"), (6, "3 to 5 months"), (12, "6 to 11 months"), (18, "12 to 17 months"))
_LAST_BAND = "18 to 24 months"


@dataclass(frozen=True, kw_only=True, slots=True)
class Circle:
    """One family and its people, asked for names and ages by every page."""

    family: Family
    people: tuple[Person, ...]

    @property
    def infants(self) -> tuple[Person, ...]:
        """Return the baby, or babies, the work is for."""
        return tuple(person for person in self.people if person.role is PersonRole.INFANT)

    @property
    def caregivers(self) -> tuple[Person, ...]:
        """Return parents and carers, in the order in which they were added."""
        return tuple(person for person in self.people if person.role in (PersonRole.PARENT, PersonRole.CARER))

    @property
    def relatives(self) -> tuple[Person, ...]:
        """Return everybody else of the family: brothers, sisters, grandparents, friends."""
        near = (PersonRole.SIBLING, PersonRole.RELATIVE, PersonRole.FRIEND)
        return tuple(person for person in self.people if person.role in near)

    @property
    def kin(self) -> tuple[Person, ...]:
        """Return the family in the order of the chips of a note: baby, caregivers, others."""
        return self.infants + self.caregivers + self.relatives

    @property
    def professionals(self) -> tuple[Person, ...]:
        """Return the people of other services around this family."""
        return tuple(person for person in self.people if person.role is PersonRole.PROFESSIONAL)

    def professional(self, profession: str) -> Person | None:
        """Return the GP, health visitor or other professional of this family, if one was given."""
        for person in self.professionals:
            if person.profession.casefold() == profession.casefold():
                return person
        return None

    def person(self, person_id: str) -> Person:
        """Return one person by id; KeyError when there is nobody of that id."""
        for person in self.people:
            if person.id == person_id:
                return person
        raise KeyError(person_id)

    def named(self, ids: Iterable[str]) -> tuple[Person, ...]:
        """Return the people of these ids in family order, passing over ids that are gone."""
        wanted = set(ids)
        return tuple(person for person in self.kin + self.professionals if person.id in wanted)

    @property
    def title(self) -> str:
        """Return what the family is called on screen: the baby's name, or when the baby is due."""
        names = [person.called for person in self.infants if person.given or person.known_as]
        if names:
            return listed(names)
        due = self.due
        return f"Baby due {day_month(due)}" if due else "Baby"

    @property
    def surnames(self) -> str:
        """Return the family's surnames, each once: Hartley and Mensah."""
        found: list[str] = []
        for person in self.caregivers or self.infants:
            if person.surname and person.surname not in found:
                found.append(person.surname)
        return listed(found)

    @property
    def caregiver_names(self) -> str:
        """Return the caregivers' full names: Leanne Hartley and Jordan Mensah."""
        return listed([person.full_name for person in self.caregivers])

    @property
    def born(self) -> date | None:
        """Return the day of birth, once there is one."""
        days = [person.born for person in self.infants if person.born]
        return min(days) if days else None

    @property
    def due(self) -> date | None:
        """Return the day on which the baby is or was due."""
        days = [person.due for person in self.infants if person.due]
        return min(days) if days else None

    @property
    def second_birthday(self) -> date | None:
        """Return the day on which the service's work with this family reaches its age limit."""
        start = self.born or self.due
        return add_months(start, 24) if start else None

    def age(self, on: date) -> str:
        """Return the baby's age in words, or the weeks of pregnancy."""
        if self.born and self.born <= on:
            return age_words(self.born, on)
        return f"{pregnancy_weeks(self.due, on)} weeks" if self.due else ""

    def age_band(self, on: date) -> str:
        """Return the age as it may leave the laptop: a band, never a day."""
        if not self.born or self.born > on:
            return "antenatal"
        months = whole_months(self.born, on)
        for end, band in _BANDS:
            if months < end:
                return band
        return _LAST_BAND


def chip_label(person: Person) -> str:
    """Return a person as a chip of the note shows them: Leanne, mum."""
    if person.role is PersonRole.INFANT or not person.relation:
        return person.called
    if person.called.casefold() == person.relation.casefold():
        return person.called
    return f"{person.called}, {person.relation}"
