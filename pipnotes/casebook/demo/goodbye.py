"""The ending of a made-up family: the plan, the letter they keep, and the calls that were promised."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from pipnotes.casebook.demo.days import Days
from pipnotes.casebook.demo.household import Household
from pipnotes.casebook.demo.prose import Prose
from pipnotes.domain.codes import Answer, EndingType, FallbackGoodbye, FollowUpOutcome, Recipient
from pipnotes.domain.ending import EndingPlan, FollowUp, Letter, LetterCopy, Letterhead, LetterSection
from pipnotes.domain.words import add_months

# In the order in which a letter prints them, with the headings that the family reads.
_HEADINGS = {
    "why_we_met": "Why we met",
    "what_we_did": "What we did",
    "what_we_noticed": "What we noticed",
    "what_changed": "What changed",
    "still_hard": "What may still be hard",
    "ending": "Our ending",
    "next": "What comes next",
    "keeping_safe": "Keeping safe",
    "contact": "How to reach us",
    "scores": "Scores and notes for the GP",
}


class Goodbye:
    """Makes the records of an ending from the file's tables `ending` and `letter`."""

    def __init__(
        self,
        spec: dict[str, Any],
        *,
        days: Days,
        prose: Prose,
        household: Household,
        letterhead: Letterhead,
        ids: Callable[[str, object], str],
    ) -> None:
        self._told: dict[str, Any] | None = spec.get("ending")
        self._letter: dict[str, Any] | None = spec.get("letter")
        self._days = days
        self._prose = prose
        self._household = household
        self._letterhead = letterhead
        self._id = ids
        self._family = ids("family", "")

    def plan(self) -> EndingPlan | None:
        """Return the ending with everything that is known of it by now, or None if nobody has spoken of it."""
        told = self._told
        if told is None:
            return None
        return EndingPlan(
            id=self._id("ending", ""),
            family=self._family,
            talked_on=self._days.working(told["talked"]) if "talked" in told else None,
            last_visit=self._days.working(told["last_visit"]) if "last_visit" in told else None,
            goodbye_with=self._household.ids(told.get("goodbye_with", [])),
            if_not=FallbackGoodbye.of(told.get("if_not", "new-date")),
            letter_together=Answer.of(told.get("letter_together", "yes")),
            ring_at_6=Answer.of(told.get("ring_at_6", "yes")),
            ring_at_12=Answer.of(told.get("ring_at_12", "yes")),
            readiness=told.get("readiness"),
            ended_on=self._days.working(told["ended"]) if "ended" in told else None,
            how_ended=EndingType.of(told["how"]) if "how" in told else None,
            repair_offered=Answer.of(told.get("repair", "unknown")),
        )

    def calls(self, plan: EndingPlan) -> list[FollowUp]:
        """Return the promised calls as they were made on the day of the ending."""
        if plan.ended_on is None:
            return []
        return [
            FollowUp(
                id=self._id("follow-up", months),
                family=self._family,
                months=months,
                due=add_months(plan.ended_on, months),
                outcome=FollowUpOutcome.DECLINED if wanted is Answer.NO else None,
            )
            for months, wanted in ((6, plan.ring_at_6), (12, plan.ring_at_12))
        ]

    def calls_rung(self, plan: EndingPlan) -> list[FollowUp]:
        """Return the calls that have been rung by now, with what the family told us."""
        rung = {told["months"]: told for told in (self._told or {}).get("calls", [])}
        return [
            FollowUp(
                id=call.id,
                family=call.family,
                months=call.months,
                due=call.due,
                outcome=FollowUpOutcome.of(rung[call.months]["outcome"]),
                done_on=self._days.working(rung[call.months]["day"]),
                words=self._prose.fill(rung[call.months]["words"]),
            )
            for call in self.calls(plan)
            if call.months in rung
        ]

    def letter(self) -> Letter | None:
        """Return the discharge letter as it stands, signed or not, or None if none was begun."""
        told = self._letter
        if told is None:
            return None
        signed = self._days.at(told["signed"], told.get("at", "16:20")) if "signed" in told else None
        return Letter(
            id=self._id("letter", ""),
            family=self._family,
            dated=self._days.working(told["dated"]),
            about=self._prose.fill(told["about"]),
            letterhead=self._letterhead,
            copies=tuple(self._copy(copy) for copy in told["copies"]),
            sections=tuple(self._section(key, told) for key in _HEADINGS if key in told["sections"]),
            signed=signed,
            signed_by=self._letterhead.author if signed else "",
        )

    def _copy(self, told: dict[str, Any]) -> LetterCopy:
        return LetterCopy(
            recipient=Recipient.of(told["for"]),
            name=self._prose.pair(told["to"]),
            address=self._household.address(told["to"][0]),
            greeting=self._prose.fill(told["greeting"]),
        )

    def _section(self, key: str, told: dict[str, Any]) -> LetterSection:
        left_out = told.get("left_out", {}).get(key, [])
        return LetterSection(
            key=key,
            heading=_HEADINGS[key],
            text=self._prose.fill(told["sections"][key]),
            left_out_for=tuple(Recipient.of(recipient) for recipient in left_out),
        )
