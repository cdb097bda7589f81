"""The open vault: the one object through which the rest of the program reads and writes."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Callable, Sequence
from pathlib import Path

from pipnotes.errors import Problem
from pipnotes.vault import backup, check, oldcopies, problems, rekey, unlocking, writing
from pipnotes.vault.attachments import Attaching
from pipnotes.vault.connection import Trouble, troubles
from pipnotes.vault.copying import Checking, Copying
from pipnotes.vault.drafts import Unsaved
from pipnotes.vault.keys import KdfCost, VaultKey
from pipnotes.vault.ledger import Ledger
from pipnotes.vault.lock import VaultLock
from pipnotes.vault.reading import Reading
from pipnotes.vault.shapes import (
    BackupReport,
    Change,
    CheckReport,
    Clock,
    Contribution,
    DraftKey,
    Head,
)
from pipnotes.vault.slots import Slots
from pipnotes.vault.unsaved import Rescuing

_ASIDE, _FORMER_IDS, _TO_GO = "copies-set-aside", "former-ids", "older-copies-to-go"
_LEFT = "yes"


class Vault(Reading, Rescuing, Attaching, Slots):
    """A vault that is open, on the thread that opened it; nobody else can open it until it is closed.

    `notices` are sentences about what was found and put right when it was opened.
    """

    def __init__(self, ledger: Ledger, key: VaultKey, lock: VaultLock, notices: tuple[str, ...] = ()) -> None:
        self._ledger = ledger
        self._key = key
        self._lock = lock
        self._closed = False
        self._unsaved = Unsaved()
        self.notices = notices
        self.folder: Path = ledger.folder
        self.id = key.id
        self.origin, self.role, self.owner = ledger.connection.one("SELECT origin, role, owner FROM about")

    def __enter__(self) -> Vault:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def head(self) -> Head:
        """Return the last link of the chain."""
        return Head(self._ledger.seq, self._ledger.hash.hex())

    @property
    def key(self) -> VaultKey:
        """Return the key that opens this vault again."""
        return self._key

    @property
    def clock(self) -> Clock:
        """Return the clock by which this vault tells the time."""
        return self._ledger.clock

    def words(self) -> str:
        """Return the 24 words of the recovery sheet."""
        return self._key.words()

    def subkey(self, purpose: str) -> bytes:
        """Return the 32-byte key for a purpose outside the database, such as signing, pseudonyms or attachments."""
        return self._key.subkey(purpose)

    def commit(
        self,
        action: str,
        changes: Sequence[Change] = (),
        *,
        by: str,
        family: str | None = None,
        subject: str = "",
        reason: str = "",
        drops_draft: DraftKey | None = None,
    ) -> Contribution:
        """Write one contribution with all its versions, durably and at once, and return it.

        Without `family` it is the family that all changes share. With `drops_draft`, that draft goes in the same
        step, which is what signing is. When this raises, nothing was written.
        """
        versions = writing.prepare(changes)
        if family is None:
            shared = {one.family for one in versions}
            family = shared.pop() if len(shared) == 1 else ""
        said = writing.Said(action=action, by=by, family=family, subject=subject, reason=reason)
        with self._ledger.transaction() as connection:
            if drops_draft is not None:
                self._drop(connection, drops_draft)
            done = writing.append(self._ledger, connection, said, versions)
        if drops_draft is not None:
            self._unsaved.let_go(drops_draft)
        return done

    def destroy(
        self,
        records: Sequence[str],
        *,
        by: str,
        reason: str,
        action: str = "destroy",
        family: str | None = None,
        subject: str = "",
        changes: Sequence[Change] = (),
    ) -> Contribution:
        """Empty every version of these records for good, with their drafts, papers and their words in the index.

        A stub stays that says what, when, why and by whom, and the chain still verifies. What was given as a reason
        for earlier changes of them, or of their family when that is among them, goes as well. `changes` are written
        in the same step. The older copies of the vault go as well, see `older_copies`. KeyError for an id that was
        never there.
        """
        kept = writing.prepare(changes)
        with self._ledger.transaction() as connection:
            # What was set aside of the vault holds it still, and is to go as well, after a cut too.
            self._remember(connection, _TO_GO, _LEFT)
            stubs = []
            for record in records:
                row = connection.one("SELECT kind, family FROM record WHERE id = ?", (record,))
                if row is None:
                    raise KeyError(record)
                stubs.append(writing.stub(row[0], record, row[1]))
            shared = {one.family for one in stubs}
            family = family if family is not None else shared.pop() if len(shared) == 1 else ""
            said = writing.Said(action=action, by=by, family=family, subject=subject, reason=reason)
            done = writing.append(self._ledger, connection, said, [*kept, *stubs])
            writing.empty(connection, records, done.seq)
            self._forget_drafts(connection, records)
        with troubles():
            # The words stay readable in the write-ahead log until it is emptied.
            self._ledger.connection.checkpoint()
        # What cannot be noted of it just now is tried again at the next opening.
        with contextlib.suppress(Problem):
            self.drop_older_copies()
        return done

    def older_copies(self) -> tuple[list[Path], list[Path]]:
        """Return the older copies of this vault, and those folders beside it that may be some, but are not known to.

        They lie in its folder, where openings and upgrades leave them, or beside it, as a damaged vault does after a
        backup took its place.
        """
        known = [Path(one) for one in json.loads(self.recall(_ASIDE) or "[]")]
        ids = [self.id, self.origin, *json.loads(self.recall(_FORMER_IDS) or "[]")]
        mine, unsure = oldcopies.beside(self.folder, known, self._key, ids)
        return [*oldcopies.inside(self.folder), *mine], unsure

    def keep_track_of(self, copy: Path) -> None:
        """Remember where a copy of this vault was set aside, so that it can go when something is destroyed."""
        known = json.loads(self.recall(_ASIDE) or "[]")
        self.remember(_ASIDE, json.dumps([*known, str(copy)]))

    def drop_older_copies(self) -> tuple[Path, ...]:
        """Remove the older copies of this vault, since they may hold what is gone; return what could not go.

        That is tried again at each opening.
        """
        left = oldcopies.remove(self.older_copies()[0])
        said = _LEFT if left else ""
        if said != (self.recall(_TO_GO) or ""):
            self.remember(_TO_GO, said)
        return left

    def drop_what_was_left(self) -> None:
        """Remove older copies that should have gone when something was destroyed, as after a cut."""
        if self.recall(_TO_GO):
            self.drop_older_copies()

    def check(
        self, progress: Callable[[int, int], None] | None = None, *, elsewhere: Sequence[str] = ()
    ) -> CheckReport:
        """Verify everything there is, from the pages to the key file; see `pipnotes.vault.check`.

        `elsewhere` are heads (`seq:hash`) from backups and parcels, with which the history must agree.
        """
        return check.check_open(self._ledger, self._key, progress, elsewhere=elsewhere)

    def backup(self, to: Path) -> BackupReport:
        """Make a proved backup in a folder, then let go of old ones: 7 daily, 4 weekly and 12 monthly stay."""
        return self.copying(to).run_by_hand()

    def checking(self) -> Checking:
        """Return a check that can be made on another thread while this vault is worked in; see `Checking`."""
        return Checking(self._ledger, self._key)

    @property
    def backups_begin(self) -> str:
        """Return what the names of this vault's backups begin with."""
        return backup.beginning_of(self._ledger)

    def copying(self, to: Path) -> Copying:
        """Return a backup that can be made on another thread while this vault is worked in; see `Copying`.

        One that is being made already comes to its end.
        """
        self._ledger.stop_followers(Copying)
        return Copying(self._ledger, self._key, to)

    def rekey(self, passphrase: str | None = None, *, cost: KdfCost | None = None) -> Vault:
        """Move everything under a new vault key, and return the vault open with it; this one is closed.

        The new copy is proved before it takes the place of the old one in one step. The old words, old backups and
        the old key never open the new vault. Without `passphrase`, the one that opened this vault stays in force.
        """
        if passphrase is not None:
            known = unlocking.open_slots(self.folder, passphrase)
            if known is None or known.id != self.id:
                raise problems.wrong_passphrase()
        self.keep_reading_copies()
        former = json.loads(self.recall(_FORMER_IDS) or "[]")
        self.remember(_FORMER_IDS, json.dumps([*former, self.id]))
        fresh = rekey.stage(self._ledger, self._key, passphrase, cost)
        try:
            self._close_database()
            return Vault(rekey.finish(self.folder, fresh, self._ledger.clock), fresh, self._lock)
        except BaseException:
            # The new vault stands by now, and whoever opens the folder next puts it in place.
            self._lock.release()
            raise

    def close(self) -> None:
        """Empty the write-ahead log into the database, note the head, and let others open the vault."""
        if self._closed:
            return
        try:
            self._close_database()
        finally:
            self._lock.release()

    def _close_database(self) -> None:
        self._closed = True
        with contextlib.suppress(Trouble, Problem, MemoryError):
            self._ledger.connection.checkpoint()
        if self._ledger.head_late:
            self._ledger.witness()
        try:
            with troubles():
                self._ledger.shut()
        finally:
            self._ledger.head_file.close()
