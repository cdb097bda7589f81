"""Visit mode and the questions before and after it, for the gallery."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial

from PySide6.QtWidgets import QWidget

from pipnotes.casebook.visiting import Taken, View
from pipnotes.errors import Problem
from pipnotes.ui.desk import Desk
from pipnotes.ui.dialogs.show_family import ShowFamilyDialog
from pipnotes.ui.pages.visit import VisitPage
from pipnotes.ui.preferences import Preferences
from pipnotes.ui.setup.jotted import JotsDialog
from tests.gallery_pages_writing import family
from tests.gallery_shell import NOW, demo

VIEW = View(
    name="Mabel",
    age="9 months",
    last_time="Mabel crawled off to look at the rain, and came back to you three times. \u201cShe does know it\u2019s"
    " me.\u201d",
    hopes=("Enjoy bath time", "Jordan settling her on his own", "Talking about the birth"),
    next_visit="Thu 19 Nov at 09:30",
)


def _kept(text: str, at: datetime) -> None:
    """Keep a jot, as far as a picture goes."""


def _full(text: str, at: datetime) -> None:
    raise Problem("The disk is full.", safe="", todo="")


def visit(what: str = "") -> QWidget:
    """The page that a family sees."""
    view = View(name="Baby due 6 May") if what == "bare" else VIEW
    page = VisitPage(view, _kept, _full if what == "full" else _kept, clock=lambda: NOW)
    page.resize(1366, 768)
    page.jot("on dad\u2019s knee, watchful")
    page.keep()
    page.jot("wooden spoon, looked round")
    if what == "full":
        page.settle()
    page.focus_first()
    if what == "rest":
        page.rest()
    return page


def show() -> QWidget:
    """What may be shown, to be marked."""
    return ShowFamilyDialog(None, Desk(demo(), preferences=Preferences()), family("Mabel"))


def strange() -> QWidget:
    """A file of jots that was not as it should be."""
    return JotsDialog(None, Taken(note="n", jots=2, strange=1, damaged=1, cut_off=True))


PAGES: list[tuple[str, Callable[[], QWidget]]] = [
    ("visit-mode", visit),
    ("visit-mode-bare", partial(visit, "bare")),
    ("visit-mode-not-kept", partial(visit, "full")),
    ("visit-mode-resting", partial(visit, "rest")),
    ("visit-mode-show", show),
    ("visit-mode-strange", strange),
]
