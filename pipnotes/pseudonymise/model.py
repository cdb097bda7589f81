"""What the pseudonymiser is told about a case and what it answers, in plain shapes that no other part has to know.

The case records stay outside: `casebook` maps them onto `CaseIdentities`, so that this package can be read, tested
and timed alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

Source = Literal["case", "pattern", "unknown"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Identity:
    """One person of the case, because known people are found first and most surely.

    `role` is free text and becomes the replacement, `[mother]`; `aliases` are nicknames and other spellings.
    """

    role: str
    name: str = ""
    aliases: tuple[str, ...] = ()
    born: date | None = None
    due: date | None = None
    nhs_number: str = ""
    phone: str = ""
    email: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class CaseIdentities:
    """Everybody and every place that the case holds, with the day on which the service began (day 1 of week 1)."""

    people: tuple[Identity, ...] = ()
    addresses: tuple[str, ...] = ()
    organisations: tuple[str, ...] = ()
    service_start: date | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Replacement:
    """One stretch of the input that goes, so that the screen can show each change with its reason.

    `start` and `end` count characters of the input. `kind` is one of person, date, age, address, place, postcode,
    phone, email, url, nhs_number, reference, vehicle, organisation, other. `certain` is false where a person
    should look; such a stretch is also among the checks.
    """

    start: int
    end: int
    kind: str
    replacement: str
    source: Source
    certain: bool
    reason: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Check:
    """A question to the therapist about one stretch of the input; it never repeats words of the text."""

    start: int
    end: int
    why: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Pseudonymised:
    """The text that may be read on, what was changed in it, and what the therapist is asked."""

    text: str
    replacements: tuple[Replacement, ...] = ()
    checks: tuple[Check, ...] = ()
