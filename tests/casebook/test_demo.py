from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import fields, is_dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache
from itertools import pairwise
from typing import Any

import msgspec
import pytest

from pipnotes.casebook.demo import DemoDraft, Step, caseload, drafts, practitioner
from pipnotes.domain.codes import (
    ConcernTrigger,
    ConsentDecision,
    ConsentPurpose,
    FamilyStatus,
    PersonRole,
    ReferralStatus,
    VisitState,
)
from pipnotes.domain.ending import EndingPlan, FollowUp, Letter
from pipnotes.domain.family import Consent, Family, Person, Referral
from pipnotes.domain.fields import Kind, specs
from pipnotes.domain.records import Concern, MeasureResponse, Observation, Reflection, Session, Visit
from pipnotes.domain.words import add_months
from pipnotes.domain.work import SECTIONS
from pipnotes.paths import resource

THURSDAY = datetime(2026, 11, 12, 8, 40, tzinfo=UTC)
WEEK = [THURSDAY + timedelta(days=day) for day in range(7)]
FILES = sorted(resource("demo").glob("[0-9][0-9]-*.toml"))


@cache
def told(now: datetime = THURSDAY, families: int = 12, seed: int = 1) -> tuple[Step, ...]:
    return caseload(now, families=families, seed=seed)


def records(steps: Iterable[Step]) -> Iterator[Any]:
    for step in steps:
        for record, _ in step.changes:
            yield record


def latest(steps: Iterable[Step], cls: type[Any]) -> list[Any]:
    """Return the last version of every record of a class."""
    found = {record.id: record for record in records(steps) if isinstance(record, cls)}
    return list(found.values())


def strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for item in value.values():
            yield from strings(item)
    elif isinstance(value, tuple | list):
        for item in value:
            yield from strings(item)
    elif is_dataclass(value):
        for field in fields(value):
            yield from strings(getattr(value, field.name))


def everything(steps: Iterable[Step], begun: Iterable[DemoDraft]) -> Iterator[Any]:
    yield from records(steps)
    for draft in begun:
        yield from draft.records


def test_the_same_seed_tells_the_same_caseload() -> None:
    assert caseload(THURSDAY, families=20) == caseload(THURSDAY, families=20)
    assert drafts(THURSDAY) == drafts(THURSDAY)
    assert caseload(THURSDAY, families=20, seed=2) != caseload(THURSDAY, families=20, seed=1)


@pytest.mark.parametrize("families", range(1, 41))
def test_any_number_of_families_can_be_asked_for(families: int) -> None:
    kept = latest(told(families=families), Family)
    assert len(kept) == families
    assert len({family.code for family in kept}) == families
    assert all(re.fullmatch(r"[A-Z][a-z]+ [1-9]\d", family.code) for family in kept)


@pytest.mark.parametrize("now", [*WEEK, THURSDAY.replace(hour=0, minute=1), THURSDAY.replace(hour=23, minute=59)])
def test_steps_come_in_the_order_of_time_and_none_is_still_to_come(now: datetime) -> None:
    steps = told(now, 30)
    assert [step.at for step in steps] == sorted(step.at for step in steps)
    assert all(step.at <= now for step in steps)
    assert all(draft.started <= draft.saved <= now for draft in drafts(now))


@pytest.mark.parametrize("now", WEEK)
@pytest.mark.parametrize("families", [12, 60])
def test_today_and_tomorrow_are_lively_whatever_the_weekday(now: datetime, families: int) -> None:
    visits = [visit for visit in latest(told(now, families), Visit) if visit.state is VisitState.PLANNED]
    today = sorted(visit.starts for visit in visits if visit.starts.date() == now.date())
    assert [f"{starts:%H:%M}" for starts in today] == ["09:30", "11:30", "14:00", "16:00"]
    assert sum(visit.starts.date() == now.date() + timedelta(days=1) for visit in visits) == 2


def test_nobody_is_visited_at_a_weekend_in_the_past() -> None:
    for now in WEEK:
        held = [session.starts for session in latest(told(now, 30), Session)]
        assert [starts for starts in held if starts.weekday() > 4] == []


def test_a_therapist_is_in_one_place_at_a_time() -> None:
    for now in WEEK:
        held = sorted(
            (visit.starts, visit.starts + timedelta(minutes=visit.minutes))
            for visit in latest(told(now, len(FILES)), Visit)
            if visit.state in (VisitState.HELD, VisitState.PLANNED)
        )
        assert [(one, two) for one, two in pairwise(held) if one[1] > two[0]] == []


def test_three_drafts_wait_and_one_has_two_sections_left() -> None:
    begun = drafts(THURSDAY)
    assert [type(draft.main) for draft in begun] == [Letter, Session, Session]
    left = [[field for field, _ in SECTIONS if not getattr(draft.main, field)] for draft in begun[1:]]
    assert left == [["strengths", "next_time"], []]
    assert [(THURSDAY.date() - draft.started.date()).days for draft in begun] == [6, 3, 1]
    signed = {record.id for record in records(told())}
    assert not signed & {record.id for draft in begun for record in draft.records}
    assert drafts(THURSDAY, families=1) == ()


def test_every_record_keeps_to_its_declared_types() -> None:
    for record in everything(told(families=40), drafts(THURSDAY)):
        assert msgspec.json.decode(msgspec.json.encode(record), type=type(record)) == record


def test_a_record_is_new_once_and_amended_afterwards() -> None:
    known: set[str] = set()
    for step in told(families=30):
        for record, lifecycle in step.changes:
            assert lifecycle == ("amended" if record.id in known else "final")  # type: ignore[attr-defined]
            known.add(record.id)  # type: ignore[attr-defined]


def test_every_link_leads_to_a_record_of_the_same_family() -> None:
    begun = drafts(THURSDAY, families=len(FILES))
    kept = list(everything(told(families=40), begun)) + list(records(told(families=len(FILES))))
    home = {record.id: getattr(record, "family", record.id) for record in kept}
    for record in kept:
        for spec in specs(type(record)):
            if spec.kind is Kind.LINK and spec.name != "id":
                links = getattr(record, spec.name)
                for link in [links] if isinstance(links, str) else links:
                    assert not link or home[link] == home[record.id], (type(record), spec.name)


def test_twelve_families_are_ready_to_be_shown() -> None:
    steps = told()
    signed = {session.family for session in latest(steps, Session)}
    agreed = {
        consent.family
        for consent in latest(steps, Consent)
        if consent.purpose is ConsentPurpose.SUPERVISION and consent.decision is ConsentDecision.GIVEN
    }
    assert len(signed & agreed) >= 6
    assert sum(letter.signed is not None for letter in latest(steps, Letter)) >= 2
    assert sum(isinstance(draft.main, Letter) for draft in drafts(THURSDAY)) == 1
    assert sum(family.status is FamilyStatus.REFERRED for family in latest(steps, Family)) == 1


def test_the_whole_set_holds_every_kind_of_ending_and_referral_that_a_team_meets() -> None:
    steps = told(families=len(FILES))
    assert len(FILES) >= 14
    endings = {plan.how_ended.name for plan in latest(steps, EndingPlan) if plan.how_ended}
    assert endings >= {"PLANNED", "MOVED", "STOPPED_COMING"}
    decided = {referral.status for referral in latest(steps, Referral)}
    assert decided == {ReferralStatus.OPEN, ReferralStatus.ACCEPTED, ReferralStatus.DECLINED}
    assert any(consent.decision is ConsentDecision.WITHDRAWN for consent in latest(steps, Consent))
    infants = [person for person in latest(steps, Person) if person.role is PersonRole.INFANT]
    assert sum(person.born is None and person.due is not None for person in infants) >= 2
    assert any((person.gestation_weeks or 40) < 32 for person in infants)
    assert max(Counter(person.family for person in infants).values()) == 2


@pytest.mark.parametrize("now", WEEK)
def test_calls_are_due_six_and_twelve_months_after_an_ending(now: datetime) -> None:
    soon = [
        call.months
        for call in latest(told(now), FollowUp)
        if call.outcome is None and now.date() - timedelta(days=3) <= call.due <= now.date() + timedelta(weeks=6)
    ]
    assert sorted(soon) == [6, 12]
    assert sum(call.outcome is not None for call in latest(told(now), FollowUp)) == 1


@pytest.mark.parametrize("now", WEEK)
def test_a_baby_turns_two_in_six_weeks_and_nobody_has_planned_the_ending(now: datetime) -> None:
    steps = told(now)
    planned = {plan.family for plan in latest(steps, EndingPlan)}
    active = {family.id for family in latest(steps, Family) if family.status is FamilyStatus.ACTIVE}
    birthdays = [
        add_months(person.born, 24) - now.date()
        for person in latest(steps, Person)
        if person.role is PersonRole.INFANT and person.born and person.family in active - planned
    ]
    assert [left.days // 7 for left in birthdays if left.days < 84] in ([5], [6])


def test_one_answer_about_self_harm_is_still_open_and_one_worry_is_closed_with_its_outcome() -> None:
    steps = told()
    concerns = latest(steps, Concern)
    measures = {response.id: response for response in latest(steps, MeasureResponse)}
    [still_open] = [concern for concern in concerns if concern.closed is None]
    assert still_open.trigger is ConcernTrigger.SCORE
    assert measures[still_open.measure].answers[8] == 1
    assert still_open.decision
    assert not still_open.outcome
    [closed] = [concern for concern in concerns if concern.closed]
    assert closed.decision
    assert closed.outcome
    # The first version of each holds no decision: it is written down before it has been talked over.
    firsts = {record.id: record for record in reversed(list(records(steps))) if isinstance(record, Concern)}
    assert all(first.decision is None and first.closed is None for first in firsts.values())


def test_every_risk_answer_has_a_concern() -> None:
    steps = told(families=40)
    raised = {concern.measure for concern in latest(steps, Concern)}
    for response in latest(steps, MeasureResponse):
        assert len(response.answers) == 9
        assert all(answer in range(4) for answer in response.answers)
        assert response.total == sum(response.answers)
        assert not response.answers[8] or response.id in raised


def test_amendments_have_reasons_and_change_one_section_at_a_time() -> None:
    steps = told()
    versions: dict[str, Session] = {}
    changed = []
    for step in steps:
        for record, _ in step.changes:
            if isinstance(record, Session):
                if record.id in versions:
                    assert step.action == "note amended"
                    assert step.reason
                    before = versions[record.id]
                    changed.append([f for f, _ in SECTIONS if getattr(before, f) != getattr(record, f)])
                versions[record.id] = record
    assert len(changed) >= 3
    assert all(len(sections) == 1 for sections in changed)


def test_notes_are_whole_and_every_rating_quotes_its_note() -> None:
    sessions = {session.id: session for session in latest(told(families=len(FILES)), Session)}
    counts = Counter(session.family for session in sessions.values())
    assert min(counts.values()) >= 4
    assert max(counts.values()) <= 14
    for session in sessions.values():
        for field, heading in SECTIONS:
            words = len(getattr(session, field).split())
            assert 15 <= words <= 60, (heading, words, getattr(session, field))
    assert {reflection.session for reflection in latest(told(families=len(FILES)), Reflection)} == set(sessions)
    first = {r.id: r for r in reversed(list(records(told(families=len(FILES))))) if isinstance(r, Session)}
    for seen in latest(told(families=len(FILES)), Observation):
        prose = " ".join(getattr(first[seen.session], field) for field, _ in SECTIONS)
        for rating in seen.ratings:
            assert rating.evidence in prose, rating.evidence


def test_nhs_numbers_are_of_the_range_nobody_has_and_pass_the_check() -> None:
    numbers = [person.nhs_number for person in latest(told(families=40), Person) if person.nhs_number]
    assert len(numbers) == len(set(numbers)) > 80
    for number in numbers:
        assert re.fullmatch(r"999 \d{3} \d{4}", number)
        digits = [int(digit) for digit in number if digit != " "]
        weighed = sum(digit * weight for digit, weight in zip(digits, range(10, 1, -1), strict=False))
        assert (11 - weighed % 11) % 11 == digits[9]


def test_telephones_ring_nowhere_and_nobody_lives_at_the_addresses() -> None:
    people = latest(told(families=40), Person)
    phones = [person.phone for person in people if person.phone]
    assert all(re.fullmatch(r"07700 900\d{3}|0191 498 0\d{3}", phone) for phone in phones)
    private = [phone for phone in phones if phone.startswith("07")]
    assert len(private) == len(set(private))
    assert all(", Larchfield, NE99 9" in person.address for person in people if person.address)
    assert ", Larchfield, NE99 9" in practitioner().address


def test_no_placeholder_is_left_and_quotation_marks_are_real_ones() -> None:
    for text in strings(list(everything(told(families=60), drafts(THURSDAY)))):
        assert not re.search(r"[{}'\"]|  ", text), text


@pytest.mark.parametrize("file", FILES, ids=[file.stem for file in FILES])
def test_a_file_names_its_people_in_one_place_alone(file: Any) -> None:
    spec = tomllib.loads(file.read_text(encoding="utf-8"))
    people = spec.pop("people")
    kin = [person for person in people.values() if person["role"] != "professional"]
    names = {person[part] for person in kin for part in ("given", "surname", "known_as") if person.get(part)}
    prose = re.sub(r"\{[^}]*\}", " ", " ".join(strings(spec)))
    assert [name for name in names if re.search(rf"\b{re.escape(name)}\b", prose)] == []


def test_a_family_told_again_is_not_known_by_its_first_names() -> None:
    first = [person for person in latest(told(families=len(FILES)), Person) if person.is_family]
    everybody = [person for person in latest(told(families=3 * len(FILES)), Person) if person.is_family]
    again = [person for person in everybody if person.family not in {known.family for known in first}]
    known = {person.full_name for person in first if person.given}
    assert [person.full_name for person in again if person.full_name in known] == []
    babies = [person.full_name for person in everybody if person.role is PersonRole.INFANT and person.given]
    assert len(babies) == len(set(babies))


def test_days_count_back_from_any_today() -> None:
    for now in (datetime(2028, 2, 29, 12, 0, tzinfo=UTC), datetime(2027, 1, 2, 9, 0, tzinfo=UTC)):
        steps = caseload(now)
        assert steps[-1].at <= now
        assert now.date() - max(session.starts.date() for session in latest(steps, Session)) < timedelta(days=8)
        assert not any(s.starts.date() in (date(2026, 12, 25), date(2027, 1, 1)) for s in latest(steps, Session))


def test_the_scores_of_a_letter_are_those_of_the_forms() -> None:
    steps = told()
    letters = [*latest(steps, Letter), *(draft.main for draft in drafts(THURSDAY) if isinstance(draft.main, Letter))]
    assert len(letters) == 3
    for letter in letters:
        [scores] = [section.text for section in letter.sections if section.key == "scores"]
        forms = [form.total for form in latest(steps, MeasureResponse) if form.family == letter.family]
        assert sorted(int(score) for score in re.findall(r"(\d+) in [A-Z]", scores)) == sorted(forms)


def test_a_signed_letter_names_both_parents_and_blames_nobody() -> None:
    for letter in latest(told(), Letter):
        words = " ".join(section.text for section in letter.sections)
        parents = [
            person.called
            for person in latest(told(), Person)
            if person.family == letter.family and person.role is PersonRole.PARENT
        ]
        assert all(words.count(name) >= 2 for name in parents)
        assert not re.search(r"failed to|refused|disengaged|non-compliant|did not comply|denied", words)
