"""What a command gives back: one JSON document for a script, plain words for a person, and an exit code."""

from __future__ import annotations

import argparse
import getpass
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pipnotes.errors import Problem, WrongUse

Data = Mapping[str, object] | Sequence[Mapping[str, object]]


@dataclass(frozen=True, kw_only=True, slots=True)
class Answer:
    """The result of a command."""

    data: Data | None
    words: str
    code: int = 0


Command = Callable[[argparse.Namespace], Answer]


def secret(path: str | None, question: str) -> str:
    """Return a secret from the first line of a file, from standard input for `-`, or asked for without echo.

    A secret never comes on the command line, where every process of the computer can read it.
    """
    if path == "-":
        return sys.stdin.readline().rstrip("\r\n")
    if path is not None:
        return read_text(Path(path)).partition("\n")[0].rstrip("\r")
    if sys.stdin is not None and sys.stdin.isatty():
        return getpass.getpass(f"{question}: ")
    raise WrongUse(
        "A passphrase is needed, and there is no terminal to ask on.",
        safe="Nothing was started.",
        todo="Give a file with --passphrase-file, or - to read it from standard input.",
    )


def read_bytes(path: Path) -> bytes:
    """Return a file's bytes, or the three lines when it cannot be read."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise Problem(
            "This file cannot be read.",
            safe="Nothing was changed.",
            todo="Check the file's name, and that you may read it.",
        ) from error


def read_text(path: Path) -> str:
    """Return a file's text."""
    try:
        return read_bytes(path).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Problem(
            "This file is not plain text in UTF-8.",
            safe="Nothing was changed.",
            todo="Save it as plain text in UTF-8 and try again.",
        ) from error


def write_bytes(path: Path, content: bytes, *, private: bool = False) -> None:
    """Write a file that a person asked for; it appears whole or not at all, and never over a folder."""
    part = path.with_name(path.name + ".part")
    try:
        part.touch(mode=0o600 if private else 0o644)
        part.write_bytes(content)
        part.replace(path)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise Problem(
            "The file could not be written.",
            safe="Nothing in the vault was lost, and no half file was left behind.",
            todo="Check that the folder is there, that you may write to it and that there is room.",
        ) from error
