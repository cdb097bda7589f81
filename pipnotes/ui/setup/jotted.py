"""What was jotted in visit mode goes under its note at the next unlock; anything odd about it is told once."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from pipnotes.casebook.casebook import Casebook
from pipnotes.casebook.visiting import Taken
from pipnotes.domain.words import counted
from pipnotes.errors import Problem
from pipnotes.ui.problems import tell
from pipnotes.ui.widgets.dialog import Dialog
from pipnotes.ui.widgets.text import Text


class JotsDialog(Dialog):
    """Tells that the file of the jots was not as it should be, and that what could be read is kept."""

    def __init__(self, parent: QWidget | None, taken: Taken) -> None:
        super().__init__(
            parent, "Jots of the visit", title="Look at the jots of your visit", icon="info", width=640, margin=122
        )
        for label, words in zip(("What happened", "What is safe", "What to do"), lines(taken), strict=True):
            self.grid.add(label, Text(words))
        self.answer_with("I have read this", cancel="")


def lines(taken: Taken) -> tuple[str, str, str]:
    """Return the three lines about jots of which something was wrong."""
    happened = []
    if taken.strange:
        happened.append(f"{counted(taken.strange, 'jot')} could not be checked: it may not be yours.")
    if taken.damaged:
        happened.append(f"{counted(taken.damaged, 'jot')} could not be read: the file was damaged.")
    if taken.cut_off:
        happened.append("The last words were cut off while they were being kept.")
    safe = "Every jot that could be read waits under the note of the visit."
    if taken.damaged:
        safe += " The damaged file was set aside in the vault\u2019s folder."
    todo = "Write down now what you remember of the visit."
    if taken.strange:
        todo = "Read the jots that could not be checked, and use only what you know you wrote."
    return " ".join(happened), safe, todo


def take_in(casebook: Casebook) -> Taken | Problem:
    """Take the jots in; a problem leaves them beside the vault, for the next time that it is unlocked."""
    try:
        return casebook.visiting.take_in()
    except Problem as problem:
        return problem


def tell_of_jots(window: QWidget, taken: Taken | Problem) -> None:
    """Tell what was wrong with the jots, if anything was."""
    if isinstance(taken, Problem):
        tell(window, taken, title="Your jots are not under the note yet")
    elif taken.strange or taken.damaged or taken.cut_off:
        JotsDialog.ask(window, taken)
