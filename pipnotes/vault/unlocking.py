"""From what a person has (a passphrase, words, an organisation's key) to the vault key.

Wrong passphrases are slowed down, a little more each time, and never locked out.
"""

from __future__ import annotations

import contextlib
import json
import time
from collections.abc import Callable
from pathlib import Path

import msgspec

from pipnotes.vault import escrow, files, keyfile, keys, problems, schema, staging
from pipnotes.vault.connection import proves
from pipnotes.vault.head import NAME as HEAD
from pipnotes.vault.keyfile import KeyFile, Slot
from pipnotes.vault.keys import VaultKey
from pipnotes.vault.shapes import VaultInfo

DATABASE = "vault.db"
TRIES = "tries.json"
_LONGEST = 30.0


def unlock(folder: Path, passphrase: str, *, pause: Callable[[float], None] = time.sleep) -> VaultKey:
    """Return the vault key for a passphrase; slow on purpose, and safe on any thread.

    `pause` is how it waits after wrong tries. Raises Problem when the passphrase is wrong, Integrity when no key
    file can be read.
    """
    _require(folder)
    if not passphrase:
        raise problems.empty_passphrase()
    pause(wait_before_next_try(folder))
    key = open_slots(folder, passphrase)
    if key is None:
        _count_try(folder)
        raise problems.wrong_passphrase()
    _right_try(folder)
    return key


def unlock_with_words(folder: Path, words: str) -> VaultKey:
    """Return the vault key for 24 recovery words, also when keys.json is gone."""
    _require(folder)
    key = keys.from_words(words)
    known = keyfile.read(staging.current(folder))
    if any(one.vault == key.id for one in known):
        return key
    database = staging.current(folder, DATABASE) / DATABASE
    if not database.exists() or not proves(database, key.subkey("database")):
        raise problems.words_of_another()
    return key


def unlock_with_escrow(folder: Path, private: bytes) -> VaultKey:
    """Return the vault key for the organisation's private key; its use belongs in the history, by `commit`."""
    _require(folder)
    for known in keyfile.read(staging.current(folder)):
        for slot in known.escrow_slots():
            key = keys.from_escrow(slot, known.vault, private)
            if key is not None and known.authentic(key.subkey("keys")):
                return key
    raise problems.escrow_of_another()


def unlock_with_keystore(folder: Path, secret: bytes) -> VaultKey:
    """Return the vault key for the secret that the operating system kept; Problem when it opens nothing any more."""
    _require(folder)
    known = keyfile.read(staging.current(folder))
    for one in known:
        for slot in one.keystore_slots():
            key = keys.from_keystore(slot, one.vault, secret)
            if key is not None and _in_force(one, known, key):
                return key
    raise problems.keystore_lost()


def open_slots(folder: Path, passphrase: str) -> VaultKey | None:
    """Try a passphrase on the key file in force, and on its kept copy where that may be needed; None when wrong."""
    known = keyfile.read(staging.current(folder))
    if not known:
        raise problems.keys_damaged()
    tried = 0
    for one in known:
        for slot in one.passphrase_slots():
            tried += 1
            key = keys.from_passphrase(slot, one.vault, passphrase)
            if key is not None and _in_force(one, known, key):
                return key
    if not tried:
        raise problems.no_passphrase_slot()
    return None


def wait_before_next_try(folder: Path, now: Callable[[], float] = time.time) -> float:
    """Return how many seconds are still to wait after wrong tries: 0, 0, 1, 2, 4 and so on up to 30."""
    count, last, _ = _tries(folder)
    wait = min(_LONGEST, 2.0 ** (count - 3)) if count > 2 else 0.0
    # A clock that was set back must not make the wait any longer.
    return min(wait, max(0.0, last + wait - now()))


def info(folder: Path) -> VaultInfo:
    """Return what can be said about a vault without its key."""
    _require(folder)
    known = keyfile.read(staging.current(folder))
    size = sum(path.stat().st_size for path in folder.glob("vault.db*"))
    if not known:
        raise problems.keys_damaged()
    sealed = known[0].escrow_slots()
    return VaultInfo(
        id=known[0].vault,
        schema=known[0].schema,
        slots=tuple(keyfile.kind_of(slot) for slot in known[0].slots),
        size_bytes=size,
        organisation_key=escrow.name_of(bytes.fromhex(sealed[0].public)) if sealed else None,
    )


def first_keys(key: VaultKey, slots: list[Slot], counter: int = 1) -> KeyFile:
    """Return a new key file, authenticated."""
    bare = KeyFile(counter=counter, format=1, mac="0" * 64, schema=schema.CURRENT, slots=slots, vault=key.id)
    return bare.sealed(key.subkey("keys"))


def put_slot(folder: Path, key: VaultKey, slot: Slot) -> None:
    """Put a slot in the place of the one of its kind; the other slots stay."""
    known, _ = keyfile.settle(folder, key.subkey("keys"))
    if known is None:
        keyfile.write(folder, first_keys(key, [slot]))
        return
    slots = [one for one in known.slots if type(one) is not type(slot)]
    _change(folder, key, known, [*slots, slot])


def drop_slot(folder: Path, key: VaultKey, kind: type[Slot]) -> None:
    """Take the slots of a kind away; never the passphrase's, since nothing else is in everybody's own hands."""
    known, _ = keyfile.settle(folder, key.subkey("keys"))
    if known is None or kind is keyfile.PassphraseSlot:
        raise problems.passphrase_stays()
    _change(folder, key, known, [one for one in known.slots if not isinstance(one, kind)])


def _change(folder: Path, key: VaultKey, known: KeyFile, slots: list[Slot]) -> None:
    changed = msgspec.structs.replace(known, counter=known.counter + 1, slots=slots)
    keyfile.write(folder, changed.sealed(key.subkey("keys")))


def _in_force(one: KeyFile, known: list[KeyFile], key: VaultKey) -> bool:
    """Tell whether a key file counts: authentic, and no authentic one is newer."""
    mac_key = key.subkey("keys")
    return one.authentic(mac_key) and not any(
        other.counter > one.counter and other.authentic(mac_key) for other in known
    )


def _require(folder: Path) -> None:
    try:
        there = folder.is_dir()
        ours = any((folder / name).exists() for name in (DATABASE, keyfile.NAME, keyfile.KEPT, staging.READY))
        left = (folder / HEAD).exists()
    except OSError as error:
        raise problems.from_os(error) from error
    if left and not ours:
        raise problems.database_gone()
    if not there or not ours:
        raise problems.not_a_vault()


def untold_tries(folder: Path) -> tuple[int, float]:
    """Return how many wrong passphrases the history does not tell of yet, and when the last was typed."""
    _, last, untold = _tries(folder)
    return untold, last


def forget_tries(folder: Path) -> None:
    """Begin to count afresh: the history tells of what was counted."""
    with contextlib.suppress(OSError):
        (folder / TRIES).unlink(missing_ok=True)


def _tries(folder: Path) -> tuple[int, float, int]:
    try:
        said = json.loads(files.read_small(folder / TRIES, 200) or b"{}")
        count, untold = (max(0, min(1_000_000, int(said.get(name, 0)))) for name in ("count", "untold"))
        return min(1000, count), float(said.get("last", 0)), untold
    except (ValueError, TypeError, AttributeError, RecursionError, OverflowError):
        return 0, 0.0, 0


def _count_try(folder: Path) -> None:
    count, _, untold = _tries(folder)
    _write_tries(folder, count + 1, round(time.time(), 1), untold + 1)


def _right_try(folder: Path) -> None:
    _, last, untold = _tries(folder)
    if untold:
        _write_tries(folder, 0, last, untold)
    else:
        forget_tries(folder)


def _write_tries(folder: Path, count: int, last: float, untold: int) -> None:
    # A vault in a folder that cannot be written can still be read; it is then only slowed by the derivation itself.
    with contextlib.suppress(OSError):
        files.write_whole(folder / TRIES, json.dumps({"count": count, "last": last, "untold": untold}).encode())
