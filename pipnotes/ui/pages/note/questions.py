"""The questions a note asks: whether to sign, to set a draft aside, and in which family a note belongs."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from pipnotes.domain.circle import Circle
from pipnotes.ui.desk import Desk
from pipnotes.ui.widgets.dialog import Dialog
from pipnotes.ui.widgets.fields import ComboBox
from pipnotes.ui.widgets.lines import Lines
from pipnotes.ui.widgets.prose import ProseEdit
from pipnotes.ui.widgets.segments import Option
from pipnotes.ui.widgets.text import Text


class SignDialog(Dialog):
    """Shows what is left, blames nobody, and signs if that is wished."""

    def __init__(self, parent: QWidget | None, left: Sequence[str]) -> None:
        super().__init__(parent, "Sign and lock", title="Sign this note?", width=580, margin=96)
        if left:
            self.grid.add("Still open", Lines(*(Text(words) for words in left)))
            self.grid.add("", Text("You can leave it so. Some visits leave some parts empty.", token="ink2"))
        else:
            self.grid.add("Still open", Text("Nothing. Every part has words."))
        self.grid.add(
            "After that",
            Text(
                "These words stay as they are. What you want to change later is added under your name,"
                " with the time and the reason."
            ),
        )
        self.answer_with("Sign anyway" if left else "Sign and lock", icon="signature", cancel="Keep writing")


class DiscardDialog(Dialog):
    """Sets a draft aside, where it can be had back."""

    def __init__(self, parent: QWidget | None, what: str = "draft") -> None:
        super().__init__(parent, f"Discard {what}", title=f"Discard this {what}?", width=580)
        self.grid.add("What is safe", Text("Every word is kept for 30 days."))
        where = "on Families, under Discarded drafts" if what == "draft" else "on this page"
        self.grid.add("To have it back", Text(f"Choose “Bring back” {where}."))
        self.answer_with(f"Discard {what}", cancel="Keep it")


class WrongFamilyDialog(Dialog):
    """Asks in which family a note belongs, and how it came to stand in this one."""

    def __init__(self, parent: QWidget | None, desk: Desk, circles: Sequence[Circle]) -> None:
        super().__init__(
            parent,
            "Wrong family",
            title="This note is in the wrong family",
            second="It stays legible here, marked as entered in error, and is begun again where it belongs.",
            width=620,
        )
        options = [Option("", "Choose a family")]
        options += [Option(circle.family.id, _named(desk, circle)) for circle in circles]
        self.family = ComboBox("Family", options, value="")
        self.reason = ProseEdit("How it came about", placeholder="I had the wrong family open", boxed=True, lines=2)
        self.grid.add("It belongs to", self.family)
        self.grid.add("Why", self.reason)
        self.grid.add(
            "What follows",
            Text("The words and the ratings come along as a draft. Read it, say who was there, and sign it again."),
        )
        self.answer_with("Move the note")
        self.family.setFocus()

    def complaint(self) -> str:
        """Say what is missing."""
        if not self.family.value():
            return "Choose the family in which the note belongs."
        return "" if self.reason.words().strip() else "Say in a few words how it came about."

    def value(self) -> tuple[str, str]:
        """Return the family's id and the reason."""
        return self.family.value() or "", self.reason.words().strip()


def _named(desk: Desk, circle: Circle) -> str:
    if desk.names_hidden or not circle.surnames:
        return desk.family_name(circle)
    return f"{circle.title}, {circle.surnames}"
