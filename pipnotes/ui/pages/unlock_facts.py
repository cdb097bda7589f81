"""What can be said of a vault without its key: when it was backed up, when it was last opened, and that this is all."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QHBoxLayout, QWidget

from pipnotes.domain.words import ago, clock_time, near_day, short_day
from pipnotes.ui.known import KnownVault, moment
from pipnotes.ui.pages.unlock_parts import ask_what_to_do
from pipnotes.ui.widgets.buttons import Button
from pipnotes.ui.widgets.sheet import Sheet
from pipnotes.ui.widgets.text import IconView, Text, Words, quiet, strong


class VaultFacts(Sheet):
    """The lines under the passphrase, with what to do when a stranger opened the vault."""

    def show_vault(self, vault: KnownVault, now: datetime) -> None:
        """Tell the facts of a vault, as of `now`."""
        self.clear()
        made, opened = moment(vault.backed_up), moment(vault.opened)
        if made:
            on = f"{short_day(made.date())}, {clock_time(made)}"
            backup: Words = [strong(f"Backed up {ago(made, now)}"), quiet(on)]
        else:
            backup = "No backup of this vault is known on this laptop yet."
        self.add(_fact("hard-drive", backup), bottom=4)
        if opened:
            day = near_day(opened.date(), now.date())
            day = day.lower() if day in ("Today", "Yesterday") else day
            what = Button("Not you? What to do", kind="link", small=True)
            what.clicked.connect(self._explain)
            self.add(_fact("history", f"Last opened {day}, {clock_time(opened)}.", what), bottom=4)
        told = (
            "No internet needed. Nobody can look up your passphrase or reset it from afar: your printed recovery words "
            "open the vault without it."
        )
        self.add(_fact("shield-check", quiet(told)))

    @Slot()
    def _explain(self) -> None:
        ask_what_to_do(self.window())


def _fact(icon: str, words: Words, more: QWidget | None = None) -> QWidget:
    held = QWidget()
    line = QHBoxLayout(held)
    line.setContentsMargins(4, 0, 0, 0)
    line.setSpacing(14)
    line.addWidget(IconView(icon, token="ink2", size=18), 0, Qt.AlignmentFlag.AlignTop)
    line.addWidget(Text(words), 1)
    if more is not None:
        line.addWidget(more, 0, Qt.AlignmentFlag.AlignTop)
    return held
