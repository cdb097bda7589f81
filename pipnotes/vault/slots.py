"""The ways into an open vault: a new passphrase, the organisation's key, this computer's keystore.

A way in that is added for somebody else is written into the history first, so that none is ever there in silence.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from pathlib import Path

from pipnotes.errors import Problem
from pipnotes.vault import keyfile, keys, problems, unlocking
from pipnotes.vault.connection import disk_troubles
from pipnotes.vault.keyfile import EscrowSlot, KeyFile, KeystoreSlot, Slot
from pipnotes.vault.keys import KdfCost, VaultKey
from pipnotes.vault.shapes import Contribution

_AGE = "key-file-counter"
_OLDER = "The ways into the vault are those of an earlier day, so an earlier passphrase may open it."
OPENED_BY_ESCROW = "opened by the organisation's key"


class Slots:
    """The part of a vault that says who can open it."""

    folder: Path
    id: str
    owner: str
    _key: VaultKey
    commit: Callable[..., Contribution]
    remember: Callable[[str, str], None]
    recall: Callable[[str], str | None]

    @property
    def escrow_key(self) -> bytes | None:
        """Return the organisation's public key that can open this vault, or None."""
        known = self._known_keys()
        slots = known.escrow_slots() if known else []
        return bytes.fromhex(slots[0].public) if slots else None

    @property
    def opens_by_keystore(self) -> bool:
        """Return whether a secret in an operating system's keystore opens this vault."""
        known = self._known_keys()
        return bool(known and known.keystore_slots())

    def change_passphrase(self, old: str, new: str, *, cost: KdfCost | None = None) -> Contribution:
        """Wrap the vault key under a new passphrase; the old one then opens nothing.

        Backups made before keep the passphrase they were made under.
        """
        known = unlocking.open_slots(self.folder, old)
        if known is None or known.id != self.id:
            raise problems.wrong_passphrase()
        slot = known.wrapping[1] if known.wrapping else None
        keeps = KdfCost(slot.memory_kib, slot.passes, slot.lanes) if slot else keys.FLOOR
        self.set_passphrase(new, cost=cost or keeps)
        try:
            return self.commit("passphrase changed", by=self.owner)
        except Problem:
            self._take_back(known)
            raise

    def set_passphrase(self, new: str, *, cost: KdfCost | None = None) -> None:
        """Give the vault a passphrase without asking for the old one, as after opening it with the words."""
        before = self._key.wrapping
        try:
            self._put_slot(self._key.to_passphrase_slot(new, cost or keys.calibrate()))
        except BaseException:
            # Otherwise a new vault key would be wrapped under a passphrase that never counted.
            self._key.wrapping = before
            raise

    def add_escrow(self, public: bytes) -> Contribution:
        """Seal the vault key to the organisation's public key, in the place of an earlier one."""
        made = self._key.to_escrow_slot(public)
        before = self.escrow_key
        said = "organisation's key added" if before is None else "organisation's key replaced"
        done = self.commit(said, by=self.owner)
        self._put_slot(made)
        return done

    def remove_escrow(self) -> None:
        """Take the organisation's way in away; older backups and copies keep it."""
        if self.escrow_key is not None:
            self._drop_slot(EscrowSlot)
            self.commit("organisation's key removed", by=self.owner)

    def add_keystore(self, secret: bytes) -> Contribution:
        """Let 32 random bytes, which the operating system keeps, open this vault beside its passphrase."""
        known = self._known_keys()
        if known is None or not known.passphrase_slots():
            raise problems.no_passphrase_slot()
        done = self.commit("this computer's sign-in added", by=self.owner)
        self._put_slot(self._key.to_keystore_slot(secret))
        return done

    def remove_keystore(self) -> None:
        """Let only the passphrase, the words and the organisation open this vault again."""
        if self.opens_by_keystore:
            self._drop_slot(KeystoreSlot)
            self.commit("this computer's sign-in removed", by=self.owner)

    def _take_back(self, known: VaultKey) -> None:
        """Let the passphrase count again with which `known` was opened, since its change could not be written down."""
        if known.wrapping is None:
            return
        try:
            self._put_slot(known.wrapping[1])
        except Problem as worse:
            raise problems.ways_in_unsure() from worse
        self._key.wrapping = known.wrapping

    def _known_keys(self) -> KeyFile | None:
        with disk_troubles():
            return keyfile.settle(self.folder, self._key.subkey("keys"))[0]

    def note_key_file(self) -> None:
        """Write down when both key files are older than the last that this vault had, as an old copy put back is."""
        known = self._known_keys()
        if known is not None and known.counter < int(self.recall(_AGE) or 1):
            self.commit("older key file found", by=self.owner, reason=_OLDER)
            self._remember_age()

    def _put_slot(self, slot: Slot) -> None:
        with disk_troubles():
            unlocking.put_slot(self.folder, self._key, slot)
        self._remember_age()

    def _drop_slot(self, kind: type[Slot]) -> None:
        with disk_troubles():
            unlocking.drop_slot(self.folder, self._key, kind)
        self._remember_age()

    def _remember_age(self) -> None:
        # What cannot be remembered on a failing disk is only not noticed later; the change itself stands.
        with contextlib.suppress(Problem):
            known = self._known_keys()
            if known is not None:
                self.remember(_AGE, str(known.counter))
