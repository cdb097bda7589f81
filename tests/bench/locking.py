"""How long a start and a lock take: `python3 packaging/dev.py bench locking`.

The program runs as people start it, on the made-up caseload with a note open, without a screen. Wall time depends on
what else the computer does, so the processor's time stands beside it.
"""

from __future__ import annotations

import os
import statistics
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

from pipnotes.casebook import demo_vault, vaults
from pipnotes.vault import FLOOR
from tests.support.before import begin_note
from tests.support.running import Running

RUNS = 5


def spent(pid: int) -> float:
    """Return the seconds of processor time, user and system, that a process has used."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def one_run(folder: Path, home: Path) -> dict[str, float]:
    """Start, unlock, lock and meet the fresh process, once; return seconds."""
    began = time.monotonic()
    with Running(folder, home) as program:
        told = {"start to unlock page, wall": time.monotonic() - began, "start, user+sys": spent(program.pid)}
        program.unlock(demo_vault.PASSPHRASE)
        program.until(lambda seen: seen["page"] == "NotePage")
        program.type("and then the spo")
        old, locked = program.pid, time.monotonic()
        program.press("Ctrl+L")
        told |= _until_fresh(program, old, locked)
        program.until(lambda seen: seen["locked"])
    return told


def _until_fresh(program: Running, old: int, locked: float) -> dict[str, float]:
    line, _ = program._door.accept()
    there = time.monotonic() - locked
    heard = line.makefile("r", encoding="utf-8")
    fresh = int(heard.readline().split('"pid": ')[1].rstrip("}\n"))
    used = spent(fresh)
    program.ended()
    gone = time.monotonic() - locked
    program._hang_up()
    program._line, program._answers = line, heard
    line.settimeout(40)
    program._pids.append(fresh)
    return {"lock to unlock page, wall": there, "lock to old process gone, wall": gone, "fresh, user+sys": used}


def main() -> int:
    """Print the medians."""
    print(f"on {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}; median of {RUNS} (least to most)")
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "work.pipvault"
        demo_vault.make(folder, families=12, clock=_now, cost=FLOOR).casebook.close()
        key = vaults.derive(folder, demo_vault.PASSPHRASE)
        begin_note(folder, key, baby="She reached for")
        runs = [one_run(folder, Path(place) / f"home{number}") for number in range(RUNS)]
    for name in runs[0]:
        times = sorted(run[name] for run in runs)
        print(f"{name:32} {statistics.median(times):6.2f} s   ({times[0]:.2f} to {times[-1]:.2f})")
    return 0


def _now() -> datetime:
    return datetime(2026, 3, 16, 8, 40, tzinfo=UTC)


if __name__ == "__main__":
    sys.exit(main())
