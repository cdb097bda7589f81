"""What is due, each line with the one thing to do about it; at most one line asks for attention."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QWidget

from pipnotes.casebook.diary import Due, DueKind
from pipnotes.ui.desk import Desk
from pipnotes.ui.naming import coded
from pipnotes.ui.pages.parts import focus, show_now
from pipnotes.ui.widgets.buttons import Button
from pipnotes.ui.widgets.rows import ListRow, RowList
from pipnotes.ui.widgets.sheet import Sheet
from pipnotes.ui.widgets.text import Text

_SHOWN = 6
_LOOKS: dict[DueKind, tuple[str, tuple[tuple[str, str], ...]]] = {
    DueKind.CONCERN: ("circle-alert", (("look", "Look"),)),
    DueKind.BIRTHDAY: ("cake", (("plan", "Plan ending"),)),
    DueKind.ENDING: ("calendar-days", (("end", "End the work"),)),
    DueKind.REFERRAL: ("inbox", (("decide", "Decide"),)),
    DueKind.NOTE: ("notebook-pen", (("start", "Start note"), ("missed", "Not held"))),
    DueKind.LETTER: ("signature", (("open", "Open"),)),
    DueKind.FOLLOW_UP: ("phone", (("ring", "Plan call"),)),
    DueKind.BIRTH: ("cake", (("born", "Write down"),)),
    DueKind.CONSENT: ("users", (("ask", "Ask"),)),
    DueKind.REVIEW: ("archive", (("review", "Look"),)),
    DueKind.COMMENT: ("message-square", (("read", "Read"),)),
    DueKind.AFRESH: ("send", (("share", "Open"),)),
}


class DueSheet(Sheet):
    """The list of what is due in the next weeks."""

    wanted = Signal(str, object)  # what to do, and the line it is about

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__("What is due", parent=parent)
        self._desk = desk
        self._all = False
        self._lines: list[Due] = []
        self.heading.add(Text("Next 6 weeks", role="small", token="ink2", wrap=False))

    def fill(self, lines: Sequence[Due]) -> None:
        """Show these lines."""
        self.clear()
        self._lines = list(lines)
        if not lines:
            self.add(Text("Nothing is due in the next 6 weeks.", token="ink2"), bottom=14)
            return
        shown = self._lines if self._all or len(lines) <= _SHOWN + 1 else self._lines[:_SHOWN]
        rows = RowList([self._row(at, line) for at, line in enumerate(shown)], name="What is due")
        self.add_row(rows)
        if len(shown) < len(lines):
            self._add_turn(f"Show {len(lines) - len(shown)} more", "chevron-down")
        elif self._all and len(lines) > _SHOWN + 1:
            self._add_turn("Show fewer", "chevron-right")

    def _row(self, at: int, line: Due) -> ListRow:
        circle = self._desk.casebook.families.circle(line.family)
        icon, doing = _LOOKS[line.kind]
        actions: list[QWidget] = []
        for what, words in doing:
            if line.kind is DueKind.FOLLOW_UP and line.on <= self._desk.clock().date():
                words = "Ring"
            button = Button(words, kind="link")
            button.setProperty("place", f"due/{line.subject}/{what}")
            button.setAccessibleName(f"{words}, {coded(self._desk, circle, line.title)}")
            button.clicked.connect(partial(self.wanted.emit, what, line))
            actions.append(button)
        return ListRow(
            coded(self._desk, circle, line.title),
            second=coded(self._desk, circle, line.detail),
            lead=icon,
            tone="attention" if line.attention and at == 0 else "plain",
            actions=actions,
        )

    def _add_turn(self, words: str, icon: str) -> None:
        turn = Button(words, kind="trail", icon=icon)
        turn.setProperty("place", "due/more")
        turn.clicked.connect(self._turn)
        self.add_line()
        self.add(turn, top=8)

    @Slot()
    def _turn(self) -> None:
        self._all = not self._all
        self.fill(self._lines)
        show_now(self)
        focus(self, "due/more")
