"""The people of a made-up family as records, before and after a baby is born."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any

from pipnotes.casebook.demo.cast import Cast, Numbers
from pipnotes.casebook.demo.days import Days
from pipnotes.casebook.demo.prose import Prose
from pipnotes.domain.codes import Answer, PersonRole, SafeContact
from pipnotes.domain.family import Person

_GROWN = (PersonRole.PARENT, PersonRole.CARER)
_WITH_NHS_NUMBER = (PersonRole.INFANT, PersonRole.PARENT)


class Household:
    """Everybody in one family's story; numbers are dealt once, so that each version of a person keeps theirs."""

    def __init__(
        self, cast: Cast, days: Days, prose: Prose, numbers: Numbers, ids: Callable[[str, object], str]
    ) -> None:
        self._cast = cast
        self._days = days
        self._say = prose.fill
        self._numbers = numbers
        self._ids = ids
        self._people = {key: self._person(key) for key in cast.people}

    def ids(self, keys: list[str]) -> tuple[str, ...]:
        """Return the ids of these people, by the keys of the file."""
        return tuple(self._people[key].id for key in keys)

    def address(self, key: str) -> str:
        """Return where a letter to this person goes."""
        return self._people[key].address

    def at_referral(self) -> tuple[Person, ...]:
        """Return everybody as the referrer knew them: a baby on the way has no name, birthday or NHS number yet."""
        return tuple(
            replace(person, given="", born=None, gestation_weeks=None, nhs_number="")
            if "arrived" in self._cast[key]
            else person
            for key, person in self._people.items()
            if "joined" not in self._cast[key]
        )

    def later(self) -> list[tuple[Person, datetime]]:
        """Return those who were born, or were first named to us, after the referral, with the moment of it."""
        found = []
        for key, person in self._people.items():
            day = self._cast[key].get("arrived") or self._cast[key].get("joined")
            if day is not None:
                found.append((person, self._days.at(day, "09:05")))
        return found

    def _person(self, key: str) -> Person:
        told = self._cast[key]
        role = PersonRole.of(told["role"])
        living_here = told.get("home", "yes" if role in (*_GROWN, PersonRole.INFANT) else "unknown")
        return Person(
            id=self._ids("person", key),
            family=self._ids("family", ""),
            role=role,
            relation=told.get("relation", "baby" if role is PersonRole.INFANT else ""),
            given=told.get("given", ""),
            surname=told.get("surname", ""),
            known_as=told.get("known_as", ""),
            aliases=tuple(told.get("aliases", ())),
            born=self._days.exact(told["born"]) if "born" in told else None,
            due=self._days.exact(told["due"]) if "due" in told else None,
            died=self._days.exact(told["died"]) if "died" in told else None,
            gestation_weeks=told.get("gestation_weeks"),
            nhs_number=self._nhs_number(role, told),
            phone=told.get("phone") or (self._numbers.mobile() if role in _GROWN else ""),
            address=told.get("address") or (self._cast.address if living_here == "yes" else ""),
            safe_contact=SafeContact.of(told.get("safe", "any" if role in _GROWN else "ask")),
            safe_contact_note=self._say(told.get("safe_note", "")),
            parental_responsibility=Answer.of(told.get("responsible", "yes" if role is PersonRole.PARENT else "no")),
            lives_with_baby=Answer.of(living_here),
            organisation=told.get("organisation", ""),
            profession=told.get("profession", ""),
            ethnicity=told.get("ethnicity", ""),
            language=told.get("language", ""),
            accessible_format=told.get("accessible_format", ""),
        )

    def _nhs_number(self, role: PersonRole, told: dict[str, Any]) -> str:
        unborn = role is PersonRole.INFANT and "born" not in told
        return self._numbers.nhs() if role in _WITH_NHS_NUMBER and not unborn else ""
