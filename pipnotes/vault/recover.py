"""Back in when the passphrase is lost: with the recovery words, also from a lone vault.db, or by the organisation."""

from __future__ import annotations

from pathlib import Path

from pipnotes.vault import problems, unlocking
from pipnotes.vault.head import NAME as HEAD
from pipnotes.vault.keys import KdfCost
from pipnotes.vault.opening import open_vault
from pipnotes.vault.shapes import Clock
from pipnotes.vault.slots import OPENED_BY_ESCROW
from pipnotes.vault.store import Vault


def recover(folder: Path, words: str, new_passphrase: str, *, clock: Clock, cost: KdfCost | None = None) -> Vault:
    """Open a vault with its recovery words and set a new passphrase; the old one then opens nothing.

    Where head.json is gone altogether, which is so for a lone vault.db, that is written into the history.
    """
    key = unlocking.unlock_with_words(folder, words)
    vault = open_vault(folder, key, clock=clock, accept_loss=not (folder / HEAD).exists())
    try:
        vault.set_passphrase(new_passphrase, cost=cost)
        vault.commit("opened with recovery words", by=vault.owner)
    except BaseException:
        vault.close()
        raise
    return vault


def recover_with_escrow(
    folder: Path,
    private: bytes,
    new_passphrase: str,
    *,
    clock: Clock,
    by: str,
    reason: str,
    cost: KdfCost | None = None,
) -> Vault:
    """Open a vault with the organisation's private key and set a new passphrase; the old one then opens nothing.

    Its use stands in the history before anything else is done, with who did it and why.
    """
    if not new_passphrase:
        raise problems.empty_passphrase()
    key = unlocking.unlock_with_escrow(folder, private)
    vault = open_vault(folder, key, clock=clock)
    try:
        vault.commit(OPENED_BY_ESCROW, by=by, reason=reason)
        vault.set_passphrase(new_passphrase, cost=cost)
    except BaseException:
        vault.close()
        raise
    return vault
