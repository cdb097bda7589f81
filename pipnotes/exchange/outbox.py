"""Getting a sealed parcel into a mailbox so that trying again is always harmless.

The rules of the outbox, of which the caller keeps the state::

    approved --seal with the next number--> waiting --SENT or THERE--> sent
                                              |  ^
                                              |  '-- OutOfReach: still waiting, same bytes
                                              '----- TAKEN: number = free_number(...), seal anew, waiting

All that waits behind moves on with it, and all of it is written down before the next try: were two parcels to share a
number, a store that shows things late could lose one of them.

TAKEN happens to a vault that was restored from a backup: its earlier life has used the number. The new parcel names
as `previous` the last one that this vault knows, so that its receiver can see that the vault went back. What is not
whole under a name of ours is an upload of ours that was cut, or somebody's damage: it makes room for the parcel.

Sealing anew can bring one content under two numbers, if somebody with the run of the mailbox puts back the first. So
contents carry what makes a second arrival harmless: a summary is the whole each time, a comment has its id.
"""

from __future__ import annotations

from enum import Enum

from pipnotes.exchange.cards import Card
from pipnotes.exchange.envelope import is_whole
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
    there = mailbox.get(name)
    if there == parcel:
        return Posted.THERE
    return Posted.TAKEN if there is None or is_whole(there) else _put_anew(mailbox, name, parcel)


def post_again(mailbox: Mailbox, name: str, parcel: bytes) -> Posted:
    """Put back a parcel that was sent before, when its reader misses it; whatever else lies there is not ours."""
    if mailbox.put(name, parcel):
        return Posted.SENT
    return Posted.THERE if mailbox.get(name) == parcel else _put_anew(mailbox, name, parcel)


def _put_anew(mailbox: Mailbox, name: str, parcel: bytes) -> Posted:
    mailbox.remove(name)
    return Posted.SENT if mailbox.put(name, parcel) else Posted.TAKEN


def free_number(mailbox: Mailbox, *, me: Identity, contact: Card, after: int) -> int:
    """Return the lowest number above `after` with nothing of ours at it, nor in the names that follow."""
    secret = pair_secret(me, contact, Direction.TO)
    last = number = after
    while number - last < WINDOW:
        number += 1
        if mailbox.get(name_in(secret, number)) is not None:
            last = number
    return last + 1
