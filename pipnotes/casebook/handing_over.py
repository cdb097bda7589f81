"""Handing a caseload to another therapist: the whole of it, sealed to their card alone, outside of all mailboxes.

What travels between vaults is otherwise a summary without a name (``exchange`` knows nothing else). This is the one
way for records themselves, so it is asked for twice, written down on both sides, and goes by hand as one file::

    magic     8     "PNCASES\\x01"
    slot      1168  HPKE (RFC 9180) single shot: ML-KEM-768 with X25519 (X-Wing), HKDF-SHA256, AES-256-GCM,
                    of a 32-byte key, with the info "pipnotes/hand-over/1"
    body            AES-256-GCM under that key, which seals one body ever: a nonce of 12 zeros, and magic and slot as
                    associated data

Inside the body, integers big-endian: ``length 4 | manifest | signature 64 | length 8 | caseload``, then zeros up to a
whole 64 KiB. The manifest is canonical JSON, ``{"caseload":"<sha-256>","families":3,"recipient":"<fingerprint>",
"sender":"<fingerprint>"}``; the signature is Ed25519 by the sender's card over ``pipnotes/hand-over/1`` || 0x00 ||
manifest; the caseload is the open format as a zlib stream.
"""

from __future__ import annotations

import hashlib
import os
import zlib
from dataclasses import dataclass

import msgspec
from cryptography.exceptions import InvalidSignature, InvalidTag
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

from pipnotes.casebook.contacts import Contacts
from pipnotes.casebook.ledger import Ledger
from pipnotes.casebook.moving import Moved, Moving
from pipnotes.domain.codes import PracticeRole
from pipnotes.domain.sharing import Contact
from pipnotes.errors import Integrity, Refused, WrongUse

_MAGIC = b"PNCASES\x01"
_PURPOSE = b"pipnotes/hand-over/1"
_SUITE = Suite(KEM.MLKEM768_X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)
_SLOT = 1120 + 48
_BODY_AT = len(_MAGIC) + _SLOT
_WHOLE = 64 * 1024
_MAX_CASELOAD = 512 * 1024 * 1024


class _Manifest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    caseload: str
    families: int
    recipient: str
    sender: str


@dataclass(frozen=True, kw_only=True, slots=True)
class TakenOver:
    """Whose caseload came, and what was taken in."""

    sender: str
    moved: Moved


class HandingOver:
    """Seal a caseload for another therapist, and take in one that was sealed for this vault."""

    def __init__(self, ledger: Ledger, contacts: Contacts, moving: Moving) -> None:
        self._ledger = ledger
        self._contacts = contacts
        self._moving = moving

    def seal(self, contact: Contact, family: str | None = None) -> tuple[bytes, Moved]:
        """Return the caseload, or one family, sealed for a contact; nothing is written down before `note_handed_over`.

        Raises Refused for a card that is no longer trusted, and for a supervisor: their vaults hold no names.
        """
        self._refuse_no_therapist(contact)
        card, me = self._contacts.card_of(contact), self._contacts.identity()
        caseload, moved = self._moving.caseload(family)
        manifest = msgspec.json.encode(
            _Manifest(
                caseload=hashlib.sha256(caseload).hexdigest(),
                families=moved.families,
                recipient=card.fingerprint,
                sender=me.public.fingerprint,
            ),
            order="sorted",
        )
        packed = zlib.compress(caseload, 6)
        signature = me.sign_key.sign(_PURPOSE + b"\0" + manifest)
        inner = len(manifest).to_bytes(4, "big") + manifest + signature + len(packed).to_bytes(8, "big") + packed
        padded = inner + bytes(-len(inner) % _WHOLE)
        key = os.urandom(32)
        head = _MAGIC + _SUITE.encrypt(key, card.keys.hybrid_key(), info=_PURPOSE)
        return head + AESGCM(key).encrypt(bytes(12), padded, head), moved

    def note_handed_over(self, contact: Contact, moved: Moved, file: bytes, family: str | None = None) -> None:
        """Write down that a caseload was handed over, to whom, and which file it was."""
        self._ledger.write(
            "caseload handed over",
            family=family,
            subject=f"{moved.families} families to {contact.name}",
            reason=hashlib.sha256(file).hexdigest(),
        )

    def take_over(self, raw: bytes) -> TakenOver:
        """Take in a caseload that a trusted therapist has sealed for this vault: all of it, or nothing.

        Raises Integrity for a file that is damaged, for somebody else or by nobody who is trusted here, and Refused
        in a supervisor's vault.
        """
        if self._ledger.me.role is not PracticeRole.THERAPIST:
            raise Refused(
                "A supervisor's vault holds no names, so no caseload can be taken into it.",
                safe="Nothing was taken in, and nothing was changed.",
                todo="Take the file into a therapist's vault.",
            )
        sender, caseload = self._opened(raw)
        moved = self._moving.take_in_caseload(caseload)
        if not moved.faults:
            self._ledger.write(
                "caseload taken over",
                subject=f"{moved.families} families from {sender.name}",
                reason=hashlib.sha256(raw).hexdigest(),
            )
        return TakenOver(sender=sender.name, moved=moved)

    def _opened(self, raw: bytes) -> tuple[Contact, bytes]:
        if not raw.startswith(_MAGIC):
            raise WrongUse(
                "This is no file by which a caseload is handed over.",
                safe="Nothing was taken in, and nothing was changed.",
                todo="Choose the file that the other therapist made with “pipnotes hand-over”.",
            )
        head, me = raw[:_BODY_AT], self._contacts.identity()
        try:
            key = _SUITE.decrypt(head[len(_MAGIC) :], me.hybrid_key, info=_PURPOSE)
            inner = AESGCM(key).decrypt(bytes(12), raw[_BODY_AT:], head)
            end = 4 + int.from_bytes(inner[:4], "big")
            said = msgspec.json.decode(inner[4:end], type=_Manifest)
            sender = next(one for one in self._contacts.all() if one.id == said.sender)
            signer = Ed25519PublicKey.from_public_bytes(self._contacts.card_of(sender).keys.sign)
            signer.verify(inner[end : end + 64], _PURPOSE + b"\0" + inner[4:end])
            caseload = _unpacked(inner[end + 64 :])
        except (InvalidTag, InvalidSignature, ValueError, StopIteration, msgspec.DecodeError, zlib.error):
            raise _not_for_here() from None
        if said.recipient != me.public.fingerprint or hashlib.sha256(caseload).hexdigest() != said.caseload:
            raise _not_for_here()
        return sender, caseload

    def _refuse_no_therapist(self, contact: Contact) -> None:
        if self._ledger.vault.get(Contact, contact.id).revoked is not None:
            raise Refused(
                "The card of this person is no longer trusted.",
                safe="Nothing was sealed, and nothing leaves.",
                todo="Meet, compare the six words and accept their card again.",
            )
        if contact.role != PracticeRole.THERAPIST.value:
            raise Refused(
                "A caseload can only be handed to a therapist: a supervisor's vault holds no names.",
                safe="Nothing was sealed, and nothing leaves.",
                todo="Choose the card of the therapist who goes on with these families.",
            )


def _unpacked(rest: bytes) -> bytes:
    packed = rest[8 : 8 + int.from_bytes(rest[:8], "big")]
    stream = zlib.decompressobj()
    caseload = stream.decompress(packed, _MAX_CASELOAD)
    if not stream.eof or stream.unused_data or rest[8 + len(packed) :].strip(b"\0"):
        raise ValueError("not one whole stream")
    return caseload


def _not_for_here() -> Integrity:
    return Integrity(
        "This file is damaged, sealed for somebody else, or by nobody whose card you have accepted.",
        safe="Nothing was taken in, and nothing was changed.",
        todo="Accept the other therapist's card first, or ask them to hand the caseload over again, to your card.",
    )
