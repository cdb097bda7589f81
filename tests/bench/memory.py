"""Print what became of lives in which the database gets too little memory.

`memory [LIMITS]`: so many limits (400) from 150 kB, at which nothing works, to 2.6 MB, at which nearly all does.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from tests.vault.faults import life
from tests.vault.faults.room import room
from tests.vault.faults.shim import ROOT


def main(count: int = 400) -> int:
    """Lead the lives; 1 when a vault was left bad, a process ended by itself or a fault of ours came out."""
    sums, told, faults = Counter[str](), Counter[str](), Counter[str]()
    with room() as place, life.quickly():
        (place / "template").mkdir()
        life.begin(place / "template")
        command = [sys.executable, "-m", "tests.vault.faults.memory", str(place / "template"), str(place / "life")]
        with subprocess.Popen([*command, str(count)], cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
            assert process.stdout is not None
            for line in process.stdout:
                row = json.loads(line)
                verdict = row.pop("verdict")
                sums["limits"] += 1
                sums["acknowledged"] += row["facts"]
                sums["lost"] += row["lost"]
                sums["bad vaults"] += bool(verdict)
                sums["aborts"] += bool(row["status"])
                told.update(row["told"])
                faults.update(row["faults"])
                if verdict or row["status"]:
                    print(f"  at {row['limit']} bytes: {row['status']} {verdict}")
    sums["told"], sums["faults of ours"] = sum(told.values()), sum(faults.values())
    names = ("limits", "acknowledged", "told", "lost", "bad vaults", "aborts", "faults of ours")
    print(*(f"{name:>14}" for name in names))
    print(*(f"{sums[name]:>14}" for name in names))
    print("what was said:", *(f"{times:>6}  {one}" for one, times in told.most_common(20)), sep="\n")
    print(*(f"{times:>6}  FAULT {one}" for one, times in faults.most_common()), sep="\n")
    return 1 if sums["lost"] or sums["bad vaults"] or sums["aborts"] or faults or process.returncode else 0


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
