"""What a check finds: sentences without record text, and the counts that go with them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

from pipnotes.errors import Problem
from pipnotes.vault import problems
from pipnotes.vault.connection import Trouble
from pipnotes.vault.shapes import CheckReport

Progress = Callable[[int, int], None]


@dataclass(slots=True)
class Findings:
    """What has been counted and found so far."""

    problems: list[str] = field(default_factory=list)
    contributions: int = 0
    versions: int = 0
    head: str = ""
    elsewhere: Sequence[str] = ()

    def say(self, sentence: str) -> None:
        """Note a problem, once."""
        if sentence not in self.problems:
            self.problems.append(sentence)

    @contextmanager
    def reading(self, what: str) -> Iterator[None]:
        """Note that something could not be read, in place of an error: damaged data may raise almost anything."""
        try:
            yield
        except MemoryError as error:
            raise problems.no_memory() from error
        except (Trouble, Problem, OSError, ValueError, TypeError, LookupError, AttributeError, OverflowError) as error:
            if "is full" in str(error):
                # Want of room says nothing about the vault.
                raise problems.no_room() from error
            self.say(f"{what} could not be read to the end.")

    def report(self) -> CheckReport:
        """Return the findings as they are told."""
        return CheckReport(
            ok=not self.problems,
            contributions=self.contributions,
            versions=self.versions,
            head=self.head,
            problems=tuple(self.problems),
        )
