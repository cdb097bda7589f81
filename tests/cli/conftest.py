"""Commands run as a script runs them: arguments in, exit code and text out, on real vaults in a folder."""

from __future__ import annotations

import io
import json
import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from pipnotes.casebook import demo_vault
from pipnotes.cli import main
from tests.conftest import Caseload


@dataclass(frozen=True)
class Run:
    """What a command left behind."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


Runner = Callable[..., Run]


@pytest.fixture
def pipnotes(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Runner:
    """Return a way to run one command, in a folder of its own, with text on its standard input."""
    monkeypatch.chdir(tmp_path)
    Path("phrase").write_text(demo_vault.PASSPHRASE + "\n", encoding="utf-8")
    Path("hers").write_text("harbour maple seven lantern\n", encoding="utf-8")

    def run(*arguments: str, given: str = "") -> Run:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(given.encode()), encoding="utf-8"))
        try:
            code = main(arguments)
        except SystemExit as stop:
            code = int(stop.code or 0)
        said = capsys.readouterr()
        return Run(code, said.out, said.err)

    return run


@pytest.fixture
def work(caseload: Caseload, tmp_path: Path) -> str:
    """Return a copy of the made-up vault, closed, as a path for a command."""
    shutil.copytree(caseload.folder, tmp_path / "work.pipvault")
    return "work.pipvault"
