"""Referrals from a spreadsheet: all of them or none, with every fault named by its row and column."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from pipnotes.casebook.referral_people import people
from pipnotes.domain.codes import FamilyStatus, ReferralSource
from pipnotes.domain.family import Family, Referral
from pipnotes.domain.identifiers import is_nhs_number
from pipnotes.errors import Problem

REQUIRED = ("family_key", "received", "source")
KNOWN = (
    *REQUIRED,
    "infant_name",
    "infant_born",
    "infant_due",
    "caregiver_name",
    "caregiver_relation",
    "postcode",
    "nhs_number",
    "concern",
)
_DATES = ("%Y-%m-%d", "%d/%m/%Y")
# Nobody in a caseload was born before this year; a date before it, or far ahead, fills a gap in another program.
EARLIEST = 1900
# A birth or a due date lies within this many days from today: a pregnancy, and a margin.
AHEAD = 366


@dataclass(frozen=True, kw_only=True, slots=True)
class Fault:
    """One thing in the file that has to be put right; it names the place, never the words that stand there."""

    row: int
    column: str
    why: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Row:
    """One referral as it stands in the file, with its dates and source read.

    `values` are the cells under known headings; `others` are the rest, each under its heading or its column's number.
    """

    line: int
    key: str
    received: date
    source: ReferralSource
    values: Mapping[str, str]
    born: date | None
    due: date | None
    others: tuple[tuple[str, str], ...] = field(default=())


def read(raw: bytes, *, today: date) -> tuple[list[Row], list[Fault]]:
    """Return the rows of a CSV file and every fault in it; the rows count only when there is no fault.

    UTF-8 with or without a byte-order mark, comma or semicolon. Raises Problem when it is no such file at all.
    """
    lines = _lines(raw)
    names = [name.strip().casefold() for name in lines[0]] if lines else []
    faults = [Fault(row=1, column=name, why="this heading is missing") for name in REQUIRED if name not in names]
    twice = sorted({name for name in names if name and names.count(name) > 1})
    faults += [Fault(row=1, column=name, why="this heading stands more than once") for name in twice]
    if faults:
        return [], faults
    rows: list[Row] = []
    for number, line in enumerate(lines[1:], start=2):
        cells = [cell.strip() for cell in line]
        if any(cells[len(names) :]):
            faults.append(Fault(row=number, column="", why="this row has more cells than there are headings"))
        elif any(cells):
            rows += _row(number, names, cells, faults, today)
    return rows, faults


def beyond_life(day: date, *, today: date) -> bool:
    """Tell whether a birth or due date cannot be one: before 1900, or more than about a year ahead."""
    return day.year < EARLIEST or day > today + timedelta(days=AHEAD)


def _lines(raw: bytes) -> list[list[str]]:
    """Return the lines as a spreadsheet counts them, empty ones included."""
    try:
        text = raw.decode("utf-8-sig")
        head = text.partition("\n")[0]
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=";" if ";" in head else ",", strict=True))
    except (UnicodeDecodeError, csv.Error) as error:
        raise Problem(
            "This file cannot be read as a table.",
            safe="Nothing was taken in, and nothing was changed.",
            todo="Save the sheet as CSV in UTF-8, with commas or semicolons, and try again.",
        ) from error


def _row(number: int, names: Sequence[str], cells: Sequence[str], faults: list[Fault], today: date) -> list[Row]:
    before = len(faults)
    values = {name: cell for name, cell in zip(names, cells, strict=False) if name in KNOWN}
    others = tuple(
        (name or f"column {place}", cell)
        for place, (name, cell) in enumerate(zip(names, cells, strict=False), start=1)
        if cell and name not in KNOWN
    )
    empty = [name for name in REQUIRED if not values.get(name)]
    faults += [Fault(row=number, column=name, why="this cell is empty") for name in empty]
    days = {name: _day(number, name, values, faults, today) for name in ("received", "infant_born", "infant_due")}
    source = _source(values.get("source", ""))
    if values.get("source") and source is None:
        faults.append(Fault(row=number, column="source", why="not a source of referral, by code or in words"))
    if values.get("nhs_number") and not is_nhs_number(values["nhs_number"]):
        faults.append(Fault(row=number, column="nhs_number", why="the check digit does not fit"))
    received = days["received"]
    if len(faults) > before or received is None or source is None:
        return []
    return [
        Row(
            line=number,
            key=values["family_key"],
            received=received,
            source=source,
            values=values,
            born=days["infant_born"],
            due=days["infant_due"],
            others=others,
        )
    ]


def _day(number: int, name: str, values: Mapping[str, str], faults: list[Fault], today: date) -> date | None:
    text = values.get(name, "")
    if not text:
        return None
    for form in _DATES:
        try:
            day = datetime.strptime(text, form).date()
        except ValueError:
            continue
        if name == "received" and day > today:
            faults.append(Fault(row=number, column=name, why="this day has not come yet"))
        elif beyond_life(day, today=today):
            faults.append(Fault(row=number, column=name, why="this date is too far away to be true"))
        return day
    faults.append(Fault(row=number, column=name, why="not a date such as 2025-03-17 or 17/03/2025"))
    return None


def _source(text: str) -> ReferralSource | None:
    for source in ReferralSource:
        if text.casefold() in (
            source.value.casefold(),
            source.label.casefold(),
            source.name.casefold().replace("_", " "),
        ):
            return source
    return None


def records(rows: list[Row], *, code: str, today: date, make_id: Callable[[], str]) -> list[object]:
    """Return the records of one family from its rows: the family, its people, and one referral a row.

    What has no place in a person or the referral stands in that referral's notes.
    """
    family = make_id()
    opened = min(today, *(row.received for row in rows))
    known, left = people(rows, family=family, make_id=make_id)
    referrals = [
        Referral(
            id=make_id(),
            family=family,
            received=row.received,
            source=row.source,
            concern=row.values.get("concern", ""),
            notes="\n".join(f"{name}: {cell}" for name, cell in (*left_over, *row.others)),
        )
        for row, left_over in zip(rows, left, strict=True)
    ]
    return [Family(id=family, code=code, status=FamilyStatus.REFERRED, opened=opened), *known, *referrals]
