"""Making a vault and opening one: nothing half made is left, and what was left behind is put right and told."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import datetime
from functools import partial
from pathlib import Path

import pytest

from pipnotes.domain.fields import KINDS
from pipnotes.errors import Problem, WrongUse
from pipnotes.vault import FLOOR, Vault, VaultKey, cipher_version, create, open_vault, problems, recover, unlock
from pipnotes.vault.bodies import bring_up, stamp_of
from pipnotes.vault.connection import Connection, Trouble, connect
from tests.vault.conftest import Template
from tests.vault.pages import PASSPHRASE, Page, draft, final, page, standing

make = partial(create, role="therapist", owner="Wren Hale", clock=standing, cost=FLOOR)


def test_a_vault_that_cannot_be_made_leaves_its_place_free(tmp_path: Path) -> None:
    place = tmp_path / "new.pipvault"
    with pytest.raises(WrongUse, match="passphrase is empty"):
        make(place, "")
    with pytest.raises(Problem, match="not a key"):
        make(place, PASSPHRASE, escrow_key=b"\xff" * 1216)
    with pytest.raises(ValueError, match="tells its offset"):
        make(place, PASSPHRASE, clock=lambda: datetime(2026, 3, 16, 9, 30))
    assert list(tmp_path.iterdir()) == []
    with pytest.raises(Problem, match="cannot be reached"):
        make(tmp_path / "gone" / "new.pipvault", PASSPHRASE)
    assert list(tmp_path.iterdir()) == []


def test_an_empty_folder_becomes_a_vault_and_a_file_does_not(tmp_path: Path) -> None:
    place = tmp_path / "new.pipvault"
    place.mkdir()
    with make(place, PASSPHRASE) as vault:
        assert [(one.seq, one.action, one.by) for one in vault.contributions()] == [(1, "vault created", "Wren Hale")]
        assert (vault.role, vault.owner, vault.notices) == ("therapist", "Wren Hale", ())
    assert [path.name for path in tmp_path.iterdir()] == ["new.pipvault"]
    (tmp_path / "list.txt").write_text("mine", "utf-8")
    with pytest.raises(Problem, match="already something"):
        make(tmp_path / "list.txt", PASSPHRASE)
    assert (tmp_path / "list.txt").read_text("utf-8") == "mine"


@pytest.mark.parametrize("at", [40, 4096 + 40, 4000])
def test_a_witness_damaged_in_one_place_is_written_again_and_told_once(folder: Path, key: VaultKey, at: int) -> None:
    said = bytearray((folder / "head.json").read_bytes())
    said[at] ^= 1
    (folder / "head.json").write_bytes(said)
    with open_vault(folder, key, clock=standing) as vault:
        assert vault.notices == ("The file head.json was damaged in one of its two places; it was written again.",)
        assert vault.check().ok
    with open_vault(folder, key, clock=standing) as vault:
        assert vault.notices == ()


def test_when_other_fields_are_searched_than_before_every_note_is_indexed_afresh(folder: Path, key: VaultKey) -> None:
    connection = connect(folder / "vault.db", key.subkey("database"))
    connection.raw.executescript("UPDATE said_as SET stamp = ''; INSERT INTO search (search) VALUES ('delete-all')")
    connection.close()
    with open_vault(folder, key, clock=standing) as vault:
        assert len(vault.search("heron")) == 5
        assert vault.check().ok
        turn = vault._ledger.turn
    with open_vault(folder, key, clock=standing) as vault:
        assert vault._ledger.turn == turn


def test_which_fields_are_searched_shows_in_the_stamp_of_each_kind() -> None:
    stamps = {kind: stamp_of(kind) for kind in KINDS}
    assert len({*stamps.values()}) > len(stamps) / 2
    assert stamp_of("no such kind") == ""


def test_what_earlier_work_left_unfinished_is_cleared_away_on_opening(folder: Path, key: VaultKey) -> None:
    before = {path.name for path in folder.iterdir()}
    for name in ("aside-look", "aside-check", "aside-backup", "next.making"):
        shutil.copytree(folder, folder.parent / "left")
        shutil.move(folder.parent / "left", folder / name)
    (folder / "keys.json.new").write_bytes(b"the wrapping of an old passphrase")
    open_vault(folder, key, clock=standing).close()
    assert {path.name for path in folder.iterdir()} - {"vault.lock"} == before - {"vault.lock"}


def test_a_note_in_a_form_of_a_newer_program_is_not_read_and_not_lost(folder: Path, key: VaultKey) -> None:
    connection = connect(folder / "vault.db", key.subkey("database"))
    connection.raw.executescript("DROP TRIGGER version_stays; UPDATE version SET form = 2 WHERE record = 'p2'")
    connection.close()
    with open_vault(folder, key, clock=standing) as vault:
        with pytest.raises(Problem, match="newer PipNotes"):
            vault.get(Page, "p2")
        assert vault.get(Page, "p1") == page(1)
        assert vault.has(Page, "p2")


def test_an_old_body_goes_through_every_step_from_its_own_form_to_todays_and_no_other() -> None:
    steps = {
        ("note", 1): lambda plain: plain | {"said": [*plain["said"], 2]},
        ("note", 2): lambda plain: plain | {"said": [*plain["said"], 3]},
        ("letter", 3): lambda plain: plain | {"said": "another's"},
    }
    made = [bring_up("note", form, {"said": [form]}, steps) for form in (1, 2, 3)]
    assert made == [{"said": [1, 2, 3]}, {"said": [2, 3]}, {"said": [3]}]


def test_the_recovery_words_alone_bring_back_a_lone_database_and_that_is_written_down(
    folder: Path, template: Template, tmp_path: Path
) -> None:
    lone = tmp_path / "lone.pipvault"
    lone.mkdir()
    shutil.copy(folder / "vault.db", lone)
    with recover(lone, template.words, "a fresh start", clock=standing, cost=FLOOR) as vault:
        assert [one.action for one in vault.contributions()][-2:] == ["loss accepted", "opened with recovery words"]
        assert len(vault.all(Page)) == 5
    with open_vault(lone, unlock(lone, "a fresh start"), clock=standing) as vault:
        assert vault.check().ok
    with recover(folder, template.words, "a fresh start", clock=standing, cost=FLOOR) as vault:
        assert [one.action for one in vault.contributions()][-2:] == ["note signed", "opened with recovery words"]


def test_an_empty_new_passphrase_recovers_nothing_and_frees_the_vault(folder: Path, template: Template) -> None:
    with pytest.raises(WrongUse, match="passphrase is empty"):
        recover(folder, template.words, "", clock=standing, cost=FLOOR)
    with open_vault(folder, unlock(folder, PASSPHRASE), clock=standing) as vault:
        assert [one.action for one in vault.contributions()][-1] == "note signed"


def test_a_new_vault_key_asks_for_the_passphrase_where_none_opened_the_vault(
    folder: Path, opened: Callable[[Path], Vault], template: Template
) -> None:
    with recover(folder, template.words, PASSPHRASE, clock=standing, cost=FLOOR) as vault:
        vault.key.wrapping = None
        head = vault.head
        with pytest.raises(Problem, match="passphrase"):
            vault.rekey()
        with pytest.raises(Problem, match="does not open"):
            vault.rekey("another one")
        assert vault.head == head
        vault.save_draft(draft(9, "still open"))
        renewed = vault.rekey(PASSPHRASE)
        assert [one.body for one in renewed.drafts()] == ["still open"]
        renewed.commit("note signed", [final(page(9))], by="W")
        renewed.close()
    slot = unlock(folder, PASSPHRASE).wrapping
    assert slot is not None
    assert (slot[1].memory_kib, slot[1].passes, slot[1].lanes) == (FLOOR.memory_kib, FLOOR.passes, FLOOR.lanes)


def test_the_library_that_is_installed_says_which_cipher_it_encrypts_with() -> None:
    assert cipher_version().startswith("4.")


def test_each_purpose_has_a_key_of_its_own_that_stays_the_same(vault: Vault) -> None:
    made = {purpose: vault.subkey(purpose) for purpose in ("jots", "pseudonyms", "exchange")}
    assert len({*made.values()}) == 3
    assert made == {purpose: vault.key.subkey(purpose) for purpose in made}


def test_a_vault_that_was_closed_takes_and_shows_no_more_words(vault: Vault) -> None:
    vault.close()
    vault.close()
    with pytest.raises(Problem, match="open"):
        vault.save_draft(draft(9, "too late"))
    with pytest.raises(Problem, match="open"):
        vault.get(Page, "p1")


def _failing_after(deed: Callable[[], None], error: Exception) -> Callable[[], None]:
    def fail() -> None:
        deed()
        raise error

    return fail


def test_a_vault_that_fails_to_close_says_so_and_can_be_opened_again_at_once(
    folder: Path, key: VaultKey, monkeypatch: pytest.MonkeyPatch
) -> None:
    vault = open_vault(folder, key, clock=standing)
    vault.save_draft(draft(9, "the last words"))
    database = vault._ledger.connection
    monkeypatch.setattr(database, "close", _failing_after(database.close, Trouble("disk I/O error")))
    with pytest.raises(Problem, match="reported an error"):
        vault.close()
    with open_vault(folder, key, clock=standing) as again:
        assert ([one.body for one in again.drafts()], again.notices) == (["the last words"], ())
        assert again.check().ok


@pytest.mark.parametrize("error", [Trouble("disk I/O error"), problems.must_reopen(), MemoryError()])
def test_a_log_that_cannot_be_emptied_keeps_no_vault_from_closing(
    folder: Path, key: VaultKey, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    vault = open_vault(folder, key, clock=standing)
    vault.save_draft(draft(9, "the last words"))
    monkeypatch.setattr(vault._ledger.connection, "checkpoint", _failing_after(lambda: None, error))
    vault.close()
    with open_vault(folder, key, clock=standing) as again:
        assert ([one.body for one in again.drafts()], again.notices) == (["the last words"], ())


def test_a_new_vault_key_counts_and_the_vault_is_free_when_the_old_database_fails_to_close(
    folder: Path, key: VaultKey, monkeypatch: pytest.MonkeyPatch
) -> None:
    vault = open_vault(folder, key, clock=standing)
    database = vault._ledger.connection
    monkeypatch.setattr(database, "close", _failing_after(database.close, Trouble("disk I/O error")))
    with pytest.raises(Problem, match="reported an error"):
        vault.rekey(PASSPHRASE)
    renewed = unlock(folder, PASSPHRASE)
    assert renewed.id != key.id
    with open_vault(folder, renewed, clock=standing) as again:
        assert again.contributions()[-1].action == "vault key renewed"
        assert again.check().ok


def test_a_vault_that_can_neither_be_begun_nor_closed_tells_the_first_trouble_and_leaves_its_place_free(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place, really = tmp_path / "new.pipvault", Connection.close

    def fail(database: Connection) -> None:
        really(database)
        raise Trouble("disk I/O error")

    def full(*_: object, **__: object) -> None:
        patch.setattr(Connection, "close", fail)
        raise problems.disk_full()

    with monkeypatch.context() as patch:
        patch.setattr(Vault, "commit", full)
        with pytest.raises(Problem, match="disk is full"):
            make(place, PASSPHRASE)
    assert list(tmp_path.iterdir()) == []
    make(place, PASSPHRASE).close()


def test_a_vault_that_can_neither_be_opened_nor_closed_tells_the_first_trouble_and_is_free(
    folder: Path, key: VaultKey, monkeypatch: pytest.MonkeyPatch
) -> None:
    really = Connection.close

    def fail(database: Connection) -> None:
        really(database)
        raise Trouble("disk I/O error")

    def full(_: Connection) -> None:
        patch.setattr(Connection, "close", fail)
        raise problems.disk_full()

    with monkeypatch.context() as patch:
        patch.setattr(Connection, "fence", full)
        with pytest.raises(Problem, match="disk is full"):
            open_vault(folder, key, clock=standing)
    open_vault(folder, key, clock=standing).close()
