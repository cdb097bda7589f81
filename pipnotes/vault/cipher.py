"""Proof that the encryption itself works on this computer, without a file: what an examination of it asks for."""

from __future__ import annotations

import os

from sqlcipher3 import dbapi2

from pipnotes.vault.connection import key_and_status


def cipher_version() -> str:
    """Return the version of SQLCipher, read from a keyed database in memory; RuntimeError when it does not encrypt."""
    raw = dbapi2.connect(":memory:")
    try:
        return key_and_status(raw, os.urandom(32))
    finally:
        raw.close()
