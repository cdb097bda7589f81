"""One life for every deed that can fail: the trouble is told, it ends, and the life goes on as if it had not been.

What a person does in it is what the three lines say: leave the words where they are and try again; when that does not
help, close the vault, open it and try once more.
"""

from __future__ import annotations

import errno
import random
import shutil
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path

from pipnotes.errors import Problem
from pipnotes.vault import ledger
from tests.vault.faults.judge import judge
from tests.vault.faults.life import Act, Fact, Life, copied
from tests.vault.faults.shim import Shim

KINDS = {"EIO": errno.EIO, "ENOSPC": errno.ENOSPC, "half": 0}


@dataclass(frozen=True, slots=True)
class Fault:
    """The nth deed (or reading) and all after it, or it alone, fails in one way."""

    nth: int
    kind: str
    always: bool = False
    reads: bool = False


def faults(shim: Shim, template: Path, place: Path, count: int, seed: int) -> Iterator[Fault]:
    """Go through every fault of a life, or through `count` of them chosen by chance."""
    shim.rest()
    one = Life(copied(template, place))
    for _, act in one.acts():
        act()
    deeds, reads = shim.seen(), shim.seen(reads=True)
    shutil.rmtree(place)
    every = [Fault(nth, kind, always) for nth in range(deeds) for kind in KINDS for always in (False, True)]
    every += [Fault(nth, "EIO", always, reads=True) for nth in range(reads) for always in (False, True)]
    yield from random.Random(seed).sample(every, count) if count else every


def suffer(shim: Shim, template: Path, place: Path, fault: Fault) -> dict[str, object]:
    """Lead one life under one fault; `findings` are what should not have been."""
    one, tale = Life(copied(template, place)), Tale(shim)
    shim.fail(fault.nth, KINDS[fault.kind], always=fault.always, reads=fault.reads)
    for name, act in one.acts():
        tale.go_on(one, name, act)
    shim.rest()
    with suppress(Problem):
        one.open.close()
    verdict = judge(place, tale.facts)
    shutil.rmtree(place)
    return {
        **asdict(fault),
        "told": tale.told,
        "reopened": tale.reopened,
        "lost": bool(verdict.lost),
        "findings": [*tale.findings, *([str(verdict)] if verdict else [])],
    }


class Tale:
    """What happened in one life, act by act."""

    def __init__(self, shim: Shim) -> None:
        self.shim = shim
        self.facts: list[Fact] = []
        self.findings: list[str] = []
        self.told: list[str] = []
        self.reopened = 0

    def go_on(self, one: Life, name: str, act: Act) -> None:
        """Do one act, if need be again after the trouble, if need be in a vault opened anew."""
        if self._done(name, act) or self._done(name, act):
            return
        self.shim.rest()
        if self._done(name, act):
            return
        self.reopened += 1
        with suppress(Problem):
            if one.vault is not None:
                one.vault.close()
        if name != "open":
            self._done("open", one.unlock)
        if not self._done(name, act):
            self.findings.append(f"{name}: does not work again after the trouble: {self.told[-1:]}")

    def _done(self, name: str, act: Act) -> bool:
        try:
            fact = act()
        except Problem as problem:
            self.told.append(f"{name}: {type(problem).__name__}: {problem.happened}")
            if not all(line.strip() for line in problem.lines()):
                self.findings.append(f"{name}: not told in three lines")
            return False
        except Exception as fault:  # noqa: BLE001  # whatever it is, a person would see it as a fault of ours
            self.findings.append(f"{name}: not told: {fault!r}")
            self.told.append(f"{name}: {fault!r}")
            return False
        if fact is not None:
            self.facts.append(fact)
        return True


def silent() -> None:
    """Let this process take no notice of a failed commit: the fault that the sweep must find."""
    ledger.Ledger._undo = lambda *_: False  # type: ignore[method-assign, assignment]
