"""What a supervisor holds and says, and what comes back to the therapist: codes and roles, never a name."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from pipnotes.casebook import comment_names, what_left
from pipnotes.casebook.agendas import Agendas
from pipnotes.casebook.consents import Consents
from pipnotes.casebook.contacts import Contacts
from pipnotes.casebook.drafts import Drafts, Place
from pipnotes.casebook.held import Held
from pipnotes.casebook.ledger import Ledger, new_id
from pipnotes.casebook.post import Post
from pipnotes.casebook.sealing import COMMENT
from pipnotes.casebook.talked_over import SupervisionLog
from pipnotes.domain.circle import Circle
from pipnotes.domain.codes import ConsentPurpose, OutgoingState
from pipnotes.domain.family import Family
from pipnotes.domain.sharing import CommentRecord, Contact, HeldSummary, Outgoing
from pipnotes.domain.summary import Comment, Summary
from pipnotes.errors import Refused, WrongUse
from pipnotes.exchange.wire import decode, encode
from pipnotes.vault import DraftKey

__all__ = ["Conversation", "Held", "Supervision"]

KIND = "comment"


@dataclass(frozen=True, kw_only=True, slots=True)
class Conversation:
    """Everything that was said with one reader about one family, on the therapist's side, the earliest first."""

    code: str
    contact: str
    sender: str
    circle: Circle | None
    comments: tuple[CommentRecord, ...]

    @property
    def unread(self) -> tuple[CommentRecord, ...]:
        """Return what has come and was not read yet."""
        return tuple(comment for comment in self.comments if not comment.mine and comment.read is None)

    @property
    def about(self) -> str:
        """Return the name under which an answer is kept while it is written: never that of another reader."""
        return _answer_to(self.circle.family.id if self.circle else self.code, self.contact)


class Supervision:
    """Read, answer and talk over summaries."""

    def __init__(self, ledger: Ledger, contacts: Contacts, post: Post) -> None:
        self._ledger = ledger
        self._contacts = contacts
        self._post = post
        self._consents = Consents(ledger)
        self._drafts = Drafts(ledger, KIND, str)
        self.agendas = Agendas(ledger, self.held)
        self.log = SupervisionLog(ledger)

    def held(self) -> list[Held]:
        """Return every family this vault holds a summary of, those with something unread first, then the latest."""
        names = {contact.id: contact.name for contact in self._ledger.vault.all(Contact)}
        said = self._ledger.vault.all(CommentRecord)
        found = []
        for record in self._ledger.vault.all(HeldSummary):
            summary = decode(record.content)
            assert isinstance(summary, Summary)
            # Code names are drawn in each vault alone, so two therapists may have the same one.
            talk = [c for c in said if (c.contact, c.code) == (record.contact, record.code)]
            talk.sort(key=lambda comment: comment.at)
            found.append(
                Held(record=record, summary=summary, sender=names.get(record.contact, ""), comments=tuple(talk))
            )
        found.sort(key=lambda item: item.record.received, reverse=True)
        return sorted(found, key=lambda item: not item.is_new)

    def find(self, code: str, sender: str = "") -> Held:
        """Return what is held under a code name, of one sender by name or fingerprint.

        WrongUse when there is nothing, or when two senders use the code name and none was named.
        """
        found = [item for item in self.held() if item.record.code.casefold() == code.casefold()]
        if sender:
            found = [i for i in found if sender.casefold() in (i.sender.casefold(), i.record.contact.casefold())]
        if len(found) == 1:
            return found[0]
        if found:
            raise WrongUse(
                "More than one therapist uses that code name.",
                safe="Nothing was changed.",
                todo="Name the sender as well, or give the fingerprint that stands on their card.",
            )
        raise WrongUse(
            "Nothing is held under that code name.",
            safe="Nothing was changed.",
            todo="List the summaries to see their code names, and who sent them.",
        )

    def read(self, item: Held) -> None:
        """Mark a summary and what was said about it as read; no change when all of it was read before."""
        now = self._ledger.now()
        records: list[object] = [replace(item.record, read=now)] if item.record.read is None else []
        records += [replace(comment, read=now) for comment in item.unread]
        if records:
            self._ledger.write("summary read", *records, subject=item.record.code)

    def discussed(self, item: Held) -> None:
        """Mark a summary as talked over, which takes it off the agenda."""
        done = replace(item.record, discussed=self._ledger.now(), on_agenda=False)
        self._ledger.write("summary talked over", done, subject=item.record.code)

    def on_agenda(self, item: Held, wanted: bool) -> None:
        """Put a summary on the agenda for the next supervision, or take it off."""
        self._ledger.write("agenda changed", replace(item.record, on_agenda=wanted), subject=item.record.code)

    def comment(self, item: Held, text: str, *, confirmed: bool = False, from_box: bool = True) -> CommentRecord:
        """Write a comment to the sender of a summary, checked for names, and queue it.

        Raises Refused for a name, and LookAgain for words that could be one until they are `confirmed`. With
        `from_box` the text is what was being written here; from elsewhere, other half-written words stay.
        """
        comment_names.check(self._ledger, self._contacts, text, "", confirmed=confirmed)
        contact = self._ledger.vault.get(Contact, item.record.contact)
        drops = self._drops(item.record.id, text, from_box)
        return self._say(contact, item.record.code, item.summary.week, text, drops=drops)

    def answer(
        self, family: Family, text: str, *, to: str = "", confirmed: bool = False, from_box: bool = True
    ) -> CommentRecord:
        """Answer the last comment on a family, or the last of one reader (`to`, a contact's id), as its therapist.

        Raises what `comment` does, and Refused without the family's yes.
        """
        said = [c for c in self.thread(family.id) if not c.mine and to in ("", c.contact)]
        if not said:
            raise WrongUse(
                "There is no comment on this family to answer yet.",
                safe="Nothing was changed.",
                todo="Fetch from the mailbox first.",
            )
        if not self._consents.given(family.id, ConsentPurpose.SUPERVISION):
            raise Refused(
                "The family has not agreed to sharing with a supervisor, or has taken its yes back.",
                safe="Your words are still here, and nothing was sealed.",
                todo="Ask the family, and write down what they say under Consent and sharing.",
            )
        comment_names.check(self._ledger, self._contacts, text, family.id, confirmed=confirmed)
        contact = self._ledger.vault.get(Contact, said[-1].contact)
        drops = self._drops(_answer_to(family.id, contact.id), text, from_box)
        return self._say(contact, family.code, said[-1].week, text, family.id, drops=drops)

    def keep(self, about: str, text: str, family: str | None = None) -> datetime:
        """Keep a comment that is being written, durably; `about` is the held summary's id or the conversation's."""
        return self._drafts.keep(about, family, text, Place())

    def kept(self, about: str) -> str:
        """Return the comment that is being written, as it was last kept; empty when there is none."""
        kept = self._drafts.one(about)
        return kept.words if kept else ""

    def conversations(self) -> list[Conversation]:
        """Return what was said with each reader about each family, what is unread first, then the latest."""
        said: dict[tuple[str, str], list[CommentRecord]] = {}
        for comment in sorted(self._ledger.vault.all(CommentRecord), key=lambda comment: comment.at):
            # Code names are drawn in each vault alone, so two senders may mean two families by the same one.
            said.setdefault((comment.contact, comment.code), []).append(comment)
        circles = {circle.family.code: circle for circle in self._ledger.circles()}
        names = {contact.id: contact.name for contact in self._ledger.vault.all(Contact)}
        found = [
            Conversation(
                code=code,
                contact=contact,
                sender=names.get(contact, ""),
                circle=circles.get(code),
                comments=tuple(comments),
            )
            for (contact, code), comments in said.items()
        ]
        found.sort(key=lambda talk: talk.comments[-1].at, reverse=True)
        return sorted(found, key=lambda talk: not talk.unread)

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

    def put_back(self, comment: CommentRecord) -> bool:
        """Return whether one of our comments was put back: a name in it became known before it left."""
        items = self._ledger.vault.all(Outgoing, family=comment.family or None)
        return any(item.digest == comment.id and item.state is OutgoingState.PUT_BACK for item in items)

    def last_shared(self, family: str) -> datetime | None:
        """Return when a summary of a family was last approved that was not taken or put back since."""
        return max((one.at for one in what_left.summaries(self._ledger, family)), default=None)

    def _drops(self, about: str, text: str, from_box: bool) -> DraftKey | None:
        """Return the half-written words that go with what is said: never others, which somebody is still writing."""
        return self._drafts.key(about) if from_box or self.kept(about).strip() == text.strip() else None

    def _say(
        self, contact: Contact, code: str, week: int, text: str, family: str = "", *, drops: DraftKey | None
    ) -> CommentRecord:
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
        self._post.queue(
            contact,
            COMMENT,
            encode(comment),
            family=family,
            digest=comment.id,
            records=(record,),
            drops=drops,
        )
        return record


def _answer_to(about: str, contact: str) -> str:
    return f"{about} {contact}"
