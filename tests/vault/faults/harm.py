"""Harm done to the files of a vault: flipped bits, moved and old pages, cut logs, and a hand that has the key."""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from pipnotes.errors import Integrity, Problem
from pipnotes.vault import Change, Lifecycle, Vault, VaultKey, chain, check_folder, connection, open_vault, search
from pipnotes.vault.head import HeadFile
from pipnotes.vault.ledger import digest_of, last_link, read_fluid
from tests.vault.pages import Page, draft, final, page, standing

PAGE, FRAME, LOG_HEAD = 4096, 4096 + 24, 32
DATABASE, LOG, HEAD, KEYS = "vault.db", "vault.db-wal", "head.json", "keys.json"


@dataclass(slots=True)
class Count:
    """How often harm was done, how often it was noticed, and what else there is to tell."""

    done: int = 0
    noticed: int = 0
    harmless: int = 0
    silent: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Target:
    """A vault as it was found: once with its log still full, once closed, once older; and what it says."""

    key: VaultKey
    busy: Path
    closed: Path
    older: Path
    head: str
    backup_head: str
    says: tuple[Any, ...]


def target(place: Path, folder: Path, key: VaultKey) -> Target:
    """Write in a vault and copy it as a crash would leave it, as it was before, and as it is when closed."""
    older = Path(shutil.copytree(folder, place / "older"))
    vault = open_vault(folder, key, clock=standing)
    for number in range(10, 18):
        vault.commit("note signed", [final(page(number, f"lantern {number} " * (9 + 40 * (number % 3))))], by="W")
        vault.save_draft(draft(number + 100, f"words in the making {number} " * 9))
    vault.discard_draft(draft(110, "").key)
    backup = vault.backup(place / "stick")
    vault.commit("note amended", [Change(page(1, "Quite another story"), Lifecycle.AMENDED)], by="W", reason="r")
    vault.remember("mailbox", "somewhere")
    busy = Path(shutil.copytree(folder, place / "busy"))
    head, says = str(vault.head), everything(vault)
    vault.close()
    closed = Path(shutil.copytree(folder, place / "closed"))
    return Target(key, busy, closed, older, head, backup.head, says)


def everything(vault: Vault) -> tuple[Any, ...]:
    """Return all that a vault shows."""
    found = [sorted(hit.record for hit in vault.search(word)) for word in ("lantern", "heron", "story", "another")]
    return (vault.all(Page), vault.drafts(), vault.discarded_drafts(), found, vault.recall("mailbox"))


def noticed(folder: Path, key: VaultKey, says: tuple[Any, ...], elsewhere: tuple[str, ...] = ()) -> str:
    """Return how harm is noticed: on opening, or by the check; empty when by neither, and loud when it shows.

    What opens must say what it said before, whether or not the check finds more.
    """
    report = check_folder(folder, key, elsewhere=elsewhere)
    try:
        with open_vault(folder, key, clock=standing) as vault:
            try:
                shown = everything(vault)
            except Integrity:
                return "reading"
            if shown != says:
                return "WRONG WORDS" if report.ok else "check, and other words"
    except Problem:
        return "opening"
    return "" if report.ok else "check"


def flip(found: Target, name: str, count: int, chance: random.Random, place: Path, *, open_too: bool = True) -> Count:
    """Flip one bit at so many places of one file."""
    source = found.busy if name == LOG else found.closed
    good, counted = (source / name).read_bytes(), Count()
    copy = Path(shutil.copytree(source, place / "flip"))
    for _ in range(count):
        at, bit = chance.randrange(len(good)), 1 << chance.randrange(8)
        spoilt = good[:at] + bytes([good[at] ^ bit]) + good[at + 1 :]
        if open_too:
            shutil.rmtree(copy)
            shutil.copytree(source, copy)
            (copy / name).write_bytes(spoilt)
            how = noticed(copy, found.key, found.says)
        else:
            (copy / name).write_bytes(spoilt)
            how = "" if check_folder(copy, found.key).ok else "check"
        _count(counted, how, f"{name}: bit {bit} of byte {at}")
    shutil.rmtree(copy)
    return counted


def move_pages(found: Target, count: int, chance: random.Random, place: Path) -> dict[str, Count]:
    """Swap pages, make pages random, cut the file, put old pages and old files back."""
    good, old = (found.closed / DATABASE).read_bytes(), (found.older / DATABASE).read_bytes()
    pages = len(good) // PAGE
    counts: dict[str, Count] = {}

    def harm(name: str, **changed: bytes | None) -> None:
        copy = Path(shutil.copytree(found.closed, place / "moved"))
        for file, content in changed.items():
            path = copy / file.replace("__", "-").replace("_", ".")
            path.unlink() if content is None else path.write_bytes(content)
        _count(counts.setdefault(name, Count()), noticed(copy, found.key, found.says), name)
        shutil.rmtree(copy)

    for _ in range(count):
        one, other = sorted(chance.sample(range(pages), 2))
        swapped = bytearray(good)
        swapped[one * PAGE : (one + 1) * PAGE] = good[other * PAGE : (other + 1) * PAGE]
        swapped[other * PAGE : (other + 1) * PAGE] = good[one * PAGE : (one + 1) * PAGE]
        harm("two pages swapped", vault_db=bytes(swapped))
    for at in range(0, len(good), PAGE):
        harm("a page made random", vault_db=good[:at] + chance.randbytes(PAGE) + good[at + PAGE :])
    for _ in range(count // 2):
        harm("the file cut", vault_db=good[: chance.randrange(len(good))])
    same = 0
    for at in range(0, min(len(old), len(good)), PAGE):
        if plain(old, at, found.key) != plain(good, at, found.key):
            harm("an old page put back", vault_db=good[:at] + old[at : at + PAGE] + good[at + PAGE :])
        else:
            same += 1
    counts.setdefault("an old page put back", Count()).harmless += same
    harm("an old vault.db put back", vault_db=old)
    harm("no head.json", head_json=None)
    harm("an old head.json put back", head_json=(found.older / HEAD).read_bytes())
    return counts


def plain(content: bytes, at: int, key: VaultKey) -> bytes:
    """Return what a page says, but for the counters on the first that SQLite keeps for itself."""
    block = content[at : at + PAGE]
    unlocking = Cipher(algorithms.AES(key.subkey("database")), modes.CBC(block[-80:-64])).decryptor()
    said = unlocking.update(block[16 if at == 0 else 0 : -80])
    # The file's change counter, and the place where it is said again (SQLite's file format, bytes 24 and 92).
    return said[:8] + said[12:76] + said[80:] if at == 0 else said


def cut_log(found: Target, chance: random.Random, place: Path, inside: int = 3) -> dict[str, Count]:
    """Cut and tear the log at every frame and inside each; what is missing is told and the originals stay."""
    log, counts = (found.busy / LOG).read_bytes(), {name: Count() for name in ("at a frame", "inside", "torn")}
    frames = (len(log) - LOG_HEAD) // FRAME
    for frame in range(frames):
        start = LOG_HEAD + frame * FRAME
        _spoil(found, log[:start], counts["at a frame"], place)
        for _ in range(inside):
            at = start + chance.randrange(1, FRAME)
            _spoil(found, log[:at], counts["inside"], place)
            torn = at - at % 512
            _spoil(found, log[:torn] + chance.randbytes(512) + log[torn + 512 :], counts["torn"], place)
    return counts


def _spoil(found: Target, log: bytes, counted: Count, place: Path) -> None:
    copy = Path(shutil.copytree(found.busy, place / "cut"))
    (copy / LOG).write_bytes(log)
    before = {name: (copy / name).read_bytes() for name in (DATABASE, LOG, HEAD, KEYS)}
    by_check = not check_folder(copy, found.key).ok
    try:
        with open_vault(copy, found.key, clock=standing) as vault:
            how = "check" if by_check else "" if everything(vault) == found.says else "WRONG WORDS"
    except Integrity as told:
        how = "opening" if "missing" in told.happened and by_check else "not told what is missing"
        aside = copy / "aside-1"
        if any((copy / name).read_bytes() != content for name, content in before.items()):
            how = "THE ORIGINALS WERE TOUCHED"
        elif any((aside / name).read_bytes() != before[name] for name in (DATABASE, LOG, HEAD)):
            how = "NOT KEPT ASIDE"
        else:
            with open_vault(copy, found.key, clock=standing, accept_loss=True) as vault:
                how = how if vault.check().ok else "DOES NOT VERIFY"
    _count(counted, how, f"log of {len(log)} bytes")
    shutil.rmtree(copy)


def insider(found: Target, place: Path, chance: random.Random, count: int) -> dict[str, tuple[Count, Count]]:
    """Let somebody with the key change the vault so that it agrees with itself; check it without and with a head."""
    counts: dict[str, tuple[Count, Count]] = {}
    for name, deed in DEEDS.items():
        alone, witnessed = counts.setdefault(name, (Count(), Count()))
        for _ in range(count):
            copy = Path(shutil.copytree(found.closed, place / "insider"))
            _forge(copy, found.key, deed, chance)
            for counted, heads in ((alone, ()), (witnessed, (found.backup_head,))):
                report = check_folder(copy, found.key, elsewhere=heads)
                _count(counted, "" if report.ok else "check", name)
            shutil.rmtree(copy)
    return counts


def _change_words(raw: Any, chance: random.Random) -> None:
    version = chance.choice([row[0] for row in raw.execute("SELECT id FROM version WHERE seq < 7").fetchall()])
    body = raw.execute("SELECT body FROM version WHERE id = ?", (version,)).fetchone()[0]
    raw.execute("UPDATE version SET body = ? WHERE id = ?", (body.replace(b"heron", b"robin"), version))


def _change_author(raw: Any, _: random.Random) -> None:
    raw.execute("UPDATE contribution SET by = 'Somebody else' WHERE seq = 3")


def _cut_tail(raw: Any, _: random.Random) -> None:
    last = raw.execute("SELECT max(seq) FROM contribution").fetchone()[0]
    keep = last - 3
    raw.execute("DELETE FROM record WHERE first IN (SELECT id FROM version WHERE seq > ?)", (keep,))
    raw.execute(
        "UPDATE record SET (latest, number, lifecycle) = (SELECT id, number, lifecycle FROM version "
        "WHERE version.record = record.id AND seq <= ? ORDER BY id DESC LIMIT 1)",
        (keep,),
    )
    raw.execute("DELETE FROM version WHERE seq > ?", (keep,))
    raw.execute("DELETE FROM contribution WHERE seq > ?", (keep,))


def _swap(raw: Any, _: random.Random) -> None:
    raw.execute("UPDATE contribution SET at = '2026-01-01T00:00:00+00:00', action = 'note read' WHERE seq = 4")


DEEDS: dict[str, Callable[[Any, random.Random], None]] = {
    "words of a note changed": _change_words,
    "author of an entry changed": _change_author,
    "time and deed of an entry changed": _swap,
    "newest entries cut off": _cut_tail,
}


def _forge(folder: Path, key: VaultKey, deed: Callable[[Any, random.Random], None], chance: random.Random) -> None:
    made = connection.connect(folder / DATABASE, key.subkey("database"))
    raw = made.raw
    guards = raw.execute("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'").fetchall()
    raw.execute("BEGIN IMMEDIATE")
    for name, _ in guards:
        raw.execute(f"DROP TRIGGER {name}")
    deed(raw, chance)
    _chain_again(raw)
    for _, sql in guards:
        raw.execute(sql)
    raw.execute("COMMIT")
    _witness_again(made, folder, key)
    made.close()


def _chain_again(raw: Any) -> None:
    versions = "SELECT id, kind, record, number, family, lifecycle, form, salt, body FROM version WHERE body NOT NULL"
    for row in raw.execute(versions).fetchall():
        names = ("kind", "record", "number", "family", "lifecycle", "form", "salt", "body")
        digest = chain.of_version(**dict(zip(names, row[1:], strict=True)))
        raw.execute("UPDATE version SET digest = ? WHERE id = ?", (digest, row[0]))
    link = chain.genesis(raw.execute("SELECT origin FROM about").fetchone()[0])
    rows = raw.execute(
        "SELECT seq, told, at, mono, by, action, subject, family FROM contribution ORDER BY seq"
    ).fetchall()
    for seq, told, *said in rows:
        digests = [row[0] for row in raw.execute("SELECT digest FROM version WHERE seq = ? ORDER BY id", (seq,))]
        link = chain.of_contribution(link, seq, tuple(said), told, digests)
        raw.execute("UPDATE contribution SET hash = ? WHERE seq = ?", (link, seq))
    raw.execute("INSERT INTO search (search) VALUES ('delete-all')")
    search.add(raw, list(search.latest_texts(raw)))


def _witness_again(made: connection.Connection, folder: Path, key: VaultKey) -> None:
    head_file = HeadFile(folder, key.subkey("head"))
    seen = head_file.read()[0]
    assert seen is not None
    seq, link, _ = last_link(made)
    head_file.renew(replace(seen, seq=seq, hash=link.hex(), drafts=digest_of(read_fluid(made)).hex()))


def _count(counted: Count, how: str, what: str) -> None:
    counted.done += 1
    if how and not how.isupper() and how != "not told what is missing":
        counted.noticed += 1
    else:
        counted.silent.append(f"{what}: {how or 'not noticed'}")
