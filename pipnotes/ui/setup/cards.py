"""Cards: this vault's own, to hand over, and another's, accepted when six words read face to face match."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from pipnotes.casebook.casebook import Casebook
from pipnotes.casebook.contacts import KeysChanged
from pipnotes.domain.sharing import Contact
from pipnotes.errors import Problem
from pipnotes.ui.problems import tell
from pipnotes.ui.setup.places import PlaceField
from pipnotes.ui.widgets.buttons import Button
from pipnotes.ui.widgets.dialog import Dialog
from pipnotes.ui.widgets.fields import Field, LineEdit
from pipnotes.ui.widgets.hints import HintLine
from pipnotes.ui.widgets.sheet import row
from pipnotes.ui.widgets.text import Text, quiet, strong


class MyCard(QWidget):
    """The six words of this vault's card, and a file to hand over."""

    def __init__(self, casebook: Casebook, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._casebook = casebook
        self._words = Text("", role="heading")
        self._place = PlaceField("Card file", kind="new file", placeholder="my.pipcard")
        self._field = Field("Save my card &to", self._place)
        self._save = Button("Save my card", icon="download")
        self._said = HintLine("A card holds your name, your role and public keys. It is no secret.")
        box = QVBoxLayout(self)
        box.setContentsMargins(4, 4, 4, 4)
        box.setSpacing(8)
        box.addWidget(Text("Read these six words aloud when you hand your card over:", token="ink2"))
        box.addWidget(self._words)
        box.addWidget(self._field)
        box.addWidget(row(self._save))
        box.addWidget(self._said)
        self._save.clicked.connect(self._write)
        self.show_words()

    @Slot()
    def show_words(self) -> None:
        """Show the words of the card as it is now; a changed name changes them."""
        self._words.set_words(self._casebook.contacts.my_card().words)

    @Slot()
    def _write(self) -> None:
        place = self._place.path()
        if place is None:
            self._field.set_error("Say where the card should be saved.")
            return
        try:
            place.write_bytes(self._casebook.contacts.my_card().raw)
        except OSError:
            self._field.set_error("The card could not be written there. Choose another folder.")
            return
        self._field.set_error("")
        self._said.set_words(f"Saved as {place.name}.", icon="circle-check", tone="primary")


class AcceptCard(QWidget):
    """Another person's card and their six words."""

    accepted = Signal(str)

    def __init__(self, casebook: Casebook, *, whose: str = "Their", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._casebook = casebook
        self._place = PlaceField("Card file", kind="file")
        self._file = Field(f"{whose} card &file", self._place)
        self._words = LineEdit("Six words", placeholder="As they stand on the other screen")
        self._said_words = Field("The six words, read to you by its owner", self._words)
        self._accept = Button("Accept this card", icon="shield-check")
        self._said = HintLine("")
        box = QVBoxLayout(self)
        box.setContentsMargins(4, 4, 4, 4)
        box.setSpacing(10)
        box.addWidget(self._file)
        box.addWidget(self._said_words)
        box.addWidget(row(self._accept))
        box.addWidget(self._said)
        self.setFocusProxy(self._place)
        self._accept.clicked.connect(self._trust)
        self._words.returnPressed.connect(self._trust)

    @Slot()
    def _trust(self) -> None:
        raw = self._read(self._place.path())
        if raw is None:
            self._file.set_error("Choose a card file that can be read.")
            return
        self._file.set_error("")
        if not self._words.text().strip():
            self._said_words.set_error("Ask the card\u2019s owner to read their six words to you.")
            return
        self._said_words.set_error("")
        try:
            contact = self._trusted(raw)
        except Problem as problem:
            tell(self.window(), problem, title="The card was not accepted", bar="Card")
            return
        if contact is None:
            return
        self._said.set_words(
            [strong(f"{contact.name}."), quiet("The words match. What you send can be sealed for them now.")],
            icon="circle-check",
            tone="primary",
        )
        self._words.clear()
        self._place.set_path(None)
        self.accepted.emit(contact.id)

    def _trusted(self, raw: bytes) -> Contact | None:
        words = self._words.text()
        try:
            return self._casebook.contacts.trust(raw, words)
        except KeysChanged:
            if not NewKeys.ask(self.window()):
                return None
            return self._casebook.contacts.trust(raw, words, new_keys=True)

    def _read(self, place: Path | None) -> bytes | None:
        try:
            return place.read_bytes() if place is not None and place.stat().st_size < 1_000_000 else None
        except OSError:
            return None


class NewKeys(Dialog):
    """A known name comes with other keys: only the person themselves can say why."""

    def __init__(self, parent: QWidget | None) -> None:
        super().__init__(
            parent,
            "Card",
            title="You know this person by other keys",
            icon="triangle-alert",
            width=580,
            margin=96,
        )
        self.grid.add("Ask them", Text("Have they a new laptop or a new vault? Ask face to face, or on the telephone."))
        self.grid.add("If so", Text("This card is theirs from now on, and their old one is trusted no more."))
        self.grid.add("If not", Text("Somebody may be passing for them. Keep the old card, and tell your IT staff."))
        self.answer_with("They have new keys", cancel="Keep the old card")
