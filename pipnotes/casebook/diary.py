"""What Today shows: the visits, the drafts, and what is due, with the one thing that wants attention first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum

from pipnotes.casebook.concerns import Concerns
from pipnotes.casebook.consents import Consents
from pipnotes.casebook.endings import Endings
from pipnotes.casebook.ledger import Ledger
from pipnotes.casebook.letters import Letters
from pipnotes.casebook.notes import KeptDraft, Notes
from pipnotes.casebook.supervision import Supervision
from pipnotes.casebook.visits import Visits
from pipnotes.domain.circle import Circle
from pipnotes.domain.codes import FamilyStatus, ReferralStatus, VisitState
from pipnotes.domain.ending import Letter
from pipnotes.domain.family import Referral
from pipnotes.domain.words import clock_time, counted, day_month, long_day, near_day, short_day
from pipnotes.domain.work import Visit

# "Turns two" appears twelve weeks ahead and asks for attention at eight, if no ending is planned.
BIRTHDAY_SHOWN = timedelta(weeks=12)
BIRTHDAY_ATTENTION = timedelta(weeks=8)
HORIZON = timedelta(weeks=6)
# A note is reminded of after a day and is late after two.
DRAFT_LATE = timedelta(days=2)


class DueKind(Enum):
    """What a due line is about, which says its icon and where it leads."""

    CONCERN = "concern"
    BIRTHDAY = "birthday"
    REFERRAL = "referral"
    NOTE = "note"
    LETTER = "letter"
    FOLLOW_UP = "follow-up"
    CONSENT = "consent"
    COMMENT = "comment"
    ENDING = "ending"


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


@dataclass(frozen=True, kw_only=True, slots=True)
class VisitLine:
    """One visit of the day with the family it is for."""

    visit: Visit
    circle: Circle
    number: int
    first: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class DraftLine:
    """One draft that waits, a note or a letter."""

    circle: Circle
    title: str
    started: date
    left: tuple[str, ...]
    late_days: int
    note: KeptDraft | None = None
    letter: Letter | None = None


class Diary:
    """Put the day together from the records."""

    def __init__(
        self,
        ledger: Ledger,
        *,
        visits: Visits,
        notes: Notes,
        letters: Letters,
        endings: Endings,
        consents: Consents,
        concerns: Concerns,
        supervision: Supervision,
    ) -> None:
        self._ledger = ledger
        self._visits = visits
        self._notes = notes
        self._letters = letters
        self._endings = endings
        self._consents = consents
        self._concerns = concerns
        self._supervision = supervision

    def visits_on(self, day: date) -> list[VisitLine]:
        """Return the visits of one day, in the order of the clock."""
        lines = []
        for visit in self._visits.on(day):
            number = self._number(visit)
            circle = self._ledger.circle(visit.family)
            lines.append(VisitLine(visit=visit, circle=circle, number=number, first=number == 1))
        return lines

    def drafts(self) -> list[DraftLine]:
        """Return the notes and letters that wait to be finished, the oldest first."""
        lines = []
        for kept in self._notes.drafts():
            session = kept.note.session
            age = self._ledger.now() - session.starts
            lines.append(
                DraftLine(
                    circle=self._ledger.circle(session.family),
                    title=session.title,
                    started=kept.started.date(),
                    left=self._notes.left_to_do(kept.note),
                    late_days=age.days if age >= DRAFT_LATE else 0,
                    note=kept,
                )
            )
        lines += [
            DraftLine(
                circle=self._ledger.circle(letter.family),
                title="Discharge letter",
                started=started.date(),
                left=(),
                late_days=0,
                letter=letter,
            )
            for letter, started in self._letters.drafts()
        ]
        return sorted(lines, key=lambda line: (line.started, line.title))

    def due(self) -> list[Due]:
        """Return what is due in the next weeks: attention first, then by date."""
        lines = [
            *self._concern_lines(),
            *self._birthday_lines(),
            *self._ending_lines(),
            *self._referral_lines(),
            *self._unwritten_lines(),
            *self._letter_lines(),
            *self._follow_up_lines(),
            *self._consent_lines(),
            *self._comment_lines(),
        ]
        return sorted(lines, key=lambda line: (not line.attention, line.on))

    def _number(self, visit: Visit) -> int:
        earlier = [
            v
            for v in self._visits.of(visit.family)
            if v.starts < visit.starts and (v.attendance is None or v.attendance.held)
        ]
        signed = [stored.body.number for stored in self._notes.of(visit.family) if stored.body.visit == visit.id]
        if signed:
            return signed[0]
        known = max((stored.body.number for stored in self._notes.of(visit.family)), default=0)
        coming = [v for v in earlier if not v.session and v.state is VisitState.PLANNED]
        return known + len(coming) + 1

    def _concern_lines(self) -> list[Due]:
        lines = []
        for concern in self._concerns.open():
            circle = self._ledger.circle(concern.family)
            about = circle.named(concern.about)
            who = about[0].called if about else circle.title
            lines.append(
                Due(
                    kind=DueKind.CONCERN,
                    on=concern.raised.date(),
                    title=f"Concern for {who}",
                    detail=f"{circle.title}, {concern.trigger.label.lower()}. No outcome yet.",
                    family=concern.family,
                    subject=concern.id,
                    attention=True,
                )
            )
        return lines

    def _birthday_lines(self) -> list[Due]:
        today = self._ledger.today()
        lines = []
        for circle in self._ledger.circles():
            birthday = circle.second_birthday
            if circle.family.status is not FamilyStatus.ACTIVE or birthday is None or birthday < today:
                continue
            left = birthday - today
            plan = self._endings.plan(circle.family.id)
            planned = plan is not None and plan.last_visit is not None
            if left > BIRTHDAY_SHOWN or planned:
                continue
            lines.append(
                Due(
                    kind=DueKind.BIRTHDAY,
                    on=birthday,
                    title=f"{circle.title} turns two in {counted(left.days // 7, 'week')}",
                    detail=f"{day_month(birthday)}. No ending planned with the family yet.",
                    family=circle.family.id,
                    subject=circle.family.id,
                    attention=left <= BIRTHDAY_ATTENTION,
                )
            )
        return lines

    def _ending_lines(self) -> list[Due]:
        today = self._ledger.today()
        lines = []
        for circle in self._ledger.circles():
            plan = self._endings.plan(circle.family.id) if circle.family.status is FamilyStatus.ACTIVE else None
            if plan is None or plan.last_visit is None or plan.ended_on or plan.last_visit > today:
                continue
            lines.append(
                Due(
                    kind=DueKind.ENDING,
                    on=plan.last_visit,
                    title="Time to end, as planned",
                    detail=f"{circle.title}, last visit {near_day(plan.last_visit, today)}",
                    family=circle.family.id,
                    subject=plan.id,
                )
            )
        return lines

    def _referral_lines(self) -> list[Due]:
        today = self._ledger.today()
        lines = []
        for referral in self._ledger.vault.all(Referral):
            if referral.status is ReferralStatus.OPEN:
                circle = self._ledger.circle(referral.family)
                waited = (today - referral.received).days
                lines.append(
                    Due(
                        kind=DueKind.REFERRAL,
                        on=referral.received,
                        title="Referral to decide",
                        detail=f"{circle.title}, from {_lower(referral.source.label)}, {counted(waited, 'day')}",
                        family=referral.family,
                        subject=referral.id,
                    )
                )
        return lines

    def _unwritten_lines(self) -> list[Due]:
        today = self._ledger.today()
        begun = {kept.note.session.visit for kept in self._notes.drafts()}
        return [
            Due(
                kind=DueKind.NOTE,
                on=visit.starts.date(),
                title="Note to write",
                detail=f"{self._ledger.circle(visit.family).title}, {_lower(visit.how.label)}, "
                f"{near_day(visit.starts.date(), today)}",
                family=visit.family,
                subject=visit.id,
            )
            for visit in self._visits.unwritten()
            if visit.id not in begun and visit.starts.date() < today
        ]

    def _letter_lines(self) -> list[Due]:
        today = self._ledger.today()
        return [
            Due(
                kind=DueKind.LETTER,
                on=started.date(),
                title="Letter unsigned",
                detail=f"{self._ledger.circle(letter.family).title}, discharge letter, "
                f"{counted((today - started.date()).days, 'day')}",
                family=letter.family,
                subject=letter.id,
            )
            for letter, started in self._letters.drafts()
        ]

    def _follow_up_lines(self) -> list[Due]:
        today = self._ledger.today()
        lines = []
        for call in self._endings.follow_ups():
            if call.outcome is not None or call.due > today + HORIZON:
                continue
            circle = self._ledger.circle(call.family)
            ended, planned = circle.family.ended, call.planned_for
            when = f"Planned {short_day(planned)}, {clock_time(planned)}" if planned else f"Due {short_day(call.due)}"
            lines.append(
                Due(
                    kind=DueKind.FOLLOW_UP,
                    on=planned.date() if planned else call.due,
                    title=f"{call.months}-month follow-up",
                    detail=f"{circle.title}, ended {long_day(ended) if ended else ''}. {when}",
                    family=call.family,
                    subject=call.id,
                )
            )
        return lines

    def _consent_lines(self) -> list[Due]:
        today = self._ledger.today()
        return [
            Due(
                kind=DueKind.CONSENT,
                on=consent.ask_by,
                title="Ask again about sharing",
                detail=f"{self._ledger.circle(consent.family).title}, {_lower(consent.purpose.label)}, "
                f"by {short_day(consent.ask_by)}",
                family=consent.family,
                subject=consent.id,
            )
            for consent in self._consents.to_ask()
            if consent.ask_by is not None and consent.ask_by <= today + HORIZON
        ]

    def _comment_lines(self) -> list[Due]:
        return [
            Due(
                kind=DueKind.COMMENT,
                on=comment.at.date(),
                title=f"New comment on {comment.code}",
                detail=f"{self._ledger.circle(comment.family).title}, from {comment.author}",
                family=comment.family,
                subject=comment.id,
            )
            for comment in self._supervision.unread()
            if comment.family
        ]


def _lower(label: str) -> str:
    return label if label[:2].isupper() else label[:1].lower() + label[1:]
