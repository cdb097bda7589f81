"""What a lock could not save goes into the vault at the next unlock; what came of it is told once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import partial

from PySide6.QtWidgets import QWidget

from pipnotes.casebook.sealed_copies import TakenIn
from pipnotes.errors import Integrity, Problem
from pipnotes.ui.desk import ELSEWHERE, Desk
from pipnotes.ui.dialogs.sealed_copy import tell_taken
from pipnotes.ui.dialogs.sealed_place import choose_place
from pipnotes.ui.held import HeldWords
from pipnotes.ui.problems import Chosen, ask

_TITLE = "Your words are not in the vault yet"


def take_in_held(window: QWidget, desk: Desk, held: HeldWords) -> list[TakenIn]:
    """Take in what waits; where the vault does not take it yet, try again or save it elsewhere, as is chosen."""
    taken: list[TakenIn] = []
    while True:
        came = held.take_in(desk.casebook)
        taken += [one for one in came if isinstance(one, TakenIn)]
        trouble = next((one for one in came if isinstance(one, Problem)), None)
        if trouble is None or not _tries_again(window, desk, held, trouble):
            return taken


def tell_of_held(window: QWidget, desk: Desk, taken: Sequence[TakenIn]) -> None:
    """Tell what came back."""
    for one in taken:
        tell_taken(window, desk, one)


def _tries_again(window: QWidget, desk: Desk, held: HeldWords, trouble: Problem) -> bool:
    if isinstance(trouble, Integrity):
        desk.ask_problem(trouble, title="Some words could not be taken in")
        return False
    while True:
        other = ELSEWHERE if held.only_here else ""
        chosen = ask(window, _sealed(trouble), title=_TITLE, retry="Try again", other=other)
        if chosen is not Chosen.OTHER:
            return chosen is Chosen.RETRY
        choose_place(window, partial(held.save, at=desk.clock()))


def save_before_closing(window: QWidget, held: HeldWords, at: datetime) -> bool:
    """Ask for a place for words that only this window holds; True once they are there."""
    words = Problem(
        "Your last words could not be saved, and only this window holds them.",
        safe="They are sealed, and everything that was saved before is safe.",
        todo="Unlock the vault, and they go in. Or save a sealed copy elsewhere, such as on a stick, and then close.",
    )
    if ask(window, words, title=_TITLE, retry=ELSEWHERE, close="Go back") is Chosen.NOTHING:
        return False
    return choose_place(window, partial(held.save, at=at)) is not None


def _sealed(trouble: Problem) -> Problem:
    return Problem(
        trouble.happened,
        safe="Your words from before the lock are still sealed, and nothing of them is lost.",
        todo=f"{trouble.todo} They also go in when you next unlock.",
    )
