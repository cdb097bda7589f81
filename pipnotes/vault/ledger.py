"""Every save goes through here: one transaction, one turn of the witness, and the head file after it.

The order is what makes a cut harmless. The database commits first, with the turn and the digest of everything that
may change (drafts and what is remembered); the head file follows. After a cut between the two, the database is one
turn ahead of the head file, and its own note of the digest before tells that nothing else happened.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from copy import copy
from pathlib import Path
from typing import Protocol

from pipnotes.vault import chain, problems
from pipnotes.vault.connection import Blob, Connection, Trouble, troubles
from pipnotes.vault.head import HeadFile, Witness
from pipnotes.vault.shapes import Clock

# What goes back to where it was when a transaction is rolled back.
_RESTORED = ("turn", "drafts_digest", "before", "seq", "hash", "at", "fluid", "kinds")
Fluid = dict[tuple[str, ...], bytes]


class Follower(Protocol):
    """A copy that is being made of the open vault on another thread."""

    def note(self, state: Witness) -> None:
        """Take in what the head file says after a save."""

    def stop(self) -> None:
        """End, and return when the connection is not used any more."""


class Ledger:
    """The connection, the head file and what both should say."""

    def __init__(
        self,
        folder: Path,
        connection: Connection,
        head_file: HeadFile,
        clock: Clock,
        *,
        afresh: Callable[[], Connection] | None = None,
    ) -> None:
        self.folder = folder
        self.head_file = head_file
        self.clock = clock
        self.saved = ""
        self.broken = False
        self.head_late = False
        self._afresh = afresh
        self._shut = self._gone = False
        self._followers: list[Follower] = []
        # Spelt once: joining a path costs more than asking the system for it, and every save asks.
        self._file = os.fspath(folder / "vault.db")
        self._inode = _inode(self._file)
        self._connection = connection
        self._take_in(connection)

    @property
    def connection(self) -> Connection:
        """Return the connection; after trouble with the disk it may have to be opened afresh first."""
        if self._gone:
            raise problems.must_reopen()
        if self._shut or self._connection.failed:
            self._open_afresh()
        return self._connection

    def doubt(self, damaged: bool) -> None:
        """Let the next reading open the database afresh after damage: a bad page spoils a connection for all others."""
        self._connection.failed = damaged

    def _take_in(self, connection: Connection) -> None:
        self.fluid: Fluid = read_fluid(connection)
        self.turn, self.drafts_digest, self.before = connection.one("SELECT turn, drafts, before FROM witness")
        self.seq, self.hash, self.at = last_link(connection)
        self.kinds = {kind for (kind,) in connection.fetch("SELECT kind FROM said_as")}

    def now(self) -> str:
        """Return the wall-clock time with its offset, as it is written down."""
        now = self.clock()
        if now.tzinfo is None:
            raise ValueError("a vault's clock tells its offset")
        return now.isoformat()

    @contextmanager
    def transaction(self) -> Iterator[Connection]:
        """Do several writes as one durable save, or none of them."""
        if self.broken:
            self._open_afresh()
        if _inode(self._file) != self._inode:
            # The system would go on writing into a file that nobody can find again.
            self.broken = True
            raise problems.out_of_reach()
        memory = {name: copy(getattr(self, name)) for name in _RESTORED}
        with troubles():
            self.connection.execute("BEGIN IMMEDIATE")
            try:
                yield self.connection
                self._turn()
                self.connection.execute("COMMIT")
            except BaseException as error:
                if self._undo(error):
                    vars(self).update(memory)
                raise
        for follower in self._followers:
            follower.note(self.state())
        self.witness()

    def follow(self, follower: Follower) -> None:
        """Tell a copy that is being made of every save from now on, until `unfollow`."""
        self._followers.append(follower)

    def unfollow(self, follower: Follower) -> None:
        """Tell it no more; nothing happens when it is not told."""
        self._followers = [one for one in self._followers if one is not follower]

    def stop_followers(self, kind: type = object) -> None:
        """Let every copy of a kind that is being made come to its end; of all, so that the connection is ours alone."""
        for follower in tuple(self._followers):
            if isinstance(follower, kind):
                follower.stop()

    def witness(self) -> None:
        """Bring the head file up to the last commit.

        The save itself stands by then, so trouble here is remembered and tried again at the next save.
        """
        try:
            self.head_file.write(self.state())
            self.head_late = False
        except OSError:
            self.head_file.close()
            self.head_late = True

    def state(self) -> Witness:
        """Return what the head file should say."""
        return Witness(
            turn=self.turn,
            seq=self.seq,
            hash=self.hash.hex(),
            drafts=self.drafts_digest.hex(),
            at=self.saved or self.at or self.now(),
        )

    def shut(self) -> None:
        """Close the connection, if trouble has not closed it before; it is not opened again."""
        self._gone = True
        self.stop_followers()
        if not self._shut:
            self._connection.close()

    def _open_afresh(self) -> None:
        """Open the database again after trouble with the disk, so that the words on a screen need not wait for long.

        The same looks are taken as at any opening; while the trouble lasts they raise the Problem, and the next save
        or reading tries again.
        """
        if self._afresh is None:
            raise problems.must_reopen()
        if _inode(self._file) != self._inode:
            raise problems.out_of_reach()
        if not self._shut:
            self.stop_followers()
            self._shut = True
            # The broken connection holds the file; what it says on closing is the trouble that is known already.
            with contextlib.suppress(Trouble):
                self._connection.close()
        self._connection = self._afresh()
        self._take_in(self._connection)
        self._shut = self.broken = False

    def _turn(self) -> None:
        self.turn += 1
        self.saved = self.now()
        self.before, self.drafts_digest = self.drafts_digest, digest_of(self.fluid)
        self.connection.execute(
            "UPDATE witness SET turn = ?, drafts = ?, before = ? WHERE one = 1",
            (self.turn, Blob(self.drafts_digest), Blob(self.before)),
        )

    def _undo(self, error: BaseException) -> bool:
        """Roll back; False when the commit had gone through and only what came after it was interrupted."""
        cause = error if isinstance(error, Trouble | MemoryError) else error.__cause__
        trouble = isinstance(cause, Trouble | MemoryError)
        # SQLite leaves a full disk tidy by itself; after any other trouble with the disk only a fresh opening is safe,
        # and for want of memory it may have rolled back by itself.
        known = isinstance(cause, MemoryError) or problems.from_sqlite(cause) is not None
        if trouble and known and "is full" not in str(cause):
            self.broken = True
        if not self._connection.raw.in_transaction:
            return trouble
        try:
            self._connection.execute("ROLLBACK")
        except (Trouble, MemoryError):
            self.broken = True
        return True


def _inode(file: str) -> int:
    try:
        return os.stat(file).st_ino
    except OSError:
        return -1


def read_fluid(connection: Connection) -> Fluid:
    """Return the digest of every row that may change, by what it is."""
    found: Fluid = {}
    for kind, key, *rest in connection.fetch("SELECT kind, id, family, body, place, started, saved FROM draft"):
        found["draft", kind, key] = fluid_digest(kind, key, *rest)
    for number, *rest in connection.fetch(
        "SELECT number, kind, id, family, body, place, started, saved, discarded FROM discarded"
    ):
        found["discarded", str(number)] = fluid_digest(*rest)
    for name, value in connection.fetch("SELECT name, value FROM memory"):
        found["memory", name] = fluid_digest(name, value)
    return found


def fluid_digest(*values: str | None) -> bytes:
    """Return the digest of one row that may change."""
    return chain.digest("fluid", *(b"-" if value is None else b"+" + value.encode() for value in values))


def digest_of(fluid: Fluid) -> bytes:
    """Return one digest over all rows that may change, whatever their order."""
    return chain.digest("fluids", *(part for key in sorted(fluid) for part in ("\0".join(key).encode(), fluid[key])))


def last_link(connection: Connection) -> tuple[int, bytes, str]:
    """Return the number, hash and time of the newest contribution; the chain's beginning when there is none."""
    row: tuple[int, bytes, str] | None = connection.one(
        "SELECT seq, hash, at FROM contribution ORDER BY seq DESC LIMIT 1"
    )
    if row is not None:
        return row
    return 0, chain.genesis(connection.value("SELECT origin FROM about")), ""
