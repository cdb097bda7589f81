"""What the family hopes for, and how far along each hope is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from pipnotes.casebook.ledger import Ledger, new_id
from pipnotes.domain.work import Goal, GoalRating
from pipnotes.errors import Refused, WrongUse

# Up to three goals at a time, as goal-based outcomes are used in the field.
MOST = 3


@dataclass(frozen=True, kw_only=True, slots=True)
class Hope:
    """A hope with its ratings, the earliest first."""

    goal: Goal
    ratings: tuple[GoalRating, ...]


class Hopes:
    """Set, rate and close hopes; a changed hope is closed and a new one set."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    def set(self, family: str, words: str, people: Sequence[str], *, score: int | None = None) -> Goal:
        """Set a hope in the family's own words, with its first rating if there is one."""
        if not words.strip():
            raise WrongUse(
                "A hope needs a few words.", safe="Nothing was changed.", todo="Write it as the family says it."
            )
        if sum(hope.goal.closed_on is None for hope in self.of(family)) >= MOST:
            raise Refused(
                "This family has three hopes already.",
                safe="All three are kept.",
                todo="Close one of them with the family, then set the new one.",
            )
        goal = Goal(id=new_id(), family=family, words=words, people=tuple(people), set_on=self._ledger.today())
        records: list[object] = [goal]
        if score is not None:
            records.append(self._rating(goal, score, self._ledger.today()))
        self._ledger.write("hope set", *records, family=family, subject=goal.id)
        return goal

    def rate(self, goal: Goal, score: int, *, on: date | None = None, session: str = "") -> GoalRating:
        """Write down how far along a hope is, 0 to 10."""
        rating = replace(self._rating(goal, score, on or self._ledger.today()), session=session)
        self._ledger.write("hope rated", rating, family=goal.family, subject=goal.id)
        return rating

    def close(self, goal: Goal) -> None:
        """Close a hope; its words and ratings stay in the story."""
        self._ledger.write(
            "hope closed", replace(goal, closed_on=self._ledger.today()), family=goal.family, subject=goal.id
        )

    def of(self, family: str) -> list[Hope]:
        """Return the hopes of a family with their ratings, in the order in which they were set."""
        ratings: dict[str, list[GoalRating]] = {}
        for rating in sorted(self._ledger.vault.all(GoalRating, family=family), key=lambda rating: rating.on):
            ratings.setdefault(rating.goal, []).append(rating)
        goals = sorted(self._ledger.vault.all(Goal, family=family), key=lambda goal: goal.set_on)
        return [Hope(goal=goal, ratings=tuple(ratings.get(goal.id, ()))) for goal in goals]

    def _rating(self, goal: Goal, score: int, on: date) -> GoalRating:
        if not 0 <= score <= 10:
            raise WrongUse(
                "A hope is rated from 0 to 10.",
                safe="Nothing was changed.",
                todo="0 is not started, 5 is about half way, 10 is there.",
            )
        return GoalRating(id=new_id(), family=goal.family, goal=goal.id, on=on, score=score)
