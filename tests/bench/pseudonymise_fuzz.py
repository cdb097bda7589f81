"""Look for texts on which the pseudonymiser takes more than its share of time, and show the time for each character.

A text is a handful of awkward pieces repeated or shuffled to a length. Where the time for one character grows with the
length, some rule is not linear. The canary at the end is such a rule: a search that misses it is worth nothing.

    python3 packaging/dev.py bench pseudonymise_fuzz [texts] [seed]
"""

from __future__ import annotations

import random
import re
import sys
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from pipnotes.pseudonymise import CaseIdentities, Identity, Pseudonymiser

_PIECES = (
    "A", "AB", "ABCDEFGH", "aaaa", "a", "1", "12", "1 ", "0", " ", "  ", "\n", "\t", "'", "’", "-", "–", ".", ",",
    "@", "/", ":", "(", ")", "((", "[", "]", "\"", "“", "”", "&", "+44 ", "+", "x.", "a.b", "a@", "@b.", "www.",
    "http://", "1/", "1/2/", "12.", "3rd ", "of ", "May ", "Jan", "mon ", "on the ", "at ", "at the ", "in ",
    "St ", "st ", "St. ", "Mr ", "mrs ", "O'", "Mc", "de ", "van ", "abu ", "Iris ", "Porter ", "iris's ",
    "Iris-", "I.", "J. ", "P ", "Porters", "Mill ", "Lane ", "3 ", "Alnwick ", "Alnwick General ", "Leeds ",
    "Leeds Royal ", "Xanvo ", "xanvo ", "Tom, ", "and ", "Tom and ", "HMP ", "ref ", "NE6 ", "NE66 9ZZ",
    "QQ 12 34 56 ", "nursery ", "school ", "little ", "called ", "her friend ", "the ", "The ", "sang \"",
    "read “", "won the ", "lottery ", "news ", "first ", "born ", "due ", "w/c ", "\u0301", "\u00ad", "é", "ł",
    "İ", "ß", "中", "😀", "\u200b", "will ", "Will ", "dawn ", "Dawn ", "bus 3 ", "on the 3", "miss ", "s ", "c/o ",
    "1st ", "Flat ", "Road ",
)  # fmt: skip
_CASE = CaseIdentities(
    people=(
        Identity(role="infant", name="Iris Jane Porter", aliases=("Izzy", "Little Bear"), born=date(2025, 1, 2)),
        Identity(role="mother", name="Anna-Lise Porter", aliases=("Lise",)),
        Identity(role="father", name="Will Dawn-Field"),
    ),
    addresses=("3 Mill Lane, Alnwick, NE66 9ZZ",),
    organisations=("Bondgate Surgery", "St Bede's Primary School"),
    service_start=date(2025, 2, 10),
)
_SHORT, _LONG, _LONGEST = 2_000, 20_000, 200_000  # characters
_TOO_STEEP = 3.0  # times as long for a character, with a text ten times as long
_WORST_NOTE = 0.050  # seconds for 900 characters, which are about 150 words


def _texts(chance: random.Random, number: int) -> list[list[str]]:
    """Return the pieces of each text: first every piece alone, then handfuls."""
    made = [[piece] for piece in _PIECES]
    made += [chance.choices(_PIECES, k=chance.randint(2, 7)) for _ in range(max(0, number - len(made)))]
    return made[:number]


def _filled(pieces: list[str], length: int, *, shuffled: bool) -> str:
    unit = "".join(pieces) or " "
    if not shuffled:
        return (unit * (length // len(unit) + 1))[:length]
    chance, made, size = random.Random(length), [], 0
    while size < length:
        made.append(chance.choice(pieces))
        size += len(made[-1])
    return "".join(made)[:length]


def _spent(run: Callable[[str], object], text: str) -> float:
    """Return the least of three times, in seconds of this process: the machine may be busy."""
    best = 1e9
    for _ in range(3):
        start = time.process_time()
        run(text)
        best = min(best, time.process_time() - start)
        if best > 1:
            break
    return best


def steep(run: Callable[[str], object], texts: list[list[str]]) -> list[tuple[float, str]]:
    """Return the texts whose time for a character grows, steepest first, with how many times it grows."""
    found = []
    for number, pieces in enumerate(texts):
        short, long = (_filled(pieces, length, shuffled=bool(number % 2)) for length in (_SHORT, _LONG))
        ratio = _spent(run, long) / max(_spent(run, short) * _LONG / _SHORT, 0.002)
        if ratio > _TOO_STEEP:
            found.append((ratio, "".join(pieces)))
    return sorted(found, reverse=True)


def _engine(text: str) -> object:
    return Pseudonymiser(_CASE).run(text)


def main() -> int:
    """Print the shapes by length, the steepest texts and the canary; fail where one is too steep."""
    number = int(sys.argv[1]) if len(sys.argv) > 1 else 600
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else 1
    chance = random.Random(seed)
    texts = _texts(chance, number)
    shapes = {
        "capitals": ["ABCDEFGH"], "Capitals": ["Xanvo ", "Field "], "digits": ["1"], "spaces": [" "],
        "apostrophes": ["'"], "at signs": ["a@"], "brackets": ["(("], "one name": ["Iris ", "Porter "],
        "prose": ["She held the baby close and said that dawn had come. Anna-Lise smiled at Iris. "],
    }  # fmt: skip
    print(f"{'microseconds a character at':>28} {'1,000':>8} {'10,000':>8} {'100,000':>8} {'200,000':>8}")
    for name, pieces in shapes.items():
        spans = [
            _spent(_engine, _filled(pieces, length, shuffled=False)) / length
            for length in (1000, 10**4, 10**5, _LONGEST)
        ]
        print(f"{name:>28} " + " ".join(f"{span * 1e6:8.2f}" for span in spans))
    notes = [(_spent(_engine, _filled(pieces, 900, shuffled=True)), "".join(pieces)) for pieces in texts]
    print(f"worst note of 900 characters among {number}: {max(notes)[0] * 1000:.1f} ms, made of {max(notes)[1]!r}")
    found = steep(_engine, texts)
    told = f"cost {_TOO_STEEP} times as much a character at ten times the length"
    print(f"{len(found)} of {number} texts (seed {seed}) {told}")
    for ratio, text in found[:10]:
        print(f"{ratio:8.1f} {text!r}")
    canary = steep(re.compile(r"\w+!").search, [["a"]])
    print("canary:", "caught" if canary else "NOT CAUGHT")
    return int(bool(found) or not canary or max(notes)[0] > _WORST_NOTE)


if __name__ == "__main__":
    sys.exit(main())
