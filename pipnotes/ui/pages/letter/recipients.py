"""Who the letter goes to: one card each, with how the copy goes and what it goes without.

cards = Recipients(); cards.show_copies([CardWords(...)], chosen=Recipient.GP); cards.chosen(Recipient); cards.value()
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, Signal, Slot
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QBoxLayout, QGridLayout, QSizePolicy, QWidget

from pipnotes.domain.codes import Recipient
from pipnotes.ui.theme import STACK_COLUMNS_FROM, look
from pipnotes.ui.widgets.text import Text
from pipnotes.ui.widgets.wrapping import WrappingButton


@dataclass(frozen=True, kw_only=True, slots=True)
class CardWords:
    """What one card says."""

    recipient: Recipient
    name: str
    goes: str
    without: str


class RecipientCard(WrappingButton):
    """One copy; the chosen one has a thicker edge and a filled circle."""

    def __init__(self, words: CardWords, parent: QWidget | None = None) -> None:
        super().__init__(QSizePolicy.Policy.Expanding, parent)
        self.recipient = words.recipient
        self._name = Text("", role="label")
        self._goes = Text("", role="small", token="ink2", wrap=False)
        self._without = Text("", role="small", token="ink2")
        self.setCheckable(True)
        self.setAutoExclusive(True)
        self.setProperty("ring_radius", 11)
        self._box = QGridLayout(self)
        self._box.setHorizontalSpacing(8)
        self._box.setVerticalSpacing(2)
        self._box.setColumnStretch(0, 1)
        self._box.addWidget(self._name, 0, 0)
        self._box.addWidget(self._goes, 0, 1, Qt.AlignmentFlag.AlignTop)
        self._box.addWidget(self._without, 1, 0, 1, 2)
        self._box.setRowStretch(2, 1)
        self.see_through(self._name, self._goes, self._without)
        self._settle()
        self.show_words(words)

    def show_words(self, words: CardWords) -> None:
        """Say something else of the same copy."""
        self._name.set_words(words.name)
        self._goes.set_words(words.goes)
        self._without.set_words(words.without)
        self.setAccessibleName(f"{words.name}. {words.goes}. {words.without}")

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._settle()

    def paintEvent(self, event: QPaintEvent) -> None:
        current = look()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        on = self.isChecked()
        thick = 2 if on else 1
        painter.setPen(QPen(current.colour("primary" if on else "line"), thick))
        painter.setBrush(current.colour("sunk" if self.underMouse() and not on else "sheet"))
        half = thick / 2
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(half, half, -half, -half), 8, 8)
        across = current.px(17)
        middle = QPointF(15 + across / 2, 10 + current.line("base") / 2)
        painter.setPen(QPen(current.colour("primary" if on else "edge"), 1))
        painter.setBrush(current.colour("primary" if on else "field"))
        painter.drawEllipse(middle, across / 2, across / 2)
        if on:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(current.colour("on_primary"))
            painter.drawEllipse(middle, across / 6, across / 6)

    def _settle(self) -> None:
        self._box.setContentsMargins(15 + look().px(17) + 11, 9, 16, 10)


class Recipients(QWidget):
    """The copies across the top; the arrow keys move and choose."""

    chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.cards: dict[Recipient, RecipientCard] = {}
        self._box = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(12)
        self.setAccessibleName("Copies of the letter")
        self._settle()

    def show_copies(self, copies: Sequence[CardWords], chosen: Recipient) -> None:
        """Show these copies, one of them chosen, and tell nobody."""
        if [words.recipient for words in copies] != list(self.cards):
            self._build(copies)
        for words in copies:
            card = self.cards[words.recipient]
            card.show_words(words)
            blocked = card.blockSignals(True)
            card.setChecked(words.recipient is chosen)
            card.blockSignals(blocked)

    def value(self) -> Recipient:
        """Return the chosen recipient."""
        return next((one for one, card in self.cards.items() if card.isChecked()), Recipient.PARENT)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._settle()

    def _build(self, copies: Sequence[CardWords]) -> None:
        for card in self.cards.values():
            self._box.removeWidget(card)
            card.hide()
            card.deleteLater()
        self.cards = {words.recipient: RecipientCard(words) for words in copies}
        for recipient, card in self.cards.items():
            self._box.addWidget(card, 1)
            card.toggled.connect(partial(self._tell, recipient))

    @Slot()
    def _tell(self, recipient: Recipient, on: bool) -> None:
        if on:
            self.chosen.emit(recipient)

    def _settle(self) -> None:
        down = look().scale >= STACK_COLUMNS_FROM
        self._box.setDirection(QBoxLayout.Direction.TopToBottom if down else QBoxLayout.Direction.LeftToRight)
