"""The discharge letter: written section by section with the family, one copy for each who may have it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from hashlib import sha256

from pipnotes.casebook.consents import Consents
from pipnotes.casebook.drafts import Drafts, Place
from pipnotes.casebook.endings import Endings
from pipnotes.casebook.hopes import Hopes
from pipnotes.casebook.leaving import are_the_familys_words, leaving
from pipnotes.casebook.ledger import Ledger, new_id
from pipnotes.casebook.scores import Scores
from pipnotes.domain.circle import Circle, living
from pipnotes.domain.codes import Answer, ConsentPurpose, Dimension, PersonRole, Recipient
from pipnotes.domain.ending import EndingPlan, Letter, LetterCopy, Letterhead
from pipnotes.domain.family import Person, Referral
from pipnotes.domain.words import listed
from pipnotes.domain.work import Observation, Session
from pipnotes.errors import Problem, Refused
from pipnotes.letters.checks import Check, Level, before_leaving
from pipnotes.letters.content import first_draft, greeting
from pipnotes.letters.facts import GoalWords, LetterFacts, ScoreWords
from pipnotes.letters.hints import Hint, HintKind, Named, read_as_parent
from pipnotes.letters.reading import reading_age
from pipnotes.letters.render import html, left_out, page_count, render
from pipnotes.measures import load

__all__ = ["KIND", "Check", "Hint", "HintKind", "Letters", "Level", "Printed"]

KIND = "letter"
# A rating of 3 or 4 is a strength worth telling the family in their letter.
STRONG = 3
_CONSENT = {Recipient.GP: ConsentPurpose.LETTER_GP, Recipient.HEALTH_VISITOR: ConsentPurpose.HEALTH_VISITOR}


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
        self._endings = endings
        self._hopes = hopes
        self._scores = scores

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
            letterhead=self._letterhead(),
            copies=self._copies(circle),
            sections=first_draft(self._facts(circle)),
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
                letterhead=self._letterhead(),
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
        purpose = _CONSENT.get(recipient)
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
        purpose = _CONSENT.get(recipient)
        said = self._consents.current(letter.family).get(purpose) if purpose else None
        decision = said.decision if said else None
        return before_leaving(leaving(self._ledger, letter, copy, consent=decision, by_post=by_post, large=large))

    def signed(self, family: str) -> list[Letter]:
        """Return the letters of a family that were signed, the latest last."""
        return self._ledger.vault.all(Letter, family=family)

    def hints(self, letter: Letter) -> tuple[Hint, ...]:
        """Return what a parent might stumble over, less the hints that were left as they are."""
        parents = tuple(Named(name=name) for name in _called(living(self._ledger.circle(letter.family).caregivers)))
        hello = next((copy.greeting for copy in letter.copies if copy.recipient is Recipient.PARENT), "")
        return read_as_parent(letter.sections, parents=parents, greeting=hello, left=letter.hints_left)

    def reading_age(self, letter: Letter) -> int | None:
        """Return the reading age of what the parents will read, in years; None while there is too little text."""
        theirs = (s.text for s in letter.sections if Recipient.PARENT not in s.left_out_for)
        return reading_age("\n".join(theirs))

    def _letterhead(self) -> Letterhead:
        me = self._ledger.me
        return Letterhead(
            service=me.service,
            address=me.address,
            phone=me.phone,
            author=me.name,
            profession=me.profession,
            registration=me.registration,
            crisis=me.crisis,
        )

    def _copies(self, circle: Circle) -> tuple[LetterCopy, ...]:
        parents = living(circle.caregivers)
        surnames = {person.surname.strip() for person in parents}
        names = _called(parents)
        if not parents:
            whole = f"The family of {circle.title}" if _babies(circle) else "The family"
            together, hello = whole, f"To {whole[:1].lower()}{whole[1:]},"
        else:
            shared = f"{listed(names)} {next(iter(surnames))}".strip()
            together = shared if len(surnames) == 1 else listed([person.full_name.strip() for person in parents])
            hello = greeting(names)
        address = next((person.address for person in parents if person.address), "")
        copies = [LetterCopy(recipient=Recipient.PARENT, name=together, address=address, greeting=hello)]
        for recipient, purpose in _CONSENT.items():
            person = circle.professional(recipient.label)
            if person is not None and self._consents.given(circle.family.id, purpose):
                where = "\n".join(part for part in (person.organisation, person.address) if part)
                copies.append(
                    LetterCopy(
                        recipient=recipient,
                        name=person.full_name.strip(),
                        address=where,
                        greeting=greeting([person.full_name.strip()]),
                    )
                )
        return tuple(copies)

    def _facts(self, circle: Circle) -> LetterFacts:
        family = circle.family.id
        sessions = sorted(self._ledger.vault.all(Session, family=family), key=lambda session: session.starts)
        held = [session for session in sessions if session.attendance.held]
        first = held[0].starts.date() if held else None
        times = Counter(person for session in held for person in session.present)
        plan = self._endings.plan(family)
        gp, visitor = circle.professional("GP"), circle.professional("Health visitor")
        born = bool(first and circle.born and circle.born <= first)
        referrals = self._ledger.vault.all(Referral, family=family)
        return LetterFacts(
            parents=_written_to(circle),
            babies=_babies(circle),
            age_words=circle.age(first) if first and born else "",
            expecting=first is not None and not born,
            carers=any(person.role is PersonRole.CARER for person in circle.caregivers),
            referred_by=referrals[0].referrer if referrals else "",
            came_about=circle.family.came_about if are_the_familys_words(circle) else "",
            first_day=first,
            last_day=_last_day(plan, held),
            meetings=len(held),
            mostly=Counter(session.how for session in held).most_common(1)[0][0] if held else None,
            with_others=tuple(
                (person.called.strip(), times[person.id]) for person in circle.relatives if times[person.id]
            ),
            seen=self._seen(family, held),
            goals=tuple(
                GoalWords(words=hope.goal.words, first=hope.ratings[0].score, last=hope.ratings[-1].score)
                for hope in self._hopes.of(family)
                if hope.ratings
            ),
            how_ended=plan.how_ended if plan else None,
            goodbye_offered=plan is not None and plan.repair_offered is Answer.YES,
            follow_ups=self._endings.promised(family),
            gp=gp.full_name.strip() if gp else "",
            health_visitor=visitor.full_name.strip() if visitor else "",
            phone=self._ledger.me.phone,
            crisis=self._ledger.me.crisis,
            scores=self._scored(circle),
        )

    def _seen(self, family: str, held: Sequence[Session]) -> tuple[Dimension, ...]:
        """Return what was rated 3 or 4 in the last three meetings, the strongest first."""
        late = {session.id for session in held[-3:]}
        best: dict[Dimension, int] = {}
        for observation in self._ledger.vault.all(Observation, family=family):
            for rating in observation.ratings if observation.session in late else ():
                if rating.score is not None and rating.score >= STRONG:
                    best[rating.dimension] = max(best.get(rating.dimension, 0), rating.score)
        return tuple(sorted(best, key=lambda dimension: -best[dimension]))

    def _scored(self, circle: Circle) -> tuple[ScoreWords, ...]:
        found = []
        for (person, name), responses in self._scores.trends(circle.family.id).items():
            about = circle.person_or_none(person)
            if about is None:
                # The score of somebody who was entered in error is nothing for a letter.
                continue
            measure = load(name)
            first, last = responses[0], responses[-1]
            found.append(
                ScoreWords(
                    measure=measure.name,
                    person=about.called.strip(),
                    highest=measure.highest,
                    first=first.total or 0,
                    first_on=first.on,
                    last=last.total if last is not first else None,
                    last_on=last.on if last is not first else None,
                )
            )
        return tuple(found)


def _called(people: Sequence[Person]) -> tuple[str, ...]:
    return tuple(person.called.strip() for person in people)


def _babies(circle: Circle) -> tuple[str, ...]:
    return _called([person for person in circle.infants if (person.given or person.known_as).strip()])


def _written_to(circle: Circle) -> tuple[str, ...]:
    """Return whom the letter speaks to: the parents by name, or the family where no parent is written down."""
    babies = _babies(circle)
    return _called(living(circle.caregivers)) or (f"Family of {listed(babies)}" if babies else "Dear family",)


def _last_day(plan: EndingPlan | None, held: Sequence[Session]) -> date | None:
    """Return the day of the last meeting: as planned while it is to come, and once it ended as it was."""
    met = [session.starts.date() for session in held]
    if plan is not None and plan.ended_on is not None:
        return max((day for day in met if day <= plan.ended_on), default=None)
    return (plan.last_visit if plan else None) or max(met, default=None)
