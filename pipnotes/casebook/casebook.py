"""One open vault with every use-case on it: the object that a window or a command holds, and closes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from pipnotes.casebook import keystore
from pipnotes.casebook.ahead import Ahead
from pipnotes.casebook.amendments import Amendments
from pipnotes.casebook.attachments import Attachments
from pipnotes.casebook.audit import Audit
from pipnotes.casebook.backing_up import BackingUp, LastBackup
from pipnotes.casebook.charts import Charts
from pipnotes.casebook.concerns import Concerns
from pipnotes.casebook.consents import Consents
from pipnotes.casebook.contacts import Contacts
from pipnotes.casebook.destroying import Destroying
from pipnotes.casebook.diary import Diary
from pipnotes.casebook.endings import Endings
from pipnotes.casebook.families import Families
from pipnotes.casebook.finding import Finding
from pipnotes.casebook.handing_over import HandingOver
from pipnotes.casebook.hopes import Hopes
from pipnotes.casebook.ledger import OPEN_PLACE, Ledger, Listener
from pipnotes.casebook.letters import Letters
from pipnotes.casebook.moving import Moving
from pipnotes.casebook.notes import Notes
from pipnotes.casebook.post import Post
from pipnotes.casebook.retention import Retention
from pipnotes.casebook.rosters import Rosters
from pipnotes.casebook.scores import Scores
from pipnotes.casebook.sealed_copies import SealedCopies
from pipnotes.casebook.shared import Shared
from pipnotes.casebook.story import Story
from pipnotes.casebook.summaries import Summaries
from pipnotes.casebook.supervision import Supervision
from pipnotes.casebook.visiting import Visiting
from pipnotes.casebook.visits import Visits
from pipnotes.casebook.ways_in import WaysIn
from pipnotes.domain.codes import PracticeRole
from pipnotes.domain.practice import Practitioner
from pipnotes.domain.words import long_day
from pipnotes.vault import BackupReport, Checking, CheckReport, Clock, Contribution, Head, Hit, Vault, short_id

_PROVED = "recovery-words-proved"


class Casebook:
    """The door: each noun of the work is an attribute, and the vault is reached through nothing else."""

    def __init__(self, vault: Vault, clock: Clock) -> None:
        self._ledger = ledger = Ledger(vault, clock)
        self.clock = clock
        self.families = Families(ledger)
        self.visits = Visits(ledger)
        self.notes = Notes(ledger)
        self.amendments = Amendments(ledger, self.notes)
        self.hopes = Hopes(ledger)
        self.concerns = Concerns(ledger)
        self.scores = Scores(ledger, self.concerns)
        self.consents = Consents(ledger)
        self.endings = Endings(ledger)
        self.letters = Letters(
            ledger, consents=self.consents, endings=self.endings, hopes=self.hopes, scores=self.scores
        )
        self.contacts = Contacts(ledger)
        self.rosters = Rosters(ledger, self.contacts)
        self.post = Post(ledger, self.contacts)
        self.supervision = Supervision(ledger, self.contacts, self.post)
        self.summaries = Summaries(
            ledger,
            self.post,
            consents=self.consents,
            endings=self.endings,
            hopes=self.hopes,
            scores=self.scores,
            concerns=self.concerns,
        )
        self.diary = Diary(
            ledger,
            visits=self.visits,
            notes=self.notes,
            letters=self.letters,
            endings=self.endings,
            consents=self.consents,
            concerns=self.concerns,
            supervision=self.supervision,
        )
        self.finding = Finding(ledger)
        self.moving = Moving(ledger, self.families)
        self.handing_over = HandingOver(ledger, self.contacts, self.moving)
        self.story = Story(ledger, visits=self.visits, endings=self.endings, scores=self.scores)
        self.charts = Charts(ledger, scores=self.scores, concerns=self.concerns)
        self.ahead = Ahead(
            ledger, visits=self.visits, consents=self.consents, concerns=self.concerns, endings=self.endings
        )
        self.shared = Shared(ledger)
        self.retention = Retention(ledger)
        self.attachments = Attachments(ledger, self.retention)
        self.destroying = Destroying(ledger, self.families, self.contacts, self.retention)
        self.history = Audit(ledger, self.destroying)
        self.ways_in = WaysIn(ledger)
        self.visiting = Visiting(ledger, notes=self.notes, visits=self.visits, hopes=self.hopes)
        self.backing_up = BackingUp(ledger)
        self.sealed_copies = SealedCopies(ledger, notes=self.notes)

    @property
    def folder(self) -> Path:
        """Return the folder of the open vault."""
        return self._ledger.vault.folder

    @property
    def id(self) -> str:
        """Return the vault's id."""
        return self._ledger.vault.id

    @property
    def head(self) -> Head:
        """Return the head of the vault's chain."""
        return self._ledger.vault.head

    @property
    def role(self) -> PracticeRole:
        """Return whether this is a therapist's or a supervisor's vault."""
        return PracticeRole.of(self._ledger.vault.role)

    @property
    def me(self) -> Practitioner:
        """Return the keeper of this vault."""
        return self._ledger.me

    def keep_me(self, me: Practitioner) -> None:
        """Write down the keeper's details, which stand under notes and on letters."""
        self._ledger.write("keeper written down", me, subject=me.id)

    def subscribe(self, listener: Listener) -> Callable[[], None]:
        """Tell `listener` of every change from now on, until what is returned is called."""
        return self._ledger.subscribe(listener)

    def search(self, words: str, *, family: str | None = None, limit: int = 50) -> list[Hit]:
        """Return where the words stand in names, notes and letters, best first."""
        return self._ledger.vault.search(words, family=family, limit=limit)

    def audit(self, family: str | None = None) -> list[Contribution]:
        """Return what was done in this vault, the oldest first."""
        return self._ledger.vault.contributions(family=family)

    def check(self, progress: Callable[[int, int], None] | None = None) -> CheckReport:
        """Read the whole vault and say whether every part is what it should be."""
        return self._ledger.vault.check(progress)

    def checking(self) -> Checking:
        """Return the same check to be run on another thread, while the vault is worked in."""
        return self._ledger.vault.checking()

    def back_up(self, folder: Path) -> BackupReport:
        """Make a proved backup into a folder, and remember when and where."""
        return self.backing_up.make(folder)

    @property
    def last_backup(self) -> LastBackup | None:
        """Return when and where the last proved backup was made, or None."""
        return self.backing_up.last

    def recovery_words(self) -> str:
        """Return the 24 words that open this vault; showing them is written down."""
        self._ledger.write("recovery words shown")
        return self._ledger.vault.words()

    def recovery_sheet(self) -> bytes:
        """Return the recovery words as a PDF of one page, made in memory; that it was made is written down."""
        # What sets pages takes a third of a second to load, so only now.
        from pipnotes.letters import recovery_sheet

        self._ledger.write("recovery sheet made")
        return recovery_sheet.render(
            self._ledger.vault.words().split(),
            vault=short_id(self.id),
            keeper=self.me.name,
            made=long_day(self._ledger.today()),
        )

    @property
    def recovery_proved(self) -> bool:
        """Return whether some of the recovery words were typed back from paper."""
        return self._ledger.vault.recall(_PROVED) == self._ledger.vault.id

    def prove_recovery(self, typed: dict[int, str]) -> bool:
        """Return whether the typed words match the sheet, by their numbers from 1; a match is remembered."""
        words = self._ledger.vault.words().split()
        right = bool(typed) and all(words[n - 1] == word.strip().casefold() for n, word in typed.items())
        if right:
            self._ledger.vault.remember(_PROVED, self._ledger.vault.id)
            self._ledger.write("recovery words proved")
        return right

    def change_passphrase(self, old: str, new: str) -> None:
        """Wrap the vault's key under a new passphrase."""
        self._ledger.vault.change_passphrase(old, new)
        self._ledger.write("passphrase changed")

    def rekey(self, passphrase: str) -> str:
        """Re-encrypt the whole vault under a new key, for a lost sheet; return the new recovery words.

        The secret that this computer's sign-in guarded does not open the new vault, so it is forgotten.
        """
        # What was jotted is sealed to the key that goes.
        self.visiting.take_in()
        before = self._ledger.vault
        by_sign_in = before.opens_by_keystore
        self._ledger.vault = before.rekey(passphrase)
        if by_sign_in:
            keystore.forget(before.id)
        return self._ledger.vault.words()

    def remember_place(self, place: str) -> None:
        """Remember inside the vault what is open, so that unlocking returns to the same page, caret and scroll."""
        self._ledger.vault.remember_typed(OPEN_PLACE, place)

    @property
    def place(self) -> str:
        """Return what was open when the vault was last closed, as the window wrote it; empty at first."""
        return self._ledger.vault.recall(OPEN_PLACE) or ""

    def close(self) -> None:
        """Close the vault: after this nothing of it can be read."""
        self._ledger.vault.close()
