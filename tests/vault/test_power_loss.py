"""A power cut at any moment costs nothing that was said to be safe, and raises no false alarm."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.vault.faults import life, power, shim
from tests.vault.faults.room import room


@pytest.fixture(scope="module")
def place() -> Iterator[Path]:
    with room() as made, life.quickly():
        shim.build(made)
        yield made


@pytest.fixture(scope="module")
def recorded(place: Path) -> power.Recorded:
    return power.record(place / shim.LIBRARY_FILE, place, "often")


def test_a_power_cut_loses_no_acknowledged_word_and_raises_no_alarm(recorded: power.Recorded, place: Path) -> None:
    tally = power.replay(recorded, place, 150)
    assert tally.examples == []
    assert tally.states == 150


def test_the_replay_finds_what_a_database_without_flushes_loses(place: Path) -> None:
    careless = power.record(place / shim.LIBRARY_FILE, place, "careless")
    assert power.replay(careless, place, 100, stop_at=3).counts["lost"]


@pytest.mark.parametrize("unheard", ["vault.db-wal", "head.json", "vault.db"])
def test_the_replay_finds_one_file_whose_flushes_are_not_heard(
    recorded: power.Recorded, place: Path, unheard: str
) -> None:
    assert power.replay(recorded, place, 200, deaf={unheard}, stop_at=1).examples
