"""The people in the rows of one family: twins are two babies, a second mention is nobody new, and no cell is lost."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Protocol

from pipnotes.domain.codes import PersonRole
from pipnotes.domain.family import Person

Left = list[tuple[str, str]]


class Cells(Protocol):
    """What is asked of a row: its cells by heading, and the baby's dates, read."""

    @property
    def values(self) -> Mapping[str, str]:
        """Return the cells by heading."""

    @property
    def born(self) -> date | None:
        """Return the baby's day of birth."""

    @property
    def due(self) -> date | None:
        """Return the day on which the baby is due."""


@dataclass(kw_only=True, slots=True)
class _Infant:
    name: str = ""
    aliases: list[str] = field(default_factory=list)
    born: date | None = None
    due: date | None = None
    nhs_number: str = ""


@dataclass(kw_only=True, slots=True)
class _Caregiver:
    name: str
    relation: str = ""
    postcode: str = ""


def people(rows: Sequence[Cells], *, family: str, make_id: Callable[[], str]) -> tuple[list[Person], list[Left]]:
    """Return the babies and caregivers of one family, and for each row the cells that found no place in a person."""
    left: list[Left] = [[] for _ in rows]
    infants: list[_Infant] = []
    # Rows with a name come first, so that one without can be told to be about the same baby.
    for place in sorted(range(len(rows)), key=lambda place: not rows[place].values.get("infant_name")):
        _infant(rows[place], infants, left[place])
    caregivers: dict[str, _Caregiver] = {}
    for place, row in enumerate(rows):
        _caregiver(row, caregivers, left[place])
    found = [_baby(infant, family, make_id()) for infant in infants or [_Infant()]]
    for known in caregivers.values():
        given, _, surname = known.name.partition(" ")
        found.append(
            Person(
                id=make_id(),
                family=family,
                role=PersonRole.PARENT,
                relation=known.relation,
                given=given,
                surname=surname.strip(),
                address=known.postcode,
            )
        )
    return found, left


def _baby(infant: _Infant, family: str, person: str) -> Person:
    given, _, surname = infant.name.partition(" ")
    return Person(
        id=person,
        family=family,
        role=PersonRole.INFANT,
        given=given,
        surname=surname.strip(),
        aliases=tuple(infant.aliases),
        born=infant.born,
        due=infant.due,
        nhs_number=infant.nhs_number,
    )


def _infant(row: Cells, infants: list[_Infant], left: Left) -> None:
    told = _Infant(
        name=row.values.get("infant_name", ""),
        born=row.born,
        due=row.due,
        nhs_number=row.values.get("nhs_number", ""),
    )
    if not (told.name or told.born or told.due or told.nhs_number):
        return
    number = _digits(told.nhs_number)
    same = [infant for infant in infants if number and _digits(infant.nhs_number) == number]
    same = same or [infant for infant in infants if _may_be(infant, told)]
    if not same:
        infants.append(told)
    elif len(same) == 1:
        _add(same[0], told, row, left)
    else:
        # Of twins it cannot be told which is meant, and a wrong number is worse than a note.
        names = ("infant_born", "infant_due", "nhs_number")
        left += [(name, row.values[name]) for name in names if row.values.get(name)]


def _may_be(infant: _Infant, told: _Infant) -> bool:
    if infant.nhs_number and told.nhs_number:
        return _digits(infant.nhs_number) == _digits(told.nhs_number)
    if infant.name and told.name:
        return _spelt(told.name) in {_spelt(name) for name in (infant.name, *infant.aliases)}
    return not (infant.born and told.born and infant.born != told.born)


def _add(infant: _Infant, told: _Infant, row: Cells, left: Left) -> None:
    if told.name and _spelt(told.name) not in {_spelt(name) for name in (infant.name, *infant.aliases)}:
        # A baby was given a name after the first referral; the earlier one is still a name to be taken out.
        if infant.name:
            infant.aliases.append(told.name)
        else:
            infant.name = told.name
    if told.born and infant.born != told.born:
        if infant.born:
            left.append(("infant_born", row.values["infant_born"]))
        infant.born = infant.born or told.born
    if told.due and infant.due != told.due:
        if infant.due:
            left.append(("infant_due", row.values["infant_due"]))
        infant.due = infant.due or told.due
    infant.nhs_number = infant.nhs_number or told.nhs_number


def _caregiver(row: Cells, caregivers: dict[str, _Caregiver], left: Left) -> None:
    name, relation, postcode = (row.values.get(key, "") for key in ("caregiver_name", "caregiver_relation", "postcode"))
    known = caregivers.setdefault(_spelt(name), _Caregiver(name=name)) if name else None
    if relation:
        if known is not None and known.relation.casefold() in ("", relation.casefold()):
            known.relation = known.relation or relation
        else:
            left.append(("caregiver_relation", relation))
    if postcode:
        if known is not None and _digits(known.postcode) in ("", _digits(postcode)):
            known.postcode = known.postcode or postcode
        else:
            left.append(("postcode", postcode))


def _spelt(name: str) -> str:
    return " ".join(name.split()).casefold()


def _digits(text: str) -> str:
    return "".join(text.split()).replace("-", "").casefold()
