"""What a person may write for a mailbox, and what would show parcels or passwords."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipnotes.errors import WrongUse
from pipnotes.exchange import FolderMailbox, open_mailbox
from pipnotes.exchange.places import Credentials

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
        "https://example..org/box",
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


@pytest.mark.parametrize(
    ("place", "endpoint", "kind"),
    [
        ("~", "", "FolderMailbox"),
        ("C:\\box", "", "FolderMailbox"),
        ("file://localhost/box", "", "FolderMailbox"),
        ("https://example.org/box", "", "WebFolder"),
        ("dav+http://localhost:8080/box", "", "WebFolder"),
        ("dav+http://[::1]/box", "", "WebFolder"),
        ("dav+http://127.0.0.9/box", "", "WebFolder"),
        ("s3://bucket/prefix", "https://store.example.org", "ObjectStore"),
        ("s3://bucket", "http://localhost:9000", "ObjectStore"),
    ],
)
def test_each_kind_of_address_leads_to_its_kind_of_mailbox(place: str, endpoint: str, kind: str) -> None:
    assert type(open_mailbox(place, Credentials(endpoint=endpoint))).__name__ == kind


def test_a_folder_of_ones_own_may_be_named_by_a_tilde(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    assert not open_mailbox("~/box").reachable()
    (tmp_path / "box").mkdir()
    assert open_mailbox("~/box").reachable()


@pytest.mark.parametrize("endpoint", ["", "http://store.example.org", "ftp://localhost", "store.example.org"])
def test_object_storage_without_a_safe_address_of_its_service_is_refused(endpoint: str) -> None:
    with pytest.raises(WrongUse, match="https address"):
        open_mailbox("s3://bucket/prefix", Credentials(endpoint=endpoint))


@pytest.mark.parametrize("place", ["https://ann@example.org/box", "https://example.org/box#part", "/box\0"])
def test_what_an_address_must_not_hold_is_refused_each_by_itself(place: str) -> None:
    with pytest.raises(WrongUse):
        open_mailbox(place)


def test_a_password_shows_in_no_description_of_it() -> None:
    assert PASSWORD not in repr(Credentials(user="ann", secret=PASSWORD))


def test_a_host_may_be_named_in_any_alphabet() -> None:
    mailbox = open_mailbox("https://bücher.example:8443/box")
    assert mailbox._server.name == "xn--bcher-kva.example:8443"  # type: ignore[attr-defined]
