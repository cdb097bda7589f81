"""What every page is to the window, so that pages need not know one another.

    class TodayPage(Page):
        title = "Today"
        def __init__(self, desk, parent=None):
            super().__init__(desk, parent)
            ...build, lay out, connect...
            self.command("Plan a visit", "Ctrl+Shift+D", self.plan_visit)     # also in the F10 menu
        def show_for(self, subject): ...                   # "" or what the route names; read and fill
        def refresh(self, changed): ...                    # something of the vault changed while this page is shown
        def keep_now(self): ...                            # keep the draft, durably, before a lock or another page
        def place(self): return {"field": "baby", "caret": 12, "scroll": 40}
        def go_to(self, place): ...                        # the same dict, after unlocking

    self.wanted.emit("family", "<family id>/measures")     # the window goes there
    self.lay_out_under(bar, stack)                         # the bar from edge to edge, the rest inset below it
    if self.attempt(self.draft.keep_now): ...              # trouble is told in its three lines
    at = place_in(place)                                   # field, caret and scroll of what `place()` told

Routes: today, families, family (id, or id/tab), note (session id), letter (family id), sharing ("" or family id),
supervision ("" or family id or code), inbox, settings. A page is built at its first showing and kept until the vault
is locked; `show_for` comes at every showing, so a page that is not in front has nothing to refresh.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QVBoxLayout, QWidget

from pipnotes.casebook.drafts import Place
from pipnotes.casebook.ledger import Changed
from pipnotes.errors import Problem
from pipnotes.ui.desk import Desk


class Page(QWidget):
    """One page of the window, over the desk that all pages share."""

    title = ""
    wanted = Signal(str, str)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)

    def show_for(self, subject: str) -> None:
        """Show what the route names, read afresh; `subject` is empty for a page that shows one thing only."""

    def refresh(self, changed: Changed) -> None:
        """Take in a change of the vault without taking away anything that is being typed."""

    def keep_now(self) -> None:
        """Keep whatever is typed and not yet kept; raises Problem when it cannot be, and the page then stays."""

    def place(self) -> dict[str, object]:
        """Return where the reader is on the page (field, caret, scroll), as plain values for JSON."""
        return {}

    def go_to(self, place: Mapping[str, object]) -> None:
        """Return to a place that `place()` told before the vault was locked; what is gone is passed over."""

    def land(self) -> None:
        """Put the keyboard where the work goes on, when it is not on the page; its first control unless told."""
        self.setFocus()
        self.focusNextChild()

    def look_for(self) -> bool:
        """Put the keyboard into the page's own search field; False when it has none."""
        return False

    def panes(self) -> list[QWidget]:
        """Return the parts of the page that F6 steps through; the whole page when it has but one."""
        return [self]

    def command(self, words: str, keys: str, do: Callable[[], object]) -> QAction:
        """Bind keys to a bound method while this page is in front, and list them in the F10 menu."""
        action = QAction(words, self)
        action.setShortcuts([QKeySequence(each) for each in _with_keypad(keys)])
        # Qt passes over the keys of a page that is hidden; those of the one in front hold on the rail as well.
        action.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
        action.triggered.connect(do)
        self.addAction(action)
        return action

    def attempt(self, do: Callable[[], object], *, title: str = "That didn’t work") -> bool:
        """Do something that may meet trouble; False when it did, which has then been told."""
        try:
            do()
        except Problem as problem:
            self.desk.ask_problem(problem, title=title, unkept=self.desk.casebook.sealed_copies.drafts_waiting)
            return False
        return True

    def lay_out_under(self, bar: QWidget, *body: QWidget, edge: int = 12, gap: int = 0) -> QVBoxLayout:
        """Put a bar from edge to edge, and inset below it the body, whose last part takes what room there is.

        Returns the layout of the body, for a page that puts more into it in large type.
        """
        inner = QVBoxLayout()
        inner.setContentsMargins(20, edge, 20, edge)
        inner.setSpacing(gap)
        for widget in body:
            inner.addWidget(widget, int(widget is body[-1]))
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addWidget(bar)
        box.addLayout(inner, 1)
        return inner


def place_in(told: Mapping[str, object]) -> Place:
    """Return where the writer was, from what a page told; what is no number counts as the beginning."""
    caret, scroll = (value if isinstance(value, int) else 0 for value in (told.get("caret"), told.get("scroll")))
    return Place(field=str(told.get("field", "")), caret=caret, scroll=scroll)


def _with_keypad(keys: str) -> list[str]:
    """Return the keys, with the Enter of the number pad beside the Return of the letters."""
    if keys.endswith("+Enter"):
        return [keys.removesuffix("Enter") + "Return", keys]
    return [keys] if keys else []
