"""How dear a guess of the passphrase is: as dear as the machine bears, and never under the floor."""

from __future__ import annotations

import json
import math
from pathlib import Path

import pytest

from pipnotes.vault import FLOOR, calibrate, create, keys, unlock
from tests.vault.pages import PASSPHRASE, standing

LARGEST = keys.KdfCost(256 * 1024, 3, 4)


@pytest.mark.parametrize(("patience", "taken"), [(math.inf, LARGEST), (0.0, FLOOR)])
def test_the_largest_cost_is_taken_that_the_machine_bears_and_never_one_under_the_floor(
    monkeypatch: pytest.MonkeyPatch, patience: float, taken: keys.KdfCost
) -> None:
    monkeypatch.setattr(keys, "_LADDER", (LARGEST, FLOOR))
    monkeypatch.setattr(keys, "_PATIENCE", patience)
    assert calibrate() == taken


def test_a_vault_whose_maker_named_no_cost_gets_the_one_that_was_measured(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    dearer = keys.KdfCost(FLOOR.memory_kib + 1024, FLOOR.passes, FLOOR.lanes)
    monkeypatch.setattr(keys, "_LADDER", (dearer, FLOOR))
    monkeypatch.setattr(keys, "_PATIENCE", math.inf)
    folder = tmp_path / "one.pipvault"
    with create(folder, PASSPHRASE, role="therapist", owner="Wren Hale", clock=standing) as vault:
        key = vault.id
    assert _cost(folder) == dearer
    assert unlock(folder, PASSPHRASE).id == key


def _cost(folder: Path) -> keys.KdfCost:
    (slot,) = json.loads((folder / "keys.json").read_text("utf-8"))["slots"]
    return keys.KdfCost(slot["memory_kib"], slot["passes"], slot["lanes"])
