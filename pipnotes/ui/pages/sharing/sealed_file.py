"""A summary for somebody who has no PipNotes: who it is for, and the password under which the file is saved."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from pipnotes.casebook.summaries import Preview
from pipnotes.domain.sharing import Contact
from pipnotes.errors import Problem
from pipnotes.ui.desk import Desk
from pipnotes.ui.printing import ask_place, save
from pipnotes.ui.widgets.buttons import Button
from pipnotes.ui.widgets.dialog import Dialog
from pipnotes.ui.widgets.fields import LineEdit
from pipnotes.ui.widgets.sheet import column
from pipnotes.ui.widgets.text import Text

# A file's name is seen by everybody who looks over a shoulder, so it names nobody.
FILE = "Summary.pdf"
AskPlace = Callable[[QWidget | None, str], Path | None]


class NoCardDialog(Dialog):
    """Who reads it, when they have no card; hands back a reader to whom only a file can go."""

    def __init__(self, parent: QWidget | None, desk: Desk) -> None:
        super().__init__(
            parent,
            "Sharing",
            title="For somebody without PipNotes",
            second="The summary is saved as a file under a password. Any PDF reader opens it with that.",
            width=600,
        )
        self._desk = desk
        self._name = LineEdit("Who it is for", placeholder="Dr Marion Hale")
        self.grid.add("Who it is for", self._name)
        self.answer_with("Go on")
        self._name.setFocus()

    def complaint(self) -> str:
        """Say what is still missing."""
        return "" if self._name.text().strip() else "Give their name."

    def value(self) -> Contact:
        """Return them as a reader."""
        return self._desk.casebook.summaries.files.reader(self._name.text())


class SealedFileDialog(Dialog):
    """The password, shown this once, and the place for the file; hands back whether it was saved."""

    def __init__(self, parent: QWidget | None, desk: Desk, preview: Preview, *, place: AskPlace = ask_place) -> None:
        super().__init__(
            parent,
            "Sharing",
            title=f"A sealed file for {preview.contact.name}",
            second="Exactly what you have read. It counts as shared once it is saved.",
            width=660,
        )
        self._desk, self._preview, self._ask_place = desk, preview, place
        self._password = LineEdit("Password of the file")
        self._another = Button("Make another", kind="link", small=True)
        once = "Five words, made just now. Write them down: they are kept nowhere, and shown this once."
        told = "Tell them by telephone, never in the same message as the file. You may type words of your own."
        self.grid.add("Password", column(self._password, self._another, gap=4))
        self.grid.add("What to do", column(Text(once), Text(told, token="ink2"), gap=4))
        self.answer_with("Save the file", icon="file-lock")
        self._another.clicked.connect(self._make)
        self._make()
        self._password.setFocus()

    @Slot()
    def answer(self) -> None:
        """Ask where, save it there and write down that it left; trouble is told over the footer."""
        words = self._save()
        self._complain(words or "")
        self.fit_again()
        if words == "":
            self.accept()

    def _save(self) -> str | None:
        """Return nothing wrong, why it was not saved, or None when the person thought better of it."""
        summaries = self._desk.casebook.summaries
        preview = self._preview
        try:
            made = summaries.seal_file(preview.draft, preview.contact, preview.digest, self._password.text())
            file = self._ask_place(self, FILE)
            if file is None:
                return None
            save(file, made.pdf)
            try:
                summaries.files.left(made)
            except Problem:
                # What nobody wrote down as having left must not be lying there.
                file.unlink(missing_ok=True)
                raise
        except Problem as problem:
            return " ".join(problem.lines())
        return ""

    @Slot()
    def _make(self) -> None:
        self._password.setText(self._desk.casebook.summaries.files.password())
