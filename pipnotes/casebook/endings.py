"""Endings: planned with the family, and followed by the two calls that were promised."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

from pipnotes.casebook.ledger import Ledger, new_id
from pipnotes.domain.codes import Answer, EndingType, FamilyStatus, FollowUpOutcome
from pipnotes.domain.ending import EndingPlan, FollowUp
from pipnotes.domain.family import Family
from pipnotes.domain.words import add_months
from pipnotes.errors import WrongUse


class Endings:
    """Plan a goodbye, bring it about, and keep the promises made for afterwards."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    def plan(self, family: str) -> EndingPlan | None:
        """Return the ending as planned with a family, or None when it has not been talked about."""
        plans = self._ledger.vault.all(EndingPlan, family=family)
        return plans[-1] if plans else None

    def blank(self, family: str) -> EndingPlan:
        """Return a plan to fill in: everybody of the family is invited to the goodbye unless somebody is taken out."""
        circle = self._ledger.circle(family)
        return EndingPlan(id=new_id(), family=family, goodbye_with=tuple(person.id for person in circle.kin))

    def keep(self, plan: EndingPlan) -> None:
        """Write down a plan, new or changed."""
        self._ledger.write("ending planned", plan, family=plan.family, subject=plan.id)

    def end(self, plan: EndingPlan, how: EndingType, on: date) -> tuple[FollowUp, ...]:
        """End the work with a family and make the two follow-up calls, 6 and 12 months on.

        A call the family does not want is made with the outcome "they would rather not", so that nobody rings.
        """
        if on > self._ledger.today():
            raise WrongUse(
                "The day of the ending is still to come.",
                safe="The plan is kept.",
                todo="End the work on or after the last visit.",
            )
        ended = replace(plan, ended_on=on, how_ended=how)
        family = replace(self._ledger.vault.get(Family, plan.family), status=FamilyStatus.ENDED, ended=on)
        calls = tuple(
            FollowUp(
                id=new_id(),
                family=plan.family,
                months=months,
                due=add_months(on, months),
                outcome=FollowUpOutcome.DECLINED if wanted is Answer.NO else None,
            )
            for months, wanted in ((6, plan.ring_at_6), (12, plan.ring_at_12))
        )
        self._ledger.write("work ended", ended, family, *calls, family=plan.family, subject=how.value)
        return calls

    def follow_ups(self, family: str | None = None) -> list[FollowUp]:
        """Return the calls promised, of one family or of all, the earliest due first."""
        return sorted(self._ledger.vault.all(FollowUp, family=family), key=lambda call: call.due)

    def rung(self, call: FollowUp, outcome: FollowUpOutcome, words: str = "") -> None:
        """Write down what came of a call."""
        done = replace(call, outcome=outcome, done_on=self._ledger.today(), words=words)
        self._ledger.write("follow-up call", done, family=call.family, subject=call.id)

    def plan_call(self, call: FollowUp, moment: datetime) -> FollowUp:
        """Say when a promised call is to be made; it stays due until something came of it."""
        planned = replace(call, planned_for=moment)
        self._ledger.write("follow-up planned", planned, family=call.family, subject=call.id)
        return planned
