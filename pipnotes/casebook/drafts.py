"""Unfinished words: kept as they are typed, set aside for 30 days, brought back, whatever is being written.

drafts = Drafts(ledger, "letter", Letter)
drafts.keep(letter.id, letter.family, letter, place)     durably; returns when
drafts.one(letter.id).words; drafts.all(family=...); drafts.key(letter.id) for the commit that finishes it
drafts.set_aside(letter.id); drafts.aside(family=...); drafts.bring_back(letter.id)
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, TypeVar

import msgspec

from pipnotes.casebook.ledger import Changed, Ledger
from pipnotes.errors import Problem
from pipnotes.vault import Draft, DraftKey

T = TypeVar("T")
_A_PARAGRAPH = 200  # letters; less than this is typed again sooner than it is looked for


@dataclass(frozen=True, kw_only=True, slots=True)
class Place:
    """Where the writer was: the field with the caret, the caret, and how far the page was scrolled."""

    field: str = ""
    caret: int = 0
    scroll: int = 0


@dataclass(frozen=True, kw_only=True, slots=True)
class Kept(Generic[T]):
    """Words as they were last kept, with the writer's place, when they were begun and when they were kept."""

    id: str
    words: T
    place: Place
    started: datetime
    saved: datetime


class Drafts(Generic[T]):
    """The drafts of one kind; that one begins, goes or comes back is announced, and that it is typed in is not."""

    def __init__(self, ledger: Ledger, kind: str, shape: type[T]) -> None:
        self._ledger = ledger
        self._kind = kind
        self._shape = shape

    def key(self, name: str) -> DraftKey:
        """Return where a draft is kept, for the commit that finishes it."""
        return DraftKey(kind=self._kind, id=name)

    def keep(
        self,
        name: str,
        family: str | None,
        words: T,
        place: Place,
        *,
        against_slips: bool = False,
        remembers: tuple[str, str] | None = None,
    ) -> datetime:
        """Keep words, durably, as they stand; return when. A family that is erased takes its drafts along.

        With `against_slips`, words that lose more than half of their length at once are set aside as they were:
        the next save would otherwise make a slip of the hand last. With `remembers`, the vault remembers a name and
        its value in the same step.
        """
        now, key = self._ledger.now(), self.key(name)
        known = self._known(key)
        body = msgspec.json.encode(words).decode()
        slipped = against_slips and known is not None and _much_is_gone(known.body, body)
        self._ledger.vault.save_draft(
            Draft(
                key=key,
                family=family,
                body=body,
                place=msgspec.json.encode(place).decode(),
                started=known.started if known else now,
                saved=now,
            ),
            keeps_before=slipped,
            remembers=remembers,
        )
        if known is None or slipped:
            self._announce(family)
        return now

    def one(self, name: str) -> Kept[T] | None:
        """Return a draft as it was last kept, or None when there is none."""
        found = self._ledger.vault.draft(self.key(name))
        return self._read(found) if found else None

    def all(self, *, family: str | None = None) -> list[Kept[T]]:
        """Return the drafts, of one family if it is named, the earliest begun first."""
        return sorted(self._those(self._ledger.vault.drafts(), family), key=lambda kept: kept.started)

    def aside(self, *, family: str | None = None) -> list[Kept[T]]:
        """Return the drafts that can be brought back, of one family if it is named, the one set aside last first."""
        return self._those(self._ledger.vault.discarded_drafts(), family)

    def set_aside(self, name: str) -> None:
        """Set a draft aside; every word of it is kept for 30 days."""
        known = self._ledger.vault.draft(self.key(name))
        self._ledger.vault.discard_draft(self.key(name))
        self._announce(known.family if known else None)

    def bring_back(self, name: str) -> Kept[T]:
        """Bring back what was set aside last under this name; KeyError when there is nothing."""
        found = self._ledger.vault.restore_draft(self.key(name))
        self._announce(found.family)
        return self._read(found)

    def _those(self, drafts: Iterable[Draft], family: str | None) -> list[Kept[T]]:
        return [
            self._read(draft) for draft in drafts if draft.key.kind == self._kind and family in (None, draft.family)
        ]

    def _known(self, key: DraftKey) -> Draft | None:
        """Return what was kept before, as far as the disk can be read: the save says what is wrong with it."""
        try:
            return self._ledger.vault.draft(key)
        except Problem:
            return None

    def _read(self, draft: Draft) -> Kept[T]:
        return Kept(
            id=draft.key.id,
            words=msgspec.json.decode(draft.body, type=self._shape),
            place=msgspec.json.decode(draft.place, type=Place),
            started=draft.started,
            saved=draft.saved,
        )

    def _announce(self, family: str | None) -> None:
        self._ledger.announce(Changed(family=family, kinds=frozenset({"draft"})))


def _much_is_gone(before: str, after: str) -> bool:
    return len(before) - len(after) > _A_PARAGRAPH and _letters(after) < _letters(before) / 2


def _letters(body: str) -> int:
    return sum(map(len, _texts(msgspec.json.decode(body))))


def _texts(value: object) -> Iterator[str]:
    """Go through what was written, and not the ids, moments and codes beside it: those are one word each."""
    if isinstance(value, str) and " " in value.strip():
        yield value
    elif isinstance(value, dict | list):
        for one in value.values() if isinstance(value, dict) else value:
            yield from _texts(one)
