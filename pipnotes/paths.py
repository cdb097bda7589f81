"""Where the program's own files lie, whichever way it was installed: nothing else may guess at a folder.

A vault lies where its owner put it and is no business of this module.
"""

from __future__ import annotations

import sys
from pathlib import Path

import platformdirs

_PROGRAM = "pipnotes"


def resource(name: str) -> Path:
    """Return the path of a shipped file, such as ``icons/lock.svg``.

    A frozen build unpacks to ``sys._MEIPASS``, a wheel carries ``pipnotes/resources``, and a checkout keeps
    ``resources/`` beside the package. The path is not checked to exist.
    """
    return _root() / name


def data_folder() -> Path:
    """Return where new vaults are offered a place; it need not exist yet."""
    return platformdirs.user_data_path(_PROGRAM, appauthor=False, roaming=False)


def sealed_folder() -> Path:
    """Return where sealed words wait that a vault could not take when it locked; it need not exist yet."""
    return data_folder() / "sealed"


def log_folder() -> Path:
    """Return where the log is kept, which holds ids and places in the program and no word of a note."""
    return platformdirs.user_log_path(_PROGRAM, appauthor=False)


def settings_file() -> Path:
    """Return the file of this person's own settings, such as the theme."""
    return platformdirs.user_config_path(_PROGRAM, appauthor=False) / "settings.toml"


def policy_file() -> Path:
    """Return the machine-wide file of the organisation's rules, which only an administrator can write.

    On Linux it is a fixed place, not one from the environment, since whoever starts the program sets that.
    """
    if sys.platform == "linux":
        return Path("/etc") / _PROGRAM / "policy.toml"
    return platformdirs.site_config_path(_PROGRAM, appauthor=False) / "policy.toml"


def _root() -> Path:
    frozen = getattr(sys, "_MEIPASS", None)
    if frozen:
        return Path(frozen) / "resources"
    package = Path(__file__).resolve().parent
    inside = package / "resources"
    return inside if inside.is_dir() else package.parent / "resources"
