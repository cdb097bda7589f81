"""The outbox and the mailbox: sealed parcels wait here until somebody chooses Send; offline is the normal state."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from pipnotes import exchange
from pipnotes.casebook.contacts import Contacts
from pipnotes.casebook.ledger import Ledger, new_id
from pipnotes.domain.codes import OutgoingState
from pipnotes.domain.family import Family
from pipnotes.domain.sharing import CommentRecord, Contact, HeldSummary, Incoming, Outgoing
from pipnotes.domain.summary import Comment, Receipt, Retraction, Summary
from pipnotes.errors import Problem
from pipnotes.vault import Change, DraftKey, Lifecycle

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
    rolled_back: int = 0
    retracted: int = 0

    @property
    def sound(self) -> bool:
        """Return whether everything that came was what it should be."""
        return not (self.gaps or self.forged or self.rolled_back)


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
        exchange.open_mailbox(url)
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
            mailbox.put(item.name, item.parcel)
            gone = replace(item, state=OutgoingState.SENT, sent=self._ledger.now())
            self._ledger.write(f"{item.what} sent", gone, family=item.family or None, subject=item.digest or item.id)
            sent += 1
        return Sent(sent=sent, waiting=len(self.waiting()))

    def receive(self, url: str = "") -> Fetched:
        """Fetch what every contact has sent since the last time; good parcels are kept also beside a bad one."""
        mailbox = self._open(url)
        total = Fetched()
        for contact in self._contacts.all():
            total = _added(total, self._from(mailbox, contact))
        return total

    def open_by_hand(self, raw: bytes) -> Fetched:
        """Open a parcel somebody handed over as a file; it must be for this vault and the next in its sequence."""
        me = self._contacts.identity()
        cards = {contact.id: contact for contact in self._contacts.all()}
        opened, sender = exchange.open_by_hand(raw, me=me, cards=[exchange.read_card(c.card) for c in cards.values()])
        contact = cards[sender.fingerprint]
        progress = self._progress(contact)
        if opened.sequence <= progress.sequence:
            return Fetched(repeats=1)
        if opened.sequence > progress.sequence + 1:
            raise Problem(
                "An earlier parcel from this person has not arrived yet.",
                safe="Nothing was changed; this parcel can be opened again.",
                todo="Fetch from the mailbox, or open the earlier parcel first.",
            )
        retracted = self._take_in(contact, opened)
        self._keep_progress(contact, progress.after(opened))
        return Fetched(received=1, retracted=retracted)

    def retract(self, family: str, code: str) -> int:
        """Ask back what was sent of a family and stop what waits; return how many retractions now wait."""
        content = exchange.encode(Retraction(code=code))
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
        card = exchange.read_card(contact.card)
        head = self._ledger.vault.head
        sealed = exchange.seal(
            [item.content],
            sender=me,
            recipients=[card],
            sequence=item.sequence,
            previous=exchange.parcel_hash(before.parcel) if before else "",
            chain=(head.seq, head.hash),
        )
        name = exchange.parcel_name(me, card, item.sequence, outgoing=True)
        return replace(item, name=name, parcel=sealed.parcel)

    def _to(self, contact: Contact) -> list[Outgoing]:
        items = [item for item in self._ledger.vault.all(Outgoing) if item.contact == contact.id]
        return sorted(items, key=lambda item: item.sequence)

    def _from(self, mailbox: exchange.Mailbox, contact: Contact) -> Fetched:
        delivery = exchange.receive(
            mailbox,
            me=self._contacts.identity(),
            contact=exchange.read_card(contact.card),
            state=self._progress(contact),
        )
        retracted = sum(self._take_in(contact, opened) for opened in delivery.parcels)
        if delivery.parcels:
            self._keep_progress(contact, delivery.state)
        return Fetched(
            received=len(delivery.parcels),
            gaps=len(delivery.gaps),
            repeats=len(delivery.repeats),
            forged=len(delivery.forged),
            rolled_back=len(delivery.rollback),
            retracted=retracted,
        )

    def _take_in(self, contact: Contact, opened: exchange.Opened) -> int:
        retracted = 0
        for raw in opened.contents:
            content = exchange.decode(raw)
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
        held = [item for item in vault.all(HeldSummary) if (item.contact, item.code) == (contact.id, code)]
        said = [item for item in vault.all(CommentRecord) if (item.contact, item.code) == (contact.id, code)]
        changes = [Change(record=item, lifecycle=Lifecycle.DESTROYED) for item in (*held, *said)]
        if changes:
            self._ledger.commit("destroyed on request", changes, subject=code, reason="the family took back their yes")
        self.queue(contact, "receipt", exchange.encode(Receipt(code=code, destroyed=len(changes))))

    def _progress(self, contact: Contact) -> exchange.Progress:
        if not self._ledger.vault.has(Incoming, contact.id):
            return exchange.Progress()
        known = self._ledger.vault.get(Incoming, contact.id)
        return exchange.Progress(
            sequence=known.sequence,
            parcel_hash=known.parcel_hash,
            chain_seq=known.chain_seq,
            chain_head=known.chain_head,
        )

    def _keep_progress(self, contact: Contact, progress: exchange.Progress) -> None:
        kept = Incoming(
            id=contact.id,
            sequence=progress.sequence,
            parcel_hash=progress.parcel_hash,
            chain_seq=progress.chain_seq,
            chain_head=progress.chain_head,
            at=self._ledger.now(),
        )
        self._ledger.write("parcels read", kept, subject=contact.id)

    def _open(self, url: str) -> exchange.Mailbox:
        address = url or self.mailbox
        if not address:
            raise Problem(
                "No mailbox has been chosen yet.",
                safe="What is sealed stays here and waits.",
                todo="Choose a folder or an address for the mailbox under Settings, or give one with --mailbox.",
            )
        return exchange.open_mailbox(address)


def _added(one: Fetched, other: Fetched) -> Fetched:
    return Fetched(
        received=one.received + other.received,
        gaps=one.gaps + other.gaps,
        repeats=one.repeats + other.repeats,
        forged=one.forged + other.forged,
        rolled_back=one.rolled_back + other.rolled_back,
        retracted=one.retracted + other.retracted,
    )
