"""What happens to a vault in a hard life: kills, cuts, flipped bits, full disks, and hands that mean ill."""

from __future__ import annotations

import errno
import os
import random
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from pipnotes.errors import Integrity, Problem
from pipnotes.vault import (
    Change,
    DraftKey,
    Lifecycle,
    Vault,
    VaultKey,
    check_folder,
    open_vault,
    unlock,
    unlock_with_words,
    words,
)
from pipnotes.vault.head import HeadFile
from tests.conftest import Clock
from tests.vault.conftest import Template
from tests.vault.pages import PASSPHRASE, START, Page, draft, final, page, standing

ROOT = Path(__file__).parents[2]
PAGE_BYTES = 4096
FRAME_BYTES = PAGE_BYTES + 24


@contextmanager
def started(job: str, folder: Path, secret: str) -> Iterator[subprocess.Popen[str]]:
    worker = subprocess.Popen(
        [sys.executable, "-m", "tests.vault.worker", job, str(folder)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert worker.stdin is not None
    worker.stdin.write(secret + "\n")
    worker.stdin.flush()
    try:
        yield worker
    finally:
        worker.kill()
        with suppress(BrokenPipeError):
            worker.communicate()


def listen(worker: subprocess.Popen[str]) -> list[str]:
    """Return the whole lines that a process says until its end."""
    assert worker.stdout is not None
    return [line.strip() for line in worker.stdout if line.endswith("\n")]


@pytest.fixture
def busy(folder: Path, opened: Callable[[Path], Vault], tmp_path: Path) -> Path:
    """Return a vault as a crash leaves it: everything saved, the write-ahead log still full."""
    vault = opened(folder)
    for number in range(10, 15):
        vault.commit("note signed", [final(page(number))], by="W")
        vault.save_draft(draft(number + 100, "words in the making"))
    return Path(shutil.copytree(folder, tmp_path / "busy.pipvault"))


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file() and path.name != "vault.lock"}


def test_kill_after_kill_loses_no_acknowledged_word(folder: Path, template: Template) -> None:
    chance = random.Random(20)
    notes: set[int] = set()
    for _ in range(8):
        with started("write", folder, template.words) as worker:
            assert worker.stdout is not None
            said = [worker.stdout.readline()]
            time.sleep(chance.uniform(0, 0.15))
            worker.kill()
            said += listen(worker)
        acknowledged = [line.split() for line in said if line.strip()]
        notes |= {int(number) for what, number in acknowledged if what == "note"}
        assert check_folder(folder, template.key).problems == ()
        with open_vault(folder, template.key, clock=standing) as vault:
            assert vault.notices == ()
            kept = {int(one.id[1:]) for one in vault.all(Page)}
            drafts = {one.key.id for one in vault.drafts()}
            assert notes <= kept
            assert all(
                f"p{number}" in drafts or int(number) in kept for what, number in acknowledged if what == "draft"
            )
    assert notes


def test_a_log_cut_at_any_frame_is_noticed_and_kept_aside(busy: Path, tmp_path: Path, key: VaultKey) -> None:
    log = (busy / "vault.db-wal").read_bytes()
    frames = (len(log) - 32) // FRAME_BYTES
    assert frames > 20
    for kept in range(frames):
        cut = Path(shutil.copytree(busy, tmp_path / f"cut{kept}"))
        (cut / "vault.db-wal").write_bytes(log[: 32 + kept * FRAME_BYTES])
        found = contents(cut)
        assert not check_folder(cut, key).ok
        with pytest.raises(Integrity) as told:
            open_vault(cut, key, clock=standing)
        assert "missing" in told.value.happened
        assert contents(cut) == found
        assert contents(cut / "aside-1") == {name: found[name] for name in ("vault.db", "vault.db-wal", "head.json")}
        shutil.rmtree(cut)


def test_an_older_vault_opens_when_its_owner_accepts_the_loss(busy: Path, key: VaultKey) -> None:
    log = (busy / "vault.db-wal").read_bytes()
    (busy / "vault.db-wal").write_bytes(log[: 32 + 12 * FRAME_BYTES])
    with open_vault(busy, key, clock=standing, accept_loss=True) as vault:
        assert vault.contributions()[-1].action == "loss accepted"
        assert "missing" in vault.contributions()[-1].reason
        assert vault.check().ok
        vault.commit("note signed", [final(page(30))], by="W")
    assert (busy / "aside-1" / "vault.db-wal").read_bytes() == log[: 32 + 12 * FRAME_BYTES]
    assert check_folder(busy, key).ok
    with open_vault(busy, key, clock=standing) as vault:
        assert vault.notices == ()


def test_a_cut_right_after_a_loss_was_accepted_lets_it_be_told_no_second_time(
    busy: Path, key: VaultKey, monkeypatch: pytest.MonkeyPatch
) -> None:
    log, head_file = (busy / "vault.db-wal").read_bytes(), HeadFile(busy, key.subkey("head"))
    (busy / "vault.db-wal").write_bytes(log[: 32 + 12 * FRAME_BYTES])
    stood, _ = head_file.read()

    def cut(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        # The loss is in the history by then, and in one place of head.json; the other still tells of what was lost.
        patch.setattr(os, "replace", cut)
        with pytest.raises(Problem, match="disk is full"):
            open_vault(busy, key, clock=standing, accept_loss=True)
    written, whole = head_file.read()
    assert stood is not None
    assert written is not None
    assert (written.seq < stood.seq, written.turn, whole) == (True, stood.turn + 1, True)
    with open_vault(busy, key, clock=standing) as vault:
        assert vault.contributions()[-1].action == "loss accepted"
        assert vault.check().ok


@pytest.mark.parametrize("name", ["vault.db", "vault.db-wal", "keys.json", "head.json"])
def test_a_hundred_flipped_bits_are_all_noticed(busy: Path, key: VaultKey, name: str) -> None:
    if name == "vault.db":
        # While there is a log, it makes good the pages that it holds; so the database is flipped after closing.
        open_vault(busy, key, clock=standing).close()
    chance = random.Random(name)
    good = (busy / name).read_bytes()
    assert check_folder(busy, key).ok
    for _ in range(100):
        at, bit = chance.randrange(len(good)), 1 << chance.randrange(8)
        (busy / name).write_bytes(good[:at] + bytes([good[at] ^ bit]) + good[at + 1 :])
        before = contents(busy)
        assert not check_folder(busy, key).ok, f"byte {at}, bit {bit}"
        assert contents(busy) == before


def test_a_flipped_bit_never_shows_a_wrong_word(folder: Path, key: VaultKey, tmp_path: Path) -> None:
    chance = random.Random(7)
    good = (folder / "vault.db").read_bytes()
    for number in range(60):
        copy = Path(shutil.copytree(folder, tmp_path / f"flip{number}"))
        at = chance.randrange(len(good))
        (copy / "vault.db").write_bytes(good[:at] + bytes([good[at] ^ 1]) + good[at + 1 :])
        try:
            with open_vault(copy, key, clock=standing) as vault:
                assert vault.all(Page) == [page(one) for one in range(1, 6)]
        except Integrity:
            continue


def test_an_old_page_put_back_is_noticed(folder: Path, opened: Callable[[Path], Vault], key: VaultKey) -> None:
    old = (folder / "vault.db").read_bytes()
    vault = opened(folder)
    vault.commit("note amended", [Change(page(1, "Quite another story"), Lifecycle.AMENDED)], by="W", reason="r")
    vault.remember("mailbox", "somewhere")
    vault.close()
    new = (folder / "vault.db").read_bytes()
    places = [at for at in range(0, min(len(old), len(new)), PAGE_BYTES) if old[at : at + 4096] != new[at : at + 4096]]
    assert len(places) > 5
    missed = []
    for at in places:
        (folder / "vault.db").write_bytes(new[:at] + old[at : at + PAGE_BYTES] + new[at + PAGE_BYTES :])
        if check_folder(folder, key).ok:
            missed.append(at)
    # What goes unnoticed must be a page that says the same as before, but for SQLite's own counters on the first.
    assert len(missed) < len(places) / 2
    for at in missed:
        assert at == 0 or plain_page(old, at, key) == plain_page(new, at, key)
    (folder / "vault.db").write_bytes(old)
    with pytest.raises(Integrity, match="older than its own last save"):
        open_vault(folder, key, clock=standing)


@pytest.mark.parametrize("size", [0, 1, 4095, 4096, 5000, 20000, -4096, -1])
def test_a_cut_database_is_noticed(folder: Path, key: VaultKey, size: int) -> None:
    good = (folder / "vault.db").read_bytes()
    (folder / "vault.db").write_bytes(good[:size])
    assert not check_folder(folder, key).ok
    try:
        with open_vault(folder, key, clock=standing) as vault:
            assert not vault.check().ok
    except Integrity:
        assert (folder / "vault.db").read_bytes() == good[:size]


@pytest.mark.pain(12)
def test_a_plain_database_in_the_place_of_the_vault_is_refused(folder: Path, key: VaultKey) -> None:
    (folder / "vault.db").write_bytes(b"SQLite format 3\0" + bytes(8000))
    with pytest.raises(Integrity, match="not encrypted"):
        open_vault(folder, key, clock=standing)
    assert any("not encrypted" in one for one in check_folder(folder, key).problems)


def test_a_vault_without_its_database_is_told_from_a_folder_that_is_none(
    folder: Path, key: VaultKey, tmp_path: Path
) -> None:
    (folder / "vault.db").unlink()
    for left in (["keys.json", "keys.json.1", "head.json"], ["keys.json.1"], ["head.json"]):
        place = tmp_path / "left"
        place.mkdir()
        for name in left:
            shutil.copy(folder / name, place)
        with pytest.raises(Integrity, match=r"vault\.db is missing"):
            open_vault(place, key, clock=standing)
        assert check_folder(place, key).problems[0] == "The file vault.db is missing."
        shutil.rmtree(place)
    (tmp_path / "holidays").mkdir()
    for place in (tmp_path / "holidays", tmp_path / "nowhere"):
        with pytest.raises(Problem, match="not a PipNotes vault"):
            open_vault(place, key, clock=standing)


def test_an_older_vault_says_from_when_to_when_its_history_is_missing(folder: Path, key: VaultKey) -> None:
    clock = Clock(START)
    older = (folder / "vault.db").read_bytes()
    told = []
    for number in (6, 7):
        with open_vault(folder, key, clock=clock) as vault:
            clock.advance(days=1, hours=2)
            vault.commit("note signed", [final(page(number))], by="W")
        newer = (folder / "vault.db").read_bytes()
        (folder / "vault.db").write_bytes(older)
        with pytest.raises(Integrity) as raised:
            open_vault(folder, key, clock=clock)
        told.append(raised.value.happened)
        (folder / "vault.db").write_bytes(newer)
    since, until = "written after 09:30 on 16 March 2026 and", ["11:30 on 17 March 2026", "13:30 on 18 March 2026"]
    assert f"entry 7 is missing from its history, {since} until {until[0]}" in told[0]
    assert f"entries 7 to 8 are missing from its history, {since} until {until[1]}" in told[1]


def test_a_missing_witness_is_told_and_can_be_lived_with(folder: Path, key: VaultKey) -> None:
    (folder / "head.json").unlink()
    with pytest.raises(Integrity, match=r"head\.json"):
        open_vault(folder, key, clock=standing)
    with open_vault(folder, key, clock=standing, accept_loss=True) as vault:
        assert len(vault.all(Page)) == 5
    assert check_folder(folder, key).ok


def test_a_full_disk_saves_nothing_and_takes_the_same_words_later(vault: Vault) -> None:
    raw = vault._ledger.connection.raw
    raw.set_authorizer(None)
    pages = raw.execute("PRAGMA page_count").fetchone()[0]
    raw.execute(f"PRAGMA max_page_count = {pages}")
    head, long = vault.head, page(9, "pelican " * 5000)
    with pytest.raises(Problem, match="disk is full"):
        vault.commit("note signed", [final(long)], by="W")
    with pytest.raises(Problem, match="disk is full"):
        vault.save_draft(draft(9, "pelican " * 5000))
    assert vault.head == head
    assert vault.search("pelican") == vault.drafts() == []
    raw.execute("PRAGMA max_page_count = 100000")
    vault.commit("note signed", [final(long)], by="W")
    assert vault.get(Page, "p9") == long
    assert vault.check().ok


def test_a_disk_that_takes_no_more_loses_no_acknowledged_word(folder: Path, template: Template) -> None:
    with started("fill", folder, template.words) as worker:
        said = listen(worker)
        assert worker.wait() == 0
    assert said[-1].startswith("problem The disk")
    with open_vault(folder, template.key, clock=standing) as vault:
        kept = {one.id for one in vault.all(Page)}
        assert {f"p{line.split()[1]}" for line in said[:-1]} <= kept
        assert vault.check().ok


def test_a_folder_that_goes_away_takes_no_save_until_it_is_back(vault: Vault, folder: Path) -> None:
    folder.rename(folder.with_name("elsewhere"))
    with pytest.raises(Problem, match="cannot be reached"):
        vault.commit("note signed", [final(page(9))], by="W")
    with pytest.raises(Problem, match="cannot be reached"):
        vault.save_draft(draft(9, "words"))
    folder.with_name("elsewhere").rename(folder)
    vault.save_draft(draft(9, "words"))
    assert [kept.body for kept in vault.drafts()] == [draft(9, "words").body]
    assert vault.check().ok


def test_a_vault_is_open_in_one_place_only_and_a_kill_frees_it(folder: Path, template: Template) -> None:
    with started("hold", folder, template.words) as worker:
        assert worker.stdout is not None
        assert worker.stdout.readline() == "open\n"
        for _ in range(3):
            with pytest.raises(Problem, match="open in another"):
                open_vault(folder, template.key, clock=standing)
        with pytest.raises(Problem, match="open in another"):
            check_folder(folder, template.key)
    open_vault(folder, template.key, clock=standing).close()


def _dies(job: str, folder: Path, tmp_path: Path, moment: int) -> tuple[Path, list[str]]:
    copy = Path(shutil.copytree(folder, tmp_path / f"{job}{moment}"))
    with started(job, copy, str(moment)) as worker:
        return copy, listen(worker)


def test_a_new_key_cut_off_at_any_moment_leaves_one_whole_vault(folder: Path, tmp_path: Path, key: VaultKey) -> None:
    _, said = _dies("rekey", folder, tmp_path, 10_000)
    last = int(said[-1].split()[1])
    ids = set()
    for part in range(8):
        copy, said = _dies("rekey", folder, tmp_path, 1 + part * (last - 1) // 7)
        assert said == []
        opening = unlock(copy, PASSPHRASE)
        ids.add(opening.id == key.id)
        with open_vault(copy, opening, clock=standing) as vault:
            assert vault.all(Page) == [page(one) for one in range(1, 6)]
            assert vault.check().ok
        assert check_folder(copy, opening).ok
        assert sorted(contents(copy)) == ["head.json", "keys.json", "keys.json.1", "vault.db"]
    assert ids == {True, False}


def test_a_new_passphrase_cut_off_at_any_moment_leaves_one_that_opens(folder: Path, tmp_path: Path) -> None:
    _, said = _dies("passphrase", folder, tmp_path, 10_000)
    last = int(said[-1].split()[1])
    for moment in range(1, last + 1, max(1, last // 6)):
        copy, _ = _dies("passphrase", folder, tmp_path, moment)
        opening = None
        for passphrase in (PASSPHRASE, "another passphrase"):
            try:
                opening = unlock(copy, passphrase)
            except Problem:
                continue
        assert opening is not None
        with open_vault(copy, opening, clock=standing) as vault:
            assert vault.check().ok


def plain_page(content: bytes, at: int, key: VaultKey) -> bytes:
    block = content[at : at + PAGE_BYTES]
    unlocking = Cipher(algorithms.AES(key.subkey("database")), modes.CBC(block[-80:-64])).decryptor()
    return unlocking.update(block[16 if at == 0 else 0 : -80])


def decrypted(folder: Path, key: VaultKey) -> bytes:
    content = (folder / "vault.db").read_bytes()
    return b"".join(plain_page(content, at, key) for at in range(0, len(content), PAGE_BYTES))


def test_destroyed_words_are_in_no_page_of_the_database(
    folder: Path, opened: Callable[[Path], Vault], key: VaultKey
) -> None:
    vault = opened(folder)
    for number in range(40, 80):
        vault.commit("note signed", [final(page(number, f"zygodactyl xenolith{number} " * 30))], by="W")
        vault.save_draft(draft(number, "zygodactyl " * 30))
    vault.discard_draft(DraftKey("vault_test_page", "p41"))
    vault.close()
    assert decrypted(folder, key).count(b"zygodactyl") > 1000
    vault = opened(folder)
    vault.destroy([f"p{number}" for number in range(40, 80)], by="W", reason="retention ended")
    assert decrypted(folder, key).count(b"zygodactyl") == 0
    assert decrypted(folder, key).count(b"xenolith") == 0
    assert b"zygodactyl" not in (folder / "vault.db-wal").read_bytes()
    assert len(vault.all(Page)) == 5
    assert vault.check().ok


def test_a_thousand_wrong_words_open_nothing(folder: Path) -> None:
    chance = random.Random(3)
    for _ in range(1000):
        with pytest.raises(Problem, match="do not open"):
            unlock_with_words(folder, words.of_key(chance.randbytes(32)))
