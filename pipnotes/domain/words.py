"""Dates, ages and lists as people say them, the same on every screen, letter and command.

The month names stand here because Qt sets the C library's locale, and `strftime` would follow it.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Sequence
from datetime import MAXYEAR, MINYEAR, date, datetime

MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")


def long_day(day: date) -> str:
    """Return a date as a letter writes it: 12 November 2026."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def day_month(day: date) -> str:
    """Return a date of this year or the next: 12 November."""
    return f"{day.day} {MONTHS[day.month - 1]}"


def short_day(day: date) -> str:
    """Return a date with its weekday: Thu 12 Nov."""
    return f"{DAYS[day.weekday()][:3]} {day.day} {MONTHS[day.month - 1][:3]}"


def brief_day(day: date) -> str:
    """Return a date for a narrow margin: 12 Nov."""
    return f"{day.day} {MONTHS[day.month - 1][:3]}"


def full_day(day: date) -> str:
    """Return a date with weekday and year, as records show it: Thu 12 Nov 2026."""
    return f"{short_day(day)} {day.year}"


def weekday_day(day: date) -> str:
    """Return a date as a page title: Thursday 12 November."""
    return f"{DAYS[day.weekday()]} {day_month(day)}"


def clock_time(moment: datetime) -> str:
    """Return a time on the 24-hour clock: 09:30."""
    return f"{moment.hour:02d}:{moment.minute:02d}"


def near_day(day: date, today: date) -> str:
    """Return a date as somebody near it would say: Today, Yesterday, Tomorrow, Thu 12 Nov, or with its year."""
    apart = (day - today).days
    if apart in (-1, 0, 1):
        return ("Yesterday", "Today", "Tomorrow")[apart + 1]
    return short_day(day) if abs(apart) < 180 else full_day(day)


def ago(moment: datetime, now: datetime) -> str:
    """Return how long ago something was: just now, 4 minutes ago, 3 days ago."""
    seconds = max(0, int((now - moment).total_seconds()))
    if seconds < 60:
        return "just now"
    if seconds < 3600:
        return counted(seconds // 60, "minute") + " ago"
    days = (now.date() - moment.astimezone(now.tzinfo).date()).days
    if days == 0:
        return counted(seconds // 3600, "hour") + " ago"
    return "yesterday" if days == 1 else f"{days} days ago"


def counted(number: int, thing: str, things: str = "") -> str:
    """Return a count with its noun: 1 note, 13 notes."""
    return f"{number} {thing if number == 1 else things or thing + 's'}"


def number_word(number: int) -> str:
    """Return a small number as a word, a larger one in figures."""
    return _NUMBERS[number] if 0 <= number < len(_NUMBERS) else str(number)


def listed(items: Sequence[str]) -> str:
    """Return a list as a sentence says it: Leanne, Jordan and Mabel."""
    if len(items) < 2:
        return "".join(items)
    return ", ".join(items[:-1]) + " and " + items[-1]


def add_months(day: date, months: int) -> date:
    """Return the same day some months on, or the last day of that month when it has no such day.

    Where the calendar ends the answer is its last day: a placeholder such as 31 December 9999 must stop nobody's work.
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if not MINYEAR <= year <= MAXYEAR:
        return date.max if year > MAXYEAR else date.min
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def age_words(born: date, on: date) -> str:
    """Return an age as families say it: weeks until three months are full, months to two years, then years."""
    days, months = (on - born).days, whole_months(born, on)
    if days < 7:
        return counted(days, "day")
    if months < 3:
        return counted(days // 7, "week")
    if months < 24:
        return counted(months, "month")
    return counted(months // 12, "year")


def whole_months(start: date, end: date) -> int:
    """Return the completed months between two dates, as `add_months` counts them: 29 February is a year on the 28th."""
    months = (end.year - start.year) * 12 + end.month - start.month
    return months - (add_months(start, months) > end)


def pregnancy_weeks(due: date, on: date) -> int:
    """Return how many weeks of pregnancy are behind on a day, counting forty to the due date."""
    return 40 - -(-(due - on).days // 7)
