"""What stands on the screen while a family is in the room: their words at the left, a field for the therapist's own.

page = VisitPage(view, keep, keep_typing, clock=clock)
page.keep_now()                  keep what is in the field as it stands; Problem when it cannot be
page.rest(); page.wake(); page.left() when F9 or the button asks to leave
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtGui import QAction, QKeySequence, QShortcut, QTextCursor
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from pipnotes.casebook.visiting import View
from pipnotes.domain.words import clock_time
from pipnotes.errors import Problem
from pipnotes.ui.pages.visit.parts import Hopes, JotField, KeptSoFar, Resting
from pipnotes.ui.widgets.announce import announce
from pipnotes.ui.widgets.buttons import Button
from pipnotes.ui.widgets.hints import HintLine
from pipnotes.ui.widgets.sheet import Columns, Hairline, Scroll, Sheet, row
from pipnotes.ui.widgets.text import IconView, Text

Keep = Callable[[str, datetime], object]
REST_SECONDS = 30
# Counted from the first unsaved letter, as in every editor.
WITHIN_MS = 800
AGAIN_MS = 5000
_TICK_MS = 1000
_SIDE = 40
_GOES_TO = "Goes to your draft note. You can write later."


class VisitPage(QWidget):
    """One family's page and one field; it knows of no vault."""

    left = Signal()
    rested = Signal()
    woken = Signal()

    def __init__(
        self,
        view: View,
        keep: Keep,
        keep_typing: Keep,
        *,
        clock: Callable[[], datetime],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._view, self._keep, self._keep_typing, self._clock = view, keep, keep_typing, clock
        self._typed = ""
        self.field, self._kept = JotField(), KeptSoFar()
        self._button = Button("Keep", kind="primary", hint="Enter", visit=True)
        self._goes = Text(_GOES_TO, token="ink2")
        self._trouble = HintLine("")
        self._time = Text("", role="jot", token="ink2", wrap=False, tnum=True)
        self._rest = Button("Rest the screen", icon="moon", hint="Esc", visit=True)
        self._leave = Button("Leave visit mode", hint="F9, then your passphrase", visit=True)
        self._resting = Resting()
        self._content, self._stack = QWidget(), QStackedWidget()
        self._autosave = QTimer(self)
        self._tick = QTimer(self)
        self._lay_out()
        self._wire()
        self._tell_time()
        self._trouble.hide()

    @property
    def resting(self) -> bool:
        """Return whether the screen rests."""
        return self._stack.currentWidget() is self._resting

    def keep_now(self) -> None:
        """Keep the words in the field as they stand; raises Problem when it cannot be."""
        self._autosave.stop()
        words = self.field.toPlainText()
        if words != self._typed:
            try:
                self._keep_typing(words, self._clock())
            except Problem as problem:
                self._say(problem)
                self._autosave.start(AGAIN_MS)
                raise
            self._typed = words
            self._say(None)

    @Slot()
    def keep(self) -> None:
        """Keep a jot: the field is free for the next one."""
        words, now = self.field.toPlainText().strip(), self._clock()
        if not words:
            return
        try:
            self._keep(words, now)
        except Problem as problem:
            self._say(problem)
            return
        self._autosave.stop()
        self._typed = ""
        self.field.clear()
        self._autosave.stop()
        self._kept.add(words, now)
        self._say(None)
        announce(self.field, "Kept")
        self.field.setFocus()

    @Slot()
    def settle(self) -> None:
        """Keep the words in the field as they stand; trouble is said under the field, and tried again by itself."""
        with contextlib.suppress(Problem):
            self.keep_now()

    def jot(self, words: str) -> None:
        """Put words into the field, as if typed."""
        self.field.setPlainText(words)
        self.field.moveCursor(QTextCursor.MoveOperation.End)

    @Slot()
    def rest(self) -> None:
        """Let the screen rest; nothing that is typed goes."""
        if self.resting:
            return
        self.settle()
        self._stack.setCurrentWidget(self._resting)
        self._resting.setFocus()
        self.rested.emit()

    @Slot()
    def wake(self) -> None:
        """Show the page again, with the caret where it was."""
        self._stack.setCurrentWidget(self._content)
        self.field.setFocus()
        self.woken.emit()

    def focus_first(self) -> None:
        """Put the keyboard into the field, which is then in sight however tall the page turns out."""
        self.field.setFocus()

    @Slot()
    def _show_field_soon(self) -> None:
        # The parts have their places once the layout that changed the range is done.
        QTimer.singleShot(0, self, self._show_field)

    @Slot()
    def _show_field(self) -> None:
        if self.focusWidget() is self.field:
            self._scroll.ensureWidgetVisible(self._button, 0, 12)
            self._scroll.ensureWidgetVisible(self.field, 0, 12)

    def _say(self, problem: Problem | None) -> None:
        words = f"Not kept yet. {problem.happened} What you typed is still here." if problem else ""
        self._trouble.set_words(words, icon="triangle-alert", tone="attn")
        self._trouble.setVisible(bool(words))

    @Slot()
    def _edited(self) -> None:
        if not self._autosave.isActive():
            self._autosave.start(WITHIN_MS)

    @Slot()
    def _tell_time(self) -> None:
        now = self._clock()
        if self._time.text() != clock_time(now):
            self._time.set_words(clock_time(now))
        self._resting.show_time(now)

    def _wire(self) -> None:
        self._autosave.setSingleShot(True)
        self._autosave.setTimerType(Qt.TimerType.PreciseTimer)
        self._autosave.timeout.connect(self.settle)
        self._tick.timeout.connect(self._tell_time)
        self._tick.start(_TICK_MS)
        self.field.textChanged.connect(self._edited)
        self.field.keep_wanted.connect(self.keep)
        self._button.clicked.connect(self.keep)
        self._rest.clicked.connect(self.rest)
        self._leave.clicked.connect(self.left)
        self._scroll.verticalScrollBar().rangeChanged.connect(self._show_field_soon)
        self._resting.woken.connect(self.wake)
        QShortcut(QKeySequence("Esc"), self._content, self.rest)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(keys), self._content, self.keep)
        leave = QAction("Leave visit mode", self)
        leave.setShortcut(QKeySequence("F9"))
        leave.triggered.connect(self.left)
        self.addAction(leave)

    def _lay_out(self) -> None:
        box = QVBoxLayout(self._content)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addWidget(self._head())
        held = QWidget()
        inner = QVBoxLayout(held)
        inner.setContentsMargins(_SIDE, 8, _SIDE, 12)
        inner.addWidget(Columns(self._words(), self._jots(), side_width=516))
        self._scroll = Scroll(held)
        box.addWidget(self._scroll, 1)
        box.addWidget(Hairline())
        box.addWidget(self._foot())
        self._stack.addWidget(self._content)
        self._stack.addWidget(self._resting)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._stack)

    def _head(self) -> QWidget:
        head = QWidget()
        line = QHBoxLayout(head)
        line.setContentsMargins(_SIDE, 16, _SIDE, 16)
        line.setSpacing(16)
        line.addWidget(Text(self._view.name, role="visit_name", wrap=False))
        line.addWidget(Text(self._view.age, role="jot", token="ink2", elide=True), 1)
        line.addWidget(self._time)
        line.addWidget(self._rest)
        return head

    def _words(self) -> QWidget:
        view, held = self._view, QWidget()
        box = QVBoxLayout(held)
        box.setContentsMargins(0, 14, 24, 0)
        box.setSpacing(0)
        parts: list[tuple[str, QWidget]] = []
        if view.last_time:
            parts.append(("Last time", Text(view.last_time, role="visit_text")))
        if view.hopes:
            parts.append(("What you hope for", Hopes(view.hopes)))
        if view.next_visit:
            parts.append(("When we meet next", Text(view.next_visit, role="visit_text")))
        for label, words in parts:
            box.addWidget(Text(label, role="label", token="ink2"))
            box.addSpacing(6)
            box.addWidget(words)
            box.addSpacing(36)
        if not parts:
            box.addWidget(Text("Time to be together.", role="visit_text", token="ink2"))
        box.addStretch(1)
        return held

    def _jots(self) -> QWidget:
        sheet = Sheet()
        sheet.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        inner = QWidget()
        box = QVBoxLayout(inner)
        box.setContentsMargins(8, 10, 8, 4)
        box.setSpacing(0)
        label = Text("Jot a few words", role="label", token="ink2")
        label.setBuddy(self.field)
        line = QHBoxLayout()
        line.setSpacing(12)
        line.addWidget(self._button)
        line.addWidget(self._goes, 1, Qt.AlignmentFlag.AlignVCenter)
        for part, gap in ((label, 10), (self.field, 7), (self._trouble, 7)):
            box.addWidget(part)
            box.addSpacing(gap)
        box.addLayout(line)
        box.addSpacing(20)
        box.addWidget(Hairline())
        box.addSpacing(16)
        box.addWidget(Text("Kept so far", role="label", token="ink2"))
        box.addSpacing(6)
        box.addWidget(self._kept, 1)
        words = Text(f"Screen rests by itself after {REST_SECONDS} seconds", token="ink2")
        box.addWidget(row(IconView("moon", token="ink2", size=17), words, stretch_last=True))
        sheet.add(inner, bottom=14, stretch=1)
        return sheet

    def _foot(self) -> QWidget:
        foot = QWidget()
        line = QHBoxLayout(foot)
        line.setContentsMargins(_SIDE, 11, _SIDE, 10)
        line.setSpacing(9)
        line.addWidget(IconView("shield-check", token="ink2", size=18))
        words = Text("Only this family\u2019s record is open. The rest is locked.", token="ink2")
        line.addWidget(words, 1, Qt.AlignmentFlag.AlignVCenter)
        line.addWidget(self._leave)
        return foot
