"""Getting a sealed parcel into a mailbox so that trying again is always harmless.

The rules of the outbox, of which the caller keeps the state::

    approved --seal with the next number--> waiting --SENT or THERE--> sent
                                              |  ^
                                              |  '-- OutOfReach: still waiting, same bytes
                                              '----- TAKEN: number = free_number(...), seal anew, waiting

TAKEN happens to a vault that was restored from a backup: its earlier life has used the number. The new parcel names
as `previous` the last one that this vault knows, so that its receiver can see that the vault went back.
"""

from __future__ import annotations

from enum import Enum

from pipnotes.exchange.cards import Card
from pipnotes.exchange.keys import Identity
from pipnotes.exchange.mailbox import Mailbox
from pipnotes.exchange.naming import Direction, name_in, pair_secret
from pipnotes.exchange.receive import WINDOW


class Posted(Enum):
    """What came of putting a parcel into a mailbox."""

    SENT = "sent"
    THERE = "there"
    TAKEN = "taken"


def post(mailbox: Mailbox, name: str, parcel: bytes) -> Posted:
    """Put a parcel under its name; THERE when these very bytes lie there, TAKEN when others do."""
    if mailbox.put(name, parcel):
        return Posted.SENT
    return Posted.THERE if mailbox.get(name) == parcel else Posted.TAKEN


def free_number(mailbox: Mailbox, *, me: Identity, contact: Card, after: int) -> int:
    """Return the lowest number above `after` with nothing of ours at it, nor in the names that follow."""
    secret = pair_secret(me, contact, Direction.TO)
    last = number = after
    while number - last < WINDOW:
        number += 1
        if mailbox.get(name_in(secret, number)) is not None:
            last = number
    return last + 1
