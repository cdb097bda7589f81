"""Families and the people in them: how they come to us, who they are, and how a mistake is put right."""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from pipnotes.casebook.ledger import Ledger, new_id
from pipnotes.domain.attachment import Attachment
from pipnotes.domain.circle import Circle
from pipnotes.domain.codenames import BIRDS
from pipnotes.domain.codes import (
    Answer,
    ConsentDecision,
    FamilyStatus,
    FollowUpOutcome,
    PersonRole,
    ReferralSource,
    ReferralStatus,
    VisitState,
)
from pipnotes.domain.ending import EndingPlan, FollowUp, Letter
from pipnotes.domain.family import Consent, Family, Person, Referral
from pipnotes.domain.retention import Hold
from pipnotes.domain.sharing import Outgoing
from pipnotes.domain.work import Concern, Goal, MeasureResponse, Session, Visit
from pipnotes.errors import Problem, Refused, WrongUse
from pipnotes.vault import Change, Lifecycle, Stored

FORMS = "half-filled-forms"
# What makes a family more than its referral: with one of these it is never entered in error as a whole.
_WRITTEN = (Session, Concern, MeasureResponse, Goal, EndingPlan, FollowUp, Letter, Outgoing, Attachment, Hold)
# A referral that is accepted opens these; a family that waits or is seen already stays where it is.
_OPENS = (FamilyStatus.REFERRED, FamilyStatus.DECLINED, FamilyStatus.ENDED)


@dataclass(frozen=True, kw_only=True, slots=True)
class FamilyRow:
    """One line of the caseload."""

    circle: Circle
    referred: date | None
    sessions: int
    next_visit: Visit | None

    @property
    def family(self) -> Family:
        """Return the family this line is about."""
        return self.circle.family


class Families:
    """Add, find and keep families right."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    def add(self, family: Family, people: Sequence[Person], referral: Referral) -> Circle:
        """Open a family from its referral; it needs a baby with a name, a birthday or a due date.

        Raises WrongUse when the baby cannot be told from any other.
        """
        infants = [person for person in people if person.role is PersonRole.INFANT]
        if not any(infant.given or infant.known_as or infant.born or infant.due for infant in infants):
            raise WrongUse(
                "A family needs a baby's name or a due date.",
                safe="What you typed is still here.",
                todo="Add the baby's name, the day of birth or the day the baby is due.",
            )
        self._ledger.write("referral taken", family, *people, referral, family=family.id, subject=family.code)
        return self._ledger.circle(family.id)

    def blank(self) -> tuple[Family, Person, Referral]:
        """Return an empty family, baby and referral to fill in; nothing is kept until `add`."""
        family = new_id()
        return (
            Family(id=family, code=self.new_code(), status=FamilyStatus.REFERRED, opened=self._ledger.today()),
            self.new_person(family, PersonRole.INFANT),
            Referral(id=new_id(), family=family, received=self._ledger.today(), source=ReferralSource.HEALTH_VISITOR),
        )

    def new_person(self, family: str, role: PersonRole) -> Person:
        """Return an empty person for a family; nothing is kept until it is written."""
        return Person(id=new_id(), family=family, role=role)

    def new_code(self) -> str:
        """Return a code name nobody in this vault has, drawn at random so that it says nothing."""
        used = {family.code for family in self._ledger.vault.all(Family)}
        while True:
            code = f"{secrets.choice(BIRDS)} {secrets.randbelow(89) + 10}"
            if code not in used:
                return code

    def rows(self) -> list[FamilyRow]:
        """Return the caseload, families we see now first."""
        vault = self._ledger.vault
        now = self._ledger.now()
        referred: dict[str, date] = {}
        for referral in vault.all(Referral):
            known = referred.get(referral.family, referral.received)
            referred[referral.family] = min(known, referral.received)
        held: dict[str, int] = {}
        for session in vault.all(Session):
            held[session.family] = held.get(session.family, 0) + session.attendance.held
        coming: dict[str, Visit] = {}
        for visit in sorted(vault.all(Visit), key=lambda visit: visit.starts):
            if visit.starts >= now and visit.state.value == "planned":
                coming.setdefault(visit.family, visit)
        order = list(FamilyStatus)
        ranked = [FamilyStatus.ACTIVE, FamilyStatus.WAITING, FamilyStatus.REFERRED]
        rows = [
            FamilyRow(
                circle=circle,
                referred=referred.get(circle.family.id),
                sessions=held.get(circle.family.id, 0),
                next_visit=coming.get(circle.family.id),
            )
            for circle in self._ledger.circles()
        ]
        ranking = {status: place for place, status in enumerate(ranked + [s for s in order if s not in ranked])}
        return sorted(rows, key=lambda row: ranking[row.family.status])

    def circle(self, family: str) -> Circle:
        """Return a family with its people."""
        return self._ledger.circle(family)

    def known(self, family: str) -> bool:
        """Tell whether there is a family of this id that was not destroyed."""
        return family in self._ledger.vault.ids_of(family)

    def find(self, code_or_id: str) -> Family:
        """Return a family by its id or code name; WrongUse when there is none."""
        for family in self._ledger.vault.all(Family):
            if code_or_id in (family.id, family.code):
                return family
        raise WrongUse(
            "There is no family with that id or code name.",
            safe="Nothing was changed.",
            todo="List the families to see their ids and code names.",
        )

    def keep_family(self, family: Family) -> None:
        """Write down what has changed about a family."""
        self._ledger.write("family changed", family, family=family.id, subject=family.code)

    def keep_person(self, person: Person) -> None:
        """Write down a person, new or changed; approvals made before become stale by their digest."""
        self._ledger.write("person written down", person, family=person.family, subject=person.id)

    def remove_person(self, person: Person, reason: str) -> None:
        """Mark a person as entered in error; their name stays in the history and is still taken out of summaries."""
        self._ledger.write(
            "person entered in error",
            person,
            family=person.family,
            subject=person.id,
            reason=reason,
            lifecycle=Lifecycle.ENTERED_IN_ERROR,
        )

    def removed(self, family: str) -> list[Person]:
        """Return the people of a family who were entered in error; their history stays."""
        known = self._ledger.vault.all_stored(Person, family=family)
        return [s.record for s in known if s.record and s.lifecycle is Lifecycle.ENTERED_IN_ERROR]

    def referrals(self, family: str) -> list[Referral]:
        """Return how a family came to us, earliest first."""
        return sorted(self._ledger.vault.all(Referral, family=family), key=lambda referral: referral.received)

    def another_referral(self, referral: Referral) -> None:
        """Write down a further or a changed referral of the same family."""
        self._ledger.write("referral written down", referral, family=referral.family, subject=referral.id)

    def accept(self, referral: Referral) -> None:
        """Accept a referral; the family's yes to it must be known.

        Raises Refused when the family has not agreed: saving a referral never needs it, accepting does.
        """
        if referral.agreed_to is not Answer.YES:
            raise Refused(
                "The family's yes to this referral is not written down.",
                safe="The referral is kept.",
                todo="Ask the family, or the referrer, and set “Family agreed to the referral” to yes.",
            )
        family = self._ledger.vault.get(Family, referral.family)
        records: list[object] = [
            replace(referral, status=ReferralStatus.ACCEPTED, accepted_on=self._ledger.today()),
        ]
        if family.status in _OPENS:
            records.append(replace(family, status=FamilyStatus.WAITING, ended=None))
            records += self._calls_not_needed(family.id)
        self._ledger.write("referral accepted", *records, family=family.id, subject=family.code)

    def decline(self, referral: Referral, reason: str) -> None:
        """Decline a referral, with the reason and the signpost that was given.

        The family itself is only declined when it has not begun and nothing else brings it to us.
        """
        family = self._ledger.vault.get(Family, referral.family)
        records: list[object] = [replace(referral, status=ReferralStatus.DECLINED, closed_reason=reason)]
        others = [
            other for other in self._others(referral) if other.status in (ReferralStatus.OPEN, ReferralStatus.ACCEPTED)
        ]
        if family.status in (FamilyStatus.REFERRED, FamilyStatus.WAITING) and not others:
            records.append(replace(family, status=FamilyStatus.DECLINED))
        self._ledger.write("referral declined", *records, family=family.id, subject=family.code, reason=reason)

    def withdraw(self, referral: Referral, reason: str) -> None:
        """Withdraw a wrong referral; a family with nothing else in it is entered in error with it.

        Whatever was written of a family keeps it: a note, also one that is only begun, a concern, a score, a hope, an
        answer, an ending, a letter, something sent, or a visit of which somebody said what became of it.
        """
        vault = self._ledger.vault
        family = vault.get(Family, referral.family)
        changes = [
            Change(
                record=replace(referral, status=ReferralStatus.WITHDRAWN, closed_reason=reason),
                lifecycle=Lifecycle.ENTERED_IN_ERROR,
            )
        ]
        if not self._others(referral) and self._nothing_written(family.id):
            changes.append(Change(record=family, lifecycle=Lifecycle.ENTERED_IN_ERROR))
            changes += [
                Change(record=person, lifecycle=Lifecycle.ENTERED_IN_ERROR)
                for person in vault.all(Person, family=family.id)
            ]
            changes += [
                Change(record=record, lifecycle=Lifecycle.ENTERED_IN_ERROR)
                for kind in (Visit, Consent)
                for record in vault.all(kind, family=family.id)
            ]
        self._ledger.commit("referral withdrawn", changes, family=family.id, subject=family.code, reason=reason)

    def history(self, record_id: str) -> list[Stored[object]]:
        """Return every version of a record, oldest first."""
        return self._ledger.vault.history(record_id)

    def keep_form(self, name: str, values: Mapping[str, object]) -> None:
        """Keep a half-filled form inside the vault, durably; `values` are what JSON can hold, empty ones forget it."""
        try:
            known = self._forms()
        except Problem:
            self._ledger.vault.hold_typed(FORMS, json.dumps({name: dict(values)}))
            raise
        forms = {**known, name: dict(values)}
        if not values:
            del forms[name]
        if forms != known:
            self._ledger.vault.remember_typed(FORMS, json.dumps(forms))

    def kept_form(self, name: str) -> dict[str, object]:
        """Return what was typed into a form and not yet written down; empty when there is nothing."""
        return self._forms().get(name, {})

    def forget_forms(self, ids: Sequence[str]) -> None:
        """Forget every half-filled form about these records."""
        known = self._forms()
        kept = {name: form for name, form in known.items() if not any(one in name for one in ids)}
        if kept != known:
            self._ledger.vault.remember(FORMS, json.dumps(kept) if kept else "")

    def _others(self, referral: Referral) -> list[Referral]:
        return [item for item in self.referrals(referral.family) if item.id != referral.id]

    def _nothing_written(self, family: str) -> bool:
        vault = self._ledger.vault
        drafts = [*vault.drafts(), *vault.discarded_drafts()]
        # A visit that is planned, and a question that waits to be asked, go with the family; what came of them stays.
        visits = any(v.state is not VisitState.PLANNED for v in vault.all(Visit, family=family))
        answers = any(c.decision is not ConsentDecision.TO_ASK for c in vault.all(Consent, family=family))
        records = any(vault.all(kind, family=family) for kind in _WRITTEN)
        return not (visits or answers or records or any(draft.family == family for draft in drafts))

    def _calls_not_needed(self, family: str) -> list[object]:
        """Return the calls still due after an earlier ending, settled: the family is coming back to us."""
        calls = self._ledger.vault.all(FollowUp, family=family)
        return [replace(call, outcome=FollowUpOutcome.RE_REFERRAL) for call in calls if call.outcome is None]

    def _forms(self) -> dict[str, dict[str, object]]:
        known = self._ledger.vault.recall(FORMS)
        forms: dict[str, dict[str, object]] = json.loads(known) if known else {}
        return forms
