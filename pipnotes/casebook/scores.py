"""Measures as they were filled in: scored, compared with the first, and never silent about a risk answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from pipnotes import measures
from pipnotes.casebook.concerns import Concerns
from pipnotes.casebook.ledger import Ledger, new_id
from pipnotes.domain.codes import ConcernTrigger
from pipnotes.domain.work import Concern, MeasureResponse


@dataclass(frozen=True, kw_only=True, slots=True)
class Scored:
    """A response as it was kept, its score, and the concern it opened, if it did."""

    response: MeasureResponse
    score: measures.Score
    concern: Concern | None


class Scores:
    """Take down completed measures and read them again."""

    def __init__(self, ledger: Ledger, concerns: Concerns) -> None:
        self._ledger = ledger
        self._concerns = concerns

    def offered(self) -> tuple[measures.Measure, ...]:
        """Return the measures that this program can score."""
        return tuple(measures.load(name) for name in measures.names())

    def score(self, measure: str, answers: Mapping[int, int]) -> measures.Score:
        """Return what the answers so far come to, without keeping them; `answers` as in `take_down`."""
        return measures.score(measures.load(measure), answers)

    def take_down(
        self, family: str, person: str, measure: str, answers: Mapping[int, int], *, on: date, session: str = ""
    ) -> Scored:
        """Keep one completed form on the record of the person who filled it in.

        `answers` maps item numbers from 1 to the ticked option's place counted from 0. A risk answer opens a concern
        in the same contribution, whatever the total (reference: PHQ-9 item 9 of 1 or more).
        """
        known = measures.load(measure)
        score = measures.score(known, answers)
        response = MeasureResponse(
            id=new_id(),
            family=family,
            person=person,
            measure=measure,
            on=on,
            answers=tuple(answers.get(number) for number in range(1, len(known.items) + 1)),
            total=score.total,
            session=session,
        )
        concern = self._concern(response, known, score) if score.risk_items else None
        records: list[object] = [response] if concern is None else [response, concern]
        self._ledger.write("measure taken down", *records, family=family, subject=response.id)
        return Scored(response=response, score=score, concern=concern)

    def of(self, family: str) -> list[MeasureResponse]:
        """Return the responses of a family, the earliest first."""
        return sorted(self._ledger.vault.all(MeasureResponse, family=family), key=lambda response: response.on)

    def trends(self, family: str) -> dict[tuple[str, str], list[MeasureResponse]]:
        """Return the completed responses by person and measure, the earliest first."""
        found: dict[tuple[str, str], list[MeasureResponse]] = {}
        for response in self.of(family):
            if response.total is not None:
                found.setdefault((response.person, response.measure), []).append(response)
        return found

    def _concern(self, response: MeasureResponse, known: measures.Measure, score: measures.Score) -> Concern:
        labels = {item.number: item.label for item in known.items}
        items = ", ".join(labels[number] for number in score.risk_items)
        return self._concerns.raised(
            response.family,
            ConcernTrigger.SCORE,
            about=(response.person,),
            words=f"{known.name}: an answer above 0 for {items}.",
            measure=response.id,
        )
