"""Contact cards and rosters: what two people compare is all that is on the card, and nothing can be slipped in."""

from __future__ import annotations

import base64
import json
import subprocess
import sys

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, Encoding, PrivateFormat
from hypothesis import given
from hypothesis import strategies as st

from pipnotes.errors import Integrity, Problem, WrongUse
from pipnotes.exchange import (
    Identity,
    Newer,
    make_card,
    make_roster,
    new_identity,
    read_card,
    read_roster,
    words,
    words_match,
)
from pipnotes.exchange.roster import new_organisation_key, open_organisation_key, public_half
from pipnotes.exchange.signed import canonical, sign_document
from tests.exchange.people import Person


def test_a_card_says_who_and_what_and_carries_six_words(therapist: Person) -> None:
    card = read_card(make_card(therapist.identity, "  Ines   Hallam ", "therapist"))
    assert (card.name, card.role) == ("Ines Hallam", "therapist")
    assert len(card.words.split()) == 6
    assert words(card) == card.words == read_card(card.raw).words
    assert card.fingerprint == therapist.card.fingerprint


def test_a_card_survives_a_mail_program_that_adds_a_line_end(therapist: Person) -> None:
    assert read_card(therapist.card.raw + b"\r\n") == therapist.card


def test_the_words_change_with_the_name_the_role_and_the_keys(therapist: Person) -> None:
    seen = {
        read_card(make_card(identity, name, role)).words
        for identity in (therapist.identity, new_identity())
        for name in ("Ines Hallam", "Ines Hallan")
        for role in ("therapist", "supervisor")
    }
    assert len(seen) == 8


def test_words_read_aloud_match_whatever_the_case_and_commas(therapist: Person) -> None:
    card = therapist.card
    assert words_match(card, card.words)
    assert words_match(card, "  " + card.words.upper().replace(" ", ",  ") + ".\n")
    six = card.words.split()
    for wrong in ("", " ".join(six[:5]), " ".join(reversed(six)), card.words + " extra", "x" + card.words):
        assert not words_match(card, wrong)


def test_no_single_changed_byte_of_a_card_is_accepted(therapist: Person) -> None:
    accepted = refused = 0
    for place in range(len(therapist.card.raw)):
        changed = bytearray(therapist.card.raw)
        changed[place] ^= 1 << place % 7
        try:
            accepted += read_card(bytes(changed)) != therapist.card
        except Integrity:
            refused += 1
    assert accepted == 0
    assert refused >= len(therapist.card.raw) - 1


@given(st.binary(max_size=300))
def test_rubbish_is_no_card(raw: bytes) -> None:
    with pytest.raises(Problem):
        read_card(raw)


@pytest.mark.parametrize("raw", [b"", b"{}", b"[" * 100_000, b'{"body":{"version":1},"signature":""}', b"\xff" * 40])
def test_a_hostile_file_is_no_card(raw: bytes) -> None:
    with pytest.raises(Integrity, match="This contact card is damaged"):
        read_card(raw)


@pytest.mark.parametrize("name", ["", "   ", "Ann\x07", "Ann\u202enaS", "A" * 81, "An\u200bn"])
def test_a_name_that_could_deceive_stands_on_no_card(therapist: Person, name: str) -> None:
    with pytest.raises(WrongUse):
        make_card(therapist.identity, name, "therapist")
    with pytest.raises(Integrity, match="This contact card is damaged"):
        read_card(_card_with(therapist.identity, name=name))


@pytest.mark.parametrize("name", ["Zoë Nguyễn", "नेहा", "مینا", "O’Brien-Łoś", "Нина"])
def test_names_from_anywhere_stand_on_a_card(therapist: Person, name: str) -> None:
    assert read_card(make_card(therapist.identity, name, "")).name == name


@pytest.mark.parametrize(
    "change",
    [
        pytest.param({"agree": bytes(32)}, id="a key that would make every secret known"),
        pytest.param({"seal": b"\x01" + bytes(31)}, id="a sealing key of small order"),
        pytest.param({"agree": bytes(31)}, id="a key cut short"),
        pytest.param({"hybrid": b"\xff" * 1216}, id="no ML-KEM key"),
        pytest.param({"hybrid": b""}, id="no hybrid key"),
        pytest.param({"format": "other-card"}, id="another format"),
        pytest.param({"version": 0}, id="version nought"),
        pytest.param({"more": 1}, id="a field more"),
    ],
)
def test_a_card_with_unusable_keys_or_fields_is_refused_though_its_signature_holds(
    therapist: Person, change: dict[str, object]
) -> None:
    with pytest.raises(Integrity, match="This contact card is damaged"):
        read_card(_card_with(therapist.identity, **change))


def test_a_card_that_another_key_has_signed_is_refused(therapist: Person, supervisor: Person) -> None:
    body = json.loads(therapist.card.raw)["body"]
    with pytest.raises(Integrity, match="This contact card is damaged"):
        read_card(sign_document(body, supervisor.identity.sign_key, b"pipnotes/card/1"))
    with pytest.raises(Integrity, match="This contact card is damaged"):
        read_card(sign_document(body, therapist.identity.sign_key, b"pipnotes/roster/1"))


def test_a_card_of_a_later_version_asks_for_an_update(therapist: Person) -> None:
    with pytest.raises(Newer, match="This contact card"):
        read_card(_card_with(therapist.identity, version=2, more="yes"))


def test_a_card_shows_no_secret(therapist: Person) -> None:
    raw = therapist.card.raw
    seed = therapist.identity.seed
    assert seed not in raw
    assert base64.b64encode(seed)[:40] not in raw
    assert seed.hex() not in repr(therapist.identity)
    assert repr(seed)[2:20] not in repr(therapist.identity)


def test_an_identity_comes_back_from_the_vault_as_it_was() -> None:
    identity = new_identity()
    assert Identity.from_bytes(identity.to_bytes()).public == identity.public
    assert len(identity.to_bytes()) == 33
    for wrong in (b"", identity.seed, b"\x02" + identity.seed, identity.to_bytes() + b"\0"):
        with pytest.raises(ValueError):
            Identity.from_bytes(wrong)


def test_a_roster_brings_the_cards_that_the_organisation_signed(therapist: Person, supervisor: Person) -> None:
    key = Ed25519PrivateKey.from_private_bytes(b"\x09" * 32)
    raw = make_roster([therapist.card.raw, supervisor.card.raw], number=3, key=b"\x09" * 32)
    roster = read_roster(raw, organisation=key.public_key().public_bytes_raw())
    assert roster.number == 3
    assert roster.cards == (therapist.card, supervisor.card)
    with pytest.raises(Integrity, match="This roster is damaged"):
        read_roster(raw, organisation=therapist.card.keys.sign)
    for place in range(0, len(raw), 7):
        changed = bytearray(raw)
        changed[place] ^= 1
        with pytest.raises(Integrity, match="This roster is damaged"):
            read_roster(bytes(changed), organisation=key.public_key().public_bytes_raw())


@pytest.mark.parametrize(
    "change",
    [
        pytest.param({"format": "pipnotes-card"}, id="another format"),
        pytest.param({"version": 0}, id="version nought"),
        pytest.param({"number": 0}, id="an issue before the first"),
        pytest.param({"number": "3"}, id="a number as text"),
        pytest.param({"revoked": ["AB" * 32]}, id="a fingerprint in capitals"),
        pytest.param({"more": 1}, id="a field more"),
        pytest.param({"cards": ["twice"]}, id="a card twice"),
        pytest.param({"revoked": ["listed"]}, id="a card both listed and revoked"),
    ],
)
def test_a_roster_that_says_what_none_can_say_is_refused_though_its_signature_holds(
    therapist: Person, supervisor: Person, change: dict[str, object]
) -> None:
    key = Ed25519PrivateKey.from_private_bytes(b"\x09" * 32)
    cards = [therapist.card, supervisor.card]
    body = {
        "cards": [base64.b64encode(card.raw).decode() for card in cards],
        "format": "pipnotes-roster",
        "number": 3,
        "revoked": ["ab" * 32],
        "version": 1,
    }

    def signed(body: dict[str, object]) -> bytes:
        return sign_document(body, key, b"pipnotes/roster/1")

    organisation = key.public_key().public_bytes_raw()
    assert read_roster(signed(body) + b"\r\n", organisation=organisation).revoked == {"ab" * 32}
    if change == {"cards": ["twice"]}:
        change = {"cards": [*body["cards"], body["cards"][0]]}  # type: ignore[misc]
    if change == {"revoked": ["listed"]}:
        change = {"revoked": [therapist.card.fingerprint]}
    with pytest.raises(Integrity, match="This roster is damaged"):
        read_roster(signed(body | change), organisation=organisation)


def test_a_roster_that_contradicts_itself_is_never_signed(therapist: Person, supervisor: Person) -> None:
    cards = [therapist.card.raw, supervisor.card.raw]
    for wrong, revoked in (([*cards, cards[0]], ()), (cards, (supervisor.card.fingerprint,))):
        with pytest.raises(WrongUse, match="stands twice"):
            make_roster(wrong, number=1, key=b"\x09" * 32, revoked=revoked)


def test_a_roster_of_a_later_version_asks_for_an_update(therapist: Person) -> None:
    key = Ed25519PrivateKey.from_private_bytes(b"\x09" * 32)
    with pytest.raises(Newer, match="This roster"):
        read_roster(
            sign_document({"version": 2, "more": "yes"}, key, b"pipnotes/roster/1"),
            organisation=key.public_key().public_bytes_raw(),
        )


def test_the_organisations_key_opens_with_its_passphrase_alone(therapist: Person) -> None:
    kept, public = new_organisation_key("an invented phrase")
    key = open_organisation_key(kept, "an invented phrase")
    assert public_half(key) == public
    assert read_roster(make_roster([therapist.card.raw], number=1, key=key), organisation=public).number == 1
    assert key not in kept
    assert base64.b64encode(key)[:40] not in kept
    other = X25519PrivateKey.generate().private_bytes(
        Encoding.PEM, PrivateFormat.PKCS8, BestAvailableEncryption(b"an invented phrase")
    )
    for wrong, phrase in ((kept, "another phrase"), (kept[:-40], "an invented phrase"), (other, "an invented phrase")):
        with pytest.raises(Problem, match="does not open this key"):
            open_organisation_key(wrong, phrase)


def test_the_longest_name_stands_on_a_card_and_a_file_too_long_is_none(therapist: Person) -> None:
    assert read_card(make_card(therapist.identity, "A" * 80, "b" * 80)).role == "b" * 80
    with pytest.raises(WrongUse):
        make_card(therapist.identity, "Ann", "b" * 81)
    with pytest.raises(Integrity, match="This contact card is damaged"):
        read_card(_card_with(therapist.identity, role="Ann  Hallam"))
    with pytest.raises(Integrity, match="This contact card is damaged"):
        read_card(therapist.card.raw.ljust(16 * 1024 + 1, b"x"))


def test_a_card_is_no_roster_and_a_roster_no_card(therapist: Person) -> None:
    with pytest.raises(Integrity, match="This roster is damaged"):
        read_roster(therapist.card.raw, organisation=therapist.card.keys.sign)
    with pytest.raises(Integrity, match="This contact card is damaged"):
        read_card(make_roster([therapist.card.raw], number=1, key=b"\x09" * 32))


def test_the_wire_reaches_no_record() -> None:
    said = subprocess.run(
        [
            sys.executable,
            "-c",
            "import sys, pipnotes.exchange, pipnotes.exchange.webdav, pipnotes.exchange.object_store;"
            "print(*sorted(m for m in sys.modules if m.startswith('pipnotes') and 'exchange' not in m))",
        ],
        check=True,
        capture_output=True,
        text=True,
    ).stdout.split()
    assert said == ["pipnotes", "pipnotes.domain", "pipnotes.domain.summary", "pipnotes.errors"]


def _card_with(identity: Identity, **change: object) -> bytes:
    """Return a card as a dishonest program might make it: any body, with a signature that holds."""
    body = json.loads(make_card(identity, "Ines Hallam", "therapist"))["body"]
    body |= {
        field: base64.b64encode(value).decode() if isinstance(value, bytes) else value
        for field, value in change.items()
    }
    return sign_document(json.loads(canonical(body)), identity.sign_key, b"pipnotes/card/1")
