"""What a letter begins with: the letterhead, a copy for each who may have one, and a first draft of every section."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date

from pipnotes.casebook.consents import Consents
from pipnotes.casebook.endings import Endings
from pipnotes.casebook.hopes import Hopes
from pipnotes.casebook.leaving import are_the_familys_words
from pipnotes.casebook.ledger import Ledger
from pipnotes.casebook.scores import Scores
from pipnotes.domain.circle import Circle, living
from pipnotes.domain.codes import Answer, ConsentPurpose, Dimension, PersonRole, Recipient
from pipnotes.domain.ending import EndingPlan, LetterCopy, Letterhead, LetterSection
from pipnotes.domain.family import Person, Referral
from pipnotes.domain.words import listed
from pipnotes.domain.work import Observation, Session
from pipnotes.letters.content import first_draft, greeting
from pipnotes.letters.facts import GoalWords, LetterFacts, ScoreWords
from pipnotes.measures import load

# A rating of 3 or 4 is a strength worth telling the family in their letter.
STRONG = 3
CONSENT = {Recipient.GP: ConsentPurpose.LETTER_GP, Recipient.HEALTH_VISITOR: ConsentPurpose.HEALTH_VISITOR}


class Beginnings:
    """Gather from the records what the letter to a family begins with; its author rewrites it."""

    def __init__(self, ledger: Ledger, *, consents: Consents, endings: Endings, hopes: Hopes, scores: Scores) -> None:
        self._ledger = ledger
        self._consents = consents
        self._endings = endings
        self._hopes = hopes
        self._scores = scores

    def letterhead(self) -> Letterhead:
        """Return the head of a letter as the settings page has it now."""
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

    def sections(self, circle: Circle) -> tuple[LetterSection, ...]:
        """Return every section with a first draft of it, in the order of the letter."""
        return first_draft(self._facts(circle))

    def copies(self, circle: Circle) -> tuple[LetterCopy, ...]:
        """Return the parents' copy, and one for each professional who is known and whom the family agreed to."""
        parents = living(circle.caregivers)
        surnames = {person.surname.strip() for person in parents}
        names = called(parents)
        if not parents:
            whole = f"The family of {circle.title}" if _babies(circle) else "The family"
            together, hello = whole, f"To {whole[:1].lower()}{whole[1:]},"
        else:
            shared = f"{listed(names)} {next(iter(surnames))}".strip()
            together = shared if len(surnames) == 1 else listed([person.full_name.strip() for person in parents])
            hello = greeting(names)
        address = next((person.address for person in parents if person.address), "")
        copies = [LetterCopy(recipient=Recipient.PARENT, name=together, address=address, greeting=hello)]
        for recipient, purpose in CONSENT.items():
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


def called(people: Sequence[Person]) -> tuple[str, ...]:
    """Return what these people are called."""
    return tuple(person.called.strip() for person in people)


def _babies(circle: Circle) -> tuple[str, ...]:
    return called([person for person in circle.infants if (person.given or person.known_as).strip()])


def _written_to(circle: Circle) -> tuple[str, ...]:
    """Return whom the letter speaks to: the parents by name, or the family where no parent is written down."""
    babies = _babies(circle)
    return called(living(circle.caregivers)) or (f"Family of {listed(babies)}" if babies else "Dear family",)


def _last_day(plan: EndingPlan | None, held: Sequence[Session]) -> date | None:
    """Return the day of the last meeting: as planned while it is to come, and once it ended as it was."""
    met = [session.starts.date() for session in held]
    if plan is not None and plan.ended_on is not None:
        return max((day for day in met if day <= plan.ended_on), default=None)
    return (plan.last_visit if plan else None) or max(met, default=None)
