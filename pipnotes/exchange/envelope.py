"""The outside of a parcel: padding and sealing, which show an onlooker a size class and no more.

A sealed parcel, integers big-endian::

    magic     8   "PNPARCEL"
    version   1   0x01
    suite     1   0x01 plain: HPKE (RFC 9180) DHKEM(X25519, HKDF-SHA256) 0x0020
                  0x02 hybrid: ML-KEM-768 with X25519 (X-Wing) 0x647A
                  both with HKDF-SHA256 0x0001 and AES-256-GCM 0x0002
    slots     1   1, 2, 4, 8 or 16
    slot      slots x 80 (plain: enc 32, ciphertext 48) or 1168 (hybrid: enc 1120, ciphertext 48)
    body      4096 x 2^k + 16, k from 0 to 9
    checksum  32  SHA-256 of everything before it

Each slot is HPKE's single-shot base mode, ``enc || ciphertext``, of the 32-byte content key, with the info
``pipnotes/parcel/1/slot`` || suite and no associated data. Slots above the number of recipients are sealed to keys
that nobody holds. A reader tries its key on every slot. The body is AES-256-GCM under the content key, which seals
one body ever and so takes the all-zero 12-byte nonce; associated data is everything before the body. The plaintext
is a 32-bit length, that many bytes, and zeros up to the smallest class that holds them.

The checksum keeps no secret and stops no attacker. It tells a parcel cut short or altered on its way from one that
is whole and for somebody else. Magic, version and checksum stay where they are in every version to come.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Sequence
from enum import IntEnum

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

from pipnotes.exchange.keys import Identity, PublicKeys, new_identity
from pipnotes.exchange.problems import damaged, newer, not_for_me
from pipnotes.exchange.wire import too_long

MAGIC = b"PNPARCEL"
VERSION = 1
MAX_RECIPIENTS = 16
SMALLEST_CLASS = 4096
LARGEST_CLASS = SMALLEST_CLASS << 9
_HEAD = len(MAGIC) + 3
_CHECKSUM = 32
_TAG = 16
_NONCE = bytes(12)
_SLOT_INFO = b"pipnotes/parcel/1/slot"


class SuiteId(IntEnum):
    """Which keys a parcel is sealed with; the numbers are on the wire and never change."""

    PLAIN = 1
    HYBRID = 2


_HPKE = {
    SuiteId.PLAIN: Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM),
    SuiteId.HYBRID: Suite(KEM.MLKEM768_X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM),
}
_SLOT = {SuiteId.PLAIN: 32 + 48, SuiteId.HYBRID: 1120 + 48}
MAX_PARCEL = _HEAD + MAX_RECIPIENTS * _SLOT[SuiteId.HYBRID] + LARGEST_CLASS + _TAG + _CHECKSUM


def close(inner: bytes, recipients: Sequence[PublicKeys], suite: SuiteId) -> bytes:
    """Return `inner` padded and sealed to 1 to 16 recipients; Problem when it is over 2 MiB."""
    if not 1 <= len(recipients) <= MAX_RECIPIENTS:
        raise ValueError("a parcel has 1 to 16 recipients")
    content_key = os.urandom(32)
    slots = [_wrap(content_key, keys, suite) for keys in recipients]
    while len(slots) & (len(slots) - 1):
        slots.append(_wrap(content_key, new_identity().public, suite))
    head = MAGIC + bytes((VERSION, suite, len(slots))) + b"".join(slots)
    sealed = head + AESGCM(content_key).encrypt(_NONCE, _pad(inner), head)
    return sealed + hashlib.sha256(sealed).digest()


def is_whole(raw: bytes) -> bool:
    """Say whether these bytes are a parcel from end to end, whoever made it and for whom."""
    return raw.startswith(MAGIC) and hashlib.sha256(raw[:-_CHECKSUM]).digest() == raw[-_CHECKSUM:]


def disclose(raw: bytes, recipient: Identity) -> tuple[bytes, SuiteId]:
    """Return what `close` sealed, and the suite; who made it is not yet known.

    Raises Integrity for a damaged parcel, NotForMe for a whole one that our key does not open, Newer for a later
    version.
    """
    if not raw.startswith(MAGIC) or not _HEAD + _CHECKSUM <= len(raw) <= MAX_PARCEL:
        raise damaged("parcel")
    sealed, checksum = raw[:-_CHECKSUM], raw[-_CHECKSUM:]
    if hashlib.sha256(sealed).digest() != checksum:
        raise damaged("parcel")
    version, suite_number, count = sealed[len(MAGIC) : _HEAD]
    if version > VERSION:
        raise newer("parcel")
    if version != VERSION or suite_number not in tuple(SuiteId) or count not in (1, 2, 4, 8, 16):
        raise damaged("parcel")
    suite = SuiteId(suite_number)
    body_at = _HEAD + count * _SLOT[suite]
    if not _is_class(len(sealed) - body_at - _TAG):
        raise damaged("parcel")
    content_key = _unwrap(sealed[_HEAD:body_at], recipient, suite)
    try:
        padded = AESGCM(content_key).decrypt(_NONCE, sealed[body_at:], sealed[:body_at])
    except (InvalidTag, ValueError):
        raise damaged("parcel") from None
    return _unpad(padded), suite


def _wrap(content_key: bytes, keys: PublicKeys, suite: SuiteId) -> bytes:
    info = _SLOT_INFO + bytes((suite,))
    if suite is SuiteId.HYBRID:
        return _HPKE[suite].encrypt(content_key, keys.hybrid_key(), info=info)
    return _HPKE[suite].encrypt(content_key, X25519PublicKey.from_public_bytes(keys.seal), info=info)


def _unwrap(slots: bytes, recipient: Identity, suite: SuiteId) -> bytes:
    key = recipient.hybrid_key if suite is SuiteId.HYBRID else recipient.seal_key
    info = _SLOT_INFO + bytes((suite,))
    for start in range(0, len(slots), _SLOT[suite]):
        try:
            return _HPKE[suite].decrypt(slots[start : start + _SLOT[suite]], key, info=info)
        except (InvalidTag, ValueError):
            continue
    raise not_for_me()


def _pad(inner: bytes) -> bytes:
    filled = len(inner).to_bytes(4, "big") + inner
    size = SMALLEST_CLASS
    while size < len(filled):
        size *= 2
    if size > LARGEST_CLASS:
        raise too_long()
    return filled.ljust(size, b"\0")


def _unpad(padded: bytes) -> bytes:
    length = int.from_bytes(padded[:4], "big")
    inner = padded[4 : 4 + length]
    # A second spelling of the same content would have a second hash.
    if len(inner) != length or _pad(inner) != padded:
        raise damaged("parcel")
    return inner


def _is_class(size: int) -> bool:
    return SMALLEST_CLASS <= size <= LARGEST_CLASS and size & (size - 1) == 0
