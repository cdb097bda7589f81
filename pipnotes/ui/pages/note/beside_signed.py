"""What stands beside a signed note: its amendments, the reflection nobody sees unasked, and where it has been used."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from pipnotes.casebook.amendments import Amendment, Use
from pipnotes.casebook.notes import SignedNote
from pipnotes.domain.words import clock_time, day_month
from pipnotes.ui.widgets.buttons import Button
from pipnotes.ui.widgets.hints import PrivatePanel
from pipnotes.ui.widgets.lines import Lines
from pipnotes.ui.widgets.margin import MarginGrid
from pipnotes.ui.widgets.prose import ProseEdit
from pipnotes.ui.widgets.segments import Option, Segments
from pipnotes.ui.widgets.sheet import Sheet, column, row
from pipnotes.ui.widgets.text import IconView, Text, strong


class AmendmentSheet(Sheet):
    """Every change since the note was signed, and the choice between the note as it reads and as it was."""

    reading_changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Amendments", icon="history", parent=parent)
        self._count = Text("", token="ink2", wrap=False)
        self.heading.add(self._count)
        self._grid = MarginGrid(width=62, lines=True)
        self.shown = Segments("Show note as", [Option("now", "Amended"), Option("first", "First signed")], value="now")
        self._choice = QWidget()
        box = QHBoxLayout(self._choice)
        box.setContentsMargins(16, 8, 16, 8)
        box.setSpacing(12)
        box.addWidget(Text("Show note as", token="ink2", wrap=False))
        box.addWidget(self.shown)
        box.addStretch(1)
        self.add_row(self._grid)
        self.add_row(self._choice)
        self.shown.changed.connect(self.reading_changed)

    def show_note(self, note: SignedNote, amendments: Sequence[Amendment]) -> None:
        """Show the amendments of a note, the newest first, and its signature last."""
        self._count.set_words(str(len(amendments)) if amendments else "")
        self._grid.clear()
        for one in amendments:
            words = [Text(strong(one.title)), *(Text(part) for part in one.parts)]
            words.append(Text(f"“{one.why}”, {one.by}", role="small", token="ink2"))
            self._grid.add(_short(one.at), Lines(*words), second=clock_time(one.at))
        first = note.versions[0]
        told = "The words as they were written first." if amendments else "No word has been changed since."
        self._grid.add(
            _short(first.at),
            Lines(Text(strong("Signed")), Text(told, role="small", token="ink2")),
            second=clock_time(first.at),
        )
        self.shown.set_value("now")
        self._choice.setVisible(bool(amendments))

    def shows_first(self) -> bool:
        """Return whether the note is to be read as it was first signed."""
        return self.shown.value() == "first"


class HiddenReflection(PrivatePanel):
    """The private process note of a signed note, which stays folded until it is asked for."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(aside="", parent=parent)
        self._text = ""
        self.show_button = Button("Show", small=True)
        self._under = Text("", role="small", token="ink2")
        self.edit = ProseEdit("My reflection", read_only=True, boxed=True, spelling=False)
        self.add_to_heading(self.show_button)
        self.add(self.edit)
        self.add(self._under)
        self.show_button.clicked.connect(self._turn)

    def show_text(self, text: str) -> None:
        """Take another reflection, and fold it away."""
        self._text = text
        self._fold()
        self.show_button.setVisible(bool(text.strip()))

    def _fold(self) -> None:
        self.edit.set_words("")
        self.edit.hide()
        self.show_button.setText("Show")
        self.show_button.updateGeometry()
        hidden = "Hidden until you ask. Kept apart from the record."
        self._under.set_words(hidden if self._text.strip() else "Nothing was written here.")

    @Slot()
    def _turn(self) -> None:
        if self.edit.isVisibleTo(self):
            self._fold()
            return
        self.edit.set_words(self._text)
        self.edit.show()
        self.show_button.setText("Hide")
        self._under.set_words("Private process note. Never in a letter, summary or print.")


class UsesSheet(Sheet):
    """Where the words of a note have gone, and the way to put right a note in the wrong family."""

    wrong_family = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Where this note has been used", parent=parent)
        self._lines: QWidget | None = None
        self._held = QWidget()
        self._box = QVBoxLayout(self._held)
        self._box.setContentsMargins(0, 0, 0, 0)
        self.move_note = Button("This note is in the wrong family", kind="link", small=True)
        self.add(self._held, bottom=4)
        self.add(row(self.move_note))
        self.move_note.clicked.connect(self.wrong_family)

    def show_uses(self, uses: Sequence[Use]) -> None:
        """Show the places, in words."""
        if self._lines is not None:
            self._box.removeWidget(self._lines)
            self._lines.hide()
            self._lines.deleteLater()
        lines = [
            row(IconView(use.icon, token="ink2", size=17), Text(use.words), gap=12, stretch_last=True) for use in uses
        ]
        self._lines = column(*lines, gap=2)
        self._box.addWidget(self._lines)


def _short(moment: datetime) -> str:
    """Return a day short enough for the margin: 5 Nov."""
    day, month = day_month(moment.date()).split(" ")
    return f"{day} {month[:3]}"
