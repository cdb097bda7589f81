"""What the family hopes for, who has been there, and what is coming up."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from pipnotes.casebook.hopes import Hope
from pipnotes.domain.circle import Circle
from pipnotes.domain.words import brief_day, counted
from pipnotes.ui.desk import Desk
from pipnotes.ui.naming import call, coded, names
from pipnotes.ui.pages.family.beside import Body
from pipnotes.ui.pages.family.tab import margin_day
from pipnotes.ui.widgets.buttons import Button
from pipnotes.ui.widgets.flow import Flow
from pipnotes.ui.widgets.margin import MarginGrid
from pipnotes.ui.widgets.rows import ListRow, RowList
from pipnotes.ui.widgets.sheet import Hairline, Sheet
from pipnotes.ui.widgets.spark import SparkLine
from pipnotes.ui.widgets.text import Run, Text, quiet, strong


class HopesSheet(Sheet):
    """The side of the story; a hope opens to say how far along it is."""

    hope_wanted = Signal(str)

    def __init__(self, desk: Desk) -> None:
        super().__init__("What the family hopes for", aside="")
        self._desk = desk
        self.heading.add(Text("0 to 10", role="small", token="ink2", wrap=False))
        self._hopes = RowList(name="What the family hopes for")
        self._nothing = _Nothing()
        self._there, self._of, self._who = (
            Text("Who has been there", role="label"),
            Text("", role="small"),
            Flow(gap=16),
        )
        self._coming = MarginGrid(width=102, pad=4)
        self._coming_up = QWidget()
        self._body = Body(self._laid_out(), least=170)
        self.add_row(self._body, stretch=1)
        self._nothing.pressed.connect(self._set_first)

    def show_circle(self, circle: Circle) -> None:
        """Show the hopes of a family, and what stands around them."""
        hopes = self._desk.casebook.hopes.of(circle.family.id)
        self._hopes.clear()
        ordered = sorted(hopes, key=_closed)
        for hope in ordered:
            self._hopes.add(self._row(circle, hope))
        self._hopes.setVisible(bool(hopes))
        self._nothing.setVisible(not hopes)
        self._show_presence(circle)
        self._show_coming(circle)
        self._body.updateGeometry()

    def _set_first(self) -> None:
        self.hope_wanted.emit("")

    def _row(self, circle: Circle, hope: Hope) -> ListRow:
        scores = [rating.score for rating in hope.ratings]
        words = coded(self._desk, circle, hope.goal.words)
        who = names(self._desk, circle.named(hope.goal.people))
        if hope.goal.closed_on:
            who = ". ".join(part for part in (who, f"Closed {brief_day(hope.goal.closed_on)}") if part)
        line = SparkLine(words, scores, low=0, high=10)
        row = ListRow(words, second=who, actions=[line, _Way(scores)] if scores else [_Way(scores)], opens=True)
        row.opened.connect(partial(self.hope_wanted.emit, hope.goal.id))
        return row

    def _show_presence(self, circle: Circle) -> None:
        there, held = self._desk.casebook.story.presence(circle.family.id)
        alive = [(person, times) for person, times in there if person.died is None]
        self._who.clear()
        for person, times in alive:
            self._who.add(Text([call(self._desk, person), Run(str(times), weight=600, tnum=True)], wrap=False))
        if not alive:
            self._who.add(Text("We have not met yet." if not held else "Nobody was written down yet.", token="ink2"))
        self._of.set_words(f"of {counted(held, 'meeting')}" if held else "")

    def _show_coming(self, circle: Circle) -> None:
        today = self._desk.clock().date()
        coming = self._desk.casebook.ahead.of(circle.family.id)
        self._coming.clear()
        for each in coming:
            when, under = margin_day(each.on, today)
            label = Text(
                f"{'By ' if each.by else ''}{when}{' ' + under if under else ''}",
                token="ink2",
                align="right",
                tnum=True,
            )
            self._coming.add(label, Text(coded(self._desk, circle, each.words)))
        self._coming_up.setVisible(bool(coming))

    def _laid_out(self) -> QWidget:
        held = QWidget()
        box = QVBoxLayout(held)
        box.setContentsMargins(0, 0, 0, 10)
        box.setSpacing(0)
        box.addWidget(self._hopes)
        box.addWidget(self._nothing)
        box.addWidget(Hairline())
        self._of.set_tone("ink2")
        top = QHBoxLayout()
        top.setContentsMargins(16, 9, 16, 2)
        top.addWidget(self._there, 1)
        top.addWidget(self._of)
        box.addLayout(top)
        who = QHBoxLayout()
        who.setContentsMargins(16, 0, 16, 10)
        who.addWidget(self._who)
        box.addLayout(who)
        ahead = QVBoxLayout(self._coming_up)
        ahead.setContentsMargins(0, 0, 0, 0)
        ahead.setSpacing(4)
        ahead.addWidget(Hairline())
        title = QHBoxLayout()
        title.setContentsMargins(16, 6, 16, 0)
        title.addWidget(Text("Coming up", role="label"))
        ahead.addLayout(title)
        ahead.addWidget(self._coming)
        box.addWidget(self._coming_up)
        box.addStretch(1)
        return held


class _Nothing(QWidget):
    """No hope yet, and the one next step."""

    pressed = Signal()

    def __init__(self) -> None:
        super().__init__()
        box = QVBoxLayout(self)
        box.setContentsMargins(16, 10, 16, 12)
        box.setSpacing(6)
        box.addWidget(
            Text("No hopes are written down yet. They are set with the family, in its own words.", token="ink2")
        )
        button = Button("Set a hope", small=True)
        button.clicked.connect(self.pressed)
        box.addWidget(button)


class _Way(Text):
    """From the first rating to the last: 2 to 7."""

    def __init__(self, scores: list[int]) -> None:
        if not scores:
            words = [quiet("Not rated yet")]
        elif len(scores) == 1:
            words = [strong(str(scores[0]))]
        else:
            words = [quiet(f"{scores[0]} to"), strong(str(scores[-1]))]
        super().__init__(words, wrap=False, tnum=True, align="right")


def _closed(hope: Hope) -> bool:
    return hope.goal.closed_on is not None
