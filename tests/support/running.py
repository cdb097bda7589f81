"""The program as its own process, started as people start it, with a hand inside it (`hand/hand.py`).

with Running(folder, tmp_path / "home") as program:
    program.unlock(PASSPHRASE)
    program.type("Mabel reached"); program.press("Ctrl+L")
    program.follow()                     wait for the old process to end; go on with the fresh one
    program.look()["said"]
"""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, Self

from tests.support.before import ALONE

HAND = Path(__file__).parent / "hand"
PATIENCE = 40.0  # seconds; nothing here is about speed


class Ended(ConnectionError):
    """The process has gone."""


class Running:
    """One program and those that follow it when it locks."""

    def __init__(self, folder: Path, home: Path, *, handed: bytes = b"", **world: str) -> None:
        """Start it on a vault, with this home and, in `world`, whatever else its environment is to hold.

        With `handed` it begins in visit mode, and that line is what it is given.
        """
        world |= {"PIPNOTES_LOCKED": "visit"} if handed else {}
        self.home = home
        self._world = world
        self.folder = folder
        self._door = socket.create_server(("127.0.0.1", 0))
        self._door.settimeout(PATIENCE)
        self._pids: list[int] = []
        self._errors = (home.parent / f"{home.name}-stderr.txt").open("ab")
        with ALONE:
            self.started = subprocess.Popen(
                [sys.executable, "-m", "pipnotes", "--vault", str(folder)],
                env=self._environment(),
                cwd=home,
                stdin=subprocess.PIPE if handed else subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=self._errors,
            )
        if self.started.stdin is not None:
            self.started.stdin.write(handed)
            self.started.stdin.close()
        self._meet()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for pid in self._pids:
            if _alive(pid):
                os.kill(pid, signal.SIGKILL)
        self.started.wait(PATIENCE)
        self._hang_up()
        self._door.close()
        self._errors.close()

    @property
    def pid(self) -> int:
        """Return the id of the process that is spoken with."""
        return self._pids[-1]

    @property
    def complaints(self) -> str:
        """Return what the processes wrote on their standard error."""
        return Path(self._errors.name).read_text("utf-8")

    def unlock(self, passphrase: str) -> None:
        """Type the passphrase on the unlock page, and wait for what lies behind it."""
        self.until(lambda seen: seen["locked"] and seen["focus"].startswith("Passphrase"))
        self.type(passphrase)
        self.press("Return")
        self.until(lambda seen: bool(seen["page"]))

    def ask(self, do: str, **words: object) -> Any:
        """Ask the hand for something; raises Ended when the process is no more."""
        try:
            self._line.sendall(json.dumps({"do": do, **words}).encode() + b"\n")
            line = self._answers.readline()
        except OSError as error:
            raise Ended(self._how_it_ended()) from error
        if not line:
            raise Ended(self._how_it_ended())
        answer = json.loads(line)
        assert answer["ok"], answer["told"]
        return answer.get("told")

    def _how_it_ended(self) -> str:
        self.ended()
        return f"exit code {self.started.returncode if self.pid == self.started.pid else 'unknown'}\n{self.complaints}"

    def press(self, keys: str) -> None:
        """Press a key."""
        self.ask("press", keys=keys)

    def type(self, words: str) -> None:
        """Type words."""
        self.ask("type", words=words)

    def click(self, words: str) -> None:
        """Press a button by its words."""
        self.ask("click", words=words)

    def look(self) -> dict[str, Any]:
        """Return what stands on the screen."""
        seen: dict[str, Any] = self.ask("look")
        return seen

    def until(self, right: Callable[[dict[str, Any]], object]) -> dict[str, Any]:
        """Look until it is right, and return what was seen."""
        limit = time.monotonic() + PATIENCE
        while True:
            seen = self.look()
            if right(seen):
                return seen
            assert time.monotonic() < limit, f"never came about; at the end: {seen}\n{self.complaints}"
            time.sleep(0.06)

    def kill(self) -> float:
        """Kill the process with no chance to do anything, and return when."""
        at = time.monotonic()
        os.kill(self.pid, signal.SIGKILL)
        self.ended()
        return at

    def ended(self) -> None:
        """Wait until the process is no more."""
        if self.pid == self.started.pid:
            self.started.wait(PATIENCE)
            return
        limit = time.monotonic() + PATIENCE
        while _alive(self.pid):
            assert time.monotonic() < limit, "the process did not end"
            time.sleep(0.02)

    def follow(self) -> None:
        """Go on with the fresh process, once the one before it has ended."""
        before = self.pid
        self.ended()
        self._hang_up()
        self._meet()
        assert self.pid != before

    def _hang_up(self) -> None:
        self._answers.close()
        self._line.close()

    def _meet(self) -> None:
        self._line, _ = self._door.accept()
        self._line.settimeout(PATIENCE)
        self._answers = self._line.makefile("r", encoding="utf-8")
        self._pids.append(json.loads(self._answers.readline())["pid"])

    def _environment(self) -> dict[str, str]:
        folders = {"HOME": "", "TMPDIR": "tmp", "TMP": "tmp", "TEMP": "tmp", "XDG_RUNTIME_DIR": "run"}
        for name in folders.values():
            (self.home / name).mkdir(parents=True, exist_ok=True, mode=0o700)
        env = {name: value for name, value in os.environ.items() if not name.startswith("XDG_")}
        env |= {variable: str(self.home / name) for variable, name in folders.items()}
        env["PYTHONPATH"] = os.pathsep.join([str(HAND), str(Path(__file__).parents[2])])
        env["QT_QPA_PLATFORM"] = "offscreen"
        env["PIPNOTES_TEST_HAND"] = str(self._door.getsockname()[1])
        return env | self._world


def _alive(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state not in "ZX"
