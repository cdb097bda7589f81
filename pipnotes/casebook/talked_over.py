"""The supervision log: which family was talked over, with whom and when, in the therapist's own record."""

from __future__ import annotations

from datetime import date

from pipnotes.casebook.ledger import Ledger, new_id
from pipnotes.domain.sharing import TalkedOver
from pipnotes.errors import WrongUse


class SupervisionLog:
    """Write down and read what was talked over in supervision."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    def write_down(self, family: str, *, name: str, on: date, words: str = "", contact: str = "") -> TalkedOver:
        """Write down that a family was talked over; WrongUse without a name, or for a day that is still to come."""
        if not name.strip():
            raise WrongUse(
                "With whom was it talked over?", safe="Nothing was changed.", todo="Give your supervisor's name."
            )
        if on > self._ledger.today():
            raise WrongUse("That day is still to come.", safe="Nothing was changed.", todo="Choose today or before.")
        entry = TalkedOver(id=new_id(), family=family, contact=contact, name=name.strip(), on=on, words=words.strip())
        self._ledger.write("talked over in supervision", entry, family=family, subject=entry.id)
        return entry

    def of(self, family: str | None = None) -> list[TalkedOver]:
        """Return what was talked over, of one family or of all, the latest first."""
        return sorted(self._ledger.vault.all(TalkedOver, family=family), key=_day, reverse=True)


def _day(entry: TalkedOver) -> date:
    return entry.on
