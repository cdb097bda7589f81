"""Which summaries a reader has or is about to have, whether they go as a parcel or went as a sealed file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from pipnotes.casebook.ledger import Ledger
from pipnotes.casebook.sealing import SUMMARY
from pipnotes.domain.codes import OutgoingState
from pipnotes.domain.sharing import Outgoing, SealedFile
from pipnotes.domain.summary import Summary
from pipnotes.exchange.wire import decode

_LIVE = (OutgoingState.WAITING, OutgoingState.SENT)


@dataclass(frozen=True, kw_only=True, slots=True)
class Left:
    """One summary that a reader has or is about to have; what was taken back or put back is none."""

    family: str
    reader: str
    sessions: tuple[str, ...]
    content: bytes
    at: datetime
    sent: bool

    @property
    def summary(self) -> Summary:
        """Return the summary as it was approved."""
        content = decode(self.content)
        assert isinstance(content, Summary)
        return content


def summaries(ledger: Ledger, family: str | None = None) -> list[Left]:
    """Return the summaries of one family, or of all, that readers have or are about to have, the earliest first."""
    return among(ledger.vault.all(Outgoing, family=family), ledger.vault.all(SealedFile, family=family))


def among(items: Sequence[Outgoing], files: Sequence[SealedFile]) -> list[Left]:
    """Return the same from records that were read already."""
    found = [
        Left(
            family=item.family,
            reader=item.contact,
            sessions=item.sessions,
            content=item.content,
            at=item.approved,
            sent=item.state is OutgoingState.SENT,
        )
        for item in items
        if item.what == SUMMARY and item.state in _LIVE
    ]
    found += [
        Left(
            family=file.family, reader=file.reader, sessions=file.sessions, content=file.content, at=file.at, sent=True
        )
        for file in files
        if file.taken_back is None
    ]
    return sorted(found, key=_when)


def _when(one: Left) -> datetime:
    return one.at
