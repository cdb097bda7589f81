"""The commands of sharing where they refuse, ask, or leave alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Runner

PHRASE = ("--passphrase-file", "phrase", "--json")
HERS = ("--passphrase-file", "hers", "--json")
FARAH = "Dr Farah Siddiqui"


@pytest.fixture
def shared(pipnotes: Runner, work: str) -> str:
    """Share a family by commands, up to the supervisor's vault; return its code name."""
    pipnotes("vault", "create", "s.pipvault", "--role", "supervisor", "--name", FARAH, *HERS)
    hers = pipnotes("card", "s.pipvault", "--to", "s.card", *HERS).json["words"]
    mine = pipnotes("card", work, "--to", "v.card", *PHRASE).json["words"]
    pipnotes("trust", work, "s.card", "--words", hers, *PHRASE)
    pipnotes("trust", "s.pipvault", "v.card", "--words", mine, *HERS)
    family = next(entry for entry in pipnotes("families", work, *PHRASE).json if entry["sessions"])
    to = ("share", work, "--family", family["id"], "--recipient", FARAH)
    assert pipnotes(*to, "--approve", "0" * 64, *PHRASE).code == 5
    drafts = pipnotes("share", work, "--family", family["id"], "--recipient", FARAH, "--approve", "0" * 64, *PHRASE)
    assert "no summary" in drafts.err
    seen = pipnotes(*to, "--preview", *PHRASE).json
    assert pipnotes(*to, "--approve", seen["digest"], *PHRASE).code == 0
    Path("box").mkdir()
    pipnotes("send", work, "--mailbox", "box", *PHRASE)
    assert pipnotes("receive", "s.pipvault", "--mailbox", "box", *HERS).json["newer"] == 0
    return str(family["code"])


def test_a_comment_that_could_name_somebody_is_sealed_only_once_it_is_confirmed(pipnotes: Runner, shared: str) -> None:
    said = ("comment", "s.pipvault", "--code", shared, "--from", "Ruth Ellison", *HERS)
    asked = pipnotes(*said, given="Try asking adeola")
    assert asked.code == 5
    assert "--confirmed" in asked.err
    assert "word 3" in asked.err
    assert "adeola" not in asked.err
    assert pipnotes(*said, "--confirmed", given="Try asking adeola").json == {"queued": True}
    assert pipnotes(*said, "--confirmed", given="Try asking Leanne Hartley").code == 5


def test_a_comment_to_a_sender_who_sent_nothing_is_worded_wrongly(pipnotes: Runner, shared: str) -> None:
    said = ("comment", "s.pipvault", "--code", shared, "--from", "Owen Blake", *HERS)
    assert pipnotes(*said, given="And who made room for you?").code == 2
