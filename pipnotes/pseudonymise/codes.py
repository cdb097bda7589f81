"""Codes of letters and digits: postcodes, number plates, court, prison and record numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipnotes.pseudonymise import words
from pipnotes.pseudonymise.numbers import AMOUNT, UNITS
from pipnotes.pseudonymise.spans import Span
from pipnotes.pseudonymise.tokens import Note

# The 124 postcode areas (Royal Mail, Postcode Address File) and those of the Crown dependencies.
_AREAS = frozenset(
    """ab al b ba bb bd bh bl bn br bs bt ca cb cf ch cm co cr ct cv cw da dd de dg dh dl dn dt dy e ec eh en ex fk fy
        g gl gu gy ha hd hg hp hr hs hu hx ig im ip iv ka kt kw ky l la ld le ll ln ls lu m me mk ml n ne ng nn
        np nr nw ol ox pa pe ph pl po pr rg rh rm s sa se sg sk sl sm sn so sp sr ss st sw sy ta td tf tn tq tr
        ts tw ub w wa wc wd wf wn wr ws wv yo ze je""".split()
)
# Outward halves that are something else at least as often: carbon dioxide, doctors' grades, scripts.
_NOT_OUTWARD = frozenset(
    "co2 fy1 fy2 ct1 ct2 ct3 st1 st2 st3 st4 st5 st6 st7 st8 la1 la2 ip1 sp1 sp2 pr1 po2 so2 pe2".split()
)
POSTCODE_ONLY = re.compile(r"\b([A-Za-z]{1,2}\d[A-Za-z\d]?[ \t]{0,2}\d[A-Za-z]{2})\b")
_POSTCODE = re.compile(r"(?<![^\W_])([A-Za-z]{1,2})(\d[A-Za-z\d]?)([ \t\u00a0-]{0,3})([\dOo] ?[A-Za-z]{2})(?![^\W_])")
# A postcode broken by a line, a comma or a stroke, or with a blank in its first half. Its second half holds none of the
# letters C I K M O V, which leaves few words and units that could be one.
_POSTCODE_BROKEN = re.compile(
    r"(?<![^\W_])(?:([A-Za-z]{1,2})\d[A-Za-z\d]?(?:[ \t]?[,/][ \t]?|[ \t]{0,2}\n[ \t]{0,2})"
    r"|([A-Z]{1,2}) \d{1,2}[A-Z]? ?)\d([ABD-HJLNP-UW-Zabd-hjlnp-uw-z]{2})(?![^\W_])"
)
_NOT_INWARD = frozenset("st nd rd th lb hr ft wk wks yr yrs nb".split())
_OUTWARD = re.compile(r"(?<![\w.,-])([A-Za-z]{1,2})(\d[A-Z\d]?)(?![\w-]|[.,]\d)")
_PLACE_BEFORE = re.compile(
    r"(?:\b(?:in|from|near|around|to|the|lives|live|within|across|over|postcode|area|address|code|of)[: ]+)\Z", re.I
)
# "Gravesend, da11."
_AFTER_TOWN = re.compile(r"[a-z]{4}, \Z", re.I)
_CLAUSE_END = re.compile(r"[.,;)\n]|$")
_NINO = re.compile(r"(?<![^\W_])[A-Za-z]{2}[ .-]?\d{2}[ .-]?\d{2}[ .-]?\d{2}[ .-]?[A-Da-d](?![^\W_])")
# "NI QQ 12 34 56": the letter at the end is left out as often as not.
_NINO_CUE = re.compile(
    r"\b(?:NI|NINO|national insurance)(?: (?:no|number|num))?[.:]? ?([A-Z]{2} ?\d\d ?\d\d ?\d\d)(?![^\W_])", re.I
)
_PLATE = re.compile(
    r"(?<![^\W_])(?:[A-Z]{2} ?\d{2}[ -]?[A-Z]{3}|[A-Z]\d{1,3}[ -]?[A-Z]{3}|[A-Z]{3} ?\d{1,3}[A-Z])(?![^\W_])"
)
# Plates of Northern Ireland hold an I or a Z, which no others do in that place.
_PLATE_IRISH = re.compile(r"(?<![^\W_])(?=[A-Z]{0,2}[IZ])[A-Z]{3} ?\d{1,4}(?![^\W_])")
# Older plates have the shape of any letters and number, so they go only in a sentence that speaks of a car.
_PLATE_OLD = re.compile(r"(?<![^\W_])(?:([A-Z]{3}) ?\d{1,4}|\d{1,4} ?([A-Z]{3}))(?![^\W_]|[.:/]\d)")
_CAR = re.compile(
    r"\b(?:car|van|vehicle|registration|reg|plates?|driv(?:es|ing|er)|parked|taxi|lorry|motorbike)\b", re.I
)
_PLATE_LOWER = re.compile(r"(?<![^\W_])[A-Za-z]{2}\d{2} ?[A-Za-z]{3}(?![^\W_])")
_PLATE_CUE = re.compile(
    r"\b(?:reg|regs|registration|number plate|plate|plates|index|vrm|vehicle|car)(?: (?:number|no|mark|is|was"
    r"|reg))?[.:]?"
    r"(?: (?:is|was))?[ ]+([A-Za-z]{1,3} ?\d{1,4} ?[A-Za-z]{0,3}|\d{1,4} ?[A-Za-z]{1,3})(?![^\W_])",
    re.I,
)
_COURT = re.compile(
    r"(?<![^\W_])(?:[A-Za-z]{2}\d{2}[A-Za-z]\d{4,6}|[A-Z]{2}[ /]?\d{2}/?[A-Z][ /]?\d{4,6}"
    r"|\d{2,4}/[A-Z]{1,4}/\d{2,6})(?![^\W_])"
)
# "Client 4471", "ID 447123", "crime 447 of", "Zoom 123 456 789": a number right after a word for a record.
# A note without any of these words has no such number, and to look for one is slow.
_CALLED_REFERENCES = words.set_of(
    """ref reference log urn mrn ubrn upn cad crn rio mosaic docket case id warrant collar no num number nr"""
)
_CALLED_RECORDS = words.set_of(
    "client patient id incident crime swift lcs liquidlogic systmone emis badgernet zoom teams hosp hospital"
)
_RECORD = re.compile(
    r"\b(?:client|patient|id|incident|crime|swift|lcs|liquidlogic|systmone|emis|badgernet|zoom|teams|hosp(?:ital)?)"
    r"(?: (?:id|no|num|number|code))?[.:#]{0,2} ?#?(?!(?:19|20)\d\d\b)(\d{3,12}(?:[ -]\d{2,4}){0,3})(?![\w%]|[.:/]\d)",
    re.I,
)
_REFERENCE_CUE = re.compile(
    r"\b(?:(?:case|complaint|court|crime|claim|police|social care|file|hospital|patient|client|record|records|nhs|unit"
    r"|account|policy|warrant|incident|log|"
    r"ticket|referral|order|prison|prisoner|passport|licence|license|visa|home office|ni|national insurance"
    r"|benefit|uc|tenancy|rent|safeguarding|"
    r"rio|mosaic|liquidlogic|lcs|systmone|emis|badgernet|cad|our|your|their)[ -](?:ref(?:erence)?|no|num(?:ber)?"
    r"|id|nr)|(?:police |crime |incident )?log|ref(?:erence)?|urn|mrn|ubrn|upn|"
    r"dob no|cad|crn|rio|mosaic|docket|case|id no|warrant card|collar(?: number| no)?)\b"
    r"[.:#]{0,2}(?: is| was)?(?: no\.?| number| ref)?[:#]? {0,2}#? ?"
    r"((?:[A-Za-z]{1,5}[/ .-]?)?(?=[\w/.-]{0,24}\d)[A-Za-z0-9]{1,20}(?:[/.-][A-Za-z0-9]{1,12}){0,5})",
    re.I,
)
_MIXED = re.compile(
    r"(?<![^\W_])(?=[A-Za-z]{0,12}\d)(?=\d{0,12}[A-Za-z])[A-Za-z0-9]{6,24}(?:[/-][A-Za-z0-9]{1,12}){0,4}(?![^\W_])"
)
_ROUTE = re.compile(
    r"\b(?:the|on|off|number|no\.?|nr) ((?:number |no\.? )?[A-Z]?\d{1,3}[A-Z]?) (?:bus|buses|tram|coach)\b"
    r"|(?<![\w.,:/-])(\d{2,3}[A-Za-z]?|\d[A-Za-z]) (?:bus|tram)\b"
    r"|\b(?:bus|tram) (?:number |no\.? )?([A-Z]?\d{1,3}[A-Z]?)\b"
    r"(?! ?(?:times|min|mins|minutes|hours?|years?|stops?)\b)",
    re.I,
)
# "On the 38 to town": a number alone is a bus where one gets on it or goes somewhere with it.
_RIDE = re.compile(
    r"\b(?:on|take|takes|took|catch|catches|caught|drives|does|gets?|got|missed) the (?:number |no\.? ?)?"
    r"([A-Z]?\d{1,3}[A-Z]?)"
    r"(?=[.,;)!?]|$| (?:to|from|into|home|through|past|back|bus|and|by|with|w))"
)
# "The 607 did not come", in a note that speaks of buses, or three digits that nothing follows but a verb.
_THE_ROUTE = re.compile(
    r"\b(?:the (?:number |no\.? ?|nr )?|number |no\.? ?)([A-Z]?\d{1,3}[A-Z]?)\b(?![.,:/]\d|%)"
    r"(?! ?(?:st|nd|rd|th|of|one|people|families|mothers|parents|babies|visits|sessions|years?|months?|weeks?|days?"
    r"|hours?|min|mins|minutes|items?|questions?|steps?|words?|stairs|pounds|women|men|other|others|children|times|am"
    r"|pm|kg|ml|oz)\b)"
)
_RUNS = re.compile(
    r" (?:did|didn['’]?t|was|wasn['’]?t|is|isn['’]?t|came|comes|never|broke|breaking|runs|ran|goes|home)\b"
)
# The telephone numbers of public services, and sections of the Mental Health Act that people call by number.
_CALLED_BY_NUMBER = frozenset(("111", "999", "101", "112", "117", "119", "135", "136"))
_BUSES = re.compile(r"\b(?:bus|buses|tram|trams|coach|drives|driver|route|first bus|stagecoach|arriva)\b", re.I)
_WARD = re.compile(
    r"\b[Ww]ard (?:[A-Z]?\d{1,3}[A-Za-z]?|[A-Z]{1,2}|[a-z]\d{0,2})\b"
    r"(?! ?(?:of|nurse|sister|beds?|nights?|days?|weeks?)\b)"
)
_ROAD = re.compile(r"\b(?:the|on|off|along|near|onto|down|up) ((?:[AM]\d{1,4}|B\d{3,4})(?:\(M\))?)(?![\w-]|[.,]\d)")
_NUMBER = re.compile(r"\b(?:no\.?|nr|number) ?(\d{4,9})(?![\w]|[.,]\d)", re.I)
_SLASHED = re.compile(r"(?<![^\W_])[A-Z]{1,4}[/-](?:\d{3,8}|\d{2}(?=[/-]\d{3}))(?:[/-]\d{1,6}){0,3}(?![^\W_])")
_PRISON_NUMBER = re.compile(r"(?<![^\W_])[A-Z]\d{4}[A-Z]{2}(?![^\W_])")


def find(note: Note, begin: int, stop: int) -> Iterator[Span]:
    """Yield every code between two places of a note, the most telling shapes first."""
    text = note.text
    for match in _NINO.finditer(text, begin, stop):
        yield Span(
            *match.span(), "reference", "[national insurance number]", "The shape of a National Insurance number"
        )
    for match in _NINO_CUE.finditer(text, begin, stop):
        yield Span(
            *match.span(1), "reference", "[national insurance number]", "The shape of a National Insurance number"
        )
    for match in _COURT.finditer(text, begin, stop):
        yield Span(*match.span(), "reference", "[reference]", "The shape of a court's case number")
    for match in _POSTCODE.finditer(text, begin, stop):
        if (
            match[1].lower() in _AREAS
            and not (
                " " in match[4]
                and (match[4][2:].lower() in words.ordinary() or match[4][2:].lower() in words.acronyms())
            )
            and not (
                match[3].strip(" \t\u00a0") == ""
                and len(match[3])
                and match[4][1:].lower() in ("am", "pm", "st", "nd", "rd", "th", "ml", "kg", "oz", "lb")
                and match[4][0] != "O"
                and not match[0][0].isupper()
            )
        ):
            yield Span(*match.span(), "postcode", "[postcode]", "The shape of a postcode")
    for match in _POSTCODE_BROKEN.finditer(text, begin, stop):
        area, end = (match[1] or match[2]).lower(), match[3].lower()
        plain = end in _NOT_INWARD or (not match[3].isupper() and (end in words.ordinary() or end in words.acronyms()))
        if area in _AREAS and not plain:
            yield Span(*match.span(), "postcode", "[postcode]", "The shape of a postcode")
    for match in _PRISON_NUMBER.finditer(text, begin, stop):
        yield Span(*match.span(), "reference", "[reference]", "The shape of a prison number")
    for match in _ROUTE.finditer(text, begin, stop):
        place = match.lastindex or 1
        yield Span(*match.span(place), "place", "[route]", "The number of a bus")
    for match in _SLASHED.finditer(text, begin, stop):
        if match[0].split("/")[0].split("-")[0].lower() not in words.kept():
            yield Span(*match.span(), "reference", "[reference]", "Letters, a stroke and a number")
    for match in _RIDE.finditer(text, begin, stop):
        yield Span(*match.span(1), "place", "[route]", "The number of a bus")
    for match in _ROAD.finditer(text, begin, stop):
        yield Span(*match.span(1), "place", "[road]", "The number of a road")
    for match in _THE_ROUTE.finditer(text, begin, stop):
        if match[1] in _CALLED_BY_NUMBER:
            continue
        spoken = text[max(0, match.start() - 150) : match.end() + 150]
        if _BUSES.search(spoken) or (len(match[1]) > 2 and _RUNS.match(text, match.end())):
            ask = "Is this the number of a bus?"
            yield Span(*match.span(1), "place", "[route]", "A number after the article", ask)
    for match in _NUMBER.finditer(text, begin, stop):
        yield Span(*match.span(1), "reference", "[reference]", "A long number that is called one")
    for match in _WARD.finditer(text, begin, stop):
        yield Span(*match.span(), "organisation", "[ward]", "The name of a ward")
    yield from _plates(text, begin, stop)
    for match in () if _CALLED_REFERENCES.isdisjoint(note.vocabulary) else _REFERENCE_CUE.finditer(text, begin, stop):
        if any(letter.isdigit() for letter in match[1]) and not UNITS.match(text, match.end(1)):
            code = match[1].rstrip(".-/")
            if len(code) > 2 and not AMOUNT.fullmatch(code):
                yield Span(
                    match.start(1),
                    match.start(1) + len(code),
                    "reference",
                    "[reference]",
                    "A number after a word for a record",
                )
    for match in () if _CALLED_RECORDS.isdisjoint(note.vocabulary) else _RECORD.finditer(text, begin, stop):
        if not UNITS.match(text, match.end()):
            yield Span(*match.span(1), "reference", "[reference]", "A number after a word for a record")
    for match in _OUTWARD.finditer(text, begin, stop):
        if _is_outward(text, match):
            yield Span(*match.span(), "postcode", "[area]", "The first half of a postcode")


def _plates(text: str, begin: int, stop: int) -> Iterator[Span]:
    for match in _PLATE.finditer(text, begin, stop):
        if match[0][-3:] not in ("AND", "FOR", "THE", "WAS", "NOT", "BUT", "HAS"):
            yield Span(*match.span(), "vehicle", "[vehicle]", "The shape of a number plate")
    for match in _PLATE_IRISH.finditer(text, begin, stop):
        if match[0][:3].lower() not in words.acronyms() and match[0][:3].lower() not in words.ordinary():
            yield Span(*match.span(), "vehicle", "[vehicle]", "The shape of a number plate")
    for match in _PLATE_OLD.finditer(text, begin, stop):
        letters = (match[1] or match[2]).lower()
        if letters in words.acronyms() or letters in words.ordinary() or letters in words.clinical():
            continue
        if _CAR.search(text, max(0, match.start() - 40), match.end() + 30):
            yield Span(
                *match.span(),
                "vehicle",
                "[vehicle]",
                "A plate's shape by a word for a vehicle",
                "Is this a number plate?",
            )
    for match in _PLATE_LOWER.finditer(text, begin, stop):
        if match[0][-3:].lower() not in words.ordinary():
            yield Span(*match.span(), "vehicle", "[vehicle]", "The shape of a number plate")
    for match in _PLATE_CUE.finditer(text, begin, stop):
        code = match[1]
        if any(map(str.isalpha, code)) and any(map(str.isdigit, code)) and not AMOUNT.fullmatch(code.replace(" ", "")):
            tail = code.split()[-1].lower()
            if tail.isalpha() and tail in words.ordinary() and tail.upper() != code.split()[-1]:
                continue
            yield Span(*match.span(1), "vehicle", "[vehicle]", "A number after a word for a vehicle")


def _is_outward(text: str, match: re.Match[str]) -> bool:
    code, area = match[0].lower(), match[1].lower()
    if area not in _AREAS:
        return False
    before = text[max(0, match.start() - 16) : match.start()]
    cue = bool(_PLACE_BEFORE.search(before))
    after = text[match.end() : match.end() + 5].lower()
    if len(area) == 2 and code not in _NOT_OUTWARD and match[0].islower() and _AFTER_TOWN.search(before):
        return bool(_CLAUSE_END.match(text, match.end()))
    if len(area) == 1 or code in _NOT_OUTWARD or not match[1].isupper():
        strong = re.search(r"\b(?:in|from|near|around|lives|live|postcode|area)[: ]+\Z", before, re.I)
        return bool(strong and code not in ("b12", "b6", "co2")) or (cue and after.startswith(" area"))
    return True


def mixed(text: str, begin: int, stop: int) -> Iterator[Span]:
    """Yield what mixes letters and digits as record numbers do, which is the weakest sign."""
    for match in _MIXED.finditer(text, begin, stop):
        code = match[0]
        if sum(map(str.isdigit, code)) >= 3 and not AMOUNT.fullmatch(code) and code[:2] != "0x":
            yield Span(
                *match.span(),
                "reference",
                "[reference]",
                "Letters and digits as in a record number",
                "Is this a number that points at somebody?",
            )
