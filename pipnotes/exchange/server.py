"""One server, spoken to over HTTPS: the only place where PipNotes uses a network.

The general storage libraries take neither a private certificate authority nor a proxy for one connection alone, so
this stands one floor below them, on ``urllib3``: its connections, tunnels, time limits and tries. Every wait has an
end, every answer a bound. A fault that may pass is tried again a little, because a phone's hotspot comes and goes,
and a download that was cut goes on where it stopped. No redirection is followed, since it would take the password
elsewhere, and no text of a server is shown.
"""

from __future__ import annotations

import io
import logging
import ssl
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Self
from urllib.parse import unquote, urlsplit
from urllib.request import getproxies, proxy_bypass

from urllib3 import BaseHTTPResponse, PoolManager, ProxyManager, Retry, Timeout
from urllib3.exceptions import HTTPError
from urllib3.util import make_headers, parse_url

from pipnotes.exchange.mailbox import proxy_refuses, unanswered, uncertain_authority, untrusted_server
from pipnotes.exchange.problems import OutOfReach

# The library sends within the limit for connecting: so long may a line stand still under an upload, too.
_PATIENT = Timeout(connect=10.0, read=20.0)
_GLANCE = Timeout(connect=3.0, read=3.0)
_WHOLE_SECONDS = 120.0
_DOWNLOADS = 3
_PIECE = 16 * 1024

# The library names the address of what it tries again.
logging.getLogger("urllib3").setLevel(logging.CRITICAL)


@dataclass(frozen=True, kw_only=True, slots=True)
class Network:
    """How this computer reaches a server: a private certificate authority and a proxy, by the organisation's rules.

    Without `proxy`, the one that the system itself is set to. `proxy_secret` belongs in the vault.
    """

    certificate_authority: Path | None = None
    proxy: str = ""
    proxy_user: str = ""
    proxy_secret: str = field(default="", repr=False)


@dataclass(frozen=True, kw_only=True, slots=True)
class Said:
    """A server's answer; `cut` says that its body ended before it was whole, `too_long` that it passed the bound.

    `tag` names the very state of what lies there, and `part` is where the body begins and ends in it, if not whole.
    """

    status: int
    body: bytes = b""
    tag: str = ""
    part: str = ""
    cut: bool = False
    too_long: bool = False


class _Tries(Retry):
    """The library's way of trying again, except where no further try mends it."""

    def increment(self, *given: Any, **named: Any) -> Self:
        """Count one more try; raises what is wrong when that will not pass by itself."""
        error, answer = named.get("error"), named.get("response")
        while isinstance(error, HTTPError) and error.args:
            error = error.args[-1]
        if isinstance(error, ssl.SSLCertVerificationError):
            raise untrusted_server() from None
        # The library tells a proxy's refusal in its text alone.
        if isinstance(error, OSError) and str(error).startswith("Tunnel connection failed: 407"):
            raise proxy_refuses() from None
        counted = super().increment(*given, **named)
        if answer is not None:
            # Else it would be read to its end before the next try, however long that takes.
            answer.close()
        return counted


_TRIES = _Tries(
    total=2,
    connect=1,
    allowed_methods=None,  # whatever is asked of a mailbox may be asked again
    # What a busy server or a restarting gateway says; 507 is a full one, which does not pass by itself.
    status_forcelist={429, 500, 502, 503, 504},
    raise_on_status=False,
    backoff_factor=0.3,
    retry_after_max=5,
)

Sign = Callable[[str, str, Mapping[str, str], bytes], dict[str, str]]


class Server:
    """A conversation with one server; `sign` adds to each request what proves who asks."""

    def __init__(self, address: str, *, network: Network, sign: Sign) -> None:
        self._address = address
        self.name = urlsplit(address).netloc
        self._network = network
        self._sign = sign
        self._lines: PoolManager | None = None

    def ask(
        self,
        method: str,
        path: str,
        headers: Mapping[str, str] | None = None,
        body: bytes = b"",
        limit: int = 4096,
        *,
        patience: Timeout = _PATIENT,
        tries: Retry = _TRIES,
    ) -> Said:
        """Return the answer, of at most `limit` bytes, after a few tries; OutOfReach when there is none."""
        signed = {**self._sign(method, path, headers or {}, body), "User-Agent": "PipNotes"}
        if body:
            signed["Content-Length"] = str(len(body))
        try:
            self._lines = self._lines or _lines(self._address, self._network)
            response = self._lines.connection_from_url(self._address).urlopen(
                method,
                path,
                # In pieces, so that the time limit is one of silence and not of a slow line.
                body=io.BytesIO(body) if body else None,
                headers=signed,
                retries=tries,
                redirect=False,
                timeout=patience,
                preload_content=False,
            )
            # What was not read to its end takes its connection with it.
            with response:
                return _read(response, limit)
        except HTTPError:
            self.hang_up()
            raise unanswered() from None

    def fetch(self, path: str, limit: int) -> Said:
        """Return what lies at `path`; a body cut short is asked for from where it stopped."""
        have, tag = b"", ""
        for _ in range(_DOWNLOADS):
            said = self.ask("GET", path, {"Range": f"bytes={len(have)}-"} if have else {}, limit=limit - len(have))
            if said.status == 206:
                goes_on = have and said.tag == tag and said.part.startswith(f"bytes {len(have)}-")
                said = replace(said, status=200, body=have + said.body if goes_on else b"", cut=said.cut or not goes_on)
            if said.status != 200 or not said.cut:
                return said
            # Without a tag nothing says that what lies there is still the same.
            have, tag = (said.body if said.tag and len(said.body) < limit else b""), said.tag
        raise unanswered()

    def answers(self, method: str, path: str) -> bool:
        """Say quickly whether the server gives any answer that is not a fault of its own."""
        try:
            return self.ask(method, path, patience=_GLANCE, tries=Retry(False)).status < 400
        except OutOfReach:
            return False
        finally:
            self.hang_up()

    def hang_up(self) -> None:
        """Close the connection; the next request opens another."""
        if self._lines is not None:
            self._lines.clear()
            self._lines = None


def _read(response: BaseHTTPResponse, limit: int) -> Said:
    body, cut = bytearray(), False
    too_long = (response.length_remaining or 0) > limit
    end = time.monotonic() + _WHOLE_SECONDS
    try:
        while not (cut or too_long) and (piece := response.read1(_PIECE, decode_content=False)):
            body += piece
            cut, too_long = time.monotonic() > end, len(body) > limit
    except HTTPError:
        cut = True
    return Said(
        status=response.status,
        body=b"" if too_long else bytes(body),
        tag=response.headers.get("ETag", ""),
        part=response.headers.get("Content-Range", ""),
        cut=cut,
        too_long=too_long,
    )


def _lines(address: str, network: Network) -> PoolManager:
    where = urlsplit(address)
    if where.scheme != "https":
        # Only this very computer is spoken to without TLS, and no proxy stands in between.
        return PoolManager()
    context = ssl.create_default_context()
    try:
        if network.certificate_authority is not None:
            context.load_verify_locations(cafile=network.certificate_authority)
    except OSError:
        raise uncertain_authority() from None
    proxy = network.proxy or ("" if proxy_bypass(where.hostname or "") else getproxies().get("https", ""))
    if not proxy:
        return PoolManager(ssl_context=context)
    by = parse_url(proxy if "//" in proxy else f"http://{proxy}")
    user, _, secret = unquote(by.auth or "").partition(":")
    if network.proxy_user:
        user, secret = network.proxy_user, network.proxy_secret
    login = make_headers(proxy_basic_auth=f"{user}:{secret}", proxy_basic_auth_encoding="utf-8") if user else {}
    plain = by._replace(auth=None, port=by.port or 8080).url
    return ProxyManager(plain, proxy_headers=login, ssl_context=context, proxy_ssl_context=context)
