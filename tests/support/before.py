"""What lies in a vault before the program starts on it, and what lies there afterwards."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from pipnotes.casebook import vaults
from pipnotes.casebook.casebook import Casebook
from pipnotes.casebook.drafts import Place
from pipnotes.casebook.notes import NoteDraft
from pipnotes.vault import VaultKey

# A process that is being started has, for a moment, every file of the one that starts it: the lock of a vault too.
ALONE = threading.RLock()


@contextmanager
def opened(folder: Path, key: VaultKey) -> Iterator[Casebook]:
    """Open a vault that no program has open, and close it again."""
    with ALONE:
        casebook = vaults.open_with(folder, key)
        try:
            yield casebook
        finally:
            casebook.close()


def begin_note(folder: Path, key: VaultKey, **words: str) -> NoteDraft:
    """Begin a note of Mabel's with these words in its sections; the window will open on it."""
    with opened(folder, key) as casebook:
        mabel = next(row.family.id for row in casebook.families.rows() if row.circle.title == "Mabel")
        begun = casebook.notes.start(mabel)
        # `replace` takes any keywords, so that sections can be given by name.
        typed = replace(begun, session=replace(begun.session, **words))  # type: ignore[arg-type]
        casebook.notes.keep(typed, Place(field="baby"))
        casebook.remember_place(json.dumps({"page": "note", "subject": begun.session.id, "place": {}}))
        return typed


def words_of(draft: NoteDraft) -> dict[str, str]:
    """Return what stands in each part of a draft."""
    session = draft.session
    return {
        "baby": session.baby,
        "parent": session.parent,
        "between": session.between,
        "strengths": session.strengths,
        "next_time": session.next_time,
        "reflection": draft.reflection.text,
    }
