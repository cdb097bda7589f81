"""A caseload in the open format read back: each record made and looked at, each fault named by its place."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, cast

import msgspec

from pipnotes import measures
from pipnotes.casebook.ledger import new_id
from pipnotes.casebook.referral_csv import EARLIEST, Fault, beyond_life
from pipnotes.domain.codes import PersonRole
from pipnotes.domain.family import Person, Referral
from pipnotes.domain.fields import KINDS, Kind, specs
from pipnotes.domain.work import MeasureResponse
from pipnotes.errors import Problem
from pipnotes.vault import Change, Lifecycle

FORMAT = "pipnotes-caseload"
VERSION = 1

# One list per kind of record, in the order in which they are written.
LISTS = {
    "people": "person",
    "referrals": "referral",
    "consents": "consent",
    "visits": "visit",
    "sessions": "session",
    "observations": "observation",
    "reflections": "reflection",
    "goals": "goal",
    "goal_ratings": "goal-rating",
    "measures": "measure",
    "concerns": "concern",
    "endings": "ending",
    "follow_ups": "follow-up",
    "letters": "letter",
    "summaries": "summary",
    "holds": "hold",
    "supervisions": "supervision",
}
# The family's own versions before its latest, which stands in the entry itself.
EARLIER = "earlier"
STANDING = ("version", "lifecycle", "at", "by", "reason")
_STATES = {state.value: state for state in (Lifecycle.FINAL, Lifecycle.AMENDED, Lifecycle.ENTERED_IN_ERROR)}
# Whatever is planned or promised lies within this many years.
_YEARS = 5
# The roles that a caseload from elsewhere may use, by the place in the family that they mean.
_ROLES = {
    "infant": PersonRole.INFANT,
    "baby": PersonRole.INFANT,
    "mother": PersonRole.PARENT,
    "father": PersonRole.PARENT,
    "parent": PersonRole.PARENT,
    "sibling": PersonRole.SIBLING,
    "brother": PersonRole.SIBLING,
    "sister": PersonRole.SIBLING,
    "grandmother": PersonRole.RELATIVE,
    "grandfather": PersonRole.RELATIVE,
    "friend": PersonRole.FRIEND,
    "gp": PersonRole.PROFESSIONAL,
    "health visitor": PersonRole.PROFESSIONAL,
    "midwife": PersonRole.PROFESSIONAL,
    "social worker": PersonRole.PROFESSIONAL,
}

Plain = Mapping[str, Any]


@dataclass(kw_only=True, slots=True)
class Caseload:
    """What was read: the changes count only when there is no fault; `ignored` names what has no place here."""

    changes: list[Change] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    ignored: dict[str, None] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True, slots=True)
class _Claim:
    kind: str
    family: str
    version: object


class Reader:
    """Read the entries of a file one after the other, remembering which ids they have used."""

    def __init__(self, *, today: date, code_for: Callable[[object], str], taken: Callable[[str], bool]) -> None:
        self.read = Caseload()
        self._today = today
        self._code_for = code_for
        self._taken = taken
        self._claims: dict[str, _Claim] = {}
        self._measures = frozenset(measures.names())

    def family(self, row: int, entry: Plain) -> None:
        """Read one family with everything in it; `row` is its place in the file, counted from 1."""
        given = entry.get("id")
        family = given if isinstance(given, str) and given else new_id()
        if given not in (None, "") and family != given:
            self._fault(row, "family: id", "an id is a text")
        code = self._code_for(entry.get("code"))
        if entry.get("code") not in (None, "", code):
            # A code name is what a supervisor is told, so any other text there might be a name.
            self.read.ignored[f"family {row}: code"] = None
        self._claim(row, "family", _Claim(kind="family", family=family, version=None), family)
        known = {*LISTS, EARLIER}
        for item in (*(entry.get(EARLIER) or ()), entry):
            plain = {name: value for name, value in item.items() if name not in known}
            if plain.get("id") not in (None, "", given):
                self._fault(row, "family: id", "an earlier version has another id")
            defaults = {"status": "referred", "opened": self._today.isoformat()}
            self._record(row, "family", "family", defaults | plain | {"id": family, "code": code})
        for name, kind in LISTS.items():
            for number, item in enumerate(entry.get(name) or (), start=1):
                self._item(row, f"{name} {number}", kind, item, given, family)

    def _item(self, row: int, column: str, kind: str, item: Plain, given: object, family: str) -> None:
        if item.get("family") not in (None, "", given):
            self._fault(row, f"{column}: family", "this record names another family")
        body = dict(item) | {"id": item.get("id") or new_id(), "family": family}
        if isinstance(body["id"], str):
            self._claim(row, column, _Claim(kind=kind, family=family, version=item.get("version")), body["id"])
        self._record(row, column, kind, _person(body) if kind == "person" else body)

    def _claim(self, row: int, column: str, claim: _Claim, record: str) -> None:
        before = self._claims.get(record)
        self._claims[record] = claim
        if before is None:
            if self._taken(record):
                self._fault(row, f"{column}: id", "a record of this id is in the vault already")
        elif before.kind != claim.kind:
            self._fault(row, f"{column}: id", "a record of another kind has the same id")
        elif before.family != claim.family:
            self._fault(row, f"{column}: id", "a record of another family has the same id")
        elif not _follows(before.version, claim.version):
            self._fault(row, f"{column}: id", "this id stands more than once, and not as the next version")

    def _record(self, row: int, column: str, kind: str, item: Plain) -> None:
        body = {key: value for key, value in item.items() if key not in STANDING}
        state = item.get("lifecycle", "final")
        lifecycle = _STATES.get(state) if isinstance(state, str) else None
        if lifecycle is None:
            self._fault(row, f"{column}: lifecycle", "this is no state of a record")
        try:
            record = msgspec.convert(body, KINDS[kind], strict=False)
        except (msgspec.ValidationError, ValueError, TypeError, OverflowError, RecursionError) as error:
            where = str(error).rpartition("`$.")[2].strip("`") if "`$." in str(error) else kind
            self._fault(row, f"{column}: {where}", "this value does not fit its field")
            return
        self._look_at(row, column, record)
        for name in _unknown(body, msgspec.to_builtins(record)):
            if (kind, name) != ("person", "name") or not _is_told(body, record):
                self.read.ignored[f"{kind}: {name}"] = None
        self.read.changes.append(Change(record=record, lifecycle=lifecycle or Lifecycle.FINAL))

    def _look_at(self, row: int, column: str, record: object) -> None:
        for spec in specs(type(record)):
            value = getattr(record, spec.name)
            if isinstance(value, datetime) and value.tzinfo is None:
                self._fault(row, f"{column}: {spec.name}", "a moment needs its offset, for instance +00:00")
            elif spec.kind in (Kind.DAY, Kind.MOMENT) and value is not None and self._too_far(value):
                self._fault(row, f"{column}: {spec.name}", "this date is too far away to be true")
        if isinstance(record, Person):
            for name in ("born", "due"):
                day = getattr(record, name)
                if day and not self._too_far(day) and beyond_life(day, today=self._today):
                    self._fault(row, f"{column}: {name}", "this date is too far away to be true")
        if isinstance(record, Referral) and self._today < record.received and not self._too_far(record.received):
            self._fault(row, f"{column}: received", "this day has not come yet")
        if isinstance(record, MeasureResponse) and record.measure not in self._measures:
            self._fault(row, f"{column}: measure", "there is no measure of that name")

    def _too_far(self, day: date) -> bool:
        return not EARLIEST <= day.year <= self._today.year + _YEARS

    def _fault(self, row: int, column: str, why: str) -> None:
        self.read.faults.append(Fault(row=row, column=column, why=why))


def decoded(raw: bytes) -> Sequence[Plain]:
    """Return the families of a file in the open format; raises Problem when it has another shape."""
    try:
        document = msgspec.json.decode(raw)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise _no_caseload() from error
    if not isinstance(document, dict) or document.get("format") != FORMAT:
        raise _no_caseload()
    version = document.get("version", VERSION)
    if type(version) is not int or version < 1:
        raise _no_caseload()
    if version > VERSION:
        raise Problem(
            "This caseload was written by a newer PipNotes.",
            safe="Nothing was taken in, and nothing was changed.",
            todo="Update PipNotes on this laptop, then take the file in again.",
        )
    families = document.get("families") or ()
    if not _are_objects(document.get("families")) or not all(
        entry.get(name) is None or _are_objects(entry[name]) for entry in families for name in (*LISTS, EARLIER)
    ):
        raise _no_caseload()
    return cast("Sequence[Plain]", families)


def _are_objects(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(item, dict) for item in value)


def _no_caseload() -> Problem:
    return Problem(
        "This file is not a PipNotes caseload.",
        safe="Nothing was taken in, and nothing was changed.",
        todo="Choose a file that was made by “pipnotes export --as caseload”.",
    )


def _follows(before: object, version: object) -> bool:
    return type(before) is int and type(version) is int and before < version


def _unknown(given: object, kept: object, inside: str = "") -> Iterator[str]:
    """Yield the keys that a record has no field for, those of its parts included."""
    if isinstance(given, Mapping) and isinstance(kept, Mapping):
        for key, value in given.items():
            # Keys of another program are shown to a person: short, and without anything that moves a cursor.
            name = inside + "".join(sign for sign in str(key) if sign.isprintable())[:40]
            if key not in kept:
                yield name
            else:
                yield from _unknown(value, kept[key], f"{name}.")
    elif isinstance(given, list) and isinstance(kept, list | tuple):
        for item, part in zip(given, kept, strict=False):
            yield from _unknown(item, part, inside)


def _is_told(body: Plain, record: object) -> bool:
    """Tell whether a person's whole name, which an export adds for readers, is in the name's parts as well."""
    name = " ".join(str(body.get("name") or "").split())
    return isinstance(record, Person) and (not name or name == " ".join(record.full_name.split()))


def _person(body: Plain) -> dict[str, Any]:
    """Return a person with the role of the open format turned into a place in the family and the family's word."""
    person = dict(body)
    role = str(person.get("role", ""))
    if role not in {known.value for known in PersonRole}:
        place = _ROLES.get(role.casefold(), PersonRole.RELATIVE)
        if "carer" in role.casefold() or "foster" in role.casefold():
            place = PersonRole.CARER
        person["role"] = place.value
        if place is PersonRole.PROFESSIONAL:
            person.setdefault("profession", role)
        else:
            person.setdefault("relation", role)
    name = str(person.get("name") or "").strip()
    # Without a name of their own an export calls people by their pet name or their place, which is no first name.
    called = {str(person.get("known_as") or ""), str(person.get("relation") or "").capitalize(), "Baby"}
    if not person.get("given") and not person.get("surname") and name not in called:
        person["given"], _, surname = name.partition(" ")
        person["surname"] = surname.strip()
    return person
