"""Days as the margin and the middle of a sentence hold them.

margin_day(day, today)       Today, 5 Nov, 5 Nov 2025
mid_day(day, today)          today, Thu 5 Nov
"""

from __future__ import annotations

from datetime import date

from pipnotes.domain.words import near_day


def margin_day(day: date, today: date) -> str:
    """Return a day in a narrow margin, without its weekday."""
    words = near_day(day, today)
    return words if abs((today - day).days) < 2 else words.partition(" ")[2]


def mid_day(day: date, today: date) -> str:
    """Return a day inside a sentence."""
    words = near_day(day, today)
    return words.lower() if abs((today - day).days) < 2 else words
