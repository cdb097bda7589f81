"""How a whole new vault takes the place of the old one in a single step.

The new one is built in `next.making`. Renaming that folder to `next` is the step: before it the old vault is whole,
after it the new one is, and whoever opens the folder first moves the new files into place, as often as it takes.
"""

from __future__ import annotations

import os
from pathlib import Path

from pipnotes.vault import files

MAKING = "next.making"
READY = "next"
_MOVED = ("vault.db", "head.json", "keys.json.1", "keys.json")


def begin(folder: Path) -> Path:
    """Return an empty folder to build the new vault in; an unfinished one from before is removed."""
    making = folder / MAKING
    files.remove_folder(making)
    return files.new_folder(making)


def ready(folder: Path) -> None:
    """Declare the new vault good: from here on it is the vault."""
    files.flush_folder(folder / MAKING)
    os.rename(folder / MAKING, folder / READY)
    files.flush_folder(folder)


def finish(folder: Path) -> None:
    """Move the files of a new vault into place, if there is one, and clear away an unfinished one.

    Each move can be repeated, so it does not matter where an earlier attempt was cut off.
    """
    files.remove_folder(folder / MAKING)
    made = folder / READY
    if not made.is_dir():
        return
    for name in _MOVED:
        if (made / name).exists():
            if name == "vault.db":
                # What is in the log of the old database has been copied into the new one.
                (folder / "vault.db-wal").unlink(missing_ok=True)
                files.flush_folder(folder)
            os.replace(made / name, folder / name)
    files.flush_folder(folder)
    files.remove_folder(made)


def current(folder: Path, name: str = "keys.json") -> Path:
    """Return the folder in which a file counts, in the middle of a move too."""
    made = folder / READY
    return made if (made / name).exists() else folder
