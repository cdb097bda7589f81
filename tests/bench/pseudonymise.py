"""Print how many notes a second one core takes, the worst note, and how the time grows with the length.

Building the matcher for each note's own case is counted in. Other tools run over the same notes where somebody has
installed them in an environment of their own; they are no part of the project.

    python3 packaging/dev.py bench pseudonymise [the Python of that environment]
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[2]))

from pipnotes.pseudonymise import CaseIdentities, Pseudonymiser, read_line
from tests.bench._pseudonymise_peers import TOOLS
from tests.pseudonymise.score import FILES, HARD, NOT_TELLING

Entry = dict[str, Any]
_CORPUS = Path(__file__).parents[1] / "pseudonymise" / "corpus"
_WORD = re.compile(r"[^\W_]+")
_FILLER = (
    "She spoke slowly and looked out of the window for some time, and then at the baby, who was waiting for her with "
    "wide eyes and both hands open. They met there, for a moment, and she laughed. I said that I had seen it too. We "
    "wondered what it was like for each of them, and whether the night had been as long as it sounded. "
    "Plan: continue weekly. "
)


def _corpus(name: str) -> list[tuple[Entry, Entry]]:
    cases = json.loads((_CORPUS / "cases.json").read_text(encoding="utf-8"))
    lines = (_CORPUS / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    return [(entry, cases[entry["case"]]) for entry in map(json.loads, lines)]


def _notes() -> list[tuple[str, CaseIdentities]]:
    """Return the corpus as notes of about 150 words, each with its own case."""
    made = []
    for entry, case in _corpus("notes"):
        text = " ".join((entry["text"] + " " + _FILLER * 2).split()[:150])
        made.append(read_line(json.dumps({"text": text, **case}).encode()))
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


def _peers(python: str, files: Sequence[str]) -> None:
    """Run each other tool over the corpus with the Python it is installed in, and print its row beside ours."""
    entries = [(entry, case) for name in files for entry, case in _corpus(name)]
    lines = "".join(json.dumps({"text": entry["text"], **case}) + "\n" for entry, case in entries)
    print(f"{'':>26} {'known':>8} {'unknown':>8} {'kept':>8} {'right':>8} {'notes/s':>9}   {len(entries)} notes")
    start = time.process_time()
    ours = [Pseudonymiser(case).run(text) for text, case in (read_line(line.encode()) for line in lines.splitlines())]
    _row(
        "this", entries, [[(r.start, r.end) for r in found.replacements] for found in ours], time.process_time() - start
    )
    for tool in TOOLS if python else ():
        done = subprocess.run(
            [python, str(Path(__file__).with_name("_pseudonymise_peers.py")), tool],
            input=lines, capture_output=True, text=True, check=False,
        )  # fmt: skip
        if done.returncode:
            print(f"{tool:>26} did not run: {(done.stderr.strip().splitlines() or ['no reason given'])[-1][:90]}")
            continue
        answer = json.loads(done.stdout)
        _row(tool, entries, answer["spans"], answer["seconds"])


def _row(
    name: str, entries: Sequence[tuple[Entry, Entry]], found: Sequence[Sequence[Sequence[int]]], spent: float
) -> None:
    gone, all_of, wrong, claimed = Counter[str](), Counter[str](), 0, 0
    for (entry, _), spans in zip(entries, found, strict=True):
        covered = bytearray(len(entry["text"]))
        for start, end in spans:
            covered[start:end] = b"\1" * (end - start)
        for kind in ("known", "unknown", "keep"):
            for start, end in entry[kind]:
                all_of[kind] += 1
                gone[kind] += any(covered[start:end]) if kind == "keep" else _told(entry["text"], covered, start, end)
        secret = entry["known"] + entry["unknown"]
        claimed += len(spans)
        wrong += sum(not any(start < last and first < end for first, last in secret) for start, end in spans)
    shares = [gone["known"] / all_of["known"], gone["unknown"] / all_of["unknown"], 1 - gone["keep"] / all_of["keep"]]
    shares.append(1 - wrong / max(1, claimed))
    print(f"{name:>26} " + " ".join(f"{share:8.1%}" for share in shares) + f" {len(entries) / spent:9,.0f}")


def _told(text: str, covered: bytearray, start: int, end: int) -> bool:
    """Say whether every word of a stretch went that is no title or kin word, by the same rule for every tool."""
    words = (match for match in _WORD.finditer(text, start, end) if match[0].lower() not in NOT_TELLING)
    return all(all(covered[match.start() : match.end()]) for match in words)


def main() -> int:
    """Print our speed, then the table; the Python of the other tools is an argument or PIPNOTES_PEERS."""
    python = sys.argv[1] if len(sys.argv) > 1 else os.environ.get("PIPNOTES_PEERS", "")
    _measure()
    for files in (FILES, HARD):
        _peers(python, files)
    if not python:
        print("The other tools were not asked: name the Python of an environment that holds them to see them here.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
