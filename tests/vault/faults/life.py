"""A short and full life of one vault, told step by step, with what its owner was told is safe after each."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from pipnotes.errors import Integrity, Problem
from pipnotes.vault import (
    FLOOR,
    Change,
    DraftKey,
    Lifecycle,
    Vault,
    connection,
    create,
    keys,
    open_vault,
    restore,
    schema,
    unlock,
    unlocking,
    upgrade,
)
from tests.vault.pages import PASSPHRASE, Page, draft, final, page, standing

VAULT, STICK, BACK, NEW = "one.pipvault", "stick", "back.pipvault", "new"
OTHER = "another passphrase"
# What a later version of the program has done to the tables.
STEP = "CREATE TABLE later (one INTEGER) STRICT;"
Fact = dict[str, object]
Act = Callable[[], Fact | None]


class Quick:
    """A passphrase derivation that costs nothing, since these tests are about files and open thousands of vaults."""

    def __init__(self, *, salt: bytes, **_: int) -> None:
        self._salt = salt

    def derive(self, said: bytes) -> bytes:
        return hashlib.sha256(self._salt + said).digest()


@contextmanager
def quickly() -> Iterator[None]:
    """Leave out Argon2id for a while."""
    before = keys.Argon2id
    keys.Argon2id = Quick  # type: ignore[misc, assignment]
    try:
        yield
    finally:
        keys.Argon2id = before  # type: ignore[misc]


class later:
    """A program of a later version, whose tables have grown by one."""

    def __enter__(self) -> None:
        self._before = schema.STEPS, schema.CURRENT, upgrade.bring_up.__defaults__
        schema.STEPS, schema.CURRENT = (*schema.STEPS, STEP), schema.CURRENT + 1
        upgrade.bring_up.__defaults__ = (schema.STEPS,)

    def __exit__(self, *_: object) -> None:
        schema.STEPS, schema.CURRENT, upgrade.bring_up.__defaults__ = self._before


def soon(pages: int = 40) -> None:
    """Let this process empty the write-ahead log after a few pages, so that a short life sees it happen."""
    connection._SETTINGS = tuple(
        (name, str(pages), pages) if name == "wal_autocheckpoint" else (name, *rest)
        for name, *rest in connection._SETTINGS
    )


def careless() -> None:
    """Let this process leave out every flush of the database: the setting known to be bad."""
    connection._SETTINGS = tuple(
        ("synchronous", "OFF", 0) if name == "synchronous" else (name, *rest) for name, *rest in connection._SETTINGS
    )


def begin(place: Path) -> None:
    """Make the vault that every life begins with."""
    with create(place / VAULT, PASSPHRASE, role="therapist", owner="Wren Hale", clock=standing, cost=FLOOR) as vault:
        for number in range(1, 6):
            vault.commit("note signed", [final(page(number))], by="Wren Hale")
        vault.save_draft(draft(6, words(6, 1)))


def words(number: int, revision: int) -> str:
    """Return the words of one state of one note; no two states share the first."""
    return f"word{number}x{revision} " + f"the heron stood still {number} " * (1 + (number * 7 + revision * 13) % 90)


def none(_: float) -> None:
    """Wait for nothing."""


class Life:
    """The acts of one life; each returns the fact that its end makes safe."""

    def __init__(self, place: Path) -> None:
        self.place = place
        self.folder = place / VAULT
        self.passphrase = PASSPHRASE
        self.vault: Vault | None = None
        self.made: Path | None = None
        self.head = ""
        self.unsure = False

    @property
    def open(self) -> Vault:
        assert self.vault is not None
        return self.vault

    def acts(self) -> list[tuple[str, Act]]:
        return [
            ("open", self.unlock),
            *self._writing(10),
            ("remember", self.remember),
            ("discard", self.discard),
            ("backup", self.backup),
            ("passphrase", self.change_passphrase),
            ("destroy", self.destroy),
            ("rekey", self.rekey),
            *self._writing(20),
            ("backup", self.backup),
            ("close", self.close),
            ("open", self.unlock),
            *self._writing(30),
            ("check", self.check),
            ("close", self.close),
            ("restore", self.restore),
            ("create", self.create),
        ]

    def unlock(self) -> None:
        self.vault = open_vault(self.folder, unlock(self.folder, self._passphrase(), pause=none), clock=standing)

    def _passphrase(self) -> str:
        if self.unsure and unlocking.open_slots(self.folder, OTHER) is not None:
            return OTHER
        return self.passphrase

    def type_on(self, number: int, revision: int) -> Fact:
        self.open.save_draft(draft(number, words(number, revision)))
        return {"draft": number, "revision": revision}

    def sign(self, number: int, revision: int) -> Fact:
        change = final(page(number, words(number, revision)))
        self.open.commit("note signed", [change], by="W", drops_draft=DraftKey("vault_test_page", f"p{number}"))
        return {"note": number, "revision": revision}

    def amend(self, number: int, revision: int) -> Fact:
        change = Change(page(number, words(number, revision)), Lifecycle.AMENDED)
        self.open.commit("note amended", [change], by="W", reason="a word was missing")
        return {"note": number, "revision": revision}

    def remember(self) -> Fact:
        self.open.remember("mailbox", "on the stick")
        return {"remembered": "on the stick"}

    def discard(self) -> Fact:
        self.open.discard_draft(DraftKey("vault_test_page", "p6"))
        return {"discarded": 6}

    def destroy(self) -> Fact:
        if self.open.stored(Page, "p5").lifecycle is not Lifecycle.DESTROYED:
            self.open.destroy(["p5"], by="W", reason="retention ended")
        return {"destroyed": 5}

    def backup(self) -> Fact:
        report = self.open.backup(self.place / STICK)
        self.made, self.head = report.path, report.head
        return {"backup": report.path.name, "head": report.head, "words": self.open.words()}

    def change_passphrase(self) -> Fact:
        # What the third line says when the disk failed in that very moment: the new one first.
        if not self.unsure or unlocking.open_slots(self.folder, OTHER) is None:
            try:
                self.open.change_passphrase(PASSPHRASE, OTHER, cost=FLOOR)
            except Problem as problem:
                self.unsure = "not certain" in problem.happened
                raise
        self.passphrase = OTHER
        return {"passphrase": OTHER}

    def rekey(self) -> Fact:
        before = self.open
        # Whose passphrase was unsure for a moment is asked for it.
        self.vault = before.rekey(self.passphrase if self.unsure else None)
        return {"rekeyed": before.id}

    def check(self) -> None:
        report = self.open.check()
        if not report.ok:
            raise Integrity(" ".join(report.problems), safe="said by check", todo="said by check")

    def close(self) -> None:
        self.open.close()

    def restore(self) -> Fact | None:
        if self.made is None:
            return None
        if (self.place / BACK).exists():
            # Where a name could not be taken back, what has it is whole.
            return {"restored": self.head}
        head = restore(self.made, self.place / BACK, passphrase=self.passphrase)
        return {"restored": head}

    def create(self) -> Fact:
        """Make another vault, as the third line says in a folder that does not exist yet."""
        name = f"{NEW}{len(list(self.place.glob(f'{NEW}*.pipvault')))}.pipvault"
        create(self.place / name, PASSPHRASE, role="therapist", owner="W", clock=standing, cost=FLOOR).close()
        return {"created": name}

    def _writing(self, start: int) -> list[tuple[str, Act]]:
        def typing(number: int, revision: int) -> Act:
            return lambda: self.type_on(number, revision)

        def signing(number: int, revision: int) -> Act:
            return lambda: self.sign(number, revision)

        def amending(number: int, revision: int) -> Act:
            return lambda: self.amend(number, revision)

        return [
            ("draft", typing(start, 1)),
            ("draft", typing(start, 2)),
            ("sign", signing(start, 3)),
            ("draft", typing(start + 1, 1)),
            ("amend", amending(start, 4)),
            ("sign", signing(start + 1, 2)),
            ("draft", typing(start + 2, 1)),
        ]


def copied(template: Path, place: Path) -> Path:
    """Return a fresh copy of a place with its vault."""
    return Path(shutil.copytree(template, place))
