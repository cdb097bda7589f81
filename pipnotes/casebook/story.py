"""The story of a family so far, newest first, with what is planned on top."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import Enum

from pipnotes import measures
from pipnotes.casebook.endings import Endings
from pipnotes.casebook.ledger import Ledger
from pipnotes.casebook.notes import Notes
from pipnotes.casebook.numbering import visit_numbers
from pipnotes.casebook.scores import Scores
from pipnotes.casebook.thousand_days import Days, days_of
from pipnotes.casebook.visits import Visits
from pipnotes.domain.circle import Circle
from pipnotes.domain.codes import EndingType, VisitState
from pipnotes.domain.ending import EndingPlan, FollowUp, Letter
from pipnotes.domain.family import Person, Referral
from pipnotes.domain.sharing import TalkedOver
from pipnotes.domain.words import listed
from pipnotes.domain.work import Concern, MeasureResponse, Session
from pipnotes.vault import Lifecycle


class Chapter(Enum):
    """The kinds of line in a story; each can be left out of sight by its chip."""

    VISITS = "Visits"
    MEASURES = "Measures"
    LETTERS = "Letters"
    AMENDMENTS = "Amendments"
    MILESTONES = "Milestones"


@dataclass(frozen=True, kw_only=True, slots=True)
class Line:
    """One line of the story; `record` is what it opens, if anything."""

    chapter: Chapter
    at: datetime
    title: str
    who: str = ""
    text: str = ""
    record: str = ""
    icon: str = ""
    planned: bool = False
    in_error: bool = False


class Story:
    """Tell what has happened, from the records."""

    def __init__(self, ledger: Ledger, *, visits: Visits, endings: Endings, scores: Scores) -> None:
        self._ledger = ledger
        self._visits = visits
        self._endings = endings
        self._scores = scores
        self._noted = Notes(ledger)

    def lines(self, family: str) -> list[Line]:
        """Return the story of a family, the newest first; what is planned stands on top."""
        circle = self._ledger.circle(family)
        lines = [
            *self._planned(circle),
            *self._notes(circle),
            *self._measures(circle),
            *self._letters(circle),
            *self._milestones(circle),
        ]
        return sorted(lines, key=lambda line: line.at, reverse=True)

    def presence(self, family: str) -> tuple[list[tuple[Person, int]], int]:
        """Return who has been there and how often, everybody of the family who ever was, and the meetings held."""
        circle = self._ledger.circle(family)
        held = [s for s in self._ledger.vault.all(Session, family=family) if s.attendance.held]
        times = Counter(person for session in held for person in session.present)
        there = [(person, times[person.id]) for person in circle.kin if times[person.id]]
        babies = {infant.id for infant in circle.infants}
        return [(person, count) for person, count in there if person.id not in babies], len(held)

    def days(self, family: str) -> Days | None:
        """Return the 1001 days of a family, or None when neither a birthday nor a due date is known."""
        return days_of(self._ledger, self._endings, self._ledger.circle(family))

    def _planned(self, circle: Circle) -> list[Line]:
        lines = []
        visits = self._visits.of(circle.family.id)
        numbers = visit_numbers(visits, self._noted.numbered(circle.family.id))
        for visit in visits:
            people = listed([person.called for person in circle.named(visit.people)])
            if visit.state is VisitState.PLANNED and not visit.session:
                lines.append(
                    Line(
                        chapter=Chapter.VISITS,
                        at=visit.starts,
                        title=f"{visit.how.label} {numbers[visit.id]}",
                        who="planned",
                        text=". ".join(part for part in (people, visit.remember) if part),
                        record=visit.id,
                        icon=visit.how.value,
                        planned=True,
                    )
                )
            elif visit.state in (VisitState.MISSED, VisitState.CANCELLED) and not visit.session:
                what = visit.attendance.label if visit.attendance else visit.state.label
                lines.append(
                    Line(
                        chapter=Chapter.VISITS,
                        at=visit.starts,
                        title=visit.how.label,
                        who=what[:1].lower() + what[1:],
                        text=visit.why_not,
                        icon="not-held",
                    )
                )
        return lines

    def _notes(self, circle: Circle) -> list[Line]:
        lines = []
        for stored in self._ledger.vault.all_stored(Session, family=circle.family.id):
            if stored.record is None:
                continue
            note = stored.record
            people = listed([person.called for person in circle.named(note.present)])
            wrong = stored.lifecycle is Lifecycle.ENTERED_IN_ERROR
            state = {Lifecycle.AMENDED: "Signed, amended", Lifecycle.ENTERED_IN_ERROR: "Entered in error"}
            lines.append(
                Line(
                    chapter=Chapter.VISITS,
                    at=note.starts,
                    title=note.title,
                    who=". ".join(part for part in (people, state.get(stored.lifecycle, "Signed")) if part),
                    text="" if wrong else _first_sentences(note.between or note.baby or note.strengths or note.parent),
                    record=note.id,
                    icon=note.how.value,
                    in_error=wrong,
                )
            )
            if stored.number > 1:
                lines += self._amendments(note)
        return lines

    def _amendments(self, note: Session) -> list[Line]:
        return [
            Line(
                chapter=Chapter.AMENDMENTS,
                at=version.at,
                title="Amendment",
                who=f"to {note.title.lower()} by {version.by}",
                text=version.reason,
                record=note.id,
                icon="amendment",
            )
            for version in self._ledger.vault.history(note.id)[1:]
            if version.lifecycle is Lifecycle.AMENDED
        ]

    def _measures(self, circle: Circle) -> list[Line]:
        lines = []
        for (person, name), responses in self._scores.trends(circle.family.id).items():
            known, called = measures.load(name), self._called(circle, person)
            for place, response in enumerate(responses):
                first = responses[0]
                words = measures.in_words(known, first.total or 0, response.total) if place else ""
                lines.append(
                    Line(
                        chapter=Chapter.MEASURES,
                        at=self._noon(response),
                        title=f"{known.name}, {called}: {response.total}",
                        who=f"was {first.total} at first" if place else "first score",
                        text=words,
                        record=response.id,
                        icon="measure",
                    )
                )
        return lines

    def _called(self, circle: Circle, person: str) -> str:
        known = circle.person_or_none(person)
        if known is not None:
            return known.called
        for stored in self._ledger.vault.all_stored(Person, family=circle.family.id):
            if stored.id == person and stored.record is not None:
                return f"{stored.record.called} (entered in error)"
        return "somebody not written down here"

    def _letters(self, circle: Circle) -> list[Line]:
        return [
            Line(
                chapter=Chapter.LETTERS,
                at=letter.signed,
                title="Discharge letter",
                who=f"signed by {letter.signed_by}",
                text="Copies for " + listed([copy.name for copy in letter.copies]) + ".",
                record=letter.id,
                icon="letter",
            )
            for letter in self._ledger.vault.all(Letter, family=circle.family.id)
            if letter.signed is not None
        ]

    def _milestones(self, circle: Circle) -> list[Line]:
        family = circle.family.id
        lines = [
            Line(
                chapter=Chapter.MILESTONES,
                at=self._morning(referral.received),
                title="Referred",
                who=f"by {referral.referrer}" if referral.referrer else f"source: {referral.source.label}",
                text=referral.concern,
                record=referral.id,
                icon="referral",
            )
            for referral in self._ledger.vault.all(Referral, family=family)
        ]
        lines += [
            Line(
                chapter=Chapter.MILESTONES,
                at=concern.raised,
                title="Concern raised",
                who="open" if concern.closed is None else "closed with an outcome",
                text=concern.outcome or concern.words,
                record=concern.id,
                icon="concern",
            )
            for concern in self._ledger.vault.all(Concern, family=family)
        ]
        lines += [
            Line(
                chapter=Chapter.MILESTONES,
                at=self._morning(entry.on) + timedelta(hours=8),
                title="Talked over in supervision",
                who=f"with {entry.name}",
                text=entry.words,
                icon="supervision",
            )
            for entry in self._ledger.vault.all(TalkedOver, family=family)
        ]
        lines += [self._ending(plan, plan.ended_on) for plan in self._endings.ended(family) if plan.ended_on]
        for call in self._endings.follow_ups(family):
            lines += self._call(call)
        return lines

    def _ending(self, plan: EndingPlan, on: date) -> Line:
        how = plan.how_ended or EndingType.PLANNED
        return Line(
            chapter=Chapter.MILESTONES,
            at=self._morning(on) + timedelta(hours=12),
            title="Ended",
            who=how.label[:1].lower() + how.label[1:],
            record=plan.id,
            icon="ending",
        )

    def _call(self, call: FollowUp) -> list[Line]:
        if call.done_on is None or call.outcome is None:
            return []
        return [
            Line(
                chapter=Chapter.MILESTONES,
                at=self._morning(call.done_on),
                title=f"{call.months}-month call",
                who=call.outcome.label[:1].lower() + call.outcome.label[1:],
                text=call.words,
                record=call.id,
                icon="phone",
            )
        ]

    def _noon(self, response: MeasureResponse) -> datetime:
        return self._morning(response.on) + timedelta(hours=3)

    def _morning(self, day: date) -> datetime:
        return datetime(day.year, day.month, day.day, 9, 0, tzinfo=self._ledger.now().tzinfo)


def _first_sentences(text: str, limit: int = 180) -> str:
    """Return the beginning of a text up to a sentence's end near the limit."""
    flat = " ".join(text.split())
    if len(flat) <= limit:
        return flat
    cut = flat.rfind(". ", 0, limit)
    return flat[: cut + 1] if cut > limit // 3 else flat[: flat.rfind(" ", 0, limit)] + " …"
