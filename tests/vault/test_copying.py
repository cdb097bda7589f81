"""A backup made beside the work: whole and proved whatever is written meanwhile, and gone without a trace when cut."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from pipnotes.errors import Integrity, Problem
from pipnotes.vault import BackupReport, Copying, Vault, VaultKey, check_folder, copying, open_vault, restore, unlock
from tests.vault.pages import PASSPHRASE, Page, draft, final, page, standing


@pytest.fixture
def away() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(1) as pool:
        yield pool


class _Slowly:
    """Lets a copy go on one page at a time, and tells when it has begun."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(copying, "_PAGES", 1)
        monkeypatch.setattr(copying, "_PAUSE", 0.01)

    def begin(self, made: Copying, pool: ThreadPoolExecutor) -> Future[BackupReport]:
        begun = threading.Event()
        breathe = made._breathe

        def tell(*left: int) -> None:
            begun.set()
            breathe(*left)

        made._breathe = tell  # type: ignore[method-assign]
        running = pool.submit(made.run)
        assert begun.wait(20)
        return running


@pytest.fixture
def slowly(monkeypatch: pytest.MonkeyPatch) -> _Slowly:
    return _Slowly(monkeypatch)


def test_what_is_saved_while_a_backup_is_copied_is_in_it_and_it_is_proved(
    vault: Vault, tmp_path: Path, away: ThreadPoolExecutor, slowly: _Slowly
) -> None:
    running = slowly.begin(vault.copying(tmp_path), away)
    number = 10
    while not running.done() and number < 30:
        vault.commit("note signed", [final(page(number, "Signed meanwhile " * 50))], by="W")
        vault.save_draft(draft(number, "typed meanwhile"))
        number += 1
    made = running.result(20)
    assert number > 11
    assert made.proved
    restore(made.path, tmp_path / "back", passphrase=PASSPHRASE)
    with open_vault(tmp_path / "back", unlock(tmp_path / "back", PASSPHRASE), clock=standing) as back:
        kept = {one.id for one in back.all(Page)}
        known = {one.id for one in vault.all(Page)}
        assert kept <= known
        assert len(kept) > 5
        assert str(back.head).split(":")[0] == made.path.name.removesuffix(".pipbackup").rsplit("-", 1)[1]
    assert vault.check().ok
    assert not list(vault.folder.glob(f"{copying.SCRATCH}*"))


def test_a_vault_that_is_closed_ends_its_backup_and_leaves_nothing_of_it(
    vault: Vault, key: VaultKey, tmp_path: Path, away: ThreadPoolExecutor, slowly: _Slowly
) -> None:
    earlier = vault.backup(tmp_path / "stick").path
    running = slowly.begin(vault.copying(tmp_path / "stick"), away)
    vault.close()
    with pytest.raises(copying.Stopped):
        running.result(20)
    assert list((tmp_path / "stick").iterdir()) == [earlier]
    assert check_folder(vault.folder, key).ok


def test_a_backup_by_hand_ends_the_one_that_is_being_made(
    vault: Vault, tmp_path: Path, away: ThreadPoolExecutor, slowly: _Slowly
) -> None:
    running = slowly.begin(vault.copying(tmp_path), away)
    by_hand = vault.backup(tmp_path / "stick")
    with pytest.raises(copying.Stopped):
        running.result(20)
    assert by_hand.path.is_dir()


def test_without_room_on_the_vaults_own_disk_the_copy_is_made_on_the_stick(
    vault: Vault, tmp_path: Path, away: ThreadPoolExecutor, slowly: _Slowly, monkeypatch: pytest.MonkeyPatch
) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    left = stick / f".{copying.SCRATCH}-{vault.backups_begin}cut"
    left.mkdir()
    monkeypatch.setattr(shutil, "disk_usage", partial(_full, shutil.disk_usage(tmp_path)))
    running = slowly.begin(vault.copying(stick), away)
    assert not list(vault.folder.glob("aside-*"))
    made = running.result(20)
    assert made.proved
    assert list(stick.iterdir()) == [made.path]


def _full(usage: Any, _: Path) -> Any:
    return usage._replace(free=0)


def test_how_far_a_backup_is_only_grows_and_ends_at_a_hundred(vault: Vault, tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    vault.copying(tmp_path / "stick").run_by_hand(lambda done, whole: told.append((done, whole)))
    assert told == sorted(told)
    assert told[-1] == (100, 100)


def test_a_folder_without_an_earlier_backup_is_not_taken_for_the_stick(vault: Vault, tmp_path: Path) -> None:
    stick = tmp_path / "stick"
    assert vault.copying(stick).run_if_there() is None
    stick.mkdir()
    assert vault.copying(stick).run_if_there() is None
    assert list(stick.iterdir()) == []
    assert vault.copying(stick).run_if_there(new=True) is not None
    assert vault.copying(stick).run_if_there() is not None


def test_a_stick_pulled_out_in_the_middle_is_a_problem_and_no_backup(
    vault: Vault, tmp_path: Path, away: ThreadPoolExecutor, slowly: _Slowly
) -> None:
    stick = tmp_path / "stick"
    earlier = vault.backup(stick)
    running = slowly.begin(vault.copying(stick), away)
    os.rename(stick, tmp_path / "pulled out")
    with pytest.raises(Problem):
        running.result(20)
    assert not stick.exists()
    os.rename(tmp_path / "pulled out", stick)
    assert [path.name for path in stick.iterdir()] == [earlier.path.name]
    restore(earlier.path, tmp_path / "back", passphrase=PASSPHRASE)


def test_a_copy_of_a_damaged_vault_is_not_reported_as_a_backup(folder: Path, key: VaultKey, tmp_path: Path) -> None:
    with open_vault(folder, key, clock=standing) as vault:
        vault._ledger.connection.execute("UPDATE record SET lifecycle = 'draft' WHERE id = 'p1'")
        (tmp_path / "stick").mkdir()
        with pytest.raises(Integrity, match="could not be proved"):
            vault.copying(tmp_path / "stick").run()
        assert list((tmp_path / "stick").iterdir()) == []


def test_a_copy_that_is_not_of_any_save_of_this_vault_is_not_a_backup(
    vault: Vault, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(copying, "_LATEST", 0.05)
    (tmp_path / "stick").mkdir()
    begun = vault.copying(tmp_path / "stick")
    vault._ledger.unfollow(begun)
    vault.save_draft(draft(9, "a save that nobody told the copy of"))
    with pytest.raises(Integrity, match="could not be proved"):
        begun.run()
    assert list((tmp_path / "stick").iterdir()) == []


_KILLED = """
import sys
from pathlib import Path
from pipnotes.vault import copying, open_vault, unlock
from tests.vault.pages import PASSPHRASE, standing
copying._PAGES, copying._PAUSE = 1, 0.01
vault = open_vault(Path(sys.argv[1]), unlock(Path(sys.argv[1]), PASSPHRASE), clock=standing)
print("copying", flush=True)
made = vault.copying(Path(sys.argv[2]))
breathe = made._breathe
def tell(*left):
    print("step", flush=True)
    breathe(*left)
made._breathe = tell
made.run()
print("made", flush=True)
"""


@pytest.mark.parametrize("steps", [2, 12])
def test_a_kill_in_the_middle_leaves_the_earlier_backups_and_the_vault_whole(
    folder: Path, key: VaultKey, tmp_path: Path, steps: int
) -> None:
    stick = tmp_path / "stick"
    with open_vault(folder, key, clock=standing) as vault:
        earlier = vault.backup(stick)
    with subprocess.Popen(
        [sys.executable, "-c", _KILLED, str(folder), str(stick)], stdout=subprocess.PIPE, text=True
    ) as working:
        assert working.stdout is not None
        for _ in range(steps):
            assert working.stdout.readline() != "made\n"
        working.send_signal(signal.SIGKILL)
    named = [path for path in stick.iterdir() if path.suffix == ".pipbackup"]
    assert earlier.path in named
    for path in named:
        shutil.rmtree(tmp_path / "back", ignore_errors=True)
        restore(path, tmp_path / "back", passphrase=PASSPHRASE)
    with open_vault(folder, key, clock=standing) as vault:
        assert not list(folder.glob(f"{copying.SCRATCH}*"))
        again = vault.backup(stick)
        assert vault.check().ok
    assert [path.name for path in stick.iterdir() if path.name.startswith(".")] == []
    assert again.proved


def test_a_check_beside_the_work_says_what_the_check_says(
    vault: Vault, away: ThreadPoolExecutor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(copying, "_PAGES", 4)
    checking = vault.checking()
    running = away.submit(checking.run)
    number = 20
    while not running.done() and number < 40:
        vault.commit("note signed", [final(page(number, "Signed meanwhile " * 50))], by="W")
        number += 1
    report = checking.finish(running.result(20))
    assert report.ok, report.problems
    assert report.versions >= 5
    whole = vault.check()
    assert whole.ok
    quiet = vault.checking()
    assert quiet.finish(quiet.run()) == whole
    assert not (vault.folder / copying.CHECKED).exists()


@pytest.mark.parametrize("at", [0.3, 0.6, 0.95])
def test_a_check_beside_the_work_finds_a_damaged_page_wherever_it_lies(folder: Path, key: VaultKey, at: float) -> None:
    with open_vault(folder, key, clock=standing) as vault:
        vault._ledger.connection.checkpoint()
        with (folder / "vault.db").open("r+b") as file:
            place = int((folder / "vault.db").stat().st_size * at)
            file.seek(place)
            byte = file.read(1)[0]
            file.seek(place)
            file.write(bytes([byte ^ 1]))
        checking = vault.checking()
        report = checking.finish(checking.run())
        assert not report.ok
        assert any("damaged" in sentence for sentence in report.problems)


def test_a_check_beside_the_work_finds_a_changed_record_and_a_lost_key_file(folder: Path, key: VaultKey) -> None:
    with open_vault(folder, key, clock=standing) as vault:
        vault._ledger.connection.execute("UPDATE record SET lifecycle = 'draft' WHERE id = 'p1'")
        (folder / "keys.json").unlink()
        checking = vault.checking()
        report = checking.finish(checking.run())
        assert any("keys.json" in sentence for sentence in report.problems)
        assert len(report.problems) > 1


def test_a_check_that_is_stopped_says_nothing(vault: Vault, away: ThreadPoolExecutor, slowly: _Slowly) -> None:
    checking = vault.checking()
    begun = threading.Event()

    def tell() -> object:
        begun.set()
        return checking.run()

    running = away.submit(tell)
    assert begun.wait(20)
    checking.stop()
    with pytest.raises(copying.Stopped):
        running.result(20)
    assert not (vault.folder / copying.CHECKED).exists()
