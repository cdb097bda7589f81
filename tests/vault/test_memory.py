"""Too little memory is told like any other trouble, and never costs a word that was acknowledged."""

from __future__ import annotations

import json
import subprocess
import sys

from tests.vault.faults import life
from tests.vault.faults.room import room
from tests.vault.faults.shim import ROOT


def test_a_life_in_too_little_memory_loses_nothing_and_says_so() -> None:
    with room() as place, life.quickly():
        (place / "template").mkdir()
        life.begin(place / "template")
        command = [sys.executable, "-m", "tests.vault.faults.memory", str(place / "template"), str(place / "life")]
        said = subprocess.run([*command, "12"], cwd=ROOT, check=True, capture_output=True, text=True)
    rows = [json.loads(line) for line in said.stdout.splitlines()]
    assert [row for row in rows if row["status"] or row["verdict"] or row["faults"]] == []
    assert any("too little memory" in str(row["told"]) for row in rows)
    assert any(row["facts"] for row in rows)
