"""A summary as a file under a password, for a reader without PipNotes: approved like any other, and counted as left."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256

from pipnotes import measures
from pipnotes.casebook.drafts import Drafts
from pipnotes.casebook.ledger import Ledger, new_id
from pipnotes.casebook.strength import judge, suggest
from pipnotes.domain.sharing import Contact, SealedFile, SummaryText
from pipnotes.domain.summary import Summary
from pipnotes.domain.words import counted
from pipnotes.errors import Refused, WrongUse
from pipnotes.exchange.wire import encode
from pipnotes.letters.render import unprintable
from pipnotes.letters.sealed import sealed

_NO_CARD = "file:"


@dataclass(frozen=True, kw_only=True, slots=True)
class Sealed:
    """A file that is ready to be written; it counts as left only once `left` was told so."""

    pdf: bytes
    record: SealedFile
    draft: SummaryText


class SealedFiles:
    """Make sealed files, and write down that they left."""

    def __init__(self, ledger: Ledger, drafts: Drafts[SummaryText]) -> None:
        self._ledger = ledger
        self._drafts = drafts

    def reader(self, name: str) -> Contact:
        """Return somebody without a card as a reader: they can be sent a file under a password and nothing else.

        Raises WrongUse without a name.
        """
        bare = " ".join(name.split())
        if not bare:
            raise WrongUse("Who is it for?", safe="Nothing was changed.", todo="Give the reader's name.")
        now = self._ledger.now()
        return Contact(id=f"{_NO_CARD}{bare.casefold()}", name=bare, role="supervisor", card=b"", words="", checked=now)

    def password(self) -> str:
        """Return five random words, to be told by telephone and written down nowhere here."""
        return suggest(5)

    def seal(self, summary: Summary, draft: SummaryText, contact: Contact, digest: str, password: str) -> Sealed:
        """Return an approved summary as a file that opens with the password alone.

        Raises WrongUse for a password that is easy to guess, and Refused for words that our letters cannot show.
        """
        if not judge(password, (contact.name, self._ledger.me.name, summary.code)).enough:
            raise WrongUse(
                "This password is easy to guess.",
                safe="Nothing was made, and nothing leaves.",
                todo="Let PipNotes make one, or choose five words that have nothing to do with one another.",
            )
        if unprintable(summary.text):
            raise Refused(
                "The summary holds a sign that a printed page cannot show.",
                safe="Nothing was made, and nothing leaves. Your words are kept.",
                todo="Take out signs such as emoji, read what would leave once more, then approve it.",
            )
        from pipnotes.letters import supervision_pages  # the typesetter takes a third of a second to load

        page = supervision_pages.summary(
            code=summary.code,
            reader=contact.name,
            sender=self._ledger.me.name,
            facts=facts(summary),
            text=summary.text,
        )
        pdf = sealed(page, password)
        record = SealedFile(
            id=new_id(),
            family=draft.family,
            reader=contact.id,
            name=contact.name,
            digest=digest,
            content=encode(summary),
            sessions=draft.sessions,
            sha256=sha256(pdf).hexdigest(),
            at=self._ledger.now(),
        )
        return Sealed(pdf=pdf, record=record, draft=draft)

    def left(self, made: Sealed) -> None:
        """Write down that a file left: with the digest that was approved, and that of the file's bytes."""
        record = made.record
        self._ledger.write(
            "summary saved as a sealed file",
            record,
            made.draft,
            family=record.family,
            subject=record.digest,
            reason=record.sha256,
            drops=self._drafts.key(record.family),
        )


def has_no_card(contact: Contact) -> bool:
    """Return whether a reader has no card, so that only a file under a password can go to them."""
    return contact.id.startswith(_NO_CARD)


def facts(summary: Summary) -> tuple[str, ...]:
    """Return every coded field of a summary as a line of words."""
    lines = [
        f"Week {summary.week}, counted from the first visit. {counted(summary.meetings, 'meeting')}.",
        f"Age of the baby: {summary.age_band}.",
    ]
    if summary.presence:
        there = ", ".join(f"{one.role} {one.meetings}" for one in summary.presence)
        lines.append(f"Who was there, and how often: {there}.")
    lines += [f"Goal {goal.number}: {_scores(goal.scores)}." for goal in summary.goals]
    for trend in summary.measures:
        cut = f", cut-off {trend.cut_off}" if trend.cut_off is not None else ""
        lines.append(f"{measure_name(trend.measure)}, {trend.role}: {_scores(trend.scores)}{cut}.")
    lines += [f"{flag}." for flag in summary.flags]
    if summary.ending_week is not None:
        lines.append(f"Ending in week {summary.ending_week}.")
    return tuple(lines)


def measure_name(measure: str) -> str:
    """Return what a measure is called, or its id when this program does not know it."""
    return measures.load(measure).name if measure in measures.names() else measure


def _scores(scores: tuple[tuple[int, int], ...]) -> str:
    return ", ".join(f"{score} in week {week}" for week, score in scores)
