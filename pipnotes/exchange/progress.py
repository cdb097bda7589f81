"""How far one contact's parcels have been read, and what a further parcel means in that light.

Pure values and functions: the caller keeps the state in its vault and saves it together with what was received, so
that a crash between the two can neither lose a parcel nor take one twice.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

import msgspec

from pipnotes.exchange.parcel import Opened
from pipnotes.exchange.signed import canonical

# A mark is about 300 bytes. A rolled-back sender shows within this many parcels; older ones count as read.
KEPT_MARKS = 64
KEPT_MISSING = 256


@dataclass(frozen=True, kw_only=True, slots=True)
class Mark:
    """What is remembered of one parcel that was taken: enough to check the links of its neighbours."""

    sequence: int
    hash: str
    previous: str
    chain_sequence: int
    chain_head: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Progress:
    """The latest parcels taken from one contact, in order of sequence, and the numbers still missing below them."""

    marks: tuple[Mark, ...] = ()
    missing: tuple[int, ...] = ()

    @property
    def sequence(self) -> int:
        """The highest number taken, 0 before the first."""
        return self.marks[-1].sequence if self.marks else 0

    def to_bytes(self) -> bytes:
        """Return the state as JSON, for one field of a vault record."""
        return canonical(self)

    @classmethod
    def from_bytes(cls, raw: bytes) -> Self:
        """Return the state that `to_bytes` wrote; no bytes are a fresh start."""
        return msgspec.json.decode(raw, type=cls) if raw else cls()

    def without(self, number: int) -> Progress:
        """Stop waiting for one missing parcel, when its sender says that it will not come."""
        return Progress(marks=self.marks, missing=tuple(n for n in self.missing if n != number))


@dataclass(frozen=True, kw_only=True, slots=True)
class Accepted:
    """What one parcel did to the state: `repeat` changed nothing; `rollback` was taken, but its sender's vault
    went back to an earlier state, or ran on in two copies.
    """

    state: Progress
    repeat: bool = False
    rollback: bool = False


def accept(state: Progress, opened: Opened) -> Accepted:
    """Take one opened parcel, from a mailbox or by hand from a file, in whichever order they come."""
    number = opened.sequence
    if any(mark.hash == opened.hash for mark in state.marks):
        return Accepted(state=state, repeat=True)
    same = [mark for mark in state.marks if mark.sequence == number]
    if number <= state.sequence and not same and number not in state.missing:
        return Accepted(state=state, repeat=True)
    mark = Mark(
        sequence=number,
        hash=opened.hash,
        previous=opened.previous,
        chain_sequence=opened.chain[0],
        chain_head=opened.chain[1],
    )
    rollback = bool(same) or _went_back(state, mark)
    marks = tuple(sorted((*state.marks, mark), key=_sequence))[-KEPT_MARKS:]
    skipped = range(max(state.sequence + 1, number - KEPT_MISSING), number)
    wanted = {*state.missing, *skipped} - {number} | _unlinked(marks)
    missing = tuple(sorted(wanted))[-KEPT_MISSING:]
    return Accepted(state=Progress(marks=marks, missing=missing), rollback=rollback)


def _unlinked(marks: Sequence[Mark]) -> set[int]:
    """Return the numbers at which another parcel must exist than the one we have: a later one names it.

    So it is when a sender's vault went back and wrote a number again, and that second parcel went missing.
    """
    hashes = {mark.hash for mark in marks}
    taken = {mark.sequence for mark in marks}
    return {m.sequence - 1 for m in marks if m.previous and m.previous not in hashes and m.sequence - 1 in taken}


def _sequence(mark: Mark) -> int:
    return mark.sequence


def _went_back(state: Progress, mark: Mark) -> bool:
    before = [known for known in state.marks if known.sequence < mark.sequence]
    after = [known for known in state.marks if known.sequence > mark.sequence]
    if before and _backwards(before[-1], mark):
        return True
    if after and _backwards(mark, after[0]):
        return True
    links_before = {known.hash for known in before if known.sequence == mark.sequence - 1}
    links_after = {known.previous for known in after if known.sequence == mark.sequence + 1}
    return bool(links_before and mark.previous not in links_before) or bool(
        links_after and mark.hash not in links_after
    )


def _backwards(earlier: Mark, later: Mark) -> bool:
    if later.chain_sequence == earlier.chain_sequence:
        return later.chain_head != earlier.chain_head
    return later.chain_sequence < earlier.chain_sequence
