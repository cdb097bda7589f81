"""The vault's own pair of keys: with the public half anyone can seal for it, and only the open vault can read.

::

    seeds = seeds_of(vault.subkey("jots"), "jots")    the private half, the same each time
    sealed = seal(public_of(seeds), words, info)      needs no secret, so it works while the vault is closed
    words = unseal(seeds, sealed, info)               None when it was changed, or sealed to another vault

It is HPKE (RFC 9180) with ML-KEM-768 and X25519; `info` binds what is sealed to its vault and its place.
"""

from __future__ import annotations

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes, hpke
from cryptography.hazmat.primitives.asymmetric.mlkem import MLKEM768PrivateKey, MLKEM768PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

_SEED, _LATTICE_PUBLIC, _CURVE = 64, 1184, 32
# What a seal adds (FIPS 203, RFC 9180): the lattice's part, the curve's part, and the tag of AES-GCM.
ADDED = 1088 + 32 + 16
_SUITE = hpke.Suite(hpke.KEM.MLKEM768_X25519, hpke.KDF.HKDF_SHA256, hpke.AEAD.AES_256_GCM)


def seeds_of(subkey: bytes, purpose: str) -> bytes:
    """Return the private half of the vault's keys for one purpose, 96 bytes."""
    info = f"pipnotes/v1/{purpose}-seeds".encode()
    return HKDF(algorithm=hashes.SHA256(), length=_SEED + _CURVE, salt=None, info=info).derive(subkey)


def public_of(seeds: bytes) -> bytes:
    """Return the public half, which only seals."""
    lattice = MLKEM768PrivateKey.from_seed_bytes(seeds[:_SEED]).public_key()
    curve = X25519PrivateKey.from_private_bytes(seeds[_SEED:]).public_key()
    return lattice.public_bytes_raw() + curve.public_bytes_raw()


def seal(public: bytes, words: bytes, info: bytes) -> bytes:
    """Return words as only the holder of the private half can read them."""
    lattice = MLKEM768PublicKey.from_public_bytes(public[:_LATTICE_PUBLIC])
    curve = X25519PublicKey.from_public_bytes(public[_LATTICE_PUBLIC:])
    return _SUITE.encrypt(words, hpke.MLKEM768X25519PublicKey(lattice, curve), info=info)


def unseal(seeds: bytes, sealed: bytes, info: bytes) -> bytes | None:
    """Return the words, or None when they were changed, or sealed to another vault or for another place."""
    lattice = MLKEM768PrivateKey.from_seed_bytes(seeds[:_SEED])
    curve = X25519PrivateKey.from_private_bytes(seeds[_SEED:])
    try:
        return _SUITE.decrypt(sealed, hpke.MLKEM768X25519PrivateKey(lattice, curve), info=info)
    except (InvalidTag, ValueError):
        return None
