"""Who is in a made-up family: the names in its file, or others of the same kind when the file is told again."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from pipnotes.domain.codenames import BIRDS

# Numbers that Ofcom keeps for drama, so that nobody's telephone rings.
_MOBILE = "07700 900{:03d}"
# The 999 range is never issued to a patient.
_NHS_RANGE = "999"
_POSTCODE_LETTERS = "ABDEFGHJLNPQRSTUWXYZ"


@dataclass(frozen=True, kw_only=True, slots=True)
class Cast:
    """The names of one family, by the key that its file gives each person, with a home and a code name."""

    people: dict[str, dict[str, Any]]
    code: str
    address: str

    def __getitem__(self, key: str) -> dict[str, Any]:
        return self.people[key]


class Names:
    """Draws names, streets and code names, so that no two families of a caseload share a code or a baby's name."""

    def __init__(self, pools: dict[str, Any], seed: int) -> None:
        self._streets: list[str] = pools["streets"]
        self._pools: dict[str, dict[str, Any]] = pools["names"]
        self._codes = _codes(seed)
        self._used_codes: set[str] = set()
        self._babies: set[str] = set()
        self._surnames: set[str] = set()

    def cast(self, spec: dict[str, Any], label: str, *, again: bool) -> Cast:
        """Return the people of one family; `again` gives them other names than the file's."""
        dice = random.Random(label)
        people = {key: dict(person) for key, person in spec["people"].items()}
        for person in people.values():
            person.setdefault("from", spec["family"].get("names", "english"))
        if again:
            self._rename(people, dice, vary=spec["family"].get("vary", True))
        for person in people.values():
            self._surnames.update(person.get("surname", "").split("-"))
            if person["role"] == "infant":
                self._babies.add(person.get("given", ""))
            if person["role"] != "professional":
                person.setdefault("ethnicity", self._pools[person["from"]]["ethnicity"])
        return Cast(people=people, code=self._code(spec, again), address=self._address(dice))

    def _rename(self, people: dict[str, dict[str, Any]], dice: random.Random, *, vary: bool) -> None:
        kin = [person for person in people.values() if person["role"] != "professional"]
        others = list(self._pools)
        origins = {origin: dice.choice(others) if vary else origin for origin in sorted({p["from"] for p in kin})}
        surnames: dict[str, str] = {}
        taken: set[str] = set()
        for person in sorted(kin, key=_double_barrelled):
            person["from"] = origins[person["from"]]
            for gone in ("known_as", "aliases", "ethnicity", "language"):
                if vary or gone in ("known_as", "aliases"):
                    person.pop(gone, None)
            pool = self._pools[person["from"]]
            for part in person.get("surname", "").split("-"):
                if part and part not in surnames:
                    surnames[part] = _draw(dice, pool["surnames"], self._surnames)
                    self._surnames.add(surnames[part])
            person["surname"] = "-".join(surnames.get(part, "") for part in person.get("surname", "").split("-"))
            if "given" in person:
                avoid = taken | self._babies if person["role"] == "infant" else taken
                person["given"] = _draw(dice, pool[_shelf(person)], avoid)
                taken.add(person["given"])

    def _code(self, spec: dict[str, Any], again: bool) -> str:
        wish = spec["family"].get("code", "")
        if wish and not again and wish not in self._used_codes:
            self._used_codes.add(wish)
            return str(wish)
        for code in self._codes:
            if code not in self._used_codes:
                self._used_codes.add(code)
                return code
        raise ValueError("there are more families than code names")

    def _address(self, dice: random.Random) -> str:
        ending = dice.choice(_POSTCODE_LETTERS) + dice.choice(_POSTCODE_LETTERS)
        return f"{dice.randint(2, 88)} {dice.choice(self._streets)}, Larchfield, NE99 9{ending}"


class Numbers:
    """Deals out telephone and NHS numbers that belong to nobody, none of them twice."""

    def __init__(self, seed: int) -> None:
        self._mobiles = random.Random(f"{seed}/mobiles").sample(range(1000), 1000)
        self._bodies = random.Random(f"{seed}/nhs")
        self._used: set[str] = set()

    def mobile(self) -> str:
        """Return the next drama number; after a thousand they come round again."""
        number = self._mobiles.pop(0)
        self._mobiles.append(number)
        return _MOBILE.format(number)

    def nhs(self) -> str:
        """Return a fresh NHS number of the 999 range with its check digit (NHS Data Dictionary, modulus 11)."""
        while True:
            nine = f"{_NHS_RANGE}{self._bodies.randrange(1_000_000):06d}"
            check = 11 - sum(int(digit) * (10 - place) for place, digit in enumerate(nine)) % 11
            if check != 10 and nine not in self._used:
                self._used.add(nine)
                return f"{nine[:3]} {nine[3:6]} {nine[6:]}{check % 11}"


def _codes(seed: int) -> Iterator[str]:
    dice = random.Random(f"{seed}/codes")
    numbers = {bird: dice.sample(range(10, 99), 40) for bird in BIRDS}
    for round_ in range(40):
        for bird in dice.sample(BIRDS, len(BIRDS)):
            yield f"{bird} {numbers[bird][round_]}"


def _draw(dice: random.Random, pool: list[str], avoid: set[str]) -> str:
    return dice.choice([name for name in pool if name not in avoid] or pool)


def _shelf(person: dict[str, Any]) -> str:
    female = person.get("sex", "f") == "f"
    if person["role"] in ("infant", "sibling"):
        return "girls" if female else "boys"
    if person["role"] == "relative":
        return "older_women" if female else "older_men"
    return "women" if female else "men"


def _double_barrelled(person: dict[str, Any]) -> bool:
    return "-" in person.get("surname", "")
