"""Tell a count from a date that is written like it: "3/6" of the visits, the 25th centile, two weeks as "2/52"."""

from __future__ import annotations

import re

_CENTILES = frozenset((2, 9, 25))
_GROWTH = re.compile(
    r"\b(?:centiles?|weigh\w*|wt|kgs?|growth|grew|height|length|head|hc|ofc|plot\w*|line|lines|track\w*|drop\w*|below|above"
    r"|gain\w*|chart)\b|\dkg",
    re.I,
)
# A fraction of something counted: a score, a share of visits, a pressure, doses.
_COUNTED_BEFORE = re.compile(
    r"(?:\b(?:bp|pressure|scor\w*|rated?|rating|pain|mood|gcs|epds|phq\S*|gad\S*|item|items|total|attended|missed|came|come"
    r"|did|answered|kept|vision|acuity|power|reflexes|sats|only|about|nearly|around|say|out)\W{1,3}(?:\w+\W{1,2})?|[=:]\s?)\Z",
    re.I,
)
_COUNTED_AFTER = re.compile(
    r"\s?(?:of\b|ago|sessions?|visits?|items?|times|later|nights|feeds|appts?|appointments|days|doses|share|off"
    r"|term|cup|full|centile)",
    re.I,
)
_SHARES = frozenset(((1, 2), (1, 3), (2, 3), (1, 4), (3, 4), (1, 5), (2, 5), (3, 5), (4, 5), (5, 5), (6, 6)))
_DIGITS = re.compile(r"\d+")


def stands_as_a_date(text: str, match: re.Match[str], day: int, month: int) -> bool:
    """Say whether "3/2" is a day and a month: no share, no score, and not the seven days or twelve months of "2/12"."""
    if month in (7, 10, 12) or (day, month) in _SHARES or _COUNTED_AFTER.match(text, match.end(4)):
        return False
    return not leads_to_a_count(text, match.start(2))


def is_centile(text: str, match: re.Match[str]) -> bool:
    """Say whether "the 25th" is a line on a growth chart, by the words before it."""
    number = _DIGITS.search(match[1])
    if number is None or int(number[0]) not in _CENTILES:
        return number is not None and not 1 <= int(number[0]) <= 31
    return bool(_GROWTH.search(text, max(0, match.start() - 70), match.end() + 30))


def leads_to_a_count(text: str, start: int) -> bool:
    """Say whether the words before a fraction make it a score, a pressure or a share."""
    return bool(_COUNTED_BEFORE.search(text, max(0, start - 24), start))
