"""The way back from a vault that will not open: the newest good backup in its place, and nothing written over."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest

from pipnotes.errors import Integrity, Problem
from pipnotes.vault import (
    Kept,
    VaultKey,
    bring_back,
    entries_since,
    has_database,
    kept_in,
    kept_until,
    open_vault,
    unlock,
)
from tests.conftest import Clock
from tests.vault.conftest import Template
from tests.vault.pages import PASSPHRASE, START, Page, final, page, standing


@dataclass(frozen=True)
class Kit:
    """A vault with seven notes, and a stick with backups of its first five and six."""

    folder: Path
    stick: Path
    beginning: str

    def known(self) -> list[Kept]:
        return kept_in(self.stick, self.beginning)

    def spoil(self) -> dict[str, bytes]:
        (self.folder / "vault.db").write_bytes(b"\x07" * 9000)
        return {path.name: path.read_bytes() for path in self.folder.iterdir()}


@pytest.fixture
def kit(folder: Path, key: VaultKey, tmp_path: Path) -> Kit:
    clock, stick = Clock(START), tmp_path / "stick"
    with open_vault(folder, key, clock=clock) as vault:
        for number in (6, 7):
            vault.backup(stick)
            clock.advance(days=1)
            vault.commit("note signed", [final(page(number))], by="Wren Hale")
        return Kit(folder, stick, vault.backups_begin)


def notes(folder: Path, passphrase: str = PASSPHRASE) -> list[str]:
    with open_vault(folder, unlock(folder, passphrase), clock=standing) as vault:
        assert vault.notices == ()
        return [one.id for one in vault.all(Page)]


def test_the_backups_of_a_vault_are_listed_newest_first_with_their_time_and_last_entry(kit: Kit) -> None:
    (kit.stick / "pipnotes-holiday.pipbackup").mkdir()
    shutil.copytree(kit.known()[0].path, kit.stick / "pipnotes-00000000-20300101T000000Z-9.pipbackup")
    known = kit.known()
    assert [(one.made, one.seq) for one in known] == [(START + timedelta(days=1), 7), (START, 6)]
    (known[0].path / "vault.db").write_bytes(b"cut")
    assert kit.known() == known[1:]
    (known[0].path / "vault.db").unlink()
    # A folder that cannot be looked through has none to offer.
    assert kit.known() == []
    assert kept_in(kit.stick / "gone", "pipnotes-") == []


def test_backups_with_strange_names_are_no_backups(kit: Kit) -> None:
    one = kit.known()[0]
    for name in ("", "20260316T093000Z", "20260316T093000Z-x", "yesterday-6"):
        shutil.copytree(one.path, kit.stick / f"{kit.beginning}{name}.pipbackup")
    assert len(kit.known()) == 2


def test_the_newest_backup_takes_the_place_of_a_damaged_vault_which_is_kept_as_it_was(kit: Kit) -> None:
    spoilt = kit.spoil()
    known = kit.known()
    back = bring_back(kit.folder, known, passphrase=PASSPHRASE)
    assert (back.folder, back.kept, back.key.id) == (kit.folder, known[0], unlock(kit.folder, PASSPHRASE).id)
    assert notes(kit.folder) == ["p1", "p2", "p3", "p4", "p5", "p6"]
    assert back.aside == kit.folder.with_name("copy.pipvault.damaged")
    assert {path.name: path.read_bytes() for path in back.aside.iterdir()} == spoilt | {"vault.lock": b""}
    assert sorted(path.name for path in kit.folder.parent.iterdir()) == sorted(
        ["copy.pipvault", "copy.pipvault.damaged", "stick"]
    )


def test_a_second_damaged_vault_is_kept_beside_the_first(kit: Kit) -> None:
    kit.spoil()
    first = bring_back(kit.folder, kit.known(), passphrase=PASSPHRASE)
    kit.spoil()
    second = bring_back(kit.folder, kit.known(), passphrase=PASSPHRASE)
    assert first.aside != second.aside
    assert [one.name for one in (first.aside, second.aside) if one is not None and one.is_dir()] == [
        "copy.pipvault.damaged",
        "copy.pipvault.damaged-2",
    ]


def test_where_the_newest_backup_is_damaged_too_the_one_before_it_comes_back(kit: Kit, template: Template) -> None:
    kit.spoil()
    newest, before = kit.known()
    (newest.path / "vault.db").write_bytes(b"\x07" * 9000)
    assert bring_back(kit.folder, [newest, before], words=template.words).kept == before
    assert notes(kit.folder) == ["p1", "p2", "p3", "p4", "p5"]


def test_without_a_good_backup_everything_stays_as_it_is(kit: Kit) -> None:
    kit.spoil()
    known = kit.known()
    with pytest.raises(Problem, match="does not open"):
        bring_back(kit.folder, known, passphrase="wrong")
    with pytest.raises(Problem, match="not a PipNotes backup"):
        bring_back(kit.folder, [], passphrase=PASSPHRASE)
    for one in known:
        (one.path / "vault.db").write_bytes(b"\x07" * 9000)
    with pytest.raises(Integrity):
        bring_back(kit.folder, known, passphrase=PASSPHRASE)
    assert (kit.folder / "vault.db").read_bytes() == b"\x07" * 9000
    assert sorted(path.name for path in kit.folder.parent.iterdir()) == ["copy.pipvault", "stick"]


def test_the_passphrase_of_today_opens_what_came_back_from_a_backup_of_yesterday(kit: Kit, key: VaultKey) -> None:
    with open_vault(kit.folder, key, clock=standing) as vault:
        vault.change_passphrase(PASSPHRASE, "a new one")
    kit.spoil()
    back = bring_back(kit.folder, kit.known(), passphrase=PASSPHRASE)
    assert notes(back.folder, "a new one") == ["p1", "p2", "p3", "p4", "p5", "p6"]
    with pytest.raises(Problem, match="does not open"):
        unlock(back.folder, PASSPHRASE)


def test_an_old_key_file_put_back_into_the_damaged_vault_brings_no_old_passphrase_back(kit: Kit, key: VaultKey) -> None:
    old = (kit.folder / "keys.json").read_bytes()
    with open_vault(kit.folder, key, clock=Clock(START + timedelta(days=3))) as vault:
        vault.change_passphrase(PASSPHRASE, "a new one")
        vault.backup(kit.stick)
    kit.spoil()
    for name in ("keys.json", "keys.json.1"):
        (kit.folder / name).write_bytes(old)
    back = bring_back(kit.folder, kit.known(), passphrase="a new one")
    assert len(notes(back.folder, "a new one")) == 7
    with pytest.raises(Problem, match="does not open"):
        unlock(back.folder, PASSPHRASE)


def test_a_key_that_is_known_already_brings_a_backup_back_without_its_passphrase(kit: Kit, key: VaultKey) -> None:
    kit.spoil()
    assert bring_back(kit.folder, kit.known(), key=key).kept is not None
    assert len(notes(kit.folder)) == 6


def test_a_lost_key_file_alone_comes_back_from_a_backup_and_no_note_is_missing(kit: Kit) -> None:
    for name in ("keys.json", "keys.json.1"):
        (kit.folder / name).unlink()
    back = bring_back(kit.folder, kit.known(), passphrase=PASSPHRASE)
    assert (back.folder, back.kept, back.aside) == (kit.folder, None, None)
    assert notes(kit.folder) == ["p1", "p2", "p3", "p4", "p5", "p6", "p7"]


def test_nothing_is_brought_back_over_a_vault_that_is_open(kit: Kit, key: VaultKey) -> None:
    with open_vault(kit.folder, key, clock=standing), pytest.raises(Problem, match="open in another window"):
        bring_back(kit.folder, kit.known(), passphrase=PASSPHRASE)
    assert len(notes(kit.folder)) == 7


def test_what_is_missing_since_a_backup_is_told_by_the_witness_of_the_damaged_vault(kit: Kit, key: VaultKey) -> None:
    kit.spoil()
    newest, before = kit.known()
    last = START + timedelta(days=2)
    assert entries_since(kit.folder, newest, key) == (1, last)
    assert entries_since(kit.folder, before, key) == (2, last)
    assert entries_since(kit.folder, Kept(path=newest.path, made=newest.made, seq=99), key) == (0, last)
    (kit.folder / "head.json").unlink()
    assert entries_since(kit.folder, newest, key) is None


def test_a_vault_whose_file_of_notes_is_gone_or_cut_short_is_said_to_have_none(kit: Kit) -> None:
    assert has_database(kit.folder)
    (kit.folder / "vault.db").write_bytes(b"cut")
    assert not has_database(kit.folder)
    (kit.folder / "vault.db").unlink()
    assert not has_database(kit.folder)


def test_a_backup_is_let_go_a_year_after_its_month_at_the_latest() -> None:
    assert kept_until(START.date()).isoformat() == "2027-03-01"
