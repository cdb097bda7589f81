"""What a therapist sees before a summary leaves: exactly what would, and how each family stands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import msgspec

from pipnotes.casebook.guarding import Guarded
from pipnotes.casebook.wording import Wording
from pipnotes.domain.circle import Circle
from pipnotes.domain.sharing import Contact, SummaryText
from pipnotes.domain.summary import Summary


@dataclass(frozen=True, kw_only=True, slots=True)
class Preview:
    """Exactly what would leave for one recipient, with the digest that approves it and nothing else."""

    draft: SummaryText
    wording: Wording
    guarded: Guarded
    contact: Contact
    digest: str

    @property
    def summary(self) -> Summary:
        """Return the summary, field by field as it would travel."""
        return self.guarded.summary

    @property
    def left_to_answer(self) -> int:
        """Return how many questions nobody has answered yet."""
        return len(self.wording.open_checks) + len(self.guarded.open)

    def summary_as_data(self) -> dict[str, object]:
        """Return the summary as plain values, field by field as it would travel."""
        data: dict[str, object] = msgspec.to_builtins(self.summary)
        return data


@dataclass(frozen=True, kw_only=True, slots=True)
class SharingRow:
    """One family that agreed to supervision: when it was last shared, and what was signed since."""

    circle: Circle
    shared: datetime | None
    fresh: int
    begun: bool
