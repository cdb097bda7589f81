"""A roster: the cards of a whole service, signed by the organisation's key, so that people need not meet first.

A roster is a signed document (see ``signed``) with the purpose ``pipnotes/roster/1`` and this body::

    {"cards":["<base64 of a card>",…],"format":"pipnotes-roster","number":7,"version":1}

`number` grows with each issue; the reader refuses one lower than it has seen, so that a card taken off stays off.
The organisation's key is an ordinary Ed25519 key, kept by IT away from any laptop with cases on it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from pipnotes.exchange.cards import Card, read_card
from pipnotes.exchange.problems import damaged
from pipnotes.exchange.signed import check_signature, parse, sign_document, split_document

ROSTER_VERSION = 1
MAX_ROSTER = 8 * 1024 * 1024
_FORMAT = "pipnotes-roster"
_PURPOSE = b"pipnotes/roster/1"


class _RosterBody(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    cards: tuple[bytes, ...]
    format: str
    number: int
    version: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Roster:
    """The cards of a service, and the number of this issue."""

    number: int
    cards: tuple[Card, ...]


def make_roster(cards: Sequence[bytes], *, number: int, key: bytes) -> bytes:
    """Return a roster of these cards, signed with the organisation's raw 32-byte Ed25519 private `key`."""
    whole = tuple(read_card(raw).raw for raw in cards)
    body = _RosterBody(cards=whole, format=_FORMAT, number=number, version=ROSTER_VERSION)
    return sign_document(body, Ed25519PrivateKey.from_private_bytes(key), _PURPOSE)


def read_roster(raw: bytes, *, organisation: bytes) -> Roster:
    """Return the roster in `raw` if the raw public key `organisation` signed it; otherwise Integrity or Newer."""
    raw = raw.strip()
    if len(raw) > MAX_ROSTER:
        raise damaged("roster")
    inner, signature = split_document(raw, version=ROSTER_VERSION, thing="roster")
    check_signature(inner, signature, organisation, purpose=_PURPOSE, thing="roster")
    body = parse(inner, _RosterBody, "roster")
    if body.format != _FORMAT or body.version != ROSTER_VERSION or body.number < 1:
        raise damaged("roster")
    return Roster(number=body.number, cards=tuple(read_card(card) for card in body.cards))
