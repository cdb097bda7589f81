"""The README is the first thing a newcomer believes, so what it says is checked."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text("utf-8")
BLOCKS = re.findall(r"```(?:sh)?\n(.*?)```", README, re.DOTALL)
MADE = {"build", "dist", "__pycache__"}  # by the chores, and ignored by git


def _command_lines() -> list[str]:
    return [line.split("#")[0].strip() for line in BLOCKS[0].splitlines()]


def _map() -> list[str]:
    return [line.split()[0] for line in BLOCKS[1].splitlines()]


def test_the_two_commands_are_chores_of_the_front_door() -> None:
    told = subprocess.run(
        [sys.executable, "packaging/dev.py", "--help"], cwd=ROOT, check=True, text=True, capture_output=True
    ).stdout
    assert [line.split()[-1] for line in _command_lines()] == ["demo", "test"]
    for line in _command_lines():
        assert line in told


def test_every_change_is_checked_with_the_command_that_the_readme_gives() -> None:
    script = (ROOT / ".ci" / "run").read_text("utf-8")
    assert script.rstrip().endswith("exec " + _command_lines()[1])


def test_every_path_on_the_map_is_there() -> None:
    missing = [path for path in _map() if not (ROOT / path).exists()]
    assert not missing


def test_every_part_of_the_program_is_on_the_map() -> None:
    parts = {file.parent for file in (ROOT / "pipnotes").glob("*/__init__.py")}
    assert {f"pipnotes/{part.name}/" for part in parts} <= set(_map())


def test_the_top_of_the_tree_holds_what_the_map_shows_and_nothing_else() -> None:
    found = {entry.name for entry in ROOT.iterdir() if not entry.name.startswith(".")} - MADE
    assert found == {path.split("/")[0] for path in _map()} | {"README.md", "LICENSE"}


def test_every_file_that_the_readme_links_to_is_there() -> None:
    linked = re.findall(r"\]\((?!https?:)([^)#]+)\)", README)
    assert linked
    assert not [path for path in linked if not (ROOT / path).exists()]


def test_the_picture_of_the_first_page_is_shown_once_there_is_one() -> None:
    picture = "resources/readme/today.png"
    assert (ROOT / picture).exists() == (f"]({picture})" in README)
