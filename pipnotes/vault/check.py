"""The full check: every page, every table, every link, every word in the index, and the small files to the byte.

Damage is reported, never raised, and a closed vault is examined on a copy, so that looking changes nothing.
"""

from __future__ import annotations

import errno
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pipnotes.errors import Problem
from pipnotes.vault import attachments, chain, files, freshness, keyfile, problems, schema, search, staging
from pipnotes.vault.connection import Connection, Trouble, connect
from pipnotes.vault.head import HeadFile
from pipnotes.vault.keys import VaultKey
from pipnotes.vault.ledger import Ledger, last_link
from pipnotes.vault.lock import VaultLock
from pipnotes.vault.shapes import CheckReport

Progress = Callable[[int, int], None]
DATABASE = "vault.db"
_NAMED = 5
# The one page that nothing else is held against: SQLite's own count, from which the next discarded draft is numbered.
_COUNTER_BEHIND = (
    "SELECT coalesce((SELECT max(number) FROM discarded), 0) > "
    "coalesce((SELECT seq FROM sqlite_sequence WHERE name = 'discarded'), 0)"
)
_STEP = 500
_CONTRIBUTIONS = (
    "SELECT seq, reason, salt, told, hash, at, mono, by, action, subject, family FROM contribution ORDER BY seq"
)


@dataclass(slots=True)
class Findings:
    """What has been counted and found so far."""

    problems: list[str] = field(default_factory=list)
    contributions: int = 0
    versions: int = 0
    head: str = ""
    elsewhere: Sequence[str] = ()

    def say(self, sentence: str) -> None:
        """Note a problem, once."""
        if sentence not in self.problems:
            self.problems.append(sentence)

    @contextmanager
    def reading(self, what: str) -> Iterator[None]:
        """Note that something could not be read, in place of an error: damaged data may raise almost anything."""
        try:
            yield
        except MemoryError as error:
            raise problems.no_memory() from error
        except (Trouble, Problem, OSError, ValueError, TypeError, LookupError, AttributeError, OverflowError) as error:
            if "is full" in str(error):
                # Want of room says nothing about the vault.
                raise problems.no_room() from error
            self.say(f"{what} could not be read to the end.")

    def report(self) -> CheckReport:
        """Return the findings as they are told."""
        return CheckReport(
            ok=not self.problems,
            contributions=self.contributions,
            versions=self.versions,
            head=self.head,
            problems=tuple(self.problems),
        )


def check_open(
    ledger: Ledger, key: VaultKey, progress: Progress | None = None, *, elsewhere: Sequence[str] = ()
) -> CheckReport:
    """Check an open vault through its own connection, and against heads (`seq:hash`) that were recorded elsewhere."""
    found = Findings(elsewhere=elsewhere)
    with found.reading("The database"):
        if not ledger.connection.checkpoint():
            found.say("The write-ahead log could not be emptied.")
    _pages(ledger.connection, found)
    _content(ledger.connection, ledger.head_file, found, progress)
    # A page that could not be read spoils the connection for all others, so the next reading opens it afresh.
    ledger.connection.failed = bool(found.problems)
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


def _pages(connection: Connection, found: Findings) -> None:
    with found.reading("The database"):
        bad = [str(row[0]) for row in connection.execute("PRAGMA cipher_integrity_check").fetchall()]
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
        _chain(connection, found, progress)
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


def _chain(connection: Connection, found: Findings, progress: Progress | None) -> None:
    link = chain.genesis(connection.value("SELECT origin FROM about"))
    total = connection.value("SELECT count(*) FROM contribution")
    walk = _Versions(connection, found)
    for expected, row in enumerate(connection.execute(_CONTRIBUTIONS), 1):
        seq, reason, salt, told, written, *words = row
        if seq != expected:
            found.say(f"Entry {expected} of the history is missing.")
            break
        link = chain.of_contribution(link, seq, tuple(words), told, walk.digests(seq))
        if not chain.reason_stands(reason, salt, told):
            found.say(f"The reason of entry {seq} of the history is not the one that was given.")
        elif told is not None:
            walk.reasons.append((seq, salt is None, (words[-1], *walk.together)))
        if link != written:
            found.say(f"Entry {seq} of the history does not match its place in the chain.")
            link = written
        found.contributions += 1
        if progress and (seq % _STEP == 0 or seq == total):
            progress(seq, total)
    walk.finish()
    found.versions = walk.count
    seq, last, _ = last_link(connection)
    found.head = f"{seq}:{last.hex()}"
    for head in found.elsewhere:
        _compare(connection, head, found)


def _compare(connection: Connection, head: str, found: Findings) -> None:
    seq, _, link = head.partition(":")
    row = connection.one("SELECT hash FROM contribution WHERE seq = ?", (int(seq),))
    if row is None:
        found.say(f"Entry {seq} of the history, which was recorded elsewhere, is missing.")
    elif row[0].hex() != link:
        found.say(f"Entry {seq} of the history is not the one that was recorded elsewhere.")


class _Versions:
    """One walk over all versions, in step with the chain."""

    def __init__(self, connection: Connection, found: Findings) -> None:
        self._connection = connection
        self._found = found
        self._rows: Iterator[Any] = connection.execute(
            "SELECT seq, id, before, kind, record, number, family, lifecycle, form, salt, body, digest "
            "FROM version ORDER BY id"
        )
        self._next = next(self._rows, None)
        self._latest: dict[str, tuple[object, ...]] = {}
        self._emptied: set[str] = set()
        self._full: set[str] = set()
        self._stubs: dict[str, int] = {}
        self.count = 0
        # The records of the entry last walked over; and of each reason its entry, whether it is empty, and whose it is.
        self.together: list[str] = []
        self.reasons: list[tuple[int, bool, tuple[str, ...]]] = []

    def digests(self, seq: int) -> list[bytes]:
        """Return the digests of the versions of one contribution, each compared with what it stands for."""
        digests = []
        self.together = []
        while self._next is not None and self._next[0] == seq:
            digests.append(self._one(*self._next[1:]))
            record, lifecycle = self._next[4], self._next[7]
            self.together.append(record)
            if lifecycle == "destroyed":
                self._stubs[record] = seq
            self._next = next(self._rows, None)
        return digests

    def finish(self) -> None:
        """Compare what the walk saw with the list of records."""
        if self._next is not None:
            self._found.say("There are versions that belong to no entry of the history, or stand out of order.")
        destroyed = {record for record, row in self._latest.items() if row[2] == "destroyed"}
        if self._emptied - destroyed:
            self._found.say("A version was emptied without being destroyed.")
        if self._full & destroyed:
            self._found.say("A destroyed record still has words.")
        for seq, empty, whose in self.reasons:
            gone = any(self._stubs.get(one, 0) > seq for one in whose)
            if empty and not gone:
                self._found.say("A reason was emptied without what it is about being destroyed.")
            if gone and not empty:
                self._found.say("A reason that should have gone with what was destroyed still has words.")
        listed = {
            row[0]: tuple(row[1:])
            for row in self._connection.execute("SELECT id, kind, family, lifecycle, number, first, latest FROM record")
        }
        if listed != self._latest:
            self._found.say("The list of records does not match their newest versions.")

    def _one(
        self,
        version: int,
        previous: int | None,
        kind: str,
        record: str,
        number: int,
        family: str,
        lifecycle: str,
        form: int,
        salt: bytes | None,
        body: bytes | None,
        written: bytes,
    ) -> bytes:
        self.count += 1
        before = self._latest.get(record)
        expected = (int(str(before[3])) + 1, before[5]) if before else (1, None)
        if (number, previous) != expected:
            self._found.say(f"The versions of a record are not in order (entry {version}).")
        self._latest[record] = (kind, family, lifecycle, number, before[4] if before else version, version)
        if body is None or salt is None:
            self._emptied.add(record)
            return written
        if lifecycle != "destroyed":
            self._full.add(record)
        made = chain.of_version(
            kind=kind,
            record=record,
            number=number,
            family=family,
            lifecycle=lifecycle,
            form=form,
            salt=salt,
            body=body,
        )
        if made != written:
            self._found.say(f"A version does not match its digest (version {version}).")
        return written


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
