"""A rule of the organisation is followed, or the program says so and stops; it is never quietly dropped."""

from __future__ import annotations

import base64
from pathlib import Path

import pytest

from pipnotes import policy
from pipnotes.errors import Problem
from pipnotes.policy import Policy


def _read(tmp_path: Path, text: str) -> Policy:
    file = tmp_path / "policy.toml"
    file.write_text(text, "utf-8")
    return policy.load(file)


def test_without_a_file_the_usual_rules_hold(tmp_path: Path) -> None:
    rules = policy.load(tmp_path / "policy.toml")
    assert rules == Policy()
    assert not rules.given
    assert _read(tmp_path, "").given
    assert rules.idle_minutes_for(60) == 5


def test_every_rule_in_the_file_is_followed(tmp_path: Path) -> None:
    key = base64.b64encode(bytes(range(32))).decode()
    authority = (tmp_path / "trust.pem").as_posix()
    stick = (tmp_path / "stick").as_posix()
    rules = _read(
        tmp_path,
        f'idle_minutes = 3\nescrow_public_key = "{key}"\nmailbox = "/srv/pipnotes"\n'
        f'certificate_authority = "{authority}"\nproxy = "http://proxy.example:3128/"\nroster_public_key = "{key}"\n'
        f'backup_folder = "{stick}"\n',
    )
    assert rules == Policy(
        idle_minutes=3,
        escrow_public_key=bytes(range(32)),
        mailbox="/srv/pipnotes",
        certificate_authority=Path(authority),
        proxy="http://proxy.example:3128",
        roster_public_key=bytes(range(32)),
        backup_folder=stick,
    )


def test_a_person_may_lock_sooner_than_the_rule_but_not_later(tmp_path: Path) -> None:
    rules = _read(tmp_path, "idle_minutes = 3")
    assert rules.idle_minutes_for(1) == 1
    assert rules.idle_minutes_for(10) == 3


@pytest.mark.parametrize(
    "text",
    [
        "idle_minuts = 3",
        "idle_minutes = 0",
        "idle_minutes = true",
        'idle_minutes = "3"',
        'escrow_public_key = "not a key"',
        'escrow_public_key = ""',
        "escrow_public_key = 7",
        f'escrow_public_key = "{base64.b64encode(bytes(1215)).decode()}"',
        "keystore = 1",
        'mailbox = " "',
        'certificate_authority = "trust.pem"',
        "certificate_authority = true",
        'backup_folder = "stick"',
        "backup_folder = 3",
        'proxy = "https://proxy.example:3128"',
        'proxy = "http://ann:word@proxy.example:3128"',
        'proxy = "proxy.example"',
        'roster_public_key = "AAAA"',
        "idle_minutes = ",
    ],
)
def test_a_rule_that_cannot_be_followed_stops_the_program_with_a_sentence(tmp_path: Path, text: str) -> None:
    with pytest.raises(Problem) as told:
        _read(tmp_path, text)
    happened, safe, todo = told.value.lines()
    assert "cannot be followed" in happened
    assert "as you left it" in safe
    assert "IT" in todo


def test_a_policy_that_is_no_file_stops_the_program_too(tmp_path: Path) -> None:
    with pytest.raises(Problem, match="cannot be read"):
        policy.load(tmp_path)
