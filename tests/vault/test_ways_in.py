"""What is said at a vault's door, without its key, when the files there are not what they should be."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from pipnotes.errors import Integrity, Problem, WrongUse
from pipnotes.vault import Vault, VaultKey, info, unlock, unlock_with_escrow, unlock_with_keystore, unlock_with_words
from pipnotes.vault import keyfile as keyfiles
from pipnotes.vault.unlocking import first_keys
from tests.vault.conftest import Template
from tests.vault.pages import PASSPHRASE

WAYS: dict[str, Callable[[Path, str], object]] = {
    "passphrase": lambda folder, _: unlock(folder, PASSPHRASE),
    "words": unlock_with_words,
    "organisation": lambda folder, _: unlock_with_escrow(folder, bytes(96)),
    "keystore": lambda folder, _: unlock_with_keystore(folder, bytes(32)),
    "info": lambda folder, _: info(folder),
}


@pytest.mark.parametrize("way", WAYS)
def test_a_folder_that_is_no_vault_is_told_from_one_that_lost_its_notes(
    folder: Path, template: Template, tmp_path: Path, way: str
) -> None:
    for place in (tmp_path / "nowhere", tmp_path / "holidays"):
        with pytest.raises(Problem, match="not a PipNotes vault"):
            WAYS[way](place, template.words)
        (tmp_path / "holidays").mkdir(exist_ok=True)
    (folder / "head.json").rename(tmp_path / "holidays" / "head.json")
    with pytest.raises(Integrity, match=r"vault\.db is missing"):
        WAYS[way](tmp_path / "holidays", template.words)


@pytest.mark.parametrize(
    ("way", "told"),
    [
        ("passphrase", r"keys\.json\) is damaged"),
        ("info", r"keys\.json\) is damaged"),
        ("organisation", "organisation"),
        ("keystore", r"sign-in|keystore"),
    ],
)
def test_without_a_key_file_only_the_words_open(folder: Path, template: Template, way: str, told: str) -> None:
    for name in ("keys.json", "keys.json.1"):
        (folder / name).unlink()
    with pytest.raises(Problem, match=told):
        WAYS[way](folder, template.words)
    assert unlock_with_words(folder, template.words).id == template.key.id


def test_a_vault_without_a_passphrase_says_so_and_an_empty_one_is_no_try(folder: Path, key: VaultKey) -> None:
    with pytest.raises(WrongUse, match="passphrase is empty"):
        unlock(folder, "")
    keyfiles.write(folder, first_keys(key, [], counter=9))
    with pytest.raises(Problem, match="no passphrase set"):
        unlock(folder, PASSPHRASE)
    assert not (folder / "tries.json").exists()
    assert info(folder).slots == ()


def test_the_words_of_another_vault_open_nothing_also_where_the_notes_are_gone(
    folder: Path, template: Template
) -> None:
    others = "abandon " * 23 + "art"
    attempt = partial(unlock_with_words, folder, others)
    with pytest.raises(Problem, match="do not open"):
        attempt()
    for name in ("keys.json", "keys.json.1", "vault.db"):
        (folder / name).rename(folder / f"{name}.away")
        with pytest.raises(Problem, match=r"do not open|missing"):
            attempt()


def test_a_key_file_that_cannot_be_replaced_stays_in_force(folder: Path, opened: Callable[[Path], Vault]) -> None:
    before = {name: (folder / name).read_bytes() for name in ("keys.json", "keys.json.1")}
    (folder / "keys.json.new").mkdir()
    vault = opened(folder)
    with pytest.raises(Problem):
        vault.change_passphrase(PASSPHRASE, "another passphrase")
    assert {name: (folder / name).read_bytes() for name in before} == before
    assert unlock(folder, PASSPHRASE).id == vault.id
    (folder / "keys.json.new").rmdir()
    (folder / "keys.json.1.new").mkdir()
    vault.change_passphrase(PASSPHRASE, "another passphrase")
    assert unlock(folder, "another passphrase").id == vault.id
    assert (folder / "keys.json.1").read_bytes() == before["keys.json.1"]
