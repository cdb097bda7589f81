"""A second process that searches the memory of every process of the program, and never finds itself.

What it looks for comes masked, and memory is masked before it is searched, so that no needle ever stands in clear in
the searching process. `search(folder, needles)` starts it and returns what it found.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

MASK = 0xA5
TABLE = bytes(byte ^ MASK for byte in range(256))
CHUNK = 16 << 20


@dataclass(frozen=True)
class Found:
    """Which needles stand in the memory of the program, in how many processes and bytes; `refused` if unreadable."""

    names: frozenset[str]
    processes: int
    refused: int
    read: int


def search(folder: Path, needles: dict[str, bytes]) -> Found:
    """Search every process that was started on this vault, and their children."""
    masked = {name: needle.translate(TABLE).hex() for name, needle in needles.items()}
    request = json.dumps({"folder": os.fsencode(folder).translate(TABLE).hex(), "needles": masked})
    done = subprocess.run([sys.executable, __file__], input=request, capture_output=True, text=True, check=True)
    told = json.loads(done.stdout)
    return Found(frozenset(told["names"]), told["processes"], told["refused"], told["read"])


def _processes(folder: bytes) -> set[int]:
    lines: dict[int, bytes] = {}
    parents: dict[int, int] = {}
    for place in Path("/proc").glob("[0-9]*"):
        try:
            lines[int(place.name)] = (place / "cmdline").read_bytes()
            parents[int(place.name)] = int((place / "stat").read_text().rpartition(")")[2].split()[1])
        except OSError:
            continue
    mine = {pid for pid, line in lines.items() if folder in line.translate(TABLE)}
    while more := {pid for pid, parent in parents.items() if parent in mine} - mine:
        mine |= more
    return mine


def _search(pid: int, needles: dict[str, bytes]) -> tuple[set[str], int]:
    """Search what a process can write to; what it cannot are the files of the program, which hold nobody's words."""
    found: set[str] = set()
    read = 0
    overlap = max(map(len, needles.values()))
    with Path(f"/proc/{pid}/mem").open("rb", buffering=0) as memory:
        for line in Path(f"/proc/{pid}/maps").read_text().splitlines():
            span, rights = line.split()[:2]
            start, end = (int(at, 16) for at in span.split("-"))
            if not rights.startswith("rw"):
                continue
            for at in range(start, end, CHUNK):
                try:
                    memory.seek(at)
                    part = memory.read(min(CHUNK + overlap, end - at)).translate(TABLE)
                except OSError:
                    break
                read += len(part)
                found |= {name for name, needle in needles.items() if name not in found and needle in part}
    return found, read


def main() -> None:
    """Read what to look for, and tell what was found."""
    asked = json.loads(sys.stdin.read())
    needles = {name: bytes.fromhex(needle) for name, needle in asked["needles"].items()}
    pids = _processes(bytes.fromhex(asked["folder"]))
    names: set[str] = set()
    read = refused = 0
    for pid in pids:
        try:
            found, much = _search(pid, needles)
        except PermissionError:
            refused += 1
            continue
        names |= found
        read += much
    print(json.dumps({"names": sorted(names), "processes": len(pids), "refused": refused, "read": read}))


if __name__ == "__main__":
    main()
