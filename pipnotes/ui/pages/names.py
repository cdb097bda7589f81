"""The names by which somebody may be written about, so that no name is marked as spelt wrong; and hiding them all."""

from __future__ import annotations

from PySide6.QtCore import Slot

from pipnotes.domain.family import Person
from pipnotes.ui.desk import Desk
from pipnotes.ui.widgets.buttons import Button


class HideNames(Button):
    """Shows codes for names everywhere, as before somebody looks over a shoulder, and the names again."""

    def __init__(self, desk: Desk) -> None:
        super().__init__("", hint="F8")
        self._desk = desk
        self.clicked.connect(self._turn)
        desk.names_hidden_changed.connect(self._say)
        self._say()

    @Slot()
    def _turn(self) -> None:
        self._desk.hide_names(not self._desk.names_hidden)

    @Slot()
    def _say(self) -> None:
        hidden = self._desk.names_hidden
        self.setText("Show names" if hidden else "Hide names")
        self.set_icon("eye" if hidden else "eye-off")


def names_of(person: Person) -> tuple[str, ...]:
    """Return every name of a person, and the family's word for them."""
    return (person.given, person.surname, person.known_as, person.relation, *person.aliases)
