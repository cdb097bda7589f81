"""One letter on the page: who it goes to, its words, how they read, and the pages they make.

view = LetterView(desk); view.open(letter, place); view.letter; view.place(); view.keep_now()
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from functools import partial

from PySide6.QtCore import Qt, QTimer, Slot
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QVBoxLayout, QWidget

from pipnotes.casebook.drafts import Place
from pipnotes.casebook.letters import Hint, HintKind
from pipnotes.domain.circle import Circle
from pipnotes.domain.codes import Recipient
from pipnotes.domain.ending import Letter, LetterCopy
from pipnotes.domain.words import listed
from pipnotes.errors import Problem
from pipnotes.ui.desk import Desk
from pipnotes.ui.keeping import Keeper, NotSaved
from pipnotes.ui.pages.letter.preview import Preview
from pipnotes.ui.pages.letter.reading import Reading
from pipnotes.ui.pages.letter.recipients import CardWords, Recipients
from pipnotes.ui.pages.letter.writing import HANDS, POST, TO, LetterPaper
from pipnotes.ui.pages.names import names_of
from pipnotes.ui.widgets.beside import Beside
from pipnotes.ui.widgets.marks import Mark
from pipnotes.ui.widgets.sheet import Sheet

# The pages follow the words when the typing pauses.
PAUSE_MS = 400


class LetterView(QWidget):
    """A letter that is being written, or that was signed."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._letter: Letter | None = None
        self._circle: Circle | None = None
        self._kept_place = Place()
        self._by_post: set[Recipient] = set()
        self.keeper = Keeper(desk, self._keep, self)
        self.recipients = Recipients()
        self.paper = LetterPaper(desk.clock().date())
        self.reading = Reading()
        self.preview = Preview()
        self._trouble = NotSaved(self.keeper)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._lay_out()
        self._connect()

    def open(self, letter: Letter, place: Place) -> None:
        """Show a letter, with the caret where it was."""
        self._letter = None
        self.keeper.rest()
        self._by_post = {copy.recipient for copy in letter.copies if copy.recipient is not Recipient.PARENT}
        first = letter.copies[0].recipient if letter.copies else Recipient.PARENT
        self.paper.show_letter(letter, first)
        self._letter = letter
        self._circle = self._desk.casebook.families.circle(letter.family)
        for edit in self.paper.edits.values():
            edit.know_names(word for person in self._circle.people for word in names_of(person))
            edit.left.connect(self.keeper.settle)
            edit.cursorPositionChanged.connect(partial(self._columns.keep_in_sight, edit))
        self._trouble.hide()
        self.reading.setVisible(letter.signed is None)
        self._show_copies(first)
        self.show_now()
        self.go_to(place)
        self._kept_place = place

    def close_letter(self) -> None:
        """Let go of the words and the pages."""
        self._pause.stop()
        self.keeper.rest()
        self._letter = None
        for edit in self.paper.edits.values():
            edit.set_words("")
        self.preview.view.clear()

    @property
    def is_open(self) -> bool:
        """Return whether there is a letter on the page."""
        return self._letter is not None

    @property
    def letter(self) -> Letter:
        """Return the letter as it stands on the screen."""
        assert self._letter is not None
        return self._letter if self._letter.signed else self.paper.applied_to(self._letter)

    @property
    def recipient(self) -> Recipient:
        """Return whose copy is shown."""
        return self.recipients.value()

    @property
    def is_large(self) -> bool:
        """Return whether the copy is to be set in large print."""
        return self.paper.large.isChecked()

    def goes_by_post(self, recipient: Recipient) -> bool:
        """Return whether a copy is to go by post rather than from hand to hand."""
        return recipient in self._by_post

    def named(self, recipient: Recipient) -> str:
        """Return what a reader is called on screen at the moment."""
        if self._desk.names_hidden:
            return f"the {TO[recipient]}"
        together = listed([person.called for person in self._circle.caregivers]) if self._circle else ""
        if recipient is Recipient.PARENT and together:
            return together
        return next((copy.name for copy in self.letter.copies if copy.recipient is recipient), TO[recipient])

    def place(self) -> Place:
        """Return which section has the caret, where in it, and how far the paper is scrolled."""
        key = self.paper.focused() or (self._kept_place.field if self._kept_place.field in self.paper.edits else "")
        return Place(field=key, caret=self.paper.edits[key].caret() if key else 0, scroll=self._columns.scrolled())

    def go_to(self, place: Place) -> None:
        """Put the caret and the paper back where they were."""
        edit = self.paper.edits.get(place.field)
        if edit is not None:
            edit.set_caret(place.caret)
            edit.setFocus(Qt.FocusReason.OtherFocusReason)
        QTimer.singleShot(0, self, partial(self._columns.scroll_to, place.scroll))

    def keep_now(self) -> None:
        """Keep the words, and the place in them; raises Problem when it cannot be."""
        if self._letter is None or self._letter.signed is not None:
            return
        if self.place() != self._kept_place:
            self.keeper.touch()
        self.keeper.keep_now()

    @Slot()
    def show_now(self) -> None:
        """Draw the pages and read the letter as a parent, without waiting for a pause."""
        self._pause.stop()
        if self._letter is None:
            return
        letter, letters = self.letter, self._desk.casebook.letters
        self._show_copies(self.recipient)
        try:
            data = letters.preview(letter, self.recipient, large=self.is_large)
        except Problem as problem:
            self.preview.show_trouble(problem)
        else:
            self.preview.show_pdf(data, self.named(self.recipient))
        if letter.signed is None:
            hints = letters.hints(letter)
            self.reading.show_reading(hints, letters.reading_age(letter))
            self._mark(hints)

    @Slot()
    def turn_section(self) -> None:
        """Leave the section with the caret out of the copy that is shown, or put it back."""
        key = self.paper.focused()
        if self._letter is not None and self._letter.signed is None and key in self.paper.heads:
            self.paper.heads[key].turn(self.recipient)

    @Slot(object)
    def take_up(self, hint: Hint) -> None:
        """Put the kinder words in the place of the others; undo takes them out again."""
        edit = self.paper.edits.get(hint.section)
        text = edit.words() if edit is not None else ""
        if edit is None or hint.suggestion is None or text[hint.start : hint.end] != hint.quote:
            self.show_now()
            return
        cursor = edit.textCursor()
        cursor.setPosition(_units(text[: hint.start]))
        cursor.setPosition(_units(text[: hint.end]), QTextCursor.MoveMode.KeepAnchor)
        cursor.insertText(hint.suggestion)
        self.show_now()

    @Slot(object)
    def leave_as_is(self, hint: Hint) -> None:
        """Let words stand, and do not ask about them again."""
        if self._letter is not None:
            self._letter = replace(self._letter, hints_left=(*self._letter.hints_left, hint.key))
            self.keeper.touch()
            self.show_now()

    def _lay_out(self) -> None:
        left = Sheet()
        left.add_row(self._trouble, line=False)
        left.add_row(self.paper, line=False, stretch=1)
        left.add_row(self.reading)
        self.panes: list[QWidget] = [self.recipients, left, self.preview]
        self._columns = Beside(left, self.preview, head=self.recipients, side_width=506, wide=720, least=480)
        self._columns.follow(self.paper.scroll_area)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self._columns)

    def _connect(self) -> None:
        self.recipients.chosen.connect(self._choose)
        self.paper.edited.connect(self._typed)
        self.paper.form_changed.connect(self._form_changed)
        self.reading.change_wanted.connect(self.take_up)
        self.reading.leave_wanted.connect(self.leave_as_is)
        self._pause.timeout.connect(self.show_now)
        self._columns.stacked_changed.connect(self.preview.set_stacked)
        self._desk.locked.connect(self._pause.stop)

    def _keep(self) -> datetime:
        place = self.place()
        moment = self._desk.casebook.letters.keep(self.letter, place)
        self._kept_place = place
        return moment

    @Slot()
    def _typed(self) -> None:
        if self._letter is not None and self._letter.signed is None:
            self.keeper.touch()
            self._pause.start()

    @Slot(object)
    def _choose(self, recipient: Recipient) -> None:
        self.paper.show_recipient(recipient)
        self.paper.goes.set_value(POST if recipient in self._by_post else HANDS)
        self.show_now()

    @Slot()
    def _form_changed(self) -> None:
        if self.paper.goes.value() == POST:
            self._by_post.add(self.recipient)
        else:
            self._by_post.discard(self.recipient)
        self.show_now()

    def _show_copies(self, chosen: Recipient) -> None:
        letter = self.letter
        self.recipients.show_copies([self._card(letter, copy) for copy in letter.copies], chosen)

    def _card(self, letter: Letter, copy: LetterCopy) -> CardWords:
        role = TO[copy.recipient]
        name = role[0].upper() + role[1:] if self._desk.names_hidden else f"{self.named(copy.recipient)}, {role}"
        without = self._desk.casebook.letters.left_out(letter, copy.recipient)
        if without:
            said = "Left out: " + ", ".join(words[0].lower() + words[1:] for words in without)
        else:
            said = "Nothing left out." + (" Written to them." if copy.recipient is Recipient.PARENT else "")
        goes = "Printed, by post" if copy.recipient in self._by_post else "Printed, by hand"
        return CardWords(recipient=copy.recipient, name=name, goes=goes, without=said)

    def _mark(self, hints: tuple[Hint, ...]) -> None:
        marks: dict[str, list[Mark]] = {}
        for hint in hints:
            if hint.section and hint.kind is not HintKind.LONG:
                text = self.paper.edits[hint.section].words()
                mark = Mark(_units(text[: hint.start]), _units(text[: hint.end]), "check")
                marks.setdefault(hint.section, []).append(mark)
        self.paper.show_marks(marks)


def _units(text: str) -> int:
    """Return the length of a text in the UTF-16 units that text areas count by."""
    return len(text) + sum(1 for letter in text if ord(letter) > 0xFFFF)
