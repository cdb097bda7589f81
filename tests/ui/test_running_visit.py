"""The running program into visit mode and out of it: what is jotted waits under the note, and nothing else is there."""

from __future__ import annotations

import json
import os
import shutil
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from pipnotes.casebook.demo_vault import PASSPHRASE
from pipnotes.vault import VaultKey, jots
from tests.conftest import Caseload
from tests.support.before import opened
from tests.support.memory import search
from tests.support.running import Running

Start = Callable[[], Running]
# A hope of Mabel's, and a name in another family, that stand nowhere in the program itself.
OWN, OTHER = "Splash in the Quennell puddle", "Orlaithe"
JOTS = ("on dad\u2019s knee, watchful", "wooden spoon, looked round")


@pytest.fixture
def start(caseload: Caseload, tmp_path: Path) -> Iterator[Start]:
    """Return a way to start the program on Mabel\u2019s page, unlocked."""
    started: list[Running] = []

    def starting() -> Running:
        folder = Path(shutil.copytree(caseload.folder, tmp_path / "work.pipvault"))
        with opened(folder, caseload.key) as casebook:
            mabel = next(row.family.id for row in casebook.families.rows() if row.circle.title == "Mabel")
            other = next(row for row in casebook.families.rows() if row.family.id != mabel)
            for hope in casebook.hopes.of(mabel):
                casebook.hopes.close(hope.goal)
            casebook.hopes.set(mabel, OWN, ())
            casebook.families.keep_person(replace(other.circle.infants[0], given=OTHER, known_as=""))
            casebook.remember_place(json.dumps({"page": "family", "subject": mabel, "place": {}}))
        started.append(Running(folder, tmp_path / "home"))
        started[-1].unlock(PASSPHRASE)
        started[-1].ask("go", page="families")
        started[-1].until(lambda seen: seen["page"] == "FamiliesPage")
        started[-1].ask("go", page="family", subject=mabel)
        started[-1].until(lambda seen: seen["page"] == "FamilyPage")
        return started[-1]

    yield starting
    for program in started:
        program.__exit__()


def _needles(key: VaultKey, other: str) -> dict[str, bytes]:
    master = bytes(key._master)
    needles = {"key": master, "key in figures": master.hex().encode()}
    for use in ("database", "head", "keys", "jots"):
        needles |= {f"key of {use}": key.subkey(use), f"key of {use} in figures": key.subkey(use).hex().encode()}
    seeds = jots.seeds_of(key.subkey("jots"))
    needles |= {"lattice seed": seeds[:64], "curve key": seeds[64:]}
    for name, words in (("other", other), ("own", OWN), ("passphrase", PASSPHRASE), ("words", key.words())):
        needles |= {name: words.encode(), f"{name} wide": words.encode("utf-16-le")}
    return needles


def test_f9_leads_to_one_family_without_a_key_and_out_by_the_passphrase_to_the_jots(
    start: Start, caseload: Caseload
) -> None:
    program = start()
    needles = _needles(caseload.key, OTHER)
    before = search(program.folder, needles)
    program.press("F9")
    program.until(lambda seen: seen["dialogs"])
    program.press("Ctrl+Return")
    program.follow()
    seen = program.until(lambda seen: seen["visiting"] and seen["focus"] == "Jot a few words")
    assert "Mabel" in seen["said"]
    assert OWN in seen["said"]
    assert "Last time" not in seen["said"]
    program.type(JOTS[0])
    program.press("Return")
    program.press("Esc")
    assert program.until(lambda seen: seen["resting"])["said"] == ""
    program.press("A")
    assert program.until(lambda seen: not seen["resting"])["words"] == ""
    program.type(JOTS[1])
    program.until(lambda seen: JOTS[0] in seen["said"] and seen["words"] == JOTS[1])
    showing = search(program.folder, needles)
    program.press("F9")
    program.follow()
    seen = program.until(lambda seen: seen["locked"])
    assert "Your jots wait under the note." in seen["said"]
    assert seen["titles"] == ["PipNotes"]
    program.unlock(PASSPHRASE)
    seen = program.until(lambda seen: seen["page"] == "NotePage")
    assert f"Jots from the visit: \u201c{JOTS[0]}\u201d, \u201c{JOTS[1]} \u2026\u201d." in seen["said"]

    if os.geteuid() == 0:
        assert (before.refused, showing.refused, showing.processes) == (0, 0, 1)
    if showing.refused:
        # Only an administrator may read the memory of the program; where the tests are none, that is what is held.
        assert showing.refused == showing.processes
        return
    assert {"key", "other"} <= {name.removesuffix(" wide") for name in before.names}
    assert {name.removesuffix(" wide") for name in showing.names} == {"own"}


def test_a_kill_in_visit_mode_loses_no_jot_and_at_most_a_second_of_typing(caseload: Caseload, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(caseload.folder, tmp_path / "work.pipvault"))
    with opened(folder, caseload.key) as casebook:
        mabel = next(row.family.id for row in casebook.families.rows() if row.circle.title == "Mabel")
        line = casebook.visiting.begin(mabel, "", casebook.visiting.offer(mabel)).line()
    with Running(folder, tmp_path / "home", handed=line) as program:
        program.until(lambda seen: seen["visiting"] and seen["focus"] == "Jot a few words")
        program.type(JOTS[0])
        program.press("Return")
        program.type(JOTS[1])
        time.sleep(1.1)
        program.kill()
    with opened(folder, caseload.key) as casebook:
        kept = casebook.notes.draft(casebook.visiting.take_in().note)
    assert kept is not None
    assert kept.note.jots == (JOTS[0], f"{JOTS[1]} \u2026")
