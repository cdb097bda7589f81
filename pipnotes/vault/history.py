"""The walk over the whole history: every link of the chain, every version in it, and the list of records after it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pipnotes.vault import chain
from pipnotes.vault.connection import Connection
from pipnotes.vault.findings import Findings, Progress
from pipnotes.vault.ledger import last_link

_STEP = 500
_CONTRIBUTIONS = (
    "SELECT seq, reason, salt, told, hash, at, mono, by, action, subject, family FROM contribution ORDER BY seq"
)


def verify(connection: Connection, found: Findings, progress: Progress | None) -> None:
    """Walk the whole history: each link, each version, each reason, and the heads that were recorded elsewhere."""
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
