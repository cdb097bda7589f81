"""The recovery sheet onto paper, straight from memory: no file of it is made unless the printer is one."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from pipnotes.casebook.casebook import Casebook
from pipnotes.errors import Problem
from pipnotes.ui.problems import tell

# Print queues show a job's name to everybody who uses the printer.
_JOB = "Sheet"


def print_sheet(parent: QWidget, casebook: Casebook) -> bool:
    """Print the sheet; False when the person thought better of it, or when the printer failed, which is told."""
    # What draws pages takes a while to load, and the unlock page must not wait for it.
    from pipnotes.ui.printing import ask_printer, print_pdf

    printer = ask_printer(parent, _JOB)
    if printer is None:
        return False
    try:
        print_pdf(printer, casebook.recovery_sheet())
    except Problem as problem:
        tell(parent.window(), problem, title="The sheet was not printed")
        return False
    return True
