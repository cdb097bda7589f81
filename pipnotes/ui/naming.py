"""What people and families are called on screen: by name, or by code and place in the family while names are hidden.

call(desk, person)             Leanne, or Mum
chip(desk, person)             Leanne, mum
family_of(desk, circle)        Finn’s family
coded(desk, circle, words)     words from the casebook that may hold a name
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from pipnotes.domain.circle import Circle, chip_label
from pipnotes.domain.codes import PersonRole
from pipnotes.domain.family import Person
from pipnotes.domain.words import listed
from pipnotes.ui.desk import Desk


def call(desk: Desk, person: Person) -> str:
    """Return what a person is called, or only their place in the family while names are hidden."""
    return _place(person) if desk.names_hidden else person.called or _place(person)


def chip(desk: Desk, person: Person) -> str:
    """Return a person as their chip shows them: Leanne, mum."""
    return _place(person) if desk.names_hidden else chip_label(person) or _place(person)


def names(desk: Desk, people: Iterable[Person]) -> str:
    """Return people as a sentence names them: Leanne, Jordan and Mabel."""
    return listed([call(desk, person) for person in people])


def family_of(desk: Desk, circle: Circle) -> str:
    """Return whose family it is, for a title: Finn’s family."""
    named = any(person.given or person.known_as for person in circle.infants)
    if desk.names_hidden or named:
        return f"{desk.family_name(circle)}’s family"
    return f"the {circle.surnames} family" if circle.surnames else "this family"


def coded(desk: Desk, circle: Circle, words: str) -> str:
    """Return words about a family with every name of it taken out, if names are hidden."""
    if not desk.names_hidden:
        return words
    shown = words.replace(circle.title, circle.family.code)
    for person in circle.people:
        for name in (person.full_name, person.known_as, person.given, person.surname, *person.aliases):
            if name:
                shown = re.sub(rf"\b{re.escape(name)}\b", person.relation or _place(person), shown)
    return shown


def _place(person: Person) -> str:
    if person.role is PersonRole.INFANT:
        return "Baby"
    if person.role is PersonRole.PROFESSIONAL:
        return person.profession[:1].upper() + person.profession[1:] or person.role.label
    return person.relation[:1].upper() + person.relation[1:] or person.role.label
