"""What comes from others: each delivery is taken in whole, with how far it was read, or not at all."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, fields, replace

from pipnotes.casebook.contacts import Contacts
from pipnotes.casebook.ledger import Ledger
from pipnotes.casebook.sealing import RETRACTION
from pipnotes.domain.codes import OutgoingState
from pipnotes.domain.family import Family
from pipnotes.domain.sharing import CommentRecord, Contact, HeldSummary, Incoming, Outgoing, Retracted, SealedFile
from pipnotes.domain.summary import Comment, Receipt, Retraction, Summary
from pipnotes.exchange.mailbox import Mailbox
from pipnotes.exchange.parcel import Opened, open_file
from pipnotes.exchange.problems import OutOfReach
from pipnotes.exchange.progress import Progress, accept
from pipnotes.exchange.receive import receive
from pipnotes.exchange.wire import decode, encode


@dataclass(frozen=True, kw_only=True, slots=True)
class Fetched:
    """What a receiving came to, in parcels; anything but received and retracted wants a person's eye.

    `cut` is 1 when it ended before all had been looked for: the rest comes with the next.
    """

    received: int = 0
    gaps: int = 0
    repeats: int = 0
    forged: int = 0
    newer: int = 0
    rolled_back: int = 0
    retracted: int = 0
    cut: int = 0

    @property
    def sound(self) -> bool:
        """Return whether everything that came was what it should be."""
        return not (self.gaps or self.forged or self.rolled_back or self.newer)

    def plus(self, other: Fetched) -> Fetched:
        """Return both together."""
        return Fetched(**{f.name: getattr(self, f.name) + getattr(other, f.name) for f in fields(Fetched)})


@dataclass(slots=True)
class _Taken:
    """What a delivery will change, gathered before anything is written."""

    records: dict[str, object] = field(default_factory=dict)
    receipts: list[Outgoing] = field(default_factory=list)
    retracted: dict[str, int] = field(default_factory=dict)
    destroyed: set[str] = field(default_factory=set)
    said: list[str] = field(default_factory=list)


class Arrivals:
    """Open what contacts have sent."""

    def __init__(self, ledger: Ledger, contacts: Contacts, seal_next: Callable[..., Outgoing]) -> None:
        self._ledger = ledger
        self._contacts = contacts
        self._seal_next = seal_next

    def fetch(self, mailbox: Mailbox, contact: Contact) -> tuple[Fetched, OutOfReach | None]:
        """Return what one contact's part of the mailbox came to, after taking it in, and why it was cut short."""
        before = self._read_so_far(contact)
        delivery = receive(
            mailbox,
            me=self._contacts.identity(),
            contact=self._contacts.card_of(contact),
            state=Progress.from_bytes(before.progress if before else b""),
            turn=self._ledger.now().toordinal(),
        )
        if before is None or delivery.state.to_bytes() != before.progress:
            retracted = self._take_in(contact, delivery.parcels, delivery.state, before)
        else:
            retracted = 0
        fetched = Fetched(
            received=len(delivery.parcels),
            gaps=len(delivery.gaps),
            repeats=len(delivery.repeats),
            forged=len(delivery.forged),
            newer=len(delivery.newer),
            rolled_back=len(delivery.rollback),
            retracted=retracted,
        )
        return fetched, delivery.cut

    def open_file(self, raw: bytes) -> Fetched:
        """Return what one parcel came to that was handed over as a file."""
        contacts = {contact.id: contact for contact in self._contacts.all()}
        cards = [self._contacts.card_of(contact) for contact in contacts.values()]
        card, opened = open_file(raw, recipient=self._contacts.identity(), contacts=cards)
        contact = contacts[card.fingerprint]
        before = self._read_so_far(contact)
        accepted = accept(Progress.from_bytes(before.progress if before else b""), opened)
        if accepted.repeat:
            return Fetched(repeats=1)
        retracted = self._take_in(contact, (opened,), accepted.state, before)
        return Fetched(received=1, retracted=retracted, rolled_back=int(accepted.rollback))

    def _take_in(self, contact: Contact, parcels: Sequence[Opened], state: Progress, before: Incoming | None) -> int:
        taken = _Taken(retracted={item.code: item.sequence for item in before.retracted} if before else {})
        known = dict(taken.retracted)
        for opened in parcels:
            for raw in opened.contents:
                self._sort(contact, opened.sequence, raw, taken)
        # Destroying comes first: should the laptop die here, the next fetch does it again and nothing is left over.
        self._ledger.destroy(
            tuple(taken.destroyed), "destroyed on request", contact.name, "the family took back their yes"
        )
        progress = Incoming(
            id=_reading_of(contact),
            progress=state.to_bytes(),
            retracted=tuple(Retracted(code=code, sequence=n) for code, n in taken.retracted.items()),
            at=self._ledger.now(),
        )
        words = ", ".join(taken.said) or "nothing new"
        records = (progress, *taken.records.values(), *taken.receipts)
        families = {getattr(record, "family", "") for record in taken.records.values()} - {""}
        about = families.pop() if len(families) == 1 else None
        self._ledger.write("parcels read", *records, family=about, subject=words)
        return sum(number > known.get(code, 0) for code, number in taken.retracted.items())

    def _sort(self, contact: Contact, sequence: int, raw: bytes, taken: _Taken) -> None:
        content = decode(raw)
        if isinstance(content, Summary):
            self._hold(contact, sequence, content, raw, taken)
        elif isinstance(content, Comment):
            self._hear(contact, content, taken)
        elif isinstance(content, Retraction):
            self._let_go(contact, sequence, content.code, taken)
        elif isinstance(content, Receipt):
            self._confirm(contact, content, taken)

    def _hold(self, contact: Contact, sequence: int, summary: Summary, raw: bytes, taken: _Taken) -> None:
        """Keep a summary unless a later one is held, or a later parcel took its code back: parcels may come late."""
        # A destroyed record's id is never used again, so the id says how often the code was taken back before.
        taken_back = taken.retracted.get(summary.code, 0)
        held = HeldSummary(
            id=f"{contact.id[:24]}-{summary.code.casefold().replace(' ', '-')}-{taken_back}",
            code=summary.code,
            contact=contact.id,
            content=raw,
            text=summary.text,
            sequence=sequence,
            received=self._ledger.now(),
        )
        earlier = self._held(contact, summary.code)
        newest = max((item.sequence for item in earlier), default=0)
        if sequence > max(taken_back, newest):
            taken.records[held.id] = held
            taken.said.append(f"summary {summary.code}")

    def _hear(self, contact: Contact, comment: Comment, taken: _Taken) -> None:
        family = self._shown_to(contact, comment.code)
        # The sender chose the comment's id, so it stands under the sender's name and can touch nothing of ours.
        heard = CommentRecord(
            id=f"{contact.id[:24]}-{comment.id}",
            family=family,
            code=comment.code,
            contact=contact.id,
            author=comment.author,
            mine=False,
            week=comment.week,
            text=comment.text,
            at=self._ledger.now(),
        )
        taken.records[heard.id] = heard
        taken.said.append(f"comment on {comment.code}")

    def _shown_to(self, contact: Contact, code: str) -> str:
        """Return the family of a code name that this reader was ever shown, or nothing.

        Code names are drawn in each vault alone, so another's words about a code of their own must not come to a family
        here that happens to bear it.
        """
        vault = self._ledger.vault
        family = next((one.id for one in vault.all(Family) if one.code == code), "")
        sealed = any(item.contact == contact.id for item in vault.all(Outgoing, family=family)) if family else False
        filed = any(file.reader == contact.id for file in vault.all(SealedFile, family=family)) if family else False
        return family if sealed or filed else ""

    def _let_go(self, contact: Contact, sequence: int, code: str, taken: _Taken) -> None:
        said = [c.id for c in self._ledger.vault.all(CommentRecord) if (c.contact, c.code) == (contact.id, code)]
        gone = {*said, *(held.id for held in self._held(contact, code))}
        for record in [key for key, kept in taken.records.items() if getattr(kept, "code", "") == code]:
            del taken.records[record]
        taken.destroyed |= gone
        taken.retracted[code] = max(sequence, taken.retracted.get(code, 0))
        receipt = encode(Receipt(code=code, destroyed=len(gone)))
        taken.receipts.append(self._seal_next(contact, "receipt", receipt, after=taken.receipts))
        taken.said.append(f"{code} taken back")

    def _confirm(self, contact: Contact, receipt: Receipt, taken: _Taken) -> None:
        """Write the reader's word beside each asking back that it answers; of a code not asked back it says nothing."""
        for item in self._ledger.vault.all(Outgoing):
            if item.what == RETRACTION and item.state is OutgoingState.SENT and item.receipt is None:
                asked = decode(item.content)
                if item.contact == contact.id and isinstance(asked, Retraction) and asked.code == receipt.code:
                    taken.records[item.id] = replace(item, receipt=self._ledger.now())
        taken.said.append(f"receipt for {receipt.code}")

    def _held(self, contact: Contact, code: str) -> list[HeldSummary]:
        return [h for h in self._ledger.vault.all(HeldSummary) if (h.contact, h.code) == (contact.id, code)]

    def _read_so_far(self, contact: Contact) -> Incoming | None:
        if not self._ledger.vault.has(Incoming, _reading_of(contact)):
            return None
        return self._ledger.vault.get(Incoming, _reading_of(contact))


def _reading_of(contact: Contact) -> str:
    """Return the id of the record that says how far a contact's parcels were read; ids are shared by all kinds."""
    return f"from-{contact.id}"
