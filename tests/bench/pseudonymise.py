"""Print how many notes a second one core takes, the worst note, and how the time grows with the length.

Building the matcher for each note's own case is counted in. Other tools run beside it when they happen to be installed;
they are no part of the project.
"""

from __future__ import annotations

import importlib
import importlib.util
import json
import sys
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from pipnotes.pseudonymise import CaseIdentities, Pseudonymiser, read_line

_CORPUS = Path(__file__).parents[1] / "pseudonymise" / "corpus"
_FILLER = (
    "She spoke slowly and looked out of the window for some time, and then at the baby, who was waiting for her with "
    "wide eyes and both hands open. They met there, for a moment, and she laughed. I said that I had seen it too. We "
    "wondered what it was like for each of them, and whether the night had been as long as it sounded. "
    "Plan: continue weekly. "
)


def _notes() -> list[tuple[str, CaseIdentities]]:
    """Return the corpus as notes of about 150 words, each with its own case."""
    cases = json.loads((_CORPUS / "cases.json").read_text(encoding="utf-8"))
    made = []
    for line in (_CORPUS / "notes.jsonl").read_text(encoding="utf-8").splitlines():
        entry = json.loads(line)
        text = entry["text"] + " " + _FILLER * 2
        made.append(read_line(json.dumps({"text": " ".join(text.split()[:150]), **cases[entry["case"]]}).encode()))
    return made


def _one(text: str, case: CaseIdentities) -> float:
    start = time.perf_counter()
    Pseudonymiser(case).run(text)
    return time.perf_counter() - start


def _measure() -> None:
    notes = _notes()
    for text, case in notes:
        _one(text, case)
    start = time.process_time()
    for _ in range(5):
        for text, case in notes:
            Pseudonymiser(case).run(text)
    spent = time.process_time() - start
    worst = max(min(_one(text, case) for _ in range(3)) for text, case in notes)
    print(f"{5 * len(notes) / spent:,.0f} notes of 150 words a second; worst note {worst * 1000:.1f} ms")
    text, case = notes[0]
    for times in (1, 10, 100):
        spent = min(_one(text * times, case) for _ in range(2))
        print(f"{150 * times:>7,} words: {spent * 1000:8.1f} ms")
    for name, hostile in _HOSTILE.items():
        print(f"{name:>22} of 10,000 characters: {min(_one(hostile[:10_000], case) for _ in range(2)) * 1000:.1f} ms")


_HOSTILE = {
    "one letter": "a" * 10_000,
    "digits": "1" * 10_000,
    "digits apart": "1 " * 5_000,
    "capitals": "Anna Field Meadow " * 600,
    "dots": "a.b-c@" * 1_700,
    "brackets": "((((+44 " * 1_300,
    "dates": "1/2/3 May 4th of " * 600,
    "one name": "Iris Porter " * 900,
    "strangers": " ".join(f"Xan{chr(97 + i % 26)}{chr(97 + i // 26 % 26)}vo" for i in range(1_400)),
    "blanks": " " * 9_999 + "x",
}


def _presidio() -> Callable[[str], object]:
    engine = importlib.import_module("presidio_analyzer").AnalyzerEngine()
    return lambda text: engine.analyze(text=text, language="en")


def _scrubadub() -> Callable[[str], object]:
    scrubber = importlib.import_module("scrubadub").Scrubber(locale="en_GB")
    return lambda text: scrubber.clean(text)


def _peers() -> None:
    for package, make in (("presidio_analyzer", _presidio), ("scrubadub", _scrubadub)):
        if importlib.util.find_spec(package) is None:
            print(f"{package}: not installed")
            continue
        clean, notes = make(), _notes()[:50]
        start = time.process_time()
        for text, _ in notes:
            clean(text)
        print(f"{package}: {len(notes) / (time.process_time() - start):,.0f} notes a second")
    print(
        "crate_anon:",
        "installed; it wants a database of its own" if importlib.util.find_spec("crate_anon") else "not installed",
    )


if __name__ == "__main__":
    _measure()
    _peers()
