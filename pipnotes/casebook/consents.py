"""What the family has agreed to: each yes on its own, taken back at any time, and never forgotten."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from pipnotes.casebook.contacts import Contacts
from pipnotes.casebook.ledger import Ledger, new_id
from pipnotes.casebook.sealing import Sealing
from pipnotes.domain.codes import ConsentDecision, ConsentPurpose
from pipnotes.domain.family import Consent, Family
from pipnotes.domain.sharing import SealedFile
from pipnotes.domain.summary import Retraction
from pipnotes.exchange.wire import encode

# What a family says when it wants nothing more to go, and what went to come back.
_A_NO = (ConsentDecision.REFUSED, ConsentDecision.WITHDRAWN)


class Consents:
    """Write down and look up what a family has said yes and no to."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._sealing = Sealing(ledger, Contacts(ledger))

    def say(
        self,
        family: str,
        purpose: ConsentPurpose,
        decision: ConsentDecision,
        *,
        people: Sequence[str] = (),
        words: str = "",
        ask_by: date | None = None,
    ) -> Consent:
        """Write down an answer; taking a yes back needs no reason, stops all further use and keeps the history.

        A no to supervision takes back what was sealed or sent of the family, in the same step, so that there is no
        moment at which the answer stands and a summary may still leave. A question to be asked again only holds back
        what waits.
        """
        consent = Consent(
            id=new_id(),
            family=family,
            purpose=purpose,
            decision=decision,
            on=self._ledger.today(),
            people=tuple(people),
            words=words,
            ask_by=ask_by,
        )
        self._write(consent)
        return consent

    def withdraw_supervision(self, family: str, people: Sequence[str] = (), words: str = "") -> int:
        """Write down that the yes to supervision is taken back; return how many retractions now wait to be sent."""
        return self._write(
            Consent(
                id=new_id(),
                family=family,
                purpose=ConsentPurpose.SUPERVISION,
                decision=ConsentDecision.WITHDRAWN,
                on=self._ledger.today(),
                people=tuple(people),
                words=words,
            )
        )

    def current(self, family: str) -> Mapping[ConsentPurpose, Consent]:
        """Return the latest answer for each purpose: the one written down last, whatever the clock said that day."""
        return {consent.purpose: consent for consent in self._ledger.vault.all(Consent, family=family)}

    def all_current(self) -> Mapping[str, Mapping[ConsentPurpose, Consent]]:
        """Return the latest answers of every family, by family, in one reading of the vault."""
        latest: dict[str, dict[ConsentPurpose, Consent]] = {}
        for consent in self._ledger.vault.all(Consent):
            latest.setdefault(consent.family, {})[consent.purpose] = consent
        return latest

    def history(self, family: str, purpose: ConsentPurpose) -> list[Consent]:
        """Return every answer a family has given about a purpose, the one written down last first."""
        said = [c for c in self._ledger.vault.all(Consent, family=family) if c.purpose is purpose]
        return said[::-1]

    def given(self, family: str, purpose: ConsentPurpose) -> bool:
        """Return whether the family's latest answer for a purpose is yes."""
        consent = self.current(family).get(purpose)
        return consent is not None and consent.decision is ConsentDecision.GIVEN

    def to_ask(self, answers: Mapping[str, Mapping[ConsentPurpose, Consent]] | None = None) -> list[Consent]:
        """Return the questions that wait to be asked, by the day they should be asked by; `answers` if already read."""
        waiting = [
            consent
            for said in (self.all_current() if answers is None else answers).values()
            for consent in said.values()
            if consent.decision is ConsentDecision.TO_ASK and consent.ask_by
        ]
        return sorted(waiting, key=lambda consent: consent.ask_by or date.max)

    def _write(self, consent: Consent) -> int:
        changed: list[object] = []
        asked = 0
        if consent.purpose is ConsentPurpose.SUPERVISION and consent.decision in _A_NO:
            code = self._ledger.vault.get(Family, consent.family).code
            back, asked = self._sealing.taken_back(consent.family, encode(Retraction(code=code)))
            changed += back
            # A file cannot be asked back by a parcel; that it was is written down, and shown with whom to ask.
            files = self._ledger.vault.all(SealedFile, family=consent.family)
            changed += [replace(file, taken_back=self._ledger.now()) for file in files if file.taken_back is None]
        self._ledger.write(
            f"consent {consent.decision.value}",
            consent,
            *changed,
            family=consent.family,
            subject=consent.purpose.value,
        )
        return asked
