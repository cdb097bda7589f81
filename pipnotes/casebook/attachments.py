"""Papers of a family: taken in from a file, opened, put right and destroyed, each step a line of the history."""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import BinaryIO

from pipnotes.casebook.ledger import Changed, Ledger, new_id
from pipnotes.casebook.retention import Retention
from pipnotes.domain.attachment import LARGEST, TELLING, Attachment, PaperForm, PaperKind, form_of
from pipnotes.domain.fields import kind_of
from pipnotes.errors import Problem, WrongUse
from pipnotes.vault import Change, Lifecycle, Stored

_BLOCK = 1 << 18
KIND = kind_of(Attachment)


@dataclass(frozen=True, kw_only=True, slots=True)
class Paper:
    """One paper as a list shows it, with who added it and when, and whether it was entered in error."""

    record: Attachment
    added: datetime
    by: str
    in_error: bool
    why: str

    @property
    def id(self) -> str:
        """Return the paper's id."""
        return self.record.id


class Attachments:
    """Take papers in, and give them out to a viewer of our own."""

    def __init__(self, ledger: Ledger, retention: Retention) -> None:
        self._ledger = ledger
        self._retention = retention

    def of(self, family: str) -> list[Paper]:
        """Return the papers of a family, the latest dated first; those entered in error come last."""
        first: dict[str, Stored[Attachment]] = {}
        last: dict[str, Stored[Attachment]] = {}
        for stored in self._ledger.vault.all_versions(Attachment, family=family):
            first.setdefault(stored.id, stored)
            last[stored.id] = stored
        papers = [
            Paper(
                record=one.record,
                added=first[one.id].at,
                by=first[one.id].by,
                in_error=one.lifecycle is Lifecycle.ENTERED_IN_ERROR,
                why=one.reason,
            )
            for one in last.values()
            if one.record is not None
        ]
        papers.sort(key=_dated, reverse=True)
        return sorted(papers, key=_in_error)

    def get(self, paper: str) -> Attachment:
        """Return what is known of a paper; KeyError when there is none, or none any more."""
        return self._ledger.vault.get(Attachment, paper)

    def look_at(self, file: Path) -> PaperForm:
        """Return what a file is by its first bytes; raises WrongUse for anything but a PDF or a picture."""
        with _opened(file) as source:
            return _form(source.read(TELLING))

    def add(self, family: str, file: Path, *, kind: PaperKind, what: str = "", on: date | None = None) -> Attachment:
        """Take a paper in from a file, which stays where it is; return its record.

        Raises WrongUse for what is no PDF, PNG or JPEG or is over 50 MB, and Problem when the file cannot be read.
        """
        self._ledger.circle(family)
        with _opened(file) as source:
            facts = os.fstat(source.fileno())
            if facts.st_size > LARGEST:
                raise _too_large()
            form = _form(source.read(TELLING))
            source.seek(0)
            size, digest = _measured(source)
            if size > LARGEST:
                raise _too_large()
            paper = Attachment(
                id=new_id(),
                family=family,
                kind=kind,
                what=what.strip(),
                on=on or self._ledger.today(),
                form=form,
                size=size,
                sha256=digest,
                file_name=file.name,
                file_changed=datetime.fromtimestamp(facts.st_mtime, UTC),
            )
            source.seek(0)
            change = Change(record=paper, lifecycle=Lifecycle.FINAL)
            self._ledger.vault.attach(change, source, action="paper added", by=self._ledger.me.name, subject=paper.id)
        self._ledger.announce(Changed(family=family, kinds=frozenset({KIND})))
        return paper

    def describe(self, paper: Attachment, *, kind: PaperKind, what: str, on: date) -> Attachment:
        """Put right what is said of a paper; its content never changes."""
        changed = replace(paper, kind=kind, what=what.strip(), on=on)
        if changed != paper:
            self._ledger.write("paper described", changed, family=paper.family, subject=paper.id)
        return changed

    def entered_in_error(self, paper: Attachment, reason: str) -> None:
        """Mark a paper as added by mistake; it stays legible. WrongUse without a reason."""
        _needs(reason)
        self._ledger.write(
            "paper entered in error",
            paper,
            family=paper.family,
            subject=paper.id,
            reason=reason.strip(),
            lifecycle=Lifecycle.ENTERED_IN_ERROR,
        )

    def destroy(self, paper: Attachment, reason: str) -> None:
        """Destroy one paper for good: a stub stays that says what, when, why and by whom.

        Raises Refused while the family's record is held, and WrongUse without a reason.
        """
        _needs(reason)
        self._retention.refuse_held([paper.family])
        self._ledger.vault.destroy(
            [paper.id], by=self._ledger.me.name, reason=reason.strip(), action="paper destroyed", subject=paper.id
        )
        self._ledger.announce(Changed(family=paper.family, kinds=frozenset({KIND})))

    def open(self, paper: Attachment) -> bytes:
        """Return the whole content for a viewer; that it was opened is written down before.

        Raises Integrity for a paper that is not what was added: a changed one is never shown.
        """
        self._ledger.write("paper opened", family=paper.family, subject=paper.id)
        return b"".join(self._ledger.vault.content_of(paper))

    def save(self, paper: Attachment, into: Callable[[bytes], object]) -> None:
        """Give the content out piece by piece to somebody who asked for a file; written down before.

        Raises Integrity at the end for a paper that is not what was added: the file must not stay then.
        """
        self._ledger.write("paper saved to a file", family=paper.family, subject=paper.id)
        for piece in self._ledger.vault.content_of(paper):
            into(piece)


@contextmanager
def _opened(file: Path) -> Iterator[BinaryIO]:
    try:
        if not stat.S_ISREG(file.stat().st_mode):
            raise OSError("only a file can be read")
        with file.open("rb") as source:
            yield source
    except (OSError, ValueError) as error:
        raise Problem(
            "This file cannot be read.",
            safe="Nothing was added, and nothing in the vault was changed.",
            todo="Check that the file is still there and that you may read it, and add it again.",
        ) from error


def _form(start: bytes) -> PaperForm:
    found = form_of(start)
    if found is None:
        raise WrongUse(
            "This file is not a PDF, a PNG or a JPEG picture, whatever its name says.",
            safe="Nothing was added, and the file is where it was.",
            todo="Scan or save the paper as one of these three, and add it again.",
        )
    return found


def _measured(source: BinaryIO) -> tuple[int, str]:
    tally, size = hashlib.sha256(), 0
    while size <= LARGEST and (block := source.read(_BLOCK)):
        tally.update(block)
        size += len(block)
    return size, tally.hexdigest()


def _too_large() -> WrongUse:
    return WrongUse(
        "This paper is larger than 50 MB.",
        safe="Nothing was added, and the file is where it was.",
        todo="Scan it again with fewer dots to the inch or in several parts: 200 dots are enough to read.",
    )


def _needs(reason: str) -> None:
    if not reason.strip():
        raise WrongUse("This needs its reason.", safe="Nothing was changed.", todo="Say in a few words why.")


def _dated(paper: Paper) -> tuple[date, datetime]:
    return paper.record.on, paper.added


def _in_error(paper: Paper) -> bool:
    return paper.in_error
