"""What a therapist reads where days, ages and birthdays are unusual: nothing odd, and nothing that hurts."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipnotes.casebook.casebook import Casebook
from pipnotes.casebook.diary import Due
from pipnotes.domain.circle import Circle
from pipnotes.domain.codes import FamilyStatus, PersonRole
from pipnotes.domain.family import Family, Person
from pipnotes.domain.words import add_months, age_words, whole_months

TODAY = date(2026, 3, 16)


def _circle(*babies: Person) -> Circle:
    family = Family(id="f", code="Wren 12", status=FamilyStatus.ACTIVE, opened=TODAY)
    return Circle(family=family, people=babies)


def _baby(name: str = "Finn", *, born: date | None = None, due: date | None = None, died: date | None = None) -> Person:
    return Person(id=name, family="f", role=PersonRole.INFANT, given=name, born=born, due=due, died=died)


def _begin(casebook: Casebook, *babies: Person, status: FamilyStatus = FamilyStatus.ACTIVE) -> str:
    family, _, referral = casebook.families.blank()
    people = [replace(baby, id=f"{family.id}-{place}", family=family.id) for place, baby in enumerate(babies)]
    casebook.families.add(replace(family, status=status), people, referral)
    return family.id


def _due(casebook: Casebook, family: str, words: str) -> list[Due]:
    return [line for line in casebook.diary.due() if line.family == family and words in line.title]


@pytest.mark.parametrize("day", [date(9999, 12, 31), date(9998, 5, 1)])
def test_a_placeholder_date_in_the_last_year_stops_neither_today_nor_the_family(casebook: Casebook, day: date) -> None:
    assert add_months(day, 24) == date.max
    family = _begin(casebook, _baby("", due=day))
    assert casebook.diary.due()
    assert casebook.ahead.of(family)
    days = casebook.story.days(family)
    assert days is not None
    assert days.second_birthday == date.max
    assert casebook.families.circle(family).age(
        TODAY
    ) == f"due {day.day} {'December' if day.month == 12 else 'May'} " + (f"{day.year}")


def test_a_baby_born_on_29_february_is_two_on_the_day_that_is_called_the_second_birthday() -> None:
    born = date(2024, 2, 29)
    assert add_months(born, 24) == date(2026, 2, 28)
    assert whole_months(born, date(2026, 2, 27)) == 23
    assert whole_months(born, date(2026, 2, 28)) == 24


@given(born=st.dates(date(2020, 1, 1), date(2026, 1, 1)))
def test_an_age_never_steps_back(born: date) -> None:
    reach = {"day": 1.0, "week": 7.0, "month": 28.0}
    told = 0.0
    for on in (born + timedelta(days=days) for days in range(150)):
        count, unit = age_words(born, on).split()
        days = int(count) * reach[unit.rstrip("s")]
        assert days >= told or unit.startswith("month")
        assert not unit.startswith("month") or int(count) >= 3
        told = days


@pytest.mark.parametrize(
    ("born", "title", "attention"),
    [
        (date(2024, 3, 13), "Finn turned two on 13 March", True),
        (date(2024, 3, 16), "Finn turns two today", True),
        (date(2024, 3, 19), "Finn turns two this week", True),
        (date(2024, 3, 24), "Finn turns two in 1 week", True),
        (date(2024, 6, 1), "Finn turns two in 11 weeks", False),
    ],
)
def test_a_second_birthday_stays_on_today_until_an_ending_is_planned(
    casebook: Casebook, born: date, title: str, attention: bool
) -> None:
    family = _begin(casebook, _baby(born=born))
    [line] = _due(casebook, family, "two")
    assert (line.title, line.attention) == (title, attention)
    casebook.endings.keep(replace(casebook.endings.blank(family), last_visit=date(2026, 5, 1)))
    assert _due(casebook, family, "two") == []


def test_twins_turn_two_and_one_who_died_is_not_named_as_turning(casebook: Casebook) -> None:
    born = date(2024, 4, 20)
    both = _begin(casebook, _baby("Taiwo", born=born), _baby("Kehinde", born=born))
    one = _begin(casebook, _baby("Ada", born=born), _baby("Bea", born=born, died=date(2024, 5, 1)))
    assert _due(casebook, both, "two")[0].title == "Taiwo and Kehinde turn two in 5 weeks"
    assert _due(casebook, one, "two")[0].title == "Ada turns two in 5 weeks"


def test_a_baby_who_died_has_no_birthday_anywhere_and_grows_no_older(casebook: Casebook) -> None:
    family = _begin(casebook, _baby(born=date(2024, 4, 20), died=date(2024, 5, 20)))
    assert _due(casebook, family, "two") == []
    assert [coming for coming in casebook.ahead.of(family) if "birthday" in coming.words] == []
    days = casebook.story.days(family)
    assert days is not None
    assert "birthday" not in days.in_words()
    assert casebook.families.circle(family).age(TODAY) == "4 weeks"


def test_somebody_who_died_is_not_invited_to_what_is_to_come_and_is_still_family(casebook: Casebook) -> None:
    family = _begin(casebook, _baby(born=date(2025, 4, 20)))
    gran = replace(casebook.families.new_person(family, PersonRole.RELATIVE), given="Joan", died=date(2026, 1, 1))
    casebook.families.keep_person(gran)
    circle = casebook.families.circle(family)
    assert gran in circle.kin
    assert gran not in circle.living_kin
    assert gran.id not in casebook.endings.blank(family).goodbye_with


def test_today_asks_whether_the_baby_has_come_from_the_due_date_on(casebook: Casebook) -> None:
    early = _begin(casebook, _baby("", due=TODAY + timedelta(days=1)))
    now = _begin(casebook, _baby("", due=TODAY), status=FamilyStatus.WAITING)
    over = _begin(casebook, _baby("", due=TODAY), status=FamilyStatus.DECLINED)
    assert _due(casebook, early, "Has the baby come?") == []
    assert _due(casebook, over, "Has the baby come?") == []
    [line] = _due(casebook, now, "Has the baby come?")
    assert line.on == TODAY
    baby = casebook.families.circle(now).infants[0]
    casebook.families.keep_person(replace(baby, born=TODAY))
    assert _due(casebook, now, "Has the baby come?") == []


def test_no_pregnancy_is_counted_past_its_end() -> None:
    due = date(2025, 12, 3)
    circle = _circle(_baby("", due=due))
    assert circle.age(due) == "40 weeks"
    assert circle.age(due + timedelta(days=14)) == "42 weeks"
    assert circle.age(TODAY) == "due 3 December, birth not written down yet"


def test_the_days_of_a_baby_born_early_begin_at_conception_also_without_a_due_date(casebook: Casebook) -> None:
    born = date(2025, 6, 1)
    family = _begin(casebook, replace(_baby(born=born), gestation_weeks=28))
    days = casebook.story.days(family)
    assert days is not None
    assert days.conception == born - timedelta(weeks=26)
