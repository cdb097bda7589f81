"""What the window holds while a vault is open: the rail, the pages and the status line, and the wires between them."""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping
from functools import partial

from PySide6.QtCore import QPoint, Qt, Signal, Slot
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QMenu, QStackedWidget, QVBoxLayout, QWidget

from pipnotes.casebook.ledger import Changed
from pipnotes.errors import Problem
from pipnotes.ui.causes import UNKEPT
from pipnotes.ui.desk import Desk
from pipnotes.ui.find import FindDialog
from pipnotes.ui.help import HelpDialog, KeptWordsDialog
from pipnotes.ui.pages.page import Page
from pipnotes.ui.panes import step_pane
from pipnotes.ui.routes import Pages, Route, pages_for
from pipnotes.ui.status import StatusFacts
from pipnotes.ui.typed import typed_in
from pipnotes.ui.widgets.facts import StatusBar
from pipnotes.ui.widgets.frame import Rail

_log = logging.getLogger(__name__)


class MainWindow(QWidget):
    """The frame round the pages; it routes, and has no rules of its own."""

    lock_wanted = Signal()

    def __init__(self, desk: Desk, *, pages: Pages = pages_for, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._routes = pages(desk.casebook.role)
        self._built: dict[str, Page] = {}
        self._now, self._subject = "", ""
        self._rail, self._status, self._stack = Rail(), StatusBar(), QStackedWidget()
        self._facts = StatusFacts(desk, self._status)
        self._lay_out()
        self._wire()
        self._badges()

    def _wire(self) -> None:
        """Join the frame, the desk and the keys: the one place where all wires are seen."""
        for route, _ in self._routes.values():
            if route.words:
                self._add_key(route.words, route.keys, partial(self.go, route.key, ""))
        self._add_key("Find", "Ctrl+K", self.look_up)
        self._hide = self._add_key("Hide or show names", "F8", self.turn_names)
        self._add_key("Next pane", "F6", partial(self._step, 1))
        self._add_key("Previous pane", "Shift+F6", partial(self._step, -1))
        self._add_key("Save now", "Ctrl+S", self.keep_now)
        # Ctrl+L must work over dialogs too, so the program listens for it, and here it is only listed.
        self._add_key("Lock now", "", self.lock_wanted.emit)
        self._add_key("Help", "F1", self.help)
        self._add_key("Menu of every command", "F10", self.show_menu)
        self._rail.chosen.connect(self._choose)
        self._rail.menu_wanted.connect(self.show_menu)
        self._status.pressed.connect(self._press)
        self._desk.changed.connect(self._take_in)
        self._desk.names_hidden_changed.connect(self._names_turned)

    def start(self, place: str) -> None:
        """Show what was open when the vault was locked, or the first page."""
        self._desk.backups.begin()
        found = _read(place)
        if not self.go(str(found.get("page") or ""), str(found.get("subject") or "")):
            places = [key for key, (route, _) in self._routes.items() if route.words]
            next(key for key in places if self.go(key))
        elif isinstance(at := found.get("place"), Mapping):
            self._page().go_to(at)
        words = found.get("typed")
        if isinstance(words, list) and words:
            KeptWordsDialog.ask(self, str(found.get("dialog", "")), [(str(n), str(t)) for n, t in words])

    def go(self, key: str, subject: str = "") -> bool:
        """Go to a page; False when it is not there, or when the page in front could not keep its words."""
        key, _, rest = key.partition(":")
        subject = subject or rest
        if key not in self._routes or not self.keep_now():
            return False
        page = self._built.get(key) or self._build(key)
        try:
            page.show_for(subject)
        except KeyError:
            _log.info("nothing there to show any more")
            return False
        self._now, self._subject = key, subject
        self._stack.setCurrentWidget(page)
        self._rail.set_current(self._routes[key][0].rail)
        self._facts.forget_saved()
        self._hold_keyboard()
        return True

    @Slot()
    def keep_now(self) -> bool:
        """Let the page in front keep what is typed; False when it could not, which has then been told."""
        while self._now:
            try:
                self._page().keep_now()
            except Problem as problem:
                if self._desk.ask_problem(problem, title=UNKEPT, retry="Try again", unkept=True):
                    continue
                return False
            break
        return True

    @property
    def shows_page(self) -> bool:
        """Return whether a page is in front yet."""
        return bool(self._now)

    def keep_or_raise(self) -> None:
        """Let the page in front keep what is typed; Problem when it could not, which nobody is told yet."""
        if self._now:
            self._page().keep_now()

    def typed(self) -> list[tuple[str, str]]:
        """Return what was typed into the page in front, by the name of each field, for a page that has no draft."""
        return typed_in([self._page()]) if self._now else []

    def place(self, dialog: str, typed: list[tuple[str, str]]) -> str:
        """Return what is open, and what stands in open dialogs, as the vault remembers it."""
        at = self._page().place() if self._now else {}
        return json.dumps({"page": self._now, "subject": self._subject, "place": at, "dialog": dialog, "typed": typed})

    @Slot()
    def look_up(self) -> None:
        """Look for something: in the page's own field, or everywhere."""
        if self._page().look_for():
            return
        route = FindDialog.ask(self, self._desk)
        if route is not None:
            self.go(*route)

    @Slot()
    def turn_names(self) -> None:
        """Show codes for names, or the names again."""
        self._desk.hide_names(not self._desk.names_hidden)

    @Slot()
    def help(self) -> None:
        """Show every key."""
        HelpDialog.ask(self, self._commands())

    @Slot()
    def show_menu(self) -> None:
        """Show every command of the page and of the window, each with its key."""
        menu = QMenu(self)
        for action in self._page().actions():
            menu.addAction(action)
        menu.addSeparator()
        for action in [*self.actions(), *self.window().actions()]:
            menu.addAction(action)
        menu.popup(self._rail.mapToGlobal(QPoint(12, 48)))

    def _commands(self) -> list[QAction]:
        return [*self._page().actions(), *self.actions(), *self.window().actions()]

    def _page(self) -> Page:
        return self._built[self._now]

    def _build(self, key: str) -> Page:
        page = self._routes[key][1](self._desk)
        page.wanted.connect(self.go)
        self._stack.addWidget(page)
        self._built[key] = page
        return page

    @Slot(str)
    def _choose(self, key: str) -> None:
        if key == "lock":
            self.lock_wanted.emit()
        else:
            self.go(key)

    @Slot(str)
    def _press(self, key: str) -> None:
        if key == "help":
            self.help()
        else:
            post = "sharing" if "sharing" in self._routes else "inbox"
            self.go({"backup": "settings", "offline": post}.get(key, ""), "backup" if key == "backup" else "")

    @Slot(object)
    def _take_in(self, changed: Changed) -> None:
        self._badges()
        if self._now:
            self._page().refresh(changed)
            # A line that is done with is gone, and the keyboard with it: it is not left on the rail.
            self._hold_keyboard()

    def _hold_keyboard(self) -> None:
        page, held = self._page(), self.focusWidget()
        if held is None or not page.isAncestorOf(held) or not held.isVisibleTo(page):
            page.land()

    def _badges(self) -> None:
        me = self._desk.casebook.me
        self._rail.set_person(me.name, me.role.label)
        if "sharing" in self._routes:
            self._rail.set_badge("sharing", len(self._desk.casebook.post.waiting()))
        if "supervision" in self._routes:
            self._rail.set_badge("supervision", len(self._desk.casebook.supervision.unread()))
        if "inbox" in self._routes:
            self._rail.set_badge("inbox", sum(held.is_new for held in self._desk.casebook.supervision.held()))

    @Slot(bool)
    def _names_turned(self, hidden: bool) -> None:
        self._status.put("names", "Names hidden" if hidden else "", icon="eye-off")

    def _step(self, by: int) -> None:
        step_pane([self._rail, *self._page().panes(), self._status], by)

    def _add_key(self, words: str, keys: str, do: object) -> QAction:
        action = QAction(words, self)
        action.setShortcut(QKeySequence(keys))
        action.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
        action.triggered.connect(do)
        self.addAction(action)
        return action

    def _lay_out(self) -> None:
        self.setObjectName("page")
        for route, _ in self._routes.values():
            if route.words and not route.foot:
                self._rail.add(route.rail, route.words, route.icon)
        self._rail.add("lock", "Lock now", "lock", foot=True)
        self._add_foot([route for route, _ in self._routes.values() if route.foot])
        across = QHBoxLayout()
        across.setSpacing(0)
        across.addWidget(self._rail)
        across.addWidget(self._stack, 1)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addLayout(across, 1)
        box.addWidget(self._status)

    def _add_foot(self, routes: list[Route]) -> None:
        for route in routes:
            self._rail.add(route.rail, route.words, route.icon, foot=True)


def _read(place: str) -> dict[str, object]:
    try:
        found = json.loads(place) if place else {}
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}
