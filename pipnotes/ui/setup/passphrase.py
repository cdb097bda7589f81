"""A new passphrase: typed twice or suggested, measured as it is typed, refused only when it is easy to guess."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from pipnotes.casebook import strength
from pipnotes.ui.widgets.buttons import Button, IconButton
from pipnotes.ui.widgets.fields import Field
from pipnotes.ui.widgets.passphrase import PassphraseField, StrengthBar
from pipnotes.ui.widgets.sheet import row


class NewPassphrase(QWidget):
    """Two fields, five bars, and a suggestion; pasting is welcome."""

    changed = Signal()
    returned = Signal()

    def __init__(
        self, *, label: str = "&Passphrase", known: Callable[[], list[str]] = list, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._known = known
        self._first = PassphraseField("New passphrase", caps_line=False)
        self._bar = StrengthBar()
        self._again = PassphraseField("The same passphrase again", placeholder="The same words")
        self._again_field = Field("Type it &again", self._again)
        self._suggest = Button("Suggest five &words", icon="refresh-cw")
        box = QVBoxLayout(self)
        box.setContentsMargins(4, 4, 4, 4)
        box.setSpacing(8)
        box.addWidget(Field(label, self._first))
        box.addWidget(self._bar)
        box.addWidget(self._again_field)
        box.addWidget(row(self._suggest))
        self.setFocusProxy(self._first)
        self._first.changed.connect(self._measure)
        self._again.changed.connect(self._compare)
        self._again.returned.connect(self.returned)
        self._suggest.clicked.connect(self._fill)
        self._measure()

    def text(self) -> str:
        """Return the passphrase as typed in the first field."""
        return self._first.text()

    def missing(self) -> str:
        """Return what is still to do, as a sentence, or nothing."""
        if not self._first.text():
            return "Type a passphrase, or let PipNotes suggest one."
        if not strength.judge(self._first.text(), self._known()).enough:
            return f"Make it longer until {strength.ENOUGH} of the 5 bars are filled."
        if self._again.text() != self._first.text():
            return "Type the same words again."
        return ""

    def clear(self) -> None:
        """Empty both fields and hide them again."""
        self._first.clear()
        self._again.clear()

    @Slot()
    def _measure(self) -> None:
        found = strength.judge(self._first.text(), self._known())
        self._bar.show_strength(found.filled, found.verdict, found.detail, enough=found.enough)
        self._compare()

    @Slot()
    def _compare(self) -> None:
        typed, again = self._first.text(), self._again.text()
        # While the second is being typed it is no mistake yet.
        differs = bool(again) and not typed.startswith(again)
        self._again_field.set_error("This is not the same as above." if differs else "")
        self.changed.emit()

    @Slot()
    def _fill(self) -> None:
        self._first.set_text(strength.suggest())
        if self._first.edit.echoMode() == QLineEdit.EchoMode.Password:
            # A suggestion that cannot be read cannot be written down.
            self._first.findChild(IconButton).click()
        self._again.clear()
        self._again.setFocus()
