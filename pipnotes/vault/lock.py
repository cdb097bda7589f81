"""One process per vault: a lock of the operating system, which goes when the process goes, however it ends."""

from __future__ import annotations

import contextlib
import os
import sys
from pathlib import Path

from pipnotes.vault import problems

NAME = "vault.lock"


class VaultLock:
    """Held from before the database is touched until after it is closed."""

    def __init__(self, folder: Path) -> None:
        try:
            self._descriptor = os.open(folder / NAME, os.O_RDWR | os.O_CREAT, 0o600)
        except OSError as error:
            raise problems.from_os(error) from error
        try:
            _take(self._descriptor)
        except OSError:
            os.close(self._descriptor)
            raise problems.open_elsewhere() from None

    def release(self) -> None:
        """Let others open the vault; asking twice does no harm."""
        if self._descriptor >= 0:
            # A process that is being started just now holds the descriptor too, so closing alone would not free it.
            with contextlib.suppress(OSError):
                _give(self._descriptor)
            os.close(self._descriptor)
            self._descriptor = -1


if sys.platform == "win32":
    import msvcrt

    def _take(descriptor: int) -> None:
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)

    def _give(descriptor: int) -> None:
        msvcrt.locking(descriptor, msvcrt.LK_UNLCK, 1)

else:
    import fcntl

    def _take(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)

    def _give(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_UN)
