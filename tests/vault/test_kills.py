"""Whatever is being done when the process is killed, one whole vault is left, with all that was acknowledged."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from pathlib import Path

from tests.vault.faults import life
from tests.vault.faults.room import room
from tests.vault.faults.shim import ROOT


def test_kills_in_any_kind_of_work_leave_one_whole_vault() -> None:
    with room() as place, life.quickly():
        template = Path(place / "template")
        template.mkdir()
        life.begin(template)
        command = [sys.executable, "-m", "tests.vault.faults.kills", str(template), str(place / "life"), "48", "1"]
        said = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)
    rows = [json.loads(line) for line in said.stdout.splitlines()]
    assert [row for row in rows if row["lost"] or row["other"]] == []
    assert set(Counter(row["job"] for row in rows).values()) == {8}
    assert any(row["facts"] for row in rows)
