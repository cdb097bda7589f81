"""Who can open the vault beside its keeper: said plainly in the settings, and told once when it was done."""

from __future__ import annotations

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QCheckBox, QWidget

from pipnotes.casebook.casebook import Casebook
from pipnotes.casebook.ways_in import Opening
from pipnotes.domain.words import clock_time, long_day
from pipnotes.errors import Problem
from pipnotes.policy import Policy
from pipnotes.ui.desk import Desk
from pipnotes.ui.problems import tell
from pipnotes.ui.widgets.dialog import Dialog
from pipnotes.ui.widgets.hints import HintLine
from pipnotes.ui.widgets.sheet import Sheet
from pipnotes.ui.widgets.text import Text, Words, quiet, strong


class OthersSheet(Sheet):
    """The organisation's way in, and this computer's own where the rules and the computer allow it."""

    def __init__(self, desk: Desk) -> None:
        super().__init__("Who else can open it", icon="users")
        self._desk = desk
        self._service = Text("")
        self._used = Text("")
        self._tick = QCheckBox("Also open with this computer\u2019s own &sign-in")
        self._honest = HintLine(
            "Whoever uses this computer under your name can then open the vault without your passphrase. "
            "The passphrase still opens it too."
        )
        self._said = HintLine("")
        for part in (self._service, self._used, self._tick, self._honest, self._said):
            self.add(part)
        self._tick.clicked.connect(self._turn)
        self.fill()

    def fill(self) -> None:
        """Read afresh who can open the vault."""
        ways = self._desk.casebook.ways_in
        organisation, used = ways.organisation, ways.opened_by_organisation
        asked = "Your service can open this vault if your passphrase is lost:"
        key = f"Two people there need both halves of its key {organisation} for it, and it stands under What was done."
        self._service.set_words([asked, strong("yes."), quiet(key)] if organisation else [asked, strong("no.")])
        self._used.set_words(words_of(used) if used else "")
        self._used.setVisible(used is not None)
        offered = ways.offers_sign_in(self._desk.policy)
        self._tick.setChecked(ways.by_sign_in)
        self._tick.setVisible(offered)
        self._honest.setVisible(offered)
        self._said.setVisible(bool(self._said.text()))

    @Slot(bool)
    def _turn(self, on: bool) -> None:
        ways = self._desk.casebook.ways_in
        try:
            if on:
                ways.start_sign_in()
            else:
                ways.stop_sign_in()
        except Problem as problem:
            self._said.set_words(f"{problem.happened} {problem.todo}", icon="circle-alert", tone="attn")
        else:
            self._said.set_words("")
        self.fill()


def words_of(opening: Opening) -> Words:
    """Return when the organisation opened the vault, who did it, and why if they said."""
    why = f"They gave this reason: {opening.reason}" if opening.reason else "They gave no reason."
    by = opening.by[:1].upper() + opening.by[1:]
    return [strong(f"{by} opened it on {long_day(opening.at.date())}, {clock_time(opening.at)}."), quiet(why)]


class OpenedDialog(Dialog):
    """Tells the keeper once that the organisation used its key."""

    def __init__(self, parent: QWidget | None, opening: Opening) -> None:
        super().__init__(
            parent,
            "Opened by your service",
            title="Your service opened this vault",
            icon="shield-check",
            width=580,
            margin=100,
        )
        self.grid.add("What happened", Text(words_of(opening)))
        kept = "That they did, and every change since, is written down under Settings, What was done."
        self.grid.add("What is safe", Text(kept))
        self.grid.add(
            "What to do",
            Text(
                "Change your passphrase. If you did not ask for this, tell whoever answers for information security "
                "where you work, today."
            ),
        )
        self.answer_with("I have read this", cancel="")


def follow_rules(window: QWidget, casebook: Casebook, rules: Policy) -> None:
    """Bring the ways into a vault into step with the organisation's rules; what hinders it is told."""
    try:
        casebook.ways_in.follow(rules)
    except Problem as problem:
        tell(window, problem, title="A rule of your service could not be followed")


def tell_of_opening(window: QWidget, casebook: Casebook) -> None:
    """Tell the keeper once that the organisation opened the vault."""
    opening = casebook.ways_in.unread_opening
    if opening is not None and OpenedDialog.ask(window, opening) is not None:
        casebook.ways_in.mark_read(opening)
