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
from pipnotes.domain.words import add_months
from pipnotes.domain.work import Session
from pipnotes.errors import Refused, WrongUse
from pipnotes.vault import Lifecycle, Stored

_OVER = (FamilyStatus.ENDED, FamilyStatus.DECLINED)
# Who was 17 when the work ended turns 25 in seven years: no child's clock is shorter.
_SOONEST = 7


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
        found = self._read(family)
        if family not in found:
            raise KeyError(family)
        return self._review(found[family])

    def reviews(self) -> list[Review]:
        """Return every family whose work is over, the earliest review first; those entered in error among them."""
        return sorted((self._review(one) for one in self._read(None).values() if one.is_over), key=_when)

    def coming(self, until: date) -> list[Review]:
        """Return the reviews that are due by a day; records too young for any clock are not even read."""
        rules = self.rules
        years = (_SOONEST, rules.adult_years, rules.adult_years_after_death, rules.child_years_after_death)
        soonest = 12 * min(year for year in years if year is not None)
        known = (_Known(one) for one in self._ledger.vault.all_stored(Family) if one.record is not None)
        old = [one for one in known if one.is_over and add_months(one.family.opened, soonest) <= until]
        found = [self.review(one.family.id) for one in old]
        return sorted((one for one in found if one.on is not None and one.on <= until), key=_when)

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

    def _review(self, known: _Known) -> Review:
        circle = Circle(family=known.family, people=tuple(known.people))
        hold = next((one for one in known.holds[::-1] if one.lifted is None), None)
        if not known.is_over:
            why = "The work goes on, so no clock runs yet."
            return Review(circle=circle, on=None, is_due=False, why=why, clocks=(), hold=hold, in_error=False)
        found = clocks(circle, max(known.days), self.rules)
        on = review_on(found)
        return Review(
            circle=circle,
            on=on,
            is_due=on <= self._ledger.today(),
            why=told(found[0]),
            clocks=found,
            hold=hold,
            in_error=known.in_error,
        )

    def _read(self, family: str | None) -> dict[str, _Known]:
        """Return what the clocks go by, of one family or of all: each kind of record is read once."""
        vault = self._ledger.vault
        stored = vault.all_stored(Family) if family is None else [vault.stored(Family, family)]
        found = {one.id: _Known(one) for one in stored if one.record is not None}
        for person in vault.all_stored(Person, family=family):
            # Of a family that was entered in error everybody was too, and their clocks count all the same.
            of = found.get(person.family)
            counts = of is not None and (of.in_error or person.lifecycle is not Lifecycle.ENTERED_IN_ERROR)
            if of is not None and counts and person.record is not None:
                of.people.append(person.record)
        for referral in vault.all(Referral, family=family):
            _note(found, referral.family, referral.received)
        for session in vault.all(Session, family=family):
            if session.attendance.held:
                _note(found, session.family, session.starts.date())
        for call in vault.all(FollowUp, family=family):
            _note(found, call.family, call.done_on)
        for hold in vault.all(Hold, family=family):
            if hold.family in found:
                found[hold.family].holds.append(hold)
        return found


class _Known:
    """What is known of one family that its clocks go by."""

    def __init__(self, stored: Stored[Family]) -> None:
        self.family = stored.body
        self.in_error = stored.lifecycle is Lifecycle.ENTERED_IN_ERROR
        self.is_over = self.in_error or self.family.status in _OVER
        self.people: list[Person] = []
        self.holds: list[Hold] = []
        self.days = [day for day in (self.family.opened, self.family.ended) if day is not None]


def _note(found: dict[str, _Known], family: str, day: date | None) -> None:
    if day is not None and family in found:
        found[family].days.append(day)


def _when(review: Review) -> tuple[date, str]:
    return review.on or date.max, review.family.code
