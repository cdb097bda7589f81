"""One family as its supervisor knows it: under a code name, with its trends and what was said about it."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby

import msgspec

from pipnotes.domain.sharing import CommentRecord, HeldSummary
from pipnotes.domain.summary import Summary

# An ending is worth a word from six weeks before it, when a family is usually told the last dates.
_ENDING_NEAR = 6  # weeks


@dataclass(frozen=True, kw_only=True, slots=True)
class Held:
    """One family as a supervisor knows it, with the conversation about it, the earliest first."""

    record: HeldSummary
    summary: Summary
    sender: str
    comments: tuple[CommentRecord, ...]

    def as_data(self) -> dict[str, object]:
        """Return the summary as plain values, as it came."""
        data: dict[str, object] = msgspec.to_builtins(self.summary)
        return data

    @property
    def unread(self) -> tuple[CommentRecord, ...]:
        """Return what the therapist has said and was not read yet."""
        return tuple(comment for comment in self.comments if not comment.mine and comment.read is None)

    @property
    def is_new(self) -> bool:
        """Return whether anything about this family waits to be read."""
        return self.record.read is None or bool(self.unread)

    @property
    def hopes_line(self) -> tuple[float, ...]:
        """Return how far along the family's hopes are, week by week: the mean of the latest rating of each."""
        rated = sorted((week, goal.number, score) for goal in self.summary.goals for week, score in goal.scores)
        latest: dict[int, int] = {}
        line = []
        for _, ratings in groupby(rated, key=lambda rating: rating[0]):
            latest |= {number: score for _, number, score in ratings}
            line.append(sum(latest.values()) / len(latest))
        return tuple(line)

    @property
    def to_think_about(self) -> str:
        """Return the one thing that stands out, the therapist's own flags first; empty when nothing does."""
        if self.summary.flags:
            return self.summary.flags[0]
        ending = self.summary.ending_week
        if ending is not None and 0 <= ending - self.summary.week <= _ENDING_NEAR:
            left = ending - self.summary.week
            return "Ending this week" if left == 0 else f"Ending in {left} week{'s' if left > 1 else ''}"
        line = self.hopes_line
        if len(line) > 1 and line[-1] < line[-2]:
            return "Goals going down"
        return "New, to talk about" if self.summary.number == 1 and self.record.discussed is None else ""
