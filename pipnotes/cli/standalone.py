"""Commands that need no vault of one's own."""

from __future__ import annotations

import argparse
import json
import tempfile
from pathlib import Path

from pipnotes.casebook import demo_vault, plain_text, scoring
from pipnotes.casebook import doctor as fitness
from pipnotes.cli.answer import Answer, read_stdin, say, stdin_lines, write_stdout
from pipnotes.errors import Problem, WrongUse


def demo(args: argparse.Namespace) -> Answer:
    """Make a fresh vault with a made-up caseload, and open the window on it."""
    if not 1 <= args.families <= 1000:
        raise WrongUse("Between 1 and 1000 families.", safe="Nothing was made.", todo="Give --families a number.")
    folder = Path(args.dir) if args.dir else _temporary()
    made = demo_vault.make(folder, families=args.families, seed=args.seed)
    data = {
        "vault": str(folder),
        "families": made.families,
        "sessions": made.sessions,
        "notes_words": made.notes_words,
        "passphrase": demo_vault.PASSPHRASE,
    }
    words = f"The made-up caseload is in {folder}\nIts passphrase is: {demo_vault.PASSPHRASE}"
    if args.no_window:
        made.casebook.close()
        return Answer(data=data, words=words)
    say(json.dumps(data, ensure_ascii=False) if args.json else words)
    from pipnotes.app import run

    return Answer(data=None, words="", code=run(folder, opened=made.casebook))


def _temporary() -> Path:
    try:
        return Path(tempfile.mkdtemp(prefix="pipnotes-demo-")) / "demo.pipvault"
    except OSError as error:
        raise Problem(
            "There is no folder for temporary files to make the vault in.",
            safe="Nothing was made.",
            todo="Give a place for it with --dir.",
        ) from error


def score(args: argparse.Namespace) -> Answer:
    """Score answers read from standard input."""
    result = scoring.from_json(args.measure, read_stdin())
    return Answer(data=result.data, words=result.words)


def pseudonymise(args: argparse.Namespace) -> Answer:
    """Read one JSON object a line and write one a line, in order."""
    for line in stdin_lines():
        if line.strip():
            write_stdout(plain_text.pseudonymise_line(line))
    return Answer(data=None, words="")


def doctor(args: argparse.Namespace) -> Answer:
    """Say whether this computer is fit."""
    checks = fitness.examine()
    ok = all(check.ok for check in checks)
    data = {"ok": ok, "checks": [{"name": c.name, "ok": c.ok, "words": c.words} for c in checks]}
    lines = [f"{'yes' if check.ok else 'NO ':<4} {check.name}: {check.words}" for check in checks]
    problem = None
    if not ok:
        problem = Problem(
            "This computer is not quite fit for PipNotes.",
            safe="Nothing was changed.",
            todo="Put right what is marked, or show it to your IT staff.",
        )
    return Answer(data=data, words="\n".join(lines), code=0 if ok else 3, problem=problem)
