"""What every use-case stands on: the open vault, the clock, who writes, and the one announcement of what changed."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from typing import TypeVar

from pipnotes.domain.circle import Circle
from pipnotes.domain.codes import PersonRole, PracticeRole
from pipnotes.domain.family import Family, Person
from pipnotes.domain.fields import kind_of
from pipnotes.domain.practice import Practitioner
from pipnotes.vault import Change, Clock, Contribution, DraftKey, Lifecycle, Vault

T = TypeVar("T")
OWNER = "owner"
# Names under which the vault remembers what is no record.
LAST_BACKUP = "last-backup"
OPEN_PLACE = "open-place"
_ORDER = (
    PersonRole.INFANT,
    PersonRole.PARENT,
    PersonRole.CARER,
    PersonRole.SIBLING,
    PersonRole.RELATIVE,
    PersonRole.FRIEND,
    PersonRole.PROFESSIONAL,
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Changed:
    """What one change touched, so that a page knows whether to read again."""

    family: str | None
    kinds: frozenset[str]


Listener = Callable[[Changed], None]


def new_id() -> str:
    """Return a fresh random id: it says nothing of order, day or person."""
    return secrets.token_hex(12)


class Ledger:
    """The open vault as the use-cases see it: they write through here, so each change is announced once."""

    def __init__(self, vault: Vault, clock: Clock) -> None:
        self.vault = vault
        self.clock = clock
        self._listeners: list[Listener] = []

    def now(self) -> datetime:
        """Return the moment on this computer's clock, with its offset."""
        return self.clock()

    def today(self) -> date:
        """Return the local date."""
        return self.clock().date()

    @property
    def me(self) -> Practitioner:
        """Return the keeper of this vault, as far as the settings page has been filled in."""
        try:
            return self.vault.get(Practitioner, OWNER)
        except KeyError:
            return Practitioner(id=OWNER, name=self.vault.owner, role=PracticeRole.of(self.vault.role))

    def subscribe(self, listener: Listener) -> Callable[[], None]:
        """Tell `listener` of every change from now on, until what is returned is called."""
        self._listeners.append(listener)
        return partial(self._listeners.remove, listener)

    def announce(self, changed: Changed) -> None:
        """Tell every listener what has changed."""
        for listener in tuple(self._listeners):
            listener(changed)

    def write(
        self,
        action: str,
        *records: object,
        family: str | None = None,
        subject: str = "",
        reason: str = "",
        lifecycle: Lifecycle = Lifecycle.FINAL,
        drops: DraftKey | None = None,
    ) -> Contribution:
        """Commit these records as one contribution and announce it; an earlier version makes a record amended."""
        changes = tuple(Change(record=record, lifecycle=self._lifecycle(record, lifecycle)) for record in records)
        return self.commit(action, changes, family=family, subject=subject, reason=reason, drops=drops)

    def commit(
        self,
        action: str,
        changes: Sequence[Change],
        *,
        family: str | None = None,
        subject: str = "",
        reason: str = "",
        drops: DraftKey | None = None,
    ) -> Contribution:
        """Commit prepared changes as one contribution and announce it."""
        done = self.vault.commit(
            action, changes, by=self.me.name, family=family, subject=subject, reason=reason, drops_draft=drops
        )
        kinds = frozenset(kind_of(type(change.record)) for change in changes)
        self.announce(Changed(family=family, kinds=kinds | ({"draft"} if drops else frozenset())))
        return done

    def destroy(self, ids: Sequence[str], action: str, subject: str, reason: str) -> None:
        """Empty records for good and leave their stubs; nothing happens when there are none."""
        if ids:
            self.vault.destroy(ids, by=self.me.name, reason=reason, action=action, subject=subject)
            self.announce(Changed(family=None, kinds=frozenset({"destroyed"})))

    def circle(self, family: str) -> Circle:
        """Return a family with its people, the baby first."""
        people = sorted(self.vault.all(Person, family=family), key=lambda person: _ORDER.index(person.role))
        return Circle(family=self.vault.get(Family, family), people=tuple(people))

    def circles(self) -> list[Circle]:
        """Return every family with its people, in the order in which they came."""
        people: dict[str, list[Person]] = {}
        for person in self.vault.all(Person):
            people.setdefault(person.family, []).append(person)
        return [
            Circle(
                family=family,
                people=tuple(sorted(people.get(family.id, []), key=lambda person: _ORDER.index(person.role))),
            )
            for family in self.vault.all(Family)
        ]

    def _lifecycle(self, record: object, asked: Lifecycle) -> Lifecycle:
        if asked is not Lifecycle.FINAL:
            return asked
        known = self.vault.has(type(record), record.id)  # type: ignore[attr-defined]  # every record has an id
        return Lifecycle.AMENDED if known else Lifecycle.FINAL
