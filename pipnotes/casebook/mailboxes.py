"""Which mailbox this vault uses, how it is entered, and how this computer reaches it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict

import msgspec

from pipnotes import paths, policy
from pipnotes.casebook.ledger import Ledger
from pipnotes.errors import Problem
from pipnotes.exchange.mailbox import Mailbox
from pipnotes.exchange.patience import Patient
from pipnotes.exchange.places import Credentials, Way, open_mailbox
from pipnotes.policy import Policy

__all__ = ["Credentials", "Mailboxes", "rules_of_this_computer"]

_MAILBOX = "mailbox"
_CREDENTIALS = "mailbox-credentials"


def rules_of_this_computer() -> Policy:
    """Return the organisation's rules, read afresh."""
    return policy.load(paths.policy_file())


class Mailboxes:
    """Address and credentials lie inside the vault: never in a settings file, never in a log."""

    def __init__(self, ledger: Ledger, rules: Callable[[], Policy] = rules_of_this_computer) -> None:
        self._ledger = ledger
        self._rules = rules

    @property
    def address(self) -> str:
        """Return the address of this vault's own mailbox; empty when none was chosen."""
        return self._ledger.vault.recall(_MAILBOX) or ""

    @property
    def credentials(self) -> Credentials:
        """Return how the mailbox is entered, all empty when nothing was given."""
        kept = self._ledger.vault.recall(_CREDENTIALS)
        return msgspec.json.decode(kept, type=Credentials) if kept else Credentials()

    def use(self, address: str, credentials: Credentials | None = None) -> None:
        """Keep an address, and with it how it is entered; for another place or none, old credentials are forgotten.

        Raises WrongUse for an address that would show parcels or passwords, and keeps nothing then.
        """
        given = credentials
        if given is None:
            given = self.credentials if address == self.address else Credentials()
        if address:
            open_mailbox(address, given, self._way())
        changed = (address, given) != (self.address, self.credentials)
        self._ledger.vault.remember(_MAILBOX, address)
        self._ledger.vault.remember(_CREDENTIALS, msgspec.json.encode(asdict(given)).decode())
        if changed:
            self._ledger.write("mailbox chosen")

    def open(self, address: str = "", going_on: Callable[[], bool] | None = None) -> Mailbox:
        """Return the mailbox to use: the one named, or this vault's own, or the one the organisation has set.

        While it is waited for, `going_on` is asked again and again; when it says no, the call ends with Stopped. The
        credentials go to their own place alone, never to another that is named for once.
        """
        place = address or self.address or self._rules().mailbox or ""
        if not place:
            raise Problem(
                "No mailbox has been chosen yet.",
                safe="What is sealed stays here and waits.",
                todo="Choose a folder or an address for the mailbox under Settings, or give one with --mailbox.",
            )
        own = place == (self.address or self._rules().mailbox)
        mailbox = open_mailbox(place, self.credentials if own else None, self._way())
        return mailbox if going_on is None else Patient(mailbox, going_on)

    def _way(self) -> Way:
        rules = self._rules()
        return Way(certificate_authority=rules.certificate_authority, proxy=rules.proxy or "")
