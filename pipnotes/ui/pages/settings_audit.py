"""What was done in this vault, line by line: whose, of which kind, and as a file for whoever asks."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QStandardPaths, Slot
from PySide6.QtWidgets import QFileDialog

from pipnotes.casebook.audit import Doing, Entry
from pipnotes.casebook.ledger import Changed
from pipnotes.domain.words import clock_time, counted, full_day
from pipnotes.ui.desk import Desk
from pipnotes.ui.pages.settings_tabs import Tab
from pipnotes.ui.printing import save
from pipnotes.ui.widgets.announce import announce
from pipnotes.ui.widgets.buttons import Button
from pipnotes.ui.widgets.fields import ComboBox
from pipnotes.ui.widgets.flow import Flow
from pipnotes.ui.widgets.hints import HintLine
from pipnotes.ui.widgets.segments import Option
from pipnotes.ui.widgets.sheet import Sheet
from pipnotes.ui.widgets.table import Cell, Column, Table

_SHOWN = 500
_EVERY = "every"


class AuditTab(Tab):
    """Every contribution, the latest first: reading and printing are written down as well."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._family = ComboBox("Whose", [Option("", "Every family")], value="")
        kinds = [Option(_EVERY, "Everything"), *(Option(one.value, one.label) for one in Doing)]
        self._kind = ComboBox("What kind", kinds, value=_EVERY)
        self._save = Button("Save as a file…")
        self._said = HintLine("")
        self._table = Table(
            "What was done",
            [
                Column("No.", figures=True),
                Column("When"),
                Column("What"),
                Column("Family"),
                Column("Why", stretch=True),
                Column("Hash", figures=True),
            ],
        )
        self._table.setMinimumHeight(380)
        self._sheet = Sheet("What was done", icon="history")
        self._sheet.add(Flow([self._family, self._kind, self._save]))
        self._sheet.add(self._said)
        self._sheet.add_row(self._table)
        self.box.addWidget(self._sheet)
        self._family.changed.connect(self._filter)
        self._kind.changed.connect(self._filter)
        self._save.clicked.connect(self.save_file)
        desk.names_hidden_changed.connect(self.fill)

    @Slot()
    def fill(self) -> None:
        """Read the history afresh and show the part that was asked for."""
        names = self._names()
        chosen = self._family.value() or ""
        order = sorted(names, key=names.__getitem__)
        self._family.set_options([Option("", "Every family"), *(Option(one, names[one]) for one in order)])
        self._family.set_value(chosen if chosen in names else "")
        found = self._found()
        more = f", the latest {_SHOWN} shown" if len(found) > _SHOWN else ""
        self._sheet.heading.set_title("What was done", f"{counted(len(found), 'line')}, the latest first{more}")
        self._said.set_words("Each line is tied to the one before it by its hash, so that none can be changed unseen.")
        me = self.desk.casebook.me.name
        self._table.set_rows([self._row(one, names, me) for one in found[:_SHOWN]])

    def follow(self, changed: Changed) -> None:
        """Read again: every change is a line."""
        self.fill()

    @Slot()
    def save_file(self) -> None:
        """Save the lines that are shown, and those of the same kind that are not, as a table with code names."""
        folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        start = str(Path(folder) / "What was done.csv")
        chosen, _ = QFileDialog.getSaveFileName(self.window(), "Save", start, "Table (*.csv)")
        if chosen:
            self.write_to(Path(chosen))

    def write_to(self, file: Path) -> None:
        """Write the table to a file; that it was saved becomes a line itself."""
        found = self._found()
        save(file, self.desk.casebook.history.table(found))
        self._said.set_words(f"Saved, {counted(len(found), 'line')}. The file is not encrypted: keep it safe.")

    @Slot()
    def _filter(self) -> None:
        self.fill()
        announce(self, self._sheet.heading.accessibleName() or counted(len(self._found()), "line"))

    def _found(self) -> list[Entry]:
        kind = self._kind.value() or _EVERY
        doing = None if kind == _EVERY else Doing.of(kind)
        return self.desk.casebook.history.entries(family=self._family.value() or "", doing=doing)

    def _names(self) -> dict[str, str]:
        """Return what every family is called, also one that is gone, by its code name then."""
        codes = self.desk.casebook.history.codes()
        circles = {row.circle.family.id: row.circle for row in self.desk.casebook.families.rows()}
        gone = self.desk.casebook.destroying.gone()
        called = {one: self.desk.family_name(circle) for one, circle in circles.items()}
        return {one: called.get(one, f"{code}, destroyed" if one in gone else code) for one, code in codes.items()}

    def _row(self, one: Entry, names: dict[str, str], me: str) -> list[Cell]:
        return [
            Cell(str(one.seq)),
            Cell(f"{full_day(one.at.date())}, {clock_time(one.at)}"),
            Cell(one.what, strong=True, aside="" if one.by == me else f"by {one.by}"),
            Cell(names.get(one.family, "")),
            Cell("" if self.desk.names_hidden else one.why, quiet=True),
            Cell(one.short_hash, quiet=True),
        ]
