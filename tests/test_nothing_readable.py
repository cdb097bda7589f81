"""After a whole day's work, nobody who takes the laptop can read a name or a word of it in any file."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from pipnotes.casebook import demo_vault, vaults
from pipnotes.domain.codes import PracticeRole
from pipnotes.domain.work import SECTIONS
from tests.conftest import Caseload

PHRASE = demo_vault.PASSPHRASE
HERS = "harbour maple seven lantern"


def _run(home: Path, *arguments: str, given: str = "", phrase: str = PHRASE) -> str:
    """Run one command as a process of its own, in a home of its own, its passphrase on standard input."""
    env = os.environ | {name: str(home / "tmp") for name in ("TMPDIR", "TMP", "TEMP")}
    env |= {"HOME": str(home), "USERPROFILE": str(home), "PYTHONPATH": os.pathsep.join(sys.path)}
    for name in list(env):
        if name.startswith("XDG_"):
            del env[name]
    done = subprocess.run(
        [sys.executable, "-m", "pipnotes", *arguments],
        input=f"{phrase}\n{given}",
        env=env,
        cwd=home,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def _secrets(vault: Path) -> dict[str, bytes]:
    """Return words that are in the vault and nowhere else: names, sentences of notes, its recovery words."""
    casebook = vaults.unlock(vault, PHRASE)
    try:
        found: dict[str, bytes] = {"passphrase": PHRASE.encode(), "recovery words": casebook.recovery_words().encode()}
        for row in casebook.families.rows():
            for person in row.circle.people:
                if len(person.surname) > 4:
                    found[f"surname {person.id}"] = person.surname.encode()
                if person.phone:
                    found[f"phone {person.id}"] = person.phone.encode()
            for stored in casebook.notes.of(row.family.id)[:3]:
                for field, _ in SECTIONS:
                    words = getattr(stored.body, field)[:24]
                    if len(words) == 24:
                        found[f"{field} {stored.id}"] = words.encode()
        return found
    finally:
        casebook.close()


@pytest.mark.pain(12)
def test_no_file_of_a_days_work_holds_a_name_a_word_or_a_key(caseload: Caseload, tmp_path: Path) -> None:
    home = tmp_path / "home"
    for folder in (home / "tmp", home / "box", home / "stick"):
        folder.mkdir(parents=True)
    _run(home, "demo", "--no-window", "--families", "1", "--dir", "first.pipvault")
    _run(home, "vault", "create", "new.pipvault", "--name", "Ruth", "--passphrase-file", "-", phrase=HERS)
    (slot,) = json.loads((home / "new.pipvault" / "keys.json").read_text("utf-8"))["slots"]
    assert slot["memory_kib"] >= 64 * 1024
    # The day is worked in vaults that were made here, whose keys are cheaper to derive a dozen times.
    shutil.copytree(caseload.folder, home / "work.pipvault")
    vaults.create(home / "s.pipvault", HERS, role=PracticeRole.SUPERVISOR, name="Farah").casebook.close()
    opened = ("--passphrase-file", "-", "--json")
    hers = json.loads(_run(home, "card", "s.pipvault", "--to", "s.card", *opened, phrase=HERS))["words"]
    mine = json.loads(_run(home, "card", "work.pipvault", "--to", "v.card", *opened))["words"]
    _run(home, "trust", "work.pipvault", "s.card", "--words", hers, *opened)
    _run(home, "trust", "s.pipvault", "v.card", "--words", mine, *opened, phrase=HERS)
    family = next(e["id"] for e in json.loads(_run(home, "families", "work.pipvault", *opened)) if e["sessions"])
    to = ("share", "work.pipvault", "--family", family, "--recipient", "Farah")
    digest = json.loads(_run(home, *to, "--preview", *opened))["digest"]
    _run(home, *to, "--approve", digest, *opened)
    _run(home, "send", "work.pipvault", "--mailbox", "box", *opened)
    _run(home, "receive", "s.pipvault", "--mailbox", "box", *opened, phrase=HERS)
    _run(home, "vault", "backup", "work.pipvault", "--to", "stick", *opened)
    _run(home, "search", "work.pipvault", "spoon", *opened)
    _run(home, "vault", "check", "work.pipvault", *opened)

    secrets = _secrets(home / "first.pipvault") | _secrets(home / "work.pipvault")
    assert len(secrets) > 60
    files = [path for path in home.rglob("*") if path.is_file()]
    assert len(files) > 16
    assert _leaks(files, secrets) == []
    planted = home / "planted.txt"
    for words in secrets.values():
        for form in _forms(words):
            planted.write_bytes(b"... " + form + b" ...")
            assert _leaks([planted], secrets)


def _leaks(files: list[Path], secrets: dict[str, bytes]) -> list[tuple[str, str]]:
    held = ((path.name, path.read_bytes()) for path in files)
    return [
        (name, what)
        for name, data in held
        for what, words in secrets.items()
        if any(form in data for form in _forms(words))
    ]


def _forms(words: bytes) -> tuple[bytes, ...]:
    return words, words.decode().encode("utf-16-le"), words.hex().encode()
