"""Parcels in their sequence: each is sealed for one contact and names the one before it, so that a gap shows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from pipnotes.casebook.contacts import Contacts
from pipnotes.casebook.ledger import Ledger, new_id
from pipnotes.domain.codes import OutgoingState
from pipnotes.domain.sharing import Contact, Outgoing
from pipnotes.errors import Refused
from pipnotes.exchange.naming import Direction, parcel_name
from pipnotes.exchange.parcel import parcel_hash, seal

SUMMARY, COMMENT, RETRACTION = "summary", "comment", "retraction"
# What is left of a parcel whose family was destroyed.
TRACE = "destroyed"


class Sealing:
    """Seal for a contact; nothing is written here, so that a caller can write what belongs together at once."""

    def __init__(self, ledger: Ledger, contacts: Contacts) -> None:
        self._ledger = ledger
        self._contacts = contacts

    def to(self, contact: Contact) -> list[Outgoing]:
        """Return everything that has a number in a contact's sequence, in its order; what was put back has none."""
        items = [item for item in self._ledger.vault.all(Outgoing) if item.contact == contact.id and item.sequence]
        return sorted(items, key=lambda item: item.sequence)

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
        """Return content sealed as the next parcel for a contact, not yet written; `after` are others not written.

        Raises Refused for a contact whose card is no longer trusted, unless the parcel takes something back.
        """
        if what != RETRACTION and self._ledger.vault.get(Contact, contact.id).revoked is not None:
            raise Refused(
                "The card of this reader is no longer trusted.",
                safe="Nothing was sealed, and nothing leaves.",
                todo="Meet, compare the six words and accept their card again, or choose another reader.",
            )
        earlier = [*self.to(contact), *after]
        return self.sealed(
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

    def let_past(
        self, contact: Contact, first: Sequence[Outgoing], later: Sequence[Outgoing], *, start: int = 0
    ) -> list[Outgoing]:
        """Return waiting parcels sealed anew, these first: the numbers stay whole when some may not go.

        They keep their numbers among them, or are counted from `start` where an earlier life of this vault has used
        those numbers.
        """
        order = [*first, *later]
        numbers = sorted(item.sequence for item in order)
        before = [item for item in self.to(contact) if item.sequence < numbers[0]]
        last = before[-1] if before else None
        if start:
            numbers = list(range(start, start + len(order)))
        made = []
        for number, item in zip(numbers, order, strict=True):
            last = self.sealed(replace(item, sequence=number), contact, last)
            made.append(last)
        return made

    def taken_back(self, family: str, content: bytes) -> tuple[list[Outgoing], int]:
        """Return what changes when a family's summaries are taken back, and how many retractions then wait.

        Everybody who was ever sent something of the family is asked, also when their card is no longer trusted:
        a retraction takes back and gives nothing.
        """
        changed: list[Outgoing] = []
        asked = 0
        for contact_id in dict.fromkeys(item.contact for item in self._ledger.vault.all(Outgoing, family=family)):
            contact = self._ledger.vault.get(Contact, contact_id)
            mine = [i for i in self.to(contact) if i.family == family and i.what != RETRACTION]
            waiting = {item.id for item in mine if item.state is OutgoingState.WAITING}
            sent = [item for item in mine if item.state is OutgoingState.SENT]
            changed += [replace(item, state=OutgoingState.RETRACTED) for item in sent]
            if waiting:
                # The sequence must stay whole, so a parcel that waits is made into the retraction itself.
                changed += self._made_retractions(contact, waiting, content)
                asked += len(waiting)
            elif sent:
                changed.append(self.next_for(contact, RETRACTION, content, family=family))
                asked += 1
        return changed, asked

    def put_back(self, wrong: Callable[[Outgoing], bool]) -> list[Outgoing]:
        """Return what changes when waiting parcels that turned out wrong are put back: they lose number and bytes.

        What was sealed behind one of them moves up and is sealed anew, so that its reader is told of no gap.
        """
        every = [item for item in self._ledger.vault.all(Outgoing) if item.state is OutgoingState.WAITING]
        ids = {item.id for item in every if wrong(item)}
        changed: list[Outgoing] = []
        for contact_id in dict.fromkeys(item.contact for item in every if item.id in ids):
            contact = self._ledger.vault.get(Contact, contact_id)
            items = self.to(contact)
            first = next(at for at, item in enumerate(items) if item.id in ids)
            last = items[first - 1] if first else None
            numbers = [item.sequence for item in items[first:]]
            for item in items[first:]:
                if item.id in ids:
                    changed.append(replace(item, state=OutgoingState.PUT_BACK, sequence=0, name="", parcel=b""))
                else:
                    last = self.sealed(replace(item, sequence=numbers.pop(0)), contact, last)
                    changed.append(last)
        return changed

    def sealed(self, item: Outgoing, contact: Contact, before: Outgoing | None) -> Outgoing:
        """Return a parcel under its number and name, bound to the one before it and to this vault's chain."""
        me = self._contacts.identity()
        card = self._contacts.card_of(contact)
        head = self._ledger.vault.head
        made = seal(
            [item.content],
            sender=me,
            recipients=[card],
            sequence=item.sequence,
            previous=hash_of(before) if before else "",
            chain=(head.seq, head.hash),
        )
        return replace(item, name=parcel_name(me, card, item.sequence, Direction.TO), parcel=made.parcel)

    def let_go(self, family: str, content: bytes) -> tuple[list[Outgoing], int]:
        """Return what stands in place of a family's parcels when they are destroyed, and how many retractions wait.

        The numbers of a contact's parcels must stay whole, and each names the one before it. So a parcel leaves its
        number, its name and the digest of its bytes, and no word; a retraction, which holds a code name alone, stays.
        None of these is of the family any more. `content` is the retraction for those who were sent something.
        """
        changed, asked = self.taken_back(family, content)
        known = {item.id for item in self._ledger.vault.all(Outgoing)}
        now = {item.id: item for item in (*self._ledger.vault.all(Outgoing, family=family), *changed)}
        made = []
        for item in now.values():
            if item.family != family:
                made.append(item)
            elif item.what == RETRACTION:
                made.append(replace(item, id=new_id() if item.id in known else item.id, family="", sessions=()))
            else:
                gone = replace(item, id=new_id(), family="", what=TRACE, content=b"", digest="", sessions=())
                made.append(replace(gone, parcel=b"", trace=hash_of(item)))
        return made, asked

    def _made_retractions(self, contact: Contact, ids: set[str], content: bytes) -> list[Outgoing]:
        before: Outgoing | None = None
        changed: list[Outgoing] = []
        for item in self.to(contact):
            if item.state is OutgoingState.WAITING:
                if item.id in ids:
                    item = replace(item, what=RETRACTION, content=content, digest="", sessions=())
                item = self.sealed(item, contact, before)
                changed.append(item)
            before = item
        return changed


def hash_of(item: Outgoing) -> str:
    """Return the hash by which the next parcel names this one, also when its bytes are gone."""
    return item.trace or parcel_hash(item.parcel)
