"""A roster: the cards of a whole service, signed by the organisation's key, so that people need not meet first.

A roster is a signed document (see ``signed``) with the purpose ``pipnotes/roster/1`` and this body::

    {"cards":["<base64 of a card>",…],"format":"pipnotes-roster","number":7,"revoked":["<fingerprint>",…],"version":1}

`number` grows with each issue; the reader refuses one lower than it has seen, so that a card taken off stays off. A
card that is on no longer has left the service; `revoked` names, in order, the fingerprints of cards that nobody may
trust again, a lost or stolen laptop's, whoever accepted them and how. The organisation's key is an ordinary Ed25519
key, kept by IT away from any laptop with cases on it, in a file that a passphrase encrypts.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Annotated

import msgspec
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    PrivateFormat,
    load_pem_private_key,
)

from pipnotes.errors import Problem, WrongUse
from pipnotes.exchange.cards import Card, read_card
from pipnotes.exchange.problems import damaged
from pipnotes.exchange.signed import check_signature, parse, sign_document, split_document

ROSTER_VERSION = 1
MAX_ROSTER = 8 * 1024 * 1024
_FORMAT = "pipnotes-roster"
_PURPOSE = b"pipnotes/roster/1"
_Fingerprint = Annotated[str, msgspec.Meta(pattern="^[0-9a-f]{64}\\Z")]


class _RosterBody(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    cards: tuple[bytes, ...]
    format: str
    number: int
    revoked: tuple[_Fingerprint, ...]
    version: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Roster:
    """The cards of a service, the fingerprints that it has revoked, and the number of this issue."""

    number: int
    cards: tuple[Card, ...]
    revoked: frozenset[str] = frozenset()


def make_roster(cards: Sequence[bytes], *, number: int, key: bytes, revoked: Collection[str] = ()) -> bytes:
    """Return a roster of these cards, signed with the organisation's raw 32-byte Ed25519 private `key`.

    Raises WrongUse when a card stands in it twice, or is revoked and listed at once.
    """
    whole = [read_card(raw) for raw in cards]
    prints = [card.fingerprint for card in whole]
    if len(set(prints)) < len(prints) or set(prints) & set(revoked):
        raise WrongUse(
            "A card stands twice in this roster, or is both listed and revoked.",
            safe="No roster was signed.",
            todo="Leave out the second copy, or the card that nobody may trust again.",
        )
    body = _RosterBody(
        cards=tuple(card.raw for card in whole),
        format=_FORMAT,
        number=number,
        revoked=tuple(sorted(revoked)),
        version=ROSTER_VERSION,
    )
    return sign_document(body, Ed25519PrivateKey.from_private_bytes(key), _PURPOSE)


def read_roster(raw: bytes, *, organisation: bytes) -> Roster:
    """Return the roster in `raw` if the raw public key `organisation` signed it; otherwise Integrity or Newer."""
    raw = raw.strip()
    if len(raw) > MAX_ROSTER:
        raise damaged("roster")
    inner, signature = split_document(raw, version=ROSTER_VERSION, thing="roster")
    check_signature(inner, signature, organisation, purpose=_PURPOSE, thing="roster")
    body = parse(inner, _RosterBody, "roster")
    cards = tuple(read_card(card) for card in body.cards)
    prints = [card.fingerprint for card in cards]
    if body.format != _FORMAT or body.version != ROSTER_VERSION or body.number < 1:
        raise damaged("roster")
    if len(set(prints)) < len(prints) or set(prints) & set(body.revoked):
        raise damaged("roster")
    return Roster(number=body.number, cards=cards, revoked=frozenset(body.revoked))


def new_organisation_key(passphrase: str) -> tuple[bytes, bytes]:
    """Return a fresh key as the bytes of its encrypted file (PKCS 8 in PEM), and its raw public half."""
    key = Ed25519PrivateKey.generate()
    kept = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, BestAvailableEncryption(passphrase.encode()))
    return kept, key.public_key().public_bytes_raw()


def open_organisation_key(kept: bytes, passphrase: str) -> bytes:
    """Return the raw private key in its file; Problem when the passphrase or the file is not right."""
    try:
        key = load_pem_private_key(kept, passphrase.encode())
    except (ValueError, TypeError, UnsupportedAlgorithm):
        key = None
    if not isinstance(key, Ed25519PrivateKey):
        raise Problem(
            "The passphrase does not open this key, or the file holds no roster key.",
            safe="Nothing was signed.",
            todo="Check the passphrase and the file, and try again.",
        )
    return key.private_bytes_raw()


def public_half(key: bytes) -> bytes:
    """Return the raw public half of a raw private key."""
    return Ed25519PrivateKey.from_private_bytes(key).public_key().public_bytes_raw()
