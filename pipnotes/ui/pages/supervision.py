"""Supervision as the therapist sees it: what was said about each family, what is new first, and a place to answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import partial

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from pipnotes.casebook.ledger import Changed
from pipnotes.casebook.supervision import Conversation
from pipnotes.domain.sharing import TalkedOver
from pipnotes.domain.words import counted
from pipnotes.errors import Problem
from pipnotes.ui.desk import Desk
from pipnotes.ui.dialogs.supervision import TalkedOverDialog
from pipnotes.ui.naming import coded
from pipnotes.ui.pages.carrying import Carrier, News
from pipnotes.ui.pages.page import Page
from pipnotes.ui.pages.talk import Talk, Thread
from pipnotes.ui.pages.talked_over import LogSheet
from pipnotes.ui.theme import look
from pipnotes.ui.when import margin_day
from pipnotes.ui.widgets.announce import announce
from pipnotes.ui.widgets.beside import Beside
from pipnotes.ui.widgets.buttons import Button
from pipnotes.ui.widgets.chips import Tag
from pipnotes.ui.widgets.frame import HeaderBar
from pipnotes.ui.widgets.hints import EmptyState
from pipnotes.ui.widgets.rows import ListRow, RowList
from pipnotes.ui.widgets.sheet import Scroll, Sheet
from pipnotes.ui.widgets.text import quiet, strong


class SupervisionPage(Page):
    """The conversations at the left, the one in front at the right."""

    title = "Supervision"

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._talks: list[Conversation] = []
        self._about = ""
        self.carrier = Carrier(desk, self)
        self._header = HeaderBar("Supervision")
        self._fetch = Button("Fetch now", icon="refresh-cw", hint="F5")
        self._open = Button("Open a parcel", icon="download", hint="Ctrl+O")
        self.news = News(self.carrier)
        self._list, self._sheet = Sheet("By family"), Sheet(" ")
        self.rows, self.log = RowList(name="Conversations"), LogSheet(desk)
        self._read = Button("Mark as read", small=True, icon="check")
        self._family = Button("Open the family", kind="link", small=True)
        self.read_back, self.talk = Thread(desk), Talk(desk, "Answer with codes and roles, never names.", "Add answer")
        self._first = Button("Open a parcel", icon="download", hint="Ctrl+O")
        self._lay_out()
        self._wire()

    def _wire(self) -> None:
        self.command("Fetch now", "F5", self.carrier.fetch)
        self.command("Open a parcel", "Ctrl+O", self.carrier.open_parcel)
        self.command("Add answer", "Ctrl+Enter", self.talk.say)
        self.command("Write down a supervision", "Ctrl+T", self.write_down)
        self.log.wanted.connect(self.write_down)
        self.log.opened.connect(self._open_story)
        self._fetch.clicked.connect(self.carrier.fetch)
        self._open.clicked.connect(self.carrier.open_parcel)
        self._first.clicked.connect(self.carrier.open_parcel)
        self._beside.stacked_changed.connect(self._make_room)
        self.carrier.came.connect(self._fill)
        self.talk.wanted.connect(self._answer)
        self._read.clicked.connect(self._mark_read)
        self._family.clicked.connect(self._go_to_family)
        self.desk.names_hidden_changed.connect(self._fill)

    def show_for(self, subject: str) -> None:
        self._fill()
        wanted = [talk.about for talk in self._talks if subject and subject in (talk.code, _id_of(talk))]
        if wanted:
            self._choose(wanted[0])

    def refresh(self, changed: Changed) -> None:
        if changed.kinds & {"comment", "outgoing", "destroyed", "family", "person", "supervision"}:
            self._fill()

    def keep_now(self) -> None:
        self.talk.keep_now()

    def place(self) -> dict[str, object]:
        code, contact = (self._talk().code, self._talk().contact) if self._about else ("", "")
        return {"code": code, "contact": contact, "caret": self.talk.edit.caret()}

    def go_to(self, place: Mapping[str, object]) -> None:
        told = (place.get("code"), place.get("contact"))
        before = [talk.about for talk in self._talks if (talk.code, talk.contact) == told]
        if before:
            self._show(before[0])
            self.talk.edit.set_caret(int(str(place.get("caret", 0))))

    def panes(self) -> list[QWidget]:
        return [self._header, self._list, self.log, self._sheet]

    @Slot()
    def write_down(self) -> None:
        """Write down that a family was talked over, the one in front unless another is chosen."""
        talk = self._talk() if self._about else None
        about = (_id_of(talk), talk.sender, talk.contact) if talk is not None and talk.circle else ()
        if TalkedOverDialog.ask(self.window(), self.desk, *about):
            announce(self, "Written down")

    @Slot()
    def _fill(self) -> None:
        """Read the conversations; the one in front stays in front, and its row keeps the keyboard."""
        held = self.rows.isAncestorOf(self.focusWidget() or self)
        self._talks = self.desk.casebook.supervision.conversations()
        self.rows.clear()
        unread = sum(len(talk.unread) for talk in self._talks)
        said = f"{counted(unread, 'comment')} to read" if unread else "Nothing new to read"
        self._header.set_title("Supervision", said if self._talks else "")
        self.log.fill()
        self._stack.setCurrentIndex(int(bool(self._talks) or not self.log.empty))
        # With a log and no comments yet there is nothing to show beside it.
        self._sheet.setVisible(bool(self._talks) or self.log.empty)
        abouts = [talk.about for talk in self._talks]
        if not abouts:
            self._about = ""
            self.talk.let_go()
            self.rows.add(ListRow([quiet("No comments yet. They arrive when you fetch.")], pad=8))
            return
        for talk in self._talks:
            self.rows.add(self._row(talk))
        self._make_room()
        self._show(self._about if self._about in abouts else abouts[0])
        if held:
            self.rows.rows()[abouts.index(self._about)].setFocus()

    def _row(self, talk: Conversation) -> ListRow:
        last = talk.comments[-1]
        today = self.desk.clock().date()
        new = [Tag(f"{len(talk.unread)} new", tone="soft", icon="message-square")] if talk.unread else []
        name = self._name(talk)
        title = [strong(name)] + ([quiet(talk.code)] if name != talk.code else [])
        if sum(other.code == talk.code for other in self._talks) > 1:
            title.append(quiet(f"with {talk.sender}"))
        by = "You answered last." if last.mine else f"{last.author} wrote last."
        row = ListRow(title, second=by, when=margin_day(last.at.date(), today), margin=84, title_tags=new, opens=True)
        row.opened.connect(partial(self._choose, talk.about))
        return row

    @Slot()
    def _choose(self, about: str) -> None:
        """Bring a conversation to the front; choosing it is reading it."""
        try:
            self._show(about)
        except Problem as problem:
            self.talk.complain(problem)
            return
        self._mark_read()

    def _show(self, about: str) -> None:
        self._about = about
        talk = self._talk()
        for one, row in zip(self._talks, self.rows.rows(), strict=True):
            assert isinstance(row, ListRow)
            row.set_tone("selected" if one.about == about else "plain")
        week = f"week {talk.comments[-1].week}"
        name = self._name(talk)
        self._sheet.heading.set_title(talk.code, week if name == talk.code else f"{name}, {week}")
        self._read.setVisible(bool(talk.unread))
        self._family.setVisible(talk.circle is not None)
        self.read_back.show_comments(talk.comments, self._talked_over(talk))
        self.talk.show_talk(about, _id_of(talk))

    @Slot()
    def _mark_read(self) -> None:
        for comment in self._talk().unread:
            self.desk.casebook.supervision.seen(comment)
        self._fill()

    @Slot(str)
    def _answer(self) -> None:
        talk = self._talk() if self._about else None
        if talk is None or talk.circle is None:
            return
        family = talk.circle.family
        if self.talk.seal(partial(self.desk.casebook.supervision.answer, family, to=talk.contact)):
            self._mark_read()

    @Slot()
    def _go_to_family(self) -> None:
        self.wanted.emit("family", _id_of(self._talk()))

    @Slot(str)
    def _open_story(self, family: str) -> None:
        self.wanted.emit("family", family)

    @Slot()
    def _make_room(self) -> None:
        """In large type the list stands over the conversation, and shows its first rows whole."""
        tall = min(self.rows.sizeHint().height(), look().px(200)) if self._beside.stacked else 0
        self._listed.setMinimumHeight(tall)

    def _talked_over(self, talk: Conversation) -> list[TalkedOver]:
        circle = talk.circle
        if circle is None:
            return []
        entries = self.desk.casebook.supervision.log.of(circle.family.id)
        return [replace(entry, words=coded(self.desk, circle, entry.words)) for entry in entries]

    def _talk(self) -> Conversation:
        return next(talk for talk in self._talks if talk.about == self._about)

    def _name(self, talk: Conversation) -> str:
        return self.desk.family_name(talk.circle) if talk.circle else talk.code

    def _lay_out(self) -> None:
        self._header.add_action(self._fetch)
        self._header.add_action(self._open)
        self._listed, read = Scroll(self.rows), Scroll(self.read_back)
        self._list.add_row(self._listed, stretch=1)
        self._sheet.heading.add(self._family)
        self._sheet.heading.add(self._read)
        self._sheet.add_row(read, stretch=1)
        self._sheet.add_row(self.talk, line=False)
        left = QWidget()
        main = QVBoxLayout(left)
        main.setContentsMargins(0, 0, 0, 0)
        main.setSpacing(12)
        main.addWidget(self._list, 3)
        main.addWidget(self.log, 2)
        self._beside = Beside(left, self._sheet, side_width=680, wide=860, least=380)
        self._beside.follow(read)
        empty = Sheet()
        words = "They arrive when you fetch, or open a parcel from your supervisor."
        empty.add_row(EmptyState("message-square", "No comments yet", words, self._first), stretch=1)
        self._stack = QStackedWidget()
        self._stack.addWidget(empty)
        self._stack.addWidget(self._beside)
        self.lay_out_under(self._header, self.news, self._stack, gap=10)


def _id_of(talk: Conversation) -> str:
    return talk.circle.family.id if talk.circle else ""
