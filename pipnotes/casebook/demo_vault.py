"""The made-up caseload in a real vault, for a first look, for screenshots and for tests."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from pipnotes import vault as store
from pipnotes.casebook.casebook import Casebook
from pipnotes.casebook.demo import DemoDraft, caseload, drafts, practitioner
from pipnotes.casebook.drafts import Place
from pipnotes.casebook.notes import NoteDraft
from pipnotes.casebook.vaults import local_now
from pipnotes.domain.codes import PracticeRole
from pipnotes.domain.ending import Letter
from pipnotes.domain.work import SECTIONS, Observation, Reflection, Session
from pipnotes.errors import Problem
from pipnotes.vault import Change, Lifecycle

PASSPHRASE = "correct horse battery staple"


@dataclass(frozen=True, kw_only=True, slots=True)
class Made:
    """The made-up vault, open, and what is in it."""

    casebook: Casebook
    families: int
    sessions: int
    notes_words: int


class _Clock:
    """A clock that tells the story's time while the story is written, and the real time afterwards."""

    def __init__(self, real: Callable[[], datetime]) -> None:
        self._real = real
        self._told: datetime | None = None

    def tell(self, moment: datetime | None) -> None:
        self._told = moment

    def __call__(self) -> datetime:
        return self._told or self._real()


def make(
    folder: Path,
    *,
    families: int = 12,
    seed: int = 1,
    clock: Callable[[], datetime] = local_now,
    cost: store.KdfCost | None = None,
) -> Made:
    """Make a fresh vault and write the made-up caseload into it; never over an existing vault."""
    now = clock()
    me = practitioner()
    steps = caseload(now, families=families, seed=seed)
    _make_room(folder)
    time = _Clock(clock)
    time.tell(steps[0].at if steps else None)
    made = store.create(folder, PASSPHRASE, role=PracticeRole.THERAPIST.value, owner=me.name, clock=time, cost=cost)
    casebook = Casebook(made, time)
    casebook.keep_me(me)
    sessions: dict[str, Session] = {}
    for step in steps:
        time.tell(step.at)
        changes = [
            Change(record=_sealed(casebook, record), lifecycle=Lifecycle(lifecycle))
            for record, lifecycle in step.changes
        ]
        made.commit(step.action, changes, by=me.name, family=step.family, reason=step.reason)
        sessions |= {record.id: record for record, _ in step.changes if isinstance(record, Session)}
    for draft in drafts(now, families=families, seed=seed):
        _begin(casebook, time, draft)
    time.tell(None)
    words = sum(len(getattr(session, field).split()) for session in sessions.values() for field, _ in SECTIONS)
    return Made(casebook=casebook, families=families, sessions=len(sessions), notes_words=words)


def _sealed(casebook: Casebook, record: object) -> object:
    if isinstance(record, Letter) and record.signed is not None:
        return casebook.letters.seal_copies(record)
    return record


def _make_room(folder: Path) -> None:
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        # A name too long, or a place that may not be looked into, shows here.
        folder.exists()
    except (OSError, ValueError) as error:
        raise Problem(
            "A vault cannot be made in that place.",
            safe="Nothing was made.",
            todo="Choose a folder that you may write to, with a name that is not too long.",
        ) from error


def _begin(casebook: Casebook, time: _Clock, draft: DemoDraft) -> None:
    time.tell(draft.started)
    if isinstance(draft.main, Letter):
        casebook.letters.keep(draft.main, Place(field=draft.field))
        return
    beside = {type(record): record for record in draft.records}
    reflection, observation = beside[Reflection], beside[Observation]
    assert isinstance(reflection, Reflection)
    assert isinstance(observation, Observation)
    note = NoteDraft(session=draft.main, reflection=reflection, observation=observation)
    casebook.notes.keep(note, Place(field=draft.field, caret=0))
    time.tell(draft.saved)
    casebook.notes.keep(note, Place(field=draft.field, caret=0))
