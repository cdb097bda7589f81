"""The author's text of a summary: begun from chosen sections of the signed notes, and then written like a note."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from pipnotes.casebook.drafts import Place
from pipnotes.domain.sharing import SummaryText
from pipnotes.domain.words import counted
from pipnotes.domain.work import SECTIONS, Session
from pipnotes.ui.desk import Desk
from pipnotes.ui.keeping import Keeper, NotSaved
from pipnotes.ui.when import margin_day
from pipnotes.ui.widgets.beside import Beside
from pipnotes.ui.widgets.buttons import Button
from pipnotes.ui.widgets.chips import ChipRow
from pipnotes.ui.widgets.hints import HintLine, reason_line
from pipnotes.ui.widgets.margin import MarginGrid
from pipnotes.ui.widgets.prose import ProseEdit
from pipnotes.ui.widgets.rows import ListRow, RowList
from pipnotes.ui.widgets.sheet import Scroll, Sheet, column, row
from pipnotes.ui.widgets.text import Text, quiet

_PAGE = 350  # words on a printed page, about


class BeginView(QWidget):
    """Which sections of the fresh notes the summary starts from."""

    wanted = Signal()
    back_wanted = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._sections = ChipRow("Sections", small=False)
        for key, words in SECTIONS:
            self._sections.add_chip(key, words, on=True)
        self.begin = Button("Start", kind="primary", icon="pencil", hint="Ctrl+Enter")
        self._again = Button("Bring back the summary you set aside", kind="link")
        self._notes = RowList(name="Signed notes")
        self._fresh = Text("")
        self._lay_out()
        self._sections.changed.connect(self._look)
        self.begin.clicked.connect(self.wanted)
        self._again.clicked.connect(self.back_wanted)

    def show_notes(self, notes: Sequence[Session], *, again: bool, set_aside: bool) -> None:
        """Show what there is to start from."""
        fill_notes(self._desk, self._notes, notes)
        what = "shared before and can be shared again" if again else "not shared yet"
        self._fresh.set_words(f"{counted(len(notes), 'signed note')}, {what}.")
        self._again.setVisible(set_aside)
        self._look()

    def chosen(self) -> list[str]:
        """Return the sections that are on."""
        return self._sections.chosen()

    @Slot()
    def _look(self) -> None:
        ready = bool(self._sections.chosen())
        self.begin.set_ready(ready, "Choose at least one section to start from.")

    def _lay_out(self) -> None:
        grid = MarginGrid(width=96)
        grid.add("From", self._fresh)
        grid.add("Sections", self._sections)
        about = Text(
            "The sections are copied into one text, which you make your own. Your reflection is never among them.",
            token="ink2",
        )
        grid.add("Then", about)
        grid.add("", column(row(self.begin, self._again, gap=16), reason_line(self.begin), gap=6))
        paper, notes = Sheet("Begin a summary"), Sheet("Your signed notes")
        paper.add_row(grid)
        paper.add_space()
        listed = Scroll(self._notes)
        notes.add_row(listed, stretch=1)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        beside = Beside(paper, notes, side_width=380, wide=430)
        beside.follow(listed)
        box.addWidget(beside)


class WritingView(QWidget):
    """The text itself, kept within a second like a note."""

    read_wanted = Signal()
    set_aside = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._draft: SummaryText | None = None
        self._keeper = Keeper(desk, self._keep, self)
        self.edit = ProseEdit("Summary", placeholder="What you would like to think about together", lines=14)
        self.read = Button("Read as it will leave", kind="primary", icon="eye", hint="Ctrl+Enter")
        self._aside = Button("Set this summary aside", icon="archive")
        self._count = HintLine("")
        self._notes = RowList(name="Made from")
        self._trouble = NotSaved(self._keeper)
        self._lay_out()
        self.edit.edited.connect(self._keeper.touch)
        self.edit.edited.connect(self._tell_length)
        self.edit.left.connect(self._keeper.settle)
        self.read.clicked.connect(self.read_wanted)
        self._aside.clicked.connect(self.set_aside)

    def show_draft(self, draft: SummaryText, place: Place, notes: Sequence[Session]) -> None:
        """Show a draft as it was left."""
        self._draft = draft
        self.edit.set_words(draft.text)
        self.edit.set_caret(place.caret)
        self._scroll.verticalScrollBar().setValue(place.scroll)
        self._trouble.hide()
        fill_notes(self._desk, self._notes, [note for note in notes if note.id in draft.sessions])
        self._tell_length()

    def draft(self) -> SummaryText | None:
        """Return the draft with the words as they stand."""
        if self._draft is None:
            return None
        return self._desk.casebook.summaries.reword(self._draft, self.edit.words())

    def keep_now(self) -> None:
        """Keep the words; raises Problem when they cannot be."""
        self._keeper.keep_now()

    def let_go(self) -> None:
        """Stop keeping: the summary was sealed or set aside."""
        self._keeper.rest()
        self._draft = None

    def place(self) -> Place:
        """Return where the writer is."""
        return Place(field="text", caret=self.edit.caret(), scroll=self._scroll.verticalScrollBar().value())

    def go_to(self, place: Place) -> None:
        """Go back to where the writer was."""
        self.edit.setFocus()
        self.edit.set_caret(place.caret)
        self._scroll.verticalScrollBar().setValue(place.scroll)

    def _keep(self) -> datetime:
        draft = self.draft()
        assert draft is not None, "nothing is kept before it is shown"
        self._draft = draft
        return self._desk.casebook.summaries.keep(draft, self.place())

    @Slot()
    def _tell_length(self) -> None:
        words = len(self.edit.words().split())
        pages = max(1, round(words / _PAGE))
        self._count.set_words(f"{counted(words, 'word')}, about {counted(pages, 'page')}")
        self.read.set_ready(bool(words), "Write a few words first.")

    def _lay_out(self) -> None:
        writing = MarginGrid(width=96, writing=True)
        writing.add("Summary", self.edit)
        writing.add_space()
        self._scroll = Scroll(writing)
        paper = Sheet()
        paper.add_row(self._trouble)
        paper.add_row(self._scroll, line=False, stretch=1)
        leaves, made = Sheet("Before it leaves", icon="send"), Sheet("Made from")
        leaves.add(Text("Write with names, as you think. They are taken out in the next step, and you see each one."))
        leaves.add(self._count)
        leaves.add(row(self.read))
        leaves.add(reason_line(self.read), bottom=4)
        made.add_row(self._notes)
        made.add(row(self._aside), top=8, bottom=4)
        made.add(HintLine("It can be brought back for 30 days."))
        beside = Beside(paper, column(leaves, made), side_width=380, wide=430)
        beside.follow(self._scroll)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(beside)


def fill_notes(desk: Desk, rows: RowList, notes: Sequence[Session], most: int = 6) -> None:
    """List signed notes, the latest first."""
    rows.clear()
    today = desk.clock().date()
    for note in list(reversed(notes))[:most]:
        when = margin_day(note.starts.date(), today)
        rows.add(ListRow([f"{note.how.label} {note.number}"], when=when, margin=96, pad=6))
    if len(notes) > most:
        rows.add(ListRow([quiet(f"and {len(notes) - most} before")], when=" ", margin=96, pad=6))
