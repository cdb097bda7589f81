"""The thousand and one days from conception to the second birthday, and what the service had part in of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from pipnotes.casebook.endings import Endings
from pipnotes.casebook.ledger import Ledger
from pipnotes.domain.circle import Circle
from pipnotes.domain.codes import FollowUpOutcome
from pipnotes.domain.ending import EndingPlan
from pipnotes.domain.family import Referral
from pipnotes.domain.words import add_months, counted, long_day
from pipnotes.domain.work import Session

# Conception is taken as 38 weeks before the due date: 280 days from the last period, less two weeks.
PREGNANCY = timedelta(weeks=38)
# Weeks of gestation are counted from the last period, two weeks before conception.
BEFORE_CONCEPTION = 2
# Calls that nobody makes: the family would rather not, or has come back.
_NOT_MADE = (FollowUpOutcome.DECLINED, FollowUpOutcome.RE_REFERRAL)


@dataclass(frozen=True, kw_only=True, slots=True)
class Days:
    """The days from conception to the second birthday, with what the service had part in."""

    conception: date
    born: date | None
    due: date | None
    second_birthday: date
    today: date
    referred: date | None
    first_meeting: date | None
    ending: date | None
    ended: bool
    follow_ups: tuple[tuple[int, date], ...]
    died: date | None = None

    @property
    def weeks_together(self) -> int:
        """Return the whole weeks from the first meeting to today or the ending."""
        if self.first_meeting is None:
            return 0
        until = self.ending if self.ended and self.ending else self.today
        return max(0, (until - self.first_meeting).days // 7)

    def in_words(self) -> str:
        """Return the bar as sentences, for a screen reader and for those who would rather read."""
        said = [f"Conception was about {long_day(self.conception)}."]
        if self.born:
            said.append(f"Born {long_day(self.born)}.")
        elif self.due:
            said.append(f"Due {long_day(self.due)}.")
        if self.referred:
            said.append(f"Referred {long_day(self.referred)}.")
        if self.first_meeting:
            said.append(f"First met {long_day(self.first_meeting)}, {counted(self.weeks_together, 'week')} together.")
        if self.ending:
            said.append(f"{'Ended' if self.ended else 'Ending planned for'} {long_day(self.ending)}.")
        said += [f"Call at {months} months, {long_day(day)}." for months, day in self.follow_ups]
        if self.died is None:
            said.append(f"Second birthday {long_day(self.second_birthday)}.")
        return " ".join(said)


def days_of(ledger: Ledger, endings: Endings, circle: Circle) -> Days | None:
    """Return the 1001 days of a family, or None when neither a birthday nor a due date is known."""
    start = circle.born or circle.due
    if start is None:
        return None
    held = sorted(s.starts.date() for s in ledger.vault.all(Session, family=circle.family.id) if s.attendance.held)
    referred = [referral.received for referral in ledger.vault.all(Referral, family=circle.family.id)]
    plan = endings.plan(circle.family.id)
    ending = (plan.ended_on or plan.last_visit) if plan else None
    return Days(
        conception=_conception(circle, start),
        born=circle.born,
        due=circle.due,
        second_birthday=circle.second_birthday or add_months(start, 24),
        today=ledger.today(),
        referred=min(referred, default=None),
        first_meeting=held[0] if held else None,
        ending=ending,
        ended=plan is not None and plan.ended_on is not None,
        follow_ups=_calls(endings, plan),
        died=max((p.died for p in circle.infants if p.died), default=None) if circle.lost else None,
    )


def _calls(endings: Endings, plan: EndingPlan | None) -> tuple[tuple[int, date], ...]:
    if plan is None:
        return ()
    if plan.ended_on is None:
        return endings.to_come(plan.family)
    made = endings.follow_ups(plan.family)
    return tuple((c.months, c.due) for c in made if c.due > plan.ended_on and c.outcome not in _NOT_MADE)


def _conception(circle: Circle, start: date) -> date:
    """Return about when the baby was conceived: from the due date, else from the weeks at birth, else as most are."""
    weeks = [p.gestation_weeks for p in circle.infants if p.born == circle.born and p.gestation_weeks]
    try:
        if circle.due is None and weeks:
            return start - timedelta(weeks=weeks[0] - BEFORE_CONCEPTION)
        return (circle.due or start) - PREGNANCY
    except OverflowError:
        return start
