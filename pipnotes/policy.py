"""The rules that an organisation sets for every vault on a computer, in one file that only IT can write.

Without the file there are no rules beyond the program's own. With a file that cannot be understood the program does
not start: a rule that was meant and misspelt must not quietly be no rule. packaging/README.md shows the file.
"""

from __future__ import annotations

import base64
import binascii
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from pipnotes.errors import Problem

USUAL_IDLE_MINUTES = 5


@dataclass(frozen=True, kw_only=True, slots=True)
class Policy:
    """What the organisation asks for on this computer."""

    idle_minutes: int = USUAL_IDLE_MINUTES  # the longest wait before the vault locks itself
    escrow_public_key: bytes | None = None  # every new vault can then be opened by the organisation as well
    mailbox: str | None = None  # where parcels go unless the person chooses another place

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
    return Policy(**values)  # type: ignore[arg-type]  # each reader returns its field's type


def _idle_minutes(value: object) -> int:
    if type(value) is not int or not 1 <= value <= 60:
        raise _not_followed("idle_minutes must be a whole number from 1 to 60")
    return value


def _key(value: object) -> bytes:
    try:
        return base64.b64decode(value, validate=True) if isinstance(value, str) and value else _no_key()
    except (binascii.Error, ValueError):
        return _no_key()


def _no_key() -> bytes:
    raise _not_followed("escrow_public_key must be a key in base64")


def _mailbox(value: object) -> str:
    if not isinstance(value, str) or not value.strip():
        raise _not_followed("mailbox must be a folder or a web address")
    return value.strip()


_READERS: dict[str, Callable[[object], object]] = {
    "idle_minutes": _idle_minutes,
    "escrow_public_key": _key,
    "mailbox": _mailbox,
}


def _not_followed(why: str) -> Problem:
    return Problem(
        f"The rules that your organisation set for this computer cannot be followed: {why}.",
        safe="No vault was opened, and everything in it is as you left it.",
        todo="Ask your IT help desk to look at the policy file of PipNotes on this computer.",
    )
