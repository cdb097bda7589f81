"""From what a person writes for a mailbox to the mailbox itself, refusing what would show parcels or passwords."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import SplitResult, unquote, urlsplit
from urllib.request import url2pathname

from pipnotes.errors import WrongUse
from pipnotes.exchange.folder import FolderMailbox
from pipnotes.exchange.mailbox import Mailbox

if TYPE_CHECKING:
    from pipnotes.exchange.server import Network


@dataclass(frozen=True, kw_only=True, slots=True)
class Credentials:
    """How a remote mailbox is entered, kept in the vault: user and password, or access key and secret key.

    `region` and `endpoint` are for object storage; the proxy's are for a network that lets nobody out without.
    """

    user: str = ""
    secret: str = field(default="", repr=False)
    region: str = ""
    endpoint: str = ""
    proxy_user: str = ""
    proxy_secret: str = field(default="", repr=False)


@dataclass(frozen=True, kw_only=True, slots=True)
class Way:
    """What the organisation's rules say of the network: a file of certificate authorities, and a proxy's address."""

    certificate_authority: Path | None = None
    proxy: str = ""


def open_mailbox(place: str, credentials: Credentials | None = None, way: Way | None = None) -> Mailbox:
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
        return _web(parts, "https", given, way or Way())
    if parts.scheme == "dav+http" and _is_loopback(parts.hostname):
        return _web(parts, "http", given, way or Way())
    if parts.scheme == "s3" and parts.hostname:
        return _store(parts, given, way or Way())
    raise _wrong("This is not an address that can be a mailbox.")


def _split(place: str) -> SplitResult | None:
    if not place.strip() or "\0" in place:
        raise _wrong("No mailbox was named.")
    try:
        parts = urlsplit(place)
        _ = parts.port
        # One letter before a colon is a Windows drive.
        return parts._replace(netloc=parts.netloc.encode("idna").decode()) if len(parts.scheme) > 1 else None
    except ValueError:
        raise _wrong("This is not an address that can be a mailbox.") from None


def _web(parts: SplitResult, scheme: str, given: Credentials, way: Way) -> Mailbox:
    # Loaded only when a server is meant: a folder needs no word of HTTP.
    from pipnotes.exchange.webdav import WebFolder

    return WebFolder(
        f"{scheme}://{parts.netloc}",
        unquote(parts.path),
        user=given.user,
        secret=given.secret,
        network=_network(given, way),
    )


def _store(parts: SplitResult, given: Credentials, way: Way) -> Mailbox:
    where = urlsplit(given.endpoint)
    if where.scheme != "https" and not (where.scheme == "http" and _is_loopback(where.hostname)):
        raise _wrong("Object storage needs the https address of its service.")
    from pipnotes.exchange.object_store import ObjectStore

    return ObjectStore(
        given.endpoint,
        parts.netloc,
        unquote(parts.path),
        region=given.region,
        user=given.user,
        secret=given.secret,
        network=_network(given, way),
    )


def _network(given: Credentials, way: Way) -> Network:
    from pipnotes.exchange.server import Network

    return Network(
        certificate_authority=way.certificate_authority,
        proxy=way.proxy,
        proxy_user=given.proxy_user,
        proxy_secret=given.proxy_secret,
    )


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
