"""Finding things again: what a search came upon, told as a person would say it, and the name that was meant."""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from datetime import date

from pipnotes.casebook.ledger import Ledger
from pipnotes.domain.attachment import Attachment
from pipnotes.domain.circle import Circle
from pipnotes.domain.ending import EndingPlan, FollowUp, Letter
from pipnotes.domain.family import Family, Person, Referral
from pipnotes.domain.fields import KINDS
from pipnotes.domain.retention import Hold
from pipnotes.domain.work import Concern, Goal, Observation, Reflection, Session, Visit
from pipnotes.vault import Hit

_TITLES: dict[type[object], str] = {
    Attachment: "Paper",
    Hold: "Held record",
    Letter: "Letter",
    Family: "Family",
    Referral: "Referral",
    Goal: "Hope",
    Concern: "Concern",
    EndingPlan: "Ending",
    FollowUp: "Follow-up call",
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Found:
    """One place where the words stand; `session` is the note it belongs to, if it belongs to one."""

    kind: str
    circle: Circle
    title: str
    on: date | None
    snippet: str
    session: str = ""


class Finding:
    """Look for words in everything that is written."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    def look(self, words: str, *, limit: int = 50) -> list[Found]:
        """Return where the words stand in the families' records, best first, each record once."""
        circles = {circle.family.id: circle for circle in self._ledger.circles()}
        hits = self._ledger.vault.search(words, limit=limit)
        return [self._told(hit, circles[hit.family]) for hit in hits if hit.family in circles]

    def meant(self, words: str) -> str:
        """Return the name in the caseload that is spelt most like a word for which nothing was found, or nothing."""
        names = {
            name
            for person in self._ledger.vault.all(Person)
            for name in (person.given, person.surname, person.known_as)
            if name
        }
        folded = {name.casefold(): name for name in names}
        near = difflib.get_close_matches(words.strip().casefold(), folded, n=1, cutoff=0.7)
        return folded[near[0]] if near else ""

    def _told(self, hit: Hit, circle: Circle) -> Found:
        record = self._ledger.vault.get(KINDS[hit.kind], hit.record)
        title, on, session = self._facts(record)
        snippet = hit.snippet
        if isinstance(record, Person):
            snippet = ", ".join(part for part in (record.full_name, *record.aliases, record.organisation) if part)
        return Found(kind=hit.kind, circle=circle, title=title, on=on, snippet=snippet, session=session)

    def _facts(self, record: object) -> tuple[str, date | None, str]:
        if isinstance(record, Session):
            return record.title, record.starts.date(), record.id
        if isinstance(record, Reflection | Observation):
            note = self._ledger.vault.get(Session, record.session)
            of = "My reflection" if isinstance(record, Reflection) else "Seen between them"
            return f"{of}, {note.title[:1].lower()}{note.title[1:]}", note.starts.date(), note.id
        if isinstance(record, Person):
            told = record.relation or record.profession or record.role.label
            return told[:1].upper() + told[1:], None, ""
        if isinstance(record, Visit):
            return record.how.label, record.starts.date(), ""
        days = ("dated", "received", "set_on", "due", "on", "placed")
        day = next((getattr(record, name) for name in days if hasattr(record, name)), None)
        return _TITLES.get(type(record), "Record"), day, ""
