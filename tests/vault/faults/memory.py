"""Lives in which the database gets too little memory: each limit in a forked process, since it only ever goes down."""

from __future__ import annotations

import json
import os
import shutil
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from sqlcipher3 import dbapi2

from pipnotes.errors import Problem
from tests.vault.faults import life
from tests.vault.faults.judge import Verdict, judge


@dataclass(slots=True)
class Ended:
    """How one life under one limit ended."""

    limit: int
    status: int
    facts: list[life.Fact]
    told: Counter[str] = field(default_factory=Counter)
    faults: Counter[str] = field(default_factory=Counter)
    verdict: Verdict = field(default_factory=Verdict)


def lives(template: Path, place: Path, limits: Iterator[int]) -> Iterator[Ended]:
    """Lead a life under each limit, in bytes, and judge what is left without one."""
    for limit in limits:
        life.copied(template, place)
        reading, writing = os.pipe()
        child = os.fork()
        if not child:
            with suppress(BaseException):
                os.close(reading)
                _lead(life.Life(place), limit, writing)
                os._exit(0)
            os._exit(1)
        os.close(writing)
        with os.fdopen(reading, "rb") as said:
            rows = [json.loads(line) for line in said.read().split(b"\n")[:-1]]
        _, status = os.waitpid(child, 0)
        ended = Ended(limit, status, [row["fact"] for row in rows if "fact" in row])
        ended.told.update(row["told"] for row in rows if "told" in row)
        ended.faults.update(row["fault"] for row in rows if "fault" in row)
        ended.verdict = judge(place, ended.facts, look_first=False)
        yield ended
        shutil.rmtree(place)


def _lead(one: life.Life, limit: int, descriptor: int) -> None:
    def say(**row: object) -> None:
        os.write(descriptor, json.dumps(row).encode() + b"\n")

    one.unlock()
    dbapi2.connect(":memory:").execute(f"PRAGMA hard_heap_limit = {limit}").fetchone()
    for name, act in one.acts()[1:]:
        try:
            fact = act()
        except Problem as problem:
            say(told=f"{name}: {problem.happened}")
        except Exception as fault:  # noqa: BLE001  # each is a finding, and the next act is waiting
            say(fault=f"{name}: {fault!r}")
        else:
            if fact is not None:
                say(fact=fact)


def limits(count: int) -> Iterator[int]:
    """Return so many limits, from too little for anything to nearly enough."""
    return (150_000 + 2_500_000 * number // count for number in range(count))


if __name__ == "__main__":
    with life.quickly():
        for one in lives(Path(sys.argv[1]), Path(sys.argv[2]), limits(int(sys.argv[3]))):
            row = {"limit": one.limit, "status": one.status, "facts": len(one.facts), "lost": bool(one.verdict.lost)}
            print(json.dumps(row | {"told": one.told, "faults": one.faults, "verdict": str(one.verdict)}), flush=True)
