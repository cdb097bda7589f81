"""Days counted back from today, kept off weekends, so that a made-up diary looks like a therapist's own."""

from __future__ import annotations

import random
import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

# Nobody visits on these days, whatever the weekday.
_HOLIDAYS = ((12, 25), (12, 26), (1, 1))


@dataclass(frozen=True, kw_only=True, slots=True)
class Days:
    """Turns "120 days ago at 09:30" into a moment; a family told again has its past stretched and moved a little."""

    now: datetime
    stretch: float = 1.0
    back: int = 0
    ahead: int = 0

    @classmethod
    def first(cls, now: datetime) -> Days:
        """Return the days of a family as its file tells them."""
        return cls(now=now)

    @classmethod
    def again(cls, now: datetime, label: str, place: int) -> Days:
        """Return days a little unlike the file's; visits ahead are spread, so that today stays as it was."""
        dice = random.Random(label)
        return cls(now=now, stretch=dice.uniform(0.95, 1.0), back=dice.randrange(0, 10), ahead=2 + place % 11)

    def exact(self, offset: int) -> date:
        """Return the day so many days from today, for births and due dates, which keep no working week."""
        moved = offset if offset >= 0 else round(offset * self.stretch) - self.back
        return self.now.date() + timedelta(days=moved)

    def working(self, offset: int) -> date:
        """Return a working day near by; today and tomorrow stay as they are, so that every day has its visits."""
        if offset in (0, 1) and not self.ahead:
            return self.exact(offset)
        if offset >= 0:
            return _working(self.exact(offset) + timedelta(days=self.ahead), 1)
        day = self.exact(offset)
        if day.weekday() == 6 and day + timedelta(days=1) < self.now.date():
            day += timedelta(days=1)
        return _working(day, -1)

    def at(self, offset: int, clock: str) -> datetime:
        """Return the moment of a working day, for instance (-120, "09:30")."""
        return self.moment(self.working(offset), clock)

    def moment(self, day: date, clock: str) -> datetime:
        """Return a day and a time as one moment with the offset of today."""
        if not re.fullmatch(r"\d\d:\d\d", clock):
            raise ValueError(f"not a time: {clock!r}")
        return datetime.combine(day, time(int(clock[:2]), int(clock[3:])), self.now.tzinfo)

    def not_later(self, moment: datetime) -> datetime:
        """Return the moment, or now if it has not come yet."""
        return min(moment, self.now)


def _working(day: date, step: int) -> date:
    while day.weekday() > 4 or (day.month, day.day) in _HOLIDAYS:
        day += timedelta(days=step)
    return day
