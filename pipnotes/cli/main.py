"""Read the command line, run one command, and tell how it went."""

from __future__ import annotations

import argparse
import contextlib
import json
import logging
import sys
from collections.abc import Sequence
from pathlib import Path

from pipnotes import log, paths
from pipnotes.cli.answer import Answer, drop_output, say, take_secrets
from pipnotes.errors import Problem


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the program and return its exit code: 0 done, 1 our fault, 2 wrong use, 3 to put right, 4, 5."""
    args = _read(list(sys.argv[1:] if arguments is None else arguments))
    try:
        if args.command is None:
            return _window(args)
        take_secrets(args)
        answer: Answer = args.run(args)
        _tell(answer, as_json=args.json)
        return answer.code
    except Problem as problem:
        _complain(problem.lines())
        return problem.exit_code
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        # The reader of our output has gone; nothing is left to say to it.
        drop_output()
        return 0
    except Exception as error:  # noqa: BLE001  # whatever it is, no traceback and no record text may show
        return _our_fault(error)


def _read(arguments: list[str]) -> argparse.Namespace:
    if not arguments or (len(arguments) == 2 and arguments[0] == "--vault"):
        # The window alone, as after each lock, does not wait until every command is loaded.
        return argparse.Namespace(command=None, vault=arguments[1] if arguments else None)
    from pipnotes.cli.parser import build

    return build().parse_args(arguments)


def _window(args: argparse.Namespace) -> int:
    # Qt takes a sixth of a second to load, so no command pays for it.
    from pipnotes.app import run

    return run(Path(args.vault) if args.vault else None)


def _tell(answer: Answer, *, as_json: bool) -> None:
    if as_json and answer.data is not None:
        say(json.dumps(answer.data, ensure_ascii=False))
    elif answer.words and not as_json:
        say(answer.words)
    if answer.problem is not None:
        _complain(answer.problem.lines())


def _complain(lines: Sequence[str]) -> None:
    # Without a standard error, print would turn to standard output, where a script expects its answer.
    if sys.stderr is not None:
        with contextlib.suppress(OSError, ValueError):
            print("\n".join(lines), file=sys.stderr, flush=True)


def _our_fault(error: Exception) -> int:
    """Log where it happened, without its message, which may hold text from a record."""
    try:
        handler = log.start(paths.log_folder())
    except OSError:
        # Nowhere to write; without any handler the error would be printed with all its text.
        handler = logging.NullHandler()
        logging.getLogger("pipnotes").addHandler(handler)
    try:
        reference = log.report_fault(error)
    finally:
        log.stop(handler)
    _complain(
        (
            "Something went wrong in PipNotes itself.",
            "Nothing that was saved is lost.",
            f"Try again. If it comes back, tell support this reference: {reference}",
        )
    )
    return 1
