"""What can be wrong with something that came from another laptop, in the words that a person reads.

Nothing here quotes what arrived: a damaged or hostile file could hold anything.
"""

from __future__ import annotations

from pipnotes.errors import Integrity, Problem

NOTHING_TAKEN = "Nothing was taken from it, and nothing in your vault has changed."


class Newer(Problem):
    """It was made by a later PipNotes, in a form that this one cannot read; it is not damaged and must be kept."""


class NotForMe(Problem):
    """It is whole, but sealed to somebody else's keys."""


class Stranger(Problem):
    """It opens, but its sender is nobody whose card has been accepted."""


class OutOfReach(Problem):
    """The mailbox cannot be read or written at the moment; offline is an ordinary state."""


class Stopped(OutOfReach):
    """The person chose to stop; what was done until then stays done."""


def damaged(thing: str) -> Integrity:
    """Return the error for a `thing` (such as "parcel") that is cut short, altered or forged."""
    return Integrity(
        f"This {thing} is damaged, or it is not from the person it claims to be from.",
        safe=NOTHING_TAKEN,
        todo=f"Ask the sender for the {thing} again, by another way if you can.",
    )


def newer(thing: str) -> Newer:
    """Return the error for a `thing` of a later format version."""
    return Newer(
        f"This {thing} was made by a newer version of PipNotes.",
        safe="It is kept as it is, and nothing in your vault has changed.",
        todo="Update PipNotes, then try again.",
    )


def not_for_me() -> NotForMe:
    """Return the error for a parcel that none of our keys opens."""
    return NotForMe(
        "This parcel is sealed for somebody else.",
        safe=NOTHING_TAKEN,
        todo="Leave it for the person it was sent to, or ask the sender to send it to your contact card.",
    )


def stranger() -> Stranger:
    """Return the error for a parcel from somebody whose card has not been accepted."""
    return Stranger(
        "This parcel is for you, but you have not accepted its sender's contact card.",
        safe=NOTHING_TAKEN,
        todo="Compare the six words of the card with its owner and accept it, then open the parcel again.",
    )


def stopped() -> Stopped:
    """Return the error for a sending or a fetching that the person has stopped."""
    return Stopped(
        "Stopped, as you asked.",
        safe="What was sent or fetched until then stays so, and the rest waits.",
        todo="Choose Send or Fetch again when you like.",
    )
