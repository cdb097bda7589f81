"""Draws the pages of a PDF from outside in a process of its own, since such a file may be made to break what reads it.

The process is given the bytes on its standard input and gives pixels on its standard output: nothing is written to the
disk. It may take so much memory and no more, it ends with the process that started it, and it is stopped when it takes
too long. It imports nothing of ours.

::

    in:   the length of the PDF as a line of JSON {"bytes": n}, then the bytes;  then {"page": 0, "width": 900} a page
    out:  {"pages": n}, then for each page asked for {"width": w, "height": h} and w * h * 4 bytes, red first
          {"fault": true} in place of any of these, and the end
"""

from __future__ import annotations

import contextlib
import json
import signal
import sys
from typing import Any, BinaryIO

# How the program is told to be this process instead of opening its window.
ARGUMENT = "--draw-pages"
MOST_PIXELS = 12_000_000
MOST_PAGES = 5_000
_MEMORY = 768 << 20  # bytes
_SECONDS = 120
_PARENT_DEATH = 1  # PR_SET_PDEATHSIG, prctl(2)
_DUMPABLE = 4  # PR_SET_DUMPABLE, prctl(2)


def main() -> int:
    """Answer until there are no more questions."""
    _fence()
    questions, answers = open(0, "rb", closefd=False), open(1, "wb", closefd=False)  # noqa: SIM115  # never closed
    try:
        _serve(questions, answers)
    except Exception:  # noqa: BLE001  # whatever it is, it is the file's fault, and its words must not be printed
        with contextlib.suppress(OSError):
            _say(answers, {"fault": True})
        return 1
    return 0


def _serve(questions: BinaryIO, answers: BinaryIO) -> None:
    import pypdfium2

    size = json.loads(questions.readline())["bytes"]
    document = pypdfium2.PdfDocument(questions.read(size))
    pages = len(document)
    if not 0 < pages <= MOST_PAGES:
        raise ValueError(pages)
    _say(answers, {"pages": pages})
    for line in questions:
        asked = json.loads(line)
        _draw(document, asked["page"], asked["width"], answers)


def _draw(document: Any, number: int, width: int, answers: BinaryIO) -> None:
    page = document[number]
    wide, high = page.get_size()
    scale = min(width / wide, (MOST_PIXELS / (wide * high)) ** 0.5, MOST_PIXELS / 1000 / max(wide, high))
    bitmap = page.render(scale=scale, rev_byteorder=True, prefer_bgrx=True)
    rows = memoryview(bitmap.buffer).cast("B")
    _say(answers, {"width": bitmap.width, "height": bitmap.height})
    for at in range(bitmap.height):
        answers.write(rows[at * bitmap.stride : at * bitmap.stride + bitmap.width * 4])
    answers.flush()
    bitmap.close()
    page.close()


def _say(answers: BinaryIO, what: dict[str, object]) -> None:
    answers.write(json.dumps(what).encode() + b"\n")
    answers.flush()


def _fence() -> None:
    if sys.platform == "win32":
        return
    import resource

    for limit, most in ((resource.RLIMIT_CORE, 0), (resource.RLIMIT_CPU, _SECONDS)):
        resource.setrlimit(limit, (most, most))
    if sys.platform.startswith("linux"):
        import ctypes

        resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
        system = ctypes.CDLL(None)
        system.prctl(_DUMPABLE, 0, 0, 0, 0)
        system.prctl(_PARENT_DEATH, signal.SIGKILL, 0, 0, 0)


if __name__ == "__main__":
    sys.exit(main())
