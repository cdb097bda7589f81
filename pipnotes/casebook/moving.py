"""The open format: a caseload with every version of every record, out of one vault and into another."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import msgspec

from pipnotes.casebook import referral_csv
from pipnotes.casebook.families import Families
from pipnotes.casebook.ledger import Ledger, new_id
from pipnotes.domain.codes import PersonRole
from pipnotes.domain.family import Family, Person
from pipnotes.domain.fields import KINDS, kind_of
from pipnotes.errors import Problem
from pipnotes.vault import Change, Lifecycle, Stored

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
}
_STANDING = ("version", "lifecycle", "at", "by", "reason")
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


@dataclass(frozen=True, kw_only=True, slots=True)
class Moved:
    """What came of an import or an export."""

    families: int
    records: int
    faults: tuple[referral_csv.Fault, ...] = ()


class Moving:
    """Take caseloads in and give them out; a taking in is one contribution, all or nothing."""

    def __init__(self, ledger: Ledger, families: Families) -> None:
        self._ledger = ledger
        self._families = families

    def caseload(self, family: str | None = None) -> tuple[bytes, Moved]:
        """Return the open format as UTF-8 JSON with keys in a fixed order, and what it holds.

        Equal caseloads give equal bytes but for the moment of export.
        """
        families = self._ledger.vault.all_stored(Family)
        chosen = [stored.body for stored in families if stored.record and family in (None, stored.id)]
        entries = [self._family(known) for known in chosen]
        document = {
            "format": FORMAT,
            "version": VERSION,
            "exported": self._ledger.now().isoformat(timespec="seconds"),
            "families": entries,
        }
        count = sum(len(entry[name]) for entry in entries for name in LISTS) + len(entries)
        self._ledger.write("caseload exported", family=family, subject=f"{len(entries)} families")
        raw = msgspec.json.format(msgspec.json.encode(document), indent=1)
        return raw + b"\n", Moved(families=len(entries), records=count)

    def take_in_caseload(self, raw: bytes) -> Moved:
        """Take in a caseload in the open format; raises Problem when it is not one, and changes nothing then."""
        document = _decoded(raw)
        changes: list[Change] = []
        faults: list[referral_csv.Fault] = []
        codes = {family.code for family in self._ledger.vault.all(Family)}
        for place, entry in enumerate(document, start=1):
            changes += self._read_family(place, entry, codes, faults)
        known = {(kind_of(type(c.record)), c.record.id) for c in changes}  # type: ignore[attr-defined]
        for kind, record in known:
            if self._ledger.vault.has(KINDS[kind], record):
                faults.append(referral_csv.Fault(row=0, column=kind, why="a record of this id is in the vault already"))
        if faults:
            return Moved(families=0, records=0, faults=tuple(faults))
        self._ledger.commit("caseload taken in", changes, subject=f"{len(document)} families")
        return Moved(families=len(document), records=len(changes))

    def take_in_referrals(self, raw: bytes) -> Moved:
        """Take in referrals from a CSV file: all of its rows, or none and every fault named."""
        rows, faults = referral_csv.read(raw)
        if faults:
            return Moved(families=0, records=0, faults=tuple(faults))
        by_family: dict[str, list[referral_csv.Row]] = {}
        for row in rows:
            by_family.setdefault(row.key, []).append(row)
        codes = {family.code for family in self._ledger.vault.all(Family)}
        changes: list[Change] = []
        for group in by_family.values():
            code = self._fresh_code(codes)
            made = referral_csv.records(group, code=code, today=self._ledger.today(), make_id=new_id)
            changes += [Change(record=record, lifecycle=Lifecycle.FINAL) for record in made]
        if changes:
            self._ledger.commit("referrals taken in", changes, subject=f"{len(rows)} referrals")
        return Moved(families=len(by_family), records=len(changes))

    def _fresh_code(self, used: set[str]) -> str:
        code = self._families.new_code()
        while code in used:
            code = self._families.new_code()
        used.add(code)
        return code

    def _family(self, family: Family) -> dict[str, Any]:
        vault = self._ledger.vault
        entry: dict[str, Any] = msgspec.to_builtins(family)
        for name, kind in LISTS.items():
            entry[name] = [
                _entry(version)
                for latest in vault.all_stored(KINDS[kind], family=family.id)
                for version in vault.history(latest.id)
                if version.record is not None
            ]
        return entry

    def _read_family(
        self, place: int, entry: Mapping[str, Any], codes: set[str], faults: list[referral_csv.Fault]
    ) -> list[Change]:
        family = str(entry.get("id") or new_id())
        code = str(entry.get("code") or "")
        code = code if code and code not in codes else self._fresh_code(codes)
        codes.add(code)
        plain = {name: value for name, value in entry.items() if name not in LISTS}
        plain |= {"id": family, "code": code}
        plain.setdefault("status", "referred")
        plain.setdefault("opened", self._ledger.today().isoformat())
        changes = _converted(place, "family", plain, "final", faults)
        for name, kind in LISTS.items():
            for item in entry.get(name) or ():
                body = {key: value for key, value in item.items() if key not in _STANDING}
                body.setdefault("id", new_id())
                body["family"] = family
                if kind == "person":
                    body = _person(body)
                changes += _converted(place, kind, body, str(item.get("lifecycle", "final")), faults)
        return changes


def _entry(stored: Stored[object]) -> dict[str, Any]:
    body: dict[str, Any] = msgspec.to_builtins(stored.record)
    if isinstance(stored.record, Person):
        body["name"] = stored.record.full_name
    standing = (stored.number, stored.lifecycle.value, stored.at.isoformat(), stored.by, stored.reason)
    return body | dict(zip(_STANDING, standing, strict=True))


def _person(body: Mapping[str, Any]) -> dict[str, Any]:
    """Return a person with the role of the open format turned into a place in the family and the family's word."""
    person = dict(body)
    name = str(person.pop("name", "") or "")
    if not person.get("given") and not person.get("surname"):
        person["given"], _, person["surname"] = name.partition(" ")
    role = str(person.get("role", ""))
    if role not in {known.value for known in PersonRole} or role == "gp":
        place = _ROLES.get(role.casefold(), PersonRole.RELATIVE)
        if "carer" in role.casefold() or "foster" in role.casefold():
            place = PersonRole.CARER
        person["role"] = place.value
        if place is PersonRole.PROFESSIONAL:
            person.setdefault("profession", role)
        else:
            person.setdefault("relation", role)
    return person


def _converted(
    place: int, kind: str, body: Mapping[str, Any], lifecycle: str, faults: list[referral_csv.Fault]
) -> list[Change]:
    try:
        record = msgspec.convert(dict(body), KINDS[kind], strict=False)
        return [Change(record=record, lifecycle=Lifecycle(lifecycle))]
    except (msgspec.ValidationError, ValueError, TypeError) as error:
        where = str(error).rpartition("`$.")[2].strip("`") if "`$." in str(error) else kind
        faults.append(referral_csv.Fault(row=place, column=f"{kind}: {where}", why="this value does not fit its field"))
        return []


def _decoded(raw: bytes) -> Sequence[Mapping[str, Any]]:
    try:
        document = msgspec.json.decode(raw)
        if document["format"] != FORMAT:
            raise KeyError("format")
        families: list[Mapping[str, Any]] = document["families"]
        if not all(isinstance(family, dict) for family in families):
            raise TypeError("families")
    except (msgspec.DecodeError, KeyError, TypeError, UnicodeDecodeError, RecursionError) as error:
        raise Problem(
            "This file is not a PipNotes caseload.",
            safe="Nothing was taken in, and nothing was changed.",
            todo="Choose a file that was made by “pipnotes export --as caseload”.",
        ) from error
    if document.get("version", 0) > VERSION:
        raise Problem(
            "This caseload was written by a newer PipNotes.",
            safe="Nothing was taken in, and nothing was changed.",
            todo="Update PipNotes on this laptop, then take the file in again.",
        )
    return families
