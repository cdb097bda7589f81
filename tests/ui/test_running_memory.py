"""The memory of the running program: what it holds while a vault is open is gone after a lock, and no crash keeps it.

Another process reads it. Only an administrator may, since the program forbids everybody else; where the tests run as
somebody else, it is that which is held here.
"""

from __future__ import annotations

import os
import resource
import shutil
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest

from pipnotes.casebook.demo_vault import PASSPHRASE
from pipnotes.vault import VaultKey
from tests.conftest import Caseload
from tests.support.before import begin_note, opened
from tests.support.memory import Found, search
from tests.support.running import Running

TYPED = "She hid the spoon under the cushion and waited for Orlaith."
# A name that stands nowhere in the program itself, as some of the made-up caseload do in its explanations.
GIVEN, SURNAME = "Orlaith", "Quennell"


def _needles(key: VaultKey) -> dict[str, bytes]:
    master = bytes(key._master)
    needles = {"key": master, "key in figures": master.hex().encode(), "key in capitals": master.hex().upper().encode()}
    for use in ("database", "head", "keys"):
        needles |= {f"key of {use}": key.subkey(use), f"key of {use} in figures": key.subkey(use).hex().encode()}
    for number, words in enumerate((PASSPHRASE, key.words(), TYPED, TYPED[:20], f"{GIVEN} {SURNAME}", SURNAME)):
        needles |= {f"words {number}": words.encode(), f"words {number} wide": words.encode("utf-16-le")}
    return needles


def _readable(found: Found) -> bool:
    assert found.processes
    assert found.refused in (0, found.processes)
    return not found.refused


def test_after_a_lock_no_process_of_the_program_holds_a_key_a_name_or_a_word(
    caseload: Caseload, tmp_path: Path
) -> None:
    folder = Path(shutil.copytree(caseload.folder, tmp_path / "work.pipvault"))
    family = begin_note(folder, caseload.key, baby="She reached for").session.family
    with opened(folder, caseload.key) as casebook:
        for person in casebook.families.circle(family).caregivers:
            casebook.families.keep_person(replace(person, given=GIVEN, surname=SURNAME))
    needles = _needles(caseload.key)
    with Running(folder, tmp_path / "home") as program:
        program.unlock(PASSPHRASE)
        program.until(lambda seen: seen["page"] == "NotePage")
        program.ask("focus", name="Between them")
        program.type(TYPED)
        before = search(folder, needles)
        program.press("Ctrl+L")
        program.follow()
        program.until(lambda seen: seen["locked"])
        began = time.monotonic()
        locked = search(folder, needles)
        print(f"{locked.processes} process, {locked.read >> 20} MiB in {time.monotonic() - began:.1f} s")
        print("open:", sorted(before.names), "locked:", sorted(locked.names))
        if os.geteuid() == 0:
            assert locked.processes == 1
    if not _readable(before):
        assert not _readable(locked)
        return
    assert {"key", "words 2 wide", "words 5"} <= before.names
    assert locked.names == frozenset()


@pytest.mark.parametrize("died", [signal.SIGABRT, signal.SIGSEGV])
def test_a_crash_leaves_no_picture_of_the_memory(tmp_path: Path, died: signal.Signals) -> None:
    def core_of(code: str) -> bool:
        place = tmp_path / code[:4]
        place.mkdir(exist_ok=True)
        lines = f"import os; {code}; os.kill(os.getpid(), {int(died)})"
        env = os.environ | {"PYTHONPATH": str(Path(__file__).parents[2])}
        started = subprocess.Popen([sys.executable, "-c", lines], cwd=place, env=env, preexec_fn=_unlimited)
        _, status = os.waitpid(started.pid, 0)
        assert os.WTERMSIG(status) == died
        started.returncode = -died
        return os.WCOREDUMP(status) or bool(list(place.glob("core*")))

    assert not core_of("from pipnotes.app import harden; harden()")
    # The programs that it starts are as silent: the fresh one after a lock, and whatever draws for it.
    dies = f"import os; os.kill(os.getpid(), {int(died)})"
    child = f"import subprocess, sys; subprocess.run([sys.executable, '-c', '{dies}'])"
    assert not core_of(f"from pipnotes.app import harden; harden(); {child}")
    # Without that, this computer would write one, unless whoever keeps it forbids them all.
    assert core_of("pass") is (resource.getrlimit(resource.RLIMIT_CORE)[1] != 0)


def _unlimited() -> None:
    most = resource.getrlimit(resource.RLIMIT_CORE)[1]
    resource.setrlimit(resource.RLIMIT_CORE, (most, most))
