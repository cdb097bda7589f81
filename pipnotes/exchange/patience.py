"""Waiting for a mailbox without standing still: the call runs beside, and the person may stop it at any moment.

A stick that hangs or a server that keeps silent would otherwise hold the window. The vault stays on its own thread;
only the one call to the mailbox is elsewhere. What is given up may still be carried out: every call may be made
again, so a parcel that arrives after all is found as sent the next time.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import TypeVar

from pipnotes.exchange.mailbox import Mailbox
from pipnotes.exchange.problems import stopped

T = TypeVar("T")

_LOOK_SECONDS = 0.05


class Patient:
    """Another mailbox, at every call of which `going_on` is asked some twenty times a second; False raises Stopped."""

    def __init__(self, mailbox: Mailbox, going_on: Callable[[], bool]) -> None:
        self._mailbox = mailbox
        self._going_on = going_on
        self._left: threading.Event | None = None

    def put(self, name: str, data: bytes) -> bool:
        """Put, as the mailbox does."""
        return self._wait(lambda: self._mailbox.put(name, data))

    def get(self, name: str) -> bytes | None:
        """Get, as the mailbox does."""
        return self._wait(lambda: self._mailbox.get(name))

    def remove(self, name: str) -> None:
        """Remove, as the mailbox does."""
        self._wait(lambda: self._mailbox.remove(name))

    def reachable(self) -> bool:
        """Say whether it is worth trying, as the mailbox does."""
        return self._wait(self._mailbox.reachable)

    def close(self) -> None:
        """Close the mailbox; one that a call was given up on closes when that call ends."""
        if self._left is None:
            self._mailbox.close()

    def _wait(self, call: Callable[[], T]) -> T:
        if not self._going_on():
            raise stopped()
        if self._left is not None:
            # The connection is still with the call that was given up.
            raise stopped()
        left = threading.Event()
        made: list[T] = []
        failed: list[BaseException] = []

        def run() -> None:
            try:
                made.append(call())
            except BaseException as error:  # noqa: BLE001  # raised again below, on the thread that waits
                failed.append(error)
            if left.is_set():
                self._mailbox.close()

        # A daemon, since a silent server must not hold the program's end either.
        worker = threading.Thread(target=run, name="mailbox", daemon=True)
        worker.start()
        while worker.is_alive():
            worker.join(_LOOK_SECONDS)
            if worker.is_alive() and not self._going_on():
                left.set()
                self._left = left
                raise stopped()
        if failed:
            raise failed[0]
        return made[0]
