"""Makes each record of a made-up family from its file."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from pipnotes.casebook.demo.cast import Cast
from pipnotes.casebook.demo.days import Days
from pipnotes.casebook.demo.household import Household
from pipnotes.casebook.demo.prose import Prose
from pipnotes.domain.codes import (
    Answer,
    Attendance,
    ConcernDecision,
    ConcernTrigger,
    ConsentDecision,
    ConsentPurpose,
    Dimension,
    FamilyStatus,
    Meeting,
    ReferralSource,
    Safeguarding,
    VisitState,
)
from pipnotes.domain.family import Consent, Family, Referral
from pipnotes.domain.work import (
    SECTIONS,
    Concern,
    Goal,
    GoalRating,
    MeasureResponse,
    Observation,
    Rating,
    Reflection,
    Session,
    Visit,
)

Told = dict[str, Any]


class Paper:
    """Turns the tables of one file into records, all with the same names and days."""

    def __init__(
        self,
        spec: Told,
        *,
        cast: Cast,
        days: Days,
        prose: Prose,
        household: Household,
        ids: Callable[[str, object], str],
    ) -> None:
        self._spec = spec
        self._code = cast.code
        self._days = days
        self.say = prose.fill
        self._household = household
        self._id = ids
        self._family = ids("family", "")

    def several(self, table: str) -> list[Told]:
        """Return the rows of one table of the file, none if it has no such table."""
        rows: list[Told] = self._spec.get(table, [])
        return rows

    def family(self) -> Family:
        """Return the family as it stood when it was opened."""
        told = self._spec["family"]
        return Family(
            id=self._family,
            code=self._code,
            status=FamilyStatus.REFERRED,
            opened=self._days.working(self._spec["referrals"][0]["received"]),
            came_about=self.say(told.get("came_about", "")),
            came_about_by=self.say(told.get("came_about_by", "")),
            ending_expected=self.say(told.get("ending_expected", "")),
            visiting=self.say(told.get("visiting", "")),
            interpreter=told.get("interpreter", ""),
        )

    def referral(self, place: int) -> Referral:
        """Return a referral as it came in, not decided yet."""
        told = self._spec["referrals"][place]
        return Referral(
            id=self._id("referral", place),
            family=self._family,
            received=self._days.working(told["received"]),
            source=ReferralSource.of(told["source"]),
            referrer=self.say(told.get("referrer", "")),
            referrer_organisation=told.get("organisation", ""),
            referrer_contact=told.get("contact", ""),
            concern=self.say(told.get("concern", "")),
            agreed_to=Answer.of(told.get("agreed", "yes")),
            safeguarding=Safeguarding.of(told.get("safeguarding", "none")),
            notes=self.say(told.get("notes", "")),
        )

    def first_meeting(self) -> date | None:
        """Return the day of the first meeting that was offered."""
        return min((self.starts(told).date() for told in self.several("notes") + self.several("visits")), default=None)

    def starts(self, told: Told) -> datetime:
        """Return when a meeting of the file starts."""
        return self._days.at(told["day"], told["at"])

    def ends(self, told: Told) -> datetime:
        """Return when a meeting of the file ends."""
        return self.starts(told) + timedelta(minutes=told.get("minutes", 60))

    def visit_of(self, place: int) -> Visit:
        """Return the visit that was planned for a note."""
        return self._visit(self.several("notes")[place], self._id("visit of note", place), "present")

    def visit(self, place: int) -> Visit:
        """Return a visit without a note: still to come, missed or cancelled."""
        told = self.several("visits")[place]
        return replace(
            self._visit(told, self._id("visit", place), "with"),
            state=VisitState.of(told.get("state", "planned")),
            attendance=Attendance.of(told["attendance"]) if "attendance" in told else None,
            why_not=self.say(told.get("why_not", "")),
        )

    def _visit(self, told: Told, name: str, people: str) -> Visit:
        return Visit(
            id=name,
            family=self._family,
            starts=self.starts(told),
            minutes=told.get("minutes", 60),
            how=Meeting.of(told.get("how", "home")),
            people=self._household.ids(told[people]),
            remember=self.say(told.get("remember", "")),
        )

    def note(self, place: int) -> tuple[Session, Observation, Reflection]:
        """Return a note with what was seen between them and the reflection beside it."""
        told = self.several("notes")[place]
        words = {field: self.say(told.get(field, "")) for field, _ in SECTIONS}
        session = Session(
            id=self._id("session", place),
            family=self._family,
            number=place + 1,
            starts=self.starts(told),
            minutes=told.get("minutes", 60),
            how=Meeting.of(told.get("how", "home")),
            attendance=Attendance.of(told.get("attendance", "5")),
            present=self._household.ids(told["present"]),
            interpreter=told.get("interpreter", ""),
            visit=self._id("visit of note", place),
            **words,
        )
        seen = told.get("seen", {})
        ratings = tuple(self._rating(dimension, seen.get(dimension.value)) for dimension in Dimension)
        return (
            session,
            Observation(id=self._id("observation", place), family=self._family, session=session.id, ratings=ratings),
            Reflection(
                id=self._id("reflection", place),
                family=self._family,
                session=session.id,
                text=self.say(told.get("reflection", "")),
            ),
        )

    def _rating(self, dimension: Dimension, seen: list[Any] | None) -> Rating:
        if seen is None:
            return Rating(dimension=dimension)
        score, evidence = seen
        return Rating(dimension=dimension, score=score, evidence=self.say(evidence))

    def hope(self, place: int) -> Goal:
        """Return a hope in the family's own words."""
        told = self.several("hopes")[place]
        return Goal(
            id=self._id("hope", place),
            family=self._family,
            words=self.say(told["words"]),
            people=self._household.ids(told["of"]),
            set_on=self._days.working(told["set"]),
            closed_on=self._days.working(told["closed"]) if "closed" in told else None,
        )

    def hope_ratings(self, place: int) -> list[GoalRating]:
        """Return how far along the hopes were at a meeting; -1 in the file is not rated."""
        told = self.several("notes")[place]
        return [
            GoalRating(
                id=self._id("hope rating", f"{place}/{which}"),
                family=self._family,
                goal=self._id("hope", which),
                on=self._days.working(told["day"]),
                score=score,
                session=self._id("session", place),
            )
            for which, score in enumerate(told.get("hopes", []))
            if score >= 0
        ]

    def measure(self, place: int) -> MeasureResponse:
        """Return a completed form, with the note of the same day if there is one."""
        told = self.several("measures")[place]
        same_day = [n for n, note in enumerate(self.several("notes")) if note["day"] == told["day"]]
        return MeasureResponse(
            id=self._id("measure", place),
            family=self._family,
            person=self._household.ids([told["who"]])[0],
            measure=told["measure"],
            on=self._days.working(told["day"]),
            answers=tuple(told["answers"]),
            total=sum(told["answers"]),
            session=self._id("session", same_day[0]) if same_day else "",
        )

    def concern(self, place: int) -> Concern:
        """Return a concern with everything that is known of it by now."""
        told = self.several("concerns")[place]
        return Concern(
            id=self._id("concern", place),
            family=self._family,
            raised=self._days.at(told["day"], told["at"]),
            trigger=ConcernTrigger.of(told["trigger"]),
            about=self._household.ids(told["about"]),
            words=self.say(told["words"]),
            measure=self._id("measure", told["measure"]) if "measure" in told else "",
            decision=ConcernDecision.of(told["decision"]) if "decision" in told else None,
            discussed_with=self.say(told.get("discussed_with", "")),
            family_told=Answer.of(told.get("family_told", "unknown")),
            outcome=self.say(told.get("outcome", "")),
            closed=self._days.at(told["closed"], "16:35") if "closed" in told else None,
            review_on=self._days.working(told["review"]) if "review" in told else None,
        )

    def consent(self, place: int) -> Consent:
        """Return one yes or no."""
        told = self.several("consents")[place]
        return Consent(
            id=self._id("consent", place),
            family=self._family,
            purpose=ConsentPurpose.of(told["about"]),
            decision=ConsentDecision.of(told["said"]),
            on=self._days.working(told["day"]),
            people=self._household.ids(told.get("by", [])),
            ask_by=self._days.working(told["ask_by"]) if "ask_by" in told else None,
            words=self.say(told.get("words", "")),
        )
