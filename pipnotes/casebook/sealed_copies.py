"""Words that the vault cannot take just now, kept sealed in another place, and taken in again as drafts.

::

    copies.waiting                      True while something typed could not be saved
    path = copies.save(folder)          on a stick, or in any folder; only this vault can read it
    data = copies.sealed()              the same as bytes, for the lock that comes next
    taken = copies.take_in(path)        drafts again, each where it belongs; what was kept later stays as it is

A copy of words about a family that was destroyed since is refused: destroyed means destroyed.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import TypeVar

import msgspec

from pipnotes.casebook.families import FORMS
from pipnotes.casebook.ledger import OPEN_PLACE, Changed, Ledger, new_id
from pipnotes.casebook.letters import KIND as LETTER
from pipnotes.casebook.notes import KIND as NOTE
from pipnotes.casebook.notes import NoteDraft, Notes
from pipnotes.casebook.numbering import next_number
from pipnotes.domain.ending import Letter
from pipnotes.domain.family import Family
from pipnotes.domain.work import Session
from pipnotes.errors import Problem, Refused
from pipnotes.vault import Draft, DraftKey, Landing, Opened, sealedcopy

T = TypeVar("T")
ENDING = sealedcopy.ENDING
_KINDS = {
    NOTE: "a note",
    LETTER: "a letter",
    "amendment": "an amendment of a note",
    "summary": "a summary",
    "comment": "a comment",
}


@dataclass(frozen=True, kw_only=True, slots=True)
class TakenDraft:
    """One draft that came out of a copy: what it is, whose, its id, and what became of it."""

    what: str
    kind: str
    family: str
    id: str
    landing: Landing


@dataclass(frozen=True, kw_only=True, slots=True)
class TakenIn:
    """What came out of a copy: its drafts, and words that were typed in a dialog, by the name of their field."""

    drafts: tuple[TakenDraft, ...]
    dialog: str = ""
    typed: tuple[tuple[str, str], ...] = ()

    @property
    def beside(self) -> bool:
        """Return whether a draft that was kept later stays, with the words of the copy beside it."""
        return any(draft.landing is Landing.BESIDE for draft in self.drafts)


def put_down(folder: Path, data: bytes, at: datetime) -> Path:
    """Write sealed words whole into a folder that is made if it is not there; Problem when that cannot be."""
    # Where that does not work, writing says so.
    with suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return sealedcopy.put_down(folder, data, at)


class SealedCopies:
    """Save sealed copies of what cannot be saved, and take them in."""

    def __init__(self, ledger: Ledger, *, notes: Notes) -> None:
        self._ledger = ledger
        self._notes = notes
        self._copied: tuple[tuple[str, str, str], ...] = ()
        self.last: Path | None = None

    @property
    def waiting(self) -> bool:
        """Return whether something typed could not be saved."""
        return bool(self._ledger.vault.unsaved)

    @property
    def drafts_waiting(self) -> bool:
        """Return whether the words of an editor could not be saved."""
        return any(kind != "typed" for kind, _, _ in self._ledger.vault.unsaved)

    @property
    def all_copied(self) -> bool:
        """Return whether the last copy holds every word that could not be saved."""
        return self.waiting and set(self._ledger.vault.unsaved) <= set(self._copied)

    def save(self, folder: Path) -> Path:
        """Save a sealed copy of what could not be saved into a folder, and return where; Problem when it cannot be.

        KeyError when everything is saved.
        """
        data, copied = self.sealed(), self._ledger.vault.unsaved
        if data is None:
            raise KeyError("nothing waits to be saved")
        self.last = sealedcopy.put_down(folder, data, self._ledger.now())
        self._copied = copied
        return self.last

    def sealed(self) -> bytes | None:
        """Return what could not be saved as sealed bytes, or None; the vault's disk is not touched."""
        return self._ledger.vault.seal_unsaved()

    def belongs(self, data: bytes) -> bool:
        """Return whether these bytes are a copy of this vault."""
        return sealedcopy.is_of(data, self._ledger.vault.origin)

    def found_in(self, folder: Path) -> list[Path]:
        """Return the copies of this vault that lie in a folder, the earliest first."""
        return sealedcopy.found_in(folder, self._ledger.vault.origin)

    def take_in(self, path: Path) -> TakenIn:
        """Make drafts again of what a copy holds; the file stays where it is.

        Problem when it is no copy, damaged, of another vault or taken in already, and Refused when all of it is about
        families that were destroyed.
        """
        return self.take_in_bytes(sealedcopy.read(path))

    def take_in_bytes(self, data: bytes, *, newest: bool = False) -> TakenIn:
        """Do the same with the bytes of a copy; `newest` says that nothing was typed since it was made."""
        opened = self._ledger.vault.unseal(data)
        drafts = tuple(self._fitted(draft) for draft in opened.drafts if not self._is_destroyed(draft))
        if opened.drafts and not drafts:
            raise _destroyed()
        typed, conflicts = self._merged(opened.typed, newest=newest)
        slipped = opened.slipped | {draft.key for draft in drafts if draft.key.kind == "comment"}
        opened = replace(opened, drafts=drafts, typed=typed, slipped=slipped)
        landed = self._ledger.vault.take_in(opened)
        self._ledger.announce(Changed(family=None, kinds=frozenset({"draft"})))
        return _taken(opened, landed, conflicts)

    def _is_destroyed(self, draft: Draft) -> bool:
        # A comment's draft goes by the ids of what it answers and whom.
        return any(map(self._ledger.vault.is_destroyed, (draft.family or "", *draft.key.id.split())))

    def _fitted(self, draft: Draft) -> Draft:
        """Return a draft as it fits the vault of today: one that was signed meanwhile begins again beside it."""
        vault, key = self._ledger.vault, draft.key
        if draft.family and not vault.has(Family, draft.family):
            raise _unknown_family()
        if key.kind == NOTE and vault.has(Session, key.id):
            return self._note_again(draft)
        if key.kind == LETTER and vault.has(Letter, key.id):
            letter = replace(_decoded(draft, Letter), id=new_id())
            return replace(draft, key=DraftKey(LETTER, letter.id), body=msgspec.json.encode(letter).decode())
        return self._together(draft) if key.kind == "comment" else draft

    def _note_again(self, draft: Draft) -> Draft:
        note = _decoded(draft, NoteDraft)
        number = next_number(self._notes.numbered(note.session.family))
        session = replace(note.session, id=new_id(), visit="", number=number)
        again = replace(
            note,
            session=session,
            reflection=replace(note.reflection, id=new_id(), session=session.id),
            observation=replace(note.observation, id=new_id(), session=session.id),
        )
        return replace(draft, key=DraftKey(NOTE, session.id), body=msgspec.json.encode(again).decode())

    def _together(self, draft: Draft) -> Draft:
        """Return a comment together with the one that was begun since: comments that were set aside are in no list."""
        known, words = self._ledger.vault.draft(draft.key), _decoded(draft, str)
        if known is None or known.saved <= draft.saved or words in _decoded(known, str):
            return known or draft
        both = f"{_decoded(known, str).rstrip()}\n\n{words}"
        return replace(draft, body=msgspec.json.encode(both).decode(), saved=self._ledger.now())

    def _merged(self, typed: Mapping[str, str], *, newest: bool) -> tuple[dict[str, str], list[tuple[str, str]]]:
        """Return what to remember, and the words of forms that were filled in otherwise since, to be shown."""
        merged = {}
        if OPEN_PLACE in typed and not self._names_destroyed(json.loads(typed[OPEN_PLACE]).get("subject", "")):
            merged[OPEN_PLACE] = typed[OPEN_PLACE]
        if FORMS not in typed:
            return merged, []
        theirs = {name: form for name, form in _forms(typed[FORMS]).items() if not self._names_destroyed(name)}
        ours = _forms(self._ledger.vault.recall(FORMS))
        merged[FORMS] = json.dumps({**ours, **theirs} if newest else {**theirs, **ours})
        changed = [] if newest else [form for name, form in theirs.items() if ours.get(name, form) != form]
        words = [(name, value) for form in changed for name, value in form.items() if isinstance(value, str)]
        return merged, [(name, value) for name, value in words if value.strip()]

    def _names_destroyed(self, path: str) -> bool:
        return any(map(self._ledger.vault.is_destroyed, str(path).split("/")))


def _forms(said: str | None) -> dict[str, dict[str, object]]:
    forms: dict[str, dict[str, object]] = json.loads(said or "{}")
    return forms


def _taken(opened: Opened, landed: tuple[Landing, ...], conflicts: list[tuple[str, str]]) -> TakenIn:
    drafts = tuple(
        TakenDraft(
            what=_KINDS.get(draft.key.kind, "a draft"),
            kind=draft.key.kind,
            family=draft.family or "",
            id=draft.key.id,
            landing=landing,
        )
        for draft, landing in zip(opened.drafts, landed, strict=True)
    )
    place = json.loads(opened.typed.get(OPEN_PLACE) or "{}")
    typed = [(str(name), str(text)) for name, text in place.get("typed") or ()]
    return TakenIn(drafts=drafts, dialog=str(place.get("dialog") or ""), typed=(*typed, *conflicts))


def _decoded(draft: Draft, shape: type[T]) -> T:
    return msgspec.json.decode(draft.body, type=shape)


def _destroyed() -> Refused:
    return Refused(
        "The record that these words belong to was destroyed, so they are not taken in.",
        safe="Nothing in the vault was changed.",
        todo="Delete the file of the sealed copy: it still holds what was to be gone.",
    )


def _unknown_family() -> Problem:
    return Problem(
        "This sealed copy holds words about a family that is not in this vault.",
        safe="Nothing in the vault was changed, and the words are safe in the file.",
        todo="If the vault came back from an older backup, bring back a newer one, and take the copy in then.",
    )
