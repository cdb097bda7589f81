"""Older copies of a vault in its folder or beside it: kept for a bad day, and gone when something is destroyed.

In its folder they come from openings, upgrades and jots; beside it lies a damaged vault after a backup took its place,
and what a cut left of one being made. What is in them is what the vault once held, under a key that opens it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import suppress
from pathlib import Path

from pipnotes.errors import Problem
from pipnotes.vault import files, keyfile
from pipnotes.vault.connection import proves
from pipnotes.vault.keys import VaultKey
from pipnotes.vault.unlocking import DATABASE

DAMAGED, MAKING, BESIDE = ".damaged", ".making-", " from a backup"


def inside(folder: Path) -> list[Path]:
    """Return what earlier openings, upgrades and visits left in the folder of a vault."""
    return [*folder.glob("aside-*"), *folder.glob(f"{DATABASE}.schema-*")]


def beside(folder: Path, known: Sequence[Path], key: VaultKey, ids: Sequence[str]) -> tuple[list[Path], list[Path]]:
    """Return the copies of a vault that lie beside it, and those folders that may be some, for a person to judge.

    `known` are where copies were set aside, `ids` what the vault was called under its keys until now. A folder is
    only taken for a copy when it is called as copies are, and it is under our key or bears our id; or when we set it
    aside ourselves, and nothing in it can be read any more. Another vault's is none, whatever it is called.
    """
    mine, unsure = [], []
    for path in _called_so(folder, known):
        whose = _whose(path, key, ids)
        called_so = any(part in path.name for part in (DAMAGED, MAKING))
        if called_so and (whose is True or (whose is None and path in known)):
            mine.append(path)
        elif whose is not False:
            unsure.append(path)
    return mine, unsure


def _called_so(folder: Path, known: Sequence[Path]) -> list[Path]:
    begins = (f"{folder.name}{DAMAGED}", f"{folder.name}{MAKING}", f"{folder.stem}{BESIDE}")
    try:
        named = sorted(path for path in folder.parent.iterdir() if path.name.startswith(begins))
    except OSError:
        named = []
    return [path for path in dict.fromkeys((*named, *known)) if path.is_dir() and path != folder]


def _whose(path: Path, key: VaultKey, ids: Sequence[str]) -> bool | None:
    """Tell whether it is of our vault; None when nothing in it says so."""
    with suppress(OSError):
        if proves(path / DATABASE, key.subkey("database")):
            return True
    try:
        found = {one.vault for one in keyfile.read(path)}
    except Problem:
        return None
    return not found.isdisjoint(ids) if found else None


def remove(paths: Iterable[Path]) -> tuple[Path, ...]:
    """Remove these, and return what could not go."""
    left = []
    for path in paths:
        try:
            if path.is_dir():
                files.remove_folder(path)
            else:
                path.unlink(missing_ok=True)
            files.flush_folder(path.parent)
        except OSError:
            left.append(path)
            continue
        if path.exists():
            left.append(path)
    return tuple(left)
