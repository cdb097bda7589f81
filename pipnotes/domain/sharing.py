"""What goes to and comes from a supervisor, as it is kept in a vault."""

from __future__ import annotations

from datetime import date, datetime

from pipnotes.domain.codes import OutgoingState, Word
from pipnotes.domain.fields import Kind, Share, note, part, record


@part
class Ruling:
    """The therapist's word on one place in a summary, which counts while those words still stand there."""

    start: int = note("From", Kind.NUMBER, Share.NEVER)
    end: int = note("To", Kind.NUMBER, Share.NEVER)
    quote: str = note("Words", Kind.LINE, Share.NEVER)
    word: Word = note("Answer", Kind.CHOICE, Share.NEVER, choices=Word)


@part
class TraitAnswer:
    """The therapist's word on something that singles a family out among those one reader holds."""

    reader: str = note("Reader", Kind.LINK, Share.NEVER)
    trait: str = note("What", Kind.LINE, Share.NEVER)
    word: Word = note("Answer", Kind.CHOICE, Share.NEVER, choices=Word)


@record("summary")
class SummaryText:
    """The author's text of a summary, with names, before it is pseudonymised; edited like a note."""

    id: str = note("Id", Kind.LINK, Share.NEVER)
    family: str = note("Family", Kind.LINK, Share.NEVER)
    text: str = note("Text", Kind.PROSE, Share.REVIEWED, default="")
    sessions: tuple[str, ...] = note("Made from", Kind.LINK, Share.NEVER, default=())
    rulings: tuple[Ruling, ...] = note("Answers", Kind.PARTS, Share.NEVER, default=())
    traits: tuple[TraitAnswer, ...] = note("Answers about the family", Kind.PARTS, Share.NEVER, default=())


@record("contact")
class Contact:
    """Somebody whose card was checked face to face or by the service; only contacts can be sent to or heard from."""

    id: str = note("Id", Kind.LINK, Share.NEVER)
    name: str = note("Name", Kind.LINE, Share.NEVER)
    role: str = note("Role", Kind.LINE, Share.NEVER)
    card: bytes = note("Card", Kind.PARTS, Share.NEVER)
    words: str = note("Comparison words", Kind.LINE, Share.NEVER)
    checked: datetime = note("Checked", Kind.MOMENT, Share.NEVER)
    revoked: datetime | None = note("No longer trusted", Kind.MOMENT, Share.NEVER, default=None)
    why: str = note("Why no longer trusted", Kind.LINE, Share.NEVER, default="")
    listed: int = note("Last roster that names it", Kind.NUMBER, Share.NEVER, default=0)
    by_service: bool = note("Accepted from a roster", Kind.CHOICE, Share.NEVER, default=False)


@record("outgoing")
class Outgoing:
    """One approved and sealed parcel for one contact: it waits here until it is sent, and is kept afterwards."""

    id: str = note("Id", Kind.LINK, Share.NEVER)
    family: str = note("Family", Kind.LINK, Share.NEVER, default="")
    contact: str = note("To", Kind.LINK, Share.NEVER)
    what: str = note("What", Kind.LINE, Share.NEVER)
    digest: str = note("Digest of the approved content", Kind.LINE, Share.NEVER)
    content: bytes = note("Approved content", Kind.PARTS, Share.NEVER)
    sequence: int = note("Sequence", Kind.NUMBER, Share.NEVER)
    name: str = note("Name in the mailbox", Kind.LINE, Share.NEVER)
    parcel: bytes = note("Sealed bytes", Kind.PARTS, Share.NEVER)
    sessions: tuple[str, ...] = note("Made from", Kind.LINK, Share.NEVER, default=())
    state: OutgoingState = note("State", Kind.CHOICE, Share.NEVER, choices=OutgoingState, default=OutgoingState.WAITING)
    approved: datetime = note("Approved", Kind.MOMENT, Share.NEVER)
    sent: datetime | None = note("Sent", Kind.MOMENT, Share.NEVER, default=None)
    trace: str = note("Digest of sealed bytes that were destroyed", Kind.LINK, Share.NEVER, default="")
    receipt: datetime | None = note("Destroyed by its reader", Kind.MOMENT, Share.NEVER, default=None)


@record("sealed-file")
class SealedFile:
    """One approved summary that left as a file under a password, for a reader who has no PipNotes.

    It cannot be asked back by a parcel: who has the file must be asked by word of mouth to delete it.
    """

    id: str = note("Id", Kind.LINK, Share.NEVER)
    family: str = note("Family", Kind.LINK, Share.NEVER)
    reader: str = note("For", Kind.LINK, Share.NEVER)
    name: str = note("Name of the reader", Kind.LINE, Share.NEVER)
    digest: str = note("Digest of the approved content", Kind.LINE, Share.NEVER)
    content: bytes = note("Approved content", Kind.PARTS, Share.NEVER)
    sessions: tuple[str, ...] = note("Made from", Kind.LINK, Share.NEVER, default=())
    sha256: str = note("Digest of the file", Kind.LINE, Share.NEVER)
    at: datetime = note("Made", Kind.MOMENT, Share.NEVER)
    taken_back: datetime | None = note("Taken back", Kind.MOMENT, Share.NEVER, default=None)


@record("supervision")
class TalkedOver:
    """One family talked over in supervision, in the therapist's own record: with whom, when, and what came of it."""

    id: str = note("Id", Kind.LINK, Share.NEVER)
    family: str = note("Family", Kind.LINK, Share.NEVER)
    contact: str = note("Reader", Kind.LINK, Share.NEVER, default="")
    name: str = note("With", Kind.LINE, Share.NEVER)
    on: date = note("On", Kind.DAY, Share.NEVER)
    words: str = note("What came of it", Kind.PROSE, Share.NEVER, default="")


@part
class Retracted:
    """A code that its sender took back, and with which parcel: what was sealed before it is not held again."""

    code: str = note("Code name", Kind.LINE, Share.CODED)
    sequence: int = note("Sequence", Kind.NUMBER, Share.NEVER)


@record("incoming")
class Incoming:
    """How far we have read one contact's parcels, so that a gap, a replay or a rollback shows."""

    id: str = note("Id", Kind.LINK, Share.NEVER)
    progress: bytes = note("Progress", Kind.PARTS, Share.NEVER)
    retracted: tuple[Retracted, ...] = note("Taken back", Kind.PARTS, Share.NEVER, default=())
    at: datetime = note("Read on", Kind.MOMENT, Share.NEVER)


@record("held-summary")
class HeldSummary:
    """What a supervisor holds about one family: a code name and never a name."""

    id: str = note("Id", Kind.LINK, Share.NEVER)
    code: str = note("Code name", Kind.LINE, Share.CODED)
    contact: str = note("From", Kind.LINK, Share.NEVER)
    content: bytes = note("Summary", Kind.PARTS, Share.REVIEWED)
    text: str = note("Text", Kind.PROSE, Share.REVIEWED, default="")
    sequence: int = note("Sequence", Kind.NUMBER, Share.NEVER, default=0)
    received: datetime = note("Received", Kind.MOMENT, Share.NEVER)
    read: datetime | None = note("Read", Kind.MOMENT, Share.NEVER, default=None)
    discussed: datetime | None = note("Discussed", Kind.MOMENT, Share.NEVER, default=None)
    on_agenda: bool = note("On the agenda", Kind.CHOICE, Share.NEVER, default=False)


@record("comment")
class CommentRecord:
    """One line of the conversation about a family, on either laptop."""

    id: str = note("Id", Kind.LINK, Share.NEVER)
    family: str = note("Family", Kind.LINK, Share.NEVER, default="")
    code: str = note("Code name", Kind.LINE, Share.CODED)
    contact: str = note("With", Kind.LINK, Share.NEVER)
    author: str = note("By", Kind.LINE, Share.CODED)
    mine: bool = note("Written here", Kind.CHOICE, Share.NEVER)
    week: int = note("Week", Kind.NUMBER, Share.CODED)
    text: str = note("Comment", Kind.PROSE, Share.REVIEWED)
    at: datetime = note("At", Kind.MOMENT, Share.NEVER)
    read: datetime | None = note("Read", Kind.MOMENT, Share.NEVER, default=None)
