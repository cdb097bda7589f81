"""From ticked answers to a total, a change and a sentence: no total that the answers do not bear out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum

from pipnotes.errors import WrongUse
from pipnotes.measures.facts import Measure


class Direction(Enum):
    """Which way a score has gone, whichever end of the scale is the good one."""

    BETTER = "better"
    SAME = "same"
    WORSE = "worse"


@dataclass(frozen=True, kw_only=True, slots=True)
class Score:
    """What one completed form comes to; `risk_items` are the answers above none that somebody must see to today."""

    total: int | None
    complete: bool
    band: str | None
    risk_items: tuple[int, ...]
    subscales: Mapping[str, int | None] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True, slots=True)
class Change:
    """The way from one total to another; `reliable` is None where no reliable change is published."""

    points: int
    reliable: bool | None
    direction: Direction


def score(measure: Measure, answers: Mapping[int, int]) -> Score:
    """Score one form: question number to the place of the ticked option, counted from 0 and not turned.

    A question that was not answered is missing from `answers`; then there is no total, unless the measure allows the
    few that `prorate_missing` says. An unknown question, or an answer that the form does not offer, is `WrongUse`.
    """
    _check(measure, answers)
    total = _sum(measure, measure.counted, answers, allow_missing=measure.prorate_missing)
    return Score(
        total=total,
        subscales={name: _sum(measure, items, answers, allow_missing=0) for name, items in measure.subscales},
        complete=all(number in answers for number in measure.counted),
        band=None if total is None else measure.band(total),
        risk_items=tuple(number for number in measure.risk_items if _worth(measure, number, answers) > measure.low),
    )


def change(measure: Measure, first: int, last: int) -> Change:
    """Compare two totals of the same person: `points` is last less first, so its sign is that of the scale."""
    points = last - first
    if points == 0:
        direction = Direction.SAME
    else:
        direction = Direction.BETTER if (points > 0) is measure.higher_is_better else Direction.WORSE
    needed = measure.reliable_change
    return Change(
        points=points,
        reliable=None if needed is None else abs(points) >= needed.value,
        direction=direction,
    )


def in_words(measure: Measure, first: int, last: int | None = None) -> str:
    """Say one total, or the way from the first to the last, in sentences for the screen."""
    if last is None:
        return _one(measure, first)
    moved = change(measure, first, last)
    if moved.direction is Direction.SAME:
        return f"{_one(measure, last)} The same as the first time."
    way = "Down" if moved.points < 0 else "Up"
    points = f"{abs(moved.points)} point" + ("s" if abs(moved.points) != 1 else "")
    return f"{_one(measure, last)} {way} {points} from {first} the first time. {_weight(measure, moved)}"


def _check(measure: Measure, answers: Mapping[int, int]) -> None:
    known = {item.number for item in measure.items}
    for number, place in answers.items():
        # bool is an int in Python, but "true" is not a place on a form
        whole = isinstance(place, int) and not isinstance(place, bool)
        if number not in known or not whole or not 0 <= place < measure.options:
            raise WrongUse(
                f"An answer does not fit the {measure.name} form.",
                safe="Nothing was scored or changed.",
                todo=f"Questions run from 1 to {max(known)}, and answers from 0 to {measure.options - 1}.",
            )


def _worth(measure: Measure, number: int, answers: Mapping[int, int]) -> int:
    if number not in answers:
        return measure.low
    place = answers[number]
    return measure.low + (measure.options - 1 - place if number in measure.reverse else place)


def _sum(measure: Measure, numbers: tuple[int, ...], answers: Mapping[int, int], *, allow_missing: int) -> int | None:
    answered = [number for number in numbers if number in answers]
    missing = len(numbers) - len(answered)
    if missing > allow_missing or not answered:
        return None
    total = sum(_worth(measure, number, answers) for number in answered)
    # Whole numbers throughout, halves rounded up, as a person does on paper.
    return (2 * total * len(numbers) + len(answered)) // (2 * len(answered))


def _one(measure: Measure, total: int) -> str:
    band = measure.band(total)
    return f"{total} of {measure.highest}." if band is None else f"{total} of {measure.highest}, in the band “{band}”."


def _weight(measure: Measure, moved: Change) -> str:
    needed = measure.reliable_change
    if needed is None:
        return "No reliable change is published for this measure."
    if not moved.reliable:
        return f"Less than {needed.value} points can be chance."
    return f"That is {moved.direction.value}, and {needed.value} points or more is unlikely to be chance."
