"""Lives under faults, led in a process of its own, and what they add up to."""

from __future__ import annotations

import json
import subprocess
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.vault.faults import life
from tests.vault.faults.shim import ROOT, worker


@dataclass(slots=True)
class Outcome:
    """How many lives there were, how many met their fault, and what should not have been."""

    lives: int = 0
    told: int = 0
    reopened: int = 0
    lost: int = 0
    messages: Counter[str] = field(default_factory=Counter)
    findings: list[str] = field(default_factory=list)

    def take(self, row: dict[str, Any]) -> None:
        self.lives += 1
        self.told += bool(row["told"])
        self.reopened += bool(row["reopened"])
        self.lost += row["lost"]
        self.messages.update({line.partition(": ")[2] for line in row["told"]})
        where = f"{row['kind']} at {'reading' if row['reads'] else 'deed'} {row['nth']}{' and on' * row['always']}"
        self.findings += [f"{where}: {one}" for one in row["findings"]]


def lives(library: Path, place: Path, count: int, seed: int, how: str) -> Iterator[dict[str, Any]]:
    """Lead `count` lives, each under a fault of its own; 0 for every fault there is. `how`: real, or silent."""
    template = place / "template"
    if not template.exists():
        template.mkdir(parents=True)
        life.begin(template)
    command = worker(library, "sweep", str(template), str(place / "life"), str(count), str(seed), how)
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        for line in process.stdout:
            yield json.loads(line)
    if process.returncode:
        raise RuntimeError(f"the worker ended with {process.returncode}")
