"""Sharing: choose a family, write the summary, read what leaves, seal it, and send what waits.

One page with a view for each step. Ctrl+Enter is always the step onwards, Esc the step back, and neither loses a word.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from functools import partial

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QStackedWidget, QWidget

from pipnotes.casebook.ledger import Changed
from pipnotes.domain.codes import ConsentPurpose
from pipnotes.domain.sharing import Contact
from pipnotes.errors import Problem
from pipnotes.ui.desk import Desk
from pipnotes.ui.dialogs.card import CardDialog
from pipnotes.ui.pages.page import Page, place_in
from pipnotes.ui.pages.sharing.leaving import LeavingView
from pipnotes.ui.pages.sharing.overview import OverviewView
from pipnotes.ui.pages.sharing.rulings import Rulings
from pipnotes.ui.pages.sharing.sealed_file import NoCardDialog
from pipnotes.ui.pages.sharing.top import BEGIN, LEAVING, LIST, NOBODY, ONWARDS, TEXT, Top
from pipnotes.ui.pages.sharing.writing import BeginView, WritingView
from pipnotes.ui.widgets.announce import announce
from pipnotes.ui.widgets.buttons import Button
from pipnotes.ui.widgets.flow import Flow
from pipnotes.ui.widgets.hints import EmptyState
from pipnotes.ui.widgets.sheet import Sheet


class SharingPage(Page):
    """The therapist's way from signed notes to a sealed parcel."""

    title = "Sharing"

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._family = ""
        self._view = LIST
        self._header = Top()
        self._overview = OverviewView(desk)
        self._begin, self._text, self._leaving = BeginView(desk), WritingView(desk), LeavingView(desk)
        self._meet = Button("Exchange cards", kind="primary", icon="shield-check", hint="Ctrl+Enter")
        self._without = Button("They have no PipNotes")
        self._views: dict[str, QWidget] = {
            LIST: self._overview,
            BEGIN: self._begin,
            TEXT: self._text,
            NOBODY: _nobody(self._meet, self._without),
            LEAVING: self._leaving,
        }
        self._stack = QStackedWidget()
        self._lay_out()
        self._wire()

    def _wire(self) -> None:
        self._onwards = self.command(ONWARDS[LIST], "Ctrl+Enter", self.step_on)
        self._take_out = self.command("Take out selected words", "Ctrl+R", self._leaving.take_out)
        self._undo = self.command("Undo the last answer", "Ctrl+Z", self._leaving.undo)
        self._redo = self.command("Redo the last answer", "Ctrl+Y", self._leaving.redo)
        self.command("Exchange cards", "", self.exchange_cards)
        self._back = self.command("One step back", "Esc", self.step_back)
        self._header.went_back.connect(self._go_back_to)
        self._overview.chosen.connect(self._open)
        self._overview.cards_wanted.connect(self.exchange_cards)
        self._overview.mailbox_wanted.connect(self._choose_mailbox)
        self._overview.carrier.came.connect(self._overview.fill)
        self._begin.wanted.connect(self._start)
        self._begin.back_wanted.connect(self._bring_back)
        self._text.read_wanted.connect(self._read)
        self._text.set_aside.connect(self._set_aside)
        self._meet.clicked.connect(self.exchange_cards)
        self._without.clicked.connect(self._read_without_card)
        self._leaving.saved.connect(self._was_saved)
        self._leaving.sealed.connect(self._was_sealed)
        self._leaving.refused.connect(self._was_refused)
        self._leaving.reader_gone.connect(self._read)
        self.desk.names_hidden_changed.connect(self._names_turned)

    def show_for(self, subject: str) -> None:
        self._overview.say_done("")
        if subject:
            self.desk.casebook.families.circle(subject)
            self._open(subject)
        else:
            self._turn(LIST)

    def refresh(self, changed: Changed) -> None:
        if self._view == LIST:
            self._overview.fill()
        elif self._view == LEAVING and (changed.family == self._family or "contact" in changed.kinds):
            self._leaving.read_again()
        self._tell_top()

    def keep_now(self) -> None:
        self._text.keep_now()

    def place(self) -> dict[str, object]:
        return {"family": self._family, "view": self._view, **asdict(self._text.place())}

    def go_to(self, place: Mapping[str, object]) -> None:
        family, view = str(place.get("family", "")), str(place.get("view", LIST))
        if view == LIST or not any(row.circle.family.id == family for row in self.desk.casebook.summaries.rows()):
            self._turn(LIST)
            return
        self._open(family)
        if view in (LEAVING, NOBODY) and self._view == TEXT:
            self._read()
        elif self._view == TEXT:
            self._text.go_to(place_in(place))

    def panes(self) -> list[QWidget]:
        if self._view == LEAVING:
            view = self._leaving
            return [view.panes.left, view.panes.right, view.replaced, view.checks, view.reader, view.sealing]
        return [self._header, self._views[self._view]]

    @Slot()
    def step_on(self) -> None:
        """Take the step that moves work on, in whichever view is in front."""
        step = {
            LIST: self._overview.carrier.send,
            BEGIN: self._start,
            TEXT: self._read,
            NOBODY: self.exchange_cards,
            LEAVING: self._leaving.seal,
        }[self._view]
        ready = {LIST: self._overview.outbox.send, BEGIN: self._begin.begin, TEXT: self._text.read}.get(self._view)
        if ready is None or (ready.isEnabled() and not ready.isHidden()):
            step()

    @Slot()
    def step_back(self) -> None:
        """Go one step back; the words stay as they are."""
        if self._view in (LEAVING, NOBODY):
            self._open(self._family)
        elif self._view in (TEXT, BEGIN) and self._keep():
            self._turn(LIST)

    @Slot()
    def exchange_cards(self) -> None:
        """Hand over this vault's card, and accept another's."""
        CardDialog.ask(self.window(), self.desk.casebook)
        if self._view == NOBODY and self.desk.casebook.contacts.all():
            self._read()
        elif self._view == LIST:
            self._overview.fill()

    @Slot(str)
    def _go_back_to(self, key: str) -> None:
        if key == TEXT:
            self._open(self._family)
        elif self._keep():
            self._turn(LIST)

    @Slot(str)
    def _open(self, family: str) -> None:
        """Show a family's summary: the one that is being written, or the place to begin one."""
        if not self._keep():
            return
        self._family = family
        casebook = self.desk.casebook
        if not casebook.consents.given(family, ConsentPurpose.SUPERVISION):
            self._turn(LIST)
            code = casebook.families.circle(family).family.code
            self._overview.say_done(f"{code} has not agreed to supervision, or has taken its yes back. Nothing leaves.")
            return
        draft = casebook.summaries.draft(family)
        notes = casebook.summaries.fresh_notes(family)
        if draft is not None:
            self._text.show_draft(draft, casebook.summaries.place(family), casebook.summaries.notes(draft))
            self._turn(TEXT)
            self._text.edit.setFocus()
            return
        fresh = next((row.fresh for row in casebook.summaries.rows() if row.circle.family.id == family), 0)
        self._begin.show_notes(notes, again=not fresh, set_aside=casebook.summaries.set_aside(family))
        self._turn(BEGIN)

    @Slot()
    def _start(self) -> None:
        begin = partial(self.desk.casebook.summaries.start, self._family, self._begin.chosen())
        if self.attempt(begin, title="Not begun"):
            self._open(self._family)

    @Slot()
    def _bring_back(self) -> None:
        self.desk.casebook.summaries.bring_back(self._family)
        self._open(self._family)

    @Slot()
    def _set_aside(self) -> None:
        if self._keep():
            self._text.let_go()
            self.desk.casebook.summaries.discard(self._family)
            self._turn(LIST)
            self._overview.say_done("The summary is set aside. It can be brought back for 30 days.")

    @Slot()
    def _read(self) -> None:
        """Go on to what will leave, or to exchanging cards while there is nobody to read it."""
        self._read_for(self.desk.casebook.contacts.all())

    @Slot()
    def _read_without_card(self) -> None:
        """Go on to what will leave as a file, for a reader who has no card."""
        reader = NoCardDialog.ask(self.window(), self.desk)
        if reader is not None:
            self._read_for([reader])

    def _read_for(self, contacts: list[Contact]) -> None:
        draft = self._text.draft()
        if draft is None or not self._keep():
            return
        if not contacts:
            self._turn(NOBODY)
            return
        kept = self.desk.casebook.summaries.draft(self._family) or draft
        # A view that cannot read (the yes was taken back) says so itself and turns back.
        self._turn(LEAVING)
        self._leaving.show_draft(Rulings(self.desk, kept), contacts)
        if self._view == LEAVING and not self._leaving.checks.focus_first():
            self._leaving.panes.right.setFocus()

    @Slot(str)
    def _was_sealed(self, reader: str) -> None:
        self._text.let_go()
        self._turn(LIST)
        self._overview.say_done(f"Sealed for {reader}. It waits here until you choose Send.")
        self._overview.outbox.send.setFocus()
        announce(self, "Sealed")

    @Slot(str)
    def _was_saved(self, reader: str) -> None:
        self._text.let_go()
        self._turn(LIST)
        self._overview.say_done(f"Saved as a sealed file for {reader}. Tell the password by telephone.")
        announce(self, "Saved")

    @Slot(object)
    def _was_refused(self, problem: Problem) -> None:
        self._turn(LIST)
        self.desk.ask_problem(problem, title="Nothing leaves")

    @Slot()
    def _choose_mailbox(self) -> None:
        self.wanted.emit("settings", "sharing")

    @Slot(bool)
    def _names_turned(self, _: bool) -> None:
        if self._view == LEAVING:
            self._leaving.read_again()
        elif self._view == LIST:
            self._overview.fill()
        self._tell_top()

    def _keep(self) -> bool:
        return self.attempt(self._text.keep_now, title="Your words are not kept yet")

    def _turn(self, view: str) -> None:
        """Show a view, and give the keys that are its own."""
        self._view = view
        if view == LIST:
            self._family = ""
            self._overview.fill()
        self._onwards.setText(ONWARDS[view])
        self._back.setEnabled(view != LIST)
        for action in (self._take_out, self._undo, self._redo):
            action.setEnabled(view == LEAVING)
        self._stack.setCurrentWidget(self._views[view])
        self._tell_top()

    def _tell_top(self) -> None:
        casebook = self.desk.casebook
        name = code = ""
        if self._family:
            circle = casebook.families.circle(self._family)
            name, code = self.desk.family_name(circle), circle.family.code
        self._header.show_view(self._view, name=name, code=code)
        self._header.tell_counts(len(casebook.supervision.unread()), len(casebook.post.waiting()))

    def _lay_out(self) -> None:
        for view in self._views.values():
            self._stack.addWidget(view)
        self.lay_out_under(self._header, self._stack)


def _nobody(meet: Button, without: Button) -> Sheet:
    sheet = Sheet()
    sheet.add_row(
        EmptyState(
            "key-round",
            "Nobody can open it yet",
            "Exchange cards with your supervisor, face to face. Then read what leaves, and seal it for them alone.",
            Flow([meet, without], gap=12),
        ),
        stretch=1,
    )
    return sheet
