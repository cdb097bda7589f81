"""Print what an unlock costs beside its one guess, and try a thousand wrong passphrases.

A wrong one must never open, each must wait longer than the one before up to half a minute, and the right one must open
after all of them. The canary is the passphrase itself among the wrong ones: this harness has to notice it.
"""

from __future__ import annotations

import secrets
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).parents[2]))

from pipnotes.casebook import demo_vault, strength
from pipnotes.casebook.vaults import local_now
from pipnotes.errors import Problem
from pipnotes.vault import FLOOR, KdfCost, calibrate, create, keys, open_vault, unlock

PHRASE = "kettle harbour violin moss lantern"
ROUNDS = 9
WRONG = 1000


def _wrong() -> Iterator[str]:
    """Yield every near miss of the passphrase, then others without end."""
    for at, letter in enumerate(PHRASE):
        near = (PHRASE[:at] + PHRASE[at + 1 :], PHRASE[:at] + letter.swapcase() + PHRASE[at + 1 :], PHRASE[:at] + "x")
        yield from (phrase for phrase in near if phrase != PHRASE)
    yield from (PHRASE + " ", " " + PHRASE, PHRASE * 2, PHRASE[::-1], PHRASE.upper(), PHRASE.replace(" ", ""))
    while True:
        yield strength.suggest() if secrets.randbelow(2) else secrets.token_urlsafe(24)


def try_all(folder: Path, phrases: Iterable[str]) -> tuple[int, list[float]]:
    """Return how many of these passphrases opened the vault, and how many seconds each had to wait."""
    opened, waits = 0, []
    for phrase in phrases:
        try:
            unlock(folder, phrase, pause=waits.append)
            opened += 1
        except Problem:
            continue
    return opened, waits


def _guesses(folder: Path) -> None:
    began = time.perf_counter()
    opened, waits = try_all(folder, islice(_wrong(), WRONG))
    spent = time.perf_counter() - began
    settled = next(at for at, wait in enumerate(waits) if wait > 29)
    print(f"{len(waits):,} wrong passphrases at the lowest cost: {opened} accepted, {spent:.0f} s of work")
    print(f"  seconds to wait: {', '.join(f'{wait:.0f}' for wait in waits[: settled + 1])}, and from then on")
    print(
        f"  never less than {min(waits[settled:]):.1f} nor more than {max(waits):.1f}; in all {sum(waits) / 3600:.1f} h"
    )
    last, last_waits = try_all(folder, [PHRASE])
    print(f"  the right one after them: {last} of 1 opens, after {last_waits[0]:.0f} s and with nobody's help")
    print(f"  canary, the right one among three wrong ones: {try_all(folder, ['a', 'b', PHRASE, 'c'])[0]} accepted")


def _unlocks(folder: Path, phrase: str, cost: KdfCost, name: str) -> None:
    """Print an unlock and what is opened with it against the guess alone, taken in turns."""
    alone, whole = [], []
    for _ in range(ROUNDS):
        alone.append(keys.seconds_of(cost))
        began = time.perf_counter()
        vault = open_vault(folder, unlock(folder, phrase), clock=local_now)
        whole.append(time.perf_counter() - began)
        vault.close()
    guess, both = median(alone), median(whole)
    print(f"  {name}: guess {guess * 1000:.0f} ms, unlock and open {both * 1000:.0f} ms: {both / guess:.3f} times")


def main() -> None:
    """Print the figures."""
    with tempfile.TemporaryDirectory(prefix="pipnotes-keys-") as home:
        chosen = calibrate()
        print(
            f"one guess on this machine: {chosen.memory_kib // 1024} MiB, {chosen.passes} passes, {chosen.lanes} lanes"
        )
        print(f"unlock and open against the guess alone, median of {ROUNDS}, in turns:")
        empty, demo = Path(home) / "empty.pipvault", Path(home) / "demo.pipvault"
        create(empty, PHRASE, role="therapist", owner="Wren", clock=local_now, cost=chosen).close()
        _unlocks(empty, PHRASE, chosen, "empty vault")
        demo_vault.make(demo, families=40, seed=1, cost=chosen).casebook.close()
        _unlocks(demo, demo_vault.PASSPHRASE, chosen, "40 families")
        vault = open_vault(empty, unlock(empty, PHRASE), clock=local_now)
        vault.set_passphrase(PHRASE, cost=FLOOR)
        vault.close()
        _guesses(empty)


if __name__ == "__main__":
    main()
