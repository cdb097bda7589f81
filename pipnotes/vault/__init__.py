"""The encrypted, versioned store: the only package that says SQL, and the only one that holds the vault key.

::

    create, unlock, unlock_with_words, open_vault     from nothing or a secret to an open Vault
    Vault                                             commit, read, drafts, search, check, backup, rekey, close
    check_folder, info, restore, recover              for the command line, and for a vault that is in trouble

A vault is a folder: `vault.db` (SQLCipher), `keys.json` (the key slots), `head.json` (the witness of the last save),
and after a visit `jots`, sealed, until the next unlock; `tries.json` counts wrong passphrases until then.
"""

from __future__ import annotations

from pipnotes.vault.backup import kept_until, restore
from pipnotes.vault.check import check_folder
from pipnotes.vault.cipher import cipher_version
from pipnotes.vault.copying import Checking, Copying, Stopped
from pipnotes.vault.escrow import KeyPair, Share
from pipnotes.vault.keys import FLOOR, KdfCost, VaultKey, calibrate
from pipnotes.vault.lastgood import Back, Kept, bring_back, entries_since, has_database, kept_in
from pipnotes.vault.opening import create, open_vault
from pipnotes.vault.recover import recover, recover_with_escrow
from pipnotes.vault.shapes import (
    BackupReport,
    Change,
    CheckReport,
    Clock,
    Contribution,
    Draft,
    DraftKey,
    Head,
    Hit,
    Lifecycle,
    Stored,
    VaultInfo,
    short_id,
)
from pipnotes.vault.slots import OPENED_BY_ESCROW
from pipnotes.vault.store import Vault
from pipnotes.vault.unlocking import (
    info,
    unlock,
    unlock_with_escrow,
    unlock_with_keystore,
    unlock_with_words,
    wait_before_next_try,
)
from pipnotes.vault.unsaved import Landing, Opened

__all__ = [
    "FLOOR",
    "OPENED_BY_ESCROW",
    "Back",
    "BackupReport",
    "Change",
    "CheckReport",
    "Checking",
    "Clock",
    "Contribution",
    "Copying",
    "Draft",
    "DraftKey",
    "Head",
    "Hit",
    "KdfCost",
    "Kept",
    "KeyPair",
    "Landing",
    "Lifecycle",
    "Opened",
    "Share",
    "Stopped",
    "Stored",
    "Vault",
    "VaultInfo",
    "VaultKey",
    "bring_back",
    "calibrate",
    "check_folder",
    "cipher_version",
    "create",
    "entries_since",
    "has_database",
    "info",
    "kept_in",
    "kept_until",
    "open_vault",
    "recover",
    "recover_with_escrow",
    "restore",
    "short_id",
    "unlock",
    "unlock_with_escrow",
    "unlock_with_keystore",
    "unlock_with_words",
    "wait_before_next_try",
]
