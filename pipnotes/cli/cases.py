"""Commands for the caseload."""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import cast

from pipnotes.casebook.moving import Moved
from pipnotes.cli.answer import Answer, read_bytes, write_bytes
from pipnotes.cli.vaults import opened
from pipnotes.domain.codes import Recipient
from pipnotes.domain.words import counted
from pipnotes.errors import Problem, Refused, WrongUse


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
    data = {
        "families": moved.families,
        "records": moved.records,
        "faults": faults,
        "ignored": list(moved.ignored),
    }
    lines = [f"Row {fault.row}, {fault.column}: {fault.why}." for fault in moved.faults]
    if moved.ignored:
        lines.append(f"Left in the file, since there is no place for it here: {', '.join(moved.ignored)}.")
    if not moved.faults:
        taken = f"{counted(moved.families, 'family', 'families')}, {counted(moved.records, 'record')}"
        return Answer(data=data, words="\n".join((f"Taken in: {taken}.", *lines)))
    problem = Problem(
        f"The file has {counted(len(faults), 'fault')}, and so nothing of it was taken in.",
        safe="The vault is as it was, and so is the file.",
        todo="Put right what is named by row and column, and try again.",
    )
    return Answer(data=data, words="\n".join(lines), code=problem.exit_code, problem=problem)


def export(args: argparse.Namespace) -> Answer:
    """Write the caseload in the open format."""
    with opened(args) as casebook:
        family = casebook.families.find(args.family).id if args.family else None
        raw, moved = casebook.moving.caseload(family)
        _hand_out(Path(args.to), raw, partial(casebook.moving.note_given_out, moved, family))
    words = f"Written: {counted(moved.families, 'family', 'families')}. The file is not encrypted: keep it safe."
    if moved.unfinished:
        left = counted(moved.unfinished, "unfinished draft")
        words += f"\nNot in the file: {left}. A note or a letter is in it once it is signed."
    else:
        words += "\nUnfinished drafts would not be in it; there are none."
    if moved.papers:
        words += f"\nNot in the file: {counted(moved.papers, 'paper')}. Save each with: pipnotes papers --save"
    data = {
        "records": moved.records,
        "families": moved.families,
        "unfinished": moved.unfinished,
        "papers": moved.papers,
    }
    return Answer(data=data, words=words)


def hand_over(args: argparse.Namespace) -> Answer:
    """Seal the caseload for another therapist, once it was confirmed who that is."""
    with opened(args) as casebook:
        contact = casebook.contacts.find(args.to)
        family = casebook.families.find(args.family).id if args.family else None
        raw, moved = casebook.handing_over.seal(contact, family)
        count = counted(moved.families, "family", "families")
        if not args.confirmed:
            raise Refused(
                f"This would give {count}, with every name and note, to {contact.name}, {contact.role}.",
                safe="Nothing was written, and nothing leaves.",
                todo="If these families go on with them and know it, say the same again with --confirmed.",
            )
        note = partial(casebook.handing_over.note_handed_over, contact, moved, raw, family)
        _hand_out(Path(args.file), raw, note)
    words = f"Sealed {count} for {contact.name} alone. Hand over the file; here, everything stays as it is."
    if moved.unfinished:
        words += f"\nNot in the file: {counted(moved.unfinished, 'unfinished draft')}."
    if moved.papers:
        words += f"\nNot in the file: {counted(moved.papers, 'paper')}. Save each with: pipnotes papers --save"
    data = {"to": contact.name, "families": moved.families, "records": moved.records, "papers": moved.papers}
    return Answer(data=data, words=words)


def take_over(args: argparse.Namespace) -> Answer:
    """Take in a caseload that another therapist has sealed for this vault."""
    raw = read_bytes(Path(args.file))
    with opened(args) as casebook:
        taken = casebook.handing_over.take_over(raw)
    answer = _moved(taken.moved)
    data = {"from": taken.sender, **cast("dict[str, object]", answer.data)}
    return replace(answer, data=data, words=f"From {taken.sender}. {answer.words}")


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
        letters = casebook.letters
        family = casebook.families.find(args.family).id
        printed = letters.copy_for(family, recipient)
        pages, content = printed.pages, printed.pdf
        if target.suffix.casefold() in (".html", ".htm"):
            current = letters.current(family)
            assert current is not None
            pages, content = 1, letters.preview_html(current, recipient).encode()
        digest = sha256(content).hexdigest()
        _hand_out(target, content, partial(letters.note_handed_over, family, recipient, "saved", digest))
    data = {"pages": pages, "left_out": list(printed.left_out), "sha256": digest}
    left = f" Left out: {', '.join(printed.left_out)}." if printed.left_out else " Nothing left out."
    return Answer(data=data, words=f"Written: {counted(pages, 'page')}.{left}")


def _hand_out(target: Path, content: bytes, note: Callable[[], object]) -> None:
    """Write a file, and write down that it left once it is there."""
    write_bytes(target, content, private=True)
    try:
        note()
    except BaseException:
        # A copy that nobody wrote down as having left must not be lying there.
        target.unlink(missing_ok=True)
        raise
