"""What the check says of a vault that somebody with the key has changed: each harm in a sentence of its own."""

from __future__ import annotations

import os
import shutil
from contextlib import suppress
from pathlib import Path

import pytest

from pipnotes.errors import Problem
from pipnotes.vault import FLOOR, Vault, VaultKey, check_folder, create, open_vault
from pipnotes.vault.connection import connect
from tests.vault.pages import PASSPHRASE, final, page, standing

_UNGUARDED = "DROP TRIGGER version_stays; DROP TRIGGER contribution_stays; PRAGMA foreign_keys = OFF; "


def test_a_history_that_another_place_remembers_otherwise_is_told_entry_by_entry(vault: Vault) -> None:
    heads = [f"{one.seq}:{one.hash}" for one in vault.contributions()]
    assert vault.check(elsewhere=heads).ok
    report = vault.check(elsewhere=[heads[0], f"3:{'0' * 64}", f"99:{'0' * 64}"])
    assert report.problems == (
        "Entry 3 of the history is not the one that was recorded elsewhere.",
        "Entry 99 of the history, which was recorded elsewhere, is missing.",
    )


@pytest.mark.parametrize(
    ("harm", "told"),
    [
        ("PRAGMA user_version = 9", "The tables of the database are of another version of PipNotes."),
        ("PRAGMA application_id = 9", "The database is not one of a PipNotes vault."),
        ("DROP TRIGGER version_stays", "The rules that keep the history from being changed are missing"),
        (
            "PRAGMA ignore_check_constraints = ON; UPDATE about SET one = 2",
            "The tables of the database are not in order.",
        ),
        ("INSERT INTO search (search) VALUES ('delete-all')", "The search index does not say what the notes say."),
        (
            "INSERT INTO discarded (kind, id, family, body, place, started, saved, discarded) "
            "VALUES ('page', 'p', 'f', 'words', '', '', '', ''); DELETE FROM sqlite_sequence",
            "The count of the drafts that were put aside is older than they are.",
        ),
        (
            "INSERT INTO piece (record, number, bytes) VALUES ('p1', 1, x'00')",
            "There are pieces of a paper that belong to none.",
        ),
        ("UPDATE witness SET turn = turn + 2", "The file head.json is older than the database by more than one save."),
        ("UPDATE record SET lifecycle = 'draft'", "The list of records does not match their newest versions."),
        (
            _UNGUARDED + "UPDATE version SET seq = 99 WHERE id = 5",
            "A version in the database belongs to no contribution.",
        ),
        (_UNGUARDED + "UPDATE version SET seq = 99 WHERE id = 1", "There are versions that belong to no entry"),
        (
            _UNGUARDED + "UPDATE version SET body = x'7b7d' WHERE id = 2",
            "A version does not match its digest (version 2).",
        ),
        (
            _UNGUARDED + "UPDATE version SET number = 2 WHERE id = 3",
            "The versions of a record are not in order (entry 3).",
        ),
        (
            _UNGUARDED + "UPDATE version SET body = NULL, salt = NULL WHERE id = 1",
            "A version was emptied without being destroyed.",
        ),
        (
            _UNGUARDED
            + "UPDATE version SET record = 'p1', number = 2, before = 1, lifecycle = 'destroyed', body = NULL, "
            "salt = NULL WHERE id = 2",
            "A destroyed record still has words.",
        ),
        (
            _UNGUARDED + "UPDATE contribution SET by = 'somebody' WHERE seq = 3",
            "Entry 3 of the history does not match its place in the chain.",
        ),
        (
            _UNGUARDED + "UPDATE contribution SET reason = 'another' WHERE seq = 4",
            "The reason of entry 4 of the history is not the one that was given.",
        ),
    ],
)
def test_a_check_says_in_words_what_was_changed(folder: Path, key: VaultKey, harm: str, told: str) -> None:
    connection = connect(folder / "vault.db", key.subkey("database"))
    connection.raw.executescript(harm)
    connection.close()
    report = check_folder(folder, key)
    assert not report.ok
    assert any(one.startswith(told) for one in report.problems), report.problems


@pytest.fixture
def changed(folder: Path, key: VaultKey) -> Path:
    """Return a vault whose key file is at its third step, with those before it beside it."""
    with open_vault(folder, key, clock=standing) as vault:
        shutil.copy(folder / "keys.json", folder / "step-1")
        vault.add_keystore(bytes(32))
        shutil.copy(folder / "keys.json", folder / "step-2")
        vault.remove_keystore()
    return folder


@pytest.mark.parametrize(
    ("name", "step", "told"),
    [
        ("keys.json", None, "The file keys.json is missing or damaged."),
        ("keys.json.1", None, "The file keys.json.1 is missing or damaged."),
        ("keys.json", "step-2", "The file keys.json is older than it should be."),
        ("keys.json.1", "step-1", "The file keys.json.1 is older than it should be."),
        # One step behind is what a cut between the two leaves.
        ("keys.json.1", "step-2", None),
        ("head.json", None, "The file head.json is missing or damaged."),
    ],
)
def test_a_check_says_which_of_the_small_files_is_lost_or_old(
    changed: Path, key: VaultKey, name: str, step: str | None, told: str | None
) -> None:
    if step is None:
        (changed / name).unlink()
    else:
        shutil.copy(changed / step, changed / name)
    report = check_folder(changed, key)
    assert report.problems == ((told,) if told else ())


def test_a_key_file_of_another_vault_is_no_key_file_of_this_one(folder: Path, key: VaultKey, tmp_path: Path) -> None:
    other = tmp_path / "other.pipvault"
    create(other, PASSPHRASE, role="therapist", owner="W", clock=standing, cost=FLOOR).close()
    for name in ("keys.json", "keys.json.1"):
        shutil.copy(other / name, folder / name)
    assert check_folder(folder, key).problems == (
        "The file keys.json is missing or damaged.",
        "The file keys.json.1 is missing or damaged.",
    )


def test_a_witness_damaged_in_one_place_is_told(folder: Path, key: VaultKey) -> None:
    said = (folder / "head.json").read_bytes()
    (folder / "head.json").write_bytes(said[:5000] + b"x" + said[5001:])
    assert check_folder(folder, key).problems == ("The file head.json is damaged in one of its two places.",)


@pytest.mark.parametrize(("harmed", "named"), [(1, 1), (5, 5), (6, 6)])
def test_the_first_five_damaged_pages_are_named_and_all_are_counted(
    folder: Path, key: VaultKey, harmed: int, named: int
) -> None:
    with open_vault(folder, key, clock=standing) as vault:
        vault.commit("notes signed", [final(page(number, "word " * 900)) for number in range(10, 30)], by="W")
    content = bytearray((folder / "vault.db").read_bytes())
    for number in range(len(content) // 4096 - harmed, len(content) // 4096):
        content[number * 4096 + 100] ^= 1
    (folder / "vault.db").write_bytes(content)
    problems = check_folder(folder, key).problems
    assert sum(one.startswith("A page of the database is damaged: ") for one in problems) == min(named, 5)
    assert (f"In all, {harmed} pages of the database are damaged." in problems) is (harmed > 5)


def test_a_check_of_a_closed_vault_tells_how_far_it_is_and_changes_nothing(folder: Path, key: VaultKey) -> None:
    told: list[tuple[int, int]] = []
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    report = check_folder(folder, key, lambda done, total: told.append((done, total)))
    assert told[-1] == (6, 6)
    assert (report.ok, report.contributions, report.versions) == (True, 6, 5)
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before | {"vault.lock": b""}


@pytest.mark.parametrize("beside", [False, True])
@pytest.mark.parametrize("pages", [0, 1, 9, 20])
def test_a_check_of_an_open_vault_whose_database_was_cut_short_says_so_and_fails_at_nothing(
    folder: Path, key: VaultKey, pages: int, beside: bool
) -> None:
    vault = open_vault(folder, key, clock=standing)
    vault.commit("notes signed", [final(page(number, "word " * 900)) for number in range(10, 40)], by="W")
    vault._ledger.connection.checkpoint()
    assert (folder / "vault.db").stat().st_size > 4096 * 20
    os.truncate(folder / "vault.db", 4096 * pages)
    checking = vault.checking() if beside else None
    report = checking.finish(checking.run()) if checking is not None else vault.check()
    assert any(one.startswith(("The database", "A page of the database")) for one in report.problems)
    assert all(one.endswith(".") for one in report.problems)
    with suppress(Problem):
        vault.close()
