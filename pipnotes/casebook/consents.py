"""What the family has agreed to: each yes on its own, taken back at any time, and never forgotten."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from pipnotes.casebook.ledger import Ledger, new_id
from pipnotes.domain.codes import ConsentDecision, ConsentPurpose
from pipnotes.domain.family import Consent


class Consents:
    """Write down and look up what a family has said yes and no to."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

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
        """Write down an answer; taking a yes back needs no reason, stops all further use and keeps the history."""
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
        self._ledger.write(f"consent {decision.value}", consent, family=family, subject=purpose.value)
        return consent

    def current(self, family: str) -> Mapping[ConsentPurpose, Consent]:
        """Return the latest answer for each purpose that has been asked about."""
        latest: dict[ConsentPurpose, Consent] = {}
        for consent in self._ledger.vault.all(Consent, family=family):
            known = latest.get(consent.purpose)
            if known is None or consent.on >= known.on:
                latest[consent.purpose] = consent
        return latest

    def history(self, family: str, purpose: ConsentPurpose) -> list[Consent]:
        """Return every answer a family has given about a purpose, the latest first."""
        said = [c for c in self._ledger.vault.all(Consent, family=family) if c.purpose is purpose]
        return sorted(reversed(said), key=lambda consent: consent.on, reverse=True)

    def given(self, family: str, purpose: ConsentPurpose) -> bool:
        """Return whether the family's latest answer for a purpose is yes."""
        consent = self.current(family).get(purpose)
        return consent is not None and consent.decision is ConsentDecision.GIVEN

    def to_ask(self) -> list[Consent]:
        """Return the questions that wait to be asked, by the day they should be asked by."""
        families = {consent.family for consent in self._ledger.vault.all(Consent)}
        waiting = [
            consent
            for family in families
            for consent in self.current(family).values()
            if consent.decision is ConsentDecision.TO_ASK and consent.ask_by
        ]
        return sorted(waiting, key=lambda consent: consent.ask_by or date.max)
