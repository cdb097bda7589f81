"""The note while it is written: the record at the left, what was seen and the private reflection at its side.

view = DraftView(desk); view.open(kept); view.keeper.touch(); view.place(); view.go_to(place)
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial

from PySide6.QtCore import QEvent, QPoint, Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget

from pipnotes.casebook.drafts import Place
from pipnotes.casebook.notes import KeptDraft, NoteDraft
from pipnotes.domain.codes import Dimension
from pipnotes.domain.work import SECTIONS
from pipnotes.ui.desk import Desk
from pipnotes.ui.keeping import Keeper, NotSaved
from pipnotes.ui.pages.names import names_of
from pipnotes.ui.pages.note.aside import DraftAside, LastNote
from pipnotes.ui.pages.note.meeting import MARGIN, MeetingForm
from pipnotes.ui.pages.note.seen import SeenSheet, named
from pipnotes.ui.widgets.beside import Beside
from pipnotes.ui.widgets.buttons import Button
from pipnotes.ui.widgets.hints import PrivatePanel
from pipnotes.ui.widgets.margin import MarginGrid
from pipnotes.ui.widgets.prose import ProseEdit
from pipnotes.ui.widgets.sheet import Scroll, Sheet, column
from pipnotes.ui.widgets.text import IconView, Text

HINTS = {
    "baby": "What you saw the baby do",
    "parent": "What they said, and how they were",
    "between": "What went on between them",
    "strengths": "What went well, and what they found by themselves",
    "next_time": "One thing to hold in mind",
}
REFLECTION = "reflection"
LINES = {"next_time": 3}


class DraftView(QWidget):
    """A note that is being written; every word of it is kept within a second."""

    wanted = Signal(str, str)
    person_wanted = Signal()
    titled = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._note: NoteDraft | None = None
        self._kept_place = Place()
        self._selected: ProseEdit | None = None
        self.keeper = Keeper(desk, self._keep, self)
        self.meeting = MeetingForm(desk)
        self.edits = {
            part: ProseEdit(name, placeholder=HINTS[part], lines=LINES.get(part, 1)) for part, name in SECTIONS
        }
        self.edits[REFLECTION] = ProseEdit("My reflection", placeholder="What stayed with you", boxed=True, lines=6)
        self.seen = SeenSheet()
        self.aside = DraftAside()
        self.last = LastNote()
        self._trouble = NotSaved(self.keeper)
        self._jots = Text("", token="ink2")
        self._clear_jots = Button("Clear", kind="link")
        self._jot_row = QWidget()
        self._lay_out()
        self._connect()

    def open(self, kept: KeptDraft) -> None:
        """Show a draft as it was last kept, with the caret where it was."""
        self._note = None
        self.keeper.rest()
        note = kept.note
        circle = self._desk.casebook.families.circle(note.session.family)
        self.meeting.show_session(note.session, circle)
        for part, _ in SECTIONS:
            self.edits[part].set_words(getattr(note.session, part))
        self.edits[REFLECTION].set_words(note.reflection.text)
        self._note = note
        for edit in self.edits.values():
            edit.know_names(word for person in circle.people for word in names_of(person))
        self._show_seen()
        self._show_jots()
        self._show_last()
        self._trouble.hide()
        self.go_to(kept.place)
        self._kept_place = kept.place

    def close_note(self) -> None:
        """Let go of the words: they are signed, set aside, or about to be locked away."""
        self.keeper.rest()
        self._note = None
        for edit in self.edits.values():
            edit.set_words("")

    @property
    def note(self) -> NoteDraft:
        """Return the draft as it stands on the screen."""
        assert self._note is not None
        words = {part: self.edits[part].words() for part, _ in SECTIONS}
        session = self.meeting.applied_to(self._note.session)
        return replace(
            self._note,
            # `replace` takes any keywords, so that the sections can be given by name.
            session=replace(session, **words),  # type: ignore[arg-type]
            reflection=replace(self._note.reflection, text=self.edits[REFLECTION].words()),
            observation=self.seen.applied_to(self._note.observation),
        )

    def place(self) -> Place:
        """Return which field has the caret, where in it, and how far the page is scrolled."""
        found = next(((name, edit) for name, edit in self.edits.items() if edit.hasFocus()), None)
        if found is None:
            kept = self._kept_place
            found = (kept.field, self.edits[kept.field]) if kept.field in self.edits else ("baby", self.edits["baby"])
        return Place(field=found[0], caret=found[1].caret(), scroll=self._columns.scrolled())

    def go_to(self, place: Place) -> None:
        """Put the caret and the paper back where they were."""
        edit = self.edits.get(place.field, self.edits["baby"])
        edit.set_caret(place.caret)
        edit.setFocus(Qt.FocusReason.OtherFocusReason)
        # The paper knows its height only when the words have been laid out.
        QTimer.singleShot(0, self, partial(self._columns.scroll_to, place.scroll))

    def keep_now(self) -> None:
        """Keep the words, and the place in them; raises Problem when it cannot be."""
        if self._note is None:
            return
        if self.place() != self._kept_place:
            self.keeper.touch()
        self.keeper.keep_now()

    def read_again(self) -> None:
        """Take in what has changed about the family, and leave what is typed alone."""
        if self._note is None:
            return
        self.meeting.show_people(self._desk.casebook.families.circle(self._note.session.family))
        self._note = replace(self._note, session=self.meeting.applied_to(self._note.session))
        for dimension, line in self.seen.rows.items():
            line.rename(named(dimension, self._baby()))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._line_up()

    @Slot()
    def pick_words(self) -> None:
        """Give the selected words to the rating with the keyboard, or ask to which."""
        current = self.seen.current()
        if current is not None:
            self.take_words(current)
            return
        menu = QMenu(self)
        for number, dimension in enumerate(Dimension, 1):
            action = menu.addAction(f"&{number}  {named(dimension, self._baby())}")
            action.triggered.connect(partial(self.take_words, dimension))
        edit = self._selected or self.edits["baby"]
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(edit.viewport().mapToGlobal(edit.cursorRect().bottomLeft() + QPoint(0, 4)))

    @Slot(object)
    def take_words(self, dimension: Dimension) -> None:
        """Give a rating the words that were selected last in the note."""
        cursor = self._selected.textCursor() if self._selected is not None else None
        words = cursor.selectedText() if cursor is not None else ""
        self.seen.take(dimension, " ".join(words.split()).strip("“”\"'"))

    def _lay_out(self) -> None:
        grid = MarginGrid(width=MARGIN, lines=True, writing=True)
        for part, heading in SECTIONS:
            grid.add(heading, self.edits[part])
        self._jot_box = jots = QHBoxLayout(self._jot_row)
        jots.setSpacing(8)
        top = Qt.AlignmentFlag.AlignTop
        jots.addWidget(IconView("info", token="ink2", size=17), 0, top)
        jots.addWidget(self._jots, 1)
        jots.addWidget(self._clear_jots, 0, Qt.AlignmentFlag.AlignVCenter)
        grid.add_space()
        self._writing = Scroll(grid)
        paper = Sheet()
        paper.add_row(self.meeting)
        paper.add_row(self._trouble, line=False)
        paper.add_row(self._writing, stretch=1)
        paper.add_row(self._jot_row)
        private = PrivatePanel()
        private.add(self.edits[REFLECTION])
        private.add(
            Text(
                "Kept apart from the record. Never in a letter, summary or print. It can still be asked for by law.",
                role="small",
                token="ink2",
            )
        )
        self.panes: list[QWidget] = [paper, self.seen, private]
        self._columns = Beside(paper, column(self.seen, private, self.aside, self.last, gap=13))
        self._columns.follow(self._writing)
        self._line_up()
        self.last.hide()
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self._columns)

    def _line_up(self) -> None:
        self._jot_box.setContentsMargins(self.meeting.rule_x() + 16, 8, 16, 8)

    def _connect(self) -> None:
        for edit in self.edits.values():
            edit.edited.connect(self._typed)
            edit.left.connect(self.keeper.settle)
            edit.cursorPositionChanged.connect(partial(self._columns.keep_in_sight, edit))
            edit.selectionChanged.connect(partial(self._note_selection, edit))
        self.meeting.edited.connect(self._meeting_changed)
        self.meeting.person_wanted.connect(self.person_wanted)
        self.seen.edited.connect(self._typed)
        self.seen.words_wanted.connect(self.take_words)
        self._clear_jots.clicked.connect(self._put_jots_away)
        self._columns.wide_changed.connect(self.last.set_wide)
        self.aside.wanted.connect(self.wanted)
        self.last.wanted.connect(self.wanted)

    def _keep(self) -> datetime:
        note, place = self.note, self.place()
        moment = self._desk.casebook.notes.keep(note, place)
        self._kept_place = place
        return moment

    @Slot()
    def _typed(self) -> None:
        if self._note is not None:
            self.keeper.touch()

    @Slot()
    def _meeting_changed(self) -> None:
        self._typed()
        self.titled.emit()

    @Slot()
    def _put_jots_away(self) -> None:
        if self._note is not None:
            self._note = replace(self._note, jots=(), strange_jots=())
            self._show_jots()
            self._typed()

    def _note_selection(self, edit: ProseEdit) -> None:
        if edit.textCursor().hasSelection() and edit is not self.edits[REFLECTION]:
            self._selected = edit

    def _show_seen(self) -> None:
        assert self._note is not None
        session = self._note.session
        was = self._desk.casebook.notes.previous_scores(session.family, session.starts)
        self.seen.show_ratings(self._note.observation, was, self._baby())

    def _show_jots(self) -> None:
        jots, strange = (self._note.jots, self._note.strange_jots) if self._note else ((), ())
        words = [f"Jots from the visit: {_quoted(jots)}."] if jots else []
        if strange:
            words.append(f"Could not be checked, and may not be yours: {_quoted(strange)}.")
        self._jots.set_words(" ".join(words))
        self._jot_row.setVisible(bool(words))

    def _show_last(self) -> None:
        assert self._note is not None
        session = self._note.session
        earlier = [n for n in self._desk.casebook.notes.of(session.family) if n.body.starts < session.starts]
        before = earlier[0] if earlier else None
        self.aside.show_note(before.body if before else None, amended=before is not None and before.number > 1)
        self.last.show_note(before.body if before else None, session.starts)

    def _baby(self) -> str:
        """Return the baby's name for the ratings; none for twins, for a baby on the way, and while names are hidden."""
        if self._note is None or self._desk.names_hidden:
            return ""
        infants = self._desk.casebook.families.circle(self._note.session.family).infants
        return infants[0].called if len(infants) == 1 and (infants[0].given or infants[0].known_as) else ""


def _quoted(jots: Sequence[str]) -> str:
    return ", ".join(f"“{jot}”" for jot in jots)
