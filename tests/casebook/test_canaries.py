"""A canary in every field of every kind of record, found by the declarations: none but the text's may ever leave."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from datetime import UTC, date, datetime, timedelta
from functools import cache
from itertools import count
from types import NoneType
from typing import Any, get_args, get_type_hints

from pipnotes.domain import records as _records  # noqa: F401 - all kinds are known once this is loaded
from pipnotes.domain.codes import Attendance, ConsentDecision, ConsentPurpose, FamilyStatus, PersonRole
from pipnotes.domain.family import Consent, Family
from pipnotes.domain.fields import KINDS, Coded, specs
from pipnotes.domain.sharing import Contact, HeldSummary, Incoming, Outgoing, SummaryText
from pipnotes.domain.work import Session
from pipnotes.exchange.parcel import open_file
from pipnotes.exchange.wire import encode
from tests.casebook.conftest import Pair

# What the wire's own machinery must be able to read back; their text fields are planted all the same.
_OPAQUE = {(Contact, "card"), (Incoming, "progress"), (HeldSummary, "content"), (Outgoing, "content")}
_FAR = date(2071, 3, 1)


class Planter:
    """Make a record of any kind with a canary of its own in each field, and remember where each was put."""

    def __init__(self, family: str) -> None:
        self.family = family
        self.planted: dict[str, tuple[str, str]] = {}
        self._number = count(1)

    def record(self, kind: str, cls: type[Any]) -> Any:
        """Return a record of this kind, of the family where it belongs to one."""
        given = {"id": f"canary-{kind}"} | ({"family": self.family} if "family" in _hints(cls) else {})
        return cls(**{**dict(self._values(kind, cls)), **given})

    def text(self, kind: str, name: str) -> str:
        """Return a canary as a word that no list knows."""
        digits = f"{next(self._number):04d}".translate(str.maketrans("0123456789", "bdfghjklmp"))
        return self._remember(f"zqx{digits}vy", kind, name)

    def _values(self, kind: str, cls: type[Any]) -> Iterator[tuple[str, Any]]:
        hints = _hints(cls)
        for spec in specs(cls):
            if spec.name not in ("id", "family"):
                yield spec.name, self._value(kind, cls, spec.name, hints[spec.name])

    def _value(self, kind: str, cls: type[Any], name: str, hint: Any) -> Any:
        if name == "family" and cls is not Family:
            return self.family
        wanted = [one for one in get_args(hint) if one not in (NoneType, Ellipsis)] or [hint]
        if str(hint).startswith("tuple"):
            return (self._value(kind, cls, name, wanted[0]),)
        one = wanted[0]
        if one is str:
            return self.text(kind, name)
        if one is bytes:
            return b"" if (cls, name) in _OPAQUE else self.text(kind, name).encode()
        if one is bool:
            return True
        if one is int:
            return int(self._remember(f"70{next(self._number):04d}77", kind, name))
        if one is date:
            return date.fromisoformat(self._remember(str(_FAR + timedelta(days=next(self._number))), kind, name))
        if one is datetime:
            day = self._remember(str(_FAR + timedelta(days=next(self._number))), kind, name)
            return datetime.fromisoformat(day).replace(hour=9, tzinfo=UTC)
        if isinstance(one, type) and issubclass(one, Coded):
            return next(iter(one))
        assert is_dataclass(one), f"{cls.__name__}.{name} holds something that no canary was made for: {hint}"
        return one(**{field.name: self._value(kind, one, field.name, _hints(one)[field.name]) for field in fields(one)})

    def _remember(self, canary: str, kind: str, name: str) -> str:
        self.planted[canary] = (kind, name)
        return canary


@cache
def _hints(cls: type[Any]) -> dict[str, Any]:
    return get_type_hints(cls)


def _plant(pair: Pair) -> tuple[Planter, SummaryText]:
    """Write one record of each kind into the family's own record, and return the text that is planted as well."""
    planter = Planter(pair.family.id)
    ledger = pair.therapist._ledger
    family = ledger.vault.get(Family, pair.family.id)
    for kind, cls in KINDS.items():
        made = planter.record(kind, cls)
        if isinstance(made, Family):
            made = replace(made, id=family.id, code=family.code, status=FamilyStatus.ACTIVE)
        elif isinstance(made, Session):
            made = replace(made, attendance=Attendance.ON_TIME, present=(*made.present, "canary-person"))
        elif isinstance(made, Consent):
            made = replace(made, purpose=ConsentPurpose.SUPERVISION, decision=ConsentDecision.GIVEN)
        elif hasattr(made, "role") and isinstance(made.role, PersonRole):
            made = replace(made, role=PersonRole.RELATIVE)
        elif kind == "measure":
            made = replace(made, person=pair.therapist.families.circle(family.id).caregivers[0].id)
        elif kind == "goal-rating":
            made = replace(made, goal="canary-goal")
        if kind not in ("practitioner", "contact", "incoming", "outgoing", "held-summary"):
            ledger.write("planted", made, family=family.id)
        else:
            # These are read back by the mailbox itself, so they stand under ids of their own.
            ledger.write("planted", made)
    draft = SummaryText(id="text", family=family.id, text=f"She {planter.text('summary', 'its text')} with him.")
    return planter, draft


def test_a_canary_in_every_field_of_every_record_never_leaves(pair: Pair) -> None:
    planter, draft = _plant(pair)
    kinds = {kind for kind, _ in planter.planted.values()}
    assert kinds == set(KINDS)
    assert len(planter.planted) > 150
    summaries = pair.therapist.summaries
    preview = summaries.preview(draft, pair.contact)
    leaves = encode(preview.summary)
    sealed = summaries.approve(draft, pair.contact, preview.digest)
    opened = open_file(
        sealed.parcel,
        recipient=pair.supervisor.contacts.identity(),
        contacts=[pair.supervisor.contacts.card_of(one) for one in pair.supervisor.contacts.all()],
    )[1]
    assert opened.contents == (leaves,)
    found = {where for canary, where in planter.planted.items() if canary.encode() in leaves}
    # A code, a count and a score may leave, which the declarations call coded; and the text that was read and approved.
    assert found == {("summary", "its text"), ("measure", "measure"), ("measure", "total"), ("goal-rating", "score")}
    assert not any(canary.encode() in sealed.parcel for canary in planter.planted)
