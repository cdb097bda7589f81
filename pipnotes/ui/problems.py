"""How trouble is told: what happened, what is safe, what to do; and nothing that anyone wrote.

tell(parent, problem, retry="Try again") -> bool         True when the person wants to try again
ask(parent, problem, retry=..., other=...) -> Chosen     the same with another way out
fault = describe_fault(error); tell_fault(parent, fault)  something of ours went wrong
install_last_resort(window_of, note)                     the net under everything
"""

from __future__ import annotations

import secrets
import sys
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from functools import partial
from pathlib import PurePath
from types import TracebackType

from PySide6.QtCore import QCoreApplication, QObject, Qt, Signal, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from pipnotes.errors import Problem
from pipnotes.ui.widgets.buttons import Button
from pipnotes.ui.widgets.dialog import Dialog
from pipnotes.ui.widgets.sheet import row
from pipnotes.ui.widgets.text import Text

# No I, O, 0 or 1: the reference is read out over the telephone.
ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"


class Chosen(Enum):
    """What the person wants after trouble was told."""

    NOTHING = 0
    RETRY = 1
    OTHER = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """Something of ours that went wrong, told without any text of a record: its type, its place, a reference."""

    reference: str
    type: str
    place: str

    def details(self) -> str:
        """Return the one line that support asks for."""
        return f"Reference {self.reference}. {self.type} at {self.place}"


def describe_fault(error: BaseException) -> Fault:
    """Return what may be told of an error; its message is left out, since it may quote a record."""
    frames = traceback.extract_tb(error.__traceback__)
    ours = [frame for frame in frames if "pipnotes" in PurePath(frame.filename).parts] or frames
    place = "an unknown place"
    if ours:
        parts = PurePath(ours[-1].filename).parts
        start = len(parts) - 1 - parts[::-1].index("pipnotes") if "pipnotes" in parts else len(parts) - 1
        place = f"{'/'.join(parts[start:])}:{ours[-1].lineno}"
    reference = "-".join("".join(secrets.choice(ALPHABET) for _ in range(4)) for _ in range(2))
    return Fault(reference=reference, type=type(error).__name__, place=place)


class ProblemDialog(Dialog):
    """The three lines in the margin, details for support if there are any, and the safest step as the default."""

    def __init__(
        self,
        parent: QWidget | None,
        lines: tuple[str, str, str],
        *,
        title: str = "That didn\u2019t work",
        bar: str = "PipNotes",
        details: str = "",
        retry: str = "",
        other: str = "",
        close: str = "Close",
        note: str = "You can keep working.",
    ) -> None:
        super().__init__(parent, bar, title=title, icon="triangle-alert", width=720 if other else 580, margin=122)
        self._details = Text(details, role="small", token="ink2")
        for label, words in zip(("What happened", "What is safe", "What to do"), lines, strict=True):
            self.grid.add(label, Text(words))
        if details:
            self._add_details()
        self.add_to_footer(Text(note, role="small", token="ink2", wrap=False), first=True)
        closing = Button(close, kind="secondary" if retry else "primary", hint="Esc" if retry else "")
        closing.clicked.connect(self.reject)
        self.add_to_footer(closing)
        self._default = closing
        if other:
            elsewhere = Button(other)
            elsewhere.clicked.connect(self._choose_other)
            self.add_to_footer(elsewhere)
        if retry:
            again = Button(retry, kind="primary")
            again.clicked.connect(self.accept)
            self.add_to_footer(again)
            self._default = again
        self._default.setFocus()

    def _add_details(self) -> None:
        self._opener = Button("Details for support", kind="trail", icon="chevron-right")
        self._opener.clicked.connect(self._turn_details)
        copy = Button("Copy", kind="link", small=True)
        copy.clicked.connect(self._copy)
        self._copy_link = copy
        self.layout_under_grid(
            row(self._opener, Text("No family details in it", role="small", token="ink2", wrap=False))
        )
        self.layout_under_grid(row(self._details, copy, stretch_last=True))
        self._details.hide()
        copy.hide()

    @Slot()
    def _choose_other(self) -> None:
        self.done(Chosen.OTHER.value)

    @Slot()
    def _turn_details(self) -> None:
        opened = not self._details.isVisibleTo(self)
        self._details.setVisible(opened)
        self._copy_link.setVisible(opened)
        self._opener.set_icon("chevron-down" if opened else "chevron-right")
        self.fit_again()

    @Slot()
    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self._details.text())


def tell(
    parent: QWidget | None,
    problem: Problem,
    *,
    title: str = "That didn\u2019t work",
    bar: str = "PipNotes",
    retry: str = "",
) -> bool:
    """Tell a problem and wait; returns whether the person wants to try again."""
    dialog = ProblemDialog(parent, problem.lines(), title=title, bar=bar, retry=retry)
    try:
        return dialog.exec() == QDialog.DialogCode.Accepted
    finally:
        dialog.deleteLater()


def ask(
    parent: QWidget | None, problem: Problem, *, title: str, retry: str = "", other: str = "", close: str = "Close"
) -> Chosen:
    """Tell a problem, and return what the person wants to do about it."""
    dialog = ProblemDialog(parent, problem.lines(), title=title, retry=retry, other=other, close=close, note="")
    try:
        return Chosen(dialog.exec())
    finally:
        dialog.deleteLater()


def tell_fault(parent: QWidget | None, fault: Fault) -> None:
    """Tell that something of ours went wrong; the window and the words in it stay as they are."""
    lines = (
        "Something in PipNotes went wrong. It was not anything you did.",
        "Your vault is safe, and what you typed is still on the screen.",
        "Wait for the saved line before you go on. If it happens again, give the reference to whoever looks after"
        " PipNotes where you work.",
    )
    dialog = ProblemDialog(parent, lines, title="Something went wrong", details=fault.details())
    dialog.exec()
    dialog.deleteLater()


class _LastResort(QObject):
    """Brings a fault from whichever thread to the window's own, and tells one at a time."""

    came = Signal(object)

    def __init__(self, window_of: Callable[[], QWidget | None]) -> None:
        super().__init__(QCoreApplication.instance())
        self._window_of = window_of
        self._telling = False
        self.came.connect(self._tell, Qt.ConnectionType.QueuedConnection)

    @Slot(object)
    def _tell(self, told: Fault | Problem) -> None:
        if self._telling:
            return
        self._telling = True
        try:
            if isinstance(told, Problem):
                tell(self._window_of(), told)
            else:
                tell_fault(self._window_of(), told)
        finally:
            self._telling = False


def active_window() -> QWidget | None:
    """Return the window in front, to hang a dialog on."""
    return QApplication.activeModalWidget() or QApplication.activeWindow()


def install_last_resort(
    note: Callable[[Fault], object], window_of: Callable[[], QWidget | None] = active_window
) -> None:
    """Catch whatever nobody caught: `note` logs it by reference, the window tells it, and nothing is closed."""
    teller = _LastResort(window_of)
    sys.excepthook = partial(_last_resort, teller, note)


def _last_resort(
    teller: _LastResort,
    note: Callable[[Fault], object],
    kind: type[BaseException],
    error: BaseException,
    trace: TracebackType | None,
) -> None:
    if isinstance(error, KeyboardInterrupt):
        QCoreApplication.quit()
        return
    if isinstance(error, Problem):
        teller.came.emit(error)
        return
    fault = describe_fault(error.with_traceback(trace))
    note(fault)
    teller.came.emit(fault)
