"""A signed note: to read, with every word that ever stood in it, its seal, and where it has been used."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QEvent, Qt, Signal, Slot
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from pipnotes.casebook.amendments import Piece, Seal, State
from pipnotes.casebook.notes import SignedNote
from pipnotes.domain.circle import Circle
from pipnotes.domain.codes import Meeting
from pipnotes.domain.words import clock_time, listed, weekday_day
from pipnotes.domain.work import SECTIONS, Observation
from pipnotes.ui.desk import Desk
from pipnotes.ui.pages.note.bar import when_words
from pipnotes.ui.pages.note.beside_signed import AmendmentSheet, HiddenReflection, UsesSheet
from pipnotes.ui.pages.note.seen import named as rated
from pipnotes.ui.pages.note.seen import quoted
from pipnotes.ui.theme import STACK_COLUMNS_FROM, look
from pipnotes.ui.widgets.beside import Beside
from pipnotes.ui.widgets.buttons import Button
from pipnotes.ui.widgets.hints import Banner
from pipnotes.ui.widgets.lines import Lines
from pipnotes.ui.widgets.margin import MarginGrid
from pipnotes.ui.widgets.marks import Mark
from pipnotes.ui.widgets.prose import ProseEdit
from pipnotes.ui.widgets.sheet import Scroll, Sheet, column, row
from pipnotes.ui.widgets.text import IconView, Run, Text, quiet, strong

MARGIN = 112
WHERE = {
    Meeting.HOME: ("house", "At home with"),
    Meeting.VIDEO: ("video", "By video with"),
    Meeting.PHONE: ("phone", "On the phone with"),
    Meeting.GROUP: ("users", "At the group with"),
    Meeting.CENTRE: ("users-round", "At the centre with"),
}


class SignedView(QWidget):
    """Nothing here is typed into; an amendment adds to it."""

    wanted = Signal(str, str)
    continue_wanted = Signal()
    bring_back_wanted = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._signed: SignedNote | None = None
        self._reads: Mapping[str, tuple[Piece, ...]] = {}
        self._again = ""
        self._where_icon = IconView("house", size=17)
        self._where = Text("")
        self._error = Banner("", tone="attention")
        self._open_again = Button("Open it there", small=True)
        self._waits = Banner([strong("An amendment waits."), "It is not part of the note until you sign it."])
        self._aside = Banner("An amendment was set aside. It is kept for 30 days.")
        self._grid = MarginGrid(width=MARGIN, lines=True)
        self.edits: dict[str, ProseEdit] = {}
        self.amendments = AmendmentSheet()
        self.reflection = HiddenReflection()
        self.uses = UsesSheet()
        self._lay_out()
        self._connect()

    def show_note(self, note: SignedNote, circle: Circle) -> None:
        """Show a note with its standing."""
        casebook = self._desk.casebook
        self._signed = note
        self._reads = casebook.amendments.reads(note)
        self._say_where(note, circle)
        self._say_error(note)
        self.amendments.show_note(note, casebook.amendments.told(note))
        self.reflection.show_text(note.reflection.text if note.reflection else "")
        self.uses.show_uses(casebook.amendments.uses(note.session))
        self._fill(casebook.amendments.seal(note.session.id), circle)
        in_error = self._is_in_error
        self.uses.move_note.setVisible(not in_error)
        waits = casebook.amendments.draft(note.session.id) is not None
        self._waits.setVisible(waits and not in_error)
        aside = not waits and casebook.amendments.is_set_aside(note.session.id)
        self._aside.setVisible(aside and not in_error)

    def close_note(self) -> None:
        """Let go of every word."""
        self._signed = None
        self._grid.clear()
        self.edits.clear()
        self.reflection.show_text("")

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._line_up()

    def scrolled(self) -> int:
        """Return how far the paper is scrolled."""
        return self._columns.scrolled()

    def scroll_to(self, scroll: int) -> None:
        """Put the paper back."""
        self._columns.scroll_to(scroll)

    @property
    def _is_in_error(self) -> bool:
        return self._signed is not None and self._signed.versions[-1].lifecycle.value == "entered_in_error"

    def _lay_out(self) -> None:
        where = row(self._where_icon, self._where, stretch_last=True)
        self._top_box = held = QVBoxLayout()
        held.addWidget(where)
        top = QWidget()
        top.setLayout(held)
        self._error.add(self._open_again)
        going_on, bringing = Button("Continue", small=True), Button("Bring back", small=True)
        going_on.clicked.connect(self.continue_wanted)
        bringing.clicked.connect(self.bring_back_wanted)
        self._waits.add(going_on)
        self._aside.add(bringing)
        self._reading = Scroll(self._grid)
        paper = Sheet()
        paper.add_row(self._error, line=False)
        paper.add_row(self._waits, line=False)
        paper.add_row(self._aside, line=False)
        paper.add_row(top, line=False)
        paper.add_row(self._reading, stretch=1)
        self.panes: list[QWidget] = [paper, self.amendments, self.reflection, self.uses]
        self._columns = Beside(
            paper, column(self.amendments, self.reflection, self.uses, gap=13), side_width=400, wide=560
        )
        self._columns.follow(self._reading)
        self._line_up()
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self._columns)

    def _line_up(self) -> None:
        self._top_box.setContentsMargins(self._grid.rule_x() + 16, 8, 16, 8)

    def _connect(self) -> None:
        self.amendments.reading_changed.connect(self._show_words)
        self._open_again.clicked.connect(self._go_again)

    def _say_where(self, note: SignedNote, circle: Circle) -> None:
        session = note.session
        icon, words = WHERE[session.how]
        self._where_icon.set_icon(icon)
        people = circle.named(session.present)
        named = [person.relation or person.role.label for person in people]
        if not self._desk.names_hidden:
            named = [person.called for person in people]
        said: list[Run | str] = [words, strong(listed(named) or "nobody named")]
        if not session.attendance.held:
            said = [strong(session.attendance.label)]
        large = look().scale >= STACK_COLUMNS_FROM
        self._where.set_words([*said, quiet(when_words(session))] if large else said)

    def _say_error(self, note: SignedNote) -> None:
        wrong = self._is_in_error
        self._error.setVisible(wrong)
        if not wrong:
            return
        last = note.versions[-1]
        self._again = self._desk.casebook.amendments.written_again(note.session.id)
        self._error.set_words(
            [
                strong("Entered in error: this note belongs to another family."),
                f"Marked by {last.by}, {weekday_day(last.at.date())}: “{last.reason}”.",
            ]
        )
        self._open_again.setVisible(bool(self._again))

    def _fill(self, seal: Seal, circle: Circle) -> None:
        assert self._signed is not None
        self._grid.clear()
        self.edits.clear()
        for part, heading in SECTIONS:
            if not any(piece.text.strip() for piece in self._reads[part]):
                self._grid.add(heading, Text("Nothing written.", token="ink2"))
                continue
            edit = ProseEdit(heading, read_only=True, spelling=False)
            edit.setTextInteractionFlags(
                Qt.TextInteractionFlag.TextSelectableByKeyboard | Qt.TextInteractionFlag.TextSelectableByMouse
            )
            self.edits[part] = edit
            self._grid.add(heading, edit)
        if self._signed.observation is not None:
            self._grid.add("Seen between them", _Ratings(self._signed.observation, self._baby(circle)))
        self._grid.add("Signed", self._signature(seal))
        self._grid.add_space()
        self._show_words()

    def _signature(self, seal: Seal) -> QWidget:
        assert self._signed is not None
        first = self._signed.versions[0]
        told = f"{first.by}, {weekday_day(first.at.date())} {first.at.year}, {clock_time(first.at)}"
        stands = (
            "Checked against the vault just now: unchanged since signing."
            if seal.unchanged
            else "Checked against the vault just now: it is not what was signed. Check the vault in Settings."
        )
        check = Text(f"Seal {seal.short}. {stands}", role="small", token="ink2" if seal.unchanged else "attn")
        return Lines(Text(told), check)

    @Slot()
    def _show_words(self) -> None:
        """Show the note as it reads now, with its marks, or as it was first signed."""
        if self._signed is None:
            return
        first = self.amendments.shows_first()
        for part, edit in self.edits.items():
            if first:
                edit.set_words(getattr(self._signed.first, part))
                edit.set_marks([])
            else:
                words, marks = marked(self._reads[part])
                edit.set_words(words)
                edit.set_marks(marks)

    @Slot()
    def _go_again(self) -> None:
        self.wanted.emit("note", self._again)

    def _baby(self, circle: Circle) -> str:
        infants = circle.infants
        one = len(infants) == 1 and (infants[0].given or infants[0].known_as) and not self._desk.names_hidden
        return infants[0].called if one else ""


class _Ratings(QWidget):
    """The ratings of a signed note as they were given, with the words that showed them."""

    def __init__(self, observation: Observation, baby: str) -> None:
        super().__init__()
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(14)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(1, 3)
        grid.setColumnStretch(2, 2)
        for at, rating in enumerate(observation.ratings):
            score = "–" if rating.score is None else str(rating.score)
            shown = quoted(rating.evidence) if rating.evidence else "Not rated" if rating.score is None else ""
            grid.addWidget(Text(score, role="label", tnum=True, wrap=False), at, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(Text(rated(rating.dimension, baby)), at, 1, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(Text(shown, role="small", token="ink2"), at, 2, Qt.AlignmentFlag.AlignTop)


def marked(pieces: Sequence[Piece]) -> tuple[str, list[Mark]]:
    """Return the words with what was struck and added marked, in the counts that text areas use (UTF-16 units)."""
    text, marks = "", []
    for piece in pieces:
        words = piece.text
        inner = words.strip()
        if text and piece.state is not State.KEPT and not words[:1].isspace() and not text[-1:].isspace():
            text += " "
        if piece.state is not State.KEPT and inner:
            start = units(text) + units(words[: words.index(inner)])
            kind = "added" if piece.state is State.ADDED else "struck"
            marks.append(Mark(start, start + units(inner), kind))
        text += words
    return text, marks


def units(text: str) -> int:
    """Return the length of a text in UTF-16 units."""
    return len(text) + sum(1 for letter in text if ord(letter) > 0xFFFF)
