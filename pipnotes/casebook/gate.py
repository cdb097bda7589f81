"""The one place where records become a Summary: field by field, by hand, and nothing by default.

What is shown here is read from counts, codes and scores; the only prose is the author's text after the pseudonymiser
and the author have both been over it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from pipnotes.casebook.hopes import Hope
from pipnotes.casebook.ledger import Ledger
from pipnotes.domain.circle import Circle
from pipnotes.domain.codes import PersonRole
from pipnotes.domain.ending import EndingPlan
from pipnotes.domain.family import Person, Referral
from pipnotes.domain.summary import GoalTrend, MeasureTrend, Presence, Summary
from pipnotes.domain.work import Concern, MeasureResponse, Session
from pipnotes.pseudonymise import CaseIdentities, Identity, words
from pipnotes.pseudonymise.roles import TITLES
from pipnotes.vault import Lifecycle


def identities(circle: Circle, *, removed: Sequence[Person] = (), referrals: Sequence[Referral] = ()) -> CaseIdentities:
    """Return everybody and every place of a family as the pseudonymiser wants to know them.

    Somebody entered in error may still stand in the notes, and so may the referrer: their names go as well. The
    therapist is nobody of the case, and is left out on purpose.
    """
    people = [
        _identity(person)
        for person in circle.people
        if person.given or person.surname or person.known_as or person.aliases
    ]
    for person in removed:
        _add_removed(people, person)
    for referral in referrals:
        _add_referrer(people, referral)
    known = (*circle.people, *removed)
    return CaseIdentities(
        people=tuple(people),
        addresses=tuple(sorted({person.address for person in known if person.address})),
        organisations=tuple(
            sorted(
                {person.organisation for person in known if person.organisation}
                | {referral.referrer_organisation for referral in referrals if referral.referrer_organisation}
            )
        ),
    )


def of_family(ledger: Ledger, family: str) -> CaseIdentities:
    """Return everybody a family's records know, also those entered in error and those who referred the family."""
    gone = ledger.vault.all_stored(Person, family=family)
    return identities(
        ledger.circle(family),
        removed=[s.record for s in gone if s.record and s.lifecycle is Lifecycle.ENTERED_IN_ERROR],
        referrals=[s.record for s in ledger.vault.all_stored(Referral, family=family) if s.record],
    )


def _identity(person: Person) -> Identity:
    return Identity(
        role=_role(person),
        name=person.full_name if person.given or person.surname else person.known_as,
        aliases=tuple(alias for alias in (person.known_as, *person.aliases) if alias),
        born=person.born,
        due=person.due,
        nhs_number=person.nhs_number,
        phone=person.phone,
        email=person.email,
    )


def _add_removed(people: list[Identity], person: Person) -> None:
    """Add the names and numbers of somebody entered in error; a twice-written person stays one person."""
    written = [name for name in (person.given, person.surname, person.known_as, *person.aliases) if name]
    whole = f"{person.given} {person.surname}".strip()
    known = _words(people)
    names = tuple(dict.fromkeys(name for name in written if not _pieces(name) <= known))
    first = {name.casefold() for name in (person.given, person.known_as) if name}
    for place, other in enumerate(people):
        if names and first & {word for name in (other.name, *other.aliases) for word in _pieces(name)}:
            people[place] = replace(other, aliases=(*other.aliases, *names))
            names = ()
    gone = Identity(
        role="professional" if person.role is PersonRole.PROFESSIONAL else "family member",
        name=whole if names and not known & _pieces(whole) else "",
        aliases=names,
        born=person.born,
        due=person.due,
        nhs_number=person.nhs_number,
        phone=person.phone,
        email=person.email,
    )
    if gone != Identity(role=gone.role):
        people.append(gone)


def _add_referrer(people: list[Identity], referral: Referral) -> None:
    """Add whoever referred the family; what is written there may be a calling alone, which is nobody's name."""
    name = " ".join(word for word in _SPLIT.split(referral.referrer, maxsplit=1)[0].split() if _may_be_name(word))
    told = referral.referrer_contact.strip()
    new = Identity(
        role="referrer",
        name=name if not _pieces(name) <= _words(people) else "",
        email=told if "@" in told else "",
        phone="" if "@" in told else told,
    )
    if new != Identity(role="referrer") and new not in people:
        people.append(new)


# What follows a name in a referrer's line is a calling or a place: "Priya Nair, health visitor (Oak Lane)".
_SPLIT = re.compile(r"[,;(/]| - | from | at ")


def _may_be_name(word: str) -> bool:
    bare = word.strip(".'’").casefold()
    return bare in words.names_that_are_words() or bare not in words.ordinary() | words.acronyms()


def _pieces(name: str) -> set[str]:
    return {word.casefold() for word in re.findall(r"[^\W\d_]+", name)} - TITLES


def _words(people: Sequence[Identity]) -> set[str]:
    return {word for person in people for name in (person.name, *person.aliases) for word in _pieces(name)}


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
        ending_week=_week(start, last) if (last := _last_day(plan)) else None,
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
    if birthday and 0 <= (birthday - today).days <= 84 and _last_day(plan) is None:
        flags.append(f"Turns two in {(birthday - today).days // 7} weeks")
    return tuple(flags)


def _last_day(plan: EndingPlan | None) -> date | None:
    """Return the day on which the work ended, or else is planned to end."""
    return (plan.ended_on or plan.last_visit) if plan else None


def _week(start: date, day: date) -> int:
    """Return the week in service, the first being week 1; days before it count as week 0."""
    return max(0, (day - start).days // 7 + 1)
