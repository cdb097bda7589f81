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
_SURELY_COUNTED = re.compile(
    r"\s?(?:ago|sessions|visits|items|times|nights|feeds|appts|appointments|days|doses)\b", re.I
)
_DIGITS = re.compile(r"\d+")
# The scales that notes give scores of.
SCALE = r"\b(?:epds|phq[- ]?[29]?|gad[- ]?[27]?|asq(?:[- ]?se)?|hads|core(?:-?10)?|mors|pbq|whooley|pcl(?:-5)?|scores?)"
_SCALE_BEFORE = re.compile(SCALE + r"(?:\W{1,3}|\s(?:was|of|is|now)\s)\Z", re.I)
_SCALE_UNFINISHED = re.compile(r"\b(?:(?:phq[- ]?)(?=[29]?\Z)|gad[- ]?|pcl[- ]?|core[- ]?|eq[- ]?|cage[- ]?)\Z", re.I)
_SCALE_NUMBERS = frozenset("2 5 7 9 10".split())
# "PHQ9 4/6 17", "14/6 - 4.2": what was found on a day stands after it.
_SCORE_AFTER = re.compile(
    r"(?:\s?[:=–-]\s?|\s(?:was\s)?)\d{1,2}(?:\.\d{1,2})?(?![\d/]|\s?(?:weeks?|wks?|days?|months?|mths?|visits|sessions"
    r"|items|yrs?|years|times|out|of)\b)"
)
_WEIGHT_AFTER = re.compile(r"\D{0,12}(?:\d{1,2}(?:st|nd|rd|th)|centile|wt\b|weight)", re.I)


def follows_a_scale(text: str, start: int) -> bool:
    """Say whether the word before a place is the name of a scale, whose score follows."""
    return bool(_SCALE_BEFORE.search(text, max(0, start - 20), start))


def ends_a_scale(text: str, start: int, number: str) -> bool:
    """Say whether a number belongs to the name of a scale, as in "PHQ-9 Jan cried"."""
    return number in _SCALE_NUMBERS and bool(_SCALE_UNFINISHED.search(text, max(0, start - 8), start))


def may_be_a_share(day: int, month: int) -> bool:
    """Say whether "3/4" may be a share, or like "2/12" seven days, ten points or twelve months."""
    return month in (7, 10, 12) or (day, month) in _SHARES


def counted_after(text: str, match: re.Match[str], *, surely: bool = False) -> bool:
    """Say whether what is counted stands after a share: "2/4 sessions", "2/7 ago"; surely so even after "seen"."""
    return bool((_SURELY_COUNTED if surely else _COUNTED_AFTER).match(text, match.end(4)))


def has_a_score_after(text: str, match: re.Match[str]) -> bool:
    """Say whether a score or a weight stands after a fraction, which then is the day it was taken on."""
    return bool(_SCORE_AFTER.match(text, match.end(4)))


def is_weight(text: str, match: re.Match[str]) -> bool:
    """Say whether a line of a growth chart stands after "6.2", which then is a weight."""
    return int(match[2]) < 16 and bool(_WEIGHT_AFTER.match(text, match.end(4)))


def is_centile(text: str, match: re.Match[str]) -> bool:
    """Say whether "the 25th" is a line on a growth chart, by the words before it."""
    number = _DIGITS.search(match[1])
    if number is None or int(number[0]) not in _CENTILES:
        return number is not None and not 1 <= int(number[0]) <= 31
    return bool(_GROWTH.search(text, max(0, match.start() - 70), match.end() + 30))


def leads_to_a_count(text: str, match: re.Match[str]) -> bool:
    """Say whether the words before a fraction make it a score, a pressure or a share."""
    found = _COUNTED_BEFORE.search(text, max(0, match.start(2) - 24), match.start(2))
    if found and found[0][0] in "=:":  # "wt: 14/6 - 4.2": more than the whole is no share
        return int(match[4]) >= int(match[2][-2:].lstrip(" -–"))
    return bool(found)
