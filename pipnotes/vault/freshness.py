"""Whether the database that opened is the one that was last saved, by the word of its witness beside it."""

from __future__ import annotations

from datetime import datetime

from pipnotes.errors import Problem
from pipnotes.vault import chain, problems
from pipnotes.vault.connection import Connection
from pipnotes.vault.head import Witness
from pipnotes.vault.ledger import digest_of, last_link, read_fluid


def compare(connection: Connection, seen: Witness | None) -> Problem | None:
    """Hold the database against its witness; return what is wrong, in three lines, or None."""
    turn, drafts, before = connection.one("SELECT turn, drafts, before FROM witness")
    seq, _, last = last_link(connection)
    if seen is None:
        return problems.witness_damaged()
    if seen.turn > turn or seen.seq > seq:
        return problems.loss(_missing(seq, last, seen))
    if seen.hash != _link_at(connection, seen.seq).hex() or digest_of(read_fluid(connection)) != drafts:
        return problems.tampered()
    if seen.turn == turn and (seen.seq != seq or seen.drafts != drafts.hex()):
        return problems.tampered()
    if seen.turn == turn - 1 and seen.drafts != before.hex():
        return problems.tampered()
    return None


def _link_at(connection: Connection, seq: int) -> bytes:
    if seq == 0:
        return chain.genesis(connection.value("SELECT origin FROM about"))
    row = connection.one("SELECT hash FROM contribution WHERE seq = ?", (seq,))
    return bytes(row[0]) if row else b""


def _missing(seq: int, last: str, seen: Witness) -> str:
    until = _spoken(seen.at)
    since = f" after {_spoken(last)} and" if last else ""
    if seen.seq > seq:
        entries = f"entry {seen.seq} is" if seen.seq == seq + 1 else f"entries {seq + 1} to {seen.seq} are"
        return f"{entries} missing from its history, written{since} until {until}"
    return f"the newest words of a draft are missing, last saved at {until}"


def _spoken(at: str) -> str:
    moment = datetime.fromisoformat(at)
    return f"{moment:%H:%M} on {moment.day} {moment:%B %Y}"
