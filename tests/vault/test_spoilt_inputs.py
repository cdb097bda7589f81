"""What comes in from outside is taken or refused in three lines, however it was spoilt on its way or on purpose."""

from __future__ import annotations

import json
import random
import subprocess
import sys

from tests.vault.faults import fuzz
from tests.vault.faults.room import room
from tests.vault.faults.shim import ROOT


def test_spoilt_inputs_at_every_door_are_refused_in_time_and_in_little_memory() -> None:
    with room() as place:
        command = [sys.executable, "-m", "tests.vault.faults.fuzz", str(place), "600", "1"]
        said = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)
    rows = [json.loads(line) for line in said.stdout.splitlines()]
    assert {name: findings for name, *_, findings, _ in rows if findings} == {}
    assert sum(given for _, given, *_ in rows) > 550
    assert max(megabytes for *_, megabytes in rows) < fuzz.MEGABYTES


def test_a_door_that_lets_a_fault_of_ours_out_is_found() -> None:
    door = fuzz.Door("open", [b"{}"], lambda raw, _: raw, lambda raw: json.loads(raw)["missing"], 1)
    fuzz.knock(door, random.Random(1))
    assert "KeyError" in str(door.findings)
