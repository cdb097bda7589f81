"""How the vault opens: its passphrase changed, its recovery words shown again, proved, or made anew when lost."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from pipnotes.casebook import vaults
from pipnotes.errors import Problem
from pipnotes.ui.desk import Desk
from pipnotes.ui.pages.settings_tabs import Tab
from pipnotes.ui.problems import describe_fault, tell_fault
from pipnotes.ui.setup.others import OthersSheet
from pipnotes.ui.setup.passphrase import NewPassphrase
from pipnotes.ui.setup.printed import print_sheet
from pipnotes.ui.setup.recovery import ProveWords, WordGrid
from pipnotes.ui.tasks import run
from pipnotes.ui.widgets.buttons import Button
from pipnotes.ui.widgets.dialog import Dialog
from pipnotes.ui.widgets.fields import Field
from pipnotes.ui.widgets.hints import Banner, HintLine, reason_line
from pipnotes.ui.widgets.passphrase import PassphraseField
from pipnotes.ui.widgets.sheet import Columns, Sheet, column, row
from pipnotes.ui.widgets.text import Text, strong


class KeysTab(Tab):
    """The recovery words and who else can open the vault; beside them, the passphrase."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._recovery = RecoverySheet(desk)
        self._others = OthersSheet(desk)
        main = column(self._recovery, self._others, gap=14)
        self.box.addWidget(Columns(main, column(PassphraseSheet(desk)), side_width=460))

    def fill(self) -> None:
        self._recovery.tell_proved()
        self._others.fill()


class PassphraseSheet(Sheet):
    """A new passphrase for the same vault."""

    def __init__(self, desk: Desk) -> None:
        super().__init__("Change the passphrase", icon="key-round")
        self._desk = desk
        self._old = PassphraseField("Passphrase now")
        self._field = Field("Passphrase &now", self._old)
        self._new = NewPassphrase(label="New &passphrase", known=self._known)
        self._change = Button("&Change the passphrase", kind="primary")
        self._said = HintLine("")
        self.add(self._field)
        self.add(self._new)
        self.add(row(self._change))
        self.add(reason_line(self._change))
        self.add(self._said)
        self._new.changed.connect(self._look)
        self._old.changed.connect(self._look)
        self._change.clicked.connect(self._swap)
        self._look()

    @Slot()
    def _look(self) -> None:
        missing = "" if self._old.text() else "Type the passphrase you use now."
        missing = missing or self._new.missing()
        self._change.set_ready(not missing, missing if self._old.text() or self._new.text() else "")

    @Slot()
    def _swap(self) -> None:
        self._said.set_words("Changing. This takes a few seconds.")
        QApplication.processEvents()
        try:
            self._desk.casebook.change_passphrase(self._old.text(), self._new.text())
        except Problem as problem:
            self._said.set_words("")
            self._field.set_error(problem.happened)
            self._old.setFocus()
            return
        self._field.set_error("")
        self._old.clear()
        self._new.clear()
        self._said.set_words(
            "The passphrase was changed. Backups made before keep the old one.", icon="circle-check", tone="primary"
        )

    def _known(self) -> list[str]:
        me = self._desk.casebook.me
        return [words for words in (me.name, me.service, me.profession, me.email) if words]


class RecoverySheet(Sheet):
    """The words, shown only to whoever knows the passphrase."""

    def __init__(self, desk: Desk) -> None:
        super().__init__("Recovery words", icon="file-lock")
        self._desk = desk
        self._unproved = Banner(
            [strong("The recovery words are not proved yet."), "Print them, then type three of them back."],
            tone="attention",
        )
        self._proved = HintLine("Proved: you typed some of them back from paper.", icon="circle-check", tone="primary")
        self._phrase = PassphraseField("Passphrase, to show the words")
        self._field = Field("Your &passphrase, to show the words", self._phrase)
        self._show = Button("Show the &words", icon="eye")
        self._ask = QWidget()
        self._grid = WordGrid()
        self._print = Button("Print the words", kind="primary", icon="printer")
        self._hide = Button("Hide them, and check my paper", icon="eye-off")
        self._prove = ProveWords()
        self._again = Button("My sheet is lost: make new words", kind="link")
        self._lay_out()
        self._show.clicked.connect(self._open)
        self._phrase.returned.connect(self._open)
        self._print.clicked.connect(self._print_words)
        self._hide.clicked.connect(self._check_paper)
        self._prove.changed.connect(self._compare)
        self._again.clicked.connect(self._make_new)
        self._turn("ask")
        self.tell_proved()

    def tell_proved(self) -> None:
        """Say whether the paper is known to exist."""
        proved = self._desk.casebook.recovery_proved
        self._unproved.setVisible(not proved)
        self._proved.setVisible(proved)

    @Slot()
    def _open(self) -> None:
        if not self._phrase.text():
            self._field.set_error("Type your passphrase.")
            return
        self._show.setEnabled(False)
        run(partial(vaults.derive, self._desk.casebook.folder, self._phrase.text()), self._opened, self._not_opened)

    def _opened(self, _: object) -> None:
        self._show.setEnabled(True)
        self._field.set_error("")
        self._phrase.clear()
        self._show_words(self._desk.casebook.recovery_words().split())

    def _not_opened(self, error: BaseException) -> None:
        self._show.setEnabled(True)
        if isinstance(error, Problem):
            self._field.set_error(error.happened)
        else:
            tell_fault(self.window(), describe_fault(error))

    def _show_words(self, words: list[str]) -> None:
        self._grid.show_words(words)
        self._turn("words")
        # Left alone, the keyboard would fall on the button that makes new words.
        self._print.setFocus()

    @Slot()
    def _print_words(self) -> None:
        if print_sheet(self, self._desk.casebook):
            self._check_paper()

    @Slot()
    def _check_paper(self) -> None:
        self._grid.show_words([])
        self._turn("prove")
        self._prove.setFocus()

    @Slot()
    def _compare(self) -> None:
        right = self._prove.is_filled() and self._desk.casebook.prove_recovery(self._prove.typed())
        self._prove.say(True if right else False if self._prove.is_listed() else None)
        self.tell_proved()

    @Slot()
    def _make_new(self) -> None:
        phrase = _NewKey.ask(self.window())
        if phrase is None:
            return
        try:
            words = self._desk.casebook.rekey(phrase)
        except Problem as problem:
            self._desk.ask_problem(problem, title="The vault keeps its key")
            return
        self._show_words(words.split())
        self.tell_proved()

    def _turn(self, part: str) -> None:
        self._ask.setVisible(part == "ask")
        for widget in (self._grid, self._print, self._hide):
            widget.setVisible(part == "words")
        self._prove.setVisible(part == "prove")

    def _lay_out(self) -> None:
        asked = QVBoxLayout(self._ask)
        asked.setContentsMargins(4, 4, 4, 4)
        asked.addWidget(self._field)
        asked.addWidget(row(self._show))
        self.add(Text("They open the vault without its passphrase. Keep the sheet in a locked drawer.", token="ink2"))
        for part in (self._unproved, self._proved, self._ask, self._grid):
            self.add(part)
        self.add(row(self._print, self._hide))
        self.add(self._prove)
        self.add(row(self._again))


class _NewKey(Dialog):
    """A new key for the whole vault, for a sheet that is lost."""

    def __init__(self, parent: QWidget | None) -> None:
        super().__init__(parent, "Recovery words", title="Make new recovery words?", width=600, margin=104)
        self._phrase = PassphraseField("Passphrase")
        self.grid.add("What happens", Text("The whole vault is written again under a new key, and the copy is proved."))
        self.grid.add("After that", Text("The old sheet opens this vault no longer. Older backups keep the old words."))
        self.grid.add("Passphrase", self._phrase)
        self.answer_with("Make new words")

    def value(self) -> str:
        """Return the passphrase."""
        return self._phrase.text()

    def complaint(self) -> str:
        """Say what is missing."""
        return "" if self._phrase.text() else "Type your passphrase. It stays the same."
