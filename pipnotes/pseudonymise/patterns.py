"""Numbers and codes that point at somebody by their shape alone: NHS numbers, telephones, postcodes, plates and so on.

Every expression here is bounded: no part that repeats holds another that repeats over the same characters, so the time
grows with the length of the note and no note can make it hang.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from pipnotes.pseudonymise import words
from pipnotes.pseudonymise.tokens import Note


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of characters that a rule claims, with what shall stand there."""

    start: int
    end: int
    kind: str
    label: str
    reason: str
    ask: str = ""


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
_OUTWARD = re.compile(r"(?<![\w.,-])([A-Za-z]{1,2})(\d[A-Z\d]?)(?![\w-]|[.,]\d)")
_PLACE_BEFORE = re.compile(
    r"(?:\b(?:in|from|near|around|to|the|lives|live|within|across|over|postcode|area|address|code|of)[: ]+)\Z", re.I
)
_EMAIL = re.compile(r"[\w.+'-]{1,64}\s?@\s?[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}")
_EMAIL_SPOKEN = re.compile(
    r"\b[\w.+-]{1,64} ?(?:\bat\b|\(at\)|\[at\]) ?[\w-]{1,40}(?: ?(?:\bdot\b|\(dot\)|\[dot\]|\.) ?(?:com|co|uk|net"
    r"|org|nhs)){1,3}\b",
    re.I,
)
_HANDLE = re.compile(r"(?<![\w@.])@\w[\w.]{0,29}\w|(?<![\w@.])@\w")
_HANDLE_CUE = re.compile(
    r"\b(?:insta|instagram|snapchat|snap|tiktok|tik tok|facebook|fb|twitter|discord|xbox|messenger|onlyfans"
    r"|username|user ?name|handle|gamertag)"
    r"(?: (?:handle|account|name|user|username|profile|page|id))?(?: is| was| as|:|,| -| =)? +"
    r"([\"'“‘]?[A-Za-z][\w.]{1,29})",
    re.I,
)
_URL = re.compile(r"\b(?:https?://|www\.)[^\s<>\"”)]{1,300}[^\s<>\"”).,;:!?']", re.I)
_DOMAIN = re.compile(
    r"(?<![\w@.-])[A-Za-z0-9][A-Za-z0-9-]{1,62}(?:\.[A-Za-z0-9-]{1,62}){0,3}"
    r"\.(?:co\.uk|org\.uk|nhs\.uk|gov\.uk|ac\.uk|sch\.uk|com|org|net|info|uk|wales|scot|me|tv|ly|app"
    r"|io)\b(?:/[^\s<>\"”)]{0,200}[^\s<>\"”).,;:!?'])?",
    re.I,
)
_DIGITS = re.compile(r"(?<![\w+£$€.])(?:\+|\(\+?|00)?\d(?:[ \t\u00a0().\-‐‑–]{0,3}\d){5,21}(?![\w]|[.]\d)")
_NINO = re.compile(r"(?<![^\W_])[A-Za-z]{2}[ .-]?\d{2}[ .-]?\d{2}[ .-]?\d{2}[ .-]?[A-Da-d](?![^\W_])")
_PLATE = re.compile(
    r"(?<![^\W_])(?:[A-Z]{2} ?\d{2}[ -]?[A-Z]{3}|[A-Z]\d{1,3}[ -]?[A-Z]{3}|[A-Z]{3} ?\d{1,3}[A-Z])(?![^\W_])"
)
# Plates of Northern Ireland hold an I or a Z, which no others do in that place.
_PLATE_IRISH = re.compile(r"(?<![^\W_])(?=[A-Z]{0,2}[IZ])[A-Z]{3} ?\d{1,4}(?![^\W_])")
_PLATE_LOWER = re.compile(r"(?<![^\W_])[A-Za-z]{2}\d{2} ?[A-Za-z]{3}(?![^\W_])")
_PLATE_CUE = re.compile(
    r"\b(?:reg|regs|registration|number plate|plate|plates|index|vrm|vehicle|car)(?: (?:number|no|mark|is|was"
    r"|reg))?[.:]?"
    r"(?: (?:is|was))?[ ]+([A-Za-z]{1,3} ?\d{1,4} ?[A-Za-z]{0,3}|\d{1,4} ?[A-Za-z]{1,3})(?![^\W_])",
    re.I,
)
_COURT = re.compile(r"(?<![^\W_])[A-Za-z]{2}\d{2}[A-Za-z]\d{4,6}(?![^\W_])")
_REFERENCE_CUE = re.compile(
    r"\b(?:(?:case|court|crime|claim|police|social care|file|hospital|patient|client|record|records|nhs|unit"
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
_PRISON_NUMBER = re.compile(r"(?<![^\W_])[A-Z]\d{4}[A-Z]{2}(?![^\W_])")
_SHORT_PHONE = re.compile(
    r"\b(?:tel|tele|phone|telephone|mobile|mob|ring|rang|call|called|text|number|landline|ext|extension|fax"
    r"|contact)\b[^\d\n]{0,20}(\d{3}[ -]?\d{3,4}|\d{4,6})(?!\w|[ ]?(?:%|times|weeks))",
    re.I,
)
_RUN_OF_DIGITS = re.compile(r"\d+")
_UNITS = re.compile(
    r"\s?(?:g|kg|kgs|ml|mls|mg|mcg|oz|lb|lbs|cm|mm|iu|grams|bpm|am|pm|hrs|hours|hour|mins|minutes|days|weeks"
    r"|months|wks|mths|yrs|years|th|st|nd|rd|x|%|p|k|m)\b",
    re.I,
)
_AMOUNT = re.compile(
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


_STREET = re.compile(
    r"(?<![\w/.])\d{1,4}[A-Za-z]?(?:\s?[-/]\s?\d{1,4}[A-Za-z]?)?,?\s(?:([A-Za-z'’]{2,20})\s){1,3}"
    r"(?:street|st|road|rd|lane|ln|avenue|ave|crescent|cres|terrace|terr|tce|gardens|gdns|mews|close|drive|grove"
    r"|way|square|place|walk|wynd)\b(?!\s(?:friends?|to|by|the)\b)",
    re.I,
)
_NOT_STREET = frozenset(
    """way min mins minute minutes hour hours hr hrs week weeks wk wks day days month months mth year years yr of and
        or the a is was very times long car bus more other people families mothers babies children visits
        sessions am pm ml oz kg on to at for by in with from per cent out old that which she he""".split()
)
_FLAT = re.compile(
    r"\b(?:flat|apartment|apt|maisonette|caravan|plot)\s?(?:no\.?\s?|number\s)?\d{1,4}[A-Za-z]?\b(?!\s?(?:%|days"
    r"|weeks))",
    re.I,
)


def _homes(text: str, begin: int, stop: int) -> Iterator[Span]:
    for match in _FLAT.finditer(text, begin, stop):
        yield Span(*match.span(), "address", "[address]", "The number of a flat")
    for match in _STREET.finditer(text, begin, stop):
        inner = match[0].replace(" The ", " ").lower().replace(",", " ").split()[1:-1]
        if not _NOT_STREET.intersection(inner):
            plain = all(word in words.ordinary() for word in inner) and inner and match[0].islower()
            yield Span(
                *match.span(),
                "address",
                "[address]",
                "A number and the name of a street",
                "Is this an address?" if plain else "",
            )


def find(note: Note) -> Iterator[Span]:
    """Yield every stretch that a shape gives away, the most telling shapes first; stretches may overlap."""
    text = note.text
    lower = text.lower()
    if "@" in text or "(at)" in lower or " dot " in lower or (" at " in lower and ".co" in lower):
        yield from _addresses_online(text)
    if "." in text and ("www." in lower or "://" in lower or _may_hold_domain(lower)):
        for expression in (_URL, _DOMAIN):
            for match in expression.finditer(text):
                yield Span(*match.span(), "url", "[web address]", "The shape of a web address")
    if any(
        cue in lower
        for cue in (
            "insta",
            "snap",
            "tik",
            "facebook",
            "fb",
            "twitter",
            "handle",
            "user",
            "discord",
            "xbox",
            "gamertag",
        )
    ):
        for match in _HANDLE_CUE.finditer(text):
            word = match[1].strip("\"'“‘")
            if any(not letter.isalpha() for letter in word.rstrip(".")) or (
                word.lower() not in words.ordinary() and len(word) > 4
            ):
                start = match.end(1) - len(word)
                yield Span(start, start + len(word.rstrip(".")), "url", "[account]", "The name of an account")
    for start, end in note.windows((match.span() for match in _RUN_OF_DIGITS.finditer(text)), 48):
        yield from _numbers(text, start, end)
        yield from _codes(text, start, end)
        yield from _homes(text, start, end)
        yield from _mixed(text, start, end)


def _may_hold_domain(lower: str) -> bool:
    return any(
        end in lower
        for end in (".co", ".uk", ".org", ".net", ".info", ".wales", ".scot", ".me", ".tv", ".ly", ".app", ".io")
    )


def _addresses_online(text: str) -> Iterator[Span]:
    for expression in (_EMAIL, _EMAIL_SPOKEN):
        for match in expression.finditer(text):
            yield Span(*match.span(), "email", "[email]", "The shape of an e-mail address")
    for match in _HANDLE.finditer(text):
        yield Span(*match.span(), "url", "[account]", "The name of an account")


def _codes(text: str, begin: int, stop: int) -> Iterator[Span]:
    for match in _NINO.finditer(text, begin, stop):
        yield Span(
            *match.span(), "reference", "[national insurance number]", "The shape of a National Insurance number"
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
    for match in _PRISON_NUMBER.finditer(text, begin, stop):
        yield Span(*match.span(), "reference", "[reference]", "The shape of a prison number")
    yield from _plates(text, begin, stop)
    for match in _REFERENCE_CUE.finditer(text, begin, stop):
        if any(letter.isdigit() for letter in match[1]) and not _UNITS.match(text, match.end(1)):
            code = match[1].rstrip(".-/")
            if len(code) > 2 and not _AMOUNT.fullmatch(code):
                yield Span(
                    match.start(1),
                    match.start(1) + len(code),
                    "reference",
                    "[reference]",
                    "A number after a word for a record",
                )
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
    for match in _PLATE_LOWER.finditer(text, begin, stop):
        if match[0][-3:].lower() not in words.ordinary():
            yield Span(*match.span(), "vehicle", "[vehicle]", "The shape of a number plate")
    for match in _PLATE_CUE.finditer(text, begin, stop):
        code = match[1]
        if any(map(str.isalpha, code)) and any(map(str.isdigit, code)) and not _AMOUNT.fullmatch(code.replace(" ", "")):
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
    if len(area) == 1 or code in _NOT_OUTWARD or not match[1].isupper():
        strong = re.search(r"\b(?:in|from|near|around|lives|live|postcode|area)[: ]+\Z", before, re.I)
        return bool(strong and code not in ("b12", "b6", "co2")) or (cue and after.startswith(" area"))
    return True


def _numbers(text: str, begin: int, stop: int) -> Iterator[Span]:
    for match in _DIGITS.finditer(text, begin, stop):
        digits = "".join(filter(str.isdigit, match[0]))
        found = _number(match[0], digits)
        if found and not (found[0] == "reference" and _UNITS.match(text, match.end())):
            kind, label, reason, ask = found
            start = match.start()
            end = match.end()
            yield Span(start, end, kind, label, reason, ask)
    for match in _SHORT_PHONE.finditer(text, begin, stop):
        if not _UNITS.match(text, match.end(1)):
            yield Span(*match.span(1), "phone", "[phone]", "A number after a word for a telephone")


def _mixed(text: str, begin: int, stop: int) -> Iterator[Span]:
    for match in _MIXED.finditer(text, begin, stop):
        code = match[0]
        if sum(map(str.isdigit, code)) >= 3 and not _AMOUNT.fullmatch(code) and code[:2] != "0x":
            yield Span(
                *match.span(),
                "reference",
                "[reference]",
                "Letters and digits as in a record number",
                "Is this a number that points at somebody?",
            )


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
