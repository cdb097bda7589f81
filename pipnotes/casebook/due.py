"""What is due over the whole caseload, each line with its day; every kind of record is read once for all families."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import Enum

from pipnotes.casebook.afresh import Afresh
from pipnotes.casebook.ledger import Ledger
from pipnotes.casebook.notes import KeptDraft
from pipnotes.casebook.retention import Review
from pipnotes.domain.circle import Circle, living
from pipnotes.domain.codes import FamilyStatus, ReferralStatus
from pipnotes.domain.ending import EndingPlan, FollowUp, Letter
from pipnotes.domain.family import Consent, Referral
from pipnotes.domain.sharing import CommentRecord
from pipnotes.domain.words import clock_time, counted, day_month, long_day, near_day, short_day
from pipnotes.domain.work import Concern, Visit

# "Turns two" appears twelve weeks ahead and asks for attention at eight, if no ending is planned.
BIRTHDAY_SHOWN = timedelta(weeks=12)
BIRTHDAY_ATTENTION = timedelta(weeks=8)
HORIZON = timedelta(weeks=6)
_OVER = (FamilyStatus.ENDED, FamilyStatus.DECLINED)


class DueKind(Enum):
    """What a due line is about, which says its icon and where it leads."""

    CONCERN = "concern"
    BIRTHDAY = "birthday"
    REFERRAL = "referral"
    NOTE = "note"
    LETTER = "letter"
    FOLLOW_UP = "follow-up"
    BIRTH = "birth"
    CONSENT = "consent"
    COMMENT = "comment"
    ENDING = "ending"
    REVIEW = "review"
    AFRESH = "afresh"


@dataclass(frozen=True, kw_only=True, slots=True)
class Due:
    """One line of what is due; `subject` is the id of the record it is about."""

    kind: DueKind
    on: date
    title: str
    detail: str
    family: str
    subject: str
    attention: bool = False


class Caseload:
    """Every family with its people, read once; one entered in error is still found by its id."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self.today = ledger.today()
        self.circles: Sequence[Circle] = ledger.circles()
        self._by_id = {circle.family.id: circle for circle in self.circles}

    def __getitem__(self, family: str) -> Circle:
        return self._by_id.get(family) or self._ledger.circle(family)


def concern_lines(caseload: Caseload, concerns: Sequence[Concern]) -> Iterator[Due]:
    """Tell the concerns without an outcome; they always want attention."""
    for concern in concerns:
        circle = caseload[concern.family]
        about = circle.named(concern.about)
        yield Due(
            kind=DueKind.CONCERN,
            on=concern.raised.date(),
            title=f"Concern for {about[0].called if about else circle.title}",
            detail=f"{circle.title}, {concern.trigger.label.lower()}. No outcome yet.",
            family=concern.family,
            subject=concern.id,
            attention=True,
        )


def birthday_lines(caseload: Caseload, plans: Mapping[str, EndingPlan]) -> Iterator[Due]:
    """Tell of second birthdays near or past while no ending is planned with a family that is seen now."""
    today = caseload.today
    for circle in caseload.circles:
        if circle.family.status is not FamilyStatus.ACTIVE:
            continue
        birthday = circle.second_birthday
        plan = plans.get(circle.family.id)
        planned = plan is not None and plan.last_visit is not None
        if birthday is None or planned or birthday - today > BIRTHDAY_SHOWN:
            continue
        upcoming = f"{day_month(birthday)}. " if birthday >= today else ""
        yield Due(
            kind=DueKind.BIRTHDAY,
            on=birthday,
            title=f"{circle.turning} {_turns_two(birthday, today, several=len(living(circle.infants)) > 1)}",
            detail=f"{upcoming}No ending planned with the family yet.",
            family=circle.family.id,
            subject=circle.family.id,
            attention=birthday - today <= BIRTHDAY_ATTENTION,
        )


def birth_lines(caseload: Caseload) -> Iterator[Due]:
    """Ask whether the baby has come, from the due date on, until a birth is written down."""
    for circle in caseload.circles:
        if circle.family.status not in _OVER and circle.overdue(caseload.today) and circle.due:
            yield Due(
                kind=DueKind.BIRTH,
                on=circle.due,
                title="Has the baby come?",
                detail=f"{circle.title}. The day of birth is not written down yet.",
                family=circle.family.id,
                subject=circle.family.id,
            )


def ending_lines(caseload: Caseload, plans: Mapping[str, EndingPlan]) -> Iterator[Due]:
    """Tell of last visits whose day has come, with families that are seen still."""
    today = caseload.today
    for circle in caseload.circles:
        plan = plans.get(circle.family.id) if circle.family.status is FamilyStatus.ACTIVE else None
        if plan is not None and plan.last_visit is not None and plan.last_visit <= today:
            yield Due(
                kind=DueKind.ENDING,
                on=plan.last_visit,
                title="Time to end, as planned",
                detail=f"{circle.title}, last visit {near_day(plan.last_visit, today)}",
                family=circle.family.id,
                subject=plan.id,
            )


def referral_lines(caseload: Caseload, referrals: Sequence[Referral]) -> Iterator[Due]:
    """Tell of referrals that nobody has decided."""
    for referral in referrals:
        if referral.status is ReferralStatus.OPEN:
            waited = counted((caseload.today - referral.received).days, "day")
            title = caseload[referral.family].title
            yield Due(
                kind=DueKind.REFERRAL,
                on=referral.received,
                title="Referral to decide",
                detail=f"{title}, from {_lower(referral.source.label)}, {waited}",
                family=referral.family,
                subject=referral.id,
            )


def unwritten_lines(caseload: Caseload, visits: Sequence[Visit], drafts: Sequence[KeptDraft]) -> Iterator[Due]:
    """Tell of visits of earlier days of which no note was begun."""
    begun = {kept.note.session.visit for kept in drafts}
    for visit in visits:
        day = visit.starts.date()
        if visit.id not in begun and day < caseload.today:
            title = caseload[visit.family].title
            yield Due(
                kind=DueKind.NOTE,
                on=day,
                title="Note to write",
                detail=f"{title}, {_lower(visit.how.label)}, {near_day(day, caseload.today)}",
                family=visit.family,
                subject=visit.id,
            )


def letter_lines(caseload: Caseload, drafts: Sequence[tuple[Letter, datetime]]) -> Iterator[Due]:
    """Tell of letters that nobody has signed."""
    for letter, started in drafts:
        waited = counted((caseload.today - started.date()).days, "day")
        yield Due(
            kind=DueKind.LETTER,
            on=started.date(),
            title="Letter unsigned",
            detail=f"{caseload[letter.family].title}, discharge letter, {waited}",
            family=letter.family,
            subject=letter.id,
        )


def follow_up_lines(caseload: Caseload, calls: Sequence[FollowUp]) -> Iterator[Due]:
    """Tell of calls that nobody has made yet."""
    for call in calls:
        if call.outcome is not None or call.due > caseload.today + HORIZON:
            continue
        circle = caseload[call.family]
        ended, planned = circle.family.ended, call.planned_for
        when = f"Planned {short_day(planned)}, {clock_time(planned)}" if planned else f"Due {short_day(call.due)}"
        who = f"{circle.title}, ended {long_day(ended)}" if ended else circle.title
        yield Due(
            kind=DueKind.FOLLOW_UP,
            on=planned.date() if planned else call.due,
            title=f"{call.months}-month follow-up",
            detail=f"{who}. {when}",
            family=call.family,
            subject=call.id,
        )


def consent_lines(caseload: Caseload, questions: Sequence[Consent]) -> Iterator[Due]:
    """Tell of questions about sharing that wait to be asked."""
    for consent in questions:
        if consent.ask_by is not None and consent.ask_by <= caseload.today + HORIZON:
            title = caseload[consent.family].title
            yield Due(
                kind=DueKind.CONSENT,
                on=consent.ask_by,
                title="Ask again about sharing",
                detail=f"{title}, {_lower(consent.purpose.label)}, by {short_day(consent.ask_by)}",
                family=consent.family,
                subject=consent.id,
            )


def comment_lines(caseload: Caseload, comments: Sequence[CommentRecord]) -> Iterator[Due]:
    """Tell of comments from supervision that nobody has read."""
    for comment in comments:
        if comment.family:
            yield Due(
                kind=DueKind.COMMENT,
                on=comment.at.date(),
                title=f"New comment on {comment.code}",
                detail=f"{caseload[comment.family].title}, from {comment.author}",
                family=comment.family,
                subject=comment.id,
            )


def afresh_lines(summaries: Sequence[Afresh]) -> Iterator[Due]:
    """Tell of summaries that were put back, or had left, when something behind them turned out wrong."""
    for one in summaries:
        yield Due(
            kind=DueKind.AFRESH,
            on=one.at.date(),
            title="Summary to approve afresh",
            detail=f"{one.circle.title}, for {one.reader}. {one.because}",
            family=one.circle.family.id,
            subject=one.circle.family.id,
            attention=True,
        )


def review_lines(reviews: Sequence[Review]) -> Iterator[Due]:
    """Tell which records have been kept long enough to be looked at; those that are held wait."""
    for review in reviews:
        if review.on is not None and review.hold is None:
            yield Due(
                kind=DueKind.REVIEW,
                on=review.on,
                title=f"Review the record of {review.circle.title}",
                detail=review.why,
                family=review.family.id,
                subject=review.family.id,
            )


def _turns_two(birthday: date, today: date, *, several: bool) -> str:
    if birthday < today:
        return f"turned two on {day_month(birthday) if birthday.year == today.year else long_day(birthday)}"
    days = (birthday - today).days
    when = "today" if days == 0 else "this week" if days < 7 else f"in {counted(days // 7, 'week')}"
    return f"{'turn' if several else 'turns'} two {when}"


def _lower(label: str) -> str:
    return label if label[:2].isupper() else label[:1].lower() + label[1:]
