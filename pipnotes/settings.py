"""What one person likes on one computer: the look, the size of the text, how soon to lock, which vault to open.

The file lies outside the vault, readable to whoever holds the laptop, so nothing that names anyone goes in.
"""

from __future__ import annotations

import json
import logging
import os
import tempfile
import tomllib
from dataclasses import dataclass, fields
from pathlib import Path

_log = logging.getLogger(__name__)

THEMES = ("system", "light", "dark")
TEXT_SCALES = range(90, 201)
IDLE_MINUTES = range(1, 61)


@dataclass(frozen=True, kw_only=True, slots=True)
class Settings:
    """One person's settings; a value out of bounds raises ValueError."""

    theme: str = "system"
    text_scale: int = 100  # per cent
    idle_minutes: int = 5
    last_vault: str = ""  # a folder, or nothing yet

    def __post_init__(self) -> None:
        if self.theme not in THEMES:
            raise ValueError("theme")
        if type(self.text_scale) is not int or self.text_scale not in TEXT_SCALES:
            raise ValueError("text_scale")
        if type(self.idle_minutes) is not int or self.idle_minutes not in IDLE_MINUTES:
            raise ValueError("idle_minutes")
        if not isinstance(self.last_vault, str):
            raise ValueError("last_vault")  # one kind of error for every bad value


def load(file: Path) -> Settings:
    """Return the settings kept in `file`, with the usual value for whatever is missing or makes no sense.

    A lost or damaged settings file must never keep a person from her notes, so nothing is raised for it.
    """
    try:
        found = tomllib.loads(file.read_text("utf-8", errors="surrogateescape"))
    except FileNotFoundError:
        return Settings()
    except (OSError, tomllib.TOMLDecodeError):
        _log.info("settings not readable, usual ones taken")
        return Settings()
    good: dict[str, object] = {}
    for item in fields(Settings):
        try:
            Settings(**{item.name: found[item.name]})
        except (KeyError, ValueError):
            continue
        good[item.name] = found[item.name]
    return Settings(**good)  # type: ignore[arg-type]  # each value was tried on its own


def save(settings: Settings, file: Path) -> None:
    """Write the settings whole or not at all: a crash half-way leaves the file as it was."""
    lines = [f"{item.name} = {_toml(getattr(settings, item.name))}\n" for item in fields(settings)]
    file.parent.mkdir(parents=True, exist_ok=True)
    handle, made = tempfile.mkstemp(dir=file.parent, prefix=".settings-")
    try:
        with open(handle, "w", encoding="utf-8", errors="surrogateescape", newline="\n") as out:
            out.writelines(lines)
            out.flush()
            os.fsync(out.fileno())
        os.replace(made, file)
    except BaseException:
        Path(made).unlink(missing_ok=True)
        raise


def _toml(value: str | int) -> str:
    # JSON's escapes are TOML's too; the one character that only TOML wants escaped is DEL.
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
