"""After trouble with the disk the vault opens itself afresh at the next save, so that no program has to be killed."""

from __future__ import annotations

import os
import resource
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipnotes.errors import Integrity, Problem
from pipnotes.vault import FLOOR, Draft, DraftKey, Vault, unlock
from pipnotes.vault.connection import Trouble
from tests.vault.pages import PASSPHRASE, final, page, standing

KEY = DraftKey(kind="session", id="typed")


@pytest.fixture
def cramped() -> Iterator[int]:
    """Return a file size beyond which this process may not write, kept only while a test asks for it."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    ignored = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    yield 8192
    resource.setrlimit(resource.RLIMIT_FSIZE, before)
    signal.signal(signal.SIGXFSZ, ignored)


def _typed(words: str) -> Draft:
    now = standing()
    return Draft(key=KEY, family="f1", body=words, place="{}", started=now, saved=now)


def test_words_are_kept_once_the_disk_takes_them_again(vault: Vault, cramped: int) -> None:
    vault.save_draft(_typed("the first words"))
    whole = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (cramped, whole[1]))
    with pytest.raises(Problem):
        vault.save_draft(_typed("more words " * 4000))
    with pytest.raises(Problem):
        vault.save_draft(_typed("more words " * 4000))
    resource.setrlimit(resource.RLIMIT_FSIZE, whole)
    vault.save_draft(_typed("more words " * 4000))
    kept = vault.draft(KEY)
    assert kept is not None
    assert kept.body == "more words " * 4000
    vault.commit("note signed", [final(page(99))], by="Wren Hale")
    assert vault.check().ok


def test_words_are_kept_once_the_disk_takes_them_again_also_when_what_was_broken_fails_to_close(
    vault: Vault, cramped: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = vault._ledger.connection
    really = broken.close

    def fail() -> None:
        really()
        raise Trouble("disk I/O error")

    monkeypatch.setattr(broken, "close", fail)
    whole = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (cramped, whole[1]))
    with pytest.raises(Problem):
        vault.save_draft(_typed("more words " * 4000))
    resource.setrlimit(resource.RLIMIT_FSIZE, whole)
    vault.save_draft(_typed("more words " * 4000))
    kept = vault.draft(KEY)
    assert kept is not None
    assert kept.body == "more words " * 4000


def test_words_are_kept_once_the_disk_takes_them_again_also_under_a_new_vault_key(vault: Vault, cramped: int) -> None:
    with vault.rekey(PASSPHRASE, cost=FLOOR) as renewed:
        whole = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (cramped, whole[1]))
        with pytest.raises(Problem):
            renewed.save_draft(_typed("more words " * 4000))
        resource.setrlimit(resource.RLIMIT_FSIZE, whole)
        renewed.save_draft(_typed("more words " * 4000))
        assert renewed.check().ok


def test_what_was_kept_can_be_read_while_the_disk_takes_nothing(vault: Vault, cramped: int, folder: Path) -> None:
    vault.save_draft(_typed("the first words"))
    whole = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (cramped, whole[1]))
    with pytest.raises(Problem):
        vault.save_draft(_typed("more words " * 4000))
    resource.setrlimit(resource.RLIMIT_FSIZE, whole)
    kept = vault.draft(KEY)
    assert kept is not None
    assert kept.body == "the first words"
    vault.close()
    assert (folder / "vault.db").exists()


def test_a_new_passphrase_that_cannot_be_written_into_the_history_does_not_count(
    vault: Vault, cramped: int, folder: Path
) -> None:
    whole = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (cramped, whole[1]))
    with pytest.raises(Problem):
        vault.change_passphrase(PASSPHRASE, "another passphrase")
    resource.setrlimit(resource.RLIMIT_FSIZE, whole)
    with pytest.raises(Problem, match="does not open"):
        unlock(folder, "another passphrase")
    assert unlock(folder, PASSPHRASE).id == vault.id
    assert [one.action for one in vault.contributions()][-1] == "note signed"
    renewed = vault.rekey()
    renewed.close()
    assert unlock(folder, PASSPHRASE).id == renewed.id


def test_an_older_database_put_in_place_during_trouble_with_the_disk_takes_no_word(
    vault: Vault, cramped: int, folder: Path
) -> None:
    vault._ledger.connection.checkpoint()
    older = (folder / "vault.db").read_bytes()
    vault.commit("note signed", [final(page(98))], by="Wren Hale")
    whole = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (cramped, whole[1]))
    with pytest.raises(Problem):
        vault.save_draft(_typed("more words " * 4000))
    resource.setrlimit(resource.RLIMIT_FSIZE, whole)
    os.truncate(folder / "vault.db-wal", 0)
    with (folder / "vault.db").open("r+b") as file:
        file.write(older)
        file.truncate()
    for _ in range(2):
        with pytest.raises(Integrity, match="older than its own last save"):
            vault.save_draft(_typed("more words " * 4000))
