"""The author's answers about one summary, with the way back and forth between them, each kept when it is given."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from pipnotes.casebook.drafts import Place
from pipnotes.domain.codes import Word
from pipnotes.domain.sharing import Contact, Ruling, SummaryText, TraitAnswer
from pipnotes.ui.desk import Desk

_State = tuple[tuple[Ruling, ...], tuple[TraitAnswer, ...]]


class Rulings:
    """A summary's draft and the states its answers went through."""

    def __init__(self, desk: Desk, draft: SummaryText) -> None:
        self.draft = draft
        self._desk = desk
        self._back: list[_State] = []
        self._forth: list[_State] = []

    @property
    def can_undo(self) -> bool:
        """Return whether an answer can be taken back."""
        return bool(self._back)

    @property
    def can_redo(self) -> bool:
        """Return whether an answer that was taken back can be given again."""
        return bool(self._forth)

    def rule(self, places: Iterable[tuple[int, int]], word: Word) -> None:
        """Give the same answer about each of these places."""
        draft = self.draft
        for start, end in places:
            ruling = Ruling(start=start, end=end, quote=draft.text[start:end], word=word)
            draft = self._desk.casebook.summaries.rule(draft, ruling)
        self._turn(draft)

    def unrule(self, start: int, end: int) -> None:
        """Let go of the answer about a place."""
        self._turn(self._desk.casebook.summaries.unrule(self.draft, start, end))

    def answer(self, reader: Contact, key: str, word: Word | None) -> None:
        """Answer what singles the family out among those of a reader, or let go of that answer."""
        self._turn(self._desk.casebook.summaries.answer(self.draft, reader, key, word))

    def undo(self) -> None:
        """Go back to before the last answer."""
        if self._back:
            self._forth.append(self._state)
            self._keep(self._back.pop())

    def redo(self) -> None:
        """Give the answer again that was taken back last."""
        if self._forth:
            self._back.append(self._state)
            self._keep(self._forth.pop())

    @property
    def _state(self) -> _State:
        return (self.draft.rulings, self.draft.traits)

    def _turn(self, draft: SummaryText) -> None:
        self._back.append(self._state)
        self._forth.clear()
        self._keep((draft.rulings, draft.traits))

    def _keep(self, state: _State) -> None:
        rulings, traits = state
        self.draft = replace(self.draft, rulings=rulings, traits=traits)
        place = self._desk.casebook.summaries.place(self.draft.family)
        where = Place(field="leaving", caret=place.caret, scroll=place.scroll)
        self._desk.saved.emit(self._desk.casebook.summaries.keep(self.draft, where))
