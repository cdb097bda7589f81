"""The pages before and round the work, for the gallery: first run, unlock, settings."""

from __future__ import annotations

import atexit
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import lru_cache, partial
from pathlib import Path

from PySide6.QtWidgets import QWidget

from pipnotes import vault as store
from pipnotes.casebook import demo_vault
from pipnotes.casebook.casebook import Casebook
from pipnotes.ui import curtain
from pipnotes.ui.causes import IDLE, SEALED_HERE, said
from pipnotes.ui.desk import Desk
from pipnotes.ui.known import KnownVaults
from pipnotes.ui.lock_notice import Notice
from pipnotes.ui.main_window import MainWindow
from pipnotes.ui.pages.first_run import FirstRunPage
from pipnotes.ui.pages.unlock import UnlockPage
from pipnotes.ui.preferences import Preferences
from pipnotes.ui.routes import pages_for
from pipnotes.ui.widgets.passphrase import PassphraseField

NOW = datetime(2026, 11, 12, 8, 40, tzinfo=UTC)


def now() -> datetime:
    """Return the moment that stands in every picture."""
    return NOW


@lru_cache(maxsize=1)
def home() -> Path:
    """Return a folder that goes away with this process."""
    held = tempfile.TemporaryDirectory(prefix="gallery-", ignore_cleanup_errors=True)
    atexit.register(held.cleanup)
    return Path(held.name)


@lru_cache(maxsize=1)
def demo() -> Casebook:
    """Return the made-up caseload in a real vault, open for as long as the pictures are drawn."""
    return demo_vault.make(home() / "demo.pipvault", clock=now, cost=store.FLOOR).casebook


@lru_cache(maxsize=1)
def owner() -> QWidget:
    """Return a window for the questions to stand over, since they take their room from it."""
    window = QWidget()
    window.resize(1366, 768)
    window.show()
    return window


@lru_cache(maxsize=1)
def _fresh() -> Casebook:
    made = store.create(
        home() / "Northfold.pipvault",
        demo_vault.PASSPHRASE,
        role="therapist",
        owner="Ruth Ellison",
        clock=now,
        cost=store.FLOOR,
    )
    return Casebook(made, now)


def unlock(*, wrong: bool = False, why: str = "", words: bool = False) -> QWidget:
    """The page before a vault is open."""
    folder = _fresh().folder
    known = KnownVaults(home() / "vaults.json", home() / "none")
    known.note(
        folder,
        opened=(NOW - timedelta(hours=15)).isoformat(),
        backed_up=(NOW - timedelta(days=3)).isoformat(),
    )
    page = UnlockPage(Preferences(), known, folder, why=why, clock=now)
    page.focus_first()
    if words:
        page._show_words()
    if wrong:
        (folder / "tries.json").write_text('{"count": 0, "last": 0}')
        page.findChild(PassphraseField).set_text("correct horse battery stable")
        page.unlock()
    return page


def first_run(step: int) -> QWidget:
    """One step of the first run; from the fourth on, over a real vault."""
    page = FirstRunPage(Preferences(), home() / "new.pipvault", clock=now)
    page._about.form.show_person(demo().me)
    page._passphrase.new._first.set_text("teapot meadow ladder frost")
    page._passphrase.new._first.findChild(QWidget, "secondary").click()  # type: ignore[attr-defined]
    if step > 2:
        from pipnotes.ui.pages.first_run_steps import Backup, Keys, RecoveryWords

        page._casebook = _fresh()
        for part in (RecoveryWords(_fresh()), Backup(_fresh()), Keys(_fresh())):
            page._steps.append(part)
            page._add(part)
    page._show_step(step)
    return page


def settings(tab: str) -> QWidget:
    """A tab of the settings, in the frame of the window."""
    desk = Desk(demo(), preferences=Preferences())
    main = MainWindow(desk, pages=pages_for)
    desk.setParent(main)
    main.go("settings", tab)
    return main


def backing_up(route: str) -> QWidget:
    """A backup that somebody asked for, on its way, on the page where it was."""
    desk = Desk(demo(), preferences=Preferences())
    main = MainWindow(desk, pages=pages_for)
    desk.setParent(main)
    maker = desk.backups.maker
    maker._due, maker.asked_for, maker.done = demo().backing_up.by_hand(home()), True, 42
    maker._due.stop()
    main.go(route, "backup" if route == "settings" else "")
    return main


def warning() -> QWidget:
    """The warning before a lock."""
    page = settings("keys")
    page.resize(1366, 768)
    notice = Notice(page)
    notice.say("Locking in 30 seconds. Your words are kept. Press any key to stay.")
    return page


def curtained() -> QWidget:
    """What is seen from the moment of a lock until the unlock page is there."""
    page = QWidget()
    page.resize(1366, 768)
    (drawn,) = curtain.draw([page])
    drawn.tell(curtain.WORDS)
    return page


PAGES: list[tuple[str, Callable[[], QWidget]]] = [
    ("unlock", unlock),
    ("unlock-locked", partial(unlock, why="Locked after 5 minutes without typing. Your words are kept.")),
    *[(f"backing-up-{route}", partial(backing_up, route)) for route in ("settings", "today")],
    ("unlock-sealed", partial(unlock, why=said(IDLE, 5, kept=SEALED_HERE))),
    ("lock-warning", warning),
    ("lock-curtain", curtained),
    ("unlock-wrong", partial(unlock, wrong=True)),
    ("unlock-words", partial(unlock, words=True)),
    *[(f"first-run-{step + 1}", partial(first_run, step)) for step in range(6)],
    *[(f"settings-{tab}", partial(settings, tab)) for tab in ("about", "keys", "backup", "sharing", "look", "audit")],
]
