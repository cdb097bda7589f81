"""Whatever deed on the disk fails, it is told, nothing acknowledged is lost, and the vault works on afterwards."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.vault.faults import life, shim
from tests.vault.faults.room import room
from tests.vault.faults.sweep import Outcome, lives


@pytest.fixture(scope="module")
def place() -> Iterator[Path]:
    with room() as made, life.quickly():
        shim.build(made)
        yield made


def test_any_fault_of_the_disk_is_told_and_lived_through(place: Path) -> None:
    outcome = Outcome()
    for row in lives(place / shim.LIBRARY_FILE, place, 16, 5, "real"):
        outcome.take(row)
    assert outcome.findings == []
    assert outcome.lives == 16
    assert outcome.told > 4


def test_the_sweep_finds_a_vault_that_takes_no_notice_of_a_failed_save(place: Path) -> None:
    found = (row["findings"] for row in lives(place / shim.LIBRARY_FILE, place, 30, 3, "silent"))
    assert any(found)
