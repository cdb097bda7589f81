"""People as they are told on a referral: a few lines for each, as many of them as there are.

people = PeoplePart("caregiver", CAREGIVER, add="Add a caregiver")
people.values() -> list of dicts;  people.fill([...]);  people.changed()
person_of(values, blank) -> Person
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from pipnotes.domain.codes import SafeContact
from pipnotes.domain.family import Person
from pipnotes.ui.dialogs.form import Form
from pipnotes.ui.dialogs.parts import SideBySide, options
from pipnotes.ui.widgets.buttons import Button, IconButton
from pipnotes.ui.widgets.dates import DateField, NotADate, parse_date
from pipnotes.ui.widgets.fields import ComboBox, Field, LineEdit
from pipnotes.ui.widgets.sheet import Hairline


@dataclass(frozen=True, slots=True)
class Entry:
    """One field of a person: its name in the record, its label, and what kind of editor it takes."""

    key: str
    label: str
    kind: str = "line"
    placeholder: str = ""


BABY = (
    (Entry("given", "First name", placeholder="Or a due date"), Entry("surname", "Surname")),
    (Entry("born", "Born", "day"), Entry("due", "Or due", "day")),
)
CAREGIVER = (
    (Entry("given", "First name"), Entry("surname", "Surname"), Entry("relation", "Called", placeholder="mum, dad")),
    (Entry("phone", "Phone"), Entry("safe_contact", "Safe to contact", "safe")),
    (Entry("address", "Address"),),
    (Entry("safe_contact_note", "How to contact safely", placeholder="Text first, not after six"),),
)
RELATIVE = (
    (
        Entry("given", "First name"),
        Entry("surname", "Surname"),
        Entry("relation", "Called", placeholder="gran, sister"),
    ),
    (Entry("phone", "Phone"),),
)
PROFESSIONAL = (
    (Entry("given", "First name"), Entry("surname", "Surname"), Entry("phone", "Phone")),
    (Entry("organisation", "Practice or team"), Entry("address", "Address")),
)
Lines = Sequence[Sequence[Entry]]


class _One(QWidget):
    """The lines of one person."""

    def __init__(self, who: str, lines: Lines, today: date) -> None:
        super().__init__()
        self.form = Form(self)
        self.fields: list[Field] = []
        self.box = QVBoxLayout(self)
        self.box.setContentsMargins(0, 0, 0, 0)
        self.box.setSpacing(8)
        for line in lines:
            made = []
            for entry in line:
                editor = self.form.add(entry.key, _editor(entry, who, today))
                made.append(Field(entry.label, editor))
            self.fields += made
            self.box.addWidget(SideBySide(*made) if len(made) > 1 else made[0])


class PeoplePart(QWidget):
    """One person after another, with a button for the next."""

    changed = Signal()

    def __init__(
        self, who: str, lines: Lines, today: date, *, add: str = "", start: int = 1, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._who = who
        self._lines = lines
        self._today = today
        self._start = start
        self._ones: list[tuple[QWidget, _One]] = []
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(0, 0, 0, 4)
        self._box.setSpacing(10)
        if add:
            button = Button(add, kind="add", icon="plus", small=True)
            button.clicked.connect(self.add_one)
            self._box.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        for _ in range(start):
            self._add()

    def values(self) -> list[dict[str, Any]]:
        """Return what was typed of each person, blank ones too."""
        return [one.form.values() for _, one in self._ones]

    def fill(self, values: Sequence[Mapping[str, Any]]) -> None:
        """Show these people."""
        while len(self._ones) > max(len(values), self._start):
            self._remove(*self._ones[-1])
        while len(self._ones) < len(values):
            self._add()
        for (_, one), known in zip(self._ones, values, strict=False):
            one.form.fill(known)

    def sound(self) -> bool:
        """Return whether every date that was typed is one."""
        days = [f.editor for _, one in self._ones for f in one.fields if isinstance(f.editor, DateField)]
        for day in days:
            day.editingFinished.emit()
        return not any(day.property("wrong") for day in days)

    def first(self) -> QWidget:
        """Return the first field."""
        return self._ones[0][1].fields[0].editor

    @Slot()
    def add_one(self) -> None:
        """Make room for one more, and put the keyboard there."""
        one = self._add()
        one.fields[0].editor.setFocus(Qt.FocusReason.TabFocusReason)
        self.changed.emit()

    def first_line(self) -> int:
        """Return how far down the first words begin, for the margin."""
        return 0

    def _add(self) -> _One:
        one = _One(f"{self._who} {len(self._ones) + 1}" if self._ones else self._who, self._lines, self._today)
        held = QWidget()
        box = QVBoxLayout(held)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(10)
        if self._ones:
            box.addWidget(Hairline())
        across = QHBoxLayout()
        across.setSpacing(8)
        across.addWidget(one, 1)
        if len(self._ones) >= self._start:
            gone = IconButton("x", f"Take this {self._who} out", size=28)
            gone.clicked.connect(partial(self._take_out, held, one))
            across.addWidget(gone, 0, Qt.AlignmentFlag.AlignTop)
        box.addLayout(across)
        self._ones.append((held, one))
        self._box.insertWidget(len(self._ones) - 1, held)
        one.form.changed.connect(self.changed)
        return one

    def _take_out(self, held: QWidget, one: _One) -> None:
        self._remove(held, one)
        self.changed.emit()

    def _remove(self, held: QWidget, one: _One) -> None:
        self._ones.remove((held, one))
        held.hide()
        held.deleteLater()


def person_of(values: Mapping[str, Any], blank: Person, today: date) -> Person | None:
    """Return a person with what was typed, or None when nothing was."""
    told: dict[str, Any] = {}
    for key, value in values.items():
        if key in ("born", "due"):
            try:
                told[key] = parse_date(value, today) if value.strip() else None
            except NotADate:
                told[key] = None
        elif key == "safe_contact":
            told[key] = SafeContact.of(value)
        else:
            told[key] = value.strip()
    said = {key: value for key, value in told.items() if value and key != "safe_contact"}
    return replace(blank, **told) if said else None


def _editor(entry: Entry, who: str, today: date) -> QWidget:
    name = f"{entry.label}, {who}"
    if entry.kind == "day":
        return DateField(name, today=today)
    if entry.kind == "safe":
        return ComboBox(name, options(SafeContact), value=SafeContact.ASK.value)
    return LineEdit(name, placeholder=entry.placeholder)
