"""Words that the vault's disk does not take, sealed to the vault's own public key, to be kept anywhere else.

::

    data = seal(public, origin, content)     needs nothing from any disk
    content = unseal(data, origin, seeds)    by the keys of today and those before a renewal; each trouble is a Problem
    path = put_down(folder, data, at)        written whole, under a name that names nobody

A copy is a mark with the number of its form, the vault it belongs to (what it was called when it was made, which no
renewal of its key changes), and the sealed words. Whoever finds one learns no more than roughly how much was typed.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

import msgspec

from pipnotes.errors import Integrity, Problem, WrongUse
from pipnotes.vault import files, letterbox

ENDING = ".pipsealed"
# Far more than anybody types before it is kept.
LARGEST = 64 << 20
_MARK = b"\x00PIPSEALED"
_FORM = 1
_ORIGIN = 16
_HEAD = len(_MARK) + 1 + _ORIGIN
_UNTOUCHED = "Nothing in the vault was changed, and the file is where it was."


class Words(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One draft as it was typed (`body`) and where the writer was (`place`), both JSON text.

    `slipped` says that the words before it are to be kept as well, since many of them went at once.
    """

    kind: str
    id: str
    family: str | None
    body: str
    place: str
    started: str
    saved: str
    slipped: bool


class Content(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What one copy holds: drafts, and what was typed in open dialogs and half-filled forms, by its name."""

    drafts: list[Words]
    typed: dict[str, str]


def seal(public: bytes, origin: str, content: Content) -> bytes:
    """Return the copy as bytes that only the vault can read."""
    head = _MARK + bytes([_FORM]) + bytes.fromhex(origin)
    return head + letterbox.seal(public, msgspec.json.encode(content), head)


def unseal(data: bytes, origin: str, seeds: Iterable[bytes]) -> Content:
    """Return what a copy holds; Problem when it is none, of another vault, of a later form, or damaged."""
    head = data[:_HEAD]
    if len(head) < _HEAD or not head.startswith(_MARK):
        raise _no_copy()
    if head[len(_MARK)] != _FORM:
        raise _newer()
    if head[-_ORIGIN:] != bytes.fromhex(origin):
        raise _of_another_vault()
    for half in seeds:
        words = letterbox.unseal(half, data[_HEAD:], head)
        if words is not None:
            return msgspec.json.decode(words, type=Content)
    raise _damaged()


def name_of(data: bytes) -> str:
    """Return what tells one copy from all others: no two seals are the same, even of the same words."""
    return sha256(data).hexdigest()


def read(path: Path) -> bytes:
    """Return the bytes of a copy; Problem when there is no such file, or it is far too large to be one."""
    try:
        with path.open("rb") as file:
            data = file.read(LARGEST + 1)
    except OSError as error:
        raise _unreadable() from error
    if len(data) > LARGEST:
        raise _no_copy()
    return data


def put_down(folder: Path, data: bytes, at: datetime) -> Path:
    """Write a copy whole into a folder, and return where; never over another. Problem when it cannot be written."""
    name = f"pipnotes-{at.astimezone(UTC):%Y%m%d-%H%M%S}-{os.urandom(2).hex()}{ENDING}"
    try:
        files.write_whole(folder / name, data)
        if (folder / name).read_bytes() != data:
            raise _not_put_down()
    except OSError as error:
        raise _not_put_down() from error
    return folder / name


def found_in(folder: Path, origin: str) -> list[Path]:
    """Return the copies of one vault that lie in a folder, the earliest first; none when it is out of reach."""
    try:
        return [path for path in sorted(folder.glob(f"*{ENDING}")) if is_of(_head(path), origin)]
    except OSError:
        return []


def is_of(data: bytes, origin: str) -> bool:
    """Return whether these bytes begin as a copy of this vault does."""
    return len(data) >= _HEAD and data.startswith(_MARK) and data[_HEAD - _ORIGIN : _HEAD] == bytes.fromhex(origin)


def _head(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(_HEAD)


def taken_already(on: str) -> WrongUse:
    """Say that a copy was taken in before; `on` is the day and the time."""
    return WrongUse(
        f"This sealed copy was taken in already, on {on}.",
        safe="What was in it is in the vault, and what you have written since stays as it is.",
        todo="Look for the words among your drafts and those set aside. You can delete the file.",
    )


def _not_put_down() -> Problem:
    return Problem(
        "The sealed copy could not be written there.",
        safe="What you typed is still on the screen, and what was saved before is safe.",
        todo="Choose another place, such as a USB stick or a folder on another disk.",
    )


def _unreadable() -> Problem:
    return Problem(
        "The sealed copy could not be read.",
        safe=_UNTOUCHED,
        todo="See that the stick or the folder is there, and choose the file again.",
    )


def _no_copy() -> WrongUse:
    return WrongUse(
        "This file is not a sealed copy of PipNotes.",
        safe=_UNTOUCHED,
        todo=f"Choose the file whose name ends in {ENDING}.",
    )


def _newer() -> Problem:
    return Problem(
        "This sealed copy was made by a newer PipNotes than this one.",
        safe=_UNTOUCHED,
        todo="Take it in with the newer program, or ask your IT service for the update.",
    )


def _of_another_vault() -> WrongUse:
    return WrongUse(
        "This sealed copy belongs to another vault, and only that one can read it.",
        safe=_UNTOUCHED,
        todo="Open the vault in which the words were typed, and take the copy in there.",
    )


def _damaged() -> Integrity:
    return Integrity(
        "This sealed copy is damaged, so nothing in it can be read.",
        safe=_UNTOUCHED,
        todo="Keep the file, and look whether the copy lies in another place as well. Where the words are still on a"
        " screen, save a sealed copy again.",
    )
