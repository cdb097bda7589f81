"""The steps of a first run, each a part of the page that says what it still needs before the next one."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from pipnotes.casebook.casebook import Casebook
from pipnotes.domain.codes import PracticeRole
from pipnotes.ui.setup.about import AboutForm
from pipnotes.ui.setup.backup import BackupForm
from pipnotes.ui.setup.cards import AcceptCard, MyCard
from pipnotes.ui.setup.passphrase import NewPassphrase
from pipnotes.ui.setup.printed import print_sheet
from pipnotes.ui.setup.recovery import ProveWords, WordGrid
from pipnotes.ui.widgets.buttons import Button
from pipnotes.ui.widgets.hints import Banner
from pipnotes.ui.widgets.segments import Option, Segments
from pipnotes.ui.widgets.sheet import Hairline, row
from pipnotes.ui.widgets.text import IconView, Text

_PROMISES = {
    "lock": (
        "It stays on this laptop",
        "Notes are locked with a passphrase that only you know. PipNotes never connects by itself.",
    ),
    "send": (
        "You see every word before it leaves",
        "Names are swapped for roles and codes. You read it, change it, then approve it.",
    ),
    "users": (
        "The whole family is in the picture",
        "Dads, partners, grandparents and brothers and sisters have a place in every note.",
    ),
    "calendar-days": (
        "Endings are planned, and followed up",
        "PipNotes reminds you well before a second birthday, and at 6 and 12 months after you say goodbye.",
    ),
}


class Step(QWidget):
    """One step: a title, a sentence, its parts; `changed` when `missing` may have another answer."""

    changed = Signal()
    onward = Signal()
    skip = ""

    def __init__(self, title: str, words: str) -> None:
        super().__init__()
        self.box = QVBoxLayout(self)
        self.box.setContentsMargins(4, 0, 4, 4)
        self.box.setSpacing(8)
        self.box.addWidget(Text(title, role="first_run"))
        self.box.addWidget(Text(words, token="ink2"))
        self.box.addSpacing(8)

    def missing(self) -> str:
        """Return what is still to do before the next step, as a sentence, or nothing."""
        return ""

    def focus_first(self) -> None:
        """Put the keyboard where this step begins."""


class Welcome(Step):
    """What PipNotes promises, and for whom the vault is."""

    restore_wanted = Signal()

    def __init__(self) -> None:
        super().__init__(
            "Welcome to PipNotes", "A quiet place to write after a visit, so that nobody has to write during one."
        )
        for icon, (title, words) in _PROMISES.items():
            self.box.addWidget(_promise(icon, title, words))
        self._role = Segments(
            "I am a",
            [Option(PracticeRole.THERAPIST.value, "Therapist"), Option(PracticeRole.SUPERVISOR.value, "Supervisor")],
            value=PracticeRole.THERAPIST.value,
        )
        restore = Button("restore from a backup", kind="link")
        restore.clicked.connect(self.restore_wanted)
        self._role.changed.connect(self.changed)
        quiet = [Text(words, token="ink2", wrap=False) for words in ("I am a", "or")]
        self.box.addSpacing(4)
        self.box.addWidget(row(quiet[0], self._role, quiet[1], restore, gap=10))
        self.box.addStretch(1)

    def role(self) -> PracticeRole:
        """Return whether this is a therapist's or a supervisor's vault."""
        return PracticeRole.of(self._role.value() or PracticeRole.THERAPIST.value)


class AboutYou(Step):
    """Name and what stands on letters; only the name is needed now."""

    def __init__(self) -> None:
        super().__init__("About you", "This stands on your letters. Only your name is needed now; the rest can wait.")
        self.form = AboutForm()
        self.box.addWidget(self.form)
        self.box.addStretch(1)
        self.form.changed.connect(self.changed)
        self.form.returned.connect(self.onward)

    def missing(self) -> str:
        return "" if self.form.name() else "Type your name. It stands under every note."

    def focus_first(self) -> None:
        self.form.setFocus()


class Passphrase(Step):
    """The passphrase of the new vault."""

    def __init__(self, about: AboutForm) -> None:
        super().__init__(
            "Choose a passphrase",
            "Five unrelated words are strong and easy to type. You will need it each time you open PipNotes.",
        )
        self.new = NewPassphrase(known=about.known_words)
        self.box.addWidget(self.new)
        self.box.addSpacing(4)
        self.box.addWidget(
            Banner(
                "Nobody can look this up for you or reset it from afar. Next you will print 24 recovery words, "
                "which open the vault without it."
            )
        )
        self.box.addStretch(1)
        self.new.changed.connect(self.changed)
        self.new.returned.connect(self.onward)

    def missing(self) -> str:
        return self.new.missing()

    def focus_first(self) -> None:
        self.new.setFocus()


class RecoveryWords(Step):
    """The words on screen, then on paper, then proved."""

    skip = "Later"

    def __init__(self, casebook: Casebook) -> None:
        super().__init__(
            "Print your recovery words",
            "If you forget your passphrase, these words open the vault. Keep them at work in a locked drawer, "
            "not with the laptop.",
        )
        self._casebook = casebook
        self._words = casebook.recovery_words().split()
        self._grid = WordGrid(self._words)
        self._print = Button("Print the words", kind="primary", icon="printer")
        self._write = Button("I have written them down", icon="pencil")
        self._show = Button("Show the words again", icon="eye")
        self._prove = ProveWords()
        self._proof = QWidget()
        self._proved = casebook.recovery_proved
        proof = QVBoxLayout(self._proof)
        proof.setContentsMargins(0, 4, 0, 0)
        proof.addWidget(Hairline())
        proof.addWidget(Text("To check, type three of the words from your paper", role="label"))
        proof.addWidget(self._prove)
        self.box.addWidget(self._grid)
        self.box.addWidget(row(self._print, self._write, self._show))
        self.box.addWidget(self._proof)
        self.box.addStretch(1)
        self._show.hide()
        self._proof.hide()
        self._print.clicked.connect(self._print_words)
        self._write.clicked.connect(self._turn_to_proof)
        self._show.clicked.connect(self._turn_to_words)
        self._prove.changed.connect(self._check)
        self._prove.returned.connect(self.onward)

    def missing(self) -> str:
        return "" if self._proved else "Print the words or write them down, then type three of them back."

    def focus_first(self) -> None:
        self._print.setFocus()

    @Slot()
    def _print_words(self) -> None:
        if print_sheet(self, self._casebook):
            self._turn_to_proof()

    @Slot()
    def _turn_to_proof(self) -> None:
        self._show_parts(words=False)
        self._prove.setFocus()

    @Slot()
    def _turn_to_words(self) -> None:
        self._show_parts(words=True)

    @Slot()
    def _check(self) -> None:
        if not self._prove.is_filled():
            self._prove.say(None)
            return
        self._proved = self._proved or self._casebook.prove_recovery(self._prove.typed())
        # A word that is still being typed is no mistake yet.
        self._prove.say(True if self._proved else False if self._prove.is_listed() else None)
        self.changed.emit()

    def _show_parts(self, *, words: bool) -> None:
        self._grid.setVisible(words)
        self._print.setVisible(words)
        self._write.setVisible(words)
        self._show.setVisible(not words)
        self._proof.setVisible(not words)


class Backup(Step):
    """Where backups go, now or later."""

    skip = "Later"

    def __init__(self, casebook: Casebook) -> None:
        super().__init__(
            "Choose where backups go",
            "A backup is a whole encrypted copy. Keep it away from the laptop, on a stick or a network folder.",
        )
        self._casebook = casebook
        self.form = BackupForm(casebook)
        self.box.addWidget(self.form)
        self.box.addStretch(1)
        self.form.made.connect(self.changed)

    def missing(self) -> str:
        return "" if self._casebook.last_backup else "Choose a folder and back up once, or leave it for later."

    def focus_first(self) -> None:
        self.form.setFocus()


class Keys(Step):
    """The card of the person on the other side, now or later."""

    skip = "Later"

    def __init__(self, casebook: Casebook) -> None:
        therapist = casebook.role is PracticeRole.THERAPIST
        other = "supervisor" if therapist else "therapist"
        super().__init__(
            "Your supervisor\u2019s key" if therapist else "Your therapists\u2019 keys",
            f"Swap cards with your {other} when you sit together: each reads six words, and the other types them.",
        )
        self._casebook = casebook
        self.accept = AcceptCard(casebook, whose="Your supervisor\u2019s" if therapist else "A therapist\u2019s")
        self.box.addWidget(self.accept)
        self.box.addWidget(Hairline())
        self.box.addWidget(MyCard(casebook))
        self.box.addStretch(1)
        self.accept.accepted.connect(self.changed)

    def missing(self) -> str:
        return "" if self._casebook.contacts.all() else "Accept a card, or leave it for later."

    def focus_first(self) -> None:
        self.accept.setFocus()


def _promise(icon: str, title: str, words: str) -> QWidget:
    held = QWidget()
    line = QHBoxLayout(held)
    line.setContentsMargins(0, 2, 0, 2)
    line.setSpacing(20)
    line.addWidget(IconView(icon, token="primary", size=24), 0, Qt.AlignmentFlag.AlignTop)
    box = QVBoxLayout()
    box.setSpacing(0)
    box.addWidget(Text(title, role="label"))
    box.addWidget(Text(words, token="ink2"))
    line.addLayout(box, 1)
    return held
