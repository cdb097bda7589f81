"""A vault on a computer whose clock is wrong, and in a folder that gives no room or no right to write."""

from __future__ import annotations

import shutil
from datetime import timedelta
from pathlib import Path

from pipnotes.vault import DraftKey, VaultKey, check_folder, open_vault
from tests.conftest import Clock
from tests.vault.conftest import Template
from tests.vault.faults.room import room
from tests.vault.pages import START, Page, draft, final, page
from tests.vault.test_faults import listen, started


def test_a_clock_set_back_a_year_changes_no_order_and_takes_nothing(folder: Path, key: VaultKey) -> None:
    clock = Clock(START)
    with open_vault(folder, key, clock=clock) as vault:
        vault.save_draft(draft(7, "put aside"))
        vault.discard_draft(DraftKey("vault_test_page", "p7"))
        vault.commit("note signed", [final(page(8))], by="W")
    clock.now -= timedelta(days=365)
    with open_vault(folder, key, clock=clock) as vault:
        vault.commit("note signed", [final(page(9))], by="W")
        assert [one.seq for one in vault.contributions()] == list(range(1, vault.head.seq + 1))
        assert [one.id for one in vault.all(Page)][-2:] == ["p8", "p9"]
        assert [one.body for one in vault.discarded_drafts()] == ["put aside"]
    clock.now += timedelta(days=366)
    with open_vault(folder, key, clock=clock) as vault:
        assert vault.notices == ()
        assert [one.body for one in vault.discarded_drafts()] == ["put aside"]
        assert vault.check().ok


def test_a_backup_made_under_a_clock_set_back_is_not_let_go_at_once(
    folder: Path, key: VaultKey, tmp_path: Path
) -> None:
    clock = Clock(START)
    with open_vault(folder, key, clock=clock) as vault:
        for _ in range(13):
            vault.backup(tmp_path / "stick")
            clock.advance(days=31)
        clock.now = START - timedelta(days=900)
        made = vault.backup(tmp_path / "stick")
    assert made.path.is_dir()
    assert check_folder(Path(shutil.copytree(made.path, tmp_path / "looked at")), key).ok


def test_a_folder_that_may_only_be_read_is_told_and_left_as_it_is(folder: Path, template: Template) -> None:
    with room() as place:
        place.chmod(0o755)
        copy = Path(shutil.copytree(folder, place / "one.pipvault"))
        for path in copy.iterdir():
            path.chmod(0o444)
        copy.chmod(0o555)
        before = {path.name: path.read_bytes() for path in copy.iterdir()}
        with started("read", copy, template.words) as worker:
            said = listen(worker)
        assert {path.name: path.read_bytes() for path in copy.iterdir()} == before
        copy.chmod(0o755)
    assert [line.partition(" ")[0] for line in said] == ["open", "check", "restore"]
    assert all("does not let PipNotes write" in line for line in said)
