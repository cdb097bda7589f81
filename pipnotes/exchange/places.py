"""From what a person writes for a mailbox to the mailbox itself, refusing what would show parcels or passwords."""

from __future__ import annotations

import contextlib
import ipaddress
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import SplitResult, unquote, urlsplit
from urllib.request import url2pathname

from pipnotes.errors import Problem, WrongUse
from pipnotes.exchange.folder import FolderMailbox
from pipnotes.exchange.mailbox import Mailbox


@dataclass(frozen=True, kw_only=True, slots=True)
class Credentials:
    """How a remote mailbox is entered: user and password, or access key and secret key; kept in the vault."""

    user: str = ""
    secret: str = field(default="", repr=False)
    region: str = ""
    endpoint: str = ""


def open_mailbox(place: str, credentials: Credentials | None = None) -> Mailbox:
    """Return the mailbox at `place`; nothing is contacted yet.

    ``/a/folder``, ``C:\\a\\folder`` or ``file:///a/folder``
        a folder, which must be there by the time it is used
    ``https://host/path``
        WebDAV; plain ``dav+http://`` is for a server on this very computer only
    ``s3://bucket/prefix``
        object storage, with its `endpoint` (https) and `region` in the credentials

    Raises WrongUse for anything else, and for a password in the address, where it would end up in settings and logs.
    """
    parts = _split(place)
    given = credentials or Credentials()
    if parts is None:
        return FolderMailbox(Path(place).expanduser())
    if parts.scheme == "file" and parts.hostname in (None, "localhost"):
        return FolderMailbox(Path(url2pathname(parts.path)))
    if parts.username is not None or parts.password is not None or parts.query or parts.fragment:
        raise _wrong("An address with a user, a password or a question mark in it cannot be a mailbox.")
    if parts.scheme == "https" and parts.hostname:
        return _web(parts, "https", given)
    if parts.scheme == "dav+http" and _is_loopback(parts.hostname):
        return _web(parts, "http", given)
    if parts.scheme == "s3" and parts.hostname:
        return _store(parts, given)
    raise _wrong("This is not an address that can be a mailbox.")


def _split(place: str) -> SplitResult | None:
    if not place.strip() or "\0" in place:
        raise _wrong("No mailbox was named.")
    try:
        parts = urlsplit(place)
        _ = parts.port
    except ValueError:
        raise _wrong("This is not an address that can be a mailbox.") from None
    # One letter before a colon is a Windows drive.
    return parts if len(parts.scheme) > 1 else None


def _web(parts: SplitResult, scheme: str, credentials: Credentials) -> Mailbox:
    with _optional_part():
        from pipnotes.exchange.remote import webdav
    return webdav(f"{scheme}://{parts.netloc}", unquote(parts.path) or "/", credentials.user, credentials.secret)


def _store(parts: SplitResult, credentials: Credentials) -> Mailbox:
    where = urlsplit(credentials.endpoint)
    if where.scheme != "https" and not (where.scheme == "http" and _is_loopback(where.hostname)):
        raise _wrong("Object storage needs the https address of its service.")
    with _optional_part():
        from pipnotes.exchange.remote import object_storage
    return object_storage(
        parts.netloc,
        unquote(parts.path) or "/",
        endpoint=credentials.endpoint,
        region=credentials.region,
        user=credentials.user,
        secret=credentials.secret,
    )


@contextlib.contextmanager
def _optional_part() -> Iterator[None]:
    # The library behind it weighs 40 MB and is an optional part: a folder needs none of it.
    try:
        yield
    except ImportError:
        raise Problem(
            "This installation of PipNotes has no part for mailboxes on a server.",
            safe="Nothing was sent or fetched; what you approved waits in the outbox.",
            todo="Use a folder as the mailbox, or ask IT for the installation with the “sync” part.",
        ) from None


def _is_loopback(host: str | None) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host or "").is_loopback
    except ValueError:
        return False


def _wrong(happened: str) -> WrongUse:
    return WrongUse(
        happened,
        safe="Nothing was sent or fetched.",
        todo="Give a folder, an https:// address, or s3://bucket/prefix.",
    )
