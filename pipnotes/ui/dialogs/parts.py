"""Small parts that several questions share: times of day, fields side by side, answers to choose from."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import time
from typing import TypeVar

from PySide6.QtCore import QEvent, Qt, Signal, Slot
from PySide6.QtWidgets import QBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from pipnotes.domain.codes import Answer
from pipnotes.domain.family import Person
from pipnotes.domain.fields import Coded
from pipnotes.ui.desk import Desk
from pipnotes.ui.naming import chip
from pipnotes.ui.theme import STACK_COLUMNS_FROM, look
from pipnotes.ui.widgets.chips import ChipRow
from pipnotes.ui.widgets.fields import LineEdit
from pipnotes.ui.widgets.segments import Option, Segments
from pipnotes.ui.widgets.text import Label

C = TypeVar("C", bound=Coded)
T = TypeVar("T")


def options(choices: Iterable[Coded]) -> list[Option]:
    """Return coded values as what a combo box or segments offer."""
    return [Option(str(choice.value), choice.label) for choice in choices]


def yes_no(name: str, value: Answer = Answer.UNKNOWN) -> Segments:
    """Return the three answers of a question that may not have been asked yet."""
    return Segments(name, options(Answer), value=value.value)


def by_id(found: Sequence[T], wanted: str) -> T:
    """Return the record of an id; KeyError when it is gone."""
    for record in found:
        if record.id == wanted:  # type: ignore[attr-defined]
            return record
    raise KeyError(wanted)


def people_chips(desk: Desk, name: str, people: Iterable[Person], on: Iterable[str] = ()) -> ChipRow:
    """Return a chip for each person."""
    chips = ChipRow(name)
    wanted = set(on)
    for person in people:
        chips.add_chip(person.id, chip(desk, person), on=person.id in wanted)
    return chips


class SideBySide(QWidget):
    """Fields beside one another, and one under the other when the text is large."""

    def __init__(self, *fields: QWidget, stretch: Sequence[int] = (), parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._first = fields[0]
        self._box = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(12)
        for at, field in enumerate(fields):
            self._box.addWidget(field, stretch[at] if stretch else 1, Qt.AlignmentFlag.AlignTop)
        if stretch and not any(stretch):
            self._box.addStretch(1)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self._settle()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._settle()

    def first_line(self) -> int:
        """Return how far down the first field's words begin, for the margin."""
        return words_top(self._first)

    def _settle(self) -> None:
        stacked = look().scale >= STACK_COLUMNS_FROM
        self._box.setDirection(QBoxLayout.Direction.TopToBottom if stacked else QBoxLayout.Direction.LeftToRight)


class Under(QWidget):
    """An editor with more lines under it, in the margin as high as the editor alone."""

    def __init__(self, *parts: QWidget, gap: int = 4, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._first = parts[0]
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(gap)
        for part in parts:
            box.addWidget(part)

    def first_line(self) -> int:
        """Return how far down the first words begin, for the margin."""
        return words_top(self._first)


def words_top(part: QWidget) -> int:
    """Return how far down the first words of a part begin."""
    inner = part.layout()
    if inner is not None and isinstance(inner.itemAt(0).widget(), Label):
        return 0
    stated = getattr(part, "first_line", None)
    if stated is not None:
        return int(stated())
    tall = part.sizeHint().height()
    return max(0, (tall - look().line("base")) // 2) if tall <= look().line("base") * 2 else 0


class TimeField(LineEdit):
    """A time of day as people write it: 9:30, 9.30 or 930."""

    changed = Signal(object)
    complained = Signal(str)

    def __init__(self, name: str, *, value: time | None = None, parent: QWidget | None = None) -> None:
        super().__init__(name, placeholder="09:30", icon="clock", parent=parent)
        self._value: time | None = None
        self.setMaximumWidth(look().px(120))
        self.editingFinished.connect(self._read)
        self.set_value(value)

    def value(self) -> time | None:
        """Return the time, or None while it is empty or not one."""
        return self._value

    def set_value(self, at: time | None) -> None:
        """Show a time, and tell nobody."""
        self._value = at
        self.setText(f"{at.hour:02d}:{at.minute:02d}" if at else "")

    @Slot()
    def _read(self) -> None:
        words = self.text().strip()
        found = re.fullmatch(r"(\d{1,2})[:.h ]?(\d{2})?", words)
        hour, minute = (int(found[1]), int(found[2] or 0)) if found else (99, 0)
        if words and not (hour < 24 and minute < 60):
            self._value = None
            self.set_wrong(True)
            self.complained.emit("Write a time such as 09:30")
            return
        before = self._value
        self.set_value(time(hour, minute) if words else None)
        self.set_wrong(False)
        self.complained.emit("")
        if self._value != before:
            self.changed.emit(self._value)
