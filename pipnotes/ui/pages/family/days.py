"""The 1001 days of a family as one bar, and the same in words at a press."""

from __future__ import annotations

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QHBoxLayout, QWidget

from pipnotes.casebook.thousand_days import Days
from pipnotes.domain.words import MONTHS, add_months, brief_day, counted, long_day
from pipnotes.ui.widgets.buttons import Button
from pipnotes.ui.widgets.days import DaysBar, DaysMarks, Span, Tick
from pipnotes.ui.widgets.sheet import Sheet
from pipnotes.ui.widgets.text import Run, Text, quiet


class DaysSheet(Sheet):
    """The bar over the story; "Read as text" puts sentences in its place."""

    def __init__(self) -> None:
        super().__init__()
        self._title = Text()
        self._turn = Button("Read as text", kind="link", small=True)
        self._bar = DaysBar()
        self._words = Text()
        self._words.hide()
        self.add_row(self._head(), line=False)
        self.add(self._bar, bottom=4)
        self.add(self._words, bottom=12)
        self._turn.clicked.connect(self.turn)

    def show_days(self, days: Days | None, *, lost: bool = False) -> None:
        """Show the days, or what is missing to count them; nothing is missing where the baby has died."""
        self.setVisible(days is not None or not lost)
        self._turn.setVisible(days is not None)
        self._bar.setVisible(days is not None and not self._as_text())
        self._title.set_words([_heading("1001 days"), quiet(_aside(days))])
        self._words.set_words(days.in_words() if days else "")
        self._words.setVisible(days is not None and self._as_text())
        if days is not None:
            self._bar.show_days(marks(days))

    @Slot()
    def turn(self) -> None:
        """Show sentences instead of the bar, or the bar again."""
        self._turn.setText("Show the bar" if not self._as_text() else "Read as text")
        self._turn.updateGeometry()
        self._words.setVisible(self._as_text())
        self._bar.setVisible(not self._as_text())

    def _as_text(self) -> bool:
        return self._turn.text() == "Show the bar"

    def _head(self) -> QWidget:
        held = QWidget()
        row = QHBoxLayout(held)
        row.setContentsMargins(16, 8, 16, 2)
        row.setSpacing(16)
        row.addWidget(self._title, 1)
        row.addWidget(self._turn, 0, Qt.AlignmentFlag.AlignTop)
        return held


def marks(days: Days) -> DaysMarks:
    """Return what stands on the bar, in days from conception."""
    start, end = days.conception, days.second_birthday

    def on(day: object) -> float:
        return float((day - start).days)  # type: ignore[operator]

    birth = days.born or days.due
    ticks = [Tick(0, f"Conception, {MONTHS[start.month - 1]} {start.year}", "start")]
    spans = [Span(0, on(birth), "pregnancy", "Pregnancy")] if birth else []
    if birth:
        ticks.append(Tick(on(birth), f"{'Born' if days.born else 'Due'} {brief_day(birth)} {birth.year}", "below"))
    spans += _together(days)
    if days.referred:
        ticks.append(Tick(on(days.referred), f"Referred {brief_day(days.referred)}"))
    if days.first_meeting:
        ticks.append(Tick(on(days.first_meeting), f"First visit {brief_day(days.first_meeting)}"))
    if days.died is None and start <= days.today <= end:
        ticks.append(Tick(on(days.today), f"Today, day {int(on(days.today))}", "now"))
    if days.ending:
        what = "Ended" if days.ended else "Planned ending"
        ticks.append(Tick(on(days.ending), f"{what} {brief_day(days.ending)} {days.ending.year}", "ending"))
    ticks += [Tick(on(day), f"{months}-month follow-up", "future") for months, day in days.follow_ups if day <= end]
    ticks += _birthdays(days)
    return DaysMarks(spans=tuple(spans), ticks=tuple(ticks), total=on(end), words=days.in_words())


def _birthdays(days: Days) -> list[Tick]:
    """Return the birthdays ahead; of a baby who died only the day is told."""
    start, end, birth = days.conception, days.second_birthday, days.born or days.due
    if days.died is not None:
        return [Tick((days.died - start).days, f"Died {brief_day(days.died)} {days.died.year}", "below")]
    first = [Tick((add_months(birth, 12) - start).days, "First birthday", "below")] if birth else []
    return [*first, Tick((end - start).days, f"Second birthday, {brief_day(end)} {end.year}", "end")]


def _together(days: Days) -> list[Span]:
    if days.first_meeting is None:
        return []
    first = (days.first_meeting - days.conception).days
    today = (days.today - days.conception).days
    ending = (days.ending - days.conception).days if days.ending else None
    until = ending if days.ended and ending is not None else today
    spans = [Span(first, max(first, until), "together", f"{counted(days.weeks_together, 'week')} together")]
    if ending is not None and ending > today and not days.ended:
        spans.append(Span(today, ending, "planned", f"{counted(round((ending - today) / 7), 'week')} to plan"))
    return spans


def _aside(days: Days | None) -> str:
    if days is None:
        return "They can be counted once a birthday or a due date is written down, under People."
    if days.died is not None:
        return ""
    said = ["From conception to second birthday."]
    late = [(months, day) for months, day in days.follow_ups if day > days.second_birthday]
    if late:
        told = " and ".join(f"the {months}-month follow-up on {long_day(day)}" for months, day in late)
        fall = "falls" if len(late) == 1 else "fall"
        said.append(f"{told[:1].upper()}{told[1:]} {fall} after it.")
    return " ".join(said)


def _heading(words: str) -> Run:
    return Run(words, weight=QFont.Weight.DemiBold, role="heading")
