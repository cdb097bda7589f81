"""What cannot be taken back is asked twice: destroying a family's record; and holding one so that nobody can."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from pipnotes.casebook.destroying import DAMAGED, WORD, WhatGoes
from pipnotes.domain.words import MONTHS, counted, full_day, listed, long_day
from pipnotes.errors import Problem
from pipnotes.ui.desk import Desk
from pipnotes.ui.dialogs.asking import Asking
from pipnotes.ui.naming import family_of
from pipnotes.ui.widgets.dialog import Dialog
from pipnotes.ui.widgets.fields import Field, LineEdit
from pipnotes.ui.widgets.hints import Banner
from pipnotes.ui.widgets.prose import ProseEdit
from pipnotes.ui.widgets.text import Text


class DestroyDialog(Dialog):
    """Destroy a family's whole record, by two typed confirmations; answers True once it is gone."""

    def __init__(self, parent: QWidget | None, desk: Desk, family: str) -> None:
        book = desk.casebook
        review, goes = book.retention.review(family), book.destroying.about(family)
        super().__init__(
            parent,
            "Destroy a record",
            title=f"Destroy the whole record of {family_of(desk, review.circle)}",
            second="It is gone for good, and nobody can bring it back.",
            icon="triangle-alert",
            width=720,
        )
        self._desk, self._family, self._code = desk, family, goes.code
        self.grid.add("What goes", Text(_goes(goes)))
        self.grid.add(
            "What stays", Text("One line that says what was destroyed, when, why and by whom: no word of it.")
        )
        self.grid.add("Backups", Text(_backups(goes)))
        if goes.copies or goes.copies_unsure:
            self.grid.add("Older copies", Text(_copies(goes)))
        if review.on is None:
            self.body.addWidget(Banner("The work with this family goes on.", tone="attention"))
        elif not review.is_due:
            words = f"The review is not due before {long_day(review.on)}. {review.why}"
            self.body.addWidget(Banner(words, tone="attention"))
        self._why = ProseEdit("Why", boxed=True, lines=2, placeholder="Kept long enough, or an order of a court")
        self._code_typed, self._word = LineEdit("Code name"), LineEdit("The word destroy")
        self.grid.add("Why", Field("", self._why, hint="This stays in the history: name nobody in it."))
        self.grid.add("First", Field("", self._code_typed, hint=f"Type the code name: {goes.code}"))
        self.grid.add("And again", Field("", self._word, hint=f"Type the word {WORD}"))
        self.answer_with("Destroy for good", cancel="Keep the record")
        held = review.hold
        if held is not None and self.primary is not None:
            self.primary.set_ready(False, "The record is held.")
            self.body.addWidget(
                Banner(f"{held.by} holds this record since {full_day(held.placed)}: {held.reason}", tone="attention")
            )
        self.body.addSpacing(8)
        self._why.setFocus()

    def complaint(self) -> str:
        """Destroy the record, or say why it cannot be done."""
        try:
            done = self._desk.casebook.destroying.family(
                self._family, reason=self._why.words(), code=self._code_typed.text(), word=self._word.text()
            )
        except Problem as problem:
            return f"{problem.happened} {problem.todo}"
        remains = done.remains()
        if remains is not None:
            self._desk.ask_problem(remains, title="A copy is still there")
        return ""


class HoldDialog(Asking):
    """Hold a family's record, or let the hold go."""

    def __init__(self, parent: QWidget | None, desk: Desk, family: str) -> None:
        self._held = desk.casebook.retention.standing(family)
        circle = desk.casebook.retention.review(family).circle
        super().__init__(
            parent,
            desk,
            "Hold a record",
            kept_as=f"hold/{family}",
            title=f"Let the record of {family_of(desk, circle)} go"
            if self._held
            else f"Hold the record of {family_of(desk, circle)}",
            second="While it is held, nothing of it can be destroyed, whatever the date says.",
            width=620,
        )
        self._family = family
        if self._held is not None:
            self.grid.add("Held", Text(f"{self._held.reason} {self._held.by}, {full_day(self._held.placed)}"))
        self._why = self.form.add("why", ProseEdit("Why", boxed=True, lines=2))
        self.grid.add("Why", self._why)
        self.answer_with("Let it go" if self._held else "Hold the record")
        self.begin(self._why)

    def complaint(self) -> str:
        """Say what is still missing."""
        return "" if self._why.words().strip() else "Say in a few words why."

    def write(self) -> bool:
        """Place the hold, or lift it."""
        book = self.desk.casebook.retention
        if self._held is None:
            book.hold(self._family, self._why.words())
        else:
            book.let_go(self._family, self._why.words())
        return True


def _goes(goes: WhatGoes) -> str:
    parts = [counted(goes.people, "person", "people"), counted(goes.notes, "note")]
    parts += [counted(goes.drafts, "draft")] if goes.drafts else []
    parts += [counted(goes.papers, "paper")] if goes.papers else []
    told = f"{listed(parts)}, and everything else that was written: {counted(goes.records, 'record')} in all."
    told += " Whoever was sent a summary is asked to destroy it." if goes.shared else ""
    return told + (f" Ask {listed(goes.files_with)} yourself to delete the sealed file." if goes.files_with else "")


def _copies(goes: WhatGoes) -> str:
    told = []
    beside = [f"“{path.name}”" for path in goes.copies if path.name.endswith(DAMAGED)]
    if beside:
        told.append(
            f"{listed(beside)}, which a backup took the place of, goes too: save from it first what you still want."
        )
    if len(goes.copies) > len(beside):
        told.append("What was set aside when the vault was opened or upgraded goes too.")
    if goes.copies_unsure:
        names = listed([f"“{path.name}”" for path in goes.copies_unsure])
        told.append(f"Beside the vault there is {names}, which may hold the record and is not touched: delete it too.")
    return " ".join(told)


def _backups(goes: WhatGoes) -> str:
    if goes.last_backup is None or goes.backups_until is None:
        return (
            "No backup is known here. Copies that were made elsewhere, sealed ones too, still hold the record: "
            "destroy those too."
        )
    month = f"{MONTHS[goes.backups_until.month - 1]} {goes.backups_until.year}"
    return (
        f"Those made before still hold the record, the last of {full_day(goes.last_backup.date())}. "
        f"When a backup is made each month, the last of them goes in {month}. Sealed copies on a stick hold what was "
        "typed into them: delete those too."
    )
