"""Summaries to be read and approved again: put back from the outbox, or sent before their note turned out wrong."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from pipnotes.casebook import approval, what_left
from pipnotes.casebook.consents import Consents
from pipnotes.casebook.ledger import Ledger
from pipnotes.casebook.sealing import SUMMARY
from pipnotes.domain.circle import Circle
from pipnotes.domain.codes import ConsentPurpose, OutgoingState
from pipnotes.domain.sharing import Contact, Outgoing, SealedFile


@dataclass(frozen=True, kw_only=True, slots=True)
class Afresh:
    """One summary of one family for one reader that wants to be read and approved again.

    With `sent` the reader has it, and a new one takes its place; otherwise it did not leave. `note` says that a note
    behind it was entered in error; otherwise a name in it was not known when it was sealed.
    """

    circle: Circle
    contact: str
    reader: str
    at: datetime
    sent: bool
    note: bool

    @property
    def because(self) -> str:
        """Return why, as a sentence."""
        if self.note:
            return "A note behind it was entered in error."
        return "It holds a name that was not known when it was sealed."

    @property
    def stands(self) -> str:
        """Return where it is, as a sentence."""
        if self.sent:
            return f"{self.reader} has it already: a new one takes its place."
        return f"It did not leave for {self.reader}. Read it again and approve it afresh."


class ToApprove:
    """Find and settle what wants a fresh approval."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._consents = Consents(ledger)

    def all(self) -> list[Afresh]:
        """Return what wants a fresh approval, the oldest first; of families that agree to supervision alone."""
        items, files = self._ledger.vault.all(Outgoing), self._ledger.vault.all(SealedFile)
        latest = {(left.family, left.reader): left for left in what_left.among(items, files)}
        found: dict[tuple[str, str], Afresh] = {}
        for item in items:
            key = (item.family, item.contact)
            settled = key in latest and latest[key].at >= item.approved
            put_back = item.what == SUMMARY and item.state is OutgoingState.PUT_BACK
            if put_back and not settled and self._agreed(item.family):
                note = not self._stands(item.sessions, item.family)
                found[key] = self._line(key, item.approved, sent=False, note=note)
        for key, left in latest.items():
            wrong = left.sent and key not in found and not self._stands(left.sessions, left.family)
            if wrong and self._agreed(left.family):
                found[key] = self._line(key, left.at, sent=True, note=True)
        return sorted(found.values(), key=_when)

    def leave(self, one: Afresh) -> None:
        """Let go of what was put back, or of a file that its reader was asked to delete: nobody is asked again."""
        vault, family = self._ledger.vault, one.circle.family
        items: list[object] = [
            replace(item, state=OutgoingState.RETRACTED)
            for item in vault.all(Outgoing, family=family.id)
            if (item.what, item.state, item.contact) == (SUMMARY, OutgoingState.PUT_BACK, one.contact)
        ]
        items += [
            replace(file, taken_back=self._ledger.now())
            for file in vault.all(SealedFile, family=family.id)
            if file.taken_back is None and file.reader == one.contact
        ]
        if items:
            self._ledger.write("summary put back let go", *items, family=family.id, subject=family.code)

    def _line(self, key: tuple[str, str], at: datetime, *, sent: bool, note: bool) -> Afresh:
        family, contact = key
        circle, reader = self._ledger.circle(family), self._reader(family, contact)
        return Afresh(circle=circle, contact=contact, reader=reader, at=at, sent=sent, note=note)

    def _reader(self, family: str, contact: str) -> str:
        if self._ledger.vault.has(Contact, contact):
            return self._ledger.vault.get(Contact, contact).name
        files = self._ledger.vault.all(SealedFile, family=family)
        return next((file.name for file in files if file.reader == contact), "your reader")

    def _stands(self, sessions: tuple[str, ...], family: str) -> bool:
        return all(approval.stands(self._ledger, session, family) for session in sessions)

    def _agreed(self, family: str) -> bool:
        return self._consents.given(family, ConsentPurpose.SUPERVISION)


def _when(one: Afresh) -> datetime:
    return one.at
