"""Processes ended without warning at any moment, by `kill -9`, and what their vaults hold afterwards.

The children are forked from one process that has everything loaded, so that a kill costs a few hundredths of a second;
what a child says on its pipe before its end is what its owner was told.
"""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

from tests.vault.faults import life
from tests.vault.faults.judge import judge

Say = Callable[[life.Fact], None]


def writing(one: life.Life, say: Say) -> None:
    """Type and sign without end."""
    one.unlock()
    number = 100
    while True:
        number += 1
        say(one.type_on(number, 1))
        say(one.type_on(number, 2))
        say(one.sign(number, 3))
        say(one.amend(number, 4))


def backing_up(one: life.Life, say: Say) -> None:
    """Write a little and back up, without end."""
    one.unlock()
    number = 200
    while True:
        number += 1
        say(one.sign(number, 1))
        say(one.backup())


def rekeying(one: life.Life, say: Say) -> None:
    """Write a little and change the key, without end."""
    one.unlock()
    number = 300
    while True:
        number += 1
        say(one.sign(number, 1))
        one.rekey()


def changing_passphrase(one: life.Life, say: Say) -> None:
    """Change the passphrase once, and write on."""
    one.unlock()
    say(one.sign(400, 1))
    say(one.change_passphrase())
    writing(one, say)


def upgrading(one: life.Life, say: Say) -> None:
    """Open the vault with a later program, and write on."""
    with life.later():
        writing(one, say)


def living(one: life.Life, say: Say) -> None:
    """Lead a whole life, to its end."""
    for _, act in one.acts():
        fact = act()
        if fact is not None:
            say(fact)


# What is done, and at what moment of it the last kill falls, as a share of the time that a whole life takes.
JOBS: dict[str, tuple[Callable[[life.Life, Say], None], float]] = {
    "writing": (writing, 0.3),
    "backing up": (backing_up, 0.4),
    "rekeying": (rekeying, 0.4),
    "passphrase": (changing_passphrase, 0.12),
    "upgrading": (upgrading, 0.2),
    "a whole life": (living, 1.0),
}


def kill(template: Path, place: Path, job: str, seconds: float) -> dict[str, Any]:
    """Do a job on a copy of a vault, end it after so many seconds, and judge what is left."""
    life.copied(template, place)
    facts = _cut(place, JOBS[job][0], seconds)
    if job == "upgrading":
        with life.later():
            verdict = judge(place, facts, look_first=False)
    else:
        verdict = judge(place, facts, look_first=random.Random(seconds).random() < 0.5)
    shutil.rmtree(place)
    return {"job": job, "facts": len(facts), "lost": verdict.lost, "other": [*verdict.corrupt, *verdict.alarms]}


def series(template: Path, place: Path, count: int, seed: int) -> Iterator[dict[str, Any]]:
    """Kill `count` times, each kind of work in turn, at moments chosen by chance."""
    chance = random.Random(seed)
    for number in range(count):
        if number % 60 == 0:
            whole = _seconds_of_a_life(template, place)
        job = list(JOBS)[number % len(JOBS)]
        yield kill(template, place, job, chance.random() * JOBS[job][1] * whole)


def _seconds_of_a_life(template: Path, place: Path) -> float:
    life.copied(template, place)
    start = time.perf_counter()
    living(life.Life(place), lambda _: None)
    shutil.rmtree(place)
    return time.perf_counter() - start


def _cut(place: Path, work: Callable[[life.Life, Say], None], seconds: float) -> list[life.Fact]:
    reading, writing_end = os.pipe()
    child = os.fork()
    if not child:
        with suppress(BaseException):
            os.close(reading)
            work(life.Life(place), lambda fact: _say(writing_end, fact))
        os._exit(0)
    os.close(writing_end)
    time.sleep(seconds)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    with os.fdopen(reading, "rb") as said:
        lines = said.read().split(b"\n")
    return [json.loads(line) for line in lines[:-1]]


def _say(descriptor: int, fact: life.Fact) -> None:
    os.write(descriptor, json.dumps(fact).encode() + b"\n")


if __name__ == "__main__":
    with life.quickly():
        for row in series(Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4])):
            print(json.dumps(row), flush=True)
