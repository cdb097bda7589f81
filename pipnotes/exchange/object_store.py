"""A mailbox under a prefix of an S3-compatible bucket.

Requests are signed as Amazon's "Signature Version 4" says: HMAC-SHA256 over a canonical spelling of the request, by
a key grown from the secret, the day and the region. A name is written only while it is free (``If-None-Match: *``),
and looked up before that, for stores that do not know the condition. The key must be allowed to list the bucket,
since otherwise such a store calls a missing object a forbidden one.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from urllib.parse import quote

from pipnotes.exchange.envelope import MAX_PARCEL
from pipnotes.exchange.mailbox import (
    NOWHERE,
    checked,
    closed,
    full,
    unanswered,
    wrong_address,
    wrong_clock,
    wrong_password,
)
from pipnotes.exchange.problems import OutOfReach
from pipnotes.exchange.server import Network, Said, Server

_WRONG_KEY = (b"InvalidAccessKeyId", b"SignatureDoesNotMatch", b"InvalidSecurity", b"AuthorizationHeaderMalformed")
_FULL = (b"QuotaExceeded", b"InsufficientStorage", b"XMinioStorageFull", b"EntityTooLarge")


def _utc_now() -> datetime:
    return datetime.now(UTC)


class ObjectStore:
    """Parcels as objects of a bucket."""

    def __init__(
        self,
        endpoint: str,
        bucket: str,
        prefix: str,
        *,
        region: str,
        user: str,
        secret: str,
        network: Network,
        clock: Callable[[], datetime] = _utc_now,
    ) -> None:
        self._server = Server(endpoint, network=network, sign=self._sign)
        inside = prefix.strip("/")
        self._root = quote(f"/{bucket}/{inside}/" if inside else f"/{bucket}/")
        self._bucket = quote(f"/{bucket}")
        self._region, self._user, self._secret, self._clock = region or "us-east-1", user, secret, clock

    def put(self, name: str, data: bytes) -> bool:
        """Create the object if its name is free; the store shows it whole or not at all."""
        path = self._root + checked(name)
        said = self._server.ask("HEAD", path)
        if said.status == 200:
            return False
        if said.status != 404:
            raise self._refusal(said)
        said = self._server.ask("PUT", path, {"If-None-Match": "*"}, data)
        if said.status == 501:
            said = self._server.ask("PUT", path, body=data)
        if said.status == 412:
            # Somebody was faster, or the object was made and its answer lost.
            there = self._server.fetch(path, MAX_PARCEL)
            if there.status == 200:
                return there.body == data
        if said.status != 200:
            raise self._refusal(said)
        return True

    def get(self, name: str) -> bytes | None:
        """Fetch an object; one too long to be a parcel reads as empty, without being fetched."""
        said = self._server.fetch(self._root + checked(name), MAX_PARCEL)
        if said.status == 200:
            return b"" if said.too_long else said.body
        if said.status == 404 and b"NoSuchBucket" not in said.body:
            return None
        raise self._refusal(said)

    def remove(self, name: str) -> None:
        """Delete an object of our own."""
        said = self._server.ask("DELETE", self._root + checked(name))
        if said.status not in (200, 204, 404):
            raise self._refusal(said)

    def reachable(self) -> bool:
        """Say whether the bucket answers."""
        return self._server.answers("HEAD", self._bucket)

    def close(self) -> None:
        """Close the connection."""
        self._server.hang_up()

    def _sign(self, method: str, path: str, headers: Mapping[str, str], body: bytes) -> dict[str, str]:
        return signed(
            method,
            path,
            {**headers, "Host": self._server.name},
            body,
            region=self._region,
            user=self._user,
            secret=self._secret,
            at=self._clock(),
        )

    def _refusal(self, said: Said) -> OutOfReach:
        if said.status in (400, 403) and not said.body:
            # An answer without a body names no reason; the same question put as GET brings one.
            said = self._server.ask("GET", f"{self._root}{bytes(10).hex()}/{bytes(16).hex()}.parcel")
        if b"RequestTimeTooSkewed" in said.body:
            return wrong_clock()
        if said.status == 401 or any(code in said.body for code in _WRONG_KEY):
            return wrong_password()
        if said.status in (413, 507) or any(code in said.body for code in _FULL):
            return full()
        if said.status == 403:
            return closed()
        return wrong_address() if said.status in NOWHERE or b"NoSuchBucket" in said.body else unanswered()


def signed(
    method: str,
    path: str,
    headers: Mapping[str, str],
    body: bytes,
    *,
    region: str,
    user: str,
    secret: str,
    at: datetime,
) -> dict[str, str]:
    """Return the headers with those that sign the request; `path` is quoted and has no query, `at` is in UTC."""
    digest = hashlib.sha256(body).hexdigest()
    moment = at.strftime("%Y%m%dT%H%M%SZ")
    scope = f"{moment[:8]}/{region}/s3/aws4_request"
    given = {**headers, "x-amz-content-sha256": digest, "x-amz-date": moment}
    plain = {name.lower(): value.strip() for name, value in given.items()}
    names = ";".join(sorted(plain))
    lines = "".join(f"{name}:{plain[name]}\n" for name in sorted(plain))
    canonical = "\n".join((method, path, "", lines, names, digest))
    to_sign = "\n".join(("AWS4-HMAC-SHA256", moment, scope, hashlib.sha256(canonical.encode()).hexdigest()))
    key = f"AWS4{secret}".encode()
    for part in scope.split("/"):
        key = hmac.digest(key, part.encode(), "sha256")
    signature = hmac.digest(key, to_sign.encode(), "sha256").hex()
    proof = f"AWS4-HMAC-SHA256 Credential={user}/{scope},SignedHeaders={names},Signature={signature}"
    return {**given, "Authorization": proof}
