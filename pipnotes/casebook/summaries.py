"""Summaries for supervision: begun from the signed notes, edited like a note, read as they will leave, approved."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from pipnotes import measures
from pipnotes.casebook import approval, gate, what_left
from pipnotes.casebook.afresh import ToApprove
from pipnotes.casebook.concerns import Concerns
from pipnotes.casebook.consents import Consents
from pipnotes.casebook.drafts import Drafts, Place
from pipnotes.casebook.endings import Endings
from pipnotes.casebook.guarding import Guard, answered, lasting
from pipnotes.casebook.hopes import Hopes
from pipnotes.casebook.ledger import Ledger, new_id
from pipnotes.casebook.post import Post
from pipnotes.casebook.previewing import Preview, SharingRow
from pipnotes.casebook.scores import Scores
from pipnotes.casebook.sealed_files import Sealed, SealedFiles, has_no_card
from pipnotes.casebook.sealing import SUMMARY
from pipnotes.casebook.wording import carried, compose
from pipnotes.domain.circle import Circle
from pipnotes.domain.codes import ConsentPurpose, Word
from pipnotes.domain.sharing import Contact, Outgoing, Ruling, SummaryText, TraitAnswer
from pipnotes.domain.summary import Summary
from pipnotes.domain.work import SECTIONS, Session
from pipnotes.errors import Refused
from pipnotes.exchange.wire import encode

__all__ = ["Preview", "SharingRow", "Summaries"]

KIND = "summary"


class Summaries:
    """Write, preview and approve what a supervisor reads."""

    def __init__(
        self,
        ledger: Ledger,
        post: Post,
        *,
        consents: Consents,
        endings: Endings,
        hopes: Hopes,
        scores: Scores,
        concerns: Concerns,
    ) -> None:
        self._ledger = ledger
        self._drafts = Drafts(ledger, KIND, SummaryText)
        self._post = post
        self._consents = consents
        self._endings = endings
        self._hopes = hopes
        self._scores = scores
        self._concerns = concerns
        self._guard = Guard(ledger)
        self.to_approve = ToApprove(ledger)
        self.files = SealedFiles(ledger, self._drafts)

    def rows(self) -> list[SharingRow]:
        """Return the families who agreed to supervision: begun ones first, then those with the most to share."""
        rows = [self._row(circle) for circle in self._ledger.circles() if self._agreed(circle.family.id)]
        return sorted(rows, key=lambda row: (not row.begun, -row.fresh))

    def draft(self, family: str) -> SummaryText | None:
        """Return the summary that is being written for a family, if there is one."""
        kept = self._drafts.one(family)
        return kept.words if kept else None

    def place(self, family: str) -> Place:
        """Return where the writer was."""
        kept = self._drafts.one(family)
        return kept.place if kept else Place()

    def start(self, family: str, sections: Sequence[str] = ()) -> SummaryText:
        """Begin a summary from chosen sections of the notes signed since the last one, or return the draft there is.

        Raises Refused without the family's yes, or when nothing has been signed since.
        """
        self._allowed(family)
        known = self.draft(family)
        if known is not None:
            return known
        notes = self.fresh_notes(family)
        if not notes:
            raise Refused(
                "There is no signed note to share yet.",
                safe="Nothing was changed, and nothing leaves.",
                todo="Sign a note of this family first, then write the summary.",
            )
        chosen = sections or [field for field, _ in SECTIONS]
        draft = SummaryText(
            id=new_id(),
            family=family,
            text="\n\n".join(_paragraph(note, chosen) for note in notes),
            sessions=tuple(note.id for note in notes),
            traits=self._lasting(family),
        )
        self.keep(draft, Place(field="text"))
        return draft

    def fresh_notes(self, family: str) -> list[Session]:
        """Return the signed notes that no approved summary was made from, the earliest first.

        When every note has been shared, the last one is returned, so that a summary can be written again.
        """
        notes = sorted(self._ledger.vault.all(Session, family=family), key=lambda session: session.starts)
        return self._not_shared(family, notes) or notes[-1:]

    def notes(self, draft: SummaryText) -> list[Session]:
        """Return the signed notes that a summary was begun from, the earliest first."""
        notes = self._ledger.vault.all(Session, family=draft.family)
        return sorted((note for note in notes if note.id in draft.sessions), key=lambda session: session.starts)

    def keep(self, draft: SummaryText, place: Place) -> datetime:
        """Keep a summary's text, durably, as it stands; return when."""
        return self._drafts.keep(draft.family, draft.family, draft, place)

    def reword(self, draft: SummaryText, text: str) -> SummaryText:
        """Return the draft with other words; the author's answers move along with the words they are about.

        An answer about words that were changed themselves is let go, so that it is asked again.
        """
        return replace(draft, text=text, rulings=carried(draft.rulings, draft.text, text))

    def rule(self, draft: SummaryText, ruling: Ruling) -> SummaryText:
        """Return the draft with the author's word on one place; a later word on the same place replaces it."""
        others = tuple(r for r in draft.rulings if (r.start, r.end) != (ruling.start, ruling.end))
        return replace(draft, rulings=(*others, ruling))

    def unrule(self, draft: SummaryText, start: int, end: int) -> SummaryText:
        """Return the draft without the author's word on one place."""
        return replace(draft, rulings=tuple(r for r in draft.rulings if (r.start, r.end) != (start, end)))

    def answer(self, draft: SummaryText, contact: Contact, key: str, word: Word | None) -> SummaryText:
        """Return the draft with the author's word on what singles the family out, or without one.

        `key` names a question, to let it stay, or a trait, to tell it more coarsely.
        """
        return replace(draft, traits=answered(draft.traits, contact, key, word))

    def discard(self, family: str) -> None:
        """Set a summary's draft aside; it is kept for 30 days."""
        self._drafts.set_aside(family)

    def set_aside(self, family: str) -> bool:
        """Return whether a summary of this family was set aside and can be brought back."""
        return bool(self._drafts.aside(family=family))

    def bring_back(self, family: str) -> SummaryText:
        """Bring back the summary that was set aside last; KeyError when there is none."""
        return self._drafts.bring_back(family).words

    def preview(self, draft: SummaryText, contact: Contact) -> Preview:
        """Return exactly what would leave for a recipient.

        Raises Refused without the family's yes, or when a note behind the summary was entered in error.
        """
        self._allowed(draft.family)
        self._still_stands(draft)
        engine = approval.engine(self._ledger, draft.family)
        wording = compose(draft.text, engine.run(draft.text), draft.rulings)
        guarded = self._guard.look(self._summary(draft.family, wording.text, contact), draft, contact)
        content = encode(guarded.summary)
        return Preview(
            draft=draft,
            wording=wording,
            guarded=guarded,
            contact=contact,
            digest=approval.digest(self._ledger, content, engine.digest, contact.id, draft.sessions),
        )

    def approve(self, draft: SummaryText, contact: Contact, digest: str) -> Outgoing:
        """Approve exactly what was previewed and seal it into the outbox.

        Raises Refused when anything changed since: a word, a note, a person, a rule, the recipient or the family's yes.
        """
        if has_no_card(contact):
            raise Refused(
                "This reader has no card, so that no parcel can be sealed for them.",
                safe="Nothing was sealed and nothing leaves.",
                todo="Save the summary as a file under a password, or exchange cards first.",
            )
        preview = self._approved(draft, contact, digest)
        return self._post.queue(
            contact,
            SUMMARY,
            encode(preview.summary),
            family=draft.family,
            digest=digest,
            sessions=draft.sessions,
            records=(draft,),
            drops=self._drafts.key(draft.family),
        )

    def seal_file(self, draft: SummaryText, contact: Contact, digest: str, password: str) -> Sealed:
        """Approve exactly what was previewed and return it as a file under a password; `files.left` makes it count.

        Raises what `approve` does, and WrongUse for a password that is easy to guess.
        """
        preview = self._approved(draft, contact, digest)
        return self.files.seal(preview.summary, draft, contact, digest, password)

    def withdraw_consent(self, family: str, people: Sequence[str] = (), words: str = "") -> int:
        """Take back the family's yes to supervision: what waits does not leave, what left is asked back.

        Returns how many retractions wait to be sent.
        """
        return self._consents.withdraw_supervision(family, people, words)

    def _approved(self, draft: SummaryText, contact: Contact, digest: str) -> Preview:
        preview = self.preview(draft, contact)
        if preview.digest != digest:
            raise Refused(
                "Something changed since you read this summary.",
                safe="Nothing was sealed and nothing leaves.",
                todo="Read what would leave once more, then approve it.",
            )
        return preview

    def _summary(self, family: str, text: str, contact: Contact) -> Summary:
        return gate.summary(
            self._ledger.circle(family),
            text=text,
            number=self._number(family, contact),
            sessions=self._ledger.vault.all(Session, family=family),
            hopes=self._hopes.of(family),
            responses=self._scores.of(family),
            cut_offs=_cut_offs(),
            concerns=self._concerns.of(family),
            plan=self._endings.plan(family),
            today=self._ledger.today(),
        )

    def _lasting(self, family: str) -> tuple[TraitAnswer, ...]:
        before = self._ledger.vault.all(SummaryText, family=family)
        return lasting(before[-1].traits) if before else ()

    def _row(self, circle: Circle) -> SharingRow:
        family = circle.family.id
        sent = [left.at for left in what_left.summaries(self._ledger, family)]
        return SharingRow(
            circle=circle,
            shared=max(sent, default=None),
            fresh=len(self._not_shared(family, self._ledger.vault.all(Session, family=family))),
            begun=self.draft(family) is not None,
        )

    def _not_shared(self, family: str, notes: Sequence[Session]) -> list[Session]:
        left = what_left.summaries(self._ledger, family)
        shared = {session for one in left for session in one.sessions}
        return [note for note in notes if note.id not in shared]

    def _agreed(self, family: str) -> bool:
        return self._consents.given(family, ConsentPurpose.SUPERVISION)

    def _allowed(self, family: str) -> None:
        if not self._agreed(family):
            raise Refused(
                "The family has not agreed to sharing with a supervisor, or has taken its yes back.",
                safe="Nothing leaves this laptop.",
                todo="Ask the family, and write down what they say under Consent and sharing.",
            )

    def _number(self, family: str, contact: Contact) -> int:
        return sum(one.reader == contact.id for one in what_left.summaries(self._ledger, family)) + 1

    def _still_stands(self, draft: SummaryText) -> None:
        if len(self.notes(draft)) < len(set(draft.sessions)):
            raise Refused(
                "A note behind this summary was entered in error, or is not this family’s any more.",
                safe="Nothing was sealed and nothing leaves. Your words are kept.",
                todo="Set this summary aside and begin it again from the notes that stand.",
            )


def _paragraph(note: Session, sections: Sequence[str]) -> str:
    words = [getattr(note, field).strip() for field, _ in SECTIONS if field in sections]
    return f"Meeting {note.number}. " + " ".join(part for part in words if part)


def _cut_offs() -> dict[str, int]:
    known = [measures.load(name) for name in measures.names()]
    return {measure.id: int(measure.cut_off.value) for measure in known if measure.cut_off is not None}
