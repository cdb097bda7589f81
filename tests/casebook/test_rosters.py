"""Whose card is whose, by the service's word: who comes, who leaves, whose keys change, and whose are lost."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from pipnotes import paths
from pipnotes import vault as store
from pipnotes.casebook import rosters
from pipnotes.casebook.casebook import Casebook
from pipnotes.casebook.contacts import LEFT, NEW_KEYS, REVOKED, KeysChanged
from pipnotes.domain.codes import OutgoingState
from pipnotes.errors import Integrity, Problem, Refused, WrongUse
from pipnotes.exchange import Card, make_card, new_identity, read_card
from pipnotes.exchange.problems import Stranger
from tests.casebook.conftest import Pair

PHRASE = "an invented service's phrase"


class Service:
    """The IT of a service, offline, with the key that signs its rosters."""

    def __init__(self, policy: Path) -> None:
        self.key = rosters.make_key(PHRASE)
        self.last = b""
        policy.write_text(f'roster_public_key = "{self.key.public}"\n', "utf-8")

    def sign(self, *cards: Card, revoke: tuple[str, ...] = ()) -> bytes:
        """Return the next issue."""
        raws = [card.raw for card in cards]
        self.last = rosters.sign(self.key.file, PHRASE, raws, previous=self.last, revoke=revoke).file
        return self.last


@pytest.fixture
def service(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Service:
    """Return a service whose key stands in the rules of this computer."""
    policy = tmp_path / "policy.toml"
    monkeypatch.setattr(paths, "policy_file", lambda: policy)
    return Service(policy)


def _card(name: str) -> Card:
    return read_card(make_card(new_identity(), name, "supervisor"))


def _send_summary(pair: Pair, contact_name: str, words: str = "What I noticed this week.") -> None:
    contact = pair.therapist.contacts.find(contact_name)
    draft = replace(pair.therapist.summaries.start(pair.family.id), text=words)
    preview = pair.therapist.summaries.preview(draft, contact)
    pair.therapist.summaries.approve(draft, contact, preview.digest)


def test_a_roster_brings_the_cards_of_the_service_without_a_meeting(
    service: Service, casebook: Casebook, supervisor: Casebook
) -> None:
    hers, mine = supervisor.contacts.my_card(), casebook.contacts.my_card()
    roster = service.sign(hers, mine, _card("Owen Blake"))
    followed = casebook.rosters.accept(roster)
    assert (followed.number, set(followed.added)) == (1, {hers.name, "Owen Blake"})
    assert {contact.name for contact in casebook.contacts.all()} == {hers.name, "Owen Blake"}
    assert all(contact.by_service for contact in casebook.contacts.all())
    again = casebook.rosters.accept(roster)
    assert (again.added, again.left) == ((), ())
    assert len([entry for entry in casebook.audit() if entry.action == "roster followed"]) == 1


def test_a_roster_by_another_key_an_older_one_or_one_without_a_rule_changes_nothing(
    service: Service, casebook: Casebook, tmp_path: Path
) -> None:
    first, second = service.sign(_card("Owen Blake")), service.sign()
    casebook.rosters.accept(second)
    with pytest.raises(Refused, match="older"):
        casebook.rosters.accept(first)
    stranger = rosters.sign(rosters.make_key(PHRASE).file, PHRASE, [_card("Mallory").raw]).file
    with pytest.raises(Integrity):
        casebook.rosters.accept(stranger)
    with pytest.raises(Integrity):
        rosters.sign(service.key.file, PHRASE, [], previous=stranger)
    (tmp_path / "policy.toml").write_text("", "utf-8")
    with pytest.raises(Refused, match="whose rosters"):
        casebook.rosters.accept(service.sign())
    assert casebook.contacts.all() == []


def test_somebody_who_leaves_gets_nothing_more_and_is_heard_no_more(service: Service, pair: Pair) -> None:
    hers = pair.supervisor.contacts.my_card()
    pair.therapist.rosters.accept(service.sign(hers))
    _send_summary(pair, hers.name)
    pair.carry()
    held = pair.supervisor.supervision.find(pair.family.code)
    _send_summary(pair, hers.name, "Written before she left, and not sent yet.")
    followed = pair.therapist.rosters.accept(service.sign())
    assert followed.left == (hers.name,)
    assert [contact.why for contact in pair.therapist.contacts.past()] == [LEFT]
    assert pair.therapist.post.send(pair.mailbox).held == 1
    with pytest.raises(Refused):
        pair.therapist.post.queue(pair.contact, "comment", b"")
    pair.supervisor.supervision.comment(held, "What happens in you when he goes quiet?")
    (waits,) = pair.supervisor.post.waiting()
    pair.supervisor.post.send(pair.mailbox)
    assert pair.therapist.post.receive(pair.mailbox).received == 0
    with pytest.raises(Stranger):
        pair.therapist.post.open_by_hand(waits.parcel)
    assert pair.therapist.summaries.withdraw_consent(pair.family.id) == 1
    assert pair.therapist.rosters.accept(service.sign(hers)).added == (hers.name,)
    assert pair.therapist.contacts.find(hers.name).id == hers.fingerprint


def test_a_revoked_card_is_refused_for_good_whoever_accepted_it(service: Service, pair: Pair) -> None:
    hers = pair.supervisor.contacts.my_card()
    assert pair.therapist.contacts.find(hers.name).listed == 0
    followed = pair.therapist.rosters.accept(service.sign(revoke=(hers.fingerprint,)))
    assert followed.revoked == (hers.name,)
    assert [contact.why for contact in pair.therapist.contacts.past()] == [REVOKED]
    with pytest.raises(Refused, match="revoked"):
        pair.therapist.contacts.trust(hers.raw, hers.words)
    with pytest.raises(WrongUse):
        service.sign(hers)
    later = service.sign(_card("Owen Blake"))
    assert pair.therapist.rosters.accept(later).added == ("Owen Blake",)
    unknown = _card("Piet Zander")
    pair.therapist.rosters.accept(service.sign(revoke=(unknown.fingerprint,)))
    with pytest.raises(Refused, match="revoked"):
        pair.therapist.contacts.trust(unknown.raw, unknown.words)


def test_a_vault_whose_own_card_is_revoked_is_told(service: Service, casebook: Casebook) -> None:
    mine = casebook.contacts.my_card()
    assert casebook.rosters.accept(service.sign(revoke=(mine.fingerprint,))).me


def test_changed_keys_of_a_known_name_wait_for_six_words(service: Service, pair: Pair) -> None:
    old = pair.therapist.contacts.find(pair.supervisor.me.name)
    new = read_card(make_card(new_identity(), old.name, old.role))
    roster = service.sign(new)
    followed = pair.therapist.rosters.accept(roster)
    assert (followed.added, followed.changed) == ((), (old.name,))
    assert pair.therapist.contacts.find(old.name).id == old.id
    with pytest.raises(Refused):
        pair.therapist.rosters.accept_new_keys(roster, old.name, "one two three four five six")
    assert pair.therapist.rosters.accept_new_keys(roster, old.name, new.words).id == new.fingerprint
    assert pair.therapist.contacts.find(old.name).id == new.fingerprint
    assert [(gone.id, gone.why) for gone in pair.therapist.contacts.past()] == [(old.id, NEW_KEYS)]
    with pytest.raises(WrongUse):
        pair.therapist.rosters.accept_new_keys(roster, "Nobody", new.words)


def test_a_card_of_a_known_name_with_other_keys_is_asked_about_even_when_the_words_match(pair: Pair) -> None:
    old = pair.therapist.contacts.find(pair.supervisor.me.name)
    new = read_card(make_card(new_identity(), old.name.upper(), old.role))
    with pytest.raises(KeysChanged) as asked:
        pair.therapist.contacts.trust(new.raw, new.words)
    assert "new laptop" in asked.value.todo
    assert pair.therapist.contacts.find(old.name).id == old.id
    pair.therapist.contacts.trust(new.raw, new.words, new_keys=True)
    assert [contact.id for contact in pair.therapist.contacts.all()] == [new.fingerprint]


def test_a_person_whom_somebody_stopped_trusting_stays_so_whatever_the_roster_says(
    service: Service, pair: Pair
) -> None:
    hers = pair.supervisor.contacts.my_card()
    pair.therapist.contacts.revoke(pair.contact)
    assert pair.therapist.rosters.accept(service.sign(hers)).added == ()
    assert pair.therapist.contacts.all() == []


def test_a_second_supervisor_of_the_same_family_hears_the_same_and_gives_it_back(
    service: Service, pair: Pair, open_second: Casebook
) -> None:
    cards = pair.supervisor.contacts.my_card(), open_second.contacts.my_card(), pair.therapist.contacts.my_card()
    roster = service.sign(*cards)
    for vault in (pair.therapist, pair.supervisor, open_second):
        vault.rosters.accept(roster)
    for card in cards[:2]:
        _send_summary(pair, card.name)
    pair.carry()
    open_second.post.receive(pair.mailbox)
    for vault in (pair.supervisor, open_second):
        held = vault.supervision.find(pair.family.code)
        vault.supervision.comment(held, "Who held whom?")
        vault.post.send(pair.mailbox)
    pair.therapist.post.receive(pair.mailbox)
    assert len(pair.therapist.supervision.thread(pair.family.id)) == 2
    assert pair.therapist.summaries.withdraw_consent(pair.family.id) == 2
    pair.carry()
    open_second.post.receive(pair.mailbox)
    assert pair.supervisor.supervision.held() == open_second.supervision.held() == []
    open_second.post.send(pair.mailbox)
    pair.therapist.post.receive(pair.mailbox)
    asked = [line for line in pair.therapist.shared.parcels(pair.family.id) if line.what == "Asked back"]
    assert {line.to for line in asked if line.destroyed} == {cards[0].name, cards[1].name}
    assert {line.state for line in asked} == {OutgoingState.SENT}


@pytest.fixture
def open_second(casebook: Casebook, tmp_path: Path) -> Iterator[Casebook]:
    """Return another supervisor's vault, open."""
    made = store.create(
        tmp_path / "rowan.pipvault",
        "harbour maple seven lantern",
        role="supervisor",
        owner="Rowan Achebe",
        clock=casebook.clock,
        cost=store.FLOOR,
    )
    opened = Casebook(made, casebook.clock)
    yield opened
    opened.close()


def test_the_key_of_the_service_needs_its_passphrase() -> None:
    key = rosters.make_key(PHRASE)
    assert b"PRIVATE KEY" in key.file
    for wrong in (b"no key", key.file):
        with pytest.raises(Problem, match="does not open"):
            rosters.sign(wrong, "another phrase", [])
