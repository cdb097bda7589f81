"""Print how many of the states that a power cut could leave lost a word, opened damaged or raised a false alarm.

`power_loss [STATES] [SEED]`: so many states (8,000) over four recorded lives, which empty the write-ahead log seldom,
sometimes and often, or begin with an upgrade. The last rows are canaries: settings known to be bad, in which the same
harness must find loss.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from tests.vault.faults import life, power, shim
from tests.vault.faults.replay import Cut
from tests.vault.faults.room import room

_ROW = "{:<34} {:>7} {:>7} {:>6} {:>8} {:>7} {:>9}"


def _show(name: str, recorded: power.Recorded, tally: power.Tally, seconds: float) -> None:
    counts = (tally.counts[kind] for kind in ("lost", "corrupt", "alarms"))
    print(_ROW.format(name, len(recorded.events), tally.states, *counts, f"{tally.states / seconds:.0f}"), flush=True)


def _progress(tally: power.Tally, _: Cut) -> None:
    if tally.states % 500 == 0:
        print(f"  ... {tally.states}", file=sys.stderr, flush=True)


def main(states: int = 8000, seed: int = 1) -> int:
    """Record, replay and judge; 1 when a state was bad or a canary was missed."""
    bad = 0
    print(_ROW.format("life", "events", "states", "lost", "corrupt", "alarms", "states/s"))
    with room() as place, life.quickly():
        library = shim.build(place)
        for how in ("seldom", "full", "often", "upgraded"):
            recorded = power.record(library, place, how)
            start = time.perf_counter()
            tally = power.replay(recorded, place, states // 4, seed=seed, watch=_progress)
            _show(f"a life, {how}", recorded, tally, time.perf_counter() - start)
            bad += len(tally.examples)
            print(*(f"  {one}" for one in tally.examples[:5]), sep="\n", end="\n" if tally.examples else "")
        print("canaries: each must find something")
        for name, how, deaf in (
            ("synchronous=OFF", "careless", ()),
            ("log not flushed", "often", ("vault.db-wal",)),
            ("database not flushed", "often", ("vault.db",)),
            ("head file not flushed", "often", ("head.json",)),
            ("key file not flushed", "often", ("keys.json", "keys.json.new")),
        ):
            recorded = power.record(library, place / name, how)
            start = time.perf_counter()
            tally = power.replay(recorded, place, 300, seed=seed, deaf=deaf)
            _show(name, recorded, tally, time.perf_counter() - start)
            bad += not tally.examples
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
