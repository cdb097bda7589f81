"""When a family's record is due for review, what holds it, and the years that this service has set for itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from pipnotes.casebook.ledger import Ledger, new_id
from pipnotes.domain.circle import Circle
from pipnotes.domain.codes import FamilyStatus
from pipnotes.domain.ending import FollowUp
from pipnotes.domain.family import Family, Person, Referral
from pipnotes.domain.retention import RULES, Clock, Hold, RetentionRules, clocks, review_on, told
from pipnotes.domain.work import Session
from pipnotes.errors import Refused, WrongUse
from pipnotes.vault import Lifecycle

_OVER = (FamilyStatus.ENDED, FamilyStatus.DECLINED)


@dataclass(frozen=True, kw_only=True, slots=True)
class Review:
    """How long one family's record is kept: the day of its review, why, and what holds it."""

    circle: Circle
    on: date | None
    is_due: bool
    why: str
    clocks: tuple[Clock, ...]
    hold: Hold | None
    in_error: bool

    @property
    def family(self) -> Family:
        """Return the family that this is about."""
        return self.circle.family


class Retention:
    """Tell when records are due for review, and hold those that must stay."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    @property
    def rules(self) -> RetentionRules:
        """Return the years in force: the Code's, unless this service has set its own."""
        try:
            return self._ledger.vault.get(RetentionRules, RULES)
        except KeyError:
            return RetentionRules()

    def set_rules(self, rules: RetentionRules) -> None:
        """Write down the service's own years; WrongUse for years that are none."""
        years = (rules.adult_years, rules.adult_years_after_death, rules.child_years_after_death)
        if not all(one is None or 1 <= one <= 100 for one in years):
            raise WrongUse(
                "Years are whole numbers from 1 to 100.",
                safe="The years that were in force still are.",
                todo="Write each as a number, or leave the years after a child's death empty.",
            )
        if rules != self.rules:
            self._ledger.write("years of keeping changed", replace(rules, id=RULES), subject=RULES)

    def review(self, family: str) -> Review:
        """Return how long one family's record is kept; KeyError once it was destroyed."""
        vault = self._ledger.vault
        stored = vault.stored(Family, family)
        return self._review(
            stored.body,
            in_error=stored.lifecycle is Lifecycle.ENTERED_IN_ERROR,
            people=self._people(family, everybody=stored.lifecycle is Lifecycle.ENTERED_IN_ERROR),
            contact=self._last_contact(stored.body),
        )

    def reviews(self) -> list[Review]:
        """Return every family whose work is over, the earliest review first; those entered in error among them."""
        stored = [one for one in self._ledger.vault.all_stored(Family) if one.record is not None]
        found = [self.review(one.id) for one in stored if _is_over(one.body, one.lifecycle)]
        return sorted(found, key=_when)

    def holds(self, family: str) -> list[Hold]:
        """Return every hold there is or was on a family's record, the latest first."""
        return self._ledger.vault.all(Hold, family=family)[::-1]

    def standing(self, family: str) -> Hold | None:
        """Return the hold that stands, or None."""
        return next((one for one in self.holds(family) if one.lifted is None), None)

    def hold(self, family: str, reason: str) -> Hold:
        """Hold a family's record: while it stands nothing of it can be destroyed. WrongUse without a reason."""
        self._needs(reason, "A hold needs its reason.")
        self._ledger.vault.get(Family, family)
        made = Hold(
            id=new_id(), family=family, reason=reason.strip(), by=self._ledger.me.name, placed=self._ledger.today()
        )
        self._ledger.write("record held", made, family=family, subject=made.id, reason=made.reason)
        return made

    def let_go(self, family: str, why: str) -> None:
        """Lift what holds a family's record, with a reason; nothing is destroyed by that."""
        self._needs(why, "Letting a hold go needs its reason.")
        standing = [one for one in self.holds(family) if one.lifted is None]
        lifted = [
            replace(one, lifted=self._ledger.today(), lifted_by=self._ledger.me.name, lifted_why=why.strip())
            for one in standing
        ]
        if lifted:
            self._ledger.write("hold let go", *lifted, family=family, subject=lifted[0].id, reason=why.strip())

    def refuse_held(self, families: Sequence[str]) -> None:
        """Raise Refused while something holds the record of any of these families."""
        if any(self.standing(family) is not None for family in families):
            raise Refused(
                "This record is held, so nothing of it can be destroyed.",
                safe="Nothing was destroyed.",
                todo="Ask the person who holds it. When the reason has passed, let the hold go and try again.",
            )

    def _needs(self, words: str, happened: str) -> None:
        if not words.strip():
            raise WrongUse(happened, safe="Nothing was changed.", todo="Say in a few words why.")

    def _review(self, family: Family, *, in_error: bool, people: Sequence[Person], contact: date) -> Review:
        circle = Circle(family=family, people=tuple(people))
        hold = self.standing(family.id)
        if not in_error and family.status not in _OVER:
            why = "The work goes on, so no clock runs yet."
            return Review(circle=circle, on=None, is_due=False, why=why, clocks=(), hold=hold, in_error=False)
        found = clocks(circle, contact, self.rules)
        on = review_on(found)
        return Review(
            circle=circle,
            on=on,
            is_due=on <= self._ledger.today(),
            why=told(found[0]),
            clocks=found,
            hold=hold,
            in_error=in_error,
        )

    def _people(self, family: str, *, everybody: bool) -> list[Person]:
        if not everybody:
            return self._ledger.vault.all(Person, family=family)
        return [one.record for one in self._ledger.vault.all_stored(Person, family=family) if one.record is not None]

    def _last_contact(self, family: Family) -> date:
        vault = self._ledger.vault
        days = [family.opened, family.ended]
        days += [one.received for one in vault.all(Referral, family=family.id)]
        days += [one.starts.date() for one in vault.all(Session, family=family.id) if one.attendance.held]
        days += [one.done_on for one in vault.all(FollowUp, family=family.id)]
        return max(day for day in days if day is not None)


def _is_over(family: Family, lifecycle: Lifecycle) -> bool:
    return lifecycle is Lifecycle.ENTERED_IN_ERROR or family.status in _OVER


def _when(review: Review) -> tuple[date, str]:
    return review.on or date.max, review.family.code
