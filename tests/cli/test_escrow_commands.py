"""IT's way back into a vault whose passphrase is lost, as IT would walk it: policy, two shares, one history."""

from __future__ import annotations

import os
import shutil
import stat
import tomllib
from pathlib import Path

import pytest

from pipnotes import paths
from tests.cli.conftest import Run, Runner

PHRASE = ("--passphrase-file", "phrase", "--json")


@pytest.fixture
def rules(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Return a policy file of this computer, which only an administrator could write elsewhere."""
    file = tmp_path / "policy.toml"
    monkeypatch.setattr(paths, "policy_file", lambda: file)
    return file


def make(pipnotes: Runner, name: str = "") -> Run:
    shares = ("--share-file", f"{name}a.txt", "--share-file", f"{name}b.txt")
    return pipnotes("escrow", "make", "--public-file", f"{name}key.toml", *shares, "--json")


def open_it(pipnotes: Runner, *shares: str, more: tuple[str, ...] = ()) -> Run:
    given = [part for share in shares for part in ("--share-file", share)]
    Path("new").write_text("lantern harbour maple seven frost\n", "utf-8")
    return pipnotes("escrow", "open", "work.pipvault", *given, "--new-passphrase-file", "new", *more)


def three_lines(run: Run, code: int) -> str:
    lines = run.err.strip().splitlines()
    assert (run.code, len(lines), run.out) == (code, 3, ""), run
    return lines[0]


@pytest.mark.pain(8)
def test_a_lost_passphrase_is_answered_by_two_people_and_the_history_says_so(
    pipnotes: Runner, work: str, rules: Path
) -> None:
    made = make(pipnotes).json
    rules.write_bytes(Path("key.toml").read_bytes())
    assert tomllib.loads(rules.read_text("utf-8"))["escrow_public_key"] == made["public"]
    assert pipnotes("families", work, *PHRASE).code == 0
    said = pipnotes("vault", "info", work, "--json").json
    assert (said["slots"], said["organisation_key"]) == (["passphrase", "escrow"], made["key"])
    rules.unlink()
    opened = open_it(pipnotes, "b.txt", "a.txt", more=("--by", "IT desk", "--reason", "passphrase lost", "--json"))
    assert opened.json == {"opened": True, "vault": work, "id": said["id"]}
    assert pipnotes("families", work, *PHRASE).code == 3
    entries = pipnotes("audit", work, "--passphrase-file", "new", "--json").json
    assert [one["action"] for one in entries[-3:]] == [
        "organisation's key added",
        "opened by the organisation's key",
        "wrong passphrases",
    ]
    assert (entries[-2]["by"], entries[-2]["reason"]) == ("IT desk", "passphrase lost")


def test_the_policy_of_the_day_decides_who_can_open_a_vault(pipnotes: Runner, work: str, rules: Path) -> None:
    first, second = make(pipnotes).json, make(pipnotes, "second-").json

    def organisation() -> str | None:
        assert pipnotes("audit", work, *PHRASE).code == 0
        named: str | None = pipnotes("vault", "info", work, "--json").json["organisation_key"]
        return named

    assert organisation() is None
    for text, named in (
        (Path("key.toml").read_text("utf-8"), first["key"]),
        (Path("second-key.toml").read_text("utf-8"), second["key"]),
        ("idle_minutes = 3\n", None),
    ):
        rules.write_text(text, "utf-8")
        assert organisation() == organisation() == named
    rules.write_bytes(Path("key.toml").read_bytes())
    assert organisation() == first["key"]
    # A computer without any rules decides nothing.
    rules.unlink()
    assert organisation() == first["key"]
    actions = [one["action"] for one in pipnotes("audit", work, *PHRASE).json]
    assert [one.removeprefix("organisation's key ") for one in actions if "organisation" in one] == [
        "added",
        "replaced",
        "removed",
        "added",
    ]


def test_a_vault_is_made_with_the_key_that_the_policy_names(pipnotes: Runner, rules: Path) -> None:
    made = make(pipnotes).json
    rules.write_bytes(Path("key.toml").read_bytes())
    assert pipnotes("vault", "create", "work.pipvault", *PHRASE).code == 0
    assert pipnotes("vault", "info", "work.pipvault", "--json").json["organisation_key"] == made["key"]
    assert open_it(pipnotes, "a.txt", "b.txt").code == 0


def test_the_doctor_names_the_key_of_the_policy_and_finds_one_that_is_none(pipnotes: Runner, rules: Path) -> None:
    def found() -> tuple[bool, str]:
        checks = {check["name"]: check for check in pipnotes("doctor", "--json").json["checks"]}
        return checks["policy"]["ok"], checks["policy"]["words"]

    made = make(pipnotes).json
    rules.write_bytes(Path("key.toml").read_bytes())
    assert found() == (True, f"the organisation's rules are in force; its key is {made['key']}")
    for spoilt, said in (("/" * 1620 + "/w==", "not a key"), (made["public"][:-4], "cannot be followed")):
        rules.write_text(f'escrow_public_key = "{spoilt}"\n', "utf-8")
        ok, words = found()
        assert not ok
        assert said in words


def test_one_share_or_two_of_different_keys_open_nothing(pipnotes: Runner, work: str, rules: Path) -> None:
    make(pipnotes)
    make(pipnotes, "other-")
    rules.write_bytes(Path("key.toml").read_bytes())
    pipnotes("families", work, *PHRASE)
    before = {path.name: path.read_bytes() for path in Path(work).iterdir() if path.name != "vault.lock"}
    assert "Two shares" in three_lines(open_it(pipnotes, "a.txt"), 2)
    assert "Two shares" in three_lines(open_it(pipnotes, "a.txt", "b.txt", "other-a.txt"), 2)
    for pair in (("a.txt", "a.txt"), ("a.txt", "other-b.txt"), ("other-a.txt", "b.txt")):
        assert "do not belong together" in three_lines(open_it(pipnotes, *pair), 2)
    assert "does not open this vault" in three_lines(open_it(pipnotes, "other-a.txt", "other-b.txt"), 3)
    assert "cannot be read" in three_lines(open_it(pipnotes, "a.txt", "gone.txt"), 3)
    shutil.copy("phrase", "no-share.txt")
    assert "not a share" in three_lines(open_it(pipnotes, "a.txt", "no-share.txt"), 2)
    assert {path.name: path.read_bytes() for path in Path(work).iterdir() if path.name != "vault.lock"} == before


def test_a_key_is_never_written_over_another_and_its_shares_are_for_their_keepers_alone(pipnotes: Runner) -> None:
    made = make(pipnotes)
    before = {name: Path(name).read_bytes() for name in ("key.toml", "a.txt", "b.txt")}
    assert made.json["files"] == list(before)
    if os.name == "posix":
        assert [stat.S_IMODE(Path(name).stat().st_mode) for name in before] == [0o644, 0o600, 0o600]
    assert "there already" in three_lines(make(pipnotes), 2)
    same = pipnotes("escrow", "make", "--public-file", "x", "--share-file", "y", "--share-file", "y", "--json")
    assert "three different files" in three_lines(same, 2)
    assert {name: Path(name).read_bytes() for name in before} == before
    assert not Path("x").exists()
    plain = made.out + "".join(before[name].decode() for name in ("key.toml", "a.txt"))
    assert not any(row in plain for row in before["b.txt"].decode().splitlines()[7:25])
