"""The names by which somebody may be written about, so that no name is marked as spelt wrong."""

from __future__ import annotations

from pipnotes.domain.family import Person


def names_of(person: Person) -> tuple[str, ...]:
    """Return every name of a person, and the family's word for them."""
    return (person.given, person.surname, person.known_as, person.relation, *person.aliases)
