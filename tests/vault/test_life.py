"""A vault lives through anything in any order, and always says what it was told."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from pipnotes.vault import FLOOR, Change, DraftKey, Lifecycle, Vault, VaultKey, create, open_vault, restore, unlock
from tests.vault.faults.life import none, quickly
from tests.vault.faults.room import room
from tests.vault.pages import PASSPHRASE, Page, draft, final, page, standing

NUMBERS = st.integers(1, 6)
WORDS = st.text(st.sampled_from("aé ß\n'\"☂"), max_size=8).map(lambda words: f"lantern {words}")


@dataclass(slots=True)
class Model:
    """What was saved, in plain dictionaries."""

    notes: dict[str, Page] = field(default_factory=dict)
    hidden: set[str] = field(default_factory=set)
    destroyed: set[str] = field(default_factory=set)
    drafts: dict[str, str] = field(default_factory=dict)
    aside: list[tuple[str, str]] = field(default_factory=list)
    versions: int = 0


class Life(RuleBasedStateMachine):
    """The vault beside the model; `steps` counts what was done in all lives together."""

    made: tuple[Path, VaultKey] | None = None
    steps = 0

    @initialize()
    def begin(self) -> None:
        if Life.made is None:
            folder = Path(tempfile.mkdtemp()) / "seed.pipvault"
            seed = create(folder, PASSPHRASE, role="therapist", owner="W", clock=standing, cost=FLOOR)
            seed.close()
            Life.made = (folder, seed.key)
        self.place = Path(tempfile.mkdtemp())
        self.folder = Path(shutil.copytree(Life.made[0], self.place / "0"))
        self.vault: Vault = open_vault(self.folder, Life.made[1], clock=standing)
        self.model = Model()
        self.passphrase = PASSPHRASE
        self.kept: tuple[Path, str, Model] | None = None

    @rule(number=NUMBERS, words=WORDS)
    def sign(self, number: int, words: str) -> None:
        told = page(number, words)
        if told.id in self.model.destroyed:
            return
        self.vault.commit("note signed", [final(told)], by="W", drops_draft=DraftKey("vault_test_page", told.id))
        self.model.notes[told.id] = told
        self.model.hidden.discard(told.id)
        self.model.drafts.pop(told.id, None)
        self.model.versions += 1

    @rule(number=NUMBERS, words=WORDS)
    def amend(self, number: int, words: str) -> None:
        told = page(number, words)
        if told.id in self.model.notes:
            change = Change(told, Lifecycle.AMENDED)
            self.vault.commit("note amended", [change], by="W", reason="a word was missing")
            self.model.notes[told.id] = told
            self.model.hidden.discard(told.id)
            self.model.versions += 1

    @rule(number=NUMBERS, words=WORDS)
    def mark_as_error(self, number: int, words: str) -> None:
        told = page(number, words)
        if told.id not in self.model.destroyed:
            self.vault.commit("entered in error", [Change(told, Lifecycle.ENTERED_IN_ERROR)], by="W")
            self.model.notes[told.id] = told
            self.model.hidden.add(told.id)
            self.model.versions += 1

    @rule(number=NUMBERS)
    def destroy(self, number: int) -> None:
        name = f"p{number}"
        if name in self.model.notes:
            self.vault.destroy([name], by="W", reason="retention ended")
            del self.model.notes[name]
            self.model.hidden.discard(name)
            self.model.destroyed.add(name)
            self.model.drafts.pop(name, None)
            self.model.aside = [one for one in self.model.aside if one[0] != name]
            self.model.versions += 1

    @rule(number=NUMBERS, words=WORDS)
    def type_on(self, number: int, words: str) -> None:
        self.vault.save_draft(draft(number, words))
        self.model.drafts[f"p{number}"] = words

    @rule(number=NUMBERS)
    def discard(self, number: int) -> None:
        self.vault.discard_draft(DraftKey("vault_test_page", f"p{number}"))
        if f"p{number}" in self.model.drafts:
            self.model.aside.append((f"p{number}", self.model.drafts.pop(f"p{number}")))

    @rule(number=NUMBERS)
    def restore(self, number: int) -> None:
        name = f"p{number}"
        found = [at for at, one in enumerate(self.model.aside) if one[0] == name]
        if found:
            self.vault.restore_draft(DraftKey("vault_test_page", name))
            chosen = self.model.aside.pop(found[-1])
            if name in self.model.drafts:
                self.model.aside.append((name, self.model.drafts[name]))
            self.model.drafts[name] = chosen[1]

    @rule()
    def lock_and_unlock(self) -> None:
        self.vault.close()
        self.vault = open_vault(self.folder, unlock(self.folder, self.passphrase, pause=none), clock=standing)
        assert self.vault.notices == ()

    @rule()
    def crash_and_open(self) -> None:
        """Open what is on the disk at this moment, as after a flat battery."""
        crashed = Path(shutil.copytree(self.folder, self._next()))
        self.vault.close()
        self.folder = crashed
        self.vault = open_vault(self.folder, self.vault.key, clock=standing)
        assert self.vault.notices == ()

    @rule()
    def renew_the_key(self) -> None:
        self.vault = self.vault.rekey(self.passphrase)

    @rule(number=NUMBERS)
    def change_the_passphrase(self, number: int) -> None:
        self.vault.change_passphrase(self.passphrase, f"passphrase {number}", cost=FLOOR)
        self.passphrase = f"passphrase {number}"

    @rule()
    def back_up(self) -> None:
        made = self.vault.backup(self.place / "stick")
        assert made.head == str(self.vault.head)
        self.kept = (made.path, self.passphrase, deepcopy(self.model))

    @rule()
    def restore_the_backup(self) -> None:
        """Lose the computer, and go on from the backup with the passphrase of that day."""
        if self.kept is None:
            return
        self.vault.close()
        self.folder = self._next()
        path, self.passphrase, model = self.kept
        self.model = deepcopy(model)
        head = restore(path, self.folder, passphrase=self.passphrase)
        self.vault = open_vault(self.folder, unlock(self.folder, self.passphrase, pause=none), clock=standing)
        assert (self.vault.notices, str(self.vault.head)) == ((), head)

    @rule()
    def check(self) -> None:
        report = self.vault.check()
        assert report.problems == ()
        assert report.versions == self.model.versions

    def _next(self) -> Path:
        return self.folder.with_name(str(int(self.folder.name) + 1))

    @invariant()
    def everything_is_there(self) -> None:
        Life.steps += 1
        shown = {name: one for name, one in self.model.notes.items() if name not in self.model.hidden}
        assert {one.id: one for one in self.vault.all(Page)} == shown
        assert {one.key.id: one.body for one in self.vault.drafts()} == self.model.drafts
        assert sorted((one.key.id, one.body) for one in self.vault.discarded_drafts()) == sorted(self.model.aside)
        assert {hit.record for hit in self.vault.search("lantern")} == set(shown)

    def teardown(self) -> None:
        if hasattr(self, "vault"):
            self.check()
            self.vault.close()
            shutil.rmtree(self.place)


@pytest.fixture(autouse=True, scope="module")
def _without_waiting() -> Iterator[None]:
    with quickly(), room() as place, pytest.MonkeyPatch.context() as patch:
        patch.setattr(tempfile, "tempdir", str(place))
        Life.made = None
        yield


TestLife = Life.TestCase
TestLife.settings = settings(max_examples=20, stateful_step_count=25)
