"""Processes that jot until they are killed, and the count of what the kills cost.

told = kill(folder, key, 20)      told.lost is 0, or the writer is wrong
"""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from pipnotes.vault import VaultKey, jots
from pipnotes.vault.jots import NAME, Handed, JotWriter

ROOT = Path(__file__).parents[2]


@dataclass(kw_only=True, slots=True)
class Told:
    """How many processes were killed, how many jots they had said to be kept, and how many of those are gone."""

    kills: int = 0
    kept: int = 0
    lost: int = 0
    bad: int = 0


def kill(folder: Path, key: VaultKey, count: int, *, early: bool = False, seed: int = 11) -> Told:
    """Kill so many processes at random moments; with `early` they say that a jot is kept before it is."""
    told, chance = Told(), random.Random(seed)
    seeds = jots.seeds_of(key.subkey("jots"))
    handed = jots.fresh_visit(key.id, jots.public_of(seeds), "")
    said = f"{folder}\n{handed.vault}\n{handed.public.hex()}\n{handed.mac.hex()}\n{handed.visit}\n"
    command = [sys.executable, "-m", "tests.vault.jotter", *(["early"] if early else [])]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as nursery:
        assert nursery.stdin is not None
        assert nursery.stdout is not None
        for _ in range(count):
            nursery.stdin.write(said.encode())
            nursery.stdin.flush()
            kept = _one(nursery.stdout, chance)
            found = jots.read(folder, seeds, vault=key.id, visits={handed.visit: handed.mac})
            there = [int(one.text.split()[1]) for one in found.jots if one.checked]
            told.kills += 1
            told.kept += len(kept)
            told.lost += len(set(kept) - set(there))
            # One more may be whole than was said to be kept.
            told.bad += found.damaged + (len(there) > len(kept) + 1)
            (folder / NAME).unlink(missing_ok=True)
            if early and told.lost:
                break
        nursery.stdin.close()
    return told


def _one(lines: IO[bytes], chance: random.Random) -> list[int]:
    pid = int(lines.readline())
    time.sleep(chance.uniform(0.002, 0.06))
    os.kill(pid, signal.SIGKILL)
    kept = []
    while (line := lines.readline()) != b"gone\n":
        kept.append(int(line))
    return kept


def _jot(folder: str, handed: Handed, *, early: bool) -> None:
    writer = JotWriter(Path(folder), handed)
    number = 0
    while True:
        if early:
            os.write(1, f"{number}\n".encode())
        writer.keep(f"jot {number} " + "and so on " * (number % 40), "", unfinished=number % 3 == 1)
        if not early:
            os.write(1, f"{number}\n".encode())
        number += 1


def main(early: str = "") -> None:
    """Fork for each five lines that are told, and say when the child has gone."""
    while folder := sys.stdin.readline().strip():
        vault, public, mac, visit = (sys.stdin.readline().strip() for _ in range(4))
        handed = Handed(vault=vault, public=bytes.fromhex(public), mac=bytes.fromhex(mac), visit=visit, about="")
        child = os.fork()
        if not child:
            os.write(1, f"{os.getpid()}\n".encode())
            _jot(folder, handed, early=bool(early))
        os.waitpid(child, 0)
        os.write(1, b"gone\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
