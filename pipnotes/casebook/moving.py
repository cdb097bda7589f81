"""The open format: a caseload with every version of every record, out of one vault and into another."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter
from typing import Any

import msgspec

from pipnotes.casebook import caseload_json, referral_csv
from pipnotes.casebook.caseload_json import EARLIER, FORMAT, LISTS, STANDING, VERSION
from pipnotes.casebook.families import Families
from pipnotes.casebook.ledger import Ledger, new_id
from pipnotes.casebook.referral_csv import Fault
from pipnotes.domain.attachment import Attachment
from pipnotes.domain.codenames import BIRDS
from pipnotes.domain.family import Family, Person
from pipnotes.domain.fields import KINDS
from pipnotes.errors import Problem
from pipnotes.vault import Change, Lifecycle, Stored

# Names that other vaults have used for a family, beside those that are drawn here.
_OTHER_BIRDS = ("Wren", "Robin")
_CODE = re.compile(rf"(?:{'|'.join((*BIRDS, *_OTHER_BIRDS))}) [0-9]{{2}}")
_DRAWN = 89 * len(BIRDS)

Entry = dict[str, Any]


@dataclass(frozen=True, kw_only=True, slots=True)
class Moved:
    """What came of an import or an export.

    `ignored` names the keys of a caseload that have no place here, and `unfinished` counts the drafts of notes and
    letters that an export leaves behind, since they are nobody's record yet. `papers` counts the scans and pictures
    that it leaves behind too: the open format carries words, and each paper can be saved by itself.
    """

    families: int
    records: int
    faults: tuple[Fault, ...] = ()
    ignored: tuple[str, ...] = ()
    unfinished: int = 0
    papers: int = 0


class Moving:
    """Take caseloads in and give them out; a taking in is one contribution, all or nothing."""

    def __init__(self, ledger: Ledger, families: Families) -> None:
        self._ledger = ledger
        self._families = families

    def caseload(self, family: str | None = None) -> tuple[bytes, Moved]:
        """Return the open format as UTF-8 JSON with keys in a fixed order, and what it holds.

        Nothing is written down, which `note_given_out` does once the file is there.
        Equal caseloads give equal bytes but for the moment of export. A family entered in error is in it with that
        state, as every other record is; unfinished drafts are not.
        """
        vault = self._ledger.vault
        entries: dict[str, Entry] = {}
        count = 0
        for versions in _by_record(vault.all_versions(Family, family=family)):
            entries[versions[-1].id] = versions[-1].entry | {EARLIER: [one.entry for one in versions[:-1]]}
            count += len(versions)
        for name, kind in LISTS.items():
            for entry in entries.values():
                entry[name] = []
            for versions in _by_record(vault.all_versions(KINDS[kind], family=family)):
                # A family that was destroyed takes its records with it, and has no entry.
                if versions[-1].family in entries:
                    entries[versions[-1].family][name] += [one.entry for one in versions]
                    count += len(versions)
        document = {
            "format": FORMAT,
            "version": VERSION,
            "exported": self._ledger.now().isoformat(timespec="seconds"),
            "families": list(entries.values()),
        }
        unfinished = sum(draft.family in entries for draft in vault.drafts())
        raw = msgspec.json.format(msgspec.json.encode(document), indent=1)
        papers = sum(one.record is not None and one.family in entries for one in vault.all_stored(Attachment))
        return raw + b"\n", Moved(families=len(entries), records=count, unfinished=unfinished, papers=papers)

    def note_given_out(self, moved: Moved, family: str | None = None) -> None:
        """Write down that a caseload left, of one family if it is named."""
        self._ledger.write("caseload exported", family=family, subject=f"{moved.families} families")

    def take_in_caseload(self, raw: bytes) -> Moved:
        """Take in a caseload in the open format; raises Problem when it is not one, and changes nothing then.

        It counts as taken in today by this vault's keeper: who wrote each version and when stays in the file.
        """
        entries = caseload_json.decoded(raw)
        codes = self._codes()
        reader = caseload_json.Reader(
            today=self._ledger.today(),
            code_for=lambda told: self._code_for(told, codes),
            taken=self._ledger.vault.taken,
        )
        for row, entry in enumerate(entries, start=1):
            reader.family(row, entry)
        read = reader.read
        ignored = tuple(read.ignored)
        if read.faults:
            return Moved(families=0, records=0, faults=tuple(read.faults), ignored=ignored)
        if read.changes:
            self._ledger.commit("caseload taken in", read.changes, subject=f"{len(entries)} families")
        return Moved(families=len(entries), records=len(read.changes), ignored=ignored)

    def take_in_referrals(self, raw: bytes) -> Moved:
        """Take in referrals from a CSV file: all of its rows, or none and every fault named."""
        today = self._ledger.today()
        rows, faults = referral_csv.read(raw, today=today)
        if faults:
            return Moved(families=0, records=0, faults=tuple(faults))
        by_family: dict[str, list[referral_csv.Row]] = {}
        for row in rows:
            by_family.setdefault(row.key, []).append(row)
        codes = self._codes()
        changes: list[Change] = []
        for group in by_family.values():
            made = referral_csv.records(group, code=self._code_for("", codes), today=today, make_id=new_id)
            changes += [Change(record=record, lifecycle=Lifecycle.FINAL) for record in made]
        if changes:
            self._ledger.commit("referrals taken in", changes, subject=f"{len(rows)} referrals")
        return Moved(families=len(by_family), records=len(changes))

    def _codes(self) -> set[str]:
        """Return every code name that was ever given here, that of a family entered in error included."""
        return {stored.record.code for stored in self._ledger.vault.all_stored(Family) if stored.record}

    def _code_for(self, told: object, used: set[str]) -> str:
        """Return the told code name when it can be nobody's name and is free, and a fresh one otherwise.

        A code name is what goes to a supervisor, so no other text from a file may become one.
        """
        code = told if isinstance(told, str) and _CODE.fullmatch(told) else ""
        if len(used) >= _DRAWN and (not code or code in used):
            raise Problem(
                "There are not enough code names for so many families.",
                safe="Nothing was taken in, and nothing was changed.",
                todo="Take the families in in several files, each into a vault of its own.",
            )
        while not code or code in used:
            code = self._families.new_code()
        used.add(code)
        return code


@dataclass(frozen=True, kw_only=True, slots=True)
class _Version:
    id: str
    family: str
    entry: Entry


def _by_record(versions: list[Stored[Any]]) -> list[list[_Version]]:
    """Return the versions that can still be read, those of one record together, the oldest first."""
    readable = [version for version in versions if version.record is not None]
    return [
        [_Version(id=one.id, family=one.family, entry=_entry(one)) for one in group]
        for _, group in groupby(readable, key=attrgetter("id"))
    ]


def _entry(stored: Stored[Any]) -> Entry:
    body: Entry = msgspec.to_builtins(stored.record)
    if isinstance(stored.record, Person):
        body["name"] = stored.record.full_name
    standing = (stored.number, stored.lifecycle.value, stored.at.isoformat(), stored.by, stored.reason)
    return body | dict(zip(STANDING, standing, strict=True))
