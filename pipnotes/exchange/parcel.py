"""A parcel: what one person sends another, signed on the inside and sealed on the outside.

Inside the seal (see ``envelope`` for the outside), integers big-endian::

    length 4 | manifest | signature 64 | body to the end

The manifest is canonical JSON (UTF-8, keys sorted, no spaces)::

    {"body":"<sha-256 of the body, hex>","chain_head":"…","chain_sequence":412,"previous":"<hex or empty>",
     "recipients":["<fingerprint>",…],"sender":"<fingerprint>","sequence":7,"suite":2}

The signature is Ed25519 by the sender's card over ``pipnotes/parcel/1`` || 0x00 || manifest, so what is signed for
one person cannot be sealed anew for another. The body is a zlib stream (RFC 1950) of the contents in order, each a
32-bit length and that many bytes as ``wire`` spells them; it inflates to 1 MiB at most and its hash is checked
before it is inflated. `previous` is the hash of the sender's parcel before this one, SHA-256 over the whole sealed
parcel; `chain_*` is how far the sender's vault had come.
"""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

import msgspec

from pipnotes.errors import Integrity
from pipnotes.exchange.cards import Card
from pipnotes.exchange.envelope import SuiteId, close, disclose
from pipnotes.exchange.keys import Identity
from pipnotes.exchange.problems import damaged, stranger
from pipnotes.exchange.signed import canonical, check_signature, parse
from pipnotes.exchange.wire import decode, too_long

MAX_INFLATED = 1024 * 1024 + 4096
MAX_CONTENTS = 256
_PURPOSE = b"pipnotes/parcel/1"
_SIGNATURE = 64

HYBRID = SuiteId.HYBRID
PLAIN = SuiteId.PLAIN

_Hash = Annotated[str, msgspec.Meta(pattern="^[0-9a-f]{64}\\Z")]
_HashOrNone = Annotated[str, msgspec.Meta(pattern="^([0-9a-f]{64})?\\Z")]
_Head = Annotated[str, msgspec.Meta(pattern="^[!-~]{0,128}\\Z")]
_Count = Annotated[int, msgspec.Meta(ge=0, le=2**53)]
_Sequence = Annotated[int, msgspec.Meta(ge=1, le=2**53)]


class _Manifest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    body: _Hash
    chain_head: _Head
    chain_sequence: _Count
    previous: _HashOrNone
    recipients: tuple[_Hash, ...]
    sender: _Hash
    sequence: _Sequence
    suite: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Sealed:
    """A parcel ready to be put into a mailbox, and the hash that the next one names as its `previous`."""

    parcel: bytes
    hash: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Opened:
    """What a parcel held, once its sender's signature was checked; `contents` are bytes for ``wire.decode``."""

    contents: tuple[bytes, ...]
    sequence: int
    previous: str
    chain: tuple[int, str]
    hash: str


def seal(
    contents: Sequence[bytes],
    *,
    sender: Identity,
    recipients: Sequence[Card],
    sequence: int,
    previous: str,
    chain: tuple[int, str],
    suite: SuiteId = HYBRID,
) -> Sealed:
    """Return `contents` (bytes from ``wire.encode``, at least one) signed and sealed to every recipient.

    `sequence` counts from 1 in the run of parcels from this sender to these recipients, `previous` is the hash of
    the one before ("" for the first), `chain` the length and head of the sender's vault. Sealing is randomised:
    keep the bytes, and send those same bytes again. Raises Problem when the contents are too long together.
    """
    for content in contents:
        decode(content)
    body = _pack(contents)
    manifest = canonical(
        _Manifest(
            body=hashlib.sha256(body).hexdigest(),
            chain_head=chain[1],
            chain_sequence=chain[0],
            previous=previous,
            recipients=tuple(card.fingerprint for card in recipients),
            sender=sender.public.fingerprint,
            sequence=sequence,
            suite=int(suite),
        )
    )
    try:
        parse(manifest, _Manifest, "parcel")
    except Integrity as error:
        raise ValueError("sequence, previous or chain is not what a parcel can carry") from error
    signature = sender.sign_key.sign(_PURPOSE + b"\0" + manifest)
    inner = len(manifest).to_bytes(4, "big") + manifest + signature + body
    parcel = close(inner, [card.keys for card in recipients], suite)
    return Sealed(parcel=parcel, hash=parcel_hash(parcel))


def open_parcel(raw: bytes, *, recipient: Identity, sender: Card) -> Opened:
    """Return what `raw` holds if it is whole, from `sender` and for `recipient`.

    Raises Integrity when it is damaged or not by that sender, NotForMe when it is for somebody else, Newer when a
    later PipNotes made it.
    """
    _card, opened = _open(raw, recipient, (sender,), damaged("parcel"))
    return opened


def open_file(raw: bytes, *, recipient: Identity, contacts: Sequence[Card]) -> tuple[Card, Opened]:
    """Return who sent a parcel that came by hand, and what it holds; Stranger when no accepted card made it."""
    return _open(raw, recipient, contacts, stranger())


def parcel_hash(raw: bytes) -> str:
    """Return the hash by which the next parcel names this one: SHA-256 over the sealed bytes, in hex."""
    return hashlib.sha256(raw).hexdigest()


def _open(raw: bytes, recipient: Identity, contacts: Sequence[Card], unknown: Exception) -> tuple[Card, Opened]:
    inner, suite = disclose(raw, recipient)
    manifest_end = 4 + int.from_bytes(inner[:4], "big")
    manifest, body = inner[4:manifest_end], inner[manifest_end + _SIGNATURE :]
    said = parse(manifest, _Manifest, "parcel")
    sender = next((card for card in contacts if card.fingerprint == said.sender), None)
    if sender is None:
        raise unknown
    signature = inner[manifest_end : manifest_end + _SIGNATURE]
    check_signature(manifest, signature, sender.keys.sign, purpose=_PURPOSE, thing="parcel")
    if (
        recipient.public.fingerprint not in said.recipients
        or said.suite != suite
        or said.body != hashlib.sha256(body).hexdigest()
    ):
        raise damaged("parcel")
    opened = Opened(
        contents=_unpack(body),
        sequence=said.sequence,
        previous=said.previous,
        chain=(said.chain_sequence, said.chain_head),
        hash=parcel_hash(raw),
    )
    return sender, opened


def _pack(contents: Sequence[bytes]) -> bytes:
    if not 1 <= len(contents) <= MAX_CONTENTS:
        raise ValueError("a parcel holds 1 to 256 contents")
    plain = b"".join(len(content).to_bytes(4, "big") + content for content in contents)
    if len(plain) > MAX_INFLATED:
        raise too_long()
    return zlib.compress(plain, 9)


def _unpack(body: bytes) -> tuple[bytes, ...]:
    plain = _inflate(body)
    contents: list[bytes] = []
    at = 0
    while at < len(plain):
        length = int.from_bytes(plain[at : at + 4], "big")
        content = plain[at + 4 : at + 4 + length]
        if len(plain) < at + 4 or len(content) != length or len(contents) == MAX_CONTENTS:
            raise damaged("parcel")
        decode(content)
        contents.append(content)
        at += 4 + length
    if not contents:
        raise damaged("parcel")
    return tuple(contents)


def _inflate(body: bytes) -> bytes:
    stream = zlib.decompressobj()
    try:
        plain = stream.decompress(body, MAX_INFLATED)
    except zlib.error:
        raise damaged("parcel") from None
    # A bomb stops here, with at most the bound in memory.
    if not stream.eof or stream.unconsumed_tail or stream.unused_data:
        raise damaged("parcel")
    return plain
