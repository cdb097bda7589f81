"""The running program on a disk that takes no more: it says so, and no word leaves the screen until it is kept."""

from __future__ import annotations

import os
import resource
import shutil
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from pipnotes.casebook.demo_vault import PASSPHRASE
from tests.conftest import Caseload
from tests.support.before import begin_note, opened, words_of
from tests.support.running import Running

HOLDS = "16m"
FIRST, LATER = "Less heavy this week", ", she said, and laughed"
LONG = LATER * 2000


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """Return a folder on a disk of its own that is soon full; only root may mount one, others get a plain folder."""
    place = tmp_path / "disk"
    place.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", f"size={HOLDS}", "tmpfs", str(place)]
    mounted = os.geteuid() == 0 and subprocess.run(mount, capture_output=True, check=False).returncode == 0
    yield place
    if mounted:
        subprocess.run(["umount", "--lazy", str(place)], check=True)


def _no_more(program: Running, place: Path) -> Callable[[], object]:
    """Leave the vault no room; what is returned makes room again."""
    if not place.is_mount():
        # SQLite answers as on a full disk.
        program.ask("pages", most=1)
        return lambda: program.ask("pages", most=1_000_000)
    ballast = place / "ballast"
    with ballast.open("wb", buffering=0) as file:
        size = 65_536
        while size:
            try:
                file.write(bytes(size))
            except OSError:
                size //= 2
    return ballast.unlink


def find_readable(place: Path, words: str) -> list[Path]:
    """Return the files under a place in which these words can be read."""
    return [path for path in place.rglob("*") if path.is_file() and words.encode() in path.read_bytes()]


@contextmanager
def writing(folder: Path, home: Path) -> Iterator[Running]:
    """Lend the program with its first words typed about the parent, and kept."""
    with Running(folder, home) as program:
        program.unlock(PASSPHRASE)
        program.until(lambda seen: seen["page"] == "NotePage")
        program.ask("focus", name="Parent")
        program.type(FIRST)
        program.until(lambda seen: "Saved 0 s ago" in seen["said"])
        yield program


def test_on_a_full_disk_the_words_stay_on_the_screen_and_are_kept_once_there_is_room(
    caseload: Caseload, tmp_path: Path, small_disk: Path
) -> None:
    folder = Path(shutil.copytree(caseload.folder, small_disk / "work.pipvault"))
    session = begin_note(folder, caseload.key).session.id
    with writing(folder, tmp_path / "home") as program:
        make_room = _no_more(program, small_disk)
        program.ask("paste", words=LONG)
        program.type("!")
        seen = program.until(lambda seen: seen["banners"])
        assert any(
            "Not saved yet. The disk is full, so this could not be saved." in banner for banner in seen["banners"]
        ), seen["banners"]
        assert seen["words"] == FIRST + LONG + "!"
        assert seen["focus"] == "Parent"

        # Closing would lose the words, so it asks instead, and "no" leads back to them.
        program.ask("close")
        seen = program.until(lambda seen: seen["dialogs"])
        assert "The disk is full" in seen["said"]
        program.press("Escape")
        seen = program.until(lambda seen: not seen["dialogs"] and seen["focus"] == "Parent")
        assert not seen["locked"]
        assert seen["words"] == FIRST + LONG + "!"

        make_room()
        seen = program.until(lambda seen: not seen["banners"])
        assert seen["words"] == FIRST + LONG + "!"
        assert "Not saved" not in seen["said"]
        program.kill()
    with opened(folder, caseload.key) as casebook:
        kept = casebook.notes.draft(session)
        assert kept is not None
        assert words_of(kept.note)["parent"] == FIRST + LONG + "!"
        assert casebook.check().problems == ()


def test_a_lock_waits_for_no_disk_and_the_words_go_into_the_vault_at_the_unlock_once_there_is_room(
    caseload: Caseload, tmp_path: Path, small_disk: Path
) -> None:
    folder = Path(shutil.copytree(caseload.folder, small_disk / "work.pipvault"))
    session = begin_note(folder, caseload.key).session.id
    with writing(folder, tmp_path / "home") as program:
        make_room = _no_more(program, small_disk)
        program.ask("paste", words=LONG)
        program.until(lambda seen: seen["banners"])
        program.press("Ctrl+L")
        program.follow()
        seen = program.until(lambda seen: seen["locked"] and seen["focus"].startswith("Passphrase"))
        assert "They are sealed, and go into the vault when you unlock it." in seen["said"]
        assert "Only this window holds them" not in seen["said"]
        assert find_readable(tmp_path / "home", FIRST) == []

        if small_disk.is_mount():
            program.type(PASSPHRASE)
            program.press("Return")
            seen = program.until(lambda seen: seen["dialogs"])
            assert "Your words are not in the vault yet" in seen["said"]
            make_room()
            program.click("Try again")
        else:
            program.unlock(PASSPHRASE)
        program.until(lambda seen: "Your words are back" in seen["said"])
        program.press("Return")
        seen = program.until(lambda seen: not seen["dialogs"] and seen["focus"] == "Parent")
        assert seen["words"] == FIRST + LONG
        program.ask("close")
        program.ended()
    with opened(folder, caseload.key) as casebook:
        kept = casebook.notes.draft(session)
        assert kept is not None
        assert words_of(kept.note)["parent"] == FIRST + LONG
        assert casebook.check().problems == ()
    assert not list((tmp_path / "home").rglob("*.pipsealed"))


def test_when_no_disk_takes_a_word_the_fresh_process_holds_them_sealed_until_the_unlock(
    caseload: Caseload, tmp_path: Path
) -> None:
    folder = Path(shutil.copytree(caseload.folder, tmp_path / "work.pipvault"))
    session = begin_note(folder, caseload.key).session.id
    with writing(folder, tmp_path / "home") as program:
        resource.prlimit(program.pid, resource.RLIMIT_FSIZE, (0, resource.RLIM_INFINITY))
        program.ask("paste", words=LONG)
        program.until(lambda seen: seen["banners"])
        program.press("Ctrl+L")
        program.follow()
        seen = program.until(lambda seen: seen["locked"] and seen["focus"].startswith("Passphrase"))
        assert "Only this window holds them" in seen["said"]
        # It does not close over them.
        program.ask("close")
        seen = program.until(lambda seen: seen["dialogs"])
        assert "Save a sealed copy elsewhere" in seen["buttons"]
        program.press("Escape")
        program.until(lambda seen: not seen["dialogs"])

        resource.prlimit(program.pid, resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
        program.unlock(PASSPHRASE)
        program.until(lambda seen: "Your words are back" in seen["said"])
        program.press("Return")
        seen = program.until(lambda seen: not seen["dialogs"] and seen["focus"] == "Parent")
        assert seen["words"] == FIRST + LONG
        program.ask("close")
        program.ended()
    with opened(folder, caseload.key) as casebook:
        kept = casebook.notes.draft(session)
        assert kept is not None
        assert words_of(kept.note)["parent"] == FIRST + LONG


def test_when_the_disk_fails_under_the_words_they_stay_and_nothing_kept_before_is_lost(
    caseload: Caseload, tmp_path: Path
) -> None:
    folder = Path(shutil.copytree(caseload.folder, tmp_path / "work.pipvault"))
    session = begin_note(folder, caseload.key).session.id
    with writing(folder, tmp_path / "home") as program:
        resource.prlimit(program.pid, resource.RLIMIT_FSIZE, (0, resource.RLIM_INFINITY))
        program.type(LATER)
        seen = program.until(lambda seen: seen["banners"])
        assert any("Not saved yet." in banner for banner in seen["banners"])
        assert (seen["focus"], seen["words"]) == ("Parent", FIRST + LATER)
        program.kill()
    with opened(folder, caseload.key) as casebook:
        kept = casebook.notes.draft(session)
        assert kept is not None
        assert words_of(kept.note)["parent"] == FIRST
        assert casebook.check().problems == ()
