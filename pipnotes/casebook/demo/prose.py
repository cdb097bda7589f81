"""Fills the placeholders of a made-up text: {mum}, {baby.full}, {day:-30}, {meetings:dad}."""

from __future__ import annotations

import re
from typing import Any

from pipnotes.casebook.demo.cast import Cast
from pipnotes.casebook.demo.days import Days
from pipnotes.domain.words import (
    DAYS,
    MONTHS,
    add_months,
    age_words,
    day_month,
    long_day,
    number_word,
    pregnancy_weeks,
)

_SEASONS = ("winter", "spring", "summer", "autumn")
_PLACE = re.compile(r"\{([a-z_0-9]+)(?:\.([a-z]+))?(?::(-?[a-z0-9_]+))?\}")


class Prose:
    """The words of one family's file with its own names, days and counts put in."""

    def __init__(self, spec: dict[str, Any], cast: Cast, days: Days) -> None:
        self._spec = spec
        self._cast = cast
        self._days = days

    def fill(self, text: str) -> str:
        """Return a text with every placeholder filled; ValueError names one that means nothing here."""
        filled = _PLACE.sub(self._put, text)
        if "{" in filled or "}" in filled:
            raise ValueError(f"a placeholder is left over in: {filled}")
        return filled

    def called(self, key: str) -> str:
        """Return what everybody calls this person; a baby on the way is called Baby."""
        person = self._cast[key]
        spoken = person.get("known_as") or person.get("given")
        if not spoken:
            spoken = "Baby" if person["role"] == "infant" else person.get("relation", "").capitalize()
        return str(spoken)

    def full(self, key: str) -> str:
        """Return first name and surname, or a title and surname."""
        person = self._cast[key]
        both = f"{person.get('given', '')} {person.get('surname', '')}".strip()
        return both if person.get("given") else person.get("known_as") or both

    def pair(self, keys: list[str]) -> str:
        """Return several people as an envelope names them: Zahra and Idris Ahmadi."""
        surnames = {self._cast[key].get("surname", "") for key in keys}
        if len(surnames) > 1 or len(keys) == 1:
            return " and ".join(self.full(key) for key in keys)
        return f"{' and '.join(self.called(key) for key in keys)} {surnames.pop()}"

    def _put(self, found: re.Match[str]) -> str:
        word, part, detail = found.groups()
        if word == "meetings":
            return self._meetings(detail)
        if word == "call" and detail:
            return self._call(int(detail))
        if word in ("day", "date", "month", "season", "weekday", "age", "weeks") and detail:
            return self._when(word, int(detail))
        if word not in self._cast.people:
            raise ValueError(f"nobody is called {word!r} in this family")
        if part == "full":
            return self.full(word)
        if part == "surname":
            return str(self._cast[word].get("surname", ""))
        if part == "pet":
            return str((self._cast[word].get("aliases") or [self.called(word)])[0])
        return self.called(word)

    def _meetings(self, who: str | None) -> str:
        held = [note for note in self._spec.get("notes", []) if not note.get("draft")]
        return number_word(sum(who is None or who in note["present"] for note in held))

    def _call(self, months: int) -> str:
        ending = self._spec["ending"]
        day = add_months(self._days.working(ending.get("ended", ending.get("last_visit", 0))), months)
        return f"{MONTHS[day.month - 1]} {day.year}"

    def _when(self, word: str, offset: int) -> str:
        day = self._days.working(offset)
        if word == "date":
            return long_day(day)
        if word == "month":
            return MONTHS[day.month - 1]
        if word == "season":
            return _SEASONS[day.month % 12 // 3]
        if word == "weekday":
            return DAYS[day.weekday()]
        if word == "age":
            return age_words(self._days.exact(self._baby("born")), day)
        if word == "weeks":
            return str(pregnancy_weeks(self._days.exact(self._baby("due")), day))
        return day_month(day)

    def _baby(self, field: str) -> int:
        infants = [person for person in self._spec["people"].values() if person["role"] == "infant"]
        return int(infants[0][field])
