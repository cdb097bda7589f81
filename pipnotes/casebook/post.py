"""The outbox and the mailbox: sealed parcels wait here until somebody chooses Send; offline is the normal state."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import groupby

from pipnotes.casebook.approval import is_overtaken
from pipnotes.casebook.arrivals import Arrivals, Fetched
from pipnotes.casebook.consents import Consents
from pipnotes.casebook.contacts import Contacts
from pipnotes.casebook.ledger import Ledger
from pipnotes.casebook.mailboxes import Mailboxes
from pipnotes.casebook.sealing import COMMENT, RETRACTION, SUMMARY, Sealing
from pipnotes.domain.codes import ConsentPurpose, OutgoingState
from pipnotes.domain.sharing import Contact, Outgoing
from pipnotes.domain.summary import Retraction
from pipnotes.exchange.mailbox import Mailbox
from pipnotes.exchange.outbox import Posted, free_number, post, post_again
from pipnotes.exchange.places import Credentials
from pipnotes.exchange.problems import OutOfReach
from pipnotes.exchange.wire import encode
from pipnotes.vault import DraftKey


@dataclass(frozen=True, kw_only=True, slots=True)
class Sent:
    """What a sending came to, in parcels; `held` of those that wait may not go: no yes, or no trusted card.

    `put_back` of them must be approved afresh first. `cut` is why it ended before all had gone that may, though some
    had.
    """

    sent: int
    waiting: int
    held: int = 0
    put_back: int = 0
    cut: OutOfReach | None = None


class Post:
    """Queue, send and receive."""

    def __init__(self, ledger: Ledger, contacts: Contacts) -> None:
        self._ledger = ledger
        self._contacts = contacts
        self._consents = Consents(ledger)
        self._sealing = Sealing(ledger, contacts)
        self._arrivals = Arrivals(ledger, contacts, self._sealing.next_for)
        self._mailboxes = Mailboxes(ledger)

    @property
    def mailbox(self) -> str:
        """Return the address of the mailbox, kept inside the vault; empty when none was chosen."""
        return self._mailboxes.address

    @property
    def credentials(self) -> Credentials:
        """Return how the mailbox is entered, kept inside the vault."""
        return self._mailboxes.credentials

    def new_credentials(self, url: str) -> Credentials:
        """Return what is known of how an address is entered: nothing, unless it is the one in use."""
        return self.credentials if url == self.mailbox else Credentials()

    def use_mailbox(self, url: str, credentials: Credentials | None = None) -> None:
        """Keep the address of the mailbox inside the vault, and how it is entered."""
        self._mailboxes.use(url, credentials)

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
        """Seal content for a contact as the next parcel in their sequence; it waits until it is sent.

        Raises Refused for a contact whose card is no longer trusted, unless the parcel takes something back.
        """
        item = self._sealing.next_for(contact, what, content, family=family, digest=digest, sessions=sessions)
        self._ledger.write(
            f"{what} sealed", item, *records, family=family or None, subject=digest or item.id, drops=drops
        )
        return item

    def waiting(self) -> list[Outgoing]:
        """Return the sealed parcels that have not left, in the order in which they go."""
        waiting = [o for o in self._ledger.vault.all(Outgoing) if o.state is OutgoingState.WAITING]
        return sorted(waiting, key=lambda item: (item.contact, item.sequence))

    def send(self, url: str = "", going_on: Callable[[], bool] | None = None) -> Sent:
        """Put every parcel that may go into the mailbox, oldest first; what could not go waits for the next time.

        What is for a reader whose card is no longer trusted stays here, unless it takes something back, and so does
        what is of a family whose yes is gone. `going_on` is asked again and again, and a no ends the sending.
        """
        sent = held = 0
        put_back = self.look_again()
        with contextlib.closing(self._mailboxes.open(url, going_on)) as mailbox:
            for contact_id, group in groupby(self.waiting(), key=lambda item: item.contact):
                contact = self._ledger.vault.get(Contact, contact_id)
                may, stay = self._sorted(contact, list(group))
                held += len(stay)
                while may:
                    try:
                        may, stay, gone = self._put(mailbox, contact, may, stay)
                    except OutOfReach as error:
                        if not sent:
                            raise
                        return Sent(sent=sent, waiting=len(self.waiting()), held=held, put_back=put_back, cut=error)
                    sent += gone
        return Sent(sent=sent, waiting=len(self.waiting()), held=held, put_back=put_back)

    def look_again(self) -> int:
        """Put back what must be read again before it leaves; return how many summaries and answers that were."""
        changed = self._sealing.put_back(partial(is_overtaken, self._ledger))
        if changed:
            self._ledger.write("summary put back", *changed)
        return sum(item.state is OutgoingState.PUT_BACK for item in changed)

    def send_again(self, contact: Contact, url: str = "", going_on: Callable[[], bool] | None = None) -> int:
        """Put back whatever of a contact's sent parcels the mailbox has lost; return how many that were.

        A summary that was taken back is not among them, nor one that would be put back today, and nothing is for a
        reader no longer trusted.
        """
        put_back = 0
        with contextlib.closing(self._mailboxes.open(url, going_on)) as mailbox:
            for item in self._sealing.to(contact):
                may = item.state is OutgoingState.SENT and item.parcel and self._may_go(item, contact)
                if may and not is_overtaken(self._ledger, item):
                    put_back += post_again(mailbox, item.name, item.parcel) is Posted.SENT
        if put_back:
            self._ledger.write("parcels sent again", subject=f"{put_back} to {contact.name}")
        return put_back

    def _sorted(self, contact: Contact, waiting: list[Outgoing]) -> tuple[list[Outgoing], list[Outgoing]]:
        may = [item for item in waiting if self._may_go(item, contact)]
        stay = [item for item in waiting if item not in may]
        if may and stay and waiting[: len(may)] != may:
            may = self._let_past(contact, may, stay)
        return may, stay

    def _may_go(self, item: Outgoing, contact: Contact) -> bool:
        if item.what == RETRACTION:
            return True
        if contact.revoked is not None:
            return False
        asks = item.what == SUMMARY or (item.what == COMMENT and item.family)
        return not asks or self._consents.given(item.family, ConsentPurpose.SUPERVISION)

    def _let_past(self, contact: Contact, may: Sequence[Outgoing], stay: Sequence[Outgoing]) -> list[Outgoing]:
        """Give the parcels that may go the first numbers, so that their reader is not told of a gap."""
        order = self._sealing.let_past(contact, may, stay)
        self._ledger.write("parcels put in order", *order, subject=contact.id)
        return order[: len(may)]

    def _put(
        self, mailbox: Mailbox, contact: Contact, may: list[Outgoing], stay: list[Outgoing]
    ) -> tuple[list[Outgoing], list[Outgoing], int]:
        """Post the first of those that may go; return what is left of both, and whether it has gone.

        Where another of ours lies under its name (a restored vault), it and all behind it are sealed anew further on.
        """
        item = may[0]
        if post(mailbox, item.name, item.parcel) is Posted.TAKEN:
            card = self._contacts.card_of(contact)
            number = free_number(mailbox, me=self._contacts.identity(), contact=card, after=item.sequence)
            order = self._sealing.let_past(contact, may, stay, start=number)
            self._ledger.write("parcels put in order", *order, subject=contact.id)
            return order[: len(may)], order[len(may) :], 0
        gone = replace(item, state=OutgoingState.SENT, sent=self._ledger.now())
        self._ledger.write(f"{gone.what} sent", gone, family=gone.family or None, subject=gone.digest or gone.id)
        return may[1:], stay, 1

    def receive(self, url: str = "", going_on: Callable[[], bool] | None = None) -> Fetched:
        """Fetch what every contact has sent since the last time; good parcels are kept also beside a bad one.

        What had come is kept as well when the mailbox goes away or `going_on` says no; OutOfReach when nothing had.
        """
        total = Fetched()
        with contextlib.closing(self._mailboxes.open(url, going_on)) as mailbox:
            for contact in self._contacts.all():
                fetched, cut = self._arrivals.fetch(mailbox, contact)
                total = total.plus(fetched)
                if cut is not None:
                    if not total.received:
                        raise cut
                    return replace(total, cut=1)
        return total

    def open_by_hand(self, raw: bytes) -> Fetched:
        """Open a parcel that somebody handed over as a file; it must be for this vault and from a known card."""
        return self._arrivals.open_file(raw)

    def retract(self, family: str, code: str) -> int:
        """Ask back what was sent of a family and stop what waits; return how many retractions now wait."""
        changed, asked = self._sealing.taken_back(family, encode(Retraction(code=code)))
        if changed:
            self._ledger.write("summary taken back", *changed, family=family)
        return asked
