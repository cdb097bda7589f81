"""Print what came of spoilt inputs at every door: key files, head files, backups, imports, parcels, cards, rosters.

`fuzz [INPUTS] [SEED]`: so many inputs (50,000), built as the good ones are and then changed. Whatever comes out but a
value or a `Problem`, takes over 5 seconds or over 500 MB, is a finding.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from tests.vault.faults.fuzz import MEGABYTES
from tests.vault.faults.room import room
from tests.vault.faults.shim import ROOT

_ROW = "{:<24} {:>8} {:>8} {:>9} {:>12} {:>9}"


def main(count: int = 50_000, seed: int = 1) -> int:
    """Knock and count; 1 when anything but a value or a Problem came out, or it took too much."""
    print(_ROW.format("door", "inputs", "taken", "findings", "slowest (s)", "MB"))
    bad = whole = 0
    with room() as place:
        command = [sys.executable, "-m", "tests.vault.faults.fuzz", str(place), str(count), str(seed)]
        with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
            assert process.stdout is not None
            for line in process.stdout:
                name, given, taken, slowest, findings, megabytes = json.loads(line)
                times = sum(findings.values())
                print(_ROW.format(name, given, taken, times, slowest, megabytes), flush=True)
                print(*(f"    {n} x {one}" for one, n in findings.items()), sep="\n", end="\n" if findings else "")
                whole += given
                bad += times + (megabytes > MEGABYTES)
    print(f"{whole} inputs, {bad} findings")
    return 1 if bad or process.returncode else 0


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
