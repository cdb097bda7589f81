"""The note of a meeting: begun after the visit, kept at every keystroke, signed once, amended for ever after."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TypeVar

from pipnotes.casebook.contacts import Contacts
from pipnotes.casebook.drafts import Drafts, Kept, Place
from pipnotes.casebook.ledger import Ledger, new_id
from pipnotes.casebook.numbering import next_number
from pipnotes.casebook.sealing import Sealing
from pipnotes.domain.circle import living
from pipnotes.domain.codes import Dimension, FamilyStatus, Meeting, VisitState
from pipnotes.domain.family import Family
from pipnotes.domain.words import short_day
from pipnotes.domain.work import SECTIONS, Observation, Rating, Reflection, Session, Visit
from pipnotes.errors import Refused, WrongUse
from pipnotes.vault import Change, Lifecycle, Stored

KIND = "session"
Beside = TypeVar("Beside", Reflection, Observation)


@dataclass(frozen=True, kw_only=True, slots=True)
class NoteDraft:
    """Everything that is typed on the note page: the record, the private reflection beside it, what was seen.

    `jots` wait under the note until they are put away; `strange_jots` came with them and could not be checked.
    """

    session: Session
    reflection: Reflection
    observation: Observation
    jots: tuple[str, ...] = ()
    strange_jots: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class KeptDraft:
    """A draft as it was last kept, with its place, when it was begun and when it was kept."""

    note: NoteDraft
    place: Place
    started: datetime
    saved: datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class SignedNote:
    """A signed note with everything that was ever said in it."""

    session: Session
    reflection: Reflection | None
    observation: Observation | None
    versions: tuple[Stored[object], ...]

    @property
    def first(self) -> Session:
        """Return the note as it was first signed."""
        record = self.versions[0].body
        assert isinstance(record, Session)
        return record


class Notes:
    """Begin, keep, sign and put right the notes of meetings."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._drafts = Drafts(ledger, KIND, NoteDraft)
        self._sealing = Sealing(ledger, Contacts(ledger))

    def start(self, family: str, visit: Visit | None = None, *, how: Meeting = Meeting.HOME) -> NoteDraft:
        """Begin the note of a visit, or of a meeting nobody planned; a visit has one note, so its draft comes back.

        Raises Refused, naming the note, when the visit has been written up already.
        """
        for kept in self.drafts():
            if visit is not None and kept.note.session.visit == visit.id:
                return kept.note
        if visit is not None:
            self._refuse_second(visit)
        session = Session(
            id=new_id(),
            family=family,
            number=next_number(self.numbered(family)),
            starts=visit.starts if visit else self._ledger.now().replace(second=0, microsecond=0),
            minutes=visit.minutes if visit else 60,
            how=visit.how if visit else how,
            present=visit.people if visit else self._babies(family),
            interpreter=self._ledger.vault.get(Family, family).interpreter,
            visit=visit.id if visit else "",
        )
        draft = self._blank(session)
        self.keep(draft, Place(field="baby"))
        return draft

    def keep(self, draft: NoteDraft, place: Place) -> datetime:
        """Keep a draft, durably, as it stands; return when."""
        return self._drafts.keep(draft.session.id, draft.session.family, draft, place, against_slips=True)

    def draft(self, session: str) -> KeptDraft | None:
        """Return the draft of a note, or None when it is signed or was never begun."""
        kept = self._drafts.one(session)
        return _kept(kept) if kept else None

    def drafts(self) -> list[KeptDraft]:
        """Return the notes that wait to be finished, the oldest first."""
        return [_kept(kept) for kept in self._drafts.all()]

    def discard(self, session: str) -> None:
        """Set a draft aside; every word of it is kept for 30 days."""
        self._drafts.set_aside(session)

    def discarded(self) -> list[KeptDraft]:
        """Return the drafts that were set aside and can be brought back; a signed note has nothing to bring back."""
        return [_kept(kept) for kept in self._drafts.aside() if not self._ledger.vault.has(Session, kept.id)]

    def bring_back(self, session: str) -> None:
        """Bring back a draft that was set aside."""
        self._drafts.bring_back(session)

    def left_to_do(self, draft: NoteDraft) -> tuple[str, ...]:
        """Return what is still empty or not rated, in words that blame nobody; none of it stops a signature."""
        empty = [heading for field, heading in SECTIONS if not getattr(draft.session, field).strip()]
        rated = {rating.dimension for rating in draft.observation.ratings if rating.score is not None}
        left = [f"{heading}: nothing written yet" for heading in empty]
        left += [f"{dimension.label}: not rated yet" for dimension in Dimension if dimension not in rated]
        if not draft.session.present:
            left.append("Who was there: not said yet")
        return tuple(left)

    def sign(self, draft: NoteDraft) -> Session:
        """Sign and lock a note: its record, reflection and ratings become final and its draft is done.

        Raises WrongUse for a note in which nothing was written.
        """
        if not any(getattr(draft.session, field).strip() for field, _ in SECTIONS):
            raise WrongUse(
                "There is nothing in this note yet.",
                safe="The draft is kept.",
                todo="Write a few words in any part, or discard the draft.",
            )
        records: list[object] = [draft.session, draft.observation]
        if draft.reflection.text.strip():
            records.append(draft.reflection)
        records += self._consequences(draft.session)
        session = draft.session
        drops = self._drafts.key(session.id)
        self._ledger.write("note signed", *records, family=session.family, subject=session.id, drops=drops)
        return session

    def numbered(self, family: str) -> list[Session]:
        """Return the notes by which the meetings of a family are numbered: signed and begun, without the errors."""
        begun = [kept.note.session for kept in self.drafts() if kept.note.session.family == family]
        return self._ledger.vault.all(Session, family=family) + begun

    def of(self, family: str) -> list[Stored[Session]]:
        """Return the signed notes of a family with their standing, the newest first; errors stay in the list."""
        notes = self._ledger.vault.all_stored(Session, family=family)
        return sorted((n for n in notes if n.record), key=lambda stored: stored.body.starts, reverse=True)

    def open(self, session: str) -> SignedNote:
        """Return a signed note with all its versions, and write down that it was read."""
        note = self.again(session)
        self._ledger.commit("note read", [], family=note.session.family, subject=session)
        return note

    def again(self, session: str) -> SignedNote:
        """Return a note that is open already, afresh; that it was read is written down when it is opened."""
        vault = self._ledger.vault
        note = vault.stored(Session, session).body
        return SignedNote(
            session=note,
            reflection=self._beside(Reflection, note),
            observation=self._beside(Observation, note),
            versions=tuple(vault.history(session)),
        )

    def in_error(self, session: Session) -> bool:
        """Return whether a note was entered in error, or is gone; it is no part of the record any more."""
        known = self._ledger.vault.stored(Session, session.id)
        return known.lifecycle in (Lifecycle.ENTERED_IN_ERROR, Lifecycle.DESTROYED)

    def write_in_other_family(self, session: Session, family: str, reason: str) -> NoteDraft:
        """Put right a note in the wrong family: it is marked entered in error there and begun again here.

        The words go along as a draft in the right family, linked to the first note, which stays legible where it was.
        Asked again, it returns that draft; Refused when there is no such draft in this family any more.
        """
        if family == session.family:
            raise Refused(
                "The note is in this family already.",
                safe="Nothing was changed.",
                todo="Choose the family in which the note belongs.",
            )
        if self.in_error(session):
            return self._begun_again(session, family)
        again = replace(
            session,
            id=new_id(),
            family=family,
            number=next_number(self.numbered(family)),
            present=self._babies(family),
            visit="",
            rewritten_from=session.id,
        )
        reflection = self._beside(Reflection, session)
        observation = self._beside(Observation, session)
        draft = replace(
            self._blank(again),
            reflection=Reflection(
                id=new_id(), family=family, session=again.id, text=reflection.text if reflection else ""
            ),
        )
        if observation:
            draft = replace(draft, observation=replace(draft.observation, ratings=observation.ratings))
        self.keep(draft, Place(field="baby"))
        wrong: list[object] = [record for record in (session, reflection, observation) if record is not None]
        visit = [v for v in self._ledger.vault.all(Visit, family=session.family) if v.session == session.id]
        changes = [Change(record=record, lifecycle=Lifecycle.ENTERED_IN_ERROR) for record in wrong]
        changes += [
            Change(
                record=replace(v, state=VisitState.PLANNED, attendance=None, session=""), lifecycle=Lifecycle.AMENDED
            )
            for v in visit
        ]
        # What waits to leave was made from this note under the wrong family's code: it goes back in the same step.
        back = self._sealing.put_back(lambda item: session.id in item.sessions)
        changes += [Change(record=item, lifecycle=Lifecycle.AMENDED) for item in back]
        self._ledger.commit("note entered in error", changes, family=session.family, subject=session.id, reason=reason)
        return draft

    def previous_scores(self, family: str, before: datetime) -> Mapping[Dimension, int]:
        """Return the last rating of each dimension before a moment, for the words "was 2"."""
        vault = self._ledger.vault
        when = {session.id: session.starts for session in vault.all(Session, family=family)}
        scores: dict[Dimension, int] = {}
        seen = [o for o in vault.all(Observation, family=family) if when.get(o.session, before) < before]
        for observation in sorted(seen, key=lambda item: when[item.session]):
            scores |= {r.dimension: r.score for r in observation.ratings if r.score is not None}
        return scores

    def _blank(self, session: Session) -> NoteDraft:
        return NoteDraft(
            session=session,
            reflection=Reflection(id=new_id(), family=session.family, session=session.id),
            observation=Observation(
                id=new_id(),
                family=session.family,
                session=session.id,
                ratings=tuple(Rating(dimension=dimension) for dimension in Dimension),
            ),
        )

    def _babies(self, family: str) -> tuple[str, ...]:
        return tuple(person.id for person in living(self._ledger.circle(family).infants))

    def _begun_again(self, session: Session, family: str) -> NoteDraft:
        for kept in self.drafts():
            if kept.note.session.rewritten_from == session.id and kept.note.session.family == family:
                return kept.note
        raise Refused(
            "This note was entered in error, and has been begun again already.",
            safe="Both stay as they are, and nothing was changed.",
            todo="Go on with the note in the family where it was begun again, or bring its draft back from there.",
        )

    def _refuse_second(self, visit: Visit) -> None:
        for session in self._ledger.vault.all(Session, family=visit.family):
            if session.visit == visit.id:
                raise Refused(
                    f"This visit has been written up already: {session.title}, {short_day(session.starts.date())}.",
                    safe="That note is kept as it was signed.",
                    todo="Open that note. You can add an amendment to it.",
                )

    def _consequences(self, session: Session) -> Sequence[object]:
        """Return what else a signature changes: the visit is held, and a waiting family has begun.

        A visit that was removed meanwhile stays removed, and one with another note stays with that.
        """
        changed: list[object] = []
        planned = [v for v in self._ledger.vault.all(Visit, family=session.family) if v.id == session.visit]
        for visit in planned:
            if visit.session in ("", session.id):
                state = VisitState.HELD if session.attendance.held else VisitState.MISSED
                changed.append(replace(visit, state=state, attendance=session.attendance, session=session.id))
        family = self._ledger.vault.get(Family, session.family)
        if session.attendance.held and family.status in (FamilyStatus.REFERRED, FamilyStatus.WAITING):
            changed.append(replace(family, status=FamilyStatus.ACTIVE))
        return changed

    def _beside(self, cls: type[Beside], session: Session) -> Beside | None:
        # What was entered in error stays legible, so it is looked for as well.
        for found in self._ledger.vault.all_stored(cls, family=session.family):
            if found.record is not None and found.record.session == session.id:
                return found.record
        return None


def _kept(kept: Kept[NoteDraft]) -> KeptDraft:
    return KeptDraft(note=kept.words, place=kept.place, started=kept.started, saved=kept.saved)
