"""Scoring of outcome measures from facts kept as data: each with its source, none with a questionnaire's wording."""

from __future__ import annotations

from pipnotes.measures.facts import Band, Fact, Item, Measure, load, names
from pipnotes.measures.scoring import Change, Direction, Score, change, in_words, score

__all__ = [
    "Band",
    "Change",
    "Direction",
    "Fact",
    "Item",
    "Measure",
    "Score",
    "change",
    "in_words",
    "load",
    "names",
    "score",
]
