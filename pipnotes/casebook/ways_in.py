"""Who else can open this vault: the organisation by its own key, and this computer by the person's sign-in."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime

from pipnotes.casebook import keystore
from pipnotes.casebook.ledger import Ledger
from pipnotes.errors import Problem
from pipnotes.policy import Policy
from pipnotes.vault import OPENED_BY_ESCROW, escrow

_SEEN = "organisation-opening-seen"


@dataclass(frozen=True, kw_only=True, slots=True)
class Opening:
    """When the organisation opened the vault with its own key, who did it, and why as far as they said."""

    seq: int
    at: datetime
    by: str
    reason: str


class WaysIn:
    """The ways into the open vault beside its passphrase and its recovery words."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    def follow(self, rules: Policy) -> None:
        """Bring the ways in into step with the organisation's rules; each change is written into the history.

        Without any rules on this computer the organisation's way in stays as it is: a missing file is no decision.
        Problem when the organisation's key is none, or the disk takes no change; the vault is then as it was.
        """
        vault = self._ledger.vault
        there = vault.escrow_key
        if rules.escrow_public_key is not None:
            if rules.escrow_public_key != there:
                vault.add_escrow(rules.escrow_public_key)
        elif rules.given and there is not None:
            vault.remove_escrow()
        if not rules.keystore:
            self.stop_sign_in()

    @property
    def organisation(self) -> str | None:
        """Return the sixteen digits of the organisation's key that opens this vault, or None."""
        key = self._ledger.vault.escrow_key
        return escrow.name_of(key) if key is not None else None

    @property
    def opened_by_organisation(self) -> Opening | None:
        """Return the last time that the organisation used its key on this vault, or None."""
        entry = self._ledger.vault.last_contribution(OPENED_BY_ESCROW)
        return Opening(seq=entry.seq, at=entry.at, by=entry.by, reason=entry.reason) if entry else None

    @property
    def unread_opening(self) -> Opening | None:
        """Return that last time as long as the keeper of the vault was not told of it."""
        found = self.opened_by_organisation
        seen = int(self._ledger.vault.recall(_SEEN) or 0)
        return found if found is not None and found.seq > seen else None

    def mark_read(self, opening: Opening) -> None:
        """Remember that the keeper was told."""
        self._ledger.vault.remember(_SEEN, str(opening.seq))

    @property
    def by_sign_in(self) -> bool:
        """Return whether this computer's sign-in opens the vault."""
        return self._ledger.vault.opens_by_keystore

    def offers_sign_in(self, rules: Policy) -> bool:
        """Return whether that choice is there at all: allowed by the rules, and a keystore on this computer."""
        return rules.keystore and keystore.available()

    def start_sign_in(self) -> None:
        """Let this computer's sign-in open the vault; Problem when the keystore keeps no secret."""
        vault, secret = self._ledger.vault, secrets.token_bytes(32)
        if not keystore.keep(vault.id, secret):
            raise Problem(
                "This computer's keystore did not keep the secret.",
                safe="The vault opens with your passphrase as before.",
                todo="Unlock the keystore of this computer and try again, or leave it as it is.",
            )
        vault.add_keystore(secret)

    def stop_sign_in(self) -> None:
        """Let this computer's sign-in open the vault no longer."""
        vault = self._ledger.vault
        if vault.opens_by_keystore:
            vault.remove_keystore()
            keystore.forget(vault.id)
