"""Back to the newest good backup when a vault will not open: what there is, what it lacks, and the way back in one go.

Nothing is written over: the backup becomes a vault beside the damaged one, is proved, and only then the two change
places by name.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from pipnotes.errors import Integrity
from pipnotes.vault import backup, files, keyfile, oldcopies, problems
from pipnotes.vault.connection import PAGE, disk_troubles, proves
from pipnotes.vault.head import HeadFile
from pipnotes.vault.keys import VaultKey
from pipnotes.vault.lock import VaultLock
from pipnotes.vault.unlocking import DATABASE


@dataclass(frozen=True, kw_only=True, slots=True)
class Kept:
    """One backup, by its name alone: when it was made (UTC), and the number of the last entry in its history."""

    path: Path
    made: datetime
    seq: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Back:
    """A vault that is back: where it is, its key, the backup it came from, and where the damaged one is kept.

    Without `kept` and `aside` only the key file had to be put back, and nothing is missing.
    """

    folder: Path
    key: VaultKey
    kept: Kept | None
    aside: Path | None


def kept_in(place: Path, beginning: str) -> list[Kept]:
    """Return the backups in a folder whose names begin so and which look whole, the newest first; none out of reach."""
    found = []
    try:
        for path in place.glob(f"{beginning}*{backup.ENDING}"):
            one = _kept(path, beginning)
            if one is not None and (path / DATABASE).stat().st_size >= PAGE:
                found.append(one)
    except OSError:
        return []
    return sorted(found, key=lambda one: (one.made, one.seq), reverse=True)


def entries_since(folder: Path, kept: Kept, key: VaultKey) -> tuple[int, datetime] | None:
    """Return how many entries a vault had beyond a backup, by its own witness, and when it was last saved; or None."""
    seen, _ = HeadFile(folder, key.subkey("head")).read()
    return (max(0, seen.seq - kept.seq), datetime.fromisoformat(seen.at)) if seen else None


def has_database(folder: Path) -> bool:
    """Return whether there is a database at all, good or not."""
    database = folder / DATABASE
    return database.is_file() and database.stat().st_size >= PAGE


def bring_back(
    folder: Path,
    known: Sequence[Kept],
    *,
    passphrase: str | None = None,
    words: str | None = None,
    key: VaultKey | None = None,
) -> Back:
    """Put the newest of these backups that is good in the place of a vault that will not open, which is kept beside it.

    Where only the key file is lost, it alone is put back from the backup. A backup keeps the passphrase of its day; a
    `key` that is known already opens those made under it. Raises Problem when the secret opens none of them,
    Integrity when none of them is good; then everything is as it was.
    """
    VaultLock(folder).release()
    trouble: Integrity | None = None
    for one in known:
        try:
            found = _key(one.path, key, passphrase, words)
            if _only_keys_lost(folder, one.path, found):
                return Back(folder=folder, key=found, kept=None, aside=None)
            beside = _free(folder.with_name(f"{folder.stem}{oldcopies.BESIDE}"), folder.suffix)
            backup.restore_under(one.path, beside, found)
            _keep_newest_keys(folder, beside, found)
        except Integrity as damaged:
            trouble = trouble or damaged
            continue
        place, aside = _change_places(folder, beside, one.made)
        return Back(folder=place, key=found, kept=one, aside=aside)
    raise trouble or problems.not_a_backup()


def _key(source: Path, key: VaultKey | None, passphrase: str | None, words: str | None) -> VaultKey:
    if key is not None and proves(source / DATABASE, key.subkey("database")):
        return key
    return backup.key_of(source, source / DATABASE, passphrase, words)


def _keep_newest_keys(folder: Path, beside: Path, key: VaultKey) -> None:
    """Let the passphrase of today open what came back, where its key file is whole."""
    good = keyfile.newest(key.subkey("keys"), folder, beside)
    with disk_troubles():
        if good is not None:
            keyfile.write(beside, good)


def _only_keys_lost(folder: Path, source: Path, key: VaultKey) -> bool:
    """Put the key file of a backup into a vault that has lost its own and nothing else that shows."""
    mac_key = key.subkey("keys")
    database = folder / DATABASE
    if keyfile.newest(mac_key, folder) is not None:
        return False
    with disk_troubles():
        if not database.is_file() or not proves(database, key.subkey("database")):
            return False
        good = keyfile.newest(mac_key, source)
        if good is None:
            return False
        keyfile.write(folder, good)
        return True


def _change_places(damaged: Path, restored: Path, made: datetime) -> tuple[Path, Path]:
    """Give the restored vault the damaged one's name; where that cannot be, both keep theirs. Return both places."""
    aside = _free(damaged.with_name(f"{damaged.name}{oldcopies.DAMAGED}"), "")
    try:
        os.rename(damaged, aside)
    except OSError:
        return restored, damaged
    try:
        os.rename(restored, damaged)
    except OSError:
        os.rename(aside, damaged)
        return restored, damaged
    with disk_troubles():
        files.flush_folder(damaged.parent)
    return damaged, aside


def _kept(path: Path, beginning: str) -> Kept | None:
    said = path.name.removeprefix(beginning).removesuffix(backup.ENDING).split("-")
    try:
        made = datetime.strptime(said[0], backup.STAMP).replace(tzinfo=UTC)
        return Kept(path=path, made=made, seq=int(said[1]))
    except (ValueError, IndexError):
        return None


def _free(path: Path, suffix: str) -> Path:
    free, number = path.with_name(path.name + suffix), 1
    while free.exists():
        number += 1
        free = path.with_name(f"{path.name}-{number}{suffix}")
    return free
