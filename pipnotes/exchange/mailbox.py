"""A mailbox: a place for parcels that never change, which need not be trusted and may be out of reach.

Each sender writes its own names only, so there is nothing to merge: what is in a mailbox is the union of what was
put there, and two mailboxes together are the union of both.
"""

from __future__ import annotations

import errno
import re
from typing import Protocol

from pipnotes.exchange.problems import OutOfReach

_NAME = re.compile(r"[0-9a-f]{20}/[0-9a-f]{32}\.parcel")
_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_CLOSED = {errno.EROFS, errno.EACCES, errno.EPERM}
_SAFE = "Nothing is lost: what you approved waits in the outbox, and what came before is kept."


class Mailbox(Protocol):
    """What every kind of mailbox can do; every call may raise OutOfReach, and may then be made again."""

    def put(self, name: str, data: bytes) -> bool:
        """Write a parcel whole or not at all; False, with nothing changed, when something has that name already."""

    def get(self, name: str) -> bytes | None:
        """Return what lies under a name, or None when nothing does; never more than a parcel can be long."""

    def remove(self, name: str) -> None:
        """Take away a parcel of our own; nothing happens when it is gone already."""

    def reachable(self) -> bool:
        """Say quickly whether it is worth trying; True is no promise."""


def checked(name: str) -> str:
    """Return `name` if it is one that ``naming`` makes, so that no path can lead out of the mailbox."""
    if not _NAME.fullmatch(name):
        raise ValueError("not the name of a parcel")
    return name


def full() -> OutOfReach:
    """Return the error for a mailbox without room."""
    return OutOfReach("The mailbox has no room left.", safe=_SAFE, todo="Make room there, then try again.")


def closed() -> OutOfReach:
    """Return the error for a mailbox that we may not use."""
    return OutOfReach(
        "The mailbox does not let PipNotes in, or cannot be written to.",
        safe=_SAFE,
        todo="Check that it is not write-protected and that you may use it, then try again.",
    )


def away() -> OutOfReach:
    """Return the error for a mailbox that is not there."""
    return OutOfReach(
        "The mailbox is out of reach.",
        safe=_SAFE,
        todo="Plug in the stick or join the network, then try again.",
    )


def unanswered() -> OutOfReach:
    """Return the error for a server; a wrong password cannot always be told from a server that is not there."""
    return OutOfReach(
        "The mailbox's server did not answer, or did not accept the user and password.",
        safe=_SAFE,
        todo="Check the connection, the address and the password, then try again.",
    )


def out_of_reach(error: OSError) -> OutOfReach:
    """Return the words for a fault of the operating system; its own text, which holds paths, is left out."""
    if error.errno in _FULL:
        return full()
    if error.errno in _CLOSED:
        return closed()
    return away()
