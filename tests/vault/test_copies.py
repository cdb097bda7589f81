"""Backups, restores and new keys: whole vaults that are proved before they count."""

from __future__ import annotations

import random
import shutil
import stat
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from pipnotes.errors import Integrity, Problem
from pipnotes.vault import (
    FLOOR,
    KdfCost,
    Vault,
    VaultKey,
    check_folder,
    info,
    open_vault,
    restore,
    schema,
    unlock,
    unlock_with_words,
    upgrade,
)
from pipnotes.vault.connection import connect
from tests.vault.conftest import Template
from tests.vault.pages import PASSPHRASE, START, Page, draft, final, page, standing


@pytest.mark.pain(17)
@pytest.mark.parametrize("way", ["passphrase", "words"])
def test_a_backup_comes_back_whole(vault: Vault, template: Template, tmp_path: Path, way: str) -> None:
    vault.save_draft(draft(9, "unfinished"))
    made = vault.backup(tmp_path / "stick")
    secret = {"passphrase": PASSPHRASE} if way == "passphrase" else {"words": template.words}
    target = tmp_path / "back.pipvault"
    assert restore(made.path, target, **secret) == made.head == str(vault.head)
    assert made.proved
    with open_vault(target, unlock(target, PASSPHRASE), clock=standing) as back:
        assert back.all(Page) == vault.all(Page)
        assert back.drafts() == vault.drafts()
        assert back.contributions() == vault.contributions()
    with pytest.raises(Problem, match="already something"):
        restore(made.path, target, **secret)


def test_a_backup_and_what_comes_back_from_it_are_for_their_owner_alone(vault: Vault, tmp_path: Path) -> None:
    made = vault.backup(tmp_path / "stick")
    restore(made.path, tmp_path / "back.pipvault", passphrase=PASSPHRASE)
    for place in (tmp_path / "stick", made.path, tmp_path / "back.pipvault"):
        assert stat.S_IMODE(place.stat().st_mode) == 0o700, place
        for file in place.iterdir():
            assert file.is_dir() or stat.S_IMODE(file.stat().st_mode) == 0o600, file


def test_a_lone_database_comes_back_by_its_words(folder: Path, template: Template, tmp_path: Path) -> None:
    target = tmp_path / "back.pipvault"
    restore(Path(shutil.copy(folder / "vault.db", tmp_path / "lone.db")), target, words=template.words)
    with open_vault(target, unlock_with_words(target, template.words), clock=standing) as back:
        assert len(back.all(Page)) == 5


def test_a_damaged_backup_makes_no_vault(vault: Vault, tmp_path: Path) -> None:
    made = vault.backup(tmp_path / "stick")
    good = (made.path / "vault.db").read_bytes()
    chance = random.Random(5)
    for _ in range(10):
        at = chance.randrange(len(good))
        (made.path / "vault.db").write_bytes(good[:at] + bytes([good[at] ^ 4]) + good[at + 1 :])
        with pytest.raises(Integrity) as told:
            restore(made.path, tmp_path / "back", passphrase=PASSPHRASE)
        assert "None" not in " ".join(told.value.lines())
    assert [path.name for path in tmp_path.iterdir() if "back" in path.name] == []


def test_a_wrong_passphrase_restores_nothing(vault: Vault, tmp_path: Path) -> None:
    made = vault.backup(tmp_path / "stick")
    with pytest.raises(Problem, match="does not open"):
        restore(made.path, tmp_path / "back", passphrase="wrong")
    with pytest.raises(Problem, match="not a PipNotes backup"):
        restore(tmp_path, tmp_path / "back", passphrase="wrong")
    assert not (tmp_path / "back").exists()


def test_seven_days_four_weeks_and_twelve_months_of_backups_stay(
    folder: Path, key: VaultKey, tmp_path: Path, clock: object
) -> None:
    stick = tmp_path / "stick"
    clock.now = START  # type: ignore[attr-defined]  # the standing clock of the tests
    with open_vault(folder, key, clock=clock) as vault:  # type: ignore[arg-type]
        for _ in range(60):
            vault.backup(stick)
            clock.now += timedelta(days=1)  # type: ignore[attr-defined]
        vault.backup(stick)
        (stick / "holiday.jpg").write_bytes(b"not ours")
        newest = vault.backup(stick)
    days = sorted(path.name.split("-")[2][:8] for path in stick.glob("*.pipbackup"))
    week = ["20260509", "20260510", "20260511", "20260512", "20260513", "20260514", "20260515"]
    assert days == ["20260331", "20260426", "20260430", "20260503", *week]
    assert newest.path.exists()
    assert (stick / "holiday.jpg").exists()


@pytest.mark.pain(17)
def test_a_backup_of_a_damaged_vault_is_not_reported_as_made(folder: Path, key: VaultKey, tmp_path: Path) -> None:
    with open_vault(folder, key, clock=standing) as vault:
        database = vault._ledger.connection
        database.execute("UPDATE record SET lifecycle = 'draft' WHERE id = 'p1'")
        with pytest.raises(Integrity, match="could not be proved"):
            vault.backup(tmp_path / "stick")
        assert list((tmp_path / "stick").iterdir()) == []


def test_a_new_key_keeps_every_word_and_shuts_out_the_old_sheet(
    folder: Path, opened: Callable[[Path], Vault], template: Template
) -> None:
    vault = opened(folder)
    vault.save_draft(draft(9, "unfinished"))
    before = (vault.all(Page), vault.drafts(), vault.contributions())
    vault = vault.rekey(PASSPHRASE)
    assert (vault.all(Page), vault.drafts(), vault.contributions()[:-1]) == before
    assert vault.contributions()[-1].action == "vault key renewed"
    words = vault.words()
    vault.commit("note signed", [final(page(9))], by="W")
    vault.close()
    with pytest.raises(Problem, match="do not open"):
        unlock_with_words(folder, template.words)
    assert unlock_with_words(folder, words).id == unlock(folder, PASSPHRASE).id == vault.id
    assert check_folder(folder, vault.key).ok


def test_a_new_key_stands_in_the_history_of_no_family(vault: Vault) -> None:
    before = vault.contributions(family="f1")
    with vault.rekey(PASSPHRASE) as renewed:
        done = renewed.contributions()[-1]
        assert (done.action, done.by) == ("vault key renewed", "Wren Hale")
        assert (done.family, done.subject, done.reason) == ("", "", "")
        assert renewed.contributions(family="f1") == before


def test_a_new_passphrase_and_a_new_key_cost_a_guess_as_much_as_before(
    folder: Path, opened: Callable[[Path], Vault]
) -> None:
    dearer = KdfCost(FLOOR.memory_kib, FLOOR.passes + 1, FLOOR.lanes)
    vault = opened(folder)
    vault.set_passphrase(PASSPHRASE, cost=dearer)
    vault.change_passphrase(PASSPHRASE, "another passphrase")
    vault.rekey("another passphrase").close()
    wrapping = unlock(folder, "another passphrase").wrapping
    assert wrapping is not None
    assert KdfCost(wrapping[1].memory_kib, wrapping[1].passes, wrapping[1].lanes) == dearer


@pytest.mark.parametrize("moved", [[], ["vault.db"], ["vault.db", "head.json", "keys.json.1"]])
def test_a_new_key_that_was_put_in_place_half_way_is_the_one_that_opens(
    folder: Path, opened: Callable[[Path], Vault], tmp_path: Path, moved: list[str]
) -> None:
    vault = opened(folder)
    vault.commit("note signed", [final(page(9))], by="W")
    # As a crash leaves it, with the log of the old database beside it.
    before = Path(shutil.copytree(folder, tmp_path / "before.pipvault"))
    assert (before / "vault.db-wal").stat().st_size
    renewed = vault.rekey(PASSPHRASE, cost=FLOOR)
    renewed.close()
    if moved:
        (before / "vault.db-wal").unlink()
    (before / "next").mkdir()
    for name in ("vault.db", "head.json", "keys.json.1", "keys.json"):
        shutil.copy(folder / name, before if name in moved else before / "next")
    for key in (unlock(before, PASSPHRASE), unlock_with_words(before, renewed.words())):
        assert key.id == renewed.id
    with open_vault(before, renewed.key, clock=standing) as vault:
        assert [one.action for one in vault.contributions()][-2:] == ["note signed", "vault key renewed"]
        assert vault.check().ok
    assert not (before / "next").exists()


def test_an_older_vault_is_brought_up_on_a_copy_and_the_old_file_kept(folder: Path, key: VaultKey) -> None:
    old, before = (folder / "vault.db").read_bytes(), {path.name for path in folder.iterdir()}
    steps = (*schema.STEPS, "CREATE TABLE later (one INTEGER) STRICT;")
    made = upgrade.bring_up(folder, key, connect(folder / "vault.db", key.subkey("database")), steps)
    assert made.value("PRAGMA user_version") == 2
    assert made.value("SELECT count(*) FROM later") == 0
    assert made.value("SELECT count(*) FROM version") == 5
    made.close()
    assert (folder / "vault.db.schema-1").read_bytes() == old
    assert (info(folder).schema, unlock(folder, PASSPHRASE).id) == (2, key.id)
    assert {path.name for path in folder.iterdir()} == before | {"vault.db.schema-1"}
    with pytest.raises(Problem, match="newer PipNotes"):
        open_vault(folder, key, clock=standing)


@pytest.mark.pain(7)
def test_a_vault_of_a_newer_program_is_left_as_it_is(folder: Path, key: VaultKey) -> None:
    connection = connect(folder / "vault.db", key.subkey("database"))
    connection.execute("PRAGMA user_version = 99")
    connection.close()
    before = (folder / "vault.db").read_bytes()
    with pytest.raises(Problem, match="newer PipNotes"):
        open_vault(folder, key, clock=standing, accept_loss=True)
    assert (folder / "vault.db").read_bytes() == before


def test_a_cheap_passphrase_slot_cannot_be_made() -> None:
    assert (FLOOR.memory_kib, FLOOR.passes) == (64 * 1024, 3)
