"""One server, spoken to over HTTPS: the only place where PipNotes uses a network.

The general storage libraries take neither a private certificate authority nor a proxy for one connection alone, so
this stands on Python's own ``http.client`` and ``ssl``. Every wait has an end, every answer a bound. A fault that may
pass is tried again a little, because a phone's hotspot comes and goes, and a download that was cut goes on where it
stopped. No redirection is followed, since it would take the password elsewhere, and no text of a server is shown.
"""

from __future__ import annotations

import base64
import http.client
import io
import ssl
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

from pipnotes.exchange.mailbox import proxy_refuses, unanswered, uncertain_authority, untrusted_server
from pipnotes.exchange.problems import OutOfReach

_CONNECT_SECONDS = 5.0
_SILENT_SECONDS = 20.0
_WHOLE_SECONDS = 120.0
_GLANCE_SECONDS = 3.0
_PAUSE_SECONDS = 0.3
_TRIES = 3
_PIECE = 16 * 1024
# What a busy server or a restarting gateway says; 507 is a full one, which does not pass by itself.
_PASSING = {429, 500, 502, 503, 504}


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


Sign = Callable[[str, str, Mapping[str, str], bytes], dict[str, str]]


class Server:
    """A conversation with one server; `sign` adds to each request what proves who asks."""

    def __init__(self, address: str, *, network: Network, sign: Sign) -> None:
        where = urlsplit(address)
        self._tls = where.scheme == "https"
        self._host = where.hostname or ""
        self._port = where.port or (443 if self._tls else 80)
        self.name = where.netloc
        self._network = network
        self._sign = sign
        self._open: http.client.HTTPConnection | None = None

    def ask(
        self, method: str, path: str, headers: Mapping[str, str] | None = None, body: bytes = b"", limit: int = 4096
    ) -> Said:
        """Return the answer, of at most `limit` bytes, after a few tries; OutOfReach when there is none."""
        said: Said | None = None
        for attempt in range(_TRIES):
            if attempt:
                time.sleep(_PAUSE_SECONDS)
            try:
                said = self._once(method, path, headers or {}, body, limit, _SILENT_SECONDS)
            except (OSError, http.client.HTTPException) as error:
                self.hang_up()
                _raise_if_lasting(error)
                said = None
                continue
            if said.status not in _PASSING:
                return said
        if said is None:
            raise unanswered()
        return said

    def fetch(self, path: str, limit: int) -> Said:
        """Return what lies at `path`; a body cut short is asked for from where it stopped."""
        have, tag = b"", ""
        for _ in range(_TRIES):
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
            return self._once(method, path, {}, b"", 4096, _GLANCE_SECONDS).status < 400
        except (OSError, http.client.HTTPException, OutOfReach):
            return False
        finally:
            self.hang_up()

    def hang_up(self) -> None:
        """Close the connection; the next request opens another."""
        if self._open is not None:
            self._open.close()
            self._open = None

    def _once(
        self, method: str, path: str, headers: Mapping[str, str], body: bytes, limit: int, patience: float
    ) -> Said:
        line = self._open or self._connect(patience)
        self._open = line
        signed = {**self._sign(method, path, headers, body), "User-Agent": "PipNotes"}
        if body or method == "PUT":
            signed["Content-Length"] = str(len(body))
        # In pieces, so that the time limit is one of silence and not of a slow line.
        line.request(method, path, body=io.BytesIO(body) if body else None, headers=signed)
        if line.sock is not None:
            line.sock.settimeout(patience)
        return self._read(line.getresponse(), limit)

    def _read(self, response: http.client.HTTPResponse, limit: int) -> Said:
        said = Said(
            status=response.status,
            tag=response.headers.get("ETag", ""),
            part=response.headers.get("Content-Range", ""),
        )
        known = response.length
        if known is not None and known > limit:
            self.hang_up()
            return replace(said, too_long=True)
        body, cut = bytearray(), False
        end = time.monotonic() + _WHOLE_SECONDS
        try:
            while piece := response.read(min(_PIECE, limit + 1 - len(body))):
                body += piece
                if len(body) > limit or time.monotonic() > end:
                    break
        except http.client.IncompleteRead as error:
            body += error.partial
            cut = True
        except OSError:
            cut = True
        too_long = len(body) > limit
        cut = cut or time.monotonic() > end or (known is not None and len(body) < known)
        if cut or too_long:
            self.hang_up()
        return replace(said, body=b"" if too_long else bytes(body), cut=cut, too_long=too_long)

    def _connect(self, patience: float) -> http.client.HTTPConnection:
        wait = min(patience, _CONNECT_SECONDS)
        if not self._tls:
            # Only this very computer is spoken to without TLS, and no proxy stands in between.
            return http.client.HTTPConnection(self._host, self._port, timeout=wait, blocksize=_PIECE)
        proxy = self._proxy()
        context = _context(self._network.certificate_authority)
        if proxy is None:
            line = http.client.HTTPSConnection(self._host, self._port, timeout=wait, context=context, blocksize=_PIECE)
        else:
            host, port, login = proxy
            line = http.client.HTTPSConnection(host, port, timeout=wait, context=context, blocksize=_PIECE)
            line.set_tunnel(self._host, self._port, headers=login)
        line.connect()
        if line.sock is not None:
            line.sock.settimeout(patience)
        return line

    def _proxy(self) -> tuple[str, int, dict[str, str]] | None:
        address, user, secret = self._network.proxy, self._network.proxy_user, self._network.proxy_secret
        if not address:
            address = "" if proxy_bypass(self._host) else getproxies().get("https", "")
        if not address:
            return None
        where = urlsplit(address if "//" in address else f"//{address}")
        user, secret = user or where.username or "", secret or where.password or ""
        login = {"Proxy-Authorization": basic(user, secret)} if user else {}
        return where.hostname or "", where.port or 8080, login


def basic(user: str, secret: str) -> str:
    """Return the value of a header that carries user and password, as RFC 7617 spells it."""
    return "Basic " + base64.b64encode(f"{user}:{secret}".encode()).decode()


def _context(authority: Path | None) -> ssl.SSLContext:
    context = ssl.create_default_context()
    if authority is not None:
        try:
            context.load_verify_locations(cafile=authority)
        except (OSError, ssl.SSLError):
            raise uncertain_authority() from None
    return context


def _raise_if_lasting(error: Exception) -> None:
    if isinstance(error, ssl.SSLCertVerificationError):
        raise untrusted_server() from None
    # The library tells a proxy's refusal in its text alone.
    if isinstance(error, OSError) and str(error).startswith("Tunnel connection failed: 407"):
        raise proxy_refuses() from None
