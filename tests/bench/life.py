"""Print how many steps of lives chosen by chance a vault and a plain model of it went together.

`life [STEPS] [SEED]`: about so many steps (10,000) of draft, sign, amend, mark as error, destroy, discard, restore a
draft, lock and unlock, crash, back up, restore, new key, new passphrase and check, all compared after each.
The canary keeps the draft of a note that was signed, and must be found.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

import tempfile

from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from pipnotes.vault.drafts import Drafting
from tests.vault.faults.life import quickly
from tests.vault.faults.room import room
from tests.vault.test_life import Life

_STEPS = 50


def _run(examples: int, phases: tuple[Phase, ...]) -> None:
    run_state_machine_as_test(  # type: ignore[no-untyped-call]
        Life,
        settings=settings(
            max_examples=examples,
            stateful_step_count=_STEPS,
            deadline=None,
            database=None,
            phases=phases,
            suppress_health_check=list(HealthCheck),
        ),
    )


def main(steps: int = 10_000) -> int:
    """Lead the lives; 1 when vault and model ever differed, or the canary was missed."""
    start = time.perf_counter()
    with room() as place, quickly():
        tempfile.tempdir = str(place)
        while Life.steps < steps:
            _run(20, (Phase.generate, Phase.shrink))
        done, spent = Life.steps, time.perf_counter() - start
        print(f"{done} steps in {spent:.0f} s, each followed by a comparison of everything: 0 differences", flush=True)
        drop, Drafting._drop = Drafting._drop, lambda *_: None  # type: ignore[method-assign]
        try:
            _run(20, (Phase.generate,))
        except Exception as found:  # noqa: BLE001  # the canary is to fail, in whatever way
            print(f"canary found after {Life.steps - done} steps: {type(found).__name__}")
            return 0
        finally:
            Drafting._drop = drop  # type: ignore[method-assign]
    print("the canary was missed")
    return 1


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
