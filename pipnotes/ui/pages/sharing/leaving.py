"""What leaves this laptop: the author's words beside what goes out, every question answered, then sealed.

Nothing is sealed but what stands in the right-hand pane at that moment: the approval names its digest.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QEvent, Signal, Slot
from PySide6.QtWidgets import QBoxLayout, QVBoxLayout, QWidget

from pipnotes.casebook.sealed_files import has_no_card
from pipnotes.casebook.summaries import Preview
from pipnotes.domain.codes import Word
from pipnotes.domain.sharing import Contact
from pipnotes.errors import Problem
from pipnotes.ui.desk import Desk
from pipnotes.ui.pages.sharing.checks import PleaseCheck, Replaced
from pipnotes.ui.pages.sharing.parcel import DoubtCard, InTheParcel, SealIt, WhoCanOpen
from pipnotes.ui.pages.sharing.rulings import Rulings
from pipnotes.ui.pages.sharing.sealed_file import NoCardDialog, SealedFileDialog
from pipnotes.ui.pages.sharing.sides import Sides, place_of
from pipnotes.ui.theme import STACK_COLUMNS_FROM, look
from pipnotes.ui.widgets.announce import announce
from pipnotes.ui.widgets.beside import Beside
from pipnotes.ui.widgets.buttons import Button
from pipnotes.ui.widgets.flow import Flow
from pipnotes.ui.widgets.sheet import Hairline, Sheet
from pipnotes.ui.widgets.text import Text
from pipnotes.ui.widgets.twopane import MarkedText, TwoPane

_KEYS = "Tab moves between highlights. Enter changes one."
_ALWAYS = "Names that this family’s record knows never leave. Take the words out, or write them another way."


class LeavingView(QWidget):
    """Picture 06: read as it will leave, answer, approve and seal."""

    sealed = Signal(str)
    saved = Signal(str)
    refused = Signal(object)
    reader_gone = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._rulings: Rulings | None = None
        self._preview: Preview | None = None
        self._contacts: list[Contact] = []
        self._contact: Contact | None = None
        self._sides: Sides | None = None
        self._ticked_for = ""
        self.panes = TwoPane(("Stays here", "Your words, with names"), ("Goes out", "What your reader will see"))
        self._take = Button("Take out selected words", icon="eraser", hint="Ctrl+R")
        self._undo = Button("Undo", icon="undo-2", hint="Ctrl+Z")
        self._said = Text(_KEYS, role="small", token="ink2")
        self.replaced, self.checks = Replaced(), PleaseCheck()
        self.parcel, self.reader, self.sealing = InTheParcel(desk), WhoCanOpen(desk), SealIt()
        self._lay_out()
        self._wire()

    def _wire(self) -> None:
        self.panes.mark_pressed.connect(self._change_mark)
        self._take.clicked.connect(self.take_out)
        self._undo.clicked.connect(self.undo)
        self.replaced.put_back.connect(self._keep_words)
        self.replaced.refused.connect(self._say_always)
        self.checks.answered.connect(self._answer)
        self.checks.changed_mind.connect(self._let_go)
        self.checks.trait_answered.connect(self._answer_trait)
        self.reader.chosen.connect(self._choose_reader)
        self.reader.doubted.connect(self._doubt)
        self.reader.without_wanted.connect(self._without_card)
        self.sealing.box.toggled.connect(self._tick)
        self.sealing.wanted.connect(self.seal)

    @property
    def preview(self) -> Preview | None:
        """Return exactly what is shown."""
        return self._preview

    def show_draft(self, rulings: Rulings, contacts: Sequence[Contact]) -> None:
        """Show a summary as it would leave for the first of the contacts, or for the one chosen before."""
        self._rulings = rulings
        self._ticked_for = ""
        self.show_contacts(contacts)
        self.sealing.box.setChecked(False)
        self._said.set_words(_KEYS)
        self.read_again()

    def show_contacts(self, contacts: Sequence[Contact]) -> None:
        """Offer these readers, and keep the one that was chosen."""
        self._contacts = list(contacts)
        before = self._contact.id if self._contact else ""
        same = [contact for contact in contacts if contact.id == before]
        self._contact = same[0] if same else contacts[0]

    @Slot()
    def read_again(self) -> None:
        """Read what would leave now; a changed word takes the tick away, so that it is read again."""
        if self._rulings is None or self._contact is None:
            return
        try:
            preview = self._desk.casebook.summaries.preview(self._rulings.draft, self._contact)
        except Problem as problem:
            self.refused.emit(problem)
            return
        self._preview = preview
        hidden = self._desk.names_hidden
        self._sides = sides = Sides.of(preview.wording, names_hidden=hidden)
        self.panes.set_left(sides.left, sides.left_marks)
        self.panes.set_right(sides.right, sides.right_marks)
        self.replaced.show_wording(preview.wording, names_hidden=hidden)
        self.checks.show_preview(preview, names_hidden=hidden)
        self.parcel.show_preview(preview)
        self.reader.show_contact(preview.contact, self._contacts)
        self.panes.say(right=f"What {preview.contact.name} will read")
        waiting = len(self._desk.casebook.post.waiting())
        self.sealing.say_what_follows(waiting, as_file=has_no_card(preview.contact))
        if self._ticked_for and self._ticked_for != preview.digest:
            self.sealing.box.setChecked(False)
        self._undo.setEnabled(self._rulings.can_undo)
        self.sealing.say_what_is_left(preview.left_to_answer)

    @Slot()
    def take_out(self) -> None:
        """Take the selected words out, in whichever pane they were selected."""
        pane, side = self._pane()
        if self._rulings is None or self._sides is None:
            return
        start, end = self._sides.span(side, *pane.selected())
        if start == end:
            self._tell("Select some words first, in either text.")
            return
        self._rule([(start, end)], Word.TAKEN_OUT, "Taken out.")

    @Slot()
    def undo(self) -> None:
        """Take the last answer back."""
        if self._rulings is not None and self._rulings.can_undo:
            self._turn(self._rulings.undo, "Taken back.")

    @Slot()
    def redo(self) -> None:
        """Give the answer again that was taken back last."""
        if self._rulings is not None and self._rulings.can_redo:
            self._turn(self._rulings.redo, "Done again.")

    @Slot()
    def seal(self) -> None:
        """Approve exactly what is shown, and seal it for the one reader."""
        if self._preview is None or not self.sealing.approve.isEnabled():
            if not self.checks.focus_first():
                self.sealing.box.setFocus()
            return
        preview = self._preview
        if has_no_card(preview.contact):
            if SealedFileDialog.ask(self.window(), self._desk, preview):
                self.saved.emit(preview.contact.name)
            return
        try:
            self._desk.casebook.summaries.approve(preview.draft, preview.contact, preview.digest)
        except Problem as problem:
            self._desk.ask_problem(problem, title="Not sealed")
            self.sealing.box.setChecked(False)
            self.read_again()
            return
        self.sealed.emit(preview.contact.name)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._settle()

    @Slot(str)
    def _change_mark(self, key: str) -> None:
        if self._preview is None or self._rulings is None:
            return
        start, end = place_of(key)
        if self.checks.focus_on(start, end):
            return
        taken = [ruling for ruling in self._rulings.draft.rulings if ruling.word is Word.TAKEN_OUT]
        inside = [ruling for ruling in taken if start <= ruling.start and ruling.end <= end]
        if inside:
            self._let_go(inside[-1].start, inside[-1].end)
            return
        self.replaced.undo_at(start, end)

    @Slot(int, int, object)
    def _answer(self, start: int, end: int, word: Word) -> None:
        self._rule([(start, end)], word, "Answered.")
        if not self.checks.focus_first():
            self.sealing.box.setFocus()

    @Slot(str, object)
    def _answer_trait(self, key: str, word: Word | None) -> None:
        if self._rulings is None or self._contact is None:
            return
        self._turn(partial(self._rulings.answer, self._contact, key, word), "Answered." if word else "Taken back.")
        if not self.checks.focus_first():
            self.sealing.box.setFocus()

    @Slot(list)
    def _keep_words(self, places: list[tuple[int, int]]) -> None:
        self._rule(places, Word.STAYS, "Your words stay.")

    @Slot(int, int)
    def _let_go(self, start: int, end: int) -> None:
        if self._rulings is not None:
            self._turn(partial(self._rulings.unrule, start, end), "Taken back.", start)
            self.checks.focus_on(start, end)

    @Slot()
    def _say_always(self) -> None:
        self._tell(_ALWAYS)

    @Slot(str)
    def _choose_reader(self, contact: str) -> None:
        self._contact = next(one for one in self._contacts if one.id == contact)
        self.read_again()

    @Slot()
    def _without_card(self) -> None:
        reader = NoCardDialog.ask(self.window(), self._desk)
        if reader is not None:
            self._contacts = [*(one for one in self._contacts if one.id != reader.id), reader]
            self._choose_reader(reader.id)

    @Slot()
    def _doubt(self) -> None:
        if self._contact is not None and DoubtCard.ask(self.window(), self._contact.name):
            self._desk.casebook.contacts.revoke(self._contact)
            self.reader_gone.emit()

    @Slot(bool)
    def _tick(self, on: bool) -> None:
        if self._preview is not None:
            self._ticked_for = self._preview.digest if on else ""
            self.sealing.say_what_is_left(self._preview.left_to_answer)

    def _rule(self, places: list[tuple[int, int]], word: Word, said: str) -> None:
        if self._rulings is not None and places:
            self._turn(partial(self._rulings.rule, places, word), said, places[0][0])

    def _turn(self, change: Callable[[], None], said: str, at: int | None = None) -> None:
        """Make a change to the answers, read again, and leave the reader where they were."""
        pane, side = self._pane()
        if at is None and self._sides is not None:
            at = self._sides.span(side, pane.selected()[0], pane.selected()[0] + 1)[0]
        try:
            change()
        except Problem as problem:
            self._desk.ask_problem(problem, title="This answer is not kept yet")
        self.read_again()
        if self._sides is not None and at is not None:
            for each, name in ((self.panes.left, "left"), (self.panes.right, "right")):
                cursor = each.textCursor()
                cursor.setPosition(self._sides.place(name, at))
                each.setTextCursor(cursor)
        self._tell(said)

    def _pane(self) -> tuple[MarkedText, str]:
        """Return the pane that has words selected, the one with the keyboard first."""
        left, right = self.panes.left, self.panes.right
        if left.hasFocus() or (not right.hasFocus() and left.textCursor().hasSelection()):
            return left, "left"
        return right, "right"

    def _tell(self, words: str) -> None:
        self._said.set_words(words)
        announce(self, words)

    def _settle(self) -> None:
        down = look().scale >= STACK_COLUMNS_FROM
        way = QBoxLayout.Direction.TopToBottom if down else QBoxLayout.Direction.LeftToRight
        self._lists.setDirection(way)
        self.panes.setMinimumHeight(look().px(230) if down else 190)
        for part in (self.replaced, self.checks):
            part.setMinimumHeight(look().px(170) if down else 140)

    def _lay_out(self) -> None:
        tools = Flow([self._take, self._undo, self._said])
        held = QWidget()
        self._lists = QBoxLayout(QBoxLayout.Direction.LeftToRight, held)
        self._lists.setContentsMargins(0, 0, 0, 0)
        self._lists.setSpacing(0)
        self._lists.addWidget(self.replaced, 1)
        self._lists.addWidget(Hairline(upright=True))
        self._lists.addWidget(self.checks, 1)
        paper = Sheet()
        paper.add_row(self.panes, stretch=3)
        paper.add_line()
        paper.add(tools, top=8, bottom=8)
        paper.add_row(held, stretch=2)
        side = QWidget()
        beside = QVBoxLayout(side)
        beside.setContentsMargins(0, 0, 0, 0)
        beside.setSpacing(12)
        beside.addWidget(self.parcel)
        beside.addWidget(self.reader)
        beside.addWidget(self.sealing, 1)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(Beside(paper, side, side_width=338, wide=430))
        self._settle()
