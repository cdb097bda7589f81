"""Commands for the papers of a family: consent forms, drawings and letters from elsewhere, kept inside the vault."""

from __future__ import annotations

import argparse
import os
import secrets
from pathlib import Path

from pipnotes.casebook.attachments import Paper
from pipnotes.casebook.casebook import Casebook
from pipnotes.cli.answer import Answer
from pipnotes.cli.vaults import opened
from pipnotes.domain.attachment import Attachment, PaperKind
from pipnotes.domain.words import long_day
from pipnotes.errors import Problem, WrongUse


def papers(args: argparse.Namespace) -> Answer:
    """List a family's papers, add one from a file, or write one to a file."""
    if (args.save is None) != (args.to is None) or (args.save and args.add):
        raise WrongUse(
            "Give --save and --to together, and --add by itself.",
            safe="Nothing was changed.",
            todo="For instance: pipnotes papers work.pipvault --family ID --save PAPER --to form.pdf",
        )
    with opened(args) as casebook:
        family = casebook.families.find(args.family).id
        if args.add:
            casebook.attachments.add(family, Path(args.add), kind=PaperKind.of(args.kind), what=args.what)
        elif args.save:
            _save(casebook, _paper(casebook, family, args.save), Path(args.to))
        found = casebook.attachments.of(family)
    return Answer(data=[_facts(one) for one in found], words="\n".join(_line(one) for one in found) or "No papers.")


def _paper(casebook: Casebook, family: str, wanted: str) -> Attachment:
    for one in casebook.attachments.of(family):
        if one.id == wanted:
            return one.record
    raise WrongUse(
        "This family has no paper with that id.",
        safe="Nothing was changed.",
        todo="List the family's papers to see their ids.",
    )


def _save(casebook: Casebook, paper: Attachment, to: Path) -> None:
    """Write a paper to a new file, piece by piece; what turns out not to be what was added leaves no file."""
    part = to.with_name(f".{secrets.token_hex(8)}.part")
    try:
        if os.path.lexists(to):
            raise FileExistsError
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            casebook.attachments.save(paper, file.write)
            file.flush()
            os.fsync(file.fileno())
        part.rename(to)
    except (OSError, ValueError) as error:
        raise Problem(
            "The paper could not be written to that file.",
            safe="It is kept in the vault, and no file was written over.",
            todo="Give a new file name in a folder that you may write to, with room for the paper.",
        ) from error
    finally:
        part.unlink(missing_ok=True)


def _facts(one: Paper) -> dict[str, object]:
    paper = one.record
    return {
        "id": paper.id,
        "kind": paper.kind.value,
        "what": paper.what,
        "on": paper.on.isoformat(),
        "form": paper.form.value,
        "bytes": paper.size,
        "sha256": paper.sha256,
        "added": one.added.isoformat(),
        "by": one.by,
        "entered_in_error": one.in_error,
    }


def _line(one: Paper) -> str:
    paper = one.record
    wrong = " (entered in error)" if one.in_error else ""
    return f"{paper.id}  {long_day(paper.on)}  {paper.kind.label}, {paper.form.label}  {paper.what}{wrong}".rstrip()
