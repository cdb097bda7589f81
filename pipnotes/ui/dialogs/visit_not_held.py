"""A visit that did not happen: whose doing it was, in words that blame nobody."""

from __future__ import annotations

from PySide6.QtWidgets import QButtonGroup, QCheckBox, QDialog, QRadioButton, QWidget

from pipnotes.domain.codes import Attendance
from pipnotes.domain.words import clock_time, near_day
from pipnotes.domain.work import Visit
from pipnotes.ui.desk import Desk
from pipnotes.ui.dialogs.asking import Asking
from pipnotes.ui.dialogs.parts import Under, by_id
from pipnotes.ui.dialogs.plan_visit import PlanVisitDialog
from pipnotes.ui.widgets.fields import LineEdit

_REASONS = (
    Attendance.CANCELLED_BY_FAMILY,
    Attendance.NOBODY_IN,
    Attendance.LATE_NOT_SEEN,
    Attendance.CANCELLED_BY_US,
)
_MISTAKE = "mistake"


class VisitNotHeldDialog(Asking):
    """Say what became of a visit, and plan another if the family wants one."""

    def __init__(self, parent: QWidget | None, desk: Desk, family: str, visit: str) -> None:
        self._visit = by_id(desk.casebook.visits.of(family), visit)
        when = near_day(self._visit.starts.date(), desk.clock().date())
        super().__init__(
            parent,
            desk,
            "Visit not held",
            family=family,
            kept_as=f"not-held/{visit}",
            title="This visit did not happen",
            second=f"{desk.family_name(desk.casebook.families.circle(family))}, "
            f"{self._visit.how.label.lower()}, {when} at {clock_time(self._visit.starts)}",
            width=620,
        )
        self._group = QButtonGroup(self)
        buttons = [self._reason(attendance.value, attendance.label) for attendance in _REASONS]
        buttons.append(self._reason(_MISTAKE, "It was planned by mistake"))
        self._why = self.form.add("why", LineEdit("In a few words", placeholder="Poorly, snow, the date was mixed up"))
        self._again = self.form.add("again", QCheckBox("Plan another visit now"))
        self.grid.add("What happened", Under(*buttons, gap=2))
        self.row("In a few words", self._why)
        self.row("Then", self._again)
        self.answer_with("Save")
        self.begin(buttons[0])

    @classmethod
    def ask(cls, parent: QWidget | None, desk: Desk, family: str, visit: str) -> Visit | None:
        """Ask, and go on to planning another visit if that is wanted."""
        dialog = cls(parent, desk, family, visit)
        try:
            if dialog.exec() != QDialog.DialogCode.Accepted:
                return None
            again = dialog.wants_another()
            written: Visit = dialog.value()
        finally:
            dialog.deleteLater()
        if again:
            PlanVisitDialog.ask(parent, desk, family)
        return written

    def wants_another(self) -> bool:
        """Return whether another visit is to be planned now."""
        return bool(self._again.isChecked())

    def complaint(self) -> str:
        """Say what is still missing."""
        if self._group.checkedButton() is None:
            return "Choose what happened."
        if self._chosen() == _MISTAKE and not self._why.text().strip():
            return "Say in a few words what the mistake was."
        return ""

    def write(self) -> Visit:
        """Write down what became of the visit."""
        visits, words = self.desk.casebook.visits, self._why.text().strip()
        if self._chosen() == _MISTAKE:
            visits.remove(self._visit, words)
        else:
            visits.not_held(self._visit, Attendance.of(self._chosen()), words)
        return self._visit

    def _chosen(self) -> str:
        return str(self._group.checkedButton().property("key"))

    def _reason(self, key: str, words: str) -> QRadioButton:
        button = QRadioButton(words)
        button.setProperty("key", key)
        self._group.addButton(button)
        self.form.add(f"reason {key}", button)
        return button
