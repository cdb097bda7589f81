"""A vault lives through anything in any order, and always says what it was told."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from pipnotes.vault import FLOOR, Change, DraftKey, Lifecycle, Vault, VaultKey, create, open_vault
from tests.vault.pages import PASSPHRASE, Page, draft, final, page, standing

NUMBERS = st.integers(1, 6)
WORDS = st.text(st.sampled_from("aé ß\n'\"☂"), max_size=8).map(lambda words: f"lantern {words}")


class Life(RuleBasedStateMachine):
    """The vault beside a plain dictionary of what was saved in it."""

    made: tuple[Path, VaultKey] | None = None

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
        self.notes: dict[str, Page] = {}
        self.hidden: set[str] = set()
        self.destroyed: set[str] = set()
        self.drafts: dict[str, str] = {}
        self.aside: list[tuple[str, str]] = []
        self.versions = 0

    @rule(number=NUMBERS, words=WORDS)
    def sign(self, number: int, words: str) -> None:
        told = page(number, words)
        if told.id in self.destroyed:
            return
        self.vault.commit("note signed", [final(told)], by="W", drops_draft=DraftKey("vault_test_page", told.id))
        self.notes[told.id] = told
        self.hidden.discard(told.id)
        self.drafts.pop(told.id, None)
        self.versions += 1

    @rule(number=NUMBERS, words=WORDS)
    def mark_as_error(self, number: int, words: str) -> None:
        told = page(number, words)
        if told.id not in self.destroyed:
            self.vault.commit("entered in error", [Change(told, Lifecycle.ENTERED_IN_ERROR)], by="W")
            self.notes[told.id] = told
            self.hidden.add(told.id)
            self.versions += 1

    @rule(number=NUMBERS)
    def destroy(self, number: int) -> None:
        name = f"p{number}"
        if name in self.notes:
            self.vault.destroy([name], by="W", reason="retention ended")
            del self.notes[name]
            self.hidden.discard(name)
            self.destroyed.add(name)
            self.drafts.pop(name, None)
            self.aside = [one for one in self.aside if one[0] != name]
            self.versions += 1

    @rule(number=NUMBERS, words=WORDS)
    def type_on(self, number: int, words: str) -> None:
        self.vault.save_draft(draft(number, words))
        self.drafts[f"p{number}"] = words

    @rule(number=NUMBERS)
    def discard(self, number: int) -> None:
        self.vault.discard_draft(DraftKey("vault_test_page", f"p{number}"))
        if f"p{number}" in self.drafts:
            self.aside.append((f"p{number}", self.drafts.pop(f"p{number}")))

    @rule(number=NUMBERS)
    def restore(self, number: int) -> None:
        name = f"p{number}"
        found = [at for at, one in enumerate(self.aside) if one[0] == name]
        if found:
            self.vault.restore_draft(DraftKey("vault_test_page", name))
            chosen = self.aside.pop(found[-1])
            if name in self.drafts:
                self.aside.append((name, self.drafts[name]))
            self.drafts[name] = chosen[1]

    @rule()
    def close_and_open(self) -> None:
        self.vault.close()
        self.vault = open_vault(self.folder, self.vault.key, clock=standing)
        assert self.vault.notices == ()

    @rule()
    def crash_and_open(self) -> None:
        """Open what is on the disk at this moment, as after a flat battery."""
        crashed = Path(shutil.copytree(self.folder, self.folder.with_name(str(int(self.folder.name) + 1))))
        self.vault.close()
        self.folder = crashed
        self.vault = open_vault(self.folder, self.vault.key, clock=standing)
        assert self.vault.notices == ()

    @rule()
    def renew_the_key(self) -> None:
        self.vault = self.vault.rekey()

    @invariant()
    def everything_is_there(self) -> None:
        shown = {name: one for name, one in self.notes.items() if name not in self.hidden}
        assert {one.id: one for one in self.vault.all(Page)} == shown
        assert {one.key.id: one.body for one in self.vault.drafts()} == self.drafts
        assert sorted((one.key.id, one.body) for one in self.vault.discarded_drafts()) == sorted(self.aside)
        assert {hit.record for hit in self.vault.search("lantern")} == set(shown)

    def teardown(self) -> None:
        if hasattr(self, "vault"):
            report = self.vault.check()
            assert report.problems == ()
            assert report.versions == self.versions
            self.vault.close()
            shutil.rmtree(self.place)


TestLife = Life.TestCase
TestLife.settings = settings(max_examples=20, stateful_step_count=25)
