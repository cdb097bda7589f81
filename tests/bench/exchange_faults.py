"""Two thousand random schedules of faults and attacks on the way of the parcels, and canaries that must be caught.

Start it with ``python3 packaging/dev.py bench exchange_faults [COUNT]``.
"""

from __future__ import annotations

import sys
import time
from unittest.mock import patch

from tests.exchange import weather
from tests.exchange.people import person

SCHEDULES = 2_000
CANARY_SCHEDULES = 600


def main(arguments: list[str]) -> int:
    """Run the schedules, print one row, then one for each canary; 1 when anything was lost or a canary missed."""
    count = int(arguments[0]) if arguments else SCHEDULES
    people = (
        person(1, "Ines Hallam", "therapist"),
        person(2, "Rowan Achebe", "supervisor"),
        person(3, "Piet Zander", "supervisor"),
    )
    began = time.perf_counter()
    outcomes = [weather.run(seed, people) for seed in range(count)]
    took = time.perf_counter() - began
    print(
        "| schedules | parcels | arrived once | reported missing | lost | twice | forged taken | after again lost | s |"
    )
    print("|---|---|---|---|---|---|---|---|---|")
    row = [
        count,
        sum(o.written for o in outcomes),
        sum(o.arrived for o in outcomes),
        sum(o.reported for o in outcomes),
        *(sum(len(getattr(o, kind)) for o in outcomes) for kind in ("lost", "twice", "forged", "lost_after_again")),
        round(took),
    ]
    print("| " + " | ".join(str(value) for value in row) + " |")
    doubled, back = sum(o.sealed_twice for o in outcomes), sum(o.went_back for o in outcomes)
    print(f"\n{back} senders went back to a backup; {doubled} contents came under two numbers of their own sealing.")
    bad = [seed for seed, outcome in enumerate(outcomes) if not outcome.sound]
    if bad:
        print(f"Not sound: seeds {bad[:20]}")
    missed = [check for check in weather.RARE_CHECKS if not _caught(check, people)]
    return 1 if bad or missed else 0


def _caught(check: str, people: tuple[weather.Person, weather.Person, weather.Person]) -> bool:
    def change(owner: object, name: str, value: object) -> None:
        patch.object(owner, name, value).start()

    weather.leave_out(check, change)
    try:
        first = next((seed for seed in range(CANARY_SCHEDULES) if not weather.run(seed, people).sound), None)
    finally:
        patch.stopall()
    print(f"canary without the {check} check: " + ("NOT CAUGHT" if first is None else f"caught at schedule {first}"))
    return first is not None


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
