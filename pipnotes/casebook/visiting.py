"""Visit mode: what one family may see leaves the vault, the vault closes, and jots come back into its note.

::

    offer = visiting.offer(family)                     what could be shown; a person marks what is fine for the family
    handover = visiting.begin(family, visit, view)     written down; then close the vault, and hand `line()` on
    jotting = Jotting(Handover.read(line))             in the process that holds one family and no key
    taken = visiting.take_in()                         at the next unlock: the jots wait under the note of that visit
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

import msgspec

from pipnotes.casebook.drafts import Drafts, Place
from pipnotes.casebook.hopes import Hopes
from pipnotes.casebook.ledger import Ledger
from pipnotes.casebook.notes import KIND, NoteDraft, Notes
from pipnotes.casebook.visits import Visits
from pipnotes.domain.codes import VisitState
from pipnotes.domain.words import clock_time, weekday_day
from pipnotes.domain.work import Session, Visit
from pipnotes.errors import Refused
from pipnotes.vault import jots

_VISIT = "visit-mode"


@dataclass(frozen=True, kw_only=True, slots=True)
class View:
    """What a family sees: their own words and those marked fine for them, and no score, risk or reflection."""

    name: str
    age: str = ""
    last_time: str = ""
    hopes: tuple[str, ...] = ()
    next_visit: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Handover:
    """What a process in visit mode is given: one family's view, and the means to seal jots and not to open any."""

    folder: str
    view: View
    handed: jots.Handed

    def line(self) -> bytes:
        """Return it as one line."""
        return msgspec.json.encode(self) + b"\n"

    @classmethod
    def read(cls, line: bytes) -> Handover:
        """Return what a line says; ValueError when it is none."""
        return msgspec.json.decode(line, type=cls)


@dataclass(frozen=True, kw_only=True, slots=True)
class Taken:
    """What came of the jots: the note under which they wait, and what was wrong with the file."""

    note: str = ""
    jots: int = 0
    strange: int = 0
    damaged: int = 0
    cut_off: bool = False


class _Memory(msgspec.Struct, frozen=True):
    visit: str
    mac: str
    about: str
    merged: list[str] = []


class Jotting:
    """Keeps jots while the vault is closed; Problem when nothing can be kept there."""

    def __init__(self, handover: Handover) -> None:
        self._writer = jots.JotWriter(Path(handover.folder), handover.handed)

    def keep(self, text: str, at: datetime) -> None:
        """Keep a jot, durably; it takes the place of the words that were being typed."""
        self._writer.keep(text, at.isoformat())

    def keep_typing(self, text: str, at: datetime) -> None:
        """Keep the words in the field as they stand, durably."""
        self._writer.keep(text, at.isoformat(), unfinished=True)

    def close(self) -> None:
        """Let the vault be opened again."""
        self._writer.close()


class Visiting:
    """Lead into visit mode and take in what was jotted there."""

    def __init__(self, ledger: Ledger, *, notes: Notes, visits: Visits, hopes: Hopes) -> None:
        self._ledger = ledger
        self._notes = notes
        self._visits = visits
        self._hopes = hopes
        self._drafts = Drafts(ledger, KIND, NoteDraft)

    def offer(self, family: str) -> View:
        """Return what could be shown; a person reads it and marks what is fine, since a note is not for the family."""
        circle, today = self._ledger.circle(family), self._ledger.today()
        signed = [note.body for note in self._notes.of(family) if not self._notes.in_error(note.body)]
        return View(
            name=circle.title,
            age=circle.age(today) if circle.born is not None and not circle.lost else "",
            last_time=" ".join(signed[0].strengths.split()) if signed else "",
            hopes=tuple(hope.goal.words for hope in self._hopes.of(family) if hope.goal.closed_on is None),
            next_visit=self._next(family),
        )

    def today_visit(self, family: str) -> str:
        """Return today's visit that nobody has written up, or nothing: the jots then begin a note of their own."""
        today = self._ledger.today()
        waiting = [
            visit
            for visit in self._visits.of(family)
            if visit.starts.date() == today and visit.state is VisitState.PLANNED and not visit.session
        ]
        now = self._ledger.now()
        return min(waiting, key=lambda visit: abs(visit.starts - now)).id if waiting else ""

    def begin(self, family: str, visit: str, view: View) -> Handover:
        """Write down that this is shown, and return what visit mode needs; the vault is to be closed next.

        Problem when jots of an earlier visit are still there and cannot be taken in.
        """
        self.take_in()
        vault = self._ledger.vault
        if jots.waiting(vault.folder):
            jots.put_away(vault.folder, whole=False)
        public = jots.public_of(jots.seeds_of(vault.subkey("jots")))
        handed = jots.fresh_visit(vault.id, public, f"{family}/{visit}")
        self._ledger.write("shown to the family", family=family, subject=visit)
        self._remember(_Memory(visit=handed.visit, mac=handed.mac.hex(), about=handed.about))
        return Handover(folder=str(vault.folder.absolute()), view=view, handed=handed)

    def take_in(self) -> Taken:
        """Put what was jotted under the note of its visit, once, and take the file away."""
        vault = self._ledger.vault
        if not jots.waiting(vault.folder):
            return Taken()
        memory = self._memory()
        visits = {memory.visit: bytes.fromhex(memory.mac)} if memory.visit else {}
        found = jots.read(vault.folder, jots.seeds_of(vault.subkey("jots")), vault=vault.id, visits=visits)
        waiting = [one for one in jots.settled(found.jots) if one.name not in memory.merged]
        taken = Taken(damaged=found.damaged, cut_off=found.cut_off)
        homeless = 0
        while waiting:
            about = memory.about or waiting[0].about
            these = waiting if memory.about else [one for one in waiting if one.about == about]
            waiting = [one for one in waiting if one not in these]
            memory = _with(memory, these)
            try:
                note = self._put_under(about, these, memory)
            except KeyError:
                homeless += len(these)
                continue
            checked = sum(one.checked for one in these)
            taken = replace(taken, note=note, jots=taken.jots + checked, strange=taken.strange + len(these) - checked)
        taken = replace(taken, damaged=taken.damaged + homeless)
        jots.put_away(vault.folder, whole=not taken.damaged)
        return taken

    def _put_under(self, about: str, these: Sequence[jots.Jotted], memory: _Memory) -> str:
        """Put jots under their note in one step with the memory of them; KeyError when there is no such family."""
        family, _, visit = about.partition("/")
        begun = self._moment(these[0].at)
        note = self._note(family, visit, begun)
        kept = self._drafts.one(note.session.id)
        note = replace(
            note,
            jots=note.jots + tuple(_words(one) for one in these if one.checked),
            strange_jots=note.strange_jots + tuple(_words(one) for one in these if not one.checked),
        )
        remembers = (_VISIT, msgspec.json.encode(memory).decode())
        place = kept.place if kept else Place(field="baby")
        self._drafts.keep(note.session.id, family, note, place, remembers=remembers)
        return note.session.id

    def _note(self, family: str, visit: str, begun: datetime) -> NoteDraft:
        planned = next((one for one in self._visits.of(family) if one.id == visit), None) if visit else None
        try:
            if planned is not None:
                return self._notes.start(family, planned)
        except Refused:
            # It was written up on another day; what is new has a note of its own.
            planned = None
        for kept in self._drafts.all(family=family):
            session: Session = kept.words.session
            if not session.visit and session.starts.date() == begun.date():
                return kept.words
        note = self._notes.start(family)
        return replace(note, session=replace(note.session, starts=begun.replace(second=0, microsecond=0)))

    def _moment(self, said: str) -> datetime:
        try:
            moment = datetime.fromisoformat(said)
        except ValueError:
            return self._ledger.now()
        return moment if moment.tzinfo else self._ledger.now()

    def _next(self, family: str) -> str:
        today = self._ledger.today()
        coming: list[Visit] = [
            one for one in self._visits.of(family) if one.starts.date() > today and one.state is VisitState.PLANNED
        ]
        return f"{weekday_day(coming[0].starts.date())} at {clock_time(coming[0].starts)}" if coming else ""

    def _memory(self) -> _Memory:
        said = self._ledger.vault.recall(_VISIT)
        return msgspec.json.decode(said, type=_Memory) if said else _Memory(visit="", mac="", about="")

    def _remember(self, memory: _Memory) -> None:
        self._ledger.vault.remember(_VISIT, msgspec.json.encode(memory).decode())


def _with(memory: _Memory, these: Sequence[jots.Jotted]) -> _Memory:
    """Return the memory with these jots in it."""
    return msgspec.structs.replace(memory, merged=[*memory.merged, *(one.name for one in these)])


def _words(one: jots.Jotted) -> str:
    text = " ".join(one.text.split())
    return f"{text} …" if one.unfinished else text
