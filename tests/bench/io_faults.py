"""Print how many lives of a vault, each with another deed on the disk failing, lost a word or left it silent.

`io_faults [LIVES] [SEED]`: so many faults chosen by chance (2,000), or 0 for every write, flush, cut, creation, move,
removal and reading there is; each fails with an I/O error or a full disk, or is done by half, once or from there on.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from tests.vault.faults import life, shim
from tests.vault.faults.room import room
from tests.vault.faults.sweep import Outcome, lives

_ROW = "{:<22} {:>6} {:>6} {:>9} {:>6} {:>9} {:>8}"


def main(count: int = 2000, seed: int = 1) -> int:
    """Lead the lives; 1 when one ended badly or the canary was missed."""
    print(_ROW.format("disk", "lives", "told", "reopened", "lost", "findings", "seconds"))
    with room() as place, life.quickly():
        library = shim.build(place)
        outcomes = {}
        for how, name in (("real", "failing"), ("silent", "canary: not noticed")):
            start, outcome = time.perf_counter(), Outcome()
            outcomes[how] = outcome
            for row in lives(library, place, count if how == "real" else 100, seed, how):
                outcome.take(row)
                if outcome.lives % 500 == 0:
                    print(f"  ... {outcome.lives}", file=sys.stderr, flush=True)
            spent = f"{time.perf_counter() - start:.0f}"
            figures = (outcome.lives, outcome.told, outcome.reopened, outcome.lost, len(outcome.findings))
            print(_ROW.format(name, *figures, spent), flush=True)
    real = outcomes["real"]
    print(*(f"  {one}" for one in real.findings[:10]), sep="\n", end="\n" if real.findings else "")
    print("what was said:")
    for message, times in real.messages.most_common():
        print(f"  {times:>5}  {message}")
    return 1 if real.findings or not outcomes["silent"].findings else 0


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
