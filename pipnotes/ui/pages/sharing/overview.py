"""Sharing at a glance: the families who agreed to supervision, what waits to leave, and who can open it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from pipnotes.casebook.summaries import SharingRow
from pipnotes.domain.codes import PracticeRole
from pipnotes.domain.sharing import Contact, Outgoing
from pipnotes.domain.words import clock_time, counted
from pipnotes.ui.desk import Desk
from pipnotes.ui.pages.carrying import Carrier, News
from pipnotes.ui.pages.sharing.afresh import AfreshSheet
from pipnotes.ui.when import margin_day, mid_day
from pipnotes.ui.widgets.beside import Beside
from pipnotes.ui.widgets.buttons import Button
from pipnotes.ui.widgets.chips import Tag
from pipnotes.ui.widgets.hints import Banner, EmptyState, HintLine, reason_line
from pipnotes.ui.widgets.rows import ListRow, RowList
from pipnotes.ui.widgets.sheet import Scroll, Sheet, column, row
from pipnotes.ui.widgets.text import quiet, strong

_WHAT = {
    "summary": "Summary",
    "comment": "Answer to a comment",
    "retraction": "Asks for what was shared to be destroyed",
    "receipt": "Says that what was held is destroyed",
}


class OverviewView(QWidget):
    """The first page of sharing."""

    chosen = Signal(str)
    cards_wanted = Signal()
    mailbox_wanted = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.carrier = Carrier(desk, self)
        self._done = Banner("")
        self._afresh = AfreshSheet(desk)
        self._families = Sheet("Families who agreed to supervision")
        self._rows = RowList(name="Families who agreed to supervision")
        self._nobody = EmptyState(
            "users",
            "No family has agreed yet",
            "Ask the family, and write down what they say under Consent and sharing on their page.",
        )
        self.outbox = Outbox(desk, self.carrier)
        self._people = Sheet("Who can open it", icon="key-round")
        self._contacts = RowList(name="Who can open it")
        self._cards = Button("Exchange cards", icon="shield-check")
        self._lay_out()
        self._cards.clicked.connect(self.cards_wanted)
        self._afresh.chosen.connect(self.chosen)
        self.outbox.mailbox_wanted.connect(self.mailbox_wanted)

    def fill(self) -> None:
        """Read everything again."""
        rows = self._desk.casebook.summaries.rows()
        self._fill_families(rows)
        self._afresh.fill()
        self.outbox.fill()
        if not self.outbox.send.isVisibleTo(self.outbox):
            self.say_done("")
        self._fill_contacts(self._desk.casebook.contacts.all())

    def say_done(self, words: str) -> None:
        """Say what was just done; empty words take it away."""
        self._done.set_words(words)
        self._done.setVisible(bool(words))

    def _fill_families(self, rows: Sequence[SharingRow]) -> None:
        held = [index for index, row in enumerate(self._rows.rows()) if row.hasFocus()]
        self._rows.clear()
        for found in rows:
            self._rows.add(self._family_row(found))
        aside = "and when each was last shared" if rows else ""
        self._families.heading.set_title("Families who agreed to supervision", aside)
        self._nobody.setVisible(not rows)
        self._rows.setVisible(bool(rows))
        if held and held[0] < len(self._rows.rows()):
            self._rows.rows()[held[0]].setFocus()

    def _family_row(self, found: SharingRow) -> ListRow:
        circle, today = found.circle, self._desk.clock().date()
        name = self._desk.family_name(circle)
        code = circle.family.code
        title = [strong(name)] + ([quiet(code)] if name != code else [])
        notes = counted(found.fresh, "signed note") if found.fresh else "No signed note"
        since = f"{notes} since then." if found.shared else f"{notes} to share." if found.fresh else f"{notes} yet."
        when = margin_day(found.shared.date(), today) if found.shared else "Not yet"
        tags = [Tag("Summary begun", icon="pencil")] if found.begun else []
        opens = bool(found.fresh or found.begun or found.shared)
        row = ListRow(title, second=since, when=when, margin=96, title_tags=tags, opens=opens)
        if opens:
            row.opened.connect(partial(self.chosen.emit, circle.family.id))
        return row

    def _fill_contacts(self, contacts: Sequence[Contact]) -> None:
        self._contacts.clear()
        today = self._desk.clock().date()
        for contact in contacts:
            checked = f"Card checked {mid_day(contact.checked.date(), today)}."
            words = f"{PracticeRole.of(contact.role).label}. {checked}"
            self._contacts.add(ListRow([strong(contact.name)], second=words, lead="user-round"))
        if not contacts:
            words = "Exchange cards when you sit together with your supervisor."
            self._contacts.add(ListRow([strong("Nobody yet")], second=words, lead="user-round"))

    def _lay_out(self) -> None:
        self._done.hide()
        self._families.add_row(self._nobody)
        listed = Scroll(self._rows)
        self._families.add_row(listed, line=False, stretch=1)
        self._people.add_row(self._contacts)
        self._people.add(row(self._cards), top=8)
        main = QWidget()
        box = QVBoxLayout(main)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(12)
        box.addWidget(self._done)
        box.addWidget(self._afresh)
        box.addWidget(self._families, 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        beside = Beside(main, column(self.outbox, self._people), side_width=440, wide=520)
        beside.follow(listed)
        whole.addWidget(beside)


class Outbox(Sheet):
    """What is sealed and has not left; sending it is a separate act."""

    mailbox_wanted = Signal()

    def __init__(self, desk: Desk, carrier: Carrier) -> None:
        super().__init__("Waiting to leave", icon="lock")
        self._desk = desk
        self._carrier = carrier
        self._rows = RowList(name="Sealed and waiting")
        self._none = EmptyState(
            "send", "Nothing waiting to leave", "Summaries you approve wait here until you choose Send."
        )
        self.send = Button("Send now", kind="primary", icon="send", hint="Ctrl+Enter")
        self._place = HintLine("")
        self._change = Button("Choose a mailbox", kind="link", small=True)
        self.news = News(carrier)
        self.add_row(self._none)
        self.add_row(self._rows, line=False)
        self.add_line()
        self.add(row(self.send, self._change, gap=16), top=10, bottom=6)
        self.add(reason_line(self.send), bottom=4)
        self.add(self._place, bottom=6)
        self.add(self.news)
        self.send.clicked.connect(carrier.send)
        self._change.clicked.connect(self.mailbox_wanted)

    def fill(self) -> None:
        """Read what waits."""
        waiting = self._desk.casebook.post.waiting()
        self._rows.clear()
        names = {contact.id: contact.name for contact in self._desk.casebook.contacts.all()}
        for item in waiting:
            self._rows.add(self._row(item, names.get(item.contact, "a reader whose card is no longer trusted")))
        self.heading.set_title("Waiting to leave", f"{len(waiting)} sealed" if waiting else "")
        self._none.setVisible(not waiting)
        self._rows.setVisible(bool(waiting))
        mailbox = self._carrier.mailbox
        self._change.setText("Change the mailbox" if mailbox else "Choose a mailbox")
        self._change.updateGeometry()
        self._place.set_words(f"Goes to {mailbox}" if mailbox else "PipNotes never connects by itself.")
        self.send.setVisible(bool(waiting))
        self.send.set_ready(bool(mailbox), "Choose a mailbox first: a folder, a stick or a web address.")

    def _row(self, item: Outgoing, reader: str) -> ListRow:
        moment = item.approved.astimezone(self._desk.clock().tzinfo)
        day = mid_day(moment.date(), self._desk.clock().date())
        sealed = f"For {reader}, sealed {day}, {clock_time(moment)}"
        what = _WHAT.get(item.what, item.what)
        return ListRow([strong(self._whose(item)), quiet(what)] if item.family else [strong(what)], second=sealed)

    def _whose(self, item: Outgoing) -> str:
        return self._desk.casebook.families.circle(item.family).family.code
