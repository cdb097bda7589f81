"""The organisation's own key: a public half in its policy, a private half that two people hold in two parts.

::

    make()                          a fresh pair of keys
    split(private) -> one, other    two shares; either alone says nothing at all about the key (one-time pad)
    join(one, other, public_name)   the private key again
    Share.render() / read_share()   a share as 72 numbered words that can be printed, and typed in again

A vault key is sealed by HPKE (RFC 9180). Suite 1 is ML-KEM-768 with X25519, so that what is copied today stays shut to
a quantum computer; suite 2 is X25519 alone. `make` makes suite 1.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from hashlib import sha256
from typing import Literal

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hpke
from cryptography.hazmat.primitives.asymmetric.mlkem import MLKEM768PrivateKey, MLKEM768PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from mnemonic import Mnemonic

from pipnotes.vault import problems

# A lattice key's public half and seed (FIPS 203), and both halves of a key on the curve (RFC 7748), in bytes.
_LATTICE_PUBLIC, _LATTICE_SEED, _CURVE = 1184, 64, 32
_PRIVATE = _LATTICE_SEED + _CURVE
_BLOCK = 32
_WORDS = 24
_NUMBERED = re.compile(r"(\d{1,2})[.)\s]\s*([a-z]+)")
Letter = Literal["A", "B"]


@dataclass(frozen=True, kw_only=True, slots=True)
class KeyPair:
    """A fresh key of an organisation: `public` for the policy file, `private` to be split and forgotten."""

    public: bytes
    private: bytes


@dataclass(frozen=True, kw_only=True, slots=True)
class Share:
    """One of the two parts of a private key; `key` is the name of the key that it belongs to."""

    letter: Letter
    key: str
    part: bytes

    def render(self, made: str) -> str:
        """Return the share as a page of plain text: what it is, then its words in numbered rows of four."""
        words = [word for at in range(0, len(self.part), _BLOCK) for word in _to_words(self.part[at : at + _BLOCK])]
        rows = [
            "  ".join(f"{number + 1:>2} {words[number]:<9}" for number in range(at, at + 4)).rstrip()
            for at in range(0, len(words), 4)
        ]
        other = "B" if self.letter == "A" else "A"
        return "\n".join(
            [
                f"PipNotes organisation key, share {self.letter} of 2",
                "",
                f"Key:   {self.key}",
                f"Share: {self.letter}",
                f"Check: {self.check()}",
                f"Made:  {made}",
                "",
                *rows,
                "",
                f"This share alone opens nothing. With share {other} it opens every vault made under this key.",
                "One person keeps this share, another the other one: on paper or a stick, in two locked places.",
                "",
            ]
        )

    def check(self) -> str:
        """Return eight digits by which a share tells that it was typed in as it was made."""
        said = b"pipnotes/v1/escrow-share\0" + f"{self.letter}\0{self.key}\0".encode() + self.part
        return _grouped(sha256(said).hexdigest()[:8])


def make() -> KeyPair:
    """Return a fresh key of suite 1."""
    lattice, curve = MLKEM768PrivateKey.generate(), X25519PrivateKey.generate()
    return KeyPair(
        public=lattice.public_key().public_bytes_raw() + curve.public_key().public_bytes_raw(),
        private=lattice.private_bytes_raw() + curve.private_bytes_raw(),
    )


def name_of(public: bytes) -> str:
    """Return the sixteen digits by which people tell one organisation's key from another."""
    return _grouped(sha256(b"pipnotes/v1/escrow-key\0" + public).hexdigest()[:16])


def split(keys: KeyPair) -> tuple[Share, Share]:
    """Return two shares of a private key: random bytes, and the key under these as a one-time pad."""
    pad = os.urandom(len(keys.private))
    name = name_of(keys.public)
    return Share(letter="A", key=name, part=pad), Share(letter="B", key=name, part=_xor(pad, keys.private))


def join(one: Share, other: Share) -> bytes:
    """Return the private key of two shares; Problem when they are not the two halves of one key."""
    if {one.letter, other.letter} != {"A", "B"} or one.key != other.key:
        raise problems.shares_of_two_keys()
    private = _xor(one.part, other.part)
    if name_of(_public_of(private)) != one.key:
        raise problems.shares_of_two_keys()
    return private


def read_share(text: str) -> Share:
    """Return a share from its page, also when it was typed in by hand from paper.

    WrongUse that names the rows at fault, never the words.
    """
    said = {name.lower(): value.strip() for name, value in re.findall(r"(?mi)^\s*(key|share|check)\s*:(.*)$", text)}
    letter = said.get("share", "").upper()
    key = _grouped("".join(said.get("key", "").lower().split()))
    if letter not in ("A", "B") or not re.fullmatch(r"[0-9a-f]{4}( [0-9a-f]{4}){3}", key):
        raise problems.not_a_share()
    body = "\n".join(line for line in text.lower().splitlines() if re.match(r"\s*\d{1,2}[.)\s]", line))
    words = {int(number): word for number, word in _NUMBERED.findall(body)}
    missing = [number for number in range(1, _PRIVATE // _BLOCK * _WORDS + 1) if number not in words]
    if missing:
        raise problems.share_mistyped(missing[0], missing[0])
    part = b"".join(_from_words(words, first) for first in range(1, len(words) + 1, _WORDS))
    share = Share(letter="A" if letter == "A" else "B", key=key, part=part)
    if _grouped("".join(said.get("check", "").lower().split())) != share.check():
        raise problems.share_mistyped(1, len(words))
    return share


def seal(master: bytes, public: bytes, vault: str) -> tuple[int, bytes]:
    """Return the suite, and a vault key sealed to a public key; Problem when that is no key."""
    suite = 2 if len(public) == _CURVE else 1
    try:
        return suite, _suite(suite).encrypt(master, _public(public, suite), info=_info(vault, suite))
    except (ValueError, InvalidTag):
        raise problems.escrow_key_unusable() from None


def unseal(sealed: bytes, private: bytes, suite: int, vault: str) -> bytes | None:
    """Return the vault key, or None when it was sealed to another key.

    A private key is a 64-byte seed and 32 bytes for suite 1, and 32 bytes for suite 2.
    """
    try:
        return _suite(suite).decrypt(sealed, _private(private, suite), info=_info(vault, suite))
    except (InvalidTag, ValueError):
        return None


def _from_words(words: dict[int, str], first: int) -> bytes:
    try:
        return bytes(Mnemonic("english").to_entropy([words[number] for number in range(first, first + _WORDS)]))
    except (KeyError, LookupError, ValueError):
        raise problems.share_mistyped(first, first + _WORDS - 1) from None


def _to_words(block: bytes) -> list[str]:
    return str(Mnemonic("english").to_mnemonic(block)).split()


def _xor(one: bytes, other: bytes) -> bytes:
    return bytes(a ^ b for a, b in zip(one, other, strict=True))


def _grouped(digits: str) -> str:
    return " ".join(digits[at : at + 4] for at in range(0, len(digits), 4))


def _info(vault: str, suite: int) -> bytes:
    return f"pipnotes/v1/escrow\0{vault}\0{suite}".encode()


def _suite(suite: int) -> hpke.Suite:
    kem = hpke.KEM.MLKEM768_X25519 if suite == 1 else hpke.KEM.X25519
    return hpke.Suite(kem, hpke.KDF.HKDF_SHA256, hpke.AEAD.AES_256_GCM)


def _public(raw: bytes, suite: int) -> hpke.MLKEM768X25519PublicKey | X25519PublicKey:
    if suite == 2:
        return X25519PublicKey.from_public_bytes(raw)
    return hpke.MLKEM768X25519PublicKey(
        MLKEM768PublicKey.from_public_bytes(raw[:_LATTICE_PUBLIC]),
        X25519PublicKey.from_public_bytes(raw[_LATTICE_PUBLIC:]),
    )


def _private(raw: bytes, suite: int) -> hpke.MLKEM768X25519PrivateKey | X25519PrivateKey:
    if suite == 2:
        return X25519PrivateKey.from_private_bytes(raw)
    return hpke.MLKEM768X25519PrivateKey(
        MLKEM768PrivateKey.from_seed_bytes(raw[:_LATTICE_SEED]),
        X25519PrivateKey.from_private_bytes(raw[_LATTICE_SEED:]),
    )


def _public_of(private: bytes) -> bytes:
    lattice = MLKEM768PrivateKey.from_seed_bytes(private[:_LATTICE_SEED])
    curve = X25519PrivateKey.from_private_bytes(private[_LATTICE_SEED:])
    return lattice.public_key().public_bytes_raw() + curve.public_key().public_bytes_raw()
