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


def test_a_password_shows_in_no_description_of_it() -> None:
    assert PASSWORD not in repr(Credentials(user="ann", secret=PASSWORD))


def test_a_host_may_be_named_in_any_alphabet() -> None:
    mailbox = open_mailbox("https://bücher.example:8443/box")
    assert mailbox._server.name == "xn--bcher-kva.example:8443"  # type: ignore[attr-defined]
