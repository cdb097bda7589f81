"""A referral that was wrong is withdrawn with its reason, and stays legible as entered in error."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from pipnotes.domain.family import Referral
from pipnotes.domain.words import full_day
from pipnotes.ui.desk import Desk
from pipnotes.ui.dialogs.asking import Asking
from pipnotes.ui.widgets.prose import ProseEdit
from pipnotes.ui.widgets.text import Text


class WithdrawReferralDialog(Asking):
    """Ask why; a family with nothing else written down goes with its referral."""

    def __init__(self, parent: QWidget | None, desk: Desk, referral: Referral) -> None:
        super().__init__(
            parent,
            desk,
            "A referral",
            family=referral.family,
            kept_as=f"withdraw/{referral.id}",
            title="Withdraw this referral",
            second=f"Received {full_day(referral.received)}. For a referral that should never have been here.",
            width=600,
        )
        self._referral = referral
        self._why = self.form.add("why", ProseEdit("Why", boxed=True, lines=2))
        self.grid.add("Why", self._why)
        self.grid.add("What happens", Text("It is marked as entered in error and kept in the history."))
        self.answer_with("Withdraw")
        self.begin(self._why)

    def complaint(self) -> str:
        """Say what is still missing."""
        return "" if self._why.words().strip() else "Say in a few words why."

    def write(self) -> bool:
        """Withdraw the referral."""
        self.desk.casebook.families.withdraw(self._referral, self._why.words().strip())
        return True
