"""Score the engine on the corpus: what share of names went, and what share of the words to keep stayed.

A span counts as removed when every telling word of it lies inside a replacement, and as kept when none of it does.
Rules and lists may be tuned on `notes.jsonl`. What is written to find out how the engine does on notes it has not
seen goes to a file of its own (`fresh`, `second` and so on), is scored once, and only then read and learnt from. The
files called after plants are by other hands, who knew neither rules nor lists; what each scored at first, before
anything was changed for it, stands in `tests/bench/README.md`.
"""

from __future__ import annotations

import hashlib
import json
import re
import sys
from dataclasses import dataclass, field
from pathlib import Path

from pipnotes.pseudonymise import CaseIdentities, Pseudonymiser, read_line
from pipnotes.pseudonymise.engine import RULES

CORPUS = Path(__file__).with_name("corpus")
ANSWERS = CORPUS / "answers.json"
FILES = ("notes", "fresh", "second", "third", "fourth", "fifth", "sixth")
HARD = (
    "acacia",
    "alder",
    "ash",
    "beech",
    "birch",
    "bramble",
    "cedar",
    "clover",
    "cypress",
    "dahlia",
    "damson",
    "elder",
    "elm",
    "fennel",
    "fig",
    "gentian",
    "gorse",
    "hazel",
    "heather",
    "ivy",
    "jasmine",
    "juniper",
    "kale",
    "larch",
    "lilac",
    "mallow",
    "maple",
    "nettle",
    "oak",
    "pine",
    "quince",
    "rowan",
    "sorrel",
    "teasel",
    "thistle",
    "vetch",
    "willow",
    "yarrow",
)
# Sets that the weights are never learnt from, so that their floors tell how these do on notes they have not seen.
UNLEARNT = ("elm", "fennel", "jasmine", "lilac", "mallow")
NOT_TELLING = frozenset(
    """the baby mr mrs ms miss dr family aunty auntie uncle nurse sister granny grandma aunt sgt hhj big our day st of
        s judge father nanny postman guardian prof capt pani dona babcia chacha mama in on at and number mash mon
        monday tues tuesday wed weds wednesday thurs thursday fri friday sat saturday sun sunday bear bach""".split()
)
_WORD = re.compile(r"[^\W_]+")


@dataclass
class Score:
    """Counts over some notes, with what went wrong, each in its words."""

    known: int = 0
    known_left: list[str] = field(default_factory=list)
    unknown: int = 0
    unknown_left: list[str] = field(default_factory=list)
    keep: int = 0
    keep_lost: list[str] = field(default_factory=list)
    replaced: int = 0
    replaced_wrongly: list[str] = field(default_factory=list)

    def rates(self) -> tuple[float, float, float, float]:
        """Return the shares of known removed, unknown removed, kept, and replacements that were right."""
        return (
            1 - len(self.known_left) / max(1, self.known),
            1 - len(self.unknown_left) / max(1, self.unknown),
            1 - len(self.keep_lost) / max(1, self.keep),
            1 - len(self.replaced_wrongly) / max(1, self.replaced),
        )


def notes(name: str) -> list[tuple[str, CaseIdentities, dict[str, list[list[int]]]]]:
    """Return every note with its case and its marked spans."""
    cases = json.loads((CORPUS / "cases.json").read_text(encoding="utf-8"))
    found = []
    for line in (CORPUS / f"{name}.jsonl").read_text(encoding="utf-8").splitlines():
        entry = json.loads(line)
        text, case = read_line(json.dumps({"text": entry["text"], **cases[entry["case"]]}).encode())
        found.append((text, case, entry))
    return found


def score(name: str) -> Score:
    """Return the counts over one file of the corpus: `notes`, or `fresh`, which no rule was tuned on."""
    total = Score()
    for text, case, spans in notes(name):
        _add(total, text, case, spans)
    return total


def _add(total: Score, text: str, case: CaseIdentities, spans: dict[str, list[list[int]]]) -> None:
    result = Pseudonymiser(case).run(text)
    covered = bytearray(len(text))
    last = 0
    for item in result.replacements:
        assert last <= item.start < item.end, f"Two replacements lie over one another: {text}"
        last = item.end
        covered[item.start : item.end] = b"\1" * (item.end - item.start)
        total.replaced += 1
        if not any(item.start < end and start < item.end for start, end in spans["known"] + spans["unknown"]):
            total.replaced_wrongly.append(f"{text[item.start : item.end]} | {text}")
    for kind, left in (("known", total.known_left), ("unknown", total.unknown_left)):
        for start, end in spans[kind]:
            words = [m for m in _WORD.finditer(text, start, end) if m[0].lower() not in NOT_TELLING]
            if not all(all(covered[m.start() : m.end()]) for m in words):
                left.append(f"{text[start:end]} | {result.text}")
    total.known += len(spans["known"])
    total.unknown += len(spans["unknown"])
    total.keep += len(spans["keep"])
    total.keep_lost += [f"{text[start:end]} | {result.text}" for start, end in spans["keep"] if any(covered[start:end])]


def answers() -> dict[str, int | str]:
    """Return the number of the rules with a digest of all that they answer to the corpus."""
    total = hashlib.sha256()
    for name in (*FILES, *HARD):
        for text, case, _ in notes(name):
            result = Pseudonymiser(case).run(text)
            total.update(repr((result.text, result.replacements, result.checks)).encode())
    return {"rules": RULES, "answers": total.hexdigest()}


def main() -> None:
    """Print the table, and with `-v=notes` what went wrong in that file; `--record` writes the answers down."""
    if "--record" in sys.argv:
        ANSWERS.write_text(json.dumps(answers()) + "\n", encoding="utf-8")
    for name in (*FILES, *HARD):
        total = score(name)
        known, unknown, kept, right = total.rates()
        print(
            f"{name}: known {known:.2%} of {total.known}, unknown {unknown:.2%} of {total.unknown}, "
            f"kept {kept:.2%} of {total.keep}, right {right:.2%} of {total.replaced}"
        )
        if f"-v={name}" in sys.argv:
            for title in ("known_left", "unknown_left", "keep_lost", "replaced_wrongly"):
                print(f"-- {title}", *getattr(total, title), sep="\n")


if __name__ == "__main__":
    main()
