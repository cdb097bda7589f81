"""Settings: who keeps this vault, how it opens, its copies, whom it trusts, its looks, its years and its history."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from pipnotes.casebook.ledger import Changed
from pipnotes.ui.desk import Desk
from pipnotes.ui.pages.page import Page
from pipnotes.ui.pages.settings_audit import AuditTab
from pipnotes.ui.pages.settings_backup import BackupTab
from pipnotes.ui.pages.settings_keeping import KeepingTab
from pipnotes.ui.pages.settings_keys import KeysTab
from pipnotes.ui.pages.settings_tabs import AboutTab, LookTab, SharingTab, Tab
from pipnotes.ui.widgets.frame import HeaderBar
from pipnotes.ui.widgets.segments import Option
from pipnotes.ui.widgets.sheet import Scroll
from pipnotes.ui.widgets.tabs import Tabs

_TABS: tuple[tuple[str, str, type[Tab]], ...] = (
    ("about", "About you", AboutTab),
    ("keys", "Passphrase and recovery", KeysTab),
    ("backup", "Backup and check", BackupTab),
    ("sharing", "Mailbox and cards", SharingTab),
    ("look", "Look and lock", LookTab),
    ("keeping", "How long we keep", KeepingTab),
    ("audit", "What was done", AuditTab),
)


class SettingsPage(Page):
    """One tab for each question; the subject of the route names the tab."""

    title = "Settings"

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._header = HeaderBar("Settings")
        self._tabs = Tabs([Option(key, words) for key, words, _ in _TABS])
        self._parts = {key: kind(desk) for key, _, kind in _TABS}
        self._stack = QStackedWidget()
        for part in self._parts.values():
            self._stack.addWidget(Scroll(_framed(part)))
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addWidget(self._header)
        box.addWidget(self._tabs)
        box.addWidget(self._stack, 1)
        self._tabs.changed.connect(self._turn)
        self.command("Next tab", "Ctrl+Tab", self.next_tab)

    def show_for(self, subject: str) -> None:
        for part in self._parts.values():
            part.fill()
        if subject in self._parts:
            self._tabs.set_value(subject)
        self._turn(self._tabs.value())

    def refresh(self, changed: Changed) -> None:
        self._parts[self._tabs.value()].follow(changed)

    def keep_now(self) -> None:
        for part in self._parts.values():
            part.keep_now()

    def place(self) -> dict[str, object]:
        return {"tab": self._tabs.value()}

    def go_to(self, place: Mapping[str, object]) -> None:
        self.show_for(str(place.get("tab", "")))

    def panes(self) -> list[QWidget]:
        return [self._tabs, self._stack]

    @Slot()
    def next_tab(self) -> None:
        """Go on to the next tab."""
        self._tabs.step(1)

    @Slot(str)
    def _turn(self, key: str) -> None:
        self.keep_now()
        self._stack.setCurrentIndex(list(self._parts).index(key))
        self._parts[key].fill()


def _framed(part: QWidget) -> QWidget:
    held = QWidget()
    box = QVBoxLayout(held)
    box.setContentsMargins(20, 16, 20, 16)
    box.addWidget(part)
    box.addStretch(1)
    return held
