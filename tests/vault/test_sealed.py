"""Whether one record still is what was signed, asked without walking the whole history."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from pipnotes.vault import Change, Lifecycle, Vault, VaultKey, open_vault
from tests.vault.pages import final, page, standing

_UNGUARDED = "DROP TRIGGER version_stays; DROP TRIGGER contribution_stays; PRAGMA foreign_keys = OFF; "
TOGETHER = ("p6", "p7", "p8", "p9")


@pytest.fixture
def signed(folder: Path, opened: Callable[[Path], Vault]) -> Path:
    """Return a vault with the first note amended, and four notes that were signed in one step; p2 is untouched."""
    vault = opened(folder)
    vault.commit("notes signed", [final(page(number)) for number in (6, 7, 8, 9)], by="W", reason="all at once")
    vault.commit("note amended", [Change(page(1, "Corrected"), Lifecycle.AMENDED)], by="W", reason="wrong day")
    vault.close()
    return folder


def seals(folder: Path, key: VaultKey) -> dict[str, bool]:
    with open_vault(folder, key, clock=standing) as vault:
        return {record: vault.sealed(record)[1] for record in ("p1", "p2", *TOGETHER)}


def test_what_was_signed_alone_or_with_others_stands_as_it_was_signed(signed: Path, key: VaultKey) -> None:
    assert set(seals(signed, key).values()) == {True}


def test_the_digest_of_a_record_is_that_of_its_latest_version(signed: Path, key: VaultKey) -> None:
    with open_vault(signed, key, clock=standing) as vault:
        before = vault.sealed("p1")[0]
        vault.commit("note amended", [Change(page(1, "Again"), Lifecycle.AMENDED)], by="W", reason="r")
        after = vault.sealed("p1")[0]
        written = vault._ledger.connection.fetch("SELECT digest FROM version WHERE record = 'p1' ORDER BY number")
        assert [before, after] == [row[0].hex() for row in written[1:]]
        with pytest.raises(KeyError):
            vault.sealed("nobody")


@pytest.mark.parametrize(
    ("harm", "broken"),
    [
        ("UPDATE version SET body = x'7b7d' WHERE record = 'p1' AND number = 1", {"p1"}),
        ("UPDATE version SET lifecycle = 'draft' WHERE record = 'p1' AND number = 2", {"p1"}),
        ("UPDATE version SET body = x'7b7d' WHERE record = 'p8'", {"p8"}),
        ("UPDATE version SET digest = zeroblob(32) WHERE record = 'p6'", set(TOGETHER)),
        ("UPDATE version SET digest = zeroblob(32) WHERE record = 'p9'", set(TOGETHER)),
        ("UPDATE contribution SET by = 'X' WHERE action = 'notes signed'", set(TOGETHER)),
        ("UPDATE contribution SET reason = 'another' WHERE action = 'notes signed'", set(TOGETHER)),
        ("UPDATE contribution SET hash = zeroblob(32) WHERE seq = 2", {"p1", "p2"}),
        ("DROP TRIGGER contribution_remains; DELETE FROM contribution WHERE seq = 7", set(TOGETHER) | {"p1"}),
    ],
)
def test_a_change_behind_our_back_breaks_the_seal_of_what_it_touches_and_of_nothing_else(
    signed: Path, key: VaultKey, harm: str, broken: set[str]
) -> None:
    with open_vault(signed, key, clock=standing) as vault:
        raw = vault._ledger.connection.raw
        raw.set_authorizer(None)
        raw.executescript(_UNGUARDED + harm)
        told = {record for record in ("p1", "p2", "p5", *TOGETHER) if not vault.sealed(record)[1]}
    assert told == broken
