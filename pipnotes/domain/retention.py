"""How long a family's record is kept: a clock for each person in it, and the longest one wins.

Rules and sources: NHS England, Records Management Code 2021 (updated August 2023), appendix II, as published in its
retention schedule: children's records until the 25th birthday, or the 26th for somebody who was 17 when the work ended;
and the Medical Defence Union on the same Code: mental health records of adults, psychology included, 20 years after the
last contact or 10 years after death. The Code binds the NHS and those who work under contract to it; another service
adopts it or sets its own years, so the years can be changed. A clock never destroys anything: a review is due, and a
person decides.

What could not be verified is left empty until the service fills it in: the years after the death of a child. Until then
the 25th birthday stands for a child who died, which is later.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from pipnotes.domain.circle import Circle
from pipnotes.domain.codes import PersonRole
from pipnotes.domain.family import Person
from pipnotes.domain.fields import Kind, Share, note, record
from pipnotes.domain.words import add_months, counted, long_day, whole_months

RULES = "retention-rules"
_GROWN = 18
_CHILDREN = (PersonRole.INFANT, PersonRole.SIBLING)


@record("retention-rules")
class RetentionRules:
    """The years that a service may set for itself; the ages of the children's rule are the Code's own."""

    id: str = note("Id", Kind.LINK, Share.NEVER, default=RULES)
    adult_years: int = note("Adults: years after the last contact", Kind.NUMBER, Share.NEVER, default=20)
    adult_years_after_death: int = note("Adults: years after a death", Kind.NUMBER, Share.NEVER, default=10)
    child_years_after_death: int | None = note(
        "Children: years after a death", Kind.NUMBER, Share.NEVER, hint="Empty until the service decides", default=None
    )


@record("hold")
class Hold:
    """Why a record may not be destroyed for now, whatever its clock says: a court, an inquiry, a question of care."""

    id: str = note("Id", Kind.LINK, Share.NEVER)
    family: str = note("Family", Kind.LINK, Share.NEVER)
    reason: str = note("Why it is held", Kind.PROSE, Share.NEVER, required=True)
    by: str = note("Held by", Kind.LINE, Share.NEVER)
    placed: date = note("Held since", Kind.DAY, Share.NEVER)
    lifted: date | None = note("Let go on", Kind.DAY, Share.NEVER, default=None)
    lifted_by: str = note("Let go by", Kind.LINE, Share.NEVER, default="")
    lifted_why: str = note("Why it was let go", Kind.LINE, Share.NEVER, default="")


@dataclass(frozen=True, kw_only=True, slots=True)
class Clock:
    """Until when one person's part of the record is kept, and why, in words that name nobody."""

    person: str
    until: date
    why: str


def clocks(circle: Circle, last_contact: date, rules: RetentionRules) -> tuple[Clock, ...]:
    """Return a clock for each person of the family, the longest first; people of other services have none.

    A family of which nobody is known has one all the same: the adult's, from the last contact.
    """
    found = [clock(person, last_contact, rules) for person in circle.kin]
    kept = [one for one in found if one is not None] or [_adult("", "the family", None, last_contact, rules)]
    return tuple(sorted(kept, key=_until, reverse=True))


def review_on(found: Iterable[Clock]) -> date:
    """Return the day on which a review is due: that of the longest clock, since the record is one for all of them."""
    return max(one.until for one in found)


def clock(person: Person, last_contact: date, rules: RetentionRules) -> Clock | None:
    """Return one person's clock; None for a baby who was lost before birth, for whom the parents' clocks stand.

    A child whose birthday is not known is counted as if born on the last day that it can have been.
    """
    who = _who(person)
    born = person.born or person.due
    if born is None and person.role in _CHILDREN and person.died is None:
        born = last_contact
    if person.born is None and person.died is not None and person.role is PersonRole.INFANT:
        return None
    if born is None or whole_months(born, min(last_contact, person.died or last_contact)) >= _GROWN * 12:
        return _adult(person.id, who, person.died, last_contact, rules)
    return _child(person, who, born, last_contact, rules)


def _child(person: Person, who: str, born: date, last_contact: date, rules: RetentionRules) -> Clock:
    if person.died is not None and rules.child_years_after_death is not None:
        years = rules.child_years_after_death
        until = add_months(person.died, years * 12)
        return Clock(person=person.id, until=until, why=f"{counted(years, 'year')} after the death of {who}")
    birthday = 26 if whole_months(born, last_contact) // 12 == _GROWN - 1 else 25
    return Clock(person=person.id, until=add_months(born, birthday * 12), why=f"the {birthday}th birthday of {who}")


def _adult(person: str, who: str, died: date | None, last_contact: date, rules: RetentionRules) -> Clock:
    if died is not None:
        years, since, what = rules.adult_years_after_death, died, "the death of"
    else:
        years, since, what = rules.adult_years, last_contact, "the last contact, for"
    until = add_months(since, years * 12)
    return Clock(person=person, until=until, why=f"{counted(years, 'year')} after {what} {who}")


def told(found: Clock) -> str:
    """Return why a record is kept until its review, as a sentence."""
    return f"Kept until {long_day(found.until)}: {found.why}."


def _who(person: Person) -> str:
    if person.role is PersonRole.INFANT:
        return "the baby"
    if person.role is PersonRole.SIBLING:
        return "a brother or sister"
    return person.relation or f"a {person.role.label.partition(' (')[0].lower()}"


def _until(one: Clock) -> date:
    return one.until
