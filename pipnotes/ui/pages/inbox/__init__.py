"""The supervisor's inbox: every family under its code name, one in front, and a comment to write."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from PySide6.QtCore import QEvent, QModelIndex, Slot
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from pipnotes.casebook.ledger import Changed
from pipnotes.casebook.supervision import Held
from pipnotes.domain.words import counted, listed
from pipnotes.errors import Problem
from pipnotes.ui.desk import Desk
from pipnotes.ui.dialogs.card import CardDialog
from pipnotes.ui.pages.carrying import Carrier, News
from pipnotes.ui.pages.inbox.agenda import AgendaSheet
from pipnotes.ui.pages.inbox.summary import SummarySheet
from pipnotes.ui.pages.inbox.table import CodeTable
from pipnotes.ui.pages.page import Page
from pipnotes.ui.theme import STACK_COLUMNS_FROM, look
from pipnotes.ui.widgets.announce import announce
from pipnotes.ui.widgets.beside import Beside
from pipnotes.ui.widgets.buttons import Button
from pipnotes.ui.widgets.fields import ComboBox
from pipnotes.ui.widgets.flow import Flow
from pipnotes.ui.widgets.frame import HeaderBar
from pipnotes.ui.widgets.hints import EmptyState
from pipnotes.ui.widgets.segments import Option
from pipnotes.ui.widgets.sheet import Sheet

ALL = "all"


class InboxPage(Page):
    """Picture 08."""

    title = "Inbox"

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._held: list[Held] = []
        self._order: list[str] = []
        self._now = ""
        self._filling = False
        self.carrier = Carrier(desk, self)
        self._header = HeaderBar("Inbox")
        self._whose = ComboBox("Whose families", [Option(ALL, "All therapists")])
        self._send = Button("Send", icon="send", hint="F7")
        self._fetch = Button("Fetch", icon="refresh-cw", hint="F5")
        self._open = Button("Open a parcel", icon="download", hint="Ctrl+O")
        self.news = News(self.carrier)
        self.codes, self.agenda = CodeTable(desk), AgendaSheet(desk)
        names = {measure.id: measure.name for measure in desk.casebook.scores.offered()}
        self.sheet = SummarySheet(desk, names)
        self._meet = Button("Exchange cards", icon="shield-check")
        self._first = Button("Fetch", kind="primary", icon="refresh-cw", hint="F5")
        self._choose_mailbox = Button("Choose a mailbox", kind="primary", icon="inbox")
        self._lay_out()
        self._wire()

    def _wire(self) -> None:
        self.command("Send", "F7", self.carrier.send)
        self.command("Fetch", "F5", self.carrier.fetch)
        self.command("Open a parcel", "Ctrl+O", self.carrier.open_parcel)
        self.command("Add comment", "Ctrl+Enter", self.sheet.talk.say)
        self.command("Exchange cards", "", self.exchange_cards)
        self.command("Print the agendas", "Ctrl+P", self.agenda.print_agendas)
        self.command("Save the agendas as a PDF", "", self.agenda.save_agendas)
        self.command("Discussed", "Ctrl+T", self._mark_discussed)
        self.command("Add to agenda, or take off", "Ctrl+G", self._turn_agenda)
        self._send.clicked.connect(self.carrier.send)
        self._fetch.clicked.connect(self.carrier.fetch)
        self._open.clicked.connect(self.carrier.open_parcel)
        self.carrier.came.connect(self._came)
        self._meet.clicked.connect(self.exchange_cards)
        self._first.clicked.connect(self.carrier.fetch)
        self._choose_mailbox.clicked.connect(self._to_mailbox)
        self._whose.changed.connect(self._fill)
        self.codes.table.chosen.connect(self._choose)
        self.codes.table.opened.connect(self._read)
        self.codes.table.clicked.connect(self._press)
        self.sheet.talk.wanted.connect(self._comment)
        self.sheet.discussed.connect(self._mark_discussed)
        self.sheet.agenda.connect(self._turn_agenda)

    def show_for(self, subject: str) -> None:
        self._order = []
        self._fill()
        wanted = [item.record.id for item in self._held if subject and item.record.code == subject]
        if wanted:
            self._now = wanted[0]
            self._fill()
            self._read()

    def refresh(self, changed: Changed) -> None:
        if changed.kinds & {"held-summary", "comment", "outgoing", "destroyed", "contact"}:
            self._fill()

    def keep_now(self) -> None:
        self.sheet.talk.keep_now()

    def place(self) -> dict[str, object]:
        return {"held": self._now, "caret": self.sheet.talk.edit.caret()}

    def go_to(self, place: Mapping[str, object]) -> None:
        self._now = str(place.get("held", ""))
        self._fill()
        self.sheet.talk.edit.set_caret(int(str(place.get("caret", 0))))

    def panes(self) -> list[QWidget]:
        return [self._header, self.codes, self.sheet]

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "_tools"):
            self._settle()

    @Slot()
    def exchange_cards(self) -> None:
        """Hand over this vault's card, and accept a therapist's."""
        CardDialog.ask(self.window(), self.desk.casebook)
        self._fill()

    @Slot()
    def _to_mailbox(self) -> None:
        self.wanted.emit("settings", "sharing")

    @Slot()
    def _fill(self) -> None:
        """Read everything again, in the order in which it stood, so that nothing moves under the hand."""
        everything = self.desk.casebook.supervision.held()
        known = {record: at for at, record in enumerate(self._order)}
        everything.sort(key=lambda item: known.get(item.record.id, -1))
        self._order = [item.record.id for item in everything]
        senders = sorted({item.sender for item in everything})
        whose = self._whose.value() or ALL
        options = [Option(ALL, "All therapists"), *(Option(sender, sender) for sender in senders)]
        self._whose.set_options(options, whose if whose in senders else ALL)
        whose = self._whose.value() or ALL
        self._held = [item for item in everything if whose in (ALL, item.sender)]
        self._tell(everything)
        self.agenda.show_held(everything)
        ids = [item.record.id for item in self._held]
        if self._now not in ids:
            self._now = ids[0] if ids else ""
        self._filling = True
        self.codes.show_held(self._held, self._now)
        self._filling = False
        self._show()

    def _tell(self, everything: list[Held]) -> None:
        unread = sum(item.is_new for item in everything)
        families = counted(len(everything), "family", "families")
        words = f"{families}, by code. {unread} unread" if unread else f"{families}, by code"
        self._header.set_title("Inbox", words if everything else "")
        waiting = len(self.desk.casebook.post.waiting())
        self._send.setText(f"Send {waiting} waiting")
        self._send.setVisible(bool(waiting))
        self._send.updateGeometry()

    def _show(self) -> None:
        item = self._item()
        self._stack.setCurrentIndex(int(item is not None))
        if item is None:
            self.sheet.talk.let_go()
            self._say_what_comes_first()
        else:
            self.sheet.show_held(item)

    def _say_what_comes_first(self) -> None:
        """Say on the empty page what is still missing: a card, a mailbox, or only the fetching."""
        people = [contact.name for contact in self.desk.casebook.contacts.all()]
        mailbox = self.carrier.mailbox
        if not people:
            words = "They arrive when you fetch, or open a parcel that a therapist hands you. Exchange cards first."
        elif not mailbox:
            words = f"Cards are exchanged with {listed(people)}. Choose the mailbox you share, then fetch."
        else:
            words = f"Cards are exchanged with {listed(people)}. Fetch to see whether something has come."
        self._nothing.set_words(words)
        self._first.setVisible(bool(people and mailbox))
        self._choose_mailbox.setVisible(bool(people) and not mailbox)
        self._meet.setText("Exchange more cards" if people else "Exchange cards")
        self._meet.updateGeometry()

    @Slot(int)
    def _choose(self, row: int) -> None:
        """Bring another family to the front: the one before it has been read, and so has this."""
        if self._filling or self._held[row].record.id == self._now:
            return
        try:
            self.keep_now()
        except Problem as problem:
            self.sheet.talk.complain(problem)
            return
        before = self._item()
        self._now = self._held[row].record.id
        if before is not None:
            self.desk.casebook.supervision.read(before)
        self._read()
        self._fill()

    @Slot(QModelIndex)
    def _press(self, _: QModelIndex) -> None:
        self._read()

    @Slot()
    def _read(self) -> None:
        item = self._item()
        if item is not None and item.is_new:
            self.desk.casebook.supervision.read(item)
            self._fill()

    @Slot(str)
    def _comment(self) -> None:
        item = self._item()
        if item is not None and self.sheet.talk.seal(partial(self.desk.casebook.supervision.comment, item)):
            self._read()
            self._fill()

    @Slot()
    def _mark_discussed(self) -> None:
        self._do(self.desk.casebook.supervision.discussed, "Discussed")

    @Slot()
    def _turn_agenda(self) -> None:
        item = self._item()
        if item is not None:
            wanted = not item.record.on_agenda
            do = partial(self.desk.casebook.supervision.on_agenda, wanted=wanted)
            self._do(do, "On the agenda" if wanted else "Off the agenda")

    @Slot()
    def _came(self) -> None:
        self._order = []
        self._fill()

    def _do(self, do: Callable[[Held], None], said: str) -> None:
        self._read()
        item = self._item()
        if item is not None:
            do(item)
            self._fill()
            announce(self, said)

    def _item(self) -> Held | None:
        return next((item for item in self._held if item.record.id == self._now), None)

    def _settle(self) -> None:
        """Let the tools stand in the bar, or under it when the text is large."""
        if look().scale >= STACK_COLUMNS_FROM:
            self._box.insertWidget(0, self._tools)
        else:
            self._header.add_action(self._tools)

    def _lay_out(self) -> None:
        self._tools = Flow([self._whose, self._send, self._fetch, self._open], gap=12)
        left = QWidget()
        main = QVBoxLayout(left)
        main.setContentsMargins(0, 0, 0, 0)
        main.setSpacing(12)
        main.addWidget(self.codes, 3)
        main.addWidget(self.agenda, 1)
        beside = Beside(left, self.sheet, side_width=486, wide=700, least=560)
        beside.follow(self.sheet.scroll_area)
        empty = Sheet()
        self._nothing = EmptyState(
            "inbox", "No summaries yet", "", Flow([self._first, self._choose_mailbox, self._meet], gap=12)
        )
        empty.add_row(self._nothing, stretch=1)
        self._stack = QStackedWidget()
        self._stack.addWidget(empty)
        self._stack.addWidget(beside)
        self._box = self.lay_out_under(self._header, self.news, self._stack, gap=10)
        self._settle()
