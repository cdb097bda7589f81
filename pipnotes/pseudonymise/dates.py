"""Turn exact dates into weeks of the service, since a date finds a person and "in week 29" does not.

Ages, durations, scores, clock times, and a month without a day or year stay as they are: a supervisor thinks with them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

from pipnotes.pseudonymise import counts, words
from pipnotes.pseudonymise.spans import Span
from pipnotes.pseudonymise.tokens import Note

_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
_MONTH = (
    r"(jan(?:uary)?|feb(?:r?uary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)\.?"
)
_WELSH = "ionawr chwefror mawrth ebrill mai mehefin gorffennaf awst medi hydref tachwedd rhagfyr".split()
_WELSH_DATE = re.compile(
    r"(?<![\w/])(\d{1,2})(?:af|ain|ed|eg|fed)?\s(?:o\s)?(" + "|".join(_WELSH) + r")\b(?:\s((?:19|20)\d\d)\b)?", re.I
)
_ORDINALS = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth "
    "sixteenth seventeenth eighteenth nineteenth twentieth twenty-first twenty-second twenty-third twenty-fourth "
    "twenty-fifth twenty-sixth twenty-seventh twenty-eighth twenty-ninth thirtieth thirty-first"
).split()
_ORDINAL = "|".join(word.replace("-", "[- ]") for word in sorted(_ORDINALS, key=len, reverse=True))
# "On the third she sang" is no date; from the eleventh on, people nearly always mean the day of a month.
_LATE_ORDINAL = "|".join(word.replace("-", "[- ]") for word in sorted(_ORDINALS[10:], key=len, reverse=True))
_WEEKDAY = r"(?:(?:mon|tues?|wed(?:nes)?|thur?s?|fri|sat(?:ur)?|sun)(?:day)?\.?,?\s{1,2}(?:the\s)?)?"
_YEAR = r"(?:,?\s{0,2}(?:of\s)?((?:19|20)\d\d|['’]\d\d|\d\d(?=[\s.,;)]|$))(?![-/:.]?\d))?"
# The first day of "6-8 October" or "the 3rd and 4th of May" goes with the second, which the week is counted from.
_FIRST_OF_TWO = r"(?:\d{1,2}(?:st|nd|rd|th)?\s?(?:-|–|/|&|to|and|or)\s?(?:the\s)?)?"
_DAY = rf"{_FIRST_OF_TWO}(?:(\d{{1,2}})(?:\s?(?:st|nd|rd|th))?|({_ORDINAL}))"
_DAY_MONTH = re.compile(
    rf"(?<![\w/]){_WEEKDAY}{_DAY}(?:\s{{1,2}}day)?\s?(?:of\s|-|/|\.|,\s?)?\s?{_MONTH}(?![a-z])[-/]?{_YEAR}",
    re.I,
)
_MONTH_DAY = re.compile(
    rf"\b{_WEEKDAY}{_MONTH}[ \t]?[-/]?[ \t]?(?:the\s)?(?:(\d{{1,2}})(?:\s?(?:st|nd|rd|th))?(?![\d:/%]|\s?(?:weeks"
    rf"|months|days|mls?|oz|am|pm|kg|visits|sessions))|({_ORDINAL}))\b{_YEAR}",
    re.I,
)
_ASKS = re.compile(r"\s(?:i|we|you|she|he|they|it)\b", re.I)
_MONTH_YEAR = re.compile(rf"\b{_MONTH}[\s,-]{{1,2}}(?:of\s)?((?:19|20)\d\d|['’]\d\d)\b", re.I)
_ISO = re.compile(r"(?<![\w-])((?:19|20)\d\d)[-/.](\d{1,2})[-/.](\d{1,2})(?:T[\d:.]{4,12}Z?)?(?!\d)")
_NUMERIC = re.compile(
    rf"(?<![\w/]){_WEEKDAY}(\d{{1,2}})\s?([-/.\\])\s?(\d{{1,2}})\s?\2\s?((?:19|20)?\d\d)(?![\w/]|[.]\d)", re.I
)
_NUMERIC_SPACED = re.compile(r"(?<![\w/])(\d{1,2}) (\d{1,2}) ((?:19|20)\d\d)(?!\w)")
_COMPACT = re.compile(r"(?<!\w)(?:(\d\d)(\d\d)((?:19|20)\d\d)|((?:19|20)\d\d)(\d\d)(\d\d))(?!\w)")
_SHORT = re.compile(
    r"(?<![\w/.])((?:on|since|from|until|till|til|by|see|dated?|date:|visit(?:ed)?|seen|appt|ends|ended|ending|starts|started|starting|begins|expires|expired|conf|conference|meeting|mtg|closed|closes|down|died|funeral|born|moved|arrived|landed|lands|released|tribunal|hearing|scan|clinic|court|review|panel|board|cpa|mdt|tac|taf|lac|due|edd|dob|born|met|before|nxt"
    r"|after|between|and|next|wc|w/c|"
    r"mon|tues?|wed|thur?s?|fri|sat|sun|monday|tuesday|wednesday|thursday|friday|saturday|sunday)[:,]?\s(?:the\s)?)?"
    r"(\d{1,2})([/.])(\d{1,2})(?![\w/%]|[.]\d|\s?(?:am|pm|hrs|hours|old|weeks|months|mths|years|yrs|mo|kg|g|ml|oz|lb|cm|st|x)\b)",
    re.I,
)
_BARE_DAY = re.compile(
    r"\b(?:on|since|until|till|til|by|from|after|before|for|due|back|again|about|around|w/c|w/b|w/e)\s(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day\s)?"
    rf"((?:the\s)?\d{{1,2}}(?:st|nd|rd|th)|the\s(?:{_LATE_ORDINAL}))(?=\s?(?:[.,;:)!?\n]|$|(?:at|and|but|with|when|she"
    rf"|he|they|we|i|because|as|so|for|please|if|unless|w|or|to|is|was|then|now)\b|\d{{1,2}}(?:[:.]\d\d)?\s?[ap]m))",
    re.I,
)
# "Lands 17th.": from the tenth on, an ordinal that ends a clause is a day, but for the line of a growth chart.
_DAY_ALONE = re.compile(
    r"(?<=[a-z,]\s)((?:1\d|2[0-46-9]|3[01])(?:st|nd|rd|th))(?=\s?(?:[.,;)!?\n]|$|(?:at|w|with|and)\b|\d{1,2}(?:[:.]\d\d)?\s?[ap]m))",
    re.I,
)
# "She said the 22nd.": a day with its article and nothing after it, if it is no centile.
_THE_DAY = re.compile(r"\bthe\s(\d{1,2}(?:st|nd|rd|th))(?=\s?(?:[.,;:)!?\n]|$|(?:and|or|to)\b))", re.I)
_WEAK_CUES = frozenset("from and after before start starts started starting end ends ended ending review scan".split())
_WEEKDAY_DAY = re.compile(
    r"\b(?:mon|tues?|wed(?:s|nes)?|thur?s?|fri|sat(?:ur)?|sun)(?:day)?\s(?:the\s)?(\d{1,2}(?:st|nd|rd|th))\b", re.I
)
_BORN_YEAR = re.compile(r"\b(?:born|dob|d\.o\.b\.?|birth)\b[:\s]{1,2}(?:in\s|on\s)?((?:19|20)\d\d)\b", re.I)
_SAID = re.compile(
    r"\b(?:born|dob|d\.o\.b\.?|birth|birthday|(edd|due))\b[:\s]{0,2}(?:is |was |date |on |of |the ){0,2}\Z", re.I
)
_FEAST = re.compile(
    r"\b(?:christmas|xmas|easter|eid|diwali|ramadan|halloween|bonfire night|new year(?:[’']?s)?)"
    r"(?: (?:day|eve|sunday|monday))?"
    r"(?: of|,)? ((?:19|20)\d\d|['’]?\d\d)(?!\d|[:./]\d|%|\s?(?:weeks|days|months|am|pm|ml|oz|kg)\b)",
    re.I,
)
_NTH_WEEKDAY = re.compile(
    rf"\b(?:the\s)?(?:first|second|third|fourth|last|[1-4](?:st|nd|rd|th))\s"
    rf"(?:mon|tues|wednes|thurs|fri|satur|sun)day\s(?:in|of)\s{_MONTH}(?![a-z])",
    re.I,
)
# What opens a line and is written as a day and a month, with a point after each, heads a note.
_HEADING = re.compile(r"(?m)^[ \t]*(\d{1,2})\.(\d{1,2})\.(?=[ \t\n:]|$)")
_ON = re.compile(r"\bon\s(?:the\s)?\Z", re.I)
_THE = re.compile(r"\bthe\s\Z", re.I)
_DIGITS = re.compile(r"\d+")
_FEAST_WORDS = frozenset("christmas xmas easter eid diwali ramadan halloween bonfire year years".split())
_ORDINAL_WORDS = frozenset(word.split("-")[-1] for word in _ORDINALS)
_MONTH_WORDS = frozenset(_MONTHS) | frozenset(
    "january february febuary march april june july august sept september october november december".split()
)


def _holds_month(low: str) -> bool:
    """Say whether a month is written together with its number, as in 3may25."""
    return not low.isalpha() and any(month in low for month in _MONTHS)


class Calendar:
    """Read dates against one case: its first day of service, and the days of birth that it holds."""

    def __init__(self, start: date | None, births: frozenset[date], expected: frozenset[date]) -> None:
        self._start = start
        self._births = births
        self._expected = expected

    def find(self, note: Note) -> Iterator[Span]:
        """Yield every exact date of the text; stretches may overlap, the surest first."""
        text = note.text
        digits = [match.span() for match in _DIGITS.finditer(text)]
        for start, end in note.windows(digits, 30):
            yield from self._numeric(text, start, end)
        if digits or not _ORDINAL_WORDS.isdisjoint(note.vocabulary):
            places = digits + [
                (note.starts[i], note.ends[i]) for i, low in enumerate(note.lows) if low in _ORDINAL_WORDS
            ]
            for start, end in note.windows(sorted(places), 30):
                for expression in (_BARE_DAY, _WEEKDAY_DAY, _THE_DAY, _DAY_ALONE):
                    for match in expression.finditer(text, start, end):
                        if expression is _WEEKDAY_DAY or not counts.is_centile(text, match):
                            yield Span(*match.span(1), "date", "[date]", "A day of the month")
        months = [
            (note.starts[place], note.ends[place])
            for place, low in enumerate(note.lows if digits or not _MONTH_WORDS.isdisjoint(note.vocabulary) else ())
            if low in _MONTH_WORDS or (len(low) > 3 and low not in words.plain() and _holds_month(low))
        ]
        for start, end in note.windows(months, 50):
            yield from self._named(text, start, end)
            for match in _NTH_WEEKDAY.finditer(text, start, end):
                told = match[0].rstrip(".")
                yield Span(match.start(), match.start() + len(told), "date", "[date]", "A certain day of a month")
        if not _FEAST_WORDS.isdisjoint(note.vocabulary):
            for match in _FEAST.finditer(text):
                yield Span(*match.span(), "date", "[date]", "A feast with its year")

    def _numeric(self, text: str, begin: int, stop: int) -> Iterator[Span]:
        for match in _ISO.finditer(text, begin, stop):
            yield self._span(text, match.start(), match.end(), _make(match[1], match[2], match[3]))
        for match in _NUMERIC.finditer(text, begin, stop):
            day = _make(match[4], match[3], match[1]) or _make(match[4], match[1], match[3])
            yield self._span(text, match.start(), match.end(), day)
        for match in _NUMERIC_SPACED.finditer(text, begin, stop):
            day = _make(match[3], match[2], match[1])
            if day:
                yield self._span(text, match.start(), match.end(), day)
        for match in _COMPACT.finditer(text, begin, stop):
            day = _make(match[3], match[2], match[1]) if match[1] else _make(match[4], match[5], match[6])
            if day:
                yield self._span(text, match.start(), match.end(), day)
        for match in _SHORT.finditer(text, begin, stop):
            yield from self._short(text, match)
        for match in _HEADING.finditer(text, begin, stop):
            number, month = int(match[1]), int(match[2])
            if 1 <= number <= 31 and 1 <= month <= 12:
                yield self._span(text, match.start(1), match.end(2), self._year_guess(number, month))
        for match in _WELSH_DATE.finditer(text, begin, stop):
            number, month = int(match[1]), _WELSH.index(match[2].lower()) + 1
            day_of = _make(match[3], str(month), match[1]) if match[3] else self._year_guess(number, month)
            yield self._span(text, match.start(), match.end(), day_of)
        for match in _BORN_YEAR.finditer(text, begin, stop):
            yield Span(*match.span(1), "date", "[year]", "A year of birth")

    def _short(self, text: str, match: re.Match[str]) -> Iterator[Span]:
        cue, day, month = match[1], int(match[2]), int(match[4])
        if not (1 <= day <= 31 and 1 <= month <= 12):
            return
        padded = match[4].startswith("0")
        telling = match[3] == "/" and (padded or (day > 12 and month != 7))
        weak = (
            cue is not None
            and cue.strip().lower() in ("and", "after", "before", "from", "by", "on")
            and match[3] == "."
        )
        if (cue is None or weak) and not telling:
            if match[3] == "/" and not weak and counts.stands_as_a_date(text, match, day, month):
                made = self._span(text, match.start(2), match.end(4), self._year_guess(day, month))
                yield replace(made, ask="Is this a date, or a count?")
            return
        if cue is None and counts.leads_to_a_count(text, match.start(2)):
            return
        if cue and month in (7, 10, 12) and cue.strip(" :,").lower() in _WEAK_CUES:
            return
        yield self._span(text, match.start(2), match.end(4), self._year_guess(day, month))

    def _named(self, text: str, begin: int, stop: int) -> Iterator[Span]:
        for match in _DAY_MONTH.finditer(text, begin, stop):
            if ". " in match[0] and _ASKS.match(text, match.end()):
                continue  # "PHQ-9 11. May I write?"
            number = int(match[1]) if match[1] else _ordinal(match[2])
            yield self._span(text, match.start(), match.end(), self._dated(number, match[3], match[4]))
        for match in _MONTH_DAY.finditer(text, begin, stop):
            number = int(match[2]) if match[2] else _ordinal(match[3])
            if 1 <= number <= 31:
                yield self._span(text, match.start(), match.end(), self._dated(number, match[1], match[4]))
        for match in _MONTH_YEAR.finditer(text, begin, stop):
            day = self._dated(15, match[1], match[2])
            if day and self._start and 0 <= (day - self._start).days < 1100:
                yield Span(*match.span(), "date", f"around week {self._week(day)}", "A month and year")
            else:
                yield Span(*match.span(), "date", "[date]", "A month and year")

    def _dated(self, number: int, month: str, year: str | None) -> date | None:
        place = _MONTHS.index(month[:3].lower()) + 1
        if year:
            return _make(year.strip("'’"), str(place), str(number))
        return self._year_guess(number, place)

    def _year_guess(self, day: int, month: int) -> date | None:
        """Return the first such day of the service's first forty weeks; a date without a year says no more."""
        if self._start is None:
            return None
        for year in (self._start.year, self._start.year + 1):
            found = _make(str(year), str(month), str(day))
            if found and timedelta(0) <= found - self._start < timedelta(weeks=40):
                return found
        return None

    def _week(self, day: date) -> int:
        assert self._start is not None
        return (day - self._start).days // 7 + 1

    def _span(self, text: str, start: int, end: int, day: date | None) -> Span:
        reason = "An exact date"
        while text[end - 1] in " ,.":
            end -= 1
        before = text[max(0, start - 8) : start]
        if day is not None and (day in self._births or day in self._expected):
            label = "[date of birth]" if day in self._births else "[due date]"
            return Span(start, end, "date", label, reason)
        said = _SAID.search(text[max(0, start - 18) : start])
        if said and said[1] and said[1].lower() == "due" and self._births and not self._expected:
            said = None
        if said and (day is None or self._start is None or day < self._start or said[1]):
            return Span(start, end, "date", "[due date]" if said[1] else "[date of birth]", reason)
        if day is None or self._start is None:
            return Span(start, end, "date", "[date]", reason)
        on = _ON.search(before) or _THE.search(before)
        if day < self._start:
            if on:
                start -= len(on[0])
            return Span(start, end, "date", "before the service began", reason)
        week = f"week {self._week(day)}"
        if on:
            label = f"in {week}" if on[0][:2].lower() == "on" else week
            if on[0][0].isupper():
                label = label[0].upper() + label[1:]
            return Span(start - len(on[0]), end, "date", label, reason)
        if start == 0 or text[start - 1] == "\n":
            week = week.capitalize()
        return Span(start, end, "date", week, reason)


def _make(year: str, month: str, day: str) -> date | None:
    number = int(year)
    if number < 100:
        number += 2000 if number < 60 else 1900
    try:
        return date(number, int(month), int(day))
    except ValueError:
        return None


def _ordinal(word: str) -> int:
    return _ORDINALS.index(word.lower().replace(" ", "-")) + 1
