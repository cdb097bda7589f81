"""What a first draft is made of: plain values, gathered from the records by whoever asks for the draft."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from pipnotes.domain.codes import Dimension, EndingType, Meeting


@dataclass(frozen=True, kw_only=True, slots=True)
class GoalWords:
    """One hope in the family's own words, with how far along they felt it was (0 to 10) first and last."""

    words: str
    first: int | None = None
    last: int | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class ScoreWords:
    """One person's totals on one measure, which only the GP's copy carries."""

    measure: str
    person: str
    highest: int
    first: int
    first_on: date
    last: int | None = None
    last_on: date | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class LetterFacts:
    """Plain values for a first draft; everything may be missing but the adults' names.

    `parents` are the adults the letter is written to, as everybody calls them; `carers` says that they look after a
    baby who came to live with them. `babies` is one name, several for twins, or none for a baby who has none yet.
    `age_words` is the age at the first meeting without "old" ("11 weeks"); it is empty when the work began in
    pregnancy (`expecting`). `with_others` counts meetings by who else was there ("Sami’s grandmother", 4).
    `follow_ups` are the promised calls as months after the ending and the day each is due. `seen` is what the
    therapist saw between them by the end, as rated, strongest first.
    """

    parents: tuple[str, ...]
    babies: tuple[str, ...] = ()
    age_words: str = ""
    expecting: bool = False
    carers: bool = False
    referred_by: str = ""
    came_about: str = ""
    first_day: date | None = None
    last_day: date | None = None
    meetings: int = 0
    mostly: Meeting | None = None
    with_others: tuple[tuple[str, int], ...] = ()
    seen: tuple[Dimension, ...] = ()
    goals: tuple[GoalWords, ...] = ()
    how_ended: EndingType | None = None
    goodbye_offered: bool = False
    follow_ups: tuple[tuple[int, date], ...] = ()
    gp: str = ""
    health_visitor: str = ""
    crisis: str = ""
    phone: str = ""
    scores: tuple[ScoreWords, ...] = ()

    @property
    def baby(self) -> str:
        """Return what the letter calls the baby or babies."""
        return " and ".join(self.babies) if self.babies else "your baby"
