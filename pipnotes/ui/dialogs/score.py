"""A completed form, answer by answer; a risk answer is told at once and opens a concern when it is saved."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QDialog, QWidget

from pipnotes.casebook.scores import Scored
from pipnotes.domain.words import listed
from pipnotes.ui.desk import Desk
from pipnotes.ui.dialogs.asking import Asking
from pipnotes.ui.dialogs.concern import ConcernDialog
from pipnotes.ui.dialogs.parts import people_chips
from pipnotes.ui.naming import family_of
from pipnotes.ui.widgets.announce import announce
from pipnotes.ui.widgets.chips import ChipRow
from pipnotes.ui.widgets.dates import DateField
from pipnotes.ui.widgets.fields import ComboBox
from pipnotes.ui.widgets.hints import Banner
from pipnotes.ui.widgets.segments import Option, Rating
from pipnotes.ui.widgets.sheet import row
from pipnotes.ui.widgets.text import Text, quiet, strong


class ScoreDialog(Asking):
    """Take down the boxes a parent ticked."""

    def __init__(self, parent: QWidget | None, desk: Desk, family: str, person: str = "", session: str = "") -> None:
        circle = desk.casebook.families.circle(family)
        super().__init__(
            parent,
            desk,
            "Add a score",
            family=family,
            kept_as=f"score/{family}/{person}",
            title=f"A score in {family_of(desk, circle)}",
            second="From the form as it was filled in. 0 is the first box, 3 the last.",
            width=700,
            margin=104,
        )
        self._session = session
        self._measures = {measure.id: measure for measure in desk.casebook.scores.offered()}
        self._measure = ComboBox("Measure", [Option(m.id, m.name) for m in self._measures.values()])
        self._who = self._people(person)
        today = desk.clock().date()
        self._on = self.form.add("on", DateField("Filled in on", today=today, value=today))
        self._ratings: dict[int, Rating] = {}
        self._risk = Banner("", tone="attention")
        self._risk.hide()
        self._total = Text("", role="label", wrap=False)
        self._lay_out_rows()
        self.answer_with("Save score")
        self.add_to_footer(self._total, first=True)
        self.add_above_footer(self._risk)
        self._add_up()
        self.begin(self._ratings[1] if self._who.chosen() else self._who)

    @classmethod
    def ask(cls, parent: QWidget | None, desk: Desk, family: str, person: str = "", session: str = "") -> Scored | None:
        """Ask, and go straight on to the concern that a risk answer opened."""
        dialog = cls(parent, desk, family, person, session)
        try:
            scored: Scored | None = dialog.value() if dialog.exec() == QDialog.DialogCode.Accepted else None
        finally:
            dialog.deleteLater()
        if scored is not None and scored.concern is not None:
            ConcernDialog.ask(parent, desk, family, scored.concern.id)
        return scored

    def complaint(self) -> str:
        """Say what is still missing."""
        if len(self._who.chosen()) != 1:
            return "Choose the one person who filled it in."
        if self._on.value() is None or self._on.value() > self.desk.clock().date():
            return "Say on which day it was filled in: today or before."
        return "" if self._answers() else "Take down at least one answer."

    def write(self) -> Scored:
        """Keep the form on the record of whoever filled it in."""
        on = self._on.value()
        assert on is not None
        return self.desk.casebook.scores.take_down(
            self.family().family.id,
            self._who.chosen()[0],
            self._measure.value() or "",
            self._answers(),
            on=on,
            session=self._session,
        )

    def _answers(self) -> dict[int, int]:
        given = {number: rating.value() for number, rating in self._ratings.items()}
        return {number: value for number, value in given.items() if value is not None}

    @Slot()
    def _add_up(self) -> None:
        measure = self._measures[self._measure.value() or ""]
        answers = self._answers()
        score = self.desk.casebook.scores.score(measure.id, answers)
        counted = [number for number in measure.counted if number in answers]
        if score.total is None:
            self._total.set_words([quiet(f"{len(counted)} of {len(measure.counted)} answered")])
        else:
            band = f", {score.band}" if score.band else ""
            self._total.set_words([strong(f"{measure.name} {score.total}{band}"), quiet(f"of {measure.highest}")])
        labels = {item.number: item.label for item in measure.items}
        self._tell_risk([labels[number].lower() for number in score.risk_items])

    def _tell_risk(self, labels: list[str]) -> None:
        shown = bool(labels)
        if shown != self._risk.isVisibleTo(self):
            self._risk.setVisible(shown)
            self.fit_again()
            if shown:
                announce(self, "Look today. A concern opens when you save.")
        self._risk.set_words(
            [
                strong("Look today."),
                f"An answer above 0 for {listed(labels)}. Whatever the total, a concern opens when you save.",
            ]
        )

    def _answered(self, number: int, value: object) -> None:
        self._add_up()
        following = self._ratings.get(number + 1)
        if value is not None and following is not None and following.value() is None:
            self.bring(following)

    def _people(self, person: str) -> ChipRow:
        circle = self.family()
        people = circle.caregivers or circle.kin
        chosen = [person] if person else [people[0].id] if len(people) == 1 else []
        chips = people_chips(self.desk, "Filled in by", people, chosen)
        self.form.add("who", chips)
        return chips

    def _lay_out_rows(self) -> None:
        measure = self._measures[self._measure.value() or ""]
        if len(self._measures) > 1:
            self.row("Measure", self._measure)
        else:
            self.grid.add("Measure", Text([strong(measure.name), quiet(measure.about)]))
        self.grid.add("Filled in by", self._who)
        self.row("On", self.field(self._on))
        for item in measure.items:
            rating = Rating(f"{item.number}. {item.label}", top=measure.options - 1)
            self._ratings[item.number] = self.form.add(f"item {item.number}", rating)
            rating.changed.connect(partial(self._answered, item.number))
            label = Text(item.label if item.counted else f"{item.label} (not added up)")
            self.grid.add(str(item.number), row(rating, label, gap=12, stretch_last=True))
