"""How long anybody's typing waits while a backup or a check is made, in a vault of some 60 MB.

    python3 packaging/dev.py bench backups          60 MB
    python3 packaging/dev.py bench backups 200      as many MB as are asked for

The thread of the window keeps a draft every 10 ms, as nobody can type; what is told is the longest that one such save
took. The canary is the backup made on the window's own thread: it must hold everything up for longer than the limit.
"""

from __future__ import annotations

import os
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from pipnotes.domain.fields import Kind, Share, note, record
from pipnotes.vault import FLOOR, Change, Draft, DraftKey, Lifecycle, Vault, create

LIMIT_MS = 100
START = datetime(2026, 3, 16, 9, 30, tzinfo=UTC)


@record("bench_page")
class Page:
    id: str = note("Id", Kind.LINK, Share.NEVER)
    family: str = note("Family", Kind.LINK, Share.NEVER)
    story: str = note("Story", Kind.PROSE, Share.NEVER)


def main() -> int:
    """Measure, print the table, and return 1 when a limit or the canary does not hold."""
    wanted = int(sys.argv[1]) if len(sys.argv) > 1 else 60
    with tempfile.TemporaryDirectory() as scratch:
        vault = create(
            Path(scratch) / "big.pipvault", "kettle harbour", role="therapist", owner="W", clock=_now, cost=FLOOR
        )
        with vault:
            _fill(vault, wanted)
            size = (vault.folder / "vault.db").stat().st_size / 1e6
            stick = Path(scratch) / "stick"
            rows = [("typing alone", *_typing(vault, _wait))]
            stick.mkdir()
            rows.append(("typing beside a backup", *_typing(vault, vault.copying(stick).run)))
            rows.append(("typing beside a check", *_typing(vault, vault.checking().run)))
            began = time.perf_counter()
            vault.backup(stick)
            blocked = time.perf_counter() - began
            began = time.perf_counter()
            checked = vault.check().ok
            check = time.perf_counter() - began
    print(f"| {datetime.now(UTC):%Y-%m-%d}, {size:.0f} MB | took s | saves | median ms | longest ms |")
    print("|---|---|---|---|---|")
    for name, took, waits in rows:
        longest = f"{max(waits):.0f}"
        print(f"| {name} | {took:.2f} | {len(waits)} | {statistics.median(waits):.1f} | {longest} |")
    print(f"| canary: a backup on the window's own thread | {blocked:.2f} | 0 | | {1000 * blocked:.0f} |")
    print(f"| a check on the window's own thread | {check:.2f} | | | |")
    whole = max(rows[1][2] + rows[2][2]) <= LIMIT_MS and 1000 * blocked > LIMIT_MS and checked
    return 0 if whole else 1


def _now() -> datetime:
    return START


def _wait() -> None:
    time.sleep(1.5)


def _fill(vault: Vault, megabytes: int) -> None:
    number = 0
    while (vault.folder / "vault.db").stat().st_size < megabytes * 1_000_000:
        changes = []
        for _ in range(200):
            number += 1
            page = Page(id=f"p{number}", family=f"f{number % 20}", story=f"Story {number} " + os.urandom(1500).hex())
            changes.append(Change(page, Lifecycle.FINAL))
        vault.commit("import", changes, by="W", family="")
        vault._ledger.connection.checkpoint()


def _typing(vault: Vault, work: Callable[[], object]) -> tuple[float, list[float]]:
    """Keep a draft every 10 ms until `work` is done on another thread; return how long it took, and each save in ms."""
    began = time.perf_counter()
    beside = threading.Thread(target=work)
    beside.start()
    waits: list[float] = []
    while beside.is_alive():
        due = time.perf_counter()
        vault.save_draft(_draft(len(waits)))
        # The pause counts as far as it was longer than asked for: a window that comes too late to the key is late too.
        waits.append(1000 * (time.perf_counter() - due))
        woken = time.perf_counter()
        time.sleep(0.01)
        waits[-1] += 1000 * max(0.0, time.perf_counter() - woken - 0.01)
    beside.join()
    return time.perf_counter() - began, waits


def _draft(number: int) -> Draft:
    return Draft(
        key=DraftKey("bench_page", "typed"),
        family="f1",
        body="She looked up and laughed. " * (1 + number % 40),
        place="",
        started=START,
        saved=START,
    )


if __name__ == "__main__":
    raise SystemExit(main())
