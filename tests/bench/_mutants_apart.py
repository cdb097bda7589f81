"""A copy of the tree in which a changed file meets the tests that reach its lines, each time in a new process."""

from __future__ import annotations

import contextlib
import faulthandler
import json
import math
import os
import re
import shutil
import signal
import sys
import time
import traceback
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from coverage import Coverage

ROOT = Path(__file__).parents[2]
_NEXT = "tests/casebook"
SUITES = {"vault": ["tests/vault", "tests/museum", _NEXT], "exchange": ["tests/exchange", _NEXT]}
LONG, FEW = 1.0, 20
_QUIETLY = ["--no-xvfb", "-q", "--no-header", "--tb=short", "-p", "no:cacheprovider"]
_QUIETLY += ["-W", "ignore::pytest.PytestAssertRewriteWarning"]


class _Recorder:
    """Tells coverage which test, or which fixture shared by several, runs; and how long each takes."""

    def __init__(self, measure: Coverage, into: Path) -> None:
        self._measure, self._into = measure, into
        self._took: dict[str, float] = {}
        self._failed: set[str] = set()
        self._fixtures: dict[str, list[str]] = {}
        self._shared: Counter[str] = Counter()

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Iterator[None]:
        self._measure.switch_context(item.nodeid)
        begun, before = time.perf_counter(), self._shared.total()
        told = yield
        self._took[item.nodeid] = time.perf_counter() - begun - (self._shared.total() - before)
        self._measure.switch_context("")
        return told

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_teardown(self, item: Any) -> None:
        self._fixtures[item.nodeid] = sorted(item._request._fixture_defs)

    @pytest.hookimpl(wrapper=True)
    def pytest_fixture_setup(self, fixturedef: Any, request: pytest.FixtureRequest) -> Iterator[None]:
        if fixturedef.scope == "function":
            return (yield)
        self._measure.switch_context(f"fixture {fixturedef.argname}")
        begun = time.perf_counter()
        told = yield
        self._shared[fixturedef.argname] += time.perf_counter() - begun
        self._measure.switch_context(os.environ["PYTEST_CURRENT_TEST"].rpartition(" (")[0])
        return told

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if not report.passed:
            self._failed.add(report.nodeid)

    def pytest_sessionfinish(self) -> None:
        told = {"took": self._took, "failed": sorted(self._failed), "fixtures": self._fixtures, "shared": self._shared}
        self._into.write_text(json.dumps(told), "utf-8")


class _Patience:
    """Ends the process in which a test takes far longer than usual."""

    def __init__(self, limits: dict[str, float]) -> None:
        self._limits = limits
        self.said = open(2, "w", closefd=False)  # noqa: SIM115  # stays open as long as the process

    def pytest_runtest_logstart(self, nodeid: str) -> None:
        faulthandler.dump_traceback_later(self._limits[nodeid], exit=True, file=self.said)


@dataclass(kw_only=True)
class Reach:
    """Which tests reach a line, and how long each of them takes."""

    lines: dict[str, dict[int, set[str]]]
    took: dict[str, float]
    fixtures: dict[str, list[str]]
    shared: dict[str, float]

    def cost(self, test: str) -> float:
        """Return the seconds a test takes alone, with what it shares with others."""
        return self.took[test] + sum(self.shared.get(name, 0) for name in self.fixtures[test])

    def tests(self, file: str, at: frozenset[int]) -> list[str]:
        """Return the tests that reach these lines of a file: those of its own package first, then the quickest."""
        there = self.lines.get(file, {})
        names: set[str] = set().union(*(there.get(line, ()) for line in at))
        if "" in names:
            # A line that runs as the module is imported may matter to anybody: a constant, or a field of a record.
            names = set(self.took)
        shared = {test for test, used in self.fixtures.items() if any(f"fixture {one}" in names for one in used)}
        found = [test for test in names | shared if self.took.get(test, math.inf) < math.inf]
        # The long ones are for what nothing shorter reaches, and those of casebook for what few others do.
        found = [test for test in found if self.took[test] < LONG] or found
        own = [test for test in found if not test.startswith(_NEXT)]
        return [*sorted(own, key=self.cost), *(sorted(set(found) - set(own), key=self.cost) if len(own) < FEW else ())]


class Copy:
    """A copy of the tree in which mutants are tried, each in a process of its own."""

    def __init__(self, place: Path) -> None:
        self.tree, self.said, self._place = place / "tree", place / "said", place
        self._quietly = [*_QUIETLY, f"--basetemp={place / 'work'}"]
        out = shutil.ignore_patterns(".*", "build", "dist", "__pycache__")
        shutil.copytree(ROOT, self.tree, ignore=out, symlinks=True)
        # Some tests work as a user who may only read, and what these processes reach counts too.
        place.chmod(0o777)

    def record(self, package: str) -> Reach:
        """Run the tests of a package once and return who reaches what."""
        data, told, rules = self._place / "lines", self._place / "told.json", self._place / "coveragerc"
        (only,) = include = [f"{self.tree}/pipnotes/{package}/*"]
        # pytest tells the processes that a test starts in which test they are.
        context = "${PYTEST_CURRENT_TEST-}"
        rules.write_text(
            f"[run]\nparallel = True\ndata_file = {data}\ninclude = {only}\ncontext = {context}\n", "utf-8"
        )

        def run() -> int:
            measure = Coverage(data_file=str(data), data_suffix=True, config_file=False, include=include)
            os.environ["COVERAGE_PROCESS_START"] = str(rules)
            measure.start()
            code = pytest.main([*self._quietly, *SUITES[package]], plugins=[_Recorder(measure, told)])
            measure.stop()
            measure.save()
            return int(code)

        if self._apart(run, 1800) not in (0, 1):
            raise RuntimeError(self.said.read_text("utf-8", "replace"))
        found: dict[str, Any] = json.loads(told.read_text("utf-8"))
        for test in found.pop("failed"):
            print(f"not used, since it fails without any change: {test}")
            found["took"][test] = math.inf
        whole = Coverage(data_file=str(data), config_file=False)
        whole.combine([str(self._place)])
        lines: dict[str, dict[int, set[str]]] = {}
        for file in whole.get_data().measured_files():
            kept = lines[str(Path(file).relative_to(self.tree))] = defaultdict(set)
            for line, names in whole.get_data().contexts_by_lineno(file).items():
                kept[line] |= {re.sub(r" \((setup|call|teardown)\)$", "", name) for name in names}
        return Reach(lines=lines, **found)

    def outcome(self, file: str, text: str, tests: list[str], reach: Reach) -> str:
        """Return killed, timed out or survived for a file with this text."""
        if not tests:
            return "survived"
        changed = self.tree / file
        before = changed.read_text("utf-8")
        changed.write_text(text, "utf-8")
        for old in (changed.parent / "__pycache__").glob(f"{changed.stem}.*.pyc"):
            old.unlink()
        limits = {test: 10 + 5 * reach.cost(test) for test in tests}

        def run() -> int:
            sys.dont_write_bytecode = True
            os.environ["PYTHONDONTWRITEBYTECODE"] = "1"
            return int(pytest.main([*self._quietly, "-x", *tests], plugins=[_Patience(limits)]))

        try:
            code = self._apart(run, 60 + sum(limits.values()))
        finally:
            changed.write_text(before, "utf-8")
        if code is None or "Timeout (" in self.said.read_text("utf-8", "replace"):
            return "timed out"
        return "killed" if code else "survived"

    def _apart(self, work: Callable[[], int], limit: float) -> int | None:
        child = os.fork()
        if not child:
            code = 99
            try:
                self._settle()
                code = work()
            finally:
                if code == 99:
                    traceback.print_exc()
                sys.stdout.flush()
                os._exit(code)
        end = time.monotonic() + limit
        while not (ended := os.waitpid(child, os.WNOHANG))[0] and time.monotonic() < end:
            time.sleep(0.01)
        # What a test had started and its end left behind is ours by now.
        while left := Path(f"/proc/self/task/{os.getpid()}/children").read_text().split():
            for one in map(int, left):
                with contextlib.suppress(ProcessLookupError):
                    os.kill(one, signal.SIGKILL)
                os.waitpid(one, 0)
        return os.waitstatus_to_exitcode(ended[1]) if ended[0] else None

    def _settle(self) -> None:
        into = os.open(self.said, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
        os.dup2(into, 1)
        os.dup2(into, 2)
        os.chdir(self.tree)
        sys.path[:] = [str(self.tree), *(one for one in sys.path if one not in ("", str(ROOT)))]
        for name in [name for name in sys.modules if name.partition(".")[0] == "tests"]:
            del sys.modules[name]
