"""Everybody in the family's story: how to reach them safely, who is around them, and how they came to us."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Slot
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QWidget

from pipnotes.domain.codes import Answer, PersonRole, ReferralStatus, SafeContact
from pipnotes.domain.family import Person, Referral
from pipnotes.domain.words import age_words, brief_day, long_day
from pipnotes.ui.desk import Desk
from pipnotes.ui.dialogs.decide_referral import DecideReferralDialog
from pipnotes.ui.dialogs.person import PersonDialog
from pipnotes.ui.naming import call, coded
from pipnotes.ui.pages.family.history import HistoryDialog
from pipnotes.ui.pages.family.tab import Tab, margin_day
from pipnotes.ui.pages.family.withdraw import WithdrawReferralDialog
from pipnotes.ui.widgets.buttons import Button
from pipnotes.ui.widgets.chips import Tag
from pipnotes.ui.widgets.rows import ListRow, RowList
from pipnotes.ui.widgets.sheet import Columns, Scroll, Sheet, column
from pipnotes.ui.widgets.text import Run, quiet, strong


class PeopleTab(Tab):
    """People, the services around them, and referrals."""

    def __init__(self, desk: Desk, add_person: object, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._add = Button("Add a person", kind="primary", icon="plus")
        self._kin, self._kin_rows = Sheet("The family"), RowList(name="The family")
        self._around, self._around_rows = Sheet("GP, health visitor and others"), RowList(name="Other services")
        self._came, self._came_rows = Sheet("How they came to us"), RowList(name="How they came to us")
        self._wrong, self._wrong_rows = Sheet("Entered in error"), RowList(name="Entered in error")
        add_service = Button("Add", kind="link", small=True)
        add_service.setAccessibleName("Add a GP, health visitor or somebody else")
        self._around.heading.add(add_service)
        for sheet, rows in self._sheets():
            sheet.add_row(rows)
        side = column(self._around, self._came)
        held = Columns(column(self._kin, self._wrong), side, side_width=460)
        held.layout().setContentsMargins(20, 12, 20, 14)
        self.hold(Scroll(held))
        self._add.clicked.connect(add_person)
        add_service.clicked.connect(self._add_service)

    def fill(self) -> None:
        """Read the people afresh and show them."""
        circle, book = self.family(), self.desk.casebook
        for _, rows in self._sheets():
            rows.clear()
        for person in circle.kin:
            self._kin_rows.add(self._person(person))
        for person in circle.professionals:
            self._around_rows.add(self._professional(person))
        if not circle.professionals:
            self._around_rows.add(_quiet_row("Nobody is written down yet."))
        for referral in reversed(book.families.referrals(circle.family.id)):
            self._came_rows.add(self._referral(referral))
        for person in book.families.removed(circle.family.id):
            self._wrong_rows.add(self._removed(person))
        self._wrong.setVisible(bool(self._wrong_rows.rows()))

    def primary(self) -> Button | None:
        """Return the way to add somebody."""
        return self._add

    def change(self, person: Person) -> None:
        """Change what is known of somebody, or mark a mistake."""
        PersonDialog.ask(self.window(), self.desk, person.family, person.id)

    def history(self, record: str, title: str) -> None:
        """Show every version of a record."""
        HistoryDialog.ask(self.window(), self.desk, self.family(), record, title)

    @Slot()
    def _add_service(self) -> None:
        PersonDialog.ask(self.window(), self.desk, self.family().family.id, "", PersonRole.PROFESSIONAL)

    def _decide(self, referral: Referral) -> None:
        DecideReferralDialog.ask(self.window(), self.desk, referral.family, referral.id)

    def _withdraw(self, referral: Referral) -> None:
        if WithdrawReferralDialog.ask(self.window(), self.desk, referral):
            known = {row.family.id for row in self.desk.casebook.families.rows()}
            if referral.family not in known:
                self.wanted.emit("families", "")

    def _person(self, person: Person) -> ListRow:
        return ListRow(
            [strong(self._name(person)), quiet(self._known(person))],
            second=self._reach(person),
            third=coded(self.desk, self.family(), person.safe_contact_note),
            tags=self._tags(person),
            when=_place(person),
            margin=116,
            actions=self._links(person, person.id, call(self.desk, person)),
        )

    def _professional(self, person: Person) -> ListRow:
        where = person.organisation if person.organisation not in person.address else ""
        lines = [coded(self.desk, self.family(), where), person.phone, person.email]
        return ListRow(
            [strong(self._name(person))],
            second=". ".join(line for line in lines if line),
            third=person.address,
            when=person.profession or "Service",
            margin=104,
            actions=self._links(person, person.id, call(self.desk, person)),
        )

    def _referral(self, referral: Referral) -> ListRow:
        when, under = margin_day(referral.received, self.desk.clock().date())
        by = [referral.referrer, referral.referrer_organisation]
        dates = [("First visit offered", referral.first_offer), ("Accepted", referral.accepted_on)]
        told = [f"{what} {brief_day(day)} {day.year}" for what, day in dates if day]
        agreed = {Answer.YES: "The family agreed", Answer.NO: "The family did not agree"}
        told.append(agreed.get(referral.agreed_to, "The family’s yes is not written down yet"))
        still_open = referral.status is ReferralStatus.OPEN
        decide = Button("Decide" if still_open else "Withdraw", kind="link", small=True)
        decide.setAccessibleName(f"{decide.text()}: referral of {long_day(referral.received)}")
        decide.clicked.connect(partial(self._decide if still_open else self._withdraw, referral))
        past = Button("History", kind="link", small=True)
        past.setAccessibleName(f"History of the referral of {long_day(referral.received)}")
        past.clicked.connect(partial(self.history, referral.id, "This referral"))
        return ListRow(
            [strong(referral.source.label)],
            second=coded(self.desk, self.family(), ", ".join(part for part in by if part)),
            third=". ".join(told) + "." + (f" {referral.closed_reason}" if referral.closed_reason else ""),
            tags=[Tag(referral.status.label, tone="soft" if referral.status is ReferralStatus.ACCEPTED else "neutral")],
            when=when,
            under=under,
            margin=104,
            actions=[past, decide],
        )

    def _removed(self, person: Person) -> ListRow:
        past = Button("History", kind="link", small=True)
        past.setAccessibleName(f"History of {call(self.desk, person)}")
        past.clicked.connect(partial(self.history, person.id, call(self.desk, person)))
        name = Run(self._name(person), strike=True, token="ink2", weight=QFont.Weight.DemiBold)
        words = "Entered in error. The name is still taken out of what a supervisor reads."
        return ListRow([name], second=words, when=_place(person), margin=116, actions=[past])

    def _links(self, person: Person, record: str, name: str) -> list[QWidget]:
        past, change = Button("History", kind="link", small=True), Button("Change", kind="link", small=True)
        past.setAccessibleName(f"History of {name}")
        change.setAccessibleName(f"Change {name}")
        past.clicked.connect(partial(self.history, record, name))
        change.clicked.connect(partial(self.change, person))
        return [past, change]

    def _name(self, person: Person) -> str:
        titled = person.role is PersonRole.PROFESSIONAL and bool(person.known_as)
        return call(self.desk, person) if self.desk.names_hidden or titled else person.full_name

    def _known(self, person: Person) -> str:
        today = self.desk.clock().date()
        said = []
        if person.known_as and person.known_as != person.given and not self.desk.names_hidden:
            said.append(f"known as {person.known_as}")
        if person.died:
            said.append(f"died {long_day(person.died)}")
        elif person.born:
            said.append(f"{age_words(person.born, today)}, born {long_day(person.born)}")
        elif person.due:
            said.append(f"due {long_day(person.due)}")
        if person.language:
            said.append(f"speaks {person.language}")
        return ", ".join(said)

    def _reach(self, person: Person) -> str:
        if self.desk.names_hidden:
            return ""
        return ". ".join(part for part in (person.phone, person.email, person.address) if part)

    def _tags(self, person: Person) -> list[QWidget]:
        if person.died is not None:
            return []
        found: list[QWidget] = []
        grown = person.role in (PersonRole.PARENT, PersonRole.CARER)
        asked = bool(person.phone) or person.safe_contact is not SafeContact.ASK
        if grown or (asked and person.role is not PersonRole.INFANT):
            found.append(Tag(person.safe_contact.label, icon="lock"))
        if grown:
            found.append(_responsibility(person.parental_responsibility))
        if person.accessible_format:
            found.append(Tag(f"Letters in {person.accessible_format[:1].lower()}{person.accessible_format[1:]}"))
        return found

    def _sheets(self) -> list[tuple[Sheet, RowList]]:
        return [
            (self._kin, self._kin_rows),
            (self._around, self._around_rows),
            (self._came, self._came_rows),
            (self._wrong, self._wrong_rows),
        ]


def _place(person: Person) -> str:
    if person.role is PersonRole.INFANT:
        return "Baby"
    return person.relation[:1].upper() + person.relation[1:] or person.role.label


def _responsibility(answer: Answer) -> Tag:
    if answer is Answer.YES:
        return Tag("Parental responsibility", tone="soft")
    if answer is Answer.NO:
        return Tag("No parental responsibility", icon="x")
    return Tag("Parental responsibility: not known", icon="minus")


def _quiet_row(words: str) -> ListRow:
    return ListRow([quiet(words)])
