"""What a command takes and gives back: words and secrets in, one JSON document or plain words out, an exit code."""

from __future__ import annotations

import argparse
import contextlib
import getpass
import os
import secrets
import stat
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pipnotes.errors import Problem, WrongUse

Data = Mapping[str, object] | Sequence[Mapping[str, object]]


@dataclass(frozen=True, kw_only=True, slots=True)
class Answer:
    """The result of a command; `problem` is what a person has to put right although there is something to show."""

    data: Data | None
    words: str
    code: int = 0
    problem: Problem | None = None


@dataclass(frozen=True, slots=True)
class Secret:
    """A secret that was read from standard input already."""

    text: str


Command = Callable[[argparse.Namespace], Answer]


def take_secrets(args: argparse.Namespace) -> None:
    """Read the secrets that were promised on standard input before anything else reads there.

    The rest of it then belongs to the command, for instance as the words of a comment.
    """
    for name in ("passphrase_file", "new_passphrase_file"):
        if getattr(args, name, None) == "-":
            setattr(args, name, Secret(_read_stdin(one_line=True).rstrip("\r\n")))


def secret(path: str | Secret | None, question: str) -> str:
    """Return a secret from the first line of a file, from standard input for `-`, or asked for without echo.

    A secret never comes on the command line, where every process of the computer can read it.
    """
    if isinstance(path, Secret):
        return path.text
    if path is not None:
        return read_text(Path(path)).partition("\n")[0].rstrip("\r")
    if sys.stdin is not None and not sys.stdin.closed and sys.stdin.isatty():
        return getpass.getpass(f"{question}: ")
    raise WrongUse(
        "A passphrase is needed, and there is no terminal to ask on.",
        safe="Nothing was started.",
        todo="Give a file with --passphrase-file, or - to read it from standard input.",
    )


def read_stdin() -> str:
    """Return the rest of standard input; WrongUse when it is closed or no text."""
    return _read_stdin(one_line=False)


def stdin_lines() -> Iterator[bytes]:
    """Yield the raw lines of standard input; WrongUse when it is closed."""
    try:
        yield from sys.stdin.buffer
    except (AttributeError, OSError, ValueError) as error:
        raise _no_input() from error


def _read_stdin(*, one_line: bool) -> str:
    try:
        raw = sys.stdin.buffer.readline() if one_line else sys.stdin.buffer.read()
        return raw.decode("utf-8-sig")
    except (AttributeError, OSError, ValueError) as error:
        raise _no_input() from error


def _no_input() -> WrongUse:
    return WrongUse(
        "Standard input is closed, or what comes there is not plain text in UTF-8.",
        safe="Nothing was started.",
        todo="Send the text to the command through a pipe or with “<”, as plain text in UTF-8.",
    )


def say(text: str) -> None:
    """Print a text on standard output, at once, so that a full disk or a closed output is noticed here."""
    write_stdout(text.encode("utf-8", "backslashreplace") + b"\n")


def write_stdout(raw: bytes) -> None:
    """Write bytes to standard output; Problem when nothing can be written there, BrokenPipeError when nobody reads."""
    try:
        sys.stdout.flush()
        sys.stdout.buffer.write(raw)
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        raise
    except (AttributeError, OSError, ValueError) as error:
        drop_output()
        raise Problem(
            "The answer could not be written to standard output.",
            safe="What the command did in the vault is done, and nothing there was lost.",
            todo="Check that the output is open and that its disk has room, and ask again.",
        ) from error


def drop_output() -> None:
    """Let what still waits for standard output go nowhere, so that the end of the program stays quiet about it."""
    with contextlib.suppress(AttributeError, OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def read_bytes(path: Path) -> bytes:
    """Return a file's bytes, or the three lines when it cannot be read."""
    try:
        return path.read_bytes()
    except (OSError, ValueError) as error:
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


def read_words(path: str) -> str:
    """Return the recovery words in a file; WrongUse when there are none in it."""
    words = read_text(Path(path))
    if not words.strip():
        raise WrongUse(
            "There are no recovery words in that file.",
            safe="Nothing was changed.",
            todo="Put the 24 words from the sheet into the file, in their order, and try again.",
        )
    return words


def write_bytes(path: Path, content: bytes, *, private: bool = False) -> None:
    """Write a file that a person asked for; it appears whole or not at all, over an older file but nothing else."""
    try:
        place = _place(path)
        # Under a name of its own, since a file called NAME.part may be somebody's.
        part = place.with_name(f".{secrets.token_hex(8)}.part")
        _write_new(part, content, mode=0o600 if private else 0o644)
        try:
            part.replace(place)
        except BaseException:
            part.unlink(missing_ok=True)
            raise
    except (OSError, RuntimeError, ValueError) as error:
        raise Problem(
            "The file could not be written.",
            safe="Nothing in the vault was lost, and no half file was left behind.",
            todo="Check that the folder is there, that you may write to it and that there is room.",
        ) from error


def look_for_new_file(path: Path, what: str = "the recovery words") -> None:
    """Make sure, before long work begins, that a file can be written there and that none is there yet.

    Raises WrongUse when there is one, and Problem when the place cannot be written to.
    """
    try:
        if os.path.lexists(path):
            raise WrongUse(
                f"The file for {what} is there already.",
                safe="Nothing was made or changed.",
                todo="Give a new file name, so that nothing is written over.",
            )
        place = _place(path)
        trial = place.with_name(f".{secrets.token_hex(8)}.part")
        _write_new(trial, b"\n" * 512, mode=0o600)
        trial.unlink()
    except (OSError, RuntimeError, ValueError) as error:
        raise Problem(
            f"The file for {what} could not be written.",
            safe="Nothing was made or changed.",
            todo="Check that the folder is there, that you may write to it and that there is room.",
        ) from error


def _place(path: Path) -> Path:
    """Return where a file really goes; OSError for what is there and is no file, such as a folder or a device."""
    place = path.resolve()
    if not place.name or path.name in ("", "."):
        raise OSError("a file needs a name")
    if os.path.lexists(place) and not stat.S_ISREG(place.lstat().st_mode):
        raise OSError("what is there is no regular file")
    # A name too long is found out here, and not when a long piece of work is done.
    with contextlib.suppress(FileNotFoundError):
        place.lstat()
    return place


def _write_new(path: Path, content: bytes, *, mode: int) -> None:
    file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), mode)
    try:
        with os.fdopen(file, "wb") as writing:
            writing.write(content)
            writing.flush()
            os.fsync(writing.fileno())
    except BaseException:
        path.unlink(missing_ok=True)
        raise
