"""What stays on the laptop, and what is taken back, when a card, a yes, a note or a person is no longer what it was."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from pipnotes import vault as store
from pipnotes.casebook.arrivals import Fetched
from pipnotes.casebook.casebook import Casebook
from pipnotes.casebook.comment_names import LookAgain
from pipnotes.casebook.post import Post
from pipnotes.casebook.summaries import Preview
from pipnotes.domain.codes import ConsentDecision, ConsentPurpose, EndingType, OutgoingState, PersonRole
from pipnotes.domain.sharing import Contact, Outgoing
from pipnotes.domain.summary import Comment, Receipt
from pipnotes.errors import Refused, WrongUse
from pipnotes.exchange.places import Credentials
from pipnotes.exchange.problems import Stopped
from pipnotes.exchange.wire import encode
from tests.casebook.conftest import Pair
from tests.conftest import Clock

SUPERVISION = ConsentPurpose.SUPERVISION


def _preview(pair: Pair, text: str = "") -> Preview:
    draft = pair.therapist.summaries.start(pair.family.id)
    return pair.therapist.summaries.preview(replace(draft, text=text) if text else draft, pair.contact)


def _approve(pair: Pair, text: str = "") -> Outgoing:
    preview = _preview(pair, text)
    return pair.therapist.summaries.approve(preview.draft, pair.contact, preview.digest)


def _what_waits(casebook: Casebook) -> list[str]:
    return [item.what for item in casebook.post.waiting()]


@pytest.fixture
def second(pair: Pair, tmp_path: Path) -> Iterator[Casebook]:
    """Return another therapist's vault, whose family has the same code name, trusted by the supervisor."""
    made = store.create(
        tmp_path / "second.pipvault",
        "harbour maple seven lantern",
        role="therapist",
        owner="Owen Blake",
        clock=pair.therapist.clock,
        cost=store.FLOOR,
    )
    casebook = Casebook(made, pair.therapist.clock)
    mine, hers = casebook.contacts.my_card(), pair.supervisor.contacts.my_card()
    pair.supervisor.contacts.trust(mine.raw, mine.words)
    casebook.contacts.trust(hers.raw, hers.words)
    yield casebook
    casebook.close()


def test_nothing_goes_to_a_reader_whose_card_is_no_longer_trusted(pair: Pair) -> None:
    _approve(pair)
    pair.therapist.contacts.revoke(pair.contact)
    done = pair.therapist.post.send(pair.mailbox)
    assert (done.sent, done.waiting, done.held) == (0, 1, 1)
    assert list(Path(pair.mailbox).rglob("*.parcel")) == []
    preview = _preview(pair)
    with pytest.raises(Refused):
        pair.therapist.summaries.approve(preview.draft, pair.contact, preview.digest)
    assert len(pair.therapist.post.waiting()) == 1


def test_a_reader_who_is_trusted_again_gets_what_waited(pair: Pair) -> None:
    _approve(pair)
    pair.therapist.contacts.revoke(pair.contact)
    pair.therapist.post.send(pair.mailbox)
    card = pair.supervisor.contacts.my_card()
    pair.therapist.contacts.trust(card.raw, card.words)
    fetched, _ = pair.carry()
    assert fetched.received == 1


def test_a_family_is_taken_back_also_from_a_reader_who_is_no_longer_trusted(pair: Pair) -> None:
    _approve(pair)
    pair.carry()
    _approve(pair, "Something else that waits.")
    other = next(
        row.family
        for row in pair.therapist.families.rows()
        if row.sessions
        and row.family.id != pair.family.id
        and pair.therapist.consents.given(row.family.id, SUPERVISION)
    )
    draft = pair.therapist.summaries.start(other.id)
    shown = pair.therapist.summaries.preview(draft, pair.contact)
    pair.therapist.summaries.approve(draft, pair.contact, shown.digest)
    _approve(pair, "And a third time.")
    pair.therapist.contacts.revoke(pair.contact)
    assert pair.therapist.summaries.withdraw_consent(pair.family.id) == 2
    done = pair.therapist.post.send(pair.mailbox)
    assert (done.sent, done.held) == (2, 1)
    fetched = pair.supervisor.post.receive(pair.mailbox)
    assert (fetched.retracted, fetched.gaps) == (1, 0)
    assert pair.supervisor.supervision.held() == []


@pytest.mark.parametrize("said", [ConsentDecision.WITHDRAWN, ConsentDecision.REFUSED])
def test_a_no_takes_back_in_the_same_step(pair: Pair, said: ConsentDecision) -> None:
    _approve(pair)
    before = len(pair.therapist.audit())
    pair.therapist.consents.say(pair.family.id, SUPERVISION, said)
    assert len(pair.therapist.audit()) == before + 1
    assert _what_waits(pair.therapist) == ["retraction"]


def test_a_question_to_be_asked_again_holds_back_what_waits_and_takes_nothing_back(pair: Pair) -> None:
    _approve(pair)
    pair.therapist.consents.say(pair.family.id, SUPERVISION, ConsentDecision.TO_ASK)
    assert _what_waits(pair.therapist) == ["summary"]
    done = pair.therapist.post.send(pair.mailbox)
    assert (done.sent, done.held) == (0, 1)


def test_an_answer_about_something_else_takes_nothing_back(pair: Pair) -> None:
    _approve(pair)
    pair.therapist.consents.say(pair.family.id, ConsentPurpose.VIDEO, ConsentDecision.REFUSED)
    assert _what_waits(pair.therapist) == ["summary"]


def test_a_summary_sealed_past_a_lost_yes_is_held_back(pair: Pair) -> None:
    """A caseload may come with a parcel that waits and a no; the no counts, and what is for others still goes."""
    preview = _preview(pair)
    pair.therapist.consents.say(pair.family.id, SUPERVISION, ConsentDecision.WITHDRAWN)
    post: Post = pair.therapist.post
    post.queue(pair.contact, "summary", encode(preview.summary), family=pair.family.id)
    done = post.send(pair.mailbox)
    assert (done.sent, done.held) == (0, 1)
    assert pair.supervisor.post.receive(pair.mailbox).received == 0


def test_the_answer_written_down_last_counts_when_the_clock_has_gone_back(pair: Pair, clock: Clock) -> None:
    consents = pair.therapist.consents
    clock.now += timedelta(days=3)
    consents.say(pair.family.id, SUPERVISION, ConsentDecision.GIVEN)
    clock.now -= timedelta(days=9)
    consents.say(pair.family.id, SUPERVISION, ConsentDecision.WITHDRAWN)
    assert not consents.given(pair.family.id, SUPERVISION)
    assert consents.history(pair.family.id, SUPERVISION)[0].decision is ConsentDecision.WITHDRAWN


def test_what_was_sent_is_marked_as_taken_back_and_can_be_shared_again(pair: Pair) -> None:
    notes = [note.id for note in pair.therapist.summaries.fresh_notes(pair.family.id)]
    _approve(pair)
    pair.carry()
    pair.therapist.summaries.withdraw_consent(pair.family.id)
    lines = pair.therapist.shared.parcels(pair.family.id)
    assert {line.state for line in lines if line.what == "Summary"} == {OutgoingState.RETRACTED}
    pair.therapist.consents.say(pair.family.id, SUPERVISION, ConsentDecision.GIVEN)
    assert [note.id for note in pair.therapist.summaries.fresh_notes(pair.family.id)] == notes
    assert pair.therapist.supervision.last_shared(pair.family.id) is None
    assert _preview(pair).summary.number == 1
    assert pair.therapist.summaries.withdraw_consent(pair.family.id) == 0


def test_the_therapist_sees_by_whom_and_when_what_was_asked_back_was_destroyed(pair: Pair) -> None:
    _approve(pair)
    pair.carry()
    pair.therapist.summaries.withdraw_consent(pair.family.id)
    pair.therapist.post.send(pair.mailbox)
    asked = next(line for line in pair.therapist.shared.parcels(pair.family.id) if line.what == "Asked back")
    assert asked.destroyed is None
    pair.carry()
    line = next(line for line in pair.therapist.shared.parcels(pair.family.id) if line.what == "Asked back")
    assert (line.to, line.destroyed) == (pair.supervisor.me.name, pair.therapist.clock())
    assert pair.supervisor.supervision.held() == []


def test_a_receipt_of_something_that_was_never_asked_back_says_nothing(pair: Pair) -> None:
    _approve(pair)
    pair.carry()
    sender = pair.supervisor.contacts.all()[0]
    pair.supervisor.post.queue(sender, "receipt", encode(Receipt(code=pair.family.code, destroyed=1)))
    pair.carry()
    assert [line.destroyed for line in pair.therapist.shared.parcels(pair.family.id)] == [None]


def test_a_line_that_breaks_half_way_keeps_what_went_and_what_came(pair: Pair) -> None:
    for words in ("One.", "Two.", "Three."):
        _approve(pair, words)
    post = pair.therapist.post
    done = post.send(pair.mailbox, lambda: len(post.waiting()) > 2)
    assert (done.sent, done.waiting) == (1, 2)
    assert isinstance(done.cut, Stopped)
    assert post.send(pair.mailbox).sent == 2
    with pytest.raises(Stopped):
        pair.supervisor.post.receive(pair.mailbox, lambda: False)
    left = iter(range(2))
    try:
        first = pair.supervisor.post.receive(pair.mailbox, lambda: next(left, None) is not None)
    except Stopped:
        # A computer that is busy enough may not have come to the first parcel.
        first = Fetched(cut=1)
    assert (first.cut, first.sound) == (1, True)
    rest = pair.supervisor.post.receive(pair.mailbox)
    assert (first.received + rest.received, rest.cut) == (3, 0)


def test_what_a_mailbox_lost_is_put_back_when_its_sender_sends_again(pair: Pair) -> None:
    for words in ("One.", "Two."):
        _approve(pair, words)
    pair.therapist.post.send(pair.mailbox)
    for lost in Path(pair.mailbox).rglob("*.parcel"):
        lost.unlink()
    _approve(pair, "Three.")
    pair.therapist.post.send(pair.mailbox)
    assert pair.supervisor.post.receive(pair.mailbox).gaps == 2
    assert pair.therapist.post.send_again(pair.contact, pair.mailbox) == 2
    assert pair.therapist.post.send_again(pair.contact, pair.mailbox) == 0
    again = pair.supervisor.post.receive(pair.mailbox)
    assert (again.received, again.gaps) == (2, 0)


def test_the_mailboxes_password_lies_in_the_vault_and_goes_to_no_other_place(pair: Pair) -> None:
    post = pair.therapist.post
    post.use_mailbox("https://dav.example/box", Credentials(user="ines", secret="marigold"))
    assert post.credentials.secret == "marigold"
    post.use_mailbox("https://dav.example/box")
    assert post.credentials.secret == "marigold"
    post.use_mailbox("https://elsewhere.example/box")
    assert post.credentials == Credentials()
    with pytest.raises(WrongUse):
        post.use_mailbox("https://ines:marigold@dav.example/box")
    assert post.mailbox == "https://elsewhere.example/box"
    assert not any("marigold" in f"{entry}" for entry in pair.therapist.audit())


def test_an_approval_is_stale_once_a_note_behind_it_was_amended(pair: Pair) -> None:
    preview = _preview(pair)
    note = pair.therapist.summaries.notes(preview.draft)[0]
    pair.therapist.amendments.amend(note, {"baby": "It was another day."}, "A correction: the day was wrong")
    with pytest.raises(Refused):
        pair.therapist.summaries.approve(preview.draft, pair.contact, preview.digest)
    _approve(pair)


def test_a_note_entered_in_error_does_not_leave_under_the_wrong_familys_code(pair: Pair) -> None:
    preview = _preview(pair)
    note = pair.therapist.summaries.notes(preview.draft)[0]
    other = next(row.family.id for row in pair.therapist.families.rows() if row.family.id != pair.family.id)
    pair.therapist.notes.write_in_other_family(note, other, "The wrong family")
    with pytest.raises(Refused) as refused:
        pair.therapist.summaries.preview(preview.draft, pair.contact)
    assert "begin it again" in refused.value.todo
    with pytest.raises(Refused):
        pair.therapist.summaries.approve(preview.draft, pair.contact, preview.digest)
    pair.therapist.summaries.discard(pair.family.id)
    again = _preview(pair)
    assert note.id not in again.draft.sessions


def test_the_name_of_somebody_entered_in_error_is_still_taken_out(pair: Pair) -> None:
    families = pair.therapist.families
    gone = replace(families.new_person(pair.family.id, PersonRole.RELATIVE), given="Tamsin", surname="Oakeshott")
    families.keep_person(gone)
    families.remove_person(gone, "Somebody else's aunt")
    assert "Tamsin" not in _preview(pair, "Then Tamsin came, and Oakeshott too.").summary.text
    assert "Oakeshott" not in _preview(pair, "Then Tamsin came, and Oakeshott too.").summary.text


def test_a_person_written_twice_stays_one_person_in_a_summary(pair: Pair) -> None:
    families = pair.therapist.families
    mother = families.circle(pair.family.id).caregivers[0]
    text = f"{mother.given} laughed."
    before = _preview(pair, text).summary.text
    twice = replace(mother, id="twice", surname="Qwxsmith")
    families.keep_person(twice)
    families.remove_person(twice, "Written twice")
    assert _preview(pair, text).summary.text == before
    assert "Qwxsmith" not in _preview(pair, "Qwxsmith laughed.").summary.text


def test_the_referrer_is_taken_out_and_a_calling_is_nobodys_name(pair: Pair) -> None:
    families = pair.therapist.families
    first = families.referrals(pair.family.id)[0]
    told = replace(first, referrer="Zbigniew Oakeshott, health visitor", referrer_organisation="Thistledown Surgery")
    families.another_referral(told)
    text = _preview(pair, "Zbigniew from Thistledown Surgery rang. The health visitor was kind.").summary.text
    assert "Zbigniew" not in text
    assert "Thistledown" not in text
    assert "The health visitor was kind." in text


def test_the_ending_that_came_early_is_the_one_the_supervisor_sees(pair: Pair) -> None:
    endings, today = pair.therapist.endings, pair.therapist.clock().date()
    plan = endings.plan(pair.family.id) or endings.blank(pair.family.id)
    plan = replace(plan, last_visit=today + timedelta(weeks=20), ended_on=None)
    endings.keep(plan)
    later = _preview(pair).summary.ending_week
    endings.end(plan, EndingType.PLANNED, today)
    assert later is not None
    assert _preview(pair).summary.ending_week == later - 20


def _told(pair: Pair) -> None:
    """Share the family and let the supervisor say something about it."""
    _approve(pair)
    pair.carry()
    pair.supervisor.supervision.comment(pair.supervisor.supervision.find(pair.family.code), "What happens in you?")
    pair.carry()


def test_a_therapists_answer_cannot_name_anybody_of_the_family(pair: Pair) -> None:
    _told(pair)
    circle = pair.therapist.families.circle(pair.family.id)
    parent = circle.caregivers[0]
    pair.therapist.families.keep_person(replace(parent, aliases=(*parent.aliases, "Snuggs")))
    for text in (f"{parent.given.lower()} went quiet.", "Then snuggs went quiet.", f"I asked {parent.given}."):
        with pytest.raises(Refused):
            pair.therapist.supervision.answer(pair.family, text, confirmed=True)
    assert pair.therapist.post.waiting() == []


def test_a_family_whose_yes_is_gone_is_not_answered_about(pair: Pair) -> None:
    _told(pair)
    pair.therapist.consents.say(pair.family.id, SUPERVISION, ConsentDecision.WITHDRAWN)
    with pytest.raises(Refused):
        pair.therapist.supervision.answer(pair.family, "I fill the gap.")


@pytest.mark.parametrize(
    ("text", "words"),
    [("Hope is tired", ["Hope"]), ("Try asking adeola, or tolu", ["adeola", "tolu"]), ("Tell Mark so.", ["Mark"])],
)
def test_a_word_of_a_comment_that_could_be_a_name_is_shown_before_it_goes(
    pair: Pair, text: str, words: list[str]
) -> None:
    _approve(pair)
    pair.carry()
    supervision = pair.supervisor.supervision
    held = supervision.find(pair.family.code)
    with pytest.raises(LookAgain) as doubt:
        supervision.comment(held, text)
    assert [text[start:end] for start, end in doubt.value.places] == words
    assert not any(word in line for word in words for line in doubt.value.lines())
    assert pair.supervisor.post.waiting() == []
    supervision.comment(held, text, confirmed=True)
    assert _what_waits(pair.supervisor) == ["comment"]


def test_a_comment_in_codes_and_roles_is_asked_nothing(pair: Pair) -> None:
    _approve(pair)
    pair.carry()
    held = pair.supervisor.supervision.find(pair.family.code)
    text = f"{held.record.code} in week 3: I hope Mum's GP, and you, don't rush. Ruth, Winnicott would say: hold on."
    pair.supervisor.supervision.comment(held, text)
    assert _what_waits(pair.supervisor) == ["comment"]


def test_a_comment_from_elsewhere_leaves_the_half_written_words(pair: Pair) -> None:
    _approve(pair)
    pair.carry()
    supervision = pair.supervisor.supervision
    held = supervision.find(pair.family.code)
    supervision.keep(held.record.id, "What happens in")
    supervision.comment(held, "And who made room for you?", from_box=False)
    assert supervision.kept(held.record.id) == "What happens in"
    supervision.comment(held, "What happens in\n", from_box=False)
    assert supervision.kept(held.record.id) == ""


def test_two_therapists_with_one_code_name_are_kept_apart(pair: Pair, second: Casebook) -> None:
    _approve(pair)
    pair.carry()
    reader: Contact = second.contacts.all()[0]
    summary = replace(_preview(pair).summary, text="Another family altogether.")
    second.consents.say("theirs", SUPERVISION, ConsentDecision.GIVEN)
    second.post.queue(reader, "summary", encode(summary), family="theirs")
    second.post.send(pair.mailbox)
    pair.supervisor.post.receive(pair.mailbox)
    supervision = pair.supervisor.supervision
    with pytest.raises(WrongUse) as wrong:
        supervision.find(pair.family.code)
    assert "sender" in wrong.value.todo
    hers, his = supervision.find(pair.family.code, "ruth ellison"), supervision.find(pair.family.code, "Owen Blake")
    assert his.summary.text == "Another family altogether."
    supervision.comment(his, "What happens in you?")
    assert supervision.find(pair.family.code, hers.sender).comments == ()
    assert len(supervision.find(pair.family.code, his.sender).comments) == 1


def test_words_about_a_code_that_their_writer_was_never_shown_come_to_no_family(pair: Pair) -> None:
    # The reader's own family may bear the same code name, since each vault draws its own.
    writer = pair.supervisor.contacts.all()[0]
    words = Comment(id="c1", code=pair.family.code, author="Dr Farah Siddiqui", week=3, text="Meant for another.")
    pair.supervisor.post.queue(writer, "comment", encode(words))
    pair.carry()
    assert pair.therapist.supervision.thread(pair.family.id) == []
    _approve(pair)
    pair.carry()
    held = pair.supervisor.supervision.find(pair.family.code)
    pair.supervisor.supervision.comment(held, "What happens in you?")
    pair.carry()
    assert [said.text for said in pair.therapist.supervision.thread(pair.family.id)] == ["What happens in you?"]
