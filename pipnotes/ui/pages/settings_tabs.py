"""The tabs of the settings, each a few sheets that fill themselves from the vault."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QFileDialog, QVBoxLayout, QWidget

from pipnotes.casebook.ledger import Changed
from pipnotes.casebook.mailboxes import Credentials
from pipnotes.domain.sharing import Contact
from pipnotes.domain.words import counted, full_day
from pipnotes.errors import Problem
from pipnotes.ui.desk import Desk
from pipnotes.ui.dialogs.mailbox_entry import MailboxEntry
from pipnotes.ui.setup.about import AboutForm
from pipnotes.ui.setup.cards import AcceptCard, MyCard
from pipnotes.ui.theme import SCALES
from pipnotes.ui.widgets.buttons import Button
from pipnotes.ui.widgets.dialog import Dialog
from pipnotes.ui.widgets.fields import ComboBox, Field, LineEdit
from pipnotes.ui.widgets.hints import HintLine
from pipnotes.ui.widgets.rows import ListRow, RowList
from pipnotes.ui.widgets.segments import Option, Segments
from pipnotes.ui.widgets.sheet import Columns, Sheet, column, row
from pipnotes.ui.widgets.text import Text, quiet, strong


class Tab(QWidget):
    """One tab; `fill` reads it afresh, `follow` takes in a change, `keep_now` keeps what is typed."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.box = QVBoxLayout(self)
        self.box.setContentsMargins(0, 0, 0, 0)
        self.box.setSpacing(14)

    def fill(self) -> None:
        """Read what is shown from the vault."""

    def follow(self, changed: Changed) -> None:
        """Take in a change of the vault."""

    def keep_now(self) -> None:
        """Keep what is typed."""


class AboutTab(Tab):
    """The keeper; kept when the page is left, when it is locked, and on Save."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._form = AboutForm()
        self._save = Button("Sa&ve", kind="primary")
        self._said = HintLine("")
        sheet = Sheet("About you", aside="This stands under your notes and on your letters")
        sheet.add(self._form)
        sheet.add(row(self._save, self._said))
        self.box.addWidget(sheet)
        self._save.clicked.connect(self._keep)

    def fill(self) -> None:
        self._form.show_person(self.desk.casebook.me)

    def keep_now(self) -> None:
        me = self.desk.casebook.me
        wished = self._form.person(me)
        if not self._form.is_empty() and self._form.name() and wished != me:
            self.desk.casebook.keep_me(wished)

    @Slot()
    def _keep(self) -> None:
        if not self._form.complain():
            self.keep_now()
            self._said.set_words("Saved", icon="circle-check", tone="primary")


class SharingTab(Tab):
    """The mailbox, this vault's card, and the cards it trusts."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._mailbox = LineEdit("Mailbox", placeholder="A folder, https://\u2026 or s3://bucket/prefix")
        self._field = Field(
            "&Mailbox",
            self._mailbox,
            hint="Sealed parcels go here when you choose Send. PipNotes never connects by itself.",
        )
        self._use = Button("&Use this mailbox")
        self._folder = Button("Choose a folder")
        self._entry = Button("User and password")
        self._said = HintLine("")
        self._contacts = RowList(name="People whose card was checked")
        mailbox, people = Sheet("Mailbox", icon="inbox"), Sheet("People you share with", icon="users")
        mine, accept = Sheet("My card", icon="key-round"), Sheet("Accept a card", icon="shield-check")
        mailbox.add(self._field)
        mailbox.add(row(self._use, self._folder, self._entry))
        mailbox.add(self._said)
        people.add_row(self._contacts)
        self._mine = MyCard(desk.casebook)
        mine.add(self._mine)
        accepting = AcceptCard(desk.casebook)
        accept.add(accepting)
        self.box.addWidget(Columns(column(mailbox, people, accept), column(mine), side_width=460))
        self._use.clicked.connect(self._keep_mailbox)
        self._folder.clicked.connect(self._choose_folder)
        self._entry.clicked.connect(self._ask_entry)
        self._mailbox.returnPressed.connect(self._keep_mailbox)
        self._mailbox.textChanged.connect(self._offer_entry)
        self._offer_entry(self._mailbox.text())

    def fill(self) -> None:
        if not self._mailbox.isModified():
            self._mailbox.setText(self.desk.casebook.post.mailbox or self.desk.policy.mailbox or "")
        self._mine.show_words()
        self._fill_contacts()

    def follow(self, changed: Changed) -> None:
        if changed.kinds & {"contact", "practitioner"}:
            self._fill_contacts()

    @Slot()
    def _keep_mailbox(self) -> None:
        self._use_mailbox(None)

    @Slot(str)
    def _offer_entry(self, place: str) -> None:
        # A folder is entered by whoever may enter it.
        self._entry.setVisible("://" in place and not place.startswith("file:"))

    @Slot()
    def _ask_entry(self) -> None:
        place = self._mailbox.text().strip()
        given = MailboxEntry.ask(self.window(), place, self.desk.casebook.post.new_credentials(place))
        if given is not None:
            self._use_mailbox(given)

    def _use_mailbox(self, given: Credentials | None) -> None:
        try:
            self.desk.casebook.post.use_mailbox(self._mailbox.text().strip(), given)
        except Problem as problem:
            self._field.set_error(f"{problem.happened} {problem.todo}")
            return
        self._field.set_error("")
        self._mailbox.setModified(False)
        kept = self.desk.casebook.post.mailbox
        words = "Kept. What you send goes there." if kept else "Kept. Nothing is sent until a mailbox is chosen."
        self._said.set_words(words, icon="circle-check", tone="primary")

    @Slot()
    def _choose_folder(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self.window(), "Mailbox", str(Path.home()))
        if chosen:
            self._mailbox.setText(chosen)
            self._keep_mailbox()

    def _fill_contacts(self) -> None:
        self._contacts.clear()
        contacts = self.desk.casebook.contacts.all()
        for contact in contacts:
            stop = Button("Stop trusting", small=True)
            stop.setAccessibleName(f"Stop trusting {contact.name}")
            stop.clicked.connect(partial(self._stop_trusting, contact))
            how = "Signed by your service, followed on" if contact.by_service else "Six words compared on"
            words = f"{contact.role}. {how} {full_day(contact.checked.date())}."
            self._contacts.add(ListRow([strong(contact.name)], second=words, lead="user-round", actions=[stop]))
        for gone in self.desk.casebook.contacts.past():
            why = gone.why or "you stopped trusting this card"
            when = f" on {full_day(gone.revoked.date())}" if gone.revoked else ""
            words = f"{gone.role}. {why[0].upper()}{why[1:]}{when}: sent nothing more, and heard no more."
            self._contacts.add(ListRow([quiet(gone.name)], second=words, lead="circle-alert"))
        if not contacts:
            self._contacts.add(ListRow([quiet("Nobody yet. Accept a card when you sit together.")]))

    def _stop_trusting(self, contact: Contact) -> None:
        if _StopTrusting.ask(self.window(), contact.name):
            self.desk.casebook.contacts.revoke(contact)
            self._fill_contacts()


class _StopTrusting(Dialog):
    def __init__(self, parent: QWidget | None, name: str) -> None:
        super().__init__(parent, "Cards", title=f"Stop trusting {name}\u2019s card?", width=580, margin=96)
        self.grid.add("From now", Text("Nothing can be sealed for this person, and nothing of theirs is opened."))
        self.grid.add("Before", Text("What was sent stays sent."))
        self.answer_with("Stop trusting", cancel="Keep trusting")


class LookTab(Tab):
    """Theme, text size and the lock."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._theme = Segments(
            "Theme",
            [Option("system", "As this computer"), Option("light", "Light", "sun"), Option("dark", "Dark", "moon")],
        )
        sizes = [round(scale * 100) for scale in SCALES]
        self._size = ComboBox("Text size", [Option(str(size), f"{size} percent") for size in sizes])
        most = desk.policy.idle_minutes
        self._minutes = ComboBox("Lock", [Option(str(n), counted(n, "minute")) for n in range(1, most + 1)])
        sheet = Sheet("Look", icon="sun")
        sheet.add(Field("&Theme", row(self._theme)))
        sheet.add(Field("Text &size", row(self._size)))
        lock = Sheet("Lock", icon="lock")
        lock.add(Field("&Lock after this long without typing", row(self._minutes)))
        lock.add(HintLine("Locking keeps what you typed and brings you back to the same place. Ctrl+L locks now."))
        self.box.addWidget(Columns(sheet, column(lock), side_width=460))
        self._theme.changed.connect(self._keep)
        self._size.changed.connect(self._keep)
        self._minutes.changed.connect(self._keep)
        desk.preferences.changed.connect(self.fill)

    @Slot()
    def fill(self) -> None:
        settings = self.desk.settings
        self._theme.set_value(settings.theme)
        self._size.set_value(str(settings.text_scale))
        self._minutes.set_value(str(self.desk.policy.idle_minutes_for(settings.idle_minutes)))

    @Slot()
    def _keep(self) -> None:
        self.desk.preferences.keep(
            replace(
                self.desk.settings,
                theme=self._theme.value() or "system",
                text_scale=int(self._size.value() or 100),
                idle_minutes=int(self._minutes.value() or 5),
            )
        )
