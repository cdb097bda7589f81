"""What is asked before a copy leaves the house: some things stop it, others want a yes from whoever prints it.

Every check is decided from plain values, and its words never repeat a record.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum

from pipnotes.domain.codes import Answer, ConsentDecision, Recipient, SafeContact
from pipnotes.domain.ending import Letter, LetterCopy

# A letter later than this many working days after the last meeting is asked about.
LATE_AFTER = 10
# So many words in a row that also stand in a private note are not chance.
PRIVATE_RUN = 8


class Level(Enum):
    """Whether a check stops the copy or asks for a yes."""

    BLOCK = "block"
    CONFIRM = "confirm"


class Sending(Enum):
    """How a copy goes to its reader."""

    BY_HAND = "by-hand"
    POST = "post"
    SEALED_PDF = "sealed-pdf"


@dataclass(frozen=True, kw_only=True, slots=True)
class Check:
    """One thing to see to; `key` never changes, so that a yes can be written down."""

    key: str
    level: Level
    message: str
    todo: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Leaving:
    """Plain values about one copy that is about to leave.

    `safe_contact` holds the answer of each parent at the address. `consent` is the family's answer about this
    recipient, None where nobody asked. `holidays` are days between Monday and Friday on which nobody works.
    `private_notes` are the therapist's own process notes, `other_surnames` those of the other families in the vault.
    `shared_home` says that the letter goes where somebody lives who must not read it.
    """

    letter: Letter
    copy: LetterCopy
    sending: Sending
    safe_contact: tuple[SafeContact, ...] = ()
    consent: ConsentDecision | None = None
    last_met: date | None = None
    holidays: frozenset[date] = frozenset()
    other_surnames: tuple[str, ...] = ()
    private_notes: tuple[str, ...] = ()
    shared_home: bool = False
    responsibility: tuple[Answer, ...] = ()
    large_print_needed: bool = False
    large_print: bool = False
    unprintable: tuple[str, ...] = ()


def before_leaving(leaving: Leaving) -> tuple[Check, ...]:
    """Return what stands against this copy leaving, what stops it first; empty means that nothing does."""
    found = [*_safety(leaving), *_agreement(leaving), *_words(leaving), *_form(leaving)]
    return tuple(sorted(found, key=_gravity))


def working_days(start: date, end: date, holidays: frozenset[date] = frozenset()) -> int:
    """Return how many working days lie after `start`, up to and with `end`."""
    days = (start + timedelta(days=count) for count in range(1, (end - start).days + 1))
    return sum(1 for day in days if day.weekday() < 5 and day not in holidays)


def _safety(leaving: Leaving) -> Iterator[Check]:
    to_parents = leaving.copy.recipient is Recipient.PARENT
    if leaving.sending is Sending.POST and not leaving.copy.address.strip():
        yield _block("address", "This copy has no postal address.", "Write the address down, or hand the copy over.")
    if leaving.sending is Sending.BY_HAND and not leaving.copy.address.strip() and not to_parents:
        yield _confirm("address", "This copy has no postal address.", "Is it handed to the reader themselves?")
    if not to_parents or leaving.sending is Sending.SEALED_PDF:
        return
    answers = set(leaving.safe_contact)
    posted = leaving.sending is Sending.POST
    if SafeContact.NONE in answers or (
        posted and answers & {SafeContact.PHONE_ONLY, SafeContact.TEXT_ONLY, SafeContact.VISIT_ONLY}
    ):
        yield _block(
            "safe-contact",
            "A letter is not a safe way to reach this family.",
            "Ask them how they would like to have it.",
        )
    elif answers & {SafeContact.ASK, SafeContact.PHONE_ONLY, SafeContact.TEXT_ONLY}:
        yield _confirm(
            "safe-contact",
            "This family asks to be asked before letters come." if posted else "Paper at home may not be safe.",
            "Have they said yes to this one?",
        )
    if leaving.shared_home:
        yield _confirm(
            "shared-home",
            "Somebody lives at this address who should not read the letter.",
            "Is there a safer place to hand it over?",
        )


def _agreement(leaving: Leaving) -> Iterator[Check]:
    if leaving.copy.recipient is not Recipient.PARENT and leaving.consent is not ConsentDecision.GIVEN:
        to = leaving.copy.recipient.label if leaving.copy.recipient is Recipient.GP else "health visitor"
        asked = leaving.consent in (ConsentDecision.REFUSED, ConsentDecision.WITHDRAWN)
        yield _block(
            "consent",
            f"The family said no to a copy for the {to}." if asked else f"No yes is kept for a copy for the {to}.",
            "This copy stays here." if asked else "Ask the family, and write down what they say.",
        )
    if Answer.UNKNOWN in leaving.responsibility:
        yield _confirm(
            "responsibility",
            "It is not written down who has parental responsibility.",
            "Do you know that every reader may have this letter?",
        )


def _words(leaving: Leaving) -> Iterator[Check]:
    text = _read(leaving)
    names = [name.strip() for name in leaving.other_surnames if name.strip()]
    if any(re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text) for name in names):
        yield _confirm(
            "other-family",
            "A surname of another family stands in this letter.",
            "Read it once more. Is this the right family?",
        )
    if _runs(text) & {run for note in leaving.private_notes for run in _runs(note)}:
        yield _block(
            "private-note",
            "Words of a private process note stand in this letter.",
            "Take them out: those notes never leave in a letter.",
        )


def _form(leaving: Leaving) -> Iterator[Check]:
    if leaving.letter.signed is None:
        yield _confirm("unsigned", "This letter is not signed.", "Each page will say DRAFT. Go on?")
    late = leaving.last_met and working_days(leaving.last_met, leaving.letter.dated, leaving.holidays) > LATE_AFTER
    if late:
        yield _confirm(
            "late",
            f"The letter is dated more than {LATE_AFTER} working days after the last meeting.",
            "Is the date right, and does the family know why?",
        )
    if leaving.large_print_needed and not leaving.large_print:
        yield _confirm("large-print", "This reader needs large print.", "Choose large print before it goes.")
    if leaving.unprintable:
        yield _confirm(
            "letters",
            f"These letters cannot be printed: {' '.join(leaving.unprintable)}",
            "Choose the HTML copy, which can show them, or write them another way.",
        )


def _read(leaving: Leaving) -> str:
    sections = [one for one in leaving.letter.sections if leaving.copy.recipient not in one.left_out_for]
    body = "\n".join(f"{one.heading}\n{one.text}" for one in sections)
    return f"{leaving.letter.about}\n{leaving.copy.greeting}\n{body}"


def _runs(text: str) -> set[tuple[str, ...]]:
    words = re.findall(r"\w+", text.casefold())
    return {tuple(words[place : place + PRIVATE_RUN]) for place in range(len(words) - PRIVATE_RUN + 1)}


def _gravity(check: Check) -> bool:
    return check.level is Level.CONFIRM


def _block(key: str, message: str, todo: str) -> Check:
    return Check(key=key, level=Level.BLOCK, message=message, todo=todo)


def _confirm(key: str, message: str, todo: str) -> Check:
    return Check(key=key, level=Level.CONFIRM, message=message, todo=todo)
