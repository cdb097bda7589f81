"""Commands that need no vault of one's own."""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from pathlib import Path

from pipnotes.casebook import demo_vault, plain_text, scoring
from pipnotes.casebook import doctor as fitness
from pipnotes.cli.answer import Answer
from pipnotes.errors import WrongUse


def demo(args: argparse.Namespace) -> Answer:
    """Make a fresh vault with a made-up caseload, and open the window on it."""
    if not 1 <= args.families <= 1000:
        raise WrongUse("Between 1 and 1000 families.", safe="Nothing was made.", todo="Give --families a number.")
    folder = Path(args.dir) if args.dir else Path(tempfile.mkdtemp(prefix="pipnotes-demo-")) / "demo.pipvault"
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
    print(json.dumps(data) if args.json else words, flush=True)
    from pipnotes.app import run

    return Answer(data=None, words="", code=run(folder, opened=made.casebook))


def score(args: argparse.Namespace) -> Answer:
    """Score answers read from standard input."""
    result = scoring.from_json(args.measure, sys.stdin.read())
    return Answer(data=result.data, words=result.words)


def pseudonymise(args: argparse.Namespace) -> Answer:
    """Read one JSON object a line and write one a line, in order."""
    out = sys.stdout.buffer
    for line in sys.stdin.buffer:
        if line.strip():
            out.write(plain_text.pseudonymise_line(line))
            out.write(b"\n")
    out.flush()
    return Answer(data=None, words="")


def doctor(args: argparse.Namespace) -> Answer:
    """Say whether this computer is fit."""
    checks = fitness.examine()
    ok = all(check.ok for check in checks)
    data = {"ok": ok, "checks": [{"name": c.name, "ok": c.ok, "words": c.words} for c in checks]}
    lines = [f"{'yes' if check.ok else 'NO ':<4} {check.name}: {check.words}" for check in checks]
    return Answer(data=data, words="\n".join(lines), code=0 if ok else 3)
