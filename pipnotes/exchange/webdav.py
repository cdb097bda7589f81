"""A mailbox in a folder of a WebDAV server (RFC 4918).

A parcel is written under a name of its own and then moved, with ``Overwrite: F``, because servers differ in what they
leave behind when an upload is cut, and some take a conditional upload for an ordinary one. The folder itself must be
there already: an address that has moved is not an empty mailbox.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from urllib.parse import quote

from urllib3.util import make_headers

from pipnotes.exchange.envelope import MAX_PARCEL
from pipnotes.exchange.mailbox import NOWHERE, checked, closed, full, unanswered, wrong_address, wrong_password
from pipnotes.exchange.problems import OutOfReach
from pipnotes.exchange.server import Network, Said, Server

_GONE = {404, 410}
_TAKEN = {412, 405}


class WebFolder:
    """Parcels as files in a WebDAV folder."""

    def __init__(self, address: str, root: str, *, user: str, secret: str, network: Network) -> None:
        self._login = make_headers(basic_auth=f"{user}:{secret}", basic_auth_encoding="utf-8") if user else {}
        self._server = Server(address, network=network, sign=self._sign)
        self._address = address
        self._root = quote(root.rstrip("/")) + "/"
        self._found = False

    def put(self, name: str, data: bytes) -> bool:
        """Upload beside, then move to the name if it is free; a cut upload leaves nothing under a parcel's name."""
        path = self._root + checked(name)
        if self._there(path):
            return False
        # The same bytes have the same part, so that a second try writes over what the first left.
        part = f"{path.removesuffix('.parcel')}.{hashlib.sha256(data).hexdigest()[:8]}.part"
        said = self._server.ask("PUT", part, body=data)
        if said.status in (*_GONE, 403, 409):
            self._make(path.rpartition("/")[0] + "/")
            said = self._server.ask("PUT", part, body=data)
        if said.status not in (200, 201, 204):
            raise _refusal(said)
        moved = self._server.ask("MOVE", part, {"Destination": self._address + path, "Overwrite": "F"})
        if moved.status in (400, 502):
            # Behind a gateway that ends TLS the server does not know its own address; RFC 4918 allows the path alone.
            moved = self._server.ask("MOVE", part, {"Destination": path, "Overwrite": "F"})
        if moved.status in (201, 204):
            return True
        if moved.status in (*_TAKEN, *_GONE, 409):
            # Either somebody was faster, or the move was done and its answer lost.
            self._server.ask("DELETE", part)
            there = self._server.fetch(path, MAX_PARCEL)
            if there.status == 200:
                return there.body == data
        raise _refusal(moved)

    def get(self, name: str) -> bytes | None:
        """Fetch a file; one too long to be a parcel reads as empty, without being fetched."""
        said = self._server.fetch(self._root + checked(name), MAX_PARCEL)
        if said.status == 200:
            return b"" if said.too_long else said.body
        if said.status in _GONE:
            self._insist()
            return None
        raise _refusal(said)

    def remove(self, name: str) -> None:
        """Delete a parcel of our own."""
        said = self._server.ask("DELETE", self._root + checked(name))
        if said.status not in (200, 204, *_GONE):
            raise _refusal(said)

    def reachable(self) -> bool:
        """Say whether the folder answers."""
        return self._server.answers("PROPFIND", self._root)

    def close(self) -> None:
        """Close the connection."""
        self._server.hang_up()

    def _there(self, path: str) -> bool:
        said = self._server.ask("HEAD", path)
        if said.status in (200, *_GONE):
            return said.status == 200
        raise _refusal(said)

    def _make(self, folder: str) -> None:
        self._insist()
        # Another may make it at the same moment; whether it is there now, the upload that follows will tell.
        self._server.ask("MKCOL", folder)

    def _insist(self) -> None:
        if self._found:
            return
        said = self._server.ask("PROPFIND", self._root, limit=256 * 1024)
        if said.status in _GONE:
            raise wrong_address()
        if said.status != 207:
            raise _refusal(said)
        self._found = True

    def _sign(self, method: str, path: str, headers: Mapping[str, str], body: bytes) -> dict[str, str]:
        return {**headers, **self._login, **({"Depth": "0"} if method == "PROPFIND" else {})}


def _refusal(said: Said) -> OutOfReach:
    if said.status == 401:
        return wrong_password()
    if said.status in (403, 423):
        return closed()
    if said.status in (413, 507):
        return full()
    return wrong_address() if said.status in NOWHERE else unanswered()
