"""Kill visit mode while it jots: `python3 packaging/dev.py bench jots [KILLS]`; 1 when a kept jot is gone."""

from __future__ import annotations

import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from pipnotes.vault import FLOOR, create
from tests.vault import jotter


def main(count: int = 1000) -> int:
    """Print the counts, and those of a writer that says too early that a jot is kept."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "one.pipvault"
        vault = create(folder, "harbour maple seven", role="therapist", owner="Wren", clock=_now, cost=FLOOR)
        key = vault.key
        vault.close()
        told, canary = jotter.kill(folder, key, count), jotter.kill(folder, key, 200, early=True)
    print(f"{'kills':>8} {'kept':>8} {'lost':>8} {'damaged':>8}")
    print(f"{told.kills:>8} {told.kept:>8} {told.lost:>8} {told.bad:>8}")
    print(f"canary: lost {canary.lost} after {canary.kills} kills")
    return 1 if told.lost or told.bad or not canary.lost else 0


def _now() -> datetime:
    return datetime(2026, 3, 16, 8, 40, tzinfo=UTC)


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
