"""Commands for the caseload."""

from __future__ import annotations

import argparse
import time
from pathlib import Path

from pipnotes.casebook.moving import Moved
from pipnotes.cli.answer import Answer, read_bytes, write_bytes
from pipnotes.cli.vaults import opened
from pipnotes.domain.codes import Recipient
from pipnotes.domain.words import counted
from pipnotes.errors import WrongUse


def take_in(args: argparse.Namespace) -> Answer:
    """Take in a caseload or referrals, all or nothing."""
    file = Path(args.file)
    kind = file.suffix.casefold()
    if kind not in (".json", ".csv"):
        raise WrongUse(
            "Only a caseload (.json) or referrals (.csv) can be taken in.",
            safe="Nothing was changed.",
            todo="Give a file whose name ends in .json or .csv.",
        )
    raw = read_bytes(file)
    with opened(args) as casebook:
        moved = casebook.moving.take_in_caseload(raw) if kind == ".json" else casebook.moving.take_in_referrals(raw)
    return _moved(moved)


def _moved(moved: Moved) -> Answer:
    faults = [{"row": fault.row, "column": fault.column, "why": fault.why} for fault in moved.faults]
    data = {"families": moved.families, "records": moved.records, "faults": faults}
    if not moved.faults:
        taken = f"{counted(moved.families, 'family', 'families')}, {counted(moved.records, 'record')}"
        return Answer(data=data, words=f"Taken in: {taken}.")
    lines = [f"Row {fault.row}, {fault.column}: {fault.why}." for fault in moved.faults]
    words = ("Nothing was taken in.", *lines, "Put these right and try again.")
    return Answer(data=data, words="\n".join(words), code=3)


def export(args: argparse.Namespace) -> Answer:
    """Write the caseload in the open format."""
    with opened(args) as casebook:
        family = casebook.families.find(args.family).id if args.family else None
        raw, moved = casebook.moving.caseload(family)
        write_bytes(Path(args.to), raw, private=True)
    words = f"Written: {counted(moved.families, 'family', 'families')}. The file is not encrypted: keep it safe."
    return Answer(data={"records": moved.records, "families": moved.families}, words=words)


def families(args: argparse.Namespace) -> Answer:
    """List the caseload."""
    with opened(args) as casebook:
        rows = casebook.families.rows()
    data = [
        {
            "id": row.family.id,
            "code": row.family.code,
            "infant": row.circle.title,
            "status": row.family.status.value,
            "referred": row.referred.isoformat() if row.referred else None,
            "sessions": row.sessions,
        }
        for row in rows
    ]
    lines = [
        f"{row.family.code:<16} {row.circle.title:<26} {row.family.status.label:<18} "
        f"{counted(row.sessions, 'meeting')}  {row.family.id}"
        for row in rows
    ]
    return Answer(data=data, words="\n".join(lines) or "There are no families yet.")


def search(args: argparse.Namespace) -> Answer:
    """Find words in names, notes and letters."""
    with opened(args) as casebook:
        began = time.perf_counter()
        hits = casebook.search(" ".join(args.words))
        seconds = time.perf_counter() - began
    found = [{"record": hit.record, "family": hit.family, "kind": hit.kind, "snippet": hit.snippet} for hit in hits]
    lines = [f"{hit.kind:<12} {hit.record}  {hit.snippet}" for hit in hits]
    return Answer(data={"hits": found, "seconds": round(seconds, 6)}, words="\n".join(lines) or "Nothing found.")


def letter(args: argparse.Namespace) -> Answer:
    """Write the current discharge letter."""
    target = Path(args.to)
    recipient = Recipient.of(args.recipient)
    with opened(args) as casebook:
        family = casebook.families.find(args.family).id
        printed = casebook.letters.hand_over(family, recipient, "saved")
        if target.suffix.casefold() in (".html", ".htm"):
            current = casebook.letters.current(family)
            assert current is not None
            write_bytes(target, casebook.letters.preview_html(current, recipient).encode(), private=True)
        else:
            write_bytes(target, printed.pdf, private=True)
    data = {"pages": printed.pages, "left_out": list(printed.left_out), "sha256": printed.sha256}
    left = f" Left out: {', '.join(printed.left_out)}." if printed.left_out else " Nothing left out."
    return Answer(data=data, words=f"Written: {counted(printed.pages, 'page')}.{left}")
