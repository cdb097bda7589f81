"""Keeping and destroying from a script: the same rules as in the window, told in exit codes and JSON."""

from __future__ import annotations

from pathlib import Path

from pipnotes.casebook import demo_vault, vaults
from tests.casebook.test_sealed_copies import LATER, SAID, begin, copy_of, keep, with_words
from tests.cli.conftest import Runner

PHRASE = ("--passphrase-file", "phrase", "--json")


def test_records_are_held_destroyed_and_gone_by_command(pipnotes: Runner, work: str) -> None:
    listed = pipnotes("retention", work, *PHRASE).json
    assert {"family", "code", "review", "due", "why", "hold"} <= set(listed[0])
    assert [one["due"] for one in listed] == [False] * len(listed)
    family, code = listed[0]["family"], listed[0]["code"]
    held = pipnotes("hold", work, "--family", code, "--reason", "a court has asked", *PHRASE).json
    assert held["hold"]["reason"] == "a court has asked"
    asked = ("destroy", work, "--family", code, "--reason", "kept long enough")
    assert pipnotes(*asked, "--confirm", code, "--confirm-again", "destroy", *PHRASE).code == 5
    assert pipnotes("hold", work, "--family", family, "--reason", "it has it", "--let-go", *PHRASE).json["hold"] is None
    refused = pipnotes(*asked, "--confirm", code, "--confirm-again", "yes", *PHRASE)
    assert (refused.code, len(refused.err.splitlines())) == (2, 3)
    done = pipnotes(*asked, "--confirm", code, "--confirm-again", "destroy", *PHRASE).json
    assert (done["code"], done["family"], done["backups_until"]) == (code, family, None)
    last = pipnotes("audit", work, "--family", family, *PHRASE).json[-1]
    assert (last["action"], last["subject"], last["reason"]) == ("family destroyed", code, "kept long enough")


def test_papers_go_in_and_come_out_the_same_and_stay_out_of_an_export(pipnotes: Runner, work: str) -> None:
    Path("form.pdf").write_bytes(b"%PDF-1.7 a form" * 30_000)
    papers = ("papers", work, "--family", "Wren 14")
    added = pipnotes(*papers, "--add", "form.pdf", "--kind", "consent", "--what", "Signed by both", *PHRASE).json
    assert (added[0]["kind"], added[0]["what"], added[0]["bytes"]) == ("consent", "Signed by both", 450_000)
    assert pipnotes(*papers, "--save", added[0]["id"], "--to", "back.pdf", *PHRASE).code == 0
    assert Path("back.pdf").read_bytes() == Path("form.pdf").read_bytes()
    Path("form.pdf").write_bytes(b"PK\3\4")
    assert pipnotes(*papers, "--add", "form.pdf", *PHRASE).code == 2
    assert pipnotes("export", work, "--to", "out.json", *PHRASE).json["papers"] == 1
    assert "attachments" not in Path("out.json").read_text("utf-8")
    assert not list(Path().glob(".*.part"))


def test_a_sealed_copy_is_taken_in_once_by_command_and_a_damaged_one_changes_nothing(
    pipnotes: Runner, work: str
) -> None:
    casebook = vaults.unlock(Path(work), demo_vault.PASSPHRASE)
    note = begin(casebook)
    path = copy_of(casebook, note, SAID, Path())
    casebook.close()
    take_in = ("vault", "take-in", work)
    Path("damaged").write_bytes(path.read_bytes()[:-1])
    assert pipnotes(*take_in, "damaged", *PHRASE).code == 4
    assert pipnotes(*take_in, "phrase", *PHRASE).code == 2
    session = note.session
    assert pipnotes(*take_in, str(path), *PHRASE).json == {
        "drafts": [{"kind": "session", "family": session.family, "id": session.id, "became": "back"}],
        "forms": 0,
    }
    again = pipnotes(*take_in, str(path), *PHRASE)
    assert (again.code, len(again.err.splitlines())) == (2, 3)
    assert SAID not in again.err


def test_the_command_says_when_a_later_draft_stays(pipnotes: Runner, work: str) -> None:
    casebook = vaults.unlock(Path(work), demo_vault.PASSPHRASE)
    note = begin(casebook)
    path = copy_of(casebook, note, SAID, Path())
    keep(casebook, with_words(note, LATER))
    casebook.close()
    said = pipnotes("vault", "take-in", work, str(path), "--passphrase-file", "phrase")
    assert said.code == 0
    assert "set aside beside it for 30 days" in said.out
