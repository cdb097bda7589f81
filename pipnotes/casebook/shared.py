"""What has left this laptop about one family: sealed summaries, and copies of the letter, each with its day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from pipnotes.casebook.ledger import Ledger
from pipnotes.domain.codes import OutgoingState, Recipient
from pipnotes.domain.sharing import Contact, Outgoing, SealedFile

_WHAT = {"summary": "Summary", "comment": "Comment", "retraction": "Asked back", "receipt": "Receipt"}


@dataclass(frozen=True, kw_only=True, slots=True)
class ParcelLine:
    """One sealed parcel: what, for whom, how it stands and since when.

    `destroyed` is when the reader's signed word came that what was asked back is destroyed.
    """

    what: str
    to: str
    state: OutgoingState
    at: datetime
    destroyed: datetime | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class HandedOver:
    """One copy of a letter that was printed or saved, with the digest of its bytes."""

    letter: str
    recipient: Recipient
    how: str
    at: datetime
    by: str
    sha256: str


class Shared:
    """Tell what went out."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    def parcels(self, family: str) -> tuple[ParcelLine, ...]:
        """Return the sealed parcels about a family, the newest first."""
        names = {contact.id: contact.name for contact in self._ledger.vault.all(Contact)}
        lines = [
            ParcelLine(
                what=_WHAT.get(item.what, item.what.capitalize()),
                to=names.get(item.contact, "somebody no longer known"),
                state=item.state,
                at=item.sent or item.approved,
                destroyed=item.receipt,
            )
            for item in self._ledger.vault.all(Outgoing, family=family)
        ]
        lines += [
            ParcelLine(
                what="Sealed file" if file.taken_back is None else "Sealed file, to be deleted by its reader",
                to=file.name,
                state=OutgoingState.SENT if file.taken_back is None else OutgoingState.RETRACTED,
                at=file.at,
            )
            for file in self._ledger.vault.all(SealedFile, family=family)
        ]
        return tuple(sorted(lines, key=lambda line: line.at, reverse=True))

    def letters(self, family: str) -> tuple[HandedOver, ...]:
        """Return the copies of letters that were printed or saved, the newest first."""
        found = []
        for done in self._ledger.vault.contributions(family=family):
            action, _, how = done.action.partition(" ")
            letter, _, recipient = done.subject.partition(" ")
            if action == "letter" and recipient:
                found.append(
                    HandedOver(
                        letter=letter,
                        recipient=Recipient.of(recipient),
                        how=how,
                        at=done.at,
                        by=done.by,
                        sha256=done.reason,
                    )
                )
        return tuple(reversed(found))
