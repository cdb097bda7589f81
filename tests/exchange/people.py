"""Two people who have met, a third who has not, and the run of parcels from one to another."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from pipnotes.domain.summary import Comment
from pipnotes.exchange import (
    HYBRID,
    Card,
    Delivery,
    Direction,
    FolderMailbox,
    Identity,
    Progress,
    encode,
    make_card,
    parcel_name,
    read_card,
    receive,
    seal,
)
from pipnotes.exchange.envelope import MAGIC, SuiteId


@dataclass(frozen=True, kw_only=True)
class Person:
    identity: Identity
    card: Card


def person(seed: int, name: str, role: str) -> Person:
    identity = Identity(bytes([seed]) * 32)
    return Person(identity=identity, card=read_card(make_card(identity, name, role)))


def whole(words: bytes) -> bytes:
    """Return bytes that are a parcel from end to end as far as anybody without a key can tell."""
    raw = MAGIC + words
    return raw + hashlib.sha256(raw).digest()


def comment(number: int, text: str = "") -> bytes:
    return encode(
        Comment(id=f"c{number}", code="Bright Harbour", author="I. H.", week=number, text=text or f"Thought {number}.")
    )


@dataclass
class Run:
    """One sender's parcels to one recipient, as a vault would number, link and send them."""

    sender: Person
    recipient: Person
    folder: Path
    sequence: int = 0
    previous: str = ""
    chain: int = 100
    parcels: dict[int, bytes] = field(default_factory=dict)

    def seal(self, *contents: bytes, suite: SuiteId = HYBRID) -> bytes:
        self.sequence += 1
        self.chain += 3
        sealed = seal(
            contents or (comment(self.sequence),),
            sender=self.sender.identity,
            recipients=[self.recipient.card],
            sequence=self.sequence,
            previous=self.previous,
            chain=(self.chain, f"{self.chain:064x}"),
            suite=suite,
        )
        self.previous = sealed.hash
        self.parcels[self.sequence] = sealed.parcel
        return sealed.parcel

    def send(self, count: int = 1) -> None:
        for _ in range(count):
            parcel = self.seal()
            assert FolderMailbox(self.folder).put(self.name(self.sequence), parcel)

    def name(self, sequence: int) -> str:
        return parcel_name(self.sender.identity, self.recipient.card, sequence, Direction.TO)

    def path(self, sequence: int) -> Path:
        return self.folder / self.name(sequence)

    def fetch(self, state: Progress | None = None) -> Delivery:
        return receive(
            FolderMailbox(self.folder),
            me=self.recipient.identity,
            contact=self.sender.card,
            state=Progress() if state is None else state,
        )


def numbers(delivery: Delivery) -> Sequence[int]:
    return [opened.sequence for opened in delivery.parcels]
