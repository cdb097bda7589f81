"""What stands after somebody has changed, removed, ended or declined something: nothing comes back by accident."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from pipnotes.casebook.casebook import Casebook
from pipnotes.casebook.notes import NoteDraft
from pipnotes.domain.codes import (
    Answer,
    Attendance,
    ConcernDecision,
    ConcernTrigger,
    ConsentDecision,
    ConsentPurpose,
    EndingType,
    FamilyStatus,
    FollowUpOutcome,
    PersonRole,
    Recipient,
    ReferralSource,
    VisitState,
)
from pipnotes.domain.family import Person, Referral
from pipnotes.domain.work import Visit
from pipnotes.errors import Refused, WrongUse
from tests.conftest import Clock

TODAY = date(2026, 3, 16)
NO_RISK = dict.fromkeys(range(1, 10), 1) | {9: 0}


def _begin(casebook: Casebook, *, parents: tuple[str, ...] = ("Leanne",), status: FamilyStatus) -> str:
    family, baby, referral = casebook.families.blank()
    people = [replace(baby, given="Iris", born=date(2025, 6, 1))]
    people += [replace(casebook.families.new_person(family.id, PersonRole.PARENT), given=name) for name in parents]
    casebook.families.add(replace(family, status=status), people, replace(referral, agreed_to=Answer.YES))
    return family.id


@pytest.fixture
def active(casebook: Casebook) -> str:
    """Return a family that is seen now, of whom nothing is written yet."""
    return _begin(casebook, status=FamilyStatus.ACTIVE)


def _parent(casebook: Casebook, family: str) -> Person:
    return casebook.families.circle(family).caregivers[0]


def _status(casebook: Casebook, family: str) -> FamilyStatus:
    return casebook.families.circle(family).family.status


def _visit(casebook: Casebook, family: str, days: int) -> Visit:
    return casebook.visits.plan(family, casebook.clock() + timedelta(days=days))


def _written(draft: NoteDraft) -> NoteDraft:
    return replace(draft, session=replace(draft.session, baby="She looked up and smiled."))


def _referral(casebook: Casebook, family: str) -> Referral:
    referral = replace(
        casebook.families.blank()[2], family=family, source=ReferralSource.GP, agreed_to=Answer.YES, received=TODAY
    )
    casebook.families.another_referral(referral)
    return referral


def _end(
    casebook: Casebook, family: str, how: EndingType = EndingType.PLANNED, on: date = TODAY, **said: object
) -> None:
    casebook.endings.end(replace(casebook.endings.blank(family), **said), how, on)  # type: ignore[arg-type]


def _calls_due(casebook: Casebook, family: str) -> list[int]:
    return [call.months for call in casebook.endings.follow_ups(family) if call.outcome is None]


def _letter(casebook: Casebook, family: str) -> str:
    return "\n".join(section.text for section in casebook.letters.start(family).sections)


def test_a_family_opens_when_a_person_with_a_score_was_entered_in_error(casebook: Casebook, active: str) -> None:
    parent = _parent(casebook, active)
    casebook.scores.take_down(active, parent.id, "phq9", NO_RISK | {9: 1}, on=TODAY)
    casebook.scores.take_down(active, "nobody-we-know", "phq9", NO_RISK, on=TODAY)
    casebook.families.remove_person(parent, "Another family's mother")
    titles = [line.title for line in casebook.story.lines(active)]
    assert any("Leanne (entered in error)" in title for title in titles)
    assert any("somebody not written down here" in title for title in titles)
    assert casebook.charts.of(active) == ()
    assert [risk.person.called for risk in casebook.charts.risks(active)] == ["Leanne"]
    assert "Leanne" not in _letter(casebook, active)


def _a_draft(casebook: Casebook, family: str) -> None:
    casebook.notes.start(family)


def _a_concern(casebook: Casebook, family: str) -> None:
    casebook.concerns.keep(casebook.concerns.raised(family, ConcernTrigger.TOLD, words="A worry"))


def _a_score(casebook: Casebook, family: str) -> None:
    casebook.scores.take_down(family, _parent(casebook, family).id, "phq9", NO_RISK, on=TODAY)


def _a_hope(casebook: Casebook, family: str) -> None:
    casebook.hopes.set(family, "Sleep", ())


def _an_answer(casebook: Casebook, family: str) -> None:
    casebook.consents.say(family, ConsentPurpose.NOTES, ConsentDecision.GIVEN)


@pytest.mark.parametrize("write", [_a_draft, _a_concern, _a_score, _a_hope, _an_answer])
def test_a_family_of_which_something_is_written_outlives_its_wrong_referral(
    casebook: Casebook, write: Callable[[Casebook, str], None]
) -> None:
    family = _begin(casebook, status=FamilyStatus.REFERRED)
    write(casebook, family)
    casebook.families.withdraw(casebook.families.referrals(family)[0], "Another team's")
    assert casebook.families.circle(family).title == "Iris"
    assert family in [row.family.id for row in casebook.families.rows()]


def test_an_empty_family_goes_with_its_wrong_referral_and_its_questions(casebook: Casebook) -> None:
    family = _begin(casebook, status=FamilyStatus.REFERRED)
    casebook.consents.say(family, ConsentPurpose.NOTES, ConsentDecision.TO_ASK, ask_by=TODAY)
    casebook.families.withdraw(casebook.families.referrals(family)[0], "Another team's")
    assert family not in [row.family.id for row in casebook.families.rows()]
    assert family not in [line.family for line in casebook.diary.due()]


def test_a_note_entered_in_error_cannot_be_amended_back(casebook: Casebook, active: str) -> None:
    other = _begin(casebook, status=FamilyStatus.ACTIVE)
    signed = casebook.notes.sign(_written(casebook.notes.start(active)))
    casebook.notes.write_in_other_family(signed, other, "The other family")
    with pytest.raises(Refused):
        casebook.amendments.amend(signed, {"baby": "Other words"}, "A correction")
    assert [session.number for session in casebook.notes.numbered(active)] == []


def test_a_note_is_begun_again_in_the_other_family_once(casebook: Casebook, active: str) -> None:
    other = _begin(casebook, status=FamilyStatus.ACTIVE)
    third = _begin(casebook, status=FamilyStatus.ACTIVE)
    signed = casebook.notes.sign(_written(casebook.notes.start(active)))
    first = casebook.notes.write_in_other_family(signed, other, "The other family")
    assert casebook.notes.write_in_other_family(signed, other, "Once more") == first
    with pytest.raises(Refused):
        casebook.notes.write_in_other_family(signed, third, "A third")
    assert [kept.note for kept in casebook.notes.drafts() if kept.note.session.rewritten_from == signed.id] == [first]


def test_a_visit_that_was_removed_stays_removed_when_its_note_is_signed(casebook: Casebook, active: str) -> None:
    visit = _visit(casebook, active, -1)
    draft = casebook.notes.start(active, visit)
    casebook.visits.remove(visit, "Planned twice")
    casebook.notes.sign(_written(draft))
    assert casebook.visits.of(active) == []
    assert len(casebook.notes.of(active)) == 1


def test_a_visit_that_was_written_up_has_no_second_note_and_was_not_missed(casebook: Casebook, active: str) -> None:
    visit = _visit(casebook, active, -1)
    casebook.notes.sign(_written(casebook.notes.start(active, visit)))
    with pytest.raises(Refused, match="Home visit 1"):
        casebook.notes.start(active, visit)
    with pytest.raises(Refused):
        casebook.visits.not_held(visit, Attendance.NOBODY_IN)
    assert casebook.visits.of(active)[0].state is VisitState.HELD


def test_a_second_referral_of_a_family_seen_now_changes_nothing_about_it(casebook: Casebook, active: str) -> None:
    casebook.families.accept(casebook.families.referrals(active)[0])
    assert _status(casebook, active) is FamilyStatus.ACTIVE
    casebook.families.decline(_referral(casebook, active), "Known already")
    assert _status(casebook, active) is FamilyStatus.ACTIVE


def test_declining_one_of_two_open_referrals_leaves_the_family_to_be_decided(casebook: Casebook) -> None:
    family = _begin(casebook, status=FamilyStatus.REFERRED)
    second = _referral(casebook, family)
    casebook.families.decline(casebook.families.referrals(family)[0], "Twice")
    assert _status(casebook, family) is FamilyStatus.REFERRED
    casebook.families.decline(second, "Nearer help")
    assert _status(casebook, family) is FamilyStatus.DECLINED
    casebook.families.accept(second)
    assert _status(casebook, family) is FamilyStatus.WAITING


def test_a_family_that_comes_back_begins_afresh_and_can_end_again(casebook: Casebook, active: str) -> None:
    _end(casebook, active)
    casebook.families.accept(_referral(casebook, active))
    family = casebook.families.circle(active).family
    assert (family.status, family.ended) == (FamilyStatus.WAITING, None)
    assert casebook.endings.plan(active) is None
    assert _calls_due(casebook, active) == []
    _end(casebook, active, EndingType.MOVED)
    assert len([line for line in casebook.story.lines(active) if line.title == "Ended"]) == 2
    assert _calls_due(casebook, active) == [6, 12]


def test_the_letter_tells_the_last_meeting_that_was_and_not_one_that_was_planned(
    casebook: Casebook, active: str
) -> None:
    casebook.notes.sign(_written(casebook.notes.start(active, _visit(casebook, active, -10))))
    casebook.notes.sign(_written(casebook.notes.start(active, _visit(casebook, active, -8))))
    _end(casebook, active, EndingType.STOPPED_COMING, date(2026, 3, 10), last_visit=date(2026, 6, 1))
    assert "Our last visit was on 8 March." in _letter(casebook, active)


def test_work_ends_once(casebook: Casebook, active: str) -> None:
    _end(casebook, active)
    with pytest.raises(Refused):
        _end(casebook, active)
    assert _calls_due(casebook, active) == [6, 12]


def test_nobody_is_rung_after_a_death(casebook: Casebook, active: str) -> None:
    _end(casebook, active, EndingType.DEATH, last_visit=TODAY, ring_at_6=Answer.YES)
    assert casebook.endings.follow_ups(active) == []
    assert [coming for coming in casebook.ahead.of(active) if "call" in coming.words] == []
    assert "We will ring" not in _letter(casebook, active)


def test_a_call_is_promised_only_after_a_yes_before_and_after_the_ending(casebook: Casebook, active: str) -> None:
    plan = replace(casebook.endings.blank(active), last_visit=TODAY, ring_at_6=Answer.YES)
    casebook.endings.keep(plan)
    before = casebook.endings.promised(active)
    casebook.endings.end(plan, EndingType.PLANNED, TODAY)
    assert before == casebook.endings.promised(active) == ((6, date(2026, 9, 16)),)
    assert _calls_due(casebook, active) == [6, 12]
    assert "September 2026, just" in _letter(casebook, active)


@pytest.mark.parametrize("answer", [ConsentDecision.WITHDRAWN, ConsentDecision.REFUSED])
def test_a_no_to_calls_holds_whenever_it_was_said(casebook: Casebook, answer: ConsentDecision) -> None:
    early = _begin(casebook, status=FamilyStatus.ACTIVE)
    late = _begin(casebook, status=FamilyStatus.ACTIVE)
    casebook.consents.say(early, ConsentPurpose.FOLLOW_UP, answer)
    for family in (early, late):
        _end(casebook, family, on=date(2025, 9, 10), ring_at_6=Answer.YES)
    assert [line.family for line in casebook.diary.due() if "6-month" in line.title].count(late) == 1
    casebook.consents.say(late, ConsentPurpose.FOLLOW_UP, answer)
    assert not {early, late} & {line.family for line in casebook.diary.due() if "follow-up" in line.title}
    assert "We will ring" not in _letter(casebook, late)
    assert {call.outcome for call in casebook.endings.follow_ups(late)} == {FollowUpOutcome.DECLINED}


def test_visits_planned_after_the_ending_are_cancelled_with_it(
    casebook: Casebook, active: str, caseload: object
) -> None:
    before, after = _visit(casebook, active, -7), _visit(casebook, active, 7)
    _end(casebook, active)
    states = {visit.id: (visit.state, visit.attendance) for visit in casebook.visits.of(active)}
    assert states[before.id] == (VisitState.PLANNED, None)
    assert states[after.id] == (VisitState.CANCELLED, Attendance.CANCELLED_BY_US)


def test_a_visit_has_one_number_on_today_in_the_story_and_in_its_note(casebook: Casebook, active: str) -> None:
    casebook.notes.sign(_written(casebook.notes.start(active)))
    morning = casebook.visits.plan(active, casebook.clock() + timedelta(hours=1))
    evening = casebook.visits.plan(active, casebook.clock() + timedelta(hours=8))
    draft = casebook.notes.start(active, evening)
    today = {line.visit.id: line.number for line in casebook.diary.visits_on(TODAY)}
    story = {line.record: line.title for line in casebook.story.lines(active) if line.planned}
    assert (today[morning.id], today[evening.id]) == (3, draft.session.number) == (3, 2)
    assert (story[morning.id], story[evening.id]) == ("Home visit 3", "Home visit 2")


def test_a_letter_names_people_without_stray_spaces_and_nobody_who_died(casebook: Casebook) -> None:
    family = _begin(casebook, parents=("Jo ", "Sam"), status=FamilyStatus.ACTIVE)
    sam = casebook.families.circle(family).caregivers[1]
    assert casebook.letters.start(family).copies[0].greeting == "Dear Jo and Sam,"
    casebook.letters.discard(casebook.letters.start(family))
    casebook.families.keep_person(replace(sam, died=date(2026, 1, 1)))
    assert casebook.letters.start(family).copies[0].greeting == "Dear Jo,"


def test_a_letter_without_parents_is_written_to_the_family(casebook: Casebook) -> None:
    family = _begin(casebook, parents=(), status=FamilyStatus.ACTIVE)
    casebook.notes.sign(_written(casebook.notes.start(family)))
    letter = casebook.letters.start(family)
    assert letter.copies[0].greeting == "To the family of Iris,"
    assert any(section.text.startswith("Family of Iris, we met once") for section in letter.sections)


def test_a_letter_is_dated_the_day_it_is_signed_unless_another_day_was_chosen(casebook: Casebook, active: str) -> None:
    letter = casebook.letters.start(active)
    clock = casebook.clock
    assert isinstance(clock, Clock)
    clock.advance(days=3)
    assert casebook.letters.sign(letter).dated == TODAY + timedelta(days=3)
    chosen = replace(casebook.letters.start(active), dated=date(2026, 4, 1))
    assert casebook.letters.sign(chosen).dated == date(2026, 4, 1)


def test_every_copy_of_a_signed_letter_carries_the_digest_of_its_pages(casebook: Casebook, active: str) -> None:
    signed = casebook.letters.sign(casebook.letters.start(active))
    printed = casebook.letters.hand_over(active, Recipient.PARENT, "printed")
    assert signed.copies[0].sha256 == printed.sha256
    assert casebook.letters.seal_copies(signed) == signed


def test_the_signed_letters_of_the_made_up_caseload_are_sealed(casebook: Casebook) -> None:
    letters = [letter for row in casebook.families.rows() for letter in casebook.letters.signed(row.family.id)]
    assert len(letters) >= 2
    assert all(letter == casebook.letters.seal_copies(letter) and letter.copies[0].sha256 for letter in letters)


def test_a_concern_is_closed_by_two(casebook: Casebook, active: str) -> None:
    concern = replace(
        casebook.concerns.raised(active, ConcernTrigger.SEEN),
        decision=ConcernDecision.NO_ACTION,
        outcome="Looked into.",
    )
    with pytest.raises(WrongUse):
        casebook.concerns.close(concern)
    closed = casebook.concerns.close(replace(concern, discussed_with="Marian Cole"))
    assert isinstance(closed.closed, datetime)
