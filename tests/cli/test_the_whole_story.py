"""One family carried all the way by a script: made, shared, thought about, answered, written to, backed up."""

from __future__ import annotations

from pathlib import Path

from tests.cli.conftest import Runner

PHRASE = ("--passphrase-file", "phrase", "--json")
HERS = ("--passphrase-file", "hers", "--json")
FARAH = "Dr Farah Siddiqui"


def test_a_family_is_shared_read_and_answered_by_commands_alone(pipnotes: Runner, work: str) -> None:
    made = pipnotes("vault", "create", "s.pipvault", "--role", "supervisor", "--name", FARAH, *HERS)
    assert made.json["role"] == "supervisor"
    hers = pipnotes("card", "s.pipvault", "--to", "s.card", *HERS).json["words"]
    mine = pipnotes("card", work, "--to", "v.card", *PHRASE).json["words"]
    assert len(hers.split()) == 6
    assert pipnotes("trust", work, "s.card", "--words", "not the six words at all", *PHRASE).code == 5
    assert pipnotes("trust", work, "s.card", "--words", hers, *PHRASE).code == 0
    assert pipnotes("trust", "s.pipvault", "v.card", "--words", mine, *HERS).code == 0

    family = next(entry for entry in pipnotes("families", work, *PHRASE).json if entry["sessions"])
    to = ("share", work, "--family", family["id"], "--recipient", FARAH)
    seen = pipnotes(*to, "--preview", *PHRASE).json
    assert seen["replacements"]
    assert family["infant"] not in seen["summary"]["text"]
    assert pipnotes(*to, "--approve", "0" * 64, *PHRASE).code == 5
    assert pipnotes(*to, "--approve", seen["digest"], *PHRASE).json == {"queued": True, "sequence": 1}

    Path("box").mkdir()
    assert pipnotes("send", work, "--mailbox", "box", *PHRASE).json == {"sent": 1, "waiting": 0}
    assert pipnotes("receive", "s.pipvault", "--mailbox", "box", *HERS).json["received"] == 1
    held = pipnotes("summaries", "s.pipvault", *HERS).json
    assert held[0]["code"] == family["code"]
    assert held[0]["text"] == seen["summary"]["text"]
    assert held[0]["from"] == "Ruth Ellison"

    said = ("comment", "s.pipvault", "--code", family["code"], *HERS)
    assert pipnotes(*said, given="I wonder how Jordan Mensah felt about that.").code == 5
    assert pipnotes(*said, given="And who made room for you?").json == {"queued": True}
    pipnotes("send", "s.pipvault", "--mailbox", "box", *HERS)
    assert pipnotes("receive", work, "--mailbox", "box", *PHRASE).json["received"] == 1
    audit = pipnotes("audit", work, "--family", family["id"], *PHRASE).json
    assert f"comment on {family['code']}" in [entry["subject"] for entry in audit]


def test_a_letter_comes_out_as_pages_and_says_what_it_leaves_out(pipnotes: Runner, work: str) -> None:
    families = [entry["id"] for entry in pipnotes("families", work, *PHRASE).json]
    written = []
    for family in families:
        done = pipnotes("letter", work, "--family", family, "--recipient", "parent", "--to", f"{family}.pdf", *PHRASE)
        assert done.code in (0, 3)
        if done.code == 0:
            written.append(family)
            assert done.json["pages"] >= 1
            assert Path(f"{family}.pdf").read_bytes().startswith(b"%PDF")
    assert len(written) >= 2
    page = pipnotes("letter", work, "--family", written[0], "--recipient", "parent", "--to", "l.html", *PHRASE)
    assert page.code == 0
    assert "<h1" in Path("l.html").read_text(encoding="utf-8")


def test_a_backup_restores_after_a_rekey_and_the_words_open_what_the_passphrase_no_longer_does(
    pipnotes: Runner, work: str
) -> None:
    Path("stick").mkdir()
    backup = pipnotes("vault", "backup", work, "--to", "stick", *PHRASE).json
    assert backup["proved"] is True
    assert pipnotes("vault", "rekey", work, "--recovery-words-file", "words", *PHRASE).code == 0
    assert pipnotes("vault", "check", work, *PHRASE).json["ok"] is True
    restored = pipnotes("vault", "restore", backup["backup"], "--to", "again.pipvault", *PHRASE)
    assert restored.json["head"] == backup["head"]
    assert pipnotes("vault", "restore", backup["backup"], "--to", "again.pipvault", *PHRASE).code == 3
    (Path(work) / "keys.json").unlink()
    for spare in Path(work).glob("keys.json.*"):
        spare.unlink()
    again = ("vault", "recover", work, "--recovery-words-file", "words", "--new-passphrase-file", "hers", "--json")
    assert pipnotes(*again).code == 0
    assert len(pipnotes("families", work, *HERS).json) == 12
    assert pipnotes("families", work, *PHRASE).code == 3


def test_a_caseload_moves_to_another_vault_record_for_record(pipnotes: Runner, work: str) -> None:
    out = pipnotes("export", work, "--to", "all.json", "--as", "caseload", *PHRASE).json
    pipnotes("vault", "create", "new.pipvault", "--name", "Ada", *HERS)
    taken = pipnotes("import", "new.pipvault", "all.json", *HERS).json
    assert (taken["families"], taken["records"], taken["faults"]) == (out["families"], out["records"], [])
    assert [e["code"] for e in pipnotes("families", "new.pipvault", *HERS).json] == [
        e["code"] for e in pipnotes("families", work, *PHRASE).json
    ]
    twice = pipnotes("import", "new.pipvault", "all.json", *HERS)
    assert twice.code == 3
    assert twice.json["families"] == 0
    assert pipnotes("search", "new.pipvault", "spoon", *HERS).json["hits"]


def test_the_made_up_caseload_is_the_same_for_the_same_seed(pipnotes: Runner) -> None:
    first = pipnotes("demo", "--no-window", "--dir", "a.pipvault", "--families", "3", "--json").json
    second = pipnotes("demo", "--no-window", "--dir", "b.pipvault", "--families", "3", "--json").json
    assert {**first, "vault": ""} == {**second, "vault": ""}
    assert first["passphrase"] == "correct horse battery staple"
    ids = [[e["id"] for e in pipnotes("families", vault, *PHRASE).json] for vault in ("a.pipvault", "b.pipvault")]
    assert ids[0] == ids[1]
    assert pipnotes("demo", "--no-window", "--dir", "a.pipvault", "--json").code == 3
