"""The top of the story: who they are, why they came in their own words, and what they have agreed to."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QWidget

from pipnotes.domain.circle import Circle
from pipnotes.domain.codes import ConsentPurpose, FamilyStatus
from pipnotes.domain.portrait import portrait
from pipnotes.domain.words import long_day
from pipnotes.ui.desk import Desk
from pipnotes.ui.naming import call, coded
from pipnotes.ui.pages.family.answers import answer_tags
from pipnotes.ui.widgets.buttons import Button
from pipnotes.ui.widgets.chips import Tag
from pipnotes.ui.widgets.flow import Flow
from pipnotes.ui.widgets.hints import HintLine
from pipnotes.ui.widgets.sheet import Sheet
from pipnotes.ui.widgets.text import Run, Text, quiet


class PortraitSheet(Sheet):
    """A family in a warm sentence and in its own words."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk

    def show_circle(self, circle: Circle) -> None:
        """Show a family."""
        self.clear()
        desk = self._desk
        self.add(Flow([Text(_whole_name(desk, circle), role="family"), *self._tags(circle)]), top=10, bottom=6)
        words = portrait(circle, desk.clock().date(), partial(call, desk))
        if words:
            self.add(Text(words, token="ink2"), bottom=8)
        if circle.family.came_about:
            came = coded(desk, circle, circle.family.came_about)
            by = coded(desk, circle, circle.family.came_about_by)
            said: list[Run | str] = [Run("Came to us about:", weight=QFont.Weight.Medium), f"“{came}”"]
            self.add(Text([*said, quiet(by)] if by else said), bottom=10)
        for icon, label, said_of in (
            ("users", "Interpreter", circle.family.interpreter),
            ("house", "Before you set off", circle.family.visiting),
        ):
            if said_of:
                line: list[Run | str] = [Run(f"{label}:", weight=QFont.Weight.Medium), coded(desk, circle, said_of)]
                self.add(HintLine(line, icon=icon), bottom=8)
        self.add_space()

    def _tags(self, circle: Circle) -> list[QWidget]:
        family = circle.family
        agreed = self._desk.casebook.consents.given(family.id, ConsentPurpose.SUPERVISION)
        found: list[QWidget] = []
        if agreed:
            found.append(Tag(f"{family.code} in supervision", tone="soft", icon="key-round"))
        elif not self._desk.names_hidden:
            found.append(Tag(family.code, icon="key-round"))
        if family.status is not FamilyStatus.ACTIVE:
            ended = f" {long_day(family.ended)}" if family.ended else ""
            found.append(Tag(family.status.label + ended))
        return found


class AgreedSheet(Sheet):
    """What the family has agreed to, each yes on its own."""

    change_wanted = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__("What the family has agreed to")
        self._desk = desk
        change = Button("Change", kind="link", small=True)
        change.setAccessibleName("Change what the family has agreed to")
        change.clicked.connect(self.change_wanted)
        self.heading.add(change)

    def show_circle(self, circle: Circle) -> None:
        """Show the answers of a family."""
        self.clear()
        tags = answer_tags(self._desk.casebook.consents.current(circle.family.id), circle.family.code)
        if tags:
            self.add(Flow(list(tags), gap=6), bottom=12)
        else:
            self.add(Text("Nothing has been asked yet.", token="ink2"), bottom=12)
        self.add_space()


def _whole_name(desk: Desk, circle: Circle) -> str:
    if desk.names_hidden:
        return circle.family.code
    named = [baby for baby in circle.infants if baby.given or baby.known_as]
    return named[0].full_name if len(named) == 1 else circle.title
