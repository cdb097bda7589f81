"""A folder for thousands of short-lived vaults: in memory where the system has that, so that no disk is worn by it."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_MEMORY = Path("/dev/shm")


@contextmanager
def room() -> Iterator[Path]:
    """Lend a folder that is removed in the end."""
    place = Path(tempfile.mkdtemp(prefix="pipnotes-", dir=_MEMORY if _MEMORY.is_dir() else None))
    try:
        yield place
    finally:
        shutil.rmtree(place, ignore_errors=True)
