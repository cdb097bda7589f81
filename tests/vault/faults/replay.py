"""Every state that a disk could be left in by a power cut, replayed from a record of what was done to it.

The disk is taken at its word and not one bit more: a file's content lasts from its own flush on, a name (made, moved
or taken away) from the flush of its folder on. What was not flushed may be there, be missing, have been done in
another order, or be done in some sectors of 512 bytes and not in others. Real file systems are kinder than this.
"""

from __future__ import annotations

import json
import os
import random
from collections.abc import Collection, Iterator
from copy import deepcopy
from dataclasses import dataclass, field
from pathlib import Path

from tests.vault.faults.life import Fact
from tests.vault.faults.shim import Event

SECTOR = 512
ROOT = 1
Write = tuple[int, bytes | None]
Name = tuple[str, int, str, int, int, str]


@dataclass(slots=True)
class Disk:
    """What surely lasts (`content`, `names`) and what was asked for since (`writes`, `renames`)."""

    content: dict[int, bytearray] = field(default_factory=dict)
    names: dict[int, dict[str, int]] = field(default_factory=lambda: {ROOT: {}})
    writes: dict[int, list[Write]] = field(default_factory=dict)
    renames: list[Name] = field(default_factory=list)
    now: dict[int, dict[str, int]] = field(default_factory=lambda: {ROOT: {}})

    @classmethod
    def of(cls, place: Path) -> Disk:
        """Return the disk with a folder as it stands, all of it lasting."""
        disk, inodes = cls(), {place: ROOT}
        for folder, folders, files in os.walk(place):
            here = disk.names.setdefault(inodes[Path(folder)], {})
            for name in (*folders, *files):
                inode = (Path(folder) / name).stat().st_ino
                here[name] = inodes[Path(folder) / name] = inode
                if name in files:
                    disk.content[inode] = bytearray((Path(folder) / name).read_bytes())
                else:
                    disk.names[inode] = {}
        disk.now = deepcopy(disk.names)
        return disk

    def apply(self, event: Event, place: Path, deaf: Collection[str]) -> None:
        """Take in one deed; flushes of files that are named in `deaf` are not heard."""
        path = Path(event.path)
        match event.op:
            case "W":
                self.writes.setdefault(event.inode, []).append((event.at, event.data))
            case "T":
                self.writes.setdefault(event.inode, []).append((event.at, None))
            case "S" if path == place or event.inode in self.now:
                self._keep_names(ROOT if path == place else event.inode)
            case "S" if path.name not in deaf:
                self.content[event.inode] = _written(
                    self.content.get(event.inode, bytearray()), self.writes.pop(event.inode, [])
                )
            case "C" | "M" | "U" | "D":
                if event.op == "C":
                    # A number may be of a file that is gone.
                    self.content.pop(event.inode, None)
                    self.writes.pop(event.inode, None)
                elif event.op == "M":
                    self.names[event.inode], self.now[event.inode] = {}, {}
                self._ask((event.op, self._folder(path.parent, place), path.name, event.inode, 0, ""))
            case "R":
                other = Path(event.other)
                parents = self._folder(path.parent, place), self._folder(other.parent, place)
                self._ask(("R", parents[0], path.name, event.inode, parents[1], other.name))

    def left(self, chance: random.Random) -> Disk:
        """Return one state in which a power cut could leave it."""
        names = deepcopy(self.names)
        for one in _some(self.renames, chance):
            _rename(names, one)
        content = {
            inode: _written(self.content.get(inode, bytearray()), _torn(self.writes.get(inode, []), chance))
            for inode in {*self.content, *self.writes}
        }
        return Disk(content=content, names=names)

    def put(self, into: Path, inode: int = ROOT) -> None:
        """Write the folder down."""
        into.mkdir()
        for name, one in self.names.get(inode, {}).items():
            if one in self.names:
                self.put(into / name, one)
            else:
                (into / name).write_bytes(self.content.get(one, b""))

    def _folder(self, path: Path, place: Path) -> int:
        inode = ROOT
        for name in path.relative_to(place).parts:
            inode = self.now[inode][name]
        return inode

    def _ask(self, one: Name) -> None:
        self.renames.append(one)
        _rename(self.now, one)

    def _keep_names(self, folder: int) -> None:
        for one in [one for one in self.renames if folder in (one[1], one[4])]:
            if one[0] != "R" or one[4] == folder:
                _rename(self.names, one)
                self.renames.remove(one)


@dataclass(frozen=True, slots=True)
class Cut:
    """One state, and what had been said to be safe by then."""

    number: int
    at: int
    disk: Disk
    facts: tuple[Fact, ...]


def cuts(
    before: Disk, events: list[Event], place: Path, count: int, chance: random.Random, deaf: Collection[str] = ()
) -> Iterator[Cut]:
    """Go through `count` states, spread over the whole record; `place` is the folder that was watched."""
    wanted = sorted(chance.randrange(len(events) + 1) for _ in range(count))
    disk, facts, number = deepcopy(before), [], 0
    for at in range(len(events) + 1):
        while number < count and wanted[number] == at:
            yield Cut(number, at, disk.left(chance), tuple(facts))
            number += 1
        if at < len(events):
            event = events[at]
            if event.op == "A":
                facts.append(json.loads(event.data))
            else:
                disk.apply(event, place, deaf)


def _rename(names: dict[int, dict[str, int]], one: Name) -> None:
    op, folder, name, inode, other, new = one
    here = names.get(folder, {})
    if op in "CM":
        here[name] = inode
    elif here.get(name) == inode:
        del here[name]
    if op == "R":
        names.get(other, {})[new] = inode


def _some(asked: list[Name], chance: random.Random) -> list[Name]:
    match chance.choice(("none", "all", "first", "any")):
        case "none":
            return []
        case "all":
            return asked
        case "first":
            return asked[: chance.randrange(len(asked) + 1)]
        case _:
            return [one for one in asked if chance.random() < 0.5]


def _torn(asked: list[Write], chance: random.Random) -> list[Write]:
    match chance.choice(("none", "all", "first", "any", "torn", "shuffled")):
        case "none":
            return []
        case "all":
            return asked
        case "first":
            return asked[: chance.randrange(len(asked) + 1)]
        case "any":
            return [one for one in asked if chance.random() < 0.5]
        case "torn":
            return [piece for one in asked for piece in _sectors(one) if chance.random() < 0.7]
        case _:
            return chance.sample(asked, len(asked))


def _sectors(one: Write) -> Iterator[Write]:
    at, data = one
    if data is None:
        yield one
        return
    start = 0
    while start < len(data):
        end = min(len(data), start + SECTOR - (at + start) % SECTOR)
        yield at + start, data[start:end]
        start = end


def _written(content: bytearray, writes: list[Write]) -> bytearray:
    made = bytearray(content)
    for at, data in writes:
        if data is None:
            del made[at:]
            made.extend(bytes(at - len(made)))
        else:
            made.extend(bytes(max(0, at - len(made))))
            made[at : at + len(data)] = data
    return made
