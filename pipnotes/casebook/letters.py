"""The discharge letter: written section by section with the family, one copy for each who may have it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256

from pipnotes.casebook.consents import Consents
from pipnotes.casebook.drafts import Drafts, Place
from pipnotes.casebook.endings import Endings
from pipnotes.casebook.hopes import Hopes
from pipnotes.casebook.leaving import leaving
from pipnotes.casebook.ledger import Ledger, new_id
from pipnotes.casebook.letter_beginnings import CONSENT, Beginnings, called
from pipnotes.casebook.scores import Scores
from pipnotes.domain.circle import living
from pipnotes.domain.codes import Recipient
from pipnotes.domain.ending import Letter
from pipnotes.errors import Problem, Refused
from pipnotes.letters.checks import Check, Level, before_leaving
from pipnotes.letters.hints import Hint, HintKind, Named, read_as_parent
from pipnotes.letters.reading import reading_age
from pipnotes.letters.render import html, left_out, page_count, render

__all__ = ["KIND", "Check", "Hint", "HintKind", "Letters", "Level", "Printed"]

KIND = "letter"


@dataclass(frozen=True, kw_only=True, slots=True)
class Printed:
    """One copy of a letter as bytes, with what a script wants to know of it."""

    pdf: bytes
    pages: int
    left_out: tuple[str, ...]
    sha256: str


class Letters:
    """Draft, keep, sign and print the letter a family keeps."""

    def __init__(self, ledger: Ledger, *, consents: Consents, endings: Endings, hopes: Hopes, scores: Scores) -> None:
        self._ledger = ledger
        self._drafts = Drafts(ledger, KIND, Letter)
        self._consents = consents
        self._beginnings = Beginnings(ledger, consents=consents, endings=endings, hopes=hopes, scores=scores)

    def current(self, family: str) -> Letter | None:
        """Return the letter of a family as it stands: the draft if there is one, else the last that was signed."""
        begun = self._drafts.all(family=family)
        if begun:
            return begun[0].words
        signed = self._ledger.vault.all(Letter, family=family)
        return signed[-1] if signed else None

    def drafts(self) -> list[tuple[Letter, datetime]]:
        """Return the letters that wait for a signature, with when they were begun."""
        return [(kept.words, kept.started) for kept in self._drafts.all()]

    def place(self, letter: Letter) -> Place:
        """Return where the writer was in a draft."""
        kept = self._drafts.one(letter.id)
        return kept.place if kept else Place()

    def start(self, family: str) -> Letter:
        """Begin the letter from what is known of the work, or return the draft that is there."""
        known = self.current(family)
        if known is not None and known.signed is None:
            return known
        circle = self._ledger.circle(family)
        letter = Letter(
            id=new_id(),
            family=family,
            dated=self._ledger.today(),
            about=circle.title,
            letterhead=self._beginnings.letterhead(),
            copies=self._beginnings.copies(circle),
            sections=self._beginnings.sections(circle),
        )
        self.keep(letter, Place(field="why_we_met"))
        return letter

    def keep(self, letter: Letter, place: Place) -> datetime:
        """Keep a draft, durably, as it stands; return when."""
        return self._drafts.keep(letter.id, letter.family, letter, place)

    def discard(self, letter: Letter) -> None:
        """Set a letter's draft aside; it is kept for 30 days."""
        self._drafts.set_aside(letter.id)

    def set_aside(self, family: str) -> str:
        """Return the id of the letter of a family that was set aside last and can be brought back, or nothing."""
        return next((kept.id for kept in self._drafts.aside(family=family)), "")

    def bring_back(self, family: str) -> None:
        """Bring back the letter that was set aside last; nothing happens when there is none."""
        letter = self.set_aside(family)
        if letter:
            self._drafts.bring_back(letter)

    def sign(self, letter: Letter) -> Letter:
        """Sign a letter: its text is final, it bears today's date, and the digest of each copy's bytes is kept with it.

        Only another date than that of its first day stays, since somebody has chosen it.
        """
        kept = self._drafts.one(letter.id)
        chosen = kept is not None and letter.dated != kept.started.date()
        signed = self.seal_copies(
            replace(
                letter,
                dated=letter.dated if chosen else self._ledger.today(),
                signed=self._ledger.now(),
                signed_by=self._ledger.me.name,
                letterhead=self._beginnings.letterhead(),
            )
        )
        self._ledger.write(
            "letter signed",
            signed,
            family=letter.family,
            subject=letter.id,
            drops=self._drafts.key(letter.id),
        )
        return signed

    def seal_copies(self, letter: Letter) -> Letter:
        """Return a signed letter with the SHA-256 digest of each copy's bytes, as 64 hex digits."""
        copies = tuple(
            replace(copy, sha256=sha256(render(letter, copy.recipient, draft=False, copy=copy)).hexdigest())
            for copy in letter.copies
        )
        return replace(letter, copies=copies)

    def preview(self, letter: Letter, recipient: Recipient, *, large: bool = False) -> bytes:
        """Return one copy as PDF bytes for the screen; an unsigned letter says DRAFT on every page."""
        return render(letter, recipient, draft=letter.signed is None, large=large)

    def preview_html(self, letter: Letter, recipient: Recipient) -> str:
        """Return one copy as accessible HTML, since the PDF carries no tags for a screen reader."""
        return html(letter, recipient, draft=letter.signed is None)

    def hand_over(self, family: str, recipient: Recipient, how: str, *, large: bool = False) -> Printed:
        """Return one copy to print, save or send, and write down that it left; `how` is "printed" or "saved".

        Raises Problem when there is no letter, and Refused when the family has not agreed to this recipient.
        """
        printed = self.copy_for(family, recipient, large=large)
        self.note_handed_over(family, recipient, how, printed.sha256)
        return printed

    def note_handed_over(self, family: str, recipient: Recipient, how: str, digest: str) -> None:
        """Write down that a copy left, with the SHA-256 digest of the bytes that did, as 64 hex digits."""
        letter = self.current(family)
        about = f"{letter.id if letter else ''} {recipient.value}".strip()
        self._ledger.write(f"letter {how}", family=family, subject=about, reason=digest)

    def copy_for(self, family: str, recipient: Recipient, *, large: bool = False) -> Printed:
        """Return one copy as it may leave; nothing is written down, which `note_handed_over` does once it left.

        Raises Problem when there is no letter, and Refused when the family has not agreed to this recipient.
        """
        letter = self.current(family)
        if letter is None:
            raise Problem(
                "This family has no discharge letter yet.",
                safe="Nothing was changed.",
                todo="Open the family, choose Letters, and write the letter.",
            )
        if not any(copy.recipient is recipient for copy in letter.copies):
            raise Refused(
                "This letter has no copy for that recipient.",
                safe="The letter is kept.",
                todo="Write down the family's yes and the recipient's name, then begin the letter again.",
            )
        purpose = CONSENT.get(recipient)
        if purpose and not self._consents.given(family, purpose):
            raise Refused(
                "The family has not agreed to this copy, or has taken its yes back.",
                safe="The letter is kept.",
                todo="Ask the family, and write down what they say under Consent and sharing.",
            )
        pdf = self.preview(letter, recipient, large=large)
        digest = sha256(pdf).hexdigest()
        return Printed(pdf=pdf, pages=page_count(pdf), left_out=self.left_out(letter, recipient), sha256=digest)

    def left_out(self, letter: Letter, recipient: Recipient) -> tuple[str, ...]:
        """Return the headings that this recipient's copy leaves out."""
        return left_out(letter, recipient)

    def checks(
        self, letter: Letter, recipient: Recipient, *, by_post: bool = False, large: bool = False
    ) -> tuple[Check, ...]:
        """Return what stands against one copy leaving, what stops it first; KeyError when there is no such copy."""
        copy = {copy.recipient: copy for copy in letter.copies}[recipient]
        purpose = CONSENT.get(recipient)
        said = self._consents.current(letter.family).get(purpose) if purpose else None
        decision = said.decision if said else None
        return before_leaving(leaving(self._ledger, letter, copy, consent=decision, by_post=by_post, large=large))

    def signed(self, family: str) -> list[Letter]:
        """Return the letters of a family that were signed, the latest last."""
        return self._ledger.vault.all(Letter, family=family)

    def hints(self, letter: Letter) -> tuple[Hint, ...]:
        """Return what a parent might stumble over, less the hints that were left as they are."""
        parents = tuple(Named(name=name) for name in called(living(self._ledger.circle(letter.family).caregivers)))
        hello = next((copy.greeting for copy in letter.copies if copy.recipient is Recipient.PARENT), "")
        return read_as_parent(letter.sections, parents=parents, greeting=hello, left=letter.hints_left)

    def reading_age(self, letter: Letter) -> int | None:
        """Return the reading age of what the parents will read, in years; None while there is too little text."""
        theirs = (s.text for s in letter.sections if Recipient.PARENT not in s.left_out_for)
        return reading_age("\n".join(theirs))
