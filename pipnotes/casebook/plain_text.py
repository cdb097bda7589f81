"""Pseudonymising without a vault: one JSON object a line in, one a line out."""

from __future__ import annotations

from pipnotes.errors import WrongUse
from pipnotes.pseudonymise import Pseudonymiser, read_line, write_line


def pseudonymise_line(line: bytes) -> bytes:
    """Return the answer to one line of the command's input, with its line's end; WrongUse when it is no such line."""
    try:
        text, case = read_line(line)
    except RecursionError as error:
        raise WrongUse(
            "A line of the input is not the JSON object that was expected.",
            safe="Nothing was changed, and the lines before it were answered.",
            todo="Give one object a line with at least a text.",
        ) from error
    return write_line(Pseudonymiser(case).run(text))
