"""What the check says of a vault that somebody with the key has changed: each harm in a sentence of its own."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipnotes.vault import Vault, VaultKey, check_folder
from pipnotes.vault.connection import connect

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
