"""One made-up family from referral to follow-up call, as the steps in which a therapist would have written it down."""

from __future__ import annotations

import hashlib
import random
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from pipnotes.casebook.demo.cast import Cast, Numbers
from pipnotes.casebook.demo.days import Days
from pipnotes.casebook.demo.goodbye import Goodbye
from pipnotes.casebook.demo.household import Household
from pipnotes.casebook.demo.paper import Paper
from pipnotes.casebook.demo.prose import Prose
from pipnotes.domain.codes import Answer, FamilyStatus, ReferralStatus, VisitState
from pipnotes.domain.ending import Letter, Letterhead
from pipnotes.domain.work import Session, Visit


@dataclass(frozen=True, kw_only=True, slots=True)
class Step:
    """One thing written down at one moment: the action, the family's id, why, and records with their lifecycle."""

    at: datetime
    action: str
    family: str
    reason: str = ""
    changes: tuple[tuple[object, str], ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class DemoDraft:
    """Something begun and not yet signed: a session with its observation and reflection, or a letter alone."""

    family: str
    started: datetime
    saved: datetime
    records: tuple[object, ...]
    field: str = ""

    @property
    def main(self) -> Session | Letter:
        """Return the record that is being written; the others lie beside it."""
        first = self.records[0]
        assert isinstance(first, Session | Letter)
        return first


class Story:
    """Tells one family's file as steps and drafts."""

    def __init__(
        self,
        spec: dict[str, Any],
        *,
        cast: Cast,
        days: Days,
        numbers: Numbers,
        letterhead: Letterhead,
        label: str,
        again: bool,
    ) -> None:
        prose = Prose(spec, cast, days)
        self._label = label
        self._again = again
        self._days = days
        self._dice = random.Random(f"{label}/times")
        self._household = Household(cast, days, prose, numbers, self._id)
        self._paper = Paper(spec, cast=cast, days=days, prose=prose, household=self._household, ids=self._id)
        self._goodbye = Goodbye(
            spec, days=days, prose=prose, household=self._household, letterhead=letterhead, ids=self._id
        )
        self._family = self._paper.family()
        self._signed: dict[int, datetime] = {}
        self._steps: list[tuple[datetime, str, str, tuple[object, ...]]] = []
        self._tell_referrals()
        self._tell_notes()
        self._tell_visits()
        self._tell_consents()
        self._tell_hopes_closed()
        self._tell_measures()
        self._tell_concerns()
        for person, at in self._household.later():
            self._add(at, "person written down", person)
        self._tell_ending()

    def steps(self) -> tuple[Step, ...]:
        """Return the steps of this family in the order of time; a record's later versions are amendments."""
        known: set[str] = set()
        told = []
        for at, action, reason, records in sorted(self._steps, key=_moment):
            changes = []
            for record in records:
                name: str = record.id  # type: ignore[attr-defined]  # every record has an id
                changes.append((record, "amended" if name in known else "final"))
                known.add(name)
            told.append(Step(at=at, action=action, family=self._family.id, reason=reason, changes=tuple(changes)))
        return tuple(told)

    def drafts(self) -> tuple[DemoDraft, ...]:
        """Return what waits to be finished; a family told again has nothing waiting."""
        if self._again:
            return ()
        found = []
        for place, note in enumerate(self._paper.several("notes")):
            if note.get("draft"):
                begun = self._paper.ends(note) + timedelta(minutes=40)
                found.append(self._draft(begun, self._paper.note(place), note.get("field", "next_time")))
        letter = self._goodbye.letter()
        if letter and not letter.signed:
            found.append(self._draft(self._days.moment(letter.dated, "15:50"), (letter,), "ending"))
        return tuple(found)

    def _draft(self, begun: datetime, records: tuple[object, ...], field: str) -> DemoDraft:
        saved = self._days.not_later(begun + timedelta(minutes=18))
        return DemoDraft(family=self._family.id, started=begun, saved=saved, records=records, field=field)

    def _id(self, what: str, which: object) -> str:
        return hashlib.sha256(f"{self._label}/{what}/{which}".encode()).hexdigest()[:24]

    def _add(self, at: datetime, action: str, *records: object, reason: str = "") -> None:
        self._steps.append((self._days.not_later(at), action, reason, records))

    def _tell_referrals(self) -> None:
        for place, told in enumerate(self._paper.several("referrals")):
            referral = self._paper.referral(place)
            taken = self._days.at(told["received"], told.get("at", "10:10"))
            if place:
                also = replace(referral, status=ReferralStatus.of(told["status"]), accepted_on=taken.date())
                self._add(taken, "referral written down", also)
                continue
            self._add(taken, "referral taken", self._family, *self._household.at_referral(), referral)
            if told["status"] == "open":
                continue
            decided = self._days.at(told["decided"], "14:20")
            if told["status"] == "accepted":
                decision, status, why = ReferralStatus.ACCEPTED, FamilyStatus.WAITING, ""
                referral = replace(referral, accepted_on=decided.date(), first_offer=self._paper.first_meeting())
            else:
                decision, status = ReferralStatus.DECLINED, FamilyStatus.DECLINED
                why = self._paper.say(told["closed_reason"])
            self._family = replace(self._family, status=status)
            decided_on = replace(referral, status=decision, closed_reason=why)
            self._add(decided, f"referral {told['status']}", decided_on, self._family, reason=why)

    def _tell_notes(self) -> None:
        planned = self._steps[-1][0] + timedelta(minutes=5)
        notes = self._paper.several("notes")
        for place, told in enumerate(notes):
            visit = self._paper.visit_of(place)
            if place == 0 or told.get("draft"):
                self._add(planned, "visit planned", visit)
            if told.get("draft"):
                continue
            session, *beside = self._paper.note(place)
            assert isinstance(session, Session)
            records: list[object] = [session, *beside, *self._hopes(place), self._held(visit, session)]
            if self._family.status is not FamilyStatus.ACTIVE:
                self._family = replace(self._family, status=FamilyStatus.ACTIVE)
                records.append(self._family)
            if place + 1 < len(notes) and not notes[place + 1].get("draft"):
                records.append(self._paper.visit_of(place + 1))
            signed = self._signing(told)
            self._signed[told["day"]] = signed
            self._add(signed, "note signed", *records)
            self._amend(told, session, signed)
            planned = signed + timedelta(minutes=4)

    def _held(self, visit: Visit, session: Session) -> Visit:
        return replace(visit, state=VisitState.HELD, attendance=session.attendance, session=session.id)

    def _hopes(self, place: int) -> list[object]:
        """Return the ratings of a meeting, with the hopes that it rates for the first time."""
        before = [self._paper.hope_ratings(earlier) for earlier in range(place)]
        known = {rating.goal for ratings in before for rating in ratings}
        ratings = self._paper.hope_ratings(place)
        hopes = [self._paper.hope(which) for which in range(len(self._paper.several("hopes")))]
        new = {rating.goal for rating in ratings} - known
        return [*(replace(hope, closed_on=None) for hope in hopes if hope.id in new), *ratings]

    def _signing(self, told: dict[str, Any]) -> datetime:
        if "signed" in told:
            return self._days.moment(self._paper.starts(told).date(), told["signed"])
        return self._paper.ends(told) + timedelta(minutes=self._dice.randint(20, 75))

    def _amend(self, told: dict[str, Any], session: Session, at: datetime) -> None:
        for change in told.get("amend", []):
            at = max(self._days.at(change["day"], change["at"]), at + timedelta(minutes=31))
            words = {field: self._paper.say(text) for field, text in change["words"].items()}
            session = replace(session, **words)  # type: ignore[arg-type]  # the sections of a note, by name
            self._add(at, "note amended", session, reason=self._paper.say(change["reason"]))

    def _tell_visits(self) -> None:
        for place, told in enumerate(self._paper.several("visits")):
            visit = self._paper.visit(place)
            planned = replace(visit, state=VisitState.PLANNED, attendance=None, why_not="")
            self._add(self._days.at(told["planned"], "16:45"), "visit planned", planned)
            if visit.state is not VisitState.PLANNED:
                self._add(visit.starts + timedelta(minutes=50), "visit not held", visit)

    def _tell_consents(self) -> None:
        for place, told in enumerate(self._paper.several("consents")):
            at = self._days.at(told["day"], "17:30") + timedelta(minutes=place)
            self._add(at, f"consent {told['said']}", self._paper.consent(place))

    def _tell_hopes_closed(self) -> None:
        for place, told in enumerate(self._paper.several("hopes")):
            if "closed" in told:
                self._add(self._days.at(told["closed"], "17:45"), "hope closed", self._paper.hope(place))

    def _tell_measures(self) -> None:
        raised = {told["measure"]: n for n, told in enumerate(self._paper.several("concerns")) if "measure" in told}
        for place, told in enumerate(self._paper.several("measures")):
            records: list[object] = [self._paper.measure(place)]
            if place in raised:
                records.append(self._first_seen(raised[place]))
            at = self._signed.get(told["day"], self._days.at(told["day"], told.get("at", "17:25")))
            self._add(at + timedelta(minutes=2), "measure taken down", *records)

    def _first_seen(self, place: int) -> object:
        concern = self._paper.concern(place)
        unknown = replace(concern, decision=None, discussed_with="", family_told=Answer.UNKNOWN, review_on=None)
        return replace(unknown, outcome="", closed=None)

    def _tell_concerns(self) -> None:
        for place, told in enumerate(self._paper.several("concerns")):
            concern = self._paper.concern(place)
            if "measure" not in told:
                self._add(concern.raised, "concern written down", self._first_seen(place))
            if concern.decision:
                talked_over = replace(concern, outcome="", closed=None)
                self._add(concern.raised + timedelta(minutes=35), "concern written down", talked_over)
            if concern.closed:
                self._add(concern.closed, "concern closed", concern)

    def _tell_ending(self) -> None:
        plan = self._goodbye.plan()
        if plan is None:
            return
        if plan.talked_on:
            still_open = replace(plan, ended_on=None, how_ended=None, repair_offered=Answer.UNKNOWN)
            self._add(self._days.moment(plan.talked_on, "17:50"), "ending planned", still_open)
        letter = self._goodbye.letter()
        if letter and letter.signed:
            self._add(letter.signed, "letter signed", letter)
        if plan.ended_on:
            self._family = replace(self._family, status=FamilyStatus.ENDED, ended=plan.ended_on)
            calls = self._goodbye.calls(plan)
            self._add(self._days.moment(plan.ended_on, "18:05"), "work ended", plan, self._family, *calls)
        for call in self._goodbye.calls_rung(plan):
            assert call.done_on
            self._add(self._days.moment(call.done_on, "12:15"), "follow-up call", call)


def _moment(step: tuple[datetime, str, str, tuple[object, ...]]) -> datetime:
    return step[0]
