"""Words jotted in visit mode, while the vault is closed: sealed to its public key, in a file that only grows.

::

    seeds = seeds_of(vault.subkey("jots")); public_of(seeds)      the vault's own pair of keys for jots
    writer = JotWriter(folder, handed)                            holds the public half and the key of this visit alone
    writer.keep("on dad's knee", at)                              on the disk when it returns
    found = read(folder, seeds, vault=id, visits={visit: mac})    at the next unlock; then `put_away`

A record is a mark, a length, then the visit, its number, the sealed words and a tag. The seal is HPKE (RFC 9180) with
ML-KEM-768 and X25519, bound to vault, visit and number. The tag is HMAC-SHA256 under a key of this visit alone, over
all of that and the tag before it: a jot from another hand, a changed one and one taken away are told apart. (Records
cut off at the very end are not: whoever can delete them can delete the file.)
"""

from __future__ import annotations

import contextlib
import hmac
import os
import secrets
import struct
from collections.abc import Mapping
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path

import msgspec

from pipnotes.vault import files, letterbox, problems
from pipnotes.vault.lock import VaultLock

NAME = "jots"
# What holds records that could not all be read; it goes with the other older copies when something is destroyed.
ASIDE = "aside-jots"
_MARK = b"\x00PIPJOT\x01"
_LENGTH = struct.Struct(">I")
_NUMBER = struct.Struct(">I")
_VISIT, _TAG = 12, 32
_HEAD, _SMALLEST = len(_MARK) + _LENGTH.size, _VISIT + _NUMBER.size + letterbox.ADDED + _TAG
_LONGEST = 1 << 20
_LARGEST = 64 << 20


@dataclass(frozen=True, kw_only=True, slots=True)
class Handed:
    """What a process in visit mode is given of a vault: nothing that opens it. `visit` is 24 digits."""

    vault: str
    public: bytes
    mac: bytes
    visit: str
    about: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Jotted:
    """One jot as it was read back.

    `name` is its own for ever, `about` what the visit was told to write beside it; `unfinished` words were typed and
    not yet kept. `checked` says that it bears the tag of a visit of this vault, in its place.
    """

    name: str
    visit: str
    about: str
    at: str
    text: str
    unfinished: bool
    checked: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class Found:
    """The jots that stand in a file, how many records were damaged, and whether the last was cut off."""

    jots: tuple[Jotted, ...] = ()
    damaged: int = 0
    cut_off: bool = False


class _Said(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    about: str
    at: str
    text: str
    unfinished: bool


def seeds_of(subkey: bytes) -> bytes:
    """Return the private half of the vault's keys for jots, 96 bytes, the same each time."""
    return letterbox.seeds_of(subkey, "jots")


def public_of(seeds: bytes) -> bytes:
    """Return the public half, which only seals."""
    return letterbox.public_of(seeds)


def fresh_visit(vault: str, public: bytes, about: str) -> Handed:
    """Return what a visit that begins now is given, with a key of its own."""
    return Handed(
        vault=vault, public=public, mac=secrets.token_bytes(_TAG), visit=secrets.token_hex(_VISIT), about=about
    )


class JotWriter:
    """Appends jots for one visit; nobody opens the vault meanwhile.

    Problem when the vault is open elsewhere, or jots of an earlier visit still wait to be taken in.
    """

    def __init__(self, folder: Path, handed: Handed) -> None:
        self._handed = handed
        self._number = 0
        self._before = _first(handed.vault, handed.visit)
        self._end = 0
        self._lock = VaultLock(folder)
        try:
            self._descriptor = _make(folder)
        except BaseException:
            self._lock.release()
            raise

    def keep(self, text: str, at: str, *, unfinished: bool = False) -> None:
        """Keep a jot; on the disk when this returns. Words still being typed are taken over by whatever is kept next.

        Problem when it could not be kept; then nothing of it stands, and it can be kept again.
        """
        said = msgspec.json.encode(_Said(about=self._handed.about, at=at, text=text, unfinished=unfinished))
        number = _NUMBER.pack(self._number)
        info = _info(self._handed.vault, self._handed.visit, self._number)
        sealed = letterbox.seal(self._handed.public, said, info)
        body = bytes.fromhex(self._handed.visit) + number + sealed
        if len(body) + _TAG > _LONGEST:
            raise problems.jot_too_long()
        tag = _tag(self._handed.mac, body, self._before)
        try:
            # What a save that failed left behind was never said to be kept.
            os.ftruncate(self._descriptor, self._end)
            record = _MARK + _LENGTH.pack(len(body) + _TAG) + body + tag
            files.write_all(self._descriptor, record)
            files.flush(self._descriptor)
        except OSError as error:
            with contextlib.suppress(OSError):
                os.ftruncate(self._descriptor, self._end)
            raise problems.from_os(error) from error
        self._end += len(record)
        self._number += 1
        self._before = tag

    def close(self) -> None:
        """Let the vault be opened again; asking twice does no harm."""
        if self._descriptor >= 0:
            os.close(self._descriptor)
            self._descriptor = -1
        self._lock.release()


def waiting(folder: Path) -> bool:
    """Return whether jots of a visit wait to be taken in."""
    return (folder / NAME).exists()


def read(folder: Path, seeds: bytes, *, vault: str, visits: Mapping[str, bytes]) -> Found:
    """Return what stands in the file, in its order; `visits` maps each visit that is known to its key.

    Problem when the file cannot be read at all.
    """
    try:
        with (folder / NAME).open("rb") as file:
            data = file.read(_LARGEST + 1)
    except FileNotFoundError:
        return Found()
    except OSError as error:
        raise problems.from_os(error) from error
    found = _Reader(seeds, vault, visits).read(data[:_LARGEST])
    # Far more than anybody types at a visit: what is behind it is set aside with the file, not lost.
    return replace(found, damaged=found.damaged + 1) if len(data) > _LARGEST else found


def put_away(folder: Path, *, whole: bool) -> None:
    """Remove the file once its jots are kept in the vault; one that was damaged is set aside instead."""
    path = folder / NAME
    try:
        if whole:
            path.unlink(missing_ok=True)
        else:
            number = next(n for n in range(1, 10_000) if not (folder / f"{ASIDE}-{n}").exists())
            os.replace(path, folder / f"{ASIDE}-{number}")
        files.flush_folder(folder)
    except OSError as error:
        raise problems.from_os(error) from error


def settled(jots: tuple[Jotted, ...]) -> tuple[Jotted, ...]:
    """Return the jots that count: of unfinished words only the last, and none that were kept or taken out after."""
    kept: list[Jotted] = []
    typing: dict[tuple[str, bool], Jotted] = {}
    for one in jots:
        # What cannot be checked must not take anything away from what can.
        where = (one.visit, one.checked)
        typing.pop(where, None)
        if one.unfinished:
            typing[where] = one
        else:
            kept.append(one)
    kept += typing.values()
    return tuple(one for one in kept if one.text.strip())


class _Reader:
    def __init__(self, seeds: bytes, vault: str, visits: Mapping[str, bytes]) -> None:
        self._seeds = seeds
        self._vault = vault
        self._visits = visits
        self._before = b""

    def read(self, data: bytes) -> Found:
        """Go from record to record by its length, or by the next mark: a damaged one hides none behind it."""
        found: dict[str, Jotted] = {}
        at, damaged, cut_off = 0, 0, False
        while at < len(data):
            start = at + _HEAD
            length = _LENGTH.unpack_from(data, start - _LENGTH.size)[0] if start <= len(data) else 0
            following = data.find(_MARK, at + 1)
            mark = following if following >= 0 else len(data)
            jot = None
            for end in dict.fromkeys((start + length, mark)):
                if (
                    start + _SMALLEST <= end <= min(len(data), start + _LONGEST)
                    and (jot := self._jot(data[start:end])) is not None
                ):
                    found.setdefault(jot.name, jot)
                    break
            else:
                end = mark
                cut_off = cut_off or following < 0
                damaged += following >= 0
            self._before = data[end - _TAG : end]
            at = end
        return Found(jots=tuple(found.values()), damaged=damaged, cut_off=cut_off)

    def _jot(self, body: bytes) -> Jotted | None:
        head, tag = body[:-_TAG], body[-_TAG:]
        visit, (number,) = head[:_VISIT].hex(), _NUMBER.unpack_from(head, _VISIT)
        mac = self._visits.get(visit)
        raw = letterbox.unseal(self._seeds, head[_VISIT + 4 :], _info(self._vault, visit, number))
        try:
            said = msgspec.json.decode(raw or b"", type=_Said)
        except ValueError:
            return None
        expected = _tag(mac or b"", head, self._before or _first(self._vault, visit))
        return Jotted(
            name=sha256(body).hexdigest()[:32],
            visit=visit,
            about=said.about,
            at=said.at,
            text=said.text,
            unfinished=said.unfinished,
            checked=mac is not None and hmac.compare_digest(expected, tag),
        )


def _make(folder: Path) -> int:
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_APPEND | getattr(os, "O_BINARY", 0)
    try:
        descriptor = os.open(folder / NAME, flags, 0o600)
    except FileExistsError:
        raise problems.jots_waiting() from None
    except OSError as error:
        raise problems.from_os(error) from error
    try:
        files.flush_folder(folder)
    except OSError as error:
        os.close(descriptor)
        # Left there, the empty file would pass for jots of an earlier visit, and the next try be refused.
        with contextlib.suppress(OSError):
            (folder / NAME).unlink()
        raise problems.from_os(error) from error
    return descriptor


def _first(vault: str, visit: str) -> bytes:
    return sha256(b"pipnotes/v1/jots\0" + f"{vault}\0{visit}".encode()).digest()


def _tag(mac: bytes, body: bytes, before: bytes) -> bytes:
    return hmac.new(mac, b"pipnotes/v1/jot\0" + before + body, sha256).digest()


def _info(vault: str, visit: str, number: int) -> bytes:
    return f"pipnotes/v1/jot\0{vault}\0{visit}\0{number}".encode()
