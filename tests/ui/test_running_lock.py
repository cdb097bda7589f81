"""The running program, locked while somebody writes: a fresh process comes up, and unlocking leads back to the word."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication

from pipnotes.casebook.demo_vault import PASSPHRASE
from tests.conftest import Caseload
from tests.support.before import begin_note
from tests.support.desktop import Desktop
from tests.support.running import Running

LONG = "\n".join(f"{number}. She looked to the door, and back, and then he waited for her." for number in range(40))
WHERE = ("page", "subject", "mode", "focus", "caret", "words", "fields", "scroll")
Start = Callable[..., Running]


@pytest.fixture
def start(caseload: Caseload, tmp_path: Path) -> Iterator[Start]:
    """Return a way to start the program on a long note that is half written, unlocked."""
    started: list[Running] = []

    def starting(**world: str) -> Running:
        folder = Path(shutil.copytree(caseload.folder, tmp_path / "work.pipvault"))
        begin_note(folder, caseload.key, baby=LONG, between=LONG)
        started.append(Running(folder, tmp_path / "home", **world))
        started[-1].unlock(PASSPHRASE)
        started[-1].until(lambda seen: seen["page"] == "NotePage")
        return started[-1]

    yield starting
    for program in started:
        program.__exit__()


def _where(seen: dict[str, Any]) -> dict[str, Any]:
    return {name: seen[name] for name in WHERE}


def _back(program: Running, before: dict[str, Any]) -> dict[str, Any]:
    program.unlock(PASSPHRASE)
    # What the caret and the paper need a moment for is waited for; the rest is compared as it is.
    program.until(lambda seen: seen["scroll"] == before["scroll"] and seen["caret"] == before["caret"])
    return program.look()


@pytest.mark.pain(2)
def test_ctrl_l_in_the_middle_of_a_word_leads_back_to_it_in_a_fresh_process(start: Start) -> None:
    program = start()
    program.ask("focus", name="Between them")
    program.ask("caret", at=len(LONG) // 2)
    program.type("and now the spo")
    program.ask("scroll", by=-60)
    before = program.look()
    assert max(before["scroll"]) > 0
    assert "and now the spo" in before["words"]
    assert before["caret"] == len(LONG) // 2 + len("and now the spo")
    program.press("Ctrl+L")
    program.follow()
    seen = program.until(lambda seen: seen["locked"])
    assert "Locked. Your words are kept." in seen["said"]
    assert seen["titles"] == ["PipNotes"]
    after = _back(program, before)
    assert _where(after) == _where(before)
    program.type("on")
    assert "and now the spoon" in program.look()["words"]


@pytest.mark.pain(3)
def test_a_lid_that_was_closed_for_an_hour_locks_and_leads_back_to_the_word(start: Start) -> None:
    program = start()
    # The caret is out of sight, and must not pull the paper to itself.
    program.ask("focus", name="Between them")
    program.ask("caret", at=len(LONG))
    program.type("the last wor")
    program.ask("scroll", by=-100_000)
    before = program.look()
    assert before["caret"] == len(LONG) + len("the last wor")
    program.ask("sleep_for", seconds=3600)
    program.follow()
    seen = program.until(lambda seen: seen["locked"])
    assert "Locked because this laptop went to sleep. Your words are kept." in seen["said"]
    assert _where(_back(program, before)) == _where(before)


def test_a_laptop_that_goes_to_sleep_waits_until_what_is_typed_is_kept_and_the_key_is_gone(
    start: Start, qapp: QApplication, tmp_path: Path
) -> None:
    with Desktop(tmp_path) as desktop:
        program = start(**desktop.world)
        program.ask("focus", name="Between them")
        program.ask("caret", at=len(LONG))
        program.type("and then the li")
        before = program.look()
        desktop.wait_for("Inhibit")
        assert not desktop.let_go(0)
        desktop.sleep()
        program.follow()
        assert desktop.let_go(0)
        seen = program.until(lambda seen: seen["locked"])
        assert "Locked because this laptop went to sleep. Your words are kept." in seen["said"]
        assert _where(_back(program, before)) == _where(before)


@pytest.mark.pain(1)
def test_words_typed_in_a_dialog_come_back_after_a_lock_and_stay_until_they_are_taken(start: Start) -> None:
    program = start()
    program.ask("focus", name="Baby")
    before = program.look()
    program.click("Add")
    program.until(lambda seen: seen["dialogs"])
    program.ask("focus", name="First name")
    program.type("Rosalin")
    program.press("Ctrl+L")
    program.follow()
    program.unlock(PASSPHRASE)
    seen = program.until(lambda seen: seen["dialogs"])
    assert seen["dialogs"] == ["You were typing here when PipNotes locked"]
    assert "Rosalin" in seen["fields"]
    assert (seen["page"], seen["subject"]) == (before["page"], before["subject"])

    # Nobody came to take them before the vault locked again.
    program.ask("sleep_for", seconds=3600)
    program.follow()
    program.unlock(PASSPHRASE)
    seen = program.until(lambda seen: seen["dialogs"])
    assert "Rosalin" in seen["fields"]
    program.click("I have them")
    seen = program.until(lambda seen: not seen["dialogs"])
    assert seen["fields"] == before["fields"]
