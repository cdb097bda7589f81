"""Fetching what one contact has put into a mailbox, and telling five kinds of trouble apart.

The names are computed, so parcels for others are never touched. Each number is looked up by itself, and a bad one
holds no good one back: it stays wanted, and is taken when it comes late or mended. The mailbox is not trusted to say
the truth, to keep still or to end.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from pipnotes.errors import Integrity
from pipnotes.exchange.cards import Card
from pipnotes.exchange.keys import Identity
from pipnotes.exchange.mailbox import Mailbox
from pipnotes.exchange.naming import Direction, name_in, pair_secret
from pipnotes.exchange.parcel import Opened, open_parcel, parcel_hash
from pipnotes.exchange.problems import Newer, NotForMe, OutOfReach
from pipnotes.exchange.progress import Progress, accept

# How many names beyond the last good parcel are asked for: as many may be lost in a row without losing the thread.
WINDOW = 32
# How many taken numbers are looked at again: a sender whose vault went back writes those numbers a second time.
LOOK_BACK = 16
# How many names beyond are asked for each time. The further ones, and those looked at again, take turns: with nothing
# new, each request is a wait for nothing. A week of daily looks brings every turn, and so do weekly ones.
NEAR = 4
TURNS = 5


@dataclass(frozen=True, kw_only=True, slots=True)
class Delivery:
    """What one look into the mailbox brought; a number is in one list at most, except beside `rollback`.

    parcels    good and new, in order of sequence
    state      to be saved together with the parcels' contents
    gaps       nothing lies under this number, though a later one came
    repeats    an earlier parcel lies under this number, which stays wanted
    reordered  another new parcel lay under this number; it was taken
    forged     what lies here is damaged or not from this contact; the number stays wanted
    rollback   this parcel was taken, but its sender's vault went back to an earlier state, or runs in two copies
    newer      this parcel needs a later PipNotes; the number stays wanted
    cut        the mailbox went out of reach, or the person stopped: the rest comes with the next look
    """

    parcels: tuple[Opened, ...]
    state: Progress
    gaps: tuple[int, ...] = ()
    repeats: tuple[int, ...] = ()
    reordered: tuple[int, ...] = ()
    forged: tuple[int, ...] = ()
    rollback: tuple[int, ...] = ()
    newer: tuple[int, ...] = ()
    cut: OutOfReach | None = None


def receive(mailbox: Mailbox, *, me: Identity, contact: Card, state: Progress, turn: int | None = None) -> Delivery:
    """Return what is new from `contact`, given how far we had read; also when the mailbox went away half-way.

    With `turn`, which the caller lets grow from look to look, such as by the day, a name under which nothing new is
    likely to lie is asked for in one look of TURNS; without, in every look.
    """
    return _Reading(mailbox, me, contact, state, turn).run()


@dataclass(kw_only=False, slots=True)
class _Reading:
    mailbox: Mailbox
    me: Identity
    contact: Card
    state: Progress
    turn: int | None = None
    secret: bytes = b""
    highest_seen: int = 0
    parcels: list[Opened] = field(default_factory=list)
    absent: set[int] = field(default_factory=set)
    repeats: set[int] = field(default_factory=set)
    reordered: set[int] = field(default_factory=set)
    forged: set[int] = field(default_factory=set)
    rollback: set[int] = field(default_factory=set)
    newer: set[int] = field(default_factory=set)

    def run(self) -> Delivery:
        self.secret = pair_secret(self.me, self.contact, Direction.FROM)
        cut = None
        try:
            self._look_at_all()
        except OutOfReach as error:
            cut = error
        return replace(self._delivery(), cut=cut)

    def _look_at_all(self) -> None:
        last = number = self.state.sequence
        taken = {mark.sequence for mark in self.state.marks[-LOOK_BACK:]}
        for earlier in sorted({one for one in taken if self._has_turn(one)} | set(self.state.missing)):
            self._judge(earlier, self._raw(earlier), taken_before=earlier in taken)
        left_out: list[int] = []
        # Only a good parcel buys further look-ups, so that a store which answers to every name still comes to an end.
        while number - last < WINDOW:
            number += 1
            if number - last > NEAR and not self._has_turn(number):
                left_out.append(number)
                continue
            raw = self._raw(number)
            if raw is not None:
                # Something lies here, so those before it are worth a request.
                last = max([last, *(one for one in left_out if self._judge(one, self._raw(one)))])
                left_out.clear()
            if self._judge(number, raw):
                last = number

    def _has_turn(self, number: int) -> bool:
        return self.turn is None or (number - self.turn) % TURNS == 0

    def _raw(self, number: int) -> bytes | None:
        return self.mailbox.get(name_in(self.secret, number))

    def _judge(self, number: int, raw: bytes | None, *, taken_before: bool = False) -> bool:
        if raw is None:
            self.absent.add(number)
            return False
        if taken_before and self._is_known(raw):
            return False
        try:
            opened = open_parcel(raw, recipient=self.me, sender=self.contact)
        except (Integrity, NotForMe):
            # What was taken is safe here, whatever became of it there.
            if not taken_before:
                self._saw(number, self.forged)
            return False
        except Newer:
            self._saw(number, self.newer)
            return False
        return self._take(number, opened)

    def _is_known(self, raw: bytes) -> bool:
        seen = parcel_hash(raw)
        return any(mark.hash == seen for mark in self.state.marks)

    def _take(self, number: int, opened: Opened) -> bool:
        accepted = accept(self.state, opened)
        if accepted.repeat:
            self._saw(number, self.repeats)
            return False
        self.state = accepted.state
        self.parcels.append(opened)
        self.highest_seen = max(self.highest_seen, number)
        if opened.sequence != number:
            self.reordered.add(number)
        if accepted.rollback:
            self.rollback.add(opened.sequence)
        return True

    def _saw(self, number: int, kind: set[int]) -> None:
        self.highest_seen = max(self.highest_seen, number)
        kind.add(number)

    def _delivery(self) -> Delivery:
        last = max(self.highest_seen, self.state.sequence)
        # Taken under another's name, or given up by the caller: either way nobody waits for it.
        wanted = set(self.state.missing) | set(range(self.state.sequence + 1, last))
        return Delivery(
            parcels=tuple(sorted(self.parcels, key=_sequence)),
            state=self.state,
            gaps=tuple(sorted(self.absent & wanted)),
            repeats=tuple(sorted(self.repeats)),
            reordered=tuple(sorted(self.reordered)),
            forged=tuple(sorted(self.forged)),
            rollback=tuple(sorted(self.rollback)),
            newer=tuple(sorted(self.newer)),
        )


def _sequence(opened: Opened) -> int:
    return opened.sequence
