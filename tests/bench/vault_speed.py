"""What the vault's promises cost: the same work in a vault and in plain SQLite, in one run, as ratios.

    python3 packaging/dev.py bench vault_speed            1,000 and 10,000 notes
    python3 packaging/dev.py bench vault_speed 100000     as many notes as a service writes in decades

Plain SQLite is the one of the standard library with the same journal (WAL), the same flushing (FULL), the same cache,
the same tables in small, the same full-text index and its own snippets; it has no encryption, no history, no chain and
no witness. Both take and give back the same records. The limits are those that a therapist would not feel.
"""

from __future__ import annotations

import os
import random
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TypeVar

from pipnotes.domain.fields import Kind, Share, note, record
from pipnotes.vault import FLOOR, Change, Draft, DraftKey, Lifecycle, Vault, create

LIMITS = {"draft": 2.2, "sign": 2.2, "import": 1.4, "read": 2.5, "search": 1.2}
START = datetime(2026, 3, 16, 9, 30, tzinfo=UTC)
ROUNDS = 300
Work = TypeVar("Work")


@record("bench_note")
class Note:
    id: str = note("Id", Kind.LINK, Share.NEVER)
    family: str = note("Family", Kind.LINK, Share.NEVER)
    story: str = note("Story", Kind.PROSE, Share.NEVER)


class Plain:
    """The same work without anything that a vault promises."""

    def __init__(self, folder: Path) -> None:
        self._db = sqlite3.connect(folder / "plain.db", isolation_level=None)
        for said in (
            "PRAGMA locking_mode = EXCLUSIVE",
            "PRAGMA journal_mode = WAL",
            "PRAGMA synchronous = FULL",
            "PRAGMA cache_size = -32000",
            "CREATE TABLE note (number INTEGER PRIMARY KEY, id TEXT UNIQUE, family TEXT, story TEXT)",
            "CREATE TABLE draft (kind TEXT, id TEXT, body TEXT, place TEXT, saved TEXT, PRIMARY KEY (kind, id))",
            "CREATE VIRTUAL TABLE search USING fts5 (story, content = 'note', content_rowid = 'number', "
            "tokenize = 'unicode61 remove_diacritics 2')",
        ):
            self._db.execute(said)

    def add(self, notes: Sequence[Note]) -> None:
        self._db.execute("BEGIN IMMEDIATE")
        first = self._db.execute("SELECT coalesce(max(number), 0) + 1 FROM note").fetchone()[0]
        rows = [(at, one.id, one.family, one.story) for at, one in enumerate(notes, first)]
        self._db.executemany("INSERT INTO note VALUES (?, ?, ?, ?)", rows)
        self._db.executemany("INSERT INTO search (rowid, story) VALUES (?, ?)", [(at, story) for at, *_, story in rows])
        self._db.execute("COMMIT")

    def keep(self, words: str) -> None:
        self._db.execute("BEGIN IMMEDIATE")
        self._db.execute(
            "INSERT INTO draft VALUES (?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET "
            "body = excluded.body, place = excluded.place, saved = excluded.saved",
            ("note", "n1", words, "", START.isoformat()),
        )
        self._db.execute("COMMIT")

    def read(self, key: str) -> Note:
        row = self._db.execute("SELECT id, family, story FROM note WHERE id = ?", (key,)).fetchone()
        return Note(id=row[0], family=row[1], story=row[2])

    def find(self, words: str) -> list[tuple[str, str]]:
        found: list[tuple[str, str]] = self._db.execute(
            "SELECT n.id, snippet(search, 0, '', '', '…', 24) FROM search s JOIN note n ON n.number = s.rowid "
            "WHERE search MATCH ? ORDER BY rank LIMIT 50",
            (f'"{words}"*',),  # a therapist types the beginning of a word
        ).fetchall()
        return found

    def close(self) -> None:
        self._db.close()


def main(arguments: Sequence[str]) -> int:
    """Print the table; the sizes can be given."""
    sizes = [int(one) for one in arguments] or [1_000, 10_000]
    print(f"{datetime.now().astimezone():%d %B %Y}, {os.cpu_count()} processors, Python {sys.version.split()[0]}")
    for size in sizes:
        with tempfile.TemporaryDirectory() as folder:
            _measure(Path(folder), size)
    return 0


def _measure(folder: Path, size: int) -> None:
    notes = _notes(size)
    print(f"\n{size:,} notes; one flush of this disk takes {_flush(folder) * 1000:.2f} ms")
    print(f"  {'':28}{'plain':>12}{'vault':>12}{'ratio':>8}{'limit':>8}")
    plain, vault, imported = _filled(folder, notes)
    _row("import", "import, whole", *imported, 1e-3, "ms")
    rng = random.Random(7)
    some = [rng.choice(notes).id for _ in range(2000)]
    _row("read", "read by id", *_apart(some, plain.read, lambda key: vault.get(Note, key)), 2000 / 1e6, "us")
    asked = [f"rare{rng.randrange(size // 20):05}" for _ in range(200)]
    _row("search", "search, 20 hits", *_apart(asked, plain.find, vault.search), 200 / 1e3, "ms")
    typed = [" ".join(notes[at % size].story.split()[: 40 + at % 60]) for at in range(ROUNDS)]
    _row("draft", "keep a draft", *_each(typed, plain.keep, lambda words: vault.save_draft(_draft(words))), 1e-3, "ms")
    fresh = [Note(id=f"f{at}", family="f1", story=notes[at % size].story) for at in range(ROUNDS)]
    signed = _each(fresh, lambda one: plain.add([one]), lambda one: _import(vault, [one]))
    _row("sign", "sign a note", *signed, 1e-3, "ms")
    vault.close()
    plain.close()


def _filled(folder: Path, notes: Sequence[Note]) -> tuple[Plain, Vault, tuple[float, float]]:
    """Import the notes into both, and return both with the middle times of a few imports into fresh files.

    An import is all or nothing, so it is one save; half of the notes stand there when the other half comes.
    """
    half, spent = len(notes) // 2, []
    while True:
        plain, vault = _made(folder / str(len(spent)))
        spent.append(_apart([notes[:half], notes[half:]], plain.add, partial(_import, vault)))
        # A thousand notes are too soon in to be timed but once.
        if len(spent) * len(notes) >= 10_000:
            times = [statistics.median(several) for several in zip(*spent, strict=True)]
            return plain, vault, (times[0], times[1])
        plain.close()
        vault.close()


def _made(folder: Path) -> tuple[Plain, Vault]:
    folder.mkdir()
    phrase, home = "kettle harbour violin moss", folder / "one.pipvault"
    return Plain(folder), create(home, phrase, role="therapist", owner="Wren", clock=_clock, cost=FLOOR)


def _apart(
    work: Sequence[Work], plain: Callable[[Work], object], vault: Callable[[Work], object]
) -> tuple[float, float]:
    """Time the whole of the work, in turns of a tenth so that both meet the same moods of the machine."""
    spent = [0.0, 0.0]
    step = max(1, len(work) // 10)
    for at in range(0, len(work), step):
        for which, do in enumerate((plain, vault)):
            began = time.perf_counter()
            for one in work[at : at + step]:
                do(one)
            spent[which] += time.perf_counter() - began
    return spent[0], spent[1]


def _each(
    work: Sequence[Work], plain: Callable[[Work], object], vault: Callable[[Work], object]
) -> tuple[float, float]:
    """Return the middle time of one piece of work."""
    spent: tuple[list[float], list[float]] = ([], [])
    for one in work:
        for which, do in enumerate((plain, vault)):
            began = time.perf_counter()
            do(one)
            spent[which].append(time.perf_counter() - began)
    return statistics.median(spent[0]), statistics.median(spent[1])


def _row(name: str, words: str, plain: float, vault: float, unit: float, said: str) -> None:
    ratio = vault / plain
    verdict = "" if ratio <= LIMITS[name] else "  over"
    shown = f"{plain / unit:>9.2f} {said:2}{vault / unit:>9.2f} {said:2}"
    print(f"  {words:28}{shown}{ratio:>8.2f}{LIMITS[name]:>8.1f}{verdict}")


def _clock() -> datetime:
    return datetime.now(UTC)


def _import(vault: Vault, notes: Sequence[Note]) -> None:
    vault.commit("imported", [Change(one, Lifecycle.FINAL) for one in notes], by="Wren", family="")


def _draft(words: str) -> Draft:
    key = DraftKey("bench_note", "n1")
    return Draft(key=key, family="f1", body=words, place="", started=START, saved=START)


def _notes(size: int) -> list[Note]:
    """Return notes of some 1,500 letters over a vocabulary of 4,000 words; every rare word stands in 20 of them."""
    rng = random.Random(11)
    letters = "aeioubdfgklmnprst"
    vocabulary = ["".join(rng.choices(letters, k=rng.randint(2, 9))) for _ in range(4000)]
    weights = [1 / (rank + 2) for rank in range(len(vocabulary))]
    made = []
    for number in range(size):
        words = rng.choices(vocabulary, weights, k=250)
        words.insert(rng.randrange(250), f"rare{number % max(1, size // 20):05}")
        made.append(Note(id=f"n{number}", family=f"f{number % 300}", story=" ".join(words)))
    return made


def _flush(folder: Path) -> float:
    spent = []
    with (folder / "flushed").open("wb", buffering=0) as file:
        for _ in range(50):
            file.write(bytes(4096))
            began = time.perf_counter()
            os.fsync(file.fileno())
            spent.append(time.perf_counter() - began)
    return statistics.median(spent)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
