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
# What a server says that is there and knows no such place, or has moved it.
NOWHERE = {301, 302, 303, 307, 308, 400, 404, 405, 409, 410}
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

    def close(self) -> None:
        """Let go of what is held open; a call after that opens it again."""


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
    """Return the error for a server that is not there, keeps silent or has a fault of its own."""
    return OutOfReach(
        "The mailbox's server does not answer at the moment.",
        safe=_SAFE,
        todo="Check that you are online and try again; the parcels do not mind waiting.",
    )


def wrong_password() -> OutOfReach:
    """Return the error for a user or a password that the server does not know."""
    return OutOfReach(
        "The mailbox's server did not accept the user or the password.",
        safe=_SAFE,
        todo="Check both under Settings, or ask whoever runs the server.",
    )


def wrong_address() -> OutOfReach:
    """Return the error for a server on which there is no such place."""
    return OutOfReach(
        "The mailbox's server answers, but there is no mailbox at this address.",
        safe=_SAFE,
        todo="Check the address under Settings, or ask whoever runs the server.",
    )


def untrusted_server() -> OutOfReach:
    """Return the error for a server whose certificate nobody trusted has signed, or that is for another name."""
    return OutOfReach(
        "The mailbox's server could not prove that it is the one it says it is.",
        safe="Nothing was sent to it, your password neither. " + _SAFE,
        todo="Try another network. If it stays so, ask your IT help desk about the server's certificate.",
    )


def uncertain_authority() -> OutOfReach:
    """Return the error for a certificate file, named in the organisation's rules, that cannot be used."""
    return OutOfReach(
        "The certificate file that your organisation's rules name cannot be used.",
        safe="Nothing was sent. " + _SAFE,
        todo="Ask your IT help desk to look at certificate_authority in the policy file of PipNotes.",
    )


def proxy_refuses() -> OutOfReach:
    """Return the error for a proxy that wants a user and a password, or others than it was given."""
    return OutOfReach(
        "The way out of this network, its proxy, did not accept the user or the password.",
        safe=_SAFE,
        todo="Ask your IT help desk for the proxy's user and password, and give them under Settings.",
    )


def wrong_clock() -> OutOfReach:
    """Return the error for a server that takes no request from a clock so far from its own."""
    return OutOfReach(
        "The mailbox's server says that this laptop's clock is wrong.",
        safe=_SAFE,
        todo="Set the date, the time and the time zone of this laptop, then try again.",
    )


def out_of_reach(error: OSError) -> OutOfReach:
    """Return the words for a fault of the operating system; its own text, which holds paths, is left out."""
    if error.errno in _FULL:
        return full()
    if error.errno in _CLOSED:
        return closed()
    return away()
