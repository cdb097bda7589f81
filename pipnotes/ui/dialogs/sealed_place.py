"""Where a sealed copy of words that could not be saved goes, and where it is."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from pipnotes.errors import Problem
from pipnotes.ui.problems import tell
from pipnotes.ui.widgets.dialog import Dialog
from pipnotes.ui.widgets.text import Text


class CopySavedDialog(Dialog):
    """Says where the sealed copy is, and how its words come back."""

    def __init__(self, parent: QWidget | None, path: Path) -> None:
        super().__init__(parent, "Sealed copy", title="A sealed copy of your words is saved", margin=122)
        place = path.parent.name or str(path.parent)
        self.grid.add("What happened", Text(f"What you typed was sealed and saved in “{place}”, as {path.name}."))
        self.grid.add("What is safe", Text("Only this vault can read it. Its name says nothing of anybody."))
        self.grid.add(
            "What to do",
            Text(
                "When the vault can be saved again and your words are not in it, choose Settings, Backup and check, "
                "Take in a sealed copy."
            ),
        )
        self.answer_with("I have read this", cancel="")


def choose_place(parent: QWidget | None, save: Callable[[Path], Path]) -> Path | None:
    """Ask for a folder until a sealed copy is saved there, and say where it is; None when it was given up."""
    while True:
        chosen = QFileDialog.getExistingDirectory(parent, "PipNotes: where the sealed copy goes")
        if not chosen:
            return None
        try:
            path = save(Path(chosen))
        except Problem as problem:
            if tell(parent, problem, title="The sealed copy is not saved", retry="Choose another place"):
                continue
            return None
        CopySavedDialog.ask(parent, path)
        return path
