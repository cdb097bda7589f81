"""What a search found: the day in the margin, the family, the kind of record, and the words around the place."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QWidget

from pipnotes.casebook.finding import Found
from pipnotes.domain.words import counted, short_day
from pipnotes.ui.desk import Desk
from pipnotes.ui.naming import coded
from pipnotes.ui.widgets.announce import announce
from pipnotes.ui.widgets.buttons import Button
from pipnotes.ui.widgets.hints import EmptyState
from pipnotes.ui.widgets.rows import ListRow, RowList
from pipnotes.ui.widgets.sheet import Scroll, Sheet
from pipnotes.ui.widgets.text import quiet, strong

_MOST = 50
_ICONS = {
    "session": "notebook-pen",
    "reflection": "lock",
    "observation": "eye",
    "letter": "mail",
    "person": "user-round",
    "family": "users",
    "referral": "inbox",
    "goal": "pip",
    "concern": "circle-alert",
    "visit": "calendar-days",
    "follow-up": "phone",
    "comment": "message-square",
}
_TABS = {"person": "people", "referral": "people", "consent": "consent", "measure": "measures", "attachment": "letters"}


class FoundSheet(Sheet):
    """The places where the words stand, best first."""

    opened = Signal(str, str)  # the route and its subject
    meant = Signal(str)  # the words to look for instead

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__("Found", parent=parent)
        self._desk = desk
        self._found: list[Found] = []
        self._rows: RowList | None = None
        self._nearest = ""

    def look(self, words: str) -> None:
        """Look for words and show where they stand."""
        self.clear()
        finding = self._desk.casebook.finding
        self._found, self._nearest, self._rows = finding.look(words, limit=_MOST), "", None
        count = counted(len(self._found), "place")
        self.heading.set_title(f"Found for “{words}”", count if self._found else "")
        self.heading.setVisible(bool(self._found))
        announce(self, count)
        if not self._found:
            self._nearest = finding.meant(words)
            self.add_row(self._nothing(words), line=False, stretch=1)
            return
        self._rows = RowList([self._row(each) for each in self._found], name="Found")
        self.add_row(Scroll(self._rows), stretch=1)

    @Slot()
    def open_first(self) -> None:
        """Open the best place, or look for the name that was meant."""
        if self._found:
            self._open(self._found[0])
        elif self._nearest:
            self._take_nearest()

    def take_focus(self) -> None:
        """Put the keyboard on the first place."""
        rows = self._rows.rows() if self._rows is not None else []
        if rows:
            rows[0].setFocus()

    def _row(self, found: Found) -> ListRow:
        hidden = self._desk.names_hidden
        title = coded(self._desk, found.circle, found.title)
        row = ListRow(
            [strong(self._desk.family_name(found.circle)), quiet(title)],
            # The words around the place may name somebody who is in no list.
            second="" if hidden else found.snippet,
            when=short_day(found.on) if found.on else "Person" if found.kind == "person" else "Family",
            under=str(found.on.year) if found.on else "",
            margin=110,
            icon=_ICONS.get(found.kind, "file-text"),
            opens=True,
        )
        row.opened.connect(partial(self._open, found))
        return row

    def _open(self, found: Found) -> None:
        family = found.circle.family.id
        if found.session:
            self.opened.emit("note", found.session)
        elif found.kind == "letter":
            self.opened.emit("letter", family)
        elif found.kind == "comment":
            self.opened.emit("supervision", family)
        else:
            tab = _TABS.get(found.kind, "")
            self.opened.emit("family", f"{family}/{tab}" if tab else family)

    def _nothing(self, words: str) -> EmptyState:
        looks = "Search looks in names, notes and letters on this laptop."
        if not self._nearest or self._desk.names_hidden:
            self._nearest = ""
            return EmptyState("search", f"Nothing found for “{words}”", looks)
        button = Button(f"Search for {self._nearest}", hint="Enter")
        button.clicked.connect(self._take_nearest)
        said = f"Did you mean {self._nearest}? {looks}"
        return EmptyState("search", f"Nothing found for “{words}”", said, button)

    @Slot()
    def _take_nearest(self) -> None:
        self.meant.emit(self._nearest)
