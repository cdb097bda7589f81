"""What a supervisor holds and says, and what comes back to the therapist: codes and roles, never a name."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

import msgspec

from pipnotes.casebook.contacts import Contacts
from pipnotes.casebook.ledger import Ledger, new_id
from pipnotes.casebook.post import Post
from pipnotes.domain.family import Family
from pipnotes.domain.sharing import CommentRecord, Contact, HeldSummary, Outgoing
from pipnotes.domain.summary import Comment, Summary
from pipnotes.errors import Refused, WrongUse
from pipnotes.exchange.wire import decode, encode
from pipnotes.pseudonymise import CaseIdentities, Pseudonymiser


@dataclass(frozen=True, kw_only=True, slots=True)
class Held:
    """One family as a supervisor knows it, with the conversation about it, the earliest first."""

    record: HeldSummary
    summary: Summary
    sender: str
    comments: tuple[CommentRecord, ...]

    def as_data(self) -> dict[str, object]:
        """Return the summary as plain values, as it came."""
        data: dict[str, object] = msgspec.to_builtins(self.summary)
        return data


class Supervision:
    """Read, answer and talk over summaries."""

    def __init__(self, ledger: Ledger, contacts: Contacts, post: Post) -> None:
        self._ledger = ledger
        self._contacts = contacts
        self._post = post

    def held(self) -> list[Held]:
        """Return every family this vault holds a summary of, unread first, then the latest."""
        names = {contact.id: contact.name for contact in self._ledger.vault.all(Contact)}
        said = self._ledger.vault.all(CommentRecord)
        found = []
        for record in self._ledger.vault.all(HeldSummary):
            summary = decode(record.content)
            assert isinstance(summary, Summary)
            comments = sorted((c for c in said if c.code == record.code), key=lambda comment: comment.at)
            found.append(
                Held(record=record, summary=summary, sender=names.get(record.contact, ""), comments=tuple(comments))
            )
        found.sort(key=lambda item: item.record.received, reverse=True)
        return sorted(found, key=lambda item: item.record.read is not None)

    def find(self, code: str) -> Held:
        """Return what is held under a code name; WrongUse when there is nothing."""
        for item in self.held():
            if item.record.code.casefold() == code.casefold():
                return item
        raise WrongUse(
            "Nothing is held under that code name.",
            safe="Nothing was changed.",
            todo="List the summaries to see their code names.",
        )

    def read(self, item: Held) -> None:
        """Mark a summary as read; no change when it was read before."""
        if item.record.read is None:
            self._ledger.write("summary read", replace(item.record, read=self._ledger.now()), subject=item.record.code)

    def discussed(self, item: Held) -> None:
        """Mark a summary as talked over, which takes it off the agenda."""
        done = replace(item.record, discussed=self._ledger.now(), on_agenda=False)
        self._ledger.write("summary talked over", done, subject=item.record.code)

    def on_agenda(self, item: Held, wanted: bool) -> None:
        """Put a summary on the agenda for the next supervision, or take it off."""
        self._ledger.write("agenda changed", replace(item.record, on_agenda=wanted), subject=item.record.code)

    def comment(self, item: Held, text: str) -> CommentRecord:
        """Write a comment to the sender of a summary, checked for names, and queue it."""
        contact = self._ledger.vault.get(Contact, item.record.contact)
        return self._say(contact, item.record.code, item.summary.week, text)

    def answer(self, family: Family, text: str) -> CommentRecord:
        """Answer the last comment on a family, as its therapist."""
        said = [c for c in self.thread(family.id) if not c.mine]
        if not said:
            raise WrongUse(
                "There is no comment on this family to answer yet.",
                safe="Nothing was changed.",
                todo="Fetch from the mailbox first.",
            )
        return self._say(self._ledger.vault.get(Contact, said[-1].contact), family.code, said[-1].week, text, family.id)

    def thread(self, family: str) -> list[CommentRecord]:
        """Return the conversation about a family on the therapist's side, the earliest first."""
        return sorted(self._ledger.vault.all(CommentRecord, family=family), key=lambda comment: comment.at)

    def unread(self) -> list[CommentRecord]:
        """Return the comments that have come and not been read, the earliest first."""
        new = [c for c in self._ledger.vault.all(CommentRecord) if not c.mine and c.read is None]
        return sorted(new, key=lambda comment: comment.at)

    def seen(self, comment: CommentRecord) -> None:
        """Mark a comment as read."""
        if comment.read is None and not comment.mine:
            done = replace(comment, read=self._ledger.now())
            self._ledger.write("comment read", done, family=comment.family or None, subject=comment.code)

    def waiting(self, comment: CommentRecord) -> bool:
        """Return whether one of our comments is still in the outbox."""
        return any(item.digest == comment.id for item in self._post.waiting())

    def last_shared(self, family: str) -> datetime | None:
        """Return when a summary of a family was last approved."""
        items = [o for o in self._ledger.vault.all(Outgoing, family=family) if o.what == "summary"]
        return max((item.approved for item in items), default=None)

    def _say(self, contact: Contact, code: str, week: int, text: str, family: str = "") -> CommentRecord:
        self._free_of_names(text)
        comment = Comment(id=new_id(), code=code, author=self._ledger.me.name, week=week, text=text.strip())
        record = CommentRecord(
            id=comment.id,
            family=family,
            code=code,
            contact=contact.id,
            author=comment.author,
            mine=True,
            week=week,
            text=comment.text,
            at=self._ledger.now(),
        )
        self._post.queue(contact, "comment", encode(comment), family=family, digest=comment.id, records=(record,))
        return record

    def _free_of_names(self, text: str) -> None:
        """Refuse a comment that holds a name: of people it may name only the two who are talking."""
        if not text.strip():
            raise WrongUse("There is nothing to say yet.", safe="Nothing was changed.", todo="Write a few words.")
        talking = [self._ledger.me.name, *(contact.name for contact in self._contacts.all())]
        own = {part.casefold() for name in talking for part in (name, *name.split())}
        found = Pseudonymiser(CaseIdentities(people=())).run(text)
        names = [r for r in found.replacements if text[r.start : r.end].casefold().removesuffix("'s") not in own]
        if names:
            raise Refused(
                f"This looks like a name or a place, in {len(names)} of the words.",
                safe="Your words are still here, and nothing was sealed.",
                todo="Use code names and roles instead, for instance Wren 14 or [mother].",
            )
