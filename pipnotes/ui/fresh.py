"""Locking ends this process: only a fresh one is sure to hold no word of a note in its memory.

The old process waits until the new one shows its unlock page and says so, in one line on its standard output.
"""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEventLoop

from pipnotes.ui.causes import VISIT

READY = b"ready\n"
PATIENCE = 10.0  # seconds
_WHY, _HANDED = "PIPNOTES_LOCKED", "PIPNOTES_HANDED"


def start_fresh(
    folder: Path, why: str, *, command: Sequence[str] | None = None, patience: float = PATIENCE, handed: bytes = b""
) -> bool:
    """Start a fresh process on a vault and wait until it is ready; False when it did not come up in time.

    `handed` is one line of sealed words, for the unlock that comes next.
    """
    return bring_up(folder, why, command=command, patience=patience, handed=handed) is not None


def start_visit(folder: Path, handed: bytes) -> bool:
    """Start a fresh process in visit mode, which is handed one line; False when it did not come up in time."""
    return bring_up(folder, VISIT, handed=handed) is not None


def bring_up(
    folder: Path,
    why: str,
    *,
    command: Sequence[str] | None = None,
    patience: float = PATIENCE,
    handed: bytes = b"",
) -> subprocess.Popen[bytes] | None:
    """Return a fresh process that shows the unlock page of a vault, or None when none did in time.

    `handed` is one line that goes to it alone, by its standard input.
    """
    try:
        child = subprocess.Popen(
            [*(command or _ourselves()), "--vault", str(folder)],
            stdin=subprocess.PIPE if handed else subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            env={**os.environ, _WHY: why, _HANDED: "yes" if handed else ""},
        )
    except OSError:
        return None
    if child.stdin is not None:
        # A long line is taken only once the other side reads, and the window has to go on drawing until then.
        threading.Thread(target=_hand, args=(child, handed), daemon=True).start()
    heard = threading.Event()
    threading.Thread(target=_listen, args=(child, heard), daemon=True).start()
    if _waited(heard, patience):
        return child
    child.kill()
    child.communicate()
    return None


def why_locked() -> str:
    """Return why the process before this one locked the vault, once; empty at an ordinary start."""
    return os.environ.pop(_WHY, "")


def was_handed() -> bool:
    """Return whether the process before this one hands a line on, once."""
    return bool(os.environ.pop(_HANDED, ""))


def handed_on() -> bytes:
    """Return the line that the process before this one handed on; what comes after it is nobody's."""
    parts: list[bytes] = []
    try:
        while not (parts and parts[-1].endswith(b"\n")) and (part := os.read(0, 65_536)):
            parts.append(part)
    except OSError:
        return b""
    return b"".join(parts)


def say_ready() -> None:
    """Tell the process before this one that the unlock page is shown."""
    try:
        os.write(1, READY)
        # That process goes away now, and a later line to its pipe would end this one.
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, 1)
        os.close(nowhere)
    except OSError:
        return


def _waited(heard: threading.Event, patience: float) -> bool:
    """Wait, and draw meanwhile: the old window is in front until the new one is there."""
    until = time.monotonic() + patience
    while not heard.wait(0.02) and time.monotonic() < until:
        QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.ExcludeUserInputEvents)
    return heard.is_set()


def _hand(child: subprocess.Popen[bytes], line: bytes) -> None:
    assert child.stdin is not None
    # One that ended already never says that it is ready.
    with contextlib.suppress(OSError):
        child.stdin.write(line)
        child.stdin.close()


def _listen(child: subprocess.Popen[bytes], heard: threading.Event) -> None:
    assert child.stdout is not None
    for line in child.stdout:
        if line == READY:
            heard.set()
            return


def _ourselves() -> list[str]:
    return [sys.executable] if getattr(sys, "frozen", False) else [sys.executable, "-m", "pipnotes"]
