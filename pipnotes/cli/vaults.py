"""Commands for whole vaults."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from pipnotes import paths, policy
from pipnotes.casebook import vaults
from pipnotes.casebook.casebook import Casebook
from pipnotes.cli.answer import Answer, look_for_new_file, read_words, secret, write_bytes
from pipnotes.domain.codes import PracticeRole
from pipnotes.domain.words import counted, listed
from pipnotes.errors import Problem, WrongUse


def unlock(folder: Path, passphrase: str) -> Casebook:
    """Open a vault under the organisation's rules on this computer."""
    rules = policy.load(paths.policy_file())
    return vaults.unlock(folder, passphrase, rules=rules)


@contextmanager
def opened(args: argparse.Namespace) -> Iterator[Casebook]:
    """Open the vault a command names, and close it whatever happens."""
    casebook = unlock(Path(args.dir), secret(args.passphrase_file, "Passphrase"))
    try:
        yield casebook
    finally:
        casebook.close()


def create(args: argparse.Namespace) -> Answer:
    """Make a new vault."""
    words_file = Path(args.recovery_words_file) if args.recovery_words_file is not None else None
    if words_file is not None:
        look_for_new_file(words_file)
        if words_file.resolve() == Path(args.dir).resolve():
            raise WrongUse(
                "The recovery words and the vault cannot have the same place.",
                safe="Nothing was made.",
                todo="Give the words a file outside the vault.",
            )
    passphrase = secret(args.passphrase_file, "New passphrase")
    role = PracticeRole.of(args.role)
    # Without any name the vault could make no contact card and sign no note.
    name = args.name.strip() or role.label
    rules = policy.load(paths.policy_file())
    made = vaults.create(Path(args.dir), passphrase, role=role, name=name, escrow_key=rules.escrow_public_key)
    try:
        if words_file is not None:
            _write_words(words_file, made.words, done="The vault was made, and its passphrase opens it.")
        data = {
            "vault": str(made.casebook.folder),
            "id": made.casebook.id,
            "role": made.casebook.role.value,
            "name": name,
        }
    finally:
        made.casebook.close()
    words = f"Made a vault for a {args.role} in {data['vault']}."
    if not args.name.strip():
        words += f" No name was given, so its card and its notes say “{name}”: change that in the window’s settings."
    if words_file is None:
        words += " Print its recovery words from the window: they are the only way in without the passphrase."
    return Answer(data=data, words=words)


def _write_words(file: Path, words: str, *, done: str) -> None:
    """Write recovery words down; when that fails now, say how to get at them, since they are shown nowhere here."""
    try:
        write_bytes(file, f"{words}\n".encode(), private=True)
    except Problem as problem:
        raise Problem(
            "The file for the recovery words could not be written.",
            safe=f"{done} Nothing in it was lost.",
            todo="Open the vault in the window, choose Settings, and print its recovery words there.",
        ) from problem


def info(args: argparse.Namespace) -> Answer:
    """Say what can be said without the key."""
    known = vaults.info(Path(args.dir))
    data = {
        "id": known.id,
        "schema": known.schema,
        "slots": list(known.slots),
        "size_bytes": known.size_bytes,
        "organisation_key": known.organisation_key,
    }
    words = f"Vault {known.id}, schema {known.schema}, {known.size_bytes} bytes, opens by {listed(known.slots)}."
    if known.organisation_key:
        words += f" The organisation's key is {known.organisation_key}."
    return Answer(data=data, words=words)


def check(args: argparse.Namespace) -> Answer:
    """Check every page and record; exit 4 with the JSON all the same when anything is not as it should be."""
    passphrase = secret(args.passphrase_file, "Passphrase")
    report = vaults.check(Path(args.dir), passphrase, _progress("checked"), elsewhere=args.head or ())
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
    words = read_words(args.recovery_words_file) if args.recovery_words_file is not None else None
    passphrase = None if words is not None else secret(args.passphrase_file, "Passphrase of the backup")
    head = vaults.restore(Path(args.backup), Path(args.to), passphrase=passphrase, words=words)
    return Answer(data={"vault": args.to, "head": head}, words=f"Restored and proved: {args.to}")


def take_in(args: argparse.Namespace) -> Answer:
    """Make drafts again of the words in a sealed copy; the file stays where it is."""
    with opened(args) as casebook:
        taken = casebook.sealed_copies.take_in(Path(args.file))
    data = {
        "drafts": [
            {"kind": one.kind, "family": one.family, "id": one.id, "became": one.landing.value} for one in taken.drafts
        ],
        "forms": len(taken.typed),
    }
    words = [f"Taken in: {counted(len(taken.drafts), 'draft')}. The file is not needed any more."]
    if taken.beside:
        words.append("A draft that was kept later stays. The words of the copy are set aside beside it for 30 days.")
    return Answer(data=data, words="\n".join(words))


def passphrase(args: argparse.Namespace) -> Answer:
    """Change the passphrase."""
    old = secret(args.passphrase_file, "Passphrase")
    new = secret(args.new_passphrase_file, "New passphrase")
    casebook = unlock(Path(args.dir), old)
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
    words = read_words(args.recovery_words_file)
    vaults.recover(Path(args.dir), words, secret(args.new_passphrase_file, "New passphrase")).close()
    return Answer(data={"recovered": True}, words="The vault opens with its new passphrase. Nothing in it was changed.")


def rekey(args: argparse.Namespace) -> Answer:
    """Re-encrypt the whole vault under a new key."""
    words_file = Path(args.recovery_words_file) if args.recovery_words_file is not None else None
    if words_file is not None:
        # The words of the key until now open the older backups, so nothing may be written over.
        look_for_new_file(words_file)
    phrase = secret(args.passphrase_file, "Passphrase")
    casebook = unlock(Path(args.dir), phrase)
    try:
        words = casebook.rekey(phrase)
        if words_file is not None:
            _write_words(words_file, words, done="The vault has its new key, and the passphrase opens it as before.")
    finally:
        casebook.close()
    return Answer(
        data={"rekeyed": True},
        words="The whole vault has a new key. The old recovery sheet no longer opens it: print a new one.",
    )


def audit(args: argparse.Namespace) -> Answer:
    """List the contributions, oldest first."""
    with opened(args) as casebook:
        # By id also what was done to a family that was entered in error or destroyed, which is in no list any more.
        entries = casebook.audit(args.family or None)
        if args.family is not None and not (args.family and entries):
            entries = casebook.audit(casebook.families.find(args.family).id)
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
