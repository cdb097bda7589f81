"""The words of a letter, section by section in the margin form, with who goes without which.

sheet = LetterPaper(today); sheet.show_letter(letter, recipient); sheet.edited(); sheet.applied_to(letter) -> letter
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import partial

from PySide6.QtCore import QPoint, Signal, Slot
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QMenu, QVBoxLayout, QWidget

from pipnotes.domain.codes import Recipient
from pipnotes.domain.ending import Letter, LetterSection
from pipnotes.domain.words import listed
from pipnotes.ui.widgets.chips import Chip
from pipnotes.ui.widgets.dates import DateField
from pipnotes.ui.widgets.flow import Flow
from pipnotes.ui.widgets.margin import MarginGrid
from pipnotes.ui.widgets.marks import Mark
from pipnotes.ui.widgets.prose import ProseEdit
from pipnotes.ui.widgets.segments import Option, Segments
from pipnotes.ui.widgets.sheet import Scroll
from pipnotes.ui.widgets.text import Text
from pipnotes.ui.widgets.wrapping import WrappingButton

GREETING = "greeting"
MARGIN = 106
HANDS, POST = "hand", "post"
TO = {Recipient.PARENT: "parents", Recipient.GP: "GP", Recipient.HEALTH_VISITOR: "health visitor"}


class MarginLink(WrappingButton):
    """A small link in the margin, which wraps where a button would not."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._words = Text("", role="small", token="primary", align="right")
        self.see_through(self._words)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 3, 0, 3)
        box.addWidget(self._words)
        self.setProperty("ring_radius", 5)

    def say(self, words: str) -> None:
        """Say something else."""
        self.setText(words)
        self._words.set_words(words)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Leave the drawing to the words."""


class SectionHead(QWidget):
    """The name of a section in the margin, and under it who goes without."""

    changed = Signal()

    def __init__(self, section: LetterSection, readers: Sequence[Recipient], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._readers = tuple(readers)
        self._heading = section.heading
        self.left_out = tuple(section.left_out_for)
        self.button = MarginLink()
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addWidget(Text(section.heading, role="label", align="right"))
        box.addWidget(self.button)
        self.button.clicked.connect(self.open_menu)
        self.button.setVisible(len(self._readers) > 1)
        self._say()

    def set_read_only(self, read_only: bool) -> None:
        """Take the choice away once the letter is signed; what was left out is still said."""
        self.button.setEnabled(not read_only)

    def turn(self, recipient: Recipient) -> None:
        """Leave the section out of one copy, or put it back."""
        if recipient in self.left_out:
            self.left_out = tuple(one for one in self.left_out if one is not recipient)
        else:
            self.left_out = (*self.left_out, recipient)
        self._say()
        self.changed.emit()

    @Slot()
    def open_menu(self) -> None:
        """Offer each copy, ticked when it has this section."""
        menu = QMenu(self)
        for recipient in self._readers:
            action = menu.addAction(f"In the copy for the {TO[recipient]}")
            action.setCheckable(True)
            action.setChecked(recipient not in self.left_out)
            action.triggered.connect(partial(self.turn, recipient))
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self.button.mapToGlobal(QPoint(0, self.button.height())))

    def _say(self) -> None:
        without = [one for one in self._readers if one in self.left_out]
        having = [one for one in self._readers if one not in self.left_out]
        if not without:
            words = "in every copy"
        elif not having:
            words = "in no copy"
        elif len(having) == 1:
            words = f"only to {TO[having[0]]}"
        else:
            words = "not to " + listed([TO[one] for one in without])
        self.button.say(words)
        self.button.setAccessibleName(f"{self._heading}: {words}")


class LetterPaper(QWidget):
    """Date, greeting and sections of one letter."""

    edited = Signal()
    form_changed = Signal()

    def __init__(self, today: date, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.day = DateField("Dated", today=today)
        self.goes = Segments("How this copy goes", [Option(HANDS, "By hand"), Option(POST, "By post")], value=HANDS)
        self.large = Chip("Large print", small=True)
        self.greeting = ProseEdit("Greeting")
        self.edits: dict[str, ProseEdit] = {GREETING: self.greeting}
        self.heads: dict[str, SectionHead] = {}
        self._greetings: dict[Recipient, str] = {}
        self._recipient = Recipient.PARENT
        self._grid = MarginGrid(width=MARGIN, lines=True, writing=True)
        self.scroll_area = Scroll(self._grid)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self.scroll_area)
        self.day.changed.connect(self.edited)
        self.greeting.edited.connect(self.edited)
        self.goes.changed.connect(self.form_changed)
        self.large.toggled.connect(self.form_changed)

    def show_letter(self, letter: Letter, recipient: Recipient) -> None:
        """Show a letter afresh, and tell nobody."""
        for part in (self.day, self.goes, self.large, self.greeting):
            part.setParent(None)
        self._grid.clear()
        self.edits, self.heads = {GREETING: self.greeting}, {}
        self._greetings = {copy.recipient: copy.greeting for copy in letter.copies}
        self._recipient = recipient
        signed = letter.signed is not None
        self.day.set_value(letter.dated)
        self.day.setEnabled(not signed)
        self.greeting.set_words(self._greetings.get(recipient, ""))
        self.greeting.setReadOnly(signed)
        self._grid.add("Dated", Flow([self.day, self.goes, self.large]))
        self._grid.add("Greeting", self.greeting)
        readers = [copy.recipient for copy in letter.copies]
        for section in letter.sections:
            self._add(section, readers, signed)
        self._grid.add_space()
        for part in (self.day, self.goes, self.large, self.greeting):
            part.show()

    def show_recipient(self, recipient: Recipient) -> None:
        """Show how the letter greets another reader."""
        self._greetings[self._recipient] = self.greeting.words()
        self._recipient = recipient
        self.greeting.set_words(self._greetings.get(recipient, ""))

    def applied_to(self, letter: Letter) -> Letter:
        """Return the letter as it stands here."""
        greetings = {**self._greetings, self._recipient: self.greeting.words()}
        return replace(
            letter,
            dated=self.day.value() or letter.dated,
            copies=tuple(
                replace(copy, greeting=greetings.get(copy.recipient, copy.greeting)) for copy in letter.copies
            ),
            sections=tuple(
                replace(
                    section,
                    text=self.edits[section.key].words(),
                    left_out_for=self.heads[section.key].left_out,
                )
                for section in letter.sections
            ),
        )

    def show_marks(self, marks: Mapping[str, Iterable[Mark]]) -> None:
        """Mark words in the sections, and nowhere else."""
        for key, edit in self.edits.items():
            edit.set_marks(marks.get(key, ()))

    def focused(self) -> str:
        """Return the key of the section that has the caret, or nothing."""
        return next((key for key, edit in self.edits.items() if edit.hasFocus()), "")

    def _add(self, section: LetterSection, readers: Sequence[Recipient], signed: bool) -> None:
        edit = ProseEdit(section.heading, placeholder="Nothing here yet, so it is not printed.", read_only=signed)
        edit.set_words(section.text)
        edit.edited.connect(self.edited)
        head = SectionHead(section, readers)
        head.set_read_only(signed)
        head.changed.connect(self.edited)
        self._grid.add(head, edit)
        self.edits[section.key] = edit
        self.heads[section.key] = head
