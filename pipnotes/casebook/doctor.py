"""Is this computer fit: each check says what was found, and when it is not well, what to do."""

from __future__ import annotations

import shutil
import sqlite3
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib import metadata
from pathlib import Path

from pipnotes import paths, policy
from pipnotes.errors import Problem

# Less than this many bytes free and a vault may soon not be able to save.
ROOM = 200 * 1024 * 1024
# The year this version was made: a clock before it is wrong.
MADE_IN = 2026


@dataclass(frozen=True, kw_only=True, slots=True)
class Check:
    """One thing looked at."""

    name: str
    ok: bool
    words: str


def examine() -> list[Check]:
    """Return every check, in the order in which a person would put things right."""
    return [
        _guarded("libraries", _libraries),
        _guarded("fonts", _fonts),
        _guarded("clock", _clock),
        _guarded("free space", _room),
        _guarded("disk encryption", _disk),
        _guarded("printing", _printing),
        _guarded("policy", _policy),
    ]


def _guarded(name: str, look: Callable[[], tuple[bool, str]]) -> Check:
    try:
        ok, words = look()
    except (OSError, ImportError, Problem) as error:
        ok, words = False, f"could not be looked at ({type(error).__name__})"
    return Check(name=name, ok=ok, words=words)


def _libraries() -> tuple[bool, str]:
    names = ("PySide6_Essentials", "sqlcipher3", "cryptography", "reportlab", "pypdfium2", "msgspec")
    found = []
    for name in names:
        try:
            found.append(f"{name} {metadata.version(name)}")
        except metadata.PackageNotFoundError:
            # A packaged program carries the libraries without their metadata.
            found.append(name)
    return sqlite3.sqlite_version_info > (3, 37), ", ".join(found)


def _fonts() -> tuple[bool, str]:
    fonts = list(paths.resource("fonts").glob("*.ttf"))
    return len(fonts) >= 5, f"{len(fonts)} of the program's own fonts are in place"


def _clock() -> tuple[bool, str]:
    now = datetime.now(tz=UTC).astimezone()
    return (
        MADE_IN <= now.year < MADE_IN + 30,
        f"it is {now:%Y-%m-%d %H:%M} {time.tzname[time.localtime().tm_isdst > 0]}",
    )


def _room() -> tuple[bool, str]:
    folder = paths.data_folder()
    while not folder.exists():
        folder = folder.parent
    free = shutil.disk_usage(folder).free
    return free >= ROOM, f"{free // (1024 * 1024)} MiB free where vaults are kept"


def _disk() -> tuple[bool, str]:
    """Say what can be seen of full-disk encryption; the vault is encrypted either way."""
    if sys.platform != "linux":
        return True, "cannot be seen from here; ask IT whether BitLocker or FileVault is on"
    kinds = [path.read_text().strip() for path in Path("/sys/block").glob("dm-*/dm/uuid")]
    if any(kind.startswith("CRYPT-") for kind in kinds):
        return True, "an encrypted disk is in use"
    return True, "no encrypted disk was found; the vault is encrypted, but swap and temporary files may not be"


def _printing() -> tuple[bool, str]:
    if sys.platform != "linux" or shutil.which("lp") or shutil.which("lpr"):
        return True, "printing goes through the system"
    return True, "no printing system was found; letters can still be saved as PDF"


def _policy() -> tuple[bool, str]:
    file = paths.policy_file()
    if not file.exists():
        return True, "no rules from the organisation; the usual ones hold"
    policy.load(file)
    return True, "the organisation's rules are in force"
