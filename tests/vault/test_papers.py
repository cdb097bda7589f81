"""Papers in the vault: they come out as they went in, a changed one is found, and a destroyed one is gone."""

from __future__ import annotations

import hashlib
import io
import random
import tracemalloc
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from pipnotes.domain.attachment import Attachment, PaperForm, PaperKind, form_of
from pipnotes.errors import Integrity, Problem
from pipnotes.vault import Change, Lifecycle, Vault, VaultKey, check_folder, restore
from pipnotes.vault.attachments import PIECE
from pipnotes.vault.connection import connect
from tests.vault.decrypting import readable
from tests.vault.pages import PASSPHRASE, Page, final, page

WORD = b"zygodactyl footprint"
DRAWING = b"%PDF-1.7\n" + WORD * 40_000  # a little under 800 kB, so several pieces and a short last one


def paper(content: bytes = DRAWING, name: str = "a1", family: str = "f1") -> Attachment:
    return Attachment(
        id=name,
        family=family,
        kind=PaperKind.DRAWING,
        what="A drawing",
        on=date(2026, 3, 16),
        form=PaperForm.PDF,
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
    )


def attach(vault: Vault, made: Attachment, content: bytes = DRAWING) -> None:
    vault.attach(final(made), io.BytesIO(content), action="paper added", by="W", subject=made.id)


def content(vault: Vault, name: str = "a1") -> bytes:
    return b"".join(vault.content_of(vault.get(Attachment, name)))


def tampered(folder: Path, key: VaultKey, *statements: str) -> None:
    """Change the tables as somebody with the key could, past every rule in the database."""
    connection = connect(folder / "vault.db", key.subkey("database"))
    kept = [sql for (sql,) in connection.fetch("SELECT sql FROM sqlite_schema WHERE type = 'trigger'")]
    names = [name for (name,) in connection.fetch("SELECT name FROM sqlite_schema WHERE type = 'trigger'")]
    for statement in (*(f"DROP TRIGGER {name}" for name in names), *statements, *kept):
        connection.execute(statement)
    connection.close()


def test_a_paper_comes_out_as_it_went_in(folder: Path, opened: Callable[[Path], Vault]) -> None:
    vault = opened(folder)
    attach(vault, paper())
    vault.close()
    again = opened(folder)
    assert content(again) == DRAWING
    assert again.check().ok


def test_a_large_paper_passes_through_little_memory(vault: Vault) -> None:
    large = random.Random(1).randbytes(1 << 20) * 12
    made = paper(large)
    source = io.BytesIO(large)
    tracemalloc.start()
    vault.attach(final(made), source, action="paper added", by="W")
    tally = hashlib.sha256()
    for piece in vault.content_of(made):
        tally.update(piece)
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert tally.hexdigest() == made.sha256
    assert most < 8 * PIECE


def test_a_file_that_changes_while_it_is_read_is_not_added(vault: Vault) -> None:
    head = vault.head
    for changed in (DRAWING[:-1], DRAWING + b"x", DRAWING[:-1] + b"x", b""):
        with pytest.raises(Problem, match="changed while"):
            attach(vault, paper(), changed)
    assert vault.head == head
    assert not vault.has(Attachment, "a1")
    assert vault.check().ok


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("UPDATE piece SET bytes = zeroblob(length(bytes)) WHERE number = 2", "is not what was added"),
        ("UPDATE piece SET number = 9 - number", "is not what was added"),
        ("DELETE FROM piece WHERE number = 3", "is not what was added"),
        ("INSERT INTO piece (record, number, bytes) VALUES ('a1', 99, x'00')", "is not what was added"),
        ("INSERT INTO piece (record, number, bytes) VALUES ('p1', 1, x'00')", "belong to none"),
    ],
)
def test_a_changed_piece_is_found_and_never_given_out_as_whole(
    folder: Path, key: VaultKey, opened: Callable[[Path], Vault], statement: str, said: str
) -> None:
    vault = opened(folder)
    attach(vault, paper())
    vault.close()
    tampered(folder, key, statement)
    assert [line for line in check_folder(folder, key).problems if said in line]
    if "a1" in statement or "p1" not in statement:
        with pytest.raises(Integrity, match="is not what was added"):
            content(opened(folder))


def test_the_pieces_of_a_paper_can_be_neither_changed_nor_taken_away(vault: Vault) -> None:
    attach(vault, paper())
    for statement in ("UPDATE piece SET number = 7 WHERE number = 1", "DELETE FROM piece"):
        with pytest.raises(Exception, match="only ever added"):
            vault._ledger.connection.execute(statement)


def test_backup_restore_and_a_new_key_carry_papers_along(
    folder: Path, opened: Callable[[Path], Vault], tmp_path: Path
) -> None:
    vault = opened(folder)
    attach(vault, paper())
    report = vault.backup(tmp_path / "stick")
    vault = vault.rekey(PASSPHRASE)
    assert content(vault) == DRAWING
    assert vault.check().ok
    vault.close()
    restore(report.path, tmp_path / "back.pipvault", passphrase=PASSPHRASE)
    back = opened(tmp_path / "back.pipvault")
    assert content(back) == DRAWING


def test_a_paper_entered_in_error_stays_legible(vault: Vault) -> None:
    attach(vault, paper())
    vault.commit("paper entered in error", [Change(paper(), Lifecycle.ENTERED_IN_ERROR)], by="W", reason="other family")
    assert vault.all(Attachment) == []
    assert content(vault) == DRAWING
    assert vault.check().ok


def test_no_byte_of_a_destroyed_paper_is_left_in_any_page(folder: Path, vault: Vault, key: VaultKey) -> None:
    attach(vault, paper())
    vault._ledger.connection.checkpoint()
    assert readable(folder, key).count(WORD) > 30_000
    vault.destroy(["a1"], by="W", reason="the family asked for it back")
    assert readable(folder, key).count(WORD[:8]) == 0
    with pytest.raises(Integrity):
        list(vault.content_of(paper()))
    assert vault.check().ok
    assert [one.lifecycle for one in vault.history("a1")] == [Lifecycle.FINAL, Lifecycle.DESTROYED]


def test_the_reasons_given_about_what_is_destroyed_go_with_it(folder: Path, vault: Vault, key: VaultKey) -> None:
    vault.commit("note amended", [Change(page(1, "y"), Lifecycle.AMENDED)], by="W", reason="zygodactyl was meant")
    vault.commit("note amended", [Change(page(2, "y"), Lifecycle.AMENDED)], by="W", reason="the day was wrong")
    vault._ledger.connection.checkpoint()
    assert b"zygodactyl was meant" in readable(folder, key)
    vault.destroy(["p1"], by="W", reason="retention ended")
    assert b"zygodactyl" not in readable(folder, key)
    assert [one.reason for one in vault.contributions()][-3:] == ["", "the day was wrong", "retention ended"]
    assert vault.sealed("p2")[1]
    assert vault.check().ok
    for statement in ("UPDATE contribution SET reason = '', salt = NULL WHERE reason = 'the day was wrong'",):
        with pytest.raises(Exception, match="only ever added"):
            vault._ledger.connection.execute(statement)


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("UPDATE contribution SET reason = 'all was well' WHERE reason <> ''", "is not the one that was given"),
        ("UPDATE contribution SET reason = '', salt = NULL WHERE reason <> ''", "emptied without"),
        ("UPDATE contribution SET reason = '' WHERE reason <> ''", "is not the one that was given"),
    ],
)
def test_a_reason_that_was_changed_or_emptied_is_found(
    folder: Path, key: VaultKey, opened: Callable[[Path], Vault], statement: str, said: str
) -> None:
    vault = opened(folder)
    vault.commit("note amended", [Change(page(2, "y"), Lifecycle.AMENDED)], by="W", reason="the day was wrong")
    vault.close()
    tampered(folder, key, statement)
    report = check_folder(folder, key)
    assert len(report.problems) == 1
    assert said in report.problems[0]


def test_what_was_kept_is_written_in_the_same_step_as_the_destruction(vault: Vault) -> None:
    with pytest.raises(KeyError):
        vault.destroy(["p1", "nobody"], by="W", reason="r", changes=[final(page(9))])
    assert not vault.has(Page, "p9")
    done = vault.destroy(["p1"], by="W", reason="r", changes=[final(page(9))])
    assert vault.stored(Page, "p9").seq == vault.stored(Page, "p1").seq == done.seq
    assert vault.check().ok


def test_a_file_is_known_by_its_first_bytes_and_not_by_its_name() -> None:
    known = {b"%PDF-1.4": PaperForm.PDF, b"\x89PNG\r\n\x1a\n\0\0": PaperForm.PNG, b"\xff\xd8\xff\xe0": PaperForm.JPEG}
    assert {start: form_of(start) for start in known} == known
    for other in (b"", b"GIF89a", b"PK\3\4", b"<html>%PDF-", b"\xff\xd8", b"MZ\x90", b"RIFF", b"II*\0"):
        assert form_of(other) is None
