"""The composition root: where the program begins, and what it is made of comes together."""

from __future__ import annotations

import ctypes
import logging
import os
import re
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from pipnotes import log, paths, policy, settings
from pipnotes.errors import Problem
from pipnotes.ui.causes import VISIT
from pipnotes.ui.fresh import handed_on, say_ready, was_handed, why_locked
from pipnotes.ui.held import HeldWords
from pipnotes.ui.known import KnownVaults
from pipnotes.ui.preferences import Preferences
from pipnotes.ui.problems import Fault, describe_fault, install_last_resort, tell, tell_fault
from pipnotes.ui.program import Program
from pipnotes.ui.theme import apply

if TYPE_CHECKING:
    from pipnotes.casebook.casebook import Casebook
    from pipnotes.ui.visiting import VisitProgram

_log = logging.getLogger(__name__)


def run(folder: Path | None = None, *, argv: Sequence[str] = (), opened: Casebook | None = None) -> int:
    """Open the window and return when it is closed or locked; `opened` is a vault that asks for no passphrase."""
    harden()
    why = why_locked()
    app = QApplication(["pipnotes", *argv])
    app.setApplicationName("PipNotes")
    app.setDesktopFileName("pipnotes")
    handler = log.start(paths.log_folder())
    try:
        apply(app)
        install_last_resort(_note_fault)
        file = paths.settings_file()
        preferences = Preferences(settings.load(file), file)
        preferences.dress()
        if why == VISIT:
            return _visit(app, preferences, handler)
        rules = policy.load(paths.policy_file())
        known = KnownVaults(file.with_name("vaults.json"), paths.data_folder())
        held = HeldWords(paths.sealed_folder())
        if was_handed():
            held.read(handed_on())
        program = Program(app, preferences=preferences, known=known, policy=rules, held=held)
        if not program.start(folder, opened=opened, why=why):
            return 0
        if why:
            QTimer.singleShot(0, app, say_ready)
        return _live(app, program, handler)
    except Problem as problem:
        tell(None, problem)
        return problem.exit_code
    except Exception as error:  # noqa: BLE001 - a window that cannot start has to say so in a window
        fault = describe_fault(error)
        _note_fault(fault)
        tell_fault(None, fault)
        return 1
    finally:
        log.stop(handler)


def _visit(app: QApplication, preferences: Preferences, handler: logging.Handler) -> int:
    """Show one family its own page until it is left; the vault stays closed."""
    from pipnotes.casebook.visiting import Handover
    from pipnotes.ui.visiting import VisitProgram

    program = VisitProgram(app, Handover.read(handed_on()), preferences=preferences)
    program.start()
    QTimer.singleShot(0, app, say_ready)
    return _live(app, program, handler)


def _live(app: QApplication, program: Program | VisitProgram, handler: logging.Handler) -> int:
    """Run until the program ends; at once, when a fresh process has taken its place."""
    code = app.exec()
    if program.replaced:
        # Taking every object apart would keep what is in memory there for half a second more.
        log.stop(handler)
        os._exit(code)
    return code


def harden() -> None:
    """Let neither a crash nor another program of this person write out the memory, where notes and keys are."""
    if sys.platform == "win32":
        return
    import resource

    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":
        # PR_SET_DUMPABLE, prctl(2)
        ctypes.CDLL(None).prctl(4, 0, 0, 0, 0)


def _note_fault(fault: Fault) -> None:
    # The log lets through small letters, digits and a few marks; anything else might be somebody's words.
    _log.error("fault %s", re.sub(r"[^0-9a-z._:-]", ".", f"{fault.reference}:{fault.type}:{fault.place}".lower())[:80])
