"""What an earlier day sealed outside the database still opens: the ways in of others, their shares, and jots.

`tests/golden/vault/sealed.json` was made once and never changes; the museum keeps whole vaults beside it.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import msgspec
import pytest

from pipnotes.vault import VaultKey, escrow, jots, keys
from pipnotes.vault.keyfile import EscrowSlot, KeystoreSlot

KEPT: dict[str, Any] = json.loads(
    (Path(__file__).parent.parent / "golden" / "vault" / "sealed.json").read_text("utf-8")
)


@pytest.fixture(scope="module")
def key() -> VaultKey:
    return keys.from_words(KEPT["words"])


def test_the_words_of_a_sheet_still_stand_for_the_same_vault(key: VaultKey) -> None:
    assert (key.id, key.words()) == (KEPT["vault"], KEPT["words"])


@pytest.mark.parametrize("suite", [1, 2])
def test_the_organisation_still_opens_what_was_sealed_to_its_key(key: VaultKey, suite: int) -> None:
    kept = KEPT["escrow"][suite - 1]
    slot = msgspec.convert(kept["slot"], EscrowSlot)
    opened = keys.from_escrow(slot, KEPT["vault"], bytes.fromhex(kept["private"]))
    assert slot.suite == suite
    assert opened is not None
    assert (opened.words(), opened.opened_with) == (key.words(), "escrow")
    assert keys.from_escrow(slot, "0" * 32, bytes.fromhex(kept["private"])) is None


def test_the_computers_keystore_still_opens_what_was_wrapped_for_it(key: VaultKey) -> None:
    slot, secret = msgspec.convert(KEPT["keystore"]["slot"], KeystoreSlot), bytes.fromhex(KEPT["keystore"]["secret"])
    opened = keys.from_keystore(slot, KEPT["vault"], secret)
    assert opened is not None
    assert (opened.words(), opened.opened_with) == (key.words(), "keystore")
    for vault, other in (("0" * 32, secret), (KEPT["vault"], secret[:31]), (KEPT["vault"], bytes(32))):
        assert keys.from_keystore(slot, vault, other) is None


def test_two_shares_on_paper_still_make_the_key_again() -> None:
    one, other = map(escrow.read_share, KEPT["shares"]["pages"])
    assert escrow.join(one, other).hex() == KEPT["escrow"][0]["private"]
    assert one.key == escrow.name_of(bytes.fromhex(KEPT["shares"]["public"]))
    assert [share.render("28 November 2026") for share in (one, other)] == KEPT["shares"]["pages"]


def test_jots_of_an_earlier_release_are_still_taken_in(key: VaultKey, tmp_path: Path) -> None:
    (tmp_path / jots.NAME).write_bytes(bytes.fromhex(KEPT["jots"]["file"]))
    visits = {KEPT["jots"]["visit"]: bytes.fromhex(KEPT["jots"]["mac"])}
    found = jots.read(tmp_path, jots.seeds_of(key.subkey("jots")), vault=key.id, visits=visits)
    assert (found.damaged, found.cut_off) == (0, False)
    assert [(one.text, one.at, one.about, one.unfinished, one.checked) for one in found.jots] == [
        ("on dad's knee, watchful", "2026-11-12T09:31:00+00:00", "mabel", False, True),
        ("wooden sp", "2026-11-12T09:32:00+00:00", "mabel", True, True),
        ("« encore », she said 👶", "2026-11-12T09:33:00+00:00", "mabel", False, True),
    ]
    # By its name a jot that was taken in already is known again.
    assert [one.name for one in found.jots] == KEPT["jots"]["names"]
