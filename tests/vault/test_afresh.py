"""After trouble with the disk the vault opens itself afresh at the next save, so that no program has to be killed."""

from __future__ import annotations

import os
import resource
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from pipnotes.errors import Integrity, Problem
from pipnotes.vault import FLOOR, Draft, DraftKey, Vault, unlock
from pipnotes.vault.connection import Trouble
from tests.vault.pages import PASSPHRASE, final, page, standing

KEY = DraftKey(kind="session", id="typed")


@contextmanager
def _cramped() -> Iterator[None]:
    """Let this process write no file beyond 8 KiB for a while."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    ignored = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (8192, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, ignored)


def _kept(vault: Vault) -> str | None:
    kept = vault.draft(KEY)
    return kept.body if kept else None


def _typed(words: str) -> Draft:
    now = standing()
    return Draft(key=KEY, family="f1", body=words, place="{}", started=now, saved=now)


def test_words_are_kept_once_the_disk_takes_them_again(vault: Vault) -> None:
    vault.save_draft(_typed("the first words"))
    with _cramped():
        with pytest.raises(Problem):
            vault.save_draft(_typed("more words " * 4000))
        with pytest.raises(Problem):
            vault.save_draft(_typed("more words " * 4000))
    vault.save_draft(_typed("more words " * 4000))
    assert _kept(vault) == "more words " * 4000
    vault.commit("note signed", [final(page(99))], by="Wren Hale")
    assert vault.check().ok


def test_words_are_kept_once_the_disk_takes_them_again_also_when_what_was_broken_fails_to_close(
    vault: Vault, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = vault._ledger.connection
    really = broken.close

    def fail() -> None:
        really()
        raise Trouble("disk I/O error")

    monkeypatch.setattr(broken, "close", fail)
    with _cramped(), pytest.raises(Problem):
        vault.save_draft(_typed("more words " * 4000))
    vault.save_draft(_typed("more words " * 4000))
    assert _kept(vault) == "more words " * 4000


def test_words_are_kept_once_the_disk_takes_them_again_also_under_a_new_vault_key(vault: Vault) -> None:
    with vault.rekey(PASSPHRASE, cost=FLOOR) as renewed:
        with _cramped(), pytest.raises(Problem):
            renewed.save_draft(_typed("more words " * 4000))
        renewed.save_draft(_typed("more words " * 4000))
        assert renewed.check().ok


def test_what_was_kept_can_be_read_while_the_disk_takes_nothing(vault: Vault, folder: Path) -> None:
    vault.save_draft(_typed("the first words"))
    with _cramped(), pytest.raises(Problem):
        vault.save_draft(_typed("more words " * 4000))
    assert _kept(vault) == "the first words"
    vault.close()
    assert (folder / "vault.db").exists()


def test_a_new_passphrase_that_cannot_be_written_into_the_history_does_not_count(vault: Vault, folder: Path) -> None:
    with _cramped(), pytest.raises(Problem):
        vault.change_passphrase(PASSPHRASE, "another passphrase")
    with pytest.raises(Problem, match="does not open"):
        unlock(folder, "another passphrase")
    assert unlock(folder, PASSPHRASE).id == vault.id
    assert [one.action for one in vault.contributions()][-1] == "note signed"
    renewed = vault.rekey()
    renewed.close()
    assert unlock(folder, PASSPHRASE).id == renewed.id


def test_an_older_database_put_in_place_during_trouble_with_the_disk_takes_no_word(vault: Vault, folder: Path) -> None:
    vault._ledger.connection.checkpoint()
    older = (folder / "vault.db").read_bytes()
    vault.commit("note signed", [final(page(98))], by="Wren Hale")
    with _cramped(), pytest.raises(Problem):
        vault.save_draft(_typed("more words " * 4000))
    os.truncate(folder / "vault.db-wal", 0)
    with (folder / "vault.db").open("r+b") as file:
        file.write(older)
        file.truncate()
    for _ in range(2):
        with pytest.raises(Integrity, match="older than its own last save"):
            vault.save_draft(_typed("more words " * 4000))
