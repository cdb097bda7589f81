"""The organisation's key in the hands of IT: made once, kept by two people, used when a passphrase is lost."""

from __future__ import annotations

import base64
from dataclasses import dataclass
from pathlib import Path

from pipnotes.casebook.vaults import Clock, local_now
from pipnotes.domain.words import long_day
from pipnotes.vault import escrow, recover_with_escrow

ORGANISATION = "your organisation"


@dataclass(frozen=True, kw_only=True, slots=True)
class MadeKey:
    """A fresh key: its name, its public half in base64, and the two pages of words that its keepers take away."""

    name: str
    public: str
    shares: tuple[str, str]


def make(clock: Clock = local_now) -> MadeKey:
    """Make a key and prove, before anybody relies on it, that its two pages open what its public half seals."""
    pair = escrow.make()
    first, second = (share.render(long_day(clock().date())) for share in escrow.split(pair))
    private = escrow.join(escrow.read_share(first), escrow.read_share(second))
    suite, sealed = escrow.seal(bytes(32), pair.public, "trial")
    if escrow.unseal(sealed, private, suite, "trial") != bytes(32):
        raise RuntimeError("a fresh key does not open what it sealed")
    return MadeKey(
        name=escrow.name_of(pair.public), public=base64.b64encode(pair.public).decode(), shares=(first, second)
    )


def open_vault(
    folder: Path,
    first: str,
    second: str,
    new_passphrase: str,
    *,
    by: str = "",
    reason: str = "",
    clock: Clock = local_now,
) -> str:
    """Open a vault with the pages of both keepers and give it a new passphrase; return the vault's id.

    Its use stands in the vault's history, and its keeper is told at the next unlock.
    """
    private = escrow.join(escrow.read_share(first), escrow.read_share(second))
    by = by.strip() or ORGANISATION
    with recover_with_escrow(folder, private, new_passphrase, clock=clock, by=by, reason=reason.strip()) as vault:
        return vault.id
