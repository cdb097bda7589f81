"""Exchange cards with the person who will read, or who writes: once, face to face, six words each way."""

from __future__ import annotations

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from pipnotes.casebook.casebook import Casebook
from pipnotes.ui.setup.cards import AcceptCard, MyCard
from pipnotes.ui.widgets.buttons import Button
from pipnotes.ui.widgets.dialog import Dialog


class CardDialog(Dialog):
    """My card to hand over, and theirs to accept; hands back the id of the contact that was accepted."""

    def __init__(self, parent: QWidget | None, casebook: Casebook) -> None:
        super().__init__(
            parent,
            "Cards",
            title="Exchange cards",
            second="Once, when you sit together. Then only you two can open what you send.",
            width=700,
            margin=96,
        )
        self._accepted = ""
        self.mine, self.theirs = MyCard(casebook), AcceptCard(casebook)
        self.grid.add("My card", self.mine)
        self.grid.add("Their card", self.theirs)
        self._close = Button("Close", hint="Esc")
        self._close.clicked.connect(self._leave)
        self.add_to_footer(self._close)
        self.theirs.accepted.connect(self._take)

    def value(self) -> str:
        """Return the id of the contact that was accepted."""
        return self._accepted

    @Slot(str)
    def _take(self, contact: str) -> None:
        self._accepted = contact
        self._close.setText("Done")
        self._close.updateGeometry()
        self._close.setFocus()

    @Slot()
    def _leave(self) -> None:
        self.accept() if self._accepted else self.reject()
