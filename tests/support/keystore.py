"""A keystore like that of a desktop, in memory: what the library asks of one, and nothing of a real person's."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import keyring
from keyring.backend import KeyringBackend
from keyring.errors import KeyringLocked, PasswordDeleteError


class MemoryKeystore(KeyringBackend):
    """Secrets by service and name; `locked` refuses as a desktop does whose owner pressed Cancel."""

    priority = 5  # type: ignore[assignment]  # a plain number is what the library's own backends have

    def __init__(self) -> None:
        super().__init__()
        self.kept: dict[tuple[str, str], str] = {}
        self.locked = False

    def get_password(self, service: str, username: str) -> str | None:
        self._ask()
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self._ask()
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        self._ask()
        if self.kept.pop((service, username), None) is None:
            raise PasswordDeleteError(username)

    def _ask(self) -> None:
        if self.locked:
            raise KeyringLocked("the owner pressed Cancel")


@contextmanager
def memory_keystore() -> Iterator[MemoryKeystore]:
    """Make a fresh one this process's keystore for a while."""
    before, made = keyring.get_keyring(), MemoryKeystore()
    keyring.set_keyring(made)
    try:
        yield made
    finally:
        keyring.set_keyring(before)
