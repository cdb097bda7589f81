"""Adding an amendment: the sections as they should read, why, and the promise that the first words stay.

view = AmendView(desk); view.open(session, kept); view.amendment; view.keep_now()
It is kept as it is typed, like a note, and is no part of the record until it is signed.
"""

from __future__ import annotations

from datetime import datetime
from functools import partial

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from pipnotes.casebook.amendments import TITLES, AmendmentDraft
from pipnotes.casebook.drafts import Place
from pipnotes.domain.work import SECTIONS, Session
from pipnotes.ui.desk import Desk
from pipnotes.ui.keeping import Keeper, NotSaved
from pipnotes.ui.pages.names import names_of
from pipnotes.ui.widgets.beside import Beside
from pipnotes.ui.widgets.buttons import Button
from pipnotes.ui.widgets.hints import HintLine
from pipnotes.ui.widgets.margin import MarginGrid
from pipnotes.ui.widgets.prose import ProseEdit
from pipnotes.ui.widgets.segments import Option, Segments
from pipnotes.ui.widgets.sheet import Scroll, Sheet, column, row
from pipnotes.ui.widgets.text import Text

MARGIN = 112
WHY = "why"


class AmendView(QWidget):
    """An amendment that is being typed."""

    discard_wanted = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._session: Session | None = None
        self._kept_place = Place()
        self.keeper = Keeper(desk, self._keep, self)
        self.edits = {part: ProseEdit(heading) for part, heading in SECTIONS}
        self.edits[WHY] = ProseEdit("Why the note changes", placeholder="In a few words", boxed=True, lines=3)
        self.title = Segments("What kind of change", [Option(title, title) for title in TITLES], value=TITLES[0])
        self._changed_line = HintLine("")
        self._trouble = NotSaved(self.keeper)
        self._discard = Button("Discard this amendment", kind="link", small=True)
        self._lay_out()
        self._connect()

    def open(self, session: Session, kept: tuple[AmendmentDraft, Place] | None) -> None:
        """Begin an amendment, or go on with the one that was kept."""
        self._session = None
        self.keeper.rest()
        draft, place = kept or (AmendmentDraft(), Place(field="baby"))
        for part, _ in SECTIONS:
            self.edits[part].set_words(draft.words.get(part, getattr(session, part)))
        self.edits[WHY].set_words(draft.why)
        self.title.set_value(draft.title if draft.title in TITLES else TITLES[0])
        people = self._desk.casebook.families.circle(session.family).people
        for edit in self.edits.values():
            edit.know_names(word for person in people for word in names_of(person))
        self._session = session
        self._kept_place = place
        self._trouble.hide()
        self._say_changes()
        self.go_to(place)

    def close_note(self) -> None:
        """Let go of the words: they are signed, set aside, or about to be locked away."""
        self.keeper.rest()
        self._session = None
        for edit in self.edits.values():
            edit.set_words("")

    @property
    def amendment(self) -> AmendmentDraft:
        """Return the amendment as it stands; sections that read as before are left out."""
        assert self._session is not None
        words = {part: self.edits[part].words() for part, _ in SECTIONS}
        changed = {part: text for part, text in words.items() if text != getattr(self._session, part)}
        return AmendmentDraft(words=changed, title=self.title.value() or TITLES[0], why=self.edits[WHY].words())

    def place(self) -> Place:
        """Return which field has the caret, where in it, and how far the page is scrolled."""
        kept = self._kept_place.field if self._kept_place.field in self.edits else "baby"
        name = next((name for name, edit in self.edits.items() if edit.hasFocus()), kept)
        return Place(field=name, caret=self.edits[name].caret(), scroll=self._columns.scrolled())

    def go_to(self, place: Place) -> None:
        """Put the caret and the paper back where they were."""
        edit = self.edits.get(place.field, self.edits["baby"])
        edit.set_caret(place.caret)
        edit.setFocus(Qt.FocusReason.OtherFocusReason)
        QTimer.singleShot(0, self, partial(self._columns.scroll_to, place.scroll))

    def keep_now(self) -> None:
        """Keep what is typed; raises Problem when it cannot be."""
        self.keeper.keep_now()

    def _lay_out(self) -> None:
        grid = MarginGrid(width=MARGIN, lines=True, writing=True)
        for part, heading in SECTIONS:
            grid.add(heading, self.edits[part])
        grid.add_space()
        self._writing = Scroll(grid)
        paper = Sheet()
        paper.add_row(self._trouble, line=False)
        paper.add_row(self._writing, line=False, stretch=1)
        why = Sheet("Why the note changes")
        why.add(self.title, bottom=8)
        why.add(self.edits[WHY], bottom=8)
        why.add(self._changed_line)
        told = Sheet("What stays", icon="history")
        told.add(
            Text(
                "The first words stay legible, struck through. Your words are added with your name, the time"
                " and the reason. Until you sign, the note reads as before.",
                token="ink2",
            ),
            bottom=4,
        )
        told.add(row(self._discard))
        self.panes: list[QWidget] = [paper, why]
        self._columns = Beside(paper, column(why, told, gap=13), side_width=400, wide=560)
        self._columns.follow(self._writing)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self._columns)

    def _connect(self) -> None:
        for edit in self.edits.values():
            edit.edited.connect(self._typed)
            edit.left.connect(self.keeper.settle)
        self.title.changed.connect(self._typed)
        self._discard.clicked.connect(self.discard_wanted)

    def _keep(self) -> datetime:
        assert self._session is not None
        place = self.place()
        moment = self._desk.casebook.amendments.keep(self._session, self.amendment, place)
        self._kept_place = place
        return moment

    @Slot()
    def _typed(self) -> None:
        if self._session is not None:
            self._say_changes()
            self.keeper.touch()

    def _say_changes(self) -> None:
        names = dict(SECTIONS)
        changed = [names[part] for part in self.amendment.words]
        self._changed_line.set_words("Changed: " + ", ".join(changed) if changed else "Nothing has changed yet.")
