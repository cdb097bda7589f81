"""The table of pages: where each is found, for whom it is, and how the rail shows it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from pipnotes.domain.codes import PracticeRole
from pipnotes.ui.pages.families import FamiliesPage
from pipnotes.ui.pages.family import FamilyPage
from pipnotes.ui.pages.inbox import InboxPage
from pipnotes.ui.pages.letter import LetterPage
from pipnotes.ui.pages.note import NotePage
from pipnotes.ui.pages.page import Page
from pipnotes.ui.pages.settings import SettingsPage
from pipnotes.ui.pages.sharing import SharingPage
from pipnotes.ui.pages.supervision import SupervisionPage
from pipnotes.ui.pages.today import TodayPage

BOTH = frozenset(PracticeRole)
THERAPIST = frozenset({PracticeRole.THERAPIST})
SUPERVISOR = frozenset({PracticeRole.SUPERVISOR})


@dataclass(frozen=True, kw_only=True, slots=True)
class Route:
    """One page; without words it has no place in the rail and `rail` names the one it belongs to."""

    key: str
    page: type[Page]
    whose: frozenset[PracticeRole]
    rail: str
    words: str = ""
    icon: str = ""
    keys: str = ""
    foot: bool = False


Pages = Callable[[PracticeRole], dict[str, tuple[Route, type[Page]]]]

ROUTES = (
    Route(key="today", page=TodayPage, whose=THERAPIST, rail="today", words="Today", icon="sun", keys="Alt+1"),
    Route(
        key="families",
        page=FamiliesPage,
        whose=THERAPIST,
        rail="families",
        words="Families",
        icon="users",
        keys="Alt+2",
    ),
    Route(key="family", page=FamilyPage, whose=THERAPIST, rail="families"),
    Route(key="note", page=NotePage, whose=THERAPIST, rail="families"),
    Route(key="letter", page=LetterPage, whose=THERAPIST, rail="families"),
    Route(key="sharing", page=SharingPage, whose=THERAPIST, rail="sharing", words="Sharing", icon="send", keys="Alt+3"),
    Route(
        key="supervision",
        page=SupervisionPage,
        whose=THERAPIST,
        rail="supervision",
        words="Supervision",
        icon="message-square",
        keys="Alt+4",
    ),
    Route(key="inbox", page=InboxPage, whose=SUPERVISOR, rail="inbox", words="Inbox", icon="inbox", keys="Alt+1"),
    Route(
        key="settings",
        page=SettingsPage,
        whose=BOTH,
        rail="settings",
        words="Settings",
        icon="settings",
        keys="Ctrl+,",
        foot=True,
    ),
)


def pages_for(role: PracticeRole) -> dict[str, tuple[Route, type[Page]]]:
    """Return the pages of a role."""
    return {route.key: (route, route.page) for route in ROUTES if role in route.whose}
