"""The keys of one laptop towards others, all grown from one 32-byte seed that the vault keeps.

One seed means one secret to store, to back up and to destroy. Each key has one purpose, so that nothing learnt from
one use helps against another. With ``HKDF`` for HKDF-SHA256 without salt (RFC 5869) over the seed:

=========  ======  ===========================  ===================================================
key        length  info                         use
=========  ======  ===========================  ===================================================
sign       32      pipnotes/exchange/1/sign     Ed25519 seed: signs cards and parcels
agree      32      pipnotes/exchange/1/agree    X25519: the secret a pair shares, for names alone
seal       32      pipnotes/exchange/1/seal     X25519: parcels of the plain suite
hybrid_x   32      pipnotes/exchange/1/hybrid-x X25519 half of the hybrid suite
hybrid_m   64      pipnotes/exchange/1/hybrid-m ML-KEM-768 seed ``d || z`` (FIPS 203) of the hybrid suite
=========  ======  ===========================  ===================================================
"""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass
from typing import Self

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.mlkem import MLKEM768PrivateKey, MLKEM768PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.hpke import MLKEM768X25519PrivateKey, MLKEM768X25519PublicKey
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

SEED_LENGTH = 32
MLKEM768_PUBLIC_LENGTH = 1184
_IDENTITY_VERSION = b"\x01"


def derive(secret: bytes, info: bytes, length: int = 32) -> bytes:
    """Return `length` bytes of HKDF-SHA256 over `secret`, without salt, for the purpose named by `info`."""
    return HKDF(algorithm=SHA256(), length=length, salt=None, info=info).derive(secret)


@dataclass(frozen=True, kw_only=True, slots=True)
class PublicKeys:
    """The public half of an identity, as raw bytes: what a contact card carries.

    `hybrid` is the ML-KEM-768 public key (1184 bytes) followed by the X25519 one (32 bytes), as in X-Wing.
    """

    sign: bytes
    agree: bytes
    seal: bytes
    hybrid: bytes

    @property
    def fingerprint(self) -> str:
        """Name these keys for good: SHA-256 in hex over ``pipnotes/keys/1\\0 || sign || agree || seal || hybrid``."""
        return hashlib.sha256(b"pipnotes/keys/1\0" + self.sign + self.agree + self.seal + self.hybrid).hexdigest()

    def hybrid_key(self) -> MLKEM768X25519PublicKey:
        """Return the hybrid sealing key; ValueError if the bytes are no such key."""
        lattice, curve = self.hybrid[:MLKEM768_PUBLIC_LENGTH], self.hybrid[MLKEM768_PUBLIC_LENGTH:]
        return MLKEM768X25519PublicKey(
            MLKEM768PublicKey.from_public_bytes(lattice), X25519PublicKey.from_public_bytes(curve)
        )


@dataclass(frozen=True, slots=True, repr=False)
class Identity:
    """The private half: it signs, opens what is sealed to us, and finds the secret we share with a contact."""

    seed: bytes

    def __post_init__(self) -> None:
        if len(self.seed) != SEED_LENGTH:
            raise ValueError("an identity grows from 32 bytes")

    @classmethod
    def from_bytes(cls, raw: bytes) -> Self:
        """Return the identity that `to_bytes` wrote; ValueError for anything else, since only the vault holds it."""
        if len(raw) != 1 + SEED_LENGTH or raw[:1] != _IDENTITY_VERSION:
            raise ValueError("not a stored identity")
        return cls(raw[1:])

    def to_bytes(self) -> bytes:
        """Return the 33 secret bytes (version 1, then the seed) that belong in the vault and nowhere else."""
        return _IDENTITY_VERSION + self.seed

    @property
    def sign_key(self) -> Ed25519PrivateKey:
        """The key that signs cards and parcels."""
        return Ed25519PrivateKey.from_private_bytes(self._derive(b"sign"))

    @property
    def agree_key(self) -> X25519PrivateKey:
        """The key that finds the secret shared with one contact."""
        return X25519PrivateKey.from_private_bytes(self._derive(b"agree"))

    @property
    def seal_key(self) -> X25519PrivateKey:
        """The key that opens parcels of the plain suite."""
        return X25519PrivateKey.from_private_bytes(self._derive(b"seal"))

    @property
    def hybrid_key(self) -> MLKEM768X25519PrivateKey:
        """The key that opens parcels of the hybrid suite."""
        return MLKEM768X25519PrivateKey(*self._hybrid_halves())

    @property
    def public(self) -> PublicKeys:
        """The public keys, for a contact card."""
        lattice, curve = self._hybrid_halves()
        return PublicKeys(
            sign=self.sign_key.public_key().public_bytes_raw(),
            agree=self.agree_key.public_key().public_bytes_raw(),
            seal=self.seal_key.public_key().public_bytes_raw(),
            hybrid=lattice.public_key().public_bytes_raw() + curve.public_key().public_bytes_raw(),
        )

    def _hybrid_halves(self) -> tuple[MLKEM768PrivateKey, X25519PrivateKey]:
        return (
            MLKEM768PrivateKey.from_seed_bytes(self._derive(b"hybrid-m", 64)),
            X25519PrivateKey.from_private_bytes(self._derive(b"hybrid-x")),
        )

    def _derive(self, purpose: bytes, length: int = 32) -> bytes:
        return derive(self.seed, b"pipnotes/exchange/1/" + purpose, length)


def new_identity() -> Identity:
    """Return a fresh identity from the system's own randomness."""
    return Identity(os.urandom(SEED_LENGTH))
