"""Print what becomes of a vault on a disk that fills up, may only be read, or goes away; root mounts them.

`disks [CYCLES]`: so many times (24) a disk of 4 MB is filled to the last block under an open vault and emptied again.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from pipnotes.errors import Problem
from pipnotes.vault import Vault, VaultKey, check_folder, open_vault, unlock
from tests.vault.faults import life
from tests.vault.faults.room import room
from tests.vault.pages import PASSPHRASE, Page, draft, final, page, standing

_ROW = "{:<52} {:>8}"


@contextmanager
def _mounted(at: Path, *options: str) -> Iterator[Path]:
    at.mkdir(exist_ok=True)
    subprocess.run(["mount", *options, str(at)], check=True)
    try:
        yield at
    finally:
        subprocess.run(["umount", "-l", str(at)], check=False)


def _fill(disk: Path) -> Path:
    filler = disk / "holiday.mov"
    with filler.open("wb", buffering=0) as file:
        for size in (1 << 16, 1 << 12):
            try:
                while file.write(bytes(size)) == size:
                    pass
            except OSError:
                continue
    return filler


class _Full:
    """A vault on a disk that is filled to the last block again and again."""

    def __init__(self, disk: Path, template: Path, key: VaultKey) -> None:
        self.folder = Path(shutil.copytree(template, disk / life.VAULT))
        self.key = key
        self.vault = open_vault(self.folder, key, clock=standing)
        self.number = 100
        self.kept = {f"p{one}" for one in range(1, 6)}
        self.found: Counter[str] = Counter()

    def cycle(self, number: int) -> None:
        filler = _fill(self.folder.parent)
        self.found["disks filled"] += 1
        self.number += 1
        for act in (self._sign_on, self._type_much):
            try:
                act()
            except Problem as problem:
                self.found[f"said: {problem.happened}"] += 1
        self.found["could not be read while full"] += not self.kept <= self._shown()
        if number % 3 == 2:
            self._crash()
        filler.unlink()
        self._sign()
        self.vault.save_draft(draft(self.number, "words"))
        if number % 8 == 7:
            made = [f"p{one}" for one in range(101, self.number + 1) if f"p{one}" in self.kept]
            self.vault.destroy(made, by="W", reason="room")
            self.kept -= set(made)
            self.number += 1

    def end(self) -> Counter[str]:
        self.found["lost"] += len(self.kept - self._shown())
        self.found["problems found by check"] += len(self.vault.check().problems)
        self.vault.close()
        return self.found

    def _shown(self) -> set[str]:
        return {one.id for one in self.vault.all(Page)}

    def _sign_on(self) -> None:
        while True:
            self._sign()
            self.number += 1

    def _sign(self) -> None:
        _sign(self.vault, self.number)
        self.kept.add(f"p{self.number}")

    def _type_much(self) -> None:
        self.vault.save_draft(draft(self.number, "words " * 9000))

    def _crash(self) -> None:
        """Leave the log behind, and open the vault where there is no room for a copy of it."""
        left = {name: (self.folder / name).read_bytes() for name in ("vault.db", "vault.db-wal", "head.json")}
        with suppress(Problem):
            self.vault.close()
        for name, content in left.items():
            (self.folder / name).write_bytes(content)
        self.vault = open_vault(self.folder, self.key, clock=standing)
        self.found["opened on a full disk after a crash"] += 1
        self.found["lost"] += len(self.kept - self._shown())


def _full(place: Path, template: Path, key: VaultKey, cycles: int) -> Counter[str]:
    with _mounted(place / "small", "-t", "tmpfs", "-o", "size=4m", "tmpfs") as disk:
        full = _Full(disk, template, key)
        for number in range(cycles):
            full.cycle(number)
        return full.end()


def _sign(vault: Vault, number: int) -> None:
    vault.commit("note signed", [final(page(number, f"word{number} " * 900))], by="W")


def _read_only(place: Path, template: Path, key: VaultKey) -> Counter[str]:
    found: Counter[str] = Counter()
    with _mounted(place / "dvd", "-t", "tmpfs", "tmpfs") as disk:
        folder = Path(shutil.copytree(template, disk / life.VAULT))
        subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)
        for what, act in (
            ("open", lambda: open_vault(folder, key, clock=standing)),
            ("check", lambda: check_folder(folder, key)),
        ):
            try:
                act()
            except Problem as problem:
                found[f"{what}: {problem.happened}"] += 1
    return found


def _gone(place: Path, template: Path, key: VaultKey) -> Counter[str]:
    found: Counter[str] = Counter()
    (place / "server").mkdir()
    shutil.copytree(template, place / "server" / life.VAULT)
    with _mounted(place / "share", "--bind", str(place / "server")) as share:
        vault = open_vault(share / life.VAULT, key, clock=standing)
        vault.save_draft(draft(7, "before"))
        subprocess.run(["umount", "-l", str(share)], check=True)
        for act in (lambda: vault.save_draft(draft(7, "while it is away")), lambda: _sign(vault, 9), vault.rekey):
            try:
                act()
                found["saved into nowhere"] += 1
            except Problem as problem:
                found[f"said: {problem.happened}"] += 1
        subprocess.run(["mount", "--bind", str(place / "server"), str(share)], check=True)
        vault.save_draft(draft(7, "when it is back"))
        found["lost"] += [one.body for one in vault.drafts() if one.key.id == "p7"] != ["when it is back"]
        found["problems found by check"] += len(vault.check().problems)
        vault.close()
    return found


def main(cycles: int = 24) -> int:
    """Try each disk; 1 when a word was lost, a vault damaged, or a save went nowhere."""
    if os.geteuid():
        print("This mounts small disks, which only root may; io_faults tries the same faults without.")
        return 0
    bad = 0
    with room() as place, life.quickly():
        life.begin(place)
        key = unlock(place / life.VAULT, PASSPHRASE)
        for name, found in (
            ("a disk of 4 MB, filled", _full(place, place / life.VAULT, key, cycles)),
            ("a disk that may only be read", _read_only(place, place / life.VAULT, key)),
            ("a network folder that goes away", _gone(place, place / life.VAULT, key)),
        ):
            print(f"{name}:")
            for what, times in found.items():
                print("  " + _ROW.format(what, times))
            wrong = ("lost", "problems found by check", "saved into nowhere", "could not be read while full")
            bad += sum(found[one] for one in wrong)
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
