"""A family with everybody in it, and how they are named: the baby first, then those who hold the baby in mind."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from pipnotes.domain.codes import PersonRole
from pipnotes.domain.family import Family, Person
from pipnotes.domain.words import add_months, age_words, day_month, listed, long_day, pregnancy_weeks, whole_months

# Infant age bands that may leave the laptop, by the completed months at which each ends.
_BANDS = ((3, "0 to 2 months"), (6, "3 to 5 months"), (12, "6 to 11 months"), (18, "12 to 17 months"))
_LAST_BAND = "18 to 24 months"
# A pregnancy is not counted beyond this: the baby has come, and nobody has written it down yet.
_LONGEST_PREGNANCY = 42


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
    def living_kin(self) -> tuple[Person, ...]:
        """Return the family less those who have died, for whatever is still to come: visits, goodbyes, notes."""
        return living(self.kin)

    @property
    def lost(self) -> bool:
        """Return whether the baby has died, or every one of them: no birthday is spoken of then."""
        return bool(self.infants) and not living(self.infants)

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
        found = self.person_or_none(person_id)
        if found is None:
            raise KeyError(person_id)
        return found

    def person_or_none(self, person_id: str) -> Person | None:
        """Return one person by id, or None for somebody who was entered in error or never was of this family."""
        return next((person for person in self.people if person.id == person_id), None)

    def named(self, ids: Iterable[str]) -> tuple[Person, ...]:
        """Return the people of these ids in family order, passing over ids that are gone."""
        wanted = set(ids)
        return tuple(person for person in self.kin + self.professionals if person.id in wanted)

    @property
    def title(self) -> str:
        """Return what the family is called on screen: the baby's name, or when the baby is due."""
        names = [name for name in (_name(person) for person in self.infants) if name]
        if names:
            return listed(names)
        due = self.due
        return f"Baby due {day_month(due)}" if due else "Baby"

    @property
    def surnames(self) -> str:
        """Return the family's surnames, each once: Hartley and Mensah."""
        found: list[str] = []
        for person in self.caregivers or self.infants:
            surname = person.surname.strip()
            if surname and surname not in found:
                found.append(surname)
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
        """Return the day on which the service's work with this family reaches its age limit; none after a death."""
        near = living(self.infants)
        days = [person.born for person in near if person.born] or [person.due for person in near if person.due]
        return add_months(min(days), 24) if days else None

    @property
    def turning(self) -> str:
        """Return who turns one or two, in the names of those who live to: Taiwo and Kehinde."""
        return listed([name for name in (_name(person) for person in living(self.infants)) if name]) or "The baby"

    def overdue(self, on: date) -> bool:
        """Return whether the due date has come and no birth is written down."""
        return not self.lost and self.born is None and self.due is not None and self.due <= on

    def age(self, on: date) -> str:
        """Return the baby's age in words, or the weeks of pregnancy; the age of a baby who died does not grow."""
        on = self._counted_to(on)
        if self.born and self.born <= on:
            return age_words(self.born, on)
        if self.due is None:
            return ""
        weeks = pregnancy_weeks(self.due, on)
        if weeks > _LONGEST_PREGNANCY:
            return f"due {day_month(self.due)}, birth not written down yet"
        return f"{weeks} weeks" if weeks >= 0 else f"due {long_day(self.due)}"

    def age_band(self, on: date) -> str:
        """Return the age as it may leave the laptop: a band, never a day."""
        on = self._counted_to(on)
        if not self.born or self.born > on:
            return "antenatal"
        months = whole_months(self.born, on)
        for end, band in _BANDS:
            if months < end:
                return band
        return _LAST_BAND

    def _counted_to(self, on: date) -> date:
        died = [person.died for person in self.infants if person.died]
        return min(on, max(died)) if self.lost else on


def living(people: Iterable[Person]) -> tuple[Person, ...]:
    """Return those of these people who have not died."""
    return tuple(person for person in people if person.died is None)


def _name(person: Person) -> str:
    return person.called.strip() if (person.known_as or person.given).strip() else ""


def chip_label(person: Person) -> str:
    """Return a person as a chip of the note shows them: Leanne, mum."""
    if person.role is PersonRole.INFANT or not person.relation:
        return person.called
    if person.called.casefold() == person.relation.casefold():
        return person.called
    return f"{person.called}, {person.relation}"
