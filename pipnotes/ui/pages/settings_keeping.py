"""How long records are kept: which are due for review, what holds them, and the years this service has set."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Slot

from pipnotes.casebook.ledger import Changed
from pipnotes.casebook.retention import Review
from pipnotes.domain.retention import RetentionRules
from pipnotes.domain.words import brief_day, counted, full_day
from pipnotes.errors import Problem
from pipnotes.ui.desk import Desk
from pipnotes.ui.dialogs.destroy import DestroyDialog, HoldDialog
from pipnotes.ui.pages.settings_tabs import Tab
from pipnotes.ui.widgets.buttons import Button
from pipnotes.ui.widgets.chips import Tag
from pipnotes.ui.widgets.fields import Field, LineEdit
from pipnotes.ui.widgets.hints import EmptyState, HintLine
from pipnotes.ui.widgets.rows import ListRow, RowList
from pipnotes.ui.widgets.sheet import Columns, Sheet, column, row
from pipnotes.ui.widgets.text import quiet, strong

_YEARS = {
    "adult_years": ("Adults: years after the last contact", "20 in the Records Management Code 2021"),
    "adult_years_after_death": ("Adults: years after a death", "10 in the Records Management Code 2021"),
    "child_years_after_death": (
        "Children: years after a death",
        "Empty until your service decides; the 25th birthday stands until then",
    ),
}


class KeepingTab(Tab):
    """Families whose work is over, by the day of their review; nothing is ever destroyed by itself."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._sheet = Sheet("Reviews", icon="archive")
        self._rows = RowList(name="Families whose work is over")
        self._none = EmptyState("archive", "No review yet", "A family’s clock begins when the work with it has ended.")
        self._sheet.add_row(self._rows)
        self._sheet.add_row(self._none, line=False)
        years = Sheet("Years", icon="clock")
        years.add(HintLine("Children’s records are kept until the 25th birthday, or the 26th for somebody who was 17."))
        self._years: dict[str, LineEdit] = {}
        for name, (words, hint) in _YEARS.items():
            self._years[name] = LineEdit(words)
            years.add(Field(words, self._years[name], hint=hint))
        keep, self._said = Button("&Save the years"), HintLine("")
        years.add(row(keep))
        years.add(self._said)
        self.box.addWidget(Columns(column(self._sheet), column(years), side_width=460))
        keep.clicked.connect(self._keep)
        desk.names_hidden_changed.connect(self.fill)

    @Slot()
    def fill(self) -> None:
        """Read the reviews afresh."""
        reviews = self.desk.casebook.retention.reviews()
        due = sum(one.is_due for one in reviews)
        self._sheet.heading.set_title("Reviews", f"{due} due now" if due else "None is due")
        self._rows.clear()
        for one in reviews:
            self._rows.add(self._row(one))
        self._rows.setVisible(bool(reviews))
        self._none.setVisible(not reviews)
        rules = self.desk.casebook.retention.rules
        for name, edit in self._years.items():
            if not edit.isModified():
                value = getattr(rules, name)
                edit.setText("" if value is None else str(value))

    def follow(self, changed: Changed) -> None:
        """Read again what a change may have moved."""
        if changed.kinds & {"destroyed", "family", "hold", "person", "session", "retention-rules", "follow-up"}:
            self.fill()

    @Slot()
    def _keep(self) -> None:
        try:
            years = {name: _number(edit.text()) for name, edit in self._years.items()}
            rules = RetentionRules(
                adult_years=years["adult_years"] or 0,
                adult_years_after_death=years["adult_years_after_death"] or 0,
                child_years_after_death=years["child_years_after_death"],
            )
            self.desk.casebook.retention.set_rules(rules)
        except Problem as problem:
            self._said.set_words(f"{problem.happened} {problem.todo}", icon="circle-alert", tone="attn")
            return
        for edit in self._years.values():
            edit.setModified(False)
        self._said.set_words("Saved", icon="circle-check", tone="primary")
        self.fill()

    def _row(self, one: Review) -> ListRow:
        name = self.desk.family_name(one.circle)
        hold = Button("Let go" if one.hold else "Hold", kind="link", small=True)
        hold.setAccessibleName(f"{hold.text()}: {name}")
        hold.clicked.connect(partial(self._hold, one.family.id))
        gone = Button("Destroy…", kind="link", small=True)
        gone.setAccessibleName(f"Destroy the record of {name}")
        gone.clicked.connect(partial(self._destroy, one.family.id))
        tags = [Tag("Due now", tone="attention", icon="clock")] if one.is_due else []
        tags += [Tag("Held", tone="soft", icon="lock")] if one.hold else []
        state = "entered in error" if one.in_error else one.family.status.label.lower()
        held = one.hold
        return ListRow(
            [strong(name), quiet(state)],
            second=one.why,
            third=f"Held since {full_day(held.placed)} by {held.by}: {held.reason}"
            if held and not self.desk.names_hidden
            else "",
            when=brief_day(one.on) if one.on else "",
            under=str(one.on.year) if one.on else "",
            margin=84,
            tags=tags,
            actions=[hold, gone],
        )

    def _hold(self, family: str) -> None:
        HoldDialog.ask(self.window(), self.desk, family)

    def _destroy(self, family: str) -> None:
        if DestroyDialog.ask(self.window(), self.desk, family):
            self._said.set_words(f"Destroyed. {counted(1, 'line')} in the history says so.", icon="circle-check")


def _number(words: str) -> int | None:
    """Return a number as it was typed: none for an empty line, 0 for what is no number."""
    said = words.strip()
    if not said:
        return None
    return int(said) if said.isdigit() and len(said) < 4 else 0
