"""Print how many `kill -9` at random moments lost an acknowledged word or left a vault that does not open.

`kills [COUNT] [SEED]`: so many kills (1,000), shared out among writing, backing up, a new key, a new passphrase, an
upgrade and a whole life. The canary writes its head file ahead of the database, and must be found.
"""

from __future__ import annotations

import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from pipnotes.vault.ledger import Ledger
from tests.vault.faults import kills, life
from tests.vault.faults.room import room

_ROW = "{:<26} {:>6} {:>13} {:>6} {:>8}"


@contextmanager
def _head_first() -> Iterator[None]:
    turn = Ledger._turn

    def hasty(ledger: Ledger) -> None:
        turn(ledger)
        ledger.witness()
        time.sleep(0.005)

    Ledger._turn = hasty  # type: ignore[method-assign]
    try:
        yield
    finally:
        Ledger._turn = turn  # type: ignore[method-assign]


def _show(place: Path, name: str, count: int, seed: int) -> int:
    done, told, lost, other = Counter[str](), Counter[str](), Counter[str](), Counter[str]()
    for row in kills.series(place / "template", place / "life", count, seed):
        job = row["job"]
        done[job] += 1
        told[job] += row["facts"]
        lost[job] += bool(row["lost"])
        other[job] += bool(row["other"])
        if not name and (row["lost"] or row["other"]):
            print(f"  {row}", file=sys.stderr)
    for job in done:
        print(_ROW.format(f"{name}{job}", done[job], told[job], lost[job], other[job]), flush=True)
    return sum(lost.values()) + sum(other.values())


def main(count: int = 1000, seed: int = 1) -> int:
    """Kill and judge; 1 when anything was lost or damaged, or the canary was missed."""
    print(_ROW.format("killed while", "kills", "acknowledged", "lost", "damaged"))
    with room() as place, life.quickly():
        (place / "template").mkdir()
        life.begin(place / "template")
        bad = _show(place, "", count, seed)
        with _head_first():
            caught = _show(place, "canary: ", 30, seed)
    return 1 if bad or not caught else 0


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
