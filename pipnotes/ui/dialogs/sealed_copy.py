"""A sealed copy of words that could not be saved, and how it is taken in again."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from PySide6.QtWidgets import QCheckBox, QFileDialog, QWidget

from pipnotes.casebook.sealed_copies import ENDING, TakenDraft, TakenIn
from pipnotes.domain.words import listed
from pipnotes.errors import Problem
from pipnotes.ui.desk import Desk
from pipnotes.ui.help import KeptWordsDialog
from pipnotes.ui.widgets.dialog import Dialog
from pipnotes.ui.widgets.text import Text


class TakenInDialog(Dialog):
    """Says what came back from a sealed copy, and offers to delete the file, which nobody needs any more."""

    def __init__(self, parent: QWidget | None, desk: Desk, taken: TakenIn, path: Path | None = None) -> None:
        title = "Your words are back, beside a later draft" if taken.beside else "Your words are back"
        super().__init__(parent, "Sealed copy", title=title, margin=122)
        self._path = path
        self._delete = QCheckBox("&Delete the file: it is not needed any more")
        self.grid.add("What happened", Text(_came_back(desk, taken)))
        safe = "It is kept in the vault."
        if taken.beside:
            safe = (
                "A draft that was kept later stays as it is. The words of the copy are set aside beside it, and can be "
                "brought back for 30 days."
            )
        self.grid.add("What is safe", Text(safe))
        self.grid.add("What to do", Text(_todo(taken)))
        if path is not None:
            self.layout_under_grid(self._delete)
        self.answer_with("I have read this", cancel="").setFocus()

    def accept(self) -> None:
        """Close, and delete the file if that was ticked."""
        if self._path is not None and self._delete.isChecked():
            with suppress(OSError):
                self._path.unlink()
        super().accept()


def take_in_copy(parent: QWidget, desk: Desk) -> None:
    """Ask for a sealed copy and take its words in; trouble is told in its three lines."""
    chosen, _ = QFileDialog.getOpenFileName(
        parent, "PipNotes: a sealed copy to take in", "", f"Sealed copies (*{ENDING})"
    )
    if not chosen:
        return
    try:
        taken = desk.casebook.sealed_copies.take_in(Path(chosen))
    except Problem as problem:
        desk.ask_problem(problem, title="The sealed copy is not taken in")
        return
    tell_taken(parent, desk, taken, Path(chosen))


def tell_taken(parent: QWidget, desk: Desk, taken: TakenIn, path: Path | None = None) -> None:
    """Say what came back; words that stood in a dialog are handed over to be copied."""
    TakenInDialog.ask(parent, desk, taken, path)
    if taken.typed and path is not None:
        KeptWordsDialog.ask(parent, taken.dialog, taken.typed)


def _todo(taken: TakenIn) -> str:
    if not taken.beside:
        return "Go on with it where drafts wait: on Today, or with the family."
    if all(draft.kind == "session" for draft in taken.drafts):
        return "Read both. You can bring back the words of the copy under Families, Drafts set aside."
    return "Read both. Once the later draft is done with, the words of the copy can be brought back where it stood."


def _came_back(desk: Desk, taken: TakenIn) -> str:
    if not taken.drafts:
        return "What you had typed into a question came back."
    parts = [_one(desk, draft) for draft in taken.drafts]
    return f"{listed(parts)[:1].upper()}{listed(parts)[1:]} came back from the sealed copy."


def _one(desk: Desk, draft: TakenDraft) -> str:
    if not draft.family:
        return draft.what
    return f"{draft.what} about {desk.family_name(desk.casebook.families.circle(draft.family))}"
