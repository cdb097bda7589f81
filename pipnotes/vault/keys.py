"""The vault key, what is derived from it, and the slots that wrap it."""

from __future__ import annotations

import os
import time
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from pipnotes.vault import escrow, problems, words
from pipnotes.vault.keyfile import EscrowSlot, KeystoreSlot, PassphraseSlot

# The longest that a person waits for one passphrase on an ordinary day, in seconds.
_PATIENCE = 1.5
_KEYSTORE = b"pipnotes/v1/keystore-slot\0"
SECRET = 32


@dataclass(frozen=True, slots=True)
class KdfCost:
    """How much work one guess of a passphrase is: memory in KiB, passes over it, and lanes."""

    memory_kib: int
    passes: int
    lanes: int


FLOOR = KdfCost(64 * 1024, 3, 4)
_LADDER = (KdfCost(256 * 1024, 3, 4), KdfCost(128 * 1024, 3, 4), FLOOR)


def seconds_of(cost: KdfCost) -> float:
    """Return how long one guess takes on this machine; MemoryError when it has no room for it."""
    began = time.perf_counter()
    _stretch("calibration", bytes(16), cost)
    return time.perf_counter() - began


def calibrate(seconds: Callable[[KdfCost], float] = seconds_of) -> KdfCost:
    """Return the largest usual cost that this machine bears within a second and a half; never under the floor."""
    for cost in _LADDER[:-1]:
        try:
            if seconds(cost) <= _PATIENCE:
                return cost
        except MemoryError:
            continue
    return FLOOR


class VaultKey:
    """The 32 random bytes that open one vault; everything else is derived from them by purpose."""

    __slots__ = ("_master", "id", "opened_with", "wrapping")

    def __init__(
        self, master: bytes, *, opened_with: str, wrapping: tuple[bytes, PassphraseSlot] | None = None
    ) -> None:
        self._master = master
        self.id = self.subkey("vault-id")[:16].hex()
        self.opened_with = opened_with
        # The key of the passphrase slot is kept so that a new vault key can be wrapped without asking again.
        self.wrapping = wrapping

    def __repr__(self) -> str:
        return f"VaultKey({self.id})"

    def subkey(self, purpose: str) -> bytes:
        """Return the 32-byte key for one purpose, by HKDF-SHA256 (RFC 5869) without salt."""
        derive = HKDF(algorithm=hashes.SHA256(), length=32, salt=None, info=f"pipnotes/v1/{purpose}".encode())
        return derive.derive(self._master)

    def words(self) -> str:
        """Return the key as the 24 words of the recovery sheet."""
        return words.of_key(self._master)

    def to_passphrase_slot(self, passphrase: str, cost: KdfCost) -> PassphraseSlot:
        """Wrap this key under a passphrase, with a fresh salt."""
        if not passphrase:
            raise problems.empty_passphrase()
        salt = os.urandom(16)
        kek = _stretch(passphrase, salt, cost)
        blank = PassphraseSlot(
            lanes=cost.lanes,
            memory_kib=cost.memory_kib,
            passes=cost.passes,
            salt=salt.hex(),
            nonce="0" * 24,
            wrapped="0" * 96,
        )
        return self.rewrap(kek, blank)

    def rewrap(self, kek: bytes, slot: PassphraseSlot) -> PassphraseSlot:
        """Wrap this key under a slot's own key, with a fresh nonce, and remember how."""
        nonce = os.urandom(12)
        wrapped = AESGCM(kek).encrypt(nonce, self._master, _bound(slot, self.id))
        made = msgspec.structs.replace(slot, nonce=nonce.hex(), wrapped=wrapped.hex())
        self.wrapping = (kek, made)
        return made

    def to_escrow_slot(self, public: bytes) -> EscrowSlot:
        """Seal this key to an organisation's public key; Problem when that is no key."""
        suite, sealed = escrow.seal(self._master, public, self.id)
        return EscrowSlot(suite=suite, public=public.hex(), sealed=sealed.hex())

    def to_keystore_slot(self, secret: bytes) -> KeystoreSlot:
        """Wrap this key under 32 random bytes that the operating system keeps."""
        nonce = os.urandom(12)
        wrapped = AESGCM(_from_keystore(secret, self.id)).encrypt(nonce, self._master, _KEYSTORE)
        return KeystoreSlot(nonce=nonce.hex(), wrapped=wrapped.hex())


def fresh() -> VaultKey:
    """Return a new random vault key."""
    return VaultKey(os.urandom(32), opened_with="new")


def from_words(typed: str) -> VaultKey:
    """Return the key that 24 recovery words stand for."""
    return VaultKey(words.to_key(typed), opened_with="words")


def from_passphrase(slot: PassphraseSlot, vault: str, passphrase: str) -> VaultKey | None:
    """Unwrap a slot; None when the passphrase is wrong or the slot damaged, which cannot be told apart.

    Problem when this machine has not the memory that the slot asks for.
    """
    cost = KdfCost(slot.memory_kib, slot.passes, slot.lanes)
    try:
        kek = _stretch(passphrase, bytes.fromhex(slot.salt), cost)
        master = AESGCM(kek).decrypt(bytes.fromhex(slot.nonce), bytes.fromhex(slot.wrapped), _bound(slot, vault))
    except MemoryError:
        raise problems.memory_short() from None
    except InvalidTag:
        return None
    return VaultKey(master, opened_with="passphrase", wrapping=(kek, slot))


def from_escrow(slot: EscrowSlot, vault: str, private: bytes) -> VaultKey | None:
    """Open a slot with the organisation's private key; None when it was sealed to another."""
    master = escrow.unseal(bytes.fromhex(slot.sealed), private, slot.suite, vault)
    return VaultKey(master, opened_with="escrow") if master is not None else None


def from_keystore(slot: KeystoreSlot, vault: str, secret: bytes) -> VaultKey | None:
    """Open a slot with the secret that the operating system kept; None when it is another or no secret at all."""
    if len(secret) != SECRET:
        return None
    kek = _from_keystore(secret, vault)
    try:
        master = AESGCM(kek).decrypt(bytes.fromhex(slot.nonce), bytes.fromhex(slot.wrapped), _KEYSTORE)
    except InvalidTag:
        return None
    return VaultKey(master, opened_with="keystore")


def _stretch(passphrase: str, salt: bytes, cost: KdfCost) -> bytes:
    said = unicodedata.normalize("NFKC", passphrase).encode()
    work = Argon2id(salt=salt, length=32, iterations=cost.passes, lanes=cost.lanes, memory_cost=cost.memory_kib)
    return work.derive(said)


def _bound(slot: PassphraseSlot, vault: str) -> bytes:
    said = (slot.lanes, slot.memory_kib, slot.passes, slot.salt, vault)
    return b"pipnotes/v1/slot\0" + msgspec.json.encode(said)


def _from_keystore(secret: bytes, vault: str) -> bytes:
    bound = _KEYSTORE + vault.encode()
    return HKDF(algorithm=hashes.SHA256(), length=32, salt=None, info=bound).derive(secret)
