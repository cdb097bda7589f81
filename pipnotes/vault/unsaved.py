"""What was typed and could not be saved: sealed from memory alone, and taken in again once the disk takes it."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum

from pipnotes.domain.words import clock_time, long_day
from pipnotes.vault import letterbox, sealedcopy
from pipnotes.vault.connection import Connection
from pipnotes.vault.drafts import KEPT_FOR, Drafting, row_of
from pipnotes.vault.keys import VaultKey
from pipnotes.vault.sealedcopy import Content, Words
from pipnotes.vault.shapes import Draft, DraftKey

_TAKEN = "sealed-copies-taken"
_FORMER = "sealed-copies-former-keys"


class Landing(Enum):
    """What became of one draft of a sealed copy: it is the draft again, was so already, or lies beside a newer one."""

    BACK = "back"
    SAME = "same"
    BESIDE = "beside"


@dataclass(frozen=True, kw_only=True, slots=True)
class Opened:
    """What a sealed copy holds: drafts, those of them whose words before are to be kept too, and what was typed."""

    name: str
    drafts: tuple[Draft, ...]
    slipped: frozenset[DraftKey]
    typed: Mapping[str, str]


class Rescuing(Drafting):
    """The part of a vault that seals what cannot be saved, and takes it in again."""

    _key: VaultKey
    origin: str

    @property
    def unsaved(self) -> tuple[tuple[str, str, str], ...]:
        """Return what no save has taken yet, as kind, id and words; empty on an ordinary day."""
        drafts = [(key.kind, key.id, draft.body) for key, draft in self._unsaved.drafts.items()]
        return (*drafts, *(("typed", name, value) for name, value in self._unsaved.typed.items()))

    def seal_unsaved(self) -> bytes | None:
        """Return what no save has taken yet, sealed for this vault alone; None when there is nothing.

        The disk of the vault is not touched: it is full, failing or gone.
        """
        if not self.unsaved:
            return None
        drafts = [_words(draft, key in self._unsaved.slipped) for key, draft in self._unsaved.drafts.items()]
        public = letterbox.public_of(self._seeds())
        return sealedcopy.seal(public, self.origin, Content(drafts=drafts, typed=dict(self._unsaved.typed)))

    def unseal(self, data: bytes) -> Opened:
        """Return what a sealed copy of this vault holds; Problem for any other, for a damaged one and the second time.

        One that was taken in more than 30 days ago may be taken in again: what was set aside then is gone by now.
        """
        name = sealedcopy.name_of(data)
        content = sealedcopy.unseal(data, self.origin, [self._seeds(), *self._former()])
        before = self._taken().get(name)
        if before is not None:
            raise sealedcopy.taken_already(f"{long_day(before.date())} at {clock_time(before)}")
        drafts = tuple(_draft(one) for one in content.drafts)
        slipped = frozenset(draft.key for draft, one in zip(drafts, content.drafts, strict=True) if one.slipped)
        return Opened(name=name, drafts=drafts, slipped=slipped, typed=content.typed)

    def take_in(self, opened: Opened) -> tuple[Landing, ...]:
        """Make drafts of what a copy holds, all in one step, and return what became of each.

        A draft that was kept later stays as it is, and the words of the copy are put aside beside it. An earlier one
        gives way, and is put aside where it is not the same writing.
        """
        with self._ledger.transaction() as connection:
            landed = tuple(self._land(connection, draft, opened.slipped) for draft in opened.drafts)
            for name, value in opened.typed.items():
                self._remember(connection, name, value)
            taken = {**self._taken(), opened.name: self._ledger.clock()}
            said = {name: at.isoformat() for name, at in taken.items()}
            self._remember(connection, _TAKEN, json.dumps(said))
        return landed

    def keep_reading_copies(self) -> None:
        """Let copies that were sealed before be read after the key of the vault was renewed."""
        self.remember(_FORMER, json.dumps([one.hex() for one in (self._seeds(), *self._former())]))

    def _land(self, connection: Connection, draft: Draft, slipped: frozenset[DraftKey]) -> Landing:
        known = self.draft(draft.key)
        if known is not None and known.body == draft.body:
            return Landing.SAME
        if known is not None and known.saved > draft.saved:
            self._put_aside(connection, row_of(draft))
            return Landing.BESIDE
        if known is not None and (known.started != draft.started or draft.key in slipped):
            self._set_aside(connection, draft.key)
        self._put(connection, row_of(draft))
        return Landing.BACK

    def _taken(self) -> dict[str, datetime]:
        said: dict[str, str] = json.loads(self.recall(_TAKEN) or "{}")
        known = {name: datetime.fromisoformat(at) for name, at in said.items()}
        now = self._ledger.clock()
        return {name: at for name, at in known.items() if now - at <= KEPT_FOR + timedelta(days=1)}

    def _seeds(self) -> bytes:
        return letterbox.seeds_of(self._key.subkey("sealed-copies"), "sealed-copies")

    def _former(self) -> Sequence[bytes]:
        return [bytes.fromhex(one) for one in json.loads(self.recall(_FORMER) or "[]")]


def _words(draft: Draft, slipped: bool) -> Words:
    return Words(
        kind=draft.key.kind,
        id=draft.key.id,
        family=draft.family,
        body=draft.body,
        place=draft.place,
        started=draft.started.isoformat(),
        saved=draft.saved.isoformat(),
        slipped=slipped,
    )


def _draft(words: Words) -> Draft:
    return Draft(
        key=DraftKey(words.kind, words.id),
        family=words.family,
        body=words.body,
        place=words.place,
        started=datetime.fromisoformat(words.started),
        saved=datetime.fromisoformat(words.saved),
    )
