"""People whose card was compared face to face, or signed by the service: nobody else is sent to, nobody else heard."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import TypeVar

from pipnotes.casebook.ledger import Ledger
from pipnotes.domain.sharing import Contact
from pipnotes.errors import Refused, WrongUse
from pipnotes.exchange.cards import Card, make_card, read_card, words_match
from pipnotes.exchange.keys import Identity, new_identity

T = TypeVar("T", Contact, Card)
_IDENTITY = "exchange-identity"
_REVOKED = "roster-revoked"
# Why a card is trusted no more, as it is kept and shown; nothing stands for a person's own decision.
LEFT, REVOKED, NEW_KEYS = "left the service", "revoked by the service", "has new keys"


class KeysChanged(Refused):
    """A known name comes with other keys: a new laptop, or somebody who passes for them."""


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

    def trust(self, raw: bytes, words: str, *, new_keys: bool = False) -> Contact:
        """Accept a card when the words typed from the other person's screen match it.

        Raises Refused when they do not: the card may have been swapped on its way. Raises KeysChanged for a known
        name with other keys, unless `new_keys` says that this was looked into: then the old card is trusted no more.
        """
        card = read_card(raw)
        if not words_match(card, words):
            raise Refused(
                "The six words do not match this card.",
                safe="The card was not accepted, and nothing was sent.",
                todo="Ask the other person to read their six words again. If they still differ, get the card afresh.",
            )
        self.refuse_own(card)
        self._refuse_revoked(card)
        before = self.known_by_other_keys(card)
        if before and not new_keys:
            raise KeysChanged(
                "You know somebody of this name by other keys.",
                safe="The new card was not accepted, and the one you know stands as before.",
                todo="Ask whether they have a new laptop or a new vault. If so, accept the card as their new keys.",
            )
        now = self._ledger.now()
        contact = self.contact_for(card)
        old = [replace(one, revoked=now, why=NEW_KEYS) for one in before]
        action = "new keys accepted" if old else "card accepted"
        self._ledger.write(action, contact, *old, subject=card.fingerprint)
        return contact

    def contact_for(self, card: Card, *, listed: int = 0, by_service: bool = False) -> Contact:
        """Return the record of a card that is trusted from now on, not yet written."""
        return Contact(
            id=card.fingerprint,
            name=card.name,
            role=card.role,
            card=card.raw,
            words=card.words,
            checked=self._ledger.now(),
            listed=listed,
            by_service=by_service,
        )

    def known_by_other_keys(self, card: Card) -> list[Contact]:
        """Return the trusted contacts who have this card's name and not its keys."""
        return same_name(card.name, [one for one in self.all() if one.id != card.fingerprint])

    def refuse_own(self, card: Card) -> None:
        """Raise WrongUse for this vault's own card."""
        if card.fingerprint == self.identity().public.fingerprint:
            raise WrongUse(
                "This is your own card.", safe="Nothing was changed.", todo="Choose the other person's card."
            )

    def _refuse_revoked(self, card: Card) -> None:
        if card.fingerprint in self.revoked_by_service():
            raise Refused(
                "Your service has revoked this card: its laptop was lost, or its keys are in other hands.",
                safe="The card was not accepted, and nothing was sent.",
                todo="Ask the other person for the card of their new vault.",
            )

    def revoked_by_service(self) -> frozenset[str]:
        """Return the fingerprints that a roster has revoked, of known cards and of others."""
        kept = self._ledger.vault.recall(_REVOKED)
        return frozenset(kept.split()) if kept else frozenset()

    def keep_revoked(self, fingerprints: frozenset[str]) -> None:
        """Remember what the service has revoked; it is never taken back."""
        self._ledger.vault.remember(_REVOKED, " ".join(sorted(fingerprints | self.revoked_by_service())))

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

    def past(self) -> list[Contact]:
        """Return those whose card is trusted no more, the latest first."""
        gone = [c for c in self._ledger.vault.all(Contact) if c.revoked is not None]
        return sorted(gone, key=lambda contact: contact.revoked or contact.checked, reverse=True)

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


def same_name(name: str, people: Iterable[T]) -> list[T]:
    """Return those who bear this name, whatever its case and spacing."""
    wanted = " ".join(name.split()).casefold()
    return [one for one in people if " ".join(one.name.split()).casefold() == wanted]
