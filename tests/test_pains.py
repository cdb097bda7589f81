"""What hurts people most in other programs cannot happen here: each pain has a test that bears its number."""

from __future__ import annotations

import ast
from pathlib import Path

# Counted together from the public issue threads of password managers, note takers, chat programs and clinical
# systems. `@pytest.mark.pain(7)` marks a test of the seventh.
PAINS = (
    "The lock eats what was being typed",
    "After unlocking, the place is lost",
    "The timer is wrong: sleep, open dialogs, locks that nobody explains",
    "The lock silently vanished",
    "A damaged vault, and no way back",
    "The computer's keystore lost the key",
    "An upgrade broke the store",
    "A forgotten passphrase, and a recovery that is broken itself",
    "The format of the encrypted database jumped",
    "Recovery words that do not recover",
    "No second key allowed",
    "Called encrypted, and lying readable on the disk",
    "An empty or vanished mailbox wiped everything",
    "Autosave saved the accident",
    "Words recovered into the wrong form, or sent unfinished",
    "One bad parcel stops all others",
    "Backups that do not restore",
    "A search that hangs",
    "Printing that leaves out a part, or needs a printer to make a PDF",
    "A program that lacks a part and does not say which",
)


def test_each_of_the_twenty_pains_has_a_test_that_bears_its_number() -> None:
    borne = {number for file in Path(__file__).parent.rglob("test_*.py") for number in _numbers(file)}
    assert borne == set(range(1, len(PAINS) + 1))


def _numbers(file: Path) -> set[int]:
    marks = (
        mark
        for test in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(test, ast.FunctionDef) and test.name.startswith("test_")
        for mark in test.decorator_list
    )
    return {
        mark.args[0].value  # type: ignore[attr-defined]
        for mark in marks
        if isinstance(mark, ast.Call) and ast.unparse(mark.func) == "pytest.mark.pain"
    }
