"""Runs of digits: telephone and NHS numbers, and whatever else is long enough to point at somebody."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipnotes.pseudonymise.spans import Span

_DIGITS = re.compile(r"(?<![\w+£$€.])(?:\+|\(\+?|00)?\d(?:[ \t\u00a0().\-‐‑–]{0,3}\d){5,21}(?![\w]|[.]\d)")
# The same broken by a line or a stroke, with a letter O for a nought, in the groups that people write; other numbers
# stand in columns and lists, so that nothing else may be put together across a line.
_BROKEN = re.compile(
    r"(?<![\w.])(?:(?:[0Oo][1237-9Oo]|\+44\s?\d)[\dOo]{1,3}[\s/.-]{1,3}[\dOo]{3,4}[\s/.-]{0,3}[\dOo]{3,4}|\d{3}[\s/.-]{1,3}\d{3}[\s/.-]{1,3}\d{4}"
    r"|(?i:(?<=nhs )|(?<=nhs: )|(?<=nhs no )|(?<=nhs no: )|(?<=nhs number ))"
    r"\d(?:[\s/.-]{0,2}\d){9}|[0Oo][\dOo]{10})(?!\w)"
)
# "07700 900456 or 457", "900456/7", "960123 x12": the end of another number, or of the same within a house.
_TAIL = re.compile(
    r"\s?(?:or\s?\d{2,6}|(?:&|and)\s?\d{3,6}|/\s?\d{1,6}|x\s?\d{2,6}|(?:ext\.?|extn\.?|extension)\s?\d{1,6})(?![\w/]|[.:]\d)",
    re.I,
)
_SHORT_PHONE = re.compile(
    r"\b(?:tel|tele|phone|telephone|mobile|mob|ring|rang|call|called|text|number|landline|ext|extension|fax"
    r"|contact)\b[^\d\n]{0,20}(\d{3}[ -]?\d{3,4}|\d{4,6})(?!\w|[ ]?(?:%|times|weeks))",
    re.I,
)
UNITS = re.compile(
    r"\s?(?:g|kg|kgs|ml|mls|mg|mcg|oz|lb|lbs|cm|mm|iu|grams|bpm|am|pm|hrs|hours|hour|mins|minutes|days|weeks"
    r"|months|wks|mths|yrs|years|th|st|nd|rd|x|%|p|k|m)\b",
    re.I,
)
AMOUNT = re.compile(
    r"\d{1,4}(?:g|kg|kgs|ml|mls|mg|mcg|oz|lb|lbs|cm|mm|iu|weeks|months|days|hours|minutes|hrs|mins|years|wks|mths"
    r"|yrs|oclock)(?:\d{1,2}(?:oz|days|weeks|mins))?",
    re.I,
)


def valid_nhs_number(digits: str) -> bool:
    """Say whether ten digits are an NHS number by the modulus 11 check (NHS Data Dictionary, NHS NUMBER)."""
    if len(digits) != 10 or not digits.isdigit():
        return False
    check = 11 - sum(int(digit) * weight for digit, weight in zip(digits, range(10, 1, -1), strict=False)) % 11
    return check % 11 == int(digits[9]) and check != 10


def find(text: str, begin: int, stop: int) -> Iterator[Span]:
    """Yield every telling run of digits between two places of a text."""
    for match in _DIGITS.finditer(text, begin, stop):
        digits = "".join(filter(str.isdigit, match[0]))
        found = _number(match[0], digits)
        if found and not (found[0] == "reference" and UNITS.match(text, match.end())):
            yield Span(match.start(), _with_tail(text, match.end(), found[0]), *found)
    for match in _BROKEN.finditer(text, begin, stop):
        written = match[0].upper().replace("O", "0")
        digits = "".join(filter(str.isdigit, written))
        found = _number(written, digits)
        if found and len(digits) >= 10 and sum(map(str.isdigit, match[0])) > 6:
            yield Span(match.start(), _with_tail(text, match.end(), found[0]), *found)
    for match in _SHORT_PHONE.finditer(text, begin, stop):
        if not UNITS.match(text, match.end(1)):
            yield Span(*match.span(1), "phone", "[phone]", "A number after a word for a telephone")


def _with_tail(text: str, end: int, kind: str) -> int:
    """Return where a number ends with the end of another behind it, "900456 or 457", unless that counts something."""
    tail = _TAIL.match(text, end) if kind == "phone" else None
    return tail.end() if tail and not UNITS.match(text, tail.end()) else end


def _number(written: str, digits: str) -> tuple[str, str, str, str] | None:
    """Return the kind, label, reason and question for a run of digits; nothing for a short one."""
    local = digits
    for prefix in ("0044", "44"):
        if local.startswith(prefix) and (written[0] in "+(" or prefix == "0044"):
            local = "0" + local[len(prefix) :].lstrip("0")
    if local.startswith("0") and 10 <= len(local) <= 12:
        return "phone", "[phone]", "The shape of a telephone number", ""
    if len(digits) == 12 and digits.startswith("447"):
        return "phone", "[phone]", "The shape of a telephone number", ""
    if written.startswith(("+", "00")) and len(digits) >= 8:
        return "phone", "[phone]", "The shape of a telephone number", ""
    if len(digits) == 10:
        if valid_nhs_number(digits):
            return "nhs_number", "[NHS number]", "An NHS number, by its check digit", ""
        ask = "These ten digits fail the check of an NHS number. What are they?"
        return "nhs_number", "[number]", "Ten digits, as in an NHS number", ask
    groups = re.split(r"\D+", written.strip("()+ "))
    if (len(digits) >= 7 and max(map(len, groups)) >= 5) or (
        len(digits) > 10 and min(map(len, groups[:-1] or groups)) >= 2
    ):
        return "reference", "[number]", "A long number", "Is this a number that points at somebody?"
    if len(digits) == 7 and len(groups) == 2 and len(groups[0]) == 3:
        return "phone", "[phone]", "The shape of a local telephone number", "Is this a telephone number?"
    if len(digits) >= 10:
        return "reference", "[number]", "Ten digits or more", "Is this a number that points at somebody?"
    return None
