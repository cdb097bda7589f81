"""The shape of the program, checked as a fact: who may import whom, and habits that cost other projects dear."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "pipnotes"


def _run(*command: str, cwd: Path = ROOT, **environment: str) -> subprocess.CompletedProcess[str]:
    whole = {**os.environ, "QT_QPA_PLATFORM": "offscreen", **environment}
    return subprocess.run(
        command, cwd=cwd, env=whole, check=False, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )


@cache
def _trees() -> list[tuple[str, ast.Module]]:
    return [
        (file.relative_to(PACKAGE).as_posix(), ast.parse(file.read_text("utf-8")))
        for file in sorted(PACKAGE.rglob("*.py"))
    ]


@cache
def _all_calls() -> list[tuple[str, ast.Call, str]]:
    return [
        (file, node, node.func.attr)
        for file, tree in _trees()
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
    ]


def _calls(name: str) -> list[tuple[str, ast.Call]]:
    return [(file, call) for file, call, called in _all_calls() if called == name]


def _imported(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module


def test_every_arrow_between_the_parts_points_the_right_way() -> None:
    done = _run(sys.executable, "-c", "from importlinter.cli import lint_imports_command as lint; lint()", "--no-cache")
    assert done.returncode == 0, done.stdout
    assert "0 broken" in done.stdout


def test_the_domain_knows_no_library_no_file_and_no_clock() -> None:
    outside = {"asyncio", "http", "io", "logging", "os", "pathlib", "shutil", "socket", "sqlite3", "subprocess", "time"}
    allowed = sys.stdlib_module_names - outside | {"pipnotes"}
    for file, tree in _trees():
        if file.startswith("domain/"):
            strangers = {name for name in _imported(tree) if name.split(".")[0] not in allowed}
            assert not strangers, file
    asked = {file for name in ("now", "today", "utcnow") for file, _ in _calls(name) if file.startswith("domain/")}
    assert not asked, "the time comes in as an argument"


def test_no_signal_is_connected_to_a_lambda() -> None:
    found = [
        f"{file}:{call.lineno}"
        for file, call in _calls("connect")
        if any(isinstance(argument, ast.Lambda) for argument in call.args)
    ]
    assert not found


def test_the_one_style_sheet_is_set_by_the_theme() -> None:
    assert [file for file, _ in _calls("setStyleSheet")] == ["ui/theme.py"]


def test_no_error_is_swallowed_without_being_named() -> None:
    bare = [
        f"{file}:{node.lineno}"
        for file, tree in _trees()
        for node in ast.walk(tree)
        if isinstance(node, ast.ExceptHandler) and node.type is None
    ]
    assert not bare


def test_a_field_without_a_privacy_rule_stops_the_program_at_import(tmp_path: Path) -> None:
    (tmp_path / "forgetful.py").write_text(
        "from pipnotes.domain.fields import record\n@record('forgetful')\nclass Forgetful:\n    id: str\n",
        "utf-8",
    )
    done = _run(sys.executable, "-c", "import forgetful", PYTHONPATH=os.pathsep.join([str(tmp_path), str(ROOT)]))
    assert done.returncode != 0
    assert "Forgetful.id has no privacy rule" in done.stdout


def test_a_note_cannot_be_declared_without_saying_how_far_it_may_go() -> None:
    from pipnotes.domain.fields import Kind, note

    with pytest.raises(TypeError, match="share"):
        note("A thought", Kind.PROSE)  # type: ignore[call-arg]


def test_fifty_thousand_calls_that_return_nothing_leave_qt_alive() -> None:
    # PySide6 6.12.0 takes a reference off None at each of them, and on Python 3.11 ends after some 5,000.
    script = (
        "from PySide6.QtWidgets import QApplication, QWidget\n"
        "app = QApplication([])\n"
        "window = QWidget()\n"
        "for number in range(25_000):\n"
        "    window.setWindowTitle('a')\n"
        "    window.setToolTip('b')\n"
        "print('alive')\n"
    )
    done = _run(sys.executable, "-c", script)
    assert done.returncode == 0, done.stdout
    assert done.stdout.split() == ["alive"]


def test_the_unlock_page_waits_for_nothing_that_lies_behind_it() -> None:
    # Loading the casework takes about as long as all else before the page is there.
    script = "import sys, pipnotes.app; print(sorted(name for name in sys.modules if name.startswith('pipnotes.')))"
    done = _run(sys.executable, "-c", script)
    assert done.returncode == 0, done.stdout
    loaded = set(ast.literal_eval(done.stdout.strip().splitlines()[-1]))
    assert "pipnotes.ui.pages.unlock" in loaded
    assert not {"pipnotes.casebook.casebook", "pipnotes.pseudonymise", "pipnotes.exchange", "pipnotes.letters"} & loaded


def test_a_built_wheel_carries_every_resource(tmp_path: Path) -> None:
    built = _run(sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path))
    assert built.returncode == 0, built.stdout
    (wheel,) = tmp_path.glob("*.whl")
    place = tmp_path / "unpacked"
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(place)
    script = "import sys; sys.path.insert(0, '.'); from pipnotes.paths import resource; print(resource(''))"
    asked = _run(sys.executable, "-I", "-c", script, cwd=place)
    found = Path(asked.stdout.strip())
    assert found == place / "pipnotes" / "resources"
    shipped = [file.relative_to(ROOT / "resources") for file in (ROOT / "resources").rglob("*") if file.is_file()]
    assert shipped
    for name in shipped:
        assert (found / name).read_bytes() == (ROOT / "resources" / name).read_bytes(), name
