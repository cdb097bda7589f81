"""The 24 recovery words: shown in numbered boxes, proved from paper, typed in to get back in."""

from __future__ import annotations

import random
from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QVBoxLayout, QWidget

from pipnotes.casebook.strength import words_fit
from pipnotes.domain.words import listed
from pipnotes.ui.setup.word_edit import WordEdit
from pipnotes.ui.theme import STACK_COLUMNS_FROM, look
from pipnotes.ui.widgets.hints import HintLine
from pipnotes.ui.widgets.text import Label

COUNT = 24
ASKED = 3
# The most words that a line can offer without becoming a list to read.
FEW = 6


class WordGrid(QWidget):
    """The words in numbered boxes, read down the columns as on the printed sheet."""

    def __init__(self, words: Sequence[str] = (), *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words: tuple[str, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.show_words(words)

    def show_words(self, words: Sequence[str]) -> None:
        """Show these words, or none."""
        self._words = tuple(words)
        # Read aloud on purpose: without sight they cannot be written down otherwise.
        self.setAccessibleName("Recovery words")
        self.setAccessibleDescription(", ".join(f"{n} {word}" for n, word in enumerate(self._words, 1)))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return self.minimumSizeHint()

    def minimumSizeHint(self) -> QSize:
        return QSize(look().px(280), self._rows() * (self._tall() + 6) - 6)

    def paintEvent(self, event: QPaintEvent) -> None:
        current = look()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        columns, rows, tall = self._columns(), self._rows(), self._tall()
        wide = (self.width() - 8 * (columns - 1)) / columns
        for at, word in enumerate(self._words):
            box = QRectF((at // rows) * (wide + 8), (at % rows) * (tall + 6), wide, tall)
            painter.setPen(QPen(current.colour("edge"), 1))
            painter.setBrush(current.colour("field"))
            painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
            painter.setFont(current.font("small", tnum=True))
            painter.setPen(current.colour("ink2"))
            number = QRectF(box.x(), box.y(), current.px(30), tall)
            painter.drawText(number, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, str(at + 1))
            painter.setFont(current.font("heading"))
            painter.setPen(current.colour("ink"))
            place = box.adjusted(current.px(40), 0, 0, 0)
            painter.drawText(place, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, word)

    def _columns(self) -> int:
        return 2 if look().scale >= STACK_COLUMNS_FROM else 4

    def _rows(self) -> int:
        return COUNT // self._columns()

    def _tall(self) -> int:
        return max(look().px(32), look().line("heading") + 8)


class ProveWords(QWidget):
    """Asks for three of the words by number, so that the paper is known to exist."""

    changed = Signal()
    returned = Signal()

    def __init__(self, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.numbers = sorted(random.SystemRandom().sample(range(1, COUNT + 1), ASKED))
        self._edits = {number: WordEdit(f"Word {number}") for number in self.numbers}
        self._said = HintLine("")
        grid = QGridLayout(self)
        grid.setContentsMargins(4, 4, 4, 4)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(4)
        for column, (number, edit) in enumerate(self._edits.items()):
            grid.addWidget(Label(f"Word &{number}" if number < 10 else f"Word {number}", buddy=edit), 0, column)
            grid.addWidget(edit, 1, column)
            edit.textChanged.connect(self.changed)
            edit.returnPressed.connect(self.returned)
        grid.addWidget(self._said, 2, 0, 1, ASKED)
        self.setFocusProxy(self._edits[self.numbers[0]])

    def typed(self) -> dict[int, str]:
        """Return what was typed, by number from 1."""
        return {number: edit.word() for number, edit in self._edits.items()}

    def is_filled(self) -> bool:
        """Return whether something stands in all of them."""
        return all(self.typed().values())

    def is_listed(self) -> bool:
        """Return whether each of them is a word of the list, and so whole."""
        return all(edit.is_listed() for edit in self._edits.values())

    def say(self, right: bool | None) -> None:
        """Say whether the words match; None says nothing."""
        if right is None:
            self._said.set_words("")
        elif right:
            self._said.set_words("That matches your paper.", icon="circle-check", tone="primary")
        else:
            self._said.set_words(
                "These are not the words with these numbers. Compare them with your paper.",
                icon="circle-alert",
                tone="attn",
            )


class EnterWords(QWidget):
    """All 24 words, for getting back in; each is ticked when it is on the list, and all together when they fit."""

    changed = Signal()

    def __init__(self, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._edits = [WordEdit(f"Word {number}") for number in range(1, COUNT + 1)]
        self._said = HintLine("")
        columns = 2 if look().scale >= STACK_COLUMNS_FROM else 4
        rows = COUNT // columns
        grid = QGridLayout()
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(8)
        for at, edit in enumerate(self._edits):
            held = (at // rows) * 2
            grid.addWidget(
                Label(str(at + 1), buddy=edit),
                at % rows,
                held,
                Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter,
            )
            grid.addWidget(edit, at % rows, held + 1)
            edit.textChanged.connect(self._look)
            edit.left.connect(self._look)
            edit.pasted.connect(partial(self._spread, at))
        box = QVBoxLayout(self)
        box.setContentsMargins(4, 4, 4, 4)
        box.addLayout(grid)
        box.addWidget(self._said)
        self.setFocusProxy(self._edits[0])
        self._look()

    def words(self) -> str:
        """Return the words, one space between them."""
        return " ".join(edit.word() for edit in self._edits)

    def fit(self) -> bool:
        """Return whether all 24 are there and fit together."""
        return words_fit([edit.word() for edit in self._edits])

    @Slot()
    def _look(self) -> None:
        there = sum(edit.is_listed() for edit in self._edits)
        wrong = [number for number, edit in enumerate(self._edits, 1) if edit.is_wrong()]
        if self.fit():
            self._said.set_words("All 24 words fit together.", icon="circle-check", tone="primary")
        elif meant := self._meant():
            self._said.set_words(meant)
        elif wrong:
            one = len(wrong) == 1
            said = f"Word {wrong[0]} is" if one else f"Words {listed([str(number) for number in wrong])} are"
            self._said.set_words(
                f"{said} not on the list. Compare {'it' if one else 'them'} with your sheet, letter by letter.",
                icon="circle-alert",
                tone="attn",
            )
        elif there == COUNT:
            self._said.set_words(
                "The words do not fit together: one is another word, or two changed places.",
                icon="circle-alert",
                tone="attn",
            )
        else:
            self._said.set_words(f"{there} of {COUNT} words are there. You can also paste them all at once.")
        self.changed.emit()

    def _meant(self) -> str:
        """Return which words the one being typed could be, while they are few."""
        for number, edit in enumerate(self._edits, 1):
            found = edit.candidates() if edit.hasFocus() and not edit.is_listed() else []
            if 1 < len(found) <= FEW:
                return f"Word {number} could be {', '.join(found[:-1])} or {found[-1]}."
        return ""

    @Slot(list)
    def _spread(self, start: int, words: list[str]) -> None:
        for edit, word in zip(self._edits[start:], words, strict=False):
            edit.setText(word)
