"""Scoring without a vault: answers as JSON in, the score out."""

from __future__ import annotations

from dataclasses import dataclass

import msgspec

from pipnotes import measures
from pipnotes.errors import WrongUse


@dataclass(frozen=True, kw_only=True, slots=True)
class Told:
    """A score as data for a script and as a sentence for a person."""

    data: dict[str, object]
    words: str


def from_json(measure: str, text: str) -> Told:
    """Score answers such as ``{"1": 2, "2": 0}``: the ticked option's place counted from 0, not yet turned.

    Raises WrongUse for a measure that is not known, an answer out of range, or a text that is no such object.
    """
    known = measures.load(measure)
    try:
        answers = msgspec.json.decode(text.encode(), type=dict[int, int])
    except (msgspec.DecodeError, RecursionError) as error:
        raise WrongUse(
            "The answers are not a JSON object of item numbers and places.",
            safe="Nothing was scored.",
            todo='Give something like {"1": 2, "2": 0}.',
        ) from error
    score = measures.score(known, answers)
    data: dict[str, object] = {
        "total": score.total,
        "subscales": dict(score.subscales),
        "complete": score.complete,
        "band": score.band,
        "risk_items": list(score.risk_items),
    }
    if score.total is None:
        words = f"{known.name}: no total, since not every item was answered."
    else:
        words = f"{known.name}: {score.total}" + (f", {score.band}." if score.band else ".")
    if score.risk_items:
        labels = {item.number: item.label for item in known.items}
        words += "\nLook today: an answer above 0 for " + ", ".join(labels[n] for n in score.risk_items) + "."
    return Told(data=data, words=words)
