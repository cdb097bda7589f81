"""Print how often harm done to the files of a vault is noticed, on opening or by the check, and never shows.

`harm [SHARE] [SEED]`: flips of one bit, pages moved and put back, the log cut and torn at every frame and inside, and
changes by somebody who holds the key; with a share below 1 so much less of it.
"""

from __future__ import annotations

import random
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from pipnotes.vault import unlock
from tests.vault.faults import harm, life
from tests.vault.faults.room import room
from tests.vault.pages import PASSPHRASE

_ROW = "{:<50} {:>6} {:>8} {:>7} {:>9}"


def _show(name: str, counted: harm.Count, *, examples: int = 3) -> int:
    print(_ROW.format(name, counted.done, counted.noticed, len(counted.silent), counted.harmless), flush=True)
    for one in counted.silent[:examples]:
        print(f"    {one}")
    return len(counted.silent)


def main(share: float = 1.0, seed: int = 1) -> int:
    """Do the harm and count; 1 when some went unnoticed or the canary, a vault checked alone, noticed forgery."""
    chance, silent = random.Random(seed), 0
    print(_ROW.format("harm", "done", "noticed", "silent", "no change"))
    with room() as place, life.quickly():
        life.begin(place)
        found = harm.target(place, place / life.VAULT, unlock(place / life.VAULT, PASSPHRASE))
        for name, count in ((harm.DATABASE, 2000), (harm.LOG, 600), (harm.KEYS, 500), (harm.HEAD, 500)):
            silent += _show(f"a bit of {name} flipped", harm.flip(found, name, int(count * share), chance, place))
        for name, counted in harm.move_pages(found, int(200 * share), chance, place).items():
            silent += _show(name, counted)
        for name, counted in harm.cut_log(found, chance, place, max(1, int(5 * share))).items():
            silent += _show(f"the log cut {name}" if name != "torn" else "the log torn", counted)
        print("by somebody who holds the key and makes everything agree again")
        unseen = 0
        for name, (alone, witnessed) in harm.insider(found, place, chance, max(1, int(50 * share))).items():
            silent += _show(f"{name}, with a backup's head", witnessed)
            unseen += _show(f"canary: {name}, without", alone, examples=0)
    return 1 if silent or not unseen else 0


if __name__ == "__main__":
    sys.exit(main(*(kind(word) for kind, word in zip((float, int), sys.argv[1:], strict=False))))
