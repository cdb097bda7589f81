"""The recorder of `recorder.c` from Python: built when first asked for, put under a worker, steered from inside it."""

from __future__ import annotations

import ctypes
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

SOURCE = Path(__file__).with_name("recorder.c")
ROOT = Path(__file__).parents[3]
LIBRARY = "FAULTS_LIBRARY"
LIBRARY_FILE = "recorder.so"


@dataclass(frozen=True, slots=True)
class Event:
    """One thing done to a file, or (`A`) one thing that the worker was told is safe."""

    op: str
    inode: int
    at: int
    path: str
    other: str
    data: bytes


def build(into: Path) -> Path:
    """Compile the recorder."""
    library = into / LIBRARY_FILE
    subprocess.run(["gcc", "-O2", "-shared", "-fPIC", str(SOURCE), "-o", str(library)], check=True)
    return library


def worker(library: Path, *words: str) -> list[str]:
    """Return the command that starts a worker with the recorder under it."""
    job = [sys.executable, "-m", "tests.vault.faults.worker", *words]
    return ["env", f"LD_PRELOAD={library}", f"{LIBRARY}={library}", "PYTHONDONTWRITEBYTECODE=1", *job]


class Shim:
    """The recorder as a process sees it that was started with it."""

    def __init__(self) -> None:
        self._library = ctypes.CDLL(os.environ[LIBRARY])
        self._library.faults_seen.restype = ctypes.c_long
        self._library.faults_fail.argtypes = [ctypes.c_long, ctypes.c_int, ctypes.c_int, ctypes.c_int]
        self._record = -1

    def watch(self, folder: Path, record: Path | None = None) -> None:
        """Look at everything under a folder from now on, and write it down if there is a place to write."""
        if record is not None:
            self._record = os.open(record, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        self._library.faults_watch(os.fsencode(folder), self._record)

    def acknowledge(self, fact: dict[str, object]) -> None:
        """Write down, among the deeds, what somebody was told is safe."""
        said = json.dumps(fact).encode()
        os.write(self._record, b"A 0 0 0 0 %d\n%b" % (len(said), said))

    def fail(self, nth: int, number: int, *, always: bool, reads: bool = False) -> None:
        """Let the nth deed from now on fail with an error number; 0 writes half of what was to be written."""
        self._library.faults_fail(nth, number, always, reads)

    def rest(self) -> None:
        """End the trouble."""
        self.fail(-1, 0, always=False)

    def seen(self, *, reads: bool = False) -> int:
        """Return how many deeds there were since `fail`."""
        return int(self._library.faults_seen(reads))


def events(record: Path) -> Iterator[Event]:
    """Read a record from its beginning."""
    content, at = record.read_bytes(), 0
    while at < len(content):
        end = content.index(b"\n", at)
        op, *numbers = content[at:end].split()
        inode, place, *sizes = map(int, numbers)
        parts, at = [], end + 1
        for size in sizes:
            parts.append(content[at : at + size])
            at += size
        yield Event(op.decode(), inode, place, os.fsdecode(parts[0]), os.fsdecode(parts[1]), parts[2])
