"""Every version of a record, the newest first: nothing that was ever written down goes away."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QWidget

from pipnotes.casebook.versions import Version, told
from pipnotes.domain.circle import Circle
from pipnotes.domain.words import clock_time, full_day, listed
from pipnotes.ui.desk import Desk
from pipnotes.ui.naming import call, coded
from pipnotes.ui.widgets.buttons import Button
from pipnotes.ui.widgets.dialog import Dialog
from pipnotes.ui.widgets.sheet import column
from pipnotes.ui.widgets.text import Text, quiet, strong


class HistoryDialog(Dialog):
    """What was written down about somebody, when, by whom and why."""

    def __init__(self, parent: QWidget | None, desk: Desk, circle: Circle, record: str, title: str) -> None:
        super().__init__(parent, "History", title=title, second="The newest first. Nothing goes away.", margin=128)
        for version in told(desk.casebook.families.history(record), partial(_people, desk, circle)):
            words = [strong(version.what), quiet(f"by {version.by}")]
            lines = [Text(coded(desk, circle, line), token="ink2") for line in _lines(version)]
            told_here = column(Text(words), *lines, gap=0)
            self.grid.add(full_day(version.at.date()), told_here, second=clock_time(version.at))
        closing = Button("Close", kind="primary", hint="Esc")
        closing.clicked.connect(self.reject)
        self.add_to_footer(closing)
        closing.setFocus()


def _lines(version: Version) -> list[str]:
    reason = version.reason.strip()
    return ([f"Why: {reason[:1].lower()}{reason[1:]}"] if reason else []) + list(version.changes)


def _people(desk: Desk, circle: Circle, ids: object) -> str:
    return listed([call(desk, person) for person in circle.named(ids)])  # type: ignore[arg-type]
