"""Every error that the program raises on purpose, sorted by whose fault it is.

::

    Problem                a person can put it right: three lines, exit 3
    ├── WrongUse           the command or the call was worded wrongly, exit 2
    ├── Integrity          a vault, backup or parcel is not what it should be, exit 4
    │   └── Older          a vault can be read, but is not what was last saved: it may be opened all the same
    └── Refused            a rule says no: consent, approval, policy, exit 5

Anything else that escapes is a fault of ours (exit 1): it is reported by its type and place alone, never with
text from a record.
"""

from __future__ import annotations


class Problem(Exception):
    """Something a person can put right, told in the three lines that every screen and command shows.

    `happened`, `safe` and `todo` are whole sentences in plain words. They never hold text from a record, because
    they are printed, logged and read aloud.
    """

    exit_code = 3

    def __init__(self, happened: str, *, safe: str, todo: str) -> None:
        super().__init__(happened)
        self.happened = happened
        self.safe = safe
        self.todo = todo

    def lines(self) -> tuple[str, str, str]:
        """Return what happened, what is safe and what to do, in that order."""
        return self.happened, self.safe, self.todo


class WrongUse(Problem):
    """The command or its input was worded wrongly; nothing was started."""

    exit_code = 2


class Integrity(Problem):
    """A vault, backup or parcel is not what it should be; nothing was changed."""

    exit_code = 4


class Older(Integrity):
    """A vault can be read, but is not what was last saved; a person may accept what is missing, and open it."""


class Refused(Problem):
    """A rule of the service or of the program says no: consent, approval or policy."""

    exit_code = 5
