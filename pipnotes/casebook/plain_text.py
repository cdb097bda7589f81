"""Pseudonymising without a vault: one JSON object a line in, one a line out."""

from __future__ import annotations

from pipnotes.pseudonymise import Pseudonymiser, read_line, write_line


def pseudonymise_line(line: bytes) -> bytes:
    """Return the answer to one line of the command's input, without a line's end; WrongUse when it is no such line."""
    text, case = read_line(line)
    return write_line(Pseudonymiser(case).run(text))
