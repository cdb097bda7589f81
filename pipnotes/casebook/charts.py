"""Scores as a person reads them: the line, its bands, what changed for sure, and the same in words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from pipnotes import measures
from pipnotes.casebook.concerns import Concerns
from pipnotes.casebook.ledger import Ledger
from pipnotes.casebook.scores import Scores
from pipnotes.domain.circle import Circle
from pipnotes.domain.family import Person
from pipnotes.domain.words import MONTHS, counted, day_month, listed
from pipnotes.domain.work import Concern, MeasureResponse, Session
from pipnotes.measures import Direction, Measure


@dataclass(frozen=True, kw_only=True, slots=True)
class ScorePoint:
    """One completed form; `change` is None at the first, `reliable` None where no reliable change is published."""

    response: str
    on: date
    total: int
    band: str
    below_cut_off: bool | None
    change: int | None
    reliable: bool | None
    better: bool
    given_at: str

    @property
    def reliable_words(self) -> str:
        """Return whether the change from the first score is more than chance, as a table says it."""
        if self.change is None or self.reliable is None:
            return ""
        if not self.reliable:
            return "No"
        return "Yes, improved" if self.better else "Yes, harder now"


@dataclass(frozen=True, kw_only=True, slots=True)
class ScoreBand:
    """The published name of a range of totals, both ends included."""

    low: int
    high: int
    label: str


@dataclass(frozen=True, kw_only=True, slots=True)
class ScoreSeries:
    """The scores of one person on one measure, the earliest first, with what is published about the measure."""

    person: Person
    measure: str
    name: str
    about: str
    lowest: int
    highest: int
    higher_is_better: bool
    bands: tuple[ScoreBand, ...]
    cut_off: int | None
    needed: int | None
    points: tuple[ScorePoint, ...]
    words: str
    sources: tuple[str, ...]

    @property
    def span(self) -> str:
        """Return the range and the way, as a heading says it: 0 to 27. Lower is better."""
        way = "Higher" if self.higher_is_better else "Lower"
        return f"{self.lowest} to {self.highest}. {way} is better."


@dataclass(frozen=True, kw_only=True, slots=True)
class RiskAnswer:
    """An answer that had to be seen to the same day, with the concern that it opened and that is still open."""

    person: Person
    measure: str
    on: date
    about: str
    concern: Concern


class Charts:
    """Read the completed measures of a family."""

    def __init__(self, ledger: Ledger, *, scores: Scores, concerns: Concerns) -> None:
        self._ledger = ledger
        self._scores = scores
        self._concerns = concerns

    def of(self, family: str) -> tuple[ScoreSeries, ...]:
        """Return a line for each person and measure, in the order of the family."""
        circle = self._ledger.circle(family)
        places = {person.id: place for place, person in enumerate(circle.people)}
        sessions = sorted(self._ledger.vault.all(Session, family=family), key=lambda session: session.starts)
        # The scores of somebody who was entered in error, or never was of this family, are no line of anybody here.
        trends = {key: found for key, found in self._scores.trends(family).items() if key[0] in places}
        found = [
            self._series(circle.person(person), measures.load(name), responses, sessions)
            for (person, name), responses in sorted(trends.items(), key=lambda item: (places[item[0][0]], item[0][1]))
        ]
        return tuple(found)

    def risks(self, family: str) -> tuple[RiskAnswer, ...]:
        """Return the risk answers whose concern has no outcome yet, the latest first."""
        circle = self._ledger.circle(family)
        responses = {response.id: response for response in self._scores.of(family)}
        found = []
        for concern in reversed(self._concerns.open(family)):
            response = responses.get(concern.measure)
            person = self._person(circle, response.person) if response else None
            if response is None or person is None:
                continue
            known = measures.load(response.measure)
            labels = [item.label for item in known.items if item.number in known.risk_items]
            found.append(
                RiskAnswer(
                    person=person,
                    measure=known.name,
                    on=response.on,
                    about=listed(labels),
                    concern=concern,
                )
            )
        return tuple(found)

    def _person(self, circle: Circle, person: str) -> Person | None:
        """Return a person of the family, also one entered in error: a risk answer is never passed over for that."""
        for stored in self._ledger.vault.all_stored(Person, family=circle.family.id):
            if stored.id == person:
                return stored.record
        return None

    def _series(
        self, person: Person, known: Measure, responses: list[MeasureResponse], sessions: list[Session]
    ) -> ScoreSeries:
        first = responses[0].total or 0
        points = tuple(_point(known, response, first, sessions, place) for place, response in enumerate(responses))
        sources = {f"{fact.source} ({fact.year})" for fact in (known.cut_off, known.reliable_change) if fact}
        return ScoreSeries(
            person=person,
            measure=known.id,
            name=known.name,
            about=known.about,
            lowest=known.lowest,
            highest=known.highest,
            higher_is_better=known.higher_is_better,
            bands=tuple(ScoreBand(low=band.low, high=band.high, label=band.label) for band in known.bands),
            cut_off=known.cut_off.value if known.cut_off else None,
            needed=known.reliable_change.value if known.reliable_change else None,
            points=points,
            words=_in_words(person.called, known, responses, points),
            sources=tuple(sorted(sources)),
        )


def _point(known: Measure, response: MeasureResponse, first: int, sessions: list[Session], place: int) -> ScorePoint:
    total = response.total or 0
    moved = measures.change(known, first, total) if place else None
    return ScorePoint(
        response=response.id,
        on=response.on,
        total=total,
        band=known.band(total) or "",
        below_cut_off=total < known.cut_off.value if known.cut_off else None,
        change=moved.points if moved else None,
        reliable=moved.reliable if moved else None,
        better=moved is not None and moved.direction is Direction.BETTER,
        given_at=_given_at(response, sessions),
    )


def _given_at(response: MeasureResponse, sessions: list[Session]) -> str:
    for session in sessions:
        if session.id == response.session or (not response.session and session.starts.date() == response.on):
            return session.title
    before = [session.number for session in sessions if session.starts.date() < response.on]
    after = [session.number for session in sessions if session.starts.date() > response.on]
    if before and after:
        return f"Between meetings {max(before)} and {min(after)}"
    if before:
        return f"After meeting {max(before)}"
    return "Before the first meeting" if after else ""


def _in_words(called: str, known: Measure, responses: list[MeasureResponse], points: tuple[ScorePoint, ...]) -> str:
    first, last = points[0], points[-1]
    said = [_way(called, first, last), _against_cut_off(known, last), *_weight(known, last)]
    return " ".join(part for part in [*said, *_risk_words(known, responses)] if part)


def _way(called: str, first: ScorePoint, last: ScorePoint) -> str:
    if last is first:
        return f"{called}’s first score was {first.total} on {day_month(first.on)}."
    began, now = _month(first.on, last.on), _month(last.on, first.on)
    if last.total == first.total:
        return f"{called}’s score was {first.total} in {began} and is {last.total} again in {now}."
    return f"{called}’s score went from {first.total} in {began} to {last.total} in {now}."


def _against_cut_off(known: Measure, last: ScorePoint) -> str:
    if known.cut_off is None:
        return ""
    side = "below the cut-off" if last.below_cut_off else "at or above the cut-off"
    return f"It is {side} of {known.cut_off.value}."


def _weight(known: Measure, last: ScorePoint) -> list[str]:
    if last.change is None:
        return []
    if known.reliable_change is None:
        return ["No reliable change is published for this measure, so none is shown."]
    if last.reliable:
        return ["The change is larger than chance alone would usually explain."]
    points = counted(known.reliable_change.value, "point")
    return [f"A change of fewer than {points} can be chance."]


def _risk_words(known: Measure, responses: list[MeasureResponse]) -> list[str]:
    said = []
    for number in known.risk_items:
        label = next(item.label for item in known.items if item.number == number)
        answers = [(r.on, r.answers[number - 1]) for r in responses if len(r.answers) >= number]
        above = [day_month(on) for on, answer in answers if answer]
        if not answers or any(answer is None for _, answer in answers):
            continue
        about = f"Question {number} ({label[:1].lower()}{label[1:]})"
        if above:
            said.append(f"{about} was above 0 on {listed(above)}.")
        else:
            said.append(f"{about} was 0{' every time' if len(answers) > 1 else ''}.")
    return said


def _month(day: date, other: date) -> str:
    return MONTHS[day.month - 1] + (f" {day.year}" if day.year != other.year else "")
