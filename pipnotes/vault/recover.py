"""Back in with the recovery words, and a new passphrase set; also from a lone vault.db."""

from __future__ import annotations

from pathlib import Path

from pipnotes.vault import unlocking
from pipnotes.vault.head import NAME as HEAD
from pipnotes.vault.keys import KdfCost
from pipnotes.vault.opening import open_vault
from pipnotes.vault.shapes import Clock
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
