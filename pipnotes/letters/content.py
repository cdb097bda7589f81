"""What a discharge letter says and in what order: a first draft in the family's words, which the therapist rewrites.

The order keeps to the headings of the PRSB outpatient letter; the letter is written to the parents and copied to the
others, as the Academy of Medical Royal Colleges asks ("Please, write to me", 2018).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from pipnotes.domain.codes import Recipient
from pipnotes.domain.ending import LetterSection
from pipnotes.domain.words import listed
from pipnotes.letters import drafting
from pipnotes.letters.facts import GoalWords, LetterFacts, ScoreWords

__all__ = ["STANDARD", "GoalWords", "LetterFacts", "ScoreWords", "StandardSection", "first_draft", "greeting"]


@dataclass(frozen=True, kw_only=True, slots=True)
class StandardSection:
    """One part that every letter may have, how its first words are found, and the copies that go without it."""

    key: str
    heading: str
    draft: Callable[[LetterFacts], str]
    left_out_for: tuple[Recipient, ...] = ()


STANDARD = (
    StandardSection(key="why_we_met", heading="Why we met", draft=drafting.why_we_met),
    StandardSection(key="what_we_did", heading="What we did", draft=drafting.what_we_did),
    StandardSection(
        key="what_we_noticed",
        heading="What we noticed",
        draft=drafting.what_we_noticed,
        left_out_for=(Recipient.GP,),
    ),
    StandardSection(key="what_changed", heading="What changed", draft=drafting.what_changed),
    StandardSection(key="still_hard", heading="What may still be hard", draft=drafting.still_hard),
    StandardSection(key="ending", heading="Our ending", draft=drafting.ending),
    StandardSection(key="next", heading="What comes next", draft=drafting.what_comes_next),
    StandardSection(key="keeping_safe", heading="Keeping safe", draft=drafting.keeping_safe),
    StandardSection(key="contact", heading="How to reach us", draft=drafting.how_to_reach_us),
    StandardSection(
        key="scores",
        heading="Scores and notes for the GP",
        draft=drafting.for_the_gp,
        left_out_for=(Recipient.PARENT, Recipient.HEALTH_VISITOR),
    ),
)


def first_draft(facts: LetterFacts) -> tuple[LetterSection, ...]:
    """Return all the standard sections in print order; those about which the facts are silent are empty.

    An empty section is not printed, and so is a place to write rather than a gap in the letter.
    """
    return tuple(
        LetterSection(
            key=standard.key,
            heading=standard.heading,
            text=standard.draft(facts),
            left_out_for=standard.left_out_for,
        )
        for standard in STANDARD
    )


def greeting(names: Sequence[str]) -> str:
    """Return how a copy begins; nobody is left out of the greeting of a letter that is written to both."""
    return f"Dear {listed(names)}," if names else "Hello,"
