"""Contact cards: how two people come to know one another's keys without a server that could lie to them.

A card is a signed document (see ``signed``) with the purpose ``pipnotes/card/1`` and this body::

    {"agree":"<base64>","format":"pipnotes-card","hybrid":"<base64>","name":"…","role":"…","seal":"<base64>",
     "sign":"<base64>","version":1}

signed by the card's own ``sign`` key. Its six words are shown on both screens and compared aloud: 66 bits, taken as
six numbers of 11 bits, most significant first, from the start of
``PBKDF2-HMAC-SHA256(password=body bytes, salt="pipnotes/card-words/1", rounds=100000)``, each the place of a word in
the English BIP 39 list. They cover the name and the role as well as the keys, and the rounds make a search for a
card with the same words a hundred thousand times dearer.
"""

from __future__ import annotations

import functools
import hashlib
import hmac
import re
import unicodedata
from dataclasses import dataclass

import msgspec
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from mnemonic import Mnemonic

from pipnotes.errors import WrongUse
from pipnotes.exchange.keys import Identity, PublicKeys
from pipnotes.exchange.problems import damaged
from pipnotes.exchange.signed import canonical, check_signature, parse, sign_document, split_document

CARD_VERSION = 1
MAX_CARD = 16 * 1024
MAX_NAME = 80
_FORMAT = "pipnotes-card"
_PURPOSE = b"pipnotes/card/1"
_WORDS = 6
_ROUNDS = 100_000
# Persian, Hindi and other names need these two joiners; every other invisible character could disguise a name.
_JOINERS = str.maketrans("", "", "\u200c\u200d")


class _CardBody(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    agree: bytes
    format: str
    hybrid: bytes
    name: str
    role: str
    seal: bytes
    sign: bytes
    version: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Card:
    """A card that has been read and whose signature holds; whether its owner is who it says, only people can tell."""

    name: str
    role: str
    keys: PublicKeys
    raw: bytes

    @property
    def fingerprint(self) -> str:
        """The name of the keys, in hex: the same on every card that this identity makes."""
        return self.keys.fingerprint

    @property
    def words(self) -> str:
        """Six words, one space between them, for comparing this card face to face."""
        return _words(canonical(_body(self.name, self.role, self.keys)))


def make_card(identity: Identity, name: str, role: str) -> bytes:
    """Return the contact card of `identity` as the bytes of a file; WrongUse when the name cannot stand on a card."""
    name, role = _tidy(name), _tidy(role)
    if not name or not _plain(name) or not _plain(role):
        raise WrongUse(
            f"A contact card needs a name of at most {MAX_NAME} ordinary letters, and a role of at most as many.",
            safe="No card was made, and nothing in your vault has changed.",
            todo="Give the name and the role as you would on a visiting card.",
        )
    return sign_document(_body(name, role, identity.public), identity.sign_key, _PURPOSE)


def read_card(raw: bytes) -> Card:
    """Return the card in `raw`, with its own signature checked; Integrity for a bad one, Newer for a later format."""
    raw = raw.strip()
    if len(raw) > MAX_CARD:
        raise damaged("contact card")
    inner, signature = split_document(raw, version=CARD_VERSION, thing="contact card")
    body = parse(inner, _CardBody, "contact card")
    if body.format != _FORMAT or body.version != CARD_VERSION:
        raise damaged("contact card")
    check_signature(inner, signature, body.sign, purpose=_PURPOSE, thing="contact card")
    for text in (body.name, body.role):
        if text != _tidy(text) or not _plain(text):
            raise damaged("contact card")
    keys = PublicKeys(sign=body.sign, agree=body.agree, seal=body.seal, hybrid=body.hybrid)
    if not body.name or not _usable(keys):
        raise damaged("contact card")
    return Card(name=body.name, role=body.role, keys=keys, raw=raw)


def words(card: Card) -> str:
    """Return the six words by which two people compare this card."""
    return card.words


def words_match(card: Card, typed: str) -> bool:
    """Say whether `typed` are this card's six words, whatever the case, the spacing or the commas between them."""
    given = " ".join(re.findall(r"[a-z]+", typed.casefold()))
    return hmac.compare_digest(given.encode(), card.words.encode())


def _body(name: str, role: str, keys: PublicKeys) -> _CardBody:
    return _CardBody(
        agree=keys.agree,
        format=_FORMAT,
        hybrid=keys.hybrid,
        name=name,
        role=role,
        seal=keys.seal,
        sign=keys.sign,
        version=CARD_VERSION,
    )


def _tidy(text: str) -> str:
    return unicodedata.normalize("NFC", " ".join(text.split()))


def _plain(text: str) -> bool:
    return len(text) <= MAX_NAME and text.translate(_JOINERS).isprintable()


def _usable(keys: PublicKeys) -> bool:
    # A point of small order would make every "shared" secret the same known value.
    probe = X25519PrivateKey.from_private_bytes(bytes(range(32)))
    try:
        for point in (keys.agree, keys.seal, keys.hybrid[-32:]):
            probe.exchange(X25519PublicKey.from_public_bytes(point))
        keys.hybrid_key()
    except ValueError:
        return False
    return True


@functools.lru_cache(maxsize=256)
def _words(body: bytes) -> str:
    # The same few cards are shown and compared again and again, and the rounds are slow on purpose.
    digest = hashlib.pbkdf2_hmac("sha256", body, b"pipnotes/card-words/1", _ROUNDS)
    bits = int.from_bytes(digest, "big")
    places = [bits >> (len(digest) * 8 - 11 * (place + 1)) & 0x7FF for place in range(_WORDS)]
    return " ".join(_wordlist()[place] for place in places)


@functools.cache
def _wordlist() -> tuple[str, ...]:
    return tuple(Mnemonic("english").wordlist)
