"""One family in all its tabs, for the gallery."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QWidget

from pipnotes.ui.desk import Desk
from pipnotes.ui.main_window import MainWindow
from pipnotes.ui.preferences import Preferences
from pipnotes.ui.routes import pages_for
from tests.gallery_shell import demo

TABS = ("story", "notes", "measures", "letters", "people", "consent")


def family(baby: str, tab: str, *, hidden: bool = False) -> QWidget:
    """A tab of the family with this baby, in the frame of the window."""
    desk = Desk(demo(), preferences=Preferences())
    main = MainWindow(desk, pages=pages_for)
    desk.setParent(main)
    found = next(row.family for row in demo().families.rows() if row.circle.title.startswith(baby))
    desk.hide_names(hidden)
    main.go("family", f"{found.id}/{tab}")
    return main


PAGES: list[tuple[str, Callable[[], QWidget]]] = [
    *[(f"family-{tab}", partial(family, "Mabel", tab)) for tab in TABS],
    ("family-story-due", partial(family, "Baby due", "story")),
    ("family-story-ended", partial(family, "Rosie", "story")),
    ("family-story-hidden", partial(family, "Mabel", "story", hidden=True)),
    ("family-notes-none", partial(family, "Ayaan", "notes")),
    ("family-measures-concern", partial(family, "Taiwo", "measures")),
    ("family-measures-one", partial(family, "Nia", "measures")),
    ("family-measures-none", partial(family, "Otis", "measures")),
    ("family-letters-signed", partial(family, "Rosie", "letters")),
    ("family-people-carers", partial(family, "Otis", "people")),
]
