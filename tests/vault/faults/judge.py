"""Whether a place, in whatever state it was left, still holds all that its owner was told is safe."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from pipnotes.errors import Integrity, Problem
from pipnotes.vault import Vault, VaultKey, check, check_folder, open_vault, unlocking
from tests.vault.faults.life import BACK, NEW, OTHER, STICK, VAULT, Fact, words
from tests.vault.pages import PASSPHRASE, Page, page, standing


@dataclass(slots=True)
class Safe:
    """What its owner was told."""

    notes: dict[int, int] = field(default_factory=dict)
    drafts: dict[int, int] = field(default_factory=dict)
    backups: dict[str, str] = field(default_factory=dict)
    destroyed: bool = False
    remembered: str = ""
    passphrase: str = ""
    rekeyed: str = ""
    restored: str = ""
    created: str = ""

    @classmethod
    def told(cls, facts: Iterable[Fact]) -> Safe:
        safe = cls()
        for fact in facts:
            match fact:
                case {"note": int(number), "revision": int(revision)}:
                    safe.notes[number] = revision
                case {"draft": int(number), "revision": int(revision)}:
                    safe.drafts[number] = revision
                case {"backup": str(name), "head": str(head)}:
                    safe.backups[name] = head
                case {"destroyed": _}:
                    safe.destroyed = True
                case {"remembered": str(value)}:
                    safe.remembered = value
                case {"passphrase": str(said)}:
                    safe.passphrase = said
                case {"rekeyed": str(before)}:
                    safe.rekeyed = before
                case {"restored": str(head)}:
                    safe.restored = head
                case {"created": str(name)}:
                    safe.created = name
        return safe


@dataclass(slots=True)
class Verdict:
    """What was found wrong with one place: words lost, a vault that is not whole, an alarm without a cause."""

    lost: list[str] = field(default_factory=list)
    corrupt: list[str] = field(default_factory=list)
    alarms: list[str] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.lost or self.corrupt or self.alarms)

    def __str__(self) -> str:
        kinds = (("lost", self.lost), ("corrupt", self.corrupt), ("alarm", self.alarms))
        return "; ".join(f"{kind}: {one}" for kind, found in kinds for one in found)


def judge(place: Path, facts: Iterable[Fact], *, look_first: bool = True, alarms: bool = True) -> Verdict:
    """Open the vault of a place as its owner would and compare everything; with `look_first` check it before."""
    safe, verdict = Safe.told(facts), Verdict()
    folder = place / VAULT
    try:
        key = _key(folder, safe, verdict)
        if key is None:
            return verdict
        if look_first:
            verdict.alarms += check_folder(folder, key).problems if alarms else ()
        with _opened(folder, key, verdict) as vault:
            verdict.alarms += vault.notices if alarms else ()
            _compare(vault, safe, verdict)
            verdict.corrupt += vault.check().problems
        _left_over(folder, verdict)
        _backups(place / STICK, safe, verdict)
        _restored(place / BACK, safe, verdict)
        _created(place, safe, verdict)
    except Problem as problem:
        verdict.corrupt.append(f"{type(problem).__name__}: {problem.happened}")
    except Exception as fault:  # noqa: BLE001  # whatever it is, it is a finding, and the next place is waiting
        verdict.corrupt.append(f"fault of ours: {fault!r}")
    return verdict


def _key(folder: Path, safe: Safe, verdict: Verdict) -> VaultKey | None:
    for passphrase in [safe.passphrase] if safe.passphrase else [PASSPHRASE, OTHER]:
        key = unlocking.open_slots(folder, passphrase)
        if key is None:
            continue
        if safe.rekeyed == key.id:
            verdict.lost.append("the new key")
        if safe.passphrase and unlocking.open_slots(folder, PASSPHRASE) is not None:
            verdict.corrupt.append("the old passphrase opens it too")
        return key
    verdict.lost.append("no passphrase opens it")
    return None


def _opened(folder: Path, key: VaultKey, verdict: Verdict) -> Vault:
    try:
        return open_vault(folder, key, clock=standing)
    except Integrity as told:
        verdict.corrupt.append(told.happened)
        return open_vault(folder, key, clock=standing, accept_loss=True)


def _compare(vault: Vault, safe: Safe, verdict: Verdict) -> None:
    notes = {int(one.id[1:]): one for one in vault.all(Page)}
    drafts = {int(one.key.id[1:]): one.body for one in (*vault.discarded_drafts(), *vault.drafts())}
    shown = {number: _revision(number, one.story, verdict) for number, one in notes.items() if number > 5}
    typed = {number: _revision(number, body, verdict) for number, body in drafts.items()}
    for number, revision in safe.notes.items():
        if shown.get(number, 0) < revision:
            verdict.lost.append(f"note {number}, revision {revision}")
        elif not vault.search(f"word{number}x{shown[number]}"):
            verdict.corrupt.append(f"note {number} is not found by search")
    for number, revision in {6: 1, **safe.drafts}.items():
        if max(typed.get(number, 0), shown.get(number, 0)) < revision:
            verdict.lost.append(f"draft {number}, revision {revision}")
    for number in range(1, 6):
        if number == 5 and (safe.destroyed or 5 not in notes):
            if 5 in notes or [one for one in vault.history("p5") if one.record is not None]:
                verdict.corrupt.append("what was destroyed is still there")
        elif notes.get(number) != page(number):
            verdict.lost.append(f"note {number}")
    if safe.remembered and vault.recall("mailbox") != safe.remembered:
        verdict.lost.append("what was remembered")


def _revision(number: int, said: str, verdict: Verdict) -> int:
    found = re.match(r"word(\d+)x(\d+) ", said)
    revision = int(found[2]) if found else 0
    if said != words(number, revision):
        verdict.corrupt.append(f"note or draft {number} says something that nobody wrote")
    return revision


def _left_over(folder: Path, verdict: Verdict) -> None:
    ours = {"head.json", "keys.json", "keys.json.1", "vault.db", "vault.lock", "tries.json"}
    # The old database that an upgrade keeps is no left-over, but half a copy of it is.
    ours |= {path.name for path in folder.glob("vault.db.schema-[0-9]")}
    strange = sorted(path.name for path in folder.iterdir() if path.name not in ours)
    if strange:
        verdict.alarms.append(f"left over: {', '.join(strange)}")


def _backups(stick: Path, safe: Safe, verdict: Verdict) -> None:
    found = {}
    for path in stick.glob("*.pipbackup") if stick.is_dir() else ():
        key = unlocking.open_slots(path, PASSPHRASE) or unlocking.open_slots(path, OTHER)
        if key is None:
            verdict.corrupt.append("a backup that no passphrase opens")
            continue
        report = check.check_files(path, key)
        found[path.name] = report.head
        verdict.corrupt += [f"backup: {one}" for one in report.problems]
    # An older backup of the same day makes room for a newer one.
    newest = max((_seq(head) for head in found.values()), default=0)
    verdict.lost += [f"backup {name}" for name, head in list(safe.backups.items())[-1:] if newest < _seq(head)]


def _seq(head: str) -> int:
    return int(head.partition(":")[0] or 0)


def _created(place: Path, safe: Safe, verdict: Verdict) -> None:
    for folder in place.glob(f"{NEW}*.pipvault"):
        key = unlocking.open_slots(folder, PASSPHRASE)
        found = check_folder(folder, key).problems if key else ["no passphrase opens it"]
        verdict.corrupt += [f"new vault: {one}" for one in found]
    if safe.created and not (place / safe.created).exists():
        verdict.lost.append("the new vault")


def _restored(folder: Path, safe: Safe, verdict: Verdict) -> None:
    if not folder.exists():
        verdict.lost += ["the restored vault"] if safe.restored else []
        return
    key = unlocking.open_slots(folder, OTHER) or unlocking.open_slots(folder, PASSPHRASE)
    if key is None:
        verdict.corrupt.append("a restored vault that no passphrase opens")
        return
    report = check_folder(folder, key)
    verdict.corrupt += [f"restored: {one}" for one in report.problems]
    if safe.restored and _seq(report.head) != _seq(safe.restored):
        verdict.lost.append("the restored history")
