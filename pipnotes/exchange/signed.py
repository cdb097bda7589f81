"""A small signed document: one JSON object beside the Ed25519 signature over exactly its bytes.

::

    {"body":{...},"signature":"<base64 of 64 bytes>"}

The signature covers ``purpose || 0x00 || body``, with the body's bytes as they stand. Every object is canonical:
UTF-8, keys sorted, no spaces, no key left out or added, so that one meaning has one spelling and one fingerprint.
"""

from __future__ import annotations

from typing import TypeVar

import msgspec
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from pipnotes.exchange.problems import damaged, newer

T = TypeVar("T")

_ENCODER = msgspec.json.Encoder(order="sorted")


class _Signed(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    body: msgspec.Raw
    signature: bytes


class _Version(msgspec.Struct, frozen=True):
    version: int


def canonical(value: object) -> bytes:
    """Return the one spelling of `value` as JSON."""
    return _ENCODER.encode(value)


def parse(raw: bytes, shape: type[T], thing: str) -> T:
    """Return `raw` as a `shape`, refusing any other spelling of the same value.

    Comparing with our own spelling closes the schema: unknown or doubled keys, spaces and loose numbers all differ.
    Raises Integrity naming `thing`.
    """
    try:
        value = msgspec.json.decode(raw, type=shape)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        raise damaged(thing) from None
    if canonical(value) != raw:
        raise damaged(thing)
    return value


def sign_document(body: object, key: Ed25519PrivateKey, purpose: bytes) -> bytes:
    """Return `body` as a signed document for one `purpose`, which keeps a signature from serving elsewhere."""
    inner = canonical(body)
    return canonical(_Signed(body=msgspec.Raw(inner), signature=key.sign(purpose + b"\0" + inner)))


def split_document(raw: bytes, *, version: int, thing: str) -> tuple[bytes, bytes]:
    """Return body and signature of a signed document, neither checked yet.

    Raises Newer when the body says a later version than `version`, and Integrity when this is no such document.
    """
    outer = parse(raw, _Signed, thing)
    inner = bytes(outer.body)
    try:
        said = msgspec.json.decode(inner, type=_Version).version
    except (msgspec.DecodeError, RecursionError):
        raise damaged(thing) from None
    if said > version:
        raise newer(thing)
    return inner, outer.signature


def check_signature(body: bytes, signature: bytes, key: bytes, *, purpose: bytes, thing: str) -> None:
    """Raise Integrity unless `signature` over `body` is by the raw public `key`, for this `purpose`."""
    try:
        Ed25519PublicKey.from_public_bytes(key).verify(signature, purpose + b"\0" + body)
    except (InvalidSignature, ValueError):
        raise damaged(thing) from None
