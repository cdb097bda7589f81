"""A conversation about one family: what was said, in the margin form, and a box to say more.

talk = Talk(desk, "Write a comment. Use codes and roles, never names.", "Add comment")
talk.show_talk(about, comments, family="")      about: the id under which half-written words are kept
talk.wanted(text)                               Ctrl+Enter, or the button: the page seals the words, then...
talk.was_said(); talk.complain(problem)         ...says whether it worked; refused words stay in the box
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from pipnotes.casebook.comment_names import HoldsNames, LookAgain, Place
from pipnotes.domain.sharing import CommentRecord, TalkedOver
from pipnotes.domain.words import listed
from pipnotes.errors import Problem
from pipnotes.ui.desk import Desk
from pipnotes.ui.keeping import Keeper
from pipnotes.ui.when import margin_day
from pipnotes.ui.widgets.announce import announce
from pipnotes.ui.widgets.buttons import Button
from pipnotes.ui.widgets.chips import Tag
from pipnotes.ui.widgets.flow import Flow
from pipnotes.ui.widgets.hints import HintLine
from pipnotes.ui.widgets.margin import MarginGrid
from pipnotes.ui.widgets.marks import Mark
from pipnotes.ui.widgets.paragraphs import Paragraphs
from pipnotes.ui.widgets.prose import ProseEdit
from pipnotes.ui.widgets.sheet import Hairline
from pipnotes.ui.widgets.text import Text

_TITLES = frozenset(("dr", "mr", "mrs", "ms", "miss", "mx", "prof", "professor"))
_PROMISE = "Checked for names before it is sealed"


class Thread(QWidget):
    """What was said, the earliest first."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._grid = MarginGrid(width=84, pad=7)
        self._none = Text("Nothing has been said yet.", token="ink2")
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self._grid)
        box.addWidget(self._none)
        box.addStretch(1)

    def show_comments(self, comments: Sequence[CommentRecord], talked_over: Sequence[TalkedOver] = ()) -> None:
        """Show these, and between them when the family was talked over."""
        self._grid.clear()
        zone, today = self._desk.clock().tzinfo, self._desk.clock().date()
        said = [(comment.at.astimezone(zone).date(), 0, comment.author, self._said(comment)) for comment in comments]
        # What was talked over on a day stands behind what was written on it.
        said += [(entry.on, 1, entry.name, self._met(entry)) for entry in reversed(talked_over)]
        for day, _, name, words in sorted(said, key=_when):
            self._grid.add(margin_day(day, today), words, second=short_name(name))
        self._grid.setVisible(bool(said))
        self._none.setVisible(not said)

    def _met(self, entry: TalkedOver) -> QWidget:
        held = _Said()
        box = QVBoxLayout(held)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(2)
        box.addWidget(Flow([Tag("Talked over", icon="check")]))
        if entry.words:
            box.addWidget(Paragraphs(entry.words))
        return held

    def _said(self, comment: CommentRecord) -> QWidget:
        held = _Said()
        box = QVBoxLayout(held)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(2)
        box.addWidget(Paragraphs(comment.text))
        if comment.mine and self._desk.casebook.supervision.waiting(comment):
            box.addWidget(Text("Sealed and waiting, goes when you send", role="small", token="ink2"))
        elif comment.mine and self._desk.casebook.supervision.put_back(comment):
            words = "Not sent: a name in it became known since. Write it again without the name."
            box.addWidget(HintLine(words, icon="circle-alert", tone="attn"))
        if not comment.mine and comment.read is None:
            box.addWidget(Flow([Tag("New", tone="soft", icon="message-square")]))
        return held


class _Said(QWidget):
    """One comment; its first line stands beside its day."""

    def first_line(self) -> int:
        return 0


class Talk(QWidget):
    """The box under a thread; its words are kept within a second, and stay until they are sealed."""

    wanted = Signal(str)

    def __init__(self, desk: Desk, placeholder: str, words: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._about, self._family = "", ""
        self._looked_at = ""
        self._keeper = Keeper(desk, self._keep, self)
        self.edit = ProseEdit(words, placeholder=placeholder, boxed=True, lines=2)
        self.button = Button(words, kind="primary", hint="Ctrl+Enter")
        self._said = HintLine(_PROMISE, icon="shield-check")
        line = QHBoxLayout()
        line.setSpacing(12)
        line.addWidget(self._said, 1)
        line.addWidget(self.button)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        inner = QVBoxLayout()
        inner.setContentsMargins(16, 10, 16, 10)
        inner.setSpacing(8)
        inner.addWidget(self.edit)
        inner.addLayout(line)
        box.addWidget(Hairline())
        box.addLayout(inner)
        self.edit.edited.connect(self._typed)
        self.edit.left.connect(self._keeper.settle)
        self.button.clicked.connect(self.say)
        self._keeper.failed.connect(self.complain)

    def show_talk(self, about: str, family: str = "") -> None:
        """Show the words that are being written about one family; `about` is where they are kept."""
        if about == self._about:
            return
        self.keep_now()
        self._about, self._family = about, family
        self.edit.set_words(self._desk.casebook.supervision.kept(about) if about else "")
        self.edit.set_caret(self.edit.document().characterCount())
        self._promise()

    def keep_now(self) -> None:
        """Keep the words; raises Problem when they cannot be."""
        self._keeper.keep_now()

    def let_go(self) -> None:
        """Forget what the words are about: it is not there any more."""
        self._keeper.rest()
        self._about = ""
        self.edit.set_words("")

    @Slot()
    def say(self) -> None:
        """Ask the page to seal the words."""
        self.wanted.emit(self.edit.words())

    def seal(self, do: Callable[..., object]) -> bool:
        """Seal the words with `do`; refused ones stay in the box with the reason under them.

        Words that could name somebody are asked about once; the same words sent again are confirmed by that.
        """
        words = self.edit.words()
        try:
            do(words, confirmed=bool(words) and words == self._looked_at)
        except LookAgain as doubt:
            self._looked_at = words
            self._point_at(words, doubt.places, "could tell who somebody is.", doubt.todo)
            return False
        except HoldsNames as named:
            does = "looks like a name or a place." if len(named.places) == 1 else "look like names or places."
            self._point_at(words, named.places, does, named.todo)
            return False
        except Problem as problem:
            self.complain(problem)
            self.edit.setFocus()
            return False
        self._keeper.rest()
        self.edit.set_words("")
        self._promise()
        announce(self, "Sealed")
        return True

    @Slot(object)
    def complain(self, problem: Problem) -> None:
        """Say why the words were not taken."""
        self._said.set_words(f"{problem.happened} {problem.todo}", icon="circle-alert", tone="attn")
        self.edit.setAccessibleDescription(problem.happened)

    def _point_at(self, words: str, places: Sequence[Place], does: str, todo: str) -> None:
        """Mark the words that were refused, and quote them under the box."""
        self.edit.set_marks([Mark(_units(words[:start]), _units(words[:end]), "check") for start, end in places])
        quotes = list(dict.fromkeys(f"“{words[start:end]}”" for start, end in places))
        said = f"{listed(quotes)} {does}"
        self._said.set_words(f"{said} {todo}", icon="circle-alert", tone="attn")
        self.edit.setAccessibleDescription(said)
        announce(self, said)
        self.edit.setFocus()

    def _keep(self) -> datetime:
        supervision = self._desk.casebook.supervision
        return supervision.keep(self._about, self.edit.words(), self._family or None)

    @Slot()
    def _typed(self) -> None:
        if self._about:
            self._keeper.touch()
        self._promise()

    def _promise(self) -> None:
        self.edit.set_marks([])
        self._said.set_words(_PROMISE, icon="shield-check")


def _when(said: tuple[date, int, str, QWidget]) -> tuple[date, int]:
    return said[:2]


def _units(words: str) -> int:
    """Return how long Qt takes these words to be: it counts an emoji as two."""
    return len(words) + sum(letter > "\uffff" for letter in words)


def short_name(author: str) -> str:
    """Return what an author is called in a narrow margin: Farah for Dr Farah Siddiqui."""
    words = author.split()
    while len(words) > 1 and words[0].casefold().rstrip(".") in _TITLES:
        words = words[1:]
    return words[0] if words else ""
