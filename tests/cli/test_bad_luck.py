"""Each thing that can go wrong says what happened, what is safe and what to do, with the exit code of the contract."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from pipnotes.casebook import vaults
from pipnotes.casebook.demo_vault import PASSPHRASE
from tests.cli.conftest import Run, Runner
from tests.conftest import Caseload

PHRASE = ("--passphrase-file", "phrase", "--json")


def _three_lines(run: Run, code: int) -> str:
    lines = run.err.strip().splitlines()
    assert (run.code, len(lines)) == (code, 3), run
    assert all(line.endswith((".", "?")) for line in lines)
    return lines[0]


def test_a_wrong_passphrase_is_told_and_changes_nothing(pipnotes: Runner, work: str) -> None:
    before = (Path(work) / "vault.db").read_bytes()
    Path("wrong").write_text("correct horse battery stable", encoding="utf-8")
    _three_lines(pipnotes("families", work, "--passphrase-file", "wrong"), 3)
    assert (Path(work) / "vault.db").read_bytes() == before


def test_a_vault_that_is_open_elsewhere_is_left_alone(pipnotes: Runner, work: str, caseload: Caseload) -> None:
    casebook = vaults.open_with(Path(work), caseload.key)
    try:
        _three_lines(pipnotes("families", work, *PHRASE), 3)
    finally:
        casebook.close()
    assert pipnotes("families", work, *PHRASE).code == 0


@pytest.mark.parametrize("command", [("families",), ("vault", "check"), ("audit",), ("send",)])
def test_a_folder_that_is_no_vault_is_named_as_such(pipnotes: Runner, command: tuple[str, ...]) -> None:
    Path("plain").mkdir()
    _three_lines(pipnotes(*command, "plain", *PHRASE), 3)
    _three_lines(pipnotes(*command, "nowhere", *PHRASE), 3)


def test_a_vault_from_a_newer_version_is_refused_with_a_sentence(pipnotes: Runner, work: str) -> None:
    keys = Path(work) / "keys.json"
    newer = json.loads(keys.read_text(encoding="utf-8"))
    newer["format"] = 99
    for file in (keys, *Path(work).glob("keys.json.*")):
        file.write_text(json.dumps(newer), encoding="utf-8")
    said = _three_lines(pipnotes("families", work, *PHRASE), 3)
    assert "newer" in said


def test_a_truncated_vault_is_found_and_not_touched(pipnotes: Runner, work: str) -> None:
    database = Path(work) / "vault.db"
    cut = database.read_bytes()[: 4096 * 9 + 100]
    database.write_bytes(cut)
    _three_lines(pipnotes("families", work, *PHRASE), 4)
    checked = pipnotes("vault", "check", work, *PHRASE)
    assert checked.code == 4
    assert checked.json["ok"] is False
    assert checked.json["problems"]
    assert database.read_bytes() == cut


def test_a_vault_put_back_from_last_week_is_told_from_the_head_that_a_backup_named(pipnotes: Runner, work: str) -> None:
    shutil.copytree(work, "earlier")
    Path("stick").mkdir()
    pipnotes("export", work, "--to", "all.json", "--as", "caseload", *PHRASE)
    head = pipnotes("vault", "backup", work, "--to", "stick", *PHRASE).json["head"]
    assert pipnotes("vault", "check", work, "--head", head, *PHRASE).json["ok"] is True
    shutil.rmtree(work)
    shutil.move("earlier", work)
    assert pipnotes("vault", "check", work, *PHRASE).json["ok"] is True
    told = pipnotes("vault", "check", work, "--head", head, *PHRASE)
    assert (told.code, told.json["ok"]) == (4, False)
    assert "recorded elsewhere" in told.json["problems"][0]
    assert pipnotes("vault", "check", work, "--head", "yesterday", *PHRASE).code == 2


def test_a_table_that_is_none_is_not_taken_in(pipnotes: Runner, work: str) -> None:
    Path("bad.csv").write_bytes(b"\xff\xfe\x00family_key;\x00")
    _three_lines(pipnotes("import", work, "bad.csv", *PHRASE), 3)
    Path("rows.csv").write_text(
        "family_key,received,source,infant_born,nhs_number\n"
        "a,2025-03-17,A2,2025-02-30,999 000 0018\n"
        "b,17/03/2025,health visitor,01/02/2025,999 123 4560\n",
        encoding="utf-8",
    )
    done = pipnotes("import", work, "rows.csv", *PHRASE)
    assert done.code == 3
    assert [(fault["row"], fault["column"]) for fault in done.json["faults"]] == [(2, "infant_born"), (3, "nhs_number")]
    assert len(pipnotes("families", work, *PHRASE).json) == 12


def test_a_parcel_with_one_byte_changed_is_left_and_the_good_one_taken_when_it_comes(
    pipnotes: Runner, work: str
) -> None:
    hers = ("--passphrase-file", "hers", "--json")
    pipnotes("vault", "create", "s.pipvault", "--role", "supervisor", "--name", "Farah", *hers)
    words = pipnotes("card", "s.pipvault", "--to", "s.card", *hers).json["words"]
    pipnotes("trust", work, "s.card", "--words", words, *PHRASE)
    mine = pipnotes("card", work, "--to", "v.card", *PHRASE).json["words"]
    pipnotes("trust", "s.pipvault", "v.card", "--words", mine, *hers)
    family = next(e["id"] for e in pipnotes("families", work, *PHRASE).json if e["sessions"])
    to = ("share", work, "--family", family, "--recipient", "Farah")
    digest = pipnotes(*to, "--preview", *PHRASE).json["digest"]
    pipnotes(*to, "--approve", digest, *PHRASE)
    Path("box").mkdir()
    pipnotes("send", work, "--mailbox", "box", *PHRASE)
    parcel = next(path for path in Path("box").rglob("*") if path.is_file())
    good = parcel.read_bytes()
    parcel.write_bytes(good[:900] + bytes([good[900] ^ 1]) + good[901:])
    bad = pipnotes("receive", "s.pipvault", "--mailbox", "box", *hers)
    assert (bad.code, bad.json["received"], bad.json["forged"]) == (4, 0, 1)
    parcel.write_bytes(good)
    assert pipnotes("receive", "s.pipvault", "--mailbox", "box", *hers).json["received"] == 1


def test_a_mailbox_that_is_away_keeps_what_waits(pipnotes: Runner, work: str) -> None:
    _three_lines(pipnotes("send", work, *PHRASE), 3)
    pipnotes("vault", "create", "s.pipvault", "--name", "Farah", "--passphrase-file", "hers")
    words = pipnotes("card", "s.pipvault", "--to", "s.card", "--passphrase-file", "hers", "--json").json["words"]
    pipnotes("trust", work, "s.card", "--words", words, *PHRASE)
    _three_lines(pipnotes("receive", work, "--mailbox", "not/there", *PHRASE), 3)


def test_sharing_without_a_yes_is_refused(pipnotes: Runner, work: str, caseload: Caseload) -> None:
    hers = ("--passphrase-file", "hers", "--json")
    pipnotes("vault", "create", "s.pipvault", "--role", "supervisor", "--name", "Farah", *hers)
    words = pipnotes("card", "s.pipvault", "--to", "s.card", *hers).json["words"]
    pipnotes("trust", work, "s.card", "--words", words, *PHRASE)
    none = next(e["id"] for e in pipnotes("families", work, *PHRASE).json if not e["sessions"])
    _three_lines(pipnotes("share", work, "--family", none, "--recipient", "Farah", "--preview", *PHRASE), 5)


def test_a_score_out_of_range_is_refused_and_a_risk_answer_is_never_silent(pipnotes: Runner) -> None:
    _three_lines(pipnotes("score", "phq9", given='{"1": 4}'), 2)
    _three_lines(pipnotes("score", "phq9", given="not json"), 2)
    _three_lines(pipnotes("score", "nosuch", given="{}"), 2)
    full = json.dumps({str(number): 0 for number in range(1, 9)} | {"9": 1})
    done = pipnotes("score", "phq9", "--json", given=full).json
    assert (done["total"], done["complete"], done["risk_items"]) == (1, True, [9])


def test_a_secret_is_never_an_argument_and_its_absence_is_said(pipnotes: Runner, work: str) -> None:
    _three_lines(pipnotes("families", work), 2)
    assert pipnotes("families", work, "--passphrase", PASSPHRASE).code == 2


def test_a_fault_of_ours_shows_no_text_and_gives_a_reference(
    pipnotes: Runner, work: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("Leanne said the week had been less heavy")

    monkeypatch.setattr("pipnotes.casebook.families.Families.rows", broken)
    run = pipnotes("families", work, *PHRASE)
    assert run.code == 1
    assert "Leanne" not in run.out + run.err + "".join(record.getMessage() for record in caplog.records)
    assert "Traceback" not in run.err
    logs = [path.read_text(encoding="utf-8") for path in Path.home().rglob("pipnotes.log")]
    assert any("RuntimeError" in text for text in logs)
    assert not any("Leanne" in text for text in logs)
