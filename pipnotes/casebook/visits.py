"""Visits: planned, held and missed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta

from pipnotes.casebook.ledger import Ledger, new_id
from pipnotes.domain.codes import Attendance, FamilyStatus, Meeting, VisitState
from pipnotes.domain.family import Family, Referral
from pipnotes.domain.work import Visit
from pipnotes.errors import Refused, WrongUse
from pipnotes.vault import Change, Lifecycle


class Visits:
    """Plan meetings and say what became of them."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    def plan(
        self,
        family: str,
        starts: datetime,
        *,
        minutes: int = 60,
        how: Meeting = Meeting.HOME,
        people: Sequence[str] = (),
        remember: str = "",
    ) -> Visit:
        """Plan a meeting; the first one offered stops the family's waiting clock."""
        if not 5 <= minutes <= 480:
            raise WrongUse(
                "A visit lasts between 5 minutes and 8 hours.",
                safe="Nothing was changed.",
                todo="Give the length of the visit in minutes.",
            )
        visit = Visit(
            id=new_id(),
            family=family,
            starts=starts,
            minutes=minutes,
            how=how,
            people=tuple(people),
            remember=remember,
        )
        self._ledger.write("visit planned", visit, *self._offered(family, starts.date()), family=family)
        return visit

    def moment(self, day: date, at: time) -> datetime:
        """Return a time of day on this computer's clock, with the offset that holds on that day."""
        return datetime.combine(day, at).astimezone()

    def change(self, visit: Visit) -> None:
        """Write down a visit that was moved or changed."""
        self._ledger.write("visit changed", visit, family=visit.family, subject=visit.id)

    def not_held(self, visit: Visit, attendance: Attendance, why: str = "") -> None:
        """Say that a meeting did not take place, and whose doing that was.

        Raises WrongUse for an attendance that says it did, and Refused when its note has been signed or it was removed.
        """
        if attendance.held:
            raise WrongUse(
                "A meeting that was held is written up as a note.",
                safe="Nothing was changed.",
                todo="Start the note of this visit.",
            )
        known = self._ledger.vault.stored(Visit, visit.id)
        if known.body.state is VisitState.HELD or known.body.session:
            raise Refused(
                "This visit has been written up as a note.",
                safe="The visit and its note are kept as they are.",
                todo="Open the note. If something in it is wrong, add an amendment.",
            )
        if known.lifecycle is Lifecycle.ENTERED_IN_ERROR:
            raise Refused(
                "This visit was entered in error.",
                safe="It stays in the history, and nothing was changed.",
                todo="Plan the visit again if there was one.",
            )
        ours = attendance in (Attendance.CANCELLED_BY_US, Attendance.CANCELLED_BY_FAMILY)
        state = VisitState.CANCELLED if ours else VisitState.MISSED
        missed = replace(visit, state=state, attendance=attendance, why_not=why)
        self._ledger.write("visit not held", missed, family=visit.family, subject=visit.id)

    def remove(self, visit: Visit, reason: str) -> None:
        """Mark a visit as entered in error."""
        self._ledger.commit(
            "visit entered in error",
            [Change(record=visit, lifecycle=Lifecycle.ENTERED_IN_ERROR)],
            family=visit.family,
            subject=visit.id,
            reason=reason,
        )

    def of(self, family: str) -> list[Visit]:
        """Return all visits of a family, earliest first."""
        return sorted(self._ledger.vault.all(Visit, family=family), key=lambda visit: visit.starts)

    def on(self, day: date) -> list[Visit]:
        """Return the visits of one day that have not been cancelled, in the order of the clock."""
        visits = self._ledger.vault.all(Visit)
        shown = [v for v in visits if v.starts.date() == day and v.state is not VisitState.CANCELLED]
        return sorted(shown, key=lambda visit: visit.starts)

    def to_write(self, family: str) -> Visit | None:
        """Return the visit that a new note is most likely about: the latest of today or before that nobody wrote up."""
        today = self._ledger.today()
        waiting = [v for v in self.of(family) if v.state is VisitState.PLANNED and not v.session]
        begun = [visit for visit in waiting if visit.starts.date() <= today]
        return begun[-1] if begun else None

    def unwritten(self) -> list[Visit]:
        """Return visits whose time has passed and of which nothing has been said, the oldest first."""
        now = self._ledger.now()
        return sorted(
            (
                visit
                for visit in self._ledger.vault.all(Visit)
                if visit.state is VisitState.PLANNED
                and not visit.session
                and visit.starts + timedelta(minutes=visit.minutes) < now
            ),
            key=lambda visit: visit.starts,
        )

    def _offered(self, family: str, day: date) -> list[object]:
        waiting = [r for r in self._ledger.vault.all(Referral, family=family) if r.first_offer is None]
        changed: list[object] = [replace(referral, first_offer=day) for referral in waiting]
        known = self._ledger.vault.get(Family, family)
        if known.status is FamilyStatus.REFERRED:
            changed.append(replace(known, status=FamilyStatus.WAITING))
        return changed
