"""The service's own word on whose card is whose: signed by IT offline, followed by every vault that is told the key.

A person who has compared six words with somebody knows more than a list, so a roster never replaces keys that are
known: a known name with other keys is shown, and its words have to be compared.
"""

from __future__ import annotations

import base64
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import msgspec

from pipnotes.casebook.contacts import LEFT, NEW_KEYS, REVOKED, Contacts, same_name
from pipnotes.casebook.ledger import Ledger
from pipnotes.casebook.mailboxes import rules_of_this_computer
from pipnotes.domain.sharing import Contact
from pipnotes.errors import Refused, WrongUse
from pipnotes.exchange.roster import (
    Roster,
    make_roster,
    new_organisation_key,
    open_organisation_key,
    public_half,
    read_roster,
)
from pipnotes.policy import Policy

_SEEN = "roster-seen"


@dataclass(frozen=True, kw_only=True, slots=True)
class RosterKey:
    """A fresh key of a service: the bytes of its encrypted file, and the public half as the policy file spells it."""

    file: bytes
    public: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Issue:
    """One signed issue of a roster, with what was signed, for the eyes of whoever signs."""

    file: bytes
    roster: Roster


@dataclass(frozen=True, kw_only=True, slots=True)
class Followed:
    """What a roster changed in a vault, by name.

    `changed` are known names that come with other keys: nothing is accepted until their words were compared. `me` says
    that this vault's own card is revoked.
    """

    number: int
    added: tuple[str, ...] = ()
    left: tuple[str, ...] = ()
    revoked: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    me: bool = False


def make_key(passphrase: str) -> RosterKey:
    """Return a fresh key for signing rosters, its file encrypted by a passphrase."""
    file, public = new_organisation_key(passphrase)
    return RosterKey(file=file, public=base64.b64encode(public).decode())


def sign(
    key_file: bytes, passphrase: str, cards: Sequence[bytes], *, previous: bytes = b"", revoke: Sequence[str] = ()
) -> Issue:
    """Return the next issue of a roster with exactly these cards; what an earlier issue revoked stays revoked.

    Without `previous` it is number 1. Raises Integrity when the previous issue was not signed with this key.
    """
    key = open_organisation_key(key_file, passphrase)
    organisation = public_half(key)
    before = read_roster(previous, organisation=organisation) if previous else None
    revoked = {one.strip().casefold() for one in revoke} | (before.revoked if before else frozenset())
    if any(len(one) != 64 or set(one) - set("0123456789abcdef") for one in revoked):
        raise WrongUse(
            "A card is revoked by its fingerprint, which has 64 letters and digits.",
            safe="No roster was signed.",
            todo="Take the fingerprint from the card's own laptop, or from the list that an earlier signing printed.",
        )
    file = make_roster(cards, number=before.number + 1 if before else 1, key=key, revoked=revoked)
    return Issue(file=file, roster=read_roster(file, organisation=organisation))


class Rosters:
    """Follow the rosters of the service."""

    def __init__(
        self, ledger: Ledger, contacts: Contacts, rules: Callable[[], Policy] = rules_of_this_computer
    ) -> None:
        self._ledger = ledger
        self._contacts = contacts
        self._rules = rules

    def accept(self, raw: bytes) -> Followed:
        """Follow a roster, in one contribution; nothing changes when it is older than one that was followed.

        Raises Refused without a roster key in the organisation's rules or for an older issue, Integrity for a roster
        that this key has not signed.
        """
        key = self._key()
        roster = read_roster(raw, organisation=key)
        seen = self._seen()
        if roster.number < seen.get(key.hex(), 0):
            raise Refused(
                "This roster is older than one that this vault has followed.",
                safe="No card was accepted, and nothing was changed.",
                todo="Ask IT for the newest roster.",
            )
        followed, records = self._compared(roster)
        if records or roster.number > seen.get(key.hex(), 0):
            self._ledger.write("roster followed", *records, subject=f"number {roster.number}")
        self._contacts.keep_revoked(roster.revoked)
        self._ledger.vault.remember(_SEEN, msgspec.json.encode(seen | {key.hex(): roster.number}).decode())
        return followed

    def accept_new_keys(self, raw: bytes, name: str, words: str) -> Contact:
        """Accept the other keys that a roster has for a known name, when the six words of that card match.

        Raises WrongUse when the roster has no such card, and what `Contacts.trust` does.
        """
        roster = read_roster(raw, organisation=self._key())
        known = {contact.id for contact in self._contacts.all()}
        found = [one for one in roster.cards if one.name.casefold() == name.casefold() and one.fingerprint not in known]
        if len(found) != 1:
            raise WrongUse(
                "The roster has no one card of that name that is new here.",
                safe="Nothing was changed.",
                todo="Give the name as the roster has it.",
            )
        return self._contacts.trust(found[0].raw, words, new_keys=True)

    def _key(self) -> bytes:
        key = self._rules().roster_public_key
        if key is None:
            raise Refused(
                "Your organisation has not said whose rosters to follow on this computer.",
                safe="No card was accepted, and nothing was changed.",
                todo="Accept cards face to face, or ask IT to set roster_public_key in the policy file.",
            )
        return key

    def _compared(self, roster: Roster) -> tuple[Followed, list[Contact]]:
        vault, now = self._ledger.vault, self._ledger.now()
        known = {contact.id: contact for contact in vault.all(Contact)}
        me = self._contacts.identity().public.fingerprint
        listed = {card.fingerprint: card for card in roster.cards if card.fingerprint != me}
        added, changed, records = [], [], {}
        for card in listed.values():
            before = known.get(card.fingerprint)
            if before is None and same_name(card.name, known.values()):
                changed.append(card.name)
            elif before is None or before.why == LEFT:
                records[card.fingerprint] = self._contacts.contact_for(card, listed=roster.number, by_service=True)
                added.append(card.name)
            elif before.listed != roster.number:
                records[before.id] = replace(before, listed=roster.number)
        gone = [one for one in known.values() if one.listed and one.id not in listed and one.revoked is None]
        renewed = [one for one in gone if same_name(one.name, listed.values())]
        left = [one for one in gone if one not in renewed]
        revoked = [one for one in known.values() if one.id in roster.revoked and one.why != REVOKED]
        records |= {one.id: replace(one, revoked=now, why=LEFT) for one in left}
        records |= {one.id: replace(one, revoked=now, why=NEW_KEYS) for one in renewed}
        records |= {one.id: replace(one, revoked=one.revoked or now, why=REVOKED) for one in revoked}
        followed = Followed(
            number=roster.number,
            added=tuple(added),
            left=tuple(one.name for one in left if one not in revoked),
            revoked=tuple(one.name for one in revoked),
            changed=tuple(changed),
            me=me in roster.revoked,
        )
        return followed, list(records.values())

    def _seen(self) -> dict[str, int]:
        kept = self._ledger.vault.recall(_SEEN)
        return msgspec.json.decode(kept, type=dict[str, int]) if kept else {}
