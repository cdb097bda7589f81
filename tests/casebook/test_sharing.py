"""What a supervisor may come to know, what comes back, and what never leaves."""

from __future__ import annotations

import dataclasses
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from pipnotes import vault as store
from pipnotes.casebook.casebook import Casebook
from pipnotes.casebook.diary import DueKind
from pipnotes.casebook.drafts import Place
from pipnotes.casebook.summaries import Preview
from pipnotes.domain.codes import ConsentDecision, ConsentPurpose, Word
from pipnotes.domain.family import Family, Person
from pipnotes.domain.fields import Kind, Share, specs
from pipnotes.domain.records import Session
from pipnotes.domain.sharing import Ruling
from pipnotes.errors import Refused
from pipnotes.exchange.wire import encode
from tests.casebook.conftest import Pair
from tests.conftest import Clock


def _preview(pair: Pair) -> Preview:
    draft = pair.therapist.summaries.start(pair.family.id)
    return pair.therapist.summaries.preview(draft, pair.contact)


def test_a_family_is_thought_about_and_the_answer_comes_home(pair: Pair) -> None:
    preview = _preview(pair)
    pair.therapist.summaries.approve(preview.draft, pair.contact, preview.digest)
    pair.carry()
    held = pair.supervisor.supervision.find(pair.family.code)
    assert held.summary.text == preview.summary.text
    assert held.sender == pair.therapist.me.name
    pair.supervisor.supervision.comment(held, "What happens in you when he goes quiet?")
    pair.carry()
    unread = pair.therapist.supervision.unread()
    assert [comment.text for comment in unread] == ["What happens in you when he goes quiet?"]
    assert unread[0].family == pair.family.id
    (line,) = [line for line in pair.therapist.diary.due() if line.kind is DueKind.COMMENT]
    assert line.title == f"New comment on {pair.family.code}"
    pair.therapist.supervision.seen(unread[0])
    assert DueKind.COMMENT not in {line.kind for line in pair.therapist.diary.due()}


def test_nothing_is_shared_without_the_familys_yes(pair: Pair) -> None:
    pair.therapist.consents.say(pair.family.id, ConsentPurpose.SUPERVISION, ConsentDecision.WITHDRAWN)
    with pytest.raises(Refused):
        pair.therapist.summaries.start(pair.family.id)


def test_an_approval_is_stale_after_a_word_a_name_or_the_yes_has_changed(pair: Pair) -> None:
    preview = _preview(pair)
    changed = replace(preview.draft, text=preview.draft.text + " One more thing.")
    with pytest.raises(Refused):
        pair.therapist.summaries.approve(changed, pair.contact, preview.digest)
    circle = pair.therapist.families.circle(pair.family.id)
    parent = circle.caregivers[0]
    pair.therapist.families.keep_person(replace(parent, aliases=(*parent.aliases, "Bixby")))
    with pytest.raises(Refused):
        pair.therapist.summaries.approve(preview.draft, pair.contact, preview.digest)
    assert pair.therapist.post.waiting() == []


def test_no_name_of_the_case_is_in_what_goes_out(pair: Pair) -> None:
    preview = _preview(pair)
    circle = pair.therapist.families.circle(pair.family.id)
    sent = encode(preview.summary).decode().casefold()
    names = {name for person in circle.people for name in (person.given, person.surname, person.known_as) if name}
    assert names
    assert [name for name in names if name.casefold() in sent.split()] == []


def test_a_marker_in_every_private_field_of_a_family_never_leaves(pair: Pair) -> None:
    """Every LINE and PROSE field that is never shared gets a marker word; none of them may reach the bytes."""
    marker = "Zqxmarker"
    casebook = pair.therapist
    circle = casebook.families.circle(pair.family.id)
    for person in circle.people:
        casebook.families.keep_person(_marked(person, marker))
    casebook.families.keep_family(_marked(circle.family, marker))
    preview = _preview(pair)
    assert marker.casefold() not in encode(preview.summary).decode().casefold()


def _marked(record: Person | Family, marker: str) -> Person | Family:
    names = [
        spec.name for spec in specs(type(record)) if spec.share is Share.NEVER and spec.kind in (Kind.LINE, Kind.PROSE)
    ]
    values = {
        name: ((*getattr(record, name), marker) if isinstance(getattr(record, name), tuple) else marker)
        for name in names
        if name not in ("given", "surname", "known_as")
    }
    return dataclasses.replace(record, **values)


def test_words_taken_out_stay_out_and_a_known_name_cannot_be_put_back(pair: Pair) -> None:
    draft = replace(pair.therapist.summaries.start(pair.family.id), text="Something the whole street saw.")
    out = pair.therapist.summaries.rule(draft, Ruling(start=14, end=30, quote="whole street saw", word=Word.TAKEN_OUT))
    assert "street" not in pair.therapist.summaries.preview(out, pair.contact).summary.text
    name = pair.therapist.families.circle(pair.family.id).caregivers[0].called
    named = replace(draft, text=f"Then {name} laughed.")
    kept = pair.therapist.summaries.rule(named, Ruling(start=5, end=5 + len(name), quote=name, word=Word.STAYS))
    assert name not in pair.therapist.summaries.preview(kept, pair.contact).summary.text


def test_a_yes_taken_back_stops_what_waits_and_destroys_what_was_sent(pair: Pair) -> None:
    preview = _preview(pair)
    pair.therapist.summaries.approve(preview.draft, pair.contact, preview.digest)
    assert pair.therapist.summaries.withdraw_consent(pair.family.id) == 1
    pair.carry()
    assert pair.supervisor.supervision.held() == []
    pair.therapist.consents.say(pair.family.id, ConsentPurpose.SUPERVISION, ConsentDecision.GIVEN)
    again = _preview(pair)
    pair.therapist.summaries.approve(again.draft, pair.contact, again.digest)
    pair.carry()
    assert len(pair.supervisor.supervision.held()) == 1
    assert pair.therapist.summaries.withdraw_consent(pair.family.id) == 1
    pair.carry()
    assert pair.supervisor.supervision.held() == []
    assert pair.supervisor.search("baby") == []
    assert any(entry.subject == f"receipt for {pair.family.code}" for entry in pair.therapist.audit())


def test_a_supervisor_cannot_comment_with_a_name(pair: Pair) -> None:
    preview = _preview(pair)
    pair.therapist.summaries.approve(preview.draft, pair.contact, preview.digest)
    pair.carry()
    held = pair.supervisor.supervision.find(pair.family.code)
    with pytest.raises(Refused):
        pair.supervisor.supervision.comment(held, "I wonder what Leanne Hartley feels about that.")
    assert pair.supervisor.post.waiting() == []


def test_fetching_twice_takes_nothing_twice(pair: Pair) -> None:
    preview = _preview(pair)
    pair.therapist.summaries.approve(preview.draft, pair.contact, preview.digest)
    first, _ = pair.carry()
    second, _ = pair.carry()
    assert (first.received, second.received) == (1, 0)
    assert second.sound


def test_a_summary_begins_with_what_was_signed_since_the_last_one(pair: Pair) -> None:
    preview = _preview(pair)
    pair.therapist.summaries.approve(preview.draft, pair.contact, preview.digest)
    begun = pair.therapist.notes.start(pair.family.id)
    signed = pair.therapist.notes.sign(replace(begun, session=replace(begun.session, baby="He slept in her arms.")))
    draft = pair.therapist.summaries.start(pair.family.id)
    assert draft.sessions == (signed.id,)
    assert "He slept in her arms." in draft.text


def test_the_wrong_six_words_are_refused(casebook: Casebook, supervisor: Casebook) -> None:
    card = supervisor.contacts.my_card()
    with pytest.raises(Refused):
        casebook.contacts.trust(card.raw, "one two three four five six")
    assert casebook.contacts.all() == []


def test_a_summary_keeps_its_words_like_a_note(pair: Pair) -> None:
    draft = pair.therapist.summaries.start(pair.family.id)
    typed = replace(draft, text="What I would like to think about is being shut out.")
    pair.therapist.summaries.keep(typed, Place(field="text", caret=9))
    assert pair.therapist.summaries.draft(pair.family.id) == typed
    assert pair.therapist.summaries.place(pair.family.id).caret == 9


def test_only_reviewed_text_of_a_note_may_ever_leave() -> None:
    shared = {spec.name for spec in specs(Session) if spec.share is Share.REVIEWED}
    assert shared == {"baby", "parent", "between", "strengths", "next_time"}


def test_a_summary_that_comes_after_its_own_retraction_is_not_held_again(pair: Pair) -> None:
    preview = _preview(pair)
    pair.therapist.summaries.approve(preview.draft, pair.contact, preview.digest)
    pair.therapist.post.send(pair.mailbox)
    late = next(path for path in Path(pair.mailbox).rglob("*.parcel"))
    held_back = late.read_bytes()
    late.unlink()
    pair.therapist.summaries.withdraw_consent(pair.family.id)
    pair.therapist.post.send(pair.mailbox)
    first = pair.supervisor.post.receive(pair.mailbox)
    assert (first.received, first.gaps, first.retracted) == (1, 1, 1)
    late.write_bytes(held_back)
    second = pair.supervisor.post.receive(pair.mailbox)
    assert (second.received, second.gaps) == (1, 0)
    assert pair.supervisor.supervision.held() == []


def test_an_older_summary_that_comes_late_does_not_replace_a_newer_one(pair: Pair) -> None:
    for words in ("The first words.", "The second words."):
        draft = replace(pair.therapist.summaries.start(pair.family.id), text=words)
        preview = pair.therapist.summaries.preview(draft, pair.contact)
        pair.therapist.summaries.approve(draft, pair.contact, preview.digest)
        pair.therapist.post.send(pair.mailbox)
    first = min(Path(pair.mailbox).rglob("*.parcel"), key=lambda path: path.stat().st_mtime_ns)
    held_back = first.read_bytes()
    first.unlink()
    pair.supervisor.post.receive(pair.mailbox)
    first.write_bytes(held_back)
    pair.supervisor.post.receive(pair.mailbox)
    assert pair.supervisor.supervision.find(pair.family.code).summary.text == "The second words."


def test_a_vault_restored_from_a_backup_goes_on_without_writing_over_what_it_sent(
    pair: Pair, tmp_path: Path, open_caseload: Callable[[Path, Clock], Casebook]
) -> None:
    clock = pair.therapist.clock
    old = Path(shutil.copytree(pair.therapist.folder, tmp_path / "old", ignore=shutil.ignore_patterns("*.lock")))
    preview = _preview(pair)
    pair.therapist.summaries.approve(preview.draft, pair.contact, preview.digest)
    pair.carry()
    pair.therapist.close()
    restored = open_caseload(old, clock)
    draft = replace(restored.summaries.start(pair.family.id), text="Written after the laptop was restored.")
    restored.summaries.approve(draft, pair.contact, restored.summaries.preview(draft, pair.contact).digest)
    assert restored.post.send(pair.mailbox).sent == 1
    fetched = pair.supervisor.post.receive(pair.mailbox)
    assert fetched.received == 1
    assert pair.supervisor.supervision.find(pair.family.code).summary.text == draft.text


def test_an_answer_moves_along_with_the_words_it_is_about(pair: Pair) -> None:
    draft = replace(pair.therapist.summaries.start(pair.family.id), text="A quiet start. The street saw it. Then calm.")
    ruled = pair.therapist.summaries.rule(draft, Ruling(start=19, end=25, quote="street", word=Word.TAKEN_OUT))
    longer = pair.therapist.summaries.reword(ruled, "A very quiet start. The street saw it. Then calm.")
    assert longer.text[longer.rulings[0].start : longer.rulings[0].end] == "street"
    changed = pair.therapist.summaries.reword(ruled, "A quiet start. The streets saw it. Then calm.")
    assert [ruling.quote for ruling in changed.rulings] == ["street"]
    mended = pair.therapist.summaries.reword(ruled, "A quiet start. The strait saw it. Then calm.")
    assert mended.rulings == ()


def test_a_summary_that_was_set_aside_can_be_brought_back(pair: Pair) -> None:
    draft = pair.therapist.summaries.start(pair.family.id)
    assert not pair.therapist.summaries.set_aside(pair.family.id)
    pair.therapist.summaries.discard(pair.family.id)
    assert pair.therapist.summaries.draft(pair.family.id) is None
    assert pair.therapist.summaries.set_aside(pair.family.id)
    assert pair.therapist.summaries.bring_back(pair.family.id) == draft


def test_the_list_says_what_was_signed_since_the_last_sharing(pair: Pair) -> None:
    before = {row.circle.family.id: row for row in pair.therapist.summaries.rows()}[pair.family.id]
    assert (before.shared, before.begun) == (None, False)
    assert before.fresh > 1
    preview = _preview(pair)
    pair.therapist.summaries.approve(preview.draft, pair.contact, preview.digest)
    after = {row.circle.family.id: row for row in pair.therapist.summaries.rows()}[pair.family.id]
    assert (after.shared, after.fresh) == (pair.therapist.clock(), 0)
    pair.therapist.consents.say(pair.family.id, ConsentPurpose.SUPERVISION, ConsentDecision.WITHDRAWN)
    assert pair.family.id not in {row.circle.family.id for row in pair.therapist.summaries.rows()}


def test_a_comment_that_is_being_written_is_kept_until_it_is_sealed(pair: Pair) -> None:
    preview = _preview(pair)
    pair.therapist.summaries.approve(preview.draft, pair.contact, preview.digest)
    pair.carry()
    held = pair.supervisor.supervision.find(pair.family.code)
    pair.supervisor.supervision.keep(held.record.id, "What happens in you")
    assert pair.supervisor.supervision.kept(held.record.id) == "What happens in you"
    pair.supervisor.supervision.comment(held, "What happens in you when he goes quiet?")
    assert pair.supervisor.supervision.kept(held.record.id) == ""
    pair.carry()
    talk = pair.therapist.supervision.conversations()[0]
    assert (talk.code, len(talk.unread)) == (pair.family.code, 1)
    pair.therapist.supervision.keep(talk.about, "I fill the gap.", pair.family.id)
    pair.therapist.supervision.answer(pair.family, "I fill the gap.")
    assert pair.therapist.supervision.kept(talk.about) == ""


def test_what_two_readers_say_of_one_code_stays_apart_and_each_has_their_own_answer(pair: Pair, tmp_path: Path) -> None:
    vault = store.create(
        tmp_path / "omar.pipvault",
        "harbour maple seven lantern",
        role="supervisor",
        owner="Dr Omar Reid",
        clock=pair.therapist.clock,
        cost=store.FLOOR,
    )
    omar = Casebook(vault, pair.therapist.clock)
    his, mine = omar.contacts.my_card(), pair.therapist.contacts.my_card()
    second = replace(pair, supervisor=omar, contact=pair.therapist.contacts.trust(his.raw, his.words))
    omar.contacts.trust(mine.raw, mine.words)
    for reader, words in ((pair, "What happens in you when he goes quiet?"), (second, "Who holds you in mind?")):
        preview = _preview(reader)
        pair.therapist.summaries.approve(preview.draft, reader.contact, preview.digest)
        reader.carry()
        reader.supervisor.supervision.comment(reader.supervisor.supervision.find(pair.family.code), words)
        reader.carry()
    talks = {talk.contact: talk for talk in pair.therapist.supervision.conversations()}
    first = talks[pair.contact.id]
    assert [comment.text for comment in first.comments] == ["What happens in you when he goes quiet?"]
    assert [comment.text for comment in talks[second.contact.id].comments] == ["Who holds you in mind?"]
    pair.therapist.supervision.keep(first.about, "I fill the gap.", pair.family.id)
    assert pair.therapist.supervision.kept(talks[second.contact.id].about) == ""
    answered = pair.therapist.supervision.answer(pair.family, "I fill the gap.", to=pair.contact.id)
    assert answered.contact == pair.contact.id
    assert pair.therapist.supervision.kept(first.about) == ""
    omar.close()


def test_a_half_written_comment_goes_with_the_summary_the_family_asked_back(pair: Pair) -> None:
    preview = _preview(pair)
    pair.therapist.summaries.approve(preview.draft, pair.contact, preview.digest)
    pair.carry()
    held = pair.supervisor.supervision.find(pair.family.code)
    pair.supervisor.supervision.keep(held.record.id, "What happens in you")
    pair.therapist.summaries.withdraw_consent(pair.family.id)
    pair.carry()
    assert pair.supervisor.supervision.kept(held.record.id) == ""
