"""A vault whose maker named no cost is sealed at the one that this machine bears."""

from __future__ import annotations

import json
from functools import partial
from pathlib import Path

import pytest

from pipnotes.vault import KdfCost, calibrate, create, keys, unlock
from tests.vault.pages import PASSPHRASE, standing


def _middling(cost: KdfCost) -> float:
    return {256: 2.0, 128: 1.0, 64: 0.5}[cost.memory_kib // 1024]


def test_a_vault_whose_maker_named_no_cost_is_sealed_at_the_one_that_was_measured(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(keys, "calibrate", partial(calibrate, _middling))
    folder = tmp_path / "one.pipvault"
    with create(folder, PASSPHRASE, role="therapist", owner="Wren Hale", clock=standing) as vault:
        made = vault.id
    (slot,) = json.loads((folder / "keys.json").read_text("utf-8"))["slots"]
    assert (slot["memory_kib"], slot["passes"], slot["lanes"]) == (128 * 1024, 3, 4)
    assert unlock(folder, PASSPHRASE).id == made
