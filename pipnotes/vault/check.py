"""The full check: every page, every table, every link, every word in the index, and the small files to the byte.

Damage is reported, never raised, and a closed vault is examined on a copy, so that looking changes nothing.
"""

from __future__ import annotations

import errno
from collections.abc import Sequence
from pathlib import Path

from pipnotes.errors import Problem
from pipnotes.vault import attachments, files, freshness, history, keyfile, problems, schema, search, staging
from pipnotes.vault.connection import PAGE, Connection, Trouble, connect, looking_at
from pipnotes.vault.findings import Findings, Progress
from pipnotes.vault.head import HeadFile
from pipnotes.vault.keys import VaultKey
from pipnotes.vault.ledger import Ledger
from pipnotes.vault.lock import VaultLock
from pipnotes.vault.shapes import CheckReport

DATABASE = "vault.db"
_NAMED = 5
# The one page that nothing else is held against: SQLite's own count, from which the next discarded draft is numbered.
_COUNTER_BEHIND = (
    "SELECT coalesce((SELECT max(number) FROM discarded), 0) > "
    "coalesce((SELECT seq FROM sqlite_sequence WHERE name = 'discarded'), 0)"
)


def check_open(
    ledger: Ledger, key: VaultKey, progress: Progress | None = None, *, elsewhere: Sequence[str] = ()
) -> CheckReport:
    """Check an open vault through its own connection, and against heads (`seq:hash`) that were recorded elsewhere."""
    found = Findings(elsewhere=elsewhere)
    with found.reading("The database"):
        if ledger.connection.checkpoint():
            _length(ledger.folder / DATABASE, ledger.connection.value("PRAGMA page_count"), found)
        else:
            found.say("The write-ahead log could not be emptied.")
    # Trouble may have closed the connection by now, and what opens it afresh refuses a damaged database.
    with found.reading("The database"):
        _pages(ledger.connection, found)
        _content(ledger.connection, ledger.head_file, found, progress)
    ledger.doubt(bool(found.problems))
    _key_files(ledger.folder, key, found)
    return found.report()


def check_folder(
    folder: Path, key: VaultKey, progress: Progress | None = None, *, elsewhere: Sequence[str] = ()
) -> CheckReport:
    """Check a closed vault in whatever state it is; Problem only when it is open elsewhere or out of reach.

    `elsewhere` are heads of its chain (`seq:hash`) from backups and parcels: whoever holds the key can make a history
    that agrees with itself, but not with these.
    """
    lock = VaultLock(folder)
    try:
        staging.finish(folder)
        scratch = folder / "aside-check"
        files.remove_folder(scratch)
        try:
            files.new_folder(scratch)
            for name in (DATABASE, DATABASE + "-wal"):
                if (folder / name).exists():
                    files.copy_private(folder / name, scratch / name)
            return check_files(folder, key, progress, database=scratch / DATABASE, elsewhere=elsewhere)
        finally:
            files.remove_folder(scratch)
    except OSError as error:
        raise (problems.no_room() if error.errno == errno.ENOSPC else problems.from_os(error)) from error
    finally:
        lock.release()


def check_files(
    folder: Path,
    key: VaultKey,
    progress: Progress | None = None,
    *,
    database: Path | None = None,
    elsewhere: Sequence[str] = (),
) -> CheckReport:
    """Check the files of a vault, backup or copy that nobody else uses, perhaps with the database elsewhere."""
    found = Findings(elsewhere=elsewhere)
    check_database(database or folder / DATABASE, HeadFile(folder, key.subkey("head")), key, found, progress)
    _key_files(folder, key, found)
    return found.report()


def check_database(
    database: Path, head_file: HeadFile, key: VaultKey, found: Findings, progress: Progress | None = None
) -> None:
    """Check a database against its head file, with a fresh connection for each look, since a bad page spoils one."""
    if not database.exists():
        found.say("The file vault.db is missing.")
        return
    try:
        for look in (_pages, None):
            connection = connect(database, key.subkey("database"))
            try:
                if look is not None:
                    connection.checkpoint()
                    look(connection, found)
                else:
                    _content(connection, head_file, found, progress)
            finally:
                connection.close()
    except (Problem, Trouble) as error:
        if "is full" in str(error) or isinstance(error.__cause__, OSError | MemoryError):
            raise
        found.say(error.happened if isinstance(error, Problem) else "The database could not be opened.")


def check_pages(database: Path, pages: int, key: VaultKey, found: Findings) -> None:
    """Check the pages of an open database as they lie on the disk, through a look of its own that takes no lock.

    There are so many at least. A page that is being written at that moment may look damaged, so only what is damaged
    twice is told.
    """
    bad: set[str] = set()
    with found.reading("The database"):
        _length(database, pages, found)
        for attempt in range(2):
            if attempt and not bad:
                return
            with looking_at(database, key.subkey("database")) as raw:
                lines = {str(row[0]) for row in raw.execute("PRAGMA cipher_integrity_check").fetchall()}
            bad = bad & lines if attempt else lines
    _name_pages(sorted(bad), found)


def check_small_files(ledger: Ledger, key: VaultKey, found: Findings) -> None:
    """Check what lies beside an open database; after damage the next reading opens it afresh."""
    with found.reading("The witness of the last save"):
        _witness(ledger.connection, ledger.head_file, found)
    ledger.doubt(bool(found.problems))
    _key_files(ledger.folder, key, found)


def _length(database: Path, pages: int, found: Findings) -> None:
    """Say when a file ends before its last page: the cipher looks only at what is there, and SQLite may remember it."""
    if database.stat().st_size < pages * PAGE:
        found.say("The database is cut short: the end of the file vault.db is missing.")


def _pages(connection: Connection, found: Findings) -> None:
    bad: list[str] = []
    with found.reading("The database"):
        bad = [str(row[0]) for row in connection.execute("PRAGMA cipher_integrity_check").fetchall()]
    _name_pages(bad, found)


def _name_pages(bad: Sequence[str], found: Findings) -> None:
    for line in bad[:_NAMED]:
        found.say(f"A page of the database is damaged: {line}.")
    if len(bad) > _NAMED:
        found.say(f"In all, {len(bad)} pages of the database are damaged.")


def _content(connection: Connection, head_file: HeadFile, found: Findings, progress: Progress | None) -> None:
    with found.reading("The database"):
        if connection.value("PRAGMA application_id") != schema.APPLICATION_ID:
            found.say("The database is not one of a PipNotes vault.")
        if connection.value("PRAGMA user_version") != schema.CURRENT:
            found.say("The tables of the database are of another version of PipNotes.")
        if connection.execute("PRAGMA integrity_check(20)").fetchall() != [("ok",)]:
            found.say("The tables of the database are not in order.")
        if connection.execute("PRAGMA foreign_key_check").fetchall():
            found.say("A version in the database belongs to no contribution.")
        if connection.value(_COUNTER_BEHIND):
            found.say("The count of the drafts that were put aside is older than they are.")
        guards = {row[0] for row in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'trigger'")}
        if schema.GUARDS - guards:
            found.say("The rules that keep the history from being changed are missing from the database.")
    with found.reading("The history"):
        history.verify(connection, found, progress)
    with found.reading("A paper"):
        for sentence in attachments.faults(connection):
            found.say(sentence)
    with found.reading("The search index"):
        if not search.agrees(connection):
            found.say("The search index does not say what the notes say.")
    with found.reading("The witness of the last save"):
        _witness(connection, head_file, found)


def _witness(connection: Connection, head_file: HeadFile, found: Findings) -> None:
    seen, whole = head_file.read()
    if seen is None:
        found.say("The file head.json is missing or damaged.")
        return
    if not whole:
        found.say("The file head.json is damaged in one of its two places.")
    trouble = freshness.compare(connection, seen)
    if trouble is not None:
        found.say(trouble.happened)
    elif connection.value("SELECT turn FROM witness") > seen.turn + 1:
        found.say("The file head.json is older than the database by more than one save.")


def _key_files(folder: Path, key: VaultKey, found: Findings) -> None:
    newest = 0
    for name in (keyfile.NAME, keyfile.KEPT):
        try:
            one = keyfile.parse(files.read_small(folder / name, keyfile.LIMIT))
        except Problem:
            one = None
        if one is None or one.vault != key.id or not one.authentic(key.subkey("keys")):
            found.say(f"The file {name} is missing or damaged.")
        elif one.counter < newest - 1:
            # One step behind is what a cut between the two writes leaves; the next opening brings it up.
            found.say(f"The file {name} is older than it should be.")
        elif newest and one.counter > newest:
            found.say(f"The file {keyfile.NAME} is older than it should be.")
        else:
            newest = one.counter
