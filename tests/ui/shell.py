"""The program as it runs, but for three things: no fresh process, a clock that stands still, and a small note page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from PySide6.QtWidgets import QApplication, QTextEdit, QVBoxLayout, QWidget

from pipnotes.casebook.drafts import Place
from pipnotes.domain.codes import PracticeRole
from pipnotes.policy import Policy
from pipnotes.settings import Settings
from pipnotes.ui.desk import Desk
from pipnotes.ui.held import HeldWords
from pipnotes.ui.known import KnownVaults
from pipnotes.ui.pages.page import Page
from pipnotes.ui.preferences import Preferences
from pipnotes.ui.program import Program
from pipnotes.ui.routes import ROUTES, Route
from pipnotes.ui.theme import apply
from tests.conftest import Clock


class SmallNote(Page):
    """The least a note page is: one section of a real draft."""

    title = "Note"

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.edit = QTextEdit()
        self.edit.setAccessibleName("Baby")
        QVBoxLayout(self).addWidget(self.edit)
        self.times_kept = 0

    def show_for(self, subject: str) -> None:
        self.session = subject
        kept = self.desk.casebook.notes.draft(subject)
        if kept is None:
            raise KeyError(subject)
        self.note = kept.note
        self.edit.setPlainText(kept.note.session.baby)

    def keep_now(self) -> None:
        self.note = replace(self.note, session=replace(self.note.session, baby=self.edit.toPlainText()))
        at = Place(field="baby", caret=self.edit.textCursor().position())
        self.desk.saved.emit(self.desk.casebook.notes.keep(self.note, at))
        self.times_kept += 1

    def place(self) -> dict[str, object]:
        return {"caret": self.edit.textCursor().position()}

    def go_to(self, place: Mapping[str, object]) -> None:
        cursor = self.edit.textCursor()
        cursor.setPosition(int(str(place["caret"])))
        self.edit.setTextCursor(cursor)
        self.edit.setFocus()


class Plain(Page):
    """A page with nothing on it but its name."""


def small_pages(role: PracticeRole) -> dict[str, tuple[Route, type[Page]]]:
    """Return the real table with small pages in it, so that these tests wait for nobody."""
    from pipnotes.ui.pages.settings import SettingsPage

    kinds: dict[str, type[Page]] = {"note": SmallNote, "settings": SettingsPage}
    return {route.key: (route, kinds.get(route.key, Plain)) for route in ROUTES if role in route.whose}


def program_for(
    app: QApplication,
    home: Path,
    clock: Clock,
    *,
    relaunched: list[tuple[Path, str]],
    quits: list[bool],
    comes_up: bool,
) -> Program:
    """Return the program with its files under `home`; a relaunch is written down and answers `comes_up`."""
    apply(app, "light")

    def relaunch(folder: Path, why: str, *, handed: bytes = b"") -> bool:
        relaunched.append((folder, why))
        return comes_up

    return Program(
        app,
        preferences=Preferences(Settings(theme="light"), home / "settings.toml"),
        known=KnownVaults(home / "vaults.json", home / "vaults"),
        policy=Policy(),
        clock=clock,
        relaunch=relaunch,
        pages=small_pages,
        held=HeldWords(home / "sealed"),
        quit_app=lambda: quits.append(True),
    )
