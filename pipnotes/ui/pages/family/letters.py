"""The letter the family keeps, who may have a copy and what was handed over; and the papers that came to us."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from pipnotes.casebook.shared import HandedOver
from pipnotes.domain.codes import ConsentDecision, ConsentPurpose, Recipient
from pipnotes.domain.ending import Letter
from pipnotes.domain.words import clock_time, listed, long_day, near_day
from pipnotes.ui.desk import Desk
from pipnotes.ui.naming import coded
from pipnotes.ui.pages.family.answers import answer_tag
from pipnotes.ui.pages.family.papers import PapersSheet
from pipnotes.ui.pages.family.tab import Tab, margin_day
from pipnotes.ui.widgets.buttons import Button
from pipnotes.ui.widgets.chips import Tag
from pipnotes.ui.widgets.flow import Flow
from pipnotes.ui.widgets.hints import EmptyState
from pipnotes.ui.widgets.margin import MarginGrid
from pipnotes.ui.widgets.rows import ListRow, RowList
from pipnotes.ui.widgets.sheet import Columns, Scroll, Sheet, column
from pipnotes.ui.widgets.text import Text, quiet, small, strong

_ASKED = {Recipient.GP: ConsentPurpose.LETTER_GP, Recipient.HEALTH_VISITOR: ConsentPurpose.HEALTH_VISITOR}


class LettersTab(Tab):
    """Letters of one family."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._open = Button("Open the letter", kind="primary", icon="mail")
        self._now, self._signed = Sheet("The letter the family keeps"), Sheet("Signed letters")
        self._may, self._handed = Sheet("Who may have a copy"), Sheet("Handed over")
        self._papers = PapersSheet(desk)
        held = Columns(column(self._now, self._signed, self._papers), column(self._may, self._handed), side_width=408)
        held.layout().setContentsMargins(20, 12, 20, 14)
        self.hold(Scroll(held))
        self._open.clicked.connect(self.open_letter)

    def fill(self) -> None:
        """Read the letters afresh and show them."""
        book, family = self.desk.casebook, self.family().family.id
        current, signed = book.letters.current(family), book.letters.signed(family)
        self._open.setText("Open the letter" if current else "Start the letter")
        self._open.updateGeometry()
        self._show_now(current)
        self._show_signed(signed)
        self._show_may()
        self._show_handed(book.shared.letters(family))
        self._papers.show_family(self.family())

    def primary(self) -> Button | None:
        """Return the way to the letter."""
        return self._open

    @Slot()
    def open_letter(self) -> None:
        """Open the letter as it stands, or begin it from what is known of the work."""
        family = self.family().family.id
        if self.desk.casebook.letters.current(family) is None:
            self.desk.casebook.letters.start(family)
        self.wanted.emit("letter", family)

    @Slot()
    def begin_another(self) -> None:
        """Begin a new letter beside the signed one."""
        family = self.family().family.id
        self.desk.casebook.letters.start(family)
        self.wanted.emit("letter", family)

    def _show_now(self, letter: Letter | None) -> None:
        self._now.clear()
        if letter is None:
            words = "It is written to the parents, begun from what is known of the work, and best finished together."
            start = Button("Start the letter")
            start.clicked.connect(self.open_letter)
            self._now.add_row(EmptyState("mail", "No letter yet", words, start))
            return
        grid = MarginGrid(width=104)
        if letter.signed is None:
            started = {draft.id: at for draft, at in self.desk.casebook.letters.drafts()}.get(letter.id)
            today = self.desk.clock().date()
            begun = f", begun {near_day(started.date(), today)}" if started else ""
            grid.add("How it stands", Text([strong("Draft"), quiet(f"not signed yet{begun}")]))
            blank = [section.heading for section in letter.sections if not section.text.strip()]
            if blank:
                grid.add("Still empty", Text(", ".join(blank)))
        else:
            grid.add("How it stands", Text([strong("Signed"), quiet(f"on {long_day(letter.signed.date())}")]))
        grid.add("Dated", Text(long_day(letter.dated)))
        for copy in letter.copies:
            left = self.desk.casebook.letters.left_out(letter, copy.recipient)
            out = [quiet(f"without {listed([f'“{heading}”' for heading in left])}")] if left else []
            grid.add(copy.recipient.label, Text([coded(self.desk, self.family(), copy.name), *out]))
        self._now.add_row(grid)
        if letter.signed is not None:
            another = Button("Begin a new letter", kind="link")
            another.clicked.connect(self.begin_another)
            self._now.add(another, top=4, bottom=12)

    def _show_signed(self, signed: list[Letter]) -> None:
        self._signed.clear()
        self._signed.setVisible(bool(signed))
        for letter in reversed(signed):
            assert letter.signed is not None
            when, under = margin_day(letter.signed.date(), self.desk.clock().date())
            row = ListRow(
                [strong("Discharge letter"), quiet(f"signed by {letter.signed_by}, {clock_time(letter.signed)}")],
                when=when,
                under=under,
                margin=116,
                node="mail",
                opens=True,
            )
            row.opened.connect(partial(self.wanted.emit, "letter", letter.family))
            self._signed.add_row(row)
            grid = MarginGrid(width=104, pad=4)
            for copy in letter.copies:
                name = coded(self.desk, self.family(), copy.name)
                grid.add(copy.recipient.label, _Digest([name], copy.sha256))
            self._signed.add_row(grid, line=False)

    def _show_may(self) -> None:
        self._may.clear()
        current = self.desk.casebook.consents.current(self.family().family.id)
        tags: list[QWidget] = [Tag("Parents", tone="soft")]
        for recipient, purpose in _ASKED.items():
            said = current.get(purpose)
            if said is None:
                tags.append(Tag(f"{recipient.label}: not asked yet", icon="minus"))
            elif said.decision is ConsentDecision.GIVEN:
                tags.append(Tag(recipient.label, tone="soft"))
            else:
                tags.append(answer_tag(said, ""))
        self._may.add(Flow(tags, gap=6), bottom=6)
        ask = Button("Change what the family has agreed to", kind="link", small=True)
        ask.clicked.connect(partial(self.turned.emit, "consent"))
        self._may.add(ask, bottom=10)

    def _show_handed(self, handed: tuple[HandedOver, ...]) -> None:
        self._handed.clear()
        if not handed:
            words = "Every copy that is printed or saved is written down here, with its digest."
            self._handed.add(Text(words, token="ink2"), bottom=12)
            return
        rows = RowList(name="Handed over")
        for copy in handed:
            when, under = margin_day(copy.at.date(), self.desk.clock().date())
            rows.add(
                ListRow(
                    [strong(f"Copy for {_who(copy.recipient)}"), quiet(f"{copy.how}, {clock_time(copy.at)}")],
                    second=f"by {copy.by}. Digest {_short(copy.sha256)}",
                    when=when,
                    under=under,
                    margin=84,
                )
            )
        self._handed.add_row(rows)


class _Digest(Text):
    """A name and the first digits of a copy's digest; the whole of it is a pointer or a screen reader away."""

    def __init__(self, words: list[str], digest: str) -> None:
        super().__init__([*words, small(f"digest {_short(digest)}")] if digest else words)
        if digest:
            self.setToolTip(digest)
            self.setAccessibleDescription(f"Digest {digest}")


def _short(digest: str) -> str:
    return f"{digest[:4]} {digest[4:8]}".upper()


def _who(recipient: Recipient) -> str:
    return {Recipient.PARENT: "the parents", Recipient.GP: "the GP"}.get(recipient, "the health visitor")
