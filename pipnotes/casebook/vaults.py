"""Vaults as a whole: made, opened, backed up, restored and recovered, each in one step that is whole or not at all."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from pipnotes import vault as store
from pipnotes.casebook import keystore
from pipnotes.casebook.ledger import OWNER
from pipnotes.domain.codes import PracticeRole
from pipnotes.domain.practice import Practitioner
from pipnotes.errors import Problem
from pipnotes.policy import Policy

if TYPE_CHECKING:
    from pipnotes.casebook.casebook import Casebook

Clock = Callable[[], datetime]


@dataclass(frozen=True, kw_only=True, slots=True)
class Made:
    """A fresh vault, open, with the words that open it when the passphrase is forgotten."""

    casebook: Casebook
    words: str


def local_now() -> datetime:
    """Return the moment on this computer's clock, with its offset."""
    return datetime.now().astimezone()


def create(
    folder: Path,
    passphrase: str,
    *,
    role: PracticeRole,
    name: str,
    clock: Clock = local_now,
    escrow_key: bytes | None = None,
) -> Made:
    """Make a vault and leave it open; set-up is finished when its recovery words have been proved.

    With the organisation's public key in `escrow_key`, the organisation can open it as well.
    """
    made = store.create(folder, passphrase, role=role.value, owner=name, clock=clock, escrow_key=escrow_key)
    casebook = _casebook(made, clock)
    casebook.keep_me(Practitioner(id=OWNER, name=name, role=role))
    return Made(casebook=casebook, words=made.words())


def derive(folder: Path, passphrase: str) -> store.VaultKey:
    """Return the key a passphrase opens: slow on purpose, and safe away from the window's thread."""
    return store.unlock(folder, passphrase)


def derive_from_sign_in(folder: Path) -> store.VaultKey:
    """Return the key that this computer's keystore opens; Problem when its secret is gone. It may wait for an answer.

    Safe away from the window's thread.
    """
    return store.unlock_with_keystore(folder, keystore.secret_of(store.info(folder).id) or b"")


def short_id(folder: Path) -> str:
    """Return the eight digits that stand on a vault's recovery sheet; empty when nothing tells them without a key."""
    try:
        return store.short_id(store.info(folder).id)
    except Problem:
        return ""


def opens_by_sign_in(folder: Path) -> bool:
    """Return whether the unlock page can offer this computer's own sign-in for a vault."""
    try:
        return "keystore" in store.info(folder).slots and keystore.available()
    except Problem:
        return False


def open_with(folder: Path, key: store.VaultKey, *, clock: Clock = local_now, accept_loss: bool = False) -> Casebook:
    """Open a vault with its key, on the thread that will use it."""
    return _casebook(store.open_vault(folder, key, clock=clock, accept_loss=accept_loss), clock)


def unlock(folder: Path, passphrase: str, *, clock: Clock = local_now, rules: Policy | None = None) -> Casebook:
    """Open a vault with its passphrase, and bring the ways into it into step with the organisation's `rules`."""
    casebook = open_with(folder, derive(folder, passphrase), clock=clock)
    try:
        if rules is not None:
            casebook.ways_in.follow(rules)
    except BaseException:
        casebook.close()
        raise
    return casebook


def recover(folder: Path, words: str, passphrase: str, *, clock: Clock = local_now) -> Casebook:
    """Open a vault with its recovery words and give it a new passphrase, also when its key file is gone."""
    return _casebook(store.recover(folder, words, passphrase, clock=clock), clock)


def info(folder: Path) -> store.VaultInfo:
    """Return what can be said of a vault without its key."""
    return store.info(folder)


def check(
    folder: Path,
    passphrase: str,
    progress: Callable[[int, int], None] | None = None,
    *,
    elsewhere: Sequence[str] = (),
) -> store.CheckReport:
    """Check a vault without opening it for work, so that a damaged one is reported and not refused.

    `elsewhere` are heads of its history that somebody else wrote down, as a backup names its own.
    """
    return store.check_folder(folder, store.unlock(folder, passphrase), progress, elsewhere=elsewhere)


def restore(backup: Path, to: Path, *, passphrase: str | None = None, words: str | None = None) -> str:
    """Restore a backup into a new vault, proved before it gets its name; return its head."""
    return store.restore(backup, to, passphrase=passphrase, words=words)


def backups_of(place: str) -> list[store.Kept]:
    """Return the backups of a vault, the newest first; `place` is what `BackingUp.place` said when it was open.

    A stick may be slow, so this is for another thread than the window's.
    """
    return store.kept_in(Path(place).parent, Path(place).name) if place else []


def entries_since(folder: Path, kept: store.Kept, key: store.VaultKey) -> tuple[int, datetime] | None:
    """Return how many entries a damaged vault had beyond a backup, and when it was last saved; None if none tells."""
    return store.entries_since(folder, kept, key)


def has_notes(folder: Path) -> bool:
    """Return whether the file with the notes is there, so that perhaps nothing but the key file is lost."""
    return store.has_database(folder)


def bring_back(
    folder: Path, kept: Sequence[store.Kept], passphrase: str, key: store.VaultKey | None = None
) -> store.Back:
    """Put the newest good one of these backups in the place of a vault that will not open, which is kept beside it."""
    return store.bring_back(folder, kept, passphrase=passphrase, key=key)


def bring_back_by_words(
    folder: Path, kept: Sequence[store.Kept], words: str, passphrase: str, clock: Clock = local_now
) -> store.Back:
    """Do the same with the recovery words, and give the vault that is back its new passphrase."""
    back = store.bring_back(folder, kept, words=words)
    store.recover(back.folder, words, passphrase, clock=clock).close()
    return replace(back, key=store.unlock(back.folder, passphrase))


def wait_before_next_try(folder: Path) -> float:
    """Return for how many seconds the next passphrase has to wait, after wrong ones."""
    return store.wait_before_next_try(folder)


def _casebook(vault: store.Vault, clock: Clock) -> Casebook:
    # The use-cases take a quarter of a second to load, and the unlock page comes up without them.
    from pipnotes.casebook.casebook import Casebook

    return Casebook(vault, clock)
