"""What is coming up for one family: visits, questions to ask, birthdays, the ending and the calls after it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from pipnotes.casebook.concerns import Concerns
from pipnotes.casebook.consents import Consents
from pipnotes.casebook.endings import Endings
from pipnotes.casebook.ledger import Ledger
from pipnotes.casebook.visits import Visits
from pipnotes.domain.circle import Circle
from pipnotes.domain.codes import ConsentDecision, VisitState
from pipnotes.domain.words import add_months, clock_time


@dataclass(frozen=True, kw_only=True, slots=True)
class Coming:
    """One day ahead and what it brings; `by` marks a day that is a latest day."""

    on: date
    words: str
    by: bool = False


class Ahead:
    """Look ahead."""

    def __init__(
        self, ledger: Ledger, *, visits: Visits, consents: Consents, concerns: Concerns, endings: Endings
    ) -> None:
        self._ledger = ledger
        self._visits = visits
        self._consents = consents
        self._concerns = concerns
        self._endings = endings

    def of(self, family: str) -> tuple[Coming, ...]:
        """Return what is coming up, the nearest first; a question whose day has passed stands first."""
        circle = self._ledger.circle(family)
        found = [*self._planned(family), *self._questions(circle), *self._birthdays(circle), *self._goodbye(family)]
        return tuple(sorted(found, key=lambda coming: coming.on))

    def _planned(self, family: str) -> Iterator[Coming]:
        for visit in self._visits.of(family):
            if visit.state is VisitState.PLANNED and not visit.session and visit.starts >= self._ledger.now():
                what = f"{visit.how.label}, {clock_time(visit.starts)}"
                yield Coming(on=visit.starts.date(), words=f"{what}. {visit.remember}".rstrip(". "))

    def _questions(self, circle: Circle) -> Iterator[Coming]:
        for consent in self._consents.current(circle.family.id).values():
            if consent.decision is ConsentDecision.TO_ASK and consent.ask_by:
                what = consent.purpose.label[:1].lower() + consent.purpose.label[1:]
                yield Coming(on=consent.ask_by, words=f"Ask about: {what}", by=True)
        for concern in self._concerns.open(circle.family.id):
            if concern.review_on:
                yield Coming(on=concern.review_on, words="Look again at the concern")

    def _birthdays(self, circle: Circle) -> Iterator[Coming]:
        today = self._ledger.today()
        if circle.lost:
            return
        if circle.born is None:
            if circle.due and circle.due >= today:
                yield Coming(on=circle.due, words="The baby is due")
            return
        for months, which in ((12, "first"), (24, "second")):
            day = add_months(circle.born, months)
            if day >= today:
                yield Coming(on=day, words=f"{circle.turning}’s {which} birthday")

    def _goodbye(self, family: str) -> Iterator[Coming]:
        plan = self._endings.plan(family)
        if plan is None:
            return
        today = self._ledger.today()
        if plan.last_visit and plan.ended_on is None and plan.last_visit >= today:
            yield Coming(on=plan.last_visit, words="Last visit together")
        for months, day in self._endings.to_come(family):
            yield Coming(on=day, words=f"{months}-month follow-up call")
