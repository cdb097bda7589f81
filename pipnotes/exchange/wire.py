"""How the four shapes that may travel are spelt as bytes, and nothing else.

One content is one canonical JSON object (UTF-8, keys sorted, no spaces)::

    {"body":{…every field of the shape…},"kind":"summary","version":1}

`kind` is summary, comment, retraction or receipt. The schema is closed: a field more, a field less, a doubled key or
another spelling is refused. So equal contents are equal bytes, and the digest of an approval is SHA-256 over exactly
the bytes that travel. A changed shape in ``domain.summary`` is a new version here.
"""

from __future__ import annotations

import hashlib
from typing import Any

import msgspec

from pipnotes.domain.summary import Comment, Content, Receipt, Retraction, Summary
from pipnotes.errors import Problem
from pipnotes.exchange.problems import damaged, newer
from pipnotes.exchange.signed import canonical

WIRE_VERSION = 1
MAX_CONTENT = 1024 * 1024
_SHAPES: dict[str, type[Content]] = {
    "summary": Summary,
    "comment": Comment,
    "retraction": Retraction,
    "receipt": Receipt,
}
_KINDS = {shape: kind for kind, shape in _SHAPES.items()}


class _Envelope(msgspec.Struct, frozen=True):
    body: Any
    kind: str
    version: int


class _Loose(msgspec.Struct, frozen=True):
    body: msgspec.Raw
    kind: str
    version: int


def encode(content: Content) -> bytes:
    """Return the bytes of one content: the very bytes that are approved, sealed and sent.

    Raises Problem when it is too long to travel, and TypeError for anything but the four shapes.
    """
    kind = _KINDS.get(type(content))
    if kind is None:
        raise TypeError(f"{type(content).__name__} has no shape on the wire")
    raw = _spell(content, kind)
    try:
        msgspec.convert(msgspec.to_builtins(content), type=type(content))
    except msgspec.ValidationError as error:
        raise TypeError(f"{kind} with a field of the wrong type") from error
    if len(raw) > MAX_CONTENT:
        raise too_long()
    return raw


def decode(raw: bytes) -> Content:
    """Return the content that `encode` spelt; Integrity when it is anything else, Newer for a later version."""
    if len(raw) > MAX_CONTENT:
        raise damaged("summary")
    try:
        loose = msgspec.json.decode(raw, type=_Loose)
        if loose.version > WIRE_VERSION:
            raise newer("summary")
        shape = _SHAPES[loose.kind]
        content: Content = msgspec.json.decode(loose.body, type=shape)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError, KeyError):
        raise damaged("summary") from None
    if _spell(content, loose.kind) != raw:
        raise damaged("summary")
    return content


def digest(raw: bytes) -> str:
    """Return SHA-256 in hex over exactly these bytes, by which an approval names what was read."""
    return hashlib.sha256(raw).hexdigest()


def _spell(content: Content, kind: str) -> bytes:
    return canonical(_Envelope(body=content, kind=kind, version=WIRE_VERSION))


def too_long() -> Problem:
    """Return the error for more text than a parcel carries (1 MiB)."""
    return Problem(
        "This is too long to send in one parcel.",
        safe="Your text is kept as it is, and nothing was sent.",
        todo="Shorten the summary, then approve it again.",
    )
