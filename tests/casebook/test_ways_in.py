"""Who can open a vault beside whoever knows its passphrase: the organisation, and this computer's sign-in."""

from __future__ import annotations

import base64
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import keyring
import pytest
from keyring.backends import fail, null

from pipnotes.casebook import escrow, keystore, vaults
from pipnotes.casebook.casebook import Casebook
from pipnotes.casebook.demo_vault import PASSPHRASE
from pipnotes.errors import Problem
from pipnotes.policy import Policy
from tests.support.keystore import MemoryKeystore, memory_keystore

ROOT = Path(__file__).parents[2]
ALLOWED = Policy(keystore=True, given=True)


@pytest.fixture
def desktop() -> Iterator[MemoryKeystore]:
    with memory_keystore() as made:
        yield made


def reopened(casebook: Casebook) -> Casebook:
    casebook.close()
    return vaults.open_with(casebook.folder, vaults.derive(casebook.folder, PASSPHRASE), clock=casebook.clock)


def test_the_keeper_is_told_once_that_the_organisation_opened_the_vault(casebook: Casebook) -> None:
    made = escrow.make(casebook.clock)
    casebook.ways_in.follow(Policy(escrow_public_key=base64.b64decode(made.public), given=True))
    assert casebook.ways_in.organisation == made.name
    assert casebook.ways_in.unread_opening is None
    casebook.close()
    for reason in ("on sick leave", ""):
        escrow.open_vault(casebook.folder, *made.shares, PASSPHRASE, reason=reason, clock=casebook.clock)
        again = vaults.open_with(casebook.folder, vaults.derive(casebook.folder, PASSPHRASE), clock=casebook.clock)
        told = again.ways_in.unread_opening
        assert told is not None
        assert (told.by, told.reason, told.at) == ("your organisation", reason, casebook.clock())
        again.ways_in.mark_read(told)
        again = reopened(again)
        assert again.ways_in.unread_opening is None
        assert again.ways_in.opened_by_organisation == told
        again.close()


def test_an_organisations_key_that_is_none_is_told_and_the_vault_stays_as_it_was(casebook: Casebook) -> None:
    before = casebook.head
    with pytest.raises(Problem, match="not a key"):
        casebook.ways_in.follow(Policy(escrow_public_key=b"\xff" * 1216, given=True))
    assert casebook.head == before


def test_this_computers_sign_in_opens_the_vault_and_stops_when_told(
    casebook: Casebook, desktop: MemoryKeystore
) -> None:
    assert casebook.ways_in.offers_sign_in(ALLOWED)
    assert not casebook.ways_in.offers_sign_in(Policy())
    casebook.ways_in.start_sign_in()
    assert len(desktop.kept) == 1
    casebook = reopened(casebook)
    assert casebook.ways_in.by_sign_in
    assert vaults.opens_by_sign_in(casebook.folder)
    assert vaults.derive_from_sign_in(casebook.folder).id == casebook.id
    casebook.ways_in.stop_sign_in()
    assert not vaults.opens_by_sign_in(casebook.folder)
    assert desktop.kept == {}
    with pytest.raises(Problem, match="did not open"):
        vaults.derive_from_sign_in(casebook.folder)
    casebook.close()


@pytest.mark.pain(6)
def test_a_lost_or_locked_or_spoilt_entry_asks_for_the_passphrase_in_plain_words(
    casebook: Casebook, desktop: MemoryKeystore
) -> None:
    casebook.ways_in.start_sign_in()
    (entry,) = desktop.kept
    good = desktop.kept[entry]
    for spoilt in ("", "zz", good[:-2], "00" * 32):
        desktop.kept[entry] = spoilt
        with pytest.raises(Problem) as told:
            vaults.derive_from_sign_in(casebook.folder)
        assert told.value.todo.startswith("Type your passphrase.")
    desktop.kept[entry] = good
    desktop.locked = True
    with pytest.raises(Problem, match="did not open"):
        vaults.derive_from_sign_in(casebook.folder)
    assert vaults.derive(casebook.folder, PASSPHRASE).id == casebook.id


def test_a_keystore_that_keeps_nothing_gives_the_vault_no_slot(casebook: Casebook, desktop: MemoryKeystore) -> None:
    desktop.locked = True
    with pytest.raises(Problem, match="did not keep"):
        casebook.ways_in.start_sign_in()
    assert not casebook.ways_in.by_sign_in


def test_a_rule_that_forbids_it_ends_it_at_the_next_unlock(casebook: Casebook, desktop: MemoryKeystore) -> None:
    casebook.ways_in.start_sign_in()
    casebook.ways_in.follow(ALLOWED)
    assert casebook.ways_in.by_sign_in
    casebook.ways_in.follow(Policy())
    assert not casebook.ways_in.by_sign_in
    assert desktop.kept == {}


def test_a_new_vault_key_forgets_the_sign_in(casebook: Casebook, desktop: MemoryKeystore) -> None:
    casebook.ways_in.start_sign_in()
    casebook.rekey(PASSPHRASE)
    assert not casebook.ways_in.by_sign_in
    assert desktop.kept == {}


@pytest.mark.parametrize("none", [fail.Keyring, null.Keyring])
def test_without_a_keystore_the_choice_is_not_there(casebook: Casebook, none: type, tmp_path: Path) -> None:
    with memory_keystore():
        keyring.set_keyring(none())
        assert not keystore.available()
        assert not casebook.ways_in.offers_sign_in(ALLOWED)
        assert not vaults.opens_by_sign_in(casebook.folder)
        with pytest.raises(Problem):
            casebook.ways_in.start_sign_in()
    assert not vaults.opens_by_sign_in(tmp_path / "nothing")


def test_without_the_optional_library_the_choice_is_not_there_and_nothing_breaks() -> None:
    code = (
        "import sys; sys.modules['keyring'] = None; from pipnotes.casebook import keystore;"
        "print(keystore.available(), keystore.keep('a', b'1'), keystore.secret_of('a'), keystore.forget('a'))"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False", "False", "None", "None"]
