"""What became of a signed note: its amendments word by word, its seal, where it was used, and one still being typed."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from difflib import SequenceMatcher
from enum import Enum

from pipnotes.casebook.drafts import Drafts, Place
from pipnotes.casebook.ledger import Ledger
from pipnotes.casebook.notes import Notes, SignedNote
from pipnotes.domain.codes import OutgoingState
from pipnotes.domain.sharing import Outgoing
from pipnotes.domain.words import counted, short_day
from pipnotes.domain.work import SECTIONS, Session
from pipnotes.errors import Refused, WrongUse
from pipnotes.vault import Lifecycle, Stored

KIND = "amendment"
# What an amendment is called before its reason; the two are kept together as "A correction: the day was wrong".
TITLES = ("A correction", "Something left out")


class State(Enum):
    """What became of a stretch of words since they were first signed."""

    KEPT = "kept"
    ADDED = "added"
    STRUCK = "struck"


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of words of a section, and what became of it."""

    text: str
    state: State


@dataclass(frozen=True, kw_only=True, slots=True)
class Amendment:
    """One change of a signed note: when, by whom, why, and which sections changed how much."""

    at: datetime
    by: str
    title: str
    why: str
    parts: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class AmendmentDraft:
    """An amendment that is being typed: the sections as they will read, and its reason."""

    words: Mapping[str, str] = field(default_factory=dict)
    title: str = TITLES[0]
    why: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Seal:
    """The digest of a note's latest version, and whether all its versions still are what was signed."""

    digest: str
    unchanged: bool

    @property
    def short(self) -> str:
        """Return the first eight digits in two groups, as they are read out."""
        return f"{self.digest[:4]} {self.digest[4:8]}".upper()


@dataclass(frozen=True, kw_only=True, slots=True)
class Use:
    """One place to which the words of a note have gone."""

    icon: str
    words: str


class Amendments:
    """Tell, begin, keep and sign the amendments of signed notes."""

    def __init__(self, ledger: Ledger, notes: Notes) -> None:
        self._ledger = ledger
        self._notes = notes
        self._drafts = Drafts(ledger, KIND, AmendmentDraft)

    def told(self, note: SignedNote) -> tuple[Amendment, ...]:
        """Return the amendments of a note, the newest first."""
        found = []
        for before, after in zip(note.versions, note.versions[1:], strict=False):
            if after.lifecycle is Lifecycle.AMENDED:
                title, why = _reason(after.reason)
                parts = _changes(_session(before), _session(after))
                found.append(Amendment(at=after.at, by=after.by, title=title, why=why, parts=parts))
        return tuple(reversed(found))

    def reads(self, note: SignedNote) -> Mapping[str, tuple[Piece, ...]]:
        """Return every section with all the words that ever stood in it, the first ones struck and not gone."""
        versions = [_session(version) for version in note.versions]
        return {part: folded([getattr(session, part) for session in versions]) for part, _ in SECTIONS}

    def draft(self, session: str) -> tuple[AmendmentDraft, Place] | None:
        """Return the amendment that is being typed for a note, with the writer's place in it."""
        kept = self._drafts.one(session)
        return (kept.words, kept.place) if kept else None

    def keep(self, session: Session, draft: AmendmentDraft, place: Place) -> datetime:
        """Keep an amendment as it is typed, durably; return when."""
        return self._drafts.keep(session.id, session.family, draft, place)

    def set_aside(self, session: Session) -> None:
        """Set an unfinished amendment aside; it is kept for 30 days."""
        self._drafts.set_aside(session.id)

    def is_set_aside(self, session: str) -> bool:
        """Return whether an unfinished amendment of this note can be brought back."""
        return any(kept.id == session for kept in self._drafts.aside())

    def bring_back(self, session: Session) -> None:
        """Bring back the unfinished amendment that was set aside last."""
        self._drafts.bring_back(session.id)

    def sign(self, session: Session, draft: AmendmentDraft) -> Session:
        """Add an amendment to a note; its draft is done.

        Raises WrongUse when no word has changed, or when the reason is missing.
        """
        words = {part: draft.words[part] for part, _ in SECTIONS if part in draft.words}
        changed = {part: text for part, text in words.items() if text != getattr(session, part)}
        if not changed:
            raise WrongUse(
                "No word of the note has changed.",
                safe="The note stays as it was signed.",
                todo="Change the words that need it, or leave the note as it is.",
            )
        why = draft.why.strip()
        return self.amend(session, changed, f"{draft.title}: {why}" if why else "")

    def amend(self, session: Session, words: Mapping[str, str], reason: str) -> Session:
        """Change sections of a signed note; the first words stay legible and the reason is kept with the change.

        Raises WrongUse without a reason, and Refused for a note entered in error, which an amendment would bring back.
        """
        if not reason.strip():
            raise WrongUse(
                "An amendment needs its reason.",
                safe="What you typed is still here, and the note is unchanged.",
                todo="Say in a few words why the note changes.",
            )
        if self._notes.in_error(session):
            raise Refused(
                "This note was entered in error and is not part of the record any more.",
                safe="It stays readable as it was, and nothing was changed.",
                todo="Open the note in the family to which it belongs, and amend it there.",
            )
        unknown = set(words) - {part for part, _ in SECTIONS}
        if unknown:
            raise KeyError(sorted(unknown)[0])
        # `replace` takes any keywords, so that the sections named above can be given by name.
        amended = replace(session, **dict(words))  # type: ignore[arg-type]
        self._ledger.write(
            "note amended",
            amended,
            family=session.family,
            subject=session.id,
            reason=reason,
            drops=self._drafts.key(session.id),
        )
        return amended

    def seal(self, session: str) -> Seal:
        """Check all versions of a note against the vault now, and return the digest of the latest."""
        digest, unchanged = self._ledger.vault.sealed(session)
        return Seal(digest=digest, unchanged=unchanged)

    def uses(self, session: Session) -> tuple[Use, ...]:
        """Return where the words of a note have gone: summaries made from it, and paper."""
        made = [o for o in self._ledger.vault.all(Outgoing, family=session.family) if session.id in o.sessions]
        uses = [Use(icon="send", words=_sharing(item)) for item in made] or [
            Use(icon="send", words="In no supervision summary")
        ]
        printed = [
            done
            for done in self._ledger.vault.contributions(family=session.family)
            if done.action == "note printed" and done.subject == session.id
        ]
        on = f"Printed {short_day(printed[-1].at.date())}" if printed else "Never printed"
        more = f", {counted(len(printed), 'time')}" if len(printed) > 1 else ""
        return (*uses, Use(icon="printer", words=on + more))

    def printed(self, session: Session) -> None:
        """Write down that a note goes to paper; called before it does, so that none leaves unseen."""
        self._ledger.write("note printed", family=session.family, subject=session.id)

    def written_again(self, session: str) -> str:
        """Return the id of the note, or draft, in which a note that was in the wrong family was begun again."""
        again = [kept.note.session for kept in self._notes.drafts()] + self._ledger.vault.all(Session)
        return next((one.id for one in again if one.rewritten_from == session), "")


def folded(texts: Sequence[str]) -> tuple[Piece, ...]:
    """Return the versions of one text as one reading: what stayed, what was struck and what was added, word by word."""
    pieces = [Piece(word, State.KEPT) for word in _words(texts[0])] if texts else []
    for text in texts[1:]:
        pieces = _fold(pieces, _words(text))
    return _joined(pieces)


def _fold(pieces: Sequence[Piece], words: Sequence[str]) -> list[Piece]:
    live = [at for at, piece in enumerate(pieces) if piece.state is not State.STRUCK]
    matcher = SequenceMatcher(None, [pieces[at].text for at in live], words, autojunk=False)
    result: list[Piece] = []
    done = 0
    for what, start, end, new_start, new_end in matcher.get_opcodes():
        until = live[end - 1] + 1 if end > start else live[start] if start < len(live) else len(pieces)
        for piece in pieces[done:until]:
            gone = what in ("replace", "delete") and piece.state is not State.STRUCK
            result.append(Piece(piece.text, State.STRUCK) if gone else piece)
        done = max(done, until)
        if what in ("replace", "insert"):
            result += [Piece(word, State.ADDED) for word in words[new_start:new_end]]
    return [*result, *pieces[done:]]


def _words(text: str) -> list[str]:
    """Return the words with the white space before each, so that joined they are the text again."""
    return re.findall(r"\s*\S+|\s+$", text)


def _joined(pieces: Sequence[Piece]) -> tuple[Piece, ...]:
    joined: list[Piece] = []
    for piece in pieces:
        if joined and joined[-1].state is piece.state:
            before = joined[-1].text
            # Words struck at different times may meet without the space that once stood between others.
            apart = piece.state is not State.STRUCK or before[-1:].isspace() or piece.text[:1].isspace()
            joined[-1] = Piece(before + ("" if apart else " ") + piece.text, piece.state)
        else:
            joined.append(piece)
    return tuple(joined)


def _changes(before: Session, after: Session) -> tuple[str, ...]:
    """Return what changed in each section, counted in words, so that it is told without repeating it."""
    told = []
    for part, heading in SECTIONS:
        if getattr(before, part) == getattr(after, part):
            continue
        pieces = folded([getattr(before, part), getattr(after, part)])
        gone = sum(len(piece.text.split()) for piece in pieces if piece.state is State.STRUCK)
        come = sum(len(piece.text.split()) for piece in pieces if piece.state is State.ADDED)
        said = [f"{counted(gone, 'word')} struck"] if gone else []
        said += [f"{counted(come, 'word')} added"] if come else []
        told.append(f"{heading}: {', '.join(said) or 'line breaks'}.")
    return tuple(told)


def _reason(reason: str) -> tuple[str, str]:
    title, colon, why = reason.partition(": ")
    return (title, why) if colon and title in TITLES else ("Amended", reason)


def _session(version: Stored[object]) -> Session:
    assert isinstance(version.record, Session)
    return version.record


def _sharing(item: Outgoing) -> str:
    sealed = f"Supervision summary, sealed {short_day(item.approved.date())}"
    if item.state is OutgoingState.SENT and item.sent is not None:
        return f"{sealed}, sent {short_day(item.sent.date())}"
    states = {OutgoingState.RETRACTED: "taken back", OutgoingState.PUT_BACK: "put back before it left"}
    return f"{sealed}, {states.get(item.state, 'waiting')}"
