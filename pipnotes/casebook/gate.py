"""The one place where records become a Summary: field by field, by hand, and nothing by default.

What is shown here is read from counts, codes and scores; the only prose is the author's text after the pseudonymiser
and the author have both been over it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date

from pipnotes.casebook.hopes import Hope
from pipnotes.domain.circle import Circle
from pipnotes.domain.codes import PersonRole
from pipnotes.domain.ending import EndingPlan
from pipnotes.domain.family import Person
from pipnotes.domain.summary import GoalTrend, MeasureTrend, Presence, Summary
from pipnotes.domain.work import Concern, MeasureResponse, Session
from pipnotes.pseudonymise import CaseIdentities, Identity


def identities(circle: Circle, extra_places: Sequence[str] = ()) -> CaseIdentities:
    """Return everybody and every place of a family as the pseudonymiser wants to know them."""
    people = tuple(
        Identity(
            role=_role(person),
            name=person.full_name if person.given or person.surname else person.known_as,
            aliases=tuple(alias for alias in (person.known_as, *person.aliases) if alias),
            born=person.born,
            due=person.due,
            nhs_number=person.nhs_number,
            phone=person.phone,
            email=person.email,
        )
        for person in circle.people
        if person.given or person.surname or person.known_as or person.aliases
    )
    addresses = {person.address for person in circle.people if person.address}
    organisations = {person.organisation for person in circle.people if person.organisation}
    return CaseIdentities(
        people=people,
        addresses=tuple(sorted(addresses | set(extra_places))),
        organisations=tuple(sorted(organisations)),
    )


# The words for a place in a family that say nothing of whose it is; any other word a family uses stays at home.
_ROLE_WORDS = frozenset(
    """aunt auntie baby brother carer child cousin dad daughter ex father foster friend gp gran grandad grandfather
    grandma grandmother grandpa great half health mam midwife mother mum nan nana neighbour nephew niece nursery older
    parent partner sibling sister social son step stepdad stepfather stepmother stepmum twin uncle visitor worker
    younger""".split()
)


def _role_that_may_leave(person: Person) -> str:
    role = _role(person).casefold()
    if set(role.replace("-", " ").split()) <= _ROLE_WORDS:
        return role
    return "professional" if person.role is PersonRole.PROFESSIONAL else "family member"


def _role(person: Person) -> str:
    if person.role is PersonRole.INFANT:
        return "baby"
    return person.relation or person.profession or person.role.value


def summary(
    circle: Circle,
    *,
    text: str,
    number: int,
    sessions: Sequence[Session],
    hopes: Sequence[Hope],
    responses: Sequence[MeasureResponse],
    cut_offs: dict[str, int],
    concerns: Sequence[Concern],
    plan: EndingPlan | None,
    today: date,
) -> Summary:
    """Return the Summary of a family as it stands today, with the approved text."""
    held = sorted((s for s in sessions if s.attendance.held), key=lambda session: session.starts)
    start = held[0].starts.date() if held else today
    times = Counter(person for session in held for person in session.present)
    roles = _roles(circle)
    return Summary(
        code=circle.family.code,
        week=_week(start, today),
        age_band=circle.age_band(today),
        meetings=len(held),
        presence=tuple(Presence(role=roles[p.id], meetings=times[p.id]) for p in circle.kin if times[p.id]),
        goals=tuple(
            GoalTrend(number=place, scores=tuple((_week(start, r.on), r.score) for r in hope.ratings))
            for place, hope in enumerate(hopes, start=1)
            if hope.ratings
        ),
        measures=_measures(circle, roles, responses, cut_offs, start),
        flags=_flags(circle, concerns, plan, today),
        ending_week=_week(start, plan.last_visit) if plan and plan.last_visit else None,
        text=text,
        number=number,
    )


def _roles(circle: Circle) -> dict[str, str]:
    """Return each person's role as it may leave, numbered where several share it."""
    counts: Counter[str] = Counter()
    words = {person.id: _role_that_may_leave(person) for person in circle.people}
    shared = {word for word, times in Counter(words.values()).items() if times > 1}
    roles: dict[str, str] = {}
    for person in circle.people:
        word = words[person.id]
        counts[word] += 1
        roles[person.id] = f"{word} {counts[word]}" if word in shared else word
    return roles


def _measures(
    circle: Circle,
    roles: dict[str, str],
    responses: Sequence[MeasureResponse],
    cut_offs: dict[str, int],
    start: date,
) -> tuple[MeasureTrend, ...]:
    found: dict[tuple[str, str], list[tuple[int, int]]] = {}
    for response in sorted(responses, key=lambda response: response.on):
        if response.total is not None:
            found.setdefault((response.measure, response.person), []).append(
                (_week(start, response.on), response.total)
            )
    return tuple(
        MeasureTrend(measure=measure, role=roles[person], scores=tuple(scores), cut_off=cut_offs.get(measure))
        for (measure, person), scores in found.items()
        if person in roles
    )


def _flags(circle: Circle, concerns: Sequence[Concern], plan: EndingPlan | None, today: date) -> tuple[str, ...]:
    flags = []
    if any(concern.closed is None for concern in concerns):
        flags.append("Concern open")
    birthday = circle.second_birthday
    if birthday and 0 <= (birthday - today).days <= 84 and (plan is None or plan.last_visit is None):
        flags.append(f"Turns two in {(birthday - today).days // 7} weeks")
    return tuple(flags)


def _week(start: date, day: date) -> int:
    """Return the week in service, the first being week 1; days before it count as week 0."""
    return max(0, (day - start).days // 7 + 1)
