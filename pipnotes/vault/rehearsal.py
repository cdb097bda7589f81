"""A look at a vault on a copy of its files, since SQLite changes what it opens; and the files as found, kept aside."""

from __future__ import annotations

import errno
import filecmp
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pipnotes.errors import Problem
from pipnotes.vault import files, problems, upgrade
from pipnotes.vault.connection import Connection, connect, disk_troubles
from pipnotes.vault.freshness import compare
from pipnotes.vault.head import NAME as HEAD
from pipnotes.vault.head import HeadFile
from pipnotes.vault.keys import VaultKey
from pipnotes.vault.unlocking import DATABASE

WAL = DATABASE + "-wal"
_FULL = (errno.ENOSPC, errno.EDQUOT)


def rehearse(folder: Path, key: VaultKey, head_file: HeadFile) -> Problem | None:
    """Open a vault, on a copy when a write-ahead log was left behind, and return what is wrong with it."""
    with _to_look_at(folder) as place:
        connection = connect(place / DATABASE, key.subkey("database"))
        try:
            upgrade.current(connection)
            return compare(connection, head_file.read()[0])
        finally:
            connection.close()


def open_afresh(folder: Path, key: VaultKey, head_file: HeadFile) -> Connection:
    """Open the database of a vault that is open already, after trouble with the disk; Problem while it lasts."""
    with disk_troubles():
        trouble = rehearse(folder, key, head_file)
        if trouble is not None:
            raise trouble
        connection = connect(folder / DATABASE, key.subkey("database"))
        connection.fence()
        return connection


def keep_aside(folder: Path) -> None:
    """Copy the files as they were found into a folder `aside-N`, unless the newest one holds the same.

    Problem when there is no room for them: nothing is changed before they are safe.
    """
    numbers = [int(path.name[6:]) for path in folder.glob("aside-*") if path.name[6:].isdigit()]
    if numbers and _same_files(folder, folder / f"aside-{max(numbers)}"):
        return
    aside = folder / f"aside-{max(numbers, default=0) + 1}"
    try:
        _copy_as_found(folder, files.new_folder(aside))
        files.flush_folder(aside)
        files.flush_folder(folder)
    except OSError as error:
        files.remove_folder(aside)
        raise (problems.no_room() if error.errno in _FULL else problems.from_os(error)) from error


@contextmanager
def _to_look_at(folder: Path) -> Iterator[Path]:
    """Lend the folder whose database may be opened: a copy, unless there is no log and so nothing to change.

    On a full disk the copy goes where the system keeps temporary files; to read the vault must still be possible.
    """
    if not (folder / WAL).exists() or not (folder / WAL).stat().st_size:
        yield folder
        return
    scratch = folder / "aside-look"
    try:
        try:
            files.remove_folder(scratch)
            _copy_as_found(folder, files.new_folder(scratch))
        except OSError as error:
            files.remove_folder(scratch)
            if error.errno not in _FULL:
                raise
            scratch = _elsewhere(folder)
        yield scratch
    finally:
        files.remove_folder(scratch)


def _elsewhere(folder: Path) -> Path:
    scratch = Path(tempfile.mkdtemp())
    try:
        _copy_as_found(folder, scratch)
    except OSError as error:
        files.remove_folder(scratch)
        raise (problems.no_room() if error.errno in _FULL else error) from error
    return scratch


def _copy_as_found(folder: Path, into: Path) -> None:
    for name in (DATABASE, WAL, HEAD):
        if (folder / name).exists():
            files.copy_private(folder / name, into / name)


def _same_files(one: Path, other: Path) -> bool:
    names = [name for name in (DATABASE, WAL, HEAD) if (one / name).exists() or (other / name).exists()]
    return all(
        (one / name).exists() and (other / name).exists() and filecmp.cmp(one / name, other / name, shallow=False)
        for name in names
    )
