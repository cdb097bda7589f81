"""People whose card was compared face to face: nobody else can be sent to, and nobody else is heard."""

from __future__ import annotations

from dataclasses import replace

from pipnotes.casebook.ledger import Ledger
from pipnotes.domain.sharing import Contact
from pipnotes.errors import Refused, WrongUse
from pipnotes.exchange.cards import Card, make_card, read_card, words_match
from pipnotes.exchange.keys import Identity, new_identity

_IDENTITY = "exchange-identity"


class Contacts:
    """This vault's own card, and the cards it trusts."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    def identity(self) -> Identity:
        """Return this vault's sealing and signing keys, made at the first call and kept inside the vault."""
        kept = self._ledger.vault.recall(_IDENTITY)
        if kept is not None:
            return Identity.from_bytes(bytes.fromhex(kept))
        made = new_identity()
        self._ledger.vault.remember(_IDENTITY, made.to_bytes().hex())
        return made

    def my_card(self) -> Card:
        """Return this vault's contact card; its six words are read aloud when cards are exchanged."""
        me = self._ledger.me
        return read_card(make_card(self.identity(), me.name, me.role.value))

    def trust(self, raw: bytes, words: str) -> Contact:
        """Accept a card when the words typed from the other person's screen match it.

        Raises Refused when they do not: the card may have been swapped on its way.
        """
        card = read_card(raw)
        if not words_match(card, words):
            raise Refused(
                "The six words do not match this card.",
                safe="The card was not accepted, and nothing was sent.",
                todo="Ask the other person to read their six words again. If they still differ, get the card afresh.",
            )
        if card.fingerprint == self.my_card().fingerprint:
            raise WrongUse(
                "This is your own card.", safe="Nothing was changed.", todo="Choose the other person's card."
            )
        contact = Contact(
            id=card.fingerprint,
            name=card.name,
            role=card.role,
            card=raw,
            words=card.words,
            checked=self._ledger.now(),
        )
        self._ledger.write("card accepted", contact, subject=card.fingerprint)
        return contact

    def card_of(self, contact: Contact) -> Card:
        """Return the card that was accepted from a contact."""
        return read_card(contact.card)

    def revoke(self, contact: Contact) -> None:
        """Stop trusting a card; what was sent stays sent, and nothing more goes or comes."""
        self._ledger.write("card revoked", replace(contact, revoked=self._ledger.now()), subject=contact.id)

    def all(self) -> list[Contact]:
        """Return the trusted contacts, in the order in which their cards were checked."""
        contacts = [c for c in self._ledger.vault.all(Contact) if c.revoked is None]
        return sorted(contacts, key=lambda contact: contact.checked)

    def find(self, name: str) -> Contact:
        """Return a trusted contact by name or fingerprint; WrongUse when there is none or more than one."""
        found = [c for c in self.all() if name in (c.id, c.name) or c.name.casefold() == name.casefold()]
        if len(found) == 1:
            return found[0]
        raise WrongUse(
            "There is no one trusted contact of that name.",
            safe="Nothing was changed.",
            todo="Accept their card first, or give the fingerprint that stands on it.",
        )
