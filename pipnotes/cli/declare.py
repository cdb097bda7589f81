"""How a command is declared, so that each says in one sentence what it does, with one example that works."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    # argparse gives the type of its groups no public name.
    Group = argparse._SubParsersAction[argparse.ArgumentParser]  # noqa: SLF001

SECRET = "a file whose first line is the passphrase; - reads standard input; without it the program asks"


def command(group: Group, name: str, does: str, example: str, run: object) -> argparse.ArgumentParser:
    """Declare a command; `run` is the function that answers it."""
    made = group.add_parser(name, help=does, description=f"{does} Example: pipnotes {example}", allow_abbrev=False)
    made.add_argument("--json", action="store_true", default=False, help="print one JSON document")
    made.set_defaults(run=run)
    return made


def opened(group: Group, name: str, does: str, example: str, run: object) -> argparse.ArgumentParser:
    """Declare a command that opens a vault."""
    made = command(group, name, does, example, run)
    made.add_argument("dir", metavar="DIR", help="the folder of the vault")
    made.add_argument("--passphrase-file", metavar="FILE", help=SECRET)
    return made
