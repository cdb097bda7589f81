"""Keeping and destroying from a script: the same rules as in the window, told in exit codes and JSON."""

from __future__ import annotations

from pathlib import Path

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
