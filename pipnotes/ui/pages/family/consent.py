"""What the family has said yes and no to, who said it and when; and what has been shared."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from pipnotes.domain.codes import ConsentDecision, ConsentPurpose, OutgoingState
from pipnotes.domain.family import Consent
from pipnotes.domain.words import brief_day, clock_time, full_day, listed, near_day
from pipnotes.ui.desk import Desk
from pipnotes.ui.dialogs.consent import ConsentDialog
from pipnotes.ui.naming import coded, names
from pipnotes.ui.pages.family.answers import short_words
from pipnotes.ui.pages.family.tab import Tab, margin_day
from pipnotes.ui.widgets.buttons import Button
from pipnotes.ui.widgets.hints import HintLine
from pipnotes.ui.widgets.rows import ListRow, RowList
from pipnotes.ui.widgets.sheet import Columns, Scroll, Sheet, column
from pipnotes.ui.widgets.text import Text, quiet, strong

_NODES = {
    ConsentDecision.GIVEN: "check",
    ConsentDecision.REFUSED: "x",
    ConsentDecision.WITHDRAWN: "x",
    ConsentDecision.TO_ASK: "clock",
}


class ConsentTab(Tab):
    """Each purpose with its answer, and what went out."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._ask = Button("Write down an answer", kind="primary", icon="pencil")
        self._answers = Sheet("What the family has agreed to")
        self._rows = RowList(name="What the family has agreed to")
        self._shared = Sheet("Shared with supervision")
        self._answers.add_row(self._rows)
        held = Columns(column(self._answers), column(self._shared), side_width=408)
        held.layout().setContentsMargins(20, 12, 20, 14)
        self.hold(Scroll(held))
        self._ask.clicked.connect(partial(self.ask, None))

    def fill(self) -> None:
        """Read the answers afresh and show them."""
        book, circle = self.desk.casebook, self.family()
        self._rows.clear()
        for purpose in ConsentPurpose:
            self._rows.add(self._row(purpose, book.consents.history(circle.family.id, purpose)))
        self._show_shared()

    def primary(self) -> Button | None:
        """Return the way to write down an answer."""
        return self._ask

    def ask(self, purpose: ConsentPurpose | None) -> None:
        """Ask what the family says about a purpose."""
        ConsentDialog.ask(self.window(), self.desk, self.family().family.id, purpose)

    @Slot()
    def to_sharing(self) -> None:
        """Go where summaries are written."""
        self.wanted.emit("sharing", self.family().family.id)

    def _row(self, purpose: ConsentPurpose, said: list[Consent]) -> ListRow:
        code = self.family().family.code
        label = short_words(purpose, code)
        change = Button("Change" if said else "Write down", kind="link", small=True)
        change.setAccessibleName(f"{'Change' if said else 'Write down'}: {label}")
        change.clicked.connect(partial(self.ask, purpose))
        if not said:
            return ListRow([quiet("Not asked yet")], when=label, margin=196, node="minus", actions=[change])
        latest = said[0]
        before = listed([f"{_answer(each).lower()} on {brief_day(each.on)} {each.on.year}" for each in said[1:]])
        words = coded(self.desk, self.family(), latest.words.strip('“”" '))
        return ListRow(
            [strong(_answer(latest)), quiet(self._who_and_when(latest))],
            second=f"“{words}”" if words else "",
            third=f"Before that: {before}." if before else "",
            when=label,
            margin=196,
            node=_NODES[latest.decision],
            actions=[change],
        )

    def _who_and_when(self, said: Consent) -> str:
        if said.decision is ConsentDecision.TO_ASK:
            return f"by {full_day(said.ask_by)}" if said.ask_by else ""
        who = names(self.desk, self.family().named(said.people))
        return ", ".join(part for part in (who, full_day(said.on)) if part)

    def _show_shared(self) -> None:
        book, family = self.desk.casebook, self.family().family.id
        self._shared.clear()
        last, now = book.supervision.last_shared(family), self.desk.clock()
        when = f"Last shared {near_day(last.date(), now.date())}." if last else "Nothing has been shared yet."
        self._shared.add(Text(when), top=0, bottom=6)
        if book.consents.given(family, ConsentPurpose.SUPERVISION):
            to = Button("Write a summary", icon="send")
            to.clicked.connect(self.to_sharing)
            self._shared.add(to, bottom=10)
        else:
            words = "A summary can be written once the family has said yes to supervision."
            self._shared.add(HintLine(words, icon="info"), bottom=10)
        rows = RowList(name="What was sent")
        for line in book.shared.parcels(family):
            day, year = margin_day(line.at.date(), now.date())
            how = line.state.label.lower() if line.state is OutgoingState.WAITING else clock_time(line.at)
            state = "" if line.state is not OutgoingState.RETRACTED else ", taken back"
            if line.destroyed is not None:
                state = f", destroyed by {line.to} on {full_day(line.destroyed.date())}"
            rows.add(
                ListRow(
                    [strong(line.what), quiet(f"for {line.to}")], second=how + state, when=day, under=year, margin=84
                )
            )
        if rows.rows():
            self._shared.add_row(rows)


def _answer(said: Consent) -> str:
    return said.decision.label
