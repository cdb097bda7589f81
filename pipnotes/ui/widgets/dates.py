"""Dates as people write them, checked when they leave the field, with a calendar for those who want one.

field = DateField("Last visit", today=date(2026, 11, 12), value=date(2026, 12, 15))
field.changed(date or None); field.complained("February has 28 days in 2026"); field.value(); field.set_value(...)
parse_date("9 nov", today) -> date; NotADate carries the sentence to show
"""

from __future__ import annotations

import calendar
import re
from datetime import date, timedelta

from PySide6.QtCore import QDate, QEvent, QPoint, QPointF, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QCalendarWidget, QFrame, QVBoxLayout, QWidget

from pipnotes.ui.theme import look
from pipnotes.ui.widgets.fields import LineEdit
from pipnotes.ui.widgets.keys import DOWN, step_of

MONTHS = "January February March April May June July August September October November December".split()
DAYS = "Mon Tue Wed Thu Fri Sat Sun".split()


class NotADate(ValueError):
    """What would be right, as a sentence for under the field."""


def show_date(day: date) -> str:
    """Return a date as every screen writes it: Thu 12 Nov 2026."""
    return f"{DAYS[day.weekday()]} {day.day} {MONTHS[day.month - 1][:3]} {day.year}"


def parse_date(text: str, today: date) -> date:
    """Read a date as people write it, day first; a year left out means this year.

    Raises NotADate with a sentence that says what would be right.
    """
    words = re.sub(r"(?i)\b(mon|tue|wed|thu|fri|sat|sun)[a-z]*,?\s+|(?<=\d)(st|nd|rd|th)\b", "", text.strip())
    if words.lower() in ("today", "now"):
        return today
    if words.lower() in ("yesterday", "tomorrow"):
        return today + timedelta(days=1 if words.lower() == "tomorrow" else -1)
    parts = re.findall(r"\d+|[^\W\d_]+", words)
    if len(parts) == 2:
        parts.append(str(today.year))
    if len(parts) != 3:
        raise NotADate("Write a date such as 9 Nov 2026")
    if len(parts[0]) == 4:
        parts.reverse()
    return _check(parts[0], parts[1], parts[2])


def _check(day: str, month: str, year: str) -> date:
    if not day.isdecimal() or not year.isdecimal():
        raise NotADate("Write the day first, such as 9 Nov 2026")
    if month.isdecimal():
        number = int(month)
    else:
        found = [at for at, name in enumerate(MONTHS, 1) if len(month) > 2 and name.lower().startswith(month.lower())]
        number = found[0] if found else 0
    if not 1 <= number <= 12:
        raise NotADate("There are 12 months: write the day first, such as 9 Nov 2026")
    full = int(year) + (2000 if len(year) == 2 else 0)
    if not 1900 <= full <= 2199:
        raise NotADate("Write the year in full, such as 2026")
    days = calendar.monthrange(full, number)[1]
    if not 1 <= int(day) <= days:
        raise NotADate(f"{MONTHS[number - 1]} has {days} days in {full}")
    return date(full, number, int(day))


class DateField(LineEdit):
    """A date to type, with Up and Down for the next and last day and Alt+Down for the calendar."""

    changed = Signal(object)
    complained = Signal(str)

    def __init__(
        self,
        name: str,
        *,
        today: date,
        value: date | None = None,
        placeholder: str = "Day, month, year",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(name, placeholder=placeholder, parent=parent)
        self._today = today
        self._value: date | None = None
        self.setMinimumWidth(look().px(186))
        self.setMaximumWidth(look().px(230))
        self.setAccessibleDescription("Alt and Down open a calendar")
        self.editingFinished.connect(self._read)
        self.set_value(value)

    def value(self) -> date | None:
        """Return the date, or None while it is empty or not one."""
        return self._value

    def set_value(self, day: date | None) -> None:
        """Show a date, and tell nobody."""
        self._value = day
        self.setText(show_date(day) if day is not None else "")
        self.setCursorPosition(0)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self.setMinimumWidth(look().px(186))
            self.setMaximumWidth(look().px(230))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = step_of(event, DOWN)
        if step is None:
            super().keyPressEvent(event)
        elif event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self.open_calendar()
        else:
            self._read()
            self._take((self._value or self._today) + timedelta(days=-step if self._value else 0))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.position().x() > self.width() - look().px(16) - 22:
            self.open_calendar()
            return
        super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        over = event.position().x() > self.width() - look().px(16) - 22
        self.setCursor(Qt.CursorShape.PointingHandCursor if over else Qt.CursorShape.IBeamCursor)
        super().mouseMoveEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        size = look().px(16)
        painter = QPainter(self)
        picture = look().pixmap("calendar-days", "ink2", size, self.devicePixelRatioF())
        painter.drawPixmap(QPointF(self.width() - size - 11, (self.height() - size) / 2), picture)

    @Slot()
    def open_calendar(self) -> None:
        """Show a month to pick from."""
        self._read()
        month = _Calendar(self, self._value or self._today)
        month.picked.connect(self._take)
        month.show()

    def _settle(self) -> None:
        super()._settle()
        self.setTextMargins(0, 0, look().px(16) + 8, 0)

    @Slot()
    def _read(self) -> None:
        words = self.text().strip()
        if self._value is not None and words == show_date(self._value):
            return
        try:
            day = parse_date(words, self._today) if words else None
        except NotADate as wrong:
            self._value = None
            self.set_wrong(True)
            self.complained.emit(str(wrong))
            return
        self._take(day)

    @Slot(object)
    def _take(self, day: date | None) -> None:
        before = self._value
        self.set_value(day)
        self.set_wrong(False)
        self.complained.emit("")
        if day != before:
            self.changed.emit(day)


class _Calendar(QFrame):
    picked = Signal(object)

    def __init__(self, field: QWidget, shown: date) -> None:
        super().__init__(field, Qt.WindowType.Popup)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setObjectName("well")
        self._month = QCalendarWidget()
        self._month.setFirstDayOfWeek(Qt.DayOfWeek.Monday)
        self._month.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        self._month.setSelectedDate(QDate(shown.year, shown.month, shown.day))
        box = QVBoxLayout(self)
        box.setContentsMargins(1, 1, 1, 1)
        box.addWidget(self._month)
        self._month.clicked.connect(self._pick)
        self._month.activated.connect(self._pick)
        self.move(field.mapToGlobal(QPoint(0, field.height() + 4)))
        self._month.setFocus()

    @Slot(QDate)
    def _pick(self, day: QDate) -> None:
        self.picked.emit(date(day.year(), day.month(), day.day()))
        self.close()
