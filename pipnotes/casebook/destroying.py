"""Destroying a family's record: by two typed confirmations, for good, and with a stub that says that it was done.

What goes: every version of every record of the family, its drafts and those set aside, its papers, its words in the
search index, the reasons that were given for changes, half-filled forms, what was sealed for a supervisor, notes about
it that were entered in error in another family, and the older copies of the whole vault on this computer, such as a
damaged one that a backup took the place of. What stays: who did what and when, without a word of it; the code
name, which says nothing; and the numbers of parcels, without which the next could not be told from a forgery.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from pipnotes.casebook.contacts import Contacts
from pipnotes.casebook.families import FORMS, Families
from pipnotes.casebook.ledger import LAST_BACKUP, OPEN_PLACE, Changed, Ledger
from pipnotes.casebook.notes import KIND as NOTE
from pipnotes.casebook.retention import Retention
from pipnotes.casebook.sealing import Sealing
from pipnotes.domain.attachment import Attachment
from pipnotes.domain.codes import OutgoingState
from pipnotes.domain.family import Family, Person
from pipnotes.domain.sharing import CommentRecord, Outgoing, SealedFile
from pipnotes.domain.summary import Retraction
from pipnotes.domain.words import listed
from pipnotes.domain.work import Observation, Reflection, Session
from pipnotes.errors import Problem, WrongUse
from pipnotes.exchange.wire import encode
from pipnotes.vault import Change, Lifecycle, kept_until
from pipnotes.vault.oldcopies import DAMAGED

__all__ = ["ACTION", "DAMAGED", "WORD", "Destroyed", "Destroying", "WhatGoes"]
ACTION = "family destroyed"
# The second thing that is typed: a word that nobody types by habit.
WORD = "destroy"


@dataclass(frozen=True, kw_only=True, slots=True)
class WhatGoes:
    """What would be destroyed with a family, counted, and which backups would still hold it and until when.

    `files_with` are the readers of sealed files, whom no parcel can ask to destroy them. `copies` are older copies of
    the whole vault on this computer, which go too, and `copies_unsure` folders that may be such copies and stay.
    """

    code: str
    notes: int
    people: int
    papers: int
    drafts: int
    records: int
    shared: bool
    files_with: tuple[str, ...]
    last_backup: datetime | None
    backups_until: date | None
    copies: tuple[Path, ...] = ()
    copies_unsure: tuple[Path, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Destroyed:
    """What was destroyed: how many records, and how many requests to destroy now wait for those who were sent them.

    `copies_left` are older copies of the vault that could not be removed, `copies_unsure` folders beside it that may be
    such copies and were not touched.
    """

    code: str
    records: int
    retractions: int
    hash: str
    backups_until: date | None
    copies_left: tuple[Path, ...] = ()
    copies_unsure: tuple[Path, ...] = ()

    def remains(self) -> Problem | None:
        """Return what a person has to be told of copies that are still there, or None when there are none."""
        if not self.copies_left and not self.copies_unsure:
            return None
        names = listed([f"“{path.name}”" for path in (*self.copies_left, *self.copies_unsure)])
        return Problem(
            f"The record is destroyed. Beside the vault there is still {names}, which may hold an older copy of it.",
            safe="Nothing of the record is in the vault any more.",
            todo="Close whatever keeps it open, and delete it yourself."
            + (" PipNotes tries again whenever the vault is opened." if self.copies_left else ""),
        )


class Destroying:
    """Destroy what may be destroyed, and nothing else."""

    def __init__(self, ledger: Ledger, families: Families, contacts: Contacts, retention: Retention) -> None:
        self._ledger = ledger
        self._families = families
        self._sealing = Sealing(ledger, contacts)
        self._retention = retention

    def about(self, family: str) -> WhatGoes:
        """Return what a family's destruction would take; nothing is changed."""
        vault = self._ledger.vault
        drafts = [one for one in (*vault.drafts(), *vault.discarded_drafts()) if one.family == family]
        shared = vault.all(Outgoing, family=family)
        copies, unsure = vault.older_copies()
        return WhatGoes(
            code=vault.get(Family, family).code,
            notes=len(vault.all(Session, family=family)),
            people=len(vault.all(Person, family=family)),
            papers=len([one for one in vault.all_stored(Attachment, family=family) if one.record is not None]),
            drafts=len(drafts),
            records=len(self._ids(family)),
            shared=any(one.state in (OutgoingState.WAITING, OutgoingState.SENT) for one in shared),
            files_with=tuple(dict.fromkeys(file.name for file in vault.all(SealedFile, family=family))),
            last_backup=self._last_backup(),
            backups_until=_until(self._last_backup()),
            copies=tuple(copies),
            copies_unsure=tuple(unsure),
        )

    def family(self, family: str, *, reason: str, code: str, word: str) -> Destroyed:
        """Destroy a family's whole record for good; `code` and `word` are what a person typed to confirm it.

        Raises WrongUse when either does not match or there is no reason, and Refused while the record is held. Those
        who were sent a summary are asked to destroy it: that request waits in the outbox, with the code name alone.
        """
        vault = self._ledger.vault
        known = vault.get(Family, family)
        elsewhere = self._written_elsewhere(family)
        others = {vault.stored(cls, one).family for cls, one in elsewhere}
        self._retention.refuse_held([family, *others])
        _confirm(known.code, code, word, reason)
        ids = [*self._ids(family), *(one for _, one in elsewhere)]
        parcels, asked = self._sealing.let_go(family, encode(Retraction(code=known.code)))
        changes = [Change(record=one, lifecycle=self._lifecycle(one)) for one in parcels]
        self._forget(ids)
        done = vault.destroy(
            ids,
            by=self._ledger.me.name,
            reason=reason.strip(),
            action=ACTION,
            family=family,
            subject=known.code,
            changes=changes,
        )
        self._ledger.announce(Changed(family=None, kinds=frozenset({"destroyed", "family", "outgoing"})))
        until = _until(self._last_backup())
        left, unsure = vault.older_copies()
        return Destroyed(
            code=known.code,
            records=len(ids),
            retractions=asked,
            hash=done.hash,
            backups_until=until,
            copies_left=tuple(left),
            copies_unsure=tuple(unsure),
        )

    def older_copies(self) -> int:
        """Return how many older copies of the vault on this computer go with whatever is destroyed."""
        return len(self._ledger.vault.older_copies()[0])

    def gone(self) -> dict[str, str]:
        """Return the code names of the families that were destroyed, by their ids."""
        return {one.family: one.subject for one in self._ledger.vault.contributions() if one.action == ACTION}

    def _ids(self, family: str) -> list[str]:
        """Return the records that go: the family's own, and what was said about its code name before it was known."""
        vault = self._ledger.vault
        code = vault.get(Family, family).code
        heard = [one.id for one in vault.all(CommentRecord) if one.code == code and not one.family]
        return [*vault.ids_of(family), *heard]

    def _written_elsewhere(self, family: str) -> list[tuple[type[object], str]]:
        """Return the notes about this family that were written in another by mistake, with what stood beside them."""
        vault = self._ledger.vault
        again = [one.record for one in vault.all_stored(Session, family=family) if one.record is not None]
        drafts = [json.loads(one.body) for one in vault.drafts() if one.family == family and one.key.kind == NOTE]
        first = {one.rewritten_from for one in again} | {_rewritten_from(one) for one in drafts}
        wrong = {one for one in first - {""} if self._stands_elsewhere(one, family)}
        found: list[tuple[type[object], str]] = [(Session, one) for one in wrong]
        reflections = [one.record for one in vault.all_stored(Reflection) if one.record is not None]
        observations = [one.record for one in vault.all_stored(Observation) if one.record is not None]
        found += [(Reflection, one.id) for one in reflections if one.session in wrong]
        found += [(Observation, one.id) for one in observations if one.session in wrong]
        return found

    def _stands_elsewhere(self, session: str, family: str) -> bool:
        if not self._ledger.vault.has(Session, session):
            return False
        stored = self._ledger.vault.stored(Session, session)
        return stored.family != family and stored.lifecycle is Lifecycle.ENTERED_IN_ERROR

    def _lifecycle(self, item: Outgoing) -> Lifecycle:
        return Lifecycle.AMENDED if self._ledger.vault.has(Outgoing, item.id) else Lifecycle.FINAL

    def _forget(self, ids: Sequence[str]) -> None:
        """Forget half-filled forms about these records, and which page was open, since both may hold names."""
        self._families.forget_forms(ids)
        # What could not be saved of them waits in memory only.
        self._ledger.vault.let_go_typed(FORMS, OPEN_PLACE)
        if self._ledger.vault.recall(OPEN_PLACE):
            self._ledger.vault.remember(OPEN_PLACE, "")

    def _last_backup(self) -> datetime | None:
        at = self._ledger.vault.recall(LAST_BACKUP)
        return datetime.fromisoformat(at) if at else None


def _confirm(code: str, typed: str, word: str, reason: str) -> None:
    if " ".join(typed.split()).casefold() != code.casefold() or word.strip().casefold() != WORD:
        raise WrongUse(
            "What was typed to confirm does not match.",
            safe="Nothing was destroyed.",
            todo=f"Type the family's code name, and then the word {WORD}.",
        )
    if not reason.strip():
        raise WrongUse(
            "Destroying a record needs its reason.",
            safe="Nothing was destroyed.",
            todo="Say in a few words why, without a name: the reason stays in the history.",
        )


def _rewritten_from(draft: object) -> str:
    session = draft.get("session") if isinstance(draft, dict) else None
    return str(session.get("rewritten_from") or "") if isinstance(session, dict) else ""


def _until(last_backup: datetime | None) -> date | None:
    return kept_until(last_backup.date()) if last_backup else None
