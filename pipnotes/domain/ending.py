"""Endings are designed, not left over: the plan, the letter the family keeps, and the calls that follow."""

from __future__ import annotations

from datetime import date, datetime

from pipnotes.domain.codes import (
    Answer,
    EndingType,
    FallbackGoodbye,
    FollowUpOutcome,
    Recipient,
)
from pipnotes.domain.fields import Kind, Share, note, part, record


@record("ending")
class EndingPlan:
    """The goodbye as it is planned with the family, and how it came about."""

    id: str = note("Id", Kind.LINK, Share.NEVER)
    family: str = note("Family", Kind.LINK, Share.NEVER)
    talked_on: date | None = note("Talked about on", Kind.DAY, Share.NEVER, default=None)
    last_visit: date | None = note("Last visit", Kind.DAY, Share.NEVER, default=None)
    goodbye_with: tuple[str, ...] = note("Goodbye with", Kind.LINK, Share.NEVER, default=())
    if_not: FallbackGoodbye = note(
        "If it can't happen", Kind.CHOICE, Share.NEVER, choices=FallbackGoodbye, default=FallbackGoodbye.NEW_DATE
    )
    letter_together: Answer = note(
        "Write the letter together", Kind.CHOICE, Share.NEVER, choices=Answer, default=Answer.YES
    )
    ring_at_6: Answer = note("Ring at 6 months", Kind.CHOICE, Share.NEVER, choices=Answer, default=Answer.UNKNOWN)
    ring_at_12: Answer = note("Ring at 12 months", Kind.CHOICE, Share.NEVER, choices=Answer, default=Answer.UNKNOWN)
    readiness: int | None = note("How ready the family feels, 0 to 10", Kind.NUMBER, Share.CODED, default=None)
    ended_on: date | None = note("Ended on", Kind.DAY, Share.NEVER, default=None)
    how_ended: EndingType | None = note("How it ended", Kind.CHOICE, Share.CODED, choices=EndingType, default=None)
    repair_offered: Answer = note(
        "A later goodbye offered", Kind.CHOICE, Share.NEVER, choices=Answer, default=Answer.UNKNOWN
    )


@record("follow-up")
class FollowUp:
    """A promised call, which outlives the discharge."""

    id: str = note("Id", Kind.LINK, Share.NEVER)
    family: str = note("Family", Kind.LINK, Share.NEVER)
    months: int = note("Months after", Kind.NUMBER, Share.CODED)
    due: date = note("Due", Kind.DAY, Share.NEVER)
    planned_for: datetime | None = note("Planned for", Kind.MOMENT, Share.NEVER, default=None)
    outcome: FollowUpOutcome | None = note("Outcome", Kind.CHOICE, Share.CODED, choices=FollowUpOutcome, default=None)
    done_on: date | None = note("Rung on", Kind.DAY, Share.NEVER, default=None)
    words: str = note("What they told us", Kind.PROSE, Share.NEVER, default="")


@part
class LetterSection:
    """One part of a letter under its heading, with the copies from which it is left out."""

    key: str = note("Key", Kind.LINE, Share.NEVER)
    heading: str = note("Heading", Kind.LINE, Share.NEVER)
    text: str = note("Text", Kind.PROSE, Share.NEVER, default="")
    left_out_for: tuple[Recipient, ...] = note("Left out for", Kind.CHOICE, Share.NEVER, choices=Recipient, default=())


@part
class LetterCopy:
    """One recipient's copy: to whom, where, and the digest of its bytes once it is signed."""

    recipient: Recipient = note("For", Kind.CHOICE, Share.NEVER, choices=Recipient)
    name: str = note("Name", Kind.LINE, Share.NEVER)
    address: str = note("Address", Kind.LINE, Share.NEVER, default="")
    greeting: str = note("Greeting", Kind.LINE, Share.NEVER, default="")
    sha256: str = note("Digest of the PDF", Kind.LINE, Share.NEVER, default="")


@part
class Letterhead:
    """Who writes, as it stood on the day, so that a signed letter renders to the same bytes for ever."""

    service: str = note("Service", Kind.LINE, Share.NEVER, default="")
    address: str = note("Address", Kind.LINE, Share.NEVER, default="")
    phone: str = note("Phone", Kind.LINE, Share.NEVER, default="")
    author: str = note("Name", Kind.LINE, Share.NEVER, default="")
    profession: str = note("Profession", Kind.LINE, Share.NEVER, default="")
    registration: str = note("Registration", Kind.LINE, Share.NEVER, default="")
    crisis: str = note("In an emergency", Kind.LINE, Share.NEVER, default="")


@record("letter")
class Letter:
    """The letter the family keeps, written to the parents, with a copy for each of the others who agreed."""

    id: str = note("Id", Kind.LINK, Share.NEVER)
    family: str = note("Family", Kind.LINK, Share.NEVER)
    dated: date = note("Dated", Kind.DAY, Share.NEVER)
    about: str = note("About", Kind.LINE, Share.NEVER, default="")
    letterhead: Letterhead = note("Letterhead", Kind.PARTS, Share.NEVER)
    copies: tuple[LetterCopy, ...] = note("Copies", Kind.PARTS, Share.NEVER, default=())
    sections: tuple[LetterSection, ...] = note("Sections", Kind.PARTS, Share.NEVER, default=())
    signed: datetime | None = note("Signed", Kind.MOMENT, Share.NEVER, default=None)
    signed_by: str = note("Signed by", Kind.LINE, Share.NEVER, default="")
    hints_left: tuple[str, ...] = note("Hints left as they are", Kind.LINE, Share.NEVER, default=())
