"""The page before a vault is open: it says only what can be said without the key, and keeps what was typed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from pipnotes.casebook import vaults
from pipnotes.errors import Integrity, Problem
from pipnotes.policy import Policy
from pipnotes.ui.known import KnownVault, KnownVaults
from pipnotes.ui.pages.front import Front
from pipnotes.ui.pages.unlock_facts import VaultFacts
from pipnotes.ui.pages.unlock_parts import RestoreDialog, WordsCard
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

_OTHER, _NEW = "other", "new"


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
        self._restore = Button("Restore from a backup")
        self._as_it_is = Button("Open it as it is")
        self._rescue = QWidget()
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
        self._begin("Opening with the recovery words")
        self._words_card.set_busy(True)
        words, phrase = self._words_card.words(), self._words_card.passphrase()
        run(partial(_recover, self._folder, words, phrase), self._open, self._not_derived)

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
            self._tell(problem, rescue=isinstance(problem, Integrity), opens=not accept_loss)
            return
        self._end()
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
        self._clear_trouble()
        self._offer_vaults()
        self.focus_first()

    def _begin(self, words: str) -> None:
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
        self._trouble.set_words([strong(problem.happened), problem.safe, problem.todo])
        self._trouble.setVisible(True)
        self._rescue.setVisible(rescue)
        self._as_it_is.setVisible(opens)

    def _clear_trouble(self) -> None:
        self._trouble.setVisible(False)
        self._rescue.setVisible(False)

    def _offer_vaults(self) -> None:
        offered = self._known.all()
        if str(self._folder) not in {vault.folder for vault in offered}:
            offered.insert(0, KnownVault(folder=str(self._folder)))
        options = [Option(vault.folder, vault.name) for vault in offered]
        options += [Option(_OTHER, "Open another vault"), Option(_NEW, "Set up a new vault")]
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
        rescue = QHBoxLayout(self._rescue)
        rescue.setContentsMargins(0, 0, 0, 0)
        rescue.addWidget(self._restore)
        rescue.addWidget(self._as_it_is)
        rescue.addStretch(1)
        box.addWidget(self._rescue)
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
        self._restore.clicked.connect(self._restore_backup)
        self._as_it_is.clicked.connect(self._open_all_the_same)
        self._words_card.back.connect(self._show_passphrase)
        self._words_card.wanted.connect(self.recover)
        self._wait.timeout.connect(self._count_down)
        look().changed.connect(self._resize)

    def _wide(self) -> int:
        return round((640 if self._words_card.isVisibleTo(self) else 470) * max(1.0, min(1.75, look().scale)))

    @Slot()
    def _resize(self) -> None:
        self._column.setFixedWidth(self._wide())


def _recover(folder: Path, words: str, passphrase: str) -> object:
    vaults.recover(folder, words, passphrase).close()
    return vaults.derive(folder, passphrase)
