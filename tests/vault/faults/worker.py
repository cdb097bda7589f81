"""The process that lives under the recorder: `record` a life, or `sweep` through every way in which it can fail."""

from __future__ import annotations

import json
import sys
from contextlib import nullcontext
from pathlib import Path

from tests.vault.faults import life, trouble
from tests.vault.faults.shim import Shim


def record(place: Path, into: Path, how: str) -> None:
    """Lead one life and write down every deed; `how` says how often the write-ahead log is emptied."""
    life.soon({"seldom": 1000, "full": 40}.get(how, 12))
    if how == "careless":
        life.careless()
    shim, one = Shim(), life.Life(place)
    shim.watch(place, into)
    with life.later() if how == "upgraded" else nullcontext():
        for _, act in one.acts():
            fact = act()
            if fact is not None:
                shim.acknowledge(fact)


def sweep(template: Path, place: Path, count: int, seed: int, how: str) -> None:
    """Lead one life for every fault, and say in a line of JSON how each ended."""
    life.soon()
    if how == "silent":
        trouble.silent()
    shim = Shim()
    shim.watch(place)
    for fault in trouble.faults(shim, template, place, count, seed):
        print(json.dumps(trouble.suffer(shim, template, place, fault)), flush=True)


if __name__ == "__main__":
    job, *rest = sys.argv[1:]
    with life.quickly():
        if job == "record":
            record(Path(rest[0]), Path(rest[1]), rest[2])
        else:
            sweep(Path(rest[0]), Path(rest[1]), int(rest[2]), int(rest[3]), rest[4])
