"""Who was there and how the meeting was: the first two rows of every note.

form = MeetingForm(desk); form.show_session(session, circle); form.edited(); form.applied_to(session) -> session
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime, time

from PySide6.QtCore import QEvent, Qt, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from pipnotes.domain.circle import Circle, chip_label
from pipnotes.domain.codes import Attendance, Meeting
from pipnotes.domain.family import Person
from pipnotes.domain.words import clock_time
from pipnotes.domain.work import Session
from pipnotes.ui.desk import Desk
from pipnotes.ui.pages.note.bar import when_words
from pipnotes.ui.theme import STACK_COLUMNS_FROM, look
from pipnotes.ui.widgets.buttons import Button
from pipnotes.ui.widgets.chips import ChipRow
from pipnotes.ui.widgets.dates import DateField
from pipnotes.ui.widgets.fields import ComboBox, Field, LineEdit
from pipnotes.ui.widgets.flow import Flow
from pipnotes.ui.widgets.margin import MarginGrid
from pipnotes.ui.widgets.segments import Option, Segments

HOW = (
    Option(Meeting.HOME.value, "Home", "house"),
    Option(Meeting.VIDEO.value, "Video", "video"),
    Option(Meeting.PHONE.value, "Phone", "phone"),
    Option(Meeting.GROUP.value, "Group", "users"),
    Option(Meeting.CENTRE.value, "Centre"),
)
MARGIN = 80
LONGEST = 480


class HowChoice(QWidget):
    """How they met: joined cells while there is room for them, a list when the text is large."""

    changed = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.cells = Segments("How", HOW)
        self.list = ComboBox("How", HOW)
        box = QHBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self.cells)
        box.addWidget(self.list)
        box.addStretch(1)
        self.list.hide()
        self.cells.changed.connect(self._tell)
        self.list.changed.connect(self._tell)

    def value(self) -> str:
        """Return the chosen way."""
        return self.cells.value() or ""

    def set_value(self, key: str) -> None:
        """Show a choice, and tell nobody."""
        self.cells.set_value(key)
        self.list.set_value(key)

    def fit(self, room: int) -> None:
        """Take the form for which there is room."""
        roomy = self.cells.sizeHint().width() <= room
        self.cells.setVisible(roomy)
        self.list.setVisible(not roomy)

    @Slot(str)
    def _tell(self, key: str) -> None:
        self.set_value(key)
        self.changed.emit(key)


class MeetingForm(QWidget):
    """Who, how, when and for how long; everything a press away, and nothing of it asked twice."""

    edited = Signal()
    person_wanted = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._session: Session | None = None
        self._shown: set[str] = set()
        self.who = ChipRow("Who was there")
        self.how = HowChoice()
        self.more = Button("", kind="plain", icon="pencil", small=True)
        self.day = DateField("Date", today=desk.clock().date())
        self.starts = LineEdit("Time", placeholder="09:30")
        self.minutes = LineEdit("Minutes", placeholder="60")
        self.attendance = ComboBox("What happened", [Option(one.value, one.label) for one in Attendance])
        self.interpreter = LineEdit("Interpreter", placeholder="Nobody")
        self._when = Field("Time", self.starts, check=self._time_complaint)
        self._long = Field("Minutes", self.minutes, check=self._minutes_complaint)
        self._details = QWidget()
        self._grid = MarginGrid(width=MARGIN, pad=6, side=4)
        self._lay_out()
        self._connect()

    def show_session(self, session: Session, circle: Circle) -> None:
        """Show a meeting and the people of its family, and tell nobody."""
        self._session = session
        self._show_people(circle, session.present)
        self.how.set_value(session.how.value)
        self.day.set_value(session.starts.date())
        self.starts.setText(clock_time(session.starts))
        self.minutes.setText(str(session.minutes))
        self.attendance.set_value(session.attendance.value)
        self.interpreter.setText(session.interpreter)
        for field in (self._when, self._long):
            field.set_error("")
        self._say_more()

    def show_people(self, circle: Circle) -> None:
        """Show the people again, somebody new or without names, and keep who is ticked."""
        self._show_people(circle, self.who.chosen())

    def applied_to(self, session: Session) -> Session:
        """Return the session as this form says; what cannot be read stays as it was."""
        minutes = self._minutes()
        return replace(
            session,
            present=self._present(session),
            how=Meeting.of(self.how.value()) if self.how.value() else session.how,
            starts=self._starts(session),
            minutes=session.minutes if minutes is None else minutes,
            attendance=Attendance.of(self.attendance.value() or session.attendance.value),
            interpreter=self.interpreter.text().strip(),
        )

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.how.fit(self.width() - self._grid.rule_x() - 40)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._say_more()

    def rule_x(self) -> int:
        """Return where the rule stands, for what has to stand in line with it."""
        return self._grid.rule_x()

    @Slot()
    def turn_details(self) -> None:
        """Show or put away the date, the time and the rest."""
        shown = not self._details.isVisibleTo(self)
        self._details.setVisible(shown)
        if shown:
            self.day.setFocus(Qt.FocusReason.TabFocusReason)

    def _lay_out(self) -> None:
        self.more.setToolTip("Change the date, the time, what happened or the interpreter")
        for edit, wide in ((self.starts, 84), (self.minutes, 70), (self.interpreter, 180)):
            edit.setMinimumWidth(wide)
            edit.setMaximumWidth(wide * 2)
        fields = Flow(
            [
                Field("Date", self.day),
                self._when,
                self._long,
                Field("What happened", self.attendance),
                Field("Interpreter", self.interpreter),
            ],
            gap=12,
        )
        inner = QVBoxLayout(self._details)
        inner.setContentsMargins(2, 4, 2, 6)
        inner.addWidget(fields)
        self._details.hide()
        how = QWidget()
        box = QVBoxLayout(how)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(4)
        box.addWidget(Flow([self.how, self.more]))
        box.addWidget(self._details)
        self._grid.add("Who", self.who)
        self._grid.add("How", how)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._grid)

    def _connect(self) -> None:
        self.who.changed.connect(self._changed)
        self.how.changed.connect(self._changed)
        self.more.clicked.connect(self.turn_details)
        self.day.changed.connect(self._changed)
        for edit in (self.starts, self.minutes, self.interpreter):
            edit.textEdited.connect(self._changed)
        self.attendance.changed.connect(self._changed)

    def _show_people(self, circle: Circle, present: object) -> None:
        chosen = set(present) if isinstance(present, list | tuple) else set()
        self.who.clear()
        self._shown = {person.id for person in circle.living_kin}
        for person in circle.living_kin:
            self.who.add_chip(person.id, self._label(person), on=person.id in chosen)
        self.who.add_button("Add", self.person_wanted.emit).setAccessibleName("Add a person")

    def _label(self, person: Person) -> str:
        if self._desk.names_hidden:
            return (person.relation or person.role.label.split(" ")[0]).capitalize()
        return chip_label(person)

    def _present(self, session: Session) -> tuple[str, ...]:
        """Return who is ticked, in the order of the chips; people who are no longer shown stay as they were said."""
        return (*self.who.chosen(), *(one for one in session.present if one not in self._shown))

    @Slot()
    def _changed(self) -> None:
        self._say_more()
        self.edited.emit()

    def _say_more(self) -> None:
        if self._session is None:
            return
        session = self.applied_to(self._session)
        happened = "" if session.attendance is Attendance.ON_TIME else f"{session.attendance.label}. "
        large = look().scale >= STACK_COLUMNS_FROM
        happened = (f"{when_words(session)}. " if large else "") + happened
        self.more.setText(
            happened + (f"Interpreter: {session.interpreter}" if session.interpreter else "No interpreter")
        )
        self.more.updateGeometry()

    def _starts(self, session: Session) -> datetime:
        day, at = self.day.value() or session.starts.date(), _time(self.starts.text())
        at = at or session.starts.time()
        if (day, at) == (session.starts.date(), session.starts.time()):
            return session.starts
        # Without a zone it is read in this computer's own, with the offset of that very day.
        return datetime.combine(day, at).astimezone()

    def _minutes(self) -> int | None:
        words = self.minutes.text().strip()
        return int(words) if words.isdecimal() and 1 <= int(words) <= LONGEST else None

    def _time_complaint(self) -> str:
        return "" if _time(self.starts.text()) else "Write a time such as 09:30"

    def _minutes_complaint(self) -> str:
        return "" if self._minutes() is not None else f"Write 1 to {LONGEST}"


def _time(words: str) -> time | None:
    found = re.fullmatch(r"\s*(\d{1,2})[:.h ]?(\d{2})?\s*", words)
    if not found:
        return None
    hour, minute = int(found[1]), int(found[2] or 0)
    return time(hour, minute) if hour < 24 and minute < 60 else None
