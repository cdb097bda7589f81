"""How long a record is kept: the Code's worked dates, the longest clock, and what a service may set for itself."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from pipnotes.casebook.casebook import Casebook
from pipnotes.casebook.due import DueKind
from pipnotes.domain.circle import Circle
from pipnotes.domain.codes import FamilyStatus, PersonRole
from pipnotes.domain.family import Family, Person
from pipnotes.domain.retention import RetentionRules, clocks, review_on
from pipnotes.errors import WrongUse

ENDED = date(2026, 5, 10)
RULES = RetentionRules()


def someone(role: PersonRole, **facts: object) -> Person:
    return Person(id=f"{role.value}{len(facts)}", family="f", role=role, **facts)  # type: ignore[arg-type]


def until(*people: Person, ended: date = ENDED, rules: RetentionRules = RULES) -> date:
    family = Family(id="f", code="Heron 22", status=FamilyStatus.ENDED, opened=date(2025, 1, 1), ended=ended)
    return review_on(clocks(Circle(family=family, people=people), ended, rules))


BABY = someone(PersonRole.INFANT, born=date(2024, 5, 10))
MUM = someone(PersonRole.PARENT, relation="mum", born=date(1996, 1, 1))


@pytest.mark.parametrize(
    ("people", "day"),
    [
        ((BABY, MUM), date(2049, 5, 10)),
        ((MUM,), date(2046, 5, 10)),
        ((BABY, replace(MUM, died=date(2030, 1, 1))), date(2049, 5, 10)),
        ((replace(MUM, died=date(2040, 2, 29)),), date(2050, 2, 28)),
        ((BABY, someone(PersonRole.SIBLING, born=date(2008, 6, 1))), date(2049, 5, 10)),
        ((someone(PersonRole.SIBLING, born=date(2008, 6, 1)),), date(2034, 6, 1)),
        ((someone(PersonRole.SIBLING, born=date(2009, 6, 1)),), date(2034, 6, 1)),
        ((someone(PersonRole.SIBLING, born=date(2008, 5, 10)),), date(2046, 5, 10)),
        ((MUM, someone(PersonRole.INFANT, due=date(2026, 8, 1))), date(2051, 8, 1)),
        ((MUM, someone(PersonRole.INFANT, due=date(2026, 8, 1), died=date(2026, 4, 1))), date(2046, 5, 10)),
        ((MUM, replace(BABY, died=date(2025, 1, 1))), date(2049, 5, 10)),
        ((MUM, someone(PersonRole.INFANT)), date(2051, 5, 10)),
        ((someone(PersonRole.PROFESSIONAL),), date(2046, 5, 10)),
    ],
    ids=[
        "the worked example: a baby seen to the age of two",
        "an adult alone: 20 years after the last contact",
        "the longest clock wins",
        "10 years after a death",
        "the baby's clock is longer than a sister's",
        "who was 17 when the work ended: the 26th birthday",
        "who was 16: the 25th",
        "who had turned 18: an adult",
        "a baby not born yet: counted from the due date",
        "a baby lost before birth: the parents' clocks",
        "a child who died: the 25th birthday until the service has set its years",
        "a baby without a birthday: the latest it can have been",
        "nobody of the family known",
    ],
)
def test_the_day_of_review_is_that_of_the_longest_clock(people: tuple[Person, ...], day: date) -> None:
    assert until(*people) == day


def test_a_service_sets_its_own_years(casebook: Casebook) -> None:
    assert casebook.retention.rules == RULES
    casebook.retention.set_rules(RetentionRules(adult_years=8, child_years_after_death=8))
    rules = casebook.retention.rules
    assert until(replace(BABY, died=date(2025, 3, 1)), rules=rules) == date(2033, 3, 1)
    assert until(MUM, rules=rules) == date(2034, 5, 10)
    with pytest.raises(WrongUse, match="1 to 100"):
        casebook.retention.set_rules(RetentionRules(adult_years=0))


def test_the_list_of_reviews_tells_why_and_what_holds_each_and_names_nobody(casebook: Casebook) -> None:
    ended = casebook.retention.reviews()
    assert [one.family.status for one in ended] == [FamilyStatus.ENDED] * len(ended)
    assert [one.on for one in ended] == sorted(one.on for one in ended if one.on)
    first = ended[0]
    assert first.why == "Kept until 13 April 2049: the 25th birthday of the baby."
    assert (first.is_due, first.hold) == (False, None)
    assert casebook.retention.coming(first.on or date.max) == [first]
    casebook.clock.advance(days=365 * 25)  # type: ignore[attr-defined]  # the clock of the tests
    due = [line.detail for line in casebook.diary.due() if line.kind is DueKind.REVIEW]
    assert first.why in due
    casebook.retention.hold(first.family.id, "an inquiry")
    assert first.why not in [line.detail for line in casebook.diary.due() if line.kind is DueKind.REVIEW]
    again = casebook.retention.review(first.family.id)
    assert again.is_due
    assert again.hold is not None
    assert again.hold.reason == "an inquiry"
    going_on = next(row.family for row in casebook.families.rows() if row.family.status is FamilyStatus.ACTIVE)
    assert casebook.retention.review(going_on.id).on is None
