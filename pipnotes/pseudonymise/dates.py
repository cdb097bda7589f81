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
    r"|nov(?:ember)?|dec(?:ember)?|(?:jan|feb)[a-z]{2,6}y|(?:sep|oct|nov|dec)[a-z]{2,7}r|aug[a-z]{2,4}t)\.?"
)
# "Feburary", "Sepetmber": so near a month that beside a number it is one.
_SLIP = re.compile(r"(?:jan|feb)[a-z]{2,6}y|(?:sep|oct|nov|dec)[a-z]{2,7}r|aug[a-z]{2,4}t")
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
_UNITS_WRITTEN = "one two three four five six seven eight nine".split()
_COMPOUND = rf"twenty[- ](?:{'|'.join(_UNITS_WRITTEN)})|thirty[- ]one"
# "On the third she sang" is no date; from the eleventh on, people nearly always mean the day of a month.
_LATE_ORDINAL = "|".join(word.replace("-", "[- ]") for word in sorted(_ORDINALS[10:], key=len, reverse=True))
_WEEKDAY = r"(?:(?:mon|tues?|wed(?:s|nes)?|thur?s?|fri|sat(?:ur)?|sun)(?:day)?\.?,?\s{0,2}(?:the\s)?)?"
# The number after "4 May" in "4 May 11 May" and "21 June/22 June" is the day of the next month, and no year.
_YEAR = (
    r"(?:[-/]?,?\s{0,2}(?:of\s)?((?:19|20)\d\d(?!\d)"
    rf"|(?:['’]\d\d|\d\d(?=[\s.,;)]|$)(?!\s(?:{'|'.join(_MONTHS)})))(?![-/:.]?\d)))?"
)
# The first days of "6-8 October" or "the 4th, 11th and 18th of May" go with the last, which the week is counted from.
_ALSO = r"(?:-|–|/|&|to|and|or|thru|through|until|till|,\s?and|,)"
_FIRST_DAYS = rf"((?:\d{{1,2}}+(?:st|nd|rd|th)?\s?{_ALSO}\s?(?:the\s)?){{0,5}})"
_DAY = rf"{_FIRST_DAYS}(?:(\d{{1,2}}+)(\s?(?:st|nd|rd|th))?|({_ORDINAL}|{_COMPOUND}))"
_DAY_MONTH = re.compile(
    rf"(?<!\w)(?<!\d\.)(?:(?<!\d/)|(?<=20\d\d/))({_WEEKDAY}){_DAY}(?:\s{{1,2}}day)?(\s?(?:of\s|-|/|\.|,\s?)?\s?){_MONTH}(?![a-z]){_YEAR}",
    re.I,
)
# What makes the number after a month an amount: "June 4.2kg", "June 12 wks", "saw Jan 3 times".
_NOT_AMOUNT = (
    r"(?![\d%]|/\d|/(?:wk|week|day|d|h)\b|[.:]\d|\s?[¼½¾]|\s\d{1,2}/\d|\s?(?:weeks|wks?|months|mths?|mo|days|nights|hours"
    r"|hrs?|mins?|minutes|years|yrs?|yo|y/o|mls?|oz|am|pm|kgs?|g|lbs?|st|stone|cm|centile|visits|sessions|times|x|feeds"
    r"|bottles|kids|children|of\s\d{1,2})\b)"
)
_LATER_DAYS = (
    rf"(?:\s?{_ALSO}\s?(?:the\s)?\d{{1,2}}+(?:st|nd|rd|th|(?=\s?(?:[,;.)\n&]|$|and\b|to\b))){_NOT_AMOUNT}){{0,5}}"
)
_MONTH_DAY = re.compile(
    rf"\b{_WEEKDAY}{_MONTH}[ \t]?[-/]?[ \t]?(?:the\s)?(?:(\d{{1,2}}+)(?:\s?(?:st|nd|rd|th)\b)?{_NOT_AMOUNT}"
    rf"({_LATER_DAYS})|({_ORDINAL})\b){_YEAR}",
    re.I,
)
# "PHQ-9 Jan 14, Feb 11": each month with its score.
_SCORE_OF_MONTH = rf"{_MONTH}\s\d{{1,2}}+(?!\s?[:=]|\w|[./]\d)"
_SCORES_BY_MONTH = re.compile(
    rf"{counts.SCALE}\W{{1,3}}{_SCORE_OF_MONTH}(?:[,;]?\s(?:and\s)?{_SCORE_OF_MONTH}){{1,9}}", re.I
)
# What says that "14, June" or "14. June" is a day: without it the one is a score or an age and the other a name.
_SAYS_DAY = re.compile(
    r"(?:\b(?:on|the|since|from|until|till?|by|due|seen|dated?|visit(?:ed)?|appt|next|back|after|before|born|dob|contact"
    r"|review|meeting|w/[cbe])[: ]{1,2}|(?:^|\n)[ \t]*)\Z",
    re.I,
)
_COUNTED_TO = re.compile(r"\b(?:of|session|visit|age|aged|week|x)\s\Z", re.I)
_HEADS = re.compile(r"\s?(?:[:–\n-]|$)")
_ASKS = re.compile(r"\s(?:i|we|you|she|he|they|it)\b", re.I)
_MONTH_YEAR = re.compile(rf"\b{_MONTH}[\s,-]{{1,2}}(?:of\s)?((?:19|20)\d\d|['’]\d\d)\b", re.I)
_ISO = re.compile(r"(?<![^\W_])(?<!-)((?:19|20)\d\d)[-/._](\d{1,2})[-/._](\d{1,2})(?:T[\d:.]{4,12}Z?)?(?!\d)")
_NUMERIC = re.compile(
    rf"(?:(?<![\w/])|(?<=\d[ap]m)){_WEEKDAY}(\d{{1,2}})\s?([-/.\\])\s?(\d{{1,2}})\s?\2\s?((?:19|20)?\d\d)"
    r"(?![\d/_]|[.]\d|h(?!v)|wk|week|month|mth|day|kg|ml|oz|x)",
    re.I,
)
_NUMERIC_SPACED = re.compile(r"(?<![\w/])(\d{1,2}) (\d{1,2}) ((?:19|20)\d\d)(?!\w)")
_COMPACT = re.compile(r"(?<!\w)(?:(\d\d)(\d\d)((?:19|20)\d\d)|((?:19|20)\d\d)(\d\d)(\d\d))(?!\w)")
_DAYS_OF_WEEK = (
    "mon tue tues wed weds thu thur thurs fri sat sun monday tuesday wednesday thursday friday saturday sunday".split()
)
# What happens on a day: after one of these "4/5" is a date, or asked about where it may be a share or a duration.
_CONTACTS = (
    "tc t/c hv h/v rv r/v nv n/v dna dnad dna'd f/u fu seen visit visits visited reviewed review booked rebooked "
    "rearranged cancelled canx discharged appt appts appointment conf conference rcpc icpc meeting "
    "mtg next nxt back rang phoned texted txt called emailed"
).split()
# A few stand with "for" and "to", which alone lead to durations and shares.
_CONTACTS += [
    f"{what} {joint}" for what in ("booked", "rebooked", "rearranged", "moved", "appt") for joint in ("for", "to", "is")
]
_CUES = (
    *_DAYS_OF_WEEK,
    *_CONTACTS,
    *"""on since from until till til by see date dated dates ends ended ending starts started starting begins expires
        expired closed closes down died funeral born moved arrived landed lands released tribunal hearing scan clinic
        court panel board cpa mdt tac taf lac due edd dob birthday bday met before after between and wc w/c wb w/b we/
        w/e""".split(),
)
# Most notes hold no such pair of numbers, and to look for what stands before one is slow.
_PAIR = re.compile(r"\d\s?[-–/.]\s?\d")
_LONGEST_CUE = 40
_SHORT = re.compile(
    r"(?:(?<![\w/.])|(?<=\d[ap]m))((?:"
    + "|".join(map(re.escape, sorted(_CUES, key=len, reverse=True)))
    + r"|(?:week|wk) (?:of|beginning|commencing|ending))(?:\s?[:,(-]\s?|\s|(?=\d))(?:the\s)?)?"
    r"((?:\d{1,2}\s?[-–]\s?(?=\d{1,2}/))?\d{1,2}+)([/.-])(\d{1,2}+)"
    r"(?![/%]|[.]\d|(?!(?:hv|tc|rv|nv|dna|visit)\b)\w"
    r"|\s?(?:am|pm|hrs|hours|old|weeks|months|mths|years|yrs|mo|kgs?|g|ml|oz|lbs?|cm|st|x)\b)",
    re.I,
)
# "Back 2/12" and "rv 3/7" are two months and three days to clinicians, "hv 3/7" may be either.
_LEADS_TO_DURATION = frozenset("rv r/v nv n/v f/u fu back review reviewed".split())
_OF_AN_AGE = re.compile(r"\s(?:r/v|rv|review|check|dev)\b", re.I)
_JOINT = re.compile(r"\s?(?:,\s?and|[,;&+/–-]|and|to|then)\s?(?:the\s)?")
_TIME_OR_DATE = frozenset(("00", "05", "10"))
_ASK_COUNT = "Is this a date, or a count?"
_ASK_TIME = "Is this a date, or a time?"
_CLAUSE_ENDS = (
    r"(?=\s?(?:[.,;:)!?\n–-](?!\d)|$|(?:at|and|but|with|when|she|he|they|we|i|because|as|so|for|please|if|unless|w|or|to"
    r"|is|was|then|now|until|till|til|thru|through|of (?:next|this|last|the|that) month)\b"
    r"|\d{1,2}(?:[:.]\d\d)?\s?[ap]m))"
)
_BARE_DAY = re.compile(
    r"\b(?:on|since|until|till|til|by|from|after|before|for|due|back|again|about|around|thru|through|tomorrow|w/c|w/b|w/e)"
    rf"\s\(?(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day\s)?((?:the\s)?\d{{1,2}}(?:st|nd|rd|th)"
    rf"|the\s(?:{_LATE_ORDINAL})){_CLAUSE_ENDS}",
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
    r"\b(?:mon|tues?|wed(?:s|nes)?|thur?s?|fri|sat(?:ur)?|sun)(?:day)?\s?(?:the\s)?"
    rf"(\d{{1,2}}(?:st|nd|rd|th)\b|(?<=the\s)(?:{_ORDINAL})\b(?!\s(?:time|one|week|visit)))",
    re.I,
)
# "Back Mon 4", "Tues 12: dna": a day of the month, or an hour, which is then asked about.
_WEEKDAY_NUMBER = re.compile(
    r"\b(?:mon|tues?|weds?|wednes|thur?s?|fri|sat(?:ur)?|sun)(?:day)?\.?\s(\d{1,2}+)(?!\s?(?:[ap]m|noon|or|to|until|till)\b)"
    rf"{_CLAUSE_ENDS}",
    re.I,
)
# "DOB 140625", "born 03/25", "yob 1994", "(b. 1994)"; but "born 38/40" is of weeks and "born 3.45" of kilograms.
_BORN = re.compile(
    r"\b(?:(?:dob|d\.o\.b|date of birth|born|birth|yob)\.?[:\s-]{0,3}(?:(?:in|on|is|was)\s)?"
    r"(?:((?:19|20)\d\d|['’]\d\d)|(\d{1,2}([ /.-])\d{1,2}\3(?:\d\d){1,2}|\d{6}|\d{8}"
    r"|(?:0?[1-9]|1[0-2])(?:[/.-](?:19|20)\d\d|/(?:1[3-9]|[2-9]\d))))"
    r"|b\.?\s?((?:19|20)\d\d))(?![\w/]|[.:]\d)",
    re.I,
)
# "03/2025", and "since 06/24", where a month has its nought.
_MONTH_SLASH_YEAR = re.compile(
    r"(?<![\w/.-])(?:(0?[1-9]|1[0-2])/((?:19|20)\d\d)|(?:(?<=since )|(?<=from )|(?<=until )|(?<=till ))(0[1-9]|1[0-2])/"
    r"(1[3-9]|[23]\d))(?![\w/%]|[.]\d)",
    re.I,
)
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
# What opens a line and is written as a day and a month, with a point after each or before what was done, heads a note.
_HEADING = re.compile(
    r"(?m)^[ \t]*(?:[-*•][ \t]?)?(\d{1,2}+)([.-])(\d{1,2}+)(?:\.(?=[ \t\n:]|$)|(?=:[ \t\n]|[ \t]?[:,–-]?[ \t](?:home"
    r"|joint|hv|tc|rv|dna|visit(?:ed)?|seen|rang|phone|telephone|call|text|appt|clinic|review|met|meeting)\b))",
    re.I,
)
_ON = re.compile(r"\bon\s(?:the\s)?\Z", re.I)
_THE = re.compile(r"\bthe\s\Z", re.I)
_DIGITS = re.compile(r"\d+")
_FEAST_WORDS = frozenset("christmas xmas easter eid diwali ramadan halloween bonfire year years".split())
_ORDINAL_WORDS = frozenset(word.split("-")[-1] for word in _ORDINALS)
_MONTH_WORDS = frozenset(_MONTHS) | frozenset(
    "january february febuary march april june july august sept september october november december".split()
)


def _holds_month(low: str) -> bool:
    """Say whether a month is written together with its number, as in 3may25, or with a slip."""
    return bool(_SLIP.fullmatch(low)) if low.isalpha() else any(month in low for month in _MONTHS)


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
                for match in _WEEKDAY_NUMBER.finditer(text, start, end):
                    if 1 <= int(match[1]) <= 31:
                        ask = "" if int(match[1]) > 12 else _ASK_TIME
                        yield Span(*match.span(1), "date", "[date]", "A day of the month", ask)
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
        yield from self._short(text, begin, stop)
        for match in _HEADING.finditer(text, begin, stop):
            number, month = int(match[1]), int(match[3])
            if 1 <= number <= 31 and 1 <= month <= 12:
                made = self._span(text, match.start(1), match.end(3), self._year_guess(number, month))
                few = match[2] == "-" and number <= 12 and not match[3].startswith("0")  # "4-6 visit"
                yield replace(made, ask=_ASK_TIME if few or _may_be_time(match[1], match[2], match[3]) else "")
        for match in _WELSH_DATE.finditer(text, begin, stop):
            number, month = int(match[1]), _WELSH.index(match[2].lower()) + 1
            day_of = _make(match[3], str(month), match[1]) if match[3] else self._year_guess(number, month)
            yield self._span(text, match.start(), match.end(), day_of)
        for match in _BORN.finditer(text, begin, stop):
            if match[2]:
                yield Span(*match.span(2), "date", "[date of birth]", "A date after a word for birth")
            else:
                yield Span(*match.span(1 if match[1] else 4), "date", "[year]", "A year of birth")
        for match in _MONTH_SLASH_YEAR.finditer(text, begin, stop):
            yield self._month(*match.span(), _make(match[2] or match[4], match[1] or match[3], "15"))

    def _short(self, text: str, begin: int, stop: int) -> Iterator[Span]:
        """Yield each day and month without a year; one that may be a share is a date in a list with dates."""
        shares: list[re.Match[str]] = []
        last, dated = -1, False
        pairs = [match.start() for match in _PAIR.finditer(text, begin, stop)]
        if not pairs:
            return
        for match in _SHORT.finditer(text, max(begin, pairs[0] - _LONGEST_CUE), stop):
            if last < 0 or not _JOINT.fullmatch(text, last, match.start(2)):
                shares, dated = [], False
            last = match.end(4)
            ask = _asks(text, match, dated=dated)
            if ask is not None:
                yield from (self._of_short(text, share, _ASK_COUNT) for share in shares)
                yield self._of_short(text, match, ask)
                shares, dated = [], True
            elif match[3] == "/" and _in_a_year(match) and not counts.leads_to_a_count(text, match):
                shares.append(match)

    def _of_short(self, text: str, match: re.Match[str], ask: str) -> Span:
        day = self._year_guess(int(match[2][-2:].lstrip(" -–")), int(match[4]))
        return replace(self._span(text, match.start(2), match.end(4), day), ask=ask)

    def _named(self, text: str, begin: int, stop: int) -> Iterator[Span]:
        found = list(_SCORES_BY_MONTH.finditer(text, begin, stop))
        found += [match for match in _DAY_MONTH.finditer(text, begin, stop) if _is_day_month(text, match)]
        found += [match for match in _MONTH_DAY.finditer(text, begin, stop) if not match[2] or 1 <= int(match[2]) <= 31]
        until = -1  # of "4 May - 11 May" the second day goes with the second month, of "May 4, June 8" with the first
        for match in sorted(found, key=re.Match.start):
            if match.start() < until:
                continue
            until = match.end()
            start, ask = match.start(), _ASK_COUNT if counts.follows_a_scale(text, match.start()) else ""
            if match.re is _DAY_MONTH:
                number = int(match[3]) if match[3] else _ordinal(match[5])
                if match[2] and (ask or _COUNTED_TO.search(text, max(0, start - 9), start)):
                    start, ask = match.end(2), ""  # "EPDS 9, 4 May", "session 6 of 10, 19 August"
                made = self._span(text, start, match.end(), self._dated(number, match[7], match[8]))
            elif match.re is _MONTH_DAY:
                number = int(match[2]) if match[2] else _ordinal(match[4])
                made = self._span(text, start, match.end(), self._dated(number, match[1], match[5]))
            else:
                continue
            yield replace(made, ask=ask)
        for match in _MONTH_YEAR.finditer(text, begin, stop):
            yield self._month(*match.span(), self._dated(15, match[1], match[2]))

    def _month(self, start: int, end: int, day: date | None) -> Span:
        near = day and self._start and 0 <= (day - self._start).days < 1100
        return Span(
            start, end, "date", f"around week {self._week(day)}" if day and near else "[date]", "A month and year"
        )

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
        while text[end - 1] in " ,.":
            end -= 1
        made = self._labelled(text, start, end, day)
        before = " " if made.start and text[made.start - 1].isalnum() else ""
        after = " " if text[end : end + 1].isalnum() else ""
        return replace(made, label=before + made.label + after)  # "21/6/25hv", "2pm14/6"

    def _labelled(self, text: str, start: int, end: int, day: date | None) -> Span:
        reason = "An exact date"
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
    """Return the number of "the third" or of "twenty-one"."""
    low = word.lower().replace(" ", "-")
    if low in _ORDINALS:
        return _ORDINALS.index(low) + 1
    tens, unit = low.split("-")
    return (20 if tens == "twenty" else 30) + _UNITS_WRITTEN.index(unit) + 1


def _is_day_month(text: str, match: re.Match[str]) -> bool:
    """Say whether "14, June" is a day of June and not a score with a name after it: after "EPDS"."""
    if match[3] and not 1 <= int(match[3]) <= 31:
        return False
    if match[3] and counts.ends_a_scale(text, match.start(), match[3]):
        return False
    if not (match[6].startswith((", ", ". ")) or match[6] in ",."):
        return True
    if ". " in match[6] and _ASKS.match(text, match.end()):
        return False  # "PHQ-9 11. May I write?"
    before = text[max(0, match.start() - 12) : match.start()]
    said = _SAYS_DAY.search(before)
    heads = said is None or "\n" in said[0] or not said[0].strip()
    year = match[8] and (not match[8].isdigit() or len(match[8]) == 4 or 15 <= int(match[8]) <= 30)
    return bool(match[1] or year or (said and (not heads or _HEADS.match(text, match.end()))))


def _in_a_year(match: re.Match[str]) -> bool:
    return 1 <= int(match[2][-2:].lstrip(" -–")) <= 31 and 1 <= int(match[4]) <= 12


def _may_be_time(hour: str, point: str, minute: str) -> bool:
    return point == "." and minute in _TIME_OR_DATE and int(hour) < 24


def _asks(text: str, match: re.Match[str], *, dated: bool) -> str | None:
    """Return what to ask about "4/5" as a date, which may be nothing; None if it is no date.

    `dated` says that it stands in a list after a date.
    """
    if not _in_a_year(match):
        return None
    cue = (match[1] or "").lower().removesuffix("the ").strip(" :,(-\n\t")
    point, day, month = match[3], int(match[2][-2:].lstrip(" -–")), int(match[4])
    slash, padded = point == "/", match[4].startswith("0")
    # Thirteen months and more are written as months over twelve as well: "14/12" is an age.
    telling = slash and (padded or (day > 12 and month != 7 and not (month == 12 and day <= 24)))
    share = counts.may_be_a_share(day, month)
    if cue in ("", "and") or (point == "." and cue in ("after", "before", "from", "by", "on")):
        if not slash or counts.counted_after(text, match):
            return "" if telling else None
        if dated:
            return "" if telling else _ASK_COUNT
        if counts.leads_to_a_count(text, match) and not counts.has_a_score_after(text, match):
            return None
        if telling:
            return ""
        return None if share and not counts.has_a_score_after(text, match) else _ASK_COUNT
    if (day <= month and counts.counted_after(text, match, surely=True)) or (
        month in (7, 12) and _OF_AN_AGE.match(text, match.end())
    ):
        return None
    if month in (7, 10, 12) and not padded and (cue in _WEAK_CUES or (cue in _LEADS_TO_DURATION and day <= 12)):
        return None
    if point == "-":
        if cue in ("from", "by", "between") or (day <= 12 and not padded):
            return None  # "Tues 2-4" are hours, "down from 14-6" are scores
        if text[match.end() : match.end() + 1] in ("-", "/"):
            return None
        return ""
    if point == ".":
        if _may_be_time(match[2], point, match[4]):
            return None if cue in _DAYS_OF_WEEK else _ASK_TIME
        if cue in _CONTACTS and counts.is_weight(text, match):
            return None
        return _ASK_COUNT if cue in _CONTACTS and day <= 12 else ""
    if cue == "next" and share and _THE.search(text, max(0, match.start() - 5), match.start()):
        return None  # "over the next 2/12"
    return _ASK_COUNT if share and cue in _CONTACTS else ""
