"""Backups that are known to open: made, proved, named, and only then counted; and the way back from one."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

from pipnotes.domain.words import add_months
from pipnotes.vault import check, files, keyfile, keys, problems, unlocking
from pipnotes.vault.connection import connect, disk_troubles, proves
from pipnotes.vault.findings import Findings, Progress
from pipnotes.vault.head import NAME as HEAD
from pipnotes.vault.head import HeadFile, Witness
from pipnotes.vault.keys import VaultKey
from pipnotes.vault.ledger import Ledger, digest_of, last_link, read_fluid
from pipnotes.vault.shapes import BackupReport
from pipnotes.vault.unlocking import DATABASE

ENDING = ".pipbackup"
STAMP = "%Y%m%dT%H%M%SZ"
_MONTHS = 12
# How many are kept, and what makes two backups of the same day, week or month.
_ROTATION: tuple[tuple[int, Callable[[datetime], tuple[int, ...]]], ...] = (
    (7, lambda at: (at.year, at.month, at.day)),
    (4, lambda at: tuple(at.isocalendar())[:2]),
    (_MONTHS, lambda at: (at.year, at.month)),
)


def beginning_of(ledger: Ledger) -> str:
    """Return what the name of every backup of a vault begins with."""
    return f"pipnotes-{ledger.connection.value('SELECT origin FROM about')[:8]}-"


def put_away(
    to: Path,
    beginning: str,
    at: datetime,
    key: VaultKey,
    wanted: Witness,
    fill: Callable[[Path], object],
    progress: Progress | None = None,
) -> BackupReport:
    """Let `fill` write a copy into a fresh folder under `to`, prove that it is what was `wanted`, and then name it.

    Raises Integrity when it is not; then nothing has a backup's name and no older one was removed.
    """
    path = _free(to, f"{beginning}{at.astimezone(UTC).strftime(STAMP)}-{wanted.seq}")
    for left in to.glob(f".{beginning}*"):
        files.remove_folder(left)
    making = to / f".{path.name}.{os.urandom(4).hex()}"
    try:
        fill(files.new_folder(making))
        report = check.check_files(making, key, progress)
        if not report.ok or report.head != f"{wanted.seq}:{wanted.hash}":
            raise problems.backup_unproved()
        files.put_in_place(making, path)
    finally:
        files.remove_folder(making)
    _rotate(to, beginning, path)
    size = sum(one.stat().st_size for one in path.iterdir())
    return BackupReport(path=path, proved=True, head=report.head, bytes=size)


def kept_until(made: date) -> date:
    """Return the first day of the month in which a backup of this day is let go at the latest.

    That is so as long as one is made each month: the rotation keeps the last one of each of twelve months.
    """
    return add_months(made.replace(day=1), _MONTHS)


def restore(backup: Path, to: Path, *, passphrase: str | None = None, words: str | None = None) -> str:
    """Make a vault again from a backup, prove it, and return its head; never over something that is there.

    A lone vault.db comes back by its recovery words; it then has no passphrase until one is set.
    """
    if to.exists():
        raise problems.already_there()
    source = backup if backup.is_dir() else backup.parent
    database = backup / DATABASE if backup.is_dir() else backup
    if not database.is_file():
        raise problems.not_a_backup()
    return restore_under(backup, to, key_of(source, database, passphrase, words))


def restore_under(backup: Path, to: Path, key: VaultKey) -> str:
    """Make a vault from a backup whose key is known, prove it, and return its head."""
    source = backup if backup.is_dir() else backup.parent
    database = backup / DATABASE if backup.is_dir() else backup
    making = to.with_name(f"{to.name}.making-{os.urandom(4).hex()}")
    with disk_troubles():
        try:
            files.new_folder(making)
            head = _bring_back(source, database, making, key)
            files.put_in_place(making, to)
        finally:
            files.remove_folder(making)
    return head


def key_of(source: Path, database: Path, passphrase: str | None, words: str | None) -> VaultKey:
    """Return the key that a passphrase or recovery words open of a backup; Problem when they open it not."""
    if words is not None:
        key = keys.from_words(words)
        if not any(one.vault == key.id for one in keyfile.read(source)) and not proves(
            database, key.subkey("database")
        ):
            raise problems.words_of_another()
        return key
    if not passphrase:
        raise problems.empty_passphrase()
    found = unlocking.open_slots(source, passphrase)
    if found is None:
        raise problems.wrong_passphrase()
    return found


def _bring_back(source: Path, database: Path, making: Path, key: VaultKey) -> str:
    files.copy_private(database, making / DATABASE)
    log = database.with_name(database.name + "-wal")
    if log.exists():
        files.copy_private(log, making / f"{DATABASE}-wal")
    known = keyfile.newest(key.subkey("keys"), source)
    if known is not None:
        keyfile.write(making, known)
    if (source / HEAD).exists():
        files.copy_private(source / HEAD, making / HEAD)
    elif key.opened_with == "words":
        _witness_again(making, key)
    found = Findings()
    check.check_database(making / DATABASE, HeadFile(making, key.subkey("head")), key, found)
    if found.problems:
        raise problems.backup_damaged(found.problems[0])
    files.flush_folder(making)
    return found.head


def _witness_again(folder: Path, key: VaultKey) -> None:
    connection = connect(folder / DATABASE, key.subkey("database"))
    try:
        seq, link, at = last_link(connection)
        turn, made = connection.one("SELECT turn, made FROM witness, about")
        drafts = digest_of(read_fluid(connection))
    finally:
        connection.close()
    HeadFile(folder, key.subkey("head")).renew(
        Witness(turn=turn, seq=seq, hash=link.hex(), drafts=drafts.hex(), at=at or made)
    )


def _free(to: Path, name: str) -> Path:
    path, again = to / f"{name}{ENDING}", 1
    while path.exists():
        again += 1
        path = to / f"{name}-{again}{ENDING}"
    return path


def _rotate(to: Path, beginning: str, made: Path) -> None:
    """Let go of what the rotation does not keep; never of the one just made, however old a wrong clock calls it."""
    dated = []
    for path in to.glob(f"{beginning}*{ENDING}"):
        try:
            at = datetime.strptime(path.name.removeprefix(beginning).split("-")[0], STAMP)
        except ValueError:
            continue
        dated.append((at.replace(tzinfo=UTC), path))
    dated.sort(key=lambda one: (one[0], one[1].stat().st_mtime_ns), reverse=True)
    keep = {made}
    for count, bucket in _ROTATION:
        newest: dict[tuple[int, ...], Path] = {}
        for at, path in dated:
            newest.setdefault(bucket(at), path)
        keep.update(list(newest.values())[:count])
    for _, path in dated:
        if path not in keep:
            # Out of sight in one step, so that a cut never leaves half a backup that looks like a whole one.
            gone = path.with_name(f".{path.name}.gone")
            os.rename(path, gone)
            files.flush_folder(to)
            files.remove_folder(gone)
