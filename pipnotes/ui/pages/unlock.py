"""The page before a vault is open: it says only what can be said without the key, and keeps what was typed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from pipnotes.casebook import vaults
from pipnotes.errors import Integrity, Older, Problem
from pipnotes.policy import Policy
from pipnotes.ui.known import KnownVault, KnownVaults
from pipnotes.ui.pages.front import Front
from pipnotes.ui.pages.unlock_facts import VaultFacts
from pipnotes.ui.pages.unlock_parts import RestoreDialog, WordsCard
from pipnotes.ui.pages.unlock_rescue import BackDialog, RescueSheet
from pipnotes.ui.preferences import Preferences
from pipnotes.ui.problems import describe_fault, tell_fault
from pipnotes.ui.tasks import run
from pipnotes.ui.theme import look
from pipnotes.ui.widgets.buttons import Button
from pipnotes.ui.widgets.fields import ComboBox, Field
from pipnotes.ui.widgets.hints import Banner, HintLine
from pipnotes.ui.widgets.passphrase import PassphraseField
from pipnotes.ui.widgets.segments import Option
from pipnotes.ui.widgets.sheet import Sheet
from pipnotes.ui.widgets.text import IconView, Text, strong

_OTHER, _NEW, _BACKUP = "other", "new", "backup"


class UnlockPage(Front):
    """Choose a vault, type its passphrase; or its recovery words, or restore a backup when it will not open."""

    unlocked = Signal(object)
    new_wanted = Signal()

    def __init__(
        self,
        preferences: Preferences,
        known: KnownVaults,
        folder: Path,
        *,
        why: str = "",
        clock: Callable[[], datetime] = vaults.local_now,
        claim: Callable[[Path], bool] | None = None,
        rules: Policy | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(preferences, parent=parent)
        self._known = known
        self._clock = clock
        self._claim = claim
        self._rules = rules or Policy()
        self._folder = folder
        self._key: Any = None
        self._wait = QTimer(self)
        self._wait.setInterval(250)
        self._vault = ComboBox("Vault")
        self._passphrase = PassphraseField("Passphrase")
        self._unlock = Button("Unlock", kind="primary")
        self._by_words = Button("Use &recovery words", kind="trail")
        self._by_sign_in = Button("Use this computer’s sign-in", icon="key-round")
        self._said = HintLine("")
        self._trouble = Banner("", tone="attention")
        self._rescue = RescueSheet()
        self._kept: list[Any] = []
        self._came_from: Any = None
        self._words_card = WordsCard()
        self._card = self._passphrase_card()
        self._facts = VaultFacts()
        self._why = Banner(why, icon="lock")
        self._lay_out()
        self._why.setVisible(bool(why))
        self._connect()
        self._offer_vaults()
        self._clear_trouble()

    def focus_first(self) -> None:
        """Put the keyboard where the passphrase is typed."""
        self._passphrase.edit.setFocus()

    @Slot()
    def unlock(self) -> None:
        """Try the passphrase, away from the window's thread."""
        if not self._unlock.isEnabled() or not self._passphrase.text():
            self.focus_first()
            return
        self._begin("Unlocking")
        run(partial(vaults.derive, self._folder, self._passphrase.text()), self._open, self._not_derived)

    @Slot()
    def sign_in(self) -> None:
        """Ask this computer's keystore, which may ask the person, away from the window's thread."""
        self._begin("Asking this computer’s sign-in")
        run(partial(vaults.derive_from_sign_in, self._folder), self._open, self._not_derived)

    @Slot()
    def recover(self) -> None:
        """Open with the recovery words and give the vault its new passphrase."""
        kept = tuple(self._kept)
        self._begin("Opening with the recovery words")
        self._words_card.set_busy(True)
        words, phrase = self._words_card.words(), self._words_card.passphrase()
        run(partial(_recover, self._folder, words, phrase, kept), self._recovered, self._not_derived)

    @Slot()
    def bring_back(self) -> None:
        """Bring the backup that is named back, with the key that is known or the passphrase as it is typed."""
        if self._words_card.isVisibleTo(self):
            if self._words_card.ready():
                self.recover()
            else:
                self._rescue.say("Type your recovery words and a new passphrase below first.", wrong=True)
            return
        if self._key is None and not self._passphrase.text():
            self._rescue.say("Type your passphrase below first, or use your recovery words.", wrong=True)
            self.focus_first()
            return
        self._busy(True)
        self._rescue.say("Copying the backup and proving it")
        work = partial(vaults.bring_back, self._folder, tuple(self._kept), self._passphrase.text(), self._key)
        run(work, self._back, self._not_back)

    def _recovered(self, found: Any) -> None:
        key, back = found
        if back is None:
            self._open(key)
        else:
            self._back(back)

    def _back(self, back: Any) -> None:
        self._busy(False)
        since = vaults.entries_since(back.aside, back.kept, back.key) if back.aside is not None else None
        self._known.note(back.folder, backups=self._known.find(self._folder).backups)
        self._turn_to(back.folder)
        self._key, self._came_from = back.key, back if back.kept is not None else None
        BackDialog.ask(self.window(), back, since, self._clock())
        self._open_with(accept_loss=False)

    def _not_back(self, error: BaseException) -> None:
        self._busy(False)
        if not isinstance(error, Problem):
            tell_fault(self.window(), describe_fault(error))
            return
        # The dialog's words about a passphrase speak of the vault, and this was a backup with one of its own day.
        own = "A backup keeps the passphrase of its day. " if self._key is None else ""
        self._rescue.say(f"{error.happened} {own}{error.todo}", wrong=True)

    def _busy(self, busy: bool) -> None:
        self._rescue.set_busy(busy)
        self._words_card.set_busy(busy)
        self._unlock.setEnabled(not busy)
        self._by_sign_in.setEnabled(not busy)

    def _open(self, key: object) -> None:
        self._key = key
        self._open_with(accept_loss=False)

    @Slot()
    def _open_with(self, *, accept_loss: bool) -> None:
        if self._claim is not None and not self._claim(self._folder):
            self._end()
            self._say("This vault is open in another window, which has been brought to the front.")
            return
        try:
            casebook = vaults.open_with(self._folder, self._key, clock=self._clock, accept_loss=accept_loss)
        except Problem as problem:
            self._end()
            self._tell(problem, rescue=isinstance(problem, Integrity), opens=isinstance(problem, Older))
            return
        self._end()
        came_from, self._came_from = self._came_from, None
        if came_from is not None:
            with suppress(Problem):
                casebook.backing_up.came_back(came_from.kept, came_from.aside)
        self.unlocked.emit(casebook)

    @Slot()
    def _open_all_the_same(self) -> None:
        self._open_with(accept_loss=True)

    def _not_derived(self, error: BaseException) -> None:
        self._end()
        if not isinstance(error, Problem):
            tell_fault(self.window(), describe_fault(error))
            return
        self._tell(error, rescue=isinstance(error, Integrity), opens=False)
        self._passphrase.edit.setFocus()
        self._passphrase.edit.selectAll()
        self._wait.start()
        self._count_down()

    @Slot()
    def _count_down(self) -> None:
        left = vaults.wait_before_next_try(self._folder)
        if left <= 0:
            self._wait.stop()
            self._said.set_words("")
            self._unlock.setEnabled(True)
            return
        self._unlock.setEnabled(False)
        self._said.set_words(
            f"After wrong tries the next one waits: {int(left) + 1} s. You are never locked out.", icon="clock"
        )

    @Slot(str)
    def _choose(self, key: str) -> None:
        if key == _NEW:
            self.new_wanted.emit()
        elif key == _BACKUP:
            self._restore_backup()
            self._offer_vaults()
        elif key == _OTHER:
            chosen = QFileDialog.getExistingDirectory(self.window(), "Open another vault")
            self._turn_to(Path(chosen) if chosen else self._folder)
        else:
            self._turn_to(Path(key))

    @Slot()
    def _restore_backup(self) -> None:
        restored = RestoreDialog.ask(self.window(), self._known.free_folder())
        if restored is not None:
            self._known.note(restored)
            self._turn_to(restored)
            self._say("The backup is restored and proved. Open it with the passphrase of its day.")

    @Slot()
    def _show_words(self) -> None:
        self._card.hide()
        self._words_card.name_sheet(vaults.short_id(self._folder))
        self._words_card.show()
        self._resize()
        self._words_card.setFocus()

    @Slot()
    def _show_passphrase(self) -> None:
        self._words_card.hide()
        self._card.show()
        self._resize()
        self.focus_first()

    def _turn_to(self, folder: Path) -> None:
        self._folder = folder
        self._key = self._came_from = None
        self._clear_trouble()
        self._offer_vaults()
        self.focus_first()

    def _begin(self, words: str) -> None:
        self._key = None
        self._clear_trouble()
        self._unlock.setEnabled(False)
        self._by_sign_in.setEnabled(False)
        self._said.set_words(words)

    def _end(self) -> None:
        self._unlock.setEnabled(True)
        self._by_sign_in.setEnabled(True)
        self._words_card.set_busy(False)
        self._said.set_words("")

    def _say(self, words: str) -> None:
        self._why.set_words(words)
        self._why.setVisible(True)

    def _tell(self, problem: Problem, *, rescue: bool, opens: bool) -> None:
        if not rescue and not self._words_card.isVisibleTo(self):
            self._trouble.set_words([strong(problem.happened), problem.safe, problem.todo])
            self._trouble.show()
            return
        self._rescue.tell(problem, rescue=rescue, opens=opens)
        place = self._known.find(self._folder).backups
        if rescue and place:
            # A stick or a network folder may take its time.
            run(partial(_look_for, place, self._folder, problem), self._offer, self._no_offer)

    def _offer(self, found: Any) -> None:
        folder, problem, kept = found
        if folder != self._folder or not kept or not self._rescue.isVisibleTo(self):
            return
        self._kept = kept
        since = vaults.entries_since(self._folder, kept[0], self._key) if self._key is not None else None
        only_keys = self._key is None and vaults.has_notes(self._folder)
        self._rescue.offer(problem, kept[0], since, self._clock(), only_keys=only_keys)

    def _no_offer(self, _: BaseException) -> None:
        """Leave the page as it is: a backup can be chosen by hand."""

    def _clear_trouble(self) -> None:
        self._kept = []
        self._trouble.hide()
        self._rescue.rest()

    def _offer_vaults(self) -> None:
        offered = self._known.all()
        if str(self._folder) not in {vault.folder for vault in offered}:
            offered.insert(0, KnownVault(folder=str(self._folder)))
        options = [Option(vault.folder, vault.name) for vault in offered]
        options += [
            Option(_OTHER, "Open another vault"),
            Option(_BACKUP, "Restore from a backup"),
            Option(_NEW, "Set up a new vault"),
        ]
        self._vault.set_options(options, str(self._folder))
        self._facts.show_vault(self._known.find(self._folder), self._clock())
        self._by_sign_in.setVisible(self._rules.keystore and vaults.opens_by_sign_in(self._folder))

    def _lay_out(self) -> None:
        names = QVBoxLayout()
        names.setSpacing(0)
        names.addWidget(Text("PipNotes", role="first_run"))
        names.addWidget(Text("Case notes that stay on this laptop", token="ink2"))
        head = QHBoxLayout()
        head.setSpacing(14)
        head.setContentsMargins(6, 0, 0, 6)
        head.addWidget(IconView("pip", token="primary", size=36))
        head.addLayout(names, 1)
        self._words_card.hide()
        self._column = QWidget()
        box = QVBoxLayout(self._column)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(14)
        box.addLayout(head)
        box.addWidget(self._why)
        box.addWidget(self._rescue)
        box.addWidget(self._card)
        box.addWidget(self._words_card)
        box.addWidget(self._facts)
        self._column.setFixedWidth(self._wide())
        self.put_in_the_middle(self._column)

    def _passphrase_card(self) -> Sheet:
        sheet = Sheet()
        inner = QWidget()
        box = QVBoxLayout(inner)
        box.setContentsMargins(10, 10, 10, 8)
        box.setSpacing(12)
        box.addWidget(Field("&Vault", self._vault))
        box.addWidget(Field("&Passphrase", self._passphrase))
        box.addWidget(self._trouble)
        line = QHBoxLayout()
        line.setSpacing(18)
        line.addWidget(self._unlock)
        line.addWidget(self._by_words)
        line.addStretch(1)
        line.addWidget(Text("Enter to unlock", role="small", token="ink2", wrap=False))
        box.addLayout(line)
        box.addWidget(self._by_sign_in, 0, Qt.AlignmentFlag.AlignLeft)
        box.addWidget(self._said)
        sheet.add(inner)
        return sheet

    def _connect(self) -> None:
        self._vault.changed.connect(self._choose)
        self._passphrase.returned.connect(self.unlock)
        self._unlock.clicked.connect(self.unlock)
        self._by_words.clicked.connect(self._show_words)
        self._by_sign_in.clicked.connect(self.sign_in)
        self._rescue.back_wanted.connect(self.bring_back)
        self._rescue.other_wanted.connect(self._restore_backup)
        self._rescue.as_it_is_wanted.connect(self._open_all_the_same)
        self._words_card.back.connect(self._show_passphrase)
        self._words_card.wanted.connect(self.recover)
        self._wait.timeout.connect(self._count_down)
        look().changed.connect(self._resize)

    def _wide(self) -> int:
        return round((640 if self._words_card.isVisibleTo(self) else 470) * max(1.0, min(1.75, look().scale)))

    @Slot()
    def _resize(self) -> None:
        self._column.setFixedWidth(self._wide())


def _recover(folder: Path, words: str, passphrase: str, kept: Sequence[Any]) -> tuple[object, object]:
    """Return the key of the vault that its words opened, or the backup that had to be brought back instead."""
    try:
        vaults.recover(folder, words, passphrase).close()
    except Integrity:
        # What the vault has itself is tried first, since a backup lacks what was written after it.
        if not kept:
            raise
        return None, vaults.bring_back_by_words(folder, kept, words, passphrase)
    return vaults.derive(folder, passphrase), None


def _look_for(place: str, folder: Path, problem: Problem) -> tuple[Path, Problem, list[Any]]:
    return folder, problem, list(vaults.backups_of(place))
