"""The hashes that tie every version to its contribution and every contribution to the one before.

A hash is SHA-256 over a domain and its fields, each with its length before it, so that no two different lists of
fields have the same bytes.
"""

from __future__ import annotations

import hashlib
import struct
from collections.abc import Iterable
from functools import cache

_LENGTH = struct.Struct(">Q").pack


def digest(domain: str, *fields: bytes) -> bytes:
    """Return 32 bytes that stand for these fields, in this order, for this purpose."""
    # An import hashes a hundred thousand fields: one call for each list of them takes a third of the time.
    parts = [_opening(domain)]
    for field in fields:
        parts += (_LENGTH(len(field)), field)
    return hashlib.sha256(b"".join(parts)).digest()


@cache
def _opening(domain: str) -> bytes:
    name = f"pipnotes/v1/{domain}".encode()
    return _LENGTH(len(name)) + name


def genesis(origin: str) -> bytes:
    """Return the hash before the first contribution of the vault that began as `origin`."""
    return digest("genesis", origin.encode())


def of_version(
    *, kind: str, record: str, number: int, family: str, lifecycle: str, form: int, salt: bytes, body: bytes
) -> bytes:
    """Return the digest of one version; it outlives the body and the salt when these are destroyed."""
    return digest(
        "version",
        kind.encode(),
        record.encode(),
        number.to_bytes(8, "big"),
        family.encode(),
        lifecycle.encode(),
        form.to_bytes(8, "big"),
        salt,
        body,
    )


def of_reason(salt: bytes, reason: str) -> bytes:
    """Return what the chain knows of a contribution's reason; it outlives the words when these are destroyed."""
    return digest("reason", salt, reason.encode())


def of_contribution(
    previous: bytes, seq: int, said: tuple[str, int, str, str, str, str], told: bytes | None, versions: Iterable[bytes]
) -> bytes:
    """Return the next link: `said` is (time with offset, monotonic ms, by, action, subject, family).

    `told` is the digest of the reason, and None where no reason was given.
    """
    at, mono, *words = said
    return digest(
        "contribution",
        previous,
        seq.to_bytes(8, "big"),
        at.encode(),
        mono.to_bytes(8, "big"),
        *(word.encode() for word in words),
        told or b"",
        b"".join(versions),
    )


def reason_stands(reason: str, salt: bytes | None, told: bytes | None) -> bool:
    """Tell whether a contribution's reason is the one that was given; one that was emptied says nothing wrong."""
    if salt is None:
        return reason == ""
    return of_reason(salt, reason) == told
