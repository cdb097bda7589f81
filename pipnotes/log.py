"""The log: what the program did and where it failed, for whoever helps, and never a word of a note.

The message of a log call is fixed text in the code; what varies are numbers, ids, codes and errors. Anything else,
above all a string with a space or a capital letter, is withheld at the last step before the file, so that a careless
call somewhere else cannot spill a note. Of an error the type and the places in the code are kept, not its text.
"""

from __future__ import annotations

import copy
import datetime
import enum
import logging
import logging.handlers
import re
import secrets
import traceback
from collections.abc import Mapping
from pathlib import Path

WITHHELD = "[withheld]"

# An id has a digit in it, and names seldom do; a code word comes as a member of its enum.
_ID = re.compile(r"(?=.*[0-9])[0-9a-z][0-9a-z._:-]{0,79}")
_NUMBERS = (int, float, type(None), datetime.date, datetime.timedelta)
_LARGEST = 512 * 1024  # bytes in one log file; with the three before it, the whole history fits in an e-mail


def start(folder: Path) -> logging.Handler:
    """Send the program's log to a file in `folder` that only its owner can read, and return the handler.

    The caller ends it with :func:`stop`.
    """
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    file = folder / "pipnotes.log"
    file.touch(mode=0o600)
    handler = logging.handlers.RotatingFileHandler(file, maxBytes=_LARGEST, backupCount=3, encoding="utf-8")
    handler.setFormatter(IdsOnly())
    ours = logging.getLogger("pipnotes")
    ours.addHandler(handler)
    ours.setLevel(logging.INFO)
    return handler


def stop(handler: logging.Handler) -> None:
    """Close the log that :func:`start` opened."""
    logging.getLogger("pipnotes").removeHandler(handler)
    handler.close()


def report_fault(error: BaseException) -> str:
    """Log a fault of ours by its type and place, and return the support reference to show with it."""
    reference = f"{secrets.randbelow(10**8):08d}"
    logging.getLogger(__name__).error("fault %s", reference, exc_info=error)
    return reference


class IdsOnly(logging.Formatter):
    """The one way into the log file: numbers, ids, codes and kinds of error pass, any other text is withheld."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s: %(message)s")

    def format(self, record: logging.LogRecord) -> str:
        """Return the line for `record`; the record itself stays as it is for other handlers."""
        cleaned = copy.copy(record)
        cleaned.exc_text = None
        if isinstance(record.args, Mapping):
            cleaned.args = {name: _allowed(value) for name, value in record.args.items()}
        elif record.args:
            cleaned.args = tuple(_allowed(value) for value in record.args)
        if not isinstance(record.msg, str) or "\n" in record.msg:
            cleaned.msg, cleaned.args = WITHHELD, ()
        try:
            return super().format(cleaned)
        except (TypeError, ValueError):
            # A %d met withheld text: the rest of the line is fixed text and can be told.
            cleaned.args = ()
            return super().format(cleaned)

    def formatException(self, ei: object) -> str:
        """Return the type of the error and where it passed, without its text."""
        error = ei[1] if isinstance(ei, tuple) else None
        return "\n".join(_places(error)) if isinstance(error, BaseException) else WITHHELD


def _allowed(value: object) -> object:
    if isinstance(value, enum.Enum):
        return _allowed_code(value.value)
    if isinstance(value, _NUMBERS):
        return value
    if isinstance(value, BaseException):
        return type(value).__name__
    if isinstance(value, type):
        return value.__name__
    if isinstance(value, str) and _ID.fullmatch(value):
        return value
    return WITHHELD


def _allowed_code(value: object) -> object:
    return str(value) if isinstance(value, (str, int)) else WITHHELD


def _places(error: BaseException) -> list[str]:
    places = [type(error).__name__]
    frames = traceback.extract_tb(error.__traceback__)
    places.extend(f"  {Path(frame.filename).name}:{frame.lineno} {frame.name}" for frame in frames)
    before = error.__cause__ or error.__context__
    if before is not None:
        places.append("after")
        places.extend(_places(before))
    return places
