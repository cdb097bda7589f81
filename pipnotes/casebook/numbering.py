"""The numbers of meetings, counted in one place: a note, Today and the story must never call one visit by two."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from pipnotes.domain.codes import VisitState
from pipnotes.domain.work import Session, Visit


def next_number(sessions: Iterable[Session]) -> int:
    """Return the number of the next meeting after these notes, signed and begun; errors are not among them."""
    return max((session.number for session in sessions), default=0) + 1


def visit_numbers(visits: Sequence[Visit], sessions: Sequence[Session]) -> Mapping[str, int]:
    """Return the numbers of a family's visits: as in their notes, and going on by the clock for those to come.

    A visit that was not held has a number only if a note was written about it.
    """
    numbers = {session.visit: session.number for session in sessions if session.visit}
    coming = [
        visit
        for visit in sorted(visits, key=lambda visit: visit.starts)
        if visit.state is VisitState.PLANNED and not visit.session and visit.id not in numbers
    ]
    return numbers | {visit.id: number for number, visit in enumerate(coming, start=next_number(sessions))}
