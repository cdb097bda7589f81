"""The page of a family's discharge letter."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict
from functools import partial
from pathlib import Path

from PySide6.QtCore import Slot
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QStackedWidget, QWidget

from pipnotes.casebook.ledger import Changed
from pipnotes.casebook.letters import Check
from pipnotes.domain.codes import Recipient
from pipnotes.domain.ending import Letter
from pipnotes.errors import Problem
from pipnotes.ui.desk import Desk
from pipnotes.ui.pages.letter.bar import DRAFT, NONE, SIGNED, LetterBar
from pipnotes.ui.pages.letter.questions import DiscardLetterDialog, LeavingDialog, SignLetterDialog
from pipnotes.ui.pages.letter.view import LetterView
from pipnotes.ui.pages.page import Page, place_in
from pipnotes.ui.printing import JOB, ask_place, ask_printer, print_pdf, save
from pipnotes.ui.widgets.announce import announce
from pipnotes.ui.widgets.buttons import Button
from pipnotes.ui.widgets.hints import EmptyState
from pipnotes.ui.widgets.sheet import Sheet, column

AskPrinter = Callable[[QWidget | None, str], QPrinter | None]
AskPlace = Callable[[QWidget | None, str], Path | None]
# A file's name is seen by everybody who looks over a shoulder, so it names nobody.
FILE = "Letter.pdf"


class LetterPage(Page):
    """The letter of one family, from its first draft to the copies that leave."""

    title = "Letter"

    def __init__(
        self,
        desk: Desk,
        parent: QWidget | None = None,
        *,
        printer: AskPrinter = ask_printer,
        place: AskPlace = ask_place,
    ) -> None:
        super().__init__(desk, parent)
        self._ask_printer = printer
        self._ask_place = place
        self._family = ""
        self.bar = LetterBar(desk)
        self.view = LetterView(desk)
        self.begin = Button("Begin the letter", kind="primary", icon="pencil", hint="Ctrl+Enter")
        self.bring_back = Button("Bring back the one set aside")
        self._empty = Sheet()
        self._stack = QStackedWidget()
        self._lay_out()
        self._connect()
        self._bind()

    def show_for(self, subject: str) -> None:
        """Show the letter of a family: the draft, else the one signed last, else how to begin one."""
        self.keep_now()
        self.desk.casebook.families.circle(subject)
        self._family = subject
        self._show()

    def refresh(self, changed: Changed) -> None:
        """Take in a change of this family, and leave what is typed alone."""
        if self._family and changed.family in (None, self._family) and self._mode == DRAFT:
            if changed.kinds & {"person", "family"}:
                self._say_family()
        elif self._family and changed.family in (None, self._family) and changed.kinds & {"letter", "draft"}:
            self._show()

    def keep_now(self) -> None:
        """Keep whatever is typed; raises Problem when it cannot be."""
        if self._mode == DRAFT:
            self.view.keep_now()

    def place(self) -> dict[str, object]:
        """Return whose copy is shown, and the section, the caret and the scroll."""
        if self._mode == NONE:
            return {}
        return {**asdict(self.view.place()), "reader": self.view.recipient.value}

    def go_to(self, place: Mapping[str, object]) -> None:
        """Return to where the writer was, with the same copy beside the words."""
        if self._mode == NONE:
            return
        reader = next((one for one in self.view.recipients.cards if one.value == place.get("reader")), None)
        if reader is not None:
            self.view.recipients.cards[reader].setChecked(True)
        self.view.go_to(place_in(place))

    def panes(self) -> list[QWidget]:
        """Return the bar, the copies, the words and the pages."""
        return [self.bar, self._empty] if self._mode == NONE else [self.bar, *self.view.panes]

    @Slot()
    def start(self) -> None:
        """Begin a letter from what is known of the work."""
        if self._family and self._mode != DRAFT:
            self.desk.casebook.letters.start(self._family)
            self._show()

    @Slot()
    def bring_back_letter(self) -> None:
        """Bring back the letter that was set aside."""
        self.desk.casebook.letters.bring_back(self._family)
        self._show()

    @Slot()
    def sign(self) -> None:
        """Ask, saying what is still to see to, and sign; or begin a letter where there is none."""
        if self._mode == NONE:
            self.start()
        elif self._mode == DRAFT and self.attempt(self.view.keep_now):
            letter = self.view.letter
            copies = [(self.view.named(copy.recipient), self._open(copy.recipient)) for copy in letter.copies]
            if SignLetterDialog.ask(self, copies) and self.attempt(partial(self.desk.casebook.letters.sign, letter)):
                self._show()
                self.bar.print.setFocus()
                announce(self, "Signed")

    @Slot()
    def print_copy(self) -> None:
        """Print the copy that is shown, once nothing stands against it; that it left is written down."""
        if not self._may_leave("print"):
            return
        printer = self._ask_printer(self, JOB)
        if printer is not None:
            self.attempt(partial(self._print, printer))

    @Slot()
    def save_copy(self) -> None:
        """Save the copy that is shown as a file, once nothing stands against it; that it left is written down."""
        if not self._may_leave("save"):
            return
        file = self._ask_place(self, FILE)
        if file is not None:
            self.attempt(partial(self._save, file))

    @Slot()
    def discard(self) -> None:
        """Ask, and set the draft aside for 30 days."""
        if self._mode == DRAFT and self.attempt(self.view.keep_now) and DiscardLetterDialog.ask(self):
            letter = self.view.letter
            self.view.close_letter()
            self.desk.casebook.letters.discard(letter)
            self._show()

    @property
    def _mode(self) -> str:
        if not self._family or not self.view.is_open:
            return NONE
        return SIGNED if self.view.letter.signed else DRAFT

    def _lay_out(self) -> None:
        self._empty.add_row(
            EmptyState(
                "file-text",
                "No letter yet",
                "The first draft is made from what is known of the work, in the family’s own words. You rewrite it.",
                column(self.begin, self.bring_back, gap=8),
            )
        )
        self._empty.add_space()
        self._stack.addWidget(self._empty)
        self._stack.addWidget(self.view)
        self.lay_out_under(self.bar, self._stack)

    def _connect(self) -> None:
        self.bar.went_back.connect(self._go_back)
        self.bar.print.clicked.connect(self.print_copy)
        self.bar.save.clicked.connect(self.save_copy)
        self.bar.sign.clicked.connect(self.sign)
        self.bar.again.clicked.connect(self.start)
        self.bar.discard.clicked.connect(self.discard)
        self.begin.clicked.connect(self.start)
        self.bring_back.clicked.connect(self.bring_back_letter)
        self.view.keeper.kept.connect(self.bar.show_saved)
        self.view.keeper.failed.connect(self.bar.show_trouble)
        self.desk.names_hidden_changed.connect(self._names_turned)
        self.desk.locked.connect(self._let_go)

    def _bind(self) -> None:
        self.command("Sign the letter", "Ctrl+Enter", self.sign)
        self.command("Print this copy", "Ctrl+P", self.print_copy)
        self.command("Save this copy as a PDF", "Ctrl+Shift+P", self.save_copy)
        self.command("Leave this part out of the copy shown", "Ctrl+Shift+O", self.view.turn_section)
        self.command("Discard this draft", "", self.discard)

    def _show(self) -> None:
        letters = self.desk.casebook.letters
        letter = letters.current(self._family)
        self._say_family()
        if letter is None:
            self.bring_back.setVisible(bool(letters.set_aside(self._family)))
            self.view.close_letter()
            self._stack.setCurrentWidget(self._empty)
            self.bar.show_mode(NONE)
            return
        self._stack.setCurrentWidget(self.view)
        self.view.open(letter, letters.place(letter))
        self.bar.show_mode(SIGNED if letter.signed else DRAFT, letter.signed)

    def _open(self, recipient: Recipient) -> tuple[Check, ...]:
        """Return what stands against a copy, but for the signature, which is being asked about."""
        checks = self._checks(self.view.letter, recipient)
        return tuple(check for check in checks if check.key != "unsigned")

    def _checks(self, letter: Letter, recipient: Recipient) -> tuple[Check, ...]:
        by_post = self.view.goes_by_post(recipient)
        return self.desk.casebook.letters.checks(letter, recipient, by_post=by_post, large=self.view.is_large)

    def _may_leave(self, do: str) -> bool:
        if self._mode == NONE or not self.attempt(self.keep_now):
            return False
        checks = self._checks(self.view.letter, self.view.recipient)
        if not checks:
            return True
        return bool(LeavingDialog.ask(self, self.view.named(self.view.recipient), checks, do))

    def _print(self, printer: QPrinter) -> None:
        reader, large = self.view.recipient, self.view.is_large
        printed = self.desk.casebook.letters.hand_over(self._family, reader, "printed", large=large)
        print_pdf(printer, printed.pdf)
        self._say_done("Sent to the printer")

    def _save(self, file: Path) -> None:
        letters, reader = self.desk.casebook.letters, self.view.recipient
        copy = letters.copy_for(self._family, reader, large=self.view.is_large)
        save(file, copy.pdf)
        try:
            letters.note_handed_over(self._family, reader, "saved", copy.sha256)
        except Problem:
            # A copy that nobody wrote down as having left must not be lying there.
            file.unlink(missing_ok=True)
            raise
        self._say_done("Saved as a PDF")

    def _say_done(self, words: str) -> None:
        self.bar.say(words)
        announce(self, words)

    def _say_family(self) -> None:
        self.bar.set_trail([("family", self.desk.family_name(self.desk.casebook.families.circle(self._family)))])

    @Slot(str)
    def _go_back(self, _: str) -> None:
        self.wanted.emit("family", f"{self._family}/letters")

    @Slot()
    def _names_turned(self) -> None:
        if self._family:
            self._say_family()
            self.view.show_now()

    @Slot()
    def _let_go(self) -> None:
        self._stack.setCurrentWidget(self._empty)
        self._family = ""
        self.view.close_letter()
