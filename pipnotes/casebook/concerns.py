"""Concerns: what must not be forgotten stays on Today until somebody has said what came of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pipnotes.casebook.ledger import Ledger, new_id
from pipnotes.domain.codes import ConcernTrigger
from pipnotes.domain.work import Concern
from pipnotes.errors import WrongUse


class Concerns:
    """Raise, think about and close concerns."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    def raised(
        self,
        family: str,
        trigger: ConcernTrigger,
        *,
        about: Sequence[str] = (),
        words: str = "",
        measure: str = "",
    ) -> Concern:
        """Return a new concern, to be written with what raised it."""
        return Concern(
            id=new_id(),
            family=family,
            raised=self._ledger.now(),
            trigger=trigger,
            about=tuple(about),
            words=words,
            measure=measure,
        )

    def keep(self, concern: Concern) -> None:
        """Write down what is known of a concern so far."""
        self._ledger.write("concern written down", concern, family=concern.family, subject=concern.id)

    def close(self, concern: Concern) -> Concern:
        """Close a concern; it cannot be dismissed, only resolved, and never alone.

        Raises WrongUse when the decision, the outcome or the person it was talked over with is missing.
        """
        if concern.decision is None or not concern.outcome.strip() or not concern.discussed_with.strip():
            raise WrongUse(
                "A concern closes with a decision, an outcome and the person it was talked over with.",
                safe="The concern is kept, and stays on Today.",
                todo="Say with whom you talked it over, what was decided, and in a few words what came of it.",
            )
        closed = replace(concern, closed=self._ledger.now())
        self._ledger.write("concern closed", closed, family=concern.family, subject=concern.id)
        return closed

    def open(self, family: str | None = None) -> list[Concern]:
        """Return the concerns without an outcome, the oldest first."""
        return [c for c in self.of(family) if c.closed is None]

    def of(self, family: str | None = None) -> list[Concern]:
        """Return all concerns, of one family or of the caseload, the oldest first."""
        return sorted(self._ledger.vault.all(Concern, family=family), key=lambda concern: concern.raised)
