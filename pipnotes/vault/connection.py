"""The one connection to the encrypted database: opened, keyed and fenced in the one order that is safe.

Each setting answers a measured trap: a key inside an SQL string stays in memory, a key of the wrong length is
silently taken for a passphrase, no key writes plain text, EXCLUSIVE after the first read leaves an index file on the
disk, a temporary file would hold readable notes.
"""

from __future__ import annotations

import hashlib
import hmac
import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlcipher3 import dbapi2

from pipnotes.errors import Problem
from pipnotes.vault import problems

PAGE = 4096
_DIGITS = b"0123456789abcdef"
PLAIN = b"SQLite format 3\0"
_SETTINGS = (
    ("synchronous", "FULL", 2),
    ("fullfsync", "ON", 1),
    ("checkpoint_fullfsync", "ON", 1),
    ("temp_store", "MEMORY", 2),
    ("secure_delete", "ON", 1),
    ("foreign_keys", "ON", 1),
    # Without this, INSERT OR REPLACE would take a row away without asking the triggers that forbid it.
    ("recursive_triggers", "ON", 1),
    ("trusted_schema", "OFF", 0),
    ("cell_size_check", "ON", 1),
    ("mmap_size", "0", 0),
    ("wal_autocheckpoint", "1000", 1000),
    ("journal_size_limit", "4194304", 4194304),
    ("cache_size", "-32000", -32000),
)
_PRAGMAS = {
    "application_id",
    "cipher_integrity_check",
    "data_version",
    "foreign_key_check",
    "integrity_check",
    "page_count",
    "user_version",
    "wal_checkpoint",
}
_WRITTEN_ONCE = {"application_id", "user_version"}
_FORBIDDEN = {
    dbapi2.SQLITE_ATTACH,
    dbapi2.SQLITE_DETACH,
    dbapi2.SQLITE_ALTER_TABLE,
    dbapi2.SQLITE_CREATE_INDEX,
    dbapi2.SQLITE_CREATE_TABLE,
    dbapi2.SQLITE_CREATE_TEMP_TABLE,
    dbapi2.SQLITE_CREATE_TEMP_TRIGGER,
    dbapi2.SQLITE_CREATE_TEMP_VIEW,
    dbapi2.SQLITE_CREATE_TRIGGER,
    dbapi2.SQLITE_CREATE_VIEW,
    dbapi2.SQLITE_CREATE_VTABLE,
    dbapi2.SQLITE_DROP_INDEX,
    dbapi2.SQLITE_DROP_TABLE,
    dbapi2.SQLITE_DROP_TRIGGER,
    dbapi2.SQLITE_DROP_VIEW,
    dbapi2.SQLITE_DROP_VTABLE,
}
_FUNCTIONS = {"load_extension", "sqlcipher_export", "writefile", "readfile", "fts3_tokenizer"}

Trouble = dbapi2.Error
# How bytes are handed to the driver. For `bytes`, as for None, it looks for an adapter at every value, which takes
# about as long as hashing a note; for these it does not.
Blob = bytearray


class Connection:
    """A keyed connection; `execute` and `executemany` are the driver's own, so that nothing stands in their way."""

    def __init__(self, raw: Any) -> None:
        self.raw = raw
        self.failed = False
        self.execute = raw.execute
        self.executemany = raw.executemany

    def fetch(self, sql: str, values: Sequence[object] = ()) -> list[Any]:
        """Return all rows; what the driver says becomes a Problem."""
        try:
            return self.execute(sql, values).fetchall()  # type: ignore[no-any-return]  # the driver has no types
        except (Trouble, MemoryError) as error:
            raise self._told(error) from error

    def one(self, sql: str, values: Sequence[object] = ()) -> Any:
        """Return the first row, or None."""
        try:
            return self.execute(sql, values).fetchone()
        except (Trouble, MemoryError) as error:
            raise self._told(error) from error

    def value(self, sql: str, values: Sequence[object] = ()) -> Any:
        """Return the first column of the first row."""
        return self.one(sql, values)[0]

    def run_all(self, steps: Iterable[str], *, version: int) -> None:
        """Apply schema steps and set the schema's number in one transaction."""
        self.raw.executescript(f"BEGIN IMMEDIATE; {' '.join(steps)} PRAGMA user_version = {version}; COMMIT;")

    def fence(self) -> None:
        """Refuse everything that normal work never does: other files, extensions, schema changes, settings."""
        self.raw.set_authorizer(_allowed)

    def checkpoint(self) -> bool:
        """Move the write-ahead log into the database; False when something kept it from finishing."""
        busy, _, _ = self.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        return bool(busy == 0)

    def _told(self, error: Exception) -> Exception:
        """Remember trouble with the disk: after one page that could not be read the cipher refuses all others."""
        problem = _problem(error)
        self.failed = self.failed or isinstance(problem, Problem)
        return problem

    def close(self) -> None:
        """Close; SQLite then empties the write-ahead log into the database and removes it."""
        self.raw.close()


def create_file(path: Path) -> None:
    """Make an empty file that only its owner may read, before SQLite makes one that everybody may."""
    os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))


def connect(path: Path, key: bytes) -> Connection:
    """Open a database with its 32-byte key.

    Raises Integrity when it is plain, damaged or under another key, and Problem when it is locked or out of reach.
    """
    with path.open("rb") as file:
        start = file.read(len(PLAIN))
    if start == PLAIN:
        raise problems.plain_database()
    with troubles():
        # A backup is copied on another thread (copying.py). The library is built to be shared like that, step by step.
        raw = dbapi2.connect(str(path), isolation_level=None, timeout=2, cached_statements=256, check_same_thread=False)
        try:
            _unlock(raw, key)
            _settle(raw)
        except BaseException:
            raw.close()
            raise
    return Connection(raw)


def _unlock(raw: Any, key: bytes) -> None:
    raw.execute("PRAGMA cipher_log_level = NONE")
    if len(key) != 32:
        raise ValueError("a database key has 32 bytes")
    # Written digit by digit, since a string of the whole key would stay in memory until something overwrote it.
    spelt = bytearray(b"x'" + bytes(64) + b"'")
    for at, byte in enumerate(key):
        spelt[2 + 2 * at], spelt[3 + 2 * at] = _DIGITS[byte >> 4], _DIGITS[byte & 15]
    raw.set_key(spelt)
    spelt[:] = bytes(len(spelt))


@contextmanager
def looking_at(path: Path, key: bytes) -> Iterator[Any]:
    """Lend a keyed look at the pages of a database that may be open; no table is read, so nothing is locked."""
    raw = dbapi2.connect(str(path), isolation_level=None, timeout=2)
    try:
        _unlock(raw, key)
        yield raw
    finally:
        raw.close()


def key_and_status(raw: Any, key: bytes) -> str:
    """Key a fresh database and return the cipher's version; RuntimeError when the library does not encrypt."""
    _unlock(raw, key)
    raw.execute("SELECT count(*) FROM sqlite_schema").fetchone()
    version = raw.execute("PRAGMA cipher_version").fetchone()
    if not version or raw.execute("PRAGMA cipher_status").fetchone() != ("1",):
        raise RuntimeError("the database library does not encrypt")
    return str(version[0])


def _settle(raw: Any) -> None:
    raw.execute("PRAGMA locking_mode = EXCLUSIVE").fetchone()
    raw.execute("SELECT count(*) FROM sqlite_schema").fetchone()
    if not raw.execute("PRAGMA cipher_version").fetchone() or raw.execute("PRAGMA cipher_status").fetchone() != ("1",):
        raise problems.plain_database()
    if raw.execute("PRAGMA journal_mode = WAL").fetchone() != ("wal",):
        raise problems.disk_trouble()
    for name, wanted, read_back in _SETTINGS:
        raw.execute(f"PRAGMA {name} = {wanted}").fetchone()
        if raw.execute(f"PRAGMA {name}").fetchone() != (read_back,):
            raise RuntimeError(f"the database did not take the setting {name}")


@contextmanager
def troubles() -> Iterator[None]:
    """Turn the driver's errors into Problems; a fault of ours goes through as it is."""
    try:
        yield
    except (Trouble, MemoryError) as error:
        raise _problem(error) from error


def _problem(error: Exception) -> Exception:
    return problems.no_memory() if isinstance(error, MemoryError) else problems.from_sqlite(error) or error


@contextmanager
def disk_troubles() -> Iterator[None]:
    """Turn what the operating system or the driver says into Problems."""
    with troubles():
        try:
            yield
        except OSError as error:
            raise problems.from_os(error) from error


def proves(path: Path, key: bytes) -> bool:
    """Tell, without opening it, whether a database is under this key, by the HMAC of its first page (SQLCipher 4)."""
    with path.open("rb") as file:
        page = file.read(PAGE)
    if len(page) < PAGE:
        return False
    salt = bytes(byte ^ 0x3A for byte in page[:16])
    mac_key = hashlib.pbkdf2_hmac("sha512", key, salt, 2, 32)
    tally = hmac.digest(mac_key, page[16 : PAGE - 64] + (1).to_bytes(4, "little"), "sha512")
    return hmac.compare_digest(tally, page[PAGE - 64 :])


def _allowed(action: int, first: str | None, second: str | None, _database: str | None, _trigger: str | None) -> int:
    denied = action in _FORBIDDEN
    if action == dbapi2.SQLITE_PRAGMA:
        denied = first not in _PRAGMAS or (first in _WRITTEN_ONCE and second is not None)
    if action == dbapi2.SQLITE_FUNCTION:
        denied = (second or "").lower() in _FUNCTIONS
    return int(dbapi2.SQLITE_DENY if denied else dbapi2.SQLITE_OK)
