"""The outbox and the mailbox: sealed parcels wait here until somebody chooses Send; offline is the normal state."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from pipnotes.casebook.contacts import Contacts
from pipnotes.casebook.ledger import Ledger, new_id
from pipnotes.domain.codes import OutgoingState
from pipnotes.domain.family import Family
from pipnotes.domain.sharing import CommentRecord, Contact, HeldSummary, Incoming, Outgoing
from pipnotes.domain.summary import Comment, Receipt, Retraction, Summary
from pipnotes.errors import Problem
from pipnotes.exchange.cards import read_card
from pipnotes.exchange.mailbox import Mailbox
from pipnotes.exchange.naming import Direction, parcel_name
from pipnotes.exchange.outbox import Posted, free_number, post
from pipnotes.exchange.parcel import Opened, open_file, parcel_hash, seal
from pipnotes.exchange.places import open_mailbox
from pipnotes.exchange.progress import Progress, accept
from pipnotes.exchange.receive import receive
from pipnotes.exchange.wire import decode, encode
from pipnotes.vault import DraftKey

_MAILBOX = "mailbox"


@dataclass(frozen=True, kw_only=True, slots=True)
class Sent:
    """What a sending came to, in parcels."""

    sent: int
    waiting: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Fetched:
    """What a receiving came to, in parcels; anything but received and retracted wants a person's eye."""

    received: int = 0
    gaps: int = 0
    repeats: int = 0
    forged: int = 0
    newer: int = 0
    rolled_back: int = 0
    retracted: int = 0

    @property
    def sound(self) -> bool:
        """Return whether everything that came was what it should be."""
        return not (self.gaps or self.forged or self.rolled_back or self.newer)


class Post:
    """Queue, send and receive."""

    def __init__(self, ledger: Ledger, contacts: Contacts) -> None:
        self._ledger = ledger
        self._contacts = contacts

    @property
    def mailbox(self) -> str:
        """Return the address of the mailbox, kept inside the vault; empty when none was chosen."""
        return self._ledger.vault.recall(_MAILBOX) or ""

    def use_mailbox(self, url: str) -> None:
        """Keep the address of the mailbox inside the vault."""
        open_mailbox(url)
        self._ledger.vault.remember(_MAILBOX, url)

    def queue(
        self,
        contact: Contact,
        what: str,
        content: bytes,
        *,
        family: str = "",
        digest: str = "",
        sessions: Sequence[str] = (),
        records: Sequence[object] = (),
        drops: DraftKey | None = None,
    ) -> Outgoing:
        """Seal content for a contact as the next parcel in their sequence; it waits until it is sent."""
        earlier = self._to(contact)
        item = self._sealed(
            Outgoing(
                id=new_id(),
                family=family,
                contact=contact.id,
                what=what,
                digest=digest,
                content=content,
                sequence=earlier[-1].sequence + 1 if earlier else 1,
                name="",
                parcel=b"",
                sessions=tuple(sessions),
                approved=self._ledger.now(),
            ),
            contact,
            earlier[-1] if earlier else None,
        )
        self._ledger.write(
            f"{what} sealed", item, *records, family=family or None, subject=digest or item.id, drops=drops
        )
        return item

    def waiting(self) -> list[Outgoing]:
        """Return the sealed parcels that have not left, in the order in which they go."""
        waiting = [o for o in self._ledger.vault.all(Outgoing) if o.state is OutgoingState.WAITING]
        return sorted(waiting, key=lambda item: (item.contact, item.sequence))

    def send(self, url: str = "") -> Sent:
        """Put every waiting parcel into the mailbox, oldest first; what could not go waits for the next time."""
        mailbox = self._open(url)
        sent = 0
        for item in self.waiting():
            gone = self._put(mailbox, item)
            self._ledger.write(f"{gone.what} sent", gone, family=gone.family or None, subject=gone.digest or gone.id)
            sent += 1
        return Sent(sent=sent, waiting=len(self.waiting()))

    def _put(self, mailbox: Mailbox, item: Outgoing) -> Outgoing:
        """Post one parcel; where another of ours lies under its name (a restored vault), seal it anew further on."""
        contact = self._ledger.vault.get(Contact, item.contact)
        if post(mailbox, item.name, item.parcel) is Posted.TAKEN:
            number = free_number(
                mailbox, me=self._contacts.identity(), contact=read_card(contact.card), after=item.sequence
            )
            item = self._sealed(replace(item, sequence=number), contact, None)
            post(mailbox, item.name, item.parcel)
        return replace(item, state=OutgoingState.SENT, sent=self._ledger.now())

    def receive(self, url: str = "") -> Fetched:
        """Fetch what every contact has sent since the last time; good parcels are kept also beside a bad one."""
        mailbox = self._open(url)
        total = Fetched()
        for contact in self._contacts.all():
            total = _added(total, self._from(mailbox, contact))
        return total

    def open_by_hand(self, raw: bytes) -> Fetched:
        """Open a parcel that somebody handed over as a file; it must be for this vault and from a known card."""
        contacts = {contact.id: contact for contact in self._contacts.all()}
        cards = [read_card(contact.card) for contact in contacts.values()]
        card, opened = open_file(raw, recipient=self._contacts.identity(), contacts=cards)
        contact = contacts[card.fingerprint]
        accepted = accept(self._progress(contact), opened)
        if accepted.repeat:
            return Fetched(repeats=1)
        retracted = self._take_in(contact, opened)
        self._keep_progress(contact, accepted.state)
        return Fetched(received=1, retracted=retracted, rolled_back=int(accepted.rollback))

    def retract(self, family: str, code: str) -> int:
        """Ask back what was sent of a family and stop what waits; return how many retractions now wait."""
        content = encode(Retraction(code=code))
        count = 0
        for contact in self._contacts.all():
            mine = [item for item in self._to(contact) if item.family == family and item.what != "retraction"]
            waiting = [item for item in mine if item.state is OutgoingState.WAITING]
            if waiting:
                # The sequence must stay whole, so the parcel that waits is made into the retraction itself.
                self._make_retractions(contact, {item.id for item in waiting}, content)
                count += len(waiting)
            elif mine:
                self.queue(contact, "retraction", content, family=family)
                count += 1
        return count

    def _make_retractions(self, contact: Contact, ids: set[str], content: bytes) -> None:
        before: Outgoing | None = None
        changed: list[object] = []
        for item in self._to(contact):
            if item.state is OutgoingState.WAITING:
                if item.id in ids:
                    item = replace(item, what="retraction", content=content, digest="", sessions=())
                item = self._sealed(item, contact, before)
                changed.append(item)
            before = item
        self._ledger.write("summary taken back", *changed)

    def _sealed(self, item: Outgoing, contact: Contact, before: Outgoing | None) -> Outgoing:
        me = self._contacts.identity()
        card = read_card(contact.card)
        head = self._ledger.vault.head
        sealed = seal(
            [item.content],
            sender=me,
            recipients=[card],
            sequence=item.sequence,
            previous=parcel_hash(before.parcel) if before else "",
            chain=(head.seq, head.hash),
        )
        name = parcel_name(me, card, item.sequence, Direction.TO)
        return replace(item, name=name, parcel=sealed.parcel)

    def _to(self, contact: Contact) -> list[Outgoing]:
        items = [item for item in self._ledger.vault.all(Outgoing) if item.contact == contact.id]
        return sorted(items, key=lambda item: item.sequence)

    def _from(self, mailbox: Mailbox, contact: Contact) -> Fetched:
        before = self._progress(contact)
        delivery = receive(mailbox, me=self._contacts.identity(), contact=read_card(contact.card), state=before)
        retracted = sum(self._take_in(contact, opened) for opened in delivery.parcels)
        if delivery.state != before:
            self._keep_progress(contact, delivery.state)
        return Fetched(
            received=len(delivery.parcels),
            gaps=len(delivery.gaps),
            repeats=len(delivery.repeats),
            forged=len(delivery.forged),
            newer=len(delivery.newer),
            rolled_back=len(delivery.rollback),
            retracted=retracted,
        )

    def _take_in(self, contact: Contact, opened: Opened) -> int:
        retracted = 0
        for raw in opened.contents:
            content = decode(raw)
            if isinstance(content, Summary):
                self._hold(contact, content, raw)
            elif isinstance(content, Comment):
                self._hear(contact, content)
            elif isinstance(content, Retraction):
                self._destroy(contact, content.code)
                retracted += 1
            elif isinstance(content, Receipt):
                self._ledger.write("receipt for a retraction", subject=f"{content.code}, {content.destroyed} destroyed")
        return retracted

    def _hold(self, contact: Contact, summary: Summary, raw: bytes) -> None:
        held = HeldSummary(
            id=f"{contact.id[:24]}-{summary.code.casefold().replace(' ', '-')}",
            code=summary.code,
            contact=contact.id,
            content=raw,
            text=summary.text,
            received=self._ledger.now(),
        )
        self._ledger.write("summary received", held, subject=summary.code)

    def _hear(self, contact: Contact, comment: Comment) -> None:
        family = next((f.id for f in self._ledger.vault.all(Family) if f.code == comment.code), "")
        heard = CommentRecord(
            id=comment.id,
            family=family,
            code=comment.code,
            contact=contact.id,
            author=comment.author,
            mine=False,
            week=comment.week,
            text=comment.text,
            at=self._ledger.now(),
        )
        self._ledger.write("comment received", heard, family=family or None, subject=comment.code)

    def _destroy(self, contact: Contact, code: str) -> None:
        vault = self._ledger.vault
        held = [item.id for item in vault.all(HeldSummary) if (item.contact, item.code) == (contact.id, code)]
        said = [item.id for item in vault.all(CommentRecord) if (item.contact, item.code) == (contact.id, code)]
        self._ledger.destroy((*held, *said), "destroyed on request", code, "the family took back their yes")
        self.queue(contact, "receipt", encode(Receipt(code=code, destroyed=len(held) + len(said))))

    def _progress(self, contact: Contact) -> Progress:
        if not self._ledger.vault.has(Incoming, _reading_of(contact)):
            return Progress()
        return Progress.from_bytes(self._ledger.vault.get(Incoming, _reading_of(contact)).progress)

    def _keep_progress(self, contact: Contact, progress: Progress) -> None:
        kept = Incoming(id=_reading_of(contact), progress=progress.to_bytes(), at=self._ledger.now())
        self._ledger.write("parcels read", kept, subject=contact.id)

    def _open(self, url: str) -> Mailbox:
        address = url or self.mailbox
        if not address:
            raise Problem(
                "No mailbox has been chosen yet.",
                safe="What is sealed stays here and waits.",
                todo="Choose a folder or an address for the mailbox under Settings, or give one with --mailbox.",
            )
        return open_mailbox(address)


def _added(one: Fetched, other: Fetched) -> Fetched:
    return Fetched(
        received=one.received + other.received,
        gaps=one.gaps + other.gaps,
        repeats=one.repeats + other.repeats,
        forged=one.forged + other.forged,
        newer=one.newer + other.newer,
        rolled_back=one.rolled_back + other.rolled_back,
        retracted=one.retracted + other.retracted,
    )


def _reading_of(contact: Contact) -> str:
    """Return the id of the record that says how far a contact's parcels were read; ids are shared by all kinds."""
    return f"from-{contact.id}"
