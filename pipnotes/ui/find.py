"""Find a family, a note or a letter by words, from anywhere, with the keyboard alone."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from pipnotes.casebook.casebook import Casebook
from pipnotes.ui.desk import Desk
from pipnotes.ui.widgets.dialog import Dialog
from pipnotes.ui.widgets.fields import SearchField
from pipnotes.ui.widgets.hints import HintLine
from pipnotes.ui.widgets.rows import ListRow, RowList

_SHOWN = 12
_KINDS = {
    "session": ("Note", "notebook-pen"),
    "reflection": ("My reflection", "lock"),
    "letter": ("Letter", "mail"),
    "family": ("Family", "users"),
    "person": ("Family", "users"),
    "comment": ("Comment", "message-square"),
    "summary": ("Summary", "send"),
    "visit": ("Visit", "house"),
    "referral": ("Referral", "inbox"),
    "goal": ("Hope", "sun"),
    "concern": ("Concern", "triangle-alert"),
    "measure": ("Score", "clipboard-check"),
}


class FindDialog(Dialog):
    """Words above, what was found below; Enter on a row opens it."""

    def __init__(self, parent: QWidget | None, desk: Desk) -> None:
        super().__init__(parent, "Find", title="Find", width=680)
        self._desk = desk
        self._went: tuple[str, str] = ("", "")
        self._words = SearchField("Find a family, note or letter")
        self._found = RowList(name="Found")
        self._said = HintLine("")
        self.body.addWidget(self._words)
        self.body.addWidget(self._said)
        self.layout_under_grid(self._found)
        self.answer_with("Open the first", cancel="Close")
        self._words.wanted.connect(self._look)
        self._words.returnPressed.connect(self.answer)
        self._words.setFocus()
        self._look("")

    def value(self) -> tuple[str, str]:
        """Return the route and its subject."""
        return self._went

    def complaint(self) -> str:
        """Say that there is nothing to open."""
        if not self._went[0] and self._routes:
            self._went = self._routes[0]
        return "" if self._went[0] else "Type a few words of what you look for."

    @Slot(str)
    def _look(self, words: str) -> None:
        casebook = self._desk.casebook
        self._went = ("", "")
        self._routes: list[tuple[str, str]] = []
        self._found.clear()
        hits = casebook.search(words, limit=_SHOWN) if len(words.strip()) > 1 else []
        for hit in hits:
            name, icon = _KINDS.get(hit.kind, ("In the record", "file-text"))
            route = _route(hit.kind, hit.record, hit.family)
            family = _name_of(self._desk, casebook, hit.family)
            # Hidden names would stand in the words around the place that was found.
            second = "" if self._desk.names_hidden else hit.snippet
            row = ListRow(family, second=second, third=name, lead=icon, opens=True)
            row.opened.connect(partial(self._go, route))
            self._found.add(row)
            self._routes.append(route)
        self._said.set_words("Nothing found yet." if words.strip() and not hits else "")
        self.fit_again()

    def _go(self, route: tuple[str, str]) -> None:
        self._went = route
        self.accept()


def _route(kind: str, record: str, family: str) -> tuple[str, str]:
    if kind == "session":
        return "note", record
    if kind == "comment":
        return "supervision", family
    if kind == "letter":
        return "letter", family
    return "family", family


def _name_of(desk: Desk, casebook: Casebook, family: str) -> str:
    try:
        return desk.family_name(casebook.families.circle(family))
    except KeyError:
        return "Elsewhere"
