"""What was seen between them: four ratings, each with words of the note that show it.

sheet = SeenSheet(); sheet.show_ratings(observation, was, baby); sheet.edited(); sheet.applied_to(observation)
sheet.words_wanted(Dimension)       a rating asks for the words that are selected in the note
sheet.take(dimension, words)        here they are; empty words say how to select some
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import partial

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from pipnotes.domain.codes import Dimension
from pipnotes.domain.work import Observation
from pipnotes.domain.work import Rating as GivenRating
from pipnotes.ui.widgets.buttons import IconButton
from pipnotes.ui.widgets.segments import Rating
from pipnotes.ui.widgets.sheet import Sheet
from pipnotes.ui.widgets.text import Text

NOT_RATED = "Not rated yet."
PICK = "Select words in the note, then press the link or Ctrl+E."
LONGEST = 160


class _SmallIcon(IconButton):
    """A target of full size with a picture that stands back, as there are four rows of them."""

    def _icon_size(self) -> int:
        return 15


class SeenRow(QWidget):
    """One rating: what it is about, 0 to 4, the words that show it, and what it was last time."""

    edited = Signal()
    words_wanted = Signal()

    def __init__(self, dimension: Dimension, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.dimension = dimension
        self.evidence = ""
        self.rating = Rating(dimension.label)
        self.link = _SmallIcon("link", "Take the words selected in the note (Ctrl+E)", size=24)
        self.clear = _SmallIcon("x", "Take these words away", size=24)
        self._label = Text(dimension.label, role="label")
        self._words = Text("", role="small", token="ink2")
        self._was = Text("", role="small", token="ink2", wrap=False)
        self._lay_out()
        self.rating.changed.connect(self._changed)
        self.link.clicked.connect(self.words_wanted)
        self.clear.clicked.connect(self._forget_words)

    def show_rating(self, score: int | None, evidence: str, was: int | None, label: str) -> None:
        """Show a rating, and tell nobody."""
        self._label.set_words(label)
        self.rating.set_value(score)
        self.evidence = evidence
        self._was.set_words("" if was is None else f"was {was}")
        self._tell()

    def applied_to(self, rating: GivenRating) -> GivenRating:
        """Return the rating as this row stands."""
        return replace(rating, score=self.rating.value(), evidence=self.evidence)

    def rename(self, label: str) -> None:
        """Say otherwise what is rated, such as without the baby's name."""
        self._label.set_words(label)

    def take(self, words: str) -> None:
        """Take words as evidence; without any, say how to choose some."""
        if not words:
            self._words.set_words(PICK)
            return
        self.evidence = words if len(words) <= LONGEST else words[: LONGEST - 1].rstrip() + "…"
        self._changed()

    def _lay_out(self) -> None:
        first = QHBoxLayout()
        first.setSpacing(8)
        first.addWidget(self._label, 1)
        first.addWidget(self.rating, 0, Qt.AlignmentFlag.AlignTop)
        second = QHBoxLayout()
        second.setSpacing(4)
        second.addWidget(self.link, 0, Qt.AlignmentFlag.AlignTop)
        second.addLayout(_lowered(self._words), 1)
        second.addWidget(self.clear, 0, Qt.AlignmentFlag.AlignTop)
        second.addLayout(_lowered(self._was))
        box = QVBoxLayout(self)
        box.setContentsMargins(16, 6, 16, 4)
        box.setSpacing(0)
        box.addLayout(first)
        box.addLayout(second)

    @Slot()
    def _changed(self) -> None:
        self._tell()
        self.edited.emit()

    @Slot()
    def _forget_words(self) -> None:
        self.evidence = ""
        self.link.setFocus()
        self._changed()

    def _tell(self) -> None:
        if self.evidence:
            said = quoted(self.evidence)
        elif self.rating.value() is None:
            said = f"{NOT_RATED} Pick words from the note as evidence."
        else:
            said = "No words picked yet."
        self._words.set_words(said)
        self.clear.setVisible(bool(self.evidence))


class SeenSheet(Sheet):
    """The four ratings of a meeting."""

    edited = Signal()
    words_wanted = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Seen between them", parent=parent)
        self.heading.add(Text("0 not seen, 4 most of the time", role="small", token="ink2", wrap=False))
        self.rows = {dimension: SeenRow(dimension) for dimension in Dimension}
        for dimension, row in self.rows.items():
            self.add_row(row)
            row.edited.connect(self.edited)
            row.words_wanted.connect(partial(self.words_wanted.emit, dimension))

    def show_ratings(self, observation: Observation, was: Mapping[Dimension, int], baby: str) -> None:
        """Show the ratings as they stand, with what each was before; `baby` is empty while names are hidden."""
        given = {rating.dimension: rating for rating in observation.ratings}
        for dimension, row in self.rows.items():
            rating = given.get(dimension)
            score, evidence = (rating.score, rating.evidence) if rating else (None, "")
            row.show_rating(score, evidence, was.get(dimension), named(dimension, baby))

    def applied_to(self, observation: Observation) -> Observation:
        """Return the observation as the ratings stand."""
        return replace(
            observation,
            ratings=tuple(self.rows[rating.dimension].applied_to(rating) for rating in observation.ratings),
        )

    def current(self) -> Dimension | None:
        """Return the rating that has the keyboard."""
        for dimension, row in self.rows.items():
            if row.isAncestorOf(self.window().focusWidget() or self):
                return dimension
        return None

    def take(self, dimension: Dimension, words: str) -> None:
        """Give a rating its words."""
        self.rows[dimension].take(words)


def _lowered(words: Text) -> QVBoxLayout:
    """Set small words level with the picture of a button beside them."""
    box = QVBoxLayout()
    box.setContentsMargins(0, 3, 0, 3)
    box.addWidget(words)
    return box


def quoted(words: str) -> str:
    """Return words of a note in quotation marks, once, whether or not they brought their own."""
    return f"“{words.strip('“”')}”"


def named(dimension: Dimension, baby: str) -> str:
    """Return what was rated in the words of this family: "Mabel looks to a parent for comfort"."""
    label = dimension.label
    return baby + label.removeprefix("Baby") if baby and label.startswith("Baby ") else label
