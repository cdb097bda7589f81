"""Every way into a vault, and every way that must stay shut."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.mlkem import MLKEM768PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from pipnotes.errors import Integrity, Problem, WrongUse
from pipnotes.vault import (
    FLOOR,
    Vault,
    VaultKey,
    check_folder,
    info,
    keyfile,
    open_vault,
    recover,
    unlock,
    unlock_with_escrow,
    unlock_with_words,
    wait_before_next_try,
)
from tests.vault.pages import PASSPHRASE, Page, page, standing


def still(_: float) -> None:
    """Wait not at all."""


def test_a_wrong_passphrase_changes_nothing_and_is_slowed_down(folder: Path) -> None:
    waits: list[float] = []
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    for _ in range(9):
        with pytest.raises(Problem, match="does not open this vault"):
            unlock(folder, "kettle harbour violin mos", pause=waits.append)
    assert [round(wait) for wait in waits] == [0, 0, 0, 1, 2, 4, 8, 16, 30]
    assert wait_before_next_try(folder) > 25
    (folder / "tries.json").rename(folder / "tries.json.seen")
    (folder / "tries.json.seen").unlink()
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before


def test_the_right_passphrase_opens_after_any_number_of_wrong_ones(folder: Path, key: VaultKey) -> None:
    (folder / "tries.json").write_text('{"count": 1000, "last": 9e12}')
    assert unlock(folder, PASSPHRASE, pause=still).id == key.id
    assert wait_before_next_try(folder) == 0


@pytest.mark.parametrize("said", ["", "{", "[1]", '{"count": "x"}', '{"count": 1e999}', "9" * 199, '{"last": null}'])
def test_a_spoilt_counter_of_tries_locks_nobody_out(folder: Path, said: str) -> None:
    (folder / "tries.json").write_text(said)
    assert wait_before_next_try(folder) <= 30


def test_the_passphrase_is_the_same_however_the_keyboard_spells_it(
    folder: Path, opened: Callable[[Path], Vault]
) -> None:
    vault = opened(folder)
    vault.set_passphrase("Zoe\u0308 caf\u00e9", cost=FLOOR)
    vault.close()
    assert unlock(folder, "Zo\u00eb cafe\u0301").id == vault.id


def test_a_new_passphrase_shuts_the_old_one_out(folder: Path, opened: Callable[[Path], Vault]) -> None:
    old_file = (folder / "keys.json").read_bytes()
    vault = opened(folder)
    with pytest.raises(Problem, match="does not open"):
        vault.change_passphrase("wrong", "new one")
    vault.change_passphrase(PASSPHRASE, "new one")
    vault.close()
    assert unlock(folder, "new one").id == vault.id
    with pytest.raises(Problem):
        unlock(folder, PASSPHRASE, pause=still)
    (folder / "keys.json").write_bytes(old_file)
    with pytest.raises(Problem, match="does not open"):
        unlock(folder, PASSPHRASE, pause=still)
    assert not check_folder(folder, unlock(folder, "new one", pause=still)).ok


def test_the_words_open_a_vault_whose_key_file_is_gone(folder: Path, template: object) -> None:
    for name in ("keys.json", "keys.json.1"):
        (folder / name).unlink()
    with pytest.raises(Integrity, match=r"keys\.json"):
        unlock(folder, PASSPHRASE)
    words = "\n".join(f"{n}. {word.upper()}" for n, word in enumerate(template.words.split(), 1))  # type: ignore[attr-defined]
    with recover(folder, words, "a fresh start", clock=standing, cost=FLOOR) as vault:
        assert vault.get(Page, "p1") == page(1)
    assert check_folder(folder, unlock(folder, "a fresh start")).ok


def test_the_words_open_a_lone_database(folder: Path, template: object, tmp_path: Path) -> None:
    lone = tmp_path / "lone"
    lone.mkdir()
    shutil.copy(folder / "vault.db", lone / "vault.db")
    with recover(lone, template.words, "a fresh start", clock=standing, cost=FLOOR) as vault:  # type: ignore[attr-defined]
        assert len(vault.all(Page)) == 5
        assert [one.action for one in vault.contributions()][-2:] == ["loss accepted", "opened with recovery words"]
    assert check_folder(lone, unlock(lone, "a fresh start")).ok


def test_a_slip_of_the_pen_is_told_by_its_place_and_never_by_its_word(folder: Path, template: object) -> None:
    words = template.words.split()  # type: ignore[attr-defined]
    with pytest.raises(WrongUse, match="number 3, 24") as told:
        unlock_with_words(folder, " ".join([*words[:2], "xylofone", *words[3:23], "zzz"]))
    assert "xylofone" not in " ".join(told.value.lines())
    with pytest.raises(WrongUse, match="23 words"):
        unlock_with_words(folder, " ".join(words[:23]))
    with pytest.raises(Problem):
        unlock_with_words(folder, " ".join([*words[1:], words[0]]))
    with pytest.raises(Problem, match="do not open this vault"):
        unlock_with_words(folder, "zoo " * 23 + "vote")


def test_the_organisation_opens_with_its_own_key(folder: Path, opened: Callable[[Path], Vault]) -> None:
    lattice, curve, other = MLKEM768PrivateKey.generate(), X25519PrivateKey.generate(), X25519PrivateKey.generate()
    vault = opened(folder)
    vault.add_escrow(lattice.public_key().public_bytes_raw() + curve.public_key().public_bytes_raw())
    vault.close()
    assert info(folder).slots == ("passphrase", "escrow")
    assert unlock_with_escrow(folder, lattice.private_bytes_raw() + curve.private_bytes_raw()).id == vault.id
    with pytest.raises(Problem):
        unlock_with_escrow(folder, lattice.private_bytes_raw() + other.private_bytes_raw())
    vault = opened(folder)
    vault.add_escrow(other.public_key().public_bytes_raw(), suite=2)
    vault.close()
    assert unlock_with_escrow(folder, other.private_bytes_raw()).id == vault.id
    assert unlock(folder, PASSPHRASE).id == vault.id


@pytest.mark.parametrize("name", ["keys.json", "keys.json.1"])
@pytest.mark.parametrize("damage", [b"", b"{}", b"\xff" * 300, b"[" * 60000, b"x" * 70000, None])
def test_a_damaged_key_file_is_made_good_from_its_copy(folder: Path, name: str, damage: bytes | None) -> None:
    good = (folder / name).read_bytes()
    if damage is None:
        (folder / name).unlink()
    else:
        (folder / name).write_bytes(damage)
    key = unlock(folder, PASSPHRASE)
    assert [problem for problem in check_folder(folder, key).problems] == [f"The file {name} is missing or damaged."]
    with open_vault(folder, key, clock=standing) as vault:
        assert len(vault.notices) == 1
    assert (folder / name).read_bytes() == good
    assert check_folder(folder, key).ok


def test_a_hostile_key_file_is_refused_before_anything_costly_runs(folder: Path) -> None:
    good = json.loads((folder / "keys.json").read_bytes())
    slot = good["slots"][0]
    for change in (
        {"memory_kib": 32 * 2**20},
        {"memory_kib": 1024},
        {"memory_kib": -1},
        {"memory_kib": 65536.0},
        {"passes": 2},
        {"passes": 10**30},
        {"lanes": 99},
        {"salt": "00"},
        {"wrapped": slot["wrapped"].upper()},
        {"kind": "none"},
        {"more": 1},
        {"nonce": None},
        {"salt": [slot["salt"]]},
    ):
        spoilt = {**good, "slots": [{**slot, **change}]}
        assert keyfile.parse(json.dumps(spoilt, sort_keys=True, separators=(",", ":")).encode() + b"\n") is None, change
    for change in ({"counter": 0}, {"slots": [slot] * 9}, {"vault": "x"}, {"more": 1}, {"format": 0}, {"format": True}):
        spoilt = {**good, **change}
        assert keyfile.parse(json.dumps(spoilt, sort_keys=True, separators=(",", ":")).encode() + b"\n") is None, change
    rendered = json.dumps(good, sort_keys=True, separators=(",", ":")).encode()
    assert keyfile.parse(rendered + b"\n") is not None
    for other in (
        rendered,
        rendered + b"\n\n",
        rendered.replace(b":", b": ", 1) + b"\n",
        b'{"counter":1,' + rendered[1:] + b"\n",
    ):
        assert keyfile.parse(other) is None


def test_a_key_file_of_a_newer_program_is_left_alone(folder: Path) -> None:
    newer = json.loads((folder / "keys.json").read_bytes()) | {"format": 2}
    (folder / "keys.json").write_text(json.dumps(newer))
    with pytest.raises(Problem, match="newer PipNotes"):
        unlock(folder, PASSPHRASE)
