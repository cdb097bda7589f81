"""The page of one note: its bar, and below it the draft, the signed note, or an amendment to it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict
from functools import partial

from PySide6.QtCore import QTimer, Slot
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QStackedWidget, QWidget

from pipnotes.casebook.ledger import Changed
from pipnotes.casebook.notes import KeptDraft, SignedNote
from pipnotes.domain.circle import Circle
from pipnotes.domain.work import SECTIONS, Session
from pipnotes.ui.desk import Desk
from pipnotes.ui.dialogs.person import PersonDialog
from pipnotes.ui.pages.note import paper
from pipnotes.ui.pages.note.amend import AmendView
from pipnotes.ui.pages.note.bar import AMENDING, DRAFT, SIGNED, NoteBar
from pipnotes.ui.pages.note.commands import Commands
from pipnotes.ui.pages.note.draft import REFLECTION, DraftView
from pipnotes.ui.pages.note.questions import DiscardDialog, SignDialog, WrongFamilyDialog
from pipnotes.ui.pages.note.signed import SignedView
from pipnotes.ui.pages.page import Page, place_in
from pipnotes.ui.printing import ask_printer, print_text
from pipnotes.ui.widgets.announce import announce

_READ_AGAIN = frozenset({"session", "reflection", "observation", "outgoing", "person", "draft"})
AskPrinter = Callable[[QWidget | None, str], QPrinter | None]


class NotePage(Page):
    """One note, from its first word to its last amendment."""

    title = "Note"

    def __init__(self, desk: Desk, parent: QWidget | None = None, *, printer: AskPrinter = ask_printer) -> None:
        super().__init__(desk, parent)
        self._ask_printer = printer
        self._mode = DRAFT
        self._session: Session | None = None
        self._signed: SignedNote | None = None
        self.bar = NoteBar(desk)
        self.draft = DraftView(desk)
        self.reading = SignedView(desk)
        self.amending = AmendView(desk)
        self._stack = QStackedWidget()
        self._commands = Commands(self)
        self._lay_out()
        self._connect()
        self._bind()

    def show_for(self, subject: str) -> None:
        """Show a draft or a signed note by its id; KeyError when there is neither."""
        self.keep_now()
        kept = self.desk.casebook.notes.draft(subject)
        if kept is not None:
            self._show_draft(kept)
        else:
            self._show_signed(self.desk.casebook.notes.open(subject))

    def refresh(self, changed: Changed) -> None:
        """Take in a change of this family, and leave what is being typed alone."""
        if self._session is None or changed.family not in (None, self._session.family):
            return
        if self._mode == DRAFT and changed.kinds & {"person", "family"}:
            self.draft.read_again()
            self._say_title()
        elif self._mode == SIGNED and changed.kinds & _READ_AGAIN:
            self._show_signed(self.desk.casebook.notes.again(self._session.id))

    def keep_now(self) -> None:
        """Keep whatever is typed; raises Problem when it cannot be."""
        if self._mode == DRAFT:
            self.draft.keep_now()
        elif self._mode == AMENDING:
            self.amending.keep_now()

    def place(self) -> dict[str, object]:
        """Return the mode, the field, the caret and the scroll."""
        if self._mode == SIGNED:
            return {"mode": SIGNED, "scroll": self.reading.scrolled()}
        at = self.draft.place() if self._mode == DRAFT else self.amending.place()
        return {"mode": self._mode, **asdict(at)}

    def go_to(self, place: Mapping[str, object]) -> None:
        """Return to where the writer was, also into an amendment that was being typed."""
        at = place_in(place)
        if place.get("mode") == AMENDING and self._mode == SIGNED:
            self.amend()
        if self._mode == DRAFT:
            self.draft.go_to(at)
        elif self._mode == AMENDING:
            self.amending.go_to(at)
        else:
            QTimer.singleShot(0, self, partial(self.reading.scroll_to, at.scroll))

    def panes(self) -> list[QWidget]:
        """Return the bar, the paper and what stands beside it."""
        panes: dict[str, list[QWidget]] = {
            DRAFT: self.draft.panes,
            SIGNED: self.reading.panes,
            AMENDING: self.amending.panes,
        }
        return [self.bar, *panes[self._mode]]

    @Slot()
    def sign(self) -> None:
        """Ask, saying what is left, and sign the draft or the amendment."""
        if self._mode == AMENDING:
            self._sign_amendment()
        elif self._mode == DRAFT and self._session is not None and self.attempt(self.draft.keep_now):
            note = self.draft.note
            left = self.desk.casebook.notes.left_to_do(note)
            if SignDialog.ask(self, left) and self.attempt(partial(self.desk.casebook.notes.sign, note)):
                self.draft.close_note()
                self._show_signed(self.desk.casebook.notes.again(note.session.id))
                announce(self, "Signed and locked")

    @Slot()
    def amend(self) -> None:
        """Begin an amendment, or go on with the one that waits."""
        if self._mode != SIGNED or self._session is None or self._in_error:
            return
        kept = self.desk.casebook.amendments.draft(self._session.id)
        self._turn(AMENDING)
        self.amending.open(self._session, kept)

    @Slot()
    def leave_amendment(self) -> None:
        """Go back to reading; what was typed waits."""
        if self._mode == AMENDING and self._session is not None and self.attempt(self.amending.keep_now):
            self.amending.close_note()
            self._show_signed(self.desk.casebook.notes.again(self._session.id))

    @Slot()
    def discard(self) -> None:
        """Ask, and set the draft or the amendment aside for 30 days."""
        if self._session is None or not self.attempt(self.keep_now):
            return
        session, what = self._session, "draft" if self._mode == DRAFT else "amendment"
        if not DiscardDialog.ask(self, what):
            return
        if self._mode == DRAFT:
            self.draft.close_note()
            self.desk.casebook.notes.discard(session.id)
            self._session = None
            self.wanted.emit("family", session.family)
        else:
            self.amending.close_note()
            self.desk.casebook.amendments.set_aside(session)
            self._show_signed(self.desk.casebook.notes.again(session.id))

    @Slot()
    def bring_back(self) -> None:
        """Bring back the amendment that was set aside, and go on with it."""
        if self._session is not None:
            self.desk.casebook.amendments.bring_back(self._session)
            self.amend()

    @Slot()
    def move_to_other_family(self) -> None:
        """Ask in which family the note belongs, and begin it again there."""
        if self._mode != SIGNED or self._session is None or self._in_error:
            return
        session = self._session
        rows = self.desk.casebook.families.rows()
        answer = WrongFamilyDialog.ask(self, self.desk, [r.circle for r in rows if r.family.id != session.family])
        if answer is not None:
            again = self.desk.casebook.notes.write_in_other_family(session, *answer)
            self.wanted.emit("note", again.session.id)

    @Slot()
    def print_note(self) -> None:
        """Print the note as it reads, without the reflection; that it was printed is written down first."""
        if self._mode != SIGNED or self._signed is None:
            return
        printer = self._ask_printer(self, paper.JOB)
        if printer is None:
            return
        note, amendments = self._signed, self.desk.casebook.amendments
        seal = amendments.seal(note.session.id)
        document = paper.on_paper(note, self._circle(), amendments.reads(note), seal)
        amendments.printed(note.session)
        print_text(printer, document)
        self._show_signed(self.desk.casebook.notes.again(note.session.id))

    @Slot()
    def add_person(self) -> None:
        """Add somebody to the family, who is then a chip of this note."""
        if self._session is not None:
            PersonDialog.ask(self, self.desk, self._session.family)
            self.draft.read_again()

    def _lay_out(self) -> None:
        for view in (self.draft, self.reading, self.amending):
            self._stack.addWidget(view)
        self.lay_out_under(self.bar, self._stack)

    def _connect(self) -> None:
        self.bar.went_back.connect(self._go_back)
        self.bar.sign.clicked.connect(self.sign)
        self.bar.sign_amendment.clicked.connect(self.sign)
        self.bar.amend.clicked.connect(self.amend)
        self.bar.not_now.clicked.connect(self.leave_amendment)
        self.bar.print.clicked.connect(self.print_note)
        for view in (self.draft, self.reading):
            view.wanted.connect(self.wanted)
        for keeper in (self.draft.keeper, self.amending.keeper):
            keeper.kept.connect(self.bar.show_saved)
            keeper.failed.connect(self.bar.show_trouble)
        self.draft.titled.connect(self._retitle)
        self.draft.person_wanted.connect(self.add_person)
        self.bar.discard.clicked.connect(self.discard)
        self.amending.discard_wanted.connect(self.discard)
        self.reading.continue_wanted.connect(self.amend)
        self.reading.bring_back_wanted.connect(self.bring_back)
        self.reading.uses.wrong_family.connect(self.move_to_other_family)
        self.desk.names_hidden_changed.connect(self._names_turned)
        self.desk.locked.connect(self._let_go)

    def _bind(self) -> None:
        writing, add = (DRAFT, AMENDING), self._commands.add
        add("Sign", "Ctrl+Enter", self.sign, *writing)
        for number, (part, heading) in enumerate(SECTIONS, 1):
            add(f"Go to {heading}", f"Ctrl+{number}", partial(self._focus_part, part), *writing)
        add("Go to my reflection", "Ctrl+6", partial(self._focus_part, REFLECTION), DRAFT)
        add("Use the selected words for a rating", "Ctrl+E", self.draft.pick_words, DRAFT)
        add("Change the date, the time or the interpreter", "", self.draft.meeting.turn_details, DRAFT)
        add("Add a person", "", self.add_person, DRAFT)
        add("Discard what is being written", "", self.discard, *writing)
        add("Back to the note", "Esc", self.leave_amendment, AMENDING)
        add("Add amendment", "Ctrl+Shift+A", self.amend, SIGNED)
        add("Print", "Ctrl+P", self.print_note, SIGNED)
        add("This note is in the wrong family", "", self.move_to_other_family, SIGNED)

    def _show_draft(self, kept: KeptDraft) -> None:
        self._session, self._signed = kept.note.session, None
        self._turn(DRAFT)
        self._say_title()
        self.bar.show_saved(kept.saved)
        self.draft.open(kept)

    def _show_signed(self, note: SignedNote) -> None:
        self._session, self._signed = note.session, note
        self._turn(SIGNED)
        self._say_title()
        self.reading.show_note(note, self._circle())
        # The keyboard was on the words that have just been signed; it must not fall on a link that moves the note.
        (self.bar.print if self._in_error else self.bar.amend).setFocus()

    def _turn(self, mode: str) -> None:
        self._mode = mode
        self.bar.show_mode(mode, in_error=self._in_error)
        self._stack.setCurrentWidget({DRAFT: self.draft, SIGNED: self.reading, AMENDING: self.amending}[mode])
        self._commands.show(mode)

    def _sign_amendment(self) -> None:
        session, draft = self._session, self.amending.amendment
        assert session is not None
        if not self.attempt(self.amending.keep_now):
            return
        if self.attempt(partial(self.desk.casebook.amendments.sign, session, draft)):
            self.amending.close_note()
            self._show_signed(self.desk.casebook.notes.again(session.id))
            announce(self, "Amendment signed")

    @property
    def _in_error(self) -> bool:
        return self._signed is not None and self._signed.versions[-1].lifecycle.value == "entered_in_error"

    def _circle(self) -> Circle:
        assert self._session is not None
        return self.desk.casebook.families.circle(self._session.family)

    def _say_title(self) -> None:
        if self._session is not None:
            self.bar.show_note(self._session, self.desk.family_name(self._circle()))

    def _focus_part(self, part: str) -> None:
        view = self.draft if self._mode == DRAFT else self.amending
        view.edits[part].setFocus()

    @Slot()
    def _retitle(self) -> None:
        self._session = self.draft.note.session
        self._say_title()

    @Slot(str)
    def _go_back(self, _: str) -> None:
        if self._session is not None:
            self.wanted.emit("family", self._session.family)

    @Slot()
    def _names_turned(self) -> None:
        self._say_title()
        if self._mode == DRAFT:
            self.draft.read_again()
        elif self._mode == SIGNED and self._signed is not None:
            self.reading.show_note(self._signed, self._circle())

    @Slot()
    def _let_go(self) -> None:
        self._session = self._signed = None
        self.draft.close_note()
        self.amending.close_note()
        self.reading.close_note()
