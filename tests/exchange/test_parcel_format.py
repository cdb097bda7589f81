"""The format as another program would read it: from the written description alone, with none of our own code.

``tests/golden/exchange/parcels.json`` was made once and never changes: sealing is random, so it holds sealed bytes
beside the keys that open them. Binary values are base64. Each step below is named after where it is described.
"""

from __future__ import annotations

import base64
import contextlib
import hashlib
import hmac
import json
import random
import zlib
from pathlib import Path
from typing import Any

import pytest
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.mlkem import MLKEM768PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from pipnotes.domain.summary import Comment
from pipnotes.exchange import (
    HYBRID,
    PLAIN,
    Direction,
    Identity,
    encode,
    make_card,
    make_roster,
    open_parcel,
    parcel_name,
    read_card,
    seal,
)
from pipnotes.exchange.envelope import SuiteId

VECTOR: dict[str, Any] = json.loads(
    (Path(__file__).parent.parent / "golden" / "exchange" / "parcels.json").read_text("utf-8")
)
SUITES = sorted(VECTOR["parcels"])


def _bytes(text: str) -> bytes:
    return base64.b64decode(text, validate=True)


def _extract(salt: bytes, secret: bytes) -> bytes:
    return hmac.digest(salt or bytes(32), secret, "sha256")


def _expand(key: bytes, info: bytes, length: int) -> bytes:
    made, block = b"", b""
    while len(made) < length:
        block = hmac.digest(key, block + info + bytes([len(made) // 32 + 1]), "sha256")
        made += block
    return made[:length]


def _grow(seed: bytes, purpose: str, length: int = 32) -> bytes:
    """``keys``: HKDF-SHA256 without salt."""
    return _expand(_extract(b"", seed), f"pipnotes/exchange/1/{purpose}".encode(), length)


def _labelled_extract(suite: bytes, salt: bytes, label: bytes, secret: bytes) -> bytes:
    return _extract(salt, b"HPKE-v1" + suite + label + secret)


def _labelled_expand(suite: bytes, key: bytes, label: bytes, info: bytes, length: int) -> bytes:
    return _expand(key, length.to_bytes(2, "big") + b"HPKE-v1" + suite + label + info, length)


def _curve_secret(seed: bytes, enc: bytes) -> bytes:
    """RFC 9180, 4.1: DHKEM(X25519, HKDF-SHA256)."""
    key = X25519PrivateKey.from_private_bytes(_grow(seed, "seal"))
    context = enc + key.public_key().public_bytes_raw()
    suite = b"KEM" + (0x0020).to_bytes(2, "big")
    secret = key.exchange(X25519PublicKey.from_public_bytes(enc))
    return _labelled_expand(suite, _labelled_extract(suite, b"", b"eae_prk", secret), b"shared_secret", context, 32)


def _hybrid_secret(seed: bytes, enc: bytes) -> bytes:
    r"""X-Wing: SHA3-256 over both secrets, the X25519 ciphertext and public key, and the label ``\.//^\``."""
    lattice = MLKEM768PrivateKey.from_seed_bytes(_grow(seed, "hybrid-m", 64))
    curve = X25519PrivateKey.from_private_bytes(_grow(seed, "hybrid-x"))
    one = lattice.decapsulate(enc[:1088])
    other = curve.exchange(X25519PublicKey.from_public_bytes(enc[1088:]))
    return hashlib.sha3_256(one + other + enc[1088:] + curve.public_key().public_bytes_raw() + b"\\.//^\\").digest()


def _open_slot(seed: bytes, suite_number: int, slot: bytes) -> bytes:
    """RFC 9180, 5.1 and 5.2: base mode, single shot, no associated data."""
    kem, enc_length = {1: (0x0020, 32), 2: (0x647A, 1120)}[suite_number]
    enc, sealed = slot[:enc_length], slot[enc_length:]
    secret = (_curve_secret if suite_number == 1 else _hybrid_secret)(seed, enc)
    suite = b"HPKE" + b"".join(number.to_bytes(2, "big") for number in (kem, 0x0001, 0x0002))
    info = b"pipnotes/parcel/1/slot" + bytes([suite_number])
    context = (
        b"\0" + _labelled_extract(suite, b"", b"psk_id_hash", b"") + _labelled_extract(suite, b"", b"info_hash", info)
    )
    base = _labelled_extract(suite, secret, b"secret", b"")
    key = _labelled_expand(suite, base, b"key", context, 32)
    nonce = _labelled_expand(suite, base, b"base_nonce", context, 12)
    return AESGCM(key).decrypt(nonce, sealed, b"")


def _content_key(seed: bytes, suite_number: int, slots: list[bytes]) -> bytes:
    """``envelope``: a reader tries its key on every slot, and the slots are a power of two."""
    assert len(slots) in (1, 2, 4, 8, 16)
    for slot in slots:
        with contextlib.suppress(InvalidTag):
            return _open_slot(seed, suite_number, slot)
    raise AssertionError("no slot opens")


def _fingerprint(card: dict[str, Any]) -> str:
    keys = b"".join(_bytes(card[name]) for name in ("sign", "agree", "seal", "hybrid"))
    return hashlib.sha256(b"pipnotes/keys/1\0" + keys).hexdigest()


def _read(raw: bytes, seed: bytes, sender: dict[str, Any]) -> tuple[dict[str, Any], list[bytes]]:
    """``envelope``, then ``parcel``."""
    assert raw[:9] == b"PNPARCEL\x01"
    assert raw[-32:] == hashlib.sha256(raw[:-32]).digest()
    suite_number, slots = raw[9], raw[10]
    length = {1: 80, 2: 1168}[suite_number]
    body_at = 11 + slots * length
    content_key = _content_key(seed, suite_number, [raw[at : at + length] for at in range(11, body_at, length)])
    padded = AESGCM(content_key).decrypt(bytes(12), raw[body_at:-32], raw[:body_at])
    assert len(padded) in {4096 << k for k in range(10)}
    end = 4 + int.from_bytes(padded[:4], "big")
    assert padded[end:].strip(b"\0") == b""
    inner = padded[4:end]

    manifest_end = 4 + int.from_bytes(inner[:4], "big")
    manifest, signature, body = inner[4:manifest_end], inner[manifest_end:][:64], inner[manifest_end + 64 :]
    Ed25519PublicKey.from_public_bytes(_bytes(sender["sign"])).verify(signature, b"pipnotes/parcel/1\0" + manifest)
    said = json.loads(manifest)
    assert json.dumps(said, sort_keys=True, separators=(",", ":")).encode() == manifest
    assert said["body"] == hashlib.sha256(body).hexdigest()
    assert said["sender"] == _fingerprint(sender)
    assert said["suite"] == suite_number
    plain = zlib.decompress(body)
    contents = []
    while plain:
        size = int.from_bytes(plain[:4], "big")
        contents.append(plain[4 : 4 + size])
        plain = plain[4 + size :]
    return said, contents


def _sender_card() -> dict[str, Any]:
    """``cards`` and ``signed``."""
    raw = _bytes(VECTOR["sender_card"])
    outer = json.loads(raw)
    body = json.dumps(outer["body"], sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
    assert raw == b'{"body":' + body + b',"signature":"' + outer["signature"].encode() + b'"}'
    card: dict[str, Any] = outer["body"]
    Ed25519PublicKey.from_public_bytes(_bytes(card["sign"])).verify(
        _bytes(outer["signature"]), b"pipnotes/card/1\0" + body
    )
    return card


@pytest.mark.parametrize("suite", SUITES)
def test_another_program_reads_a_parcel_by_the_description_alone(suite: str) -> None:
    wanted = VECTOR["parcels"][suite]
    said, contents = _read(_bytes(wanted["parcel"]), bytes.fromhex(VECTOR["recipient_seed"]), _sender_card())
    assert [content.decode() for content in contents] == VECTOR["contents"]
    assert said["sequence"] == wanted["sequence"]
    assert said["previous"] == wanted["previous"]
    assert [said["chain_sequence"], said["chain_head"]] == VECTOR["chain"]


@pytest.mark.parametrize("suite", [PLAIN, HYBRID])
def test_each_of_three_people_reads_a_longer_parcel_by_the_description_alone(suite: SuiteId) -> None:
    sender = Identity(bytes.fromhex(VECTOR["sender_seed"]))
    readers = [Identity(bytes([n]) * 32) for n in (21, 22, 23)]
    cards = [read_card(make_card(reader, f"Reader {n}", "supervisor")) for n, reader in enumerate(readers)]
    # Random letters, so that compressing does not make it short again.
    text = random.Random(5).randbytes(9000).hex()
    content = encode(Comment(id="c1", code="Bright Harbour", author="I. H.", week=3, text=text))
    sealed = seal(
        [content], sender=sender, recipients=cards, sequence=2, previous="a" * 64, chain=(9, "b"), suite=suite
    )
    for reader in readers:
        said, contents = _read(sealed.parcel, reader.seed, _sender_card())
        assert contents == [content]
        assert said["recipients"] == [card.fingerprint for card in cards]


def test_another_program_reads_a_roster_by_the_description_alone() -> None:
    key = Ed25519PrivateKey.from_private_bytes(b"\x09" * 32)
    card, lost = _bytes(VECTOR["sender_card"]), "ab" * 32
    raw = make_roster([card], number=7, key=b"\x09" * 32, revoked=[lost])
    outer = json.loads(raw)
    body = json.dumps(outer["body"], sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
    key.public_key().verify(_bytes(outer["signature"]), b"pipnotes/roster/1\0" + body)
    cards = [base64.b64encode(card).decode()]
    wanted = {"cards": cards, "format": "pipnotes-roster", "number": 7, "revoked": [lost], "version": 1}
    assert outer["body"] == wanted


@pytest.mark.parametrize("suite", SUITES)
def test_this_program_still_reads_the_parcels_of_its_first_day(suite: str) -> None:
    wanted = VECTOR["parcels"][suite]
    opened = open_parcel(
        _bytes(wanted["parcel"]),
        recipient=Identity(bytes.fromhex(VECTOR["recipient_seed"])),
        sender=read_card(_bytes(VECTOR["sender_card"])),
    )
    assert [content.decode() for content in opened.contents] == VECTOR["contents"]
    assert (opened.sequence, opened.previous, opened.hash) == (wanted["sequence"], wanted["previous"], wanted["hash"])
    assert list(opened.chain) == VECTOR["chain"]


def test_fingerprint_and_words_of_the_first_day_still_hold() -> None:
    card = read_card(_bytes(VECTOR["sender_card"]))
    assert card.fingerprint == _fingerprint(_sender_card()) == VECTOR["sender_fingerprint"]
    assert card.words == VECTOR["sender_words"]
    seed = bytes.fromhex(VECTOR["sender_seed"])
    assert Ed25519PrivateKey.from_private_bytes(_grow(seed, "sign")).public_key().public_bytes_raw() == card.keys.sign


def test_another_program_computes_the_names_by_the_description_alone() -> None:
    sender, reader = bytes.fromhex(VECTOR["sender_seed"]), bytes.fromhex(VECTOR["recipient_seed"])
    card = _sender_card()
    shared = X25519PrivateKey.from_private_bytes(_grow(reader, "agree")).exchange(
        X25519PublicKey.from_public_bytes(_bytes(card["agree"]))
    )
    ends = bytes.fromhex(_fingerprint(card)) + bytes.fromhex(VECTOR["recipient_fingerprint"])
    secret = _expand(_extract(b"", shared), b"pipnotes/names/1\0" + ends, 32)
    folder = hmac.digest(secret, b"folder", "sha256")[:10].hex()
    for sequence, name in enumerate(VECTOR["names"], start=1):
        leaf = hmac.digest(secret, b"parcel" + sequence.to_bytes(8, "big"), "sha256")[:16].hex()
        assert name == f"{folder}/{leaf}.parcel"
        ours = parcel_name(Identity(reader), read_card(_bytes(VECTOR["sender_card"])), sequence, Direction.FROM)
        assert ours == name
    assert Identity(sender).public.fingerprint == VECTOR["sender_fingerprint"]
