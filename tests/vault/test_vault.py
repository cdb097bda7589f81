"""What somebody who writes notes would notice about the vault."""

from __future__ import annotations

import stat
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from pipnotes.errors import Problem
from pipnotes.vault import Change, DraftKey, Lifecycle, Vault, create, info, open_vault, unlock
from tests.vault.pages import PASSPHRASE, START, Mark, Page, draft, final, page, standing

KEY = DraftKey("vault_test_page", "p9")


def test_a_signed_note_is_there_after_closing_and_opening(folder: Path, opened: Callable[[Path], Vault]) -> None:
    written = Page(id="p9", family="f2", story="Ŵyn laughed", score=3, marks=(Mark(words="first smile"),))
    vault = opened(folder)
    done = vault.commit("note signed", [final(written)], by="Wren Hale", subject="session 2")
    vault.close()
    again = opened(folder)
    assert again.get(Page, "p9") == written
    assert again.head.seq == done.seq == 7
    assert again.contributions(family="f2") == [done]


def test_an_amendment_keeps_the_original_legible(vault: Vault) -> None:
    vault.commit("note amended", [Change(page(1, "Corrected"), Lifecycle.AMENDED)], by="Wren Hale", reason="wrong day")
    first, second = vault.history("p1")
    assert (first.record, first.lifecycle) == (page(1), Lifecycle.FINAL)
    assert (second.record, second.reason, second.number) == (page(1, "Corrected"), "wrong day", 2)
    assert vault.get(Page, "p1").story == "Corrected"
    assert vault.stored(Page, "p1").lifecycle is Lifecycle.AMENDED


def test_what_was_entered_in_error_leaves_the_lists_and_the_search_but_not_the_history(vault: Vault) -> None:
    vault.commit(
        "entered in error", [Change(page(2, "zebra"), Lifecycle.ENTERED_IN_ERROR)], by="W", reason="other family"
    )
    assert [one.id for one in vault.all(Page)] == ["p1", "p3", "p4", "p5"]
    assert [one.id for one in vault.all_stored(Page)] == ["p1", "p2", "p3", "p4", "p5"]
    assert vault.search("zebra") == []
    assert "p2" not in {hit.record for hit in vault.search("heron")}
    assert len(vault.history("p2")) == 2
    assert vault.check().ok


def test_records_of_one_family_are_listed_apart(vault: Vault) -> None:
    vault.commit("note signed", [final(page(8, family="f2"))], by="W")
    assert [one.id for one in vault.all(Page, family="f2")] == ["p8"]
    assert len(vault.all(Page)) == 6


def test_reading_is_a_contribution_without_a_record(vault: Vault) -> None:
    before = vault.head
    done = vault.commit("letter printed", by="W", family="f1", subject="l1")
    assert vault.head.seq == before.seq + 1
    assert done.hash == vault.head.hash != before.hash
    assert vault.check().ok


def test_a_record_that_was_never_written_is_a_key_error(vault: Vault) -> None:
    with pytest.raises(KeyError):
        vault.get(Page, "nobody")
    assert not vault.has(Page, "nobody")
    assert vault.has(Page, "p1")


def test_signing_takes_the_draft_away_in_the_same_step(vault: Vault) -> None:
    vault.save_draft(draft(9, "half a sentence"))
    vault.destroy(["p1"], by="W", reason="retention ended")
    with pytest.raises(Problem):
        vault.commit("note signed", [final(page(9)), final(page(1))], by="W", drops_draft=KEY)
    assert vault.draft(KEY) == draft(9, "half a sentence")
    assert not vault.has(Page, "p9")
    vault.commit("note signed", [final(page(9))], by="W", drops_draft=KEY)
    assert vault.draft(KEY) is None
    assert vault.check().ok


def test_a_discarded_draft_comes_back_with_every_word(vault: Vault) -> None:
    vault.save_draft(draft(9, "first thoughts"))
    vault.discard_draft(KEY)
    vault.save_draft(draft(9, "second thoughts"))
    back = vault.restore_draft(KEY)
    assert back == vault.draft(KEY) == draft(9, "first thoughts")
    assert [one.body for one in vault.discarded_drafts()] == ["second thoughts"]
    assert vault.check().ok


def test_a_discarded_draft_is_kept_for_thirty_days(folder: Path, template: object, clock: object) -> None:
    key = unlock(folder, PASSPHRASE)
    clock.now = START  # type: ignore[attr-defined]  # the standing clock of the tests
    vault = open_vault(folder, key, clock=clock)  # type: ignore[arg-type]
    vault.save_draft(draft(9, "put aside"))
    vault.discard_draft(KEY)
    kept = []
    for days in (30, 1, 0):
        clock.now += timedelta(days=days)  # type: ignore[attr-defined]
        vault.commit("note read", by="W")
        vault.close()
        vault = open_vault(folder, key, clock=clock)  # type: ignore[arg-type]
        kept.append(len(vault.discarded_drafts()))
    assert kept == [1, 0, 0]
    assert vault.check().ok
    vault.close()


def test_a_clock_that_jumps_takes_no_discarded_draft(
    folder: Path, key: object, opened: Callable[[Path], Vault]
) -> None:
    vault = opened(folder)
    vault.save_draft(draft(9, "put aside"))
    vault.discard_draft(KEY)
    vault.close()
    late = open_vault(folder, unlock(folder, PASSPHRASE), clock=lambda: START + timedelta(days=365 * 30))
    assert len(late.discarded_drafts()) == 1
    late.close()


def test_what_is_remembered_outlives_the_program(folder: Path, opened: Callable[[Path], Vault]) -> None:
    vault = opened(folder)
    vault.remember("open", "notes")
    vault.remember("open", "letters")
    vault.close()
    assert opened(folder).recall("open") == "letters"


@pytest.mark.parametrize("words", ["zoe", "ZOË", "crying", '"stopped crying"', "stop zoë", "first mark"])
def test_search_finds_words_as_people_type_them(vault: Vault, words: str) -> None:
    told = Page(id="p9", family="f2", story="Then Zoë stopped crying. " * 9, marks=(Mark(words="first mark"),))
    vault.commit("note signed", [final(told)], by="W")
    (hit,) = vault.search(words)
    assert (hit.record, hit.family, hit.kind) == ("p9", "f2", "vault_test_page")
    assert "Zoë stopped" in hit.snippet or "mark" in hit.snippet
    assert vault.search(words, family="f1") == []


@pytest.mark.pain(18)
def test_a_word_that_stands_everywhere_brings_the_best_of_them_and_no_more(vault: Vault) -> None:
    vault.commit(
        "imported", [final(page(100 + at, "The heron came. " + "It stood still. " * at)) for at in range(80)], by="W"
    )
    hits = vault.search("heron")
    assert len(hits) == 50
    assert "p100" in [hit.record for hit in hits]


@pytest.mark.parametrize(
    "words", ["", "   ", '"', "*", "AND", "NEAR(", "a^b:c", "'; DROP TABLE", "-", '"" ""', "\0", "NOT NOT"]
)
def test_search_takes_whatever_is_typed(vault: Vault, words: str) -> None:
    assert isinstance(vault.search(words), list)


def test_a_destroyed_record_leaves_a_stub_and_no_word(folder: Path, opened: Callable[[Path], Vault]) -> None:
    vault = opened(folder)
    vault.commit("note signed", [final(page(9, "quokka quokka"))], by="W")
    vault.commit("note amended", [Change(page(9, "quokka wombat"), Lifecycle.AMENDED)], by="W", reason="r")
    vault.save_draft(draft(9, "quokka draft"))
    vault.discard_draft(KEY)
    vault.save_draft(draft(9, "quokka again"))
    vault.destroy(["p9"], by="Wren Hale", reason="retention ended")
    first, second, stub = vault.history("p9")
    assert first.record is second.record is stub.record is None
    assert (stub.lifecycle, stub.by, stub.reason) == (Lifecycle.DESTROYED, "Wren Hale", "retention ended")
    assert vault.search("quokka") == vault.drafts() == vault.discarded_drafts() == []
    with pytest.raises(KeyError):
        vault.get(Page, "p9")
    with pytest.raises(Problem):
        vault.commit("note signed", [final(page(9))], by="W")
    assert vault.check().ok
    assert len(vault.all(Page)) == 5


def test_the_history_cannot_be_changed_through_the_database(vault: Vault) -> None:
    database = vault._ledger.connection
    for attack in (
        "UPDATE version SET body = x'00' WHERE number = 1",
        "UPDATE version SET body = NULL, salt = NULL WHERE record = 'p1'",
        "DELETE FROM version",
        "UPDATE contribution SET by = 'somebody'",
        "DELETE FROM contribution",
        "INSERT OR REPLACE INTO contribution SELECT * FROM contribution WHERE seq = 1",
        "INSERT OR REPLACE INTO version SELECT * FROM version WHERE id = 1",
        "DROP TRIGGER version_stays",
        "ATTACH 'x' AS x KEY ''",
        "PRAGMA temp_store = FILE",
        "PRAGMA user_version = 9",
        "SELECT load_extension('x')",
        "SELECT sqlcipher_export('main')",
        "VACUUM INTO 'x'",
    ):
        with pytest.raises(Exception, match=r"only ever added|in order|not authorized|authorization denied|prohibited"):
            database.execute(attack).fetchall()
    assert vault.check().ok


def test_a_new_vault_is_private_and_has_no_plain_word(tmp_path: Path, key: object, folder: Path) -> None:
    with open_vault(folder, unlock(folder, PASSPHRASE), clock=standing) as vault:
        vault.save_draft(draft(9, "marzipan"))
        vault.commit("note signed", [final(page(9, "marzipan " * 400))], by="W")
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
        for file in folder.iterdir():
            assert stat.S_IMODE(file.stat().st_mode) == 0o600, file.name
            assert b"marzipan" not in file.read_bytes()
            assert b"heron" not in file.read_bytes()
            assert not file.read_bytes().startswith(b"SQLite format 3")
        assert not (folder / "vault.db-shm").exists()


def test_a_vault_says_little_without_its_key(folder: Path, key: object) -> None:
    said = info(folder)
    assert (said.schema, said.slots) == (1, ("passphrase",))
    assert said.id == key.id  # type: ignore[attr-defined]
    assert said.size_bytes == (folder / "vault.db").stat().st_size


def test_a_vault_is_never_made_over_something(folder: Path, tmp_path: Path) -> None:
    before = sorted((path.name, path.read_bytes()) for path in folder.iterdir())
    with pytest.raises(Problem, match="already something"):
        create(folder, "x", role="therapist", owner="W", clock=standing)
    assert sorted((path.name, path.read_bytes()) for path in folder.iterdir()) == before


def test_many_records_in_one_contribution_are_all_there(vault: Vault) -> None:
    done = vault.commit("imported", [final(page(number)) for number in range(100, 1100)], by="W")
    assert done.seq == 7
    assert len(vault.all(Page)) == 1005
    assert vault.check().versions == 1005


def test_the_same_record_twice_in_one_contribution_keeps_both(vault: Vault) -> None:
    vault.commit("imported", [final(page(9, "one")), Change(page(9, "two"), Lifecycle.AMENDED)], by="W")
    assert [one.record for one in vault.history("p9")] == [page(9, "one"), page(9, "two")]
    assert vault.search("one") == []
    assert vault.check().ok


def test_a_check_tells_how_far_it_is(vault: Vault) -> None:
    told: list[tuple[int, int]] = []
    report = vault.check(lambda done, total: told.append((done, total)))
    assert told[-1] == (6, 6)
    assert (report.ok, report.contributions, report.versions, report.head) == (True, 6, 5, str(vault.head))


def test_a_check_of_a_long_history_tells_how_far_it_is_every_five_hundred_entries_and_at_the_end(vault: Vault) -> None:
    told: list[tuple[int, int]] = []
    while vault.head.seq < 501:
        vault.commit("note read", by="W")
    assert vault.check(lambda done, total: told.append((done, total))).ok
    assert told == [(500, 501), (501, 501)]
