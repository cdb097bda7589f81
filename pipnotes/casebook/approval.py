"""What an approval names: the bytes that leave, and everything that stood behind them when they were read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from hashlib import sha256

from pipnotes.casebook import gate
from pipnotes.casebook.ledger import Ledger
from pipnotes.casebook.sealing import COMMENT, SUMMARY
from pipnotes.domain.family import Family
from pipnotes.domain.sharing import Contact, Outgoing
from pipnotes.domain.summary import Comment, Summary
from pipnotes.domain.work import Session
from pipnotes.exchange.wire import decode
from pipnotes.pseudonymise import Pseudonymiser
from pipnotes.vault import Lifecycle


def engine(ledger: Ledger, family: str) -> Pseudonymiser:
    """Return the pseudonymiser for a family as it is known today."""
    sessions = ledger.vault.all(Session, family=family)
    held = sorted(session.starts.date() for session in sessions if session.attendance.held)
    known = gate.of_family(ledger, family)
    return Pseudonymiser(replace(known, service_start=held[0] if held else None))


def digest(ledger: Ledger, content: bytes, rules: str, reader: str, sessions: Sequence[str]) -> str:
    """Return the digest that an approval names: the bytes that leave, the people, rules and notes behind them, the
    reader.
    """
    parts = (content, rules.encode(), reader.encode(), *(one.encode() for one in _versions(ledger, sessions)))
    return sha256(b"pipnotes approval 2" + b"".join(len(p).to_bytes(8, "big") + p for p in parts)).hexdigest()


def stands(ledger: Ledger, session: str, family: str) -> bool:
    """Return whether a note is still part of this family's record."""
    if not ledger.vault.has(Session, session):
        return False
    stored = ledger.vault.stored(Session, session)
    return stored.family == family and stored.lifecycle not in (Lifecycle.ENTERED_IN_ERROR, Lifecycle.DESTROYED)


def is_overtaken(ledger: Ledger, item: Outgoing) -> bool:
    """Return whether something sealed about a family must be read again before it leaves.

    So it is when a note behind a summary does not stand any more, or when the words, also those of an answer, hold a
    name that was not known at their sealing.
    """
    if item.what not in (SUMMARY, COMMENT) or not ledger.vault.has(Family, item.family):
        return False
    if not all(stands(ledger, session, item.family) for session in item.sessions):
        return True
    today = engine(ledger, item.family)
    if item.digest == digest(ledger, item.content, today.digest, item.contact, item.sessions):
        return False
    content = decode(item.content)
    assert isinstance(content, Summary | Comment)
    found = today.run(content.text).replacements
    free = _two_who_talk(ledger, item) if isinstance(content, Comment) else frozenset()
    return any(
        one.source == "case" and one.certain and content.text[one.start : one.end].casefold() not in free
        for one in found
    )


def _two_who_talk(ledger: Ledger, item: Outgoing) -> frozenset[str]:
    """Return what the two who are talking are called, whom a comment may name."""
    names = [ledger.me.name, ledger.vault.get(Contact, item.contact).name]
    return frozenset(part.casefold() for name in names for part in (name, *name.split()))


def _versions(ledger: Ledger, sessions: Sequence[str]) -> tuple[str, ...]:
    """Return how each note behind a summary stands, so that an approval is stale once one was amended."""
    found = []
    for session in sessions:
        stored = ledger.vault.stored(Session, session)
        found.append(f"{session} {stored.lifecycle.value} {ledger.vault.sealed(session)[0]}")
    return tuple(found)
