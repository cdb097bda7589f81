"""A referral to decide: accepted with the family's yes, declined with a signpost, or withdrawn when it was wrong."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from pipnotes.domain.codes import Answer, ReferralStatus, Safeguarding
from pipnotes.domain.family import Referral
from pipnotes.domain.words import counted, full_day
from pipnotes.ui.desk import Desk
from pipnotes.ui.dialogs.asking import Asking
from pipnotes.ui.dialogs.parts import Under, by_id, options, yes_no
from pipnotes.ui.naming import coded, family_of
from pipnotes.ui.widgets.fields import ComboBox, Field
from pipnotes.ui.widgets.hints import HintLine
from pipnotes.ui.widgets.prose import ProseEdit
from pipnotes.ui.widgets.segments import Option, Segments
from pipnotes.ui.widgets.text import Text

_CHOICES = [Option("accept", "Accept"), Option("decline", "Decline"), Option("withdraw", "Wrong referral")]
_PRIMARY = {"accept": "Accept", "decline": "Decline", "withdraw": "Withdraw it", None: "Save"}
_WHY = {
    "decline": "What the family was told, and where else they can turn.",
    "withdraw": "What was wrong with it. It stays readable in the history.",
}


class DecideReferralDialog(Asking):
    """Read what the referrer wrote, and decide."""

    def __init__(self, parent: QWidget | None, desk: Desk, family: str, referral: str = "") -> None:
        circle = desk.casebook.families.circle(family)
        known = desk.casebook.families.referrals(family)
        still = [item for item in known if item.status is ReferralStatus.OPEN] or known
        self._referral = by_id(known, referral) if referral else still[-1]
        waited = (desk.clock().date() - self._referral.received).days
        super().__init__(
            parent,
            desk,
            "A referral",
            family=family,
            kept_as=f"referral/{self._referral.id}",
            title=f"The referral of {family_of(desk, circle)}",
            second=f"Received {full_day(self._referral.received)}, {counted(waited, 'day')} ago",
        )
        self._choice = self.form.add("choice", Segments("What to do", _CHOICES))
        self._agreed = self.form.add("agreed", yes_no("Family agreed", self._referral.agreed_to))
        guarded = self._referral.safeguarding.value
        self._guarding = self.form.add("guarding", ComboBox("Safeguarding", options(Safeguarding), value=guarded))
        self._why = self.form.add("why", ProseEdit("Why", boxed=True, lines=2))
        self._why_hint = HintLine("")
        self._why_field = Under(self._why, self._why_hint)
        self._lay_out_rows()
        self.answer_with("Save")
        self._choice.changed.connect(self._turn)
        self._turn()
        self.begin(self._choice)

    def complaint(self) -> str:
        """Say what is still missing."""
        if self._choice.value() is None:
            return "Choose whether to accept or decline it."
        if self._choice.value() != "accept" and not self._why.words().strip():
            return "Say in a few words why."
        return ""

    def write(self) -> Referral:
        """Write the decision down."""
        families, why = self.desk.casebook.families, self._why.words().strip()
        referral = replace(
            self._referral,
            agreed_to=Answer.of(self._agreed.value() or Answer.UNKNOWN.value),
            safeguarding=Safeguarding.of(self._guarding.value() or Safeguarding.UNKNOWN.value),
        )
        if self._choice.value() == "accept":
            families.accept(referral)
        elif self._choice.value() == "decline":
            families.decline(referral, why)
        else:
            families.withdraw(referral, why)
        return referral

    @Slot()
    def _turn(self) -> None:
        choice = self._choice.value()
        self.show_row(self._why_field, choice in _WHY)
        self._why_hint.set_words(_WHY.get(choice or "", ""))
        self.show_row(self._agreed_field, choice != "withdraw")
        self.show_row(self._guarding, choice != "withdraw")
        assert self.primary is not None
        self.primary.setText(_PRIMARY[choice])
        self.primary.updateGeometry()
        self.fit_again()

    def _lay_out_rows(self) -> None:
        referral = self._referral
        who = ", ".join(part for part in (referral.referrer, referral.referrer_organisation) if part)
        self.grid.add("From", Text(f"{referral.source.label}{': ' + who if who else ''}"))
        if referral.referrer_contact:
            self.grid.add("Reach them", Text(referral.referrer_contact))
        if referral.concern:
            self.grid.add("They wrote", Text(coded(self.desk, self.family(), referral.concern)))
        self._agreed_field = self.row(
            "Agreed", Field("", self._agreed, hint="Accepting needs the family’s yes to the referral.")
        )
        self.row("Safeguarding", self._guarding)
        self.row("Decision", self._choice)
        self.row("Why", self._why_field)
