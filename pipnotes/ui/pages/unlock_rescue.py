"""What stands above the passphrase when a vault will not open: what happened, the newest backup, and the way back."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from pipnotes.domain.words import clock_time, counted, long_day
from pipnotes.errors import Problem
from pipnotes.ui.widgets.buttons import Button
from pipnotes.ui.widgets.dialog import Dialog
from pipnotes.ui.widgets.hints import Banner, HintLine
from pipnotes.ui.widgets.sheet import Sheet
from pipnotes.ui.widgets.text import Run, Text, quiet, strong

_ONLY_KEYS = (
    "Its key file is taken first, with your passphrase: if your notes are whole, nothing is missing. "
    "If they are not, the backup is brought back without what was written after it."
)


class RescueSheet(Sheet):
    """The trouble in plain words, the newest backup with its day, what is not in it, and one button."""

    back_wanted = Signal()
    other_wanted = Signal()
    as_it_is_wanted = Signal()

    def __init__(self, *, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._trouble = Banner("", tone="attention")
        self._newest, self._since = Text(""), Text("", token="ink2")
        self._back = Button("Bring this backup back", kind="primary", icon="history")
        self.other = Button("Restore from a backup")
        self.as_it_is = Button("Open it as it is")
        self._said = HintLine("")
        inner = QWidget()
        box = QVBoxLayout(inner)
        box.setContentsMargins(10, 10, 10, 8)
        box.setSpacing(10)
        for part in (self._trouble, self._newest, self._since, self._back):
            box.addWidget(part)
        line = QHBoxLayout()
        line.addWidget(self.other)
        line.addWidget(self.as_it_is)
        line.addStretch(1)
        box.addLayout(line)
        box.addWidget(self._said)
        self.add(inner)
        self._back.clicked.connect(self.back_wanted)
        self.other.clicked.connect(self.other_wanted)
        self.as_it_is.clicked.connect(self.as_it_is_wanted)
        self.rest()

    def rest(self) -> None:
        """Say nothing: there is no trouble."""
        self.hide()
        self._back.hide()
        self.say("")

    def tell(self, problem: Problem, *, rescue: bool, opens: bool) -> None:
        """Tell a trouble; with `rescue` a backup can help, with `opens` the vault can be opened all the same."""
        self._trouble.set_words([strong(problem.happened), problem.safe, problem.todo])
        self.other.setVisible(rescue)
        self.other.setText("Restore from a backup")
        self.as_it_is.setVisible(opens)
        for part in (self._newest, self._since, self._back):
            part.hide()
        self.say("")
        self.show()

    def offer(
        self, problem: Problem, kept: Any, since: tuple[int, datetime] | None, now: datetime, *, only_keys: bool = False
    ) -> None:
        """Name the newest backup and what is not in it; with `only_keys` perhaps nothing is missing at all."""
        self._trouble.set_words([strong(problem.happened), problem.safe])
        made = kept.made.astimezone(now.tzinfo)
        when = f"The newest backup is from {long_day(made.date())}, {clock_time(made)},"
        self._newest.set_words([strong(when), f"in “{kept.path.parent.name}”."])
        self._since.set_words([quiet(_ONLY_KEYS) if only_keys else _missing(since, now)])
        self.other.setText("Choose another backup")
        for part in (self._newest, self._since, self._back):
            part.show()

    def offers(self) -> bool:
        """Return whether a backup is named."""
        return self.isVisible() and self._back.isVisible()

    def say(self, words: str, *, wrong: bool = False) -> None:
        """Say how it goes, under the buttons."""
        icon = "circle-alert" if wrong else None
        self._said.set_words(words, icon=icon, tone="attn" if wrong else "ink2")
        self._said.setVisible(bool(words))

    def set_busy(self, busy: bool) -> None:
        """Let nothing be pressed while the backup is copied and proved."""
        for button in (self._back, self.other, self.as_it_is):
            button.setEnabled(not busy)


class BackDialog(Dialog):
    """Tells what came back, what is not in it, and where the damaged vault is kept."""

    def __init__(self, parent: QWidget | None, back: Any, since: tuple[int, datetime] | None, now: datetime) -> None:
        super().__init__(parent, "Restored", title="Your vault is back", icon="history", width=580, margin=100)
        if back.kept is None:
            self.grid.add("What happened", Text("Its key file was lost. The one in the backup was put in its place."))
            self.grid.add("What is safe", Text("Everything: no note was touched."))
        else:
            made = back.kept.made.astimezone(now.tzinfo)
            when = f"It is as it was on {long_day(made.date())}, {clock_time(made)}: the backup was copied and proved."
            self.grid.add("What happened", Text([strong(when), _missing(since, now)]))
            kept = f"The damaged vault was not changed. It is kept in the folder “{back.aside.name}”"
            self.grid.add("What is safe", Text(f"{kept}; more can perhaps be saved from it."))
            self.grid.add("What to do", Text("Look through Today, and write again what was after that."))
        self.answer_with("Open it", cancel="")


def _missing(since: tuple[int, datetime] | None, now: datetime) -> Run:
    if since is None:
        return quiet("What was written after that is not in it.")
    count, until = since
    until = until.astimezone(now.tzinfo)
    last = f"{clock_time(until)} on {long_day(until.date())}"
    if not count:
        return quiet(f"Everything you signed is in it. Words typed after that are not: your last save was at {last}.")
    entries = counted(count, "entry", "entries")
    return quiet(f"Not in it: what you wrote after that ({entries}). Your last save was at {last}.")
