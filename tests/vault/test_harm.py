"""Harm that the ciphers of the pages do not show: pages in the wrong place, and changes by a hand that has the key."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipnotes.vault import unlock
from tests.vault.faults import harm, life
from tests.vault.faults.room import room
from tests.vault.pages import PASSPHRASE


@pytest.fixture(scope="module")
def place() -> Iterator[Path]:
    with room() as made, life.quickly():
        yield made


@pytest.fixture(scope="module")
def found(place: Path) -> harm.Target:
    life.begin(place)
    return harm.target(place, place / life.VAULT, unlock(place / life.VAULT, PASSPHRASE))


def test_a_history_forged_by_a_holder_of_the_key_is_shown_by_a_head_kept_elsewhere(
    found: harm.Target, place: Path
) -> None:
    for alone, witnessed in harm.insider(found, place, random.Random(1), 1).values():
        assert (alone.done, alone.noticed) == (1, 0)
        assert (witnessed.done, witnessed.noticed) == (1, 1)


def test_pages_moved_or_put_back_never_pass_for_the_vault(found: harm.Target, place: Path) -> None:
    counts = harm.move_pages(found, 2, random.Random(2), place)
    assert [one for counted in counts.values() for one in counted.silent] == []
    assert counts["an old page put back"].done > 5
