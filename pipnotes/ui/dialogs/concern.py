"""A concern, written down and followed until it has an outcome: it cannot be dismissed, only resolved."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from pipnotes.domain.codes import Answer, ConcernDecision, ConcernTrigger
from pipnotes.domain.words import clock_time, near_day
from pipnotes.domain.work import Concern
from pipnotes.ui.desk import Desk
from pipnotes.ui.dialogs.asking import Asking
from pipnotes.ui.dialogs.parts import by_id, options, people_chips
from pipnotes.ui.naming import family_of
from pipnotes.ui.widgets.dates import DateField
from pipnotes.ui.widgets.fields import ComboBox, Field, LineEdit
from pipnotes.ui.widgets.prose import ProseEdit
from pipnotes.ui.widgets.segments import Option, Segments

_STANDS = [Option("open", "Still open"), Option("closed", "There is an outcome")]
_KNOWS = [Option("yes", "Yes"), Option("no", "No"), Option("unknown", "Not yet")]
_STAYS = "It stays on Today until it has an outcome."


class ConcernDialog(Asking):
    """What was said or seen, what was decided with whom, and what came of it."""

    def __init__(
        self, parent: QWidget | None, desk: Desk, family: str, concern: str = "", about: Sequence[str] = ()
    ) -> None:
        circle = desk.casebook.families.circle(family)
        self._known = by_id(desk.casebook.concerns.of(family), concern) if concern else None
        known = self._known or desk.casebook.concerns.raised(family, ConcernTrigger.TOLD, about=about)
        raised = f"Raised {near_day(known.raised.date(), desk.clock().date())} at {clock_time(known.raised)}."
        super().__init__(
            parent,
            desk,
            "A concern",
            family=family,
            kept_as=f"concern/{family}/{concern}",
            title=f"A concern in {family_of(desk, circle)}",
            second=f"{raised} {_STAYS}" if self._known else _STAYS,
            width=720,
            margin=124,
        )
        self._concern = known
        add = self.form.add
        self._trigger = add("trigger", ComboBox("What raised it", options(ConcernTrigger), value=known.trigger.value))
        self._about = add("about", people_chips(desk, "About", circle.kin, known.about))
        self._words = add("words", ProseEdit("What was said or seen", boxed=True, lines=3))
        self._words.set_words(known.words)
        self._with = add("with", LineEdit("Talked over with", placeholder="The safeguarding lead, your supervisor"))
        self._with.setText(known.discussed_with)
        undecided = Option("", "Not decided yet")
        decided = known.decision.value if known.decision else ""
        self._decision = add("decision", ComboBox("Decision", [undecided, *options(ConcernDecision)], value=decided))
        self._told = add("told", Segments("The family knows", _KNOWS, value=known.family_told.value))
        self._review = add("review", DateField("Look again on", today=desk.clock().date(), value=known.review_on))
        self._stands = add("stands", Segments("Where it stands", _STANDS, value="closed" if known.closed else "open"))
        self._outcome = add("outcome", ProseEdit("Outcome", boxed=True, lines=2))
        self._outcome.set_words(known.outcome)
        self._lay_out_rows()
        self._stands.changed.connect(self._turn)
        self.answer_with("Save concern")
        self._turn()
        self.begin(self._words if not self._known else self._with)

    def complaint(self) -> str:
        """Say what is still missing."""
        if not self._words.words().strip():
            return "Say in a few words what was said or seen."
        if self._closing() and not self._with.text().strip():
            return "Say with whom it was talked over. A concern is never closed alone."
        return ""

    def write(self) -> Concern:
        """Keep the concern, or close it with its outcome."""
        concerns = self.desk.casebook.concerns
        decision = self._decision.value()
        concern = replace(
            self._concern,
            trigger=ConcernTrigger.of(self._trigger.value() or ""),
            about=tuple(self._about.chosen()),
            words=self._words.words().strip(),
            decision=ConcernDecision.of(decision) if decision else None,
            discussed_with=self._with.text().strip(),
            family_told=Answer.of(self._told.value() or Answer.UNKNOWN.value),
            outcome=self._outcome.words().strip(),
            review_on=self._review.value(),
        )
        if self._closing():
            return concerns.close(concern)
        concern = replace(concern, closed=None)
        concerns.keep(concern)
        return concern

    def _closing(self) -> bool:
        return self._stands.value() == "closed"

    @Slot()
    def _turn(self) -> None:
        closing = self._closing()
        self.show_row(self._outcome, closing)
        self.show_row(self._review_row, not closing)
        assert self.primary is not None
        self.primary.setText("Close this concern" if closing else "Save concern")
        self.primary.updateGeometry()
        self.fit_again()

    def _lay_out_rows(self) -> None:
        self.row("What raised it", self._trigger)
        self.grid.add("About", self._about)
        self.row("Said or seen", self._words)
        self.row("Talked over with", self._with)
        self.row("Decision", self._decision)
        self.row(
            "Family knows", Field("", self._told, hint="They are told, unless telling would put somebody at risk.")
        )
        self.row("It is", self._stands)
        self._review_row = self.row("Look again on", self.field(self._review))
        self.row("Outcome", self._outcome)
