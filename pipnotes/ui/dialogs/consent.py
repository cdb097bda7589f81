"""What a family says to one purpose: yes, no, later, or taken back, each on its own and at any time."""

from __future__ import annotations

from datetime import timedelta

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QDialog, QWidget

from pipnotes.domain.codes import ConsentDecision, ConsentPurpose
from pipnotes.domain.family import Consent
from pipnotes.domain.words import counted, full_day
from pipnotes.ui.desk import Desk
from pipnotes.ui.dialogs.asking import Asking
from pipnotes.ui.dialogs.parts import options, people_chips
from pipnotes.ui.naming import family_of
from pipnotes.ui.widgets.dates import DateField
from pipnotes.ui.widgets.dialog import Dialog
from pipnotes.ui.widgets.fields import ComboBox, LineEdit
from pipnotes.ui.widgets.hints import Banner
from pipnotes.ui.widgets.segments import Option, Segments
from pipnotes.ui.widgets.text import Text

_GIVEN = [Option("given", "Yes, still"), Option("withdrawn", "Taken back"), Option("to-ask", "Ask again later")]
_OTHER = [Option("given", "Yes"), Option("refused", "No"), Option("to-ask", "Ask later")]
_ASK_AGAIN = timedelta(weeks=6)


class ConsentDialog(Asking):
    """Write down an answer; taking a yes back needs no reason."""

    def __init__(self, parent: QWidget | None, desk: Desk, family: str, purpose: ConsentPurpose | None = None) -> None:
        circle = desk.casebook.families.circle(family)
        super().__init__(
            parent,
            desk,
            "Consent",
            family=family,
            kept_as=f"consent/{family}/{purpose.value if purpose else ''}",
            title=f"What {family_of(desk, circle)} says",
            second="Each yes stands on its own, and can be taken back at any time.",
            width=640,
        )
        self.retractions = 0
        self._current = desk.casebook.consents.current(family)
        start = purpose or ConsentPurpose.SUPERVISION
        today = desk.clock().date()
        self._purpose = self.form.add("purpose", ComboBox("About", options(ConsentPurpose), value=start.value))
        self._before = Text("", token="ink2")
        self._given = Segments("Answer", _GIVEN)
        self._other = Segments("Answer", _OTHER)
        self._by = self.form.add("by", people_chips(desk, "Said by", circle.caregivers))
        self._words = self.form.add("words", LineEdit("In their words", placeholder="If they said more than yes or no"))
        self._ask_by = self.form.add("ask-by", DateField("Ask by", today=today, value=today + _ASK_AGAIN))
        self._what_follows = Banner("")
        self._lay_out_rows()
        self._purpose.changed.connect(self._turn)
        self._given.changed.connect(self._turn)
        self._other.changed.connect(self._turn)
        self.answer_with("Write it down")
        self._turn()
        self.begin(self._given if self._stands_given() else self._other)

    @classmethod
    def ask(
        cls, parent: QWidget | None, desk: Desk, family: str, purpose: ConsentPurpose | None = None
    ) -> Consent | None:
        """Ask, and say how much is asked back when a yes to supervision was taken back."""
        dialog = cls(parent, desk, family, purpose)
        try:
            if dialog.exec() != QDialog.DialogCode.Accepted:
                return None
            said: Consent = dialog.value()
            if dialog.took_back_supervision():
                _TakenBack.ask(parent, dialog.retractions)
        finally:
            dialog.deleteLater()
        return said

    def took_back_supervision(self) -> bool:
        """Return whether a yes to supervision was taken back just now."""
        return self._decision() is ConsentDecision.WITHDRAWN and self._about() is ConsentPurpose.SUPERVISION

    def complaint(self) -> str:
        """Say what is still missing."""
        if self._decision() is None:
            return "Choose what they say."
        if self._decision() is not ConsentDecision.TO_ASK and not self._by.chosen():
            return "Choose who said so."
        return ""

    def write(self) -> Consent:
        """Write the answer down; a yes to supervision that is taken back also asks back what was sent."""
        decision, family = self._decision(), self.family().family.id
        assert decision is not None
        words, people = self._words.text().strip(), self._by.chosen()
        if self.took_back_supervision():
            self.retractions = self.desk.casebook.summaries.withdraw_consent(family, people, words)
            return self.desk.casebook.consents.current(family)[self._about()]
        later = self._ask_by.value() if decision is ConsentDecision.TO_ASK else None
        return self.desk.casebook.consents.say(
            family, self._about(), decision, people=people, words=words, ask_by=later
        )

    def _about(self) -> ConsentPurpose:
        return ConsentPurpose.of(self._purpose.value() or "")

    def _stands_given(self) -> bool:
        known = self._current.get(self._about())
        return known is not None and known.decision is ConsentDecision.GIVEN

    def _decision(self) -> ConsentDecision | None:
        value = (self._given if self._stands_given() else self._other).value()
        return ConsentDecision.of(value) if value else None

    @Slot()
    def _turn(self) -> None:
        known = self._current.get(self._about())
        said = f"{known.decision.label}, {full_day(known.on)}" if known else "Not asked yet"
        self._before.set_words(said)
        self.show_row(self._given, self._stands_given())
        self.show_row(self._other, not self._stands_given())
        self.show_row(self._ask_row, self._decision() is ConsentDecision.TO_ASK)
        self._what_follows.setVisible(self.took_back_supervision())
        self.fit_again()

    def _lay_out_rows(self) -> None:
        self.row("About", self._purpose)
        self.grid.add("Until now", self._before)
        self.row("They say", self._given)
        self.row("They say", self._other)
        self.grid.add("Said by", self._by)
        self.row("In their words", self._words)
        self._ask_row = self.row("Ask by", self.field(self._ask_by))
        self._what_follows.set_words(
            "Nothing more of this family leaves for supervision. What waits does not go, and what was sent is"
            " asked back."
        )
        self.layout_under_grid(self._what_follows)


class _TakenBack(Dialog):
    """What follows when a yes to supervision was taken back."""

    def __init__(self, parent: QWidget | None, retractions: int) -> None:
        super().__init__(parent, "Consent", title="Taken back", width=560)
        waiting = (
            f"{counted(retractions, 'request')} to take back what was sent now wait"
            f"{'s' if retractions == 1 else ''} in Sharing. Choose Send there when you are connected."
            if retractions
            else "Nothing of this family had left this laptop, so there is nothing to ask back."
        )
        self.grid.add("What happened", Text("The family’s yes to supervision is taken back."))
        self.grid.add("What is safe", Text("Nothing more of this family leaves for supervision."))
        self.grid.add("What to do" if retractions else "Asked back", Text(waiting))
        self.answer_with("Close", cancel="")
