"""A sealed summary whose note or names turn out wrong: it does not leave silently, and its author is told."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from pipnotes.casebook.diary import DueKind
from pipnotes.domain.codes import ConsentDecision, ConsentPurpose, OutgoingState
from pipnotes.domain.family import Family
from pipnotes.domain.sharing import Outgoing
from pipnotes.domain.work import Session
from tests.casebook.conftest import Pair


def _approve(pair: Pair, text: str = "", family: str = "") -> Outgoing:
    draft = pair.therapist.summaries.start(family or pair.family.id)
    draft = replace(draft, text=text) if text else draft
    preview = pair.therapist.summaries.preview(draft, pair.contact)
    return pair.therapist.summaries.approve(draft, pair.contact, preview.digest)


def _others(pair: Pair) -> list[Family]:
    rows = [row for row in pair.therapist.families.rows() if row.sessions and row.family.id != pair.family.id]
    given = pair.therapist.consents.given
    return [row.family for row in rows if given(row.family.id, ConsentPurpose.SUPERVISION)]


def _wrong(pair: Pair, item: Outgoing) -> None:
    note = pair.therapist.notes.again(item.sessions[0]).session
    pair.therapist.notes.write_in_other_family(note, _others(pair)[0].id, "The wrong family")


def _states(pair: Pair) -> list[tuple[str, OutgoingState, int]]:
    vault = pair.therapist._ledger.vault
    return [(item.id, item.state, item.sequence) for item in vault.all(Outgoing)]


def test_a_sealed_summary_goes_back_with_its_note_and_the_others_leave_without_a_gap(pair: Pair) -> None:
    first, last = _others(pair)[:2]
    before = _approve(pair, family=first.id)
    wrong = _approve(pair)
    after = _approve(pair, family=last.id)
    _wrong(pair, wrong)
    assert _states(pair) == [
        (before.id, OutgoingState.WAITING, 1),
        (wrong.id, OutgoingState.PUT_BACK, 0),
        (after.id, OutgoingState.WAITING, 2),
    ]
    fetched, _ = pair.carry()
    assert (fetched.received, fetched.gaps, fetched.sound) == (2, 0, True)
    assert {held.record.code for held in pair.supervisor.supervision.held()} == {first.code, last.code}
    (again,) = pair.therapist.summaries.to_approve.all()
    assert (again.circle.family.id, again.sent, again.note) == (pair.family.id, False, True)
    (line,) = [line for line in pair.therapist.diary.due() if line.kind is DueKind.AFRESH]
    assert (line.family, line.attention) == (pair.family.id, True)
    afresh = _approve(pair)
    assert afresh.sequence == 3
    assert wrong.sessions[0] not in afresh.sessions
    assert pair.therapist.summaries.to_approve.all() == []
    fetched, _ = pair.carry()
    assert (fetched.received, fetched.gaps) == (1, 0)


def test_what_was_put_back_can_be_let_go_and_a_yes_taken_back_settles_it_too(pair: Pair) -> None:
    _wrong(pair, _approve(pair))
    to_approve = pair.therapist.summaries.to_approve
    pair.therapist.consents.say(pair.family.id, ConsentPurpose.SUPERVISION, ConsentDecision.WITHDRAWN)
    assert to_approve.all() == []
    pair.therapist.consents.say(pair.family.id, ConsentPurpose.SUPERVISION, ConsentDecision.GIVEN)
    to_approve.leave(to_approve.all()[0])
    assert to_approve.all() == []
    assert pair.therapist.post.waiting() == []
    assert pair.therapist.summaries.rows()[0].shared is None


def test_a_summary_that_had_left_is_asked_to_be_replaced(pair: Pair) -> None:
    sent = _approve(pair)
    pair.carry()
    _wrong(pair, sent)
    (again,) = pair.therapist.summaries.to_approve.all()
    assert again.sent
    assert again.reader in again.stands
    _approve(pair, "What stands now.")
    assert pair.therapist.summaries.to_approve.all() == []
    pair.carry()
    assert pair.supervisor.supervision.find(pair.family.code).summary.text == "What stands now."


def test_a_name_that_becomes_known_after_the_sealing_does_not_leave(pair: Pair) -> None:
    """No name leaves at all, also where the people are written down later than the words."""
    _approve(pair, "Then bixby came along and she laughed.")
    plain = _approve(pair, family=_others(pair)[0].id)
    parent = pair.therapist.families.circle(pair.family.id).caregivers[0]
    pair.therapist.families.keep_person(replace(parent, aliases=(*parent.aliases, "Bixby")))
    done = pair.therapist.post.send(pair.mailbox)
    assert (done.sent, done.put_back, done.waiting) == (1, 1, 0)
    assert pair.supervisor.post.receive(pair.mailbox).gaps == 0
    assert [held.record.code for held in pair.supervisor.supervision.held()] == [
        pair.therapist.families.circle(plain.family).family.code
    ]
    (again,) = pair.therapist.summaries.to_approve.all()
    assert (again.sent, again.note) == (False, False)
    again_sealed = _approve(pair, "Then bixby came along and she laughed.")
    assert b"ixby" not in again_sealed.content
    assert pair.therapist.post.send(pair.mailbox).sent == 1


@pytest.mark.parametrize("change", ["a pet name", "an amendment"])
def test_a_change_that_touches_no_word_of_it_holds_nothing_back(pair: Pair, change: str) -> None:
    item = _approve(pair)
    if change == "a pet name":
        parent = pair.therapist.families.circle(pair.family.id).caregivers[0]
        pair.therapist.families.keep_person(replace(parent, aliases=(*parent.aliases, "Bixby")))
    else:
        note = pair.therapist._ledger.vault.get(Session, item.sessions[0])
        pair.therapist.amendments.amend(note, {"baby": "It was another day."}, "A correction: the day was wrong")
    assert pair.therapist.post.send(pair.mailbox).sent == 1


def test_an_answer_with_a_name_that_becomes_known_does_not_leave_either(pair: Pair) -> None:
    _approve(pair)
    pair.carry()
    held = pair.supervisor.supervision.find(pair.family.code)
    pair.supervisor.supervision.comment(held, "What happens in you when he goes quiet?")
    pair.carry()
    supervision = pair.therapist.supervision
    answer = supervision.answer(pair.family, "I looked to bixby then, Ruth as I am.", confirmed=True)
    parent = pair.therapist.families.circle(pair.family.id).caregivers[0]
    pair.therapist.families.keep_person(replace(parent, aliases=(*parent.aliases, "Bixby")))
    assert pair.therapist.post.send(pair.mailbox).put_back == 1
    assert (supervision.waiting(answer), supervision.put_back(answer)) == (False, True)
    assert pair.therapist.summaries.to_approve.all() == []
    again = supervision.answer(pair.family, "I looked away then.")
    fetched, _ = pair.carry()
    assert (fetched.received, fetched.gaps) == (1, 0)
    assert not supervision.put_back(again)


def test_what_a_mailbox_lost_is_not_put_there_again_once_its_note_was_entered_in_error(pair: Pair) -> None:
    sent = _approve(pair)
    pair.therapist.post.send(pair.mailbox)
    for parcel in Path(pair.mailbox).rglob("*.parcel"):
        parcel.unlink()
    _wrong(pair, sent)
    assert pair.therapist.post.send_again(pair.contact, pair.mailbox) == 0
    assert pair.supervisor.post.receive(pair.mailbox).received == 0
