"""Reading it as a parent: remarks under the text, never in it, each to take up or to leave."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from pipnotes.casebook.letters import Hint, HintKind
from pipnotes.domain.words import counted
from pipnotes.ui.widgets.buttons import Button
from pipnotes.ui.widgets.chips import Tag
from pipnotes.ui.widgets.flow import Flow
from pipnotes.ui.widgets.text import IconView, Text

# More than these at once would hurry the writer; the next one comes when one of them is answered.
SHOWN = 2
EASY_AGE = 12


class Reading(QWidget):
    """How the parents' copy reads, and what might be said more kindly."""

    change_wanted = Signal(object)
    leave_wanted = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._head = Flow([], gap=8)
        self._lines = QVBoxLayout()
        self._lines.setSpacing(4)
        self._hints: list[QWidget] = []
        self._shown: tuple[object, ...] = ()
        box = QVBoxLayout(self)
        box.setContentsMargins(16, 8, 16, 10)
        box.setSpacing(6)
        box.addWidget(self._head)
        box.addLayout(self._lines)

    def show_reading(self, hints: Sequence[Hint], age: int | None) -> None:
        """Show the remarks and the reading age; the same ones are left in place, so that the keyboard stays."""
        if (tuple(hints), age) == self._shown:
            return
        self._shown = (tuple(hints), age)
        self._say_head(hints, age)
        had_focus = any(line.isAncestorOf(self.window().focusWidget() or self) for line in self._hints)
        for line in self._hints:
            self._lines.removeWidget(line)
            line.hide()
            line.deleteLater()
        self._hints = [self._line(hint) for hint in hints[:SHOWN]]
        if len(hints) > SHOWN:
            self._hints.append(Text(f"{len(hints) - SHOWN} more after these.", role="small", token="ink2"))
        for line in self._hints:
            self._lines.addWidget(line)
        if had_focus and hints:
            first = self._hints[0].findChild(Button)
            if first is not None:
                first.setFocus()

    def _say_head(self, hints: Sequence[Hint], age: int | None) -> None:
        self._head.clear()
        self._head.add(Text("Reading it as a parent", role="label", wrap=False))
        if age is not None:
            tone = "soft" if age <= EASY_AGE else "neutral"
            self._head.add(Tag(f"Reading age about {age}", tone=tone))
        long = sum(1 for hint in hints if hint.kind is HintKind.LONG)
        self._head.add(
            Tag(counted(long, "long sentence") if long else "No long sentences", tone="neutral" if long else "soft")
        )

    def _line(self, hint: Hint) -> QWidget:
        line = QWidget()
        box = QHBoxLayout(line)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(8)
        blame = hint.kind is HintKind.BLAME
        icon = IconView("circle-alert" if blame else "info", token="attn" if blame else "primary", size=17)
        box.addWidget(icon, 0, Qt.AlignmentFlag.AlignTop)
        box.addWidget(Text(hint.message), 1)
        if hint.suggestion is not None:
            change = Button("Change", small=True)
            change.clicked.connect(partial(self.change_wanted.emit, hint))
            box.addWidget(change, 0, Qt.AlignmentFlag.AlignTop)
        leave = Button("Leave", small=True)
        leave.clicked.connect(partial(self.leave_wanted.emit, hint))
        box.addWidget(leave, 0, Qt.AlignmentFlag.AlignTop)
        return line
