"""What a person may write for a mailbox, and what a server's faults sound like."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import opendal
import pytest

from pipnotes.errors import WrongUse
from pipnotes.exchange import FolderMailbox, OutOfReach, Progress, open_mailbox, receive
from pipnotes.exchange.places import Credentials
from pipnotes.exchange.remote import RemoteMailbox
from tests.exchange.people import Run, numbers

NAME = f"{'ab' * 10}/{'cd' * 16}.parcel"
PASSWORD = "marigold-secret"


def test_a_folder_can_be_named_by_its_path_or_its_address(tmp_path: Path) -> None:
    folder = tmp_path / "our shared box"
    folder.mkdir()
    for place in (str(folder), folder.as_uri()):
        mailbox = open_mailbox(place)
        assert isinstance(mailbox, FolderMailbox)
        assert mailbox.reachable()


@pytest.mark.parametrize(
    "place",
    [
        "",
        "   ",
        "http://example.org/box",
        "dav+http://example.org/box",
        "dav+http://127.0.0.1.example.org/box",
        "dav+http://192.168.1.5/box",
        "https://ann:word@example.org/box",
        "https://example.org/box?token=word",
        "https:///box",
        "https://example.org:port/box",
        "ftp://example.org/box",
        "file://server/box",
        "s3:///prefix",
        "s3://bucket/prefix",
        "javascript:alert(1)",
    ],
)
def test_an_address_that_would_show_parcels_or_passwords_is_refused(place: str) -> None:
    with pytest.raises(WrongUse) as caught:
        open_mailbox(place)
    assert "word" not in " ".join(caught.value.lines()).replace("password", "")


def test_a_password_shows_in_no_description_of_it() -> None:
    assert PASSWORD not in repr(Credentials(user="ann", secret=PASSWORD))


def test_an_object_store_delivers_as_a_folder_does(run: Run) -> None:
    store = RemoteMailbox(opendal.Operator("memory"))
    assert store.reachable()
    for n in (1, 2, 3):
        assert store.put(run.name(n) if run.seal() else "", run.parcels[n])
    assert not store.put(run.name(2), b"something else")
    store.remove(run.name(2))
    store.remove(run.name(2))
    delivery = receive(store, me=run.recipient.identity, contact=run.sender.card, state=Progress())
    assert numbers(delivery) == [1, 3]
    assert delivery.gaps == (2,)


class _Refusing(BaseHTTPRequestHandler):
    status = 403

    def _answer(self) -> None:
        self.send_response(self.status)
        self.send_header("Content-Length", "0")
        self.end_headers()

    do_GET = do_PUT = do_HEAD = do_PROPFIND = do_MKCOL = do_DELETE = do_MOVE = _answer

    def log_message(self, format: str, *args: object) -> None:
        return


@pytest.fixture(params=[401, 403, 500])
def refusing_server(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    monkeypatch.setattr(_Refusing, "status", request.param)
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Refusing)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"dav+http://127.0.0.1:{server.server_port}/box"
    server.shutdown()
    server.server_close()
    thread.join()


def test_a_server_that_refuses_is_told_in_our_own_words(refusing_server: str) -> None:
    _says_it_plainly(refusing_server)


def test_a_server_that_is_not_there_is_told_in_our_own_words() -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        port = unused.getsockname()[1]
    _says_it_plainly(f"dav+http://127.0.0.1:{port}/box")


def _says_it_plainly(place: str) -> None:
    mailbox = open_mailbox(place, Credentials(user="ann", secret=PASSWORD))
    assert not mailbox.reachable()
    for attempt in (lambda: mailbox.put(NAME, b"parcel"), lambda: mailbox.get(NAME)):
        with pytest.raises(OutOfReach) as caught:
            attempt()
        words = " ".join(caught.value.lines())
        assert "server" in words or "does not let PipNotes in" in words
        for internal in ("127.0.0.1", PASSWORD, "opendal", "Unexpected", "http"):
            assert internal not in words
        assert caught.value.__cause__ is None
