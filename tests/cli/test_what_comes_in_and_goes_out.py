"""Files, standard input and standard output as they are in life: full, closed, taken, or not what was expected."""

from __future__ import annotations

import hashlib
import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from pipnotes import paths
from pipnotes.casebook import vaults
from pipnotes.casebook.demo_vault import PASSPHRASE
from pipnotes.cli.answer import read_stdin, write_bytes
from pipnotes.errors import Problem, WrongUse
from tests.cli.conftest import Run, Runner
from tests.conftest import Caseload

PHRASE = ("--passphrase-file", "phrase", "--json")
FAMILY = '{"format": "pipnotes-caseload", "version": 1, "families": [%s]}'


def _three_lines(run: Run, code: int) -> list[str]:
    lines = run.err.strip().splitlines()
    assert (run.code, len(lines)) == (code, 3), run
    return lines


def _shell(command: str, *, given: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    """Run one command with its channels as a shell gives them; `{}` stands for the program."""
    program = f"'{sys.executable}' -m pipnotes"
    env = os.environ | {"PYTHONPATH": str(Path(__file__).parents[2])}
    return subprocess.run(
        ["sh", "-c", command.replace("{}", program)], input=given, capture_output=True, check=False, env=env
    )


@pytest.mark.parametrize("name", ["", ".", "/", "..", "folder", "phrase/x.json", "none/x.json", "x" * 256, "\0"])
def test_a_place_where_no_file_can_be_is_said_in_three_lines(pipnotes: Runner, work: str, name: str) -> None:
    Path("folder").mkdir()
    before = sorted(os.listdir())
    _three_lines(pipnotes("card", work, "--to", name, *PHRASE), 3)
    assert sorted(os.listdir()) == before


def test_a_device_a_pipe_and_a_link_to_one_are_left_as_they_are(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "link").symlink_to("/dev/full")
    for place in (tmp_path / "pipe", tmp_path / "link", Path("/dev/full")):
        with pytest.raises(Problem):
            write_bytes(place, b"x")
    assert (tmp_path / "pipe").is_fifo()
    assert (tmp_path / "link").is_symlink()
    assert Path("/dev/full").is_char_device()
    assert sorted(os.listdir(tmp_path)) == ["link", "pipe"]


def test_a_long_name_is_written_and_a_file_that_ends_in_part_is_not_touched(tmp_path: Path) -> None:
    long = tmp_path / ("x" * 253)
    write_bytes(long, b"whole")
    (tmp_path / "a.pdf.part").write_bytes(b"hers")
    (tmp_path / "b.pdf.part").mkdir()
    for name in ("a.pdf", "b.pdf", "a.pdf"):
        write_bytes(tmp_path / name, b"whole", private=True)
    assert (long.read_bytes(), (tmp_path / "a.pdf").read_bytes()) == (b"whole", b"whole")
    assert (tmp_path / "a.pdf.part").read_bytes() == b"hers"
    assert (tmp_path / "a.pdf").stat().st_mode & 0o777 == 0o600
    assert len(os.listdir(tmp_path)) == 5


def test_a_link_to_a_file_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "real").write_bytes(b"old")
    (tmp_path / "link").symlink_to("real")
    write_bytes(tmp_path / "link", b"new")
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "real").read_bytes() == b"new"


def test_closed_and_binary_standard_input_are_wrong_use(monkeypatch: pytest.MonkeyPatch) -> None:
    closed = io.TextIOWrapper(io.BytesIO())
    closed.close()
    for given in (None, closed, io.TextIOWrapper(io.BytesIO(b"\xff\xfe\0"))):
        monkeypatch.setattr(sys, "stdin", given)
        with pytest.raises(WrongUse):
            read_stdin()


def test_a_score_from_closed_or_binary_input_is_refused_in_three_lines() -> None:
    for command in ("{} score phq9 <&-", "{} pseudonymise <&-"):
        done = _shell(command)
        assert (done.returncode, len(done.stderr.splitlines())) == (2, 3), done
    done = _shell("{} score phq9", given=b"\xff\x00")
    assert (done.returncode, len(done.stderr.splitlines())) == (2, 3), done


@pytest.mark.parametrize("out", ["> /dev/full", ">&-"])
def test_an_answer_that_cannot_be_written_is_said_and_no_traceback_follows(out: str) -> None:
    for command in ("{} score phq9 --json", "{} score phq9", "{} pseudonymise"):
        given = b'{"text": "Hello"}\n' if "pseudonymise" in command else b'{"1": 1}'
        done = _shell(f"{command} {out}", given=given)
        assert (done.returncode, len(done.stderr.splitlines())) == (3, 3), done


def test_one_object_comes_out_for_each_that_went_in() -> None:
    done = _shell("{} pseudonymise", given=b'{"text": "Hello"}\n\n{"text": "Again"}\n')
    assert [json.loads(line)["text"] for line in done.stdout.splitlines()] == ["Hello", "Again"]
    assert _shell("{} pseudonymise", given=b"[" * 100_000).returncode == 2


def test_a_fault_of_ours_is_told_with_a_reference_also_when_it_cannot_be_logged(
    pipnotes: Runner, work: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("Leanne said the week had been less heavy")

    monkeypatch.setattr("pipnotes.casebook.families.Families.rows", broken)
    monkeypatch.setattr(paths, "log_folder", lambda: tmp_path / "phrase" / "log")
    lines = _three_lines(pipnotes("families", work, *PHRASE), 1)
    assert lines[2].rstrip().rpartition(" ")[2].isdigit()
    assert "Leanne" not in "".join(lines)


def test_a_made_up_vault_in_an_impossible_place_is_said(pipnotes: Runner) -> None:
    for place in ("phrase/x", "phrase/x/y.pipvault", "x" * 300):
        _three_lines(pipnotes("demo", "--no-window", "--families", "1", "--dir", place), 3)


def test_recovery_words_are_never_written_over_anything_and_no_key_changes_before_that_is_sure(
    pipnotes: Runner, work: str, caseload: Caseload
) -> None:
    Path("old words").write_text("older backups need these", encoding="utf-8")
    before = (Path(work) / "keys.json").read_bytes()
    _three_lines(pipnotes("vault", "rekey", work, "--recovery-words-file", "old words", *PHRASE), 2)
    for out in ("phrase/words", "none/words", "", "x" * 300):
        _three_lines(pipnotes("vault", "rekey", work, "--recovery-words-file", out, *PHRASE), 3 if out else 2)
        _three_lines(
            pipnotes("vault", "create", "new.pipvault", "--recovery-words-file", out, *PHRASE), 3 if out else 2
        )
    _three_lines(pipnotes("vault", "create", "same", "--recovery-words-file", "same", *PHRASE), 2)
    assert (Path(work) / "keys.json").read_bytes() == before
    assert Path("old words").read_text(encoding="utf-8") == "older backups need these"
    assert sorted(os.listdir()) == ["hers", "old words", "phrase", work]
    vaults.open_with(Path(work), caseload.key).close()


def test_words_that_cannot_be_written_after_all_are_told_how_to_get(
    pipnotes: Runner, work: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(source: Path, target: Path) -> None:
        raise OSError(28, "No space left on device")

    real = Path.replace
    monkeypatch.setattr(
        Path, "replace", lambda self, target: full(self, target) if Path(target).name == "words" else real(self, target)
    )
    run = pipnotes("vault", "rekey", work, "--recovery-words-file", "words", *PHRASE)
    lines = _three_lines(run, 3)
    assert "window" in lines[2]
    casebook = vaults.unlock(Path(work), PASSPHRASE)
    words = casebook.recovery_words()
    casebook.close()
    assert words not in run.out + run.err
    assert not Path("words").exists()
    assert [name for name in os.listdir() if name.endswith(".part")] == []


def test_an_empty_file_of_recovery_words_is_named_as_such(pipnotes: Runner, work: str) -> None:
    Path("empty").write_text("\n", encoding="utf-8")
    words = ("--recovery-words-file", "empty")
    for command in (
        ("vault", "restore", work, "--to", "again.pipvault", *words),
        ("vault", "recover", work, *words, "--new-passphrase-file", "hers"),
    ):
        assert "recovery words" in _three_lines(pipnotes(*command), 2)[0]


def test_a_vault_made_without_a_name_can_still_make_a_card(pipnotes: Runner) -> None:
    made = pipnotes("vault", "create", "s.pipvault", "--role", "supervisor", "--passphrase-file", "hers")
    assert "Supervisor" in made.out
    assert pipnotes("card", "s.pipvault", "--to", "s.card", "--passphrase-file", "hers").code == 0


def test_the_audit_of_a_family_goes_by_code_or_id_and_knows_when_there_is_none(pipnotes: Runner, work: str) -> None:
    family = pipnotes("families", work, *PHRASE).json[0]
    by_id = pipnotes("audit", work, "--family", family["id"], *PHRASE).json
    assert by_id == pipnotes("audit", work, "--family", family["code"], *PHRASE).json
    assert 0 < len(by_id) < len(pipnotes("audit", work, *PHRASE).json)
    for unknown in ("nobody", ""):
        _three_lines(pipnotes("audit", work, "--family", unknown, *PHRASE), 2)


def test_the_passphrase_line_is_no_part_of_the_comment(pipnotes: Runner, work: str) -> None:
    hers = ("--passphrase-file", "hers", "--json")
    pipnotes("vault", "create", "s.pipvault", "--role", "supervisor", "--name", "Farah", *hers)
    words = pipnotes("card", "s.pipvault", "--to", "s.card", *hers).json["words"]
    pipnotes("trust", work, "s.card", "--words", words, *PHRASE)
    mine = pipnotes("card", work, "--to", "v.card", *PHRASE).json["words"]
    pipnotes("trust", "s.pipvault", "v.card", "--words", mine, *hers)
    family = next(entry for entry in pipnotes("families", work, *PHRASE).json if entry["sessions"])
    to = ("share", work, "--family", family["id"], "--recipient", "Farah")
    digest = pipnotes(*to, "--preview", *PHRASE).json["digest"]
    pipnotes(*to, "--approve", digest, *PHRASE)
    Path("box").mkdir()
    pipnotes("send", work, "--mailbox", "box", *PHRASE)
    pipnotes("receive", "s.pipvault", "--mailbox", "box", *hers)
    said = ("comment", "s.pipvault", "--code", family["code"], "--passphrase-file", "-", "--json")
    given = Path("hers").read_text(encoding="utf-8") + "And who made room for you?\n"
    assert pipnotes(*said, given=given).json == {"queued": True}
    (held,) = pipnotes("summaries", "s.pipvault", *hers).json
    assert [comment["text"].strip() for comment in held["comments"]] == ["And who made room for you?"]


def test_an_import_with_faults_names_them_on_one_side_and_says_what_to_do_on_the_other(
    pipnotes: Runner, work: str
) -> None:
    Path("c.json").write_text(FAMILY % '{"people": [{"role": "baby", "born": "9999-12-31"}]}', encoding="utf-8")
    done = pipnotes("import", work, "c.json", *PHRASE)
    _three_lines(done, 3)
    assert [(fault["row"], fault["column"]) for fault in done.json["faults"]] == [(1, "people 1: born")]
    plain = pipnotes("import", work, "c.json", "--passphrase-file", "phrase")
    _three_lines(plain, 3)
    assert plain.out.startswith("Row 1, people 1: born")
    assert "9999" not in plain.out + plain.err


def test_an_import_says_what_it_left_in_the_file(pipnotes: Runner, work: str) -> None:
    Path("c.json").write_text(FAMILY % '{"pets": ["Rex"], "code": "Leanne"}', encoding="utf-8")
    done = pipnotes("import", work, "c.json", *PHRASE).json
    assert done["ignored"] == ["family 1: code", "family: pets"]


@pytest.mark.pain(15)
def test_an_export_says_that_unfinished_words_are_not_in_it(pipnotes: Runner, work: str) -> None:
    done = pipnotes("export", work, "--to", "all.json", "--passphrase-file", "phrase")
    assert "unfinished" in done.out.casefold()
    assert pipnotes("export", work, "--to", "all.json", *PHRASE).json["unfinished"] >= 1


def test_a_caseload_is_written_down_as_gone_once_its_file_is_there_and_not_before(pipnotes: Runner, work: str) -> None:
    before = pipnotes("audit", work, *PHRASE).json
    _three_lines(pipnotes("export", work, "--to", "phrase/all.json", *PHRASE), 3)
    assert pipnotes("audit", work, *PHRASE).json == before
    pipnotes("export", work, "--to", "all.json", *PHRASE)
    assert pipnotes("audit", work, *PHRASE).json[-1]["action"] == "caseload exported"


def test_the_digest_of_a_letter_is_that_of_the_file_and_a_letter_not_written_did_not_leave(
    pipnotes: Runner, work: str
) -> None:
    families = [entry["id"] for entry in pipnotes("families", work, *PHRASE).json]
    to = ("--recipient", "parent", "--to")
    family = next(f for f in families if pipnotes("letter", work, "--family", f, *to, "l.pdf", *PHRASE).code == 0)
    letter = ("letter", work, "--family", family, *to)
    for name in ("l.pdf", "l.html"):
        done = pipnotes(*letter, name, *PHRASE).json
        assert done["sha256"] == hashlib.sha256(Path(name).read_bytes()).hexdigest()
    audit = pipnotes("audit", work, "--family", family, *PHRASE).json
    assert audit[-1]["action"] == "letter saved"
    assert audit[-1]["reason"] == done["sha256"]
    _three_lines(pipnotes(*letter, "phrase/l.pdf", *PHRASE), 3)
    assert pipnotes("audit", work, "--family", family, *PHRASE).json == audit


@pytest.mark.pain(20)
def test_the_doctor_loads_what_it_speaks_of(pipnotes: Runner, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    found = {check["name"]: check for check in pipnotes("doctor", "--json").json["checks"]}
    assert found["libraries"]["ok"]
    assert found["fonts"]["ok"]
    assert "SQLCipher 4." in found["libraries"]["words"]
    # A module that is None is one that cannot be imported.
    monkeypatch.setitem(sys.modules, "pypdfium2", None)
    monkeypatch.setattr(paths, "resource", lambda name: tmp_path / name)
    run = pipnotes("doctor", "--json")
    _three_lines(run, 3)
    checks = {check["name"]: check for check in run.json["checks"]}
    assert "pypdfium2" in checks["libraries"]["words"]
    assert (checks["libraries"]["ok"], checks["fonts"]["ok"], run.json["ok"]) == (False, False, False)
