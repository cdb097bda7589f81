"""A mailbox in a folder: a USB stick, a network share, or a folder that a cloud program keeps in step."""

from __future__ import annotations

import contextlib
import errno
import os
import secrets
import stat
from pathlib import Path

from pipnotes.exchange.envelope import MAX_PARCEL
from pipnotes.exchange.mailbox import away, checked, out_of_reach

_BINARY: int = getattr(os, "O_BINARY", 0)
# A pipe or a link planted under a parcel's name must neither hang the reader nor lead it elsewhere.
_CAREFUL: int = getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOFOLLOW", 0) | _BINARY
_NOT_A_FILE = {errno.ELOOP, errno.EISDIR, errno.ENXIO}


class FolderMailbox:
    """Parcels as files below `root`, which must be there already: an unplugged stick is not a folder to be made."""

    def __init__(self, root: Path) -> None:
        self._root = root

    def put(self, name: str, data: bytes) -> bool:
        """Write beside, flush to the disk, then give it its name in one step; a power cut leaves all or nothing."""
        target = self._root / checked(name)
        self._insist()
        try:
            if os.path.lexists(target):
                return False
            if not target.parent.is_dir():
                target.parent.mkdir(exist_ok=True)
                _flush_folder(self._root)
            part = target.with_name(f"{target.stem}.{secrets.token_hex(4)}.part")
            try:
                _write_through(part, data)
                placed = _name_it(part, target)
            finally:
                with contextlib.suppress(OSError):
                    part.unlink()
            _flush_folder(target.parent)
            _sweep(target)
        except OSError as error:
            raise out_of_reach(error) from error
        return placed

    def get(self, name: str) -> bytes | None:
        """Read a file, or as much of it as shows that it is too long; what is no file reads as empty."""
        path = self._root / checked(name)
        try:
            handle = os.open(path, os.O_RDONLY | _CAREFUL)
        except (FileNotFoundError, NotADirectoryError):
            self._insist()
            return None
        except OSError as error:
            if error.errno in _NOT_A_FILE or path.is_dir():
                return b""
            raise out_of_reach(error) from error
        try:
            if not stat.S_ISREG(os.fstat(handle).st_mode):
                return b""
            with os.fdopen(handle, "rb", closefd=False) as file:
                return file.read(MAX_PARCEL + 1)
        except OSError as error:
            raise out_of_reach(error) from error
        finally:
            os.close(handle)

    def remove(self, name: str) -> None:
        """Delete a parcel of our own."""
        try:
            (self._root / checked(name)).unlink(missing_ok=True)
        except OSError as error:
            raise out_of_reach(error) from error

    def reachable(self) -> bool:
        """Say whether the folder is there."""
        return self._root.is_dir()

    def close(self) -> None:
        """A folder is held open only while it is used."""

    def _insist(self) -> None:
        if not self.reachable():
            raise away()


def _write_through(path: Path, data: bytes) -> None:
    # Others must be able to read what they are sent, so the file takes the share's ordinary permissions.
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | _BINARY, 0o666)
    with os.fdopen(handle, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _name_it(part: Path, target: Path) -> bool:
    try:
        os.link(part, target)
    except FileExistsError:
        return False
    except OSError:
        # Sticks (FAT, exFAT) and many shares know no second name for a file. Only we write this name.
        if os.path.lexists(target):
            return False
        os.rename(part, target)
    return True


def _flush_folder(folder: Path) -> None:
    # Windows and some shares cannot flush a folder; the file itself is flushed by then.
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _sweep(target: Path) -> None:
    with contextlib.suppress(OSError):
        for left in target.parent.glob(f"{target.stem}.*.part"):
            left.unlink()
