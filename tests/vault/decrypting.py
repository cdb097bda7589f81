"""What somebody with the key could read in the files of a vault, byte by byte, without SQLite's help.

SQLCipher 4 with a raw key (its design document): pages of 4096 bytes whose last 80 hold the initialisation vector (16)
and an HMAC-SHA512 (64) over what is before it and the page's number; AES-256-CBC; the first 16 bytes of the file are
the salt, from which, with every byte turned by 0x3a, the key of the HMAC is stretched in two rounds.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterator
from pathlib import Path

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from pipnotes.vault import VaultKey

PAGE, RESERVED, SALT, LOG_HEAD, FRAME_HEAD = 4096, 80, 16, 32, 24


def readable(folder: Path, key: VaultKey) -> bytes:
    """Return every page of the database and of its write-ahead log, decrypted, free pages and all."""
    return b"".join(_pages(folder / "vault.db", key))


def _pages(database: Path, key: VaultKey) -> Iterator[bytes]:
    raw = key.subkey("database")
    content = database.read_bytes()
    turned = bytes(byte ^ 0x3A for byte in content[:SALT])
    mac_key = hashlib.pbkdf2_hmac("sha512", raw, turned, 2, 32)
    for number, at in enumerate(range(0, len(content), PAGE), start=1):
        yield _decrypted(content[at : at + PAGE], number, raw, mac_key)
    log = database.with_name("vault.db-wal")
    frames = log.read_bytes()[LOG_HEAD:] if log.exists() else b""
    for at in range(0, len(frames) - FRAME_HEAD - PAGE + 1, FRAME_HEAD + PAGE):
        number = int.from_bytes(frames[at : at + 4], "big")
        yield _decrypted(frames[at + FRAME_HEAD : at + FRAME_HEAD + PAGE], number, raw, mac_key)


def _decrypted(page: bytes, number: int, raw: bytes, mac_key: bytes) -> bytes:
    start = SALT if number == 1 else 0
    body, vector, tag = page[start:-RESERVED], page[-RESERVED:-64], page[-64:]
    made = hmac.digest(mac_key, body + vector + number.to_bytes(4, "little"), "sha512")
    assert hmac.compare_digest(made, tag), f"page {number} is not under this key"
    unlocking = Cipher(algorithms.AES(raw), modes.CBC(vector)).decryptor()
    return unlocking.update(body)
