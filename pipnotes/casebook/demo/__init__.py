"""A made-up caseload, so that the program can be shown and tried without anybody's real words.

The families live in ``resources/demo/NN-*.toml``, one file each, with every day counted back from today and every
name written as a placeholder. When more families are asked for than there are files, the files are told again with
other names, days and code names. The same day, number and seed give the same caseload, record for record.
"""

from __future__ import annotations

import tomllib
from datetime import datetime
from functools import cache
from typing import Any

from pipnotes.casebook.demo.cast import Names, Numbers
from pipnotes.casebook.demo.days import Days
from pipnotes.casebook.demo.story import DemoDraft, Step, Story
from pipnotes.domain.codes import PracticeRole
from pipnotes.domain.ending import Letterhead
from pipnotes.domain.practice import Practitioner
from pipnotes.paths import resource

__all__ = ["DemoDraft", "Step", "caseload", "drafts", "practitioner"]


def caseload(today: datetime, *, families: int = 12, seed: int = 1) -> tuple[Step, ...]:
    """Return what was written down in this made-up practice up to the moment `today`, in the order of time.

    Planned visits may lie ahead of `today`; no step does. Moments carry the offset of `today`.
    """
    told = [step for story in _stories(today, families, seed) for step in story.steps()]
    return tuple(sorted(told, key=_moment))


def drafts(today: datetime, *, families: int = 12, seed: int = 1) -> tuple[DemoDraft, ...]:
    """Return the notes and letters that wait to be finished, the oldest first; they are in no step of `caseload`."""
    begun = [draft for story in _stories(today, families, seed) for draft in story.drafts()]
    return tuple(sorted(begun, key=_begun))


def practitioner() -> Practitioner:
    """Return the made-up keeper of the vault, whose name stands under every note."""
    return Practitioner(role=PracticeRole.THERAPIST, **_read("practice.toml"))


def _stories(today: datetime, families: int, seed: int) -> list[Story]:
    files = sorted(path.name for path in resource("demo").glob("[0-9][0-9]-*.toml"))
    names = Names(_read("names.toml"), seed)
    numbers = Numbers(seed)
    letterhead = _letterhead()
    stories = []
    for place in range(families):
        round_, which = divmod(place, len(files))
        file = files[which]
        spec = _read(file)
        label = f"{seed}/{file}/{round_}"
        cast = names.cast(spec, label, again=round_ > 0)
        stories.append(
            Story(
                spec,
                cast=cast,
                days=Days.first(today) if round_ == 0 else Days.again(today, label, place),
                numbers=numbers,
                letterhead=letterhead,
                label=label,
                again=round_ > 0,
            )
        )
    return stories


def _letterhead() -> Letterhead:
    keeper = practitioner()
    return Letterhead(
        service=keeper.service,
        address=keeper.address,
        phone=keeper.phone,
        author=keeper.name,
        profession=keeper.profession,
        registration=keeper.registration,
        crisis=keeper.crisis,
    )


@cache
def _read(name: str) -> dict[str, Any]:
    with (resource("demo") / name).open("rb") as file:
        return tomllib.load(file)


def _moment(step: Step) -> datetime:
    return step.at


def _begun(draft: DemoDraft) -> datetime:
    return draft.started
