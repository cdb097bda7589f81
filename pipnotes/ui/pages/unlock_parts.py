"""Ways back in beside the passphrase: the recovery words, a backup; and what to do when a stranger was here."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from pipnotes.casebook import vaults
from pipnotes.errors import Problem
from pipnotes.ui.problems import describe_fault, tell, tell_fault
from pipnotes.ui.setup.passphrase import NewPassphrase
from pipnotes.ui.setup.places import PlaceField
from pipnotes.ui.setup.recovery import EnterWords
from pipnotes.ui.tasks import run
from pipnotes.ui.widgets.buttons import Button
from pipnotes.ui.widgets.dialog import Dialog
from pipnotes.ui.widgets.fields import Field
from pipnotes.ui.widgets.hints import HintLine, reason_line
from pipnotes.ui.widgets.passphrase import PassphraseField
from pipnotes.ui.widgets.segments import Option, Segments
from pipnotes.ui.widgets.sheet import Sheet, column
from pipnotes.ui.widgets.text import Text


class WordsCard(Sheet):
    """The 24 words, then a new passphrase, then the vault opens."""

    wanted = Signal()
    back = Signal()

    def __init__(self, *, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._which = Text("", token="ink2")
        self._enter = EnterWords()
        self._new = NewPassphrase(label="New &passphrase")
        self._go = Button("Open the vault", kind="primary")
        self._back = Button("Back")
        self._busy = False
        inner = QWidget()
        box = QVBoxLayout(inner)
        box.setContentsMargins(6, 10, 6, 6)
        box.setSpacing(8)
        box.addWidget(Text("Use your recovery words", role="family"))
        box.addWidget(self._which)
        box.addWidget(self._enter)
        box.addWidget(self._new)
        line = QHBoxLayout()
        line.addWidget(self._back)
        line.addStretch(1)
        line.addWidget(self._go)
        box.addLayout(line)
        box.addWidget(reason_line(self._go))
        self.add(inner)
        self.setFocusProxy(self._enter)
        self._enter.changed.connect(self._look)
        self._new.changed.connect(self._look)
        self._new.returned.connect(self._wish)
        self._go.clicked.connect(self._wish)
        self._back.clicked.connect(self.back)
        self.name_sheet("")
        self._look()

    def name_sheet(self, vault: str) -> None:
        """Say which sheet it is, by the vault's short id where that is known."""
        where = f"that says vault {vault}" if vault else "you printed when the vault was made"
        self._which.set_words(f"They stand on the sheet {where}.")

    def words(self) -> str:
        """Return the 24 words."""
        return self._enter.words()

    def passphrase(self) -> str:
        """Return the new passphrase."""
        return self._new.text()

    def ready(self) -> bool:
        """Return whether the words and the new passphrase are there."""
        return self._go.isEnabled()

    def set_busy(self, busy: bool) -> None:
        """Let nothing be pressed while the vault is being opened."""
        self._busy = busy
        self._look()

    @Slot()
    def _look(self) -> None:
        missing = "" if self._enter.fit() else "Type all 24 words of your sheet."
        missing = missing or self._new.missing()
        self._go.set_ready(not missing and not self._busy, missing or "Opening the vault.")

    @Slot()
    def _wish(self) -> None:
        if self._go.isEnabled():
            self.wanted.emit()


class RestoreDialog(Dialog):
    """Restore a backup into a new vault, with the passphrase of its day or with recovery words."""

    def __init__(self, parent: QWidget | None, to: Path) -> None:
        super().__init__(
            parent,
            "Restore from a backup",
            title="Restore from a backup",
            second="The backup is copied into a new vault and proved. Nothing that is there is written over.",
            width=620,
            margin=96,
        )
        self._to = to
        self._done = False
        self._backup = PlaceField("Backup", placeholder="A folder whose name ends in .pipbackup")
        self._phrase = PassphraseField("Passphrase of the backup")
        self._words = EnterWords()
        self._how = Segments(
            "Open it with",
            [Option("passphrase", "Its passphrase"), Option("words", "Recovery words")],
            value="passphrase",
        )
        self._said = HintLine("")
        self._words.hide()
        self.grid.add("Backup", Field("", self._backup))
        self.grid.add("Open with", self._how)
        self.grid.add("", column(self._phrase, self._words, gap=0))
        self.grid.add("New vault", Text(to.name))
        self.layout_under_grid(self._said)
        self.answer_with("Restore", icon="history")
        self._how.changed.connect(self._turn)
        self._phrase.returned.connect(self.answer)

    def value(self) -> Path:
        """Return the folder of the restored vault."""
        return self._to

    def complaint(self) -> str:
        """Say what is still missing."""
        if self._backup.path() is None:
            return "Choose the backup to restore."
        if self._how.value() == "words":
            return "" if self._words.fit() else "Type all 24 recovery words."
        return "" if self._phrase.text() else "Type the passphrase that the backup was made under."

    @Slot()
    def answer(self) -> None:
        """Restore first, and close only when it worked."""
        missing = self.complaint()
        if self._done or missing:
            super().answer()
            return
        backup = self._backup.path()
        assert backup is not None
        by_words = self._how.value() == "words"
        work = partial(
            vaults.restore,
            backup,
            self._to,
            passphrase=None if by_words else self._phrase.text(),
            words=self._words.words() if by_words else None,
        )
        self._said.set_words("Copying the backup and proving it")
        assert self.primary is not None
        self.primary.setEnabled(False)
        self._to.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        run(work, self._restored, self._failed)

    @Slot(str)
    def _turn(self, how: str) -> None:
        self._words.setVisible(how == "words")
        self._phrase.setVisible(how != "words")
        self.fit_again()

    def _restored(self, _: object) -> None:
        self._done = True
        self.accept()

    def _failed(self, error: BaseException) -> None:
        assert self.primary is not None
        self.primary.setEnabled(True)
        self._said.set_words("")
        if isinstance(error, Problem):
            tell(self, error, title="The backup was not restored", bar="Restore")
        else:
            tell_fault(self, describe_fault(error))


def ask_what_to_do(parent: QWidget | None) -> None:
    """Say what to do when the vault was opened by somebody else."""
    dialog = Dialog(parent, "Last opened", title="If it was not you", icon="shield-check", width=580, margin=100)
    dialog.grid.add(
        "First", Text("Unlock, and look under Settings, What was done: what was read and changed stands there.")
    )
    dialog.grid.add("Then", Text("Change your passphrase under Settings. The old one then opens nothing."))
    dialog.grid.add(
        "And tell",
        Text("Tell whoever answers for information security where you work, today. They decide what follows."),
    )
    dialog.answer_with("Close", cancel="")
    dialog.exec()
    dialog.deleteLater()
