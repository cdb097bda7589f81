"""The work itself: visits, notes, what was seen between them, hopes, measures and concerns."""

from __future__ import annotations

from datetime import date, datetime

from pipnotes.domain.codes import (
    Answer,
    Attendance,
    ConcernDecision,
    ConcernTrigger,
    Dimension,
    Meeting,
    VisitState,
)
from pipnotes.domain.fields import Kind, Share, note, part, record


@record("visit")
class Visit:
    """A meeting that is planned; when it has been, its session says what happened."""

    id: str = note("Id", Kind.LINK, Share.NEVER)
    family: str = note("Family", Kind.LINK, Share.NEVER)
    starts: datetime = note("Starts", Kind.MOMENT, Share.NEVER, required=True)
    minutes: int = note("Minutes", Kind.NUMBER, Share.NEVER, default=60)
    how: Meeting = note("How", Kind.CHOICE, Share.NEVER, choices=Meeting, default=Meeting.HOME)
    people: tuple[str, ...] = note("With", Kind.LINK, Share.NEVER, default=())
    remember: str = note("To remember", Kind.LINE, Share.NEVER, hint="A measure to offer, a key to bring", default="")
    state: VisitState = note("State", Kind.CHOICE, Share.NEVER, choices=VisitState, default=VisitState.PLANNED)
    attendance: Attendance | None = note("What happened", Kind.CHOICE, Share.NEVER, choices=Attendance, default=None)
    why_not: str = note("Why it did not happen", Kind.LINE, Share.NEVER, default="")
    session: str = note("Its note", Kind.LINK, Share.NEVER, default="")


# The five sections of a note, in the order in which they are read: the field, its heading, its Ctrl+number.
SECTIONS = (
    ("baby", "Baby"),
    ("parent", "Parent"),
    ("between", "Between them"),
    ("strengths", "Strengths noticed"),
    ("next_time", "Next time"),
)


@record("session")
class Session:
    """The note of one meeting, written afterwards, never in the room."""

    id: str = note("Id", Kind.LINK, Share.NEVER)
    family: str = note("Family", Kind.LINK, Share.NEVER)
    number: int = note("Meeting number", Kind.NUMBER, Share.CODED)
    starts: datetime = note("Started", Kind.MOMENT, Share.NEVER, required=True)
    minutes: int = note("Minutes", Kind.NUMBER, Share.NEVER, default=60)
    how: Meeting = note("How", Kind.CHOICE, Share.CODED, choices=Meeting, default=Meeting.HOME)
    attendance: Attendance = note(
        "Attendance", Kind.CHOICE, Share.CODED, choices=Attendance, default=Attendance.ON_TIME
    )
    present: tuple[str, ...] = note("Who", Kind.LINK, Share.CODED, default=())
    interpreter: str = note("Interpreter", Kind.LINE, Share.NEVER, default="")
    visit: str = note("Planned visit", Kind.LINK, Share.NEVER, default="")
    baby: str = note("Baby", Kind.PROSE, Share.REVIEWED, default="")
    parent: str = note("Parent", Kind.PROSE, Share.REVIEWED, default="")
    between: str = note("Between them", Kind.PROSE, Share.REVIEWED, default="")
    strengths: str = note("Strengths noticed", Kind.PROSE, Share.REVIEWED, default="")
    next_time: str = note("Next time", Kind.PROSE, Share.REVIEWED, default="")
    rewritten_from: str = note("Written again from", Kind.LINK, Share.NEVER, default="")

    @property
    def title(self) -> str:
        """Return what the note is called on every screen, for instance "Home visit 14"."""
        return f"{self.how.label} {self.number}"


@record("reflection")
class Reflection:
    """The therapist's own process note: a record of its own kind, never in a letter, summary or print."""

    id: str = note("Id", Kind.LINK, Share.NEVER)
    family: str = note("Family", Kind.LINK, Share.NEVER)
    session: str = note("Note", Kind.LINK, Share.NEVER)
    text: str = note("My reflection", Kind.PROSE, Share.NEVER, default="")


@part
class Rating:
    """One thing seen between them, with the words of the note that show it."""

    dimension: Dimension = note("What", Kind.CHOICE, Share.CODED, choices=Dimension)
    score: int | None = note("0 not seen, 4 most of the time", Kind.NUMBER, Share.CODED, default=None)
    evidence: str = note("Words from the note", Kind.LINE, Share.NEVER, default="")


@record("observation")
class Observation:
    """What was seen between them at one meeting: four ratings, each 0 to 4, or not rated."""

    id: str = note("Id", Kind.LINK, Share.NEVER)
    family: str = note("Family", Kind.LINK, Share.NEVER)
    session: str = note("Note", Kind.LINK, Share.NEVER)
    ratings: tuple[Rating, ...] = note("Ratings", Kind.PARTS, Share.CODED, default=())


@record("goal")
class Goal:
    """A hope in the family's own words; a changed hope is closed and a new one opened, never reworded."""

    id: str = note("Id", Kind.LINK, Share.NEVER)
    family: str = note("Family", Kind.LINK, Share.NEVER)
    words: str = note("What they hope for", Kind.LINE, Share.NEVER, required=True)
    people: tuple[str, ...] = note("Whose hope", Kind.LINK, Share.NEVER, default=())
    set_on: date = note("Set on", Kind.DAY, Share.NEVER)
    closed_on: date | None = note("Closed on", Kind.DAY, Share.NEVER, default=None)


@record("goal-rating")
class GoalRating:
    """How far along a hope is today: 0 not started, 5 about half way, 10 there."""

    id: str = note("Id", Kind.LINK, Share.NEVER)
    family: str = note("Family", Kind.LINK, Share.NEVER)
    goal: str = note("Hope", Kind.LINK, Share.NEVER)
    on: date = note("On", Kind.DAY, Share.NEVER)
    score: int = note("0 to 10", Kind.NUMBER, Share.CODED)
    session: str = note("Note", Kind.LINK, Share.NEVER, default="")


@record("measure")
class MeasureResponse:
    """One completed form, on the record of the person who filled it in; `rater` says who that was."""

    id: str = note("Id", Kind.LINK, Share.NEVER)
    family: str = note("Family", Kind.LINK, Share.NEVER)
    person: str = note("About", Kind.LINK, Share.CODED)
    measure: str = note("Measure", Kind.LINE, Share.CODED)
    on: date = note("On", Kind.DAY, Share.NEVER)
    answers: tuple[int | None, ...] = note("Answers", Kind.NUMBER, Share.NEVER, default=())
    total: int | None = note("Total", Kind.NUMBER, Share.CODED, default=None)
    rater: str = note("Filled in by", Kind.LINE, Share.NEVER, default="Self")
    session: str = note("Note", Kind.LINK, Share.NEVER, default="")


@record("concern")
class Concern:
    """Something that must not be forgotten: it stays on Today until it has an outcome, whatever the score."""

    id: str = note("Id", Kind.LINK, Share.NEVER)
    family: str = note("Family", Kind.LINK, Share.NEVER)
    raised: datetime = note("Raised", Kind.MOMENT, Share.NEVER)
    trigger: ConcernTrigger = note("What raised it", Kind.CHOICE, Share.CODED, choices=ConcernTrigger)
    about: tuple[str, ...] = note("About", Kind.LINK, Share.NEVER, default=())
    words: str = note("What was said or seen", Kind.PROSE, Share.NEVER, default="")
    measure: str = note("Measure", Kind.LINK, Share.NEVER, default="")
    decision: ConcernDecision | None = note("Decision", Kind.CHOICE, Share.NEVER, choices=ConcernDecision, default=None)
    discussed_with: str = note("Talked over with", Kind.LINE, Share.NEVER, default="")
    family_told: Answer = note("The family knows", Kind.CHOICE, Share.NEVER, choices=Answer, default=Answer.UNKNOWN)
    outcome: str = note("Outcome", Kind.PROSE, Share.NEVER, default="")
    closed: datetime | None = note("Closed", Kind.MOMENT, Share.NEVER, default=None)
    review_on: date | None = note("Look again on", Kind.DAY, Share.NEVER, default=None)
