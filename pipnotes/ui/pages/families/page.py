"""Families: everybody we see, have seen or are asked to see, and where to look for words."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QEvent, Qt, QTimer, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from pipnotes.casebook.ledger import Changed
from pipnotes.domain.codes import FamilyStatus
from pipnotes.ui.desk import Desk
from pipnotes.ui.dialogs.add_family import AddFamilyDialog
from pipnotes.ui.dialogs.plan_visit import PlanVisitDialog
from pipnotes.ui.pages.families.aside import AsideSheet
from pipnotes.ui.pages.families.caseload import CaseloadSheet, no_families
from pipnotes.ui.pages.families.found import FoundSheet
from pipnotes.ui.pages.names import HideNames
from pipnotes.ui.pages.page import Page
from pipnotes.ui.pages.parts import focus, focused, show_now
from pipnotes.ui.theme import STACK_COLUMNS_FROM, look
from pipnotes.ui.widgets.buttons import Button
from pipnotes.ui.widgets.fields import SearchField
from pipnotes.ui.widgets.frame import HeaderBar
from pipnotes.ui.widgets.sheet import Sheet

_FIND = "find/"
_PATIENCE = 150  # milliseconds after the last key, so that a fast typist waits for nothing


class FamiliesPage(Page):
    """The caseload as a table; what is typed above turns it into what was found."""

    title = "Families"

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._header = HeaderBar("Families")
        self._search = SearchField("Find a family, note or letter", hint="Ctrl+K")
        self._hide = HideNames(desk)
        self._add = Button("Add a family", kind="primary", icon="plus", hint="Ctrl+Shift+F")
        self._caseload, self._found, self._aside = CaseloadSheet(desk), FoundSheet(desk), AsideSheet(desk)
        self._none = Sheet()
        self._stack = QStackedWidget()
        self._wait = QTimer(self)
        self._lay_out()
        self._wire()

    def show_for(self, subject: str) -> None:
        """Show the caseload, or what `find/WORDS` finds."""
        if subject.startswith(_FIND):
            self._search.setText(subject.removeprefix(_FIND))
            self._wait.stop()
        self._fill()
        if subject.startswith(_FIND):
            self._search.setFocus()
        else:
            self._caseload.take_focus()

    def refresh(self, changed: Changed) -> None:
        """Read the caseload again."""
        self._fill()

    def panes(self) -> list[QWidget]:
        """Return the header, the list and what was set aside, for F6."""
        return [self._header, self._stack, self._aside]

    def place(self) -> dict[str, object]:
        """Return the words looked for, the chips that are on and the family that is chosen."""
        return {
            "words": self._search.text(),
            "statuses": self._caseload.chosen(),
            "family": self._caseload.current(),
        }

    def go_to(self, place: Mapping[str, object]) -> None:
        """Return there."""
        statuses = place.get("statuses")
        if isinstance(statuses, list):
            self._caseload.choose([str(status) for status in statuses])
        self._search.setText(str(place.get("words") or ""))
        self._wait.stop()
        self._fill()
        self._caseload.select(str(place.get("family") or ""))

    def look_for(self) -> bool:
        """Put the keyboard into the search field."""
        self._search.setFocus()
        self._search.selectAll()
        return True

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "_below"):
            self._arrange()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Down and self._search.hasFocus():
            self._take_focus()
            return
        super().keyPressEvent(event)

    @Slot()
    def add_family(self) -> None:
        """Add a family, and go to it."""
        circle = AddFamilyDialog.ask(self.window(), self.desk)
        if circle is not None:
            self.wanted.emit("family", circle.family.id)

    @Slot()
    def plan_visit(self) -> None:
        """Plan a visit with the family that is chosen in the table."""
        PlanVisitDialog.ask(self.window(), self.desk, self._caseload.current_open())

    @Slot()
    def look_now(self) -> None:
        """Open the best place, straight away."""
        self._wait.stop()
        self._fill()
        if self._search.text().strip():
            self._found.open_first()

    def _fill(self) -> None:
        rows = self.desk.casebook.families.rows()
        words = self._search.text().strip()
        seeing = sum(row.family.status is FamilyStatus.ACTIVE for row in rows)
        self._header.set_title("Families", f"{seeing} seeing us now" if rows else "")
        self._add.setVisible(bool(rows))
        at = focused(self)
        self._aside.fill()
        if words:
            self._found.look(words)
            self._stack.setCurrentWidget(self._found)
        else:
            self._caseload.fill(rows)
            self._stack.setCurrentWidget(self._caseload if rows else self._none)
        show_now(self._aside, self._found, self._caseload)
        focus(self, at)

    def _take_focus(self) -> None:
        shown = self._stack.currentWidget()
        if isinstance(shown, FoundSheet | CaseloadSheet):
            shown.take_focus()

    @Slot(str)
    def _open(self, family: str) -> None:
        self.wanted.emit("family", family)

    @Slot(str, str)
    def _open_found(self, route: str, subject: str) -> None:
        self.wanted.emit(route, subject)

    @Slot(str)
    def _search_again(self, words: str) -> None:
        self._search.setText(words)
        self._wait.stop()
        self._fill()
        self._search.setFocus()

    @Slot(str)
    def _bring_back(self, session: str) -> None:
        self.desk.casebook.notes.bring_back(session)
        self.wanted.emit("note", session)

    @Slot()
    def _names_turned(self) -> None:
        if self.isVisible():
            self._fill()

    @Slot()
    def _typed(self) -> None:
        self._wait.start(_PATIENCE)

    def _lay_out(self) -> None:
        self._search_held = QWidget()
        self._beside = QHBoxLayout(self._search_held)
        self._beside.setContentsMargins(0, 0, 0, 0)
        for widget in (self._search_held, self._hide, self._add):
            self._header.add_action(widget)
        self._below = QVBoxLayout()
        self._below.setContentsMargins(0, 0, 0, 0)
        self._first = Button("Add a family", kind="primary", hint="Ctrl+Shift+F")
        self._none.add_row(no_families(self._first), line=False, stretch=1)
        for sheet in (self._caseload, self._found, self._none):
            self._stack.addWidget(sheet)
        held = self.lay_out_under(self._header, self._stack, edge=16, gap=16)
        held.insertLayout(0, self._below)
        held.addWidget(self._aside)
        self._arrange()

    def _arrange(self) -> None:
        """Give the search field a line of its own when the text is large."""
        self._search.setMinimumWidth(min(look().px(300), 420))
        (self._below if look().scale >= STACK_COLUMNS_FROM else self._beside).addWidget(self._search)

    def _wire(self) -> None:
        self._wait.setSingleShot(True)
        self._wait.timeout.connect(self._fill)
        self._search.wanted.connect(self._typed)
        self._search.returnPressed.connect(self.look_now)
        self._add.clicked.connect(self.add_family)
        self._first.clicked.connect(self.add_family)
        self._caseload.opened.connect(self._open)
        self._found.opened.connect(self._open_found)
        self._found.meant.connect(self._search_again)
        self._aside.back_wanted.connect(self._bring_back)
        self.desk.names_hidden_changed.connect(self._names_turned)
        self.desk.locked.connect(self._wait.stop)
        self.command("Add a family", "Ctrl+Shift+F", self.add_family)
        self.command("Plan a visit", "Ctrl+Shift+D", self.plan_visit)
