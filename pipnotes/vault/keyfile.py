"""The file keys.json: the vault key, wrapped once for every way of opening the vault.

It is read as hostile: bounded, closed, canonical to the byte, and its key-derivation costs are limited before
anything runs. After the vault key is known, its HMAC shows that every slot is ours and that nothing was added.
"""

from __future__ import annotations

import hmac
from pathlib import Path
from typing import Annotated, Literal

import msgspec

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


class KeyFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Everything that keys.json holds; a larger `counter` is newer."""

    counter: Annotated[int, msgspec.Meta(ge=1, le=2**53)]
    format: Literal[1]
    mac: Hex32
    schema: Annotated[int, msgspec.Meta(ge=1, le=2**31)]
    slots: Annotated[list[PassphraseSlot | EscrowSlot], msgspec.Meta(max_length=8)]
    vault: Hex16

    def render(self) -> bytes:
        """Return the one and only spelling of this key file."""
        return msgspec.json.encode(self, order="sorted") + b"\n"

    def authentic(self, key: bytes) -> bool:
        """Tell whether the holder of the vault key wrote this."""
        return hmac.compare_digest(self.mac, _mac(self, key))

    def sealed(self, key: bytes) -> KeyFile:
        """Return this key file with its HMAC made anew."""
        return msgspec.structs.replace(self, mac=_mac(self, key))


def parse(content: bytes | None) -> KeyFile | None:
    """Return a key file, or None when the bytes are not exactly one; Problem for one from a newer program."""
    if content is None or len(content) > LIMIT:
        return None
    try:
        found = msgspec.json.decode(content, type=KeyFile)
    except (msgspec.MsgspecError, RecursionError, ValueError):
        if _newer(content):
            raise problems.newer() from None
        return None
    return found if found.render() == content else None


def read(folder: Path) -> list[KeyFile]:
    """Return the readable key files of a vault, the one in force first, without repeats."""
    found: list[KeyFile] = []
    for name in (NAME, KEPT):
        one = parse(files.read_small(folder / name, LIMIT))
        if one is not None and one not in found:
            found.append(one)
    return found


def write(folder: Path, keys: KeyFile) -> None:
    """Put a key file in force, read it back, and only then replace the kept copy."""
    content = keys.render()
    files.write_whole(folder / NAME, content)
    if files.read_small(folder / NAME, LIMIT) == content:
        files.write_whole(folder / KEPT, content)


def settle(folder: Path, key: bytes) -> tuple[KeyFile | None, str | None]:
    """Bring keys.json and its kept copy back in step after damage or a cut; return it and what was found.

    Of two authentic files the larger counter counts, so that an old file put back does not bring back an old
    passphrase.
    """
    good = [one for one in read(folder) if one.authentic(key)]
    if not good:
        return None, "The key file is missing or damaged, and so is its kept copy; set a new passphrase."
    newest = max(good, key=lambda one: one.counter)
    content = newest.render()
    said = None
    if files.read_small(folder / NAME, LIMIT) != content:
        files.write_whole(folder / NAME, content)
        said = "The key file was damaged; it was put right from its kept copy."
    if files.read_small(folder / KEPT, LIMIT) != content:
        kept = parse(files.read_small(folder / KEPT, LIMIT))
        files.write_whole(folder / KEPT, content)
        # A cut between the two writes leaves it one step behind, which is no damage.
        if kept is None or not kept.authentic(key) or kept.counter != newest.counter - 1:
            said = said or "The kept copy of the key file was out of step; it was written again."
    return newest, said


def _mac(keys: KeyFile, key: bytes) -> str:
    bare = msgspec.structs.replace(keys, mac="0" * 64).render()
    return hmac.digest(key, b"pipnotes/v1/keys\0" + bare, "sha256").hex()


class _Format(msgspec.Struct):
    format: int


def _newer(content: bytes) -> bool:
    try:
        return msgspec.json.decode(content, type=_Format).format > 1
    except (msgspec.MsgspecError, RecursionError, ValueError):
        return False
