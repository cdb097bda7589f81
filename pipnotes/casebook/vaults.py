"""Vaults as a whole: made, opened, backed up, restored and recovered, each in one step that is whole or not at all."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from pipnotes import vault as store
from pipnotes.casebook.casebook import Casebook
from pipnotes.casebook.ledger import OWNER
from pipnotes.domain.codes import PracticeRole
from pipnotes.domain.practice import Practitioner

Clock = Callable[[], datetime]


@dataclass(frozen=True, kw_only=True, slots=True)
class Made:
    """A fresh vault, open, with the words that open it when the passphrase is forgotten."""

    casebook: Casebook
    words: str


def local_now() -> datetime:
    """Return the moment on this computer's clock, with its offset."""
    return datetime.now().astimezone()


def create(folder: Path, passphrase: str, *, role: PracticeRole, name: str, clock: Clock = local_now) -> Made:
    """Make a vault and leave it open; set-up is finished when its recovery words have been proved."""
    made = store.create(folder, passphrase, role=role.value, owner=name, clock=clock)
    casebook = Casebook(made, clock)
    casebook.keep_me(Practitioner(id=OWNER, name=name, role=role))
    return Made(casebook=casebook, words=made.words())


def derive(folder: Path, passphrase: str) -> store.VaultKey:
    """Return the key a passphrase opens: slow on purpose, and safe away from the window's thread."""
    return store.unlock(folder, passphrase)


def derive_from_words(folder: Path, words: str) -> store.VaultKey:
    """Return the key that the recovery words stand for; the key file is not needed."""
    return store.unlock_with_words(folder, words)


def open_with(folder: Path, key: store.VaultKey, *, clock: Clock = local_now, accept_loss: bool = False) -> Casebook:
    """Open a vault with its key, on the thread that will use it."""
    return Casebook(store.open_vault(folder, key, clock=clock, accept_loss=accept_loss), clock)


def unlock(folder: Path, passphrase: str, *, clock: Clock = local_now) -> Casebook:
    """Open a vault with its passphrase."""
    return open_with(folder, derive(folder, passphrase), clock=clock)


def recover(folder: Path, words: str, passphrase: str, *, clock: Clock = local_now) -> Casebook:
    """Open a vault with its recovery words and give it a new passphrase, also when its key file is gone."""
    return Casebook(store.recover(folder, words, passphrase, clock=clock), clock)


def info(folder: Path) -> store.VaultInfo:
    """Return what can be said of a vault without its key."""
    return store.info(folder)


def check(folder: Path, passphrase: str, progress: Callable[[int, int], None] | None = None) -> store.CheckReport:
    """Check a vault without opening it for work, so that a damaged one is reported and not refused."""
    return store.check_folder(folder, store.unlock(folder, passphrase), progress)


def restore(backup: Path, to: Path, *, passphrase: str | None = None, words: str | None = None) -> str:
    """Restore a backup into a new vault, proved before it gets its name; return its head."""
    return store.restore(backup, to, passphrase=passphrase, words=words)


def wait_before_next_try(folder: Path) -> float:
    """Return for how many seconds the next passphrase has to wait, after wrong ones."""
    return store.wait_before_next_try(folder)
