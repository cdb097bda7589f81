"""Endings: planned with the family, and followed by the two calls that were promised."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime

from pipnotes.casebook.consents import Consents
from pipnotes.casebook.ledger import Ledger, new_id
from pipnotes.domain.codes import (
    Answer,
    Attendance,
    ConsentDecision,
    ConsentPurpose,
    EndingType,
    FamilyStatus,
    FollowUpOutcome,
    VisitState,
)
from pipnotes.domain.ending import EndingPlan, FollowUp
from pipnotes.domain.family import Consent, Family
from pipnotes.domain.words import add_months
from pipnotes.domain.work import Visit
from pipnotes.errors import Refused, WrongUse

Answers = Mapping[str, Mapping[ConsentPurpose, Consent]]
Calls = tuple[tuple[int, date], ...]
_NO = (ConsentDecision.REFUSED, ConsentDecision.WITHDRAWN)


class Endings:
    """Plan a goodbye, bring it about, and keep the promises made for afterwards."""

    def __init__(self, ledger: Ledger, consents: Consents | None = None) -> None:
        self._ledger = ledger
        self._consents = consents or Consents(ledger)

    def plan(self, family: str) -> EndingPlan | None:
        """Return the ending as planned with a family, or None when it has not been talked about.

        The ending of an earlier time does not count for a family that has come back.
        """
        return self._standing(self._ledger.vault.get(Family, family), self._plans(family))

    def plans(self, families: Iterable[Family]) -> Mapping[str, EndingPlan]:
        """Return the endings as planned with these families, by family, in one reading of the vault; see `plan`."""
        found: dict[str, list[EndingPlan]] = {}
        for plan in self._plans(None):
            found.setdefault(plan.family, []).append(plan)
        standing = {each.id: self._standing(each, found[each.id]) for each in families if each.id in found}
        return {family: plan for family, plan in standing.items() if plan is not None}

    def ended(self, family: str) -> list[EndingPlan]:
        """Return the endings that came about, the earliest first; a family that came back may have several."""
        return [plan for plan in self._plans(family) if plan.ended_on is not None]

    def blank(self, family: str) -> EndingPlan:
        """Return a plan to fill in: everybody living is invited to the goodbye unless somebody is taken out."""
        circle = self._ledger.circle(family)
        return EndingPlan(id=new_id(), family=family, goodbye_with=tuple(person.id for person in circle.living_kin))

    def keep(self, plan: EndingPlan) -> None:
        """Write down a plan, new or changed."""
        self._ledger.write("ending planned", plan, family=plan.family, subject=plan.id)

    def end(self, plan: EndingPlan, how: EndingType, on: date) -> tuple[FollowUp, ...]:
        """End the work with a family and make the two follow-up calls, 6 and 12 months on.

        A call the family does not want, or no longer agrees to, is made with the outcome "they would rather not",
        so that nobody rings; nobody asked yet is asked then. After a death no call is made at all. What was planned for
        later days is cancelled in the same step.

        Raises WrongUse for a day to come, and Refused for work that has ended.
        """
        if on > self._ledger.today():
            raise WrongUse(
                "The day of the ending is still to come.",
                safe="The plan is kept.",
                todo="End the work on or after the last visit.",
            )
        family = self._ledger.vault.get(Family, plan.family)
        if family.status is FamilyStatus.ENDED:
            raise Refused(
                "The work with this family has ended already.",
                safe="The ending and its calls are kept as they are.",
                todo="If they come back, write down a new referral and accept it.",
            )
        calls = self._calls(plan, how, on)
        self._ledger.write(
            "work ended",
            replace(plan, ended_on=on, how_ended=how),
            replace(family, status=FamilyStatus.ENDED, ended=on),
            *calls,
            *self._cancelled(plan.family, on),
            family=plan.family,
            subject=how.value,
        )
        return calls

    def follow_ups(self, family: str | None = None, *, answers: Answers | None = None) -> list[FollowUp]:
        """Return the calls after endings, of one family or of all, the earliest due first.

        A call that nobody has made yet comes as "they would rather not" once the family's latest answer is a no.
        `answers` are the latest of every family, where they have been read already.
        """
        calls = self._ledger.vault.all(FollowUp, family=family)
        waiting = {call.family for call in calls if call.outcome is None}
        if answers is None and len(waiting) > 1:
            answers = self._consents.all_current()
        if answers is not None:
            unwanted = {each for each in waiting if _says_no(answers.get(each, {}))}
        else:
            unwanted = {each for each in waiting if self._unwanted(each)}
        heeded = [
            replace(call, outcome=FollowUpOutcome.DECLINED)
            if call.outcome is None and call.family in unwanted
            else call
            for call in calls
        ]
        return sorted(heeded, key=lambda call: call.due)

    def to_come(self, family: str) -> Calls:
        """Return the calls still to be made, in months and days: those that stand, or those an ending would make."""
        plan = self.plan(family)
        if plan is None:
            return ()
        if plan.ended_on is not None:
            return tuple((call.months, call.due) for call in self.follow_ups(family) if call.outcome is None)
        if plan.last_visit is None or self._unwanted(family):
            return ()
        last = plan.last_visit
        return tuple((months, add_months(last, months)) for months, said in _asked(plan) if said is not Answer.NO)

    def promised(self, family: str) -> Calls:
        """Return the calls to come that the family has said yes to, before and after the ending alike."""
        plan = self.plan(family)
        yes = {months for months, said in _asked(plan) if said is Answer.YES} if plan else set()
        return tuple((months, day) for months, day in self.to_come(family) if months in yes)

    def rung(self, call: FollowUp, outcome: FollowUpOutcome, words: str = "") -> None:
        """Write down what came of a call."""
        done = replace(call, outcome=outcome, done_on=self._ledger.today(), words=words)
        self._ledger.write("follow-up call", done, family=call.family, subject=call.id)

    def plan_call(self, call: FollowUp, moment: datetime) -> FollowUp:
        """Say when a promised call is to be made; it stays due until something came of it."""
        planned = replace(call, planned_for=moment)
        self._ledger.write("follow-up planned", planned, family=call.family, subject=call.id)
        return planned

    def _plans(self, family: str | None) -> list[EndingPlan]:
        return self._ledger.vault.all(EndingPlan, family=family)

    def _standing(self, family: Family, plans: list[EndingPlan]) -> EndingPlan | None:
        open_ones = [plan for plan in plans if plan.ended_on is None]
        if family.status is FamilyStatus.ENDED:
            return plans[-1] if plans else None
        return open_ones[-1] if open_ones else None

    def _unwanted(self, family: str) -> bool:
        return _says_no(self._consents.current(family))

    def _calls(self, plan: EndingPlan, how: EndingType, on: date) -> tuple[FollowUp, ...]:
        if how is EndingType.DEATH:
            return ()
        unwanted = self._unwanted(plan.family)
        return tuple(
            FollowUp(
                id=new_id(),
                family=plan.family,
                months=months,
                due=add_months(on, months),
                outcome=FollowUpOutcome.DECLINED if said is Answer.NO or unwanted else None,
            )
            for months, said in _asked(plan)
        )

    def _cancelled(self, family: str, on: date) -> list[object]:
        return [
            replace(
                visit,
                state=VisitState.CANCELLED,
                attendance=Attendance.CANCELLED_BY_US,
                why_not="The work had ended.",
            )
            for visit in self._ledger.vault.all(Visit, family=family)
            if visit.state is VisitState.PLANNED and not visit.session and visit.starts.date() > on
        ]


def _asked(plan: EndingPlan) -> tuple[tuple[int, Answer], ...]:
    return ((6, plan.ring_at_6), (12, plan.ring_at_12))


def _says_no(answers: Mapping[ConsentPurpose, Consent]) -> bool:
    said = answers.get(ConsentPurpose.FOLLOW_UP)
    return said is not None and said.decision in _NO
