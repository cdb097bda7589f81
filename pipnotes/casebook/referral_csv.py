"""Referrals from a spreadsheet: all of them or none, with every fault named by its row and column."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from pipnotes.domain.codes import FamilyStatus, PersonRole, ReferralSource
from pipnotes.domain.family import Family, Person, Referral
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


@dataclass(frozen=True, kw_only=True, slots=True)
class Fault:
    """One thing in the file that has to be put right; it names the place, never the words that stand there."""

    row: int
    column: str
    why: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Row:
    """One referral as it stands in the file, with its dates and source read."""

    line: int
    key: str
    received: date
    source: ReferralSource
    values: Mapping[str, str]
    born: date | None
    due: date | None


def read(raw: bytes) -> tuple[list[Row], list[Fault]]:
    """Return the rows of a CSV file and every fault in it; the rows count only when there is no fault.

    UTF-8 with or without a byte-order mark, comma or semicolon. Raises Problem when it is no such file at all.
    """
    try:
        text = raw.decode("utf-8-sig")
        head = text.partition("\n")[0]
        reader = csv.DictReader(io.StringIO(text, newline=""), delimiter=";" if ";" in head else ",", strict=True)
        names = [(name or "").strip().casefold() for name in reader.fieldnames or ()]
        reader.fieldnames = names
        lines = [(reader.line_num, line) for line in reader]
    except (UnicodeDecodeError, csv.Error) as error:
        raise Problem(
            "This file cannot be read as a table.",
            safe="Nothing was taken in, and nothing was changed.",
            todo="Save the sheet as CSV in UTF-8, with commas or semicolons, and try again.",
        ) from error
    missing = [Fault(row=1, column=name, why="this heading is missing") for name in REQUIRED if name not in names]
    if missing:
        return [], missing
    rows: list[Row] = []
    faults: list[Fault] = []
    for number, line in lines:
        if None in line:
            faults.append(Fault(row=number, column="", why="this row has more cells than there are headings"))
            continue
        values = {name: (value or "").strip() for name, value in line.items() if name}
        if any(values.values()):
            rows += _row(number, values, faults)
    return rows, faults


def _row(number: int, values: Mapping[str, str], faults: list[Fault]) -> list[Row]:
    before = len(faults)
    empty = [name for name in REQUIRED if not values.get(name)]
    faults += [Fault(row=number, column=name, why="this cell is empty") for name in empty]
    received = _day(number, "received", values, faults)
    born = _day(number, "infant_born", values, faults)
    due = _day(number, "infant_due", values, faults)
    source = _source(values.get("source", ""))
    if values.get("source") and source is None:
        faults.append(Fault(row=number, column="source", why="not a source of referral, by code or in words"))
    if values.get("nhs_number") and not is_nhs_number(values["nhs_number"]):
        faults.append(Fault(row=number, column="nhs_number", why="the check digit does not fit"))
    if len(faults) > before or received is None or source is None:
        return []
    return [
        Row(
            line=number,
            key=values["family_key"],
            received=received,
            source=source,
            values=values,
            born=born,
            due=due,
        )
    ]


def _day(number: int, name: str, values: Mapping[str, str], faults: list[Fault]) -> date | None:
    text = values.get(name, "")
    if not text:
        return None
    for form in _DATES:
        try:
            return datetime.strptime(text, form).date()
        except ValueError:
            continue
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
    """Return the records of one family from its rows: the family, its people, and one referral a row."""
    family = make_id()
    first = rows[0]
    found: list[object] = [
        Family(id=family, code=code, status=FamilyStatus.REFERRED, opened=min(today, first.received))
    ]
    infant = next((row for row in rows if row.values.get("infant_name") or row.born or row.due), first)
    given, _, surname = infant.values.get("infant_name", "").partition(" ")
    found.append(
        Person(
            id=make_id(),
            family=family,
            role=PersonRole.INFANT,
            given=given,
            surname=surname.strip(),
            born=infant.born,
            due=infant.due,
            nhs_number=next((row.values["nhs_number"] for row in rows if row.values.get("nhs_number")), ""),
        )
    )
    names: set[str] = set()
    for row in rows:
        name = row.values.get("caregiver_name", "")
        if name and name.casefold() not in names:
            names.add(name.casefold())
            given, _, surname = name.partition(" ")
            found.append(
                Person(
                    id=make_id(),
                    family=family,
                    role=PersonRole.PARENT,
                    relation=row.values.get("caregiver_relation", ""),
                    given=given,
                    surname=surname.strip(),
                    address=row.values.get("postcode", ""),
                )
            )
        others = [f"{name}: {value}" for name, value in row.values.items() if value and name not in KNOWN]
        found.append(
            Referral(
                id=make_id(),
                family=family,
                received=row.received,
                source=row.source,
                concern=row.values.get("concern", ""),
                notes="\n".join(others),
            )
        )
    return found
