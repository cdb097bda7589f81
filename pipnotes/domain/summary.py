"""What may leave the laptop: a Summary, a Comment, a Retraction and its Receipt. Nothing else has a shape on the wire.

This module imports no record, so that `exchange` can carry these shapes and cannot reach the case records.
A field is here because a supervisor thinks with it; names, dates of birth, places, exact dates, numbers, private
reflections and letters have no field and so cannot travel.
"""

from __future__ import annotations

from dataclasses import dataclass

SUMMARY_VERSION = 1


@dataclass(frozen=True, kw_only=True, slots=True)
class MeasureTrend:
    """The scores of one measure by one person, known here by role: pairs of week in service and total."""

    measure: str
    role: str
    scores: tuple[tuple[int, int], ...]
    cut_off: int | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class GoalTrend:
    """The ratings of one hope, known here by its number: pairs of week in service and 0 to 10."""

    number: int
    scores: tuple[tuple[int, int], ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Presence:
    """How many meetings a person, known here by role, has been part of."""

    role: str
    meetings: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Summary:
    """The whole of what a supervisor is told about one family, each time, so that sending again is harmless."""

    code: str
    week: int
    age_band: str
    meetings: int
    presence: tuple[Presence, ...] = ()
    goals: tuple[GoalTrend, ...] = ()
    measures: tuple[MeasureTrend, ...] = ()
    flags: tuple[str, ...] = ()
    ending_week: int | None = None
    text: str = ""
    number: int = 1
    version: int = SUMMARY_VERSION


@dataclass(frozen=True, kw_only=True, slots=True)
class Comment:
    """What a supervisor or a therapist says about a summary, by code name alone."""

    id: str
    code: str
    author: str
    week: int
    text: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Retraction:
    """The family took back their yes: the receiver destroys what it holds under this code."""

    code: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Receipt:
    """The receiver's word that what was held under a code is destroyed."""

    code: str
    destroyed: int


Content = Summary | Comment | Retraction | Receipt
