"""The family: who they are to one another, how they came to us, and what they have agreed to."""

from __future__ import annotations

from datetime import date

from pipnotes.domain.codes import (
    Answer,
    ConsentDecision,
    ConsentPurpose,
    FamilyStatus,
    PersonRole,
    ReferralSource,
    ReferralStatus,
    SafeContact,
    Safeguarding,
)
from pipnotes.domain.fields import Kind, Share, note, record


@record("family")
class Family:
    """One episode of care: a baby, born or due, and everybody who holds the baby in mind."""

    id: str = note("Id", Kind.LINK, Share.NEVER)
    code: str = note("Code name", Kind.LINE, Share.CODED)
    status: FamilyStatus = note("Status", Kind.CHOICE, Share.CODED, choices=FamilyStatus)
    opened: date = note("Opened", Kind.DAY, Share.NEVER)
    ended: date | None = note("Ended", Kind.DAY, Share.NEVER, default=None)
    came_about: str = note(
        "Came to us about", Kind.PROSE, Share.NEVER, hint="In their own words, if you have them", default=""
    )
    came_about_by: str = note("Whose words", Kind.LINE, Share.NEVER, default="")
    ending_expected: str = note(
        "How long we may meet", Kind.LINE, Share.NEVER, hint="Told to the family and the referrer", default=""
    )
    visiting: str = note("Before you set off", Kind.LINE, Share.NEVER, hint="Dogs, stairs, parking", default="")
    interpreter: str = note("Interpreter", Kind.LINE, Share.NEVER, hint="Language, or empty", default="")


@record("person")
class Person:
    """Somebody in the family's story, so that fathers, partners and grandparents have a place in every note."""

    id: str = note("Id", Kind.LINK, Share.NEVER)
    family: str = note("Family", Kind.LINK, Share.NEVER)
    role: PersonRole = note("Place in the family", Kind.CHOICE, Share.CODED, choices=PersonRole)
    relation: str = note("Called", Kind.LINE, Share.CODED, hint="mum, dad, gran: the family's own word", default="")
    given: str = note("First name", Kind.LINE, Share.NEVER, default="")
    surname: str = note("Surname", Kind.LINE, Share.NEVER, default="")
    known_as: str = note("Known as", Kind.LINE, Share.NEVER, hint="The name everybody uses", default="")
    aliases: tuple[str, ...] = note(
        "Pet names and other names", Kind.LINE, Share.NEVER, hint="Each one is taken out of summaries", default=()
    )
    born: date | None = note("Born", Kind.DAY, Share.NEVER, default=None)
    due: date | None = note("Due", Kind.DAY, Share.NEVER, default=None)
    gestation_weeks: int | None = note("Born at weeks", Kind.NUMBER, Share.NEVER, default=None)
    died: date | None = note("Died", Kind.DAY, Share.NEVER, default=None)
    nhs_number: str = note("NHS number", Kind.LINE, Share.NEVER, default="")
    phone: str = note("Phone", Kind.LINE, Share.NEVER, default="")
    email: str = note("Email", Kind.LINE, Share.NEVER, default="")
    address: str = note("Address", Kind.LINE, Share.NEVER, default="")
    safe_contact: SafeContact = note(
        "Safe to contact", Kind.CHOICE, Share.NEVER, choices=SafeContact, default=SafeContact.ASK
    )
    safe_contact_note: str = note("How to contact safely", Kind.LINE, Share.NEVER, default="")
    parental_responsibility: Answer = note(
        "Parental responsibility", Kind.CHOICE, Share.NEVER, choices=Answer, default=Answer.UNKNOWN
    )
    lives_with_baby: Answer = note(
        "Lives with the baby", Kind.CHOICE, Share.NEVER, choices=Answer, default=Answer.UNKNOWN
    )
    organisation: str = note("Practice or organisation", Kind.LINE, Share.NEVER, default="")
    profession: str = note("Profession", Kind.LINE, Share.CODED, hint="GP, health visitor, midwife", default="")
    ethnicity: str = note("Ethnic category", Kind.LINE, Share.NEVER, hint="National code", default="")
    language: str = note("First language", Kind.LINE, Share.NEVER, default="")
    accessible_format: str = note("Needs letters in", Kind.LINE, Share.NEVER, hint="Large print, audio", default="")

    @property
    def called(self) -> str:
        """Return the name by which everybody knows this person; a baby on the way has none yet."""
        return self.known_as or self.given or ("Baby" if self.role is PersonRole.INFANT else self.relation.capitalize())

    @property
    def full_name(self) -> str:
        """Return first name and surname, as far as they are known."""
        return f"{self.given} {self.surname}".strip() or self.called

    @property
    def is_family(self) -> bool:
        """Return whether this person belongs to the family rather than to a service."""
        return self.role is not PersonRole.PROFESSIONAL


@record("referral")
class Referral:
    """How a family came to us; one family may be referred more than once."""

    id: str = note("Id", Kind.LINK, Share.NEVER)
    family: str = note("Family", Kind.LINK, Share.NEVER)
    received: date = note("Received", Kind.DAY, Share.NEVER, required=True)
    source: ReferralSource = note("Source", Kind.CHOICE, Share.NEVER, choices=ReferralSource, required=True)
    status: ReferralStatus = note(
        "Status", Kind.CHOICE, Share.NEVER, choices=ReferralStatus, default=ReferralStatus.OPEN
    )
    referrer: str = note("Referred by", Kind.LINE, Share.NEVER, default="")
    referrer_organisation: str = note("Their organisation", Kind.LINE, Share.NEVER, default="")
    referrer_contact: str = note("Their phone or email", Kind.LINE, Share.NEVER, default="")
    concern: str = note("What the referrer wrote", Kind.PROSE, Share.NEVER, default="")
    agreed_to: Answer = note(
        "Family agreed to the referral", Kind.CHOICE, Share.NEVER, choices=Answer, default=Answer.UNKNOWN
    )
    safeguarding: Safeguarding = note(
        "Safeguarding", Kind.CHOICE, Share.NEVER, choices=Safeguarding, default=Safeguarding.UNKNOWN
    )
    first_offer: date | None = note("First visit offered", Kind.DAY, Share.NEVER, default=None)
    accepted_on: date | None = note("Accepted", Kind.DAY, Share.NEVER, default=None)
    closed_reason: str = note("Why it was closed", Kind.LINE, Share.NEVER, default="")
    notes: str = note("Notes", Kind.PROSE, Share.NEVER, default="")


@record("consent")
class Consent:
    """One yes or no, given or taken back by the family; the latest for a purpose is the one that counts."""

    id: str = note("Id", Kind.LINK, Share.NEVER)
    family: str = note("Family", Kind.LINK, Share.NEVER)
    purpose: ConsentPurpose = note("About", Kind.CHOICE, Share.NEVER, choices=ConsentPurpose, required=True)
    decision: ConsentDecision = note("Answer", Kind.CHOICE, Share.NEVER, choices=ConsentDecision, required=True)
    on: date = note("Said on", Kind.DAY, Share.NEVER, required=True)
    people: tuple[str, ...] = note("Said by", Kind.LINK, Share.NEVER, default=())
    ask_by: date | None = note("Ask by", Kind.DAY, Share.NEVER, default=None)
    words: str = note("In their words", Kind.LINE, Share.NEVER, default="")
