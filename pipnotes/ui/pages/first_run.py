"""The first run: six steps, of which the vault exists from the third on, so that leaving early loses nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from pipnotes.casebook import vaults
from pipnotes.casebook.casebook import Casebook
from pipnotes.domain.codes import PracticeRole
from pipnotes.errors import Problem
from pipnotes.ui.pages.first_run_steps import AboutYou, Backup, Keys, Passphrase, RecoveryWords, Step, Welcome
from pipnotes.ui.pages.front import Front
from pipnotes.ui.pages.unlock_parts import RestoreDialog
from pipnotes.ui.preferences import Preferences
from pipnotes.ui.problems import describe_fault, tell, tell_fault
from pipnotes.ui.tasks import run
from pipnotes.ui.theme import STACK_COLUMNS_FROM, look
from pipnotes.ui.widgets.buttons import Button
from pipnotes.ui.widgets.dialog import Dialog
from pipnotes.ui.widgets.hints import HintLine
from pipnotes.ui.widgets.sheet import Hairline, Scroll, Sheet
from pipnotes.ui.widgets.steps import StepList
from pipnotes.ui.widgets.text import Text

_NAMES = ("Welcome", "About you", "Passphrase", "Recovery words", "Backup", "Supervisor\u2019s key")
_PASSPHRASE, _LAST = 2, 5


@dataclass(frozen=True, kw_only=True, slots=True)
class _Made:
    key: object
    folder: Path


class FirstRunPage(Front):
    """Asks for what a new vault needs, makes it, and hands it over open."""

    made = Signal(object)
    finished = Signal(object)
    restored = Signal(object)

    def __init__(
        self,
        preferences: Preferences,
        folder: Path,
        *,
        clock: Callable[[], datetime] = vaults.local_now,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(preferences, parent=parent)
        self._folder = folder
        self._clock = clock
        self._casebook: Casebook | None = None
        self._at = 0
        self._welcome, self._about = Welcome(), AboutYou()
        self._passphrase = Passphrase(self._about.form)
        self._steps: list[Step] = [self._welcome, self._about, self._passphrase]
        self._list = StepList(
            "Setting up",
            _NAMES,
            foot="About 10 minutes. Once you have a passphrase you can stop and come back: nothing is lost.",
        )
        self._stack = QStackedWidget()
        self._count = Text("", role="small", token="ink2", wrap=False)
        self._reason = HintLine("")
        self._back = Button("&Back")
        self._later = Button("&Later")
        self._next = Button("&Next", kind="primary")
        self._lay_out()
        for step in self._steps:
            self._add(step)
        self._welcome.restore_wanted.connect(self._restore)
        self._back.clicked.connect(self.go_back)
        self._later.clicked.connect(self._forward)
        self._next.clicked.connect(self.go_on)
        self._list.chosen.connect(self._turn_back_to)
        look().changed.connect(self._resize)
        self._show_step(0)

    def focus_first(self) -> None:
        """Put the keyboard on the way on."""
        self._next.setFocus()

    def may_leave(self) -> bool:
        """Return whether the window may close: before there is a vault, what was typed can be kept nowhere."""
        if self._casebook is not None or self._about.form.is_empty():
            return True
        return bool(_Leave.ask(self.window()))

    @Slot()
    def go_on(self) -> None:
        """Go to the next step; from the passphrase on there is a vault."""
        step = self._steps[self._at]
        if step.missing():
            self._tell_reason()
            if step is self._about:
                self._about.form.complain()
            return
        if self._at == _PASSPHRASE and self._casebook is None:
            self._make()
            return
        self._forward()

    @Slot()
    def go_back(self) -> None:
        """Go to the step before; the passphrase of a vault that exists is changed in the settings."""
        self._show_step(self._at - 1)

    @Slot()
    def _forward(self) -> None:
        if self._at == _LAST:
            self.finished.emit(self._casebook)
        else:
            self._show_step(self._at + 1)

    @Slot(int)
    def _turn_back_to(self, at: int) -> None:
        if at > _PASSPHRASE or self._casebook is None:
            self._show_step(at)

    def _make(self) -> None:
        self._next.set_ready(False)
        self._back.setEnabled(False)
        self._reason.set_words("Making the vault. This takes a few seconds.")
        phrase, role, name = self._passphrase.new.text(), self._welcome.role(), self._about.form.name()
        work = partial(_make, self._folder, phrase, role, name, self._clock)
        run(work, self._take_over, self._not_made)

    def _take_over(self, made: _Made) -> None:
        try:
            casebook = vaults.open_with(made.folder, made.key, clock=self._clock)  # type: ignore[arg-type]
            casebook.keep_me(self._about.form.person(casebook.me))
        except Problem as problem:
            self._not_made(problem)
            return
        self._casebook = casebook
        self._passphrase.new.clear()
        for step in (RecoveryWords(casebook), Backup(casebook), Keys(casebook)):
            self._steps.append(step)
            self._add(step)
        self.made.emit(casebook)
        self._forward()

    def _not_made(self, error: BaseException) -> None:
        self._show_step(self._at)
        if isinstance(error, Problem):
            tell(self.window(), error, title="The vault was not made", bar="Setting up")
        else:
            tell_fault(self.window(), describe_fault(error))

    @Slot()
    def _restore(self) -> None:
        restored = RestoreDialog.ask(self.window(), self._folder)
        if restored is not None:
            self.restored.emit(restored)

    def _show_step(self, at: int) -> None:
        self._at = at
        step = self._steps[at]
        self._list.set_current(at)
        self._stack.setCurrentIndex(at)
        self._count.set_words(f"Step {at + 1} of {len(_NAMES)}")
        self._back.setVisible(at > 0 and (self._casebook is None or at > _PASSPHRASE + 1))
        self._back.setEnabled(True)
        self._next.setText("&Next" if at < _LAST else "Open PipNotes")
        self._next.updateGeometry()
        self._look()
        if at:
            step.focus_first()
        else:
            self._next.setFocus()

    @Slot()
    def _look(self) -> None:
        missing = self._steps[self._at].missing()
        self._later.setVisible(bool(missing and self._steps[self._at].skip))
        self._next.setEnabled(not missing or self._at == 1)
        self._next.setAccessibleDescription(missing)
        self._reason.set_words("")

    def _tell_reason(self) -> None:
        self._reason.set_words(self._steps[self._at].missing(), icon="circle-alert", tone="attn")

    def _add(self, step: Step) -> None:
        step.changed.connect(self._look)
        step.onward.connect(self.go_on)
        self._stack.addWidget(Scroll(step))

    def _lay_out(self) -> None:
        right = QVBoxLayout()
        right.setContentsMargins(28, 24, 28, 16)
        right.setSpacing(10)
        right.addWidget(self._stack, 1)
        right.addWidget(Hairline())
        foot = QHBoxLayout()
        foot.setSpacing(8)
        for part in (self._count, self._reason):
            foot.addWidget(part, 1 if part is self._reason else 0)
        for button in (self._back, self._later, self._next):
            foot.addWidget(button)
        right.addLayout(foot)
        inner = QWidget()
        across = QHBoxLayout(inner)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(0)
        across.addWidget(self._list)
        across.addLayout(right, 1)
        self._sheet = Sheet()
        self._sheet.add_row(inner, line=False, stretch=1)
        self.put_in_the_middle(self._sheet)
        self._resize()

    @Slot()
    def _resize(self) -> None:
        scale = min(1.35, max(1.0, look().scale))
        # Large type needs the room of the last words for the steps themselves.
        self._list.findChildren(Text)[-1].setVisible(look().scale < STACK_COLUMNS_FROM)
        self._sheet.setFixedSize(round(940 * scale), round(600 * min(1.08, scale)))


class _Leave(Dialog):
    def __init__(self, parent: QWidget | None) -> None:
        super().__init__(parent, "Setting up", title="Leave before there is a vault?", width=580)
        self.body.addWidget(
            Text("What you typed about yourself can be kept once there is a passphrase. Until then it would be lost.")
        )
        self.answer_with("Leave", cancel="Stay here")


def _make(folder: Path, passphrase: str, role: PracticeRole, name: str, clock: vaults.Clock) -> _Made:
    """Make a vault and close it again, so that the window's own thread can open it."""
    folder.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    vaults.create(folder, passphrase, role=role, name=name, clock=clock).casebook.close()
    return _Made(key=vaults.derive(folder, passphrase), folder=folder)
