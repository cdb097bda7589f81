"""A hope in the family's own words: set, rated, or closed; it is never reworded."""

from __future__ import annotations

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QCheckBox, QWidget

from pipnotes.casebook.hopes import Hope
from pipnotes.domain.words import short_day
from pipnotes.domain.work import Goal
from pipnotes.ui.desk import Desk
from pipnotes.ui.dialogs.asking import Asking
from pipnotes.ui.dialogs.parts import people_chips
from pipnotes.ui.naming import coded, family_of
from pipnotes.ui.widgets.fields import Field, LineEdit
from pipnotes.ui.widgets.segments import Rating
from pipnotes.ui.widgets.sheet import row
from pipnotes.ui.widgets.spark import SparkLine
from pipnotes.ui.widgets.text import Text

_SCALE = "0 is not started, 5 about half way, 10 is there."


class HopeDialog(Asking):
    """Set a hope, or say how far along one is."""

    def __init__(self, parent: QWidget | None, desk: Desk, family: str, goal: str = "", session: str = "") -> None:
        circle = desk.casebook.families.circle(family)
        super().__init__(
            parent,
            desk,
            "A hope",
            family=family,
            kept_as=f"hope/{family}/{goal}",
            title="How far along is it?" if goal else f"What {family_of(desk, circle)} hopes for",
            second=_SCALE if goal else "In their own words. A changed hope is closed and a new one set.",
            width=620,
        )
        self._session = session
        self._hope = next((hope for hope in desk.casebook.hopes.of(family) if hope.goal.id == goal), None)
        self._words = self.form.add("words", LineEdit("Hope", placeholder="As they say it"))
        self._whose = people_chips(desk, "Whose hope", circle.caregivers + circle.relatives)
        self.form.add("whose", self._whose)
        self._score = self.form.add("score", Rating("How far along, 0 to 10", top=10))
        self._close = self.form.add("close", QCheckBox("Close this hope"))
        if self._hope is None:
            self._lay_out_new()
        else:
            self._lay_out_known(self._hope)
        self.begin(self._words if self._hope is None else self._score)

    def complaint(self) -> str:
        """Say what is still missing."""
        if self._hope is not None and self._score.value() is None and not self._close.isChecked():
            return "Choose from 0 to 10, or close the hope."
        return ""

    def write(self) -> Goal:
        """Set, rate or close the hope."""
        hopes, score = self.desk.casebook.hopes, self._score.value()
        if self._hope is None:
            family = self.family().family.id
            return hopes.set(family, self._words.text().strip(), self._whose.chosen(), score=score)
        if score is not None:
            hopes.rate(self._hope.goal, score, session=self._session)
        if self._close.isChecked():
            hopes.close(self._hope.goal)
        return self._hope.goal

    def _lay_out_new(self) -> None:
        self.row("Hope", self._words)
        self.grid.add("Whose", self._whose)
        self.row("Now", Field("", self._score, hint=f"{_SCALE} It can wait."))
        self.answer_with("Set this hope")

    def _lay_out_known(self, hope: Hope) -> None:
        self.grid.add("Hope", Text(f"“{coded(self.desk, self.family(), hope.goal.words)}”"))
        scores = [float(rating.score) for rating in hope.ratings]
        if len(scores) > 1:
            words = f"{hope.ratings[0].score} to {hope.ratings[-1].score}, last on {short_day(hope.ratings[-1].on)}"
            self.grid.add("So far", row(SparkLine("So far", scores, low=0, high=10), Text(words, token="ink2")))
        elif scores:
            self.grid.add("So far", Text(f"{hope.ratings[0].score} on {short_day(hope.ratings[0].on)}", token="ink2"))
        self.row("Today", self._score)
        if hope.goal.closed_on is None:
            self.row("Or", Field("", self._close, hint="Its words and ratings stay in the story."))
        self.answer_with("Save rating")
        self._close.toggled.connect(self._say_close)

    @Slot(bool)
    def _say_close(self, on: bool) -> None:
        assert self.primary is not None
        self.primary.setText("Close this hope" if on else "Save rating")
        self.primary.updateGeometry()
