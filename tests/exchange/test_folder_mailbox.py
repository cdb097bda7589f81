"""A mailbox in a folder keeps what is there, writes whole parcels or none, and says in plain words what is wrong."""

from __future__ import annotations

import errno
import os
import resource
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from pipnotes.exchange import FolderMailbox, OutOfReach, Posted, Progress, post
from tests.exchange.people import Run, numbers, whole

NAME = f"{'ab' * 10}/{'cd' * 16}.parcel"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = tmp_path / "stick"
    folder.mkdir()
    return folder


def _files(root: Path) -> list[str]:
    return sorted(path.relative_to(root).as_posix() for path in root.rglob("*") if path.is_file())


def _failing(number: int) -> Callable[..., None]:
    def fail(*_: object, **__: object) -> None:
        raise OSError(number, "the words of the system, with /home/ann/secret in them")

    return fail


def test_what_is_put_is_there_whole_and_alone(root: Path) -> None:
    mailbox = FolderMailbox(root)
    assert mailbox.get(NAME) is None
    assert mailbox.put(NAME, b"parcel")
    assert mailbox.get(NAME) == b"parcel"
    assert _files(root) == [NAME]


def test_nothing_is_ever_overwritten(root: Path) -> None:
    mailbox = FolderMailbox(root)
    mailbox.put(NAME, b"first")
    assert not mailbox.put(NAME, b"second")
    assert mailbox.get(NAME) == b"first"
    assert _files(root) == [NAME]


def test_sending_the_same_parcel_again_is_harmless_and_another_one_is_told(root: Path) -> None:
    mailbox = FolderMailbox(root)
    assert [post(mailbox, NAME, whole(words)) for words in (b"first", b"first", b"second")] == [
        Posted.SENT,
        Posted.THERE,
        Posted.TAKEN,
    ]


def test_a_stick_that_knows_no_second_names_for_files_works_as_well(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "link", _failing(errno.EPERM))
    mailbox = FolderMailbox(root)
    assert mailbox.put(NAME, b"first")
    assert not mailbox.put(NAME, b"second")
    assert mailbox.get(NAME) == b"first"
    assert _files(root) == [NAME]


def test_a_half_written_file_of_a_crash_is_never_read_and_goes_with_the_next_try(root: Path) -> None:
    left = root / NAME.replace(".parcel", ".0011aabb.part")
    left.parent.mkdir()
    left.write_bytes(b"hal")
    mailbox = FolderMailbox(root)
    assert mailbox.get(NAME) is None
    assert mailbox.put(NAME, b"whole")
    assert _files(root) == [NAME]


def test_half_written_files_do_not_disturb_a_delivery(run: Run) -> None:
    run.send(2)
    for n in (1, 2, 3):
        run.path(n).with_suffix(".deadbeef.part").write_bytes(b"half a par")
    delivery = run.fetch()
    assert numbers(delivery) == [1, 2]
    assert delivery.forged == ()


def test_a_full_disk_leaves_nothing_half_written_and_says_so(root: Path) -> None:
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (64 * 1024, before[1]))
    try:
        with pytest.raises(OutOfReach) as caught:
            FolderMailbox(root).put(NAME, bytes(1024 * 1024))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert "no room" in caught.value.happened
    assert _files(root) == []
    assert FolderMailbox(root).put(NAME, bytes(1024 * 1024))


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (errno.ENOSPC, "no room"),
        (errno.EDQUOT, "no room"),
        (errno.EIO, "out of reach"),
        (errno.ESTALE, "out of reach"),
    ],
)
def test_a_flush_that_fails_is_a_parcel_not_sent(
    root: Path, monkeypatch: pytest.MonkeyPatch, number: int, words: str
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", _failing(number))
        with pytest.raises(OutOfReach) as caught:
            FolderMailbox(root).put(NAME, b"parcel")
    assert words in caught.value.happened
    assert "secret" not in " ".join(caught.value.lines())
    assert _files(root) == []
    assert FolderMailbox(root).put(NAME, b"parcel")


@pytest.mark.parametrize("number", [errno.EROFS, errno.EACCES, errno.EPERM])
def test_a_write_protected_folder_is_called_that(root: Path, monkeypatch: pytest.MonkeyPatch, number: int) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(os, "mkdir", _failing(number))
        with pytest.raises(OutOfReach) as caught:
            FolderMailbox(root).put(NAME, b"parcel")
    assert "cannot be written" in caught.value.happened
    assert len(caught.value.lines()) == 3


def test_an_unplugged_stick_is_out_of_reach_and_no_folder_is_made_in_its_place(root: Path) -> None:
    mailbox = FolderMailbox(root)
    mailbox.put(NAME, b"parcel")
    shutil.rmtree(root)
    assert not mailbox.reachable()
    for attempt in (lambda: mailbox.put(NAME, b"parcel"), lambda: mailbox.get(NAME)):
        with pytest.raises(OutOfReach) as caught:
            attempt()
        assert "out of reach" in caught.value.happened
    mailbox.remove(NAME)
    assert not root.exists()


def test_a_stick_that_goes_during_a_look_changes_nothing_and_the_next_look_has_all(run: Run) -> None:
    run.send(3)
    away = run.folder.with_name("away")
    run.folder.rename(away)
    gone = run.fetch()
    assert isinstance(gone.cut, OutOfReach)
    assert (gone.parcels, gone.gaps, gone.state) == ((), (), Progress())
    away.rename(run.folder)
    assert numbers(run.fetch()) == [1, 2, 3]


def test_pipes_links_and_folders_under_a_parcels_name_hang_and_lead_nowhere(root: Path, tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_bytes(b"elsewhere")
    target = root / NAME
    target.parent.mkdir()
    mailbox = FolderMailbox(root)
    os.mkfifo(target)
    assert mailbox.get(NAME) == b""
    target.unlink()
    target.symlink_to(secret)
    assert mailbox.get(NAME) == b""
    assert not mailbox.put(NAME, b"parcel")
    assert secret.read_bytes() == b"elsewhere"
    target.unlink()
    target.mkdir()
    assert mailbox.get(NAME) == b""
    assert not mailbox.put(NAME, b"parcel")


def test_no_name_leads_out_of_the_folder(root: Path) -> None:
    mailbox = FolderMailbox(root)
    for name in ("../evil.parcel", "/etc/passwd", NAME.upper(), NAME + "/..", "", "a/b"):
        for attempt in (mailbox.get, mailbox.remove):
            with pytest.raises(ValueError):
                attempt(name)
        with pytest.raises(ValueError):
            mailbox.put(name, b"x")


def test_an_own_parcel_can_be_taken_away_and_twice_does_no_harm(root: Path) -> None:
    mailbox = FolderMailbox(root)
    mailbox.put(NAME, b"parcel")
    mailbox.remove(NAME)
    mailbox.remove(NAME)
    assert mailbox.get(NAME) is None


def test_others_can_read_what_is_put_as_far_as_the_folder_allows(root: Path) -> None:
    before = os.umask(0o022)
    try:
        FolderMailbox(root).put(NAME, b"parcel")
    finally:
        os.umask(before)
    assert (root / NAME).stat().st_mode & 0o777 == 0o644
