"""The agendas of a supervisor's next meetings: which families to talk over with whom, and when, on one sheet each."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from pipnotes.casebook.held import Held
from pipnotes.casebook.ledger import Ledger
from pipnotes.casebook.sealed_files import measure_name
from pipnotes.domain.codes import PracticeRole
from pipnotes.domain.singling import NOT_TOLD
from pipnotes.domain.summary import Summary
from pipnotes.domain.words import clock_time, counted, short_day
from pipnotes.errors import Problem, WrongUse
from pipnotes.letters.agenda import AgendaFamily, AgendaMeeting

_NEXT = "next-supervision-"
# The last words of each side are enough to begin with.
_SAID = 2


@dataclass(frozen=True, kw_only=True, slots=True)
class Agenda:
    """What to talk over with one therapist, and when they next meet, if that is planned."""

    contact: str
    therapist: str
    at: datetime | None
    held: tuple[Held, ...]


class Agendas:
    """Keep the dates, gather the families, and set them on paper."""

    def __init__(self, ledger: Ledger, held: Callable[[], list[Held]]) -> None:
        self._ledger = ledger
        self._held = held

    def next_meeting(self, contact: str) -> datetime | None:
        """Return when the next supervision with a therapist is; None once its day is over."""
        kept = self._ledger.vault.recall(f"{_NEXT}{contact}")
        at = datetime.fromisoformat(kept) if kept else None
        return at if at is not None and at.date() >= self._ledger.today() else None

    def plan_meeting(self, contact: str, at: datetime | None) -> None:
        """Keep when the next supervision with a therapist is, or forget it."""
        self._ledger.vault.remember(f"{_NEXT}{contact}", at.isoformat() if at else "")

    def all(self, held: Sequence[Held] | None = None) -> list[Agenda]:
        """Return an agenda for each therapist with a meeting or a family on it, the next meeting first."""
        known = self._held() if held is None else held
        by: dict[str, list[Held]] = {}
        for item in known:
            by.setdefault(item.record.contact, []).append(item)
        found = [
            Agenda(
                contact=contact,
                therapist=items[0].sender,
                at=self.next_meeting(contact),
                held=tuple(item for item in items if item.record.on_agenda),
            )
            for contact, items in by.items()
        ]
        return sorted((one for one in found if one.held or one.at), key=_when)

    def pdf(self) -> bytes:
        """Return the agendas as a PDF, made in memory, a page for each therapist.

        Raises WrongUse in a therapist's vault, and Problem while nothing is on any agenda.
        """
        if self._ledger.me.role is not PracticeRole.SUPERVISOR:
            raise WrongUse(
                "Agendas are made in a supervisor's vault.",
                safe="Nothing was changed.",
                todo="Write what you would like to think about into the summary.",
            )
        from pipnotes.letters import supervision_pages  # the typesetter takes a third of a second to load

        meetings = [
            AgendaMeeting(
                therapist=agenda.therapist,
                when=f"{short_day(agenda.at.date())}, {clock_time(agenda.at)}" if agenda.at else "",
                families=tuple(_family(item) for item in agenda.held),
            )
            for agenda in self.all()
            if agenda.held
        ]
        if not meetings:
            raise Problem(
                "Nothing is on the agenda yet.",
                safe="Nothing was changed.",
                todo="Put the families you would like to talk over on the agenda first.",
            )
        return supervision_pages.agenda(meetings)

    def handed_over(self, how: str, digest: str) -> None:
        """Write down that the agendas were printed or saved, with the SHA-256 digest of their bytes."""
        self._ledger.write(f"agenda {how}", reason=digest)


def _family(item: Held) -> AgendaFamily:
    summary = item.summary
    said = [f"{comment.author}: {' '.join(comment.text.split())}" for comment in item.comments[-_SAID:]]
    return AgendaFamily(
        code=summary.code, stands=_stands(summary), figures=_figures(item), think=item.to_think_about, said=tuple(said)
    )


def _stands(summary: Summary) -> str:
    ages = {"antenatal": "baby not born yet", NOT_TOLD: "age of the baby not told"}
    age = ages.get(summary.age_band, f"baby {summary.age_band}")
    ending = [f"ending in week {summary.ending_week}"] if summary.ending_week is not None else []
    return ", ".join([f"Week {summary.week}", age, counted(summary.meetings, "meeting"), *ending])


def _figures(item: Held) -> tuple[str, ...]:
    lines = []
    for trend in item.summary.measures:
        cut = f", cut-off {trend.cut_off}" if trend.cut_off is not None else ""
        scores = [float(score) for _, score in trend.scores]
        lines.append(f"{measure_name(trend.measure)}, {trend.role}: {_from_to(scores)}{cut}.")
    if item.hopes_line:
        lines.append(f"Goals: {_from_to(item.hopes_line)} of 10.")
    return tuple(lines)


def _from_to(scores: Sequence[float]) -> str:
    return f"{scores[0]:.3g} to {scores[-1]:.3g}" if len(scores) > 1 else f"{scores[0]:.3g}"


def _when(agenda: Agenda) -> tuple[bool, str, str]:
    return (agenda.at is None, agenda.at.isoformat() if agenda.at else "", agenda.therapist)
