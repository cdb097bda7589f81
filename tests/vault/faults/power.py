"""A life recorded, its power cut at many moments, and every state that is left judged."""

from __future__ import annotations

import random
import shutil
import subprocess
from collections import Counter
from collections.abc import Callable, Collection
from contextlib import nullcontext
from dataclasses import dataclass, field
from pathlib import Path

from tests.vault.faults import life
from tests.vault.faults.judge import Verdict, judge
from tests.vault.faults.replay import Cut, Disk, cuts
from tests.vault.faults.shim import ROOT, Event, events, worker


@dataclass(slots=True)
class Tally:
    """How many states were judged, and those found wrong."""

    states: int = 0
    counts: Counter[str] = field(default_factory=Counter)
    examples: list[str] = field(default_factory=list)

    def take(self, name: str, verdict: Verdict) -> None:
        self.states += 1
        for kind in ("lost", "corrupt", "alarms"):
            self.counts[kind] += bool(getattr(verdict, kind))
        if verdict:
            self.examples.append(f"{name}: {verdict}")


@dataclass(frozen=True, slots=True)
class Recorded:
    """A life: where it was led, the disk before it, and every deed."""

    place: Path
    before: Disk
    events: list[Event]
    later: bool = False


def record(library: Path, into: Path, how: str) -> Recorded:
    """Lead a life in a process of its own."""
    place = into / f"life-{how}"
    place.mkdir(parents=True)
    life.begin(place)
    before = Disk.of(place)
    subprocess.run(worker(library, "record", str(place), str(into / f"record-{how}"), how), cwd=ROOT, check=True)
    return Recorded(place, before, list(events(into / f"record-{how}")), how == "upgraded")


def replay(
    recorded: Recorded,
    into: Path,
    count: int,
    *,
    seed: int = 1,
    deaf: Collection[str] = (),
    stop_at: int = 0,
    watch: Callable[[Tally, Cut], None] | None = None,
) -> Tally:
    """Judge `count` states; with `stop_at` no more than it takes to find so many that are wrong."""
    tally, chance = Tally(), random.Random(seed)
    for cut in cuts(recorded.before, recorded.events, recorded.place, count, chance, deaf):
        place = into / "state"
        cut.disk.put(place)
        with life.later() if recorded.later else nullcontext():
            # A check before the first opening would say of an old vault that it is of another version.
            verdict = judge(place, cut.facts, look_first=not recorded.later and cut.number % 2 == 0)
        tally.take(f"state {cut.number} before event {cut.at}", verdict)
        shutil.rmtree(place)
        if watch:
            watch(tally, cut)
        if stop_at and len(tally.examples) >= stop_at:
            break
    return tally
