"""Sealed words between a lock that could not save them and the unlock that takes them in.

held = HeldWords(folder)          the program's own folder, which may be on another disk than the vault
held.hold(data, at)               at the lock: on the disk if it takes them, and in memory all the same
line = held.line(); held.read(line)      from one process to the next
held.take_in(casebook)            at the unlock: each copy of this vault, with what came of it
"""

from __future__ import annotations

import base64
import json
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from pipnotes.errors import Integrity, Problem, Refused, WrongUse

if TYPE_CHECKING:
    # The unlock page does not wait for what lies behind it.
    from pipnotes.casebook.casebook import Casebook
    from pipnotes.casebook.sealed_copies import TakenIn

_DAMAGED = ".damaged"


@dataclass(slots=True)
class _Held:
    data: bytes
    path: Path | None = None
    # Nothing was typed since it was sealed.
    newest: bool = True


class HeldWords:
    """What was typed before a lock and is in no vault yet; sealed, so that this process can read none of it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._held: list[_Held] = []

    @property
    def waiting(self) -> bool:
        """Return whether anything waits to be taken in."""
        return bool(self._held)

    @property
    def only_here(self) -> bool:
        """Return whether some of it is on no disk, so that it goes with this process."""
        return any(one.path is None for one in self._held)

    def hold(self, data: bytes, at: datetime) -> None:
        """Hold sealed words, and put them on a disk of this laptop if there is one that takes them."""
        one = _Held(data)
        with suppress(Problem):
            one.path = _put_down(self._folder, data, at)
        self._held.append(one)

    def save(self, folder: Path, at: datetime) -> Path:
        """Save what is on no disk yet in a folder that was chosen, and return where; Problem when it cannot be."""
        for one in self._held:
            if one.path is None:
                one.path = _put_down(folder, one.data, at)
        return next(one.path for one in reversed(self._held) if one.path is not None)

    def line(self) -> bytes:
        """Return all of it as one line for the process that comes next; empty when nothing waits."""
        words = [[base64.b64encode(one.data).decode(), str(one.path or "")] for one in self._held]
        return json.dumps(words).encode() + b"\n" if words else b""

    def read(self, line: bytes) -> None:
        """Take over what the process before this one handed on."""
        with suppress(ValueError):
            for data, path in json.loads(line):
                self._held.append(_Held(base64.b64decode(data), Path(path) if path else None))

    def take_in(self, casebook: Casebook) -> list[TakenIn | Problem]:
        """Take in what belongs to a vault that was unlocked, also what an earlier process left on the disk.

        What is taken in is held no more; what meets trouble is, and is tried again.
        """
        copies = casebook.sealed_copies
        known = {one.path for one in self._held}
        for path in copies.found_in(self._folder):
            if path not in known:
                with suppress(OSError):
                    self._held.append(_Held(path.read_bytes(), path, newest=False))
        mine = [one for one in self._held if copies.belongs(one.data)]
        return [came for one in mine if (came := self._take(casebook, one)) is not None]

    def drop_damaged(self) -> None:
        """Remove what was damaged and put by: something was destroyed, and who knows what is in it."""
        for path in self._folder.glob(f"*{_DAMAGED}"):
            with suppress(OSError):
                path.unlink()

    def _take(self, casebook: Casebook, one: _Held) -> TakenIn | Problem | None:
        try:
            taken = casebook.sealed_copies.take_in_bytes(one.data, newest=one.newest)
        except (WrongUse, Refused):
            # It is in the vault already, or its family's record was destroyed: either way it has to go.
            self._let_go(one)
            return None
        except Integrity as damaged:
            self._held.remove(one)
            if one.path is not None:
                with suppress(OSError):
                    one.path.rename(one.path.with_name(f"{one.path.name}{_DAMAGED}"))
            return damaged
        except Problem as problem:
            one.newest = False
            return problem
        self._let_go(one)
        return taken

    def _let_go(self, one: _Held) -> None:
        self._held.remove(one)
        if one.path is not None:
            with suppress(OSError):
                one.path.unlink()


def _put_down(folder: Path, data: bytes, at: datetime) -> Path:
    from pipnotes.casebook.sealed_copies import put_down

    return put_down(folder, data, at)
