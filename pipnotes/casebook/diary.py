"""What Today shows: the visits, the drafts, and what is due, with the one thing that wants attention first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from pipnotes.casebook import due
from pipnotes.casebook.afresh import ToApprove
from pipnotes.casebook.concerns import Concerns
from pipnotes.casebook.consents import Consents
from pipnotes.casebook.due import Due, DueKind
from pipnotes.casebook.endings import Endings
from pipnotes.casebook.ledger import Ledger
from pipnotes.casebook.letters import Letters
from pipnotes.casebook.notes import KeptDraft, Notes
from pipnotes.casebook.numbering import next_number, visit_numbers
from pipnotes.casebook.retention import Retention
from pipnotes.casebook.supervision import Supervision
from pipnotes.casebook.visits import Visits
from pipnotes.domain.circle import Circle
from pipnotes.domain.ending import Letter
from pipnotes.domain.family import Referral
from pipnotes.domain.work import Visit

__all__ = ["Diary", "DraftLine", "Due", "DueKind", "VisitLine"]

# A note is reminded of after a day and is late after two.
DRAFT_LATE = timedelta(days=2)


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
        self._to_approve = ToApprove(ledger)
        self._retention = Retention(ledger)

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
        caseload = due.Caseload(self._ledger)
        plans = self._endings.plans(circle.family for circle in caseload.circles)
        answers = self._consents.all_current()
        lines = [
            *due.concern_lines(caseload, self._concerns.open()),
            *due.birthday_lines(caseload, plans),
            *due.birth_lines(caseload),
            *due.ending_lines(caseload, plans),
            *due.referral_lines(caseload, self._ledger.vault.all(Referral)),
            *due.unwritten_lines(caseload, self._visits.unwritten(), self._notes.drafts()),
            *due.letter_lines(caseload, self._letters.drafts()),
            *due.follow_up_lines(caseload, self._endings.follow_ups(answers=answers)),
            *due.consent_lines(caseload, self._consents.to_ask(answers)),
            *due.comment_lines(caseload, self._supervision.unread()),
            *due.review_lines(self._retention.coming(caseload.today + due.HORIZON)),
            *due.afresh_lines(self._to_approve.all()),
        ]
        return sorted(lines, key=lambda line: (not line.attention, line.on))

    def _number(self, visit: Visit) -> int:
        known = self._notes.numbered(visit.family)
        return visit_numbers(self._visits.of(visit.family), known).get(visit.id) or next_number(known)
