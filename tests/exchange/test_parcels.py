"""A parcel opens for the one it is for, says who sent it, and gives way to no change at all."""

from __future__ import annotations

import dataclasses
import hashlib
import zlib
from collections.abc import Callable

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

from pipnotes.domain.summary import Retraction, Summary
from pipnotes.errors import Integrity, Problem
from pipnotes.exchange import (
    HYBRID,
    PLAIN,
    Newer,
    NotForMe,
    Stranger,
    decode,
    digest,
    encode,
    open_file,
    open_parcel,
    parcel_hash,
    seal,
)
from pipnotes.exchange import parcel as parcel_module
from pipnotes.exchange.envelope import MAX_PARCEL, SMALLEST_CLASS, SuiteId, close, disclose, is_whole
from pipnotes.exchange.signed import canonical
from tests.exchange.people import Person, Run, comment, person

MARKERS = ("Marigold", "Wren Street", "Ines Hallam", "Rowan Achebe", "Bright Harbour", "pipnotes/", "supervisor")


def _open(raw: bytes, reader: Person, sender: Person) -> tuple[bytes, ...]:
    return open_parcel(raw, recipient=reader.identity, sender=sender.card).contents


def _with_checksum(raw: bytes) -> bytes:
    return raw[:-32] + hashlib.sha256(raw[:-32]).digest()


@pytest.mark.parametrize("suite", [PLAIN, HYBRID])
def test_what_one_person_seals_the_other_reads_word_for_word(run: Run, suite: SuiteId) -> None:
    summary = encode(Summary(code="Bright Harbour", week=12, age_band="3-5", meetings=9, text="She smiled back. ❤"))
    retraction = encode(Retraction(code="Quiet Lantern"))
    opened = open_parcel(
        run.seal(summary, retraction, suite=suite), recipient=run.recipient.identity, sender=run.sender.card
    )
    assert opened.contents == (summary, retraction)
    assert decode(opened.contents[1]) == Retraction(code="Quiet Lantern")
    assert (opened.sequence, opened.previous, opened.chain) == (1, "", (103, f"{103:064x}"))
    assert opened.hash == run.previous
    assert [digest(content) for content in opened.contents] == [digest(summary), digest(retraction)]


@pytest.mark.parametrize("suite", [PLAIN, HYBRID])
def test_no_single_changed_byte_is_accepted(run: Run, suite: SuiteId) -> None:
    raw = run.seal(suite=suite)
    accepted = refused = 0
    for place in range(len(raw)):
        changed = bytearray(raw)
        changed[place] ^= 1 << place % 8
        try:
            _open(bytes(changed), run.recipient, run.sender)
            accepted += 1
        except Integrity:
            refused += 1
    assert (accepted, refused) == (0, len(raw))


def test_a_changed_byte_under_a_mended_checksum_is_not_accepted_either(run: Run) -> None:
    raw = run.seal(suite=PLAIN)
    accepted = refused = 0
    for place in range(len(raw) - 32):
        changed = bytearray(raw)
        changed[place] ^= 1 << place % 8
        try:
            _open(_with_checksum(bytes(changed)), run.recipient, run.sender)
            accepted += 1
        except Problem:
            refused += 1
    assert (accepted, refused) == (0, len(raw) - 32)


def test_no_cut_and_no_extra_byte_is_accepted(run: Run) -> None:
    raw = run.seal()
    for length in range(len(raw)):
        with pytest.raises(Integrity, match="This parcel is damaged"):
            _open(raw[:length], run.recipient, run.sender)
        if length != len(raw) - 32:
            with pytest.raises(Problem):
                _open(_with_checksum(raw[:length] + bytes(32)), run.recipient, run.sender)
    for more in (b"\0", b"\0" * 4096, raw):
        with pytest.raises(Integrity, match="This parcel is damaged"):
            _open(raw + more, run.recipient, run.sender)


def test_somebody_elses_parcel_is_called_that_and_not_damaged(run: Run, outsider: Person) -> None:
    with pytest.raises(NotForMe) as caught:
        open_file(run.seal(), recipient=outsider.identity, contacts=[run.sender.card])
    assert all(line.endswith(".") for line in caught.value.lines())
    assert caught.value.exit_code == 3


def test_a_parcel_by_hand_says_which_contact_it_is_from(run: Run, outsider: Person) -> None:
    card, opened = open_file(
        run.seal(), recipient=run.recipient.identity, contacts=[outsider.card, run.sender.card, run.recipient.card]
    )
    assert card == run.sender.card
    assert opened.contents == (comment(1),)
    with pytest.raises(Stranger):
        open_file(run.parcels[1], recipient=run.recipient.identity, contacts=[outsider.card])


def test_a_parcel_by_somebody_else_does_not_pass_as_a_contacts(run: Run, outsider: Person) -> None:
    forged = dataclasses.replace(run, sender=outsider).seal()
    with pytest.raises(Integrity, match="This parcel is damaged"):
        _open(forged, run.recipient, run.sender)


def test_nobody_can_put_another_name_to_their_own_signature(run: Run, outsider: Person) -> None:
    as_therapist = dataclasses.replace(
        run.sender.card, keys=dataclasses.replace(run.sender.card.keys, sign=outsider.card.keys.sign)
    )
    assert as_therapist.fingerprint != run.sender.card.fingerprint
    inner = _inner_of(run, signer=outsider)
    with pytest.raises(Integrity, match="This parcel is damaged"):
        _open(close(inner, [run.recipient.card.keys], HYBRID), run.recipient, run.sender)


def test_a_recipient_cannot_pass_a_parcel_on_as_if_it_were_meant_for_another(run: Run, outsider: Person) -> None:
    inner = _inner_of(run)
    assert _open(close(inner, [run.recipient.card.keys], HYBRID), run.recipient, run.sender) == (comment(1),)
    with pytest.raises(Integrity, match="This parcel is damaged"):
        _open(close(inner, [outsider.card.keys], HYBRID), outsider, run.sender)


def test_a_parcel_sealed_anew_under_the_weaker_suite_is_refused(run: Run) -> None:
    with pytest.raises(Integrity, match="This parcel is damaged"):
        _open(close(_inner_of(run), [run.recipient.card.keys], PLAIN), run.recipient, run.sender)


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(zlib.compress(bytes(64 * 1024 * 1024), 9), id="64 MiB of zeros"),
        pytest.param(zlib.compress(zlib.compress(bytes(256 * 1024 * 1024), 9), 9), id="a bomb in a bomb"),
        pytest.param(zlib.compress((1 << 31).to_bytes(4, "big") + b"x"), id="a length that lies"),
        pytest.param(zlib.compress(b""), id="nothing at all"),
        pytest.param(zlib.compress(b"\0\0"), id="half a length"),
        pytest.param(zlib.compress(len(comment(1)).to_bytes(4, "big") + comment(1)) + b"more", id="more behind it"),
        pytest.param(zlib.compress(len(comment(1)).to_bytes(4, "big") + comment(1))[:-1], id="cut short"),
        pytest.param(b"not compressed", id="not compressed"),
        pytest.param(zlib.compress((len(comment(1)).to_bytes(4, "big") + comment(1)) * 257), id="too many contents"),
    ],
)
def test_even_a_contacts_own_signature_opens_no_bomb_and_no_nonsense(run: Run, body: bytes) -> None:
    with pytest.raises(Integrity, match="This parcel is damaged"):
        _open(close(_inner_of(run, body=body), [run.recipient.card.keys], HYBRID), run.recipient, run.sender)


@pytest.mark.parametrize(
    "change",
    [
        pytest.param({"sequence": 0}, id="sequence nought"),
        pytest.param({"sequence": -1}, id="sequence below nought"),
        pytest.param({"sequence": True}, id="sequence no number"),
        pytest.param({"sequence": (1 << 53) + 1}, id="sequence beyond counting"),
        pytest.param({"chain_sequence": (1 << 53) + 1}, id="chain beyond counting"),
        pytest.param({"chain_sequence": -1}, id="chain below nought"),
        pytest.param({"previous": "AB" * 32}, id="hash in capitals"),
        pytest.param({"previous": "ab" * 32 + "\n"}, id="hash with a line end"),
        pytest.param({"more": 1}, id="a field more"),
        pytest.param({"recipients": []}, id="for nobody"),
    ],
)
def test_a_manifest_that_says_what_none_can_say_is_refused(run: Run, change: dict[str, object]) -> None:
    with pytest.raises(Integrity, match="This parcel is damaged"):
        _open(close(_inner_of(run, **change), [run.recipient.card.keys], HYBRID), run.recipient, run.sender)


@pytest.mark.parametrize("other", ["", "AB" * 32, "ab" * 31, "ab" * 32 + "\n"])
def test_a_manifest_names_its_readers_by_whole_fingerprints(run: Run, other: str) -> None:
    inner = _inner_of(run, recipients=[run.recipient.card.fingerprint, other])
    with pytest.raises(Integrity, match="This parcel is damaged"):
        _open(close(inner, [run.recipient.card.keys], HYBRID), run.recipient, run.sender)


def test_a_parcel_of_a_later_version_asks_for_an_update_and_is_not_called_damaged(run: Run) -> None:
    raw = bytearray(run.seal())
    raw[8] = 2
    with pytest.raises(Newer):
        _open(_with_checksum(bytes(raw)), run.recipient, run.sender)


def test_a_content_of_a_later_version_asks_for_an_update(run: Run) -> None:
    later = comment(1).replace(b'"version":1', b'"version":2')
    body = zlib.compress(len(later).to_bytes(4, "big") + later)
    with pytest.raises(Newer):
        _open(close(_inner_of(run, body=body), [run.recipient.card.keys], HYBRID), run.recipient, run.sender)


def test_a_parcel_for_several_people_opens_for_each_of_them_and_for_nobody_else(
    therapist: Person, supervisor: Person, outsider: Person
) -> None:
    third = person(4, "Sefa Lund", "manager")
    sealed = seal(
        [comment(1)],
        sender=therapist.identity,
        recipients=[supervisor.card, third.card, therapist.card],
        sequence=1,
        previous="",
        chain=(1, "00"),
    )
    for reader in (supervisor, third, therapist):
        assert _open(sealed.parcel, reader, therapist) == (comment(1),)
    with pytest.raises(NotForMe):
        _open(sealed.parcel, outsider, therapist)


def test_the_bytes_show_a_size_class_and_no_word(run: Run) -> None:
    text = "Marigold of Wren Street "
    sizes = set()
    for length in (1, 20, 60, 100):
        raw = run.seal(comment(1, text * length))
        sizes.add(len(raw))
        for marker in MARKERS:
            assert marker.encode() not in raw
            assert marker.encode("utf-16-le") not in raw
        for fingerprint in (run.sender.card.fingerprint, run.recipient.card.fingerprint):
            assert fingerprint.encode() not in raw
            assert bytes.fromhex(fingerprint) not in raw
    assert len(sizes) == 1


def test_two_people_get_a_parcel_of_one_size_and_three_one_of_four(
    therapist: Person, supervisor: Person, outsider: Person
) -> None:
    def size(*readers: Person) -> int:
        cards = [reader.card for reader in readers]
        return len(
            seal(
                [comment(1)], sender=therapist.identity, recipients=cards, sequence=1, previous="", chain=(1, "")
            ).parcel
        )

    assert size(supervisor, outsider, therapist) == size(supervisor, outsider, therapist, supervisor)


def test_the_same_words_sealed_twice_share_no_bytes_but_the_header(run: Run) -> None:
    first, second = run.seal(comment(1)), dataclasses.replace(run, sequence=0, previous="").seal(comment(1))
    same = sum(a == b for a, b in zip(first[11:], second[11:], strict=True))
    assert first[:11] == second[:11]
    assert same < len(first) / 64


def test_the_longest_text_that_is_accepted_arrives_and_a_longer_one_is_kept_back(run: Run) -> None:
    def nearly_random(length: int) -> str:
        return "".join(hashlib.sha256(b"%d" % n).hexdigest() for n in range(length // 64))

    whole = comment(1, nearly_random(1024 * 1024 - 512))
    raw = run.seal(whole)
    assert len(raw) <= MAX_PARCEL
    assert _open(raw, run.recipient, run.sender) == (whole,)
    with pytest.raises(Problem) as caught:
        comment(1, nearly_random(1024 * 1024 + 512))
    assert "too long" in caught.value.happened


@pytest.mark.parametrize("suite", [PLAIN, HYBRID])
def test_the_largest_parcel_of_the_format_opens_for_each_of_sixteen_people_and_nothing_larger_is_made(
    therapist: Person, supervisor: Person, suite: SuiteId
) -> None:
    inner = b"\x07" * (SMALLEST_CLASS * 512 - 4)
    readers = [therapist.card.keys] * 15 + [supervisor.card.keys]
    raw = close(inner, readers, suite)
    assert suite is PLAIN or len(raw) == MAX_PARCEL
    assert disclose(raw, therapist.identity) == disclose(raw, supervisor.identity) == (inner, suite)
    assert is_whole(raw)
    with pytest.raises(Problem, match="too long"):
        close(inner + b"\x07", readers[:1], suite)
    for wrong in ([], [*readers, supervisor.card.keys]):
        with pytest.raises(ValueError, match="1 to 16 recipients"):
            close(b"", wrong, suite)
    with pytest.raises(Integrity, match="This parcel is damaged"):
        disclose(_with_checksum(raw + b"\0" * (MAX_PARCEL + 1 - len(raw))), supervisor.identity)


def test_a_parcel_grows_by_doubling_and_each_class_is_filled_to_its_last_byte(therapist: Person) -> None:
    def body(length: int) -> int:
        raw = close(b"\x07" * length, [therapist.card.keys], PLAIN)
        assert disclose(raw, therapist.identity) == (b"\x07" * length, PLAIN)
        return len(raw) - 11 - 80 - 16 - 32

    assert [body(length) for length in (0, 4092, 4093, 8188, 8189)] == [4096, 4096, 8192, 8192, 16384]


def test_padding_that_lies_is_refused_though_the_content_key_fits(therapist: Person) -> None:
    raw = close(b"four", [therapist.card.keys], PLAIN)
    inside = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)
    content_key = inside.decrypt(raw[11:91], therapist.identity.seal_key, info=b"pipnotes/parcel/1/slot\x01")

    def opened(length: int, padded: bytes) -> bytes:
        sealed = AESGCM(content_key).encrypt(bytes(12), length.to_bytes(4, "big") + padded, raw[:91])
        return disclose(_with_checksum(raw[:91] + sealed + bytes(32)), therapist.identity)[0]

    assert opened(4, b"four".ljust(4092, b"\0")) == b"four"
    for length, padded in (
        (4, b"four".ljust(4092, b"\x01")),
        (4, b"four".ljust(8188, b"\0")),
        (4093, b"four".ljust(4092, b"\0")),
        (1 << 31, b"four".ljust(4092, b"\0")),
        (4, b"four".ljust(6000, b"\0")),
        (0, b""),
    ):
        with pytest.raises(Integrity, match="This parcel is damaged"):
            opened(length, padded)


@pytest.mark.parametrize(
    "wrong",
    [{"sequence": 0}, {"previous": "nothing"}, {"chain": (-1, "")}, {"recipients": []}, {"contents": []}],
)
def test_a_parcel_that_nobody_could_read_is_never_sealed(run: Run, wrong: dict[str, object]) -> None:
    given: dict[str, object] = {
        "contents": [comment(1)],
        "recipients": [run.recipient.card],
        "sequence": 1,
        "previous": "",
        "chain": (1, ""),
        **wrong,
    }
    contents = given.pop("contents")
    with pytest.raises(ValueError):
        seal(contents, sender=run.sender.identity, **given)  # type: ignore[arg-type]


def test_a_parcel_carries_as_many_as_256_contents_and_not_one_more(run: Run) -> None:
    contents = [comment(1)] * 256
    assert _open(run.seal(*contents), run.recipient, run.sender) == tuple(contents)
    with pytest.raises(ValueError, match="1 to 256 contents"):
        run.seal(*contents, comment(1))


def test_contents_fill_a_parcel_to_its_last_byte_and_no_further(run: Run) -> None:
    def filling(beyond: int) -> list[bytes]:
        first, least = comment(1, "x" * 500_000), comment(2, "x")
        room = parcel_module.MAX_INFLATED - 8 - len(first) - len(least)
        return [first, comment(2, "x" * (1 + room + beyond))]

    assert parcel_module.MAX_INFLATED == 1024 * 1024 + 4096
    assert _open(run.seal(*filling(0)), run.recipient, run.sender) == tuple(filling(0))
    with pytest.raises(Problem, match="too long"):
        run.seal(*filling(1))
    body = zlib.compress(b"".join(len(one).to_bytes(4, "big") + one for one in filling(1)))
    with pytest.raises(Integrity, match="This parcel is damaged"):
        _open(close(_inner_of(run, body=body), [run.recipient.card.keys], HYBRID), run.recipient, run.sender)


def test_only_the_four_shapes_can_be_sealed(run: Run) -> None:
    for raw in (b"{}", b"Marigold was seen on Tuesday", comment(1) + b" ", comment(1).replace(b',"week":1', b"")):
        with pytest.raises(Integrity, match="This summary is damaged"):
            run.seal(raw)


def _inner_of(run: Run, *, signer: Person | None = None, body: bytes | None = None, **change: object) -> bytes:
    """Return the inside of a parcel as a dishonest program might build it, signed by `signer`."""
    if body is None:
        body = zlib.compress(len(comment(1)).to_bytes(4, "big") + comment(1))
    manifest = canonical(
        {
            "body": hashlib.sha256(body).hexdigest(),
            "chain_head": "",
            "chain_sequence": 1,
            "previous": "",
            "recipients": [run.recipient.card.fingerprint],
            "sender": run.sender.card.fingerprint,
            "sequence": 1,
            "suite": 2,
            **change,
        }
    )
    sign: Callable[[bytes], bytes] = (signer or run.sender).identity.sign_key.sign
    return len(manifest).to_bytes(4, "big") + manifest + sign(b"pipnotes/parcel/1\0" + manifest) + body


def test_the_hash_that_links_parcels_is_the_hash_of_the_file(run: Run) -> None:
    raw = run.seal()
    assert run.previous == parcel_hash(raw) == parcel_module.parcel_hash(raw) == hashlib.sha256(raw).hexdigest()
