"""Commands for whole vaults."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from pipnotes.casebook import vaults
from pipnotes.casebook.casebook import Casebook
from pipnotes.cli.answer import Answer, read_text, secret, write_bytes
from pipnotes.domain.codes import PracticeRole
from pipnotes.domain.words import counted, listed
from pipnotes.errors import WrongUse


@contextmanager
def opened(args: argparse.Namespace) -> Iterator[Casebook]:
    """Open the vault a command names, and close it whatever happens."""
    casebook = vaults.unlock(Path(args.dir), secret(args.passphrase_file, "Passphrase"))
    try:
        yield casebook
    finally:
        casebook.close()


def create(args: argparse.Namespace) -> Answer:
    """Make a new vault."""
    if args.recovery_words_file and Path(args.recovery_words_file).exists():
        raise WrongUse(
            "The file for the recovery words is there already.",
            safe="Nothing was made.",
            todo="Give a new file name, so that nothing is written over.",
        )
    passphrase = secret(args.passphrase_file, "New passphrase")
    made = vaults.create(Path(args.dir), passphrase, role=PracticeRole.of(args.role), name=args.name)
    try:
        if args.recovery_words_file:
            write_bytes(Path(args.recovery_words_file), f"{made.words}\n".encode(), private=True)
        data = {"vault": str(made.casebook.folder), "id": made.casebook.id, "role": made.casebook.role.value}
    finally:
        made.casebook.close()
    words = f"Made a vault for a {args.role} in {data['vault']}."
    if not args.recovery_words_file:
        words += " Print its recovery words from the window: they are the only way in without the passphrase."
    return Answer(data=data, words=words)


def info(args: argparse.Namespace) -> Answer:
    """Say what can be said without the key."""
    known = vaults.info(Path(args.dir))
    data = {
        "id": known.id,
        "schema": known.schema,
        "slots": list(known.slots),
        "size_bytes": known.size_bytes,
    }
    slots = " and ".join(known.slots)
    return Answer(
        data=data, words=f"Vault {known.id}, schema {known.schema}, {known.size_bytes} bytes, opens by {slots}."
    )


def check(args: argparse.Namespace) -> Answer:
    """Check every page and record; exit 4 with the JSON all the same when anything is not as it should be."""
    report = vaults.check(Path(args.dir), secret(args.passphrase_file, "Passphrase"), _progress("checked"))
    data = {
        "ok": report.ok,
        "contributions": report.contributions,
        "versions": report.versions,
        "head": report.head,
        "problems": list(report.problems),
    }
    if report.ok:
        found = (counted(report.contributions, "contribution"), counted(report.versions, "version"))
        words = f"All is as it should be: {listed(found)}."
    else:
        words = "\n".join(("Not all is as it should be:", *report.problems))
    return Answer(data=data, words=words, code=0 if report.ok else 4)


def backup(args: argparse.Namespace) -> Answer:
    """Make a proved backup."""
    with opened(args) as casebook:
        report = casebook.back_up(Path(args.to))
    data = {"backup": str(report.path), "proved": report.proved, "head": report.head, "bytes": report.bytes}
    return Answer(data=data, words=f"Backed up and proved by opening it: {report.path}")


def restore(args: argparse.Namespace) -> Answer:
    """Restore a backup into a new vault."""
    words = read_text(Path(args.recovery_words_file)) if args.recovery_words_file else None
    passphrase = None if words else secret(args.passphrase_file, "Passphrase of the backup")
    head = vaults.restore(Path(args.backup), Path(args.to), passphrase=passphrase, words=words)
    return Answer(data={"vault": args.to, "head": head}, words=f"Restored and proved: {args.to}")


def passphrase(args: argparse.Namespace) -> Answer:
    """Change the passphrase."""
    old = secret(args.passphrase_file, "Passphrase")
    new = secret(args.new_passphrase_file, "New passphrase")
    casebook = vaults.unlock(Path(args.dir), old)
    try:
        casebook.change_passphrase(old, new)
    finally:
        casebook.close()
    return Answer(data={"changed": True}, words="The passphrase was changed. Older backups keep the old one.")


def recover(args: argparse.Namespace) -> Answer:
    """Open a vault with its words and give it a new passphrase."""
    if args.recovery_words_file is None:
        raise WrongUse(
            "The recovery words are needed.",
            safe="Nothing was changed.",
            todo="Put the 24 words into a file and give it with --recovery-words-file.",
        )
    words = read_text(Path(args.recovery_words_file))
    vaults.recover(Path(args.dir), words, secret(args.new_passphrase_file, "New passphrase")).close()
    return Answer(data={"recovered": True}, words="The vault opens with its new passphrase. Nothing in it was changed.")


def rekey(args: argparse.Namespace) -> Answer:
    """Re-encrypt the whole vault under a new key."""
    phrase = secret(args.passphrase_file, "Passphrase")
    casebook = vaults.unlock(Path(args.dir), phrase)
    try:
        words = casebook.rekey(phrase)
        if args.recovery_words_file:
            write_bytes(Path(args.recovery_words_file), f"{words}\n".encode(), private=True)
    finally:
        casebook.close()
    return Answer(
        data={"rekeyed": True},
        words="The whole vault has a new key. The old recovery sheet no longer opens it: print a new one.",
    )


def audit(args: argparse.Namespace) -> Answer:
    """List the contributions, oldest first."""
    with opened(args) as casebook:
        entries = casebook.audit(args.family)
    data = [
        {
            "seq": entry.seq,
            "at": entry.at.isoformat(),
            "by": entry.by,
            "action": entry.action,
            "subject": entry.subject,
            "reason": entry.reason,
            "hash": entry.hash,
        }
        for entry in entries
    ]
    lines = [f"{e.seq:>6}  {e.at:%Y-%m-%d %H:%M}  {e.by}: {e.action}" for e in entries]
    return Answer(data=data, words="\n".join(lines))


def _progress(done: str) -> Callable[[int, int], None] | None:
    """Return a teller of progress for long work, on a terminal only."""
    if not sys.stderr.isatty():
        return None

    def tell(part: int, whole: int) -> None:
        print(f"\r{part} of {whole} {done}", end="\n" if part >= whole else "", file=sys.stderr)

    return tell
