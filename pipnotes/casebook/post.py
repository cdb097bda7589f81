"""The outbox and the mailbox: sealed parcels wait here until somebody chooses Send; offline is the normal state."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from pipnotes.casebook.arrivals import Arrivals, Fetched
from pipnotes.casebook.contacts import Contacts
from pipnotes.casebook.ledger import Ledger, new_id
from pipnotes.domain.codes import OutgoingState
from pipnotes.domain.sharing import Contact, Outgoing
from pipnotes.domain.summary import Retraction
from pipnotes.errors import Problem
from pipnotes.exchange.mailbox import Mailbox
from pipnotes.exchange.naming import Direction, parcel_name
from pipnotes.exchange.outbox import Posted, free_number, post
from pipnotes.exchange.parcel import parcel_hash, seal
from pipnotes.exchange.places import open_mailbox
from pipnotes.exchange.wire import encode
from pipnotes.vault import DraftKey

_MAILBOX = "mailbox"


@dataclass(frozen=True, kw_only=True, slots=True)
class Sent:
    """What a sending came to, in parcels."""

    sent: int
    waiting: int


class Post:
    """Queue, send and receive."""

    def __init__(self, ledger: Ledger, contacts: Contacts) -> None:
        self._ledger = ledger
        self._contacts = contacts
        self._arrivals = Arrivals(ledger, contacts, self.next_for)

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
        item = self.next_for(contact, what, content, family=family, digest=digest, sessions=sessions)
        self._ledger.write(
            f"{what} sealed", item, *records, family=family or None, subject=digest or item.id, drops=drops
        )
        return item

    def next_for(
        self,
        contact: Contact,
        what: str,
        content: bytes,
        *,
        family: str = "",
        digest: str = "",
        sessions: Sequence[str] = (),
        after: Sequence[Outgoing] = (),
    ) -> Outgoing:
        """Return content sealed as the next parcel for a contact, not yet written; `after` are others not written."""
        earlier = [*self._to(contact), *after]
        return self._sealed(
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
        while post(mailbox, item.name, item.parcel) is Posted.TAKEN:
            number = free_number(
                mailbox, me=self._contacts.identity(), contact=self._contacts.card_of(contact), after=item.sequence
            )
            before = [known for known in self._to(contact) if known.sequence < item.sequence]
            item = self._sealed(replace(item, sequence=number), contact, before[-1] if before else None)
        return replace(item, state=OutgoingState.SENT, sent=self._ledger.now())

    def receive(self, url: str = "") -> Fetched:
        """Fetch what every contact has sent since the last time; good parcels are kept also beside a bad one."""
        mailbox = self._open(url)
        total = Fetched()
        for contact in self._contacts.all():
            total = total.plus(self._arrivals.fetch(mailbox, contact))
        return total

    def open_by_hand(self, raw: bytes) -> Fetched:
        """Open a parcel that somebody handed over as a file; it must be for this vault and from a known card."""
        return self._arrivals.open_file(raw)

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
        card = self._contacts.card_of(contact)
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

    def _open(self, url: str) -> Mailbox:
        address = url or self.mailbox
        if not address:
            raise Problem(
                "No mailbox has been chosen yet.",
                safe="What is sealed stays here and waits.",
                todo="Choose a folder or an address for the mailbox under Settings, or give one with --mailbox.",
            )
        return open_mailbox(address)
