"""Small files written whole or not at all, for the owner's eyes alone, and safe on disk before we go on."""

from __future__ import annotations

import contextlib
import os
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

_BLOCK = getattr(os, "O_BINARY", 0)


def flush(descriptor: int) -> None:
    """Push a file's content to the disk itself, where macOS needs its own word for it."""
    if sys.platform == "darwin":
        import fcntl

        fcntl.fcntl(descriptor, fcntl.F_FULLFSYNC)
        return
    getattr(os, "fdatasync", os.fsync)(descriptor)


def flush_folder(folder: Path) -> None:
    """Make renames in a folder last through a power cut; Windows keeps them by itself."""
    if sys.platform == "win32":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def write_all(descriptor: int, content: bytes) -> None:
    """Write to the last byte: the system may take only a part at a time, and a full disk does."""
    rest = memoryview(content)
    while rest:
        rest = rest[os.write(descriptor, rest) :]


def write_whole(path: Path, content: bytes) -> None:
    """Put `content` in place in one step, so that a reader and a power cut see the old file or the new one."""
    fresh = path.with_name(path.name + ".new")
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | _BLOCK, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.replace(fresh, path)
    except OSError:
        with contextlib.suppress(OSError):
            fresh.unlink()
        raise
    flush_folder(path.parent)


def read_small(path: Path, limit: int) -> bytes | None:
    """Return the content of a file of at most `limit` bytes; None when it is missing, larger or unreadable."""
    try:
        with path.open("rb") as file:
            content = file.read(limit + 1)
    except OSError:
        return None
    return content if len(content) <= limit else None


def copy_private(source: Path, target: Path, go_on: Callable[[], object] | None = None) -> None:
    """Copy a file byte for byte into a new file that only its owner may read, and flush it.

    `go_on` is asked before each piece, and ends the copy by what it raises.
    """
    descriptor = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL | _BLOCK, 0o600)
    with os.fdopen(descriptor, "wb") as into, source.open("rb") as out_of:
        while piece := out_of.read(1 << 20):
            if go_on is not None:
                go_on()
            into.write(piece)
        into.flush()
        os.fsync(into.fileno())


def put_in_place(made: Path, to: Path) -> None:
    """Give a folder that is whole its name, for good; when this raises, the name is free again if at all possible."""
    os.rename(made, to)
    try:
        flush_folder(to.parent)
    except OSError:
        with contextlib.suppress(OSError):
            os.rename(to, made)
        raise


def new_folder(path: Path) -> Path:
    """Make a folder that only its owner may enter."""
    path.mkdir(mode=0o700)
    return path


def remove_folder(path: Path) -> None:
    """Remove a folder of ours with all that is in it; what cannot go stays."""
    shutil.rmtree(path, ignore_errors=True)
