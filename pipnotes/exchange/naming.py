"""Where a parcel lies in a mailbox: a name that its two people can compute and nobody else can read.

The pair's secret, one for each direction::

    shared = X25519(own agree key, other's agree key)
    secret = HKDF-SHA256(shared, no salt, info = "pipnotes/names/1" || 0x00 || sender || recipient, 32 bytes)
    folder = first 10 bytes of HMAC-SHA256(secret, "folder"), hex
    name   = first 16 bytes of HMAC-SHA256(secret, "parcel" || sequence as 64 bits big-endian), hex

with `sender` and `recipient` as the raw 32 bytes of their fingerprints; the path is ``folder/name.parcel``. So the
receiver asks for the next names instead of listing the store, and a listing shows neither people nor numbers.
"""

from __future__ import annotations

import hmac
from enum import Enum

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PublicKey

from pipnotes.exchange.cards import Card
from pipnotes.exchange.keys import Identity, derive

SUFFIX = ".parcel"


class Direction(Enum):
    """Which way a parcel travels, as seen from the identity at hand."""

    TO = "to"
    FROM = "from"


def pair_secret(identity: Identity, card: Card, direction: Direction) -> bytes:
    """Return the 32 bytes that only these two can compute, for one direction."""
    shared = identity.agree_key.exchange(X25519PublicKey.from_public_bytes(card.keys.agree))
    own, other = bytes.fromhex(identity.public.fingerprint), bytes.fromhex(card.fingerprint)
    ends = own + other if direction is Direction.TO else other + own
    return derive(shared, b"pipnotes/names/1\0" + ends)


def name_in(secret: bytes, sequence: int) -> str:
    """Return the path of parcel number `sequence` (from 1) under a pair's secret."""
    folder = hmac.digest(secret, b"folder", "sha256")[:10].hex()
    leaf = hmac.digest(secret, b"parcel" + sequence.to_bytes(8, "big"), "sha256")[:16].hex()
    return f"{folder}/{leaf}{SUFFIX}"


def parcel_name(identity: Identity, card: Card, sequence: int, direction: Direction) -> str:
    """Return the path within the mailbox of one parcel between `identity` and the owner of `card`."""
    return name_in(pair_secret(identity, card, direction), sequence)
