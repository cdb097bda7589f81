"""What is published about a measure, read from resources/measures: a figure without a source is not shown."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from typing import Any

from pipnotes.errors import WrongUse
from pipnotes.paths import resource


@dataclass(frozen=True, kw_only=True, slots=True)
class Item:
    """One question, under a short label of our own; `counted` is false where it is asked but not added up."""

    number: int
    label: str
    counted: bool = True


@dataclass(frozen=True, kw_only=True, slots=True)
class Fact:
    """One figure with where it was published, so that a clinical lead can check it against the paper."""

    value: int
    source: str
    year: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Band:
    """The name that the authors gave to a range of totals, both ends included."""

    low: int
    high: int
    label: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Measure:
    """Everything that scoring needs; what is not verified is empty, and then nothing is drawn or said about it.

    `options` is how many answers each question offers. An answer is the place of the ticked option counted from 0,
    and is worth `low` plus that place, or the other way round for the items in `reverse`.
    """

    id: str
    name: str
    about: str
    items: tuple[Item, ...]
    low: int
    options: int
    reverse: frozenset[int]
    subscales: tuple[tuple[str, tuple[int, ...]], ...]
    higher_is_better: bool
    bands: tuple[Band, ...]
    bands_source: str
    bands_year: int | None
    cut_off: Fact | None
    reliable_change: Fact | None
    risk_items: tuple[int, ...]
    prorate_missing: int
    source: str
    year: int

    @property
    def counted(self) -> tuple[int, ...]:
        """Return the numbers of the questions that make the total."""
        return tuple(item.number for item in self.items if item.counted)

    @property
    def lowest(self) -> int:
        """Return the lowest total there can be."""
        return self.low * len(self.counted)

    @property
    def highest(self) -> int:
        """Return the highest total there can be."""
        return (self.low + self.options - 1) * len(self.counted)

    def band(self, total: int) -> str | None:
        """Return the published name for this total, or None where there is none."""
        return next((band.label for band in self.bands if band.low <= total <= band.high), None)


def names() -> tuple[str, ...]:
    """Return the ids of the measures that ship, in alphabetical order."""
    return tuple(sorted(path.stem for path in resource("measures").glob("*.toml")))


def load(measure_id: str) -> Measure:
    """Return the measure of that id; an id that does not ship is `WrongUse`."""
    if measure_id not in names():
        raise WrongUse(
            "There is no measure of that name.",
            safe="Nothing was scored or changed.",
            todo=f"Choose one of these: {', '.join(names())}.",
        )
    return _measure(tomllib.loads(resource(f"measures/{measure_id}.toml").read_text(encoding="utf-8")))


def _measure(raw: dict[str, Any]) -> Measure:
    bands = raw.get("bands", {})
    return Measure(
        id=raw["id"],
        name=raw["name"],
        about=raw["about"],
        items=tuple(Item(**item) for item in raw["items"]),
        low=raw["low"],
        options=raw["options"],
        reverse=frozenset(raw["reverse"]),
        subscales=tuple((name, tuple(items)) for name, items in raw.get("subscales", {}).items()),
        higher_is_better=raw["higher_is_better"],
        bands=tuple(Band(**band) for band in bands.get("ranges", ())),
        bands_source=bands.get("source", ""),
        bands_year=bands.get("year"),
        cut_off=_fact(raw, "cut_off"),
        reliable_change=_fact(raw, "reliable_change"),
        risk_items=tuple(raw["risk_items"]),
        prorate_missing=raw["prorate_missing"],
        source=raw["source"],
        year=raw["year"],
    )


def _fact(raw: dict[str, Any], key: str) -> Fact | None:
    return Fact(**raw[key]) if key in raw else None
