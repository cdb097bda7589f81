"""The small-caseload guard: what the coded fields tell that no other family has among those one reader holds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pipnotes.casebook import what_left
from pipnotes.casebook.ledger import Ledger
from pipnotes.domain.codes import Word
from pipnotes.domain.sharing import Contact, SealedFile, SummaryText, TraitAnswer
from pipnotes.domain.singling import Singled, Trait, coarser, in_words, question, singled_out, traits
from pipnotes.domain.summary import Summary
from pipnotes.domain.words import listed


@dataclass(frozen=True, kw_only=True, slots=True)
class Question:
    """One thing that singles the family out, as a sentence, and what could be told more coarsely about it."""

    key: str
    about: str
    words: str
    may_go: tuple[Trait, ...]
    stays: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class Guarded:
    """A summary as it may leave for one reader, what was asked about it, and what was told more coarsely."""

    summary: Summary
    questions: tuple[Question, ...]
    taken_out: tuple[Trait, ...]

    @property
    def open(self) -> tuple[Question, ...]:
        """Return the questions that nobody has answered yet."""
        return tuple(question for question in self.questions if not question.stays)


class Guard:
    """Compare a summary with what its reader was sent of other families."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    def look(self, summary: Summary, draft: SummaryText, contact: Contact) -> Guarded:
        """Return a summary with the author's answers in place, and the questions that are left or were answered."""
        mine = [answer for answer in draft.traits if answer.reader == contact.id]
        gone = [_trait(answer.trait) for answer in mine if answer.word is Word.TAKEN_OUT]
        before = traits(summary)
        told = coarser(summary, gone)
        others: list[frozenset[Trait]] = []
        known: frozenset[Trait] = frozenset()
        for family, left in self._held_by(contact).items():
            if family == draft.family:
                known = traits(left.summary)
            else:
                others.append(traits(left.summary))
        stays = {answer.trait for answer in mine if answer.word is Word.STAYS}
        found = singled_out(traits(told), others, known)
        return Guarded(
            summary=told,
            questions=tuple(_question(one, contact.name, one.key in stays) for one in found),
            taken_out=tuple(trait for trait in gone if trait in before),
        )

    def _held_by(self, contact: Contact) -> dict[str, what_left.Left]:
        """Return the last summary of each family that somebody of this name has, under whichever card or as a file."""
        name = contact.name.casefold()
        same = {contact.id} | {c.id for c in self._ledger.vault.all(Contact) if c.name.casefold() == name}
        files = self._ledger.vault.all(SealedFile)
        same |= {file.reader for file in files if file.name.casefold() == name}
        return {one.family: one for one in what_left.summaries(self._ledger) if one.reader in same}


def answered(answers: Sequence[TraitAnswer], contact: Contact, key: str, word: Word | None) -> tuple[TraitAnswer, ...]:
    """Return the answers with one more about a reader, or with that one let go where there is no word."""
    others = tuple(answer for answer in answers if (answer.reader, answer.trait) != (contact.id, key))
    return others if word is None else (*others, TraitAnswer(reader=contact.id, trait=key, word=word))


def lasting(answers: Sequence[TraitAnswer]) -> tuple[TraitAnswer, ...]:
    """Return what the next summary takes over: what was told more coarsely once stays so until somebody says else."""
    return tuple(answer for answer in answers if answer.word is Word.TAKEN_OUT)


def _question(found: Singled, reader: str, stays: bool) -> Question:
    about = listed([in_words(trait) for trait in found.traits])
    return Question(key=found.key, about=about, words=question(found, reader), may_go=found.can_go, stays=stays)


def _trait(key: str) -> Trait:
    field, _, value = key.partition("=")
    return Trait(field, value)
