"""The rules that an organisation sets for every vault on a computer, in one file that only IT can write.

Without the file there are no rules beyond the program's own. With a file that cannot be understood the program does
not start: a rule that was meant and misspelt must not quietly be no rule. packaging/README.md shows the file.
"""

from __future__ import annotations

import base64
import binascii
import re
import tomllib
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from pipnotes.errors import Problem

USUAL_IDLE_MINUTES = 5
# The bytes of a public key on the curve alone, and of one with a lattice key before it.
_ESCROW_KEY_LENGTHS = (32, 1216)
_ROSTER_KEY_LENGTH = 32


@dataclass(frozen=True, kw_only=True, slots=True)
class Policy:
    """What the organisation asks for on this computer."""

    idle_minutes: int = USUAL_IDLE_MINUTES  # the longest wait before the vault locks itself
    escrow_public_key: bytes | None = None  # every vault can then be opened by the organisation as well
    mailbox: str | None = None  # where parcels go unless the person chooses another place
    keystore: bool = False  # whether the sign-in of this computer may open a vault beside its passphrase
    given: bool = field(default=False, compare=False)  # whether the organisation said anything at all
    certificate_authority: Path | None = None  # trusted beside the system's own, for a mailbox on a server
    proxy: str | None = None  # the way to a server, instead of the one the system is set to
    backup_folder: str | None = None  # where backups go unless the person chooses another folder
    roster_public_key: bytes | None = None  # whose rosters are accepted without comparing words

    def idle_minutes_for(self, wished: int) -> int:
        """Return how many minutes to wait before locking, for a person who wishes for `wished`."""
        return min(wished, self.idle_minutes)


def load(file: Path) -> Policy:
    """Return the rules in `file`, or the usual ones when there is no such file.

    Raises Problem, naming the line of the file at fault, when the file is there and cannot be followed.
    """
    try:
        text = file.read_bytes()
    except FileNotFoundError:
        return Policy()
    except OSError:
        raise _not_followed("the file cannot be read") from None
    try:
        found = tomllib.loads(text.decode("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError):
        raise _not_followed("it is not written as TOML") from None
    values: dict[str, object] = {}
    for name, value in found.items():
        read = _READERS.get(name)
        if read is None:
            raise _not_followed("it names a rule that this version does not know")
        values[name] = read(value)
    return Policy(**values, given=True)  # type: ignore[arg-type]  # each reader returns its field's type


def _idle_minutes(value: object) -> int:
    if type(value) is not int or not 1 <= value <= 60:
        raise _not_followed("idle_minutes must be a whole number from 1 to 60")
    return value


def _key(name: str, value: object) -> bytes:
    try:
        if isinstance(value, str) and value:
            return base64.b64decode(value, validate=True)
    except (binascii.Error, ValueError):
        pass
    raise _not_followed(f"{name} must be a key in base64")


def _escrow_key(value: object) -> bytes:
    key = _key("escrow_public_key", value)
    if len(key) not in _ESCROW_KEY_LENGTHS:
        raise _not_followed("escrow_public_key must be the whole key that “pipnotes escrow make” wrote")
    return key


def _keystore(value: object) -> bool:
    if not isinstance(value, bool):
        raise _not_followed("keystore must be true or false")
    return value


def _roster_key(value: object) -> bytes:
    key = _key("roster_public_key", value)
    if len(key) != _ROSTER_KEY_LENGTH:
        raise _not_followed("roster_public_key must be the key that “pipnotes roster key” printed")
    return key


def _authority(value: object) -> Path:
    if not isinstance(value, str) or not Path(value).is_absolute():
        raise _not_followed("certificate_authority must be the whole path of a file")
    return Path(value)


def _proxy(value: object) -> str:
    # No user and no password: this file is for everybody to read.
    if not isinstance(value, str) or not re.fullmatch(r"http://[^/@\s:]+:[0-9]{1,5}/?", value):
        raise _not_followed("proxy must be http://NAME:PORT")
    return value.rstrip("/")


def _mailbox(value: object) -> str:
    if not isinstance(value, str) or not value.strip():
        raise _not_followed("mailbox must be a folder or a web address")
    return value.strip()


def _backup_folder(value: object) -> str:
    if not isinstance(value, str) or not Path(value).is_absolute():
        raise _not_followed("backup_folder must be the whole path of a folder")
    return value


_READERS: dict[str, Callable[[object], object]] = {
    "idle_minutes": _idle_minutes,
    "escrow_public_key": _escrow_key,
    "keystore": _keystore,
    "mailbox": _mailbox,
    "backup_folder": _backup_folder,
    "certificate_authority": _authority,
    "proxy": _proxy,
    "roster_public_key": _roster_key,
}


def _not_followed(why: str) -> Problem:
    return Problem(
        f"The rules that your organisation set for this computer cannot be followed: {why}.",
        safe="No vault was opened, and everything in it is as you left it.",
        todo="Ask your IT help desk to look at the policy file of PipNotes on this computer.",
    )
