"""Mailboxes on a server, WebDAV or S3-compatible: the only place where PipNotes speaks to a network.

Every call has a time limit and is tried again a little, because a phone's hotspot comes and goes. The library's error
texts hold addresses and internals, so none of them is shown or kept.
"""

from __future__ import annotations

import contextlib
import secrets

import opendal
from opendal import exceptions
from opendal.layers import RetryLayer, TimeoutLayer

from pipnotes.exchange.envelope import MAX_PARCEL
from pipnotes.exchange.mailbox import checked, closed, unanswered
from pipnotes.exchange.problems import OutOfReach

_CONTROL_SECONDS = 10.0
_TRANSFER_SECONDS = 30.0
_GLANCE_SECONDS = 3.0
_PAUSE_SECONDS = 0.3
_RETRIES = 2
_EXISTS = (exceptions.ConditionNotMatch, exceptions.AlreadyExists)
_FAULTS = (
    *_EXISTS,
    exceptions.Error,
    exceptions.Unexpected,
    exceptions.Unsupported,
    exceptions.ConfigInvalid,
    exceptions.NotFound,
    exceptions.PermissionDenied,
    exceptions.IsADirectory,
    exceptions.NotADirectory,
    exceptions.IsSameFile,
    exceptions.RateLimited,
    exceptions.RangeNotSatisfied,
    exceptions.Conflict,
)


def webdav(endpoint: str, root: str, user: str, secret: str) -> RemoteMailbox:
    """Return a mailbox in a folder of a WebDAV server."""
    return RemoteMailbox(_operator("webdav", endpoint=endpoint, root=root, username=user, password=secret))


def object_storage(bucket: str, root: str, *, endpoint: str, region: str, user: str, secret: str) -> RemoteMailbox:
    """Return a mailbox under a prefix of an S3-compatible bucket.

    Keys come from the vault alone, never from the environment or the files of another program.
    """
    return RemoteMailbox(
        _operator(
            "s3",
            bucket=bucket,
            root=root,
            endpoint=endpoint,
            region=region or "auto",
            access_key_id=user,
            secret_access_key=secret,
            disable_config_load="true",
            disable_ec2_metadata="true",
        )
    )


class RemoteMailbox:
    """Parcels as objects of a storage service."""

    def __init__(self, operator: opendal.Operator) -> None:
        again = RetryLayer(max_times=_RETRIES, min_delay=_PAUSE_SECONDS, max_delay=_PAUSE_SECONDS)
        limits = TimeoutLayer(timeout=_CONTROL_SECONDS, io_timeout=_TRANSFER_SECONDS)
        self._store = operator.layer(limits).layer(again)
        self._glance = operator.layer(TimeoutLayer(timeout=_GLANCE_SECONDS, io_timeout=_GLANCE_SECONDS))

    def put(self, name: str, data: bytes) -> bool:
        """Create the object if its name is free; where the service cannot promise that, by a temporary and a move."""
        checked(name)
        try:
            if self._store.capability().write_with_if_not_exists:
                self._store.write(name, data, if_not_exists=True)
                return True
            if self._store.exists(name):
                return False
            self._write_and_move(name, data)
        except _EXISTS:
            return False
        except _FAULTS as error:
            raise _words(error) from None
        return True

    def get(self, name: str) -> bytes | None:
        """Fetch an object; one too long to be a parcel reads as empty, without being fetched."""
        checked(name)
        try:
            if self._store.stat(name).content_length > MAX_PARCEL:
                return b""
            return bytes(self._store.read(name))
        except exceptions.NotFound:
            return None
        except exceptions.IsADirectory:
            return b""
        except _FAULTS as error:
            raise _words(error) from None

    def remove(self, name: str) -> None:
        """Delete an object of our own."""
        try:
            self._store.delete(checked(name))
        except exceptions.NotFound:
            return
        except _FAULTS as error:
            raise _words(error) from None

    def reachable(self) -> bool:
        """Say whether the service answers, by asking for a name that nothing has."""
        try:
            self._glance.exists(f"{bytes(10).hex()}/{bytes(16).hex()}.parcel")
        except _FAULTS:
            return False
        return True

    def _write_and_move(self, name: str, data: bytes) -> None:
        part = f"{name}.{secrets.token_hex(4)}.part"
        try:
            self._store.write(part, data)
            self._store.rename(part, name)
        except _FAULTS:
            with contextlib.suppress(*_FAULTS):
                self._store.delete(part)
            raise


def _operator(scheme: str, **settings: str) -> opendal.Operator:
    try:
        return opendal.Operator(scheme, **{key: value for key, value in settings.items() if value})
    except _FAULTS:
        raise unanswered() from None


def _words(error: Exception) -> OutOfReach:
    if isinstance(error, exceptions.PermissionDenied):
        return closed()
    return unanswered()
