"""The commands of sharing where they refuse, ask, or leave alone."""

from __future__ import annotations

from pathlib import Path

import pypdfium2
import pytest

from pipnotes.casebook import vaults
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


def test_a_summary_leaves_as_a_file_under_a_password_for_a_reader_without_pipnotes(pipnotes: Runner, work: str) -> None:
    families = [entry for entry in pipnotes("families", work, *PHRASE).json if entry["sessions"]]
    twins = next(entry for entry in families if entry["code"] == "Heron 46")
    to = ("share", work, "--family", twins["id"], "--recipient", "Dr Marion Hale", "--without-pipnotes")
    seen = pipnotes(*to, "--preview", *PHRASE).json
    assert [asked["may_go"] for asked in seen["stands_out"]] == [["babies=2"]]
    assert "this one has twins" in seen["stands_out"][0]["why"]
    assert pipnotes(*to, "--preview", "--leave-out", "twins", *PHRASE).code == 2
    seen = pipnotes(*to, "--preview", "--leave-out", "babies=2", *PHRASE).json
    assert (seen["stands_out"], seen["left_out"]) == ([], ["babies=2"])
    assert "baby 2" not in {one["role"] for one in seen["summary"]["presence"]}
    assert pipnotes(*to, "--approve", seen["digest"], *PHRASE).code == 5
    Path("weak").write_text("marion\n", encoding="utf-8")
    weak = pipnotes(*to, "--approve", seen["digest"], "--to", "s.pdf", "--password-file", "weak", *PHRASE)
    assert (weak.code, Path("s.pdf").exists()) == (2, False)
    saved = pipnotes(*to, "--approve", seen["digest"], "--to", "s.pdf", *PHRASE).json
    document = pypdfium2.PdfDocument("s.pdf", password=saved["password"])
    assert "Heron 46" in document[0].get_textpage().get_text_bounded()
    document.close()
    assert pipnotes(*to, "--approve", seen["digest"], "--to", "t.pdf", *PHRASE).code == 5
    entry = pipnotes("audit", work, "--family", twins["id"], *PHRASE).json[-1]
    assert (entry["action"], entry["subject"]) == ("summary saved as a sealed file", seen["digest"])


def test_the_agenda_is_written_for_a_supervisor_alone(pipnotes: Runner, shared: str) -> None:
    assert pipnotes("agenda", "work.pipvault", "--to", "a.pdf", *PHRASE).code == 2
    assert pipnotes("agenda", "s.pipvault", "--to", "a.pdf", *HERS).code == 3
    assert not Path("a.pdf").exists()
    casebook = vaults.unlock(Path("s.pipvault"), "harbour maple seven lantern")
    casebook.supervision.on_agenda(casebook.supervision.find(shared), True)
    casebook.close()
    done = pipnotes("agenda", "s.pipvault", "--to", "a.pdf", *HERS).json
    assert done == [{"therapist": "Ruth Ellison", "at": None, "codes": [shared]}]
    assert Path("a.pdf").read_bytes().startswith(b"%PDF")
