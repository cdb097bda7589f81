"""What the records say about a copy of a letter that is about to leave, for the checks made before it does."""

from __future__ import annotations

import re

from pipnotes.casebook.ledger import Ledger
from pipnotes.domain.circle import Circle
from pipnotes.domain.codes import ConsentDecision, Recipient
from pipnotes.domain.ending import Letter, LetterCopy
from pipnotes.domain.work import Reflection, Session
from pipnotes.letters.checks import Leaving, Sending
from pipnotes.letters.render import unprintable

_WORDS = re.compile(r"[\w'’-]+")


def leaving(
    ledger: Ledger,
    letter: Letter,
    copy: LetterCopy,
    *,
    consent: ConsentDecision | None,
    by_post: bool = False,
    large: bool = False,
) -> Leaving:
    """Return the plain values that the checks ask for; the private notes among them are compared and never shown."""
    vault = ledger.vault
    circle = ledger.circle(letter.family)
    held = [s.starts.date() for s in vault.all(Session, family=letter.family) if s.attendance.held]
    to_parents = copy.recipient is Recipient.PARENT
    text = "\n".join(
        [
            letter.about,
            copy.name,
            copy.address,
            copy.greeting,
            *(f"{s.heading}\n{s.text}" for s in letter.sections if copy.recipient not in s.left_out_for),
        ]
    )
    return Leaving(
        letter=letter,
        copy=copy,
        sending=Sending.POST if by_post else Sending.BY_HAND,
        safe_contact=tuple(person.safe_contact for person in circle.caregivers),
        consent=consent,
        last_met=max(held, default=None),
        other_surnames=_other_surnames(ledger, circle),
        private_notes=tuple(one.text for one in vault.all(Reflection, family=letter.family)),
        responsibility=tuple(person.parental_responsibility for person in circle.caregivers),
        large_print_needed=to_parents and any("large" in p.accessible_format.casefold() for p in circle.caregivers),
        large_print=large,
        unprintable=unprintable(text),
    )


def are_the_familys_words(circle: Circle) -> bool:
    """Return whether what they came about was said by somebody of the family, and not by a referrer."""
    by = f" {' '.join(_WORDS.findall(circle.family.came_about_by.casefold()))} "
    near = [*circle.caregivers, *circle.relatives]
    names = {word.casefold() for person in near for word in (person.called, person.given, person.relation) if word}
    return any(f" {name} " in by for name in names)


def _other_surnames(ledger: Ledger, circle: Circle) -> tuple[str, ...]:
    own = {person.surname for person in circle.people}
    others = {p.surname for other in ledger.circles() if other.family.id != circle.family.id for p in other.kin}
    return tuple(sorted(others - own - {""}))
