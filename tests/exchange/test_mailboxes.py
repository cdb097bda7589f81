"""Folder, WebDAV and S3 do the same things, on real servers under TLS and over roads that break."""

from __future__ import annotations

import copy
import http.server
import shutil
import socket
import threading
import time
import tracemalloc
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import pytest

from pipnotes.exchange import Mailbox, OutOfReach, Posted, Progress, Stopped, post, receive, server
from pipnotes.exchange import open_mailbox as _open_mailbox
from pipnotes.exchange.envelope import MAX_PARCEL
from pipnotes.exchange.object_store import ObjectStore, signed
from pipnotes.exchange.patience import Patient
from pipnotes.exchange.places import Credentials, Way
from pipnotes.exchange.server import Network
from tests.exchange.people import Run, numbers, whole
from tests.exchange.servers import (
    BUCKET,
    PASSWORD,
    PROXY_PASSWORD,
    PROXY_USER,
    USER,
    Authority,
    Road,
    Store,
    Web,
    free_ports,
    make_authority,
    object_server,
    serving_tls,
    web_server,
)

_opened: list[Mailbox] = []


def open_mailbox(*where: object) -> Mailbox:
    """Open a mailbox that is closed when its test is over."""
    _opened.append(_open_mailbox(*where))  # type: ignore[arg-type]
    return _opened[-1]


NAME = f"{'ab' * 10}/{'cd' * 16}.parcel"
OTHER = f"{'ab' * 10}/{'ce' * 16}.parcel"
SERVERS = ("webdav", "s3")


@dataclass(frozen=True)
class Services:
    """The servers of this run, and their authority."""

    authority: Authority
    web: Web
    store: Store

    @property
    def way(self) -> Way:
        return Way(certificate_authority=self.authority.file)

    def place(self, kind: str, box: str) -> tuple[str, Credentials]:
        """Return a fresh mailbox of its own on a server, over TLS."""
        known = Credentials(user=USER, secret=PASSWORD)
        if kind == "webdav":
            self._folder(box)
            return f"{self.web.address}/{box}", known
        return f"s3://{BUCKET}/{box}", replace(known, endpoint=self.store.endpoint)

    def by_road(self, kind: str, box: str, road: Road) -> Mailbox:
        """Return the same over a road that can break."""
        known = Credentials(user=USER, secret=PASSWORD)
        if kind == "webdav":
            self._folder(box)
            return open_mailbox(f"dav+http://127.0.0.1:{road.port}/box/{box}", known)
        return open_mailbox(f"s3://{BUCKET}/{box}", replace(known, endpoint=f"http://127.0.0.1:{road.port}"))

    def port(self, kind: str) -> int:
        return self.web.plain_port if kind == "webdav" else self.store.plain_port

    def _folder(self, box: str) -> None:
        folder = self.web.folder / "files" / "box" / box
        if not folder.exists():
            folder.mkdir()
            shutil.copystat(folder.parent, folder)
            owner = folder.parent.stat()
            if owner.st_uid != folder.stat().st_uid:
                shutil.chown(folder, owner.st_uid, owner.st_gid)


@pytest.fixture(scope="module")
def services(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Services]:
    """Run both servers for the tests of this module."""
    base = tmp_path_factory.mktemp("servers")
    authority = make_authority(base / "authority")
    store = Store(*free_ports(2))
    with object_server(base / "s3", authority, store), web_server(base / "web", authority, store.tls_port) as web:
        yield Services(authority, web, store)


@pytest.fixture(autouse=True)
def _all_closed_at_the_end() -> Iterator[None]:
    yield
    while _opened:
        _opened.pop().close()


@pytest.fixture(autouse=True)
def _short_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server._TRIES, "backoff_factor", 0.02)


@pytest.fixture(autouse=True)
def _no_proxy_of_this_computer(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)


@pytest.fixture
def box(request: pytest.FixtureRequest) -> str:
    """Return a name of its own for each test's part of a server."""
    return "".join(letter for letter in request.node.name if letter.isalnum())[-60:]


@pytest.fixture(params=("folder", *SERVERS))
def mailbox(request: pytest.FixtureRequest, tmp_path: Path, box: str) -> Mailbox:
    """Return an empty mailbox of each kind."""
    if request.param == "folder":
        (tmp_path / "box").mkdir()
        return open_mailbox(str(tmp_path / "box"))
    services: Services = request.getfixturevalue("services")
    return open_mailbox(*services.place(request.param, box), services.way)


@pytest.fixture(params=SERVERS)
def kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def road(services: Services, kind: str) -> Iterator[Road]:
    """Return a whole road to a server."""
    made = Road(services.port(kind))
    yield made
    made.close()


@pytest.fixture
def far(services: Services, kind: str, box: str, road: Road) -> Mailbox:
    """Return an empty mailbox at the end of the road."""
    return services.by_road(kind, box, road)


def _says(attempt: Callable[[], object], *words: str) -> None:
    with pytest.raises(OutOfReach) as caught:
        attempt()
    lines = caught.value.lines()
    assert len(lines) == 3
    for word in words:
        assert word in lines[0]
    for internal in (PASSWORD, PROXY_PASSWORD, "127.0.0.1", "Errno", "http", "ssl", "HTTP", NAME):
        assert internal not in " ".join(lines)
    assert caught.value.__cause__ is None


def test_what_is_put_comes_back_to_the_byte_and_nothing_else_is_there(mailbox: Mailbox) -> None:
    assert mailbox.reachable()
    assert mailbox.get(NAME) is None
    assert mailbox.put(NAME, b"parcel\r\n\0")
    assert mailbox.get(NAME) == b"parcel\r\n\0"
    assert mailbox.get(OTHER) is None


def test_nothing_is_ever_overwritten_and_the_same_again_is_no_trouble(mailbox: Mailbox) -> None:
    assert [post(mailbox, NAME, whole(words)) for words in (b"first", b"first", b"second")] == [
        Posted.SENT,
        Posted.THERE,
        Posted.TAKEN,
    ]
    assert mailbox.get(NAME) == whole(b"first")


def test_what_is_not_whole_under_a_name_of_ours_makes_room_for_the_parcel(mailbox: Mailbox) -> None:
    mailbox.put(NAME, whole(b"first")[:-9])
    assert post(mailbox, NAME, whole(b"first")) is Posted.SENT
    assert mailbox.get(NAME) == whole(b"first")


# Apache looks and moves in two steps; only a vault that runs in two copies could write one name twice at once.
@pytest.mark.parametrize("mailbox", ["folder", "s3"], indirect=True)
def test_of_two_who_write_one_name_at_once_one_wins_and_the_other_is_told(mailbox: Mailbox) -> None:
    results: dict[bytes, bool] = {}
    both = threading.Barrier(2)

    def write(words: bytes) -> None:
        own = mailbox if words == b"a" * 9000 else again
        both.wait()
        results[words] = own.put(NAME, words)

    again = _another(mailbox)
    writers = [threading.Thread(target=write, args=(letter * 9000,)) for letter in (b"a", b"b")]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert sorted(results.values()) == [False, True]
    assert results[mailbox.get(NAME) or b""]


def _another(mailbox: Mailbox) -> Mailbox:
    """Return a second way into the same mailbox, as another process has it."""
    second = copy.copy(mailbox)
    server = getattr(mailbox, "_server", None)
    if server is not None:
        second._server = copy.copy(server)  # type: ignore[attr-defined]
        second._server._lines = None  # type: ignore[attr-defined]
    _opened.append(second)
    return second


def test_an_own_parcel_can_be_taken_away_and_twice_does_no_harm(mailbox: Mailbox) -> None:
    mailbox.put(NAME, b"parcel")
    mailbox.remove(NAME)
    mailbox.remove(NAME)
    assert mailbox.get(NAME) is None


def test_the_largest_parcel_there_is_comes_through_and_an_empty_one_too(mailbox: Mailbox) -> None:
    whole = bytes(range(256)) * (MAX_PARCEL // 256 + 1)
    assert mailbox.put(NAME, whole[:MAX_PARCEL])
    assert mailbox.get(NAME) == whole[:MAX_PARCEL]
    assert mailbox.put(OTHER, b"")
    assert mailbox.get(OTHER) == b""


def test_an_object_far_too_long_is_not_read_into_memory(mailbox: Mailbox) -> None:
    mailbox.put(NAME, bytes(MAX_PARCEL * 6))
    tracemalloc.start()
    try:
        seen = mailbox.get(NAME)
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert seen is not None
    assert len(seen) in (0, MAX_PARCEL + 1)
    assert most < 3 * MAX_PARCEL


def test_a_run_of_parcels_arrives_through_every_kind(mailbox: Mailbox, run: Run) -> None:
    for _ in range(3):
        parcel = run.seal()
        assert post(mailbox, run.name(run.sequence), parcel) is Posted.SENT
    mailbox.remove(run.name(2))
    delivery = receive(mailbox, me=run.recipient.identity, contact=run.sender.card, state=Progress())
    assert numbers(delivery) == [1, 3]
    assert delivery.gaps == (2,)


def test_a_certificate_that_nobody_trusted_has_signed_is_refused_and_no_password_is_sent(
    services: Services, kind: str, box: str
) -> None:
    place, known = services.place(kind, box)
    mailbox = open_mailbox(place, known)
    assert not mailbox.reachable()
    for attempt in (partial(mailbox.get, NAME), partial(mailbox.put, NAME, b"parcel")):
        _says(attempt, "could not prove that it is the one")


@pytest.mark.parametrize(("name", "days"), [("elsewhere.example", 2), ("localhost", -1)])
def test_a_certificate_for_another_name_or_another_year_is_refused(services: Services, name: str, days: int) -> None:
    server = http.server.HTTPServer(("127.0.0.1", 0), http.server.BaseHTTPRequestHandler)
    server.handle_error = lambda *_: None  # type: ignore[assignment]
    context = serving_tls(services.authority.certify(name, days=days))
    server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        mailbox = open_mailbox(f"https://localhost:{server.server_port}/box", Credentials(), services.way)
        _says(partial(mailbox.get, NAME), "could not prove that it is the one")
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def test_a_certificate_file_that_is_none_is_said_to_be_its_fault(services: Services, tmp_path: Path) -> None:
    (tmp_path / "wrong.pem").write_text("no certificate", "utf-8")
    for name in ("wrong.pem", "absent.pem"):
        mailbox = open_mailbox(*services.place("webdav", "box"), Way(certificate_authority=tmp_path / name))
        _says(partial(mailbox.get, NAME), "certificate file")


def test_a_proxy_is_passed_with_its_password_and_refuses_without(services: Services, kind: str, box: str) -> None:
    place, known = services.place(kind, box)
    way = replace(services.way, proxy=services.web.proxy)
    before = services.web.proxied()
    _says(partial(open_mailbox(place, known, way).get, NAME), "proxy")
    assert services.web.proxied() == before
    known = replace(known, proxy_user=PROXY_USER, proxy_secret=PROXY_PASSWORD)
    mailbox = open_mailbox(place, known, way)
    assert mailbox.put(NAME, b"parcel")
    assert open_mailbox(place, known, services.way).get(NAME) == b"parcel"
    mailbox.close()
    end = time.monotonic() + 5
    while services.web.proxied() == before and time.monotonic() < end:
        time.sleep(0.02)
    assert services.web.proxied() > before


def test_the_proxy_that_the_computer_is_set_to_is_used_without_a_rule(
    services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("https_proxy", "http://127.0.0.1:1")
    mailbox = open_mailbox(*services.place("webdav", "box"), services.way)
    _says(partial(mailbox.get, NAME), "does not answer")
    known = f"{PROXY_USER}:{PROXY_PASSWORD.replace('-', '%2D')}"
    monkeypatch.setenv("https_proxy", services.web.proxy.replace("//", f"//{known}@"))
    assert mailbox.get(NAME) is None
    monkeypatch.setenv("https_proxy", "http://127.0.0.1:1")
    mailbox.close()
    monkeypatch.setenv("no_proxy", "localhost")
    assert mailbox.get(NAME) is None


@pytest.mark.parametrize("wrong", [{"secret": "marigold"}, {"user": "nobody"}])
def test_a_wrong_password_is_told_as_one(services: Services, kind: str, box: str, wrong: dict[str, str]) -> None:
    place, known = services.place(kind, box)
    mailbox = open_mailbox(place, replace(known, **wrong), services.way)
    assert not mailbox.reachable()
    for attempt in (partial(mailbox.get, NAME), partial(mailbox.put, NAME, b"parcel")):
        _says(attempt, "user or the password")


@pytest.mark.pain(13)
def test_an_address_without_a_mailbox_is_not_an_empty_mailbox(services: Services) -> None:
    place, known = services.place("webdav", "box")
    mailbox = open_mailbox(place.replace("/box/box", "/moved"), known, services.way)
    for attempt in (partial(mailbox.get, NAME), partial(mailbox.put, NAME, b"parcel")):
        _says(attempt, "no mailbox at this address")
    assert open_mailbox(f"s3://{BUCKET}/x", replace(known, endpoint=services.store.endpoint), services.way).put(
        NAME, b"the bucket is there"
    )
    absent = open_mailbox("s3://no-such-bucket/x", replace(known, endpoint=services.store.endpoint), services.way)
    _says(partial(absent.get, NAME), "no mailbox at this address")


def test_a_laptop_whose_clock_is_wrong_is_told_so(services: Services) -> None:
    mailbox = ObjectStore(
        services.store.endpoint,
        BUCKET,
        "clock",
        region="",
        user=USER,
        secret=PASSWORD,
        network=Network(certificate_authority=services.authority.file),
        clock=partial(_hours_ago, 9),
    )
    _opened.append(mailbox)
    _says(partial(mailbox.get, NAME), "clock is wrong")


def _hours_ago(hours: int) -> datetime:
    return datetime.now(UTC) - timedelta(hours=hours)


@pytest.mark.parametrize(
    ("status", "words"),
    [(507, "no room"), (413, "no room"), (503, "does not answer"), (429, "does not answer"), (403, "let PipNotes in")],
)
def test_what_a_server_says_in_its_way_is_told_in_ours(
    kind: str, far: Mailbox, road: Road, status: int, words: str
) -> None:
    far.reachable()
    for step in (b"PUT", b"MOVE") if kind == "webdav" else (b"PUT",):
        road.answer, road.to = f"HTTP/1.1 {status} No\r\nContent-Length: 4\r\n\r\nhttp".encode(), step
        _says(partial(far.put, NAME, b"parcel"), words)
        road.heal()
    assert far.get(NAME) is None
    assert far.put(NAME, b"parcel")


def test_who_is_overtaken_between_looking_and_writing_is_told_and_the_same_bytes_count_as_sent(
    services: Services, kind: str, box: str, far: Mailbox, road: Road
) -> None:
    other = open_mailbox(*services.place(kind, box), services.way)
    for name, theirs, sent in ((NAME, b"parcel", True), (OTHER, b"another", False)):
        road.to, road.meanwhile = b"MOVE" if kind == "webdav" else b"PUT", partial(other.put, name, theirs)
        assert far.put(name, b"parcel") is sent
        assert road.meanwhile is None
        assert other.get(name) == theirs
    assert not list((services.web.folder / "files" / "box" / box).rglob("*.part"))


@pytest.mark.parametrize(("kind", "to", "status"), [("webdav", b"MOVE", 400), ("s3", b"PUT", 501)], indirect=["kind"])
def test_a_server_that_does_not_know_the_usual_way_is_asked_in_another(
    far: Mailbox, road: Road, to: bytes, status: int
) -> None:
    far.put(OTHER, b"a first one, so that its folder is there")
    # Apache itself wants the whole address, so the gateway puts it in again.
    whole = b"Destination: http://127.0.0.1:%d/" % road.port
    road.through = lambda request: request.replace(b"Destination: /", whole)
    road.answer, road.to, road.once = f"HTTP/1.1 {status} No\r\nContent-Length: 0\r\n\r\n".encode(), to, True
    assert far.put(NAME, b"parcel")
    assert road.answer == b""
    assert far.get(NAME) == b"parcel"


@pytest.mark.parametrize("asked", [b"DELETE", b"HEAD", b"GET"])
def test_a_server_that_closes_its_door_is_never_taken_for_an_empty_one(far: Mailbox, road: Road, asked: bytes) -> None:
    far.put(NAME, b"parcel")
    road.answer = b"HTTP/1.1 403 No\r\nContent-Length: 4\r\n\r\nhttp"
    attempts = {b"DELETE": far.remove, b"HEAD": partial(far.put, data=b"parcel"), b"GET": far.get}
    _says(partial(attempts[asked], NAME), "let PipNotes in")
    road.heal()
    assert far.get(NAME) == b"parcel"


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308, 400, 405, 409])
def test_an_address_that_leads_to_something_else_than_a_mailbox_is_told_as_one(
    far: Mailbox, road: Road, status: int
) -> None:
    road.answer = f"HTTP/1.1 {status} No\r\nLocation: /\r\nContent-Length: 4\r\n\r\nhttp".encode()
    _says(partial(far.get, NAME), "no mailbox at this address")
    _says(partial(far.put, NAME, b"parcel"), "no mailbox at this address")


@pytest.mark.parametrize("kind", ["s3"], indirect=True)
@pytest.mark.parametrize(
    ("status", "code", "words"),
    [
        (403, "RequestTimeTooSkewed", "clock is wrong"),
        (403, "InvalidAccessKeyId", "user or the password"),
        (403, "SignatureDoesNotMatch", "user or the password"),
        (403, "InvalidSecurity", "user or the password"),
        (400, "AuthorizationHeaderMalformed", "user or the password"),
        (403, "QuotaExceeded", "no room"),
        (500, "InsufficientStorage", "no room"),
        (500, "XMinioStorageFull", "no room"),
        (400, "EntityTooLarge", "no room"),
        (404, "NoSuchBucket", "no mailbox at this address"),
        (403, "AccessDenied", "let PipNotes in"),
    ],
)
def test_each_reason_that_a_store_gives_is_told_as_what_can_be_done(
    far: Mailbox, road: Road, status: int, code: str, words: str
) -> None:
    said = f"<Error><Code>{code}</Code></Error>"
    road.answer = f"HTTP/1.1 {status} No\r\nContent-Length: {len(said)}\r\n\r\n{said}".encode()
    _says(partial(far.get, NAME), words)


def test_every_request_proves_who_asks_which_server_and_never_in_plain_words(
    kind: str, far: Mailbox, road: Road
) -> None:
    seen: list[bytes] = []

    def note(request: bytes) -> bytes:
        seen.append(request)
        return request

    road.through = note
    far.put(NAME, b"parcel")
    far.get(NAME)
    far.remove(NAME)
    asked = [one.partition(b"\r\n\r\n")[0] for one in seen if b" HTTP/1.1\r\n" in one]
    assert len(asked) >= 4
    for head in asked:
        assert b"\r\nuser-agent: pipnotes" in head.lower()
        assert PASSWORD.encode() not in head
        if kind == "s3":
            signed_over = head.partition(b"SignedHeaders=")[2].partition(b",")[0].split(b";")
            assert {b"host", b"x-amz-content-sha256", b"x-amz-date"} <= set(signed_over)
            assert (b"if-none-match" in signed_over) is head.startswith(b"PUT")
        else:
            assert b"\r\nauthorization: basic " in head.lower()


def test_a_busy_server_is_asked_again_and_cannot_stretch_the_wait_nor_get_into_a_log(
    far: Mailbox, road: Road, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    # What it asks for is cut to some seconds, here to less.
    assert server._TRIES.retry_after_max <= 5
    monkeypatch.setattr(server._TRIES, "retry_after_max", 0.02)
    road.answer = b"HTTP/1.1 503 Busy\r\nRetry-After: 86400\r\nContent-Length: 900000000\r\n\r\nbusy"
    _says(partial(far.get, NAME), "does not answer")
    assert road.asked == [b"GET"] * 3
    road.heal()
    assert far.get(NAME) is None
    assert caplog.text == ""


def test_one_line_serves_many_requests(far: Mailbox, road: Road) -> None:
    far.put(NAME, b"parcel")
    assert [far.get(NAME), far.get(OTHER), far.get(NAME)] == [b"parcel", None, b"parcel"]
    assert road.lines == 1


def test_an_upload_cut_half_way_leaves_no_parcel_and_the_next_try_finishes(far: Mailbox, road: Road) -> None:
    parcel = bytes(range(256)) * 1024
    road.cut_up = 100_000
    _says(partial(far.put, NAME, parcel), "does not answer")
    road.heal()
    assert far.get(NAME) is None
    assert post(far, NAME, parcel) is Posted.SENT
    assert far.get(NAME) == parcel


def test_an_upload_whose_answer_is_lost_counts_as_sent_once(far: Mailbox, road: Road) -> None:
    assert far.put(OTHER, b"a first one, so that its folder is there")
    for cut in range(0, 2400, 400):
        road.cut_down = cut + 1
        name = f"{'ab' * 10}/{cut:032x}.parcel"
        try:
            sent = post(far, name, b"parcel")
        except OutOfReach:
            sent = None
        road.heal()
        assert sent in (None, Posted.SENT, Posted.THERE)
        assert post(far, name, b"parcel") in ((Posted.SENT, Posted.THERE) if sent is None else (Posted.THERE,))
        assert far.get(name) == b"parcel"


def test_a_download_cut_half_way_goes_on_where_it_stopped(far: Mailbox, road: Road) -> None:
    parcel = bytes(range(256)) * 4096
    far.put(NAME, parcel)
    road.cut_down, before = 700_000, len(road.asked)
    assert far.get(NAME) == parcel
    assert road.asked[before:][-1] == b"GET part"


def test_a_download_that_was_cut_begins_afresh_when_something_else_lies_there_by_then(
    services: Services, kind: str, box: str, far: Mailbox, road: Road
) -> None:
    other = open_mailbox(*services.place(kind, box), services.way)
    first, then = bytes(range(256)) * 4096, bytes(reversed(range(256))) * 4096
    far.put(NAME, first)

    def exchange() -> None:
        other.remove(NAME)
        other.put(NAME, then)
        road.cut_down = 0

    def at_the_next() -> None:
        road.meanwhile = exchange

    road.cut_down, road.to, road.meanwhile = 700_000, b"GET", at_the_next
    assert far.get(NAME) == then
    assert road.meanwhile is None


def test_a_line_that_breaks_again_and_again_gives_up_and_takes_no_half_parcel(far: Mailbox, road: Road) -> None:
    far.put(NAME, bytes(200_000))
    road.cut_down = 20_000
    _says(partial(far.get, NAME), "does not answer")
    road.heal()
    assert far.get(NAME) == bytes(200_000)


def test_a_delivery_cut_in_the_middle_keeps_what_had_come_and_goes_on(far: Mailbox, road: Road, run: Run) -> None:
    for _ in range(6):
        post(far, *_sealed(run))
    stop_at = len(road.asked)

    def going_on() -> bool:
        return len(road.asked) < stop_at + 4

    first = receive(Patient(far, going_on), me=run.recipient.identity, contact=run.sender.card, state=Progress())
    assert isinstance(first.cut, Stopped)
    assert 1 <= len(first.parcels) < 6
    assert not first.gaps
    rest = receive(far, me=run.recipient.identity, contact=run.sender.card, state=first.state)
    assert rest.cut is None
    assert [*numbers(first), *numbers(rest)] == [1, 2, 3, 4, 5, 6]


def _sealed(run: Run) -> tuple[str, bytes]:
    parcel = run.seal()
    return run.name(run.sequence), parcel


def test_a_silent_server_can_be_left_at_once(far: Mailbox, road: Road) -> None:
    far.put(NAME, b"parcel")
    road.silent = True
    asked_at = time.monotonic()
    wishes = iter([True, True, True])
    patient = Patient(far, lambda: next(wishes, False))
    with pytest.raises(Stopped) as caught:
        patient.get(NAME)
    assert len(caught.value.lines()) == 3
    # The server would have been waited for ten times as long.
    assert time.monotonic() - asked_at < 5
    road.heal()


def test_patience_changes_nothing_that_a_mailbox_does(far: Mailbox) -> None:
    patient = Patient(far, lambda: True)
    assert patient.reachable()
    assert patient.put(NAME, b"parcel")
    assert not patient.put(NAME, b"other")
    assert patient.get(NAME) == b"parcel"
    patient.remove(NAME)
    assert patient.get(NAME) is None
    with pytest.raises(ValueError):
        patient.get("../evil")


def test_a_server_that_is_down_is_an_ordinary_state(kind: str, services: Services, run: Run) -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        port = unused.getsockname()[1]
    known = Credentials(user=USER, secret=PASSWORD, endpoint=f"http://127.0.0.1:{port}")
    place = f"dav+http://127.0.0.1:{port}/box" if kind == "webdav" else f"s3://{BUCKET}/x"
    mailbox = open_mailbox(place, known)
    assert not mailbox.reachable()
    _says(partial(mailbox.put, NAME, b"parcel"), "does not answer")
    delivery = receive(mailbox, me=run.recipient.identity, contact=run.sender.card, state=Progress())
    assert isinstance(delivery.cut, OutOfReach)
    assert delivery.state == Progress()


def test_a_redirection_is_not_followed_with_the_password(far: Mailbox, road: Road) -> None:
    lines = road.lines
    answer = "HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:{}/\r\nContent-Length: 0\r\n\r\n"
    road.answer = answer.format(road.port).encode()
    _says(partial(far.get, NAME), "no mailbox at this address")
    assert road.lines <= lines + 2


def test_the_signature_is_the_one_of_the_published_example() -> None:
    """The worked example "GET Object" of Amazon's own description of Signature Version 4 for S3."""
    made = signed(
        "GET",
        "/test.txt",
        {"Host": "examplebucket.s3.amazonaws.com", "Range": "bytes=0-9"},
        b"",
        region="us-east-1",
        user="AKIAIOSFODNN7EXAMPLE",
        secret="wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
        at=datetime(2013, 5, 24, tzinfo=UTC),
    )
    assert made["Authorization"].endswith("Signature=f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41")
