"""Who a family is, in a warm sentence or two: the baby, who is at home, and who else belongs to the story."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from pipnotes.domain.circle import Circle
from pipnotes.domain.codes import Answer, PersonRole
from pipnotes.domain.family import Person
from pipnotes.domain.words import age_words, counted, listed, long_day, number_word, whole_months

NameOf = Callable[[Person], str]
# Born this many days before the due date or more is worth saying; less is what most babies do.
EARLY = 21


def portrait(circle: Circle, on: date, name_of: NameOf) -> str:
    """Return the family in words, naming people by `name_of`; nobody is said to live where it is not known."""
    others = [person for person in circle.caregivers + circle.relatives if person.died is None]
    home = [person for person in others if person.lives_with_baby is Answer.YES]
    away = [person for person in others if person.lives_with_baby is Answer.NO]
    around = [person for person in others if person.lives_with_baby is Answer.UNKNOWN]
    said = [_arrival(circle), _death(circle, name_of)]
    if home:
        said.append(f"At home with {_people(home, on, name_of)}.")
    if away:
        said.append(_capital(f"{_people(away, on, name_of)} {'lives' if len(away) == 1 else 'live'} elsewhere."))
    if around:
        are = "is" if len(around) == 1 else "are"
        said.append(_capital(f"{_people(around, on, name_of)} {are} part of the story too."))
    return " ".join(part for part in said if part)


def _arrival(circle: Circle) -> str:
    if circle.born is None:
        return f"Due {long_day(circle.due)}." if circle.due else ""
    early = (circle.due - circle.born).days if circle.due else 0
    if early >= EARLY:
        weeks = counted(early // 7, "week").replace(str(early // 7), number_word(early // 7))
        return f"Born {long_day(circle.born)}, {weeks} early."
    return f"Born {long_day(circle.born)}."


def _death(circle: Circle, name_of: NameOf) -> str:
    died = [person for person in circle.infants if person.died]
    if not died:
        return ""
    if circle.lost and len(circle.infants) == 1:
        return f"Died {long_day(died[0].died)}." if died[0].died else ""
    return " ".join(f"{name_of(person)} died {long_day(person.died)}." for person in died if person.died)


def _people(people: Sequence[Person], on: date, name_of: NameOf) -> str:
    told = [_placed(person, name_of) for person in people]
    ages = [_age(person, on) for person in people]
    # A single age at the end reads well; in the middle of a list it would be taken for somebody else.
    return listed(
        [
            f"{words} ({age})"
            if age and len(people) > 1 and place < len(people) - 1
            else f"{words}, {age}"
            if age
            else words
            for place, (words, age) in enumerate(zip(told, ages, strict=True))
        ]
    )


def _placed(person: Person, name_of: NameOf) -> str:
    name = name_of(person)
    if not person.relation or name.casefold() == person.relation.casefold():
        return person.relation or name
    return f"{person.relation} {name}"


def _age(person: Person, on: date) -> str:
    if person.role is not PersonRole.SIBLING or person.born is None or person.born > on:
        return ""
    months = whole_months(person.born, on)
    return str(months // 12) if months >= 24 else age_words(person.born, on)


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
