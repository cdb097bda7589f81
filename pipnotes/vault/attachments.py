"""Papers inside the vault: their content in pieces, encrypted like everything else and never in a file of its own.

A piece is small enough that neither taking a paper in nor giving it out holds the whole of it in memory. The record
beside the pieces holds the digest of the whole, and the chain holds the record: so a changed, missing or added piece
is found, and a paper that is not what was added is never given out as if it were.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import BinaryIO

from pipnotes.domain.attachment import LARGEST, Attachment
from pipnotes.domain.fields import kind_of
from pipnotes.errors import Problem
from pipnotes.vault import bodies, problems, writing
from pipnotes.vault.connection import Connection, troubles
from pipnotes.vault.ledger import Ledger
from pipnotes.vault.shapes import Change, Contribution

PIECE = 256 * 1024  # bytes


class Attaching:
    """The part of a vault that keeps papers."""

    _ledger: Ledger

    def attach(
        self, change: Change, content: BinaryIO, *, action: str, by: str, subject: str = "", reason: str = ""
    ) -> Contribution:
        """Write down a new Attachment with its content, as one durable save or not at all.

        Raises Problem when the content is not what the record says it is, as when a file changes while it is read.
        """
        paper = change.record
        assert isinstance(paper, Attachment)
        versions = writing.prepare([change])
        said = writing.Said(action=action, by=by, family=paper.family, subject=subject, reason=reason)
        with self._ledger.transaction() as connection:
            done = writing.append(self._ledger, connection, said, versions)
            _take_in(connection, paper, content)
        return done

    def content_of(self, paper: Attachment) -> Iterator[bytes]:
        """Yield the content of a paper piece by piece.

        Raises Integrity at the end, when what was given out is not what was added: whoever keeps it must not do so.
        """
        tally = hashlib.sha256()
        with troubles():
            for piece in _pieces(self._ledger.connection, paper.id):
                tally.update(piece)
                yield piece
        if tally.hexdigest() != paper.sha256:
            raise problems.paper_damaged()


def faults(connection: Connection) -> Iterator[str]:
    """Yield what is wrong with the papers, in sentences without record text: each is read from end to end."""
    kind = kind_of(Attachment)
    kept = connection.execute(
        "SELECT r.latest, v.form, v.body FROM record r JOIN version v ON v.id = r.latest "
        "WHERE r.kind = ? AND r.lifecycle <> 'destroyed' ORDER BY r.latest",
        (kind,),
    ).fetchall()
    for version, form, body in kept:
        try:
            paper = bodies.read(Attachment, kind, form, body)
        except (ValueError, TypeError, Problem):
            # A body that is not what it was is found by its own digest.
            continue
        tally, size = hashlib.sha256(), 0
        for piece in _pieces(connection, paper.id):
            tally.update(piece)
            size += len(piece)
        if (size, tally.hexdigest()) != (paper.size, paper.sha256):
            yield f"A paper is not what was added (version {version})."
    stray = connection.value(
        "SELECT count(*) FROM piece LEFT JOIN record ON record.id = piece.record "
        "WHERE record.id IS NULL OR record.kind <> ? OR record.lifecycle = 'destroyed'",
        (kind,),
    )
    if stray:
        yield "There are pieces of a paper that belong to none."


def _take_in(connection: Connection, paper: Attachment, content: BinaryIO) -> None:
    tally, size, number = hashlib.sha256(), 0, 0
    while piece := content.read(PIECE):
        size += len(piece)
        if size > min(paper.size, LARGEST):
            break
        tally.update(piece)
        number += 1
        connection.execute("INSERT INTO piece (record, number, bytes) VALUES (?, ?, ?)", (paper.id, number, piece))
    if (size, tally.hexdigest()) != (paper.size, paper.sha256):
        raise problems.paper_changed()


def _pieces(connection: Connection, record: str) -> Iterator[bytes]:
    for (piece,) in connection.execute("SELECT bytes FROM piece WHERE record = ? ORDER BY number", (record,)):
        yield piece
