"""What is asked before a letter is signed, printed or saved: what stands against it, and if it goes all the same."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from pipnotes.casebook.letters import Check, Level
from pipnotes.ui.widgets.dialog import Dialog
from pipnotes.ui.widgets.lines import Lines
from pipnotes.ui.widgets.text import IconView, Text


class LeavingDialog(Dialog):
    """Lists what stands against one copy; what stops it cannot be answered with a yes."""

    def __init__(self, parent: QWidget | None, reader: str, checks: Sequence[Check], do: str) -> None:
        self.stopped = any(check.level is Level.BLOCK for check in checks)
        title = "This copy stays here for now" if self.stopped else "Before this copy leaves"
        super().__init__(parent, "Before it leaves", title=title, width=620, margin=110)
        self.grid.add("For", Text(reader))
        for at, check in enumerate(checks):
            self.grid.add("" if at else "Please check", CheckLine(check))
        if self.stopped:
            self.answer_with("Close", cancel="")
        else:
            self.answer_with(f"Yes, {do}", cancel="Not yet")

    def value(self) -> bool:
        """Return whether the copy may leave."""
        return not self.stopped


class SignLetterDialog(Dialog):
    """Signs a letter, with what is still to see to for each copy."""

    def __init__(self, parent: QWidget | None, copies: Sequence[tuple[str, Sequence[Check]]]) -> None:
        super().__init__(parent, "Sign the letter", title="Sign this letter?", width=640, margin=130)
        open_questions = False
        for reader, checks in copies:
            if checks:
                open_questions = True
                self.grid.add(reader, Lines(*(CheckLine(check) for check in checks), gap=6))
            else:
                self.grid.add(reader, Text("Nothing stands against this copy."))
        self.grid.add(
            "After that",
            Text("The words stay as they are, in every copy. You can print it again, or begin a new letter."),
        )
        self.answer_with("Sign all the same" if open_questions else "Sign", icon="signature", cancel="Keep writing")


class DiscardLetterDialog(Dialog):
    """Sets the draft of a letter aside."""

    def __init__(self, parent: QWidget | None) -> None:
        super().__init__(parent, "Discard draft", title="Discard this letter?", width=580)
        self.grid.add("What is safe", Text("Every word is kept for 30 days."))
        self.grid.add("What follows", Text("The next letter begins afresh from what is known of the work."))
        self.answer_with("Discard draft", cancel="Keep it")


class CheckLine(QWidget):
    """One check: what is so, and what to do or to ask oneself."""

    def __init__(self, check: Check) -> None:
        super().__init__()
        stops = check.level is Level.BLOCK
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(Text(check.message, role="label"))
        words.addWidget(Text(check.todo, token="ink2"))
        box = QHBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(10)
        icon = IconView("triangle-alert" if stops else "circle-alert", token="attn", size=18)
        box.addWidget(icon, 0, Qt.AlignmentFlag.AlignTop)
        box.addLayout(words, 1)

    def first_line(self) -> int:
        """Return how far down the first line begins, for the margin."""
        return 0
