"""What a family may see in visit mode: read first, and marked word by word, since a note is not written for them."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QCheckBox, QWidget

from pipnotes.casebook.visiting import View
from pipnotes.ui.desk import Desk
from pipnotes.ui.dialogs.asking import Asking
from pipnotes.ui.dialogs.parts import Under
from pipnotes.ui.naming import coded
from pipnotes.ui.widgets.hints import HintLine
from pipnotes.ui.widgets.prose import ProseEdit


class ShowFamilyDialog(Asking):
    """Mark what the family may see, then close the vault and show it to them."""

    def __init__(self, parent: QWidget | None, desk: Desk, family: str, visit: str = "") -> None:
        super().__init__(
            parent,
            desk,
            "Visit mode",
            family=family,
            kept_as=f"show/{family}",
            title="Show to the family",
            second="They see their name and what is ticked here. No scores, no risk, no reflection.",
            width=680,
        )
        self._visit = visit or desk.casebook.visiting.today_visit(family)
        self._offer = offer = desk.casebook.visiting.offer(family)
        self._last = ProseEdit("Last time", placeholder="What went well, in words for them", boxed=True, lines=3)
        self._last.set_words(coded(desk, self.family(), offer.last_time))
        self._fine = QCheckBox("These words are &fine for the family to see")
        self._hopes = [self._tick(f"hope {words}", coded(desk, self.family(), words)) for words in offer.hopes]
        self._next = self._tick("next", offer.next_visit) if offer.next_visit else None
        self.form.add("last", self._last)
        self.form.add("fine", self._fine)
        self._lay_out_rows()
        self._last.edited.connect(self._reworded)
        self.answer_with("Show to the family", note="Leaving needs your passphrase.")
        self.begin(self._last)

    def complaint(self) -> str:
        """Say what is still missing."""
        if self.desk.names_hidden:
            return "Names are hidden. Press Esc, then F8 to show them, before the family looks at the screen."
        return ""

    def write(self) -> tuple[str, str, View]:
        """Return the family, its visit and what is marked."""
        hopes = zip(self._offer.hopes, self._hopes, strict=True)
        view = replace(
            self._offer,
            last_time=" ".join(self._last.words().split()) if self._fine.isChecked() else "",
            hopes=tuple(words for words, tick in hopes if tick.isChecked()),
            next_visit=self._offer.next_visit if self._next is not None and self._next.isChecked() else "",
        )
        return self.family().family.id, self._visit, view

    @Slot()
    def _reworded(self) -> None:
        # A yes was said to other words.
        self._fine.setChecked(False)

    def _tick(self, name: str, words: str) -> QCheckBox:
        tick = QCheckBox(words.replace("&", "&&"))
        tick.setChecked(True)
        self.form.add(name, tick)
        return tick

    def _lay_out_rows(self) -> None:
        self.grid.add("Last time", Under(self._last, self._fine, gap=6))
        if self._hopes:
            self.grid.add("What they hope for", Under(*self._hopes, gap=2))
        if self._next is not None:
            self.grid.add("When you meet next", self._next)
        safe = HintLine(
            "Your words are kept and the vault closes. What you jot is sealed, and waits under the note "
            "when you unlock.",
            icon="lock",
        )
        self.grid.add("Meanwhile", safe)


def show_family(parent: QWidget | None, desk: Desk, family: str, visit: str = "") -> None:
    """Ask what may be shown, and show it."""
    chosen = ShowFamilyDialog.ask(parent, desk, family, visit)
    if chosen is not None:
        desk.visit_wanted.emit(*chosen)
