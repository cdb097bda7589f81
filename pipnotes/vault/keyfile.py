"""The file keys.json: the vault key, wrapped once for every way of opening the vault.

It is read as hostile: bounded, closed, canonical to the byte, and its key-derivation costs are limited before
anything runs. After the vault key is known, its HMAC shows that every slot is ours and that nothing was added.
"""

from __future__ import annotations

import hmac
from pathlib import Path
from typing import Annotated, Literal

import msgspec

from pipnotes.errors import Problem
from pipnotes.vault import files, problems

NAME = "keys.json"
KEPT = "keys.json.1"
LIMIT = 64 * 1024

Hex12 = Annotated[str, msgspec.Meta(pattern="^[0-9a-f]{24}$")]
Hex16 = Annotated[str, msgspec.Meta(pattern="^[0-9a-f]{32}$")]
Hex32 = Annotated[str, msgspec.Meta(pattern="^[0-9a-f]{64}$")]
Hex48 = Annotated[str, msgspec.Meta(pattern="^[0-9a-f]{96}$")]
LongHex = Annotated[str, msgspec.Meta(pattern="^([0-9a-f]{2})+$", min_length=64, max_length=8192)]


class PassphraseSlot(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag_field="kind", tag="passphrase"):
    """The vault key under AES-256-GCM with an Argon2id key (RFC 9106)."""

    lanes: Annotated[int, msgspec.Meta(ge=1, le=8)]
    memory_kib: Annotated[int, msgspec.Meta(ge=64 * 1024, le=1024 * 1024)]
    passes: Annotated[int, msgspec.Meta(ge=3, le=16)]
    salt: Hex16
    nonce: Hex12
    wrapped: Hex48


class EscrowSlot(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag_field="kind", tag="escrow"):
    """The vault key sealed to the organisation's public key by HPKE (RFC 9180).

    Suite 1 is ML-KEM-768 with X25519 (public key: 1,184 + 32 bytes), suite 2 is X25519 alone (32 bytes).
    """

    suite: Annotated[int, msgspec.Meta(ge=1, le=2)]
    public: LongHex
    sealed: LongHex


class KeystoreSlot(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag_field="kind", tag="keystore"):
    """The vault key under AES-256-GCM with a random secret that the operating system keeps for one person."""

    nonce: Hex12
    wrapped: Hex48


Slot = PassphraseSlot | EscrowSlot | KeystoreSlot
_KINDS = {"passphrase", "escrow", "keystore"}


class KeyFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Everything that keys.json holds; a larger `counter` is newer."""

    counter: Annotated[int, msgspec.Meta(ge=1, le=2**53)]
    format: Literal[1]
    mac: Hex32
    schema: Annotated[int, msgspec.Meta(ge=1, le=2**31)]
    slots: Annotated[list[Slot], msgspec.Meta(max_length=8)]
    vault: Hex16

    def render(self) -> bytes:
        """Return the one and only spelling of this key file."""
        return msgspec.json.encode(self, order="sorted") + b"\n"

    def authentic(self, key: bytes) -> bool:
        """Tell whether the holder of the vault key wrote this."""
        return hmac.compare_digest(self.mac, _mac(self, key))

    def passphrase_slots(self) -> list[PassphraseSlot]:
        """Return the ways in by a passphrase; usually one."""
        return [slot for slot in self.slots if isinstance(slot, PassphraseSlot)]

    def escrow_slots(self) -> list[EscrowSlot]:
        """Return the ways in for the organisation; usually one or none."""
        return [slot for slot in self.slots if isinstance(slot, EscrowSlot)]

    def keystore_slots(self) -> list[KeystoreSlot]:
        """Return the ways in by the operating system's keystore; usually none."""
        return [slot for slot in self.slots if isinstance(slot, KeystoreSlot)]

    def sealed(self, key: bytes) -> KeyFile:
        """Return this key file with its HMAC made anew."""
        return msgspec.structs.replace(self, mac=_mac(self, key))


def kind_of(slot: Slot) -> str:
    """Return what a slot is called in the file."""
    return str(type(slot).__struct_config__.tag)


def parse(content: bytes | None) -> KeyFile | None:
    """Return a key file, or None when the bytes are not exactly one; Problem for one from a newer program."""
    if content is None or len(content) > LIMIT:
        return None
    try:
        found = msgspec.json.decode(content, type=KeyFile)
    except (msgspec.MsgspecError, RecursionError, ValueError):
        if _newer_counter(content) is not None:
            raise problems.newer() from None
        return None
    return found if found.render() == content else None


def read(folder: Path) -> list[KeyFile]:
    """Return the readable key files of a vault, the one in force first, without repeats.

    Problem when a newer program wrote the last one: it may hold a way in that this one would lose by writing it again.
    A file that only looks newer, since it was damaged, does not count beside a readable copy of the same age.
    """
    found: list[KeyFile] = []
    newer = 0
    for name in (NAME, KEPT):
        content = files.read_small(folder / name, LIMIT)
        try:
            one = parse(content)
        except Problem:
            newer = max(newer, _newer_counter(content) or 0)
            continue
        if one is not None and one not in found:
            found.append(one)
    if newer > max((one.counter for one in found), default=0):
        raise problems.newer()
    return found


def write(folder: Path, keys: KeyFile) -> None:
    """Put a key file in force, read it back, and only then replace the kept copy.

    When this raises, the earlier one is in force again; Problem where even that could not be done.
    """
    content, before = keys.render(), files.read_small(folder / NAME, LIMIT)
    try:
        files.write_whole(folder / NAME, content)
        if files.read_small(folder / NAME, LIMIT) != content:
            raise problems.disk_trouble()
    except (OSError, Problem):
        _put_back(folder, before)
        raise
    try:
        files.write_whole(folder / KEPT, content)
    except OSError:
        # The new one is in force, and the next opening brings the kept copy into step; but a folder that is being made
        # has to be whole from the first.
        if before is None:
            raise


def _put_back(folder: Path, before: bytes | None) -> None:
    try:
        if before is None:
            (folder / NAME).unlink(missing_ok=True)
        elif files.read_small(folder / NAME, LIMIT) != before:
            files.write_whole(folder / NAME, before)
    except OSError as error:
        raise problems.ways_in_unsure() from error


def newest(key: bytes, *folders: Path) -> KeyFile | None:
    """Return the authentic key file of these folders that counts, or None.

    It is the one with the larger counter, so that an old file put back does not bring back an old passphrase.
    """
    good = [one for folder in folders for one in read(folder) if one.authentic(key)]
    return max(good, key=lambda one: one.counter, default=None)


def settled(folder: Path, key: bytes) -> KeyFile:
    """Return the key file in force, with its kept copy in step; Integrity when there is none."""
    known, _ = settle(folder, key)
    if known is None:
        raise problems.keys_damaged()
    return known


def settle(folder: Path, key: bytes) -> tuple[KeyFile | None, str | None]:
    """Bring keys.json and its kept copy back in step after damage or a cut; return it and what was found."""
    good = newest(key, folder)
    if good is None:
        return None, "The key file is missing or damaged, and so is its kept copy; set a new passphrase."
    content = good.render()
    said = None
    if files.read_small(folder / NAME, LIMIT) != content:
        files.write_whole(folder / NAME, content)
        said = "The key file was damaged; it was put right from its kept copy."
    if files.read_small(folder / KEPT, LIMIT) != content:
        kept = parse(files.read_small(folder / KEPT, LIMIT))
        files.write_whole(folder / KEPT, content)
        # A cut between the two writes leaves it one step behind, which is no damage.
        if kept is None or not kept.authentic(key) or kept.counter != good.counter - 1:
            said = said or "The kept copy of the key file was out of step; it was written again."
    return good, said


def _mac(keys: KeyFile, key: bytes) -> str:
    bare = msgspec.structs.replace(keys, mac="0" * 64).render()
    return hmac.digest(key, b"pipnotes/v1/keys\0" + bare, "sha256").hex()


class _AnySlot(msgspec.Struct):
    kind: Annotated[str, msgspec.Meta(pattern="^[a-z][a-z0-9-]{0,31}$")]


class _AnyFormat(msgspec.Struct):
    format: int
    counter: int = 2**53


class _SameFormat(msgspec.Struct):
    slots: list[_AnySlot]


def _newer_counter(content: bytes | None) -> int | None:
    """Return the counter of a key file that a newer program wrote; None for anything else.

    It is of a later format, or of ours with a kind of slot that we do not know and spelt as carefully as ours are.
    """
    try:
        found = msgspec.json.decode(content or b"", type=_AnyFormat)
        if found.format > 1:
            return max(1, found.counter)
        if found.format < 1:
            return None
        kinds = {slot.kind for slot in msgspec.json.decode(content or b"", type=_SameFormat).slots}
        whole = msgspec.json.decode(content or b"")
    except (msgspec.MsgspecError, RecursionError, ValueError):
        return None
    careful = msgspec.json.encode(whole, order="sorted") + b"\n" == content
    return max(1, found.counter) if careful and not kinds <= _KINDS else None
