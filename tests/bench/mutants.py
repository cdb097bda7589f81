"""Print what share of small changes to the vault's or the exchange's code the tests notice.

`mutants vault|exchange [COUNT] [SEED]`: so many mutants, drawn at random from all that mutmut's operators make; without
a package a dozen of each. A recording run finds which tests reach which line, also in processes that tests start; each
mutant is then written into a copy of the tree, where only the tests that reach its line run, the quickest first, until
one fails. A test that takes over five times as long as usual has noticed too. Linux only.

Left out, since nobody could be harmed or helped by the change:
  1. words for people: docstrings, what is handed to an error, sentences with a stop at their end, and every string of
     problems.py and findings.py;
  2. upper or lower case of a string: most are SQL or names of codecs, where it means the same. XX...XX is drawn;
  3. annotations, `__all__`, decorators with the flags of a dataclass in them, and `frozen` elsewhere;
  4. `None` for what is handed to len or isinstance, which fails wherever it runs.
Left out for time, so that the share is a lower bound: tests of over a second where a shorter one reaches the line, the
use-cases' tests where twenty of the package's own reach it, and those of the window and the command line. The canaries:
a copy with nothing changed must survive, and one whose opening returns nothing must be noticed.
"""

from __future__ import annotations

import ctypes
import difflib
import importlib
import math
import random
import re
import sys
import tempfile
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import libcst as cst
from libcst.metadata import MetadataWrapper, PositionProvider
from mutmut.mutation.mutators import mutation_operators

sys.path.insert(0, str(Path(__file__).parents[2]))

from tests.bench._mutants_apart import SUITES, Copy, Reach

OPENING = {"vault": ("opening.py", "open_vault"), "exchange": ("parcel.py", "_open")}
_FIXED = {"len", "isinstance"}
_ERRORS = set("Problem Integrity Older Refused WrongUse Newer NotForMe OutOfReach Stopped Stranger".split())
_ERRORS |= {"RuntimeError", "TypeError", "ValueError"}
_WORDS = {"problems.py", "findings.py"}
# Loaded once for all the processes; nothing of ours is among it.
_WARM = "hypothesis msgspec mnemonic pikepdf pypdfium2 PySide6.QtTest PySide6.QtWidgets reportlab.pdfgen.canvas".split()
_WARM += "cryptography.x509 reportlab.platypus sqlcipher3.dbapi2 urllib3 zxcvbn".split()
_SUBREAPER = 36


@dataclass(frozen=True, kw_only=True)
class Mutant:
    """One change: the whole text of the file with it, and the lines whose tests may notice."""

    file: str
    lines: frozenset[int]
    make: Callable[[], str]


class _Maker(cst.CSTVisitor):
    METADATA_DEPENDENCIES = (PositionProvider,)

    def __init__(self, file: Path, tree: Path) -> None:
        self._file, self._words = str(file.relative_to(tree)), file.name in _WORDS
        self._begun: list[int] = []
        self._wrapper = MetadataWrapper(cst.parse_module(file.read_text("utf-8")))
        self.made: list[Mutant] = []
        self._wrapper.visit(self)

    def on_visit(self, node: cst.CSTNode) -> bool:
        if _is_words(node) or _is_form(node):
            return False
        place = self.get_metadata(PositionProvider, node, None)
        if isinstance(node, cst.SimpleStatementLine | cst.BaseCompoundStatement):
            self._begun.append(place.start.line)
        for kind, operator in mutation_operators:
            if place and self._begun and isinstance(node, kind) and not self._is_out(node, operator.__name__):
                made = list(operator(node))
                for new in made[:1] if operator.__name__ == "operator_string" else made:
                    lines = frozenset({self._begun[-1], *range(place.start.line, place.end.line + 1)})
                    self.made.append(Mutant(file=self._file, lines=lines, make=self._with(node, new)))
        return True

    def on_leave(self, original_node: cst.CSTNode) -> None:
        if isinstance(original_node, cst.SimpleStatementLine | cst.BaseCompoundStatement):
            self._begun.pop()

    def _is_out(self, node: cst.CSTNode, operator: str) -> bool:
        if operator == "operator_string":
            return self._words
        return operator == "operator_arg_removal" and isinstance(node, cst.Call) and _called(node) in _FIXED

    def _with(self, old: cst.CSTNode, new: cst.CSTNode) -> Callable[[], str]:
        return lambda: cst.ensure_type(self._wrapper.module.deep_replace(old, new), cst.Module).code


def _called(node: cst.Call) -> str:
    return node.func.value if isinstance(node.func, cst.Name) else ""


def _is_form(node: cst.CSTNode) -> bool:
    match node:
        case cst.Annotation() | cst.Decorator() | cst.Arg(keyword=cst.Name(value="frozen")):
            return True
        case cst.Assign(targets=[cst.AssignTarget(target=cst.Name(value="__all__"))]):
            return True
    return False


def _is_words(node: cst.CSTNode) -> bool:
    match node:
        case cst.Expr(value=cst.BaseString()):
            return True
        case cst.Call():
            return _called(node) in _ERRORS
        case cst.SimpleString():
            return " " in node.value and node.value.rstrip("\"' ").endswith((".", "?", ":"))
    return False


def _canaries(copy: Copy, package: str, reach: Reach) -> bool:
    name, opening = OPENING[package]
    file = f"pipnotes/{package}/{name}"
    text = (copy.tree / file).read_text("utf-8")
    gross, many = re.subn(rf"(?ms)^def {opening}\(.*?\) -> [^\n]*:\n", r"\g<0>    return None\n", text)
    first = text[: text.index(f"def {opening}(")].count("\n") + 1
    tests = reach.tests(file, frozenset(range(first + 1, first + 20)))
    # More than once, since a test that fails now and then without any change would count as noticing.
    for _ in range(3):
        unchanged = copy.outcome(file, text + "\n# nothing\n", tests, reach)
        if unchanged != "survived":
            print(copy.said.read_text("utf-8", "replace"), file=sys.stderr)
            break
    told = (unchanged, copy.outcome(file, gross, tests, reach))
    print(f"canaries: nothing changed {told[0]}, {opening} returns nothing {told[1]}", flush=True)
    return many == 1 and told == ("survived", "killed")


def _interval(share: float, count: int) -> tuple[float, float]:
    """Return Wilson's interval of 95 %."""
    z = 1.96
    middle, scale = share + z * z / (2 * count), 1 + z * z / count
    half = z * math.sqrt(share * (1 - share) / count + z * z / (4 * count * count))
    return (middle - half) / scale, (middle + half) / scale


def _sample(package: str, count: int, seed: int, place: Path) -> bool:
    copy = Copy(place)
    reach = copy.record(package)
    files = sorted((copy.tree / "pipnotes" / package).glob("*.py"))
    whole = [mutant for file in files for mutant in _Maker(file, copy.tree).made]
    drawn = random.Random(seed).sample(whole, min(count, len(whole)))
    print(f"{package}: {len(drawn)} of {len(whole)} mutants, seed {seed}, beside {len(reach.took)} tests", flush=True)
    right, told = _canaries(copy, package, reach), Counter[str]()
    for number, mutant in enumerate(drawn, 1):
        before, after = (copy.tree / mutant.file).read_text("utf-8"), mutant.make()
        tests = reach.tests(mutant.file, mutant.lines)
        told[outcome := copy.outcome(mutant.file, after, tests, reach)] += 1
        print(f"{number} {dict(told)}", file=sys.stderr, flush=True)
        if outcome == "survived":
            old, new = (text.splitlines() for text in (before, after))
            changed = list(difflib.unified_diff(old, new, lineterm="", n=0))[2:]
            print(f"{mutant.file}:{min(mutant.lines)} ({len(tests)} tests)", *changed, sep="\n    ", flush=True)
    share = 1 - told["survived"] / len(drawn)
    low, high = _interval(share, len(drawn))
    print(f"{package}: {share:.1%} noticed (95 %: {low:.1%} to {high:.1%}); {dict(told)}", flush=True)
    return right


def main(package: str = "", count: str = "12", seed: str = "1") -> int:
    """Draw, try and count; 1 when a canary sings the wrong song."""
    ctypes.CDLL(None).prctl(_SUBREAPER, 1, 0, 0, 0)
    for name in _WARM:
        importlib.import_module(name)
    right = True
    for one in [package] if package else SUITES:
        with tempfile.TemporaryDirectory() as place:
            right &= _sample(one, int(count), int(seed), Path(place))
    return 0 if right else 1


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
