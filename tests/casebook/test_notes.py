"""What a therapist meets when a note is begun, kept, signed, amended and put right."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from pipnotes.casebook.casebook import Casebook
from pipnotes.casebook.drafts import Place
from pipnotes.domain.codes import Dimension, FamilyStatus, VisitState
from pipnotes.domain.work import Rating
from pipnotes.errors import Refused, WrongUse
from pipnotes.vault import Lifecycle
from tests.conftest import Clock


def _family(casebook: Casebook, status: FamilyStatus = FamilyStatus.ACTIVE) -> str:
    return next(row.family.id for row in casebook.families.rows() if row.family.status is status)


def test_a_note_of_a_planned_visit_begins_with_who_was_expected_and_comes_back_when_started_twice(
    casebook: Casebook,
) -> None:
    line = casebook.diary.visits_on(casebook.clock().date())[0]
    begun = casebook.notes.start(line.visit.family, line.visit)
    again = casebook.notes.start(line.visit.family, line.visit)
    assert begun.session.present == line.visit.people
    assert again.session.id == begun.session.id


@pytest.mark.pain(15)
def test_every_word_and_the_caret_come_back_after_the_vault_was_closed(
    casebook: Casebook, open_caseload: Callable[[Path, Clock], Casebook]
) -> None:
    begun = casebook.notes.start(_family(casebook))
    words = "She looked round for him before she smiled"
    typed = replace(begun, session=replace(begun.session, baby=words))
    casebook.notes.keep(typed, Place(field="baby", caret=17, scroll=40))
    folder, clock = casebook.folder, casebook.clock
    casebook.close()
    kept = open_caseload(folder, clock).notes.draft(begun.session.id)
    assert kept is not None
    assert kept.note == typed
    assert kept.place == Place(field="baby", caret=17, scroll=40)


def test_an_empty_note_is_not_signed_and_its_draft_stays(casebook: Casebook) -> None:
    begun = casebook.notes.start(_family(casebook))
    with pytest.raises(WrongUse):
        casebook.notes.sign(begun)
    assert casebook.notes.draft(begun.session.id) is not None


def test_signing_holds_the_visit_and_starts_the_work_with_a_waiting_family(casebook: Casebook) -> None:
    waiting = next(
        line
        for line in casebook.diary.visits_on(casebook.clock().date())
        if line.circle.family.status is FamilyStatus.WAITING
    )
    begun = casebook.notes.start(waiting.visit.family, waiting.visit)
    casebook.notes.sign(replace(begun, session=replace(begun.session, strengths="They asked for tea and stayed.")))
    assert casebook.families.circle(waiting.visit.family).family.status is FamilyStatus.ACTIVE
    visit = next(v for v in casebook.visits.of(waiting.visit.family) if v.id == waiting.visit.id)
    assert visit.state is VisitState.HELD
    assert visit.session == begun.session.id
    assert casebook.notes.draft(begun.session.id) is None


def test_an_amendment_keeps_the_first_words_and_says_why(casebook: Casebook) -> None:
    family = _family(casebook)
    signed = casebook.notes.of(family)[0].body
    with pytest.raises(WrongUse):
        casebook.amendments.amend(signed, {"parent": "Other words"}, "  ")
    casebook.amendments.amend(signed, {"parent": "Other words"}, "She told me on the doorstep")
    note = casebook.notes.open(signed.id)
    assert note.session.parent == "Other words"
    assert note.first.parent != "Other words"
    assert note.versions[-1].reason == "She told me on the doorstep"


def test_a_note_in_the_wrong_family_stays_legible_there_and_is_begun_again_in_the_right_one(
    casebook: Casebook,
) -> None:
    wrong, right = [row.family.id for row in casebook.families.rows() if row.sessions][:2]
    signed = casebook.notes.of(wrong)[0].body
    with pytest.raises(Refused):
        casebook.notes.write_in_other_family(signed, wrong, "the same")
    draft = casebook.notes.write_in_other_family(signed, right, "I had the other family open")
    assert draft.session.family == right
    assert draft.session.baby == signed.baby
    assert draft.session.rewritten_from == signed.id
    there = next(stored for stored in casebook.notes.of(wrong) if stored.id == signed.id)
    assert there.lifecycle is Lifecycle.ENTERED_IN_ERROR
    assert there.body.baby == signed.baby
    assert signed.id not in [line.record for line in casebook.story.lines(wrong) if not line.in_error]


@pytest.mark.pain(14)
def test_a_slip_that_empties_a_note_can_be_taken_back_even_after_it_was_kept(casebook: Casebook) -> None:
    begun = casebook.notes.start(_family(casebook))
    words = "They found each other again after the cup fell, and she waited for his hand. " * 8
    casebook.notes.keep(replace(begun, session=replace(begun.session, between=words)), Place(field="between"))
    casebook.notes.keep(replace(begun, session=replace(begun.session, between="x")), Place(field="between"))
    (aside,) = [kept for kept in casebook.notes.discarded() if kept.note.session.id == begun.session.id]
    assert aside.note.session.between == words
    casebook.notes.bring_back(begun.session.id)
    back = casebook.notes.draft(begun.session.id)
    assert back is not None
    assert back.note.session.between == words


def test_words_taken_out_bit_by_bit_are_not_heaped_up_as_drafts_set_aside(casebook: Casebook) -> None:
    begun = casebook.notes.start(_family(casebook))
    before = len(casebook.notes.discarded())
    words = "She sang, and he turned. " * 40
    while words:
        casebook.notes.keep(replace(begun, session=replace(begun.session, baby=words)), Place(field="baby"))
        words = words[: -max(1, len(words) // 4)]
    assert len(casebook.notes.discarded()) == before


def test_a_discarded_draft_comes_back_with_every_word(casebook: Casebook) -> None:
    begun = casebook.notes.start(_family(casebook))
    typed = replace(begun, session=replace(begun.session, between="He waited, and she came back."))
    casebook.notes.keep(typed, Place())
    casebook.notes.discard(begun.session.id)
    assert begun.session.id not in [kept.note.session.id for kept in casebook.notes.drafts()]
    assert [kept.note for kept in casebook.notes.discarded()] == [typed]
    casebook.notes.bring_back(begun.session.id)
    kept = casebook.notes.draft(begun.session.id)
    assert kept is not None
    assert kept.note == typed


def test_what_is_left_to_do_is_said_without_blame_and_stops_nothing(casebook: Casebook) -> None:
    begun = casebook.notes.start(_family(casebook))
    rated = tuple(Rating(dimension=dimension, score=2) for dimension in Dimension)
    draft = replace(
        begun,
        session=replace(begun.session, baby="Awake and watching."),
        observation=replace(begun.observation, ratings=rated),
    )
    left = casebook.notes.left_to_do(draft)
    assert "Parent: nothing written yet" in left
    assert not any("not rated" in words for words in left)
    assert casebook.notes.sign(draft).id == begun.session.id


def test_ratings_of_the_last_meeting_are_there_to_compare_with(casebook: Casebook) -> None:
    family = next(row.family.id for row in casebook.families.rows() if row.sessions > 2)
    scores = casebook.notes.previous_scores(family, casebook.clock())
    assert scores
    assert set(scores) <= set(Dimension)
    assert all(0 <= score <= 4 for score in scores.values())
