"""The stretch that a rule claims: the shape in which every search for numbers, dates and addresses answers."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of characters that a rule claims, with what shall stand there."""

    start: int
    end: int
    kind: str
    label: str
    reason: str
    ask: str = ""
