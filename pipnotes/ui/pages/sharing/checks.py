"""What was replaced, and what the author is asked: two short lists under the two texts."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QModelIndex, QSize, Signal, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from pipnotes.casebook.guarding import Question
from pipnotes.casebook.summaries import Preview
from pipnotes.casebook.wording import Mark, Piece, Wording, can_stay
from pipnotes.domain.codes import Word
from pipnotes.domain.sharing import Ruling
from pipnotes.domain.singling import in_words
from pipnotes.domain.words import counted
from pipnotes.ui.theme import look
from pipnotes.ui.widgets.buttons import Button
from pipnotes.ui.widgets.chips import Tag
from pipnotes.ui.widgets.rows import ListRow, RowList
from pipnotes.ui.widgets.sheet import Hairline, Heading, Scroll
from pipnotes.ui.widgets.table import Cell, Column, Table
from pipnotes.ui.widgets.text import Text, strong

_LONGEST = 44  # letters of a quotation in a list
_SAID = {Word.STAYS: "kept by you", Word.REPLACED: "replaced, as you said", Word.TAKEN_OUT: "taken out by you"}


class Replaced(QWidget):
    """Each detail that was replaced, once; what the author may put back can be put back."""

    put_back = Signal(list)
    refused = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._groups: list[list[Piece]] = []
        self._may: list[bool] = []
        self._count = Text("", role="small", token="ink2", wrap=False)
        self._heading = _Heading("Replaced")
        self._heading.add(self._count)
        self._table = Table("Replaced", [Column("Your words", stretch=True), Column("Goes out as"), Column("")])
        self._table.horizontalHeader().hide()
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addWidget(self._heading)
        box.addWidget(Hairline())
        box.addWidget(self._table, 1)
        self._table.opened.connect(self._undo)
        self._table.clicked.connect(self._press)

    def show_wording(self, wording: Wording, *, names_hidden: bool) -> None:
        """List what is replaced now, without what is still a question."""
        asked = {(check.start, check.end) for check in wording.open_checks}
        may = {(found.start, found.end): can_stay(found) for found in wording.replacements}
        groups: dict[tuple[str, str], list[Piece]] = {}
        for piece in wording.pieces:
            if piece.mark is Mark.REPLACED and (piece.start, piece.end) not in asked:
                groups.setdefault((piece.stays, piece.goes), []).append(piece)
        self._groups = list(groups.values())
        self._may = [all(may.get((p.start, p.end), False) for p in pieces) for pieces in self._groups]
        places = sum(len(pieces) for pieces in self._groups)
        words = f"{counted(len(self._groups), 'detail')} in {counted(places, 'place')}"
        self._count.set_words(words if self._groups else "Nothing had to be")
        self._table.set_rows(
            [
                [
                    Cell("Hidden" if names_hidden else pieces[0].stays, quiet=names_hidden),
                    Cell(pieces[0].goes, icon="arrow-right"),
                    Cell("Undo", link=True) if can else Cell("always", quiet=True),
                ]
                for pieces, can in zip(self._groups, self._may, strict=True)
            ]
        )

    def undo_at(self, start: int, end: int) -> None:
        """Put one place back, or say that it always goes."""
        for pieces, may in zip(self._groups, self._may, strict=True):
            if any((piece.start, piece.end) == (start, end) for piece in pieces):
                if may:
                    self.put_back.emit([(start, end)])
                else:
                    self.refused.emit()
                return

    @Slot(QModelIndex)
    def _press(self, index: QModelIndex) -> None:
        if index.column() == 2:
            self._undo(index.row())

    @Slot(int)
    def _undo(self, row: int) -> None:
        if self._may[row]:
            self.put_back.emit([(piece.start, piece.end) for piece in self._groups[row]])
        else:
            self.refused.emit()


class PleaseCheck(QWidget):
    """What only the author can decide, one question under the other, and below them what was decided."""

    answered = Signal(int, int, object)
    changed_mind = Signal(int, int)
    trait_answered = Signal(str, object)  # what was asked about the family, and the answer or None

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tag = Tag("")
        self._heading = _Heading("Please check")
        self._heading.add(self._tag)
        self._rows = RowList(name="Please check")
        self._open: list[tuple[int, int]] = []
        self._first: dict[tuple[int, int], Button] = {}
        self._traits: list[Button] = []
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addWidget(self._heading)
        box.addWidget(Hairline())
        self._scroll = Scroll(self._rows)
        box.addWidget(self._scroll, 1)

    def show_preview(self, preview: Preview, *, names_hidden: bool) -> None:
        """List the open questions, then the answers."""
        text, wording, guarded = preview.draft.text, preview.wording, preview.guarded
        self._open = [(check.start, check.end) for check in wording.open_checks]
        self._first.clear()
        self._traits.clear()
        self._rows.clear()
        left = preview.left_to_answer
        if left:
            self._tag.set_tag(f"{left} left", tone="attention")
        else:
            asked = wording.checks or guarded.questions
            self._tag.set_tag("All answered" if asked else "Nothing to check", tone="soft")
        for asked_about in guarded.open:
            self._rows.add(self._stands_out(asked_about))
        found = {(r.start, r.end): r for r in wording.replacements}
        for check in wording.open_checks:
            here = found.get((check.start, check.end))
            quote = "Hidden words" if names_hidden else _quoted(text[check.start : check.end])
            self._rows.add(self._question(check.start, check.end, quote, check.why, here))
        for question in guarded.questions:
            if question.stays:
                self._rows.add(self._said(question.key, f"{_first_up(question.about)}: kept by you", "Change"))
        for trait in guarded.taken_out:
            words = f"{_first_up(in_words(trait))}: left out by you. Look in the text as well."
            self._rows.add(self._said(trait.key, words, "Undo"))
        for ruling in sorted(wording.rulings, key=_start):
            self._rows.add(self._answer(ruling, "Hidden words" if names_hidden else _quoted(ruling.quote)))

    def focus_first(self) -> bool:
        """Put the keyboard on the first open question; False when there is none."""
        if self._traits:
            self._traits[0].setFocus()
            return True
        return bool(self._open) and self.focus_on(*self._open[0])

    def focus_on(self, start: int, end: int) -> bool:
        """Put the keyboard on the question about a place; False when it is not asked."""
        button = self._first.get((start, end))
        if button is None:
            return False
        button.setFocus()
        return True

    def _question(self, start: int, end: int, quote: str, why: str, here: object) -> ListRow:
        buttons = []
        may_stay = here is None or can_stay(here)  # type: ignore[arg-type]
        if may_stay:
            buttons.append(self._button("Keep", start, end, Word.STAYS))
        if here is not None:
            buttons.append(self._button(f"Use {here.replacement}", start, end, Word.REPLACED))  # type: ignore[attr-defined]
        buttons.append(self._button("Take out", start, end, Word.TAKEN_OUT))
        self._first[start, end] = buttons[0]
        for button in buttons:
            button.setAccessibleName(f"{button.text()}: {quote}")
        row = ListRow([strong(quote)], second=why, lead="circle-alert", tags=buttons, tone="attention")
        # The icon asks; a ground as well would shout.
        row.set_tone("plain")
        return row

    def _stands_out(self, question: Question) -> ListRow:
        go = [self._about(f"Leave out {in_words(trait)}", trait.key, Word.TAKEN_OUT) for trait in question.may_go]
        buttons = [self._about("Keep", question.key, Word.STAYS), *go]
        self._traits.append(buttons[0])
        buttons[0].setAccessibleName(f"Keep: {question.about}")
        title = [strong(_first_up(question.about))]
        row = ListRow(title, second=question.words, lead="circle-alert", tags=buttons, tone="attention")
        row.set_tone("plain")
        return row

    def _said(self, key: str, words: str, back: str) -> ListRow:
        change = Button(back, kind="link", small=True)
        change.setAccessibleName(f"{back}: {words}")
        change.clicked.connect(partial(self._answer_trait, key, None))
        return ListRow([words], lead="circle-check", actions=[change], pad=5)

    def _about(self, words: str, key: str, word: Word) -> Button:
        button = Button(words, small=True)
        button.clicked.connect(partial(self._answer_trait, key, word))
        return button

    def _answer_trait(self, key: str, word: Word | None) -> None:
        self.trait_answered.emit(key, word)

    def _answer(self, ruling: Ruling, quote: str) -> ListRow:
        back = Button("Undo" if ruling.word is Word.TAKEN_OUT else "Change", kind="link", small=True)
        back.setAccessibleName(f"{back.text()}: {quote} {_SAID[ruling.word]}")
        back.clicked.connect(partial(self.changed_mind.emit, ruling.start, ruling.end))
        return ListRow([f"{quote} {_SAID[ruling.word]}"], lead="circle-check", actions=[back], pad=5)

    def _button(self, words: str, start: int, end: int, word: Word) -> Button:
        button = Button(words, small=True)
        button.clicked.connect(partial(self._say, start, end, word))
        return button

    def _say(self, start: int, end: int, word: Word) -> None:
        self.answered.emit(start, end, word)


class _Heading(Heading):
    """Both lists begin at the same height, whether a tag or a count stands over them."""

    def sizeHint(self) -> QSize:
        tag = max(look().px(24), look().line("small") + 4)
        return QSize(super().sizeHint().width(), max(super().sizeHint().height(), tag + 18))

    def minimumSizeHint(self) -> QSize:
        return QSize(super().minimumSizeHint().width(), self.sizeHint().height())


def _quoted(words: str) -> str:
    plain = " ".join(words.split())
    short = plain if len(plain) <= _LONGEST else plain[: _LONGEST - 1].rstrip() + "…"
    return f"“{short}”"


def _first_up(words: str) -> str:
    return words[:1].upper() + words[1:]


def _start(ruling: Ruling) -> int:
    return ruling.start
