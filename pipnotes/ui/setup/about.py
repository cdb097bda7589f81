"""Who keeps the vault: the name under every note, and what stands at the head and the foot of a letter."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QGridLayout, QWidget

from pipnotes.domain.practice import Practitioner
from pipnotes.ui.theme import STACK_COLUMNS_FROM, look
from pipnotes.ui.widgets.fields import Field, LineEdit

_FIELDS = (
    ("name", "&Your name", "As it stands under your notes and letters"),
    ("profession", "P&rofession", "Parent-infant psychotherapist"),
    ("registration", "Re&gistration", "Body and number"),
    ("service", "&Service", ""),
    ("address", "A&ddress of the service", ""),
    ("phone", "P&hone", ""),
    ("email", "&Email", ""),
    ("crisis", "In an e&mergency", "The line printed on every letter: whom to ring, day and night"),
)
_WIDE = {"address", "crisis"}


class AboutForm(QWidget):
    """The keeper's details, two beside one another where there is room."""

    changed = Signal()
    left = Signal()
    returned = Signal()

    def __init__(self, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._edits = {key: LineEdit(label.replace("&", ""), placeholder=hint) for key, label, hint in _FIELDS}
        self._fields = {key: Field(label, self._edits[key]) for key, label, _ in _FIELDS}
        self._lay_out()
        for edit in self._edits.values():
            edit.textEdited.connect(self.changed)
            edit.left.connect(self.left)
            edit.returnPressed.connect(self.returned)
        self._edits["name"].left.connect(self.complain)

    def show_person(self, me: Practitioner) -> None:
        """Fill in what is known."""
        for key, edit in self._edits.items():
            edit.setText(getattr(me, key))

    def person(self, me: Practitioner) -> Practitioner:
        """Return `me` with what stands in the fields."""
        typed = {key: edit.text().strip() for key, edit in self._edits.items()}
        return replace(me, **typed)  # type: ignore[arg-type]  # each of these fields is a line of text

    def name(self) -> str:
        """Return the name as typed."""
        return self._edits["name"].text().strip()

    def is_empty(self) -> bool:
        """Return whether nothing has been typed."""
        return not any(edit.text().strip() for edit in self._edits.values())

    def known_words(self) -> list[str]:
        """Return what others know of this person, which makes a poor passphrase."""
        return [edit.text().strip() for edit in self._edits.values() if edit.text().strip()]

    @Slot()
    def complain(self) -> bool:
        """Say under the name what is missing; returns whether it is."""
        missing = not self.name()
        self._fields["name"].set_error("Your name stands under every note." if missing else "")
        return missing

    def _lay_out(self) -> None:
        stacked = look().scale >= STACK_COLUMNS_FROM
        grid = QGridLayout(self)
        grid.setContentsMargins(4, 4, 4, 4)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(10)
        at = 0
        for key, field in self._fields.items():
            wide = key in _WIDE or stacked
            at += at % 2 if wide else 0
            grid.addWidget(field, at // 2, at % 2, 1, 2 if wide else 1, Qt.AlignmentFlag.AlignTop)
            at += 2 if wide else 1
        self.setFocusProxy(self._edits["name"])
